"""Which column or key of a record holds the text, the title, the date …: by the names people give them.

A `Plan` is made once for each set of keys and then applied to every record that has them, so that a
million records cost look-ups, not guesses.
"""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from archive.read.exports import Export, Place, at, column_key, export_of, spread
from archive.read.source import FIELDS
from archive.text.wordlists import ranked
from archive.types import RawItem, SnippetKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.read.remarks import Notes

NAMES: Mapping[str, tuple[str, ...]] = {field: ranked("field_names", field) for field in FIELDS}
"""Names by which columns and keys are known, written as `column_key` does, best first."""

_PLACE = {name: (field, rank) for field, names in NAMES.items() for rank, name in enumerate(names)}
_WRAPPERS = ranked("field_names", "wrappers")
"""Keys under which services put the record proper."""
_INNER = ranked("field_names", "inner")
"""Keys of a record that is a text or a name itself, such as `{\"rendered\": …}`, best first."""
_MARKUP = re.compile(
    r"</(?:p|a|b|i|em|strong|span|div|li|ul|ol|h[1-6]|td|blockquote|font|figure|u|s|sub|sup|q|cite|mark|small|section"
    r"|article|table)\s*>|<(?:br|hr|img|p|wbr)\b[^<>]*>|<!\[CDATA\[|<!--",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{9,19}(?:\.\d*)?")
_COMPACT = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4}|\d{6})?")
"""`20241024`, `202410241430`: digits that are a date themselves."""

Record = Mapping[str, Any]


def field_of(name: str) -> str | None:
    """The field that a column of this name holds, or None."""
    known = _PLACE.get(column_key(name))
    return known[0] if known else None


def is_markup(text: str) -> bool:
    """Whether a text holds HTML tags (and not just a stray angle bracket)."""
    return "<" in text and _MARKUP.search(text) is not None


@dataclass(frozen=True, slots=True)
class Plan:
    """Where each field of a record is looked for, best place first; a place is a path of keys."""

    text: tuple[tuple[str, ...], ...] = ()
    title: tuple[tuple[str, ...], ...] = ()
    date: tuple[tuple[str, ...], ...] = ()
    url: tuple[tuple[str, ...], ...] = ()
    author: tuple[tuple[str, ...], ...] = ()
    outlet: tuple[tuple[str, ...], ...] = ()
    language: tuple[tuple[str, ...], ...] = ()
    export: Export | None = None
    """Where the record comes from, if that is known: then what has no text is no fault."""
    without: tuple[tuple[str, str], ...] = ()
    """Keys and values by which a record is known that is no item."""

    @property
    def is_useful(self) -> bool:
        """Whether a record with these places has anything to say."""
        return bool(self.text or self.title)


def plan_for(record: Record, columns: Mapping[str, str]) -> Plan:
    """Find the fields of a record by the names of its keys, or where a person said (keys below others after dots)."""
    known = export_of(record)
    if known:
        return _of_export(*known, record, columns)
    places = _places(record, ())
    for wrapper in _WRAPPERS:
        inner = record.get(wrapper)
        if isinstance(inner, dict):
            for field, found in _places(inner, (wrapper,)).items():
                places[field] = places[field] + found
    for field, key in columns.items():
        places[field] = [(0, _asked(key, record))]
    return planned({field: tuple(path for _, path in sorted(found)) for field, found in places.items()})


def planned(places: Mapping[str, tuple[Place, ...]]) -> Plan:
    """The plan of some fields, each with its places."""
    fields: dict[str, Any] = {field: places.get(field, ()) for field in FIELDS}
    return Plan(**fields)


def _asked(key: str, record: Record) -> tuple[str, ...]:
    return (key,) if key in record else tuple(key.split("."))


def _of_export(export: Export, spelled: Mapping[str, str], record: Record, columns: Mapping[str, str]) -> Plan:
    places = {
        field: tuple((spelled[key], *below) for key, *below in own if key in spelled)
        for field, own in export.places.items()
    }
    places.update({field: (_asked(key, record),) for field, key in columns.items()})
    without = tuple((spelled[key], value) for key, value in export.without if key in spelled)
    return replace(planned(places), export=export, without=without)


