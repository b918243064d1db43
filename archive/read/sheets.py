"""The sheets of XLSX and ODS, each a table of its own: row by row to the reader of tables.

A day is a number that looks like one: XLSX keeps it in the style of its cell.
"""

from __future__ import annotations

import datetime
import re
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO

from archive.errors import ReadError
from archive.read import table, text
from archive.read.capture import Spool
from archive.read.office_xml import MAX_COLUMNS, MAX_PART, Row, Table, events, main_part, paragraphs, part, relations
from archive.read.record_fields import field_of
from archive.read.source import source_at

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from archive.read.office_xml import Event
    from archive.read.source import Source
    from archive.types import RawItem

_LOOK = 30
"""Rows among which the names of the columns stand."""
_DAY_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_CELL = re.compile(r"([A-Z]{1,3})\d+$")
_ESCAPED = re.compile(r"_x(00[0-9A-Fa-f]{2})_")
"""How XLSX writes control characters."""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:E[+-]?\d+)?", re.IGNORECASE)
_EPOCHS = {False: datetime.datetime(1899, 12, 30), True: datetime.datetime(1904, 1, 1)}
_MOST_STRINGS = 64 * 1024 * 1024
"""Characters of texts that the cells of a workbook share, which have to be held."""

Sheet = tuple[str, "Iterator[list[str]]"]


def ods(packed: zipfile.ZipFile) -> Iterator[Sheet]:
    """The sheets of an OpenDocument workbook, each with its name and rows, to be read in their order."""
    stream = part(packed, "content.xml")
    if stream is None:
        raise ReadError("a workbook without content.xml in it")
    found = paragraphs(events(stream), {})
    following: list[Table] = []

    def rows() -> Iterator[list[str]]:
        for each in found:
            if isinstance(each, Table):
                following.append(each)
                return
            if isinstance(each, Row):
                yield each.cells

    for _ in rows():
        pass
    while following:
        yield following.pop().name, rows()


def xlsx(packed: zipfile.ZipFile) -> Iterator[Sheet]:
    """The sheets of a workbook of Excel's, each with its name and rows."""
    name = main_part(packed)
    stream = part(packed, name)
    if stream is None:
        raise ReadError("a workbook that lacks its main part")
    found = relations(packed, name)
    targets = {each.id: each.target for each in found if each.type == "worksheet"}
    by_type = {each.type: each.target for each in found}
    sheets: list[tuple[str, str]] = []
    is_1904 = False
    for each in events(stream):
        if each.kind == "<" and each.name == "sheet":
            sheets.append((each.attributes.get("name", ""), targets.get(each.attributes.get("id", ""), "")))
        elif each.kind == "<" and each.name == "workbookPr":
            is_1904 = each.attributes.get("date1904") in ("1", "true")
    shared = _shared(part(packed, by_type.get("sharedStrings", "")))
    days = _styles_of_days(part(packed, by_type.get("styles", "")))
    for name, target in sheets:
        if sheet := part(packed, target):
            yield name, _rows(events(sheet), shared, days, _EPOCHS[is_1904])


def _shared(stream: BinaryIO | None) -> list[str]:
    strings: list[str] = []
    size = 0
    for each in _strings(events(stream), "si") if stream else ():
        strings.append(each)
        size += len(each)
        if size > _MOST_STRINGS:
            raise ReadError(f"a workbook with more than {_MOST_STRINGS:,} characters of text: save its sheets as CSV")
    return strings


def _strings(found: Iterator[Event], element: str) -> Iterator[str]:
    """The texts of elements, without the marks of their pronunciation."""
    pieces: list[str] = []
    is_text, skipped = False, 0
    for kind, name, _ in found:
        if kind == "":
            if is_text and not skipped:
                pieces.append(name)
        elif name == "rPh":
            skipped += 1 if kind == "<" else -1
        elif name == "t":
            is_text = kind == "<"
        elif name == element:
            if kind == ">":
                yield "".join(pieces)
            pieces.clear()


def _styles_of_days(stream: BinaryIO | None) -> set[str]:
    """The styles of cells that show a number as a day, by their ordinals."""
    formats: dict[str, bool] = {str(number): True for number in _DAY_FORMATS}
    days: set[str] = set()
    count, inside = 0, False
    for kind, name, attributes in events(stream) if stream else ():
        if name == "cellXfs":
            inside = kind == "<"
        elif kind == "<" and name == "numFmt":
            code = _QUOTED.sub("", attributes.get("formatCode", "")).lower()
            formats[attributes.get("numFmtId", "")] = "y" in code or ("d" in code and "m" in code)
        elif kind == "<" and name == "xf" and inside:
            if formats.get(attributes.get("numFmtId", "")):
                days.add(str(count))
            count += 1
    return days


