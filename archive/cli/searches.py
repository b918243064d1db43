"""`archive searches`, and what `archive search` does with a saved one."""

from __future__ import annotations

import sys
import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archive.cli.files import reading
from archive.cli.options import DEFAULT_DATABASE, AsJson, Database
from archive.cli.output import print_json, print_rows
from archive.errors import SearchError
from archive.harmless import one_line

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from pathlib import Path

    from archive.search import Hit
    from archive.store.searches import Saved

_OPENING = 100
"""Characters of a text in a line of a table."""
_COUNTED = 5.0  # seconds for counting what is new in one search


def searches(
    db: Database = DEFAULT_DATABASE,
    delete: Annotated[
        str | None, typer.Option("--delete", help="Forget the search of this name.", metavar="NAME")
    ] = None,
    new: Annotated[
        bool, typer.Option("--new", help="Show what is new in all of them; the exit code is 1 if nothing is.")
    ] = False,
    mark: Annotated[
        bool, typer.Option("--seen", help="With --new: what is shown is seen now, and not shown again.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="With --new: how many of each to show.")] = 20,
    as_json: AsJson = False,
) -> None:
    """List the saved searches, with how many snippets are new in each, or show with --new what these are.

    New is what came in since a search was last seen, as archive search --saved NAME --new shows it. With --new the
    exit code is 0 if something is new and 1 if nothing is. Behind a pipe a snippet is one line: search, id, date,
    outlet, text.

    To save a search: archive search --save NAME QUERY

    Example: archive searches --new || echo "No news"
    """
    from archive.store.searches import all_saved

    if delete is not None:
        _delete(db, delete)
        return
    if mark and not new:
        raise typer.BadParameter("--seen goes with --new")
    if new:
        _tell_news(db, limit, mark=mark, as_json=as_json)
        return
    with reading(db) as conn:
        rows = [(each, _new(conn, each)) for each in all_saved(conn)]
    if as_json:
        print_json([asdict(each) | {"new": new} for each, new in rows])
        return
    if not rows:
        typer.echo("No search has been saved yet: archive search --save NAME QUERY", err=True)
        return
    lines = [(each.name, "?" if new is None else new, one_line(each.query)) for each, new in rows]
    print_rows(("name", "new", "query"), lines)


def _tell_news(db: Path, limit: int, *, mark: bool, as_json: bool) -> None:
    """Show what is new in all saved searches; exit with 1 if nothing is."""
    from archive.search.hits import json_object
    from archive.search.saved import latest, news

    def shown(hits: Iterable[Hit]) -> list[dict[str, Any]]:
        return list(map(json_object, hits))

    with reading(db) as conn:
        last = latest(conn)
        found = list(news(conn, limit, _told_late))
    if as_json:
        print_json(
            [{"name": one.name, "query": one.query, "new": one.total, "snippets": shown(one.hits)} for one in found]
        )
    else:
        print_rows(
            ("search", "id", "date", "outlet", "text"),
            [(one.name, hit.id, hit.dated, hit.outlet, _opening(hit)) for one in found for hit in one.hits],
        )
    for one in found:
        if mark:
            seen(db, one.name, last, shown=len(one.hits), total=one.total)
        elif one.total > len(one.hits):
            typer.echo(f"{one_line(one.name)}: {len(one.hits):,} of {one.total:,} new are shown.", err=True)
    if not found:
        typer.echo("Nothing is new.", err=True)
        raise typer.Exit(1)


def _opening(hit: Hit) -> str:
    """Headline and text; on a terminal as much of them as stands in a line."""
    text = one_line(f"{hit.title} — {hit.text}" if hit.title else hit.text)
    return textwrap.shorten(text, _OPENING, placeholder=" …") if sys.stdout.isatty() else text


def _told_late(name: str, error: SearchError) -> None:
    typer.echo(f"archive: {one_line(name)}: {error}", err=True)


def keep(db: Path, name: str, query: str) -> None:
    """Save a query under a name, if it can be answered."""
    from archive.search.saved import checked, latest
    from archive.store.database import opened
    from archive.store.searches import save

    with opened(db) as archive:
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
    from archive.store.database import opened
    from archive.store.searches import mark_seen

    if shown < total:
        typer.echo(f"{shown:,} of {total:,} new are shown; to see them all, and not again: --limit {total}", err=True)
        return
    with opened(db) as archive:
        mark_seen(archive, name, last)


def _delete(db: Path, name: str) -> None:
    from archive.store import searches as store
    from archive.store.database import opened

    with opened(db) as archive:
        store.delete(archive, name)
    typer.echo(f"{one_line(' '.join(name.split()))} is deleted", err=True)


def _new(conn: sqlite3.Connection, one: Saved) -> int | None:
    """How much is new in a search; None where it could not be counted."""
    from archive.search.saved import count_since

    try:
        return count_since(conn, one.query, one.last_seen, longest=_COUNTED)
    except SearchError:
        return None
