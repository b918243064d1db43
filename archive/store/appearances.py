"""Where and when snippets appeared, as far as it tells whether two of them are one text, edited."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from archive.extract.dates.prefixdate import bounds
from archive.store.rows import AMONG, listed
from archive.variants import FEW_DAYS, Evidence

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

NEIGHBOURS = 20
"""A text that took another's place on a page captured again stands no more items away from there."""

MOST_ON_A_PAGE = 300
"""What stands further down stands in a table or an export, where one row doesn't take another's place."""

_NO_LETTERS = re.compile(r"[\W\d_]+")
_LEAST_LETTERS = 4

Span = tuple[int, int]


@dataclass(slots=True)
class Appearances:
    """What the sightings of a snippet say, together."""

    told: set[Span] = field(default_factory=set)
    """First and last days on which it may have been published, from what it says itself."""
    seen: set[Span] = field(default_factory=set)
    """The same from the capture alone: it may have been published long before."""
    addresses: set[str] = field(default_factory=set)
    places: dict[tuple[str, str | None], Span] = field(default_factory=dict)
    """First and last position by page and outlet; a page has one name in all its captures."""
    sources: dict[str, set[int]] = field(default_factory=dict)
    """The captures of each page."""

    def add(
        self, dated: str | None, by: str | None, url: str | None, outlet: str | None,
        source_id: int, at: int, uri: str, name: str,
    ) -> None:  # fmt: skip
        """Add a sighting."""
        if dated:
            (self.seen if by == "captured" else self.told).add(_span(dated))
        if url:
            self.addresses.add(url)
        for page in _pages(uri, name) if at <= MOST_ON_A_PAGE else ():
            lowest, highest = self.places.get((page, outlet), (at, at))
            self.places[page, outlet] = (min(lowest, at), max(highest, at))
            self.sources.setdefault(page, set()).add(source_id)

    @property
    def days(self) -> set[int]:
        """Days on which it appeared on a page, where they are known to the day or nearly so."""
        if not self.places:
            return set()
        return {first for first, last in self.told | self.seen if last - first <= FEW_DAYS}

    def tells_more_than(self, other: Appearances) -> bool:
        """Whether it has a day, an address or a page that the other lacks."""
        return not (
            self.told <= other.told
            and self.seen <= other.seen
            and self.addresses <= other.addresses
            and self.places.keys() <= other.places.keys()
        )


def appearances(conn: sqlite3.Connection, snippet_ids: Iterable[int]) -> dict[int, Appearances]:
    """The appearances of snippets."""
    found = {number: Appearances() for number in snippet_ids}
    for number, *seen in _seen(conn, found):
        found[number].add(*seen)
    return found


def told_more(conn: sqlite3.Connection, snippet_ids: Collection[int], by: Collection[int]) -> set[int]:
    """Those of which some sources tell a day, an address or a page that no other source does."""
    every = {number: Appearances() for number in snippet_ids}
    others = {number: Appearances() for number in snippet_ids}
    for number, *seen in _seen(conn, every):
        every[number].add(*seen)
        if seen[_SOURCE] not in by:
            others[number].add(*seen)
    return {number for number in snippet_ids if every[number].tells_more_than(others[number])}


def _seen(conn: sqlite3.Connection, snippet_ids: Iterable[int]) -> sqlite3.Cursor:
    """Sightings of snippets: the snippet, and what `Appearances.add` takes."""
    return conn.execute(
        f"""select g.snippet_id, g.dated, g.dated_by, g.url, g.outlet, g.source_id, g.position, s.uri, s.name
            from sightings g join sources s on s.id = g.source_id where g.snippet_id {AMONG}""",
        [listed(snippet_ids)],
    )


_SOURCE = 4


def evidence(one: Appearances, other: Appearances, *, same_address: bool) -> Evidence:
    """What the appearances of two snippets say about their being one."""
    return Evidence(_days(one, other), same_address, _is_same_place(one, other))


def _days(one: Appearances, other: Appearances) -> int | None:
    """Least days between the two. That both were captured late says nothing of when they were published."""
    told = _least(one.told, other.told)
    if told == 0:
        return 0
    seen = _least(one.told | one.seen, other.told | other.seen)
    return seen if seen is not None and seen <= FEW_DAYS else told


def _least(some: set[Span], others: set[Span]) -> int | None:
    gaps = [max(0, start - end, first - last) for first, end in some for start, last in others]
    return min(gaps, default=None)


def _is_same_place(one: Appearances, other: Appearances) -> bool:
    """Whether both stood near the same place of a page, in different captures, under outlets that don't differ."""
    return any(
        page == page_there
        and (outlet is None or outlet_there is None or outlet == outlet_there)
        and first <= last_there + NEIGHBOURS
        and first_there <= last + NEIGHBOURS
        and len(one.sources[page] | other.sources[page]) > 1
        for (page, outlet), (first, last) in one.places.items()
        for (page_there, outlet_there), (first_there, last_there) in other.places.items()
    )


@lru_cache(maxsize=1 << 14)
def _span(dated: str) -> Span:
    earliest, latest = bounds(dated)
    return earliest.toordinal(), latest.toordinal()


@lru_cache(maxsize=1024)
def _pages(uri: str, name: str) -> frozenset[str]:
    """Names of a page without what tells its captures apart: days and hours in a file's name or in a title."""
    plain = {_NO_LETTERS.sub(" ", each).strip().casefold() for each in (uri, name)}
    return frozenset(page for page in plain if len(page) >= _LEAST_LETTERS)
