"""What the hits of a query have in common: whom they name, who published them, when, as what.

Few hits are all counted. Of many, a sample is: as good as random (a fixed scattering of the ids), spread over the whole
archive, so that the time does not grow with the archive; its counts are scaled up and say that they are estimates. A
query without any condition is counted from what the archive stores and indexes, exactly.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from archive.extract.dates.dating import year_month
from archive.search.plan import Condition

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from archive.search import Prepared

T = TypeVar("T")

EXACT = 20_000
"""Up to so many hits are all counted."""
SAMPLE = 10_000
"""Of more, about so many. By hand; tests/bench/web_speed.py times it."""
SHOWN = 24
"""Values of a facet at most."""

_ALL = 65_536
_GOLDEN = 40_503
"""`_ALL` by the golden ratio, and odd, so that no two ids of 65,536 collide."""
_SCATTERED = Condition(f"({{id}} * {_GOLDEN} & {_ALL - 1}) < :share")
"""A share of all ids, spread evenly."""
_OF_OUTLETS = """
select g.outlet, count(distinct g.snippet_id)
from json_each(:ids) j cross join sightings g indexed by sightings_snippet on g.snippet_id = j.value
where g.outlet is not null and {test} group by 1
"""
_DAYS = """
select group_concat(distinct g.dated)
from json_each(:ids) j cross join sightings g indexed by sightings_snippet on g.snippet_id = j.value
where g.dated is not null and {test} group by j.value
"""
_NAMED = """
select kind, id, name, snippets from (
  select e.kind, e.id, e.name, c.snippets,
         row_number() over (partition by e.kind order by c.snippets desc, e.id) as place
  from (
    select m.entity_id, count(distinct m.snippet_id) as snippets
    from json_each(:ids) j cross join mentions m on m.snippet_id = j.value
    group by m.entity_id
  ) c
  join entities e on e.id = c.entity_id
  where e.id not in (select value from json_each(:but))
)
where place <= :shown
order by kind, place
"""
_STORED = """
select kind, id, name, snippet_count from entities
where kind = :kind and snippet_count > 0
order by mention_count desc limit :shown
"""


@dataclass(frozen=True, slots=True)
class EntityCount:
    """An entity that hits name, and how many of them do."""

    id: int
    name: str
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What the hits of a query have in common; estimates, if not all of them were looked at."""

    total: int
    """Hits that there are."""
    looked_at: int
    """Hits that were counted."""
    with_variants: bool = False
    """Whether copies folded under fuller texts are counted too (where all snippets are)."""
    entities: tuple[EntityCount, ...] = ()
    """By kind, those of most hits first."""
    outlets: Mapping[str, int] | None = None
    kinds: Mapping[str, int] | None = None
    months: Mapping[str, int] | None = None
    """By `YYYY-MM`."""
    years: Mapping[int, int] | None = None
    """All hits of a year."""
    bare_years: Mapping[int, int] | None = None
    """Hits that are known to the year alone."""

    @property
    def is_rough(self) -> bool:
        """Whether these are estimates from a sample."""
        return self.looked_at < self.total


def hits(conn: sqlite3.Connection, asked: Prepared, total: int, *columns: str) -> list[tuple[Any, ...]]:
    """Ids and columns of all hits, or of a sample if there are many.

    Args:
        conn: The archive.
        asked: The query.
        total: How many hits it has.
        columns: More columns, of the snippets `s`.
    """
    share = max(1, round(_ALL * SAMPLE / total)) if total > EXACT else _ALL
    cursor = conn.cursor()
    cursor.row_factory = None
    if asked.many is not None:
        ids = asked.many.shown
        listed = json.dumps(ids[(ids * _GOLDEN & (_ALL - 1)) < share].tolist())
        columns = ("j.value", *columns)
        row = "cross join snippets s on s.id = j.value" if len(columns) > 1 else ""
        return cursor.execute(f"select {', '.join(columns)} from json_each(?) j {row}", (listed,)).fetchall()
    plan = replace(asked.plan, conditions=(*asked.plan.conditions, _SCATTERED)) if share < _ALL else asked.plan
    return cursor.execute(plan.ids(*columns), {**asked.params, "share": share}).fetchall()


