"""Tables: CSV and its relatives, with whatever separator, with or without a header.

Records are cut here rather than by the `csv` module, for one reason: a quotation mark that is never
closed must cost one record, not the rest of the file.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from statistics import mean
from typing import TYPE_CHECKING

from archive.read.columns import DATE, NUMBER, URL, check_columns, plan_table, share
from archive.read.day_order import of_sources, untold
from archive.read.exports import column_key
from archive.read.record_fields import Plan, field_of, item_from
from archive.read.source import MAX_RECORD, Source
from archive.text.day_order import Order, is_open, proven, settled
from archive.types import Document, RawItem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DELIMITERS = ("\t", ",", ";", "|")
_SEP = re.compile(r"sep=(.)\r?$", re.IGNORECASE)
_SAMPLE = 200
"""Records looked at to tell what is in the columns."""
_MOST_LINES, _FEW_LINES = MAX_RECORD, 20
"""How many lines are looked at for the end of a field that a quotation mark opened …"""
_IN_VAIN = 100_000
"""… and after how many that were looked at in vain, beside one for each line read, they are few."""


_USUAL, _HINTED, _CERTAIN = 0.9, 0.6, 0.0
"""Share of rows that must have the same width: as a rule, in a file called .csv, and where `sep=` stands."""

Row = list[str]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is written, and what its columns hold."""

    delimiter: str
    columns: tuple[str, ...]
    """Names of the columns; their numbers from 1 where there is no header."""
    has_header: bool
    skip: int
    """Lines before the first record (or the header): a `sep=` line, blank lines."""


def split(text: str, delimiter: str) -> tuple[Row, bool]:
    """Split one line into fields, and say whether the last one is still open.

    A quotation mark opens a field only at its start, and closes it only before a delimiter or the end; a
    doubled one is one. Any other stands for itself, as people write `"He said "no" twice"`.
    """
    record = _Record(delimiter)
    record.add(text)
    return record.row(), record.is_open


class _Record:
    """A record that is split line by line, so that one of thousands of lines is looked at once."""

    def __init__(self, delimiter: str) -> None:
        self.delimiter = delimiter
        self._fields: Row = []
        self._pieces: list[str] = []
        """Of the field that is still open."""
        self.is_open = False
        self.is_odd = False
        """Whether a quotation mark stands inside a field where a well-formed one has none."""

    def row(self) -> Row:
        """The fields, one that is still open last."""
        return [*self._fields, "".join(self._pieces)] if self.is_open else self._fields

    def add(self, text: str) -> None:
        """Go on with a line."""
        at, end = 0, len(text)
        if self.is_open:
            self._pieces.append("\n")
            at = self._close(text, 0)
        elif '"' not in text:
            self._fields = text.split(self.delimiter)
            return
        else:
            at = self._field(text, 0)
        while not self.is_open and at < end:
            at = self._field(text, at + 1)

    def _field(self, text: str, at: int) -> int:
        """Take a field; returns where it ends."""
        if text.startswith('"', at):
            self.is_open = True
            return self._close(text, at + 1)
        stop = text.find(self.delimiter, at)
        stop = len(text) if stop < 0 else stop
        self._fields.append(text[at:stop])
        return stop

    def _close(self, text: str, at: int) -> int:
        """Go on with an open field up to where it closes, or the end."""
        while (mark := text.find('"', at)) >= 0:
            follows = text[mark + 1 : mark + 2]
            if follows in ("", self.delimiter, "\r"):
                self._fields.append("".join([*self._pieces, text[at:mark]]))
                self._pieces.clear()
                self.is_open = False
                return mark + 1 + (follows == "\r")
            self.is_odd = self.is_odd or follows != '"'
            self._pieces.append(text[at : mark + 1])
            at = mark + 1 + (follows == '"')
        self._pieces.append(text[at:])
        return len(text)


def records(lines: Iterator[tuple[int, str]], delimiter: str, width: int) -> Iterator[tuple[int, str, Row, bool]]:
    """Lines to records, a field in quotation marks going on over line ends, unless it swallows records."""
    waiting: list[tuple[int, str]] = []
    in_vain = 0
    while True:
        first = waiting.pop() if waiting else next(lines, None)
        if first is None:
            return
        number, text = first
        if not text or text.isspace():
            continue
        record = _Record(delimiter)
        record.add(text)
        if not record.is_open:
            yield number, text, record.row(), False
            continue
        most = _MOST_LINES if in_vain < _IN_VAIN + number else _FEW_LINES
        more, whole = _continued(record, len(text), islice(_lines(waiting, lines), most), width)
        if whole is None:
            in_vain += len(more)
            waiting.extend(reversed(more))
            yield number, text, text.split(delimiter), True
        else:
            yield number, "\n".join([text, *(line for _, line in more)]), whole, False


