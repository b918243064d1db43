"""Tallies: how many snippets there are of each kind, each outlet carried, and appeared in each day, week, month, year.

A snippet counts once under each outlet, day, week, month and year of its sightings; folded variants do not count. A
writer that changes snippets takes what they count for before and after, and adds the difference, so that no count ever
grows with the archive.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from archive.extract.dates.prefixdate import is_valid
from archive.grain import GRAINS, places, value_of
from archive.store.rows import AMONG, listed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator, Mapping

Tallies = Counter[tuple[str, str]]
"""So many snippets by field and value."""

# snippets first: else SQLite may go through the sightings of all outlets
_COUNTED = f"""
with shown (id, kind) as (select id, kind from snippets where id {AMONG} and {{which}})
select 'kind', kind, count(*) from shown group by 2
union all
select 'outlet', g.outlet, count(distinct g.snippet_id)
from shown cross join sightings g on g.snippet_id = shown.id where g.outlet is not null group by 2
"""
_DAYS = f"""
select days, count(*) from (
  select group_concat(distinct g.dated) as days
  from snippets s cross join sightings g on g.snippet_id = s.id
  where s.id {AMONG} and {{which}} and g.dated is not null group by s.id
) group by 1
"""


def tallies_of(conn: sqlite3.Connection, snippet_ids: Collection[int], *, folded: bool = False) -> Tallies:
    """What some snippets count for.

    Args:
        conn: An archive.
        snippet_ids: Ids; those of no snippet count for nothing.
        folded: Count variants instead, as if they were none.
    """
    which, ids = "variant_of is not null" if folded else "variant_of is null", [listed(snippet_ids)]
    found = Counter(
        {(field, str(value)): number for field, value, number in conn.execute(_COUNTED.format(which=which), ids)}
    )
    for joined, number in conn.execute(_DAYS.format(which=f"s.{which}"), ids):
        found.update(dict.fromkeys(_over_time(joined), number))
    return found


def _over_time(joined: str) -> frozenset[tuple[str, str]]:
    """What the dates of a snippet, with commas between, count for."""
    return frozenset().union(*map(_when, joined.split(",")))


@lru_cache(1 << 14)
def _when(dated: str) -> frozenset[tuple[str, str]]:
    """What a date counts for."""
    if not is_valid(dated):
        return frozenset()
    placed = places(dated)
    inside = [grain for grain, (first, last) in zip(GRAINS, placed, strict=True) if first == last]
    found = {(grain, value_of(getattr(placed, grain)[0], grain)) for grain in inside}
    return frozenset(found if "day" in inside else {*found, ("loose", dated)})


@contextmanager
def tallied(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> Iterator[set[int]]:
    """Keep the tallies true while snippets change, come or go.

    Args:
        conn: Inside a transaction.
        snippet_ids: All whose sightings change, whether they are there before, after, or both.

    Yields:
        A set for the ids of others that become variants meanwhile.
    """
    before = tallies_of(conn, snippet_ids)
    folded: set[int] = set()
    yield folded
    before += tallies_of(conn, folded.difference(snippet_ids), folded=True)
    after = tallies_of(conn, snippet_ids)
    _add(conn, {key: after[key] - before[key] for key in after.keys() | before.keys() if after[key] != before[key]})


def recount(conn: sqlite3.Connection) -> None:
    """Count everything afresh."""
    conn.execute("delete from tallies")
    _add(conn, tallies_of(conn, [number for (number,) in conn.execute("select id from snippets")]))


def _add(conn: sqlite3.Connection, counted: Mapping[tuple[str, str], int]) -> None:
    conn.executemany(
        """insert into tallies (field, value, snippets) values (?, ?, ?)
           on conflict (field, value) do update set snippets = snippets + excluded.snippets""",
        ((*key, number) for key, number in sorted(counted.items())),
    )
    conn.execute("delete from tallies where snippets = 0")
