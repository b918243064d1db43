"""Exports of programs and services, known by the columns or keys that all their records have.

What is where in them is data, `data/words/exports.txt`: one more export is one more line there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from archive.text.folding import fold
from archive.text.wordlists import meanings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Place = tuple[str, ...]
"""Where a value of a record stands: a key, and keys below it."""


@dataclass(frozen=True, slots=True)
class Export:
    """What is known of the records of one export."""

    name: str
    has: tuple[Place, ...]
    places: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    """Field to places, best first; the first key as `column_key` writes it."""
    of_document: Mapping[str, str] = field(default_factory=dict)
    """Field to the key of the whole document that says it for all records."""
    without: tuple[tuple[str, str], ...] = ()
    """Keys and values by which records that are no items are known."""
    inside: str | None = None
    """The key under which a folder holds records, if they lie at any depth."""
    each: str | None = None
    """The key under which a record, such as a book, holds what are items of their own, such as its highlights."""
    no_outlets: frozenset[str] = frozenset()
    """What stands where the outlet does and is none: programs in which something was marked."""
    family_first: bool = False


def column_key(name: str) -> str:
    """A column name without case, accents, spaces and punctuation: `Published_At` is `publishedat`."""
    return "".join(filter(str.isalnum, fold(name)))


def at(record: Any, place: Place) -> Any:
    """The value at a place; where arrays lie on the way, the values in all their elements."""
    for step, key in enumerate(place):
        if isinstance(record, list):
            inners = [at(inner, place[step:]) for inner in record if isinstance(inner, dict)]
            return [inner for inner in inners if inner is not None] or None
        if not isinstance(record, dict):
            return None
        record = record.get(key)
    return record


def export_of(record: Mapping[str, Any]) -> tuple[Export, Mapping[str, str]] | None:
    """The export that a record comes from, and how the record spells its keys; None if it is none that is known."""
    spelled = {column_key(key): key for key in reversed(list(record))}
    for export in _EXPORTS:
        if all(place[0] in spelled for place in export.has) and all(
            at(record, (spelled[place[0]], *place[1:])) is not None for place in export.has if len(place) > 1
        ):
            return export, spelled
    return None


def spread(record: dict[str, Any], export: Export) -> list[dict[str, Any]]:
    """A record as the records that it holds, each with what is said of all of them; itself where it holds none."""
    inner = record.get(export.each) if export.each else None
    if not isinstance(inner, list):
        return [record]
    return [{**record, str(export.each): each} for each in inner if isinstance(each, dict)]


def nested(value: Any, most: int = 2000) -> Export | None:
    """The export whose records lie in folders at any depth, if a document, or its start, is one."""
    waiting = [value]
    for _ in range(most):
        if not waiting:
            break
        found = waiting.pop(0)
        if isinstance(found, dict) and (known := export_of(found)) and known[0].inside:
            return known[0]
        waiting.extend(inner for inner in _values(found)[:50] if isinstance(inner, dict | list))
    return None


def records_of(value: Any, export: Export) -> Iterator[dict[str, Any]]:
    """The records of such a document, in their order, without the folders around them."""
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict) and (known := export_of(found)) and known[0] is export:
            yield {key: inner for key, inner in found.items() if key != export.inside}
        waiting.extend(inner for inner in reversed(_values(found)) if isinstance(inner, dict | list))


def _values(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _export(name: str, line: str) -> Export:
    said = dict(part.split("=", 1) for part in line.split())
    known = {"has", "without", "inside", "each", "tools", "authors"}
    without = said.get("without", "").split(",")
    places = {key: said[key].split(",") for key in said if key not in known}
    return Export(
        name,
        tuple(tuple(place.split(".")) for place in said["has"].split(",")),
        {key: tuple(tuple(place.split(".")) for place in own if place[0] != "/") for key, own in places.items()},
        {key: place[1:] for key, own in places.items() for place in own if place[0] == "/"},
        tuple((key, value) for key, _, value in (part.partition("=") for part in without) if key),
        said.get("inside"),
        said.get("each"),
        frozenset(said.get("tools", "").split(",")),
        said.get("authors") == "family-first",
    )


_EXPORTS = tuple(_export(name, line) for name, line in meanings("exports").items())