def _lines(waiting: list[tuple[int, str]], lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The lines that wait, last first, then the rest."""
    while line := waiting.pop() if waiting else next(lines, None):
        yield line


def _continued(
    record: _Record, size: int, lines: Iterator[tuple[int, str]], width: int
) -> tuple[list[tuple[int, str]], Row | None]:
    """Add lines to a record until its quotation mark closes.

    Returns:
        The lines taken, and the fields; None instead of them if the mark was a stray one.
    """
    taken: list[tuple[int, str]] = []
    for number, line in lines:
        taken.append((number, line))
        size += len(line) + 1
        record.add(line)
        if '"' in line:
            if record.is_odd:
                return taken, None
            if not record.is_open:
                return taken, None if _swallowed(taken, record.delimiter, width) else record.row()
        if size > MAX_RECORD:
            break
    return taken, None


def _swallowed(taken: Sequence[tuple[int, str]], delimiter: str, width: int) -> bool:
    """Whether most of the lines inside a field are records themselves, by their number of columns."""
    inner = taken[:-1]
    if width < 3 or len(inner) < 2:
        return False
    return sum(line.count(delimiter) == width - 1 for _, line in inner) > 0.5 * len(inner)


def find_layout(head: str, *, whole: bool, known: Mapping[str, str], hint: bool = False) -> Layout | None:
    """How a text is written as a table; None for prose, which has commas too.

    The person may know columns of it; where the file's name hints at a table, less evidence will do.
    """
    lines = head.split("\n")
    if not whole and len(lines) > 1:
        lines.pop()
    skip = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if found := _SEP.match(lines[skip]):
        return _layout(lines[skip + 1 :], found[1], skip + 1, known, _CERTAIN)
    named = [_layout(lines[skip:], delimiter, skip, known, _HINTED if hint else _USUAL) for delimiter in DELIMITERS]
    candidates = [layout for layout in named if layout]
    best = max(candidates, key=_evidence, default=None)
    return best or _single_column(lines[skip:], skip, known, hint)


def _evidence(layout: Layout) -> tuple[int, int]:
    return (sum(field_of(name) is not None for name in layout.columns), len(layout.columns))


def _layout(lines: list[str], delimiter: str, skip: int, known: Mapping[str, str], needed: float) -> Layout | None:
    sample = iter(enumerate(lines, 1))
    rows = [row for _, (_, _, row, _) in zip(range(_SAMPLE), records(sample, delimiter, 0), strict=False)]
    if not rows or len(rows[0]) < 2:
        return None
    has_header = _is_header(rows, known)
    body = rows[1:] if has_header else rows
    widths = Counter(map(len, body))
    width, count = widths.most_common(1)[0] if widths else (len(rows[0]), 0)
    names = _wanted(rows[0], known) if has_header else 0
    named = names >= 2 or (names == 1 and (not body or width == len(rows[0])))
    if not named and not _is_regular(body, delimiter, width, count, needed):
        return None
    if named or (has_header and len(rows[0]) == width):
        return Layout(delimiter, tuple(name.strip() or str(at) for at, name in enumerate(rows[0], 1)), True, skip)
    return Layout(delimiter, tuple(map(str, range(1, width + 1))), False, skip)


def _is_regular(rows: list[Row], delimiter: str, width: int, count: int, needed: float) -> bool:
    """Whether rows of which `count` have the same `width` are a table; `needed` is their least share."""
    if width < 2 or count < needed * len(rows):
        return False
    return needed < _USUAL or _convincing(rows, delimiter, width)


def _wanted(row: Row, known: Mapping[str, str]) -> int:
    asked = {column_key(column) for column in known.values()}
    return sum(field_of(name) is not None or column_key(name) in asked for name in row)


def _convincing(rows: list[Row], delimiter: str, width: int) -> bool:
    """Whether rows without known column names are a table all the same.

    Prose has commas and semicolons, with spaces behind them, and a different number in every line.
    """
    rows = [row for row in rows if len(row) == width]
    columns = list(zip(*rows, strict=True))
    typed = any(share(column, DATE) >= 0.8 or share(column, URL) >= 0.8 for column in columns)
    if delimiter == "\t":
        return len(rows) >= 2
    if len(rows) < 3:
        return typed and len(rows) >= 2 and delimiter != ","
    spaced = mean(field.startswith(" ") for row in rows for field in row[1:])
    return typed or (spaced < 0.2 if delimiter != "|" else True)


def _is_header(rows: list[Row], known: Mapping[str, str]) -> bool:
    """Whether the first row names the columns."""
    first = [name.strip() for name in rows[0]]
    if any(len(name) > 60 or URL.fullmatch(name) or DATE.fullmatch(name) or NUMBER.fullmatch(name) for name in first):
        return False
    if not any(first) or len({column_key(name) for name in first if name}) < sum(map(bool, first)):
        return False
    wanted = _wanted(first, known)
    if wanted >= 2 or (wanted and all(len(name.split()) <= 4 for name in first)):
        return True
    body = [row for row in rows[1:] if len(row) == len(first)]
    if len(body) < 2 or any(len(name.split()) > 4 for name in first):
        return False
    columns = list(zip(*body, strict=True))
    typed = any(share(column, pattern) >= 0.8 for column in columns for pattern in (DATE, URL, NUMBER))
    wordy = max(mean(len(value.split()) for value in column) for column in columns)
    return typed or wordy >= 6


def _single_column(lines: list[str], skip: int, known: Mapping[str, str], hint: bool) -> Layout | None:
    """A table of one column: a name that is known, above lines in quotation marks or in a file called .csv."""
    name = lines[0].strip().strip('"')
    if not (_wanted([name], known) and len(name.split()) <= 3):
        return None
    rest = [line for line in lines[1:] if line.strip()]
    quoted = sum(line.startswith('"') for line in rest)
    return Layout(",", (name,), True, skip) if rest and (hint or quoted >= 0.8 * len(rest)) else None


def read(source: Source, layout: Layout) -> Document:
    """Open a table.

    Raises:
        ReadError: A column that the person named does not exist, or no column holds a text.
    """
    names = layout.columns
    asked = check_columns(source.options.columns, names)
    head = source.head.split("\n")[layout.skip :]
    sample = records(iter(enumerate(head, 1)), layout.delimiter, len(names))
    rows = [row for _, (_, _, row, _) in zip(range(_SAMPLE), sample, strict=False)]
    plan = plan_table(rows[layout.has_header :], names, layout.has_header, asked)
    orders = _orders(source, layout, plan, rows[layout.has_header :])
    return Document("csv", _items(source, layout, plan, orders))


def _orders(source: Source, layout: Layout, plan: Plan, rows: list[Row]) -> dict[str, Order | None]:
    """The order of day and month in each column of dates, as far as it is certain."""
    columns = {path[0]: path[0] in layout.columns and layout.columns.index(path[0]) for path in plan.date}
    cells = {name: [row[at] for row in rows if len(row) > at] for name, at in columns.items()}
    found = {name: source.options.dates or proven(values) for name, values in cells.items()}
    unsure = [name for name, values in cells.items() if not found[name] and any(map(is_open, values))]
    if not unsure:
        return found
    if not source.whole or len(rows) >= _SAMPLE - 1:
        for name in unsure:
            found[name] = proven(_cells(source, layout, columns[name]))
    told = _told_by_codes(layout, plan, rows)
    told = told or proven(value for row in rows for value in row if DATE.fullmatch(value.strip()))
    return {name: order or told for name, order in found.items()}


def _cells(source: Source, layout: Layout, at: int) -> Iterator[str]:
    """All cells of a column."""
    lines = (line for line in source.quietly().lines() if line[0] > layout.skip)
    return (row[at] for _, _, row, _ in records(lines, layout.delimiter, len(layout.columns)) if len(row) > at)


def _told_by_codes(layout: Layout, plan: Plan, rows: list[Row]) -> Order | None:
    """The order that the languages of the rows and their outlets tell."""

    def cells(paths: Sequence[tuple[str, ...]]) -> list[str]:
        wanted = [layout.columns.index(path[0]) for path in paths if path[0] in layout.columns]
        return [row[at] for at in wanted for row in rows if len(row) > at and row[at].strip()]

    return of_sources(cells(plan.language), cells(plan.text or plan.title), cells(plan.outlet), cells(plan.url))


def _items(source: Source, layout: Layout, plan: Plan, orders: Mapping[str, Order | None]) -> Iterator[RawItem]:
    names, notes = layout.columns, source.notes
    open_dates: Counter[str] = Counter()
    examples: dict[str, str] = {}
    lines = (line for line in source.lines() if line[0] > layout.skip)
    rows = records(lines, layout.delimiter, len(names))
    if layout.has_header:
        next(rows, None)
    for number, raw, row, literal in rows:
        fields = map(str.strip, _fitted(row, len(names), layout.delimiter, plan, names))
        record = dict(zip(names, fields, strict=False))
        if not any(record.values()):
            continue
        if literal:
            notes.each("quote", "a quotation mark is never closed; taken as part of the text", line=number)
        written = {name: record.get(name, "") for name in orders}
        record.update({name: settled(value, orders[name]) for name, value in written.items()})
        item = item_from(record, plan, raw, number)
        for name, value in written.items():
            if item and not orders[name] and is_open(value) and item.published == record[name]:
                open_dates[name] += 1
                examples.setdefault(name, value)
        if item is None:
            if not plan.export:
                notes.each("empty", "a row without text", line=number)
            continue
        yield item
    for name, count in open_dates.items():
        notes.say(f"column {name!r}: {untold(count, examples[name])}")
    notes.more("quote", "further quotation marks are never closed")
    notes.more("empty", "further rows without text")
    notes.more("long", "further lines that are too long")


def _fitted(row: Row, width: int, delimiter: str, plan: Plan, names: Sequence[str]) -> Row:
    """A row with too many fields, because its text holds the separator unquoted, with the text made whole."""
    extra = len(row) - width
    if extra <= 0 or not any(field.strip() for field in row[width:]):
        return row
    path = (plan.text or plan.title)[0]
    at = names.index(path[0]) if path[0] in names else width - 1
    return [*row[:at], delimiter.join(row[at : at + extra + 1]), *row[at + extra + 1 :]]
