"""Snippets: one row for each distinct text, with its dates; `store.sightings` says what speaks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from archive.extract.dates.dating import Dated

T = TypeVar("T")

_HOST_PARAMETERS = 500
"""How many values one `in (…)` takes: far below any SQLite's limit."""


def known_ids(conn: sqlite3.Connection, keys: Iterable[str]) -> dict[str, int]:
    """The snippets that the archive already has among these text keys."""
    found: dict[str, int] = {}
    for some in batches(list(keys)):
        marks = ",".join("?" * len(some))
        found.update(conn.execute(f"select text_hash, id from snippets where text_hash in ({marks})", some))
    return found


def batches(values: Sequence[T], size: int = _HOST_PARAMETERS) -> Iterator[Sequence[T]]:
    """Cut a sequence into pieces that fit one statement."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def days_of(conn: sqlite3.Connection, snippet_ids: Iterable[int]) -> dict[int, tuple[str | None, str | None]]:
    """The days of snippets, and how they are known."""
    days: dict[int, tuple[str | None, str | None]] = {}
    for some in batches(sorted(snippet_ids)):
        marks = ",".join("?" * len(some))
        for number, dated, by in conn.execute(f"select id, dated, dated_by from snippets where id in ({marks})", some):
            days[number] = dated, by
    return days


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
    """Put other date expressions in the place of those of snippets, whose day has changed; returns how many more.

    What is counted by the days of snippets follows: from when to when entities are named.
    """
    gone = 0
    for some in batches(sorted(redated)):
        marks = ",".join("?" * len(some))
        gone += conn.execute(f"delete from dates where snippet_id in ({marks})", some).rowcount
        named = conn.execute(f"select distinct entity_id from mentions where snippet_id in ({marks})", some)
        refresh_dates(conn, [entity_id for (entity_id,) in named])
    return insert_dates(conn, sorted(redated.items(), key=lambda pair: pair[0])) - gone


def refresh_dates(conn: sqlite3.Connection, entity_ids: Sequence[int]) -> None:
    """Work out afresh from when to when entities are named."""
    conn.executemany(
        """update entities set (first_dated, last_dated) = (
             select min(s.dated), max(s.dated) from mentions m join snippets s on s.id = m.snippet_id
             where m.entity_id = entities.id)
           where id = ?""",
        ((entity_id,) for entity_id in entity_ids),
    )
