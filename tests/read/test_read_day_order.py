"""Day and month in the dates of a source: one order a field, told by what proves it, and never a guess."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from reading import open_text

from archive.read.day_order import of_codes, of_outlets
from archive.text.day_order import proven, settled

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
    _, items, problems = open_text(tmp_path, HEAD + ROW.format("03/10/2024") * 2, "export.csv", dates=order)
    assert ({item.published for item in items}, problems) == ({expected}, [])


def test_two_proofs_are_none() -> None:
    assert proven(["24/10/2024", "10/24/2024"]) is None
    assert [settled(value, None) for value in ("24/10/2024", "10/24/2024", "3/4/70")] == [
        "2024-10-24",
        "2024-10-24",
        "1970",
    ]
    assert of_codes(["de", "en-us"]) is None
    assert of_codes(["de", "fr", "com", "en"]) == "day-first"


def lines(*days: str, more: str = "") -> str:
    return "".join(
        f'{{"created": "{day}", "title": "Ferry crews vote to extend walkout {at}"{more}}}\n'
        for at, day in enumerate(days)
    )


FORMS = {
    "export.jsonl": lambda *days, more="": lines(*days, more=more),
    "export.json": lambda *days, more="": "[" + ",".join(lines(*days, more=more).splitlines()) + "]",
    "feed.xml": lambda *days, more="": (
        "<rss version='2.0'><channel><title>Ledger</title>"
        + "".join(
            f"<item><title>Ferry crews vote {at}</title><pubDate>{day}</pubDate></item>" for at, day in enumerate(days)
        )
        + "</channel></rss>"
    ),
    "page.html": lambda *days, more="": (
        "<html><body>"
        + "".join(
            f"<div class='card'><h3><a href='/a/{at}'>Ferry crews vote to extend walkout {at}</a></h3>"
            f"<p>The union said that the offer was an insult to all.</p><span class='date'>{day}</span></div>"
            for at, day in enumerate(days)
        )
        + "</body></html>"
    ),
    "table.html": lambda *days, more="": (
        "<html><body><table><tr><th>Date</th><th>Title</th></tr>"
        + "".join(
            f"<tr><td>{day}</td><td>Ferry crews vote to extend walkout {at}</td></tr>" for at, day in enumerate(days)
        )
        + "</table></body></html>"
    ),
    "pasted.txt": lambda *days, more="": "\n\n".join(
        f"Ferry crews vote to extend their walkout {at}\nBy Marta Eklund\n{day}\nThe union called the offer an insult."
        for at, day in enumerate(days)
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_every_kind_of_source_has_one_order(tmp_path: Path, name: str) -> None:
    _, items, problems = open_text(tmp_path, FORMS[name]("03/10/2024", "04/10/2024", "24/10/2024"), name)
    assert [item.published for item in items] == ["2024-10-03", "2024-10-04", "2024-10-24"]
    assert problems == []


@pytest.mark.parametrize("name", FORMS)
def test_what_no_source_tells_is_said_once(tmp_path: Path, name: str) -> None:
    _, items, problems = open_text(tmp_path, FORMS[name]("03/10/2024", "04/10/2024", "05/05/2024"), name)
    assert [item.published for item in items] == ["2024", "2024", "2024-05-05"]
    assert [problem.reason.partition(" such as ")[0] for problem in problems] == [
        "nothing tells day from month in 2 dates"
    ]


def test_the_name_of_an_open_date_is_said(tmp_path: Path) -> None:
    _, _, (problem,) = open_text(tmp_path, lines("03/10/2024", "04/10/2024"), "export.jsonl")
    assert "such as created: 03/10/2024" in problem.reason


def test_the_proof_may_stand_far_down_in_any_source(tmp_path: Path) -> None:
    _, items, problems = open_text(tmp_path, lines(*["03/10/2024"] * 700, "13/10/2024"), "export.jsonl")
    assert ({item.published for item in items}, problems) == ({"2024-10-03", "2024-10-13"}, [])


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (', "lang": "de"', "2024-10-03"),
        (', "lang": "en-US"', "2024-03-10"),
        (', "url": "https://www.ledger.co.uk/a"', "2024-10-03"),
        (', "lang": "en-US", "url": "https://www.ledger.co.uk/a"', "2024"),
        (', "source": "CNN"', "2024-03-10"),
        (', "url": "https://www.theguardian.com/a"', "2024-10-03"),
        (
            ', "text": "Die Gewerkschaft der Fährleute hat das Angebot der Reederei als Beleidigung bezeichnet"',
            "2024-10-03",
        ),
        (', "seen": "24/10/2024"', "2024-10-03"),
    ],
)
def test_languages_outlets_and_other_dates_tell(tmp_path: Path, more: str, expected: str) -> None:
    _, items, _ = open_text(tmp_path, lines("03/10/2024", "03/10/2024", more=more), "export.jsonl")
    assert {item.published for item in items} == {expected}


def test_outlets_have_to_agree() -> None:
    assert of_outlets(["CNN", "The Guardian"], []) is None
    assert of_outlets(["The Harbour Gazette"], ["https://gazette.example/a"]) is None
