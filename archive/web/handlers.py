"""The pages as Datasette calls them: who asks, for which archive, what is read, which template shows it.

Each is a few lines: `access` finds the archive and reads, `pages` says what there is to see beside the results.
"""

from __future__ import annotations

import asyncio
import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Forbidden, NotFound, Response

from archive.errors import ArchiveError, SearchError
from archive.export.cite import FORMS
from archive.grain import value_between
from archive.search import answered, parse, sort_of
from archive.search.query import Filter
from archive.store.kept import kept_of
from archive.web import access, assets, permit, refine
from archive.web.addresses import Among, number_in
from archive.web.export.citefile import permalinks
from archive.web.network.comentions import read_network, wish
from archive.web.network.graph import graphml
from archive.web.pages.among import Way, back, way
from archive.web.pages.edit import EditForms, edit_forms
from archive.web.pages.entity import Gone, entity_company, entity_page
from archive.web.pages.examples import Examples, examples
from archive.web.pages.facets import Facets, search_facets
from archive.web.pages.home import home_page, home_timeline, saved_searches
from archive.web.pages.kept import beside, text_forms
from archive.web.pages.network import little_network, network_file, network_page
from archive.web.pages.paging import FURTHEST, SIZES
from archive.web.pages.search import search_page
from archive.web.pages.snippet import snippet_page
from archive.web.pages.source import source_page
from archive.web.remembered import memory
from archive.web.versions import may_view
from archive.web.visit import HEADERS, Visit, links_to, listed

if TYPE_CHECKING:
    from archive.search import Prepared, Sort


async def index(datasette: Any, request: Any) -> Response:
    """`/-/archive`: the archives there are, or the only one."""
    found = await access.archives(datasette, request.actor)
    if not found:
        raise Forbidden("view-database") if await _has_any(datasette) else NotFound("There is no archive here.")
    if len(found) == 1:
        return Response.redirect(links_to(datasette, found[0]).home)
    visit = Visit(datasette, request, found[0], links_to(datasette, found[0]))
    return await visit.show("index.html", listed=await listed(datasette, found))


async def _has_any(datasette: Any) -> bool:
    return any([await access.is_archive(db) for db in datasette.databases.values()])


async def home(visit: Visit) -> Response:
    """`/-/archive/DB`."""
    page = await visit.read(home_page)
    may_see = await may_view(visit.datasette, visit.request.actor, visit.db.name, "searches")
    saved = await visit.read(saved_searches) if may_see else ()
    over = late = None
    try:
        over = await visit.read(lambda conn: home_timeline(conn, visit.links))
    except SearchError as error:
        late = str(error)
    kept = await visit.read(lambda conn: kept_of(conn, [one.id for one in page.latest]))
    among = Among("", "newest")
    return await visit.show("home.html", page=page, among=among, over=over, late=late, saved=saved, kept=kept)


async def search(visit: Visit) -> Response:
    """`/-/archive/DB/search?q=…&sort=relevance|newest|oldest&page=…`."""
    text = visit.args.get("q") or ""
    sort, size = sort_of(visit.args.get("sort")), visit.size
    if visit.args.get("from") or visit.args.get("to"):
        return await _between_days(visit, text, sort)
    try:
        asked, total = await visit.read(lambda conn: answered(conn, text))
        page, (facets, late), shown = await asyncio.gather(
            visit.read(
                lambda conn: search_page(
                    conn, visit.links, asked, total, sort, visit.page(), longest=visit.longest, size=size
                )
            ),
            _facets(visit, asked, total.shown, sort),
            _examples(visit),
        )
    except ArchiveError as error:
        return await visit.show("search.html", 400, text=text, problem=str(error), examples=await _examples(visit))
    kept = await visit.read(lambda conn: kept_of(conn, [one.id for one in page.found.hits]))
    may_run = (await access.rights(visit.datasette, visit.request.actor, visit.db)).run_sql
    return await visit.show(
        "search.html",
        text=page.text,
        page=page,
        facets=facets,
        late=late,
        may_run_sql=may_run,
        examples=shown,
        kept=kept,
        cites=[(form.name, visit.links.cite(name, text, page.found.sort)) for name, form in FORMS.items()],
    )


async def _between_days(visit: Visit, text: str, sort: Sort) -> Response:
    """The form below a timeline asks for the days from one to another: to the query that says so."""
    given = [visit.args.get(name) for name in ("from", "to")]
    try:
        days = sorted(datetime.date.fromisoformat(day) for day in given if day)
        query = refine.within(parse(text), Filter("on", value_between(days[0], days[-1]).replace("/", "..")))
    except (ValueError, SearchError):
        query = text  # no days, or no query: the page of the search says what is wrong with it
    return Response.redirect(visit.links.search(query, sort if sort != "relevance" else None))


async def _facets(visit: Visit, asked: Prepared, total: int, sort: Sort) -> tuple[Facets | None, str | None]:
    """What stands beside the results, or why there is nothing."""
    try:
        return await visit.read(lambda conn: search_facets(conn, visit.links, asked, total, sort)), None
    except SearchError as error:
        return None, str(error)


async def _examples(visit: Visit) -> Examples:
    """How to search; nothing where that can't be read, which the page says already."""
    try:
        return await visit.read(examples)
    except ArchiveError:
        return ()


