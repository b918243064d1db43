"""A capture to a document: the format is told, and its reader opened."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archive.errors import ReadError
from archive.read import bookmarks, feed, jsondoc, jsonl, mail, markdown, page, references, table, text
from archive.read.charset import choose, declared_charset
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
    """Open a capture: tell its format and give its items as a stream.

    The same bytes give the same items in the same order with the same positions, every time. Faults in
    the middle of a source are reported while its items are read, and never raised.

    Args:
        capture: What to read; it has to stay open for as long as the items are read.
        options: What the person says about the files.
        report: Told of everything that was left out or mended.

    Returns:
        The document.

    Raises:
        ReadError: Nothing can be had from this source: it is empty, no text, unreadable, or lacks a
            column that was asked for.
    """
    try:
        head, whole = first_bytes(capture)
    except OSError as error:
        raise ReadError(f"can't be read: {error.strerror or error}") from error
    charset = choose(head, declared_charset(head, capture.content_type), whole=whole)
    check_bytes(head, charset)
    source = prepare(capture, head, whole, charset, options, Notes(capture.uri, report))
    document = in_order(_open(source), options.dates, source.notes, lambda: _open(_afresh(source)))
    return replace(document, items=_numbered(document.items), stamp=capture.taken or document.stamp)


def _afresh(source: Source) -> Source:
    """The same source to be read once more, which tells its problems and its progress to nobody."""
    return replace(source.quietly(), capture=replace(source.capture, consumed=0))


def _numbered(items: Iterator[RawItem]) -> Iterator[RawItem]:
    for position, item in enumerate(items, 1):
        yield replace(item, position=position)


def _open(source: Source) -> Document:
    capture = source.capture
    kind, layout = detect(source.head, capture.name, capture.content_type, source.options.columns, whole=source.whole)
    if layout is not None:
        return table.read(source, layout)
    return _READERS[kind](source)


_READERS: Mapping[Format, Callable[[Source], Document]] = {
    "text": text.read,
    "html": page.read,
    "mhtml": page.read_mhtml,
    "feed": feed.read,
    "jsonfeed": feed.read_json,
    "json": jsondoc.read,
    "jsonl": jsonl.read,
    "bookmarks": bookmarks.read,
    "mail": mail.read,
    "markdown": markdown.read,
    "references": references.read,
}
"""A table also needs its layout, and is opened apart."""
