"""The page of one entity: its names, its roles, when and with whom it is named, what it says and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from archive.search import Prepared, Query, prepare, results, total_of, unparse
from archive.search.query import Filter
from archive.store.rows import as_dicts
from archive.web import refine
from archive.web.addresses import Among
from archive.web.counts import counts
from archive.web.pages.facets import Facets, facets_of_entity
from archive.web.pages.paging import FURTHEST, SIZES, Turner, turner
from archive.web.wording import KINDS, between, counted

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from archive.search import Results
    from archive.store.rows import Row
    from archive.web.addresses import Links
    from archive.web.counts import EntityCount

NEWEST = 5_000
"""Mentions that are looked through for roles and for what is said: those added last."""
MOST_ROLES = 12
MOST_QUOTATIONS = 10
MOST_COMPANY = 12
"""Entities of a kind among those it is named with."""


@dataclass(frozen=True, slots=True)
class EntityPage:
    """Everything on the page but its company."""

    row: Row
    """The entity."""
    country: str | None
    """Where its name or its description does not say it."""
    summary: str
    query: Query
    """For the snippets that name it, as a person would write it."""
    asked: Prepared
    """The same by its number."""
    found: Results
    aliases: list[str]
    """Other names."""
    roles: Sequence[tuple[str, str, str, int]]
    """Titles and descriptions that were worn: which, from when, until when, and in how many snippets."""
    said_by: Sequence[Row]
    said_by_url: str | None
    """Where there is more of it."""
    said_about: Sequence[Row]
    said_about_url: str | None
    start: int
    """The place of the first of them among all, from 1."""
    among: Among
    turner: Turner


@dataclass(frozen=True, slots=True)
class EntityCompany:
    """When and with whom it is named."""

    facets: Facets
    """Its timeline too."""
    company: tuple[tuple[str, Sequence[tuple[EntityCount, str]]], ...]
    """Those that it is named with, by kind, each with the query for the snippets that name both."""
    is_rough: bool


@dataclass(frozen=True, slots=True)
class Gone:
    """What became of an entity's number: where it is now, or that it is hidden."""

    to: int | None


