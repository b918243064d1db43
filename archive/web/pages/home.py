"""The page an archive opens with: what it holds, over time, who is in the news, what came in last."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.errors import SearchError
from archive.search.hits import in_company
from archive.search.plan import Plan
from archive.search.saved import count_since, latest
from archive.store.searches import all_saved
from archive.web.counts import in_folded, over_time
from archive.web.pages.timeline import Series, Timeline, timeline
from archive.web.wording import KINDS, counted, spanned

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from archive.search import Hit
    from archive.store.searches import Saved
    from archive.web.addresses import Links

MOST_NAMED = 10
"""Entities of each kind."""
LATEST = 6
"""Snippets of the newest days."""
SOURCES = 5
"""Sources that came in last."""
MOST_SAVED = 50
"""Saved searches that are shown."""
SAVED_SECONDS = 0.6
"""For counting what is new in all of them; those that are left then are shown without a count."""


@dataclass(frozen=True, slots=True)
class HomePage:
    """Everything on the page."""

    summary: str
    is_empty: bool
    kinds: tuple[tuple[str, Sequence[tuple[int, str, str | None, int]]], ...]
    """Each with those named most: number, name, description, and how many snippets name them."""
    latest: tuple[Hit, ...]
    sources: Sequence[tuple[int, str, str | None, int]]
    """Those that came in last: number, name, when captured, and how many items."""


def home_timeline(conn: sqlite3.Connection, links: Links) -> Timeline | None:
    """All snippets over time, from what the archive keeps count of."""
    return timeline(Series(over_time(conn), lambda when: links.search(f"on:{when}", "newest")))


def saved_searches(conn: sqlite3.Connection) -> list[tuple[Saved, int | None, int]]:
    """The saved searches, what is new in each as far as there is time to count it, and the last snippet counted."""
    last, until = latest(conn), time.monotonic() + SAVED_SECONDS
    return [(one, _new(conn, one, last, until), last) for one in all_saved(conn, MOST_SAVED)]


def _new(conn: sqlite3.Connection, one: Saved, last: int, until: float) -> int | None:
    left = until - time.monotonic()
    if one.last_seen >= last:
        return 0
    if left <= 0:
        return None
    try:
        return count_since(conn, one.query, one.last_seen, longest=left)
    except SearchError:
        return None  # it took too long, or another version of the query language wrote it: the page lists it still


def home_page(conn: sqlite3.Connection) -> HomePage:
    """Read what an archive holds; from counts that are stored and from indexes, so that it is fast at any size."""
    (snippets,) = conn.execute("select count(*) from snippets").fetchone()
    (sources,) = conn.execute("select count(*) from sources").fetchone()
    (entities,) = conn.execute("select count(*) from entities where mention_count > 0").fetchone()
    span = conn.execute("select (select min(dated) from snippets), (select max(dated) from snippets)").fetchone()
    dated = spanned(*span)
    return HomePage(
        summary=(
            f"{counted(snippets, 'snippet')} from {counted(sources, 'source')}{dated and f', dated {dated}'}, naming "
            f"{counted(entities, 'person, organisation or place', 'people, organisations and places')}."
        ),
        is_empty=not snippets,
        kinds=tuple((kind, _most_named(conn, kind)) for kind in KINDS),
        latest=tuple(_latest(conn)),
        sources=_sources(conn),
    )


def _most_named(conn: sqlite3.Connection, kind: str) -> Sequence[tuple[int, str, str | None, int]]:
    rows = conn.execute(
        """select id, name, description, snippet_count from entities
           where kind = ? and mention_count > 0 order by mention_count desc limit ?""",
        (kind, 4 * MOST_NAMED),  # by mentions there is an index; the order by snippets is nearly the same
    ).fetchall()
    folded = in_folded(conn, [row[0] for row in rows]) or {}
    rows = [(*row[:3], row[3] - folded.get(row[0], 0)) for row in rows]
    return sorted(rows, key=lambda row: (-row[3], row[1]))[:MOST_NAMED]


def _latest(conn: sqlite3.Connection) -> Iterable[Hit]:
    """The snippets of the newest days, as the search for all of them has them."""
    latest = Plan(conditions=()).page("newest")
    rows = conn.execute(latest, {"limit": LATEST, "offset": 0}).fetchall()
    return in_company(conn.cursor(), rows)


def _sources(conn: sqlite3.Connection) -> Sequence[tuple[int, str, str | None, int]]:
    return conn.execute(
        """select c.id, c.name, c.captured, (select coalesce(max(position), 0) from sightings where source_id = c.id)
           from sources c order by c.id desc limit ?""",
        (SOURCES,),
    ).fetchall()
