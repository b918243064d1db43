"""What a check of an archive is: it looks at all of it, gives each fault with the row at fault, and changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Iterator

T = TypeVar("T")

UNREADABLE = -1

BATCH = 2000
"""Rows looked at together where code has to look at them."""


class Fault(NamedTuple):
    """Something that is not as it must be."""

    row: int
    """Number of the source, snippet, entity or identity that it concerns; 0 where it concerns the whole, UNREADABLE
    where nothing could be looked at."""
    where: str


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must hold."""

    name: str
    claim: str
    find: Callable[[sqlite3.Connection], Iterator[Fault]]
    mend: Callable[[sqlite3.Connection, Collection[int]], None] | None = None
    """Takes a connection inside a transaction and the rows at fault; None where nothing else in the archive tells."""
    tries: bool = False
    """Whether it has to write to find out, which is then taken back."""


def batches(rows: Iterable[T]) -> Iterator[list[T]]:
    """Rows, so many at a time."""
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def by_sql(sql: str) -> Callable[[sqlite3.Connection], Iterator[Fault]]:
    """A check whose query selects faults: a number, and where."""

    def find(conn: sqlite3.Connection) -> Iterator[Fault]:
        return (Fault(row or 0, where) for row, where in conn.execute(sql))

    return find


def by_statement(sql: str) -> Callable[[sqlite3.Connection, Collection[int]], None]:
    """Mending by one statement, wherever the faults are."""

    def mend(conn: sqlite3.Connection, _: Collection[int]) -> None:
        conn.execute(sql)

    return mend
