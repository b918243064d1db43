"""A query made ready for an archive: read, its names looked up, compiled, its conditions sized. Once, for all uses.

What is prepared on one connection may be used on any other of the same archive, and in any thread: it never changes.
Results, facets, timelines, networks and exports of a query all begin with it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from archive.search import plan as planning
from archive.search.compile import Compiled, added_after, compile_query
from archive.search.days import counted
from archive.search.kept import HIDDEN, STATES
from archive.search.names import Meaning, look_up
from archive.search.parse import parse
from archive.search.plan import UNLIMITED, WORDS, sized
from archive.search.query import DAYS, LOOKED_UP, Filter, Query, leaves, unparse
from archive.search.relaxed import relaxed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping

    from archive.search.many import Lists, Many
    from archive.search.plan import Condition, Plan


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query made ready."""

    query: Query
    meanings: Mapping[Filter, Meaning]
    """What its filters by name mean in the archive."""
    compiled: Compiled
    """Its plan sized."""
    today: datetime.date
    """What its days count from."""
    typed: Query
    """The query as it was asked for: another one, if that found nothing and this stands in for it."""
    many: Many | None = None
    """Its hits, where there are or may be many."""

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
    def is_relaxed(self) -> bool:
        """Whether it stands in for a query that found nothing (see relaxed.py)."""
        return self.typed is not self.query

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know, in sentences: what was mended, which days and whom its words stand for."""
        found = (*self.query.notes, *self._days(), *(one.note for one in self.meanings.values() if one.note))
        return tuple(dict.fromkeys(found))

    def _days(self) -> Iterator[str]:
        for one in leaves(self.query.root):
            if isinstance(one, Filter) and one.field in DAYS and one.value not in ("today", "yesterday"):
                meant = counted(one.value, self.today)
                if meant:
                    yield f"{unparse(one)} is read as {one.field}:{meant}."


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
    today = today or datetime.datetime.now().astimezone().date()
    named = [one for one in leaves(asked.root) if isinstance(one, Filter) and one.field in LOOKED_UP]
    known = known or {}
    meanings = {one: known.get(one) or look_up(conn, one) for one in dict.fromkeys(named)}
    compiled = compile_query(asked, meanings, today=today, of_quotations=of_quotations)
    compiled = compiled if since is None else added_after(compiled, since)
    plan, found = _found(conn, compiled) if not of_quotations else (_sized(conn, compiled), None)
    return Prepared(asked, meanings, replace(compiled, plan=plan), today, asked, found)


def _found(conn: sqlite3.Connection, compiled: Compiled) -> tuple[Plan, Many | None]:
    """The plan sized, and its hits where they are many."""
    plan, params, lists = compiled.plan, compiled.params, None
    words = counter(conn, params)(WORDS.ids or "", planning.MANY + 1) if plan.by_words else 0
    if plan.by_words and words > planning.MANY:
        lists = _lists(conn, params)
        words = lists.size(WORDS)
    plan = _sized(conn, compiled, words)
    return plan, (lists or _lists(conn, params)).many(plan) if plan.is_of_many else None


def _sized(conn: sqlite3.Connection, compiled: Compiled, words: int | None = None) -> Plan:
    return sized(compiled.plan, counter(conn, compiled.params), _teller(conn, compiled.params), words)


def narrowed(conn: sqlite3.Connection, asked: Prepared, condition: Condition, *, is_folded: bool) -> Plan:
    """The plan of a query with one more condition, sized."""
    plan = replace(asked.plan, conditions=(*asked.plan.conditions, condition), is_folded=is_folded)
    return _sized(conn, replace(asked.compiled, plan=plan), asked.plan.sizes.get(WORDS))


def _lists(conn: sqlite3.Connection, params: Mapping[str, str | int]) -> Lists:
    from archive.search.many import Lists  # noqa: PLC0415 - numpy takes longer to load than most questions to answer

    return Lists(conn, params)


def answered(
    conn: sqlite3.Connection,
    query: Query | str,
    *,
    today: datetime.date | None = None,
    since: int | None = None,
) -> tuple[Prepared, Total]:
    """As `prepare`, and count what it finds; where that is nothing and it is a sentence, by its rarer words.

    Raises:
        SearchError: The query can't be understood.
    """
    asked = prepare(conn, query, today=today, since=since)
    total = total_of(conn, asked)
    other = None if total.shown or total.folded or since is not None else relaxed(conn, asked.query)
    if other is None:
        return asked, total
    instead = prepare(conn, other, today=asked.today, known=asked.meanings)
    found = total_of(conn, instead)
    return (replace(instead, typed=asked.query), found) if found.shown else (asked, total)


def total_of(conn: sqlite3.Connection, asked: Prepared) -> Total:
    """Count what a query finds."""
    if asked.many is not None:
        shown, folded = asked.many.shown.size, asked.many.folded.size
    else:
        every, variants = conn.execute(asked.plan.count(), asked.params).fetchone()
        folded = variants if asked.plan.is_folded else 0
        shown = every - folded
    return Total(shown, folded - (_hidden(conn, asked) if folded else 0))


def _hidden(conn: sqlite3.Connection, asked: Prepared) -> int:
    """How many of those that stay folded are no copies, but hidden by a decision."""
    if conn.execute(f"select 1 from {HIDDEN} limit 1").fetchone() is None:
        return 0
    found = narrowed(conn, asked, STATES["hidden"], is_folded=False).ids()
    (number,) = conn.execute(f"select count(*) from ({found})", asked.params).fetchone()
    return int(number)


def _teller(conn: sqlite3.Connection, params: Mapping[str, str | int]) -> Callable[[str], int | None]:
    """A function that gives the number which a select gives (see `sized`)."""

    def kept(select: str) -> int | None:
        (number,) = conn.execute(select, params).fetchone()
        return None if number is None else int(number)

    return kept


def counter(conn: sqlite3.Connection, params: Mapping[str, str | int]) -> Callable[[str, int], int]:
    """A function that counts the rows of a select with a query's parameters, up to a limit (see `sized`)."""

    def count(select: str, most: int) -> int:
        limit = "" if most == UNLIMITED else f" limit {most}"
        (number,) = conn.execute(f"select count(*) from ({select}{limit})", params).fetchone()
        return int(number)

    return count