def _rows(
    found: Iterator[Event], shared: Sequence[str], days: set[str], epoch: datetime.datetime
) -> Iterator[list[str]]:
    cells: list[str] = []
    about: Mapping[str, str] = {}
    pieces: list[str] = []
    is_value = False
    for kind, name, attributes in found:
        if kind == "":
            if is_value:
                pieces.append(name)
        elif name in ("v", "t"):
            is_value = kind == "<"
        elif name == "c" and kind == "<":
            about, pieces = attributes, []
        elif name == "c":
            at = _column(about.get("r", ""), len(cells))
            if len(cells) <= at < MAX_COLUMNS:
                cells += [""] * (at - len(cells))
                value = _value("".join(pieces), about, shared, days, epoch)
                cells.append(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), value).replace("\0", ""))
        elif name == "row":
            if kind == ">" and any(cells):
                yield cells
            cells = []


def _column(reference: str, following: int) -> int:
    """The number of a cell's column, from 0; that of the next one where it doesn't say."""
    match = _CELL.match(reference)
    if match is None:
        return following
    number = 0
    for letter in match[1]:
        number = 26 * number + ord(letter) - 64
    return number - 1


def _value(
    written: str, about: Mapping[str, str], shared: Sequence[str], days: set[str], epoch: datetime.datetime
) -> str:
    kind = about.get("t", "n")
    if kind == "s":
        return shared[int(written)] if written.isascii() and written.isdecimal() and int(written) < len(shared) else ""
    if kind == "e":
        return ""
    if kind == "n" and about.get("s") in days and _NUMBER.fullmatch(written):
        count = float(written)
        if 0 < count < 2_900_000:
            moment = epoch + datetime.timedelta(days=count)
            moment = (moment + datetime.timedelta(milliseconds=500)).replace(microsecond=0)
            return moment.date().isoformat() if count == int(count) else moment.isoformat(" ")
    return written


def items(source: Source, sheets: Iterator[Sheet]) -> Iterator[RawItem]:
    """The items of the sheets of a workbook, one sheet after another."""
    is_any = False
    try:
        for name, rows in sheets:
            try:
                for item in _sheet(source, rows):
                    is_any = True
                    yield item._replace(raw=f"[{name}] {item.raw}" if name else item.raw)
            except ReadError as error:
                source.notes.say(f"sheet {name!r}: {error}")
    except ReadError as error:
        source.notes.say(str(error))
    if not is_any:
        source.notes.say("a workbook in which no row with a text was found")


def _sheet(source: Source, rows: Iterator[list[str]]) -> Iterator[RawItem]:
    """The items of a sheet, which goes through a file on disk, for a table is looked at twice."""
    first = list(islice(rows, _LOOK))
    skipped = _titles(first, source.options.columns)
    width = max(map(len, first), default=0)
    wanted = (row + [""] * (width - len(row)) for row in chain(first[skipped:], rows))
    if width == 1:
        wanted = ([" ".join(row[0].split()), *row[1:]] for row in wanted)
    spool = Spool()
    try:
        if not spool.fill(lines_of(wanted), MAX_PART, "the sheet"):
            return
        inner = source_at(source, spool.path, "sheet.tsv")
        layout = table.find_layout(inner.head, whole=inner.whole, known=source.options.columns, hint=True)
        yield from (table.read(inner, layout) if layout else text.read(inner)).items
    finally:
        spool.close()


def _titles(rows: Sequence[list[str]], known: Mapping[str, str]) -> int:
    """How many rows stand above the names of the columns: the title of a table, its day, its maker."""
    asked = set(known.values())
    names = [sum(field_of(cell) is not None or cell in asked for cell in row) for row in rows]
    filled = [sum(map(bool, row)) for row in rows]
    if not rows:
        return 0
    header = next((at for at, count in enumerate(names) if count >= 2), None)
    if header is not None:
        return header
    return next((at for at, count in enumerate(filled) if count >= 2), 0) if max(filled) >= 2 else 0


def lines_of(rows: Iterable[list[str]]) -> Iterator[bytes]:
    """Rows as lines with tabs between their cells."""
    for row in rows:
        yield ("\t".join(map(_quoted, row)) + "\n").encode("utf-8", "replace")


def _quoted(cell: str) -> str:
    cell = " ".join(cell.split("\t")).replace("\r\n", "\n").replace("\r", "\n")
    if "\n" in cell or cell.startswith('"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell
