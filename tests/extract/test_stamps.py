"""Stamps: date fields of records, as their makers write them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extract.dates.prefixdate import is_valid, precision
from archive.extract.dates.stamps import parse_stamp

DAY = "2024-10-24"


@pytest.mark.parametrize(
    "stamp",
    [
        *("2024-10-24", "2024-10-24T23:30:00-08:00", "2024-10-24 14:35", "2024-10-24T14:35:00.123456+00:00"),
        *("20241024", "20241024T143500Z", "20241024143500", "Mar. 24/10/2024", "24.10. 2024 14:35"),
        *("Thu, 24 Oct 2024 14:35:00 GMT", "24 Oct 2024 14:35 +0200", "Thursday, 24-Oct-24 14:35:00 GMT"),
        *("24 Oct 24 1435 GMT", "Thu Oct 24 14:35:00 UTC 2024", "Thu Oct 24 14:35:00 2024", "2024 Oct 24"),
        *("Oct. 24, 2024", "October 24th, 2024 at 5:00 pm EDT", "Published: 24 October 2024", "OCT 24 2024"),
        *("2024/10/24", "2024.10.24", "2024. 10. 24.", "24.10.2024", "24.10.24 14:35", "10/24/2024", "24/10/2024"),
        *("24-10-2024", "10/24/24, 3:15 PM", "2024年10月24日", "2024년 10월 24일"),
        *("Do, 24.10.2024 - 14:35 Uhr", "24. Oktober 2024", "24 octobre 2024 à 14h35", "jeu. 24 oct. 2024"),
        *("24 de octubre de 2024", "Qui, 24 Out 2024 19:20:08 -0300", "24 de outubro de 2024", "24 ottobre 2024"),
        *("24 oktober 2024", "24 października 2024", "24 октября 2024 г., 14:35", "четвер, 24 жовтня 2024"),
        *("24 Ekim 2024", "24. října 2024", "٢٤ أكتوبر ٢٠٢٤", "/Date(1729768000123)/"),
        *("1729768000", "1729768000.5", "1729768000123", "1729768000123456"),
    ],
)
def test_forms_of_one_day(stamp: str) -> None:
    assert parse_stamp(stamp) == DAY


@pytest.mark.parametrize("stamp", [1729768000, 1729768000.5, 1729768000123, 1729768000123456789, 20241024])
def test_numbers(stamp: float) -> None:
    assert parse_stamp(stamp) == DAY


@pytest.mark.parametrize(
    ("stamp", "value"),
    [
        ("2024", "2024"),
        (2024, "2024"),
        ("2024-10", "2024-10"),
        ("202410", "2024-10"),
        ("10/2024", "2024-10"),
        ("October 2024", "2024-10"),
        ("2024-10-00", "2024-10"),
        ("2024-00-00", "2024"),
        ("03/04/2024", "2024"),
        ("4/3/24, 3:15 PM", "2024"),
        ("04/04/2024", "2024-04-04"),
        ("Wednesday, 03/04/2024", "2024-04-03"),
        ("Monday 03/04/2024 10:00", "2024-03-04"),
        ("03.04.2024", "2024-04-03"),
        ("3-4-2024", "2024"),
        ("mar. 3 sept. 2024", "2024-09-03"),
        ("Sat, 5 Mar 99 10:00 EST", "1999-03-05"),
        ("28.02.22 14:35", "2022-02-28"),
        ("1848-03-13", "1848-03-13"),
    ],
)
def test_what_is_open_stays_open_and_order_is_decided(stamp: str | int, value: str) -> None:
    assert parse_stamp(stamp) == value


@pytest.mark.parametrize(
    "stamp",
    [
        *(
            "",
            " ",
            "hello",
            "12",
            "Oct 24",
            "May 5",
            "2 hours ago",
            "14:35",
            "2024-02-30",
            "2024-13-01",
            "12345",
            12345,
        ),
        *(
            "0000-00-00",
            "9999-12-31",
            "24. Oktober, 14.35 Uhr",
            "31.04.2024",
            "²",
            "1.2.3",
            -5,
            7,
            0,
            True,
            10**400,
            1e300,
        ),
        *(float("nan"), float("inf"), "20241399", "+1 202 555 2014"),
    ],
)
def test_what_is_no_date(stamp: str | float) -> None:
    assert parse_stamp(stamp) is None


@given(st.one_of(st.text(max_size=60), st.integers(), st.floats(), st.from_regex(r"[\d\s.,:/TWZ+-]{1,30}")))
def test_never_raises_and_gives_prefix_dates(stamp: str | float) -> None:
    value = parse_stamp(stamp)
    assert value is None or (is_valid(value) and precision(value) != "range")


@given(
    st.dates(datetime.date(1970, 1, 2), datetime.date(2068, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d %b %Y", "%a, %d %b %y %H:%M:%S +0000", "%B %d, %Y", "%d.%m.%Y", "%m/%d/%Y", "%c"]),
)
def test_what_was_written_is_read(day: datetime.date, form: str) -> None:
    if "%y" in form and day.year < 1970:
        return
    known = f"{day.year}" if "/" in form and day.day <= 12 and day.day != day.month else day.isoformat()
    assert parse_stamp(day.strftime(form)) == known
