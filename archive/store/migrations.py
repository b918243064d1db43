"""The schema's versions. `schema.sql` as it stands is the first; a later one is a further migration.

Each migration runs inside the transaction of the upgrade. Which of them a file has seen stands in a table as
sqlite-utils keeps it, whose own command can list them, too; to import that takes as long as a search.
"""

from __future__ import annotations

import contextlib
import sqlite3
from datetime import UTC, datetime
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

APPLICATION_ID = 0x41524356
"""'ARCV' in the file's header: tells an archive from any other SQLite file."""

OUTDATED = frozenset({"m001_first_schema", "m001_schema", "m002_identities"})
"""Migrations of schemas that came before the first release: a file that has seen one of them can't be upgraded.

While nothing is released the schema may be laid anew: the first migration then gets another name, and its old one
belongs here.
"""


def m001_laid_anew(conn: sqlite3.Connection) -> None:
    """Make the tables, indexes, triggers and views of a new archive."""
    for statement in _statements():
        conn.execute(statement)
    conn.execute(f"pragma application_id = {APPLICATION_ID}")


MIGRATIONS: list[Callable[[sqlite3.Connection], None]] = [m001_laid_anew]
"""In their order; a file knows them by their names."""

_SEEN = (
    """create table if not exists _sqlite_migrations (
         "id" integer primary key, "migration_set" text, "name" text, "applied_at" text
       )""",
    """create unique index if not exists idx__sqlite_migrations_migration_set_name
         on _sqlite_migrations ("migration_set", "name")""",
)


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
    for statement in _SEEN:
        conn.execute(statement)
    seen = applied(conn)
    for migrate in MIGRATIONS:
        if migrate.__name__ not in seen:
            migrate(conn)
            conn.execute(
                "insert into _sqlite_migrations (migration_set, name, applied_at) values ('archive', ?, ?)",
                (migrate.__name__, str(datetime.now(UTC))),
            )


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
