"""A query made ready for an archive: read, its names looked up, compiled, its conditions sized. Once, for all uses.

What is prepared on one connection may be used on any other of the same archive, and in any thread: it never changes.
Results, facets, timelines, networks and exports of a query all begin with it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from archive.search.compile import Compiled, added_after, compile_query
from archive.search.kept import STATES
from archive.search.names import Meaning, look_up
from archive.search.parse import parse
from archive.search.plan import UNLIMITED, sized
from archive.search.query import LOOKED_UP, Filter, Query, explain, leaves

if TYPE_CHECKING:
    import datetime
    import sqlite3
    from collections.abc import Callable, Mapping

    from archive.search.plan import Plan


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query made ready."""

    query: Query
    meanings: Mapping[Filter, Meaning]
    """What its filters by name mean in the archive."""
    compiled: Compiled
    """Its plan sized."""

    @property
    def plan(self) -> Plan:
        """Of its statements."""
        return self.compiled.plan

    @property
    def params(self) -> Mapping[str, str | int]:
        """The parameters of its statements."""
        return self.compiled.params

    @property
    def is_all(self) -> bool:
        """Whether it asks for every snippet."""
        return not self.plan.conditions

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know, in sentences: what was mended, and whom a name stands for."""
        found = (*explain(self.query), *(one.note for one in self.meanings.values() if one.note))
        return tuple(dict.fromkeys(found))


class Total(NamedTuple):
    """How many snippets a query finds."""

    shown: int
    """Those that are shown, folded variants not counted."""
    folded: int
    """Variants that match as well and stay folded."""


def prepare(
    conn: sqlite3.Connection,
    query: Query | str,
    *,
    today: datetime.date | None = None,
    since: int | None = None,
    of_quotations: bool = False,
    known: Mapping[Filter, Meaning] | None = None,
) -> Prepared:
    """Make a query ready.

    Args:
        conn: An archive.
        query: In the query language (see parse.py), or parsed already.
        today: What `on:yesterday` counts from; by default the current day.
        since: Only what came in after the snippet of that number.
        of_quotations: Whether it asks for quotations rather than snippets.
        known: What some of its filters mean, from a query that it was made of.

    Raises:
        SearchError: The query can't be understood.
    """
    asked = parse(query) if isinstance(query, str) else query
    named = [one for one in leaves(asked.root) if isinstance(one, Filter) and one.field in LOOKED_UP]
    known = known or {}
    meanings = {one: known.get(one) or look_up(conn, one) for one in dict.fromkeys(named)}
    compiled = compile_query(asked, meanings, today=today, of_quotations=of_quotations)
    compiled = compiled if since is None else added_after(compiled, since)
    plan = sized(compiled.plan, counter(conn, compiled.params))
    return Prepared(asked, meanings, replace(compiled, plan=plan))


def total_of(conn: sqlite3.Connection, asked: Prepared) -> Total:
    """Count what a query finds."""
    every, variants = conn.execute(asked.plan.count(), asked.params).fetchone()
    if not asked.plan.is_folded:
        return Total(every, 0)
    return Total(every - variants, variants - (_hidden(conn, asked) if variants else 0))


def _hidden(conn: sqlite3.Connection, asked: Prepared) -> int:
    """How many of those that stay folded are no copies, but hidden by a decision."""
    if (
        conn.execute("select 1 from snippets indexed by snippets_hidden where variant_of = id limit 1").fetchone()
        is None
    ):
        return 0
    plan = replace(asked.plan, conditions=(*asked.plan.conditions, STATES["hidden"]), is_folded=False)
    found = sized(plan, counter(conn, asked.params)).ids()
    (number,) = conn.execute(f"select count(*) from ({found})", asked.params).fetchone()
    return int(number)


def counter(conn: sqlite3.Connection, params: Mapping[str, str | int]) -> Callable[[str, int], int]:
    """A function that counts the rows of a select with a query's parameters, up to a limit (see `sized`)."""

    def count(select: str, most: int) -> int:
        limit = "" if most == UNLIMITED else f" limit {most}"
        (number,) = conn.execute(f"select count(*) from ({select}{limit})", params).fetchone()
        return int(number)

    return count
