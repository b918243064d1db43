"""From the rows of an archive to a client as CSV, with bounded memory, and so that a failure can't look like an end.

The database is read in a thread of the export's own, a piece ahead of nothing: the next piece is made when the client
has taken the last. Between the two the event loop watches for the client to leave.
"""

from __future__ import annotations

import asyncio
import csv
import io
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from archive.csvsafe import neutralised

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence

    Message = dict[str, Any]
    Send = Callable[[Message], Awaitable[None]]
    Receive = Callable[[], Awaitable[Message]]

T = TypeVar("T")

STALLED_SECONDS = 300
"""An export ends when for so long no row was made, or none taken."""

CHUNK = 2**17
"""Characters that are sent together, about."""

_STEPS = 20_000  # virtual machine steps between two looks at the clock: well under 10 ms


class ExportBrokenError(BaseException):
    """An export failed after its first rows were sent.

    Not an Exception, because Datasette answers each of these with a page of its own, for which it is too late. The
    server closes the connection on it, which is what is wanted: before the end of the body that HTTP announces.
    """


class ClientGoneError(Exception):
    """The client closed the connection: nobody is there to be told."""


class Source:
    """One export: its connection, its rows, its thread."""

    def __init__(
        self, connect: Callable[[], sqlite3.Connection], encode: Callable[[sqlite3.Connection], Iterator[bytes]]
    ):
        self._connect = connect
        self._encode = encode
        self._conn: sqlite3.Connection | None = None
        self._chunks: Iterator[bytes] | None = None
        self._deadline = 0.0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="archive-export")

    async def chunk(self) -> bytes | None:
        """The next piece of the file; None after the last.

        Raises:
            sqlite3.Error: The archive can't be read; 'interrupted' if that took too long.
            ArchiveError: A search can't be understood.
        """
        self._deadline = time.monotonic() + STALLED_SECONDS
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._next)

    def close(self) -> None:
        """Stop what the thread is doing, and let it close the connection when it has stopped."""
        self._deadline = 0.0
        self._thread.submit(self._close)
        self._thread.shutdown(wait=False)

    def _next(self) -> bytes | None:
        if self._chunks is None:
            self._conn = self._connect()
            self._conn.set_progress_handler(lambda: time.monotonic() > self._deadline, _STEPS)
            self._conn.execute("begin")  # every statement is to see the same state
            self._chunks = self._encode(self._conn)
        return next(self._chunks, None)

    def _close(self) -> None:
        if self._conn is not None:
            self._conn.close()


def encoded(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], *, is_raw: bool = False, has_mark: bool = False
) -> Iterator[bytes]:
    """Write rows as CSV: RFC 4180, in UTF-8, a line of column names first; None is empty, bytes are hexadecimal.

    Where it is not raw, what a spreadsheet would run is made harmless; a byte order mark goes first if wanted.
    """
    safe: Callable[[Iterable[Any]], list[Any]] = list if is_raw else neutralised
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    if has_mark:
        buffer.write("\ufeff")
    writer.writerow(safe(columns))
    for row in rows:
        writer.writerow(safe(_without_bytes(row)))
        if buffer.tell() >= CHUNK:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def open_reader(path: str, *, is_mutable: bool, has_locks: bool = True) -> sqlite3.Connection:
    """A connection that can't write, for one export of the file at a URI; nobody writes one that is not mutable."""
    how = "mode=ro" if is_mutable else "immutable=1"
    conn = sqlite3.connect(f"{path}?{how}{'' if has_locks else '&nolock=1'}", uri=True, isolation_level=None)
    conn.text_factory = partial(str, encoding="utf-8", errors="replace")
    return conn


async def stream(source: Source, headers: list[tuple[bytes, bytes]], send: Send, receive: Receive) -> None:
    """Send an export to a client, and close it; nothing is sent before its first piece is there.

    Raises:
        sqlite3.Error: The archive can't be read; nothing was sent.
        ArchiveError: A search can't be understood; nothing was sent.
        ExportBrokenError: It failed later; the client has been sent the reason, and must see the connection break.
    """
    leaving = asyncio.create_task(_left(receive))
    try:
        chunk = await _unless(leaving, source.chunk())
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await _rest(source, chunk, leaving, send)
    except ClientGoneError:
        return
    finally:
        leaving.cancel()
        source.close()


async def _rest(source: Source, chunk: bytes | None, leaving: asyncio.Task[None], send: Send) -> None:
    try:
        while chunk is not None:
            await asyncio.wait_for(send(_body(chunk)), STALLED_SECONDS)
            chunk = await _unless(leaving, source.chunk())
    except ClientGoneError:
        raise
    except TimeoutError as error:
        raise ExportBrokenError(f"The client took nothing for {STALLED_SECONDS} seconds.") from error
    except Exception as error:
        # where HTTP/1.0 is spoken, as some proxies do, a broken connection looks like the end of the file
        reason = f"EXPORT FAILED, THE ROWS ABOVE ARE NOT ALL: {explained(error)}"
        await send(_body(line(reason)))
        raise ExportBrokenError(reason) from error
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def line(text: str) -> bytes:
    """A line of CSV with one cell."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerow([text])
    return buffer.getvalue().encode()


def explained(error: Exception) -> str:
    """What went wrong, for the person who exports."""
    if str(error) == "interrupted":
        return f"no row was found for {STALLED_SECONDS} seconds"
    return str(error) or type(error).__name__


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _unless(leaving: asyncio.Task[None], work: Awaitable[T]) -> T:
    """The result of some work, unless the client leaves before.

    Raises:
        ClientGoneError: It did.
    """
    working = asyncio.ensure_future(work)
    try:
        await asyncio.wait({leaving, working}, return_when=asyncio.FIRST_COMPLETED)
    except asyncio.CancelledError:
        working.cancel()
        raise
    if working.done():
        return working.result()
    working.cancel()
    raise ClientGoneError


def _body(chunk: bytes) -> Message:
    return {"type": "http.response.body", "body": chunk, "more_body": True}


def _without_bytes(row: Sequence[Any]) -> Sequence[Any]:
    if bytes not in map(type, row):
        return row
    return [cell.hex() if isinstance(cell, bytes) else cell for cell in row]
