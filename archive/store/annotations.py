"""What snippets say, stored: whom they name and whom they quote."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archive.annotate import contents
from archive.store import quotations
from archive.store.batch import Counts
from archive.store.doubtful_mentions import Found, identity_of
from archive.store.entities import link, unlink
from archive.store.in_force import in_force
from archive.store.rows import AMONG, listed
from archive.store.surroundings import around, renew

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence

    from archive.annotate import Content
    from archive.extract.names import Recogniser
    from archive.resolve.rulings import Rulings


BATCH_SNIPPETS = 2000
"""Names are found in so many snippets at a time."""


class Snippet(NamedTuple):
    """What finding names asks of a stored snippet: columns of its row."""

    id: int
    text: str
    dated: str | None
    text_hash: str


class Stored(NamedTuple):
    """A stored snippet and what it says."""

    id: int
    text_hash: str
    content: Content


def store_contents(conn: sqlite3.Connection, snippets: Sequence[Stored], rulings: Rulings, counts: Counts) -> set[int]:
    """Insert the mentions and quotations of snippets that have none yet.

    Returns:
        Other snippets, of whose bare names their surroundings may tell more now.
    """
    found = [Found(s.id, s.text_hash, m, identity_of(m)) for s in snippets for m in s.content.mentions]
    doubts = [Found(s.id, s.text_hash, m, identity_of(m)) for s in snippets for m in s.content.doubts]
    others = link(conn, found, doubts, rulings, counts)
    counts.quotations += quotations.insert(conn, ((s.id, each) for s in snippets for each in s.content.quotations))
    return others


def failures(snippets: Sequence[Stored]) -> list[str]:
    """What could not be found in snippets, as sentences."""
    return [f"snippet {each.id}: {what}" for each in snippets for what in each.content.failed]


def annotate_again(conn: sqlite3.Connection, snippet_ids: Collection[int], recogniser: Recogniser) -> list[str]:
    """Find whom snippets name and quote anew: on another day somebody else held an office.

    Returns:
        What could not be found.
    """
    failed: list[str] = []
    rulings = in_force(conn)
    others = unlink(conn, snippet_ids, rulings, Counts())
    sql = f"select {', '.join(Snippet._fields)} from snippets where id {AMONG} order by id"
    snippets = [Snippet(*row) for row in conn.execute(sql, [listed(snippet_ids)])]
    for start in range(0, len(snippets), BATCH_SNIPPETS):
        some = snippets[start : start + BATCH_SNIPPETS]
        said = contents(recogniser, [(each.text, each.dated) for each in some])
        stored = [Stored(s.id, s.text_hash, content) for s, content in zip(some, said, strict=True)]
        others |= store_contents(conn, stored, rulings, Counts())
        failed += failures(stored)
    renew(conn, others | around(conn, snippet_ids), rulings)
    return failed
