"""`archive correct` and `archive hide`: told in words, refused with a reason, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from told import FERRY, make, read, rows
from typer.testing import CliRunner

from archive.cli import app

if TYPE_CHECKING:
    from pathlib import Path

runner = CliRunner()
TALK = read("2024-10-02", "“The pier is ours,” <p Mara Velden> said. “And so is the quay,” she added on Monday.")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make(tmp_path / "clips.db", [TALK, *FERRY[1:3]])


def run(path: Path, *words: str, code: int = 0) -> str:
    result = runner.invoke(app, [*words, "--db", str(path)])
    assert result.exit_code == code, result.output
    return result.output + (str(result.exception) if code else "")


def test_what_is_corrected_is_told_shown_and_taken_back(path: Path) -> None:
    said = run(path, "correct", "1", "--date", "12 October 2024", "--outlet", "none", "--author", "Ada Moss")
    assert "decision 1: the date of snippet 1 is 12 October 2024 now" in said
    assert "decision 3: the author of snippet 1 is Ada Moss now" in said
    assert rows(path, "select dated, dated_by, outlet, author from snippets where id = 1") == [
        ("2024-10-12", "decision", None, "Ada Moss")
    ]
    assert "2024-10-12 (known from: decision)" in run(path, "show", "1")
    listed = run(path, "entity", "undo", "--list")
    assert "date of snippet 1: 2024-10-12, where 2024-10-02 was found" in listed
    assert "outlet of snippet 1: none, where The Bay Courier was found" in listed
    assert "decision 1 (date of snippet 1: 2024-10-12, where 2024-10-02 was found) is undone (undo with" in run(
        path, "entity", "undo", "1"
    )
    assert rows(path, "select dated, dated_by from snippets where id = 1") == [("2024-10-02", "published")]


def test_of_several_sightings_one_is_named(path: Path) -> None:
    make(path, [TALK._replace(date="2024-10-09")], "later")
    assert "  2  2024-10-09 (published), The Bay Courier" in run(path, "show", "1")
    said = run(path, "correct", "1", "--date", "2024-10-08", "--sighting", "2")
    assert "decision 1: the date of snippet 1, sighting 2, is 2024-10-08 now" in said
    assert "the first one is of 2024-10-02" in said
    days = "select group_concat(dated) from (select dated from sightings where snippet_id = 1 order by source_id)"
    assert rows(path, days) == [("2024-10-02,2024-10-08",)]
    assert "sighting 2, is 2024-10-08 already" in run(
        path, "correct", "1", "--date", "2024-10-08", "--sighting", "2", code=1
    )
    assert "has no sighting 3" in run(path, "correct", "1", "--outlet", "none", "--sighting", "3", code=1)
    run(path, "entity", "undo", "1")
    assert rows(path, days) == [("2024-10-02,2024-10-09",)]


def test_of_several_quotations_one_is_named(path: Path) -> None:
    asked = run(path, "correct", "1", "--speaker", "Otto Lind", code=1)
    assert "  2  Mara Velden: And so is the quay," in asked or "  2  " in asked
    assert "the speaker in snippet 1 is person:Otto Lind now" in run(
        path, "correct", "1", "--speaker", "Otto Lind", "--quotation", "2"
    )
    assert rows(path, "select speaker from quotations where snippet_id = 1 order by start")[1] == ("Otto Lind",)
    assert "has no quotation" in run(path, "correct", "2", "--speaker", "Otto Lind", code=1)


def test_a_hidden_snippet_says_so(path: Path) -> None:
    assert "snippet 2 is hidden (undo with: archive entity undo 1" in run(path, "hide", "2", "--note", "a slip")
    assert "hidden by a decision" in run(path, "show", "2")
    assert "hide snippet 2" in run(path, "entity", "undo", "--list")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["correct", "1", "--date", "someday"], "is no date"),
        (["correct", "1", "--outlet", "The Bay Courier"], "is The Bay Courier already"),
        (["correct", "9", "--outlet", "The Bay Courier"], "There is no snippet 9"),
        (["hide", "9"], "There is no snippet 9"),
    ],
)
def test_what_makes_no_sense_is_refused(path: Path, words: list[str], said: str) -> None:
    assert said in run(path, *words, code=1)
    assert rows(path, "select * from decisions") == []


def test_it_asks_what_to_correct(path: Path) -> None:
    assert "Say what" in run(path, "correct", "1", code=2)
