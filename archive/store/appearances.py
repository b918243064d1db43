"""Where and when snippets appeared, as far as it tells whether two of them are one text, edited."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from archive.extract.dates.prefixdate import bounds
from archive.store.rows import AMONG, listed
from archive.variants import FEW_DAYS, Evidence

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence

NEIGHBOURS = 20
"""A text that took another's place on a page captured again stands no more items away from there."""

MOST_ON_A_PAGE = 300
"""What stands further down stands in a table or an export, where one row doesn't take another's place."""

_NO_LETTERS = re.compile(r"[\W\d_]+")
_LEAST_LETTERS = 4

Span = tuple[int, int]
Page = tuple[str, str | None]
"""Its name and the outlet under which something stands there."""


@dataclass(slots=True)
class Appearances:
    """What the sightings of a snippet say, together."""

    told: set[Span] = field(default_factory=set)
    """First and last days on which it may have been published, from what it says itself."""
    seen: set[Span] = field(default_factory=set)
    """The same from the capture alone: it may have been published long before."""
    addresses: set[str] = field(default_factory=set)
    places: dict[Page, Span] = field(default_factory=dict)
    """First and last position by page and outlet; a page has one name in all its captures."""
    sources: dict[str, set[int]] = field(default_factory=dict)
    """The captures of each page."""

    @property
    def days(self) -> set[int]:
        """Days on which it appeared on a page, where they are known to the day or nearly so."""
        if not self.places:
            return set()
        return {first for first, last in self.told | self.seen if last - first <= FEW_DAYS}


def appearances(conn: sqlite3.Connection, snippet_ids: Iterable[int]) -> dict[int, Appearances]:
    """The appearances of snippets."""
    found = {number: Appearances() for number in snippet_ids}
    rows = conn.execute(
        f"""select g.snippet_id, g.dated, g.dated_by is 'captured', g.url, g.outlet, g.source_id, s.uri, s.name,
              min(g.position), max(g.position) filter (where g.position <= {MOST_ON_A_PAGE})
            from sightings g join sources s on s.id = g.source_id
            where g.snippet_id {AMONG} group by 1, 2, 3, 4, 5, 6""",
        [listed(found)],
    )
    for number, dated, is_captured, url, outlet, source_id, uri, name, first, last in rows:
        one = found[number]
        if dated:
            (one.seen if is_captured else one.told).add(_span(dated))
        if url:
            one.addresses.add(url)
        for page in _pages(uri, name) if last else ():
            lowest, highest = one.places.get((page, outlet), (first, last))
            one.places[page, outlet] = (min(lowest, first), max(highest, last))
            one.sources.setdefault(page, set()).add(source_id)
    return found


def told_more(conn: sqlite3.Connection, snippet_ids: Collection[int], new: Mapping[int, int]) -> set[int]:
    """Those of which sightings that are new tell a day or an address that no other does, or a page of no other source.

    Each thing that is told is looked up, until one is found that told it before: a text that has appeared a hundred
    thousand times is not read again for each batch.

    Args:
        conn: An archive.
        snippet_ids: Snippets.
        new: Sources, and the position in each from which on sightings are new.
    """
    rows = conn.execute(
        f"""select g.snippet_id, g.dated, g.dated_by is 'captured', g.url, g.outlet, min(g.position), s.uri, s.name
            from json_each(?) n cross join sightings g on g.source_id = cast(n.key as integer) and g.position >= n.value
              join sources s on s.id = g.source_id
            where g.snippet_id {AMONG} group by 1, 2, 3, 4, 5, g.source_id""",
        [json.dumps(new), listed(snippet_ids)],
    ).fetchall()
    days = {(number, dated, by) for number, dated, by, *_ in rows if dated}
    addresses = {(number, url) for number, _, _, url, *_ in rows if url}
    pages: defaultdict[int, set[Page]] = defaultdict(set)
    for number, _, _, _, outlet, first, uri, name in rows:
        if first <= MOST_ON_A_PAGE:
            pages[number].update((page, outlet) for page in _pages(uri, name))

    def is_known(where: str, told: Sequence[object]) -> bool:
        found = conn.execute(f"select source_id, position from sightings where snippet_id = ? and {where}", told)
        return any(source_id not in new or position < new[source_id] for source_id, position in found)

    more = {told[0] for told in days if not is_known("dated = ? and (dated_by is 'captured') = ?", told)}
    more |= {told[0] for told in addresses if not is_known("url = ?", told)}
    return more | {number for number, told in pages.items() if number not in more and _is_new(conn, number, told, new)}


def _is_new(conn: sqlite3.Connection, number: int, pages: set[Page], new: Collection[int]) -> bool:
    """Whether a snippet stands on a page on which no other source has it."""
    others = conn.execute(
        f"""select s.uri, s.name, g.outlet from sightings g join sources s on s.id = g.source_id
            where g.snippet_id = ? and g.position <= {MOST_ON_A_PAGE} and not g.source_id {AMONG}""",
        [number, listed(new)],
    )
    left = set(pages)
    for uri, name, outlet in others:
        left.difference_update((page, outlet) for page in _pages(uri, name))
        if not left:
            return False
    return bool(left)


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


@lru_cache(maxsize=1024)
def _pages(uri: str, name: str) -> frozenset[str]:
    """Names of a page without what tells its captures apart: days and hours in a file's name or in a title."""
    plain = {_NO_LETTERS.sub(" ", each).strip().casefold() for each in (uri, name)}
    return frozenset(page for page in plain if len(page) >= _LEAST_LETTERS)


@lru_cache(maxsize=1 << 14)
def _span(dated: str) -> Span:
    earliest, latest = bounds(dated)
    return earliest.toordinal(), latest.toordinal()
