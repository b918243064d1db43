"""`archive entity split`: mentions that an entity was given by mistake, taken away by how or where they are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from archive.cli.entity.change import say
from archive.cli.entity.choose import Kind, Name, Note, as_kind, chosen
from archive.cli.options import DEFAULT_DATABASE, Database
from archive.errors import ArchiveError
from archive.harmless import harmless
from archive.web.wording import counted

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from archive.store.lookup import Entity
    from archive.types import EntityKind

_SHOWN = 20


class _Part(NamedTuple):
    """Mentions that are to go."""

    told: str
    """Which, in words."""
    object: str
    """Of the decision."""
    mentions: int
    becomes: str
    """The name of what they become."""


class _Becomes(NamedTuple):
    """What the mentions become; of the same name as they are written, and of the same kind, where nothing is said."""

    name: str | None
    kind: EntityKind | None


def split(
    name: Name,
    aliases: Annotated[
        list[str] | None,
        typer.Argument(help="Mentions written so go away; several may be named.", metavar="ALIAS", show_default=False),
    ] = None,
    new: Annotated[
        str | None, typer.Option("--name", help="What they name instead; the alias if left out.", metavar="NEW")
    ] = None,
    kind: Annotated[
        Kind | None, typer.Option("--kind", help="What it is; of the same kind if left out.", show_default=False)
    ] = None,
    words: Annotated[
        list[str] | None,
        typer.Option("--with", help="Mentions in texts with these words go away; repeatable.", metavar="WORDS"),
    ] = None,
    snippets: Annotated[
        list[str] | None,
        typer.Option("--snippet", help="Mentions in this snippet go away; repeatable.", metavar="ID"),
    ] = None,
    note: Note = None,
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Take mentions away from an entity: those written in one way, in texts with certain words, or in certain snippets.

    They become an entity of their own, or go to the one that has the new name already. It holds for what comes later.

    Example: archive entity split "Mara Velden" Velden "M. Velden" --name "Otto Velden"

    Example: archive entity split Wetherby --with "shares of" --name "Wetherby Group" --kind organisation

    Example: archive entity split "Mara Velden" --snippet 12 --snippet 40 --name "Otto Velden"
    """
    from archive.store import corrections
    from archive.store.database import opened
    from archive.store.decisions import decide
    from archive.store.lookup import same_name

    if not (aliases or words or snippets):
        raise typer.BadParameter("say which mentions: name an ALIAS, --with or --snippet")
    if new is None and (words or snippets):
        raise typer.BadParameter("say with --name whom these mentions name instead", param_hint="--name")
    becomes = _Becomes(None if new is None else corrections.valid_name(new), as_kind(kind) if kind else None)
    with opened(db) as archive:
        found = chosen(archive.conn, name)
        _refuse_itself(found, becomes)
        parts = [
            *_by_aliases(archive.conn, found, aliases or (), becomes),
            *_by_words(archive.conn, found, words or (), becomes),
            *_by_snippets(archive.conn, found, snippets or (), becomes),
        ]
        for part in parts:
            done = decide(archive, "split", found.reference, part.object, note)
            now = next(iter(same_name(archive.conn, part.becomes, becomes.kind or found.kind)), None)
            whose = f"of {now.reference} ({now.id}), which has {now.mentions:,}" if now else "apart"
            moved = "is" if part.mentions == 1 else "are"
            say(done, f"{counted(part.mentions, 'mention')} of {found.reference} {part.told} {moved} now {whose}", db)


