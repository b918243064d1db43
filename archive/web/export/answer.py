"""What exports have in common: how many there may be at once, how each reads the archive, and how it is answered."""

from __future__ import annotations

import re
import sqlite3
import threading
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from datasette.plugins import pm
from datasette.utils import add_cors_headers
from datasette.utils.asgi import Response

from archive.errors import ArchiveError
from archive.text.folding import unaccented
from archive.web.export import stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from archive.web.export.stream import Receive, Send

MOST_AT_ONCE = 8
"""So many exports can be under way; each has a thread and a connection."""

slots = threading.BoundedSemaphore(MOST_AT_ONCE)


async def answer(
    datasette: Any,
    db: Any,
    encode: Callable[[sqlite3.Connection], Iterator[bytes]],
    headers: dict[str, str],
    send: Send,
    receive: Receive,
    refuse: Callable[[str, int], Response],
) -> Response | None:
    """Stream an export, or return the answer that says why not."""
    if not slots.acquire(blocking=False):
        busy = refuse("Too many exports are under way; try again in a minute.", 503)
        busy.headers["retry-after"] = "60"
        return busy
    try:
        raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        await stream.stream(stream.Source(lambda: _connect(datasette, db), encode), raw, send, receive)
    except ArchiveError as error:
        return refuse(str(error), 400)
    except sqlite3.Error as error:
        return refuse(f"The export failed: {stream.explained(error)}", 400)
    finally:
        slots.release()
    return None


def refused(why: str, status: int = 400) -> Response:
    """Why there is no file, in plain text."""
    return Response.text(why + "\n", status=status)


def headers_of(datasette: Any, content_type: str, name: str | None = None, suffix: str = "csv") -> dict[str, str]:
    """The headers of an export; one with a name is saved and not shown."""
    headers = {
        "content-type": f"{content_type}; charset=utf-8",
        **({"content-disposition": f"attachment; {file_name(name, suffix)}"} if name else {}),
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    if datasette.cors:
        add_cors_headers(headers)
    return headers


def file_name(text: str, suffix: str = "csv") -> str:
    """The file's name for `Content-Disposition` (RFC 6266): in ASCII, and where that loses something, as it is."""
    name = re.sub(r"[^\w.]+", "-", unicodedata.normalize("NFKC", text)).strip("-_.")[:80] or "archive"
    plain = unaccented(name).encode("ascii", "ignore").decode().strip("-_.") or "archive"
    exact = "" if plain == name else f"; filename*=UTF-8''{quote(name, safe='')}.{suffix}"
    return f'filename="{plain}.{suffix}"{exact}'


def _connect(datasette: Any, db: Any) -> sqlite3.Connection:
    has_locks = not getattr(datasette, "nolock", False)
    conn = stream.open_reader(Path(db.path).absolute().as_uri(), is_mutable=db.is_mutable, has_locks=has_locks)
    pm.hook.prepare_connection(conn=conn, database=db.name, datasette=datasette)  # functions such as escape_fts
    conn.row_factory = None
    return conn
