"""All that a search finds as one JSON document, streamed from one cursor: `/-/archive/DB/search.json?q=…&sort=…`.

    {"query": …, "read_as": …, "is_relaxed": …, "sort": …, "total": …, "notes": […], "offers": […],
     "snippets": [{"id": …, "entities": […], "also": […], …}, …]}

Like the CSV, it has no row cap and takes constant memory; what fails half-way leaves a document that is not closed, so
no reader can take it for the whole.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Response

from archive.search import answered, sort_of
from archive.search.hits import json_object
from archive.search.offers import offers
from archive.search.plan import settled
from archive.search.run import every_hit
from archive.web import access
from archive.web.export.answer import answer, headers_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from archive.search import Sort
    from archive.web.export.stream import Receive, Send

TOGETHER = 200
"""Snippets that are sent together."""


async def search_json(datasette: Any, request: Any, send: Send, receive: Receive) -> Response | None:
    """The view: streams the document itself, or returns the answer that says why not."""
    db = await access.asked_for(datasette, request)
    sort, text = sort_of(request.args.get("sort")), request.args.get("q") or ""
    headers = headers_of(datasette, "application/json")
    return await answer(datasette, db, lambda conn: document(conn, text, sort), headers, send, receive, _refused)


def document(conn: sqlite3.Connection, text: str, sort: Sort) -> Iterator[bytes]:
    """Write what a search finds, in its order, variants folded as on its page, from one cursor.

    Raises:
        SearchError: The query can't be read; before anything is yielded.
    """
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
    hits = map(json_object, every_hit(conn, asked, order))
    yield _json(head)[:-1] + b', "snippets": ['
    between = b"\n"
    while some := list(itertools.islice(hits, TOGETHER)):
        yield between + b",\n".join(map(_json, some))
        between = b",\n"
    yield b"\n]}\n"


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _refused(why: str, status: int) -> Response:
    return Response(json.dumps({"error": why}) + "\n", status=status, content_type="application/json; charset=utf-8")
