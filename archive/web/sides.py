"""Two queries read from an archive, to be compared: each by itself, and then what the other one has of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from archive.grain import value_of, window_of
from archive.search import prepare, quotes, total_of
from archive.search.compare import Side, compared
from archive.search.names import Named
from archive.search.query import And, Query, join
from archive.web.counts import counts, named_counts

if TYPE_CHECKING:
    import sqlite3

    from archive.grain import Spread
    from archive.search import Prepared
    from archive.search.compare import Comparison

QUOTES = 6
"""Quotations of each side."""


@dataclass(frozen=True, slots=True)
class Read:
    """A side as it was read, and what reading on needs."""

    side: Side
    asked: Prepared
    spread: Spread


def read_side(conn: sqlite3.Connection, text: str) -> Read:
    """Count what the snippets of a query have.

    Raises:
        SearchError: It can't be understood.
    """
    asked = prepare(conn, text)
    total = total_of(conn, asked).shown
    found = counts(conn, asked, total)
    side = Side(
        text=asked.query.text,
        total=total,
        is_rough=found.is_rough,
        notes=asked.notes,
        outlets=found.outlets or {},
        names={Named(one.id, one.name, one.kind): one.count for one in found.entities},
        quotes=(),
    )
    return Read(side, asked, found.spread)


def compare_sides(conn: sqlite3.Connection, a: Read, b: Read, *, longest: float) -> Comparison:
    """Put two queries beside each other, each with what the other one has of it.

    Raises:
        SearchError: It took too long.
    """
    sides = (_with_names_of(conn, one, other) for one, other in ((a, b), (b, a)))
    of_a, of_b = (_with_quotes(conn, side, longest) for side in sides)
    return compared(of_a, of_b, _count_both(conn, a, b), _over_time(a.spread, b.spread))


def _with_names_of(conn: sqlite3.Connection, one: Read, other: Read) -> Side:
    """A side with its counts of those, too, who are named most on the other one."""
    missing = [name for name in other.side.names if name not in one.side.names]
    found = named_counts(conn, one.asked, one.side.total, [name.id for name in missing])
    return replace(one.side, names={**one.side.names, **{name: found.get(name.id, 0) for name in missing}})


def _with_quotes(conn: sqlite3.Connection, side: Side, longest: float) -> Side:
    """A side with the newest quotations that its query finds: its words are looked for inside them."""
    return replace(side, quotes=quotes(conn, side.text, limit=QUOTES, longest=longest).quotes)


def _count_both(conn: sqlite3.Connection, a: Read, b: Read) -> int:
    """How many snippets both queries find."""
    roots = [one.asked.query.root for one in (a, b) if one.asked.query.root is not None]
    known = {**a.asked.meanings, **b.asked.meanings}
    return total_of(conn, prepare(conn, Query("", join(And, roots)), known=known)).shown


def _over_time(a: Spread, b: Spread) -> list[tuple[str, int, int]]:
    """Snippets of either, by day, week, month or year, as suits both."""
    window = window_of(a, b)
    if window is None:
        return []
    of_a, of_b = a.sure[window.grain], b.sure[window.grain]
    bars = sorted({*of_a, *of_b})
    return [(value_of(at, window.grain).replace("/", ".."), of_a.get(at, 0), of_b.get(at, 0)) for at in bars]
