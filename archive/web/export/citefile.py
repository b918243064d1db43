"""Citations as a file: `/-/archive/DB/cite/ris?q=…&sort=…`, or `?id=12&id=40`; `kept=1` adds tags and notes.

Like the CSV of a search it has no cap, and is streamed in constant memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archive.export.citations import cited, found
from archive.export.cite import FORMS, citations
from archive.web import access
from archive.web.addresses import Links, number_in
from archive.web.export import stream
from archive.web.export.answer import answer, headers_of, refused

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from datasette.utils.asgi import Response

    from archive.search import Sort
    from archive.web.export.stream import Receive, Send

MOST_IDS = 1_000


async def cite_file(datasette: Any, request: Any, send: Send, receive: Receive) -> Response | None:
    """The view: streams the file itself, or returns the answer that says why not."""
    db = await access.asked_for(datasette, request)
    form = FORMS[request.url_vars["form"]]
    ids = [number_in(one) for one in request.args.getlist("id")[:MOST_IDS]]
    if None in ids:
        return refused("An id is a number.")
    text, with_kept = request.args.get("q") or "", request.args.get("kept") == "1"
    sort: Sort = "newest" if request.args.get("sort") == "newest" else "relevance"
    permalink = permalinks(datasette, request, Links(str(datasette.urls.path("/")), db.route))

    def encode(conn: sqlite3.Connection) -> Iterator[bytes]:
        numbers = [one for one in ids if one is not None] or found(conn, text, sort)
        yield from _pieces(citations(form, cited(conn, numbers, permalink, with_kept=with_kept)))

    name = f"{db.name}-{f'search {text}' if not ids else 'snippet ' + ' '.join(map(str, ids))}"
    headers = headers_of(datasette, form.content_type, name, form.suffix)
    return await answer(datasette, db, encode, headers, send, receive, refused)


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
