"""What points told from a day come to.

A value covers the unit that the words name: `last year` and `six years ago` a year, `two months ago` a month, `last
week` the calendar week (Monday to Sunday), `the last week` the seven days up to the anchor, `three weeks ago` the
day, with its week as the runner-up.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Final

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
        return _DIRECTED.get(point.unit, _units)(point, base, direction)
    except (OverflowError, ValueError):  # beyond the years 1 to 9999
        return None


def _units(point: Told, base: datetime.date, direction: float) -> Value:
    if point.which == "rolling":
        return span(_rolling_start(point.unit, base).isoformat(), base.isoformat()), None
    day, finest = base, point.unit
    for unit, number in ((point.unit, point.number), *point.more):
        day, finest = _moved(day, unit, number), unit
    if finest == "day":
        return day.isoformat(), None
    if finest == "week":
        week = _days(day - datetime.timedelta(days=day.weekday()), 7)
        return (day.isoformat(), week) if point.is_exact else (week, None)
    if finest == "month":
        return prefix(day.year, day.month), None
    if finest == "quarter":
        first = (day.month - 1) // 3 * 3 + 1
        return f"{prefix(day.year, first)}/{prefix(day.year, first + 2)}", None
    if finest == "decade" and not point.is_exact:
        first = day.year // 10 * 10
        return f"{prefix(first)}/{prefix(first + 9)}", None
    return prefix(day.year), None


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


def _rolling_start(unit: Unit, base: datetime.date) -> datetime.date:
    return _moved(base, unit, -1)


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
    match point.which:
        case "last":
            chosen = past - (_WEEK if back == 0 else _WEEK * 0)
            other = chosen - _WEEK
        case "next":
            chosen = ahead + _WEEK * weeks
            other = chosen + _WEEK
        case "this":
            chosen = base + datetime.timedelta(days=number - base.weekday())
            chosen += _WEEK if chosen < base and direction > 0 else _WEEK * 0
            other = chosen - _WEEK
        case _:
            is_ahead = direction > 0 and back > 0
            chosen, other = (ahead, past) if is_ahead else (past, ahead)
    return chosen.isoformat(), other.isoformat()


def _weekend(point: Told, base: datetime.date, direction: float) -> Value:
    saturday = base + datetime.timedelta(days=5 - base.weekday())
    match point.which:
        case "last":
            saturday -= _WEEK
        case "next":
            saturday += _WEEK
        case "this":
            saturday -= _WEEK if base.weekday() < 2 and direction < 0 else _WEEK * 0
        case "offset":
            saturday += _WEEK * point.number
        case _:
            saturday -= _WEEK if base.weekday() < 5 and direction <= 0 else _WEEK * 0
    return _days(saturday, 2), None


def _named_month(point: Told, base: datetime.date, direction: float) -> Value:
    month = point.number
    match point.which:
        case "last":
            year = base.year - (month >= base.month)
            return _checked_month(year, month), prefix(year - 1, month) if year > 1 else None
        case "next":
            year = base.year + (month <= base.month)
            return _checked_month(year, month), prefix(year + 1, month) if year < 9999 else None
        case _:
            return prefix(base.year, month), None


def _checked_month(year: int, month: int) -> str:
    if not is_day(year, month, 1):
        raise ValueError("outside the calendar")
    return prefix(year, month)


def _season(point: Told, base: datetime.date, direction: float) -> Value:
    """A season by its months; a winter counts to the year in which it starts."""
    starts = [datetime.date(base.year + shift, point.number, 1) for shift in (-2, -1, 0, 1)]
    ends = [_end_of_run(start, 3) for start in starts]
    values = [span(prefix(s.year, s.month), prefix(e.year, e.month)) for s, e in zip(starts, ends, strict=True)]
    begun = max(i for i, start in enumerate(starts) if start <= base or i == 0)
    over = max(i for i, end in enumerate(ends) if end < base or i == 0)
    match point.which:
        case "last":
            chosen = over
        case "next":
            chosen = min(begun + 1, 3)
        case "this":
            is_running = starts[begun] <= base <= ends[begun]
            chosen = begun if is_running or starts[begun].year == base.year else begun + 1
        case _:
            chosen = begun + 1 if direction > 0 and base > ends[begun] else begun
    chosen = min(chosen, 3)
    return values[chosen], values[chosen - 1] if chosen else None


def _end_of_run(start: datetime.date, months: int) -> datetime.date:
    year, month = shift_month(start.year, start.month, months - 1)
    return datetime.date(year, month, month_length(year, month))


def _nth(point: Told, base: datetime.date, direction: float) -> Value | None:
    """A day of the month without its month."""
    shift = {"last": -1, "next": 1}.get(point.which, 0)
    if point.which == "nearest" and point.number > base.day and direction <= 0:
        shift = -1
    if point.which == "nearest" and point.number < base.day and direction > 0:
        shift = 1
    year, month = shift_month(base.year, base.month, shift)
    return (prefix(year, month, point.number), None) if is_day(year, month, point.number) else None


_DIRECTED: Final[dict[Unit, Callable[[Told, datetime.date, float], Value | None]]] = {
    "weekday": _weekday,
    "weekend": _weekend,
    "season": _season,
    "nth": _nth,
    "month-name": _named_month,
}
"""Units that are found by name, most of them in the direction that the words take; the others are counted."""