def _places(record: Record, prefix: tuple[str, ...]) -> dict[str, list[tuple[int, tuple[str, ...]]]]:
    places: dict[str, list[tuple[int, tuple[str, ...]]]] = {field: [] for field in FIELDS}
    for key, value in record.items():
        known = _PLACE.get(column_key(key))
        if known is None or (prefix == () and key in _WRAPPERS and isinstance(value, dict)):
            continue
        places[known[0]].append((known[1] + 1, (*prefix, key)))
    return places


def text_of(value: Any) -> str:
    """A value as text: strings, lists of strings, and records such as `{"rendered": …}`; else empty."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        # Strings between records are a text in pieces, one of which is bold; else each is a paragraph.
        pieces = {type(inner) for inner in value} == {str, dict}
        return ("" if pieces else "\n").join(filter(None, map(text_of, value)))
    if isinstance(value, dict):
        return next((text for key in _INNER if (text := text_of(value.get(key)))), "")
    return ""


_WHOLE_NAMES = ("name", "original", "title", "main", "literal")
_PARTS_OF_NAMES = ("firstname", "given", "lastname", "family")


def given_first(names: str) -> str:
    """Names as libraries sort them, in the order of speech: "Eklund, Marta; Roth, Ada" is "Marta Eklund, Ada Roth"."""
    turned = (" ".join(reversed([part.strip() for part in name.split(",", 1)])) for name in names.split(";"))
    return ", ".join(filter(None, map(str.strip, turned)))


def name_of(value: Any) -> str | None:
    """A value as a name: a string, a record with a name in it, or a list of those (joined by commas)."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, dict):
        whole = next((value[key] for key in _WHOLE_NAMES if isinstance(value.get(key), str)), "")
        parts = [value[key] for key in _PARTS_OF_NAMES if isinstance(value.get(key), str)]
        return (whole or " ".join(parts)).strip() or None
    if isinstance(value, list):
        return ", ".join(filter(None, map(name_of, value))) or None
    return None


