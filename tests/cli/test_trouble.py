"""Whatever is wrong with a file, a command ends in a sentence and an exit code: no traceback, nothing half-written."""

from __future__ import annotations

import inspect
import os
import re
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from archive.cli import app, main
from archive.cli.wording import every_command
from archive.store.migrations import APPLICATION_ID

COMMANDS = [
    ["info"],
    ["search", "harbour"],
    ["search", "person:velden", "--json"],
    ["quotes"],
    ["timeline", "harbour"],
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
        self._monkeypatch.setattr(sys, "argv", ["archive", "--db", str(db), *words])
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
    for page in {0, *range(COMMANDS.index(command), len(whole) // size, len(COMMANDS))}:  # each page meets some command
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


WRONG = [
    (["search", "--limit", "x", "port"], "--limit: Write a whole number from 1."),
    (["search", "--limit", "0", "port"], "--limit: Write a whole number from 1."),
    (["search", "port", "--limit"], "--limit needs a value."),
    (["search", "port", "--sort", "worst"], "--sort: 'worst' is not one of 'relevance', 'newest'"),
    (["search", "-Trump peace"], 'archive search -- "-T…"'),
    (["quotes", "-x"], 'archive quotes -- "-x…"'),
    (["info", "-x"], "There is no option -x."),
    (["info", "--jsn"], "There is no option --jsn; is --json meant?"),
    (["search"], "Say what to look for: a QUERY, or --saved NAME."),
    (["search", "port", "--json", "--csv"], "Choose one of --json"),
    (["show", "first"], "ID: 'first' is no number; write 12 or #12."),
    (["show"], "ID is missing"),
    (["entity", "undo", "-1x"], "There is no option -1"),
    (["entity", "undo", "x"], "ID: 'x' is no number; write 12 or #12."),
    (["entity", "retype", "Rotterdam", "town"], "'town' is not one of 'person', 'organisation', 'place'"),
    (["ingest"], "Name at least one file, folder or address"),
    (["ingest", "{more}", "--jobs", "many"], "--jobs: Write a whole number from 1."),
    (["serve", "--port", "99999"], "--port: Write a whole number from 0 to 65535."),
    (["timeline", "--json", "--csv"], "Choose one of --json and --csv."),
    (["serch", "port"], "'search'"),
    (["info", "3"], "'3' is one too many."),
    (["info", "clips.db"], "'clips.db' is one too many; an archive is named as --db clips.db."),
]


@pytest.mark.parametrize(
    ("command", "said"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_what_is_typed_wrongly_is_told_in_a_sentence(user: Said, healthy: Path, command: list[str], said: str) -> None:
    code, told = user.run(command, healthy)
    assert code == 2
    assert said in told
    assert told.splitlines()[-1].startswith("How it is used: archive")
    assert not re.search(r"(?i)pydantic|input should|value error|invalid value|traceback|[╭│╰]|\bint\b", told)


def test_a_number_is_read_with_its_sign(user: Said, healthy: Path) -> None:
    plain, signed = user.run(["show", "3"], healthy), user.run(["show", "#3"], healthy)
    assert plain == signed
    assert plain[0] == 0
    assert user.run(["entity", "show", "#1"], healthy) == user.run(["entity", "show", "1"], healthy)
    assert user.run(["source", "show", "#1"], healthy) == user.run(["source", "show", "1"], healthy)


@pytest.mark.parametrize("what", ["missing", "empty"])
def test_a_first_ingest_that_reads_nothing_leaves_no_archive(user: Said, tmp_path: Path, what: str) -> None:
    db, blank = tmp_path / "first.db", tmp_path / "blank.txt"
    blank.write_bytes(b"")
    db.write_bytes(b"") if what == "empty" else None
    code, told = user.run(["ingest", str(blank), str(tmp_path / "nowhere"), "--jobs", "1"], db)
    assert code == 1
    assert told.count("archive: ") == 3
    assert (db.read_bytes() if db.exists() else None) == (b"" if what == "empty" else None)
    assert sorted(path.name for path in tmp_path.glob("*first*")) == (["first.db"] if what == "empty" else [])


def test_an_archive_is_named_before_the_command_or_by_a_variable(
    healthy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, words)
        return done.exit_code, str(done.exception or done.stdout)

    monkeypatch.chdir(tmp_path)
    there, elsewhere = str(healthy), str(tmp_path / "elsewhere.db")
    wanted = told("entity", "list", "--db", there)
    assert wanted[0] == 0
    assert told("--db", there, "entity", "list") == wanted
    assert "no archive at db/archive.db" in told("entity", "list")[1]
    assert told("--db", elsewhere, "entity", "list", "--db", there) == wanted
    monkeypatch.setenv("ARCHIVE_DB", there)
    assert told("entity", "list") == wanted
    assert told("info") == told("info", "--db", there)
    assert "elsewhere.db" in told("--db", elsewhere, "info")[1]
    assert "elsewhere.db" in told("info", "--db", elsewhere)[1]


def test_every_command_ends_its_help_with_an_example() -> None:
    commands = dict(every_command(typer.main.get_command(app)))
    assert len(commands) > 25
    for names, command in commands.items():
        *_, last = inspect.cleandoc(command.help).split("\n\n")
        assert last.startswith("Example: archive " + ("" if names == ("open",) else " ".join(names))), names


def test_help_calls_values_by_words() -> None:
    for names, _ in every_command(typer.main.get_command(app)):
        told = CliRunner().invoke(app, [*names, "--help"], env={"COLUMNS": "200"}).output
        assert re.search(r"--db\s+FILE", told), names
        assert not re.search(r"<(bool|int|str|list|Path)|\bx>=|<=x|\[\[", told), names
