"""A capture to a document: the format is told, and its reader opened."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final

from archive.errors import ReadError
from archive.read import office_kind, table
from archive.read.charset import Charset, choose, declared_charset
from archive.read.day_order import in_order
from archive.read.detect import Format, detect
from archive.read.refused import check_bytes
from archive.read.remarks import Notes
from archive.read.source import ReadOptions, Source, first_bytes, prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from archive.read.capture import Capture
    from archive.types import Document, RawItem, Report


def read(capture: Capture, options: ReadOptions, report: Report) -> Document:
    """Open a capture: tell its format and give its items as a stream, for which it has to stay open.

    The same bytes give the same items in the same order with the same positions, every time. Faults in
    the middle of a source are reported while its items are read, and never raised.

    Raises:
        ReadError: Nothing can be had from this source: it is empty, no text, unreadable, or lacks a
            column that was asked for.
    """
    try:
        document = _opened(capture, options, Notes(capture.uri, report))
    except ReadError:
        raise
    except Exception as error:  # strangers' bytes may make any reader fail: that is this source's problem alone
        raise ReadError(_failed(error)) from error
    return replace(document, items=_numbered(document.items), stamp=capture.taken or document.stamp)


def _opened(capture: Capture, options: ReadOptions, notes: Notes) -> Document:
    try:
        head, whole = first_bytes(capture)
    except OSError as error:
        raise ReadError(f"can't be read: {error.strerror or error}") from error
    if kind := office_kind.kind_of(capture, head):
        from archive.read import office

        opener = partial(office.read, kind=kind)
        return _settled(opener, prepare(capture, b"", whole, Charset("utf-8"), options, notes))
    charset = choose(head, declared_charset(head, capture.content_type), whole=whole)
    check_bytes(head, charset)
    return _settled(_open, prepare(capture, head, whole, charset, options, notes))


def _settled(opener: Callable[[Source], Document], source: Source) -> Document:
    """A source opened, with one order of day and month; where that has to be looked for, it is read once more."""

    def opened(source: Source) -> Document:
        document = opener(source)
        return replace(document, items=_unbroken(document.items, source.notes))

    return in_order(opened(source), source.options.dates, source.notes, lambda: opened(_afresh(source)))


def _afresh(source: Source) -> Source:
    """The same source to be read once more, which tells its problems and its progress to nobody."""
    return replace(source.quietly(), capture=replace(source.capture, consumed=0))


def _numbered(items: Iterator[RawItem]) -> Iterator[RawItem]:
    return (item._replace(position=position) for position, item in enumerate(items, 1))


def _unbroken(items: Iterator[RawItem], notes: Notes) -> Iterator[RawItem]:
    """Items up to where their reader fails, if it does."""
    position = 0
    try:
        for item in items:
            position += 1
            yield item
    except ReadError:
        raise
    except Exception as error:
        notes.say(f"{_failed(error)}; the items before it are kept", position=position + 1)


def _failed(error: Exception) -> str:
    return f"can't be read: {str(error) or 'it is nested too deep, or odd in another way'} ({type(error).__name__})"


def _open(source: Source) -> Document:
    capture = source.capture
    kind, layout = detect(source.head, capture.name, capture.content_type, source.options.columns, whole=source.whole)
    if layout is not None:
        return table.read(source, layout)
    return _reader(kind)(source)


_READERS: Final[Mapping[Format, str]] = {
    "text": "text.read",
    "html": "page.read",
    "mhtml": "page.read_mhtml",
    "feed": "feed.read",
    "json": "jsondoc.read",
    "jsonl": "jsonl.read",
    "bookmarks": "bookmarks.read",
    "mail": "mail.read",
    "markdown": "markdown.read",
    "references": "references.read",
    "press": "press.read",
}
"""The readers by name: each is imported when a source of its format is met, as most runs meet one or two. A table also
needs its layout, and is opened apart."""


def _reader(kind: Format) -> Callable[[Source], Document]:
    module, _, function = _READERS[kind].partition(".")
    reader: Callable[[Source], Document] = getattr(import_module(f"archive.read.{module}"), function)
    return reader


def import_readers() -> None:
    """Import the readers of every format: for a process whose children share what it has."""
    for kind in _READERS:
        _reader(kind)
    import_module("archive.read.office")
