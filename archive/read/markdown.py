"""Notes in Markdown, as clippers write them: front matter says what the text is, below it a paragraph is an item."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from archive.read.exports import column_key
from archive.read.record_fields import name_of, text_of
from archive.read.source import MAX_RECORD
from archive.text.patterns import lazy_regex
from archive.text.wordlists import meanings
from archive.types import Document, RawItem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archive.read.source import Source

_FIELDS = {field: names.split() for field, names in meanings("reference_fields", "front matter").items()}
_FRONT = lazy_regex(r"\A\ufeff?\s*---[ \t]*\r?\n(.{0,65536}?)\n(?:---|\.\.\.)[ \t]*\r?(?:\n|\Z)", re.DOTALL)
_PROPERTIES = lazy_regex(
    r"\A\ufeff?\s*#\s+(?P<title>[^\n]+)\n\s*\n(?:!\[[^\n]*\n\s*)?(?:##\s[^\n]+\n)?"
    r"(?P<front>(?:(?:[-*]\s)?[A-Za-z][\w -]{0,40}:[ \t][^\n]*\n)+)\s*\n"
)
"""What Notion writes below a note's heading, and Readwise as a list."""
_KEY = lazy_regex(r"([A-Za-z][\w -]{0,40}):(?:[ \t]+(.*))?\r?$", re.MULTILINE)
_NAME = lazy_regex(r"\.(?:md|markdown|mdown)$", re.IGNORECASE)
_HEADING = lazy_regex(r" {0,3}(#{1,6})\s+(.+?)\s*#*\s*$")
_POINT = lazy_regex(r"\s*(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?")
_QUOTE = lazy_regex(r"\s*(?:>\s?)+(?:\[!\w+\][+-]?\s*)?")
_FENCE = lazy_regex(r"\s*(?:```|~~~)")
_NO_TEXT = lazy_regex(
    r"\s*(?:[-*_=]\s*){3,}$|\s*\[\^?[^\]]+\]:\s|\s*<!--.*-->\s*$|\s*(?:#[\w/-]+\s*)+$|\s*\|?[\s:|-]+\|\s*$"
)
_IMAGE = lazy_regex(r"!\[\[[^\[\]\n]*\]\]|!\[[^\[\]\n]*\]\([^()\n]*\)")
_LINK = lazy_regex(r"\[([^\[\]\n]+)\]\(<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)?)>?(?:\s+[\"'(][^\n)]*)?\)")
_WIKI = lazy_regex(r"\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]+)\]\]")
_NOTE = lazy_regex(r"\[\^[^\]\s]{1,40}\]")
_EMPHASIS = lazy_regex(r"(\*{1,3}|~~|==|`+|(?<!\w)_{1,3}(?=\S))(\S(?:[^\n]{0,2000}?\S)?)\1(?!\w)")
_MOST_BRACKETS = 500
"""More of them in front matter are an attack on the parser of YAML."""
_LONG = 20_000
"""Characters of a paragraph beyond which its marks of emphasis stay: nobody wrote it, and finding pairs takes time."""
_ESCAPED = lazy_regex(r"\\([\\`*_{}\[\]()#+\-.!|~>])")


def is_markdown(head: str, name: str) -> bool:
    """Whether a text is a note: below front matter, or called one and with headings."""
    front = _FRONT.match(head)
    if front:
        lines = [line for line in front[1].split("\n") if line.strip() and line[0] not in " \t-#"]
        return bool(lines) and all(_KEY.match(line) for line in lines)
    return bool(_NAME.search(name)) and any(_HEADING.match(line[:1000]) for line in head.split("\n"))


