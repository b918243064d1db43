"""One captured file as the reader gets it: its name, its hash, and its bytes as often as they are wanted.

The hash and the size are those of the bytes as captured, so of the compressed file where it is gzip;
`Capture.open` gives the content behind them.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tempfile
import weakref
import zipfile
import zlib
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Self, cast

from archive.errors import ReadError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator

BLOCK = 128 * 1024
"""Bytes moved at a time."""

GZIP_MAGIC = b"\x1f\x8b"

BOMB_RATIO = 500
BOMB_BYTES = 1 << 30
"""Packed data that grows more than BOMB_RATIO times, past BOMB_BYTES, is taken for a bomb.

Deflate cannot exceed 1032:1, and text that people write stays below 20:1.
"""


class DamagedError(Exception):
    """A stream broke off or makes no sense from here on; everything before it was good."""


STREAM_ERRORS = (DamagedError, OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, ValueError)
"""What reading damaged bytes can raise: by gzip, by a zip member, by a disk."""


class Spool:
    """A temporary copy on disk, gone when it is closed or when nothing refers to it any longer."""

    def __init__(self) -> None:
        handle, name = tempfile.mkstemp(prefix="archive-")
        os.close(handle)
        self.path = Path(name)
        self._remove = weakref.finalize(self, _unlink, self.path)

    def fill(self, blocks: Iterator[bytes], limit: int, what: str) -> int:
        """Write blocks to the file, so many bytes at most; returns how many there were.

        Raises:
            ReadError: More than `limit` bytes came; the copy is removed.
        """
        size = 0
        with self.path.open("wb") as out:
            for block in blocks:
                size += len(block)
                if size > limit:
                    break
                out.write(block)
        if size > limit:
            self.close()
            raise ReadError(f"{what} is larger than the limit of {limit:,} bytes")
        return size

    def close(self) -> None:
        """Remove the file, now."""
        self._remove()


def _unlink(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def blocks_of(stream: BinaryIO) -> Iterator[bytes]:
    """The rest of a stream in blocks, without losing what stands before an error.

    `read1` hands over what one read of the layer below gave; `read` would throw that away if the next
    one fails.
    """
    read = cast("Callable[[int], bytes]", getattr(stream, "read1", stream.read))
    while block := read(BLOCK):
        yield block


class Gunzip(io.RawIOBase):
    """The content of a gzip stream, down to the last byte before a fault.

    `gzip.GzipFile` drops the block in which it meets a fault; a truncated download would lose up to
    a block of good items. Members that follow one another are read on; padding after them is ignored.
    """

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._unpacker: Any = zlib.decompressobj(31)
        self._pending = b""
        self._ready = b""
        self._fault: DamagedError | None = None
        self._taken = 0
        self._given = 0

    def readable(self) -> bool:
        """Always: this is a stream to read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` with content.

        Returns:
            The number of bytes put there; 0 at the end.

        Raises:
            DamagedError: The data is cut short or corrupt from here on.
        """
        while not self._ready:
            if self._fault is not None:
                raise self._fault
            if not self._advance(len(buffer)):
                return 0
        data, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)

    def _advance(self, size: int) -> bool:
        """Unpack some more into `_ready`; false at the proper end."""
        if self._unpacker.eof and not self._next_member():
            return False
        if not self._pending:
            self._pending = self._packed.read(BLOCK)
            self._taken += len(self._pending)
            if not self._pending:
                self._fault = DamagedError("the gzip data ends before its end: the file was cut short")
                return True
        before = self._unpacker.copy()
        try:
            self._ready = self._unpacker.decompress(self._pending, size)
        except zlib.error:
            self._ready = _salvage(before, self._pending)
            self._fault = DamagedError("the gzip data is damaged from here on")
            return True
        self._pending = self._unpacker.unconsumed_tail or self._unpacker.unused_data
        self._given += len(self._ready)
        if self._given > BOMB_BYTES and self._given > BOMB_RATIO * self._taken:
            self._ready = b""
            self._fault = DamagedError(f"the gzip data grows more than {BOMB_RATIO} times: it looks like a bomb")
        return True

    def _next_member(self) -> bool:
        while len(self._pending) < len(GZIP_MAGIC):
            more = self._packed.read(BLOCK)
            if not more:
                return False
            self._taken += len(more)
            self._pending += more
        if not self._pending.startswith(GZIP_MAGIC):
            if self._pending.strip(b"\0"):
                self._fault = DamagedError("something that is not gzip follows the gzip data")
                self._unpacker = zlib.decompressobj(31)
                return True
            return False
        self._unpacker = zlib.decompressobj(31)
        return True

    def close(self) -> None:
        """Close the packed stream too."""
        self._packed.close()
        super().close()


def _salvage(unpacker: Any, packed: bytes) -> bytes:
    """What a piece of deflate data still gives before the fault in it."""
    out = []
    for start in range(0, len(packed), 16):
        try:
            out.append(unpacker.decompress(packed[start : start + 16]))
        except zlib.error:
            break
    return b"".join(out)


class _Counted(io.RawIOBase):
    """A stream that tells how many bytes went through."""

    def __init__(self, inner: IO[bytes], tell: Callable[[int], None]) -> None:
        self._inner = inner
        self._read: Callable[[int], bytes] = getattr(inner, "read1", inner.read)
        self._tell = tell

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._read(len(buffer))
        buffer[: len(data)] = data
        self._tell(len(data))
        return len(data)

    def close(self) -> None:
        self._inner.close()
        super().close()


def _nothing() -> None:
    pass


@dataclass
class Capture:
    """One captured file: what it is called, what identifies it, and its content.

    Used as a context manager it removes its temporary copy, if it has one, at the end.
    """

    uri: str
    """Where it was found: path, `path!member`, URL, or `-`."""
    name: str
    """File name, for people."""
    sha256: str
    """Of the bytes as captured, in hex."""
    bytes: int
    """Size as captured."""
    modified: datetime.date | None
    """Day on which the file was last changed, as far as known."""
    content_type: str | None
    """What a server called it; None for files."""
    _raw: Callable[[], BinaryIO] = field(repr=False)
    _release: Callable[[], None] = field(default=_nothing, repr=False)
    page: str | None = None
    """The address of a page that lies in a web archive."""
    taken: str | None = None
    """When a web archive took it, as written there."""
    consumed: int = 0
    """Bytes of the captured file read so far by the stream opened last: for showing progress."""
    on_disk: int = 0
    """Bytes that it takes where it lies: of a member of a zip file those that it is packed into."""
    _unpacked: int | None = field(default=None, repr=False)

    @property
    def given(self) -> int:
        """Bytes of content that the stream opened last gave so far, unpacked."""
        return self.consumed if self._unpacked is None else self._unpacked

    @property
    def address(self) -> str | None:
        """The address from which the content came, if it is known: what links in it start from."""
        return self.page or (self.uri if "://" in self.uri and "!" not in self.uri else None)

    def open(self) -> BinaryIO:
        """The content, unpacked if it is gzip; can be called as often as wanted.

        Reading from it raises one of `STREAM_ERRORS` where the bytes are damaged; `read1` gives
        everything that stands before the damage.

        Raises:
            OSError: The file is gone or may not be read.
        """
        self.consumed, self._unpacked = 0, None
        raw = io.BufferedReader(_Counted(self._raw(), self._count_captured), BLOCK)
        if raw.peek(2)[:2] != GZIP_MAGIC:
            return raw
        self._unpacked = 0
        return io.BufferedReader(_Counted(cast("IO[bytes]", Gunzip(raw)), self._count_unpacked), BLOCK)

    def _count_captured(self, size: int) -> None:
        self.consumed += size

    def _count_unpacked(self, size: int) -> None:
        self._unpacked = (self._unpacked or 0) + size

    def held(self, limit: int) -> Capture | None:
        """The same with its content in memory, to be sent elsewhere; None if it is too much, damaged or packed."""
        if self.bytes > limit:
            return None
        try:
            with self.open() as stream:
                data = stream.read(limit + 1)
        except STREAM_ERRORS:
            return None
        if len(data) > limit or data.startswith(GZIP_MAGIC):
            return None
        return replace(self, _raw=partial(io.BytesIO, data), _release=_nothing)

    def close(self) -> None:
        """Remove the temporary copy, if there is one."""
        self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def digest(stream: BinaryIO) -> tuple[str, int]:
    """The SHA-256 in hex and the number of bytes of a stream, as far as it can be read.

    A damaged end is left for the reader to report, who says where it is and reads what stands before it.
    """
    hasher = hashlib.sha256()
    size = 0
    with contextlib.suppress(*STREAM_ERRORS):
        for block in blocks_of(stream):
            hasher.update(block)
            size += len(block)
    return hasher.hexdigest(), size