def _by_aliases(conn: sqlite3.Connection, found: Entity, aliases: Iterable[str], becomes: _Becomes) -> Iterator[_Part]:
    """Mentions written so; all parts are looked up before anything is decided."""
    from archive.resolve.name_keys import folded
    from archive.resolve.rulings import split_object
    from archive.store.profile import spellings

    for alias in aliases:
        asked = " ".join(alias.split())
        written = spellings(conn, found.id, asked)
        if not written:
            raise ArchiveError(_not_written(conn, found, asked))
        if becomes == (None, None) and folded(found.name) == folded(asked):
            raise ArchiveError(f"{harmless(asked)!r} is the entity's own name; say with --name what splits off.")
        spelling = written[0][0]
        if spelling.startswith(("#", "~")) or "->" in spelling:
            raise ArchiveError(
                f"{harmless(spelling)!r} can't be split off as an alias; name its snippets: --snippet ID"
            )
        object_ = split_object(spelling, name=becomes.name, kind=becomes.kind)
        yield _Part(f"written {spelling!r}", object_, sum(count for _, count in written), becomes.name or spelling)


def _not_written(conn: sqlite3.Connection, found: Entity, asked: str) -> str:
    from archive.store.profile import aliases

    known = [f"{each['alias']} ({each['mentions']:,})" for each in aliases(conn, found.id) if each["mentions"]]
    more = f" and {len(known) - _SHOWN:,} more" if len(known) > _SHOWN else ""
    return harmless(
        f"No mention of {found.reference} is written {asked!r}. They are written: {', '.join(known[:_SHOWN])}{more}."
    )


def _by_words(conn: sqlite3.Connection, found: Entity, every: Iterable[str], becomes: _Becomes) -> Iterator[_Part]:
    """Mentions in texts in which words stand."""
    from archive.resolve.rulings import split_object
    from archive.store.decisions import texts_with
    from archive.store.rows import AMONG, listed

    for asked in every:
        words = " ".join(asked.split())
        if "->" in words or not any(letter.isalnum() for letter in words):
            raise ArchiveError(f"{harmless(words)!r} can't be looked for; write words as they stand in the texts.")
        (mentions,) = conn.execute(
            f"""select count(*) from mentions m join snippets s on s.id = m.snippet_id
                where m.entity_id = ? and s.text_hash {AMONG}""",
            [found.id, listed(texts_with(conn, words))],
        ).fetchone()
        if not mentions:
            raise ArchiveError(harmless(f"No text that names {found.reference} has the words {words!r}."))
        object_ = split_object(words=words, name=becomes.name, kind=becomes.kind)
        yield _Part(f"in texts with {words!r}", object_, mentions, becomes.name or "")


def _by_snippets(
    conn: sqlite3.Connection, found: Entity, snippets: Iterable[str], becomes: _Becomes
) -> Iterator[_Part]:
    """Mentions in certain snippets."""
    from archive.resolve.rulings import split_object

    for number in dict.fromkeys(_numbers(snippets)):
        row = conn.execute("select text_hash from snippets where id = ?", [number]).fetchone()
        if row is None:
            raise ArchiveError(f"There is no snippet {number}.")
        (mentions,) = conn.execute(
            "select count(*) from mentions where snippet_id = ? and entity_id = ?", [number, found.id]
        ).fetchone()
        if not mentions:
            raise ArchiveError(f"Snippet {number} doesn't name {found.id}; whom it names says: archive show {number}")
        object_ = split_object(text_hash=row[0], name=becomes.name, kind=becomes.kind)
        yield _Part(f"in snippet {number}", object_, mentions, becomes.name or "")


def _numbers(snippets: Iterable[str]) -> list[int]:
    words = [word for each in snippets for word in re.split(r"[\s,]+", each) if word]
    if (snippets and not words) or not all(word.isdecimal() and len(word) < 19 for word in words):
        raise typer.BadParameter("write numbers of snippets, as search prints them", param_hint="--snippet")
    return list(map(int, words))


def _refuse_itself(found: Entity, becomes: _Becomes) -> None:
    from archive.resolve.rulings import ref

    if becomes.name is not None and ref(becomes.name, becomes.kind or found.kind) == found.ref:
        raise ArchiveError(f"{harmless(found.reference)} can't be split from itself; choose another --name.")
