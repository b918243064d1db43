"""The schema's versions. `schema.sql` as it stands is the first; a later one is a further migration.

Each migration runs inside the transaction of the upgrade. sqlite-utils applies them and keeps a table of which a file
has seen. To import it takes as long as a search, so only what makes or upgrades a file does.
"""

from __future__ import annotations

import contextlib
import sqlite3
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlite_utils import Database

APPLICATION_ID = 0x41524356
"""'ARCV' in the file's header: tells an archive from any other SQLite file."""

OUTDATED = frozenset({"m001_first_schema", "m001_schema", "m002_identities"})
"""Migrations of schemas that came before the first release: a file that has seen one of them can't be upgraded.

While nothing is released the schema may be laid anew: the first migration then gets another name, and its old one
belongs here.
"""


def m001_laid_anew(db: Database) -> None:
    """Make the tables, indexes, triggers and views of a new archive."""
    for statement in _statements():
        db.conn.execute(statement)
    db.conn.execute(f"pragma application_id = {APPLICATION_ID}")


MIGRATIONS: list[Callable[[Database], None]] = [m001_laid_anew]
"""In their order; a file knows them by their names."""


def applied(conn: sqlite3.Connection) -> list[str]:
    """The names of the migrations that a file has seen, in their order."""
    if conn.execute("select 1 from sqlite_master where name = '_sqlite_migrations'").fetchone() is None:
        return []
    found = conn.execute("select name from _sqlite_migrations where migration_set = 'archive' order by id")
    return [name for (name,) in found]


def is_behind(conn: sqlite3.Connection) -> bool:
    """Whether there are migrations that a file has not seen."""
    return not {each.__name__ for each in MIGRATIONS}.issubset(applied(conn))


def catch_up(conn: sqlite3.Connection) -> None:
    """Apply all migrations that a file has not seen, inside the transaction that is open."""
    from sqlite_utils import Database  # noqa: PLC0415
    from sqlite_utils.migrations import Migrations  # noqa: PLC0415

    migrations = Migrations("archive")
    for migrate in MIGRATIONS:
        migrations()(migrate)
    migrations.apply(Database(conn))


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
