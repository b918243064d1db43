"""`archive entity list`: who and what is named, most often first."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from archive.cli import output
from archive.cli.entity.choose import Kind, as_kind
from archive.cli.files import reading
from archive.cli.options import DEFAULT_DATABASE, AsCsv, AsJson, Database, choose_one

COLUMNS = ("id", "kind", "name", "snippets", "mentions", "first_dated", "last_dated")


def list_entities(
    query: Annotated[str | None, typer.Argument(help="Begins a word of a name or alias.", metavar="QUERY")] = None,
    db: Database = DEFAULT_DATABASE,
    kind: Annotated[Kind | None, typer.Option("--kind", help="Only people, organisations or places.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many to show.")] = 50,
    hidden: Annotated[bool, typer.Option("--hidden", help="Those that a decision hides.")] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List entities, those named most often first.

    Shows number, kind, name, in how many snippets and how many times each is named, and the first and last date.
    Behind a pipe an entity is one line, its fields parted by tabs.

    Example: archive entity list velden --kind person
    """
    choose_one(json=as_json, csv=as_csv)
    from archive.store import lookup, moved

    with reading(db) as conn:
        find = moved.hidden if hidden else lookup.listed
        found = find(conn, query, kind=as_kind(kind) if kind else None, limit=limit + 1)
    is_more, found = len(found) > limit, found[:limit]
    if not found:
        typer.echo("No such entity; archive entity list without a query shows all.", err=True)
    rows = [tuple(getattr(each, column) for column in COLUMNS) for each in found]
    if as_json:
        output.print_json([asdict(each) for each in found])
    elif as_csv:
        output.print_csv(COLUMNS, rows)
    else:
        output.print_rows([column.replace("_dated", "") for column in COLUMNS], rows)
    if is_more:
        typer.echo(f"These are the first {limit:,}; --limit gives more.", err=True)
