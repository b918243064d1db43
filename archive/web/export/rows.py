"""What an export holds: all rows of a table, of a ready-made query or of a search, each from one cursor.

Whoever exports opens a connection of its own and calls a `Reading` with it; rows come one by one, however many there
are. A search is read like the page that shows it, with everything that `archive search --csv` says of a hit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archive.search import answered
from archive.search.hits import CSV_COLUMNS, csv_row
from archive.search.run import every_hit

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from archive.search import Sort

    Row = Sequence[Any]
    Reading = Callable[[sqlite3.Connection], "Table"]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of an export."""

    columns: tuple[str, ...]
    rows: Iterator[Row]


def statement(sql: str, params: Mapping[str, Any]) -> Reading:
    """Read what one statement gives."""

    def read(conn: sqlite3.Connection) -> Table:
        cursor = conn.execute(sql, params)
        return Table(tuple(column[0] for column in cursor.description or ()), cursor)

    return read


def search(text: str, sort: Sort) -> Reading:
    """Read all that a search finds, in its order, variants folded as on its page."""

    def read(conn: sqlite3.Connection) -> Table:
        asked, _ = answered(conn, text)
        return Table(CSV_COLUMNS, map(csv_row, every_hit(conn, asked, sort)))

    return read
