"""A snippet as one of some results: the one before it, the one after it, and the way back to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.search import prepare, results, sort_of, total_of
from archive.web.pages.paging import size_of

if TYPE_CHECKING:
    import sqlite3

    from archive.web.addresses import Among, Links

ASIDE = 10
"""Places to either side among which a snippet is looked for, since the archive may have grown in between."""


@dataclass(frozen=True, slots=True)
class Way:
    """The ways on from a snippet that was opened from results."""

    back_url: str
    told: str
    """Which of how many it is; empty where it is none of them any more."""
    previous_url: str | None = None
    next_url: str | None = None


def way(conn: sqlite3.Connection, links: Links, among: Among, number: int, place: int, *, longest: float) -> Way:
    """Find what stands beside a snippet among results, where it stood at a place, from 1.

    Raises:
        SearchError: They can't be found again, or not in time.
    """
    asked = prepare(conn, among.query)
    total = total_of(conn, asked)
    sort = sort_of(among.sort)
    for aside in (1, ASIDE):
        start = max(1, place - aside)
        most = place + aside - start + 1
        found = results(conn, asked, total, sort=sort, limit=most, offset=start - 1, longest=longest)
        ids = [hit.id for hit in found.hits]
        if number in ids:
            at = start + ids.index(number)
            near = {start + index: links.snippet(one, among, start + index) for index, one in enumerate(ids)}
            if (at - 1 in near or at == 1) and (at + 1 in near or at == found.total):
                return Way(
                    back(links, among, number, at), f"{at:,} of {found.total:,}", near.get(at - 1), near.get(at + 1)
                )
    return Way(back(links, among, number, place), "")


def back(links: Links, among: Among, number: int, place: int) -> str:
    """The page of results on which a snippet stands."""
    page = (place - 1) // size_of(among.size) + 1
    return f"{links.search(among.query, among.sort, page, among.size)}#hit-{number}"
