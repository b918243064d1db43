"""Cells that a spreadsheet can't take for formulas.

Excel, LibreOffice and Google Sheets run a cell of a CSV file as a formula if it begins with `=`, `+`, `-` or `@`; some
look past white space and control characters at the start, and Japanese ones know the full-width forms. Texts come from
strangers, so a formula could send a reader's table elsewhere. An apostrophe in front makes it text everywhere.

Only texts are touched, never numbers. Nothing is lost: a text that has apostrophes before such a beginning gets one
more, so that taking one away gives back every original.

Source: the rules are those of OWASP's page "CSV Injection", widened to what hides before the sign.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any

from archive.harmless import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

_HIDDEN = r"\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_FORMULA = re.compile(rf"'*(?:[\t\r\n]|[{_HIDDEN}]*[=+\-@\uff1d\uff0b\uff0d\uff20])")


def neutralised(row: Iterable[Any]) -> list[Any]:
    """A row of cells that no spreadsheet runs: a text that begins like a formula gets an apostrophe in front."""
    begins = _FORMULA.match
    return [f"'{cell}" if isinstance(cell, str) and begins(cell) else cell for cell in row]


def write_table(stream: TextIO, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write RFC 4180; a cell is a number or a line of text that no spreadsheet runs."""
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(neutralised(cell if isinstance(cell, int | float) else one_line(cell) for cell in row))


def original(cell: str) -> str:
    """A cell as it was before `neutralised`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
