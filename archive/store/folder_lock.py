"""A lock of a folder: no archive in it is taken away while one is being opened there, and the other way round.

SQLite's own locks don't do: who waited for one reads on in a file without a name, and takes the journal of its
successor for its own. Where folders can't be locked, as on Windows, nothing keeps them.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECONDS = 1
"""How long who wants a folder alone waits for those who are opening an archive there."""


@contextmanager
def locked(folder: Path, *, alone: bool = False) -> Iterator[bool]:
    """Lock a folder that is there, with others or alone.

    Yields:
        Whether it is locked, or can't be; False where others have it, of which only who wants it alone hears.
    """
    try:
        number = os.open(folder, os.O_RDONLY)
    except OSError:
        yield True
        return
    try:
        yield _lock(number, alone=alone)
    finally:
        os.close(number)


def _lock(folder: int, *, alone: bool) -> bool:
    import fcntl  # noqa: PLC0415 - Windows has none, and opens no folders

    until = time.monotonic() + SECONDS
    while True:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB if alone else fcntl.LOCK_SH)
        except BlockingIOError:
            if time.monotonic() > until:
                return False
            time.sleep(SECONDS / 100)
        except OSError:
            return True
        else:
            return True
