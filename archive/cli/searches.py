"""`archive searches`, and what `archive search` does with a saved one."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.options import DEFAULT_DATABASE, AsJson, Database

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from archive.store.searches import Saved

_COUNTED = 5.0  # seconds for counting what is new in one search


def searches(
    db: Database = DEFAULT_DATABASE,
    delete: Annotated[
        str | None, typer.Option("--delete", help="Forget the search of this name.", metavar="NAME")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the saved searches, with how many snippets are new in each.

    To save one: archive search --save NAME QUERY

    Example: archive searches
    """
    from archive.cli.output import print_json, print_lines, print_table
    from archive.harmless import one_line
    from archive.store.database import open_reader
    from archive.store.searches import all_saved

    if delete is not None:
        _delete(db, delete)
        return
    with closing(open_reader(db).conn) as conn:
        rows = [(each, _new(conn, each)) for each in all_saved(conn)]
    if as_json:
        print_json([asdict(each) | {"new": new} for each, new in rows])
        return
    lines = [(each.name, "?" if new is None else new, one_line(each.query)) for each, new in rows]
    if not rows:
        typer.echo("No search has been saved yet: archive search --save NAME QUERY", err=True)
    elif sys.stdout.isatty():
        print_table(("name", "new", "query"), lines)
    else:
        print_lines(lines)


def keep(db: Path, name: str, query: str) -> None:
    """Save a query under a name, if it can be answered."""
    from archive.cli.entity.choose import writer
    from archive.harmless import one_line
    from archive.search.saved import checked, latest
    from archive.store.searches import save

    with writer(db) as archive:
        done = save(archive, name, checked(archive.conn, query), latest(archive.conn))
    typer.echo(f"Saved as {one_line(done.name)}: {one_line(done.query)}", err=True)


def asked_for(conn: sqlite3.Connection, name: str) -> tuple[str, int, int]:
    """The query of a saved search, the number of the last snippet seen, and of the last there is."""
    from archive.search.saved import latest
    from archive.store.searches import saved

    found = saved(conn, name)
    return found.query, found.last_seen, latest(conn)


def seen(db: Path, name: str, last: int, *, shown: int, total: int) -> None:
    """Mark a search as seen, unless some of what is new was not shown."""
    from archive.cli.entity.choose import writer
    from archive.store.searches import mark_seen

    if shown < total:
        typer.echo(f"{shown:,} of {total:,} new are shown; to see them all, and not again: --limit {total}", err=True)
        return
    with writer(db) as archive:
        mark_seen(archive, name, last)


def _delete(db: Path, name: str) -> None:
    from archive.cli.entity.choose import writer
    from archive.harmless import one_line
    from archive.store import searches as store

    with writer(db) as archive:
        store.delete(archive, name)
    typer.echo(f"{one_line(' '.join(name.split()))} is deleted", err=True)


def _new(conn: sqlite3.Connection, one: Saved) -> int | None:
    """How much is new in a search; None where it could not be counted."""
    from archive.errors import SearchError
    from archive.search.saved import count_since

    try:
        return count_since(conn, one.query, one.last_seen, longest=_COUNTED)
    except SearchError:
        return None
