"""Prefix dates: arithmetic on `2024`, `2024-10`, `2024-10-24` and ranges such as `2024-09-10/2024-09-17`.

A prefix date says exactly as much as is known and stands for every day that it covers. It is never turned
into an exact instant; comparing two of them means comparing the days that they cover.
"""

from __future__ import annotations

import calendar
import datetime
import re
from functools import lru_cache
from typing import Literal

from archive.text.calendar import SHORT_MONTHS

Precision = Literal["year", "month", "day", "range"]

HOW_DATED = {
    "published": "as published",
    "text": "from its text",
    "neighbours": "from its neighbours",
    "captured": "no later than its capture",
    "decision": "as corrected",
}
"""How the day of a snippet is known, in words."""


_FORM = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_PRECISIONS: dict[int, Literal["year", "month", "day"]] = {4: "year", 7: "month", 10: "day"}


def prefix(year: int, month: int | None = None, day: int | None = None) -> str:
    """Write a prefix date from its parts.

    Args:
        year: 1 to 9999.
        month: 1 to 12, or None for a whole year.
        day: Day of that month, or None for a whole month.

    Returns:
        `2024`, `2024-10` or `2024-10-24`; the parts are not checked against the calendar.
    """
    if month is None:
        return f"{year:04d}"
    if day is None:
        return f"{year:04d}-{month:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}"


def parts(value: str) -> tuple[int, int | None, int | None]:
    """Take a single prefix date apart.

    Args:
        value: `2024`, `2024-10` or `2024-10-24`; not a range.

    Returns:
        Year, month and day; what the prefix leaves open is None.

    Raises:
        ValueError: The value is no prefix date of the calendar.
    """
    match = _FORM.fullmatch(value)
    if match is None:
        raise ValueError(f"not a prefix date: {value!r} (write 2024, 2024-10 or 2024-10-24)")
    year, month, day = (int(part) if part else None for part in match.groups())
    if not year or not is_day(year, month or 1, day or 1) or month == 0 or day == 0:
        raise ValueError(f"no such date in the calendar: {value!r}")
    return year, month, day


def is_day(year: int, month: int, day: int) -> bool:
    """Whether the calendar has that day (years 1 to 9999)."""
    return 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= month_length(year, month)


def month_length(year: int, month: int) -> int:
    """Days in a month of the Gregorian calendar; the month is 1 to 12."""
    return calendar.monthrange(year, month)[1]


@lru_cache(maxsize=16_384)
def bounds(value: str) -> tuple[datetime.date, datetime.date]:
    """First and last calendar day that a prefix date or a range covers.

    Args:
        value: `2024`, `2024-10`, `2024-10-24`, or two of them with a slash, the earlier first.

    Returns:
        Both days, inclusive; `2024-02` gives 1 and 29 February 2024.

    Raises:
        ValueError: The value is neither, is not in the calendar, or its range runs backwards.
    """
    left, slash, right = value.partition("/")
    first, last = _single_bounds(left)
    if not slash:
        return first, last
    last = _single_bounds(right)[1]
    if last < first:
        raise ValueError(f"range runs backwards: {value!r} (put the earlier date first)")
    return first, last


def _single_bounds(value: str) -> tuple[datetime.date, datetime.date]:
    year, month, day = parts(value)
    first = datetime.date(year, month or 1, day or 1)
    if day:
        return first, first
    last_month = month or 12
    return first, datetime.date(year, last_month, month_length(year, last_month))


def is_valid(value: str) -> bool:
    """Whether a text is a prefix date or a range of two, in the calendar and in order."""
    try:
        bounds(value)
    except ValueError:
        return False
    return True


def precision(value: str) -> Precision:
    """How much a valid value says: 'year', 'month', 'day', or 'range' for two with a slash."""
    return _PRECISIONS.get(len(value), "range")


def span(first: str, last: str) -> str:
    """Join two prefix dates to a range; the same twice stays single.

    Raises:
        ValueError: Either is no prefix date, or the range would run backwards.
    """
    value = first if first == last else f"{first}/{last}"
    bounds(value)
    return value


def common(left: str, right: str) -> str | None:
    """The longest prefix date that covers both of two single prefix dates, or None."""
    for length in (10, 7, 4):
        if left[:length] == right[:length] and len(left) >= length <= len(right):
            return left[:length]
    return None


def written(value: str | None) -> str:
    """A prefix date or range as people write it: '24 Oct 2024', 'Oct 2024', '10-17 Sep 2024' with a dash.

    Args:
        value: As it is stored; None and anything that is no date of the calendar are given back as they are.
    """
    if not value or not is_valid(value):
        return value or "undated"
    first, slash, last = value.partition("/")
    if not slash:
        return _single(first)
    if first[:7] == last[:7] and len(first) == len(last) == 10:
        return f"{int(first[8:])}–{_single(last)}"
    if first[:4] == last[:4] and len(first) == len(last) > 4:
        return f"{_single(first).removesuffix(first[:4]).strip()} – {_single(last)}"
    return f"{_single(first)} – {_single(last)}"


def _single(value: str) -> str:
    year, month, day = parts(value)
    return " ".join(part for part in (str(day or ""), SHORT_MONTHS[month - 1] if month else "", str(year)) if part)
