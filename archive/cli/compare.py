"""`archive compare`: two queries beside each other."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.files import reading
from archive.cli.options import DEFAULT_DATABASE, AsCsv, AsJson, Database, choose_one
from archive.cli.output import print_csv, print_json, print_lines
from archive.harmless import harmless, one_line
from archive.web.wording import counted

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from archive.search.compare import Comparison

_SHOWN = 8
"""Values of each list on a terminal."""


def compare(
    a: Annotated[str, typer.Argument(help="A query, as in search; quote it.", metavar="QUERY", show_default=False)],
    b: Annotated[str, typer.Argument(help="The query beside it.", metavar="QUERY", show_default=False)],
    db: Database = DEFAULT_DATABASE,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Compare two queries: when, who and where, in both and in one alone.

    Behind a pipe a value is one line: part, where it is (both, a or b), kind, name, number, snippets of the one and of
    the other, parted by tabs. JSON has the newest quotations of both, too.

    Example: archive compare outlet:reuters outlet:bbc
    """
    choose_one(json=as_json, csv=as_csv)
    from archive.search.compare import COLUMNS, as_object, rows

    with reading(db) as conn:
        found = _compared(conn, a, b)
    for note in (*found.a.notes, *found.b.notes):
        typer.echo(harmless(note), err=True)
    if as_json:
        print_json(as_object(found))
    elif as_csv:
        print_csv(COLUMNS, rows(found))
    elif sys.stdout.isatty():
        typer.echo("\n".join(_told(found)))
    else:
        print_lines(rows(found))


def _compared(conn: sqlite3.Connection, a: str, b: str) -> Comparison:
    from archive.search.run import LONGEST, guarded
    from archive.web.sides import compare_sides, read_side

    with guarded(conn, 2 * LONGEST):
        read = read_side(conn, a), read_side(conn, b)
        return compare_sides(conn, *read, longest=LONGEST)


def _told(found: Comparison) -> Iterator[str]:
    yield f"a: {one_line(found.a.text) or 'everything'} ({counted(found.a.total, 'snippet')})"
    yield f"b: {one_line(found.b.text) or 'everything'} ({counted(found.b.total, 'snippet')})"
    yield f"in both: {counted(found.both, 'snippet')}"
    about = "about " if found.is_rough else ""
    for title, some in (("Names", found.names), ("Outlets", found.outlets)):
        for where, values in (("in both", some.both), ("only in a", some.only_a), ("only in b", some.only_b)):
            if values:
                yield f"\n{title} {where}"
            for one in values[:_SHOWN]:
                counts = [f"{number:,}" for number in (one.a, one.b) if number]
                yield f"  {one_line(getattr(one.value, 'name', one.value))} ({about}{' and '.join(counts)})"
