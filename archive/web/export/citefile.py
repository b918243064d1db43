"""Citations as a file: `/-/archive/DB/cite/ris?q=…&sort=…`, or `?id=12&id=40`; `kept=1` adds tags and notes.

Like the CSV of a search it has no cap, and is streamed in constant memory.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from datasette.utils import add_cors_headers
from datasette.utils.asgi import Response

from archive.errors import ArchiveError
from archive.export.citations import cited, found
from archive.export.cite import FORMS, citations
from archive.web import access
from archive.web.addresses import Links, number_in
from archive.web.export import stream
from archive.web.export.csvfile import file_name
from archive.web.export.jsonfile import connect, slots

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from archive.export.cite import Form
    from archive.search import Sort
    from archive.web.export.stream import Receive, Send

MOST_IDS = 1_000


async def cite_file(datasette: Any, request: Any, send: Send, receive: Receive) -> Response | None:
    """The view: streams the file itself, or returns the answer that says why not."""
    db = await access.asked_for(datasette, request)
    if db.is_memory:
        return _refused("This database lives in memory only; there is no file that an export could read.")
    form = FORMS[request.url_vars["form"]]
    ids = [number_in(one) for one in request.args.getlist("id")[:MOST_IDS]]
    if None in ids:
        return _refused("An id is a number.")
    text, with_kept = request.args.get("q") or "", request.args.get("kept") == "1"
    sort: Sort = "newest" if request.args.get("sort") == "newest" else "relevance"
    permalink = permalinks(datasette, request, Links(str(datasette.urls.path("/")), db.route))

    def encode(conn: sqlite3.Connection) -> Iterator[bytes]:
        numbers = [one for one in ids if one is not None] or found(conn, text, sort)
        yield from _pieces(citations(form, cited(conn, numbers, permalink, with_kept=with_kept)))

    if not slots.acquire(blocking=False):
        return _refused("Too many exports are under way; try again in a minute.", 503)
    try:
        name = f"{db.name}-{f'search {text}' if not ids else 'snippet ' + ' '.join(map(str, ids))}"
        await stream.stream(
            stream.Source(lambda: connect(datasette, db), encode), _headers(datasette, form, name), send, receive
        )
    except (sqlite3.Error, ArchiveError) as error:
        return _refused(str(error))
    finally:
        slots.release()
    return None


def permalinks(datasette: Any, request: Any, links: Links) -> Callable[[int], str]:
    """What gives the whole address of a snippet's page, as this visitor reaches it."""
    site = str(datasette.absolute_url(request, "/")).rstrip("/")
    base = links.base.rstrip("/")
    return lambda number: site.removesuffix(base) + links.snippet(number)


def _pieces(parts: Iterator[str]) -> Iterator[bytes]:
    held, size = [], 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size >= stream.CHUNK:
            yield "".join(held).encode()
            held, size = [], 0
    yield "".join(held).encode()


def _headers(datasette: Any, form: Form, name: str) -> list[tuple[bytes, bytes]]:
    headers = {
        "content-type": f"{form.content_type}; charset=utf-8",
        "content-disposition": f"attachment; {file_name(name, form.suffix)}",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    if datasette.cors:
        add_cors_headers(headers)
    return [(key.encode(), value.encode("latin-1")) for key, value in headers.items()]


def _refused(why: str, status: int = 400) -> Response:
    return Response.text(why + "\n", status=status)


def routes() -> list[tuple[str, Any]]:
    """Pattern and view, for Datasette's hook `register_routes`."""
    return [(rf"^/-/archive/(?P<database>[^/]+)/cite/(?P<form>{'|'.join(FORMS)})$", cite_file)]
