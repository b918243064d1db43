"""The archive file: it knows what it is, and is upgraded or refused as a whole."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlite_utils

from archive.errors import StoreError
from archive.store import migrations
from archive.store.database import (
    close_archive,
    open_archive,
    open_reader,
    schema_version,
    writing,
)
from archive.store.migrations import APPLICATION_ID, MIGRATIONS


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A new, empty archive."""
    path = tmp_path / "a.db"
    close_archive(open_archive(path, create=True))
    return path


def test_a_file_knows_what_it_is(path: Path) -> None:
    conn = sqlite3.connect(path)
    assert conn.execute("pragma application_id").fetchone() == (APPLICATION_ID,)
    db = open_archive(path)
    assert schema_version(db) == len(MIGRATIONS)
    seen = sqlite_utils.Migrations("archive").applied(sqlite_utils.Database(conn))
    assert [each.name for each in seen] == [each.__name__ for each in MIGRATIONS]
    close_archive(db)


def test_there_must_be_one(tmp_path: Path) -> None:
    for open_it in (open_archive, open_reader):
        with pytest.raises(StoreError, match="archive ingest"):
            open_it(tmp_path / "none.db")
    with pytest.raises(StoreError, match="folder"):
        open_archive(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_newer_file_is_refused_and_left_untouched(path: Path) -> None:
    _made_by(path, "m001_laid_anew", "m999_later")
    before = path.read_bytes()
    for open_it in (open_archive, open_reader):
        with pytest.raises(StoreError, match="newer version"):
            open_it(path)
    assert path.read_bytes() == before


def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("these are notes, not a database, and long enough to have a header" * 20)
    with pytest.raises(StoreError, match="not an SQLite file"):
        open_archive(text)
    other = tmp_path / "other.db"
    sqlite3.connect(other).execute("create table t (x)").connection.close()
    for open_it in (open_archive, open_reader):
        with pytest.raises(StoreError, match="not an archive"):
            open_it(other)


def test_a_failed_upgrade_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise sqlite3.OperationalError("disk is full")

    monkeypatch.setattr(migrations, "_statements", broken)
    path = tmp_path / "a.db"
    with pytest.raises(StoreError, match="full"):
        open_archive(path, create=True)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    close_archive(open_archive(path, create=True))


def _made_by(path: Path, *applied: str) -> None:
    """Make an archive look as if these migrations had made it, and no others."""
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("delete from _sqlite_migrations")
        conn.executemany(
            "insert into _sqlite_migrations (migration_set, name, applied_at) values ('archive', ?, '2024-10-25')",
            [(name,) for name in applied],
        )


@pytest.mark.parametrize("applied", [["m001_first_schema"], ["m001_first_schema", "m002_identities"]])
def test_a_file_from_before_the_first_release_is_refused_and_left_untouched(path: Path, applied: list[str]) -> None:
    _made_by(path, *applied)
    before = path.read_bytes()
    for open_it in (open_archive, open_reader):
        with pytest.raises(StoreError, match=r"ingest its sources anew.*entity export.*entity import"):
            open_it(path)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_an_empty_file_becomes_an_archive_where_one_may_be_made(tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    empty.touch()
    for open_it in (open_reader, open_archive):
        with pytest.raises(StoreError, match="There is no archive"):
            open_it(empty)
    close_archive(open_archive(empty, create=True))
    open_reader(empty).conn.close()


def test_several_that_make_an_archive_at_once_share_it(tmp_path: Path) -> None:
    program = f"""
from pathlib import Path
from archive.store.database import open_archive, close_archive, writing
db = open_archive(Path({str(tmp_path / "a.db")!r}), create=True)
with writing(db) as conn:
    conn.execute("insert into ingests (started_at, version, options) values ('', '', '')")
close_archive(db)
"""
    running = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(6)]
    assert [each.wait() for each in running] == [0] * 6
    with closing(sqlite3.connect(tmp_path / "a.db")) as conn:
        assert conn.execute("select count(*) from ingests").fetchone() == (6,)
    assert [each.name for each in tmp_path.iterdir()] == ["a.db"]


def test_a_transaction_is_all_or_nothing(path: Path) -> None:
    db = open_archive(path)

    def half() -> None:
        with writing(db) as conn:
            conn.execute("insert into searches (name, query, created_at) values ('a', 'b', 'c')")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert db.conn.execute("select count(*) from searches").fetchone() == (0,)
    close_archive(db)


def test_the_index_follows_whoever_writes(path: Path) -> None:
    conn = sqlite3.connect(path)
    find = "select rowid from snippets_fts where snippets_fts match ?"
    conn.execute("insert into snippets (text, text_hash) values ('a lighthouse', x'01')")
    assert conn.execute(find, ["lighthouses"]).fetchall() == [(1,)]
    conn.execute("update snippets set text = 'a harbour' where id = 1")
    assert conn.execute(find, ["lighthouse"]).fetchall() == []
    assert conn.execute(find, ["harbour"]).fetchall() == [(1,)]
    conn.execute("delete from snippets")
    assert conn.execute(find, ["harbour"]).fetchall() == []
    conn.execute("insert into snippets_fts (snippets_fts, rank) values ('integrity-check', 1)")


def test_a_reader_cannot_write(path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        open_reader(path).conn.execute("delete from snippets")


@pytest.mark.parametrize(
    ("dated", "columns"),
    [
        (None, (None, None)),
        ("2024", (2024, None)),
        ("2024-10", (2024, "2024-10")),
        ("2024-10-24", (2024, "2024-10")),
        ("2024-10-11/2024-10-14", (2024, "2024-10")),
        ("2024-09-30/2024-10-02", (2024, None)),
        ("2024/2024-02", (2024, None)),
        ("2023-12-30/2024-01-02", (None, None)),
    ],
)
def test_year_and_month_follow_from_the_day(
    path: Path, dated: str | None, columns: tuple[int | None, str | None]
) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("insert into snippets (text, text_hash, dated) values ('A text', 'h', ?)", (dated,))
        assert conn.execute("select year, month from snippets").fetchone() == columns
