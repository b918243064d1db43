"""Saved searches on the command line: kept if they can be answered, and what is new in them counted and shown once."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from examples import SOME
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from archive.cli import app
from archive.errors import ArchiveError, SearchError
from archive.search import search
from archive.search.saved import checked, count_since, latest
from archive.store.database import close_archive, open_archive
from archive.store.searches import all_saved, mark_seen, save, saved

runner = CliRunner()
QUERIES = ["talks", "person:renn", "grain OR talks", "-grain", "outlet:norvania -person:velden", "is:any", "on:2023"]


@pytest.fixture
def db(small_archive: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(small_archive, tmp_path / "archive.db"))


def ask(db: Path, *arguments: str) -> Result:
    return runner.invoke(app, [*arguments, "--db", str(db)])


def run(db: Path, *arguments: str) -> Result:
    done = ask(db, *arguments)
    assert done.exit_code == 0, (done.output, done.exception)
    return done


def refused(db: Path, *arguments: str) -> str:
    done = ask(db, *arguments)
    assert isinstance(done.exception, ArchiveError), done.output
    return str(done.exception)


def came_in(db: Path, *texts: str, variant_of: int | None = None) -> None:
    with closing(sqlite3.connect(db)) as conn:
        for text in texts:
            conn.execute(
                "insert into snippets (text, kind, text_hash, variant_of) values (?, 'item', ?, ?)",
                (text, f"h{text}", variant_of),
            )
        conn.commit()


def new_in(db: Path) -> dict[str, int]:
    return {each["name"]: each["new"] for each in json.loads(run(db, "searches", "--json").stdout)}


def ids(done: Result) -> list[int]:
    return [int(line.split("\t")[0]) for line in done.stdout.splitlines()]


def test_what_came_in_is_shown_once(db: Path) -> None:
    shown = run(db, "search", "--save", "the talks", "talks on harbours")
    assert shown.stdout == run(db, "search", "talks on harbours").stdout
    assert shown.stderr == "Saved as the talks: talks on harbours\n"
    assert new_in(db) == {"the talks": 0}
    came_in(db, "More talks on harbours.", "A quiet day.", "Still more talks on the harbours.")
    assert new_in(db) == {"the talks": 2}
    assert run(db, "searches").stdout == "the talks\t2\ttalks on harbours\n"
    everything = run(db, "search", "--saved", "the talks", "--sort", "newest")
    assert len(ids(everything)) == 14
    assert new_in(db) == {"the talks": 2}
    news = ids(run(db, "search", "--saved", "the talks", "--new"))
    assert len(news) == 2
    assert set(news) < set(ids(everything))
    assert new_in(db) == {"the talks": 0}
    again = run(db, "search", "--saved", " the  talks", "--new")
    assert again.stdout == ""
    assert "Nothing new for: talks on harbours" in again.stderr


def test_what_was_not_shown_is_not_seen(db: Path) -> None:
    run(db, "search", "--save", "all", "ferry")
    came_in(db, *(f"Ferry number {n} is late." for n in range(7)))
    some = run(db, "search", "--saved", "all", "--new", "--limit", "3")
    assert len(ids(some)) == 3
    assert "3 of 7 new are shown" in some.stderr
    assert "--limit 7" in some.stderr
    assert new_in(db) == {"all": 7}
    assert len(json.loads(run(db, "search", "--saved", "all", "--new", "--json").stdout)) == 7
    assert new_in(db) == {"all": 0}


def test_what_is_new_in_all_of_them_is_shown_and_marked_when_asked(db: Path) -> None:
    run(db, "search", "--save", "talks", "talks")
    run(db, "search", "--save", "ferries", "ferry")
    run(db, "search", "--save", "bread", "bread")
    nothing = ask(db, "searches", "--new")
    assert (nothing.exit_code, nothing.stdout, nothing.stderr) == (1, "", "Nothing is new.\n")
    came_in(db, "A ferry is late.", "Another ferry is late.", "Talks on ferries.")
    shown = run(db, "searches", "--new")
    assert [line.split("\t")[0] for line in shown.stdout.splitlines()] == ["ferries"] * 3 + ["talks"]
    assert shown.stdout.splitlines()[-1].endswith("\t-\t-\tTalks on ferries.")
    found = json.loads(run(db, "searches", "--new", "--json").stdout)
    assert [(one["name"], one["new"], len(one["snippets"])) for one in found] == [("ferries", 3, 3), ("talks", 1, 1)]
    some = run(db, "searches", "--new", "--seen", "--limit", "2")
    assert "2 of 3 new are shown" in some.stderr
    assert new_in(db) == {"bread": 0, "ferries": 3, "talks": 0}
    run(db, "searches", "--new", "--seen")
    assert ask(db, "searches", "--new", "--json").exit_code == 1
    assert ask(db, "searches", "--seen").exit_code == 2


def test_a_search_that_another_version_wrote_does_not_hide_the_rest(db: Path) -> None:
    run(db, "search", "--save", "talks", "talks")
    with closing(sqlite3.connect(db)) as conn:
        conn.execute("insert into searches values ('bad', 'on:2024-99', '2024-10-26T08:00:00Z', 0)")
        conn.commit()
    came_in(db, "Talks.")
    shown = run(db, "searches", "--new")
    assert len(shown.stdout.splitlines()) == 1
    assert "bad: " in shown.stderr


def test_folded_copies_are_not_new(db: Path) -> None:
    run(db, "search", "--save", "all", "ferry")
    run(db, "search", "--save", "copies too", "ferry is:any")
    came_in(db, "A ferry sank.", variant_of=1)
    assert new_in(db) == {"all": 0, "copies too": 1}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("search", "--save", "a", "on:2024-99"), "no date of the calendar"),
        (("search", "--save", "a", ""), "nothing to save"),
        (("search", "--save", " ", "grain"), "needs a name"),
        (("search", "--save", "a\x1b[2J", "grain"), "can't be seen"),
        (("search", "--saved", "nothing"), "No search is saved as 'nothing'. Saved are: none yet."),
        (("searches", "--delete", "nothing"), "No search is saved as 'nothing'"),
    ],
)
def test_what_cannot_be_kept_or_found_is_said(db: Path, arguments: tuple[str, ...], said: str) -> None:
    assert said in refused(db, *arguments)
    assert new_in(db) == {}


def test_a_name_is_taken_once(db: Path) -> None:
    run(db, "search", "--save", "bread", "grain")
    run(db, "search", "--save", "bread", "grain")
    assert "Another search is saved as 'bread': grain" in refused(db, "search", "--save", "bread", "wheat")
    run(db, "searches", "--delete", "bread")
    assert new_in(db) == {}
    assert "No search has been saved yet" in run(db, "searches").stderr


@pytest.mark.parametrize(
    "arguments",
    [(), ("--new", "grain"), ("--save", "a"), ("--saved", "a", "grain"), ("--saved", "a", "--new", "--explain")],
)
def test_options_that_do_not_go_together(db: Path, arguments: tuple[str, ...]) -> None:
    run(db, "search", "--save", "a", "grain")
    assert ask(db, "search", *arguments).exit_code == 2


def test_names_of_strangers_do_not_steer_the_terminal(db: Path) -> None:
    with closing(sqlite3.connect(db)) as conn:
        conn.execute("""insert into searches (name, query, created_at)
           values ('a\x1b[2J\tb', 'grain\x1b[2J', '2024-10-01T00:00:00Z')""")
        conn.execute("""insert into searches (name, query, created_at)
           values ('broken', 'on:2024-99', '2024-10-01T00:00:00Z')""")
        conn.commit()
    done = run(db, "searches")
    assert "\x1b" not in done.stdout
    assert done.stdout.splitlines()[1].split("\t")[:2] == ["broken", "?"]
    assert "\x1b" not in refused(db, "search", "--saved", "x")
    assert "\x1b" not in run(db, "searches", "--json").stdout


def test_seen_never_goes_back(db: Path) -> None:
    archive = open_archive(db)
    assert save(archive, "a", "grain", 7).last_seen == 7
    mark_seen(archive, "a", 3)
    assert saved(archive.conn, "a").last_seen == 7
    mark_seen(archive, "a", 9)
    assert [one.last_seen for one in all_saved(archive.conn)] == [9]
    close_archive(archive)


def test_counting_gives_up_in_time(db: Path) -> None:
    with closing(sqlite3.connect(db)) as conn:
        many = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000) select i from n"
        conn.execute(
            f"insert into snippets (text, kind, text_hash) select 'talk ' || i, 'item', 'n' || i from ({many})"
        )
        with pytest.raises(SearchError, match="longer than"):
            count_since(conn, "talk -person:renn", 0, longest=-1)
        assert count_since(conn, "talk", 0, longest=10) >= 20_000
        assert conn.execute("select count(*) from snippets").fetchone()[0] > 20_000


@given(query=st.sampled_from(QUERIES), since=st.integers(-1, 30))
@SOME
def test_new_is_what_was_found_of_higher_number(small_archive: Path, query: str, since: int) -> None:
    with closing(sqlite3.connect(f"{small_archive.as_uri()}?mode=ro", uri=True)) as conn:
        found = [hit.id for hit in search(conn, query, limit=1_000).hits if hit.id > since]
        news = search(conn, query, limit=1_000, since=since)
        assert sorted(hit.id for hit in news.hits) == sorted(found)
        assert news.total == len(found) == count_since(conn, query, since, longest=10)
        if query != "is:any":
            assert checked(conn, f"  {query} ") == query
        assert latest(conn) == max(row[0] for row in conn.execute("select id from snippets"))
