"""Hits: what a search found, as pages show it and as it is written for other programs, CSV and JSON."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from archive.extract.dates.prefixdate import bounds, is_valid
from archive.search.beside import Appearance, beside_hits, span_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from archive.search.beside import Beside
    from archive.search.names import Named

CSV_COLUMNS = (
    "id", "dated", "dated_by", "outlet", "kind", "title", "text", "entities", "author", "url", "is_truncated",
    "variant_of", "sightings", "first_day", "last_day", "outlets", "variants",
)  # fmt: skip
"""What a CSV holds of each hit."""

_ALIKE = (
    "id", "text", "title", "kind", "dated", "dated_by", "outlet", "author", "url", "is_truncated", "variant_of",
    "sightings", "first_day", "last_day", "outlets", "variants",
)  # fmt: skip
"""What JSON holds of a hit as it is."""

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One snippet that was found, with what its first sighting says, and what stands beside it."""

    id: int
    text: str
    title: str | None
    kind: str
    dated: str | None
    """Prefix date or range."""
    dated_by: str | None
    """How that is known: published, text, neighbours or captured."""
    outlet: str | None
    author: str | None
    url: str | None
    is_truncated: bool
    variant_of: int | None
    entities: tuple[Named, ...] = ()
    """Whom and what it names, in the order of the text, each once."""
    sightings: int = 0
    appearances: tuple[Appearance, ...] = ()
    """Outlets and days of all its sightings, each once, from old to new."""
    answer: Appearance | None = None
    """Outlet and day of the sighting that answers, where the query asks for one that the first sighting is not of."""
    variants: int = 0
    """How many cut or edited copies are folded under it."""
    marks: Spans = ()
    """What matched in the text: spans in characters, in order, apart from each other."""
    title_marks: Spans = ()

    @property
    def also(self) -> tuple[Appearance, ...]:
        """Where else and when else it appeared, from old to new."""
        return tuple(one for one in self.appearances if self._is_elsewhere(one))

    @property
    def outlets(self) -> tuple[str, ...]:
        """All that carried it, the first first."""
        carried = (self.outlet, *(one.outlet for one in self.appearances))
        return tuple(dict.fromkeys(one for one in carried if one))

    @property
    def first_day(self) -> str | None:
        """The day on which it first appeared (`span_of`)."""
        return span_of(self.appearances)[0]

    @property
    def last_day(self) -> str | None:
        """The day on which it last appeared (`span_of`)."""
        return span_of(self.appearances)[1]

    def _is_elsewhere(self, one: Appearance) -> bool:
        return one.outlet not in (None, self.outlet) or _is_apart(one.dated, self.dated)


def _is_apart(dated: str | None, other: str | None) -> bool:
    """Whether a day is surely another one; a month that holds it may be the same."""
    if not dated or dated == other:
        return False
    if not other or not (is_valid(dated) and is_valid(other)):
        return True
    (first, last), (first_other, last_other) = bounds(dated), bounds(other)
    return last < first_other or last_other < first


def hit_of(row: Sequence[Any]) -> Hit:
    """A hit of a row with the columns of COLUMNS (plan.py), which are the first fields of Hit."""
    hit = Hit(*row)
    return replace(hit, is_truncated=bool(hit.is_truncated))


def completed(hit: Hit, found: Beside) -> Hit:
    """A hit with what stands beside it."""
    return replace(
        hit,
        entities=found.entities,
        sightings=found.sightings,
        appearances=found.appearances,
        variants=found.variants,
    )


def in_company(cursor: sqlite3.Cursor, rows: Sequence[Sequence[Any]]) -> Iterator[Hit]:
    """Hits of rows with the columns of COLUMNS, with what stands beside them, unmarked."""
    around = beside_hits(cursor, [row[0] for row in rows])
    return (completed(hit_of(row), around[row[0]]) for row in rows)


def csv_row(hit: Hit) -> list[object]:
    """The cells of CSV_COLUMNS."""
    told = {
        "is_truncated": int(hit.is_truncated),
        "entities": "; ".join(entity.name for entity in hit.entities),
        "outlets": "; ".join(hit.outlets),
    }
    return [told[name] if name in told else getattr(hit, name) for name in CSV_COLUMNS]


def json_object(hit: Hit) -> dict[str, Any]:
    """A hit as JSON holds it, but for what matched in it."""
    return {name: getattr(hit, name) for name in _ALIKE} | {
        "entities": [{"id": one.id, "name": one.name, "kind": one.kind} for one in hit.entities],
        "also": [one._asdict() for one in hit.also],
    }