def stamp_of(value: Any) -> str | None:
    """A value as a date the way the source writes it; seconds and milliseconds since 1970 as ISO dates."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str | int | float):
        written = str(value).strip()
        if not _NUMBER.fullmatch(written) or _COMPACT.fullmatch(written):
            return written or None
        return _since_1970(float(written)) or written
    if isinstance(value, dict):
        parts = value.get("date-parts")
        if isinstance(parts, list) and parts and isinstance(parts[0], list):
            return _date_of_parts(parts[0])
        return next((stamp for inner in value.values() if (stamp := stamp_of(inner))), None)
    return None


def _date_of_parts(parts: list[Any]) -> str | None:
    """Year, month and day, as CSL-JSON gives them, as an ISO date."""
    numbers = [str(part).zfill(2) for part in parts[:3] if str(part).isdecimal()]
    return "-".join(numbers) or None


def _since_1970(number: float) -> str | None:
    """An ISO date for a count of seconds, or of thousandths, millionths … of seconds; None for other numbers."""
    for scale in (1, 1e3, 1e6, 1e9):
        if 1e8 <= number / scale < 1e10 and number != 0:
            moment = datetime.datetime.fromtimestamp(number / scale, datetime.UTC)
            return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
    return None


def item_from(record: Record, plan: Plan, raw: str = "", line: int | None = None) -> RawItem | None:
    """Make a raw item of a record; None where it has neither text nor title."""
    if any(record.get(key) == value for key, value in plan.without):
        return None
    text = _first(record, plan.text, _filled) or ""
    title = _first(record, plan.title, text_of) or ""
    kind: SnippetKind | None = None
    if not text:
        text, title, kind = title, "", "headline"
        if not text or text.isspace():
            return None
    author = _first(record, plan.author, name_of)
    outlet = _first(record, plan.outlet, _outlet_of)
    return RawItem(
        text,
        raw,
        title=title or None,
        kind=kind,
        url=_first(record, plan.url, _link_of),
        author=given_first(author) if author and plan.export and plan.export.family_first else author,
        outlet=None if plan.export and outlet in plan.export.no_outlets else outlet,
        language=_first(record, plan.language, name_of),
        published=_first(record, plan.date, stamp_of),
        markup=is_markup(f"{text}\n{title}"),
        line=line,
    )


class Records:
    """Makes raw items of the values of one source: of records, whose plans it remembers, and of strings."""

    def __init__(self, columns: Mapping[str, str], notes: Notes) -> None:
        self._columns = columns
        self._notes = notes
        self._plans: dict[tuple[str, ...], Plan] = {}
        self._found = False
        self._exports: Counter[str] = Counter()
        """Records of known exports that have no text or are no items: nobody has to be told of each."""

    def items(self, value: Any, raw: str, line: int | None = None) -> Iterator[RawItem]:
        """The item that a value is, or the items that it holds; none, which is told, where it has no text."""
        export = self._plan(value).export if isinstance(value, dict) else None
        if export is None or export.each is None:
            item = self._item(value, raw, line)
            found = [item] if item else []
        else:
            parts = ((each, json.dumps(each, ensure_ascii=False)) for each in spread(value, export))
            found = [item for each, own in parts if (item := self._item(each, own, line)) and item.kind != "headline"]
        yield from found

    def _item(self, value: Any, raw: str, line: int | None) -> RawItem | None:
        item: RawItem | None = None
        plan = None
        if isinstance(value, str):
            item = RawItem(value, raw, markup=is_markup(value), line=line) if value and not value.isspace() else None
        elif isinstance(value, dict):
            plan = self._plan(value)
            item = item_from(value, plan, raw, line)
        if item:
            self._found = True
        elif plan and (plan.export or self._exports):
            self._exports[plan.export.name if plan.export else "other"] += 1
        else:
            self._notes.each("empty", "a record without text", line=line)
        return item

    def end(self) -> None:
        """Tell, at the end of the source, what came up too often to be told singly."""
        self._notes.more("empty", "further records without text")
        if self._exports and not self._found:
            seen = ", ".join(f"{count:,} of {name}" for name, count in self._exports.items())
            self._notes.say(f"none of the records has a text ({seen})")

    def _plan(self, value: dict[str, Any]) -> Plan:
        keys = tuple(value)
        if keys not in self._plans:
            if len(self._plans) >= _MOST_PLANS:
                self._plans.clear()
            self._plans[keys] = plan_for(value, self._columns)
        return self._plans[keys]


_MOST_PLANS = 10_000
"""Sets of keys remembered; records whose keys are data have a new set in every line."""


def _first(record: Record, paths: Sequence[tuple[str, ...]], read: Any) -> str | None:
    for path in paths:
        value = record.get(path[0]) if len(path) == 1 else at(record, path)
        if value:
            found: str | None = read(value)
            if found:
                return found
    return None


def _filled(value: Any) -> str:
    text = text_of(value)
    return "" if text.isspace() else text


def _link_of(value: Any) -> str | None:
    """The first address in a value; a record may hold it under a key, or be a piece of text that is one."""
    if isinstance(value, list):
        return next((link for inner in value if (link := _link_of(inner))), None)
    if isinstance(value, dict):
        link = next((link for key in ("href", "url", "link") if (link := _link_of(value.get(key)))), None)
        text = value.get("text")
        return link or (text if value.get("type") == "link" and isinstance(text, str) and " " not in text else None)
    link = value.strip() if isinstance(value, str) else ""
    return link if link and not any(map(str.isspace, link)) else None


def _outlet_of(value: Any) -> str | None:
    """The outlet's name; of several the first, since a snippet has one outlet and raw keeps the rest."""
    if isinstance(value, list):
        return next((name for inner in value if (name := name_of(inner))), None)
    return name_of(value)


def storable(value: Any, written: str) -> Any:
    r"""A value from JSON, as it was written, without what no database takes: halves of pairs, and `\u0000`."""
    return _stored(value) if "\\ud" in written or "\\uD" in written or "\\u0000" in written else value


def _stored(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_stored(inner) for inner in value]
    if isinstance(value, dict):
        return {_stored(key): _stored(inner) for key, inner in value.items()}
    return value
