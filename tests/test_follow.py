"""Following: folders and addresses are taken as they change, errors are told once, and news reach a command."""

from __future__ import annotations

import errno
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Never

import pytest
from typer.testing import CliRunner

from archive.cli import app
from archive.cli import follow as cli
from archive.cli.options import duration
from archive.follow import QUIET, Event, Following, Turn
from archive.runs import IngestOptions
from archive.store.database import opened
from archive.store.searches import save
from archive.store.verify import verify

EVERY = 900.0
OLD = 1_000.0
"""A time of files, in seconds since 1970."""
WALL = OLD + 10_000


class Feed:
    """A local feed whose items, state and answers the tests set."""

    def __init__(self) -> None:
        self.items: list[str] = ["The ferry is late."]
        self.status = 200
        self.asked: list[dict[str, str]] = []
        self.has_etag = True

    @property
    def body(self) -> bytes:
        entries = "".join(f"<item><description>{each}</description></item>" for each in self.items)
        head = "<title>Harbour feed</title><link>http://h.example</link><description>d</description>"
        return f"<rss version='2.0'><channel>{head}{entries}</channel></rss>".encode()

    @property
    def etag(self) -> str:
        return f'"{len(self.items)}"'


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Feed, str]]:
    state = Feed()
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append({name.lower(): value for name, value in self.headers.items()})
            status = 304 if state.status == 200 and self.headers.get("If-None-Match") == state.etag else state.status
            self.send_response(status)
            if state.has_etag:
                self.send_header("ETag", state.etag)
            self.end_headers()
            if status == 200:
                self.wfile.write(state.body)

        def log_message(self, *args: object) -> None:
            """Keep the test's output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield state, f"http://user:secret@127.0.0.1:{server.server_port}/feed.xml"
        server.shutdown()


class Followed:
    """A following whose clock the test turns, and what it told."""

    def __init__(self, tmp_path: Path, *paths: str) -> None:
        self.db = tmp_path / "a.db"
        self.told: list[Event] = []
        self.now = 0.0
        self.following = Following(self.db, paths, IngestOptions(names="rules"), EVERY, self.told.append)

    def after(self, seconds: float) -> Turn:
        self.now += seconds
        return self.following.turn(self.now, WALL + self.now)

    def texts(self) -> list[str]:
        with closing(sqlite3.connect(self.db)) as conn:
            return [text for (text,) in conn.execute("select text from snippets order by id")]

    def said(self) -> list[tuple[str, str]]:
        told = [(event.what, event.said) for event in self.told]
        self.told.clear()
        return told


def written(path: Path, text: str, when: float = OLD) -> Path:
    path.write_text(text, encoding="utf-8")
    os.utime(path, (when, when))
    return path


def test_what_comes_into_a_folder_is_taken_once(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    written(folder / "a.txt", "The ferry is late.\n")
    one = Followed(tmp_path, str(folder))
    assert one.after(0).wait is None
    assert one.texts() == ["The ferry is late."]
    assert one.said() == [("new", "1 new of 1 items")]
    one.after(10)
    assert one.said() == []
    written(folder / "b.txt", "The ferry is late.\nThe quay is closed.\n")
    one.after(10)
    assert one.texts() == ["The ferry is late.", "The quay is closed."]
    written(folder / "a.txt", "The ferry is back.\n", OLD + 1)
    one.after(10)
    assert one.texts()[-1] == "The ferry is back."
    with opened(one.db) as archive:
        assert [each for each in verify(archive, lambda _: None) if each.faults] == []


def test_a_file_that_is_still_written_is_left_until_it_is_quiet(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    one = Followed(tmp_path, str(folder))
    future = WALL + 10**6  # the clock of another machine
    written(folder / "a.txt", "The ferry", future)
    assert one.after(0).wait == QUIET
    written(folder / "a.txt", "The ferry is late", future)
    assert one.after(QUIET).wait == QUIET
    assert not one.db.exists()
    one.after(QUIET)
    assert one.texts() == ["The ferry is late"]
    written(folder / "b.txt", "The quay is closed.", WALL + one.now)
    assert one.after(QUIET / 2).wait == QUIET
    assert len(one.texts()) == 1
    one.after(QUIET)
    assert len(one.texts()) == 2


def test_a_feed_is_asked_whether_it_has_changed(tmp_path: Path, feed: tuple[Feed, str]) -> None:
    state, url = feed
    one = Followed(tmp_path, url)
    assert one.after(0).wait == EVERY
    assert one.after(EVERY - 1).wait == 1
    assert len(state.asked) == 1
    one.after(1)
    assert [asked.get("if-none-match") for asked in state.asked] == [None, '"1"']
    state.items.append("The quay is closed.")
    one.after(EVERY)
    assert one.texts() == ["The ferry is late.", "The quay is closed."]
    assert one.said() == [("new", "1 new of 1 items"), ("new", "1 new of 2 items")]
    again = Followed(tmp_path, url)
    again.after(0)
    assert state.asked[-1]["if-none-match"] == '"2"'
    assert "secret" not in one.db.read_bytes().decode("latin-1")
    with opened(one.db) as archive:
        for table in ("sighting_rows", "raw_parts", "sources"):
            archive.conn.execute(f"delete from {table}")
        archive.conn.commit()
    Followed(tmp_path, url).after(0)
    assert "if-none-match" not in state.asked[-1]


def test_an_address_that_fails_is_told_once_and_asked_less_often(tmp_path: Path, feed: tuple[Feed, str]) -> None:
    state, url = feed
    state.status = 500
    one = Followed(tmp_path, url)
    assert one.after(0).wait == EVERY
    assert one.said() == [("problem", "the server answered 500 Internal Server Error")]
    assert [one.after(wait).wait for wait in (EVERY, 2 * EVERY, 4 * EVERY)] == [2 * EVERY, 4 * EVERY, 8 * EVERY]
    assert one.said() == []
    assert max(one.after(86_400).wait or 0 for _ in range(9)) == 86_400
    state.status = 200
    assert one.after(86_400).wait == EVERY
    assert one.said() == [("new", "1 new of 1 items"), ("recovered", "answers again")]
    state.status = 404
    one.after(EVERY)
    assert one.said() == [("problem", "the server answered 404 Not Found")]


def test_the_feeds_of_a_list_are_followed(tmp_path: Path, feed: tuple[Feed, str]) -> None:
    state, url = feed
    head = "<?xml version='1.0'?><!-- mine --><opml version='2.0'><body>"
    opml = written(tmp_path / "feeds.opml", f"{head}<outline xmlUrl='{url}?a=1&amp;b=2'/></body></opml>")
    one = Followed(tmp_path, str(opml))
    one.after(0)
    assert one.texts() == ["The ferry is late."]
    written(opml, f"{head}</body></opml>", OLD + 1)
    assert one.after(EVERY).wait is None
    assert len(state.asked) == 1


def test_what_is_missing_or_in_use_is_told_once_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.store.database.BUSY_SECONDS", 0.05)
    one = Followed(tmp_path, str(tmp_path / "later"))
    one.after(0)
    one.after(10)
    assert one.said() == [("problem", "no such file or folder")]
    (tmp_path / "later").mkdir()
    written(tmp_path / "later" / "a.txt", "The ferry is late.")
    with opened(one.db, create=True) as archive:
        save(archive, "ferries", "ferry", 0)
    with closing(sqlite3.connect(one.db, isolation_level=None)) as other:
        other.execute("begin exclusive")
        assert one.after(10).wait == 5
        assert one.after(5).wait == 10
        other.execute("rollback")
    ((what, said),) = one.said()
    assert (what, "in use by another" in said) == ("problem", True)
    turn = one.after(10)
    assert one.texts() == ["The ferry is late."]
    assert [(each.name, each.total, each.hits[0].text) for each in turn.news] == [("ferries", 1, "The ferry is late.")]
    assert one.after(10).news == ()


@contextmanager
def _turns(number: int) -> Iterator[object]:
    left = iter(range(number))

    def wait(_: float | None) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt

    yield wait


def test_the_command_stops_well_and_hands_news_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "_changes", lambda _: _turns(1))
    db, out = tmp_path / "a.db", tmp_path / "news.json"
    folder = tmp_path / "in"
    folder.mkdir()
    written(folder / "a.txt", "The ferry `touch hacked` $(touch hacked) is late; 'quoted' \"twice\".\n")
    with opened(db, create=True) as archive:
        save(archive, "my ferries", "ferry", 0)
    then = f'{{ cat; echo "$ARCHIVE_NEWS $ARCHIVE_SEARCHES $ARCHIVE_DB"; }} > "{out}"; exit 3'
    words = ["ingest", "--follow", str(folder), "--jobs", "1", "--names", "rules", "--db", str(db), "--then", then]
    done = CliRunner().invoke(app, words)
    assert (done.exit_code, done.exception) == (0, None)
    assert done.stderr.endswith("Stopped; all that was committed is safe.\n")
    lines = [line[21:] for line in done.stdout.splitlines()]
    assert lines[0] == f"new        {folder}/a.txt: 1 new of 1 items"
    assert lines[1].startswith("news       my ferries (1): {")
    assert lines[2].endswith("ended with exit code 3")
    *told, last = out.read_text("utf-8").splitlines()
    (news,) = json.loads("\n".join(told))
    assert (news["name"], news["query"], news["new"]) == ("my ferries", "ferry", 1)
    assert "`touch hacked` $(touch hacked)" in news["snippets"][0]["text"]
    assert last == f"1 my ferries {db}"
    assert not list(tmp_path.glob("**/hacked"))
    assert not Path("hacked").exists()


def test_events_as_json_and_what_makes_no_sense(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "_changes", lambda _: _turns(0))
    file = written(tmp_path / "a.txt", "The ferry is late.\n")
    db = str(tmp_path / "a.db")
    done = CliRunner().invoke(app, ["ingest", "--follow", str(file), "--jobs", "1", "--json", "--db", db])
    (event,) = map(json.loads, done.stdout.splitlines())
    assert (event["what"], event["where"], event["said"]) == ("new", str(file), "1 new of 1 items")
    for words in (["--follow", "-"], ["--then", "x", str(file)], ["--follow", "--every", "often", str(file)]):
        assert CliRunner().invoke(app, ["ingest", *words, "--db", db]).exit_code == 2


def test_times_are_read_as_people_write_them() -> None:
    assert [duration(text) for text in ("90s", "15m", "1.5h", "2 h", "1d")] == [90, 900, 5400, 7200, 86_400]


def test_folders_that_cannot_be_watched_are_looked_at_more_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_many(*_: object, **__: object) -> Never:
        raise OSError(errno.EMFILE, "too many are watched already")

    monkeypatch.setattr("watchfiles.watch", too_many)
    monkeypatch.setattr(cli, "POLLED", 0)
    with cli._changes([str(tmp_path)]) as wait:
        for _ in range(3):
            wait(None)


@pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")
def test_a_signal_stops_it_with_nothing_half_written(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    written(folder / "a.txt", "The ferry is late.\n")
    db = tmp_path / "a.db"
    words = [sys.executable, "-m", "archive", "ingest", "--follow", str(folder), "--jobs", "1", "--names", "rules"]
    with subprocess.Popen([*words, "--db", str(db)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert "1 new of 1 items" in run.stdout.readline()
        written(folder / ".b.txt", "The quay is closed.\n").rename(folder / "b.txt")
        assert "1 new of 1 items" in run.stdout.readline()
        run.send_signal(signal.SIGTERM)
        assert run.wait(60) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.db", "in"]