def counts(conn: sqlite3.Connection, asked: Prepared, total: int, *, but: tuple[int, ...] = ()) -> Counts:
    """Count what the hits of a query have in common.

    Args:
        conn: The archive.
        asked: The query.
        total: How many hits it has.
        but: Entities that are left out: those that all hits name.
    """
    if asked.is_all and total > EXACT:
        return _of_everything(conn, total)
    rows = hits(conn, asked, total, "s.kind")
    scale = total / len(rows) if rows and len(rows) < total else 1.0
    listed = json.dumps([row[0] for row in rows])
    named = conn.execute(_NAMED, {"ids": listed, "but": json.dumps(but), "shown": SHOWN})
    entities = tuple(EntityCount(number, name, kind, round(found * scale)) for kind, number, name, found in named)
    return _of_rows(conn, asked, rows, Counts(total, len(rows), entities=entities), scale)


def values(conn: sqlite3.Connection, asked: Prepared, total: int, field: str) -> Counts:
    """The same of one field alone: 'outlet', 'kind' or 'on'."""
    if asked.is_all and total > EXACT:
        return _stored(conn, Counts(total, total), (field,))
    rows = hits(conn, asked, total, "s.kind")
    scale = total / len(rows) if rows and len(rows) < total else 1.0
    return _of_rows(conn, asked, rows, Counts(total, len(rows)), scale)


def _of_rows(
    conn: sqlite3.Connection, asked: Prepared, rows: Sequence[tuple[Any, ...]], counted: Counts, scale: float
) -> Counts:
    """Counts of some hits, each once under every outlet that carried it and every month in which it appeared.

    Where the query asks for an outlet or a day, only of the sightings that answer: a click asks the same ones.
    """
    listed = {**asked.params, "ids": json.dumps([row[0] for row in rows])}
    test = asked.compiled.sighted or "true"
    outlets = Counter(dict(tuple(row) for row in conn.execute(_OF_OUTLETS.format(test=test), listed)))
    years: Counter[int] = Counter()
    months: Counter[str] = Counter()
    alone: Counter[int] = Counter()
    for days, number in Counter(days for (days,) in conn.execute(_DAYS.format(test=test), listed)).items():
        times = _times(days)
        years.update(dict.fromkeys(times.years, number))
        months.update(dict.fromkeys(times.months, number))
        alone.update(dict.fromkeys(times.alone, number))
    return replace(
        counted,
        outlets=_scaled(outlets, scale),
        kinds=_scaled(Counter(kind for _, kind in rows), scale),
        months=_scaled(months, scale),
        years=_scaled(years, scale),
        bare_years=_scaled(alone, scale),
    )


class _Times(NamedTuple):
    """The years, months, and years without a month of a snippet's days, each once."""

    years: frozenset[int]
    months: frozenset[str]
    alone: frozenset[int]


@lru_cache(1 << 16)
def _times(days: str) -> _Times:
    told = {year_month(day) for day in days.split(",")}
    return _Times(
        frozenset(year for year, _ in told if year is not None),
        frozenset(month for _, month in told if month is not None),
        frozenset(year for year, month in told if year is not None and month is None),
    )


def _scaled(counted: Counter[T], scale: float) -> dict[T, int]:
    return {value: round(number * scale) for value, number in counted.items()}


def _of_everything(conn: sqlite3.Connection, total: int) -> Counts:
    """From the counts that entities carry, and from indexes."""
    entities = tuple(
        EntityCount(number, name, kind, found)
        for wanted in ("organisation", "person", "place")
        for kind, number, name, found in conn.execute(_STORED, {"kind": wanted, "shown": SHOWN})
    )
    ordered = tuple(sorted(entities, key=lambda one: (one.kind, -one.count, one.id)))
    return _stored(conn, Counts(total, total, with_variants=True, entities=ordered), ("outlet", "kind", "on"))


def _stored(conn: sqlite3.Connection, found: Counts, fields: tuple[str, ...]) -> Counts:
    """Counts of all snippets by some fields, from what the archive keeps of them."""
    if "outlet" in fields:
        found = replace(found, outlets=_tallied(conn, "outlet"))
    if "kind" in fields:
        found = replace(found, kinds=_tallied(conn, "kind"))
    if "on" in fields:
        months, bare = over_time(conn)
        years = {int(year): number for year, number in _tallied(conn, "year").items()}
        found = replace(found, months=months, years=years, bare_years=bare)
    return found


def over_time(conn: sqlite3.Connection) -> tuple[dict[str, int], dict[int, int]]:
    """All snippets but folded variants: by month, and those known to the year alone by year."""
    return _tallied(conn, "month"), {int(year): number for year, number in _tallied(conn, "year alone").items()}


def _tallied(conn: sqlite3.Connection, field: str) -> dict[str, int]:
    return dict(tuple(row) for row in conn.execute("select value, snippets from tallies where field = ?", (field,)))