async def snippet(visit: Visit) -> Response:
    """`/-/archive/DB/snippet/ID`."""
    links, number = visit.links, visit.number()
    made = number_in(visit.args.get("decision"))
    page = await visit.read(partial(snippet_page, number=number))
    if page is None:
        return await _missing(visit, "snippet")
    link = permalinks(visit.datasette, visit.request, links)
    around = await visit.read(lambda conn: beside(conn, links, number, link))
    may = permit.secret_for(visit.request) is not None
    forms = await visit.read(lambda conn: text_forms(conn, number, made)) if may else None
    return await visit.show("snippet.html", page=page, beside=around, forms=forms, way=await _way(visit))


async def _way(visit: Visit) -> Way | None:
    """Where to go on from a snippet that was opened from results."""
    place = number_in(visit.args.get("at"))
    if not place:
        return None
    size = visit.size if visit.size != SIZES[0] else None
    sort = sort_of(visit.args.get("sort"))
    among = Among(visit.args.get("q") or "", sort if sort != "relevance" else None, size)
    work = partial(way, links=visit.links, among=among, number=visit.number(), place=min(place, FURTHEST))
    try:
        return await visit.read(partial(work, longest=visit.longest))
    except SearchError:
        return Way(back(visit.links, among, visit.number(), place), "")


async def source(visit: Visit) -> Response:
    """`/-/archive/DB/source/ID?from=POSITION`."""
    page = await visit.read(partial(source_page, number=visit.number(), start=visit.page("from")))
    return await visit.show("source.html", page=page) if page else await _missing(visit, "source")


async def _missing(visit: Visit, thing: str) -> Response:
    problem = f"The archive {visit.db.name} has no {thing} {visit.request.url_vars['number']}."
    return await visit.show("problem.html", 404, problem=problem)


async def entity(visit: Visit) -> Response:
    """`/-/archive/DB/entity/ID?page=…`; where a decision moved it, its new place."""
    number = visit.number()
    page = await visit.read(
        lambda conn: entity_page(conn, visit.links, number, visit.page(), longest=visit.longest, size=visit.size)
    )
    forms = await _edit_forms(visit, number)
    if isinstance(page, Gone) and page.to is not None:
        made = forms.notice.id if forms and forms.notice else None
        return Response.redirect(visit.links.entity(page.to, decision=made))
    if isinstance(page, Gone) and forms:
        # just hidden, it is what was asked for
        return await visit.show("edit_hidden.html", 200 if forms.notice else 410, forms=forms)
    if isinstance(page, Gone):
        return await visit.show(
            "problem.html", 410, problem=f"Entity {number} is hidden, by a decision or for want of texts."
        )
    if page is None:
        return await _missing(visit, "entity")
    late = company = picture = None
    try:
        company, picture = await asyncio.gather(
            visit.read(lambda conn: entity_company(conn, visit.links, page)),
            visit.read(lambda conn: little_network(conn, visit.links, number)),
        )
    except SearchError as error:
        late = str(error)
    kept = await visit.read(lambda conn: kept_of(conn, [one.id for one in page.found.hits]))
    return await visit.show(
        "entity.html", page=page, company=company, picture=picture, late=late, forms=forms, kept=kept
    )


async def _edit_forms(visit: Visit, number: int) -> EditForms | None:
    """What there is to correct of an entity, if this visitor may."""
    if permit.secret_for(visit.request) is None:
        return None
    made = number_in(visit.args.get("decision"))
    return await visit.read(lambda conn: edit_forms(conn, number, made))


async def network(visit: Visit) -> Response:
    """`/-/archive/DB/network?q=…&entity=…&kind=…&size=…`, with `.svg` and `.graphml` as files."""
    wished = wish(visit.args)
    remembered = memory(visit.db)
    try:
        found = await remembered.get(wished, lambda: visit.read(lambda conn: read_network(conn, wished)))
    except ArchiveError as error:
        return await visit.show("network.html", 400, text=wished.query, problem=str(error))
    if found is None:
        return await visit.show("problem.html", 404, problem=f"The archive {visit.db.name} has no such entity.")
    form = visit.request.url_vars["form"]
    if not form:
        draw = partial(asyncio.to_thread, network_page, visit.links, found)
        page = await remembered.get((visit.links, wished), draw)
        return await visit.show("network.html", text=wished.query, page=page)
    work = partial(graphml, found.network)
    if form == ".svg":
        work = partial(network_file, found, visit.datasette.absolute_url(visit.request, "/").rstrip("/"), visit.links)
    headers = {**HEADERS, "content-disposition": f'attachment; filename="network{form}"'}
    return Response(await asyncio.to_thread(work), headers=headers, content_type=NETWORK_FILES[form])


NETWORK_FILES = {".svg": "image/svg+xml; charset=utf-8", ".graphml": "application/xml; charset=utf-8"}


async def static(request: Any) -> Response:
    """`/-/archive-static/NAME`: the style sheet and the script."""
    name = request.url_vars["name"]
    try:
        body = assets.content(name)
    except KeyError:
        raise NotFound(f"There is no file {name}.") from None
    headers = {"cache-control": assets.FOR_EVER, "x-content-type-options": "nosniff"}
    return Response(body, headers=headers, content_type=assets.TYPES[name])


async def nowhere(visit: Visit) -> Response:
    """An address below an archive where there is no page."""
    return await visit.show("problem.html", 404, problem="There is no such page of this archive.")
