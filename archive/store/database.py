"""Opening an archive file: it knows what it is and its schema version, and is upgraded or refused as a whole."""

from __future__ import annotations

import os
import shlex
import sqlite3
import tempfile
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from archive.errors import StoreError
from archive.store.folder_lock import locked
from archive.store.migrations import APPLICATION_ID, MIGRATIONS, OUTDATED, applied, catch_up, is_behind

if TYPE_CHECKING:
    from collections.abc import Iterator

BUSY_SECONDS = 60
"""How long a writer waits for another one's transaction, which lasts a batch."""

UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What reading a file raises that is no database, or a damaged one."""

WORTH_COMPACTING = 1000
"""Pages of a file that are worth writing anew: four megabytes."""

MODE_SECONDS = 1
"""How long to wait for others before doing without a change of the journal mode."""


class Database(NamedTuple):
    """An archive that is open."""

    conn: sqlite3.Connection

    def close(self) -> None:
        """Close it."""
        self.conn.close()


def schema_version(db: Database) -> int:
    """Number of migrations that the file has seen."""
    return len(applied(db.conn))


def open_archive(path: Path, *, create: bool = False) -> Database:
    """Open an archive for writing; upgrade an older one in place, inside one transaction.

    Args:
        path: The SQLite file.
        create: Whether to make the file (and its folder) where there is none.

    Raises:
        StoreError: There is no such file, or it is not an archive, or it was made by a newer version, or by one from
            before the first release.
    """
    if path.is_dir():
        raise StoreError(f"{path} is a folder; name a file, such as {path / 'archive.db'}.")
    is_new = not path.exists() or not path.stat().st_size
    if is_new:
        if not create:
            raise StoreError(f"There is no archive at {path}. Make one: archive ingest PATHS… --db {path}")
        _touch(path)
    with locked(path.parent):
        try:
            db = Database(sqlite3.connect(path, timeout=BUSY_SECONDS))
        except sqlite3.Error as error:
            raise StoreError(explain_sqlite(path, error)) from error
        try:
            _refuse_foreign(db, path)
            _refuse_unknown(db, path)
            _upgrade(db)
            _configure(db)
        except UNREADABLE as error:
            failed = error
        else:
            return db
    if is_new:
        _removed(db, path, leave_file=False)
    raise StoreError(explain_sqlite(path, failed)) from failed


@contextmanager
def opened(path: Path, *, create: bool = False, wait: float | None = None) -> Iterator[Database]:
    """An archive, opened for writing while the block runs; what SQLite says against that is a `StoreError`.

    Args:
        path: The SQLite file.
        create: Whether to make the file where there is none; it goes again if nothing came into it.
        wait: Seconds to wait for another writer; the usual ones if left out.
    """
    was_there = path.exists()
    is_new = create and not (was_there and path.stat().st_size)
    db = open_archive(path, create=create)
    pages, is_done = _pages(db.conn), False
    try:
        _wait(db.conn, BUSY_SECONDS if wait is None else wait)
        yield db
        is_done = True
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise StoreError(explain_sqlite(path, error)) from error
    finally:
        if not (is_new and _removed(db, path, leave_file=was_there)):
            close_archive(db, pages if is_done else None)


def open_reader(path: Path, *, any_version: bool = False) -> Database:
    """Open an archive read-only, be it on a disc that can't be written.

    Args:
        path: The SQLite file.
        any_version: Whether its schema may be another one, for what reads tables that all of them have.

    Raises:
        StoreError: There is no such file, or it is not an archive, or its version is another one.
    """
    if not path.is_file() or not path.stat().st_size:
        raise StoreError(f"There is no archive at {path}. Make one: archive ingest PATHS… --db {path}")
    try:
        how = "immutable=1" if is_at_rest(path) else "mode=ro"
        conn = sqlite3.connect(f"{path.resolve().as_uri()}?{how}", uri=True, timeout=BUSY_SECONDS)
        db = Database(conn)
        _refuse_foreign(db, path)
        if not any_version:
            _refuse_unknown(db, path)
            if is_behind(db.conn):
                raise StoreError(
                    f"{path} is empty, or was made by an older version; `archive reextract` brings it up to date."
                )
    except UNREADABLE as error:
        raise StoreError(explain_sqlite(path, error)) from error
    return db


def is_at_rest(path: Path) -> bool:
    """Whether an archive wants a write-ahead log, has none, and can't be given one.

    So it is on a disc that can't be written if it was copied while it was served. SQLite reads it only if it is told
    that nobody writes to it (`immutable`).
    """
    if not path.is_file() or is_writable(path) or path.with_name(f"{path.name}-wal").exists():
        return False
    with path.open("rb") as file:
        return _IN_WAL_MODE in file.read(20)[18:]


_IN_WAL_MODE = b"\2"  # where SQLite keeps the versions that read and write a file


def is_writable(path: Path) -> bool:
    """Whether an archive can be changed: SQLite makes files beside it for that."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


