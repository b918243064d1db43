"""A capture made ready for a reader: its encoding settled, its damage turned into reports.

Readers get clean UTF-8 in blocks or lines; whatever breaks below them looks to them like the end of the file.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from archive.errors import ReadError
from archive.read.capture import STREAM_ERRORS, Capture, DamagedError, blocks_of
from archive.read.charset import Charset, boundary, to_utf8
from archive.read.remarks import Notes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from archive.text.day_order import Order
    from archive.types import Problem

HEAD = 256 * 1024
"""Bytes looked at to tell format, encoding and layout."""
MAX_RECORD = 1024 * 1024
"""Longest line or record that is read, in bytes; a longer one is left out and reported."""

FIELDS = ("text", "title", "date", "url", "author", "outlet", "language")
"""What `ReadOptions.columns` can name."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the person says about the files."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Our field (one of `FIELDS`) to the name of their column or key."""

    dates: Order | None = None
    """Whether 03/10/2024 is a day of October or of March."""

    def __post_init__(self) -> None:
        for name in self.columns:
            if name not in FIELDS:
                raise ReadError(f"there is no field {name!r}: choose from {', '.join(FIELDS)}")


class NotModifiedError(ReadError):
    """An address says that what it sent the last time is still so."""


class Visit(Protocol):
    """Remembers an address between fetches."""

    def conditions(self, url: str) -> Mapping[str, str]:
        """The headers to send along: under which conditions an answer is wanted."""

    def answered(self, url: str, etag: str | None, modified: str | None, content: Path) -> None:
        """It sent a document, which is in a file now, and said this of it."""

    def unchanged(self) -> None:
        """It said that nothing has changed."""


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """The limits of a fetch, and what is remembered of earlier ones."""

    timeout: float = 30.0
    """Seconds to wait for the server at any one step."""
    deadline: float = 600.0
    """Seconds that the whole may take, redirects and headers with it."""
    max_bytes: int = 512 * 1024 * 1024
    """Largest document accepted, after the transfer's own compression is undone."""
    max_redirects: int = 5
    allow_private: bool = False
    """Whether a public address may lead to one of this machine or of a local network."""
    user_agent: str = "snippet-archive"
    visit: Visit | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A capture whose encoding is known."""

    capture: Capture
    options: ReadOptions
    notes: Notes
    charset: Charset
    head: str
    """The first `HEAD` bytes, as text."""
    whole: bool
    """Whether the head is all there is."""
    has_bare_returns: bool = False
    """Whether its lines end in carriage returns alone, as on old Macs."""

    def blocks(self, *, quiet: bool = False) -> Iterator[bytes]:
        """The content from its start, as blocks of valid UTF-8; quietly for a first look."""
        notes = Notes(self.capture.uri, _ignore) if quiet else self.notes
        found = to_utf8(guarded(self.capture, notes), self.charset, notes)
        return (_with_newlines(block) for block in found) if self.has_bare_returns else found

    def quietly(self) -> Source:
        """The same source for a first look: problems are told when it is read in earnest."""
        return replace(self, notes=Notes(self.capture.uri, _ignore))

    def texts(self, *, quiet: bool = False) -> Iterator[str]:
        """The same as pieces of text that end where a line or, in long lines, a character ends."""
        tail = b""
        for block in self.blocks(quiet=quiet):
            data = tail + block
            cut = data.rfind(b"\n") + 1
            if not cut and len(data) < MAX_RECORD:
                tail = data
                continue
            cut = cut or boundary(data)
            data, tail = data[:cut], data[cut:]
            yield data.decode("utf-8", "replace")
        if tail:
            yield tail.decode("utf-8", "replace")

    def lines(self) -> Iterator[tuple[int, str]]:
        """Lines with their numbers from 1, without line ends.

        A line longer than `MAX_RECORD` is left out and reported, never held whole.
        """
        number = 0
        tail = b""
        for block in self.blocks():
            if b"\n" not in block:
                tail += block[: MAX_RECORD + 1 - len(tail)]
                continue
            data = tail + block
            cut = data.rfind(b"\n")
            tail = data[cut + 1 :]
            # A long tail was cut short above: what follows it up to the line end is not missed.
            for line in data[:cut].decode("utf-8", "replace").split("\n"):
                number += 1
                if len(line) > MAX_RECORD:
                    self._too_long(number)
                else:
                    yield number, line.removesuffix("\r")
        if len(tail) > MAX_RECORD:
            self._too_long(number + 1)
        elif tail:
            yield number + 1, tail.decode("utf-8", "replace").removesuffix("\r")

    def _too_long(self, number: int) -> None:
        self.notes.each("long", f"a line longer than {MAX_RECORD:,} bytes", line=number)


def source_in(outer: Source, text: str) -> Source:
    """A text that was found inside a source, such as the body of a mail, as a source of its own."""
    data = text.encode("utf-8", "replace")
    raw = cast("Callable[[], BinaryIO]", lambda: io.BytesIO(data))
    capture = Capture(outer.capture.uri, outer.capture.name, "", len(data), None, "text/plain", raw)
    return prepare(capture, data[:HEAD], len(data) <= HEAD, Charset("utf-8"), outer.options, outer.notes)


def source_at(outer: Source, path: Path, name: str) -> Source:
    """A text that was found inside a source and lies on disk, as a source of its own."""
    raw = cast("Callable[[], BinaryIO]", lambda: path.open("rb"))
    capture = Capture(outer.capture.uri, name, "", path.stat().st_size, None, None, raw)
    head, whole = first_bytes(capture)
    return prepare(capture, head, whole, Charset("utf-8"), outer.options, outer.notes)


def _ignore(_: Problem) -> None:
    return None


def guarded(capture: Capture, notes: Notes) -> Iterator[bytes]:
    """The content of a capture in blocks; damage is reported and ends it."""
    size = 0
    try:
        with capture.open() as stream:
            for block in blocks_of(stream):
                size += len(block)
                yield block
    except STREAM_ERRORS as error:
        reason = str(error) if isinstance(error, DamagedError) else f"can't be read: {error}"
        notes.say(f"{reason} (after {size:,} bytes, which were read)")


def first_bytes(capture: Capture) -> tuple[bytes, bool]:
    """The first `HEAD` bytes of a capture, and whether that is all.

    Raises:
        ReadError: Nothing at all can be read.
    """
    head = b""
    try:
        with capture.open() as stream:
            for block in blocks_of(stream):
                head += block
                if len(head) > HEAD:
                    return head[:HEAD], False
    except STREAM_ERRORS as error:
        if not head:
            raise ReadError(f"nothing can be read: {error}") from error
    return head, True


def prepare(capture: Capture, head: bytes, whole: bool, charset: Charset, options: ReadOptions, notes: Notes) -> Source:
    """A capture whose first bytes have told its encoding."""
    quiet = Notes(capture.uri, _ignore)
    text = b"".join(to_utf8([head], charset, quiet)).decode("utf-8", "replace")
    bare = text.count("\r") - text.count("\r\n")
    if bare < 2 or bare <= text.count("\n"):
        return Source(capture, options, notes, charset, text, whole)
    return Source(capture, options, notes, charset, _with_newlines(text.encode()).decode(), whole, True)


def _with_newlines(block: bytes) -> bytes:
    return block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
