"""Documents of office programs: DOCX, ODT, XLSX, ODS, RTF and PDF. What is read in them are texts and tables.

Each becomes what a reader of its own exists for: a text, a page or a table. RTF and PDF need the extra `office`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Final

from archive.errors import ReadError
from archive.read import page, pdf, press, sheets, table, text
from archive.read.capture import Spool
from archive.read.office_kind import kind_in
from archive.read.office_xml import (
    Paragraph,
    Row,
    Table,
    events,
    main_part,
    opened,
    paragraphs,
    part,
    relations,
)
from archive.read.press_articles import Line
from archive.read.record_fields import field_of
from archive.read.source import guarded, source_in
from archive.types import Document

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable, Iterable, Iterator

    from archive.read.source import Source
    from archive.types import RawItem

MAX_FILE: Final = 1 << 30
"""Largest office document that is read."""
MAX_RTF: Final = 64 * 1024 * 1024
"""Largest RTF document: it has to be held whole."""
MAX_TEXT: Final = 32 * 1024 * 1024
"""Characters of a document that are read."""

_A_TEXT: Final = 8
"""Words from which a cell is a text."""

_LINKED: Final = re.compile(r'(?P<text>[^\n]+?)\("(?P<link>https?://[^"\s]+)"\)')


def read(source: Source, kind: str) -> Document:
    """Open an office document of a kind that `kind_of` tells.

    Raises:
        ReadError: It can't be read, or what reads it is not installed.
    """
    spool = Spool()
    spool.fill(guarded(source.capture, source.notes), MAX_FILE, "the document")
    if kind == "pdf":
        return Document("pdf", _kept(spool, _pdf(source, spool)))
    if kind == "rtf":
        return replace(_document(source, _bounded(source, _rtf_lines(_rtf(spool)))), format="rtf")
    packed = opened(spool.path)
    found = kind_in(packed)
    if found in ("xlsx", "ods"):
        every = sheets.xlsx(packed) if found == "xlsx" else sheets.ods(packed)
        return Document(found, _kept(spool, sheets.items(source, every)))
    if found == "docx":
        main = main_part(packed)
        parts = _parts(packed, main, {each.id: each.target for each in relations(packed, main)})
    elif found == "odt":
        parts = _parts(packed, "content.xml", {})
    else:
        raise ReadError("not a text but a zip file inside another file: unpack it first")
    return replace(_document(source, _bounded(source, parts)), format=found)


def _kept(spool: Spool, items: Iterable[RawItem]) -> Iterator[RawItem]:
    """Items whose file on disk is there for as long as they are read."""
    yield from items
    spool.close()


def _missing(what: str) -> ReadError:
    return ReadError(f"{what}: install what reads it with pip install 'snippet-archive[office]'")


def _pdf(source: Source, spool: Spool) -> list[RawItem]:
    try:
        found = pdf.paragraphs(spool.path, source.notes, press.opens)
    except ImportError:
        raise _missing("a PDF document") from None
    inner = source_in(source, "\n".join(paragraph for _, paragraph in found))
    kind = press.kind_of(inner.head)
    items = (press if kind else text).read(inner).items
    return [_on_page(item, found) for item in items]


def _on_page(item: RawItem, found: list[tuple[int, str]]) -> RawItem:
    place = item.line
    number = found[place - 1][0] if place and place <= len(found) else None
    return item._replace(raw=f"[page {number}] {item.raw}" if number else item.raw, line=None)


def _rtf(spool: Spool) -> str:
    try:
        from striprtf.striprtf import rtf_to_text
    except ImportError:
        raise _missing("a rich-text document (RTF)") from None
    with spool.path.open("rb") as stream:
        data = stream.read(MAX_RTF + 1)
    if len(data) > MAX_RTF:
        raise ReadError(f"a rich-text document larger than {MAX_RTF:,} bytes: save it as .docx")
    decode: Callable[..., str] = rtf_to_text
    try:
        return decode(data.decode("latin-1"), encoding="cp1252", errors="replace").replace("\0", "")
    except (ValueError, LookupError, TypeError, RecursionError, OverflowError, AttributeError) as error:
        raise ReadError(f"a rich-text document that is damaged: {error}") from error


def _rtf_lines(written: str) -> Iterator[Paragraph | Row | Table]:
    """The lines of a rich text, of which those of a table end with a bar."""
    for line in re.split(r"[\r\n\x0b\x0c]", written):
        whole = _LINKED.fullmatch(line.strip())
        if line.strip("| \t") and line.rstrip().endswith("|"):
            yield Row([cell.strip() for cell in line.rstrip().removesuffix("|").split("|")])
        else:
            yield Paragraph(_LINKED.sub(r"\g<text>", line.strip()), link=whole["link"] if whole else None)


def _parts(packed: zipfile.ZipFile, name: str, targets: dict[str, str]) -> Iterator[Paragraph | Row | Table]:
    stream = part(packed, name)
    return paragraphs(events(stream), targets) if stream else iter(())


def _bounded(source: Source, parts: Iterable[Paragraph | Row | Table]) -> Iterator[Paragraph | Row | Table]:
    """The parts of a document up to where it is damaged or too long, which is told."""
    size = 0
    try:
        for each in parts:
            size += len(each.text) if isinstance(each, Paragraph) else sum(map(len, getattr(each, "cells", ())))
            if size > MAX_TEXT:
                source.notes.say(f"the document is longer than {MAX_TEXT:,} characters: its end")
                return
            yield each
    except ReadError as error:
        source.notes.say(str(error))


def _document(source: Source, found: Iterable[Paragraph | Row | Table]) -> Document:
    """A document by what it is: a press review, or texts with tables between them."""
    parts = list(found)
    lines = [
        Line(line)
        for each in parts
        for line in (each.text.split("\n") if isinstance(each, Paragraph) else _line_of(each))
    ]
    if kind := press.kind_of("\n".join(line.text for line in lines)):
        return Document("press", press.items(lines, kind))
    return Document("text", _items(source, parts))


def _line_of(each: Row | Table) -> list[str]:
    return ["\t".join(each.cells)] if isinstance(each, Row) else []


def _items(source: Source, parts: list[Paragraph | Row | Table]) -> Iterator[RawItem]:
    for is_text, stretch in groupby(parts, key=lambda each: isinstance(each, Paragraph)):
        own = list(stretch)
        if is_text:
            yield from _texts(source, [each for each in own if isinstance(each, Paragraph)])
            continue
        for is_row, rows in groupby(own, key=lambda each: isinstance(each, Row)):
            if is_row:
                yield from _table(source, [each.cells for each in rows if isinstance(each, Row)])


def _texts(source: Source, found: list[Paragraph]) -> Iterator[RawItem]:
    """The items of paragraphs: as from a pasted page, or else, under headings or links, as from a saved one."""
    if not any(each.text for each in found):
        return iter(())
    heads = sum(each.is_heading or each.link is not None for each in found)
    if heads < 2:
        return _plain(source, found, with_links=False)
    items = list(_plain(source, found, with_links=True))
    if sum(item.title is not None or not item.text for item in items) >= 0.5 * len(items):
        return iter(items)
    items = list(page.document_of(_page(found), None).items)
    if sum(len(item.raw) for item in items) > 0.8 * sum(len(each.text) for each in found):
        return iter(items)
    return _plain(source, found, with_links=False)


def _plain(source: Source, found: list[Paragraph], *, with_links: bool) -> Iterator[RawItem]:
    """The items of paragraphs as lines of a text; the address of one that is a link in the line below it."""
    lines = (f"{each.text}\n{each.link}" if with_links and each.link else each.text for each in found)
    return text.read(source_in(source, "\n".join(lines))).items


def _page(found: list[Paragraph]) -> str:
    return "<html><body>" + "".join(_element(each) for each in found if each.text) + "</body></html>"


def _element(each: Paragraph) -> str:
    own = "<br>".join(map(escape, each.text.split("\n")))
    own = f'<a href="{escape(each.link)}">{own}</a>' if each.link else own
    return f"<h2>{own}</h2>" if each.is_heading else f"<p>{own}</p>"


def _table(source: Source, rows: list[list[str]]) -> Iterator[RawItem]:
    """The items of a table; of one that only arranges texts, those of its cells."""
    width = max(map(len, rows))
    if width > 1 and len(rows) > 1:
        padded = (row + [""] * (width - len(row)) for row in rows)
        inner = source_in(source, b"".join(sheets.lines_of(padded)).decode())
        layout = table.find_layout(inner.head, whole=inner.whole, known=source.options.columns)
        if layout and sum(field_of(name) is not None for name in layout.columns) >= 2:
            return table.read(inner, layout).items
    lines = [Paragraph(line) for row in rows for line in _lines_of_row(row)]
    return _texts(source, lines) if lines else iter(())


def _lines_of_row(cells: list[str]) -> list[str]:
    """The texts in a row of a table that has no named columns; words and numbers are one line together."""
    cells = [cell.strip() for cell in cells if cell.strip()]
    if all(len(cell.split()) < _A_TEXT for cell in cells):
        return [" | ".join(" ".join(cell.split()) for cell in cells)]
    return [line for cell in cells for line in cell.split("\n")]
