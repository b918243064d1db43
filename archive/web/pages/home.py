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
from archive.web.addresses import Among
from archive.web.counts import in_folded, over_time
from archive.web.pages.search import Item, item
from archive.web.pages.timeline import Series, Timeline, timeline
from archive.web.wording import KINDS, counted, spanned, written

if TYPE_CHECKING:
    import sqlite3

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
class MostNamed:
    """An entity with how often it is named."""

    name: str
    url: str
    description: str | None
    snippets: int
    share: float
    """Of the foremost one's, in percent: the length of a bar."""


@dataclass(frozen=True, slots=True)
class NamedKind:
    """The entities of a kind that are named most."""

    kind: str
    title: str
    entities: tuple[MostNamed, ...]
    more_url: str


@dataclass(frozen=True, slots=True)
class LatestSource:
    """A source that came in."""

    name: str
    url: str
    captured: str | None
    items: int


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A saved search and what is new in it."""

    name: str
    query: str
    url: str
    new: int | None
    """Snippets that came in since it was looked at; None where they could not be counted."""
    last: int
    """The number of the last snippet that was counted."""


@dataclass(frozen=True, slots=True)
class HomePage:
    """Everything on the page."""

    summary: str
    is_empty: bool
    kinds: tuple[NamedKind, ...]
    latest: tuple[Item, ...]
    sources: tuple[LatestSource, ...]
    newest_url: str


def home_timeline(conn: sqlite3.Connection, links: Links) -> Timeline | None:
    """All snippets over time, from what the archive keeps count of."""
    return timeline(Series(over_time(conn), lambda when: links.search(f"on:{when}", "newest")))


def saved_searches(conn: sqlite3.Connection, links: Links) -> tuple[SavedSearch, ...]:
    """The saved searches, with what is new in each as far as there is time to count it."""
    last, until = latest(conn), time.monotonic() + SAVED_SECONDS
    return tuple(
        SavedSearch(one.name, one.query, links.search(one.query, "newest"), _new(conn, one, last, until), last)
        for one in all_saved(conn, MOST_SAVED)
    )


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


def home_page(conn: sqlite3.Connection, links: Links) -> HomePage:
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
        kinds=tuple(_most_named(conn, links, kind) for kind in KINDS),
        latest=tuple(_latest(conn, links)),
        sources=tuple(_sources(conn, links)),
        newest_url=links.search("", "newest"),
    )


def _most_named(conn: sqlite3.Connection, links: Links, kind: str) -> NamedKind:
    rows = conn.execute(
        """select id, name, description, snippet_count from entities
           where kind = ? and mention_count > 0 order by mention_count desc limit ?""",
        (kind, 4 * MOST_NAMED),  # by mentions there is an index; the order by snippets is nearly the same
    ).fetchall()
    folded = in_folded(conn, [row[0] for row in rows]) or {}
    rows = [(*row[:3], row[3] - folded.get(row[0], 0)) for row in rows]
    rows = sorted(rows, key=lambda row: (-row[3], row[1]))[:MOST_NAMED]
    most = max((row[3] for row in rows), default=1) or 1
    return NamedKind(
        kind,
        KINDS[kind].capitalize(),
        tuple(
            MostNamed(name, links.entity(id_), description, snippets, round(100 * snippets / most, 1))
            for id_, name, description, snippets in rows
        ),
        links.list(KINDS[kind]),
    )


def _latest(conn: sqlite3.Connection, links: Links) -> list[Item]:
    """The snippets of the newest days, as the search for all of them has them."""
    latest = Plan(conditions=()).page("newest")
    rows = conn.execute(latest, {"limit": LATEST, "offset": 0}).fetchall()
    hits = in_company(conn.cursor(), rows)
    return [item(links, hit, Among("", "newest"), place) for place, hit in enumerate(hits, 1)]


def _sources(conn: sqlite3.Connection, links: Links) -> list[LatestSource]:
    rows = conn.execute(
        """select c.id, c.name, c.captured, (select coalesce(max(position), 0) from sightings where source_id = c.id)
           from sources c order by c.id desc limit ?""",
        (SOURCES,),
    )
    return [
        LatestSource(name, links.source(id_), written(captured) if captured else None, items)
        for id_, name, captured, items in rows
    ]
