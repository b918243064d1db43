"""What points told from a day come to.

A value covers the unit that the words name: `last year` and `six years ago` a year, `two months ago` a month, `last
week` the calendar week (Monday to Sunday), `the last week` the seven days up to the anchor, `three weeks ago` the
day, with its week as the runner-up.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Final

from archive.extract.dates.direction import ahead_factor
from archive.extract.dates.feasts import nth_weekday
from archive.extract.dates.prefixdate import is_day, month_length, prefix, span

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive.extract.dates.drafts import Told, Unit

Value = tuple[str, str | None]
"""A prefix date or range, and the runner-up where there was a choice."""
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
_WEEK: Final = datetime.timedelta(days=7)


def resolve_told(point: Told, base: datetime.date, direction: float) -> Value | None:
    """Tell the value of a point told from a day.

    Args:
        point: The expression as read.
        base: The day from which it is told.
        direction: As `direction` gives it, positive for the future.

    Returns:
        The prefix date or range, and the runner-up where there was a choice; None outside the calendar.
    """
    try:
        directed = _DIRECTED.get(point.unit)
        return directed(point, base, direction) if directed else _units(point, base)
    except (OverflowError, ValueError):  # beyond the years 1 to 9999
        return None


def _units(point: Told, base: datetime.date) -> Value:
    """A count of units; how exact it is, the smallest of them says."""
    if point.which == "rolling":
        return span(_moved(base, point.unit, -1).isoformat(), base.isoformat()), None
    day, finest = base, point.unit
    for unit, number in ((point.unit, point.number), *point.more):
        day, finest = _moved(day, unit, number), unit
    week = _days(day - datetime.timedelta(days=day.weekday()), 7)
    quarter, decade = (day.month - 1) // 3 * 3 + 1, max(1, day.year // 10 * 10)
    values: dict[str, Value] = {
        "day": (day.isoformat(), None),
        "week": (day.isoformat(), week) if point.is_exact else (week, None),
        "month": (prefix(day.year, day.month), None),
        "quarter": (f"{prefix(day.year, quarter)}/{prefix(day.year, quarter + 2)}", None),
        "decade": (prefix(day.year) if point.is_exact else f"{prefix(decade)}/{prefix(decade + 9)}", None),
    }
    return values.get(finest, (prefix(day.year), None))


def _moved(day: datetime.date, unit: Unit, number: int) -> datetime.date:
    """A day so many units on, or the last of its month where that is shorter."""
    if unit not in _MONTHS:
        return day + datetime.timedelta(days=number * (7 if unit == "week" else 1))
    year, month = shift_month(day.year, day.month, number * _MONTHS[unit])
    if not 1 <= year <= 9999:
        raise ValueError("outside the calendar")
    return datetime.date(year, month, min(day.day, month_length(year, month)))


def _days(first: datetime.date, count: int) -> str:
    return span(first.isoformat(), (first + datetime.timedelta(days=count - 1)).isoformat())


def shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    """A month so many months on, as year and month; the year may lie outside the calendar."""
    years, month = divmod(year * 12 + month - 1 + by, 12)
    return years, month + 1


def _weekday(point: Told, base: datetime.date, direction: float) -> Value:
    if point.nth:
        return nth_weekday(base.year, base.month, point.number, point.nth).isoformat(), None
    if point.which == "offset":
        return (base + datetime.timedelta(days=point.number - base.weekday())).isoformat(), None
    weeks, number = divmod(point.number, 7)
    back = (base.weekday() - number) % 7
    past, ahead = base - datetime.timedelta(days=back), base + datetime.timedelta(days=7 - back)
    if point.which == "last":
        chosen = past - _WEEK * (weeks + (back == 0))
        other = chosen - _WEEK
    elif point.which == "next":
        chosen = ahead + _WEEK * weeks
        other = chosen + _WEEK
    elif point.which == "this":
        chosen = base + datetime.timedelta(days=number - base.weekday())
        chosen += _WEEK * (chosen < base and direction > -0.5)
        other = chosen - _WEEK
    else:
        is_ahead = (7 - back) * ahead_factor(direction) < back
        chosen, other = (ahead, past) if is_ahead else (past, ahead)
    return chosen.isoformat(), None if point.base else other.isoformat()


def _weekend(point: Told, base: datetime.date, direction: float) -> Value:
    is_past = (base.weekday() < 2 and direction < 0) if point.which == "this" else base.weekday() < 5 and direction <= 0
    weeks = {"last": -1, "next": 1, "offset": point.number}.get(point.which, -is_past)
    return _days(base + datetime.timedelta(days=5 - base.weekday()) + _WEEK * weeks, 2), None


def _nth(point: Told, base: datetime.date, direction: float) -> Value | None:
    """A day of the month without its month."""
    nearest = (point.number < base.day and direction > 0) - (point.number > base.day and direction <= 0)
    shift = {"last": -1, "next": 1, "nearest": nearest}.get(point.which, 0)
    year, month = shift_month(base.year, base.month, shift)
    day = point.number if point.number > 0 else month_length(year, month)
    return (prefix(year, month, day), None) if is_day(year, month, day) else None


_DIRECTED: Final[dict[Unit, Callable[[Told, datetime.date, float], Value | None]]] = {
    "weekday": _weekday,
    "weekend": _weekend,
    "nth": _nth,
}
"""Units that are found in the direction that the words take; the others are counted."""
