"""`archive entity`: naming an entity, looking at it, correcting it, and taking all of that back."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from examples import SOME
from hypothesis import given
from hypothesis import strategies as st
from places import ROOT
from told import content, finding, make, mentions, read, rows
from typer.main import get_command
from typer.testing import CliRunner, Result

from archive.cli import app
from archive.store import lookup
from archive.store.moved import moved

if TYPE_CHECKING:
    pass

runner = CliRunner()

TEXTS = [
    read("2024-10-01", "President <p Mara Velden|President> opened the grain exchange in <l Kestrel Bay>."),
    read("2024-10-02", "The harbour crews cheered as <p Mara Velden> walked along the new quay."),
    read("2024-10-03", "Candidate <p Mara Velden|Candidate> had promised cheaper bread, and bread is cheaper."),
    read("2024-10-04", "<p Otto Velden>, who builds boats, is no relation of <p Mara Velden> at all."),
    read("2024-10-05", "A boat by <p Otto Velden> won the autumn regatta off <l Kestrel Bay> again."),
    read("2024-10-06", "Nobody asked <p Velden> about the price of timber on Sunday evening."),
    read("2024-10-07", "<p Velden> declined to comment on the timber, and left by the back door."),
    read("2024-10-08", "Last week <p Mara Veldn> signed the treaty on herring with the islanders."),
    read("2024-10-09", "The <o Northern Grain Union> will meet in <l Kestrel Bay> before the frost."),
    read("2024-10-10", "Farmers of the <o Northern Grain Union> blocked two bridges for an hour."),
    read("2024-10-11", "Members of the <o NGU> voted for the herring treaty in a narrow ballot."),
    read("2024-10-12", "<p Kestrel Bay> said on Friday that she would not sing at the regatta."),
    read("2024-10-13", "<p Łucja Gdańska> wrote the song that everybody whistles on the ferry."),
    read("2024-10-14", "<o Show More||0.52> was printed below the picture of the ferry and its crew."),
    read("2024-10-15", "<p Ilse Okafor> asked the ministers for a second ferry to the islands."),
]


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("entities") / "archive.db", TEXTS)


@pytest.fixture
def db(untouched: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(untouched, tmp_path / "archive.db"))


def ask(db: Path, *arguments: str, given: str | None = None) -> Result:
    """Run `archive entity …`; errors that a user causes are left in the result."""
    return runner.invoke(app, ["entity", *arguments, "--db", str(db)], input=given)


def run(db: Path, *arguments: str, given: str | None = None) -> str:
    """Run `archive entity …`, which must work; returns what it printed."""
    done = ask(db, *arguments, given=given)
    assert done.exit_code == 0, (done.output, done.exception)
    return done.stdout


def refused(db: Path, *arguments: str) -> str:
    """Run `archive entity …`, which must be refused and leave everything as it was; returns the reason."""
    before = content(db)
    done = ask(db, *arguments)
    assert done.exit_code == 1
    assert type(done.exception).__module__ == "archive.errors", done.exception
    assert content(db) == before
    return str(done.exception)


def number(db: Path, name: str, kind: str = "person") -> str:
    return str(rows(db, "select id from entities where name = ? and kind = ?", name, kind)[0][0])


# -- list


def test_list_begins_with_those_named_most(db: Path) -> None:
    lines = [line.split("\t") for line in run(db, "list").splitlines()]
    assert lines[0][1:] == ["person", "Mara Velden", "4", "4", "2024-10-01", "2024-10-04"]
    counts = [int(line[4]) for line in lines]
    assert counts == sorted(counts, reverse=True)
    cut = ask(db, "list", "--limit", "2")
    assert (len(cut.stdout.splitlines()), cut.stderr) == (2, "These are the first 2; --limit gives more.\n")
    assert {line.split("\t")[1] for line in run(db, "list", "--kind", "place").splitlines()} == {"place"}


def test_list_finds_by_the_beginning_of_words_in_names_and_aliases(db: Path) -> None:
    def named(query: str) -> list[str]:
        return [line.split("\t")[2] for line in run(db, "list", query).splitlines()]

    assert named("okaf") == ["Ilse Okafor"]
    assert named("GDANSK") == ["Łucja Gdańska"]
    assert named("gdańska") == ["Łucja Gdańska"]
    assert named("mara vel") == ["Mara Velden", "Mara Veldn"]
    assert named("kafor") == []
    assert named("%") == []
    run(db, "merge", "Mara Veldn", "Mara Velden")
    assert named("veldn") == ["Mara Velden"], "the name that was merged is an alias"


def test_list_for_programs(db: Path) -> None:
    (found,) = json.loads(run(db, "list", "okafor", "--json"))
    assert (found["name"], found["kind"], found["mentions"]) == ("Ilse Okafor", "person", 1)
    printed = ask(db, "list", "--csv")
    table = list(csv.DictReader(io.StringIO(printed.stdout, newline="")))
    assert table[0]["name"] == "Mara Velden"
    assert printed.stdout_bytes.count(b"\r\n") == len(table) + 1
    assert ask(db, "list", "--csv", "--json").exit_code == 2
    assert json.loads(run(db, "list", "nobody", "--json")) == []


# -- naming an entity


WAYS = [
    "Łucja Gdańska",
    "lucja gdanska",
    "ŁUCJA GDAŃSKA",
    "person:Łucja Gdańska",
    " person: lucja  Gdanska ",
    "NR",
    "#NR",
]


@pytest.mark.parametrize("typed", WAYS)
def test_an_entity_is_found_by_whatever_names_it(db: Path, typed: str) -> None:
    typed = typed.replace("NR", number(db, "Łucja Gdańska"))
    assert json.loads(run(db, "show", typed, "--json"))["entity"]["name"] == "Łucja Gdańska"


def test_kinds_may_be_shortened_and_articles_don_t_matter(db: Path) -> None:
    for typed in ("org:northern grain union", "organization:Northern Grain Union", "The Northern Grain Union"):
        assert run(db, "show", typed).startswith(f"{number(db, 'Northern Grain Union', 'organisation')}  organisation:")


def test_an_ambiguous_name_gives_a_list_to_choose_from(db: Path) -> None:
    reason = refused(db, "hide", "kestrel bay")
    place, person = number(db, "Kestrel Bay", "place"), number(db, "Kestrel Bay")
    assert re.search(rf"{place} +place +Kestrel Bay \(3 mentions\)", reason)
    assert re.search(rf"{person} +person +Kestrel Bay \(1 mention\)", reason)
    assert reason.index("place ") < reason.index("person "), "those named most come first"
    assert "person:Kestrel Bay" in run(db, "hide", person)


def test_an_unknown_name_gives_the_nearest(db: Path) -> None:
    assert "Ilse Okafor" in refused(db, "show", "Ilse Okafar")
    assert "Ilse Okafor" in refused(db, "show", "Okafor Ilse")
    assert "Łucja Gdańska" in refused(db, "show", "Gdanska Lucia")
    assert "nothing is like it" in refused(db, "show", "Qwx Zzyp")
    assert "nothing is like it" in refused(db, "show", "")
    assert "place " in refused(db, "show", "org:Kestrel Bay"), "of another kind"


def test_without_a_traceback_and_with_exit_code_1(db: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "archive", "entity", "show", "Ilse Okafar", "--db", str(db)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("archive: No entity is called 'Ilse Okafar'")
    assert "Traceback" not in done.stderr


@SOME
@given(st.text(max_size=30))
def test_whatever_is_typed_is_looked_up(untouched: Path, typed: str) -> None:
    with closing(sqlite3.connect(untouched)) as conn:
        names = {name for (name,) in conn.execute("select name from entities")}
        for found in (lookup.find(conn, typed), lookup.nearest(conn, typed), lookup.listed(conn, typed)):
            assert {each.name for each in found} <= names
        moved(conn, typed)


@SOME
@given(st.data())
def test_every_entity_answers_to_its_own_name(untouched: Path, data: st.DataObject) -> None:
    with closing(sqlite3.connect(untouched)) as conn:
        entity = data.draw(st.sampled_from(lookup.listed(conn)))
        change = data.draw(st.sampled_from([str.upper, str.lower, str.title, lambda name: f" {name} "]))
        assert entity in lookup.find(conn, change(entity.name))
        assert lookup.find(conn, entity.reference) == [entity]


# -- show


def test_show_tells_all(db: Path) -> None:
    run(db, "merge", "Mara Veldn", "Mara Velden", "--note", "a slip")
    found = json.loads(run(db, "show", "Mara Velden", "--json"))
    assert found["entity"]["mentions"] == 5
    assert {each["alias"]: each["mentions"] for each in found["aliases"]} == {"Mara Velden": 4, "Mara Veldn": 1}
    assert [(each["role"], each["first_dated"]) for each in found["roles"]] == [
        ("President", "2024-10-01"),
        ("Candidate", "2024-10-03"),
    ]
    assert {each["rule"]: each["mentions"] for each in found["rules"]} == {"full-name": 4, "decision": 1}
    assert {each["name"] for each in found["company"]} == {"Kestrel Bay", "Otto Velden"}
    assert [each["dated"] for each in found["latest"]] == [f"2024-10-0{day}" for day in (8, 4, 3, 2, 1)]
    (decision,) = found["decisions"]
    assert (decision["action"], decision["note"], decision["is_active"]) == ("merge", "a slip", True)
    text = run(db, "show", "Mara Velden")
    for part in ("5 mentions in 5 snippets", "President (2024-10-01; 1)", "named with", "(a slip)", "#8  2024-10-08"):
        assert part in text


# -- merge


def test_merge_says_what_it_did_and_holds_for_what_comes(db: Path) -> None:
    line = run(db, "merge", "Mara Veldn", "Mara Velden")
    assert line.startswith(
        "decision 1: person:Mara Veldn (1 mention) is merged into person:Mara Velden, "
        "which now has 5 mentions in 5 snippets (undo with: archive entity undo 1 --db "
    )
    assert line.count("\n") == 1
    make(db, [read("2024-11-01", "In November <p Mara Veldn> went to sea with the herring fleet.")], "later")
    assert mentions(db, "Mara Velden") == 6
    assert mentions(db, "Mara Veldn") == 0


def test_a_number_that_was_merged_leads_on(db: Path) -> None:
    old, new = number(db, "Mara Veldn"), number(db, "Mara Velden")
    run(db, "merge", old, new)
    assert f"{old} was person:Mara Veldn, which is now {new}, person:Mara Velden, by decision 1" in refused(
        db, "hide", old
    )


def test_merge_refuses_what_makes_no_sense(db: Path) -> None:
    assert "into itself" in refused(db, "merge", "Mara Velden", number(db, "Mara Velden"))
    assert ask(db, "merge", "Mara Velden").exit_code == 2


def test_merge_across_kinds(db: Path) -> None:
    run(db, "merge", "person:Kestrel Bay", "place:Kestrel Bay")
    assert mentions(db, "Kestrel Bay", "place") == 4
    assert mentions(db, "Kestrel Bay") == 0


# -- split


def test_split_by_how_it_is_written(db: Path) -> None:
    run(db, "merge", "Mara Veldn", "Mara Velden")
    line = run(db, "split", "Mara Velden", "mara VELDN")
    assert line.startswith(
        "decision 2: 1 mention of person:Mara Velden written 'Mara Veldn' is now of person:Mara Veldn ("
    )
    assert (mentions(db, "Mara Velden"), mentions(db, "Mara Veldn")) == (4, 1)


def test_split_to_somebody_known(db: Path) -> None:
    run(db, "merge", "person:Velden", "Mara Velden")
    assert mentions(db, "Mara Velden") == 6
    line = run(db, "split", "Mara Velden", "Velden", "--name", "Otto Velden")
    assert "2 mentions of person:Mara Velden written 'Velden' are now of person:Otto Velden" in line
    assert "which has 4" in line
    assert (mentions(db, "Mara Velden"), mentions(db, "Otto Velden")) == (4, 4)


def test_split_by_snippets(db: Path) -> None:
    lines = run(db, "split", "Mara Velden", "--snippet", "1,2", "--snippet", "2", "--name", "Mara Velden the elder")
    assert [line.partition(":")[0] for line in lines.splitlines()] == ["decision 1", "decision 2"]
    assert (mentions(db, "Mara Velden"), mentions(db, "Mara Velden the elder")) == (2, 2)


def test_split_of_what_stands_with_words_to_another_kind(db: Path) -> None:
    line = run(
        db, "split", "Mara Velden", "--with", "the new QUAY", "--name", "Velden Shipyard", "--kind", "organisation"
    )
    assert (
        "1 mention of person:Mara Velden in texts with 'the new QUAY' is now of organisation:Velden Shipyard (" in line
    )
    assert (mentions(db, "Mara Velden"), mentions(db, "Velden Shipyard", "organisation")) == (3, 1)
    texts = [
        read("2024-11-01", "<p Mara Velden> paid for the new quay, and so everybody will pay for it."),
        read("2024-11-02", "<p Mara Velden> has seen many a new quaystone laid, and will lay another."),
    ]
    make(db, texts, "later")
    # the surname alone is hers by now
    assert (mentions(db, "Mara Velden"), mentions(db, "Velden Shipyard", "organisation")) == (6, 2)
    assert "split from person:Mara Velden in texts with “the new QUAY”: organisation:Velden Shipyard" in run(
        db, "undo", "--list"
    )
    run(db, "undo")
    assert (mentions(db, "Mara Velden"), mentions(db, "Velden Shipyard", "organisation")) == (8, 0)


def test_split_of_several_at_once(db: Path) -> None:
    run(db, "merge", "Mara Veldn", "Mara Velden")
    run(db, "merge", "person:Velden", "Mara Velden")
    lines = run(
        db,
        "split",
        "Mara Velden",
        "Velden",
        "Mara Veldn",
        "--with",
        "new quay",
        "--snippet",
        "1",
        "--name",
        "Otto Velden",
    ).splitlines()
    assert [line.split(":")[0] for line in lines] == [f"decision {number}" for number in range(3, 7)]
    assert (mentions(db, "Mara Velden"), mentions(db, "Otto Velden")) == (2, 7)
    for _ in lines:
        run(db, "undo")
    assert mentions(db, "Mara Velden") == 7


def test_an_alias_may_become_another_kind_of_the_same_name(db: Path) -> None:
    run(db, "split", "person:Kestrel Bay", "Kestrel Bay", "--kind", "place")
    assert (mentions(db, "Kestrel Bay"), mentions(db, "Kestrel Bay", "place")) == (0, 4)


def test_split_refuses_what_makes_no_sense(db: Path) -> None:
    reason = refused(db, "split", "Mara Velden", "Marla")
    assert "is written 'Marla'" in reason
    assert "Mara Velden (4)" in reason
    assert "own name" in refused(db, "split", "Mara Velden", "Mara Velden")
    assert "from itself" in refused(db, "split", "Mara Velden", "Mara Velden", "--name", "MARA VELDEN")
    assert "no snippet 4711" in refused(db, "split", "Mara Velden", "--snippet", "1,4711", "--name", "X Y")
    assert "Snippet 5 doesn't name" in refused(db, "split", "Mara Velden", "--snippet", "1,5", "--name", "X Y")
    for wrong in ([], ["Velden", "--snippet", "1"], ["--snippet", "1"], ["--snippet", "one", "--name", "X"]):
        assert ask(db, "split", "Mara Velden", *wrong).exit_code == 2


# -- rename, retype, hide


def test_rename_keeps_number_and_old_name(db: Path) -> None:
    before = number(db, "Ilse Okafor")
    assert "person:Ilse Okafor (1 mention) is now called Ilse Okafor-Lund" in run(
        db, "rename", "Ilse Okafor", " Ilse  Okafor-Lund "
    )
    assert number(db, "Ilse Okafor-Lund") == before
    assert json.loads(run(db, "show", "ilse okafor", "--json"))["entity"]["id"] == int(before)


def test_rename_to_its_own_name_confirms_it(db: Path) -> None:
    before = content(db)[0]
    assert "is confirmed to be a name" in run(db, "rename", "Show More", "Show More")
    assert content(db)[0] == before


def test_rename_refuses_what_makes_no_sense(db: Path) -> None:
    reason = refused(db, "rename", "Otto Velden", "mara velden")
    assert f"archive entity merge {number(db, 'Otto Velden')} {number(db, 'Mara Velden')} --db" in reason
    for wrong, why in [
        ("  ", "letter"),
        ("x" * 300, "200"),
        ("#1", "#"),
        ("a -> b", "->"),
        ("a\x1b[2J", "can't be seen"),
    ]:
        assert why in refused(db, "rename", "Otto Velden", wrong)


def test_retype(db: Path) -> None:
    assert "organisation:Show More (1 mention) is a place now" in run(db, "retype", "Show More", "place")
    assert mentions(db, "Show More", "place") == 1
    assert "is a place already" in refused(db, "retype", "Show More", "place")
    assert "merge them instead" in refused(db, "retype", "person:Kestrel Bay", "place")
    assert ask(db, "retype", "Show More", "river").exit_code == 2


@pytest.mark.parametrize("typed", ["Ilse Okafor-Lund", "ilse okafor"])
def test_what_was_renamed_and_hidden_says_so(db: Path, typed: str) -> None:
    number_then = number(db, "Ilse Okafor")
    run(db, "rename", "Ilse Okafor", "Ilse Okafor-Lund")
    run(db, "hide", "Ilse Okafor-Lund")
    reason = "person:Ilse Okafor-Lund is hidden by decision 2; to see it again: archive entity undo 2"
    assert reason in refused(db, "show", typed)
    assert "which is hidden by decision 2" in refused(db, "show", number_then)
    assert run(db, "list", "--hidden").split("\t")[:3] == [number_then, "person", "Ilse Okafor-Lund"]
    run(db, "undo")
    assert "Ilse Okafor-Lund" in run(db, "show", typed)


def test_what_was_split_off_and_hidden_says_so(db: Path) -> None:
    run(db, "merge", "person:Velden", "Mara Velden")
    run(db, "split", "Mara Velden", "Velden", "--name", "Otto Velden")
    run(db, "hide", "Otto Velden")
    assert [line.split("\t")[1:4] for line in run(db, "list", "--hidden").splitlines()] == [
        ["person", "Otto Velden", "4"]
    ]
    assert "hidden by decision 3" in refused(db, "show", "Otto Velden")


def test_hide_and_show_again(db: Path) -> None:
    before = content(db)
    line = run(db, "hide", "Show More", "--note", "a button")
    assert "organisation:Show More (1 mention in 1 snippet) is hidden" in line
    assert "Show More" not in run(db, "list")
    assert run(db, "list", "--hidden").split("\t")[1:5] == ["organisation", "Show More", "1", "1"]
    assert run(db, "list", "show", "--hidden", "--kind", "person") == ""
    assert "hidden by decision 1; to see it again: archive entity undo 1" in refused(db, "show", "show more")
    run(db, "undo")
    assert content(db) == before


# -- undo


def test_undo_gives_back_exactly_what_there_was(db: Path) -> None:
    before = content(db)
    run(db, "merge", "Otto Velden", "Mara Velden")
    run(db, "rename", "Mara Velden", "Mara Velden-Lund")
    run(db, "split", "Mara Velden-Lund", "Otto Velden", "--name", "Otto the boatbuilder")
    run(db, "hide", "place:Kestrel Bay")
    for _ in range(4):
        assert " is undone; " in run(db, "undo")
    assert content(db)[:4] == before[:4]
    assert "no decision to undo" in refused(db, "undo")


def test_undo_of_an_undo_and_what_still_holds(db: Path) -> None:
    run(db, "merge", "Mara Veldn", "Mara Velden")
    run(db, "rename", "Mara Velden", "Mara Velden-Lund")
    run(db, "hide", "Show More")
    lines = run(db, "undo", "1").splitlines()
    assert "decision 1 (merge person:Mara Veldn into person:Mara Velden) is undone" in lines[0]
    assert "person:Mara Veldn has 1 mention" in lines[0]
    assert lines[1:] == [
        "Still in force, and about the same: decision 2 (rename person:Mara Velden to Mara Velden-Lund)"
    ]
    assert "is in force again" in run(db, "undo", "4")
    assert mentions(db, "Mara Velden-Lund") == 5
    assert "undone already" in refused(db, "undo", "4")
    assert "no decision 99" in refused(db, "undo", "99")


def test_the_list_of_decisions(db: Path) -> None:
    assert run(db, "undo", "--list") == ""
    run(db, "merge", "Mara Veldn", "Mara Velden", "--note", "a\tslip")
    run(db, "undo")
    run(db, "rename", "Show More", "Show More")
    fields = [line.split("\t") for line in run(db, "undo", "--list").splitlines()]
    assert [each[0] for each in fields] == ["1", "2", "3"]
    assert [each[2:] for each in fields] == [
        ["merge person:Mara Veldn into person:Mara Velden", "undone by 2", "a slip"],
        ["undo decision 1", "done", "-"],
        ["confirm organisation:Show More", "in force", "-"],
    ]


# -- export, import


def test_decisions_are_carried_to_another_archive(db: Path, tmp_path: Path, untouched: Path) -> None:
    run(db, "merge", "Mara Veldn", "Mara Velden", "--note", 'she said "no", twice')
    run(db, "split", "Mara Velden", "--snippet", "1", "--name", "Mara the elder")
    run(db, "hide", "Show More")
    run(db, "undo", "3")
    file = tmp_path / "decisions.csv"
    run(db, "export", str(file))
    assert run(db, "export") == file.read_text("utf-8")
    other = Path(shutil.copy(untouched, tmp_path / "other.db"))
    assert run(other, "import", str(file)) == "4 decisions added, 0 known already\n"
    assert run(other, "list") == run(db, "list")
    assert run(other, "import", "-", given=file.read_text("utf-8")) == "0 decisions added, 4 known already\n"


def test_decisions_travel_from_an_archive_that_can_not_be_upgraded(db: Path, tmp_path: Path, untouched: Path) -> None:
    run(db, "merge", "Mara Veldn", "Mara Velden")
    listed = run(db, "list")
    with closing(sqlite3.connect(db)) as conn, conn:
        conn.execute("update _sqlite_migrations set name = 'm001_first_schema'")
        conn.execute("drop table searches")
    assert "entity export" in refused(db, "list")
    file = tmp_path / "decisions.csv"
    run(db, "export", str(file))
    other = Path(shutil.copy(untouched, tmp_path / "other.db"))
    assert run(other, "import", str(file)) == "1 decision added, 0 known already\n"
    assert run(other, "list") == listed
    with closing(sqlite3.connect(db)) as conn, conn:
        conn.execute("alter table decisions drop column note")
    assert "no such column" in refused(db, "export")


def test_a_wrong_file_changes_nothing(db: Path, tmp_path: Path) -> None:
    file = tmp_path / "decisions.csv"
    file.write_text("action,subject,object\nhide,organisation:Show More,\nmerge,Mara,person:Otto Velden\n", "utf-8")
    assert f"{file}:3: 'Mara' names no entity" in refused(db, "import", str(file))
    file.write_bytes(b"action,subject,object\nhide,organisation:Caf\xe9,\n")
    assert "not in UTF-8" in refused(db, "import", str(file))
    assert "can't be read" in refused(db, "import", str(tmp_path / "none.csv"))
    assert "can't be written" in refused(db, "export", str(tmp_path / "no" / "where.csv"))


# -- all commands


def test_strangers_names_can_not_steer_the_terminal(db: Path) -> None:
    evil = "=Ev\x1b[31mil\u202e [red]Zed[/red]"
    with closing(sqlite3.connect(db)) as conn:
        conn.execute("update entities set name = ?, description = ? where name = 'Ilse Okafor'", (evil, evil))
        conn.commit()
    for arguments in (["list"], ["list", "--json"], ["list", "--csv"], ["show", "ilse okafor"], ["hide", "Ilse Okafr"]):
        done = ask(db, *arguments)
        shown = done.output + str(done.exception or "")
        assert "[red]Zed[/red]" in shown
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert any(row["name"].startswith("'=Ev") for row in csv.DictReader(io.StringIO(run(db, "list", "--csv"))))


COMMANDS: dict[str, Any] = getattr(getattr(get_command(app), "commands", {})["entity"], "commands", {})


@pytest.mark.parametrize("command", COMMANDS)
def test_help_ends_with_an_example_and_the_readme_tells_of_every_option(command: str) -> None:
    assert "Example: archive entity" in runner.invoke(app, ["entity", command, "--help"]).stdout
    readme = (ROOT / "README.md").read_text("utf-8")
    section = readme[readme.index("## Correcting names") : readme.index("## In the browser")]
    assert f"`entity {command}" in section
    options = {name for option in COMMANDS[command].params for name in option.opts if name.startswith("--")}
    for option in options - {"--db", "--help"}:
        assert f"`{option}" in section, option


def test_an_archive_in_use_is_said_to_be(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.store.database.BUSY_SECONDS", 0)
    with closing(sqlite3.connect(db)) as other:
        other.execute("begin immediate")
        assert "in use" in refused(db, "hide", "Show More")


# -- reextract


def test_reextract_keeps_decisions_and_numbers(db: Path) -> None:
    run(db, "merge", "Mara Veldn", "Mara Velden")
    run(db, "hide", "Show More")
    before = run(db, "list")
    with finding(TEXTS):
        done = runner.invoke(app, ["reextract", "--db", str(db), "--json"], catch_exceptions=False)
        told = runner.invoke(app, ["reextract", "--db", str(db)], catch_exceptions=False).stdout
    assert json.loads(done.stdout) == {"db": str(db), "snippets": 15, "mentions": 18, "entities": 9}
    assert run(db, "list") == before
    assert told.startswith("15 snippets read again: 18 mentions of 9 entities")


def test_reextract_with_other_rules_finds_other_names(db: Path) -> None:
    done = runner.invoke(app, ["reextract", "--db", str(db), "--names", "rules"], catch_exceptions=False)
    assert done.exit_code == 0
    assert "Otto Velden" in run(db, "list")
    wrong = runner.invoke(app, ["reextract", "--db", str(db), "--names", "tea-leaves"])
    assert wrong.exit_code == 1
    assert "tea-leaves" in str(wrong.exception)
