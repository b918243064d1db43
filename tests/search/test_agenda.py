"""What texts date ahead: exact days in their order, months and years apart, reports of a day not at all."""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from archive.cli import app
from archive.errors import SearchError
from archive.search.agenda import agenda, as_objects
from archive.store.database import close_archive, open_archive

TEXTS = [  # text, dated, outlet, what of it is a date, value, first day, last day
    ("Voters go to the polls on 3 November.", "2024-10-24", "Post", "3 November", "2024-11-03", "2024-11-03",
     "2024-11-03"),
    ("The vote is on Nov. 3.", "2024-10-20", "Wire", "Nov. 3", "2024-11-03", "2024-11-03", "2024-11-03"),
    ("The fair lasts from 3 to 5 November.", "2024-10-20", None, "3 to 5 November", "2024-11-03/2024-11-05",
     "2024-11-03", "2024-11-05"),
    ("The ferry sails again in November.", "2024-10-24", "Post", "November", "2024-11", "2024-11-01", "2024-11-30"),
    ("The bridge opens in 2026.", "2024", "Post", "2026", "2026", "2026-01-01", "2026-12-31"),
    ("It was decided in 2024.", "2024", "Post", "2024", "2024", "2024-01-01", "2024-12-31"),
    ("Shelling on 1 November killed two.", "2024-11-01", "Wire", "1 November", "2024-11-01", "2024-11-01",
     "2024-11-01"),
    ("The tower stands in the 2030s.", "2024-10-24", "Post", "2030s", "2030/2039", "2030-01-01", "2039-12-31"),
    ("Talks begin on 2 December.", None, "Wire", "2 December", "2024-12-02", "2024-12-02", "2024-12-02"),
]  # fmt: skip
START = datetime.date(2024, 10, 25)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("agenda") / "a.db"
    archive = open_archive(path, create=True)
    with archive.conn as conn:
        for number, (text, dated, outlet, surface, *date) in enumerate(TEXTS, 1):
            start = text.index(surface)
            conn.execute(
                "insert into snippets (id, text, dated, outlet, text_hash) values (?, ?, ?, ?, ?)",
                (number, text, dated, outlet, str(number)),
            )
            conn.execute(
                "insert into dates values (?, ?, ?, ?, ?, ?, ?, 'full', null)",
                (number, start, start + len(surface), surface, *date),
            )
    close_archive(archive)
    return path


@pytest.fixture
def conn(db: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(db)) as opened:
        yield opened


def test_days_come_in_their_order_and_what_is_rough_apart(conn: sqlite3.Connection) -> None:
    found = agenda(conn, since=START)
    assert [(one.value, [text.hit.id for text in one.texts]) for one in found.days] == [
        ("2024-11-03", [1, 2]),
        ("2024-11-03/2024-11-05", [3]),
        ("2024-12-02", [9]),
    ]
    assert [one.value for one in found.rough] == ["2024-11", "2026"]
    assert found.days[0].texts[0].as_written == "3 November"
    assert found.more is None
    assert as_objects(found)[0]["first_day"] == "2024-11-03"


def test_only_so_far_and_only_of_a_query(conn: sqlite3.Connection) -> None:
    assert [one.value for one in agenda(conn, since=datetime.date(2024, 11, 4)).days] == ["2024-12-02"]
    until = agenda(conn, since=START, until=datetime.date(2024, 12, 2))
    assert [one.value for one in until.entries] == ["2024-11-03", "2024-11-03/2024-11-05", "2024-11"]
    assert [one.value for one in agenda(conn, '"vote is" OR begin', since=START).entries] == [
        "2024-11-03",
        "2024-12-02",
    ]
    assert agenda(conn, "zeppelin", since=START).entries == ()
    with pytest.raises(SearchError):
        agenda(conn, "on:2024-99", since=START)


@pytest.mark.parametrize(("limit", "most"), [("MOST", 1), ("LOOKED_AT", 3), ("LOOKED_AT", 4), ("WALKED", 2)])
def test_page_after_page_gives_every_day_once(
    conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    monkeypatch.setattr(f"archive.search.agenda.{limit}", most)
    given, since = [], START
    while since:
        found = agenda(conn, since=since, most=most if limit == "MOST" else 60)
        given += [one.value for one in found.days]
        since = found.more  # type: ignore[assignment]
    assert given == ["2024-11-03", "2024-11-03/2024-11-05", "2024-12-02"]


def ask(db: Path, *words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["agenda", "--db", str(db), *words])
    return done.exit_code, done.stdout, done.stderr


def test_on_the_command_line(db: Path) -> None:
    code, out, said = ask(db, "--from", "2024-10-25", "--limit", "1")
    assert code == 0
    assert out.splitlines()[0] == "2024-11-03\t1\t2024-10-24\tPost\tVoters go to the polls on 3 November."
    assert "There is more from 2024-12-02 on" in said
    told = json.loads(ask(db, "polls", "--from", "2024-10", "--json")[1])
    assert [(one["value"], one["texts"][0]["as_written"]) for one in told] == [("2024-11-03", "3 November")]
    rows = ask(db, "--from", "2024-10-25", "--until", "2024-11-10", "--csv")[1].splitlines()
    assert rows[0].startswith("value,first_day,last_day,as_written,snippet_id")
    assert len(rows) == 5
    assert "Nothing is dated ahead of 2040-01-01" in ask(db, "--from", "2040")[2]
    assert ask(db, "--from", "soon")[0] == 2
