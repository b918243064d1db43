"""What is offered beside what a query finds: what may be of those days, and what may have been meant instead."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal

from archive.search.compile import is_sighted
from archive.search.days import asked as days_asked
from archive.search.days import is_day_value, possible_days, spelt
from archive.search.fields import checked
from archive.search.names import answering
from archive.search.prepared import prepare, total_of
from archive.search.query import APPEARED, And, Filter, Node, Not, Or, Query, Term, join, leaves, unparse
from archive.search.spelling import corrected

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from archive.search.prepared import Prepared, Total

Kind = Literal["days", "spelling"]

MOST = 3
"""Spellings that are offered."""
FEW = 5_000
"""Up to so many snippets that may be of some days are looked at one by one; of more it is not told how."""
MOST_DAYS = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """Another query, and what it finds."""

    kind: Kind
    query: str
    count: int
    words: tuple[str, ...] = ()
    """Of spellings, what is there instead; of days, how they are known: prefix dates, none if in many ways."""


def offers(conn: sqlite3.Connection, asked: Prepared, total: Total) -> tuple[Offer, ...]:
    """What to offer beside the results of a query."""
    return (
        *_perhaps_then(conn, asked),
        *(_meant(conn, asked) if asked.is_relaxed or not (total.shown or total.folded) else ()),
    )


def _perhaps_then(conn: sqlite3.Connection, asked: Prepared) -> Iterator[Offer]:
    """What may be of the days asked for, but is known less exactly."""
    nodes = asked.query.conditions
    dated = [node for node in nodes if _is_of_days(node)]
    perhaps = _perhaps(dated, asked)
    if perhaps is None:
        return
    others = [node for node in nodes if node not in dated]
    vague = prepare(conn, Query("", join(And, [*others, perhaps])), known=asked.meanings, today=asked.today)
    root, known = vague.query.root, ()
    if min(vague.plan.sizes.values(), default=FEW + 1) <= FEW:
        numbers = [number for (number,) in conn.execute(vague.plan.ids(), vague.params)]
        found, count = json.dumps(numbers), len(numbers)
        (surely,) = conn.execute(_SURE.format(test=asked.compiled.sighted), {**asked.params, "found": found}).fetchone()
        days = conn.execute(_DAYS.format(test=vague.compiled.sighted), {**vague.params, "found": found})
        known = tuple(sorted(day for (day,) in days))
    else:
        surely = count = total_of(conn, vague).shown
    if surely:  # some appearance of these is known exactly, and a hit already
        sure = join(And, [node for node in nodes if is_sighted(node)])
        root = join(And, [*others, perhaps, *([Not(sure)] if sure else [])])
        strict = prepare(conn, Query("", root), known=asked.meanings, today=asked.today)
        count = total_of(conn, strict).shown
    if count:
        yield Offer("days", unparse(root), count, known if len(known) <= MOST_DAYS else ())


_DAYS = """
select distinct g.dated
from json_each(:found) j cross join sighting_rows g indexed by sightings_snippet on g.snippet_id = j.value
where {test}
"""
_SURE = """
select count(*) from json_each(:found) where exists (
  select 1 from sighting_rows g indexed by sightings_snippet where g.snippet_id = value and {test}
)
"""


def _perhaps(dated: list[Node], asked: Prepared) -> Node | None:
    """The condition that a day may be one of those that some conditions ask for together; None if it always may."""
    match dated:
        case [Or(nodes)]:
            return Or(tuple(one for node in nodes if (one := _perhaps([node], asked))))
        case [Filter("on", value)]:
            return Filter("on~", value)
    if any(isinstance(one, Or) for one in dated):
        return None
    days = [days_asked(one.field, one.value, asked.today) for one in dated if isinstance(one, Filter)]
    firsts, untils = [one.first for one in days if one.first], [one.until for one in days if one.until]
    both = spelt(max(firsts, default=None), min(untils, default=None))
    return Filter("on~", both) if both else None


def _is_of_days(node: Node) -> bool:
    if isinstance(node, Or):
        return all(isinstance(one, Filter) and one.field == "on" for one in node.nodes)
    return isinstance(node, Filter) and node.field in APPEARED and node.field != "on~"


def _meant(conn: sqlite3.Connection, asked: Prepared) -> list[Offer]:
    """What may have been meant where nothing was found."""
    text = asked.typed.text
    offered = list(islice(_spellings(conn, asked), MOST))
    days = [text] if is_day_value(text) else possible_days(text)  # 14 October, last week, 03/10/2024
    if days:
        instead = [offer for day in days for offer in _instead(conn, asked, checked(Filter("on", day)))]
        return [*instead, *offered][:MOST]
    if any(not isinstance(one, Term) or one.column for one in leaves(asked.typed.root)):
        return offered
    # a forename of somebody whom texts call by the surname; E. Musk
    return list({one.query: one for one in (*_instead(conn, asked, answering(conn, text)), *offered)}.values())[:MOST]


def _instead(conn: sqlite3.Connection, asked: Prepared, meant: Filter) -> list[Offer]:
    """A condition that is asked instead of words, if it finds something."""
    count = total_of(conn, prepare(conn, Query("", meant), today=asked.today)).shown
    return [Offer("spelling", unparse(meant), count, (meant.value,))] if count else []


def _spellings(conn: sqlite3.Connection, asked: Prepared) -> Iterator[Offer]:
    """Other spellings that find something, each once: a word and a name may be spelt the same."""
    seen = set()
    for root, words in corrected(conn, asked.typed.root, asked.meanings):
        other = prepare(conn, Query("", root), known=asked.meanings, today=asked.today)
        count = total_of(conn, other).shown
        query = unparse(root)
        told = tuple(word.casefold() for word in words) or (query,)
        if count and told not in seen:
            seen.add(told)
            yield Offer("spelling", query, count, words)
