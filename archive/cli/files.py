"""What commands read and write: an archive, and files that a person names, where `-` is standard input or output."""

from __future__ import annotations

import sys
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from archive.errors import ArchiveError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

MAPPED = 2**33
"""Bytes of an archive that are mapped into memory at most: counts over many hits take a quarter less time."""


@contextmanager
def reading(db: Path, *, any_version: bool = False) -> Iterator[sqlite3.Connection]:
    """An archive that is only read, while the block runs."""
    from archive.store.database import open_reader

    with closing(open_reader(db, any_version=any_version).conn) as conn:
        conn.execute(f"pragma mmap_size = {MAPPED}")
        yield conn


@contextmanager
def to_read(file: str) -> Iterator[tuple[TextIO, str]]:
    """A file that a command wrote, and what it is called.

    Raises:
        ArchiveError: It can't be read, or is not in UTF-8.
    """
    try:
        if file == "-":
            yield sys.stdin, "standard input"
            return
        with Path(file).open(encoding="utf-8-sig", newline="") as stream:
            yield stream, file
    except OSError as error:
        raise ArchiveError(f"{file} can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ArchiveError(f"{file} is not in UTF-8 (byte {error.start:,}); export wrote it so.") from error


@contextmanager
def to_write(file: str) -> Iterator[TextIO]:
    """A file to be written anew.

    Raises:
        ArchiveError: It can't be.
    """
    if file == "-":
        yield sys.stdout
        return
    try:
        with Path(file).open("w", encoding="utf-8", newline="") as stream:
            yield stream
    except OSError as error:
        raise ArchiveError(f"{file} can't be written: {error.strerror}.") from error
