"""The schema's versions. `schema.sql` as it stands is the first; a later one is a further migration.

Each migration runs inside the transaction of the upgrade.
"""

from __future__ import annotations

import contextlib
import sqlite3
from importlib import resources
from typing import TYPE_CHECKING

from sqlite_utils.migrations import Migrations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

APPLICATION_ID = 0x41524356
"""'ARCV' in the file's header: tells an archive from any other SQLite file."""

migrations = Migrations("archive")

OUTDATED = frozenset({"m001_first_schema", "m001_schema", "m002_identities"})
"""Migrations of schemas that came before the first release: a file that has seen one of them can't be upgraded.

While nothing is released the schema may be laid anew: the first migration then gets another name, and its old one
belongs here.
"""


@migrations()
def m001_laid_anew(db: Database) -> None:
    """Make the tables, indexes, triggers and views of a new archive."""
    for statement in _statements():
        db.conn.execute(statement)
    db.conn.execute(f"pragma application_id = {APPLICATION_ID}")


def objects() -> dict[str, str]:
    """The tables, indexes, triggers and views of a new archive, each as SQLite writes it down."""
    with contextlib.closing(sqlite3.connect(":memory:")) as conn:
        for statement in _statements():
            conn.execute(statement)
        return dict(conn.execute("select name, sql from sqlite_master where sql is not null"))


def _statements() -> Iterator[str]:
    """The statements of `schema.sql`, one at a time: `executescript` would commit the transaction that it runs in."""
    statement = ""
    for line in resources.files("archive.store").joinpath("schema.sql").read_text("utf-8").splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
