"""The pages and answers that lead to what is meant: lists of people and outlets, suggestions, and what the keys do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Response

from archive.errors import ArchiveError
from archive.search import unparse
from archive.search.query import ENTITY_KINDS, Filter, Term
from archive.search.suggest import Typed, endings, suggestions
from archive.web import refine
from archive.web.pages.lists import list_page, wanted
from archive.web.visit import HEADERS, Visit

if TYPE_CHECKING:
    import sqlite3

    from archive.search.suggest import Suggestion

LONGEST = 500
"""Letters before the cursor that are looked at."""


async def listing(visit: Visit) -> Response:
    """`/-/archive/DB/people?q=…&letter=…&sort=…&page=…`, and the same of organisations, places, outlets, sources."""
    asked = wanted(visit.request.url_vars["list"], visit.args, visit.page(), visit.size)
    return await visit.show("list.html", page=await visit.read(lambda conn: list_page(conn, visit.links, asked)))


async def keys(visit: Visit) -> Response:
    """`/-/archive/DB/keys`."""
    return await visit.show("keys.html")


async def suggest(visit: Visit) -> Response:
    """`/-/archive/DB/suggest.json?q=…&as=name`: what the end of a query may mean, or a name alone."""
    text = (visit.args.get("q") or "")[-LONGEST:]
    cut = max(0, len(visit.args.get("q") or "") - LONGEST)
    as_name = visit.args.get("as") == "name"
    typed = [Typed(0, None, " ".join(text.split()))] if as_name else list(endings(text))
    try:
        start, found = await visit.read(lambda conn: _suggested(conn, typed, names_only=as_name))
    except ArchiveError as error:
        return Response.json({"error": str(error)}, status=503, headers=HEADERS)
    told = [{**one, "url": visit.links.entity(one["id"]) if one["id"] else None} for one in found]
    return Response.json({"start": start + cut, "suggestions": told}, headers=HEADERS)


def _suggested(conn: sqlite3.Connection, typed: list[Typed], *, names_only: bool) -> tuple[int, list[dict[str, Any]]]:
    """Where the first ending begins that begins anything, and what."""
    for one in typed:
        found = suggestions(conn, one, names_only=names_only) if one.text else []
        if found:
            return one.start, _told(conn, found, one.field)
    return 0, []


def _told(conn: sqlite3.Connection, found: list[Suggestion], field: str | None) -> list[dict[str, Any]]:
    named = [(one.id, one.label, one.kind) for one in found if one.id is not None]
    nodes = refine.all_named(conn, named)
    told = []
    for one in found:
        node: Term | Filter | None = Term(one.label) if one.kind == "word" else refine.outlet(one.label)
        if one.id is not None:
            node = nodes[one.id]
            node = replace(node, field=field) if field in ENTITY_KINDS else node
        if node is None:
            continue
        # where several bear a name, its number alone says who is meant
        name = node.value if isinstance(node, Filter) and one.id is not None else one.label
        told.append(
            {
                "label": one.label,
                "kind": one.kind,
                "description": one.description,
                "count": one.count,
                "query": unparse(node),
                "name": name,
                "id": one.id,
            }
        )
    return told
