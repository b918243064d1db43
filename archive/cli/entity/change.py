"""`archive entity merge`, `rename`, `retype`, `hide`: one decision each, refused with a reason if it makes no sense."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.entity.choose import Kind, Name, as_kind, chosen, option_for
from archive.cli.options import DEFAULT_DATABASE, Database, Note
from archive.errors import ArchiveError
from archive.harmless import one_line
from archive.web.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archive.resolve.rulings import Decision
    from archive.store.lookup import Entity


def merge(
    name: Name,
    into: Annotated[
        str,
        typer.Argument(help="The entity that it is the same as, and that stays.", metavar="INTO", show_default=False),
    ],
    note: Note = None,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Make two entities one: all mentions of the first go to the second, now and ever after.

    Example: archive entity merge "Mara Veldn" "Mara Velden" --note "a slip of one paper"
    """
    from archive.store import corrections
    from archive.store.database import opened
    from archive.store.lookup import entity

    with opened(db) as archive:
        goes, stays = chosen(archive.conn, name), chosen(archive.conn, into)
        done = corrections.merge(archive, goes, stays, note)
        now = entity(archive.conn, stays.id) or stays
    say(done, f"{corrections.said(goes)} ({counted(goes.mentions, 'mention')}) is merged into {_counts(now)}", db)


def rename(
    name: Name,
    new: Annotated[str, typer.Argument(help="Its name from now on.", metavar="NEW", show_default=False)],
    note: Note = None,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Give an entity another name; the old one stays an alias. Its own name confirms it: no review asks about it again.

    Example: archive entity rename "M. Velden" "Mara Velden"
    """
    from archive.store import corrections
    from archive.store.database import opened

    new = corrections.valid_name(new)
    with opened(db) as archive:
        found = chosen(archive.conn, name)
        with _merging_offered(found, db):
            done = corrections.rename(archive, found, new, note)
    counts = counted(found.mentions, "mention")
    if new == found.name:
        say(done, f"{corrections.said(found)} ({counts}) is confirmed to be a name", db)
    else:
        say(done, f"{corrections.said(found)} ({counts}) is now called {new}", db)


def retype(
    name: Name,
    kind: Annotated[Kind, typer.Argument(help="What it is.", metavar="KIND", show_default=False)],
    note: Note = None,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Say that an entity is a person, an organisation or a place.

    Example: archive entity retype "Kestrel Bay" place
    """
    from archive.store import corrections
    from archive.store.database import opened

    with opened(db) as archive:
        found = chosen(archive.conn, name)
        with _merging_offered(found, db):
            done = corrections.retype(archive, found, as_kind(kind), note)
    counts = counted(found.mentions, "mention")
    say(done, f"{corrections.said(found)} ({counts}) is {corrections.a(kind.value)} now", db)


def hide(name: Name, note: Note = None, db: Database = DEFAULT_DATABASE) -> None:
    """Hide what is no name: its mentions are shown and counted nowhere, now and ever after.

    Example: archive entity hide "Show More" --note "a button"
    """
    from archive.store import corrections
    from archive.store.database import opened

    with opened(db) as archive:
        found = chosen(archive.conn, name)
        done = corrections.hide(archive, found, note)
    counts = f"{counted(found.mentions, 'mention')} in {counted(found.snippets, 'snippet')}"
    say(done, f"{corrections.said(found)} ({counts}) is hidden", db)


def say(done: Decision, what: str, db: Path) -> None:
    """Tell what a decision did, in one line, and how to take it back."""
    typer.echo(one_line(f"decision {done.id}: {what} (undo with: archive entity undo {done.id}{option_for(db)})"))


@contextmanager
def _merging_offered(found: Entity, db: Path) -> Iterator[None]:
    """Where another entity is called so already, say with which command the two are merged."""
    from archive.store.corrections import TakenError

    try:
        yield
    except TakenError as error:
        raise ArchiveError(f"{error}: archive entity merge {found.id} {error.other.id}{option_for(db)}") from error


def _counts(entity: Entity) -> str:
    from archive.store.corrections import said

    return (
        f"{said(entity)}, which now has {counted(entity.mentions, 'mention')} in {counted(entity.snippets, 'snippet')}"
    )
