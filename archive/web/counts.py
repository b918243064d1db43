"""What the hits of a query have in common: whom they name, who published them, when, as what.

Few hits are all counted. Of many, a sample is: as good as random (a fixed scattering of the ids), spread over the whole
archive, so that the time does not grow with the archive; its counts are scaled up and say that they are estimates. A
query without any condition is counted from what the archive stores and indexes, exactly.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from archive.grain import GRAINS, NOWHERE, Spread, number_in, spread, value_of
from archive.search.kept import kept
from archive.search.plan import Condition
from archive.search.prepared import narrowed
from archive.text.folding import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence

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
from json_each(:ids) j cross join sighting_rows g indexed by sightings_snippet on g.snippet_id = j.value
where g.outlet is not null and {test} group by 1
"""
_OF_ANY = """
select count(distinct g.snippet_id)
from json_each(:ids) j cross join sighting_rows g indexed by sightings_snippet on g.snippet_id = j.value
where g.outlet in (select value from json_each(:names)) and {test}
"""
_OF_ANY_AT_ALL = """
select count(distinct g.snippet_id) from sightings g cross join snippets s on s.id = g.snippet_id
where g.outlet in (select value from json_each(:names)) and s.variant_of is null
"""
_FOLDED = "select count(*) from snippets where variant_of is not null"
_IN_FOLDED = """
select m.entity_id, count(distinct m.snippet_id)
from snippets s indexed by snippets_variant_of cross join mentions m on m.snippet_id = s.id
where s.variant_of is not null and m.entity_id in (select value from json_each(:ids)) group by 1
"""
_DAYS = """
select days, count(*) from (
  select group_concat(distinct g.dated) as days
  from json_each(:ids) j cross join sighting_rows g indexed by sightings_snippet on g.snippet_id = j.value
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
_NAMING = """
select m.entity_id, count(distinct m.snippet_id)
from json_each(:ids) j cross join mentions m on m.snippet_id = j.value
where m.entity_id in (select value from json_each(:wanted)) group by 1
"""
_SPOKEN = """
select d.first_day, count(distinct d.snippet_id) from json_each(:ids) j cross join dates d on d.snippet_id = j.value
where d.first_day = d.last_day group by 1 order by 2 desc, 1 desc limit :shown
"""
_STORED = """
select kind, id, name, snippet_count from entities
where kind = :kind and snippet_count > 0
order by mention_count desc limit :shown
"""


@dataclass(frozen=True, slots=True)
class EntityCount:
    """An entity, and how many of some snippets name it."""

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
    spoken: Mapping[str, int] | None = None
    """By days that the texts speak of, those of most hits; not where all snippets are asked for, which are too many."""
    spread: Spread = NOWHERE
    """The same by day, week, month and year."""

    @property
    def is_rough(self) -> bool:
        """Whether these are estimates from a sample."""
        return self.looked_at < self.total


def hits(conn: sqlite3.Connection, asked: Prepared, total: int, *columns: str) -> list[tuple[Any, ...]]:
    """Ids of all hits, or of a sample if there are many; with more columns of the snippets `s`."""
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
    """Count what the hits of a query have in common, without some entities: those that all hits name."""
    if asked.is_all and total > EXACT:
        return _of_everything(conn, total)
    rows = hits(conn, asked, total, "s.kind")
    scale = _scale(rows, total)
    listed = json.dumps([row[0] for row in rows])
    named = conn.execute(_NAMED, {"ids": listed, "but": json.dumps(but), "shown": SHOWN})
    entities = tuple(EntityCount(number, name, kind, round(hit * scale)) for kind, number, name, hit in named)
    days = dict(tuple(row) for row in conn.execute(_SPOKEN, {"ids": listed, "shown": SHOWN}))
    found = Counts(total, len(rows), entities=entities, spoken=_scaled(days, scale))
    return _of_rows(conn, asked, rows, found, scale)


def named_counts(conn: sqlite3.Connection, asked: Prepared, total: int, ids: Sequence[int]) -> dict[int, int]:
    """How many hits of a query name each of some entities; as `counts` counts them."""
    wanted = json.dumps([*ids])
    if asked.is_all and total > EXACT:
        stored = "select id, snippet_count from entities where id in (select value from json_each(?))"
        return dict(tuple(row) for row in conn.execute(stored, (wanted,)))
    rows = hits(conn, asked, total) if ids else []
    scale = _scale(rows, total)
    listed = json.dumps([number for (number,) in rows])
    return {number: round(found * scale) for number, found in conn.execute(_NAMING, {"ids": listed, "wanted": wanted})}


def tags_of(conn: sqlite3.Connection, asked: Prepared) -> Mapping[str, int]:
    """The tags of all that a query finds, with how many snippets each: all of them counted, few as they are."""
    if conn.execute("select 1 from tags limit 1").fetchone() is None:
        return {}
    plan = narrowed(conn, asked, kept("tags"), is_folded=asked.plan.is_folded)
    found = conn.execute(plan.ids(), asked.params)
    ids = json.dumps([row[0] for row in found])
    sql = "select t.tag, count(*) from json_each(?) j cross join tags t on t.snippet_id = j.value group by t.tag"
    return dict(tuple(row) for row in conn.execute(sql, [ids]))


def values(conn: sqlite3.Connection, asked: Prepared, total: int, field: str) -> Counts:
    """The same of one field alone: 'outlet', 'kind' or 'on'."""
    if asked.is_all and total > EXACT:
        return _stored(conn, Counts(total, total), (field,))
    rows = hits(conn, asked, total, "s.kind")
    scale = _scale(rows, total)
    return _of_rows(conn, asked, rows, Counts(total, len(rows)), scale)


def _scale(rows: Sequence[tuple[Any, ...]], total: int) -> float:
    """How many hits each of some rows stands for."""
    return total / len(rows) if rows and len(rows) < total else 1.0


def _of_rows(
    conn: sqlite3.Connection, asked: Prepared, rows: Sequence[tuple[Any, ...]], counted: Counts, scale: float
) -> Counts:
    """Counts of some hits, each once under every outlet that carried it and every month in which it appeared.

    Where the query asks for an outlet or a day, only of the sightings that answer: a click asks the same ones.
    """
    listed = {**asked.params, "ids": json.dumps([row[0] for row in rows])}
    test = asked.compiled.sighted or "true"
    outlets = _alike(
        dict(tuple(row) for row in conn.execute(_OF_OUTLETS.format(test=test), listed)),
        lambda names: conn.execute(_OF_ANY.format(test=test), {**listed, "names": json.dumps(names)}).fetchone()[0],
    )
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


def _alike(counted: Mapping[str, int], count: Callable[[Sequence[str]], int]) -> Counter[str]:
    """Outlets whose names differ in case or accents alone as one, under the commonest name: a click asks for all."""
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(counted, key=lambda one: (-counted[one], one)):
        alike[fold(name)].append(name)
    return Counter({names[0]: count(names) if names[1:] else counted[names[0]] for names in alike.values()})


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
    folded = in_folded(conn, [one.id for one in entities])
    is_exact = folded is not None
    folded = folded or {}
    shown = (
        replace(one, count=one.count - folded.get(one.id, 0)) for one in entities if one.count > folded.get(one.id, 0)
    )
    ordered = tuple(sorted(shown, key=lambda one: (one.kind, -one.count, one.id)))
    return _stored(conn, Counts(total, total, with_variants=not is_exact, entities=ordered), ("outlet", "kind", "on"))


def _stored(conn: sqlite3.Connection, found: Counts, fields: tuple[str, ...]) -> Counts:
    """Counts of all snippets by some fields, from what the archive keeps of them."""
    if "outlet" in fields:
        found = replace(found, outlets=all_outlets(conn))
    if "kind" in fields:
        found = replace(found, kinds=_tallied(conn, "kind"))
    if "on" in fields:
        found = replace(found, **_times(over_time(conn)))
    return found


def _of_any(conn: sqlite3.Connection, names: Sequence[str]) -> int:
    (number,) = conn.execute(_OF_ANY_AT_ALL, {"names": json.dumps(names)}).fetchone()
    return int(number)


def in_folded(conn: sqlite3.Connection, ids: Sequence[int]) -> dict[int, int] | None:
    """How many of the snippets that name each of some entities are folded variants; None where these are very many."""
    if conn.execute(_FOLDED).fetchone()[0] > EXACT:
        return None
    return dict(tuple(row) for row in conn.execute(_IN_FOLDED, {"ids": json.dumps(ids)}))


def all_outlets(conn: sqlite3.Connection) -> Counter[str]:
    """Every outlet, those of nearly the same name as one, and the snippets that it carried."""
    return _alike(_tallied(conn, "outlet"), partial(_of_any, conn))


def over_time(conn: sqlite3.Connection) -> Spread:
    """All snippets but folded variants, by day, week, month and year."""
    sure = {
        grain: {number_in(value, grain): number for value, number in _tallied(conn, grain).items()} for grain in GRAINS
    }
    return Spread(sure, _tallied(conn, "loose"))


def _tallied(conn: sqlite3.Connection, field: str) -> dict[str, int]:
    return dict(tuple(row) for row in conn.execute("select value, snippets from tallies where field = ?", (field,)))