@contextmanager
def copied(path: Path) -> Iterator[Database]:
    """A copy of an archive in a temporary folder, opened for writing while the block runs."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        with closing(open_reader(path).conn) as conn, closing(sqlite3.connect(copy)) as target:
            conn.backup(target)
        with opened(copy) as db:
            yield db


def explain_sqlite(path: Path | str, error: sqlite3.Error | UnicodeDecodeError) -> str:
    """What an SQLite error means for the person at the keyboard."""
    # damaged bytes may stand where text should, and in the message that would say so
    text = "malformed text" if isinstance(error, UnicodeDecodeError) else str(error)
    meaning = next((said for sign, said in _MEANINGS.items() if sign in text), "{path}: {text}.")
    return meaning.format(path=path, text=text, file=shlex.quote(str(path)))


_MEANINGS = {
    "not a database": "{path} is not an SQLite file; name another one with --db.",
    "readonly": "{path} can't be opened for writing: {text}.",
    "unable to open": "{path} can't be opened: {text}.",
    "locked": "{path} is in use by another writer; try again when that has finished.",
    "full": "{path}: the disk is full; what was committed is safe, the next run carries on.",
    "disk I/O": "{path} can't be read or written: {text}. Is the disk full, or gone?",
    "malformed": "{path} is damaged: {text}. Go back to a copy (archive backup makes them), or save what can be read:"
    " sqlite3 {file} .recover | sqlite3 saved.db, then archive verify --db saved.db --repair",
}
"""What to say by what SQLite says."""


@contextmanager
def writing(db: Database, *, is_checked: bool = True) -> Iterator[sqlite3.Connection]:
    """One transaction that takes the write lock at once, so that what it looks up stays true until it commits.

    Args:
        db: An archive opened for writing.
        is_checked: Whether SQLite looks up what each row points to. A writer that only adds rows to those that it has
            made or found does without, which saves a sixteenth of its time; tests and `verify` see that all is there.
    """
    conn: sqlite3.Connection = db.conn
    conn.execute(f"pragma foreign_keys = {int(is_checked)}")
    conn.execute("begin immediate")
    try:
        yield conn
        conn.execute("commit")
    except BaseException:
        conn.rollback()
        raise
    finally:
        conn.execute("pragma foreign_keys = on")


def close_archive(db: Database, pages: int | None = None) -> None:
    """Close, leaving one self-contained file.

    Where somebody else has it open (a server, a replicator), the write-ahead log stays beside it, and is theirs; all
    that it holds is copied into the file as far as they let it, without waiting for them, so that the file is whole.

    Args:
        db: An archive opened for writing.
        pages: How many it had when it was opened: one that has grown to twice as many is written anew, without gaps.
    """
    with closing(db.conn) as conn:  # also where somebody interrupts just this
        _wait(conn, 0)
        with suppress(sqlite3.DatabaseError):
            conn.execute("pragma analysis_limit = 1000")  # rows of an index: all of a million would take a second
            conn.execute("pragma optimize")
            if conn.execute("pragma journal_mode = delete").fetchone() == ("delete",) and pages is not None:
                _compact(conn, pages)
        with suppress(sqlite3.DatabaseError):
            conn.execute("pragma wal_checkpoint(passive)")


def _compact(conn: sqlite3.Connection, pages: int) -> None:
    """Write a file anew that has grown much: rows that came in any order leave pages half full.

    A kill, or a full disk, leaves it as it was. As it has doubled each time, all this together costs no more than
    writing it once or twice.
    """
    if _pages(conn) >= max(2 * pages, WORTH_COMPACTING):
        conn.execute("pragma temp_store = file")  # the new file is made there first
        conn.execute("pragma cache_size = -4096")  # KiB, of either file: all is read and written once
        conn.execute("pragma shrink_memory")
        conn.execute("insert into snippets_fts (snippets_fts) values ('optimize')")
        conn.commit()
        conn.execute("vacuum")


def _pages(conn: sqlite3.Connection) -> int:
    return int(conn.execute("pragma page_count").fetchone()[0])


def _removed(db: Database, path: Path, *, leave_file: bool) -> bool:
    """Take an archive away into which nothing came, while nobody else has it open; whether that was so.

    Nobody is just opening it (`folder_lock`), and who has opened it keeps its write-ahead log from being closed.
    """
    _wait(db.conn, 0)
    with suppress(sqlite3.DatabaseError), locked(path.parent, alone=True) as is_locked:
        if (
            is_locked
            and _is_empty(db.conn)
            and db.conn.execute("pragma journal_mode = delete").fetchone() == ("delete",)
        ):
            db.conn.execute("begin exclusive")
            if _is_empty(db.conn):
                path.unlink(missing_ok=True)
                if leave_file:  # another one: to empty this one would open and close it, which drops its locks
                    path.touch()
                db.conn.close()
                return True
            db.conn.rollback()
    return False


def _is_empty(conn: sqlite3.Connection) -> bool:
    """Whether no source has come into an archive, nor anything been decided or kept."""
    if conn.execute("select 1 from sqlite_master limit 1").fetchone() is None:
        return True
    with suppress(sqlite3.DatabaseError):
        (number,) = conn.execute(
            """select exists (select 1 from sources) + exists (select 1 from decisions)
                 + exists (select 1 from searches) + exists (select 1 from fetches)"""
        ).fetchone()
        return not number
    return False


def _touch(path: Path) -> None:
    """Make an empty file, which is no archive yet: all that is left where the making of one is killed."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    except OSError as error:
        raise StoreError(f"{path} can't be made: {error.strerror}.") from error


