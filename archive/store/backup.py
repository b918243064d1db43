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

    from sqlite_utils import Database

PAGES = 4096
"""Pages copied at a time, between which others may write."""


def backup(db: Database, target: Path, tell: Callable[[int, int], None], prove: Callable[[Database], None]) -> int:
    """Copy an archive as it is at one moment; returns the bytes of the copy.

    Args:
        db: The archive, opened.
        target: Where the copy goes; there must be nothing yet.
        tell: Called with how many pages are copied, and of how many.
        prove: Raises if the copy is not sound; only then does it get its name.

    Raises:
        StoreError: There is something at the target, or it can't be written.
    """
    if target.exists():
        raise StoreError(f"{target} is there already; name another file.")
    draft = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        with contextlib.closing(sqlite3.connect(draft)) as copy:
            db.conn.backup(copy, pages=PAGES, progress=lambda _, left, total: tell(total - left, total))
            copy.execute("pragma journal_mode = delete")
        _prove(draft, prove)
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
