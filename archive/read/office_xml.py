"""What DOCX, ODT, XLSX and ODS have in common: XML in a zip file, read as it goes by and never held whole.

Word and Writer write paragraphs, headings, links and tables under other names in the same order, so one pass over the
names of elements reads both; Calc's sheets are Writer's tables.
"""

from __future__ import annotations

import copy
import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

from archive.errors import ReadError
from archive.read.capture import BOMB_RATIO, STREAM_ERRORS, blocks_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

MAX_PART = 256 * 1024 * 1024
"""Bytes of XML of one document or sheet that are read."""
MAX_ROW = 1024 * 1024
"""Characters of a row beyond which its further cells are left out."""
MAX_COLUMNS = 1000
"""Columns of a table that are read; sheets are often said to go on to the sixteen thousandth."""

_PARAGRAPHS = frozenset(("p", "h"))
_TABLES, _ROWS = frozenset(("tbl", "table")), frozenset(("tr", "table-row"))
_CELLS = frozenset(("tc", "table-cell", "covered-table-cell"))
_LEFT_OUT = frozenset(
    (
        *("Fallback", "instrText", "delText", "tabs", "del", "moveFrom"),
        *("note", "annotation", "tracked-changes", "ruby-text", "desc", "title"),
    )
)
"""Elements whose text is none of the document's: what was deleted, codes of fields, notes, remarks of readers."""
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "noBreakHyphen": "-"}
_HEADING = re.compile(r"(?:heading|title|ü?berschrift|titre|t[íi]?tulo|titolo|kop|rubrik)\s?_?\d?$", re.IGNORECASE)


class Event(NamedTuple):
    """A step through an XML document."""

    kind: str
    """`<` for a start, `>` for an end, empty for a piece of text."""
    name: str
    """Of the element, without its namespace; or the text."""
    attributes: Mapping[str, str]
    """By their names without namespaces."""


@dataclass(slots=True)
class Paragraph:
    """A paragraph or heading of a document."""

    text: str = ""
    is_heading: bool = False
    link: str | None = None
    """The address behind it, if most of it is a link."""


@dataclass(slots=True)
class Row:
    """A row of a table."""

    cells: list[str]


@dataclass(slots=True)
class Table:
    """The start of a table or sheet, with its name if it has one."""

    name: str


@dataclass(slots=True)
class _Open:
    """A paragraph that is being read."""

    is_heading: bool
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    link: str | None = None


def part(packed: zipfile.ZipFile, name: str) -> BinaryIO | None:
    """A member of a zip file, if there is one of that name.

    Raises:
        ReadError: It is protected by a password, or grows as only bombs do.
    """
    own = next((each for each in packed.namelist() if each.replace("\\", "/").lower() == name.lower()), None)
    if own is None:
        return None
    member = packed.getinfo(own)
    if member.flag_bits & 1:
        raise ReadError("protected by a password: save it without one")
    if member.file_size > MAX_PART and member.file_size > BOMB_RATIO * member.compress_size:
        raise ReadError(f"grows more than {BOMB_RATIO} times when unpacked: it looks like a bomb")
    honest = copy.copy(member)
    honest.file_size = 1 << 62  # what a directory says of the size may be a lie
    try:
        return cast("BinaryIO", packed.open(honest))
    except (NotImplementedError, *STREAM_ERRORS) as error:
        raise ReadError(f"{name} in it can't be unpacked: {error}") from error


def events(stream: BinaryIO) -> Iterator[Event]:
    """The elements and texts of an XML document, as they go by.

    Raises:
        ReadError: It is no XML, damaged, or declares entities of its own, as bombs and thieves of files do.
    """
    from xml.parsers import expat

    found: list[Event] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = lambda name, attributes: found.append(
        Event("<", _local(name), {_local(key): value for key, value in attributes.items()})
    )
    parser.EndElementHandler = lambda name: found.append(Event(">", _local(name), {}))
    parser.CharacterDataHandler = lambda text: found.append(Event("", text, {}))
    size = 0
    try:
        for block in blocks_of(stream):
            size += len(block)
            parser.Parse(block, False)
            yield from found
            found.clear()
            if size > MAX_PART:
                raise ReadError(f"its text is longer than {MAX_PART:,} bytes")
        parser.Parse(b"", True)
    except (expat.ExpatError, *STREAM_ERRORS) as error:
        yield from found
        raise ReadError(f"damaged from here on: {error}") from error
    yield from found


def _refuse(*_: object) -> None:
    raise ReadError("it declares entities of its own, as no office program does: it looks like an attack")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


class Relation(NamedTuple):
    """Another part, or an address, that a part of a Microsoft Office document names."""

    id: str
    type: str
    """The last word of its type: `worksheet`, `hyperlink`."""
    target: str
    """A path in the document, or an address."""


def relations(packed: zipfile.ZipFile, name: str) -> list[Relation]:
    """What a part of a Microsoft Office document names; an empty name stands for the document itself."""
    folder, file = posixpath.split(name)
    stream = part(packed, posixpath.join(folder, "_rels", f"{file}.rels"))
    return [
        _relation(each.attributes, folder)
        for each in (events(stream) if stream else ())
        if each.kind == "<" and each.name == "Relationship"
    ]


