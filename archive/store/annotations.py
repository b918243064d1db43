"""What snippets say, stored: whom they name and whom they quote."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archive.store import quotations
from archive.store.doubtful_mentions import Found
from archive.store.entities import link

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from archive.annotate import Content
    from archive.resolve.rulings import Rulings
    from archive.store.batch import Counts


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
