"""`archive entity undo`, `export`, `import`: decisions as a history that can be taken back and carried elsewhere."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.entity.choose import option_for
from archive.cli.files import reading, to_read, to_write
from archive.cli.options import DEFAULT_DATABASE, Database, number
from archive.cli.output import print_rows
from archive.errors import StoreError
from archive.harmless import harmless, one_line
from archive.web.wording import counted

if TYPE_CHECKING:
    from archive.resolve.rulings import Decision


def undo(
    decision_id: Annotated[
        int | None,
        typer.Argument(
            parser=number, help="The decision; the latest one if left out.", metavar="ID", show_default=False
        ),
    ] = None,
    db: Database = DEFAULT_DATABASE,
    list_them: Annotated[bool, typer.Option("--list", help="List all decisions instead.")] = False,
) -> None:
    """Take a decision back, exactly; to undo an undo brings the decision back.

    Example: archive entity undo 3
    """
    from archive.store import decisions as store
    from archive.store.database import opened

    if list_them:
        _list(db)
        return
    with opened(db) as archive:
        done = store.undo(archive, decision_id)
        for line in _undone(archive.conn, done, db):
            typer.echo(line)


def export_decisions(
    file: Annotated[str, typer.Argument(help="Where to; - is standard output.", metavar="FILE")] = "-",
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Write all decisions as CSV, to keep or to import into another archive; of archives of any version.

    Example: archive entity export decisions.csv
    """
    from archive.store.database import explain_sqlite
    from archive.store.decisions import export_csv

    try:
        with reading(db, any_version=True) as conn, to_write(file) as stream:
            written = export_csv(conn, stream)
    except sqlite3.OperationalError as error:  # of another version, its decisions may have other columns
        raise StoreError(explain_sqlite(db, error)) from error
    if file != "-":
        typer.echo(f"{counted(written, 'decision')} → {file}", err=True)


def import_decisions(
    file: Annotated[str, typer.Argument(help="A file that export wrote; - is standard input.", metavar="FILE")],
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Add the decisions of a CSV file and apply them; those that are known already count once.

    Nothing is added if a line of the file is wrong.

    Example: archive entity import decisions.csv
    """
    from archive.store.database import opened
    from archive.store.decisions import import_csv

    with opened(db) as archive, to_read(file) as (stream, name):
        added, known = import_csv(archive, stream, name)
    typer.echo(f"{counted(added, 'decision')} added, {known:,} known already")


def _list(db: Path) -> None:
    from archive.resolve.rulings import active
    from archive.store.decisions import all_decisions
    from archive.store.text_corrections import told_here

    with reading(db) as conn:
        decisions = all_decisions(conn)
        hold = {each.id for each in active(decisions)}
        rows = [
            (each.id, each.made_at, one_line(told_here(conn, each)), _state(each, hold), each.note)
            for each in decisions
        ]
    if not rows:
        typer.echo("Nothing has been decided yet.", err=True)
        return
    print_rows(("id", "made", "decision", "state", "note"), rows)


def _state(decision: Decision, hold: set[int]) -> str:
    if decision.undone_by is not None and decision.id not in hold:
        return f"undone by {decision.undone_by}"
    return "done" if decision.action == "undo" else "in force"


def _undone(conn: sqlite3.Connection, done: Decision, db: Path) -> list[str]:
    from archive.resolve.rulings import active
    from archive.store.corrections import meant, told
    from archive.store.decisions import all_decisions
    from archive.store.profile import decisions_about, named
    from archive.store.text_corrections import told_here

    decisions = all_decisions(conn)
    back, is_back = meant(decisions, done)
    what = f"decision {back.id} ({told_here(conn, back)})"
    now = _now(conn, back)
    lines = [
        f"decision {done.id}: {what} is {'in force again' if is_back else 'undone'}{f'; {now}' if now else ''} "
        f"(undo with: archive entity undo {done.id}{option_for(db)})"
    ]
    later = [each for each in decisions_about(active(decisions), named(back)) if each.id > back.id]
    lines += [
        f"Still in force, and about the same: decision {each.id} ({told(each.action, each.subject, each.object)})"
        for each in later
    ]
    return [harmless(line) for line in lines]


def _now(conn: sqlite3.Connection, decision: Decision) -> str:
    """How often those of whom a decision speaks are named now."""
    from archive.resolve.rulings import reference
    from archive.store.lookup import same_name
    from archive.store.profile import spoken_of

    told_now = []
    for kind, name in spoken_of(decision):
        found = same_name(conn, name, kind)
        told_now.append(
            f"{found[0].reference} has {counted(found[0].mentions, 'mention')}"
            if found
            else f"{reference(kind, name)} has none"
        )
    return ", ".join(dict.fromkeys(told_now))
