"""JSON documents: an array of records, or an object that holds one somewhere; also records one after another."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from archive.errors import ReadError
from archive.read.columns import check_columns, plan_table
from archive.read.exports import Export, column_key, export_of, nested, records_of
from archive.read.json_stream import Element, Path, TooDeepError, Walk
from archive.read.links import absolute
from archive.read.record_fields import Plan, Records, item_from, name_of, plan_for, stamp_of, storable, text_of
from archive.text.wordlists import words
from archive.types import Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archive.read.source import Source
    from archive.types import RawItem

_LOOK = 16 * 1024 * 1024
"""How far to look for the records where the head of the document holds none."""
_SAMPLE = 50
_MOST = 32 * 1024 * 1024
"""How much of a document is read whose records lie in folders, at any depth: it has to be held whole."""
_DEPTH = 12
_WIDE = 3
"""Depth beyond which only a few values of an array are looked at, so that the looking ends."""
_MARK = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[\[\]{},]', re.DOTALL)
"""A string (the last one may be cut off) or a mark between values."""
_ASSIGNED = re.compile(r"^\s*(?:(?:var|let|const)\s+)?[A-Za-z_$][\w$.]{0,100}\s*=\s*(?=[\[{])")
"""What stands before JSON that is a script: `window.YTD.tweets.part0 = [`."""
_CLOSING = {"[": "]", "{": "}"}
_STAMPS = words("field_names", "made")
"""Keys by which a document says when it was made."""


@dataclass(slots=True)
class Group:
    """Values that stand at the same place of a document."""

    path: Path
    count: int = 0
    sample: list[Any] = field(default_factory=list)


def json_in(text: str) -> str:
    """The JSON of a script that gives it to a variable; any other text as it is."""
    return _ASSIGNED.sub("", text, count=1)


def parse_start(text: str) -> Any:
    """The first part of a JSON text as a value: what is complete of it, with its brackets closed.

    Returns:
        The value; None where even the start is no JSON.
    """
    for _ in range(4):
        try:
            return json.JSONDecoder(strict=False).raw_decode(_closed(text))[0]
        except json.JSONDecodeError as error:
            text = text[: error.pos]
        except RecursionError:
            return None
    return None


def salvaged(head: str, columns: Mapping[str, str]) -> list[Group]:
    """The records of an array whose start is broken, found by the first one that is whole."""
    if not head.lstrip().startswith("["):
        return []
    decode = json.JSONDecoder(strict=False).raw_decode
    for found in islice(re.finditer(r'[,\[]\s*(?=\{\s*")', head), _SAMPLE):
        try:
            value = decode(head, found.end())[0]
        except (ValueError, RecursionError):
            continue
        if _is_record(value, columns):
            return [Group((None,), 1, [value])]
    return []


def _closed(text: str) -> str:
    text = text.lstrip()
    open_brackets: list[str] = []
    cut = 0
    for found in _MARK.finditer(text):
        mark = found[0]
        if mark in _CLOSING:
            if len(open_brackets) >= 1000:
                break
            open_brackets.append(mark)
            cut = found.end()
        elif mark in "]}":
            if open_brackets:
                open_brackets.pop()
            cut = found.end()
            if not open_brackets:
                break
        elif mark == ",":
            cut = found.start()
    return text[:cut] + "".join(_CLOSING[bracket] for bracket in reversed(open_brackets)) if cut else text


def find_records(value: Any, columns: Mapping[str, str]) -> list[Group]:
    """Find where the records of a document are, the fullest place first.

    It is more than one where like records are kept in several arrays (by section, say).
    """
    if isinstance(value, dict) and (known := export_of(value)) and known[0].each:
        return [Group((), 1, [value])]
    groups: dict[Path, Group] = {}
    _collect(value, (), groups)
    fitting = [group for group in groups.values() if _holds_records(group, columns)]
    if not fitting:
        return [Group((), 1, [value])] if _is_record(value, columns) else _rows(groups)
    # Inner arrays (paragraphs, comments, tags) belong to the records around them.
    outer = [group for group in fitting if not any(_is_inside(group, other) for other in fitting)]
    best = max(outer, key=lambda group: (_has_texts(group, columns), isinstance(group.sample[0], dict), group.count))
    keys = _keys(best)
    alike = [group for group in outer if group is best or (keys and len(_keys(group) & keys) >= 0.5 * len(keys))]
    return sorted(alike, key=lambda group: -group.count)


def _collect(value: Any, path: Path, groups: dict[Path, Group]) -> None:
    if len(path) >= _DEPTH:
        return
    if isinstance(value, list):
        group = groups.setdefault((*path, None), Group((*path, None)))
        group.count += len(value)
        group.sample.extend(value[: _SAMPLE - len(group.sample)])
        for inner in value[: _SAMPLE if len(path) < _WIDE else 5]:
            _collect(inner, (*path, None), groups)
    elif isinstance(value, dict):
        for key, inner in list(value.items())[: 4 * _SAMPLE]:
            _collect(inner, (*path, key), groups)
        records = [inner for inner in value.values() if isinstance(inner, dict)]
        if len(records) >= 2 and len(records) == len(value) and not _is_record(value, {}):
            groups.setdefault((*path, None), Group((*path, None), len(records), records[:_SAMPLE]))


def _holds_records(group: Group, columns: Mapping[str, str]) -> bool:
    good = sum(_is_record(value, columns) for value in group.sample)
    return good > 0 and good >= 0.5 * len(group.sample)


def _has_texts(group: Group, columns: Mapping[str, str]) -> bool:
    """Whether most values of a place have a text, and not just a title or a name."""
    texts = sum(
        isinstance(value, str) or any(text_of(value.get(path[0])) for path in plan_for(value, columns).text)
        for value in group.sample
        if isinstance(value, str | dict)
    )
    return texts >= 0.5 * len(group.sample)


def _is_record(value: Any, columns: Mapping[str, str]) -> bool:
    """Whether a value is an item: a record with a text or a title, or a string of some words.

    A record that has no text of its own but holds others that do is a section, not an item.
    """
    if isinstance(value, str):
        return len(value.split()) >= 3 or (len(value) >= 12 and not value.isascii())
    if not isinstance(value, dict):
        return False
    plan = plan_for(value, columns)
    if plan.export:
        return True
    item = item_from(value, plan)
    if item is None or item.kind != "headline":
        return item is not None
    return not any(map(_holds_texts, value.values())) and (set(value) != {"name"} or len(item.text.split()) >= 3)


def _holds_texts(value: Any) -> bool:
    """Whether a value is an array of records with texts, or with titles that are more than names."""
    if not isinstance(value, list):
        return False
    records = [inner for inner in value if isinstance(inner, dict)]
    plans = [plan_for({key: inner[key] for key in inner if key != "name"}, {}) for inner in records]
    items = [item_from(inner, plan) for inner, plan in zip(records, plans, strict=True)]
    return any(item is not None and len(item.text.split()) >= 3 for item in items)


def _is_inside(group: Group, other: Group) -> bool:
    return len(group.path) > len(other.path) and all(
        step is None or step == mine for step, mine in zip(other.path, group.path, strict=False)
    )


def _keys(group: Group) -> set[str]:
    return {key for value in group.sample if isinstance(value, dict) for key in value}


def _rows(groups: Mapping[Path, Group]) -> list[Group]:
    """Arrays of arrays: the rows of a table."""
    tables = [
        group
        for group in groups.values()
        if len(group.sample) >= 2 and all(isinstance(row, list) and len(row) >= 2 for row in group.sample)
    ]
    return [max(tables, key=lambda group: group.count)] if tables else []


def read(source: Source) -> Document:
    """Open a JSON document.

    Raises:
        ReadError: It holds no records, or a key that the person named does not occur in them.
    """
    columns = source.options.columns
    value = parse_start(json_in(source.head))
    if export := nested(value):
        return Document("json", _from_folders(source, export))
    groups = find_records(value, columns)
    if not groups and not source.whole:
        value = parse_start(json_in(_further(source, _LOOK)))
        groups = find_records(value, columns)
    groups = groups or salvaged(source.head, columns)
    if not groups:
        raise ReadError("JSON in which no records with a text were found" + _hint(value))
    if columns:
        _check_keys(groups, columns)
    about = value if isinstance(value, dict) and groups[0].path else {}
    plan = plan_for({key: inner for key, inner in about.items() if isinstance(inner, str)}, {})
    document = Document(
        "json",
        _items(source, groups),
        title=text_of(about.get(plan.title[0][0])) or None if plan.title else None,
        outlet=_said_of_all(about, groups[0], "outlet"),
        stamp=_stamp(about),
    )
    return _of_feed(document, about) if "jsonfeed.org" in str(about.get("version")) else document


def _of_feed(document: Document, about: Mapping[str, Any]) -> Document:
    """A document as the JSON Feed that it is, which says of all its items by whom they are, and what they lead from."""
    home, author = text_of(about.get("home_page_url")), name_of(about.get("authors") or about.get("author"))
    return replace(
        document,
        format="feed",
        items=(
            item._replace(url=item.url and absolute(home, item.url), author=item.author or author)
            for item in document.items
        ),
        outlet=document.title,
        language=text_of(about.get("language")) or None,
        url=home or None,
    )


def _said_of_all(about: Mapping[str, Any], group: Group, field: str) -> str | None:
    """What an export says of all its records, such as the name of a channel."""
    known = export_of(group.sample[0]) if isinstance(group.sample[0], dict) else None
    key = known[0].of_document.get(field) if known else None
    return text_of(about.get(key)) or None if key else None


def _from_folders(source: Source, export: Export) -> Iterator[RawItem]:
    text = _further(source, _MOST)
    if len(text) > _MOST:
        source.notes.say(f"the file is longer than {_MOST:,} characters: its end")
    records = Records(source.options.columns, source.notes)
    for record in records_of(parse_start(json_in(text)), export):
        raw = json.dumps(record, ensure_ascii=False)
        yield from records.items(storable(record, raw), raw)
    records.end()


def _further(source: Source, most: int) -> str:
    pieces, size = [], 0
    for piece in source.texts(quiet=True):
        pieces.append(piece)
        size += len(piece)
        if size > most:
            break
    return "".join(pieces)


def _hint(value: Any) -> str:
    """What to give as the column of the text: the key of the longest string, or else all keys."""
    longest, key, place = "", "", ""
    waiting: list[tuple[Any, str, str]] = [(value, "", "")]
    for _ in range(5000):
        if not waiting:
            break
        found, own, path = waiting.pop()
        if isinstance(found, str) and own and len(found) > len(longest):
            longest, key, place = found, own, path
        elif isinstance(found, dict):
            waiting.extend((inner, name, f"{path}.{name}".lstrip(".")) for name, inner in list(found.items())[:100])
        elif isinstance(found, list):
            waiting.extend((inner, own, path) for inner in found[:20])
    if len(longest.split()) >= 5:
        return f": the longest text stands at {place}; if it is the one, say --column text={key}"
    keys = list(value) if isinstance(value, dict) else []
    return f": say which key holds it with --column text=NAME ({', '.join(keys[:20])})" if keys else ""


def _check_keys(groups: list[Group], columns: Mapping[str, str]) -> None:
    keys = sorted({key for group in groups for key in _keys(group)})
    check_columns({field: name.split(".")[0] if name not in keys else name for field, name in columns.items()}, keys)


def _stamp(about: Mapping[str, Any]) -> str | None:
    made = next(
        (stamp for key, value in about.items() if column_key(key) in _STAMPS and (stamp := stamp_of(value))), None
    )
    plan = plan_for(about, {})
    return made or next((stamp for path in plan.date if (stamp := stamp_of(about.get(path[0])))), None)


def elements(source: Source, paths: list[Path]) -> Iterator[Element]:
    """The values at the given places of a document, with faults reported instead of raised."""
    notes = source.notes
    walk = Walk(source.texts(), lambda reason, line: notes.each("json", reason, line=line))
    try:
        for element in walk.elements(paths):
            yield Element(storable(element.value, element.raw), element.raw, element.line)
    except TooDeepError:
        notes.say("the JSON is nested too deeply to be read further")
    notes.more("json", "further faults in the JSON")


def _items(source: Source, groups: list[Group]) -> Iterator[RawItem]:
    columns = source.options.columns
    sample = groups[0].sample
    table = _table_plan(sample, columns) if isinstance(sample[0], list) else None
    records = Records(columns, source.notes)
    skip_row = table is not None and table[2]
    for element in elements(source, [group.path for group in groups]):
        value = element.value
        if table is not None and isinstance(value, list):
            if skip_row:
                skip_row = False
                continue
            record = dict(zip(table[0], value, strict=False))
            if item := item_from(record, table[1], element.raw, element.line):
                yield item
            else:
                source.notes.each("empty", "a record without text", line=element.line)
        else:
            yield from records.items(value, value if isinstance(value, str) else element.raw, element.line)
    records.end()


def _table_plan(rows: list[list[Any]], columns: Mapping[str, str]) -> tuple[list[str], Plan, bool]:
    """Names, plan and whether there is a header, of rows given as arrays."""
    texts = [["" if cell is None else text_of(cell) or str(cell) for cell in row] for row in rows]
    header = plan_for(dict.fromkeys(texts[0], ""), columns)
    has_header = header.is_useful and all(len(name.split()) <= 4 for name in texts[0])
    names = texts[0] if has_header else [str(number) for number in range(1, len(texts[0]) + 1)]
    return names, plan_table(texts[has_header:], names, has_header, columns), has_header
