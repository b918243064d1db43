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
from archive.web.counts import Counts, counts
from archive.web.pages.facets import Facets, facets_of_entity
from archive.web.pages.paging import FURTHEST, SIZES, Turner, turner
from archive.web.pages.search import LONGEST, Item, NamedChip, Pieces, item
from archive.web.spans import excerpt
from archive.web.wording import KINDS, about, between, counted, written

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from archive.store.rows import Row
    from archive.web.addresses import Links

NEWEST = 5_000
"""Mentions that are looked through for roles and for what is said: those added last."""
MOST_ALIASES = 60
MOST_ROLES = 12
MOST_QUOTATIONS = 10
MOST_COMPANY = 12
"""Entities of a kind among those it is named with."""


@dataclass(frozen=True, slots=True)
class Role:
    """A title or description that was worn."""

    role: str
    first: str
    last: str
    snippets: int


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation of its speaker, in its snippet."""

    pieces: Pieces
    """Its snippet, the quotation marked."""
    speaker: NamedChip | None
    speaker_text: str | None
    """Who speaks, where nobody is named."""
    kind: str
    dated: str
    outlet: str | None
    url: str


@dataclass(frozen=True, slots=True)
class Companion:
    """An entity that is named with it."""

    name: str
    url: str
    search_url: str
    """The snippets that name both."""
    count: str
    share: float
    """Of the snippets of the foremost companion, in percent: the length of a bar."""


@dataclass(frozen=True, slots=True)
class Companions:
    """Those of one kind that it is named with."""

    kind: str
    title: str
    companions: tuple[Companion, ...]


@dataclass(frozen=True, slots=True)
class EntityPage:
    """Everything on the page but its company."""

    id: int
    name: str
    kind: str
    description: str | None
    country: str | None
    wikidata: str | None
    summary: str
    query: Query
    """For the snippets that name it, as a person would write it."""
    asked: Prepared
    """The same by its number."""
    total: int
    aliases: tuple[str, ...]
    more_aliases: int
    roles: tuple[Role, ...]
    said_by: tuple[Said, ...]
    said_by_url: str | None
    """Where there is more of it."""
    said_about: tuple[Said, ...]
    said_about_url: str | None
    items: tuple[Item, ...]
    start: int
    """The place of the first of them among all, from 1."""
    turner: Turner
    search_url: str


@dataclass(frozen=True, slots=True)
class EntityCompany:
    """When and with whom it is named."""

    facets: Facets
    """Its timeline too."""
    company: tuple[Companions, ...]


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
    row = conn.execute(
        """select id, name, kind, description, country, wikidata, mention_count, first_dated, last_dated
           from entities where id = ?""",
        (number,),
    ).fetchone()
    if row is None:
        return gone(conn, number)
    id_, name, kind, description, country, wikidata, mentions, first, last = row
    aliases = _aliases(conn, id_, name)
    roles = tuple(_roles(conn, id_)) if kind == "person" else ()
    said_by, said_about = tuple(_said_by(conn, links, id_)), tuple(_said_about(conn, links, id_))
    page = min(max(1, page), FURTHEST // size)
    start = (page - 1) * size
    asked = prepare(conn, Query("", Filter("entity", f"#{id_}")))
    found = results(conn, asked, total_of(conn, asked), sort="newest", limit=size, offset=start, longest=longest)
    named = refine.named(conn, id_, name, kind)
    query = Query(unparse(named), named)
    among = Among(query.text, "newest", size if size != SIZES[0] else None)
    return EntityPage(
        id=id_,
        name=name,
        kind=kind,
        description=description,
        country=country if country and country not in f"{name} {description}" else None,
        wikidata=wikidata,
        summary=_summary(mentions, found.total, first, last),
        query=query,
        asked=asked,
        total=found.total,
        aliases=tuple(aliases[:MOST_ALIASES]),
        more_aliases=max(0, len(aliases) - MOST_ALIASES),
        roles=roles,
        said_by=said_by,
        said_by_url=_more(links, said_by, replace(named, field="by")),
        said_about=said_about,
        said_about_url=_more(links, said_about, replace(named, field="about")),
        items=tuple(item(links, hit, among, place) for place, hit in enumerate(found.hits, start + 1)),
        start=start + 1,
        turner=turner(page, size, found.total, partial(links.entity, id_)),
        search_url=links.search(query.text, "newest"),
    )


def entity_company(conn: sqlite3.Connection, links: Links, page: EntityPage) -> EntityCompany:
    """Count when and with whom an entity is named."""
    found = counts(conn, page.asked, page.total, but=(page.id,))
    nodes = refine.all_named(conn, [(one.id, one.name, one.kind) for one in found.entities])
    company = (_company(links, page.query, nodes, kind, title.capitalize(), found) for kind, title in KINDS.items())
    return EntityCompany(
        facets=facets_of_entity(conn, links, page.query, found),
        company=tuple(one for one in company if one.companions),
    )


def _company(
    links: Links, query: Query, nodes: Mapping[int, Filter], kind: str, title: str, found: Counts
) -> Companions:
    shown = [one for one in found.entities if one.kind == kind][:MOST_COMPANY]
    return Companions(
        kind,
        title,
        tuple(
            Companion(
                name=one.name,
                url=links.entity(one.id),
                search_url=links.search(refine.narrowed(query, nodes[one.id])),
                count=about(one.count, is_rough=found.is_rough),
                share=round(100 * one.count / max(1, shown[0].count), 1),
            )
            for one in shown
        ),
    )


def gone(conn: sqlite3.Connection, number: int) -> Gone | None:
    """Where the mentions of a former entity are now."""
    row = conn.execute("select placed_id from identities where entity_id = ?", (number,)).fetchone()
    if row is None:
        return None
    (placed,) = row
    is_there = placed != number and conn.execute("select 1 from entities where id = ?", (placed,)).fetchone()
    return Gone(placed if is_there else None)


def _more(links: Links, shown: tuple[Said, ...], query: Filter) -> str | None:
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


def _roles(conn: sqlite3.Connection, number: int) -> Iterable[Role]:
    rows = conn.execute(
        """select min(m.role), min(s.dated), max(s.dated), count(distinct s.id)
           from (select distinct snippet_id from (
                   select snippet_id from mentions where entity_id = :id order by snippet_id desc limit :newest)) n
           cross join mentions m on m.snippet_id = n.snippet_id and m.entity_id = :id
           join snippets s on s.id = m.snippet_id
           where m.role is not null
           group by m.role collate nocase order by count(distinct s.id) desc, max(s.dated) desc limit :most""",
        {"id": number, "newest": NEWEST, "most": MOST_ROLES},
    )
    return [Role(role, written(first), written(last), snippets) for role, first, last, snippets in rows]


def _said_by(conn: sqlite3.Connection, links: Links, number: int) -> Iterable[Said]:
    rows = as_dicts(
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
    return [_said(links, row) for row in rows]


def _said_about(conn: sqlite3.Connection, links: Links, number: int) -> Iterable[Said]:
    """Quotations, not its own, in which it is named."""
    rows = as_dicts(
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
    return [_said(links, row) for row in rows]


def _said(links: Links, row: Row) -> Said:
    speaker = row["speaker_id"]
    return Said(
        pieces=excerpt(row["text"], ((row["start"], row["stop"]),), LONGEST),
        speaker=NamedChip(row["speaker_name"], row["speaker_kind"], links.entity(speaker)) if speaker else None,
        speaker_text=row["speaker"],
        kind=row["kind"],
        dated=written(row["dated"]),
        outlet=row["outlet"],
        url=links.snippet(row["id"]),
    )
