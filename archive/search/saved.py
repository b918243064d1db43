"""Saved searches run: is a query worth saving, and how much of what it finds came in since it was last looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archive.errors import SearchError
from archive.search.prepared import prepare, total_of
from archive.search.run import guarded, search
from archive.store.searches import all_saved

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from archive.search.hits import Hit


class News(NamedTuple):
    """What is new in a saved search."""

    name: str
    query: str
    total: int
    hits: tuple[Hit, ...]
    """The newest of them."""


def checked(conn: sqlite3.Connection, text: str) -> str:
    """A query that can be answered, its white space tidied.

    Raises:
        SearchError: It asks for nothing, or can't be understood; the message says why.
    """
    query = prepare(conn, text).query
    if query.root is None:
        raise SearchError("There is nothing to save: that query asks for every snippet.")
    return " ".join(query.text.split())


def latest(conn: sqlite3.Connection) -> int:
    """The number of the snippet that came in last; 0 if there is none."""
    (number,) = conn.execute("select coalesce(max(id), 0) from snippets").fetchone()
    return int(number)


def count_since(conn: sqlite3.Connection, text: str, since: int, *, longest: float) -> int:
    """How many snippets that a query finds came in after the one of a number; folded variants are left out.

    Raises:
        SearchError: It took too long, or the query can't be understood.
    """
    with guarded(conn, longest):
        return total_of(conn, prepare(conn, text, since=since)).shown


def news(
    conn: sqlite3.Connection, limit: int, tell: Callable[[str, SearchError], None], *, since: int | None = None
) -> Iterator[News]:
    """Saved searches in which something is new, by name, with what came in since each was seen, or after a snippet.

    Nothing is marked as seen. `tell` is called with the name of a search that can't be answered, and why.
    """
    last = latest(conn)
    for one in all_saved(conn):
        after = one.last_seen if since is None else since
        if after >= last:
            continue
        try:
            found = search(conn, one.query, sort="newest", limit=limit, since=after)
        except SearchError as error:
            tell(one.name, error)
            continue
        if found.hits:
            yield News(one.name, one.query, found.total, found.hits)
