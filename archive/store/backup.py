"""A copy of an archive that is whole at one moment, made while others write and read it."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

from archive.errors import StoreError
from archive.store.database import explain_sqlite, open_archive

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from archive.store.database import Database

PAGES = 4096
"""Pages copied at a time, between which others may write."""


def backup(
    db: Database,
    target: Path,
    tell: Callable[[int, int], None],
    prove: Callable[[Database], None],
    *,
    replace: bool = False,
) -> int:
    """Copy an archive as it is at one moment; returns the bytes of the copy.

    Args:
        db: The archive, opened.
        target: Where the copy goes.
        tell: Called with how many pages are copied, and of how many.
        prove: Raises if the copy is not sound; only then does it get its name.
        replace: Whether it may take the place of an archive that nobody has open.

    Raises:
        StoreError: There is something at the target, or it can't be written.
    """
    if target.exists() and not replace:
        raise StoreError(f"{target} is there already; name another file.")
    draft = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        with contextlib.closing(sqlite3.connect(draft)) as copy:
            db.conn.backup(copy, pages=PAGES, progress=lambda _, left, total: tell(total - left, total))
            copy.execute("pragma journal_mode = delete")
        _prove(draft, prove)
        if replace:
            _let_go(target)
        draft.replace(target)
    except sqlite3.Error as error:
        raise StoreError(explain_sqlite(target, error)) from error
    except OSError as error:
        raise StoreError(f"{target} can't be written: {error.strerror or error}.") from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
    return target.stat().st_size


def _prove(draft: Path, prove: Callable[[Database], None]) -> None:
    copy = open_archive(draft)
    try:
        prove(copy)
        copy.conn.execute("pragma journal_mode = delete")
    finally:
        copy.conn.close()


def _let_go(target: Path) -> None:
    """See to it that nobody has an archive open that is to be replaced, and that no log of it is left.

    The log would be taken for the new one's.
    """
    try:
        with contextlib.closing(sqlite3.connect(target, timeout=0)) as old:
            old.execute("pragma journal_mode = delete")
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):  # anything else is a damaged file, which is why it is replaced
            message = f"{target} is in use; end what has it open (archive serve, an ingest) and try again."
            raise StoreError(message) from error
    for log in ("-wal", "-shm", "-journal"):
        target.with_name(target.name + log).unlink(missing_ok=True)