def _relation(said: Mapping[str, str], folder: str) -> Relation:
    target = said.get("Target", "")
    if said.get("TargetMode") != "External":
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation(said.get("Id", ""), said.get("Type", "").rpartition("/")[2], target)


def main_part(packed: zipfile.ZipFile) -> str:
    """The part with which a Microsoft Office document begins; empty if it is none."""
    return next((each.target for each in relations(packed, "") if each.type == "officeDocument"), "")


def paragraphs(found: Iterator[Event], targets: Mapping[str, str]) -> Iterator[Paragraph | Row | Table]:
    """The paragraphs and the rows of tables of a document, in their order; `targets` are addresses of links by id."""
    reading = _Reading(targets)
    for event in found:
        yield from reading.take(event)


class _Reading:
    """A pass over a document: what is open, and what it says."""

    def __init__(self, targets: Mapping[str, str]) -> None:
        self._targets = targets
        self._skipped = 0
        """How many elements are open from the one that is left out."""
        self._open: list[_Open] = []
        """Paragraphs, each within the one before it, as in text boxes."""
        self._links: list[str] = []
        self._tables = 0
        self._cells: list[str] | None = None
        """The row of the outermost table that is being read."""
        self._cell: list[str] = []
        self._cell_depth = 0
        self._value: str | None = None
        self._repeat = 1

    def take(self, event: Event) -> Iterator[Paragraph | Row | Table]:
        """Take a step, and give what it completed."""
        if event.kind == "<":
            if self._skipped or event.name in _LEFT_OUT:
                self._skipped += 1
            else:
                yield from self._start(event.name, event.attributes)
        elif event.kind == ">":
            if self._skipped:
                self._skipped -= 1
            else:
                yield from self._end(event.name)
        elif self._open and not self._skipped and self._is_text(event.name):
            self._add(event.name)

    def _is_text(self, text: str) -> bool:
        return bool(text.strip()) or "\n" not in text

    def _add(self, text: str) -> None:
        own = self._open[-1]
        own.pieces.append(text)
        if self._links and (link := self._links[-1]):
            own.linked += len(text.strip())
            own.link = own.link or link

    def _start(self, name: str, attributes: Mapping[str, str]) -> Iterator[Table]:
        if name in _PARAGRAPHS:
            self._open.append(_Open(name == "h" or bool(_HEADING.match(attributes.get("style-name", "")))))
        elif name == "pStyle" and self._open:
            self._open[-1].is_heading = bool(_HEADING.match(attributes.get("val", "")))
        elif name in _BREAKS and self._open:
            self._open[-1].pieces.append(_BREAKS[name])
        elif name == "s" and self._open:
            self._open[-1].pieces.append(" ")
        elif name in ("hyperlink", "a"):
            address = attributes.get("href") or self._targets.get(attributes.get("id", ""), "")
            self._links.append(address if re.match(r"https?://\S+$", address) else "")
        elif name in _TABLES:
            self._tables += 1
            if self._tables == 1:
                yield Table(attributes.get("name", ""))
        elif self._tables == 1:
            self._start_in_table(name, attributes)

    def _start_in_table(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in _ROWS:
            self._cells = []
        elif name in _CELLS:
            self._cell = []
            self._cell_depth = len(self._open)
            self._value = attributes.get("date-value") or attributes.get("value")
            repeat = attributes.get("number-columns-repeated", "1")
            self._repeat = int(repeat) if repeat.isascii() and repeat.isdecimal() and len(repeat) < 9 else 1

    def _end(self, name: str) -> Iterator[Paragraph | Row | Table]:
        if name in _PARAGRAPHS and self._open:
            own = self._open.pop()
            text = "".join(own.pieces).strip()
            if self._cells is not None:
                self._cell.append(text)
            else:
                is_link = own.linked > 0.8 * len(text)
                yield Paragraph(text, own.is_heading, own.link if is_link else None)
        elif name in ("hyperlink", "a") and self._links:
            self._links.pop()
        elif name in _TABLES:
            self._tables = max(0, self._tables - 1)
        elif self._tables == 1 and self._cells is not None:
            if name in _CELLS:
                self._end_cell()
            elif name in _ROWS:
                while self._cells and not self._cells[-1]:
                    self._cells.pop()
                if self._cells:
                    yield Row(self._cells)
                self._cells = None

    def _end_cell(self) -> None:
        cells = cast("list[str]", self._cells)
        text = self._value if self._value is not None else "\n".join(filter(None, self._cell))
        if sum(map(len, cells)) < MAX_ROW:
            cells.extend([text] * max(0, min(self._repeat, MAX_COLUMNS - len(cells))))


def opened(path: Path) -> zipfile.ZipFile:
    """A zip file.

    Raises:
        ReadError: It is damaged.
    """
    try:
        return zipfile.ZipFile(path)
    except (NotImplementedError, *STREAM_ERRORS) as error:
        raise ReadError(f"the zip file that it is inside is damaged: {error}") from error


def beginning(packed: zipfile.ZipFile, name: str, most: int = 4096) -> bytes:
    """The first bytes of a member; empty if it is none or can't be read."""
    try:
        stream = part(packed, name)
        return stream.read(most) if stream else b""
    except (ReadError, io.UnsupportedOperation, *STREAM_ERRORS):
        return b""
