"""Saved searches: a name, a query, and how far somebody has read what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.errors import StoreError
from archive.harmless import harmless
from archive.store.clock import now
from archive.store.database import writing

if TYPE_CHECKING:
    import sqlite3

    from archive.store.database import Database

LONGEST_NAME = 100
LONGEST_QUERY = 4_000


@dataclass(frozen=True, slots=True)
class Saved:
    """A row of the `searches` table."""

    name: str
    query: str
    created_at: str
    last_seen: int
    """The number of the last snippet that had come in when it was looked at."""


def all_saved(conn: sqlite3.Connection, limit: int = -1) -> list[Saved]:
    """The saved searches by name, all or the first of them."""
    rows = conn.execute(
        """select name, query, created_at, coalesce(last_seen_snippet_id, 0) from searches
           order by name collate nocase, name limit ?""",
        (limit,),
    )
    return [Saved(*row) for row in rows]


def saved(conn: sqlite3.Connection, name: str) -> Saved:
    """The search of that name.

    Raises:
        StoreError: There is none; the message names those there are.
    """
    name = " ".join(name.split())
    every = all_saved(conn)
    found = next((each for each in every if each.name == name), None)
    if found is None:
        names = ", ".join(repr(each.name) for each in every[:20]) or "none yet"
        raise StoreError(harmless(f"No search is saved as {name!r}. Saved are: {names}."))
    return found


def save(db: Database, name: str, query: str, last_seen: int) -> Saved:
    """Keep a query, which has been checked, under a name.

    Args:
        db: An archive opened for writing.
        name: White space in it is tidied.
        query: In the query language.
        last_seen: The number of the last snippet that has come in: later ones are new.

    Raises:
        StoreError: It is no name, or another query bears it.
    """
    name = tidied(name, LONGEST_NAME)
    if len(query) > LONGEST_QUERY:
        raise StoreError(f"That query has {len(query):,} characters; {LONGEST_QUERY:,} are the most to save.")
    with writing(db) as conn:
        there = conn.execute("select query from searches where name = ?", (name,)).fetchone()
        if there and there[0] != query:
            raise StoreError(f"Another search is saved as {name!r}: {harmless(there[0])}. Delete it first.")
        if not there:
            conn.execute(
                "insert into searches (name, query, created_at, last_seen_snippet_id) values (?, ?, ?, ?)",
                (name, query, now(), last_seen),
            )
    return saved(db.conn, name)


def delete(db: Database, name: str) -> None:
    """Forget a search.

    Raises:
        StoreError: There is none of that name.
    """
    with writing(db) as conn:
        conn.execute("delete from searches where name = ?", (saved(conn, name).name,))


def mark_seen(db: Database, name: str, last: int) -> None:
    """Remember that somebody has seen what a search finds up to a snippet; never less than before.

    Raises:
        StoreError: There is none of that name.
    """
    with writing(db) as conn:
        found = saved(conn, name)
        conn.execute(
            "update searches set last_seen_snippet_id = ? where name = ?", (max(last, found.last_seen), found.name)
        )


def tidied(name: str, longest: int) -> str:
    """A name that a person gives, its white space tidied.

    Raises:
        StoreError: It is empty, longer than so many characters, or holds some that can't be seen.
    """
    tidy = " ".join(name.split())
    if not tidy:
        raise StoreError("It needs a name of at least one letter.")
    if len(tidy) > longest:
        raise StoreError(f"That name has {len(tidy):,} characters; {longest} are the most.")
    if harmless(tidy) != tidy:
        raise StoreError(f"{harmless(tidy)!r} holds characters that can't be seen; leave them out.")
    return tidy
