"""Pages pasted as text: a story one item, with what its small print says; what repeats no shape stays as it was."""

from __future__ import annotations

import datetime
import re
import runpy
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import open_text

from archive.extract.dates.ago import days_ago
from archive.extract.dates.stamps import parse_stamp
from archive.read import ReadOptions, captures, pasted, read
from archive.read.meta_line import read_meta
from archive.read.name_lines import is_job, name_likeness
from archive.read.outlet_names import is_outlet
from archive.types import Problem, RawItem

TESTS = Path(__file__).parents[1]
QUALITY = runpy.run_path(str(TESTS / "bench" / "pasted_quality.py"))
"""The measure that people run by hand: here every page must have everything right."""
PAGES = sorted((TESTS / "data" / "pasted").glob("*.txt"))


def refuse(problem: Problem) -> None:
    pytest.fail(str(problem))


def items_of(tmp_path: Path, text: str) -> list[RawItem]:
    _, items, problems = open_text(tmp_path, text, "page.txt")
    assert not problems
    return items


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_pasted_page_gives_its_stories(page: Path) -> None:
    captured, expected = QUALITY["expected_of"](page)
    wrong: list[str] = []
    counts = QUALITY["score"](QUALITY["stories_of"](page, captured), expected, wrong.append)
    assert wrong == []
    assert (counts["found"], counts["others"]) == (len(expected), 0)
    assert all(counts[field] == len(expected) for field in QUALITY["FIELDS"])


STORY = (
    "Bridge {n} to close for a month\nby Nora Vinter\nOct {n}, 2024 • 3 min read\nEngineers found {n} cracks in it.\n"
)


def test_raw_keeps_every_line(tmp_path: Path) -> None:
    text = (
        "Tag\n\nHarbour bridges\n\n"
        + "Featured\n"
        + "Photo: Port Authority\n\n".join(STORY.format(n=number) for number in (12, 11, 10))
    )
    items = items_of(tmp_path, f"{text}\nLoad more\n")
    assert [line for item in items for line in item.raw.split("\n")] == [
        line for line in f"{text}\nLoad more".split("\n") if line
    ]
    stories = [item for item in items if item.text]
    assert [item.title for item in stories] == [f"Bridge {number} to close for a month" for number in (12, 11, 10)]
    assert stories[1].text == "Engineers found 11 cracks in it."
    assert (stories[1].author, stories[1].published, stories[1].kind) == ("Nora Vinter", "Oct 11, 2024", "teaser")
    assert [item.line for item in stories] == [6, 12, 18]


def test_lines_without_a_shape_are_items(tmp_path: Path) -> None:
    lines = [
        "Bridge to close, paper reports",
        "Engineers told the Gazette on Oct. 24 that they had found cracks in two of the main cables.",
        "Engineers told the Gazette on Oct. 24 that they had found cracks in two of the main cables.",
        "Editor's note: This story has been updated.",
        "Teachers voted to strike before the holidays, and the union wants smaller classes.",
        "“We are tired,” said one of them yesterday.",
        "In the Sound, fish were found that nobody had listed before, among them a blind perch.",
    ]
    assert [item.text for item in items_of(tmp_path, "\n".join(lines))] == lines
    # One stray date makes no page.
    assert len(items_of(tmp_path, "\n".join([*lines, "Oct 24, 2024"]))) == len(lines) + 1


def test_paragraphs_of_pasted_articles_are_items_under_their_headline(tmp_path: Path) -> None:
    body = "\n".join(f"In paragraph {number}, engineers speak of cracks and of the cables." for number in range(6))
    articles = "\n\n".join(
        f"{title}\nBy Nora Vinter\nOct {day}, 2024\n{body.replace('cracks', title)}"
        for title, day in (("Bridge to close for a month", 24), ("Tunnel to open in the spring", 23))
    )
    items = items_of(tmp_path, articles)
    assert len(items) == 14
    assert {item.author for item in items} == {"Nora Vinter"}
    assert [item.published for item in items] == ["Oct 24, 2024"] * 7 + ["Oct 23, 2024"] * 7
    assert items[-1].title == "Tunnel to open in the spring"


