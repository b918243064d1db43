"""What the hits of a query have in common: whom they name, who published them, when, as what.

Few hits are all counted. Of many, a sample is: as good as random (a fixed scattering of the ids), spread over the whole
archive, so that the time does not grow with the archive; its counts are scaled up and say that they are estimates. A
query without any condition is counted from what the archive stores and indexes, exactly.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from archive.extract.dates.grain import GRAINS, NOWHERE, Spread, number_in, spread, value_of
from archive.search.plan import WORDS, Condition

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from archive.search import Plan, Prepared

T = TypeVar("T")

EXACT = 20_000
"""Up to so many hits are all counted."""
SAMPLE = 10_000
"""Of more, about so many. By hand; tests/bench/web_speed.py times it."""
SHOWN = 24
"""Values of a facet at most."""

_SCATTERED = Condition("({id} * 40503 & 65535) < :share")
"""A share of all ids, spread evenly: 40503 is 2**16 by the golden ratio, and odd, so no two ids of 65,536 collide."""
_ALL = 65_536
_OF_OUTLETS = """
select g.outlet, count(distinct g.snippet_id)
from json_each(:ids) j cross join sightings g indexed by sightings_snippet on g.snippet_id = j.value
where g.outlet is not null and {test} group by 1
"""
_DAYS = """
select days, count(*) from (
  select group_concat(distinct g.dated) as days
  from json_each(:ids) j cross join sightings g indexed by sightings_snippet on g.snippet_id = j.value
  where g.dated is not null and {test} group by j.value
) group by 1
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
    spread: Spread = NOWHERE
    """The same by day, week, month and year."""

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
    plan, params = asked.plan, asked.params
    if total > EXACT:
        share = max(1, round(_ALL * SAMPLE / total))
        plan, params = _scattered(plan, share / _ALL), {**params, "share": share}
    return [tuple(row) for row in conn.execute(plan.ids(*columns), params)]


def _scattered(plan: Plan, share: float) -> Plan:
    """A plan for a share of the hits: its lists of ids are thinned out first, so that each costs less."""
    thinned = {
        one: replace(one, ids=f"select id from ({one.ids}) where {_SCATTERED.test.format(id='id')}", gauge=None)
        for one in plan.conditions
        if one.ids is not None and one in plan.sizes and one is not WORDS
    }
    sizes = {thinned.get(one, one): max(1, int(size * share)) for one, size in plan.sizes.items()}
    conditions = tuple(thinned.get(one, one) for one in plan.conditions)
    return replace(plan, conditions=(*conditions, _SCATTERED), sizes=sizes)


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
    over_time = spread(tuple(row) for row in conn.execute(_DAYS.format(test=test), listed))
    over_time = Spread(
        {grain: _scaled(bars, scale) for grain, bars in over_time.sure.items()}, _scaled(over_time.loose, scale)
    )
    return replace(
        counted,
        outlets=_scaled(outlets, scale),
        kinds=_scaled(Counter(kind for _, kind in rows), scale),
        **_times(over_time),
    )


def _times(found: Spread) -> dict[str, Any]:
    """A spread as the fields of counts."""
    months = {value_of(number, "month"): snippets for number, snippets in found.sure["month"].items()}
    return {"months": months, "years": found.sure["year"], "spread": found}


def _scaled(counted: Mapping[T, int], scale: float) -> dict[T, int]:
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
        found = replace(found, **_times(over_time(conn)))
    return found


def over_time(conn: sqlite3.Connection) -> Spread:
    """All snippets but folded variants, by day, week, month and year."""
    sure = {
        grain: {number_in(value, grain): number for value, number in _tallied(conn, grain).items()} for grain in GRAINS
    }
    return Spread(sure, _tallied(conn, "loose"))


def _tallied(conn: sqlite3.Connection, field: str) -> dict[str, int]:
    return dict(tuple(row) for row in conn.execute("select value, snippets from tallies where field = ?", (field,)))
