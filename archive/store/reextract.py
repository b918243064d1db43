"""Bringing an old archive to the newest model and rules: names and quotations found anew.

Texts, sightings and dates stay as they are; so do the numbers of entities, and people's decisions hold as before. It is
one transaction: until it is done readers see the archive as it was, and a run that is cut off leaves it so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from archive.annotate import contents
from archive.store.annotations import Stored, store_contents
from archive.store.batch import Counts
from archive.store.database import writing
from archive.store.decisions import in_force

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from sqlite_utils import Database

    from archive.extract.names import Recogniser

BATCH_SNIPPETS = 2000

_SAID = ("quotations", "mentions", "hidden_mentions", "possible_mentions", "short_names", "aliases", "entities")


class Progress(Protocol):
    """Who wants to know how far it has come."""

    def total(self, count: int) -> None:
        """So many snippets are to be done."""

    def items(self, count: int) -> None:
        """So many more snippets are done."""


def reextract(db: Database, recogniser: Recogniser, progress: Progress) -> Counts:
    """Find and resolve the names of every snippet anew.

    Args:
        db: An archive opened for writing.
        recogniser: Finds the names.
        progress: Told how far it has come.

    Returns:
        What the archive holds of snippets, entities and mentions now.
    """
    with writing(db) as conn:
        (count,) = conn.execute("select count(*) from snippets").fetchone()
        progress.total(count)
        _forget(conn)
        rulings = in_force(conn)
        for rows in _batches(conn):
            said = contents(recogniser, [(text, dated) for _, text, dated, _ in rows])
            snippets = [Stored(row[0], row[3], row[2], each) for row, each in zip(rows, said, strict=True)]
            store_contents(conn, snippets, rulings, Counts())
            progress.items(len(rows))
        entities, mentions, quotations = conn.execute(
            "select (select count(*) from entities), (select count(*) from mentions), (select count(*) from quotations)"
        ).fetchone()
    return Counts(snippets=count, entities=entities, mentions=mentions, quotations=quotations)


def _forget(conn: sqlite3.Connection) -> None:
    """Take away all that names said, but the numbers under which entities were known."""
    for table in _SAID:
        conn.execute(f"delete from {table}")
    conn.execute("update identities set is_bare = 1, mentions = 0, meant_id = null, placed_id = entity_id")


def _batches(conn: sqlite3.Connection) -> Iterator[list[tuple[int, str, str | None, str]]]:
    last = 0
    while True:
        rows = conn.execute(
            "select id, text, dated, text_hash from snippets where id > ? order by id limit ?", [last, BATCH_SNIPPETS]
        ).fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield rows