def entity_page(
    conn: sqlite3.Connection, links: Links, number: int, page: int, *, longest: float, size: int = SIZES[0]
) -> EntityPage | Gone | None:
    """Read all about an entity, and a page of its snippets.

    Returns:
        The page; where it is now, if a decision moved or hid it; None if there never was one of that number.

    Raises:
        SearchError: It took too long.
    """
    known = as_dicts(conn, "select * from entities where id = ?", number)
    if not known:
        return gone(conn, number)
    row = known[0]
    name, kind, country = row["name"], row["kind"], row["country"]
    said_by, said_about = _said_by(conn, number), _said_about(conn, number)
    page = min(max(1, page), FURTHEST // size)
    start = (page - 1) * size
    asked = prepare(conn, Query("", Filter("entity", f"#{number}")))
    found = results(conn, asked, total_of(conn, asked), sort="newest", limit=size, offset=start, longest=longest)
    named = refine.named(conn, number, name, kind)
    query = Query(unparse(named), named)
    among = Among(query.text, "newest", size if size != SIZES[0] else None)
    return EntityPage(
        row=row,
        country=country if country and country not in f"{name} {row['description']}" else None,
        summary=_summary(row["mention_count"], found.total, row["first_dated"], row["last_dated"]),
        query=query,
        asked=asked,
        found=found,
        aliases=_aliases(conn, number, name),
        roles=_roles(conn, number) if kind == "person" else (),
        said_by=said_by,
        said_by_url=_more(links, said_by, replace(named, field="by")),
        said_about=said_about,
        said_about_url=_more(links, said_about, replace(named, field="about")),
        start=start + 1,
        among=among,
        turner=turner(page, size, found.total, partial(links.entity, number)),
    )


def entity_company(conn: sqlite3.Connection, links: Links, page: EntityPage) -> EntityCompany:
    """Count when and with whom an entity is named."""
    found = counts(conn, page.asked, page.found.total, but=(page.row["id"],))
    nodes = refine.all_named(conn, [(one.id, one.name, one.kind) for one in found.entities])
    company = ((kind, [one for one in found.entities if one.kind == kind][:MOST_COMPANY]) for kind in KINDS)
    return EntityCompany(
        facets=facets_of_entity(conn, links, page.query, found),
        company=tuple(
            (kind, [(one, refine.narrowed(page.query, nodes[one.id])) for one in shown])
            for kind, shown in company
            if shown
        ),
        is_rough=found.is_rough,
    )


def gone(conn: sqlite3.Connection, number: int) -> Gone | None:
    """Where the mentions of a former entity are now."""
    row = conn.execute("select placed_id from identities where entity_id = ?", (number,)).fetchone()
    if row is None:
        return None
    (placed,) = row
    is_there = placed != number and conn.execute("select 1 from entities where id = ?", (placed,)).fetchone()
    return Gone(placed if is_there else None)


def _more(links: Links, shown: Sequence[Row], query: Filter) -> str | None:
    return links.search(unparse(query), "newest") if len(shown) == MOST_QUOTATIONS else None


def _summary(mentions: int, snippets: int, first: str | None, last: str | None) -> str:
    named = f"Named {counted(mentions, 'time')} in {counted(snippets, 'snippet')}"
    match between(first, last):
        case [begin, end]:
            return f"{named}, from {begin} to {end}."
        case [day]:
            return f"{named}, {day}."
    return f"{named}."


def _aliases(conn: sqlite3.Connection, number: int, name: str) -> list[str]:
    """Other names, those of the archive's own texts first."""
    rows = conn.execute(
        "select alias from aliases where entity_id = ? and alias <> ? order by origin = 'gazetteer', alias limit 1000",
        (number, name),
    )
    return [alias for (alias,) in rows]


def _roles(conn: sqlite3.Connection, number: int) -> Sequence[tuple[str, str, str, int]]:
    return conn.execute(
        """select min(m.role), min(s.dated), max(s.dated), count(distinct s.id)
           from (select distinct snippet_id from (
                   select snippet_id from mentions where entity_id = :id order by snippet_id desc limit :newest)) n
           cross join mentions m on m.snippet_id = n.snippet_id and m.entity_id = :id
           join snippets s on s.id = m.snippet_id
           where m.role is not null
           group by m.role collate nocase order by count(distinct s.id) desc, max(s.dated) desc limit :most""",
        {"id": number, "newest": NEWEST, "most": MOST_ROLES},
    ).fetchall()


def _said_by(conn: sqlite3.Connection, number: int) -> Sequence[Row]:
    return as_dicts(
        conn,
        """select q.start, q.stop, q.kind, null as speaker_id, null as speaker, s.id, s.text, s.dated, s.outlet
           from (select snippet_id, start from said where speaker_id = :id
                 order by snippet_id desc limit :newest) n
           cross join quotations q on q.snippet_id = n.snippet_id and q.start = n.start
           cross join snippets s on s.id = q.snippet_id
           where s.variant_of is null
           order by s.dated desc, s.id, q.start limit :most""",
        id=number,
        newest=NEWEST // 5,
        most=MOST_QUOTATIONS,
    )


def _said_about(conn: sqlite3.Connection, number: int) -> Sequence[Row]:
    """Quotations, not its own, in which it is named."""
    return as_dicts(
        conn,
        """select q.start, q.stop, q.kind, e.id as speaker_id, e.name as speaker_name, e.kind as speaker_kind,
                  q.speaker, s.id, s.text, s.dated, s.outlet
           from (select distinct snippet_id from (
                   select snippet_id from mentions where entity_id = :id order by snippet_id desc limit :newest)) n
           cross join quotations q on q.snippet_id = n.snippet_id
           cross join snippets s on s.id = q.snippet_id
           left join entities e on e.id = q.speaker_id
           where s.variant_of is null and q.speaker_id is not :id
             and exists (select 1 from mentions m where m.snippet_id = q.snippet_id and m.entity_id = :id
                         and m.start >= q.start and m.stop <= q.stop)
           order by s.dated desc, s.id, q.start limit :most""",
        id=number,
        newest=NEWEST,
        most=MOST_QUOTATIONS,
    )
