"""Mentions that an entity was given by mistake, to be taken away by how or where they are written.

All parts of a split are looked up before anything is decided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archive.errors import StoreError
from archive.harmless import harmless
from archive.resolve.name_keys import folded
from archive.resolve.rulings import ref, split_object
from archive.store.in_force import texts_with
from archive.store.profile import aliases, spellings
from archive.store.rows import AMONG, listed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from archive.store.lookup import Entity
    from archive.types import EntityKind

_SHOWN = 20


class Part(NamedTuple):
    """Mentions that are to go."""

    told: str
    """Which, in words."""
    object: str
    """Of the decision."""
    mentions: int
    becomes: str
    """The name of what they become."""


class Becomes(NamedTuple):
    """What the mentions become; of the same name as they are written, and of the same kind, where nothing is said."""

    name: str | None
    kind: EntityKind | None


def parts_of(
    conn: sqlite3.Connection,
    found: Entity,
    becomes: Becomes,
    *,
    written: Iterable[str] = (),
    words: Iterable[str] = (),
    snippets: Iterable[int] = (),
) -> list[Part]:
    """What a split takes away from an entity: mentions written so, in texts with certain words, in certain snippets.

    Raises:
        StoreError: There is no such mention, or they would become what they are.
    """
    _refuse_itself(found, becomes)
    return [
        *_by_aliases(conn, found, written, becomes),
        *_by_words(conn, found, words, becomes),
        *_by_snippets(conn, found, snippets, becomes),
    ]


def _by_aliases(conn: sqlite3.Connection, found: Entity, aliases: Iterable[str], becomes: Becomes) -> Iterator[Part]:
    """Mentions written so; all parts are looked up before anything is decided."""
    for alias in aliases:
        asked = " ".join(alias.split())
        written = spellings(conn, found.id, asked)
        if not written:
            raise StoreError(_not_written(conn, found, asked))
        if becomes == (None, None) and folded(found.name) == folded(asked):
            raise StoreError(
                f"{harmless(asked)!r} is the entity's own name; say by which name what splits off is called."
            )
        spelling = written[0][0]
        if spelling.startswith(("#", "~")) or "->" in spelling:
            raise StoreError(f"{harmless(spelling)!r} can't be split off as an alias; name its snippets instead.")
        object_ = split_object(spelling, name=becomes.name, kind=becomes.kind)
        yield Part(f"written {spelling!r}", object_, sum(count for _, count in written), becomes.name or spelling)


def _not_written(conn: sqlite3.Connection, found: Entity, asked: str) -> str:
    known = [f"{each['alias']} ({each['mentions']:,})" for each in aliases(conn, found.id) if each["mentions"]]
    more = f" and {len(known) - _SHOWN:,} more" if len(known) > _SHOWN else ""
    return harmless(
        f"No mention of {found.reference} is written {asked!r}. They are written: {', '.join(known[:_SHOWN])}{more}."
    )


def _by_words(conn: sqlite3.Connection, found: Entity, every: Iterable[str], becomes: Becomes) -> Iterator[Part]:
    """Mentions in texts in which words stand."""
    for asked in every:
        words = " ".join(asked.split())
        if "->" in words or not any(letter.isalnum() for letter in words):
            raise StoreError(f"{harmless(words)!r} can't be looked for; write words as they stand in the texts.")
        (mentions,) = conn.execute(
            f"""select count(*) from mentions m join snippets s on s.id = m.snippet_id
                where m.entity_id = ? and s.text_hash {AMONG}""",
            [found.id, listed(texts_with(conn, words))],
        ).fetchone()
        if not mentions:
            raise StoreError(harmless(f"No text that names {found.reference} has the words {words!r}."))
        object_ = split_object(words=words, name=becomes.name, kind=becomes.kind)
        yield Part(f"in texts with {words!r}", object_, mentions, becomes.name or "")


def _by_snippets(conn: sqlite3.Connection, found: Entity, snippets: Iterable[int], becomes: Becomes) -> Iterator[Part]:
    """Mentions in certain snippets."""
    for number in dict.fromkeys(snippets):
        row = conn.execute("select text_hash from snippets where id = ?", [number]).fetchone()
        if row is None:
            raise StoreError(f"There is no snippet {number}.")
        (mentions,) = conn.execute(
            "select count(*) from mentions where snippet_id = ? and entity_id = ?", [number, found.id]
        ).fetchone()
        if not mentions:
            raise StoreError(f"Snippet {number} doesn't name {harmless(found.reference)}.")
        object_ = split_object(text_hash=row[0], name=becomes.name, kind=becomes.kind)
        yield Part(f"in snippet {number}", object_, mentions, becomes.name or "")


def _refuse_itself(found: Entity, becomes: Becomes) -> None:
    if becomes.name is not None and ref(becomes.name, becomes.kind or found.kind) == found.ref:
        raise StoreError(f"{harmless(found.reference)} can't be split from itself; choose another name.")
