"""`archive timeline`: when the snippets of a query appeared, as bars on a terminal and as rows behind a pipe."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.files import reading
from archive.cli.options import DEFAULT_DATABASE, AsCsv, AsJson, Database, choose_one
from archive.cli.output import print_csv, print_json, print_lines
from archive.errors import ArchiveError
from archive.harmless import harmless

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from archive.web.pages.timeline import Timeline

COLUMNS = ("when", "snippets")
WIDEST = 72
"""Columns of the longest bar at most."""
_EIGHTHS = " ▏▎▍▌▋▊▉"


def timeline(
    query: Annotated[
        list[str] | None, typer.Argument(help="As in search; everything if left out.", metavar="QUERY")
    ] = None,
    db: Database = DEFAULT_DATABASE,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Draw when the snippets of a query appeared: a bar a day, week, month or year, as fits.

    A snippet counts once for each day on which it appeared. Behind a pipe a bar is one line: date and number of
    snippets, parted by a tab.

    Example: archive timeline 'grain OR wheat'
    """
    choose_one(json=as_json, csv=as_csv)

    text = " ".join(query or ())
    with reading(db) as conn:
        chart, notes = _chart(conn, text)
    for note in notes:
        typer.echo(harmless(note), err=True)
    rows = [(one.when, one.bars[0].count) for one in chart.columns if one.bars[0].count] if chart else []
    if as_json:
        print_json([dict(zip(COLUMNS, row, strict=True)) for row in rows])
    elif as_csv:
        print_csv(COLUMNS, rows)
    elif chart is None:
        raise ArchiveError(f"Nothing that is dated was found for: {text}" if text else "The archive holds no dates.")
    elif sys.stdout.isatty():
        typer.echo("\n".join(drawing(chart, shutil.get_terminal_size().columns)))
    else:
        print_lines(rows)


def _chart(conn: sqlite3.Connection, text: str) -> tuple[Timeline | None, tuple[str, ...]]:
    """The timeline of a query as the pages draw it, and what its reader should know."""
    from archive.search import prepare, total_of
    from archive.search.run import LONGEST, guarded
    from archive.web.counts import values
    from archive.web.pages.timeline import Series
    from archive.web.pages.timeline import timeline as drawn

    with guarded(conn, LONGEST):
        asked = prepare(conn, text)
        found = values(conn, asked, total_of(conn, asked).shown, "on")
    return drawn(Series(found.spread, str, is_rough=found.is_rough)), asked.notes


def drawing(chart: Timeline, columns: int = 80) -> Iterator[str]:
    """The lines of a chart: a bar a line, one line of dots for what is empty between two, and what it shows."""
    drawn = [column for column in chart.columns if column.is_drawn and column.bars[0].count]
    labels = max((len(column.label) for column in drawn), default=0)
    counts = max((len(f"{column.bars[0].count:,}") for column in drawn), default=0)
    width = max(1, min(WIDEST, columns - labels - counts - 4))
    most = max((column.bars[0].count for column in drawn), default=1)
    place = None
    for column in drawn:
        at, bar = round(column.left / column.width), column.bars[0]
        if place is not None and at > place + 1:
            yield f"{'⋮':>{labels}}"
        place = at
        yield f"{column.label:>{labels}}  {_bar(bar.count / most, width):<{width}}  {bar.count:>{counts},}".rstrip()
    yield chart.summary


def _bar(share: float, width: int) -> str:
    """A bar in eighths of a column; what is not nothing is to be seen."""
    eighths = max(1, round(share * width * 8))
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
