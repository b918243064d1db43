"""Snippets: one row for each distinct text, with its dates; `store.sightings` says what speaks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.store.rows import AMONG, listed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from archive.extract.dates.dating import Dated


def known_ids(conn: sqlite3.Connection, keys: Iterable[str]) -> dict[str, int]:
    """The snippets that the archive already has among these text keys."""
    return dict(conn.execute(f"select text_hash, id from snippets where text_hash {AMONG}", [listed(keys)]))


def days_of(conn: sqlite3.Connection, snippet_ids: Iterable[int]) -> dict[int, tuple[str | None, str | None]]:
    """The days of snippets, and how they are known."""
    rows = conn.execute(f"select id, dated, dated_by from snippets where id {AMONG}", [listed(snippet_ids)])
    return {number: (dated, by) for number, dated, by in rows}


def insert_dates(conn: sqlite3.Connection, dated: Iterable[tuple[int, Dated]]) -> int:
    """Insert the date expressions of snippets; returns how many."""
    rows = [
        (snippet_id, d.start, d.stop, d.surface, d.value, d.first_day, d.last_day, d.rule, d.alternative)
        for snippet_id, each in dated
        for d in each.dates
    ]
    conn.executemany(
        """insert into dates (snippet_id, start, stop, surface, value, first_day, last_day, rule, alternative)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        rows,
    )
    return len(rows)


def redate(conn: sqlite3.Connection, redated: Mapping[int, Dated]) -> int:
    """Put other date expressions in the place of those of snippets, whose day has changed; returns how many more."""
    gone = conn.execute(f"delete from dates where snippet_id {AMONG}", [listed(redated)]).rowcount
    return insert_dates(conn, sorted(redated.items(), key=lambda pair: pair[0])) - gone
