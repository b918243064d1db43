"""Atom feeds of every search and every entity: what came in last, for any feed reader.

A reader that says what it has (`If-None-Match`, `If-Modified-Since`) gets the feed only when that is no longer so.
"""

from __future__ import annotations

import datetime
import email.utils
import hashlib
from functools import partial
from typing import Any

from datasette.utils.asgi import Response

from archive.errors import ArchiveError
from archive.search.arrivals import arrivals
from archive.search.query import Filter, Query
from archive.web import access
from archive.web.addresses import number_in
from archive.web.export.atom import CONTENT_TYPE, NEVER, About, feed, updated
from archive.web.pages.entity import Gone, gone
from archive.web.visit import HEADERS, Visit

SIZE = 50
"""Entries, unless the address asks for more or fewer with `size`."""
MOST = 200


async def search_feed(visit: Visit) -> Response:
    """`/-/archive/DB/search.atom?q=…&size=…`."""
    text = visit.args.get("q") or ""
    return await _feed(visit, text or "All snippets", text, visit.links.search_feed(text), visit.links.search(text))


async def entity_feed(visit: Visit) -> Response:
    """`/-/archive/DB/entity/ID.atom`; where a decision moved it, its new place."""
    number = visit.number()
    select = "select name from entities where id = ?"
    try:
        row = await visit.read(lambda conn: conn.execute(select, (number,)).fetchone())
        lost = None if row else await visit.read(lambda conn: gone(conn, number))
    except ArchiveError as error:
        return _refused(str(error), 503)
    if row is None:
        if isinstance(lost, Gone) and lost.to is not None:
            return Response.redirect(visit.links.entity_feed(lost.to))
        return _refused(f"The archive {visit.db.name} has no entity {number}.", 410 if lost else 404)
    query = Query("", Filter("entity", f"#{number}"))
    return await _feed(visit, row[0], query, visit.links.entity_feed(number), visit.links.entity(number))


async def _feed(visit: Visit, name: str, query: Query | str, path: str, page: str) -> Response:
    size = min(max(1, number_in(visit.args.get("size")) or SIZE), MOST)
    try:
        found = await visit.read(lambda conn: arrivals(conn, query, size))
    except ArchiveError as error:
        return _refused(str(error), 400)
    described = await access.described(visit.datasette, visit.db)
    absolute = partial(visit.datasette.absolute_url, visit.request)
    title = described.get("title") or visit.db.name
    about = About(f"{name} – {title}", absolute(path), absolute(page), title, described.get("license"))
    body = feed(about, found, lambda number: absolute(visit.links.snippet(number)))
    return _conditional(visit.request, body, updated(found))


def _conditional(request: Any, body: bytes, when: str) -> Response:
    """The feed, or only that it is what the reader has already."""
    mark = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {**HEADERS, "etag": mark, "cache-control": "private, no-cache"}
    if when != NEVER:
        headers["last-modified"] = email.utils.format_datetime(_moment(when), usegmt=True)
    known = request.headers.get("if-none-match")
    if known is not None:
        is_known = known.strip() == "*" or mark in {each.strip().removeprefix("W/") for each in known.split(",")}
    else:
        is_known = _is_no_later(when, request.headers.get("if-modified-since"))
    if is_known:
        return Response("", status=304, headers=headers, content_type=CONTENT_TYPE)
    return Response(body, headers=headers, content_type=CONTENT_TYPE)


def _is_no_later(when: str, since: str | None) -> bool:
    if not since or when == NEVER:
        return False
    try:
        return _moment(when) <= email.utils.parsedate_to_datetime(since)
    except (ValueError, TypeError):  # what is no date of HTTP asks for nothing
        return False


def _moment(when: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(when)


def _refused(why: str, status: int) -> Response:
    return Response.text(why, status=status, headers=HEADERS)