def test_a_long_page_is_read_in_a_stream(tmp_path: Path) -> None:
    count = 1500
    path = tmp_path / "page.txt"
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(STORY.format(n=number % 28 + 1).replace("Bridge", f"Bridge number {number}"))
            file.write("filler " * 400 + "\n")
    (capture,) = captures([str(path)], refuse)
    tracemalloc.start()
    found = sum(bool(item.author) for item in read(capture, ReadOptions(), refuse).items)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == count
    assert peak < 12_000_000  # the file has 5 MB: memory is for the head and a window, whatever the length


@pytest.mark.parametrize(
    "line",
    [
        "Yesterday",
        "Bridge to close for a month",
        "by Nora Vinter",
        "Oct 24, 2024",
        "on  " * 45 + "x",
        "Oct 24 • " * 22,
        "By " + "A " * 90,
        "(" * 90 + "Oct 24" + ")" * 90,
        "Chief " * 30,
        "https://x.example/" + "a" * 300,
    ],
)
def test_hostile_lines_are_read(tmp_path: Path, line: str) -> None:
    text = STORY.format(n=12) + STORY.format(n=11) + f"{line}\n" * 1500
    items = items_of(tmp_path, text)
    assert sum(item.raw.count("\n") + 1 for item in items) == 1508


LINES = st.sampled_from(
    [
        "",
        "Bridge to close for a month",
        "Tunnel open",
        "Engineers found cracks in it.",
        "by Nora Vinter",
        "Nora Vinter",
        "Senior Reporter",
        "Oct 24, 2024",
        "23 October 2024",
        "2h ago",
        "14:32",
        "Europe",
        "Reuters",
        "Share",
        "12",
        "https://x.example/1",
        "1. Tunnel to open (BBC, 23 Oct)",
    ]
)


@given(st.lists(LINES, max_size=30))
def test_no_line_is_lost_or_read_twice(lines: list[str]) -> None:
    bullet = re.compile(r"\s*\d{1,3}[.)]\s+(?=\S)")
    page = pasted.learn(lines, bullet)
    if page is None:
        return
    found = list(pasted.items(enumerate(lines, 1), page))
    assert [line for item in found for line in item.raw.split("\n")] == [line for line in lines if line]


@pytest.mark.parametrize(
    ("line", "date", "author", "outlet"),
    [
        ("Oct 23, 2024 • 5 min read", "Oct 23, 2024", None, None),
        ("Updated 4:15 PM GMT+1, October 24, 2024", "4:15 PM GMT+1, October 24, 2024", None, None),
        ("24.10.2024, 14:32 Uhr", "24.10.2024, 14:32 Uhr", None, None),
        ("10/31/2024", "10/31/2024", None, None),
        ("Posted on October 24, 2024 by Jan Holm in Europe", "October 24, 2024", "Jan Holm", None),
        ("Publié le 24 octobre 2024 à 09h10, modifié à 11h45", "24 octobre 2024 à 09h10", None, None),
        ("von Anna Krüger, 24.10.2024, 14:32 Uhr", "24.10.2024, 14:32 Uhr", "Anna Krüger", None),
        ("BY JAN HOLM AND RUTH ADLER", None, "JAN HOLM AND RUTH ADLER", None),
        ("Nora Vinter | Europe | 2h ago", "2h ago", "Nora Vinter", None),
        ("Reuters | 24 October 2024", "24 October 2024", None, "Reuters"),
        ("88 points by ann 3 hours ago | hide | 12 comments", "3 hours ago", "ann", None),
    ],
)
def test_small_print_is_read(line: str, date: str | None, author: str | None, outlet: str | None) -> None:
    meta = read_meta(line)
    assert meta is not None
    assert (meta.date, meta.author, meta.outlet) == (date, author, outlet)


@pytest.mark.parametrize(
    "line",
    [
        "By Christmas, prices could double",
        "Von Storch tritt zurück",
        "Video: storm hits the coast",
        "Oil prices rise - Reuters",
        "Oct. 7: the anniversary",
        "10 dead in crash",
        "Yesterday, all was well",
        "Photo of mayor with watch",
    ],
)
def test_headlines_are_no_small_print(line: str) -> None:
    assert read_meta(line) is None


