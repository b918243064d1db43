"""Reaching an archive through Datasette, in its stable and its 1.0 form: which database, who may read it, for how long.

An archive is told by the mark in its file, whatever its name. Reading happens on Datasette's own read-only
connections, in its threads, and ends when its time limit for SQL does. Permissions are those that Datasette's own pages
of the same rows ask for.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakSet

from datasette.utils import sqlite_timelimit, tilde_decode
from datasette.utils.asgi import Forbidden, NotFound

from archive.errors import StoreError, TooSlowError
from archive.store.migrations import APPLICATION_ID
from archive.web.remembered import remember_counts
from archive.web.versions import ensure, may_view

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

SHOWN = ("snippets", "sightings", "sources", "entities", "aliases", "mentions", "dates", "quotations", "tags", "notes")
"""Tables whose rows the pages show: whoever may not see one of them does not see the pages."""

_archives: WeakSet[Any] = WeakSet()


@dataclass(frozen=True, slots=True)
class Rights:
    """What one visitor may do with one archive."""

    read: bool
    """See the pages."""
    run_sql: bool
    """Run SQL of their own, as the link to the statement behind a page does."""


async def is_archive(db: Any) -> bool:
    """Whether a database of Datasette's is an archive; a yes is remembered."""
    if db in _archives:
        return True
    if db.is_memory or db.name == "_internal":
        return False
    try:
        (application,) = await db.execute_fn(lambda conn: tuple(conn.execute("pragma application_id").fetchone()))
    except sqlite3.DatabaseError:  # whatever that file is, it is none: Datasette's own pages say what is wrong with it
        return False
    if application == APPLICATION_ID and db not in _archives:  # others may have asked meanwhile
        _archives.add(db)
        remember_counts(db)
    return bool(application == APPLICATION_ID)


async def archives(datasette: Any, actor: Any) -> list[Any]:
    """The archives among the databases that a visitor may read, in Datasette's order."""
    found = [db for db in list(datasette.databases.values()) if await is_archive(db)]
    return [db for db in found if (await rights(datasette, actor, db)).read]


async def asked_for(datasette: Any, request: Any) -> Any:
    """The archive that a request names in its path.

    Raises:
        NotFound: There is no such database, or it is no archive.
        Forbidden: The visitor may not read it.
    """
    route = tilde_decode(request.url_vars["database"])
    db = next((one for one in datasette.databases.values() if one.route == route), None)
    if db is None or not await is_archive(db):
        raise NotFound(f"There is no archive named {route} here.")
    if not (await rights(datasette, request.actor, db)).read:
        raise Forbidden("view-database")
    return db


async def rights(datasette: Any, actor: Any, db: Any) -> Rights:
    """What a visitor may do with a database, by Datasette's rules."""
    may_read = await _is_allowed(datasette, actor, "view-database", db) and await may_view(
        datasette, actor, db.name, *SHOWN
    )
    return Rights(read=may_read, run_sql=may_read and await _is_allowed(datasette, actor, "execute-sql", db))


async def _is_allowed(datasette: Any, actor: Any, action: str, db: Any) -> bool:
    try:
        await ensure(datasette, actor, action, db.name)
    except Forbidden:
        return False
    return True


async def read(datasette: Any, db: Any, work: Callable[[sqlite3.Connection], T]) -> T:
    """Do some reading on a connection of Datasette's, in one of its threads, all within one time limit for SQL.

    Raises:
        TooSlowError: It took too long.
        StoreError: The archive is of another version of the schema.
    """
    limit = datasette.setting("sql_time_limit_ms")

    def limited(conn: sqlite3.Connection) -> T:
        with sqlite_timelimit(conn, limit):
            return work(conn)

    try:
        return await db.execute_fn(limited)  # type: ignore[no-any-return]  # Datasette is not typed
    except sqlite3.OperationalError as error:
        raise _explained(error, limit) from error


def _explained(error: sqlite3.OperationalError, limit: int) -> Exception:
    reason = str(error)
    if reason == "interrupted":
        return TooSlowError(
            f"This page took longer than {limit:,} ms, the limit of this server (its setting sql_time_limit_ms)."
        )
    if reason.startswith("no such"):
        return StoreError(
            f"This archive was made by another version ({reason}). Bring it up to date with: archive ingest"
        )
    return error


async def described(datasette: Any, db: Any) -> dict[str, Any]:
    """What the metadata say of a database: its title, and under which terms and from where its texts are."""
    whole = await instance_metadata(datasette)
    if hasattr(datasette, "get_database_metadata"):  # 1.0
        own = await datasette.get_database_metadata(db.name)
    else:
        own = datasette.metadata(database=db.name) or {}
    names = ("title", "license", "license_url", "source", "source_url", "about", "about_url")
    return {name: own.get(name) or whole.get(name) for name in names}


async def instance_metadata(datasette: Any) -> dict[str, Any]:
    """What the metadata say of the whole."""
    if hasattr(datasette, "get_instance_metadata"):  # 1.0
        return dict(await datasette.get_instance_metadata())
    return dict(datasette.metadata() or {})
