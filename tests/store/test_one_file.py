"""An archive is one file: whole when copied alone after any command, read where nothing can be written, replicated."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from datasette.app import Datasette
from told import FERRY, make
from typer.testing import CliRunner

from archive.cli import app
from archive.store import database, folder_lock
from archive.store.database import close_archive, is_at_rest, open_archive, opened
from archive.web.serve import datasette_arguments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.store.database import Database

runner = CliRunner()
READERS = (
    ["search", "ferry", "--db"], ["info", "--db"], ["show", "1", "--db"], ["verify", "--db"], ["entity", "list", "--db"]
)  # fmt: skip
READING = """
import json, sys
from pathlib import Path
from typer.testing import CliRunner
from archive.cli import app
told = {}
for asked in json.loads(sys.argv[2]):
    done = CliRunner().invoke(app, [*asked, sys.argv[1]])
    told[asked[0]] = [done.exit_code, done.output]
told["made"] = [file.name for file in Path(sys.argv[1]).parent.iterdir()]
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("one") / "clips.db", FERRY)


@pytest.fixture
def path(untouched: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(untouched, tmp_path / "clips.db"))


def contents(path: Path) -> list[str]:
    """Every row of an archive, as SQL."""
    with closing(sqlite3.connect(path)) as conn:
        return list(conn.iterdump())


def copied_alone(path: Path) -> Path:
    """What somebody gets who is mailed the one file."""
    folder = path.parent / "mailed"
    folder.mkdir(exist_ok=True)
    return Path(shutil.copy(path, folder / path.name))


@contextmanager
def served(path: Path) -> Iterator[None]:
    """A server beside: it has looked at the archive, and keeps it open."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as conn:
        conn.execute("select count(*) from snippets").fetchone()
        yield
        conn.execute("select count(*) from snippets").fetchone()


@pytest.mark.parametrize("is_served", [False, True])
def test_after_a_command_the_file_alone_is_whole(path: Path, tmp_path: Path, *, is_served: bool) -> None:
    more = tmp_path / "more.txt"
    more.write_text("Ana Lind closed the ferry to Rotterdam on Oct. 28.\n", encoding="utf-8")
    with served(path) if is_served else closing(sqlite3.connect(":memory:")):
        for command in (["ingest", str(more), "--db"], ["entity", "rename", "Ana Lind", "Anna Lind", "--db"]):
            before = contents(copied_alone(path))
            done = runner.invoke(app, [*command, str(path)])
            assert done.exit_code == 0, done.output
            after = contents(copied_alone(path))
            assert after == contents(path)
            assert after != before
    assert is_served or not list(tmp_path.glob("clips.db-*"))


def test_a_replicator_keeps_its_log_and_loses_nothing(path: Path, tmp_path: Path) -> None:
    """As Litestream does it: tables of its own, write-ahead logging, and a transaction that reads all the while."""
    more = tmp_path / "more.txt"
    more.write_text("Ana Lind closed the ferry to Rotterdam on Oct. 28.\n", encoding="utf-8")
    with closing(sqlite3.connect(path, isolation_level=None)) as replicator:
        replicator.execute("pragma journal_mode = wal")
        replicator.execute("create table _litestream_seq (id integer primary key, seq integer)")
        replicator.execute("begin")
        assert replicator.execute("select count(*) from _litestream_seq").fetchone() == (0,)
        log = path.with_name("clips.db-wal")
        seen = log.read_bytes()[:24]
        assert runner.invoke(app, ["ingest", str(more), "--db", str(path)]).exit_code == 0
        assert runner.invoke(app, ["search", "ferry", "--db", str(path)]).exit_code == 0
        assert log.read_bytes()[:24] == seen, "the log goes on, it was not begun anew"
        replicator.execute("rollback")
        assert replicator.execute("pragma journal_mode").fetchone() == ("wal",)
        assert replicator.execute("select count(*) from snippets where text like '%Oct. 28%'").fetchone() == (1,)
    assert runner.invoke(app, ["verify", "--db", str(path)]).exit_code == 0
    assert not log.exists(), "left alone, it is one file again"


def locked(path: Path) -> Path:
    """An archive as on a disc that can't be written."""
    folder = path.parent / "disc"
    folder.mkdir()
    disc = Path(shutil.copy(path, folder / path.name))
    disc.chmod(stat.S_IRUSR)
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    return disc


