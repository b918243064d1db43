"""`archive search --names`: a list of names in, a table out."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from archive.cli.files import reading
from archive.cli.output import print_csv, print_json, print_lines, print_table
from archive.errors import ArchiveError
from archive.harmless import one_line

MOST_BYTES = 10_000_000
"""Of a file of names."""
_LONGEST = 60.0
"""Seconds for a whole list."""
_SHOWN = ("name", "entity", "snippets", "first_day", "last_day", "outlets", "nearest")
_WIDEST = 32


def tell_names(db: Path, file: Path, *, as_json: bool, as_csv: bool) -> None:
    """Print what is known of each name in a file; of those unknown, the nearest."""
    from archive.search.name_table import COLUMNS, MOST_NAMES, cells, name_table, names_in

    names = names_in(_content(file), is_table=file.suffix.lower() in (".csv", ".tsv"))
    with reading(db) as conn:
        found = [cells(row) for row in name_table(conn, names, longest=_LONGEST)]
    if len(names) > MOST_NAMES:
        typer.echo(f"Only the first {MOST_NAMES:,} of {len(names):,} names were looked up.", err=True)
    unknown = sum(row[COLUMNS.index("entity")] is None for row in found)
    if unknown:
        typer.echo(f"Not known: {unknown:,} of {len(found):,} names.", err=True)
    if as_json:
        print_json([dict(zip(COLUMNS, row, strict=True)) for row in found])
    elif as_csv:
        print_csv(COLUMNS, found)
    elif sys.stdout.isatty():
        places = [COLUMNS.index(name) for name in _SHOWN]
        print_table(_SHOWN, ([_short(row[at]) for at in places] for row in found))
    else:
        print_lines(found)


def _content(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise ArchiveError(f"{file} can't be read: {error.strerror}.") from error
    if len(content) > MOST_BYTES:
        raise ArchiveError(f"{file} is larger than {MOST_BYTES // 1_000_000} MB; that is no list of names.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ArchiveError(f"{file} is not in UTF-8 (byte {error.start:,}).") from error


def _short(cell: object) -> object:
    """A cell that does not take the whole width of a terminal."""
    text = one_line(cell)
    return cell if isinstance(cell, int) or len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
