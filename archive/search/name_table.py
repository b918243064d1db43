"""A list of names in, a table out: whom each means, how often, from when to when, where, and the newest text.

A name means what `entity:` means by it: whoever is known by exactly that name, else whoever has it in a name. A line
may also be a number (`#12`) or `kind:Name`. What one name means is counted together, as a search for it counts.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.search.names import most_first
from archive.search.query import ENTITY_KINDS, Field, Filter, unparse
from archive.search.run import LONGEST, guarded
from archive.store.lookup import Entity, Typed, containing, entity, known_as, nearly_called, typed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

MOST_NAMES = 5_000
"""Names of a list; what is beyond is left out, and told."""
NEAREST = 3
ALSO = 5
"""Others of a name that are told."""
_COLUMN = "name"
OUTLETS = 3
"""Outlets that are named, those of most snippets."""

COLUMNS = (
    "name", "entity", "kind", "entity_id", "also_means", "snippets", "first_day", "last_day", "outlets", "more_outlets",
    "newest_id", "newest_dated", "newest", "nearest",
)  # fmt: skip
"""What a CSV holds of each name."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of a name."""

    name: str
    """As it stands in the list."""
    means: tuple[Entity, ...] = ()
    """Whom it means, those of most snippets first."""
    snippets: int = 0
    first_day: str | None = None
    last_day: str | None = None
    outlets: tuple[str, ...] = ()
    """Those of most snippets."""
    more_outlets: int = 0
    newest_id: int | None = None
    newest_dated: str | None = None
    newest: str | None = None
    """The newest text, or its headline."""
    nearest: tuple[Entity, ...] = ()
    """Whom it may be a slip for, where it means nobody."""

    @property
    def also(self) -> str:
        """Whom else the name means: the first few, and how many more."""
        others = [one.name for one in self.means[1:]]
        return "; ".join(others[:ALSO]) + (f"; and {len(others) - ALSO:,} more" if len(others) > ALSO else "")

    @property
    def query(self) -> str:
        """The search that finds the same snippets."""
        read = _typed(self.name)
        field: Field = next((field for field, kind in ENTITY_KINDS.items() if kind and kind == read.kind), "entity")
        return unparse(Filter(field, read.name.replace('"', " ")))


def name_table(conn: sqlite3.Connection, names: Sequence[str], *, longest: float = LONGEST) -> list[Row]:
    """What an archive knows of each of some names, MOST_NAMES at most, in their order; each once.

    Raises:
        SearchError: It took too long.
    """
    asked = list(dict.fromkeys(tidy for name in names if (tidy := " ".join(name.split()))))[:MOST_NAMES]
    with guarded(conn, longest):
        known = dict(zip(asked, _known(conn, [_typed(name) for name in asked]), strict=True))
        nearest: dict[str, tuple[Entity, ...]] = {}
        unknown = [name for name, found in known.items() if not found]
        if unknown:
            known |= {name: _containing(conn, _typed(name)) for name in unknown}
            nearest = {
                name: tuple(nearly_called(conn, _typed(name)._replace(kind=None), most=NEAREST))
                for name in unknown
                if not known[name]
            }
        return [_row(conn, name, known[name], nearest.get(name, ())) for name in asked]


def names_in(text: str, *, is_table: bool = False) -> list[str]:
    """The names of a list: the column `name` of a table, else its first column; a name a line where it is none.

    A table is CSV, with commas, semicolons or tabs; one with a column `name` needs nobody who says that it is one.
    """
    text = text.removeprefix("\ufeff")
    lines = text.splitlines()
    delimiter = max(",;\t", key=lines[0].count) if lines else ","
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(map(str.strip, row))]
    head = [cell.strip().casefold() for cell in rows[0]] if rows else []
    if _COLUMN in head:
        at = head.index(_COLUMN)
        return [row[at].strip() for row in rows[1:] if len(row) > at]
    return [row[0].strip() for row in rows] if is_table else lines


def _typed(name: str) -> Typed:
    """A line of a list; a bare number may be a name ("1860"), so that only '#12' is an entity's."""
    read = typed(name)
    return read if read.name.startswith("#") else read._replace(number=None)


def _known(conn: sqlite3.Connection, asked: Sequence[Typed]) -> list[tuple[Entity, ...]]:
    """For each name those known by exactly that, or of that number."""
    found = known_as(conn, asked)
    numbered = {read.number: entity(conn, read.number) for read in asked if read.number is not None}
    return [
        tuple(filter(None, [numbered[read.number]])) if read.number is not None else tuple(most_first(each))
        for read, each in zip(asked, found, strict=True)
    ]


def _containing(conn: sqlite3.Connection, asked: Typed) -> tuple[Entity, ...]:
    return tuple(most_first(containing(conn, asked))) if asked.number is None else ()


def _row(conn: sqlite3.Connection, name: str, means: tuple[Entity, ...], nearest: tuple[Entity, ...]) -> Row:
    if not means:
        return Row(name, nearest=nearest)
    (_, snippets, first, last, newest), *carried = conn.execute(_TOLD, {"ids": json.dumps([one.id for one in means])})
    outlets = [outlet for outlet, *_ in sorted(carried, key=lambda row: (-row[1], row[0]))]
    shown = conn.execute(_NEWEST, [newest]).fetchone() or (None, None, None)
    named, more = tuple(outlets[:OUTLETS]), len(outlets[OUTLETS:])
    first, last = (first or "").partition("/")[0] or None, (last or "").rpartition("/")[2] or None
    return Row(name, means, snippets, first, last, named, more, *shown)


_TOLD = """
with named as materialized (
  select s.id, s.dated from snippets s where s.variant_of is null and s.id in (
    select snippet_id from mentions where entity_id in (select value from json_each(:ids))))
select '', count(*), min(dated), max(dated), (select id from named order by dated desc, id limit 1) from named
union all
select g.outlet, count(distinct n.id), null, null, null from named n cross join sightings g on g.snippet_id = n.id
where g.outlet is not null group by 1
"""
"""How many snippets, from when to when, and the newest; then each outlet with how many it carried: in one pass."""
_NEWEST = "select id, dated, coalesce(title || ': ', '') || text from snippets where id = ?"


def cells(row: Row) -> list[object]:
    """The cells of COLUMNS."""
    first = row.means[0] if row.means else None
    return [
        row.name,
        first and first.name,
        first and first.kind,
        first and first.id,
        row.also,
        row.snippets,
        row.first_day,
        row.last_day,
        "; ".join(row.outlets),
        row.more_outlets,
        row.newest_id,
        row.newest_dated,
        row.newest,
        "; ".join(one.name for one in row.nearest),
    ]
