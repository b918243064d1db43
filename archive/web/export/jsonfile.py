"""All that a search finds as one JSON document, streamed from one cursor: `/-/archive/DB/search.json?q=…&sort=…`.

    {"query": …, "read_as": …, "is_relaxed": …, "sort": …, "total": …, "notes": […], "offers": […],
     "snippets": [{"id": …, "entities": […], "also": […], …}, …]}

Like the CSV, it has no row cap and takes constant memory; what fails half-way leaves a document that is not closed, so
no reader can take it for the whole.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
import threading
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette.plugins import pm
from datasette.utils import add_cors_headers
from datasette.utils.asgi import Response

from archive.errors import ArchiveError
from archive.search import answered, sort_of
from archive.search.hits import in_company, json_object
from archive.search.offers import offers
from archive.search.plan import settled
from archive.web import access
from archive.web.export import stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.search import Sort
    from archive.web.export.stream import Receive, Send

MOST_AT_ONCE = 8
"""So many can be under way; each has a thread and a connection."""
TOGETHER = 200
"""Snippets whose company is fetched at once, and that are sent together."""

slots = threading.BoundedSemaphore(MOST_AT_ONCE)
"""Taken while a file is made."""


async def search_json(datasette: Any, request: Any, send: Send, receive: Receive) -> Response | None:
    """The view: streams the document itself, or returns the answer that says why not."""
    db = await access.asked_for(datasette, request)
    if db.is_memory:
        return _refused("This database lives in memory only; there is no file that an export could read.")
    sort = sort_of(request.args.get("sort"))
    text = request.args.get("q") or ""
    if not slots.acquire(blocking=False):
        return _refused("Too many exports are under way; try again in a minute.", 503)
    try:
        source = stream.Source(lambda: connect(datasette, db), lambda conn: document(conn, text, sort))
        await stream.stream(source, _headers(datasette), send, receive)
    except (sqlite3.Error, ArchiveError) as error:
        return _refused(str(error))
    finally:
        slots.release()
    return None


def document(conn: sqlite3.Connection, text: str, sort: Sort) -> Iterator[bytes]:
    """Write what a search finds, in its order, variants folded as on its page, from one cursor."""
    asked, total = answered(conn, text)
    order = settled(sort, asked.plan)
    head = {
        "query": asked.query.text,
        "read_as": str(asked.query),
        "is_relaxed": asked.is_relaxed,
        "sort": order,
        "total": total.shown,
        "notes": asked.notes,
        "offers": [asdict(one) for one in offers(conn, asked, total)],
    }
    cursor = conn.execute(asked.plan.page(order), {**asked.params, "limit": -1, "offset": 0})
    yield _json(head)[:-1] + b', "snippets": ['
    between = b"\n"
    while some := list(itertools.islice(cursor, TOGETHER)):
        yield between + b",\n".join(_json(json_object(hit)) for hit in in_company(conn.cursor(), some))
        between = b",\n"
    yield b"\n]}\n"


def connect(datasette: Any, db: Any) -> sqlite3.Connection:
    """A connection of an export's own."""
    has_locks = not getattr(datasette, "nolock", False)
    conn = stream.open_reader(Path(db.path).absolute().as_uri(), is_mutable=db.is_mutable, has_locks=has_locks)
    pm.hook.prepare_connection(conn=conn, database=db.name, datasette=datasette)
    conn.row_factory = None
    return conn


def _headers(datasette: Any) -> list[tuple[bytes, bytes]]:
    headers = {
        "content-type": "application/json; charset=utf-8",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    if datasette.cors:
        add_cors_headers(headers)
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _refused(why: str, status: int = 400) -> Response:
    return Response(json.dumps({"error": why}) + "\n", status=status, content_type="application/json; charset=utf-8")
