"""Tags and notes: put, taken away, searched, carried elsewhere, and kept through all that happens to their texts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from told import FERRY, make, rows
from typer.testing import CliRunner

from archive.cli import app
from archive.csvsafe import neutralised, original
from archive.search import search
from archive.store import kept
from archive.store.database import open_reader, opened
from archive.store.text_corrections import hide

if TYPE_CHECKING:
    from pathlib import Path

runner = CliRunner()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make(tmp_path / "clips.db", FERRY)


def run(path: Path, *words: str, code: int = 0) -> str:
    result = runner.invoke(app, [*words, "--db", str(path)])
    assert result.exit_code == code, result.output
    return result.output + (str(result.exception) if code else "")


def found(path: Path, query: str) -> list[int]:
    return sorted(hit.id for hit in search(open_reader(path).conn, query).hits)


def test_tags_and_notes_are_put_searched_and_taken_away(path: Path) -> None:
    assert "2 snippets tagged 'Starred'" in run(path, "tag", "1", "#2", "Starred")
    run(path, "tag", "2", "Port Élan")
    assert "1 snippet tagged 'port elan'; 1 had it already" in run(path, "tag", "2", "3", "port elan")
    assert "Note 1 is on snippet 3." in run(path, "note", "3", "Ask the", "Harbour master.")
    assert kept.all_tags(open_reader(path).conn) == {"Port Élan": 2, "starred": 2}
    assert found(path, "is:starred") == [1, 2]
    assert found(path, 'tag:"port elan"') == found(path, "tag:port*") == [2, 3]
    assert found(path, "is:starred tag:port*") == [2]
    assert found(path, "note:harbour") == found(path, "is:noted") == [3]
    run(path, "note", "3", "No answer from the harbour.")
    assert search(open_reader(path).conn, "note:harbour").total == 1
    assert search(open_reader(path).conn, "is:noted tag:port*").total == 1
    run(path, "note", "--delete", "2")
    assert found(path, "-is:starred -is:noted") == sorted(set(found(path, "")) - {1, 2, 3})
    assert "no longer tagged" in run(path, "untag", "1", "starred")
    assert "Note 1 on snippet 3 is deleted." in run(path, "note", "--delete", "1")
    assert found(path, "is:starred") == [2]
    assert found(path, "is:noted") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["tag", "999", "starred"], "There is no snippet 999."),
        (["tag", "1", 'a "quoted" tag'], "could not be searched for"),
        (["tag", "1", " "], "at least one letter"),
        (["note", "--delete", "5"], "There is no note 5."),
        (["note", "999", "Hm."], "There is no snippet 999."),
    ],
)
def test_what_can_not_be_kept_is_refused(path: Path, words: list[str], said: str) -> None:
    assert said in run(path, *words, code=1)
    assert rows(path, "select snippet_id from tags union all select snippet_id from notes") == []


def test_a_tag_needs_numbers(path: Path) -> None:
    assert "is no number of a snippet" in run(path, "tag", "one", "starred", code=2)


def test_kept_things_outlive_their_source_and_come_back_with_the_text(path: Path) -> None:
    run(path, "tag", "1", "2", "starred")
    run(path, "note", "1", "Ask again.")
    before = rows(path, "select * from tags"), rows(path, "select note, made_at from notes")
    run(path, "source", "delete", "1", "--yes")
    assert rows(path, "select count(*) from kept_aside") == [(3,)]
    assert "aside" in run(path, "kept", "list")
    make(path, FERRY)
    assert rows(path, "select count(*) from kept_aside") == [(0,)]
    assert (rows(path, "select * from tags"), rows(path, "select note, made_at from notes")) == before
    run(path, "reextract")
    run(path, "source", "recapture", "1", "2024-12-01")
    assert rows(path, "select * from tags") == before[0]
    assert "is whole" in run(path, "verify")


@pytest.mark.parametrize("form", ["csv", "json"])
def test_kept_things_are_carried_by_their_texts(path: Path, tmp_path: Path, form: str) -> None:
    run(path, "tag", "2", "=starred?")
    run(path, "tag", "1", "2", "starred")
    run(path, "note", "1", '\'Ask\n\n-again-, "please"')
    file = str(tmp_path / f"kept.{form}")
    run(path, "kept", "export", file)
    other = make(tmp_path / "other.db", FERRY[1:], "others")
    said = run(other, "kept", "import", file)
    assert "2 tags and notes added, 0 known already, 2 laid aside" in said
    assert "0 tags and notes added, 4 known already" in run(other, "kept", "import", file)
    make(other, FERRY)
    with opened(path) as one, opened(other) as two:
        known, carried = kept.everything(one.conn), kept.everything(two.conn)
    assert {row[:4] for row in carried} == {row[:4] for row in known}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("tag\nstarred\n", "column text_hash is missing"),
        ("text_hash,tag,note\nx,,\n", "kept.csv:2: it needs text_hash, and either tag or note"),
        ("[1]", "entry 1 is no object"),
        ("[", "is no JSON"),
        (json.dumps([{"text_hash": "x", "tag": "t" * 99}]), "99 characters"),
    ],
)
def test_a_file_that_holds_something_else_is_refused_as_a_whole(
    path: Path, tmp_path: Path, content: str, said: str
) -> None:
    file = tmp_path / "kept.csv"
    file.write_text(content, encoding="utf-8")
    assert said in run(path, "kept", "import", str(file), code=1)


@given(st.text())
def test_a_cell_made_harmless_reads_as_it_was(text: str) -> None:
    assert original(neutralised([text])[0]) == text


def test_exports_hold_what_is_kept_only_when_asked(path: Path, tmp_path: Path) -> None:
    run(path, "tag", "1", "dear me")
    run(path, "note", "1", "Ask again.")
    for words, asked in ((["--with-kept"], True), ([], False)):
        assert ("Ask again." in run(path, "export", "ris", "--id", "1", *words)) == asked
        assert ("dear me" in run(path, "export", "bibtex", "--id", "1", *words)) == asked
        file = tmp_path / f"{asked}.ndjson"
        run(path, "export", "opensearch", str(file), *words)
        assert ("Ask again." in file.read_text("utf-8")) == asked
        assert ("remarks" in (tmp_path / f"{asked}.ndjson.mapping.json").read_text("utf-8")) == asked


def test_a_hidden_snippet_is_found_as_such_alone(path: Path) -> None:
    every = found(path, "")
    with opened(path) as archive:
        hide(archive, every[0])
    reader = open_reader(path).conn
    assert found(path, "") == every[1:]
    assert found(path, "is:hidden") == every[:1]
    assert search(reader, "").folded == 0
    assert search(reader, "is:variant").total == 0
    assert "is hidden already" in run(path, "hide", str(every[0]), code=1)
