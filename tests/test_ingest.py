"""`archive ingest` from bytes to rows: nothing twice, nothing lost, nothing half-written."""

from __future__ import annotations

import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from comparing import check_whole, content, rows
from typer.testing import CliRunner

from archive.cli import app
from archive.errors import StoreError
from archive.store.database import close_archive, open_archive
from archive.store.write import write_batch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.types import NameSpan

runner = CliRunner()

LINES = [
    "Harbour Minister Ana Lind opened the new quay in Rotterdam on Oct. 24, and thanked the crews who had built it.",
    "Lind said the quay had been promised in 2021, when storms closed the old one for a month.",
    "The International Maritime Organization (IMO) sent two inspectors to the quay between Sept. 10 and 17.",
    "Inspectors of the IMO will be back in the port of Rotterdam in early November, a spokesman said.",
    "Fishing crews from Denmark and Norway moored at the quay on Monday and were the first to use it.",
]


def run(*arguments: str | Path, code: int = 0) -> str:
    """Run the command in this process; returns what it printed."""
    result = runner.invoke(app, [str(each) for each in arguments])
    assert result.exit_code == code, result.output
    return result.stdout


def ingest(db: Path, *arguments: str | Path, code: int = 0) -> dict[str, Any]:
    """Run `archive ingest --json`; returns the summary."""
    return dict(json.loads(run("ingest", *arguments, "--db", db, "--json", code=code)))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A saved page as text, an item a line, with one line twice."""
    path = tmp_path / "quay.txt"
    path.write_text("\n".join([*LINES, LINES[1]]) + "\n", encoding="utf-8")
    return path


def test_a_text_is_one_snippet_and_every_appearance_a_sighting(tmp_path: Path, page: Path) -> None:
    db = tmp_path / "new" / "archive.db"
    summary = ingest(db, page, "--captured", "2024-11-02")
    assert (summary["sources"], summary["snippets"], summary["sightings"]) == (1, 5, 6)
    assert rows(db, "select position, raw from sightings order by position")[5] == (6, LINES[1])
    assert rows(db, "select captured, captured_by from sources") == [("2024-11-02", "option")]
    assert ("Oct. 24", "2024-10-24") in rows(db, "select surface, value from dates")
    check_whole(db)


def test_the_same_bytes_twice_add_nothing(tmp_path: Path, page: Path) -> None:
    db = tmp_path / "a.db"
    ingest(db, page)
    before = content(db)
    copy = tmp_path / "copy.txt"
    copy.write_bytes(page.read_bytes())
    again = ingest(db, page, copy)
    assert (again["sources"], again["snippets"], again["sightings"], again["unchanged_sources"]) == (0, 0, 0, 2)
    assert content(db) == before


def test_mentions_that_are_hidden_are_not_counted(tmp_path: Path) -> None:
    db, first, second = tmp_path / "a.db", tmp_path / "1.txt", tmp_path / "2.txt"
    first.write_text("Mayor Vitali Klitschko opened a bridge in Kyiv on Monday, and went home by bus.\n")
    second.write_text("Two ferries to Rotterdam were late, Vitali Klitschko wrote on Tuesday evening.\n")
    ingest(db, first)
    assert runner.invoke(app, ["entity", "hide", "Vitali Klitschko", "--db", str(db)]).exit_code == 0
    assert ingest(db, second)["mentions"] == 1
    assert rows(db, "select count(*) from hidden_mentions") == [(2,)]


def test_the_same_text_elsewhere_is_a_sighting_and_may_teach_a_title_and_a_date(tmp_path: Path, page: Path) -> None:
    db = tmp_path / "a.db"
    ingest(db, page, "--captured", "2024-11-02")
    export = tmp_path / "export.jsonl"
    record = {"title": "Quay opens", "text": LINES[4], "date": "2024-10-21", "url": "https://example.org/quay"}
    export.write_text(json.dumps(record) + "\n", encoding="utf-8")
    summary = ingest(db, export)
    assert (summary["snippets"], summary["sightings"]) == (0, 1)
    sql = "select title, url, dated, dated_by, year, month from snippets where text like 'Fishing%'"
    assert rows(db, sql) == [("Quay opens", "https://example.org/quay", "2024-10-21", "published", 2024, "2024-10")]
    assert rows(db, "select rowid from snippets_fts where snippets_fts match 'title:quay'")
    check_whole(db)


def test_a_text_is_found_by_all_its_headlines_in_whatever_order_they_come(tmp_path: Path) -> None:
    says = [
        ("Quay opened", "2024-10-25"),
        ("Harbour at last", "2024-10-24"),
        ("Quay opened", "2024-10-26"),
        (None, None),
    ]
    files = []
    for nth, (title, date) in enumerate(says):
        record = {"text": LINES[0], "title": title, "date": date}
        files.append(tmp_path / f"{nth}.jsonl")
        files[-1].write_text(json.dumps({key: value for key, value in record.items() if value}) + "\n")
    found = set()
    for nth, order in enumerate((files, files[::-1], [*files[2:], *files[:2]])):
        db = tmp_path / f"{nth}.db"
        for file in order:
            ingest(db, file, "--captured", "2024-12-01")
        found.update(rows(db, "select title, also, dated from snippets"))
        assert rows(db, "select value from dates") == [("2024-10-24",)]
    assert found == {("Harbour at last", "Quay opened", "2024-10-24")}


def test_ingest_in_two_runs_or_either_order_knows_the_same_people(tmp_path: Path) -> None:
    parts = []
    for nth, lines in enumerate((LINES[:1], LINES[1:])):
        part = tmp_path / f"part{nth}.txt"
        part.write_text("\n".join(lines) + "\n", encoding="utf-8")
        parts.append(part)
    found = []
    for nth, order in enumerate((parts, parts[::-1])):
        db = tmp_path / f"{nth}.db"
        for part in order:
            ingest(db, part, "--captured", "2024-11-02")
        check_whole(db)
        found.append(
            set(
                rows(
                    db,
                    "select s.text, m.start, e.name, m.rule from mentions m join entities e on e.id = entity_id "
                    "join snippets s on s.id = snippet_id",
                )
            )
        )
    assert found[0] == found[1]
    assert {name for text, _, name, _ in found[0] if text.startswith("Lind said")} == {"Ana Lind"}


def _many(path: Path, count: int) -> Path:
    people = ["Ana Lind", "Otto Brandvik", "Carla Menendez", "Piet Roose"]
    with path.open("w", encoding="utf-8") as file:
        for nth in range(count):
            who = people[nth % 4]
            text = f"{who} inspected quay {nth} in Rotterdam on Oct. {nth % 28 + 1}. {who.split()[1]} left satisfied."
            file.write(json.dumps({"text": text, "date": f"2024-11-{nth % 28 + 1:02}"}) + "\n")
    return path


SMALL = {"chunks.CHUNK_ITEMS": 50, "ingest.BATCH_ITEMS": 100}
"""Of this size, a few hundred items are written in several transactions."""

KILLED = """
import os, signal, sys
import archive.ingest as flow
from archive import chunks
from archive.cli import main

