"""`archive entity split`: mentions that an entity was given by mistake, taken away by how or where they are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.entity.change import say
from archive.cli.entity.choose import Name, Note, chosen, counted, writer
from archive.cli.options import DEFAULT_DATABASE, Database

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from sqlite_utils import Database as Archive

    from archive.resolve.rulings import Decision
    from archive.store.lookup import Entity

_SHOWN = 20


def split(
    name: Name,
    alias: Annotated[
        str | None,
        typer.Argument(help="Mentions written so go away.", metavar="[ALIAS]", show_default=False),
    ] = None,
    new: Annotated[
        str | None, typer.Option("--name", help="What they name instead; the alias if left out.", metavar="NEW")
    ] = None,
    snippets: Annotated[
        list[str] | None,
        typer.Option("--snippet", help="Instead of ALIAS: mentions in this snippet go away; repeatable.", metavar="ID"),
    ] = None,
    note: Note = None,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Take mentions away from an entity: those written in one way, or those in certain snippets.

    They become an entity of their own, or go to the one that has the new name already.

    Example: archive entity split "Mara Velden" Velden --name "Otto Velden"

    Example: archive entity split "Mara Velden" --snippet 12 --snippet 40 --name "Otto Velden"
    """
    from archive.store import corrections

    if (alias is None) == (not snippets):
        raise typer.BadParameter("name either an ALIAS or --snippet")
    if snippets and new is None:
        raise typer.BadParameter("say with --name whom these snippets name instead", param_hint="--name")
    new = None if new is None else corrections.valid_name(new)
    with writer(db) as archive:
        found = chosen(archive.conn, name)
        _refuse_itself(found, new)
        objects = (
            _by_snippet(archive.conn, found, snippets, new) if snippets else _by_alias(archive.conn, found, alias, new)
        )
        for what, object_, mentions in objects:
            done, now = _decide(archive, found, object_, note, new or what)
            _say(done, found, what, mentions, now, db)


def _by_alias(
    conn: sqlite3.Connection, found: Entity, alias: str | None, new: str | None
) -> list[tuple[str, str, int]]:
    """How the alias is written most, the decision's object, and how many mentions it moves."""
    from archive.errors import ArchiveError
    from archive.harmless import harmless
    from archive.resolve.keys import folded
    from archive.resolve.rulings import split_object
    from archive.store.profile import aliases, spellings

    asked = " ".join((alias or "").split())
    written = spellings(conn, found.id, asked)
    if not written:
        known = [f"{each['alias']} ({each['mentions']:,})" for each in aliases(conn, found.id) if each["mentions"]]
        more = f" and {len(known) - _SHOWN:,} more" if len(known) > _SHOWN else ""
        raise ArchiveError(
            harmless(
                f"No mention of {found.reference} is written {asked!r}. They are written: "
                f"{', '.join(known[:_SHOWN])}{more}."
            )
        )
    if new is None and folded(found.name) == folded(asked):
        raise ArchiveError(f"{harmless(asked)!r} is the entity's own name; say with --name what splits off.")
    spelling = written[0][0]
    if spelling.startswith("#") or "->" in spelling:
        raise ArchiveError(f"{harmless(spelling)!r} can't be split off as an alias; name its snippets: --snippet ID")
    return [(spelling, split_object(spelling, None, new), sum(count for _, count in written))]


def _by_snippet(
    conn: sqlite3.Connection, found: Entity, snippets: list[str], new: str | None
) -> list[tuple[str, str, int]]:
    """The same for snippets; all of them are looked up before anything is decided."""
    from archive.errors import ArchiveError
    from archive.resolve.rulings import split_object

    objects = []
    for number in dict.fromkeys(_numbers(snippets)):
        row = conn.execute("select text_hash from snippets where id = ?", [number]).fetchone()
        if row is None:
            raise ArchiveError(f"There is no snippet {number}.")
        (mentions,) = conn.execute(
            "select count(*) from mentions where snippet_id = ? and entity_id = ?", [number, found.id]
        ).fetchone()
        if not mentions:
            raise ArchiveError(f"Snippet {number} doesn't name {found.id}; whom it names says: archive show {number}")
        objects.append((f"snippet {number}", split_object(None, row[0], new), mentions))
    return objects


def _numbers(snippets: list[str]) -> list[int]:
    words = [word for each in snippets for word in re.split(r"[\s,]+", each) if word]
    if not words or not all(word.isdecimal() and len(word) < 19 for word in words):
        raise typer.BadParameter("write numbers of snippets, as search prints them", param_hint="--snippet")
    return list(map(int, words))


def _refuse_itself(found: Entity, new: str | None) -> None:
    from archive.errors import ArchiveError
    from archive.harmless import harmless
    from archive.resolve.rulings import ref

    if new is not None and ref(new, found.kind) == found.ref:
        raise ArchiveError(f"{harmless(found.reference)} can't be split from itself; choose another --name.")


def _decide(
    archive: Archive, found: Entity, object_: str, note: str | None, new: str
) -> tuple[Decision, Entity | None]:
    from archive.store.decisions import decide
    from archive.store.lookup import same_name

    done = decide(archive, "split", found.reference, object_, note)
    now = same_name(archive.conn, new, found.kind)
    return done, now[0] if now else None


def _say(done: Decision, found: Entity, what: str, mentions: int, now: Entity | None, db: Path) -> None:
    written = f"in {what}" if what.startswith("snippet ") else f"written {what!r}"
    whose = f"of {now.reference} ({now.id}), which has {now.mentions:,}" if now else "apart"
    moved = "are" if mentions != 1 else "is"
    say(done, f"{counted(mentions, 'mention')} of {found.reference} {written} {moved} now {whose}", db)
