"""`archive search` at the command line: lines, CSV and JSON for programs, a page for people, all harmless."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from archive.cli import app

runner = CliRunner()
HOSTILE = '=HYPERLINK("x") [red]bold[/red] \x1b[31mred\x9b0m \u202egnp quay'


@pytest.fixture(scope="module")
def archive(small_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "an archive #1.db"
    shutil.copy(small_archive, path)
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("insert into snippets (text, outlet, text_hash) values (?, '+Evil', 'h')", (HOSTILE,))
        conn.commit()
    return path


def ask(archive: Path, *arguments: str) -> Result:
    return runner.invoke(app, ["search", "--db", str(archive), *arguments])


def test_behind_a_pipe_a_hit_is_a_line(archive: Path) -> None:
    done = ask(archive, "strike", "Okafor")
    assert done.exit_code == 0
    (line,) = done.stdout.splitlines()
    number, dated, outlet, text, entities, elsewhere = line.split("\t")
    assert (number, dated, outlet) == ("5", "2024-10", "Norvania Today")
    assert text.startswith("The Harbour Workers' League will strike")
    assert elsewhere == "-"
    assert entities == "Harbour Workers' League; Kestrel Bay; Ilse Okafor"
    assert "\x1b" not in done.output


def test_hits_say_where_and_when_else(carried: Path) -> None:
    first, found = "Norvania Today", "found in The Island Post, 16 Jan; also Coast Wire, 15 Jan, and 2 more"
    (line,) = ask(carried, "number 1 harbours after:2023-01-16 outlet:island").stdout.splitlines()
    assert (line.split("\t")[2], line.split("\t")[5]) == (first, found)
    (row,) = csv.DictReader(io.StringIO(ask(carried, '"talks number 1"', "--csv").stdout, newline=""))
    assert [row[name] for name in ("sightings", "first_day", "last_day")] == ["5", "2023-01-15", "2023-03-01"]
    assert row["outlets"] == "Norvania Today; Coast Wire; The Bay Courier; The Island Post"
    (hit,) = json.loads(ask(carried, "author:brook", "--json").stdout)
    assert hit["answer"] == {"outlet": "The Bay Courier", "dated": "2023-01-16"}
    assert hit["also"][-1] == {"outlet": "Norvania Today", "dated": "2023-03-01"}
    assert (hit["sightings"], hit["outlets"]) == (5, row["outlets"].split("; "))


def test_on_a_terminal_it_stands_at_the_side(carried: Path) -> None:
    from archive.cli.search import _side
    from archive.search import search

    with closing(sqlite3.connect(carried)) as conn:
        (hit,) = search(conn, "url:wire.example").hits
    assert "found in Coast Wire, 15 Jan" in _side(hit, "|").plain.split("|")
    assert "also The Bay Courier, 16 Jan, and 2 more" in _side(hit, "|").plain.split("|")


def test_what_is_missing_is_a_dash(archive: Path) -> None:
    (line,) = ask(archive, "rain coast").stdout.splitlines()
    assert line.split("\t")[2] == "-"
    assert line.split("\t")[4] == "-"


def test_sort_and_limit(archive: Path) -> None:
    lines = ask(archive, "talks", "--sort", "newest", "--limit", "3").stdout.splitlines()
    dates = [line.split("\t")[1] for line in lines]
    assert len(lines) == 3
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize("form", [[], ["--csv"], ["--json"]])
def test_that_there_are_more_is_said_beside(archive: Path, form: list[str]) -> None:
    all_of_them = len(json.loads(ask(archive, "talks", "--limit", "999", "--json").stdout))
    cut = ask(archive, "talks", "--limit", "3", *form)
    assert cut.stderr.splitlines()[-1] == f"These are the first 3 of {all_of_them}; --limit gives more."
    assert "--limit" not in ask(archive, "talks", "--limit", str(all_of_them), *form).stderr


def test_of_a_long_text_a_terminal_shows_what_was_sought() -> None:
    from archive.cli.output import LONGEST, excerpted

    text = "harbour " * 300 + "grain" + " harbour" * 300
    shown = excerpted(text, [(2400, 2405)])
    assert shown.plain.startswith("… ")
    assert shown.plain.endswith(" …")
    assert len(shown) <= LONGEST + 4
    assert [shown.plain[span.start : span.end] for span in shown.spans if span.style] == ["grain"]


def test_json_holds_everything(archive: Path) -> None:
    done = ask(archive, "person:okafor", "--json")
    (hit,) = json.loads(done.stdout)
    assert hit["id"] == 5
    assert hit["dated_by"] == "neighbours"
    assert {"name": "Ilse Okafor", "kind": "person", "id": 3} in hit["entities"]
    ((start, stop),) = hit["marks"]
    assert hit["text"][start:stop] == "Ilse Okafor"
    assert json.loads(ask(archive, "zebra", "--json").stdout) == []


def test_csv_is_rfc_4180_and_no_formula(archive: Path) -> None:
    done = ask(archive, "quay OR strike", "--csv")
    assert done.stdout_bytes.count(b"\r\n") == 3
    rows = list(csv.DictReader(io.StringIO(done.stdout, newline="")))
    hostile = next(row for row in rows if "quay" in row["text"])
    assert hostile["text"].startswith("'=HYPERLINK")
    assert hostile["outlet"] == "'+Evil"
    assert next(row for row in rows if "strike" in row["text"])["entities"].startswith("Harbour Workers' League; ")


@pytest.mark.parametrize("option", [[], ["--csv"], ["--json"]])
def test_strangers_text_can_not_steer_the_terminal(archive: Path, option: list[str]) -> None:
    output = ask(archive, "quay", *option).output
    assert "quay" in output
    assert "[red]" in output
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", output)


def test_nothing_found_is_no_failure(archive: Path) -> None:
    done = ask(archive, "person:okafar")
    assert done.exit_code == 0
    assert done.stdout == ""
    assert "Nothing found for: person:okafar" in done.stderr
    assert 'person:"Ilse Okafor"' in done.stderr


def test_only_a_variant_matches(archive: Path) -> None:
    done = ask(archive, "is:truncated reserve OR is:truncated Norvania")
    assert done.stdout == ""
    assert "Folded variants that match: 1." in done.stderr
    assert ask(archive, "is:truncated Norvania is:any").stdout.startswith("3\t")


def test_what_was_mended_is_said_on_standard_error(archive: Path) -> None:
    done = ask(archive, '"strike in Kestrel')
    assert done.stdout.startswith("5\t")
    assert "quote was not closed" in done.stderr


def test_a_query_is_explained(archive: Path) -> None:
    done = ask(archive, "by:velden said:grain -bread", "--explain")
    assert done.exit_code == 0
    read, found, _ = done.stdout.split("\n", 2)
    assert (read, found.split(",")[0]) == ("Read as: by:velden said:grain -bread", "Found: 0 snippets")
    assert "Mara Velden (person" in done.stderr
    statement, parameters = done.stdout.split("\n\n")[1:]
    with closing(sqlite3.connect(archive)) as conn:
        assert conn.execute(statement, json.loads(parameters)).fetchall() == []
    assert "\x1b" not in ask(archive, "\x1bquay", "--explain").output
    assert ask(archive, "quay", "--explain", "--json").exit_code == 2


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "archive", "search", *map(str, arguments)], capture_output=True, text=True, check=False
    )


def test_exit_codes(archive: Path, tmp_path: Path) -> None:
    bad = command("on:someday", "--db", archive)
    assert (bad.returncode, bad.stdout) == (1, "")
    assert "on:2024-10-24" in bad.stderr
    assert "Traceback" not in bad.stderr
    missing = command("quay", "--db", tmp_path / "none.db")
    assert missing.returncode == 1
    assert "archive ingest" in missing.stderr
    assert not (tmp_path / "none.db").exists()
    assert ask(archive, "quay", "--json", "--csv").exit_code == 2
    assert ask(archive, "quay", "--sort", "loudest").exit_code == 2
    assert ask(archive, "quay", "--limit", "0").exit_code == 2
    assert ask(archive).exit_code == 2


def test_a_query_may_begin_with_a_minus(archive: Path) -> None:
    assert "strike" not in ask(archive, "--", "-strike kestrel").stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("columns", ["100", "40"])
def test_on_a_terminal_people_get_a_page(archive: Path, columns: str) -> None:
    pty = pytest.importorskip("pty")
    script = "import sys; from archive.cli import main; sys.argv[0] = 'archive'; main()"
    environment = {**os.environ, "COLUMNS": columns, "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    ours, theirs = pty.openpty()
    try:
        with subprocess.Popen(
            [sys.executable, "-c", script, "search", "Norvanian OR quay", "--db", str(archive)],
            stdout=theirs, stderr=subprocess.PIPE, env=environment,
        ) as process:  # fmt: skip
            os.close(theirs)
            shown = b""
            while chunk := _read(ours):
                shown += chunk
        assert process.returncode == 0
    finally:
        os.close(ours)
    text = shown.decode()
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert "\x1b[1;4;33mNorvanian" in text
    assert "variant folded" in plain
    assert "[red]bold[/red]" in " ".join(plain.split())
    assert "\x1b[31m" not in text
    assert "\x1b[31m"[1:] in plain, "the sign stands in place of the escape, the rest as it was"
    assert max(len(line.rstrip()) for line in plain.splitlines()) <= int(columns)


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65_536)
    except OSError:  # Linux's way of saying that the other end is closed
        return b""


def test_that_nothing_is_there_to_cite_is_said(archive: Path) -> None:
    done = runner.invoke(app, ["export", "ris", "nowhere", "--db", str(archive)])
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "Nothing found for: nowhere\n")