def without_privileges() -> list[str]:
    """What a command begins with to be bound by the rights of files, even if the administrator runs it."""
    if not hasattr(os, "geteuid") or os.geteuid():
        return []
    if not (tool := shutil.which("setpriv")):
        pytest.skip("run by the administrator, whom no file refuses")
    return [tool, "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-dac_override"]


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_what_only_reads_works_where_nothing_can_be_written(path: Path, journal: str) -> None:
    """Also with a copy that was taken while the archive was served."""
    with closing(sqlite3.connect(path)) as conn:
        conn.execute(f"pragma journal_mode = {journal}")
    expected = [runner.invoke(app, [*command, str(path)]).output for command in READERS[:1]]
    with closing(sqlite3.connect(path)) as conn:
        conn.execute(f"pragma journal_mode = {journal}")
    disc = locked(path)
    try:
        command = [*without_privileges(), sys.executable, "-c", READING, str(disc), json.dumps(READERS)]
        told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    finally:
        disc.parent.chmod(stat.S_IRWXU)
    assert told.pop("made") == [disc.name]
    assert {name: code for name, (code, _) in told.items()} == dict.fromkeys(told, 0), told
    assert [told["search"][1].splitlines()[:3]] == [each.splitlines()[:3] for each in expected]
    assert "is whole" in told["verify"][1]


def test_an_archive_at_rest_is_served_as_one_that_never_changes(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.store.database.os.access", lambda *_: False)
    arguments = datasette_arguments([path], tmp_path / "m.json", datasette_version="0.65.5")
    assert "--immutable" not in arguments, "without a log of writes it is read as ever"
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("pragma journal_mode = wal")
    assert is_at_rest(path)
    arguments = datasette_arguments([path], tmp_path / "m.json", datasette_version="0.65.5")
    assert arguments[1:3] == ["--immutable", str(path)]
    site = Datasette(immutables=[str(path)])
    for page in ("/-/archive/clips", "/-/archive/clips/search?q=ferry", "/-/archive/clips/entity/1", "/clips/snippets"):
        assert asyncio.run(site.client.get(page)).status_code == 200, page
    path.with_name("clips.db-wal").write_bytes(b"something that is not in the file yet")
    assert not is_at_rest(path)


def test_an_empty_archive_that_somebody_else_has_open_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with opened(path, create=True):
        other = open_archive(path)
    assert path.exists()
    close_archive(other)
    with opened(tmp_path / "b.db", create=True):
        pass
    assert not (tmp_path / "b.db").exists()


def _keep(db: Database, name: str) -> None:
    db.conn.execute("insert into searches (name, query, created_at) values (?, 'b', '2024-10-25')", [name])
    db.conn.commit()


def _kept(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as conn:
        return [name for (name,) in conn.execute("select name from searches order by name")]


@pytest.mark.parametrize("step", ["_refuse_foreign", "_refuse_unknown", "_upgrade", "_configure", "_has_log"])
def test_an_empty_archive_that_somebody_is_just_opening_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path, plain = tmp_path / "a.db", getattr(database, step)
    monkeypatch.setattr(database, "MODE_SECONDS", 0.001)
    monkeypatch.setattr(folder_lock, "SECONDS", 0.001)
    first = ExitStack()

    def ended(*arguments: object) -> object:
        monkeypatch.setattr(database, step, plain)
        first.close()
        return plain(*arguments)

    first.enter_context(opened(path, create=True)).conn.execute("pragma journal_mode = delete")  # as it does at its end
    monkeypatch.setattr(database, step, ended)
    with opened(path, create=True) as db:
        _keep(db, "a")
    assert _kept(path) == ["a"]
    assert [each.name for each in tmp_path.iterdir()] == ["a.db"]


@pytest.mark.parametrize("statement", ["pragma journal_mode = delete", "begin exclusive"])
def test_who_opens_an_archive_while_it_is_taken_away_gets_one_that_stays(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "a.db"

    def other_run() -> None:
        with opened(path, create=True) as db:
            _keep(db, "b")

    other = Thread(target=other_run)

    def opening(said: str) -> None:
        if said == statement and other.ident is None:
            other.start()

    with opened(path, create=True) as db:
        db.conn.set_trace_callback(opening)
    other.join()
    assert _kept(path) == ["b"]
    assert [each.name for each in tmp_path.iterdir()] == ["a.db"]


def test_a_file_that_has_grown_much_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that came in any order leave no gaps in it; one to which little came is left as it is."""
    monkeypatch.setattr(database, "WORTH_COMPACTING", 1)
    path = tmp_path / "a.db"

    def add(numbers: range) -> int:
        with opened(path, create=True) as db:
            names = ((f"search {number * 2654435761 % 2**32}",) for number in numbers)
            db.conn.executemany("insert into searches values (?, 'ferry', '2024-10-24', null)", names)
            db.conn.commit()
            return int(db.conn.execute("pragma page_count").fetchone()[0])

    grown = add(range(20000))
    assert path.stat().st_size < 0.95 * 4096 * grown
    grown = add(range(20000, 20400))
    assert path.stat().st_size == 4096 * grown
