"""What stands before every page: requests that were sent to another name than this server's, or ask for too much.

A page from elsewhere can have its own name point at this machine (DNS rebinding) and read what is served here; the
name stands in the request, so `archive serve` answers only to its own names. Plain Datasette answers to any.
"""

from __future__ import annotations

import ipaddress
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from datasette.handle_exception import handle_exception
from datasette.utils.asgi import BadRequest, Response
from datasette.views.base import DatasetteError

from archive.web.access import instance_metadata, is_archive
from archive.web.permit import host_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterator

    Asgi = Callable[[Any, Any, Any], Awaitable[None]]

MOST_BYTES: Final = 50_000_000
"""Largest value that SQL may make or read: no text of an archive comes near, and `zeroblob()` asks for more."""
_LOCAL: Final = frozenset({"localhost"})
_names: list[frozenset[str]] = []
"""The names to which this process answers; none: to any."""


@contextmanager
def answering_to(names: Collection[str]) -> Iterator[None]:
    """Answer only to these names, to localhost and to plain addresses, which nobody can have point elsewhere."""
    own = _LOCAL | {name.casefold() for name in names}
    _names.append(own)
    try:
        yield
    finally:
        _names.remove(own)


def is_own(host: str | None) -> bool:
    """Whether a Host header names this server; where there is none, nobody's browser sent it."""
    if not _names or host is None:
        return True
    name = host_of(host)
    return name is not None and (name.casefold() in _names[-1] or _is_address(name))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def limit(conn: sqlite3.Connection) -> None:
    """Let no statement of a connection make or read a value beyond MOST_BYTES."""
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)


def wrap(datasette: Any, app: Asgi) -> Asgi:
    """The application, behind the guard."""

    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        refused = await _refusal(datasette, scope) if scope["type"] == "http" else None
        if refused is None:
            await app(scope, receive, send)
        else:
            await refused.asgi_send(send)

    return guarded


async def _refusal(datasette: Any, scope: Any) -> Any:
    """The answer to a request that goes no further; None if it may."""
    host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), None)
    if not is_own(host):
        said = f"This server does not answer to {host}. If that is its name: archive serve --allow-host NAME\n"
        return Response.text(said, status=421)
    if scope["method"] == "POST" and await _is_table(datasette, scope["path"]):
        return Response.text("Tables are only read here.\n", status=405, headers={"Allow": "GET, HEAD"})
    if await leads_to_rooms(datasette, scope):
        return Response.redirect(datasette.urls.path("/-/archive"))
    return None


async def leads_to_rooms(datasette: Any, scope: Any) -> bool:
    """Whether a request for the first page goes to the reading room.

    So it is where there are archives alone, and nobody has described that page, as `archive serve` does. With any
    argument, such as `/?tables`, it is Datasette's own page.
    """
    root = scope["path"] in ("/", str(datasette.setting("base_url")))
    if not root or scope["method"] not in ("GET", "HEAD") or scope["query_string"]:
        return False
    shown = [db for name, db in datasette.databases.items() if name != "_internal" and not db.is_memory]
    if not shown or not all([await is_archive(db) for db in shown]):
        return False
    described = await instance_metadata(datasette)
    return not (described.get("description") or described.get("description_html"))


async def asked_badly(datasette: Any, request: Any, exception: Exception) -> Any:
    """The answer where a table's page breaks down over what it was asked for (a page "NaN", half a condition).

    Datasette calls that its own failure (status 500); it is the request's (status 400). None where it isn't.
    """
    is_its = isinstance(exception, ValueError | sqlite3.ProgrammingError)
    is_its |= isinstance(exception, DatasetteError) and exception.status == 500
    is_its |= isinstance(exception, sqlite3.Error) and getattr(exception, "sqlite_errorcode", None) in _OF_REQUESTS
    if not (is_its and request.query_string and await _archive(datasette, request.path)):
        return None
    said = BadRequest(f"That can't be asked here: {exception}")
    return await handle_exception(datasette, request, said)()


_OF_REQUESTS: Final = {
    sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_RANGE, sqlite3.SQLITE_MISUSE,
}  # fmt: skip


async def _is_table(datasette: Any, path: str) -> bool:
    """Whether a path is that of a table or view of an archive: Datasette 0.65 breaks down where one is posted to."""
    db, *below = await _archive(datasette, path) or (None,)
    return len(below) == 1 and bool(await db.table_exists(below[0]) or below[0] in await db.view_names())


async def _archive(datasette: Any, path: str) -> tuple[Any, ...] | None:
    """The archive to which a path leads, and the parts of the path below it; None for any other path."""
    first, *below = path.removeprefix(str(datasette.setting("base_url")).rstrip("/")).strip("/").split("/")
    db = datasette.databases.get(unquote(first))
    return (db, *below) if db is not None and await is_archive(db) else None
