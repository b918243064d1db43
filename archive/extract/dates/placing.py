"""Which year, month and day of the calendar an unfinished point means: the nearest that its clause allows."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from archive.extract.dates.direction import LOOKS_AHEAD, ahead_factor
from archive.extract.dates.feasts import feast_value, nth_weekday
from archive.extract.dates.prefixdate import bounds, is_day, precision, prefix
from archive.extract.dates.told import shift_month

if TYPE_CHECKING:
    from archive.extract.dates.anchor import Anchor
    from archive.extract.dates.drafts import Calendar
    from archive.extract.dates.told import Value


def place(first: Calendar, last: Calendar | None, anchor: Anchor | None, cue: float) -> Value | None:
    """The value of a point or a range of the calendar, and the runner-up where the year was a choice.

    Args:
        first: The point, or where the range begins.
        last: Where it ends.
        anchor: The date to which they are relative; without one only what is complete has a value.
        cue: As `direction` gives it.
    """
    if first.year is not None and (first.month is not None or first.day is None):
        value = in_year(first, last, first.year, first.year if last is None or last.year is None else last.year)
        return (value, None) if value else None
    if anchor is None:
        return None
    reference = bounds(anchor.day)[1]
    if first.shift is not None:
        value = in_year(first, last, reference.year + first.shift, reference.year + first.shift)
        return (value, None) if value else None
    slack = max(anchor.slack, _HOLIDAYS if first.feast else 0)
    factor = (_BOUND_FUTURE if cue >= LOOKS_AHEAD else _BOUND_AHEAD) if anchor.is_bound else ahead_factor(cue)
    found = sorted(_candidates(first, last, anchor), key=lambda day: (_distance(day, reference, factor, slack), day))
    if first.turn is not None:
        found = _turned(found, first, reference)
    if not found:
        return None
    return found[0], found[1] if len(found) > 1 else None


def in_year(first: Calendar, last: Calendar | None, first_year: int, last_year: int) -> str | None:
    """The value of a point or range in given years; the end of a range that runs backwards belongs to the next year."""
    start = _value(first, first_year)
    if start is None or last is None:
        return start
    end = _value(last, last_year)
    if end is not None and bounds(end)[1] < bounds(start)[0] and last.year is None:
        end = _value(last, last_year + 1)
    if end is None or bounds(end)[1] < bounds(start)[0]:
        return None
    begin, end = start.partition("/")[0], end.rpartition("/")[2]
    return begin if begin == end else f"{begin}/{end}"


def _value(point: Calendar, year: int) -> str | None:
    """A point in a year; None where that has no such day."""
    month = point.month
    if not 1 <= year < 9990 or point.feast is not None:
        return feast_value(point.feast, year) if point.feast else None
    if month is None:
        return prefix(year) if point.years == 1 else f"{prefix(year)}/{prefix(year + point.years - 1)}"
    if point.months > 1:
        return f"{prefix(year, month)}/{prefix(*shift_month(year, month, point.months - 1))}"
    if point.nth:
        day = nth_weekday(year, month, point.weekday or 0, point.nth)
        return day.isoformat() if day.month == month else None
    return prefix(year, month, point.day) if is_day(year, month, point.day or 1) else None


_BOUND_AHEAD, _BOUND_FUTURE = 60.0, 0.8
"""How much farther a day ahead counts in texts that may be older than their anchor: it is rarely meant."""
_WHOLE_YEAR: Final = 360
"""Days of a run that some turn of holds any day, so that this tells nothing: the year to March."""
_HOLIDAYS: Final = 3
"""Days by which a feast may be ahead of its long weekend."""


def _candidates(first: Calendar, last: Calendar | None, anchor: Anchor) -> list[str]:
    """The values around an anchor that an unfinished point may have."""
    reference = bounds(anchor.day)[1]
    if first.month is None and first.feast is None:
        months = (shift_month(reference.year, reference.month, by) for by in range(-14, 15))
        points = [(replace(first, month=month), year) for year, month in months if precision(anchor.day) == "day"]
    elif (first.month, first.day) == (2, 29):
        points = [(first, year) for year in range(reference.year - 8, reference.year + 5)]
    elif precision(anchor.day) == "year":
        points = [(first, reference.year)]
    else:
        points = [(first, reference.year + by) for by in (0, -1, 1, -2, 2)[: 5 if first.turn else 3]]
    if first.weekday is not None and first.day and not first.nth:
        if first.month is not None:
            since = 6 if anchor.is_bound else 1
            points = [(first, reference.year + by) for by in (0, -1, 1, *range(-2, -since - 1, -1))]
        points = [pair for pair in points if _has_weekday(*pair)] or (points[:3] if first.month else [])
    return [value for point, year in points if (value := in_year(point, last, year, year)) is not None]


def _has_weekday(point: Calendar, year: int) -> bool:
    month, day = point.month or 1, point.day or 1
    return is_day(year, month, day) and datetime.date(year, month, day).weekday() == point.weekday


def _distance(value: str, reference: datetime.date, factor: float, slack: int) -> float:
    """Days from the reference to the far end of a candidate; those ahead beyond the slack are weighed by the factor."""
    first, last = bounds(value)
    is_year = (last - first).days >= _WHOLE_YEAR
    if first <= reference <= last and not is_year:
        return 0.0
    if last < reference:
        return (reference - (last if is_year else first)).days
    is_slack = 0 < (first - reference).days <= slack
    return (last - reference).days * (1.0 if is_slack else factor)


def _turned(values: list[str], point: Calendar, reference: datetime.date) -> list[str]:
    """The last, this or the next one from the reference first."""
    days = {value: bounds(value) for value in values}
    if point.turn == "last":
        return sorted((v for v in values if days[v][1] < reference), reverse=True)
    if point.turn == "next":
        return sorted(v for v in values if days[v][0] > reference)
    running = [v for v in values if days[v][0] <= reference <= days[v][1]]
    return running or [v for v in values if v[:4] == prefix(reference.year)]
