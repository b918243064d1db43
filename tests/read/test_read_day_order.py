"""Day and month in the dates of a table: one order a column, told by what proves it, and never a guess."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from test_read import open_text

from archive.read import ReadOptions, captures, read
from archive.read.day_order import of_codes, proven, settled
from archive.types import Problem

HEAD = "date,headline,body\n"
ROW = "{},Ferry crews vote to extend walkout,The union said that the offer was an insult.\n"


def days(tmp_path: Path, rows: list[str], head: str = HEAD) -> tuple[list[str | None], list[str]]:
    _, items, problems = open_text(tmp_path, head + "".join(rows), "export.csv")
    return [item.published for item in items], [problem.reason for problem in problems]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["24/10/2024", "03/10/2024"], ["2024-10-24", "2024-10-03"]),
        (["03/10/2024", "10/24/2024 14:30"], ["2024-03-10", "2024-10-24 14:30"]),
        (["03.10.2024", "04.10.24, 9:15"], ["03.10.2024", "04.10.24, 9:15"]),
        (["05/05/2024", "2024-10-03"], ["2024-05-05", "2024-10-03"]),
        (["45588", "45589.75"], ["2024-10-23", "2024-10-24"]),
        (["Oct 3, 2024", "3 October 2024"], ["Oct 3, 2024", "3 October 2024"]),
        (["24/10/2024", "31/31/2024"], ["2024-10-24", "31/31/2024"]),
    ],
)
def test_a_column_has_one_order(tmp_path: Path, written: list[str], expected: list[str]) -> None:
    assert days(tmp_path, [ROW.format(f'"{value}"') for value in written]) == (expected, [])


def test_what_can_not_be_told_is_said_once_and_the_year_kept(tmp_path: Path) -> None:
    found, (problem,) = days(tmp_path, [ROW.format("03/10/2024"), ROW.format("04/10/2024"), ROW.format("05/05/2024")])
    assert found == ["2024", "2024", "2024-05-05"]
    assert problem.startswith("column 'date': nothing tells day from month in 2 dates")
    assert "--dates day-first" in problem


def test_the_proof_may_come_late(tmp_path: Path) -> None:
    found, problems = days(tmp_path, [ROW.format("03/10/2024")] * 6000 + [ROW.format("13/10/2024")])
    assert (set(found), problems) == ({"2024-10-03", "2024-10-13"}, [])


@pytest.mark.parametrize(
    ("head", "row", "expected"),
    [
        ("date,headline,language\n", "03/10/2024,Fähren stehen still in Lowick,de\n", "2024-10-03"),
        ("date,headline,language\n", "03/10/2024,Ferries stand still in Lowick,en-US\n", "2024-03-10"),
        ("date,headline,url\n", "03/10/2024,Ferries stand still in Lowick,https://www.ledger.co.uk/a\n", "2024-10-03"),
        ("date,headline,seen\n", "03/10/2024,Ferries stand still in Lowick,24/10/2024\n", "2024-10-03"),
    ],
)
def test_languages_countries_and_other_columns_tell(tmp_path: Path, head: str, row: str, expected: str) -> None:
    assert days(tmp_path, [row] * 3, head) == ([expected] * 3, [])


@pytest.mark.parametrize(("order", "expected"), [("day-first", "2024-10-03"), ("month-first", "2024-03-10")])
def test_the_person_may_say_it(tmp_path: Path, order: Literal["day-first", "month-first"], expected: str) -> None:
    path = tmp_path / "export.csv"
    path.write_text(HEAD + ROW.format("03/10/2024") * 2)
    problems: list[Problem] = []
    (capture,) = captures([str(path)], problems.append)
    document = read(capture, ReadOptions(dates=order), problems.append)
    assert ({item.published for item in document.items}, problems) == ({expected}, [])


def test_two_proofs_are_none() -> None:
    assert proven(["24/10/2024", "10/24/2024"]) is None
    assert [settled(value, None) for value in ("24/10/2024", "10/24/2024", "3/4/70")] == [
        "2024-10-24",
        "2024-10-24",
        "1970",
    ]
    assert of_codes(["de", "en-us"]) is None
    assert of_codes(["de", "fr", "com", "en"]) == "day-first"
