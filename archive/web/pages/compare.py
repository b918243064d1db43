"""The page of two queries beside each other: when, who and where, in both and in one alone, and what was said."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from archive.search.query import And, Filter, Not, Query, join, unparse
from archive.web import refine
from archive.web.pages.timeline import Series, timeline
from archive.web.wording import KINDS, about

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from archive.search.compare import Comparison, Paired, Side, Split
    from archive.search.names import Named
    from archive.search.query import Node
    from archive.web.addresses import Links
    from archive.web.pages.timeline import Timeline
    from archive.web.sides import Read

T = TypeVar("T", bound=Hashable)

MOST = 8
"""Values in each list."""


@dataclass(frozen=True, slots=True)
class Row:
    """A value with its counts on both sides."""

    label: str
    kind: str | None
    url: str | None
    a: str
    a_url: str | None
    b: str
    b_url: str | None
    share_a: float
    """The length of a bar, in percent: its part of the snippets of its side, the greatest of the list being 100."""
    share_b: float


@dataclass(frozen=True, slots=True)
class Rows:
    """Values by where they are."""

    title: str
    both: tuple[Row, ...]
    only_a: tuple[Row, ...]
    only_b: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Everything on the page."""

    sides: tuple[tuple[Side, str | None], tuple[Side, str | None]]
    """Each with the query for what only this one finds."""
    both: int
    both_query: str
    chart: Timeline | None
    parts: tuple[Rows, ...]
    is_rough: bool


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
    view = _View(conn, links, found, roots)
    both = join(And, [root for root in roots if root is not None])
    return ComparePage(
        sides=((found.a, _only(*roots)), (found.b, _only(*reversed(roots)))),
        both=found.both,
        both_query=unparse(both),
        chart=_chart(links, a, b),
        parts=tuple(part for part in view.parts() if part.both or part.only_a or part.only_b),
        is_rough=found.is_rough,
    )


def _only(root: Node | None, other: Node | None) -> str | None:
    """The query for what one finds and the other does not."""
    return unparse(join(And, [*([root] if root else []), Not(other)])) if other else None


class _View:
    """The parts of the page."""

    def __init__(
        self, conn: sqlite3.Connection, links: Links, found: Comparison, roots: tuple[Node | None, Node | None]
    ) -> None:
        self.links = links
        self.found = found
        self.queries = tuple(Query("", root) for root in roots)
        shown = [(one.value.id, one.value.name, one.value.kind) for one in found.names]
        self.nodes = refine.all_named(conn, shown)

    def parts(self) -> Iterator[Rows]:
        for kind, title in KINDS.items():
            yield self.part(title.capitalize(), self.found.names, partial(self.name, kind=kind))
        yield self.part("Outlets", self.found.outlets, self.outlet)

    def part(self, title: str, split: Split[T], row: Callable[[Paired[T]], Row | None]) -> Rows:
        lists = [
            [one for one in map(row, some) if one is not None][:MOST]
            for some in (split.both, split.only_a, split.only_b)
        ]
        longest = max((share for rows in lists for one in rows for share in (one.share_a, one.share_b)), default=1) or 1
        both, only_a, only_b = (tuple(_scaled(one, 100 / longest) for one in rows) for rows in lists)
        return Rows(title, both, only_a, only_b)

    def name(self, one: Paired[Named], kind: str) -> Row | None:
        if one.value.kind != kind:
            return None
        return self.row(one, one.value.name, self.nodes[one.value.id], kind, self.links.entity(one.value.id))

    def outlet(self, one: Paired[str]) -> Row | None:
        return self.row(one, one.value, refine.outlet(one.value))

    def row(
        self, one: Paired[T], label: str, node: Filter | None, kind: str | None = None, url: str | None = None
    ) -> Row:
        sides = (self.found.a, self.found.b)
        a, b = (about(number, is_rough=side.is_rough) for number, side in zip((one.a, one.b), sides, strict=True))
        a_url, b_url = (self.links.search(refine.narrowed(each, node)) if node else None for each in self.queries)
        shares = (100 * number / max(1, side.total) for number, side in zip((one.a, one.b), sides, strict=True))
        return Row(label, kind, url, a, a_url, b, b_url, *shares)


def _scaled(row: Row, factor: float) -> Row:
    return replace(row, share_a=round(row.share_a * factor, 2), share_b=round(row.share_b * factor, 2))
