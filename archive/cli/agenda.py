"""`archive agenda`: what texts date ahead of a day, in the order in which it comes."""

from __future__ import annotations

import datetime
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.files import reading
from archive.cli.options import DEFAULT_DATABASE, AsCsv, AsJson, Database, choose_one
from archive.cli.output import excerpted, person_console, print_csv, print_json, print_lines
from archive.harmless import harmless
from archive.web.wording import counted, written

if TYPE_CHECKING:
    from archive.search.agenda import Agenda, Entry

_SHOWN = 3
"""Texts of a day on a terminal."""


def agenda(
    query: Annotated[
        list[str] | None, typer.Argument(help="Only of these snippets, as in search.", metavar="QUERY")
    ] = None,
    db: Database = DEFAULT_DATABASE,
    since: Annotated[
        str, typer.Option("--from", help="First day: 2024-10-25, 2024-11, today, monday.", metavar="DATE")
    ] = "today",
    until: Annotated[str | None, typer.Option("--until", help="Last day, counted in.", metavar="DATE")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many days to show.")] = 30,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show what texts date ahead of a day, by day, with the texts; months and years stand apart, at the end.

    A text counts if the day lies ahead of it, too: reports of a day are none. Behind a pipe a text is one line: date,
    snippet, day of the text, outlet, text, parted by tabs.

    Example: archive agenda 'org:IMO' --from 2024-10-25
    """
    choose_one(json=as_json, csv=as_csv)
    from archive.search import agenda as ahead

    text = " ".join(query or ())
    first, _ = _days(since, "--from")
    _, end = _days(until, "--until") if until else (None, None)
    with reading(db) as conn:
        found = ahead.agenda(conn, text, since=first, until=end, most=limit)
    _tell(found)
    if as_json:
        print_json(ahead.as_objects(found))
    elif as_csv:
        print_csv(ahead.COLUMNS_OUT, ahead.rows(found))
    elif sys.stdout.isatty():
        _show(found)
    else:
        print_lines((row[0], row[4], row[5], row[6], row[8]) for row in ahead.rows(found))


def _days(text: str, option: str) -> tuple[datetime.date, datetime.date | None]:
    """The first of some days, and the day after the last."""
    from archive.search.days import asked, is_day_value

    if not is_day_value(text):
        raise typer.BadParameter(f"{text!r} is no date; write 2024, 2024-10, 2024-10-25 or today", param_hint=option)
    days = asked("on", text, datetime.datetime.now().astimezone().date())
    return days.first or datetime.date.min, days.until


def _tell(found: Agenda) -> None:
    notes = list(found.notes)
    if not found.entries:
        notes.insert(0, f"Nothing is dated ahead of {found.since}; --from looks ahead of another day.")
    if found.more:
        notes.append(f"There is more from {found.more} on: --limit, or --from {found.more}")
    for note in notes:
        typer.echo(harmless(note), err=True)


def _show(found: Agenda) -> None:
    """Print days for a person, a few texts below each."""
    console = person_console()
    for entry in found.days:
        _print_day(entry)
    if found.rough:
        console.print("Some time in", style="bold underline")
    for entry in found.rough:
        _print_day(entry)


def _print_day(entry: Entry) -> None:
    from rich.padding import Padding
    from rich.text import Text

    console = person_console()
    console.print(written(entry.value), style="bold")
    for one in entry.texts[:_SHOWN]:
        text = excerpted(one.hit.text, [(one.start, one.stop)])
        where = ", ".join(filter(None, (written(one.hit.dated), one.hit.outlet, f"#{one.hit.id}")))
        console.print(Padding(Text.assemble(text, Text(f"  {harmless(where)}", "dim")), (0, 0, 0, 2)))
    if len(entry.texts) > _SHOWN:
        console.print(f"  and {counted(len(entry.texts) - _SHOWN, 'more text')}", style="dim")
