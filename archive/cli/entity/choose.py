"""The entity that a person names on the command line, or a list to choose from."""

from __future__ import annotations

import shlex
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.options import DEFAULT_DATABASE
from archive.errors import ArchiveError
from archive.harmless import harmless
from archive.web.wording import counted

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from archive.store.lookup import Entity
    from archive.store.moved import Moved
    from archive.types import EntityKind

SHOWN = 15

Name = Annotated[
    str,
    typer.Argument(help="The entity: its number, kind:Name, a name or an alias.", metavar="NAME", show_default=False),
]


class Kind(StrEnum):
    """Kinds of entity."""

    person = "person"
    organisation = "organisation"
    place = "place"


def as_kind(kind: Kind) -> EntityKind:
    """The kind as the rest of the program knows it."""
    return kind.value


def chosen(conn: sqlite3.Connection, text: str) -> Entity:
    """The one entity that answers to what was typed.

    Raises:
        ArchiveError: None does, or several do; the message lists whom to choose from.
    """
    from archive.store.lookup import find
    from archive.store.moved import moved

    found = find(conn, text)
    if len(found) == 1:
        return found[0]
    typed = harmless(text)
    if found:
        raise ArchiveError(f"{typed!r} may be one of these; say which by its number:\n{choices(found)}")
    gone = moved(conn, text)
    raise ArchiveError(became(typed, gone) if gone else _unknown(conn, typed))


def choices(found: list[Entity]) -> str:
    """Entities to choose from: number, kind, name, mentions, description."""
    width = max(len(str(each.id)) for each in found)
    lines = [
        f"  {each.id:>{width}}  {each.kind:<12}  {each.name} ({counted(each.mentions, 'mention')})"
        + (f": {each.description}" if each.description else "")
        for each in found[:SHOWN]
    ]
    if len(found) > SHOWN:
        lines.append(f"  and {len(found) - SHOWN:,} more: archive entity list shows them")
    return harmless("\n".join(lines))


def became(typed: str, gone: Moved) -> str:
    """What became of an entity that is none any more."""
    what = f"{typed} was {harmless(gone.reference)}" if typed.isdecimal() else harmless(gone.reference)
    by = f"by decision {gone.by.id}" if gone.by else "by the archive's majority"
    if gone.is_hidden:
        again = f"; to see it again: archive entity undo {gone.by.id}" if gone.by else ""
        return f"{what}, which is hidden {by}{again}." if typed.isdecimal() else f"{what} is hidden {by}{again}."
    if gone.now is None:
        return f"{what}, which no snippet names any more."
    return f"{what}, which is now {gone.now.id}, {harmless(gone.now.reference)}, {by}. Name that one."


def option_for(db: Path) -> str:
    """What to add to a command that is to be typed, so that it speaks of the same archive."""
    return "" if db == DEFAULT_DATABASE else f" --db {shlex.quote(str(db))}"


def _unknown(conn: sqlite3.Connection, typed: str) -> str:
    from archive.store.lookup import nearest

    near = nearest(conn, typed)
    if not near:
        return f"No entity is called {typed!r}, and nothing is like it. See: archive entity list"
    return f"No entity is called {typed!r}. The nearest:\n{choices(near)}"
