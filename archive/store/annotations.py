"""What snippets say, stored: whom they name and whom they quote."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archive.annotate import contents
from archive.store import quotations
from archive.store.batch import Counts
from archive.store.decisions import in_force
from archive.store.doubtful_mentions import Found
from archive.store.entities import link, unlink
from archive.store.snippets import batches

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence

    from archive.annotate import Content
    from archive.extract.names import Recogniser
    from archive.resolve.rulings import Rulings


class Stored(NamedTuple):
    """A stored snippet and what it says."""

    id: int
    text_hash: str
    dated: str | None
    content: Content


def store_contents(conn: sqlite3.Connection, snippets: Sequence[Stored], rulings: Rulings, counts: Counts) -> None:
    """Insert the mentions and quotations of snippets that have none yet."""
    found = [Found(s.id, s.text_hash, s.dated, each) for s in snippets for each in s.content.mentions]
    doubts = [Found(s.id, s.text_hash, s.dated, each) for s in snippets for each in s.content.doubts]
    link(conn, found, doubts, rulings, counts)
    counts.quotations += quotations.insert(conn, ((s.id, each) for s in snippets for each in s.content.quotations))


def annotate_again(conn: sqlite3.Connection, snippet_ids: Collection[int], recogniser: Recogniser) -> None:
    """Find whom snippets name and quote anew: on another day somebody else held an office."""
    rulings = in_force(conn)
    unlink(conn, snippet_ids, rulings, Counts())
    for some in batches(sorted(snippet_ids)):
        marks = ",".join("?" * len(some))
        sql = f"select id, text_hash, dated, text from snippets where id in ({marks}) order by id"
        rows = conn.execute(sql, some).fetchall()
        said = contents(recogniser, [(text, dated) for _, _, dated, text in rows])
        stored = [Stored(id_, key, dated, each) for (id_, key, dated, _), each in zip(rows, said, strict=True)]
        store_contents(conn, stored, rulings, Counts())
