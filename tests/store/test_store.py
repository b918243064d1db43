"""The archive file: it knows what it is, and is upgraded or refused as a whole."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from places import DATA

from archive.errors import StoreError
from archive.store.database import (
    close_archive,
    open_archive,
    open_reader,
    schema_version,
    writing,
)
from archive.store.decisions import decide, undo
from archive.store.migrations import APPLICATION_ID, migrations


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
    assert schema_version(db) == len(migrations._migrations)
    close_archive(db)


def test_there_must_be_one(tmp_path: Path) -> None:
    for open_it in (open_archive, open_reader):
        with pytest.raises(StoreError, match="archive ingest"):
            open_it(tmp_path / "none.db")
    with pytest.raises(StoreError, match="folder"):
        open_archive(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_newer_file_is_refused_and_left_untouched(path: Path) -> None:
    conn = sqlite3.connect(path)
    conn.execute(
        "insert into _sqlite_migrations (migration_set, name, applied_at) values ('archive', 'm999_later', 'now')"
    )
    conn.commit()
    conn.close()
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
    def broken(_: object) -> None:
        raise sqlite3.OperationalError("disk is full")

    monkeypatch.setattr(migrations._migrations[-1], "fn", broken)
    path = tmp_path / "a.db"
    with pytest.raises(StoreError, match="full"):
        open_archive(path, create=True)
    monkeypatch.undo()
    close_archive(open_archive(path, create=True))


def test_an_older_archive_is_brought_to_what_a_new_one_is(tmp_path: Path, path: Path) -> None:
    older = tmp_path / "older.db"
    conn = sqlite3.connect(older)
    conn.executescript((DATA / "first-schema.sql").read_text(encoding="utf-8"))
    conn.executescript(
        f"""pragma application_id = {APPLICATION_ID};
        create table _sqlite_migrations (id integer primary key, migration_set text, name text, applied_at text);
        insert into _sqlite_migrations values (1, 'archive', 'm001_first_schema', '2024-10-25');
        insert into snippets (id, text, text_hash) values (1, 'Ana Lind sings.', 'a'), (2, 'Lind rests.', 'b'),
          (3, 'Roose sings.', 'c');
        insert into entities (id, name, kind, mention_count, snippet_count) values (1, 'Ana Lind', 'person', 2, 2),
          (2, 'Roose', 'person', 1, 1);
        insert into entity_keys values ('ana lind', 'person', 'name', 1), ('lind', 'person', 'short', 1),
          ('lind', 'person', 'bare', 1), ('roose', 'person', 'bare', 2);
        insert into mentions values (1, 0, 8, 'Ana Lind', 1, null, 'full-name', 0.9),
          (2, 0, 4, 'Lind', 1, null, 'surname-archive', 0.5), (3, 0, 5, 'Roose', 2, null, 'surname-open', 0.5);"""
    )
    conn.commit()
    conn.close()
    with pytest.raises(StoreError, match="older version"):
        open_reader(older)
    db = open_archive(older)
    schema = "select type, name, sql from sqlite_master where name not like '%sqlite%' order by 1, 2"
    assert db.conn.execute(schema).fetchall() == open_archive(path).conn.execute(schema).fetchall()
    named = "select surface, e.name, rule from mentions m join entities e on e.id = entity_id order by snippet_id"
    before = db.conn.execute(named).fetchall()
    assert before == [
        ("Ana Lind", "Ana Lind", "full-name"),
        ("Lind", "Ana Lind", "surname-archive"),
        ("Roose", "Roose", "surname-open"),
    ]
    decide(db, "split", "person:Ana Lind", "Lind")
    decide(db, "merge", "person:Roose", "person:Ana Lind")
    assert db.conn.execute(named).fetchall() == [
        ("Ana Lind", "Ana Lind", "full-name"),
        ("Lind", "Lind", "decision"),
        ("Roose", "Ana Lind", "decision"),
    ]
    undo(db)
    undo(db)
    assert db.conn.execute(named).fetchall() == before
    close_archive(db)


def test_a_transaction_is_all_or_nothing(path: Path) -> None:
    db = open_archive(path)

    def half() -> None:
        with writing(db) as conn:
            conn.execute("insert into searches values ('a', 'b', 'c', null)")
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
