"""Files of references: RIS, EndNote and BibTeX, an item each. What no newspaper has, such as pages, stays in `raw`."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from archive.read.record_fields import given_first
from archive.read.source import MAX_RECORD
from archive.text.wordlists import meanings, word_set
from archive.types import Document, RawItem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from archive.read.source import Source

Fields = dict[str, list[str]]

_RIS = {field: names.split() for field, names in meanings("reference_fields", "ris").items()}
_BIBTEX = {field: names.split() for field, names in meanings("reference_fields", "bibtex").items()}
_TAG = re.compile(r"(?:([A-Z][A-Z0-9]) {1,2}-|(%[0-9A-Z~@])(?=\s))(?: (.*))?$")
_ENTRY = re.compile(r"\s*@(\w+)\s*[{(]")
_NAME = re.compile(r"[\s,]*([A-Za-z][\w:-]{0,60})\s*=\s*")
_BARE = re.compile(r"[^\s,{}\"]+")
_MOST_FIELDS = 200
_SIGNS = re.compile(r'\\.|[{}"]')
_NO_REFERENCE = word_set("comment string preamble")
_ACCENT = re.compile(r"\\([`'^\"~=.]|[uvHcrk](?![A-Za-z]))\s*\{?\s*\\?([A-Za-z])\}?")
_MARKS = dict(
    zip("`'^\"~=.uvHcrk", "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u030a\u0328", strict=True)
)
_LETTERS = {"ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "aa": "å", "AA": "Å", "i": "ı",
            "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^"}  # fmt: skip
_MARKUP = re.compile(r"\\([A-Za-z]+)\b\s*|\\([&%$#_{}])|[{}]|-{2,3}")
_DASHES = {"--": "–", "---": "—"}


def is_references(body: str) -> bool:
    """Whether a text begins as a file of references does."""
    if re.match(r"TY {1,2}- \S|%0 [A-Z]", body):
        return len(re.findall(r"^(?:[A-Z][A-Z0-9] {1,2}-|%[0-9A-Z]) ", body[:4096], re.MULTILINE)) >= 2
    return _is_bibtex(body)


def _is_bibtex(body: str) -> bool:
    return re.match(r"(?:%[^\n]*\n|\s)*+@(?:comment\b|\w+\s*[{(]\s*(?:[^\s,{}=]+\s*,|\w+\s*=)\s*\S)", body) is not None


def read(source: Source) -> Document:
    """Open a file of references."""
    if _is_bibtex(source.head.lstrip("\ufeff \t\r\n")):
        return Document("references", _items(source, _entries(source), _BIBTEX))
    return Document("references", _items(source, _tagged(source), _RIS))


def _items(
    source: Source, found: Iterator[tuple[int, str, Fields]], names: Mapping[str, list[str]]
) -> Iterator[RawItem]:
    notes = source.notes
    for number, raw, fields in found:
        item = _item(fields, names, raw, number)
        if item is None:
            notes.each("empty", "a reference without title and abstract", line=number)
            continue
        yield item
    notes.more("empty", "further references without title and abstract")
    notes.more("long", "further lines or references that are too long")


def _item(fields: Fields, names: Mapping[str, list[str]], raw: str, line: int) -> RawItem | None:
    first = {field: next((own for name in known if (own := fields.get(name))), [""]) for field, known in names.items()}
    text, title = first["text"][0], first["title"][0]
    address, outlet = first["url"][0], first["outlet"][0]
    if "://" in outlet:
        address, outlet = address or outlet, ""
    if not text and not title:
        return None
    return RawItem(
        text or title,
        raw,
        title=title if text and title else None,
        kind=None if text else "headline",
        url=address or None,
        author=given_first("; ".join(first["author"])) or None,
        outlet=outlet or None,
        language=first["language"][0] or None,
        published=first["date"][0].strip("/ ") or _day(fields),
        markup=False,
        line=line,
    )


def _day(fields: Fields) -> str | None:
    """The day of a reference that gives year, month and day apart."""
    parts = [fields.get(name, [""])[0] for name in ("day", "month", "year")]
    return " ".join(filter(None, parts)) if parts[2] else None


def _blocks(source: Source, opens: Callable[[str], bool]) -> Iterator[tuple[int, list[str]]]:
    """The lines of a file by what they belong to, with where it starts: each ends at the next line that opens one."""
    lines: list[str] = []
    start, size = 0, 0
    for number, line in source.lines():
        if opens(line):
            yield start, lines
            lines, start, size = [], number, 0
        size += len(line)
        if size <= MAX_RECORD:
            lines.append(line)
        elif size - len(line) <= MAX_RECORD:
            source.notes.each("long", f"a reference longer than {MAX_RECORD:,} bytes: its end", line=start)
    yield start, lines


def _tagged(source: Source) -> Iterator[tuple[int, str, Fields]]:
    """The references of a file of tags (RIS, EndNote): each goes on to the next tag that begins or ends one."""
    for start, lines in _blocks(source, _is_bound):
        yield from _fields(start, lines)


def _is_bound(line: str) -> bool:
    found = _TAG.match(line.rstrip())
    return found is not None and (found[1] or found[2]) in ("TY", "ER", "%0")


def _fields(start: int, lines: list[str]) -> Iterator[tuple[int, str, Fields]]:
    """A reference by its tags; a line without one goes on with the field above it."""
    fields: Fields = {}
    tag = ""
    for line in lines:
        if found := _TAG.match(line.rstrip()):
            tag = (found[1] or found[2]).lower()
            fields.setdefault(tag, []).append((found[3] or "").strip())
        elif tag and line.strip():
            fields[tag][-1] = f"{fields[tag][-1]} {line.strip()}".strip()
    if "er" not in fields and fields:
        yield start, "\n".join(lines).strip(), fields


def _entries(source: Source) -> Iterator[tuple[int, str, Fields]]:
    """The references of a BibTeX file: each goes on to where the next one opens a line."""
    for start, lines in _blocks(source, lambda line: _ENTRY.match(line) is not None):
        yield from _entry(start, lines)


def _entry(start: int, lines: list[str]) -> Iterator[tuple[int, str, Fields]]:
    raw = "\n".join(lines).strip()
    opening = _ENTRY.match(raw)
    if opening is None or opening[1].lower() in _NO_REFERENCE:
        return
    fields: Fields = {}
    at = raw.find(",", opening.end())
    while at >= 0 and len(fields) < _MOST_FIELDS and (found := _NAME.match(raw, at)):
        value, at = _value(raw, found.end())
        name = found[1].lower()
        if name == "author":
            fields[name] = [_plain(person) for person in re.split(r"\s+and\s+", value)]
        else:
            fields[name] = [_plain(value)]
    yield start, raw, fields


def _value(text: str, at: int) -> tuple[str, int]:
    """A value in braces, in quotation marks or bare, from where it starts; and where it ends."""
    mark = text[at : at + 1]
    if mark not in ("{", '"'):
        found = _BARE.match(text, at)
        return (found[0], found.end()) if found else ("", len(text))
    depth = 0
    for found in _SIGNS.finditer(text, at):
        sign, place = found[0], found.start()
        depth += (sign == "{") - (sign == "}")
        is_end = sign == "}" and depth == 0 if mark == "{" else sign == '"' and depth == 0 and place > at
        if is_end:
            return text[at + 1 : place], place + 1
    return text[at + 1 :].rstrip("} \n"), len(text)


def _plain(value: str) -> str:
    """A value without what LaTeX needs: accents as letters, no braces, no commands."""
    value = _ACCENT.sub(lambda found: unicodedata.normalize("NFC", found[2] + _MARKS[found[1]]), value)
    return " ".join(_MARKUP.sub(_letter, value).split())


def _letter(found: re.Match[str]) -> str:
    """What a command, an escaped sign, a brace or a row of hyphens stands for."""
    command, sign = found.groups()
    return _LETTERS.get(command, "") if command else sign or _DASHES.get(found[0], "")
