"""Two queries beside each other: what both have, what only one has, and every value once."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from archive.cli import app
from archive.search import search
from archive.search.compare import rows, split
from archive.web.sides import compare_sides, read_side

counts = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 50), max_size=12)


@given(counts, counts, st.integers(1, 5))
def test_every_value_is_in_one_list_and_the_lists_are_in_order(a: dict[str, int], b: dict[str, int], most: int) -> None:
    found = split(a, b, (100, 10), 100)
    listed = [one.value for one in found]
    assert len(listed) == len(set(listed))
    assert set(listed) == {value for value in (*a, *b) if a.get(value) or b.get(value)}
    assert all(one.a and one.b for one in found.both)
    assert all(one.a and not one.b for one in found.only_a)
    assert all(one.b and not one.a for one in found.only_b)
    shares = [one.a / 100 + one.b / 10 for one in found.both]
    assert shares == sorted(shares, reverse=True)
    assert split(a, b, (100, 10), most).both == found.both[:most]


@given(counts, counts)
def test_sides_are_alike(a: dict[str, int], b: dict[str, int]) -> None:
    one, other = split(a, b, (7, 7), 100), split(b, a, (7, 7), 100)
    assert {(each.value, each.a, each.b) for each in one} == {(each.value, each.b, each.a) for each in other}


def test_counts_are_those_of_searches(small_archive: Path) -> None:
    with closing(sqlite3.connect(f"{small_archive.as_uri()}?mode=ro", uri=True)) as conn:
        found = compare_sides(conn, read_side(conn, "person:renn"), read_side(conn, "grain"), longest=10)
        assert (found.a.total, found.b.total, found.both) == (13, 4, 1)
        assert [one.value.name for one in found.names.only_b] == ["Northern Grain Union"] or found.names.only_b
        for one in found.names:
            for side, number in ((found.a, one.a), (found.b, one.b)):
                assert search(conn, f"({side.text}) entity:#{one.value.id}").total == number, one
        for outlet in found.outlets:
            for side, number in ((found.a, outlet.a), (found.b, outlet.b)):
                assert search(conn, f'({side.text}) outlet:"{outlet.value}"').total == number, outlet
        assert {row[0] for row in rows(found)} >= {"total", "both", "name", "outlet"}


def test_on_the_command_line(small_archive: Path) -> None:
    def ask(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["compare", "--db", str(small_archive), *words])
        return done.exit_code, done.stdout

    code, out = ask("outlet:norvania", "outlet:bay")
    assert code == 0
    assert out.splitlines()[0].split("\t")[0] == "total"
    table = list(csv.DictReader(io.StringIO(ask("outlet:norvania", "outlet:bay", "--csv")[1], newline="")))
    assert {row["in"] for row in table if row["part"] == "outlet"} == {"a", "b"}
    told = json.loads(ask("renn", "velden", "--json")[1])
    assert (told["a"]["query"], told["both"]) == ("renn", 1)
    assert {one["in"] for one in told["names"]} <= {"both", "a", "b"}
    assert ask("renn", "velden", "--json", "--csv")[0] == 2
    assert ask("renn")[0] == 2
