"""The page of two queries beside each other: when, who and where, in both and in one alone, and what was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archive.search.compare import Split
from archive.search.query import And, Filter, Not, Query, join, unparse
from archive.web import refine
from archive.web.pages.timeline import Series, timeline
from archive.web.wording import KINDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from archive.search.compare import Comparison, Paired, Side
    from archive.search.names import Named
    from archive.search.query import Node
    from archive.web.addresses import Links
    from archive.web.pages.timeline import Timeline
    from archive.web.sides import Read

MOST = 8
"""Values in each list."""


@dataclass(frozen=True, slots=True)
class Part:
    """Names of a kind, or outlets, by which of the two have them."""

    title: str
    values: Split[Any]
    longest: float
    """The greatest share that one of them has of the snippets of its side."""


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Everything on the page."""

    found: Comparison
    sides: tuple[tuple[Side, str | None], tuple[Side, str | None]]
    """Each with the query for what only this one finds."""
    both_query: str
    chart: Timeline | None
    parts: tuple[Part, ...]
    queries: Mapping[Named | str, tuple[str, str]]
    """Of values that a query can ask for: those of either side, narrowed to it."""


def _chart(links: Links, a: Read, b: Read) -> Timeline | None:
    """The timelines of both, in one chart."""

    def series(one: Read) -> Series:
        query = one.asked.query
        return Series(
            one.spread,
            lambda when: links.search(refine.also(query, Filter("on", when))),
            one.side.text or "all snippets",
            one.side.is_rough,
        )

    return timeline(series(a), series(b))


def compare_page(conn: sqlite3.Connection, links: Links, a: Read, b: Read, found: Comparison) -> ComparePage:
    """Show two queries beside each other."""
    roots = (a.asked.query.root, b.asked.query.root)
    parts = [
        _part(found, title.capitalize(), [one for one in found.names if one.value.kind == kind])
        for kind, title in KINDS.items()
    ]
    parts.append(_part(found, "Outlets", [*found.outlets]))
    nodes = refine.all_named(conn, [(one.value.id, one.value.name, one.value.kind) for one in found.names])
    asked: dict[Named | str, Filter | None] = {one.value: nodes[one.value.id] for one in found.names}
    asked |= {one.value: refine.outlet(one.value) for one in found.outlets}
    of_a, of_b = (Query("", root) for root in roots)
    return ComparePage(
        found=found,
        sides=((found.a, _only(*roots)), (found.b, _only(*reversed(roots)))),
        both_query=unparse(join(And, [root for root in roots if root is not None])),
        chart=_chart(links, a, b),
        parts=tuple(part for part in parts if any(part.values)),
        queries={
            value: (refine.narrowed(of_a, one), refine.narrowed(of_b, one)) for value, one in asked.items() if one
        },
    )


def _part(found: Comparison, title: str, values: Sequence[Paired[Any]]) -> Part:
    shown = Split(*(tuple(one for one in values if one.where == where)[:MOST] for where in ("both", "a", "b")))
    totals = [max(1, side.total) for side in (found.a, found.b)]
    return Part(title, shown, max((max(one.a / totals[0], one.b / totals[1]) for one in shown), default=1))


def _only(root: Node | None, other: Node | None) -> str | None:
    """The query for what one finds and the other does not."""
    return unparse(join(And, [*([root] if root else []), Not(other)])) if other else None
