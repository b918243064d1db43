"""Whatever is wrong with a file, a command ends in a sentence and an exit code: no traceback, nothing half-written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from archive.cli import app, main
from archive.store.migrations import APPLICATION_ID

COMMANDS = [
    ["info"],
    ["search", "harbour"],
    ["search", "person:velden", "--json"],
    ["quotes"],
    ["show", "1"],
    ["searches"],
    ["source", "list"],
    ["source", "delete", "1", "--yes"],
    ["entity", "list"],
    ["entity", "show", "Rotterdam"],
    ["entity", "review"],
    ["entity", "rename", "Rotterdam", "Rotterdam Port"],
    ["entity", "hide", "Rotterdam"],
    ["entity", "export", "-"],
    ["reextract", "--names", "rules", "--jobs", "1"],
    ["ingest", "{more}", "--jobs", "1"],
    ["verify"],
    ["verify", "--repair"],
    ["backup", "{folder}/copy.db"],
]


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("healthy")
    db = folder / "a.db"
    source = folder / "news.txt"
    lines = [
        "Norvanian President Mara Velden opened a second grain reserve in Rotterdam on Oct. 24.",
        "“The harbour stays open,” Velden said in Rotterdam.",
        "Harbour crews extended their walkout on Monday after a second round of talks broke down.",
    ]
    source.write_text("\n".join(f"{line} Day {n}." for n in range(40) for line in lines), encoding="utf-8")
    assert CliRunner().invoke(app, ["ingest", str(source), "--db", str(db), "--jobs", "1"]).exit_code == 0
    return db


@pytest.fixture
def more(tmp_path: Path) -> Path:
    path = tmp_path / "more.txt"
    path.write_text("Mara Velden closed the harbour of Rotterdam on Friday.\n", encoding="utf-8")
    return path


class Said:
    """Runs commands as a user does; keeps what they said."""

    def __init__(self, folder: Path, more: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
        self._names = {"folder": str(folder), "more": str(more)}
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def run(self, command: list[str], db: Path) -> tuple[int, str]:
        words = [word.format(**self._names) for word in command]
        self._monkeypatch.setattr(sys, "argv", ["archive", *words, "--db", str(db)])
        self._capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        said = self._capsys.readouterr()
        assert "Traceback" not in said.err
        assert code == 0 or said.err.strip() or "WRONG" in said.out, words
        return code, said.out + said.err


@pytest.fixture
def user(tmp_path: Path, more: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    monkeypatch.setattr("archive.store.database.BUSY_SECONDS", 0.05)
    return Said(tmp_path, more, monkeypatch, capsys)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_damaged_archive(user: Said, healthy: Path, tmp_path: Path, command: list[str]) -> None:
    whole = healthy.read_bytes()
    size = int.from_bytes(whole[16:18], "big")
    db = tmp_path / "sick.db"
    noticed = 0
    for page in range(0, len(whole) // size, 9):
        data = bytearray(whole)
        for at in range(page * size, page * size + size, 3):
            data[at] ^= 0x5A
        db.write_bytes(data)
        (tmp_path / "copy.db").unlink(missing_ok=True)
        code, _ = user.run(command, db)
        noticed += code != 0
    assert noticed


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_an_archive_that_somebody_else_is_writing(
    user: Said, healthy: Path, tmp_path: Path, command: list[str]
) -> None:
    db = Path(shutil.copy(healthy, tmp_path / "busy.db"))
    with closing(sqlite3.connect(db, isolation_level=None)) as other:
        other.execute("begin exclusive")
        code, said = user.run(command, db)
        other.execute("rollback")
    assert code == 1
    assert "in use by another" in said
    assert user.run(["verify"], db)[0] == 0


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("what", ["missing", "folder", "text", "empty", "foreign", "foreign and empty", "our number"])
def test_no_archive_at_all(user: Said, tmp_path: Path, command: list[str], what: str) -> None:
    db = tmp_path / "thing"
    if what == "folder":
        db.mkdir()
    elif what == "text":
        db.write_text("Harbour crews extended their walkout.\n" * 40, encoding="utf-8")
    elif what == "empty":
        db.write_bytes(b"")
    elif what != "missing":
        with closing(sqlite3.connect(db)) as other:
            other.execute("create table mine (x)")
            if what == "foreign and empty":
                other.execute("drop table mine")
            if what == "our number":
                other.execute(f"pragma application_id = {APPLICATION_ID}")
            other.commit()
    before = db.read_bytes() if db.is_file() else None
    code, _ = user.run(command, db)
    if command[0] == "ingest" and what in ("missing", "empty"):
        assert code == 0
        return
    assert code in (1, 2)
    assert (db.read_bytes() if db.is_file() else None) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_full_disk_where_output_goes(healthy: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        pid = os.posix_spawn(
            sys.executable,
            [sys.executable, "-m", "archive", "search", "harbour", "--csv", "--db", str(healthy)],
            dict(os.environ),
            file_actions=[(os.POSIX_SPAWN_DUP2, full.fileno(), 1)],
        )
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 1
