"""What must hold in every archive: a table of checks, of its file here, of texts and entities beside."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from archive.read.capture import digest
from archive.store.checking import Check, Fault, by_sql, by_statement
from archive.store.entity_checks import ENTITIES
from archive.store.migrations import objects
from archive.store.rows import AMONG, listed
from archive.store.text_checks import COPIES, TEXTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


def _pages(conn: sqlite3.Connection) -> Iterator[Fault]:
    return (Fault(0, said) for (said,) in conn.execute("pragma integrity_check") if said != "ok")


def _foreign_keys(conn: sqlite3.Connection) -> Iterator[Fault]:
    for table, row, parent, _ in conn.execute("pragma foreign_key_check"):
        yield Fault(row or 0, f"a row of {table} points to none of {parent}")


def _schema(conn: sqlite3.Connection) -> Iterator[Fault]:
    there = dict(conn.execute("select name, sql from sqlite_master where sql is not null"))
    for name, sql in objects().items():
        if there.get(name) != sql:
            yield Fault(0, f"{name} {'is missing' if name not in there else 'is another one'}")


def _make_again(conn: sqlite3.Connection, _: Collection[int]) -> None:
    """Make indexes, triggers and views that are missing or others; tables hold data, and are left alone."""
    there = dict(conn.execute("select name, sql from sqlite_master where sql is not null"))
    for name, sql in objects().items():
        kind = sql.split(maxsplit=2)[1].lower()
        if there.get(name) != sql and kind in ("index", "trigger", "view"):
            conn.execute(f"drop {kind} if exists {name}")
            conn.execute(sql)


def _index(conn: sqlite3.Connection) -> Iterator[Fault]:
    """FTS5 compares its index with every text; for this it wants to be written to."""
    try:
        conn.execute("insert into snippets_fts (snippets_fts, rank) values ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        yield Fault(0, str(error))


def _lengths(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Sources of another length than the file has that is still there and still the same."""
    for number, uri, sha256, size in conn.execute("select id, uri, sha256, bytes from sources"):
        there = _measured(uri, size)
        if there is not None and there[0] == sha256:
            yield Fault(number, f"{uri}: {size}, but there are {there[1]}")


def _measured(uri: str, size: int) -> tuple[str, int] | None:
    """Digest and length of the file that a source came from, if it is of another length."""
    try:
        if "://" in uri or Path(uri).stat().st_size == size:
            return None
        with Path(uri).open("rb") as stream:
            return digest(stream)
    except (OSError, ValueError):
        return None


def _set_lengths(conn: sqlite3.Connection, source_ids: Collection[int]) -> None:
    rows = conn.execute(f"select id, uri, bytes from sources where id {AMONG}", [listed(source_ids)]).fetchall()
    measured = ((there[1], number) for number, uri, size in rows if (there := _measured(uri, size)))
    conn.executemany("update sources set bytes = ? where id = ?", measured)


def _runs(conn: sqlite3.Connection) -> Iterator[Fault]:
    """What is there came with some run; what a run brought may be gone again."""
    for what in ("sources", "snippets", "sightings"):
        counts = f"select (select total({what}) from ingests), (select count(*) from {what})"
        said, there = conn.execute(counts).fetchone()
        if said < there:
            yield Fault(0, f"{there} {what}, but runs brought {said:.0f}")
    yield from (Fault(0, f"run {number}") for (number,) in conn.execute(_IMPOSSIBLE))


_IMPOSSIBLE = "select id from ingests where min(sources, snippets, sightings, dates, left_out) < 0"

CHECKS: tuple[Check, ...] = (
    Check("pages", "SQLite finds the file sound", _pages),
    Check("schema", "tables, indexes and triggers are those of this version", _schema, _make_again),
    Check("foreign keys", "what a row points to is there", _foreign_keys),
    Check(
        "bulk load",
        "no writer left the index to be fed by hand",
        by_sql("select 0, 'bulk_load holds a row, so that the triggers of the index rest' from bulk_load"),
        by_statement("delete from bulk_load"),
    ),
    Check("lengths", "a source is as long as its file, where that is the same still", _lengths, _set_lengths),
    Check("runs", "what is there came with some run", _runs),
    *TEXTS,
    *ENTITIES,
    *COPIES,
    Check(
        "searches",
        "no saved search has seen snippets that are not there",
        by_sql(
            """select 0, 'the search “' || name || '”' from searches
               where last_seen_snippet_id > (select coalesce(max(id), 0) from snippets)"""
        ),
        by_statement(
            """update searches set last_seen_snippet_id = (select coalesce(max(id), 0) from snippets)
               where last_seen_snippet_id > (select coalesce(max(id), 0) from snippets)"""
        ),
    ),
    Check(
        "index",
        "the full-text index has the words of every text",
        _index,
        by_statement("insert into snippets_fts (snippets_fts) values ('rebuild')"),
        tries=True,
    ),
)
"""In the order in which they build on each other."""