def test_names_jobs_and_outlets_are_told() -> None:
    assert [name_likeness(text) for text in ("Anna Vinter", "Xqz Vinter", "Port strike", "Em Economia")] == [2, 1, 0, 0]
    assert [is_job(text) for text in ("Senior Reporter", "City Hall Correspondent", "Meet the new reporter")] == [
        True,
        True,
        False,
    ]
    assert [is_outlet(text) for text in ("Reuters", "The Farnholm Gazette", "Latest News")] == [True, True, False]


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2h ago", "2024-10-25"),
        ("vor 3 Tagen", "2024-10-22"),
        ("Wczoraj, 20:10", "2024-10-24"),
        ("2 weeks ago", "2024-10"),
        ("3 months ago", "2024-07"),
        ("2 years ago", "2022"),
        ("Thursday", "2024-10-24"),
        ("Oct 24", "2024-10-24"),
        ("24 December", "2023-12-24"),
        ("24.10., 14:32 Uhr", "2024-10-24"),
        ("Updated 4:15 PM GMT+1, October 24, 2024", "2024-10-24"),
        ("18.42 BST", None),
        ("03/04", None),
    ],
)
def test_dates_are_told_from_the_day_of_capture(stamp: str, day: str | None) -> None:
    assert (parse_stamp(stamp) or days_ago(stamp, datetime.date(2024, 10, 25))) == day


STORIES = tuple(
    (
        f"{title} in {town}",
        f"The council of {town} met on it until midnight, and nobody left the hall before all was said.",
    )
    for title, town in (
        ("Ferry crews vote", "Lowick"),
        ("Minister opens bridge", "Norwick"),
        ("Grain prices rise", "Eastley"),
        ("Old bell is found", "Marsham"),
        ("Bakers warn of winter", "Holt"),
    )
)


@pytest.mark.parametrize(
    "story",
    [
        "{title}\n{at} marzo, 2024 | Bodas, Detalles\n\n{deck}\n\nSigue Leyendo...\n",
        "{title}\n\n2024/3/{at} Nachrichten aus der Stadt\n\n{deck}\n",
        "{at}\nMarch\n2024\n{title}\n{deck}\nTags: News , Towns\n",
    ],
)
def test_dates_among_words_and_in_three_lines_date_stories(tmp_path: Path, story: str) -> None:
    texts = (story.format(title=title, deck=deck, at=at) for at, (title, deck) in enumerate(STORIES, 11))
    items = items_of(tmp_path, "".join(texts))
    assert [item.title for item in items] == [title for title, _ in STORIES]
    assert all(str(at) in (item.published or "") for at, item in enumerate(items, 11))


def test_the_only_day_of_a_text_stands_over_all_of_it(tmp_path: Path) -> None:
    letter = "The Sound Briefing\nFriday, October 25, 2024\n\nSTRIKE BEGINS IN ORLAT\nCrews walked off at five.\n"
    items = items_of(tmp_path, letter + "\nPREMIUMS DOUBLE\nInsurers point to six mines in a month.\n")
    assert {item.published for item in items} == {"Friday, October 25, 2024"}


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize(
    ("signed", "day"),
    [
        ("By Marta Eklund{gap}24 October 2024, 07:15", "24 October 2024, 07:15"),
        ("By Marta Eklund{gap}Published 24 October 2024 at 07:15 GMT", "24 October 2024 at 07:15 GMT"),
        ("By Marta Eklund, 24 October 2024", "24 October 2024"),
        ("BY MARTA EKLUND{gap}Updated 6:02 PM GMT+2, October 24, 2024", "6:02 PM GMT+2, October 24, 2024"),
    ],
)
def test_day_and_author_of_a_pasted_article_are_those_of_all_of_it(
    tmp_path: Path, signed: str, day: str, gap: str
) -> None:
    body = ("The crews of the Lowick ferries voted to stay at home.", "Their union called the offer an insult.")
    items = items_of(tmp_path, gap.join(("Ferry crews vote", signed.format(gap=gap), *body, "Share this article")))
    assert {(item.published, (item.author or "").title()) for item in items} == {(day, "Marta Eklund")}
    headlines = ("Bridge opens", "Grain prices rise", "Old bell found in Marsham")
    listed = items_of(tmp_path, gap.join(("Ferry crews vote", signed.format(gap=gap), *headlines)))
    assert listed[-1].published is None
    noted = items_of(tmp_path, gap.join((*body, *body[::-1], signed.format(gap=gap), *body)))
    assert noted[0].published is None, "it is of the story above"
    week = items_of(tmp_path, gap.join((signed.format(gap=gap), body[0], "Tuesday", body[1])))
    assert week[-1].published != day, "it is of another day"
