"""A list of names in, a table out: what a name means is what a search for it finds."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from archive.cli import app
from archive.search import search
from archive.search.name_table import COLUMNS, cells, name_table, names_in


@pytest.fixture
def conn(small_archive: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{small_archive.as_uri()}?mode=ro", uri=True)) as opened:
        yield opened


NAMES = ["Velden", "#5", "person:Renn", "place:Renn", "NGU", "union", "harbour workers", "O'Lind", "Mara Valden", "Xyz"]


def test_each_name_is_counted_as_a_search_counts_it(conn: sqlite3.Connection) -> None:
    found = {row.name: row for row in name_table(conn, NAMES)}
    assert list(found) == NAMES
    for row in found.values():
        assert row.snippets == search(conn, row.query).total, row.query
    assert [one.name for one in found["Velden"].means] == ["Mara Velden"]
    assert [one.name for one in found["#5"].means] == ["Kestrel Bay"]
    assert [one.name for one in found["union"].means] == ["Northern Grain Union"]
    assert found["place:Renn"].means == ()


def test_what_is_told_of_a_name(conn: sqlite3.Connection) -> None:
    (row,) = name_table(conn, ["  Tobias \t Renn ", "Tobias Renn"])
    assert (row.first_day, row.last_day, row.snippets) == ("2023-01-15", "2024-10-21", 13)
    assert row.outlets == ("Norvania Today", "The Bay Courier")
    assert (row.newest_id, row.newest_dated) == (4, "2024-10-21")
    (named,) = name_table(conn, ["Northern Grain Union"])
    assert dict(zip(COLUMNS, cells(named), strict=True))["kind"] == "organisation"


def test_who_is_unknown_has_the_nearest(conn: sqlite3.Connection) -> None:
    found = name_table(conn, ["Mara Valden", "Valden Mara", "Xyz", "***", "#99999"])
    assert [[one.name for one in row.nearest] for row in found] == [["Mara Velden"], ["Mara Velden"], [], [], []]


@pytest.mark.parametrize(
    ("text", "is_table", "names"),
    [
        ("Ada Moss\n\nMoss, Ada\n", False, ["Ada Moss", "", "Moss, Ada"]),
        ("Ada Moss,x\n\"Brook, Tom\",y\n", True, ["Ada Moss", "Brook, Tom"]),
        ("\ufeffid;Name\n1;Ada Moss\n2;Tom Brook\n3\n", False, ["Ada Moss", "Tom Brook"]),
        ("name\tage\nAda Moss\t3\n", False, ["Ada Moss"]),
        ("", True, []),
    ],
)  # fmt: skip
def test_lists_are_read_as_lines_or_tables(text: str, is_table: bool, names: list[str]) -> None:
    assert names_in(text, is_table=is_table) == names


def test_on_the_command_line(small_archive: Path, tmp_path: Path) -> None:
    def ask(*words: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(app, ["search", "--db", str(small_archive), *words])
        return done.exit_code, done.stdout, done.stderr + str(done.exception)

    file = tmp_path / "names.csv"
    file.write_text("nr,name\n1,Renn\n2,Valden\n", encoding="utf-8")
    code, out, said = ask("--names", str(file))
    assert code == 0
    assert [line.split("\t")[:2] for line in out.splitlines()] == [["Renn", "Tobias Renn"], ["Valden", "-"]]
    assert "Not known: 1 of 2 names." in said
    rows = list(csv.DictReader(io.StringIO(ask("--names", str(file), "--csv")[1], newline="")))
    assert [(row["name"], row["snippets"], row["nearest"]) for row in rows] == [
        ("Renn", "13", ""),
        ("Valden", "0", "Mara Velden"),
    ]
    assert [row["entity_id"] for row in json.loads(ask("--names", str(file), "--json")[1])] == [2, None]
    assert ask("--names", str(file), "grain")[0] == 2
    file.write_bytes(b"\xff\xfe\x00")
    assert "not in UTF-8" in ask("--names", str(file))[2]
    assert "can't be read" in ask("--names", str(tmp_path / "none.csv"))[2]
