"""Which bars suit some days, and what falls into each."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extract.dates.prefixdate import bounds
from archive.grain import (
    FEWEST_BARS,
    GRAINS,
    MOST_BARS,
    Grain,
    number_in,
    number_of,
    places,
    spread,
    value_between,
    value_of,
    window_of,
)

LAST = datetime.date(9998, 12, 26)
DAYS = st.dates(datetime.date(1000, 1, 1), LAST)


@given(DAYS, st.sampled_from(GRAINS))
def test_every_day_lies_in_its_bar(day: datetime.date, grain: Grain) -> None:
    number = number_of(day, grain)
    first, last = bounds(value_of(number, grain))
    assert first <= day <= last
    assert number_in(value_of(number, grain), grain) == number
    assert number_of(last + datetime.timedelta(1), grain) == number + 1
    assert first.weekday() == 0 or grain != "week"


@given(DAYS, st.integers(0, 20_000))
def test_days_from_to_are_written_shortly(first: datetime.date, days: int) -> None:
    last = datetime.date.fromordinal(min(first.toordinal() + days, LAST.toordinal()))
    assert bounds(value_between(first, last)) == (first, last)
    assert value_between(datetime.date(2024, 2, 1), datetime.date(2024, 2, 29)) == "2024-02"


@given(DAYS, st.integers(1, 1_000_000))
def test_as_many_bars_as_the_days_allow(first: datetime.date, days: int) -> None:
    last = datetime.date.fromordinal(min(first.toordinal() + days, LAST.toordinal()))
    window = window_of(spread([(str(first), 3), (str(last), 3)]))
    assert window
    numbers = {grain: number_of(last, grain) - number_of(first, grain) + 1 for grain in GRAINS}
    shown = numbers[window.grain]
    assert window.last - window.first + 1 == shown
    if any(FEWEST_BARS <= number <= MOST_BARS for number in numbers.values()):
        assert FEWEST_BARS <= shown <= MOST_BARS


@pytest.mark.parametrize(
    ("days", "grain"),
    [
        ({f"2024-10-{day}": 2 for day in range(11, 26)}, "day"),
        ({"2024-03-01": 9, "2024-10-01": 9}, "week"),
        ({"2021-03-01": 9, "2024-10-01": 9}, "month"),
        ({"1924-03-01": 9, "2024-10-01": 9}, "year"),
        # one from long ago does not squeeze the rest, nor do the 3 of 300
        ({"2019-01-01": 1, **{f"2024-10-{day}": 2 for day in range(11, 26)}}, "day"),
        ({"1999-01-01": 3, **{f"2024-10-{day}": 20 for day in range(11, 26)}}, "day"),
        # days would show a tenth of what is known
        ({"2024-10": 60, "2023-02": 30, "2024-10-11": 9, "2024-10-14": 1}, "month"),
        # known to a few days counts as known for days
        ({"2024-10-11/2024-10-14": 9, "2024-10-21/2024-10-24": 9, "2024": 7}, "day"),
    ],
)
def test_the_grain_suits(days: dict[str, int], grain: Grain) -> None:
    window = window_of(spread(days.items()))
    assert window
    assert window.grain == grain


def test_few_snippets_are_no_timeline() -> None:
    assert window_of(spread([("2024-10-11", 4)])) is None
    assert window_of(spread([("2024-10-11", 5)])) is not None
    assert window_of(spread([("nonsense", 9)])) is None


def test_a_date_counts_where_all_of_it_lies() -> None:
    found = spread([("2024-10-14,2024-10-16,2024-10", 2), ("2024-10-11/2024-10-14", 1), ("2024", 4)])
    assert {value_of(at, "day"): number for at, number in found.sure["day"].items()} == {
        "2024-10-14": 2,
        "2024-10-16": 2,
    }
    assert {value_of(at, "week"): number for at, number in found.sure["week"].items()} == {"2024-10-14/2024-10-20": 2}
    assert {value_of(at, "month"): number for at, number in found.sure["month"].items()} == {"2024-10": 3}
    assert dict(found.sure["year"]) == {2024: 7}
    assert dict(found.loose) == {"2024-10": 2, "2024-10-11/2024-10-14": 1, "2024": 4}
    assert [value_of(at, "day") for at in sorted(found.may_be("day"))] == [f"2024-10-{day}" for day in range(11, 15)]
    assert places("2024-10-14").week == places("2024-10-20").week
