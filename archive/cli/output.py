"""Results for programs: JSON, CSV and lines, none of which can steer a terminal or run in a spreadsheet."""

from __future__ import annotations

import csv
import json
import re
import sys
from typing import TYPE_CHECKING

import typer

from archive.harmless import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["one_line", "print_csv", "print_json", "print_lines", "print_rows", "print_table"]

_STEERING = re.compile(r"[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def print_json(value: object) -> None:
    """Print a value as JSON; characters that steer a terminal are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    typer.echo(_STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def print_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print RFC 4180, with an apostrophe before whatever a spreadsheet would take for a formula."""
    from archive.csvsafe import neutralised

    writer = csv.writer(sys.stdout, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(neutralised(cell if isinstance(cell, int | float) else one_line(cell) for cell in row))


def print_lines(rows: Iterable[Sequence[object]]) -> None:
    """Print a row a line, fields parted by tabs, none of them empty."""
    for row in rows:
        typer.echo("\t".join(one_line(cell) or "-" for cell in row))


def print_rows(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table on a terminal, and behind a pipe a row a line."""
    if sys.stdout.isatty():
        print_table(columns, rows)
    else:
        print_lines(rows)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows below one another for a person; numbers stand to the right."""
    texts = [columns, *([_shown(cell) for cell in row] for row in rows)]
    numeric = [all(_is_number(row[at]) for row in texts[1:]) for at in range(len(columns))]
    widths = [max(len(row[at]) for row in texts) for at in range(len(columns))]
    for row in texts:
        cells = (
            f"{cell:>{width}}" if right else f"{cell:<{width}}"
            for cell, width, right in zip(row, widths, numeric, strict=True)
        )
        typer.echo("  ".join(cells).rstrip())


def _shown(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else one_line(value)


def _is_number(text: str) -> bool:
    return text.replace(",", "").isdecimal()