def read(source: Source) -> Document:
    """Open a note."""
    front = _FRONT.match(source.head) or _PROPERTIES.match(source.head)
    about = _about(re.sub(r"^[-*]\s", "", front[front.lastindex or 1], flags=re.MULTILINE)) if front else {}
    said = {field: _said(about, field) for field in _FIELDS}
    if front and "title" in front.groupdict():
        said["title"] = _bare(front["title"])
    skip = front[0].count("\n") if front else 0
    return Document(
        "markdown",
        _items(source, said, skip),
        title=said["title"],
        outlet=said["outlet"],
        language=said["language"],
        url=said["url"],
        stamp=text_of(about.get("created")) or text_of(about.get("clipped")) or None,
    )


def _about(front: str) -> Mapping[str, Any]:
    """The front matter by its keys; of one that is no YAML, the lines that are a key and a value."""
    from archive.read.front_matter import parsed  # YAML takes long to import

    found = parsed(front) if front.count("[") + front.count("{") < _MOST_BRACKETS else None
    if not isinstance(found, dict):
        found = {key: (value or "").strip("\"' ") for key, value in _KEY.findall(front)}
    return {column_key(str(key)): value for key, value in found.items()}


def _said(about: Mapping[str, Any], field: str) -> str | None:
    for name in _FIELDS[field]:
        value = about.get(name)
        found = (name_of(value) if field == "author" else text_of(value)) if value else None
        found = _WIKI.sub(r"\1", found).strip() if found else None
        is_address = bool(found) and "://" in str(found)
        if found and (field not in ("url", "outlet") or is_address == (field == "url")):
            return found
    return None


def _items(source: Source, said: Mapping[str, str | None], skip: int) -> Iterator[RawItem]:
    heading, is_any = None, False
    for number, raw in _blocks(source, skip):
        if found := _HEADING.match(raw[:1000]):
            heading = _bare(found[2])
            continue
        lines = (_QUOTE.sub("", line, count=1).strip() for line in raw.split("\n"))
        text = _bare(" ".join(line for line in lines if not _HEADING.match(line[:1000])))
        if not any(map(str.isalnum, text)):
            continue
        link = _LINK.match(_POINT.sub("", raw, count=1).lstrip("*_ "))
        title = said["title"] or heading
        is_any = True
        yield _item(said, text, raw, title if title != text else None, number, link[2] if link else None)
    if not is_any and (text := said["text"] or said["title"] or heading or ""):
        yield _item(said, text, text, said["title"] if said["text"] else None, 1, None)
    source.notes.more("long", "further lines that are too long")


def _item(
    said: Mapping[str, str | None], text: str, raw: str, title: str | None, line: int, link: str | None
) -> RawItem:
    own = link if link and "://" in link else None
    return RawItem(
        text, raw, title=title, url=own or said["url"], author=said["author"], published=said["date"], line=line
    )


def _blocks(source: Source, skip: int) -> Iterator[tuple[int, str]]:
    """Headings, points of lists and paragraphs, each with its first line; code is none of them."""
    lines: list[str] = []
    start, size, is_code = 0, 0, False
    for number, line in source.lines():
        if number <= skip:
            continue
        fence = bool(_FENCE.match(line))
        is_code ^= fence
        ends = fence or is_code or not line.strip() or bool(_NO_TEXT.match(line[:1000]))
        opens = bool(_POINT.match(line) or _HEADING.match(line[:1000]))
        if lines and (ends or opens or size > MAX_RECORD or _HEADING.match(lines[-1][:1000])):
            yield start, "\n".join(lines)
            lines, size = [], 0
        if not ends:
            start = start if lines else number
            lines.append(line)
            size += len(line)
    if lines:
        yield start, "\n".join(lines)


def _bare(text: str) -> str:
    """A text without the marks of Markdown."""
    text = _POINT.sub("", text, count=1) if _POINT.match(text) else text
    text = _NOTE.sub("", _WIKI.sub(r"\1", _LINK.sub(r"\1", _IMAGE.sub("", text))))
    for _ in range(3 if len(text) < _LONG else 0):
        text = _EMPHASIS.sub(r"\2", text)
    return _ESCAPED.sub(r"\1", text).strip()
