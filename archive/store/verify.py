"""Proving an archive: every check run, what is wrong told, and what follows from the rest mended."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from archive.errors import StoreError
from archive.read.capture import digest
from archive.store.checking import UNREADABLE, Check, Fault
from archive.store.checks import CHECKS
from archive.store.database import writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from archive.store.database import Database

EXAMPLES = 5
"""Faults of a kind that are told singly."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of a check."""

    name: str
    claim: str
    faults: int
    examples: tuple[str, ...]
    """Where the first of them are."""
    can_be_mended: bool


def verify(db: Database, tell: Callable[[str], None]) -> list[Finding]:
    """Run every check; changes nothing.

    Args:
        db: An archive opened for writing: comparing the index needs that right.
        tell: Called with the name of each check before it runs.
    """
    findings = []
    for check in CHECKS:
        tell(check.name)
        with _looking(db, check) as conn:
            findings.append(_finding(check, _faults(conn, check)))
    return findings


@contextmanager
def _looking(db: Database, check: Check) -> Iterator[sqlite3.Connection]:
    """A steady view of the archive, whoever writes meanwhile."""
    conn: sqlite3.Connection = db.conn
    conn.execute("begin immediate" if check.tries else "begin")
    try:
        yield conn
    finally:
        with suppress(sqlite3.DatabaseError):  # of a damaged file, of which the check has told already
            conn.rollback()


def repair(db: Database, tell: Callable[[str], None]) -> list[str]:
    """Mend what follows from the rest, in one transaction; returns the names of the checks that had something to mend.

    What one check mends may be what the next one looks at, so each runs on what those before it left.
    """
    mended = []
    with writing(db) as conn:
        for check in CHECKS:
            if check.mend is None:
                continue
            tell(check.name)
            faults = _faults(conn, check)
            if faults and faults[0].row != UNREADABLE:
                check.mend(conn, {fault.row for fault in faults if fault.row})
                mended.append(check.name)
    return mended


def _faults(conn: sqlite3.Connection, check: Check) -> list[Fault]:
    """What a check finds, what it tried taken back; a file so damaged that it can't be asked is at fault itself."""
    try:
        conn.execute("savepoint looked")
        try:
            return list(check.find(conn))
        finally:
            conn.execute("rollback to looked")
            conn.execute("release looked")
    except Exception as error:  # a damaged archive may make anything fail that reads it
        if "readonly" in str(error):
            raise StoreError("Comparing the index needs a file that can be written; verify a copy.") from error
        return [Fault(UNREADABLE, f"can't be looked at: {error!r}")]


def _finding(check: Check, faults: Sequence[Fault]) -> Finding:
    examples = tuple(fault.where for fault in faults[:EXAMPLES])
    return Finding(check.name, check.claim, len(faults), examples, check.mend is not None)


def remarks(db: Database) -> list[str]:
    """What a person may want to know and is no fault: sources cut off, files that are others now."""
    told = []
    for uri, sha256, is_done in db.conn.execute("select uri, sha256, ingested_at is not null from sources order by id"):
        if not is_done:
            told.append(f"{uri} was cut off: ingest it again, it carries on")
        path = Path(uri)
        if "://" not in uri and path.is_file() and _digest(path) not in (sha256, None):
            told.append(f"{uri} has changed since it was ingested")
    return told


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as stream:
            return digest(stream)[0]
    except OSError:
        return None
