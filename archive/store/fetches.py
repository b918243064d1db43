"""What followed addresses said of their last answer, so that they send it again only when it has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archive.store.clock import now
from archive.store.database import writing

if TYPE_CHECKING:
    import sqlite3

    from archive.store.database import Database


class Fetched(NamedTuple):
    """An answer of an address."""

    url: str
    etag: str | None
    modified: str | None
    """As the server wrote it."""
    sha256: str
    """Of its bytes."""


def remembered(conn: sqlite3.Connection, url: str) -> Fetched | None:
    """The last answer of an address, if all that it brought is in the archive still."""
    row = conn.execute(
        """select f.url, f.etag, f.modified, f.sha256 from fetches f
           join sources c on c.sha256 = f.sha256 and c.ingested_at is not null where f.url = ?""",
        (url,),
    ).fetchone()
    return Fetched(*row) if row else None


def remember(db: Database, answer: Fetched) -> None:
    """Keep what an address said of its answer, instead of what it said before."""
    with writing(db) as conn:
        conn.execute("insert or replace into fetches values (?, ?, ?, ?, ?)", (*answer, now()))
