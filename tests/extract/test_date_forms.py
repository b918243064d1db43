"""The forms of dates: each row by its example, and sentences of every class with their dates."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extract.dates import direction as tense
from archive.extract.dates import false_dates, feasts, reading
from archive.extract.dates.anchor import Anchor
from archive.extract.dates.direction import direction
from archive.extract.dates.expressions import find_dates
from archive.extract.dates.false_dates import Row as Guard
from archive.extract.dates.feasts import feast_value, nth_weekday
from archive.extract.dates.grammar import Row, readers, rows
from archive.extract.dates.prefixdate import bounds

ROWS = rows()
SENTENCES = (Path(__file__).parents[1] / "data" / "dates.txt").read_text(encoding="utf-8").splitlines()
_MARKED = re.compile(r"\[([^\[\]=]+)=([\d/-]+)\]")


def plain(marked: str) -> tuple[str, list[tuple[str, str]]]:
    """A text without its brackets, and the dates that were in them."""
    return _MARKED.sub(r"\1", marked), _MARKED.findall(marked)


def told(text: str, day: str = "2024-10-25") -> list[tuple[str, str]]:
    return [(span.surface, span.value) for span in find_dates(text, Anchor(day))]


@pytest.mark.parametrize("row", ROWS, ids=[row.form for row in ROWS])
def test_a_form_reads_its_example(row: Row) -> None:
    text, dates = plain(row.example)
    assert set(dates) <= set(told(text))


@pytest.mark.parametrize("at", range(len(ROWS)), ids=[row.form for row in ROWS])
def test_no_other_form_reads_the_example(at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text, dates = plain(ROWS[at].example)
    monkeypatch.setattr(reading, "_STARTERS", readers(row for row in ROWS if row is not ROWS[at]))
    assert not set(dates) <= set(told(text))


GUARDS = [(part, at, row) for part, rows in false_dates.ROWS.items() for at, row in enumerate(rows)]


@pytest.mark.parametrize(("part", "at", "row"), GUARDS, ids=[f"{part} {row.example}" for part, _, row in GUARDS])
def test_a_guard_decides_its_example(part: str, at: int, row: Guard, monkeypatch: pytest.MonkeyPatch) -> None:
    start, stop = row.example.index("["), row.example.index("]") - 1
    text = row.example.replace("[", "").replace("]", "")
    assert false_dates.is_date(part, text, start, stop) == row.is_date
    rows = false_dates.ROWS[part]
    monkeypatch.setitem(false_dates.ROWS, part, rows[:at] + rows[at + 1 :])
    assert false_dates.is_date(part, text, start, stop) != row.is_date


TENSES = [(section, at, row) for section in ("verbs", "dates") for at, row in enumerate(tense.rows(section))]


@pytest.mark.parametrize(("section", "at", "row"), TENSES, ids=[row.expression for _, _, row in TENSES])
def test_a_tense_is_told_by_its_row(section: str, at: int, row: tense.Row, monkeypatch: pytest.MonkeyPatch) -> None:
    start, stop = row.example.index("["), row.example.index("]") - 1
    text = row.example.replace("[", "").replace("]", "")
    found = direction(text, start, stop)
    rows = getattr(tense, f"_{section.upper()}")
    monkeypatch.setattr(tense, f"_{section.upper()}", rows[:at] + rows[at + 1 :])
    without = direction(text, start, stop)
    assert found > without if row.value > 0 else found < without if row.value < 0 else found != without


def test_sentences_of_all_classes() -> None:
    """A few are wrong in a way that only the sense of the words tells; they stay to be seen."""
    exact = wrong = 0
    for line in SENTENCES:
        day, _, marked = line.partition("|")
        text, dates = plain(marked)
        found = told(text, day)
        exact += sum(date in found for date in dates)
        known = {bounds(value) for _, value in dates}
        wrong += sum(bounds(value) not in known for _, value in found)
    labelled = sum(len(plain(line)[1]) for line in SENTENCES)
    assert labelled >= 300
    assert exact >= 0.95 * labelled
    assert wrong <= 0.01 * labelled


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_tense_of_any_clause_is_bounded(before: str, after: str) -> None:
    assert -2 <= direction(before + "Monday" + after, len(before), len(before) + 6) <= 2


@pytest.mark.parametrize(
    ("name", "year", "value"),
    [
        ("easter", 2024, "2024-03-31"),
        ("orthodox easter", 2024, "2024-05-05"),
        ("orthodox easter", 2025, "2025-04-20"),
        ("orthodox good friday", 2021, "2021-04-30"),
        ("ramadan", 2024, "2024-03-11/2024-04-09"),
        ("eid al-adha", 2025, "2025-06-06"),
        ("eid al-adha", 1990, None),
        ("black friday", 2023, "2023-11-24"),
        ("memorial day", 2023, "2023-05-29"),
    ],
)
def test_feasts_that_move(name: str, year: int, value: str | None) -> None:
    assert feast_value(name, year) == value


@given(st.integers(1, 9998), st.integers(1, 12), st.integers(0, 6), st.sampled_from([-1, 1, 2, 3, 4]))
def test_the_nth_weekday_lies_in_its_week_of_the_month(year: int, month: int, weekday: int, nth: int) -> None:
    day = nth_weekday(year, month, weekday, nth)
    assert (day.month, day.weekday()) == (month, weekday)
    if nth > 0:
        assert (day.day - 1) // 7 == nth - 1
    else:
        assert (day + datetime.timedelta(days=7)).month != month


def test_the_runner_up_is_kept() -> None:
    (span,) = find_dates("The trawler sank on Nov. 3.", Anchor("2024-10-24"))
    assert (span.value, span.alternative) == ("2023-11-03", "2024-11-03")
    (span,) = find_dates("The envoy arrives Friday.", Anchor("2024-10-24"))
    assert (span.value, span.alternative) == ("2024-10-25", "2024-10-18")


def test_the_order_of_day_and_month_is_that_of_the_other_dates_or_of_the_source() -> None:
    assert [v for _, v in told("Paid on 15/4/2019, 16/4/2019 and 2/5/2019.")][-1] == "2019-05-02"
    assert [v for _, v in told("Paid on 4/15/2019, 4/16/2019 and 2/5/2019.")][-1] == "2019-02-05"
    (span,) = find_dates("Paid on 2/5/2019.", Anchor("2024-10-24", is_day_first=True))
    assert (span.value, span.alternative) == ("2019-05-02", "2019-02-05")


NO_DATES = [
    "The first Tuesday was quiet.",
    "The film Friday the 13th was remade.",
    "Every Monday the choir meets.",
    "He met them two weeks before the vote.",
    "It is the best harvest in ten years.",
    "Highs will stay in the 70s.",
    "The visitors led 10-7 after the first half of the final.",
]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_can_not_be_read_whole_is_not_read(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("mark", ["'", "’", ""])
def test_every_feast_is_read_however_its_apostrophe_is_written(mark: str) -> None:
    for name in feasts.FEAST_NAMES:
        feast, _, land = name.partition(", ")
        point = feasts.feast_point(feast.replace("'", mark), land)
        assert point is not None, name
        assert point.month or feasts.feast_value(point.feast or "", 2024), name
