"""`archive source`: what an archive was made from, and how to put right what was said of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli import output
from archive.cli.files import reading
from archive.cli.options import DEFAULT_DATABASE, AsCsv, AsJson, Database, choose_one
from archive.harmless import one_line
from archive.web.wording import counted

if TYPE_CHECKING:
    import sqlite3

    from archive.store.sources import Changed, Source

COLUMNS = ("id", "name", "format", "items", "snippets", "captured", "captured_by", "ingested_at", "uri")
SHOWN = 15

Chosen = Annotated[
    str,
    typer.Argument(
        help="The source: its number, its name, its address, or a part of these.", metavar="SOURCE", show_default=False
    ),
]

app = typer.Typer(
    name="source",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="""List what the archive was made from, and put right what was said of it.

    SOURCE is a source's number, its name or address, or a part of these that no other has.

    Example: archive source recapture 3 2024-10-25
    """,
)


@app.command("list")
def list_sources(
    query: Annotated[str | None, typer.Argument(help="A part of name or address.", metavar="QUERY")] = None,
    db: Database = DEFAULT_DATABASE,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List sources with their items, when they were captured and how that is known.

    Behind a pipe a source is one line, its fields parted by tabs.

    Example: archive source list harbour
    """
    choose_one(json=as_json, csv=as_csv)
    from archive.store.sources import find_sources, sources

    with reading(db) as conn:
        found = find_sources(conn, query) if query else sources(conn)
    rows = [tuple(getattr(one, column) for column in COLUMNS) for one in found]
    if not found:
        typer.echo("No such source; archive source list without a query shows all.", err=True)
    if as_json:
        output.print_json([asdict(one) for one in found])
    elif as_csv:
        output.print_csv(COLUMNS, rows)
    else:
        output.print_rows(COLUMNS, rows)


@app.command()
def show(source: Chosen, db: Database = DEFAULT_DATABASE, as_json: AsJson = False) -> None:
    """Show a source: where it was found, its bytes, when it was captured, what came of it, whose items it holds.

    Example: archive source show 3
    """
    from archive.store.sources import outlets_of

    with reading(db) as conn:
        found = _chosen(conn, source)
        outlets = outlets_of(conn, found.id)
    if as_json:
        output.print_json({**asdict(found), "outlets": outlets})
        return
    lines = [(name.replace("_", " "), value) for name, value in asdict(found).items()]
    lines.append(("outlets", ", ".join(f"{name or 'none'} ({number:,})" for name, number in outlets.items())))
    width = max(len(name) for name, _ in lines)
    for name, value in lines:
        typer.echo(f"{name:<{width}}  {one_line(value) or '-'}")


@app.command()
def rename(
    source: Chosen,
    name: Annotated[str, typer.Argument(help="What to call it.", metavar="NAME", show_default=False)],
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Call a source otherwise.

    Example: archive source rename 3 "Ledger, harbour desk"
    """
    from archive.store import sources
    from archive.store.database import opened

    with opened(db) as archive:
        found = _chosen(archive.conn, source)
        sources.rename(archive, found.id, name)
    typer.echo(f"Source {found.id} is called {name!r} now.")


@app.command()
def outlet(
    source: Chosen,
    name: Annotated[str, typer.Argument(help="Who published its items.", metavar="NAME", show_default=False)],
    was: Annotated[
        str | None,
        typer.Option(help="Whose items to change; those of the commonest outlet if left out.", metavar="NAME"),
    ] = None,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Put right who published the items of a source.

    Those of its commonest outlet, and those that name none, are changed; items that name another keep it.

    Example: archive source outlet 3 "The Island Post"
    """
    from archive.store import sources
    from archive.store.database import opened

    with opened(db) as archive:
        found = _chosen(archive.conn, source)
        changed = sources.set_outlet(archive, found.id, name, was)
    _say(found, f"{counted(changed.sightings, 'item')} of {found.items:,} carry {name!r} now")


@app.command()
def recapture(
    source: Chosen,
    date: Annotated[
        str,
        typer.Argument(help="When it was captured: 2024, 2024-10 or 2024-10-25.", metavar="DATE", show_default=False),
    ],
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Put right when a source was captured: what counts from that day is dated anew.

    Example: archive source recapture 3 2024-10-25
    """
    from archive.extract.dates.captured_day import option_date
    from archive.extract.names import recogniser
    from archive.store import sources
    from archive.store.database import opened

    value = option_date(date, "DATE")
    with opened(db) as archive:
        found = _chosen(archive.conn, source)
        changed = sources.recapture(archive, found.id, value, lambda: recogniser(None))
    _say(found, f"captured {value}; {counted(changed.snippets, 'snippet')} have another date now")
    output.tell_failed(changed.failed)


@app.command()
def delete(
    source: Chosen,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Take a source away, with the snippets that no other source shows. Decisions stay.

    To have it back, ingest it again.

    Example: archive source delete 3 --yes
    """
    from archive.store import sources
    from archive.store.database import opened

    with opened(db) as archive:
        found = _chosen(archive.conn, source)
        if not yes:
            what = f"source {found.id} ({_named(found)}) with its {counted(found.items, 'item')}"
            typer.confirm(f"Delete {what}?", abort=True, err=True)
        changed = sources.delete(archive, found.id)
    _say_gone(found, changed)


def _chosen(conn: sqlite3.Connection, text: str) -> Source:
    """The one source that answers to what was typed.

    Raises:
        ArchiveError: None does, or several do; the message lists them.
    """
    from archive.errors import ArchiveError
    from archive.store.sources import find_sources

    found = find_sources(conn, text)
    if len(found) == 1:
        return found[0]
    if not found:
        raise ArchiveError(f"No source answers to {one_line(text)!r}. See: archive source list")
    lines = [f"  {one.id:>4}  {_named(one)}  ({counted(one.items, 'item')})" for one in found[:SHOWN]]
    more = [f"  and {len(found) - SHOWN:,} more: archive source list shows them"] if len(found) > SHOWN else []
    raise ArchiveError("\n".join([f"{one_line(text)!r} may be one of these; say which by its number:", *lines, *more]))


def _named(source: Source) -> str:
    return one_line(source.name)


def _say(source: Source, what: str) -> None:
    typer.echo(f"Source {source.id} ({_named(source)}): {what}.")


def _say_gone(source: Source, changed: Changed) -> None:
    gone = f"{counted(changed.sightings, 'sighting')} and {counted(changed.snippets, 'snippet')}"
    typer.echo(f"Source {source.id} ({_named(source)}) is deleted, with {gone} that nothing else shows.")
