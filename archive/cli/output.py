"""Results for programs (JSON, CSV, lines) and for people: none can steer a terminal or run in a spreadsheet."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING

import typer

from archive.harmless import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rich.console import Console
    from rich.text import Text

_NARROW = 64  # columns of a terminal below which what stands at the side stands above instead
_SIDE = 22
_FOUND = "bold yellow underline"
LONGEST = 600
"""Characters of a hit on a terminal; of a longer text the part around what was sought is shown."""


_STEERING = re.compile(r"[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def tell_failed(failed: Sequence[str]) -> None:
    """Name what could not be found on standard error, and leave with 1 if there is any.

    Raises:
        typer.Exit: There is.
    """
    for each in failed:
        typer.echo(f"archive: {one_line(each)}", err=True)
    if failed:
        raise typer.Exit(1)


def day(dated: str | None) -> str:
    """A prefix date as it stands at the side of a text; of a range within a month or a year, the end in short.

    `2024-09-10/2024-09-17` becomes `2024-09-10 – 17`.
    """
    first, slash, last = one_line(dated).partition("/")
    if not slash:
        return first
    same = next((size for size in (8, 5) if len(first) == len(last) == 10 and first[:size] == last[:size]), 0)
    return f"{first} – {last[same:]}"


def print_json(value: object) -> None:
    """Print a value as JSON; characters that steer a terminal are escaped."""
    typer.echo(as_json(value))


def as_json(value: object) -> str:
    """A value as JSON that can't steer a terminal."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def print_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table as CSV, for spreadsheets."""
    from archive.csvsafe import write_table

    write_table(sys.stdout, columns, rows)


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


def person_console() -> Console:
    """Where texts of strangers are printed for a person: nothing in them is taken for markup."""
    from rich.console import Console

    return Console(highlight=False, emoji=False, markup=False)


def print_beside(console: Console, side: Callable[[str], Text], body: Text) -> None:
    """Print a text with something at its side, above it on a narrow terminal, and an empty line.

    What is beside takes what parts its facts.
    """
    from rich.table import Table

    if console.width < _NARROW:
        console.print(side(" · "), body, sep="\n")
    else:
        grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
        grid.add_column(width=_SIDE, overflow="fold")
        grid.add_column(ratio=1, overflow="fold")
        grid.add_row(side("\n"), body)
        console.print(grid)
    console.print()


def marked(text: str, spans: Iterable[tuple[int, int]], style: str = "") -> Text:
    """A stranger's text with what was sought in it marked."""
    from rich.text import Text

    shown = Text(one_line(text), style)
    for start, stop in spans:
        shown.stylize(_FOUND, start, stop)
    return shown


def excerpted(text: str, spans: Sequence[tuple[int, int]]) -> Text:
    """The same, of a long text a part, with dots where it was cut."""
    from rich.text import Text

    from archive.web.spans import excerpt

    return Text.assemble(
        *((part, _FOUND if is_found else "") for part, is_found in excerpt(one_line(text), spans, LONGEST))
    )