def write(db, *rest, write=flow.write_batch, batches=[]):
    batches.append(rest)
    if len(batches) == 2:
        db.conn.set_progress_handler(lambda: os.kill(os.getpid(), signal.SIGKILL), 20_000)
    return write(db, *rest)

flow.write_batch = write
chunks.CHUNK_ITEMS, flow.BATCH_ITEMS = {}, {}
main()
"""
"""A run that is killed in the middle of its second transaction."""


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in SMALL.items():
        monkeypatch.setattr(f"archive.{name}", size)


@pytest.mark.usefixtures("_small")
def test_a_killed_run_is_carried_on_to_the_same_rows(tmp_path: Path) -> None:
    source = _many(tmp_path / "many.jsonl", 420)
    whole, killed = tmp_path / "whole.db", tmp_path / "killed.db"
    ingest(whole, source)
    command = [sys.executable, "-c", KILLED.format(*SMALL.values()), "ingest", str(source), "--db", str(killed)]
    ended = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert rows(killed, "select count(*) from sightings") == [(SMALL["ingest.BATCH_ITEMS"],)]
    check_whole(killed)
    ingest(killed, source)
    assert content(killed) == content(whole)
    check_whole(killed)


class Counting:
    """A recogniser that finds nothing and keeps what it was asked to read."""

    name = "counting"

    def __init__(self) -> None:
        self.texts: list[str] = []

    def find(self, texts: Sequence[str], *, least: float = 0.5) -> list[list[NameSpan]]:
        self.texts += texts
        return [[] for _ in texts]


@pytest.mark.usefixtures("_small")
def test_what_is_stored_is_not_searched_for_names_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = _many(tmp_path / "many.jsonl", 420)
    db = tmp_path / "a.db"
    counting = Counting()
    monkeypatch.setattr("archive.extract.names.recogniser", lambda spec=None: counting)
    batches: list[Any] = []

    def interrupted(*arguments: Any) -> Any:
        batches.append(arguments)
        if len(batches) == 3:
            raise KeyboardInterrupt
        return write_batch(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr("archive.ingest.write_batch", interrupted)
        run("ingest", source, "--db", db, code=130)
    stored = 2 * SMALL["ingest.BATCH_ITEMS"]
    assert rows(db, "select count(*) from sightings") == [(stored,)]
    counting.texts.clear()
    ingest(db, source)
    assert len(counting.texts) == 420 - stored
    check_whole(db)


def test_a_sentence_printed_twice_below_its_headline_is_a_deck(tmp_path: Path) -> None:
    page = tmp_path / "tag.txt"
    page.write_text("\n".join(["New quay opens in Rotterdam", LINES[4], LINES[4], LINES[2]]), encoding="utf-8")
    db = tmp_path / "a.db"
    ingest(db, page)
    kinds = "select kind, (select count(*) from sightings where snippet_id = id) from snippets order by id"
    assert rows(db, kinds) == [("headline", 1), ("deck", 2), ("item", 1)]


def test_packed_and_piped_sources_give_the_same_snippets(tmp_path: Path, page: Path) -> None:
    packed = tmp_path / "quay.txt.gz"
    packed.write_bytes(gzip.compress(page.read_bytes(), mtime=0))
    archive_zip = tmp_path / "pages.zip"
    with zipfile.ZipFile(archive_zip, "w") as members:
        members.writestr("folder/quay.txt", page.read_text("utf-8"))
    for nth, source in enumerate((packed, archive_zip)):
        db = tmp_path / f"{nth}.db"
        assert ingest(db, source)["snippets"] == 5
    db = tmp_path / "piped.db"
    piped = subprocess.run(
        [sys.executable, "-m", "archive", "ingest", "-", "--db", str(db), "--json"],
        input=page.read_bytes(),
        capture_output=True,
        check=True,
    )
    assert json.loads(piped.stdout)["snippets"] == 5
    assert piped.stderr == b""


def test_bad_input_is_named_the_rest_goes_on_and_the_exit_code_says_so(tmp_path: Path, page: Path) -> None:
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "empty.txt").write_bytes(b"")
    (bad / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    (bad / "cut.jsonl.gz").write_bytes(gzip.compress(_many(tmp_path / "x", 2000).read_bytes())[:-4000])
    (bad / "page.txt").write_bytes(page.read_bytes())
    db = tmp_path / "a.db"
    result = runner.invoke(app, ["ingest", str(bad), str(tmp_path / "missing.txt"), "--db", str(db), "--json"])
    assert result.exit_code == 1
    for name in ("empty.txt", "picture.png", "cut.jsonl.gz", "missing.txt"):
        assert name in result.stderr
    assert "Traceback" not in result.output
    summary = json.loads(result.stdout)
    assert summary["snippets"] > 5
    assert summary["problems"] >= 4
    check_whole(db)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["x.txt", "--captured", "yesterday"],
        ["x.txt", "--captured", "2024-13"],
        ["x.txt", "--captured", "03/10/2024"],
        ["x.txt", "--column", "text"],
        ["x.txt", "--column", "body=text"],
        ["x.txt", "--no-such-option"],
    ],
)
def test_misuse_is_exit_code_two(arguments: list[str]) -> None:
    assert runner.invoke(app, ["ingest", *arguments]).exit_code == 2


def test_a_foreign_database_is_refused_and_left_untouched(tmp_path: Path, page: Path) -> None:
    foreign = tmp_path / "other.db"
    conn = sqlite3.connect(foreign)
    conn.execute("create table mine (x)")
    conn.commit()
    conn.close()
    before = foreign.read_bytes()
    command = [sys.executable, "-m", "archive", "ingest", str(page), "--db", str(foreign)]
    refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "not an archive" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert foreign.read_bytes() == before
    text = runner.invoke(app, ["ingest", str(page), "--db", str(page)])
    assert isinstance(text.exception, StoreError)
    assert "not an SQLite file" in str(text.exception)


def test_a_reader_keeps_a_steady_view_while_the_archive_is_written(tmp_path: Path, page: Path) -> None:
    db = tmp_path / "a.db"
    ingest(db, page)
    writer = open_archive(db)
    reader = sqlite3.connect(db)
    reader.execute("begin")
    assert reader.execute("select count(*) from snippets").fetchone() == (5,)
    ingest(db, _many(tmp_path / "many.jsonl", 100))
    assert reader.execute("select count(*) from snippets").fetchone() == (5,)
    reader.close()
    close_archive(writer)
    assert rows(db, "select count(*) from snippets") == [(105,)]


@pytest.mark.skipif(os.name == "nt", reason="file permissions are POSIX ones")
def test_the_archive_is_one_file_when_done(tmp_path: Path, page: Path) -> None:
    db = tmp_path / "only" / "a.db"
    ingest(db, page)
    assert [each.name for each in db.parent.iterdir()] == ["a.db"]


def test_seed_page(shared: Path, tmp_path: Path) -> None:
    db = tmp_path / "seed.db"
    summary = ingest(db, shared / "seed", "--captured", "2024-10-25")
    assert (summary["snippets"], summary["sightings"]) == (33, 34)
    check_whole(db)
    named = "select surface, e.name from mentions join entities e on e.id = entity_id"
    by_surface = dict(rows(db, named))
    assert by_surface["Putin"] == by_surface["Vladimir Putin"] == "Vladimir Putin"
    assert by_surface["U.S."] == by_surface["America"] == "United States"
    assert by_surface["WSJ"] == "The Wall Street Journal"
    for surname in ("Putin", "Zelensk", "Trump", "Lukashenk", "Navaln"):
        people = {name for _, name in rows(db, named) if surname in name and "Navalnaya" not in name}
        assert len(people) == 1, people


def test_seed_page_without_a_capture_date_is_still_of_2024(shared: Path, tmp_path: Path) -> None:
    db = tmp_path / "seed.db"
    ingest(db, shared / "seed")
    in_autumn = rows(db, "select value from dates where surface like 'Oct%' or surface like '%Sept%'")
    assert len(in_autumn) >= 8
    assert {value[:4] for (value,) in in_autumn} == {"2024"}