def _refuse_foreign(db: Database, path: Path) -> None:
    """Refuse what another program made, also where nothing is in it yet, or where it has our number by accident."""
    db.conn.execute("begin")  # what is read after the first row is of one moment: another one may just be making it
    (is_ours,) = db.conn.execute("select count(*) from sqlite_master where name = '_sqlite_migrations'").fetchone()
    (application,) = db.conn.execute("pragma application_id").fetchone()
    (pages,) = db.conn.execute("pragma page_count").fetchone()
    db.conn.rollback()
    if pages and not (is_ours and application == APPLICATION_ID):
        raise StoreError(f"{path} is an SQLite file, but not an archive; name another one with --db.")


def _refuse_unknown(db: Database, path: Path) -> None:
    """Refuse a file whose schema was made by migrations that are not ours."""
    seen = set(applied(db.conn))
    if seen & OUTDATED:
        raise StoreError(
            f"{path} was made before the first release and can't be upgraded: ingest its sources anew, into another "
            f"file. Decisions travel: archive entity export decisions.csv --db {shlex.quote(str(path))}, then archive "
            "entity import decisions.csv with the --db of the new one."
        )
    unknown = seen - {each.__name__ for each in MIGRATIONS}
    if unknown:
        raise StoreError(
            f"{path} was made by a newer version of archive (it knows {', '.join(sorted(unknown))}); "
            "upgrade the program: pip install -U snippet-archive"
        )


def _configure(db: Database) -> None:
    _prefer_write_ahead_log(db.conn)
    db.conn.execute("pragma synchronous = normal")  # safe in WAL mode; a power cut can cost the last batch
    db.conn.execute("pragma foreign_keys = on")
    db.conn.execute("pragma cache_size = -32768")  # KiB: keeps the index pages of a big archive in memory
    db.conn.execute("pragma temp_store = memory")


def _prefer_write_ahead_log(conn: sqlite3.Connection) -> None:
    """Let others read while we write; where somebody is reading just now, the usual journal will do.

    An empty archive is waited for, as the log keeps it from being taken away (`_removed`); SQLite itself waits for
    readers only. The log is opened by reading.
    """
    until = time.monotonic() + BUSY_SECONDS
    while not _has_log(conn) and _is_empty(conn) and time.monotonic() < until:
        time.sleep(MODE_SECONDS / 100)
    conn.execute("pragma schema_version").fetchone()


def _has_log(conn: sqlite3.Connection) -> bool:
    """Whether an archive has a write-ahead log now, or can have none; others may be in the way just now."""
    _wait(conn, MODE_SECONDS)
    try:
        conn.execute("pragma journal_mode = wal")
    except sqlite3.OperationalError as error:
        return "locked" not in str(error)
    finally:
        _wait(conn, BUSY_SECONDS)
    return True


def _wait(conn: sqlite3.Connection, seconds: float) -> None:
    """How long to wait for others from now on."""
    conn.execute(f"pragma busy_timeout = {int(seconds * 1000)}")


def _upgrade(db: Database) -> None:
    if is_behind(db.conn):
        with writing(db) as conn:  # who waited here while another one did it finds it done
            catch_up(conn)
