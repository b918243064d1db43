"""`archive entity merge`, `rename`, `retype`, `hide`: one decision each, refused with a reason if it makes no sense."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.entity.choose import Kind, Name, Note, as_kind, chosen, counted, option_for, writer
from archive.cli.options import DEFAULT_DATABASE, Database

if TYPE_CHECKING:
    from pathlib import Path

    from archive.resolve.rulings import Decision
    from archive.store.lookup import Entity

_LONGEST = 200  # characters of a name


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
    from archive.errors import ArchiveError
    from archive.store.decisions import decide
    from archive.store.lookup import entity

    with writer(db) as archive:
        goes, stays = chosen(archive.conn, name), chosen(archive.conn, into)
        if goes.id == stays.id:
            raise ArchiveError(f"{_said(goes)} can't be merged into itself: both names are of entity {goes.id}.")
        done = decide(archive, "merge", goes.reference, stays.reference, note)
        now = entity(archive.conn, stays.id) or stays
    say(done, f"{_said(goes)} ({counted(goes.mentions, 'mention')}) is merged into {_counts(now)}", db)


def rename(
    name: Name,
    new: Annotated[str, typer.Argument(help="Its name from now on.", metavar="NEW", show_default=False)],
    note: Note = None,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Give an entity another name; the old one stays an alias. Its own name confirms it: no review asks about it again.

    Example: archive entity rename "M. Velden" "Mara Velden"
    """
    from archive.errors import ArchiveError
    from archive.store.decisions import decide
    from archive.store.lookup import same_name

    new = valid_name(new)
    with writer(db) as archive:
        found = chosen(archive.conn, name)
        others = [each for each in same_name(archive.conn, new, found.kind) if each.id != found.id]
        if others:
            raise ArchiveError(
                f"Entity {others[0].id} is {_said(others[0])} already; "
                f"merge them instead: archive entity merge {found.id} {others[0].id}{option_for(db)}"
            )
        done = decide(archive, "rename", found.reference, new, note)
    counts = counted(found.mentions, "mention")
    if new == found.name:
        say(done, f"{_said(found)} ({counts}) is confirmed to be a name", db)
    else:
        say(done, f"{_said(found)} ({counts}) is now called {new}", db)


def retype(
    name: Name,
    kind: Annotated[Kind, typer.Argument(help="What it is.", metavar="KIND", show_default=False)],
    note: Note = None,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Say that an entity is a person, an organisation or a place.

    Example: archive entity retype "Kestrel Bay" place
    """
    from archive.errors import ArchiveError
    from archive.store.decisions import decide
    from archive.store.lookup import same_name

    with writer(db) as archive:
        found = chosen(archive.conn, name)
        if found.kind == kind.value:
            raise ArchiveError(f"{_said(found)} ({found.id}) is {a(kind.value)} already.")
        others = same_name(archive.conn, found.name, as_kind(kind))
        if others:
            raise ArchiveError(
                f"There is {a(kind.value)} of that name already, entity {others[0].id}; "
                f"merge them instead: archive entity merge {found.id} {others[0].id}{option_for(db)}"
            )
        done = decide(archive, "retype", found.reference, kind.value, note)
    say(done, f"{_said(found)} ({counted(found.mentions, 'mention')}) is {a(kind.value)} now", db)


def hide(name: Name, note: Note = None, db: Database = DEFAULT_DATABASE) -> None:
    """Hide what is no name: its mentions are shown and counted nowhere, now and ever after.

    Example: archive entity hide "Show More" --note "a button"
    """
    from archive.store.decisions import decide

    with writer(db) as archive:
        found = chosen(archive.conn, name)
        done = decide(archive, "hide", found.reference, None, note)
    counts = f"{counted(found.mentions, 'mention')} in {counted(found.snippets, 'snippet')}"
    say(done, f"{_said(found)} ({counts}) is hidden", db)


def say(done: Decision, what: str, db: Path) -> None:
    """Tell what a decision did, in one line, and how to take it back."""
    from archive.cli.output import one_line

    typer.echo(one_line(f"decision {done.id}: {what} (undo with: archive entity undo {done.id}{option_for(db)})"))


def valid_name(name: str) -> str:
    """A name to give to an entity, its white space tidied.

    Raises:
        ArchiveError: It is none; the message says why.
    """
    from archive.cli.terminal import harmless
    from archive.errors import ArchiveError

    tidy = " ".join(name.split())
    if not tidy:
        raise ArchiveError("A name needs at least one letter.")
    if len(tidy) > _LONGEST:
        raise ArchiveError(f"That name has {len(tidy):,} characters; {_LONGEST} are the most.")
    if harmless(tidy) != tidy:
        raise ArchiveError(f"{harmless(tidy)!r} holds characters that can't be seen; leave them out.")
    if tidy.startswith("#") or "->" in tidy:
        raise ArchiveError(f"{tidy!r} would be misread: a name has no # in front and no -> in it.")
    return tidy


def a(kind: str) -> str:
    """A kind with its article."""
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _said(entity: Entity) -> str:
    from archive.cli.output import one_line

    return one_line(entity.reference)


def _counts(entity: Entity) -> str:
    return (
        f"{_said(entity)}, which now has {counted(entity.mentions, 'mention')} in {counted(entity.snippets, 'snippet')}"
    )
