"""What relative date expressions come to, told from a day.

A value covers the unit that the words name: `last year` and `six years ago` a year, `two months ago` a month, `last
week` the calendar week (Monday to Sunday), `the last week` the seven days up to the anchor, `three weeks ago` the
day, with its week as the runner-up.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Final

from archive.extract.dates.prefixdate import is_day, month_length, prefix, span

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive.extract.dates.drafts import RelativeDraft, Unit

_SHIFTS: Final = {"last": -1, "next": 1}


def resolve_relative(draft: RelativeDraft, base: datetime.date, direction: float) -> tuple[str, str | None] | None:
    """Tell the value of a relative draft.

    Args:
        draft: The expression as read.
        base: The day from which it is told.
        direction: As `cues.direction` gives it, positive for the future.

    Returns:
        The prefix date or range, and the runner-up where there was a choice; None outside the calendar.
    """
    try:
        return _resolve(draft, base, direction)
    except (OverflowError, ValueError):  # beyond the years 1 to 9999
        return None


def _resolve(draft: RelativeDraft, base: datetime.date, direction: float) -> tuple[str, str | None] | None:
    if draft.unit == "month-name":
        return _named_month(draft, base)
    if draft.unit in _DIRECTED:
        return _DIRECTED[draft.unit](draft, base, direction)
    return _units(draft, base)


def _units(draft: RelativeDraft, base: datetime.date) -> tuple[str, str | None]:
    number = draft.number
    if draft.which == "rolling":
        return span(_rolling_start(draft.unit, base).isoformat(), base.isoformat()), None
    if draft.unit == "day":
        return (base + datetime.timedelta(days=number)).isoformat(), None
    if draft.unit == "week":
        return _week(draft, base)
    if draft.unit == "month":
        return _month_value(*_shift_month(base.year, base.month, number)), None
    return _year_value(base.year + number * (10 if draft.unit == "decade" else 1)), None


def _week(draft: RelativeDraft, base: datetime.date) -> tuple[str, str | None]:
    week = _days(base - datetime.timedelta(days=base.weekday() - 7 * draft.number), 7)
    if draft.rule == "ago":
        return (base + datetime.timedelta(days=7 * draft.number)).isoformat(), week
    return week, None


def _days(first: datetime.date, count: int) -> str:
    return span(first.isoformat(), (first + datetime.timedelta(days=count - 1)).isoformat())


def _rolling_start(unit: Unit, base: datetime.date) -> datetime.date:
    if unit == "week":
        return base - datetime.timedelta(days=7)
    year, month = _shift_month(base.year, base.month, -1 if unit == "month" else -12)
    return datetime.date(year, month, min(base.day, month_length(year, month)))


def _shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    years, month = divmod(year * 12 + month - 1 + by, 12)
    return years, month + 1


def _month_value(year: int, month: int) -> str:
    return prefix(year, month) if is_day(year, month, 1) else _outside()


def _year_value(year: int) -> str:
    return prefix(year) if 1 <= year <= 9999 else _outside()


def _outside() -> str:
    raise ValueError("outside the calendar")


def _weekday(draft: RelativeDraft, base: datetime.date, direction: float) -> tuple[str, str | None]:
    if draft.which == "offset":
        return (base + datetime.timedelta(days=draft.number - base.weekday())).isoformat(), None
    back = (base.weekday() - draft.number) % 7
    week = datetime.timedelta(days=7)
    past, ahead = base - datetime.timedelta(days=back), base + datetime.timedelta(days=7 - back)
    match draft.which:
        case "last":
            chosen = past - (week if back == 0 else week * 0)
            other = chosen - week
        case "next":
            chosen, other = ahead, ahead + week
        case "this":
            chosen = base + datetime.timedelta(days=draft.number - base.weekday())
            chosen += week if chosen < base and direction > 0 else week * 0
            other = chosen - week
        case _:
            is_ahead = direction > 0 and back > 0
            chosen, other = (ahead, past) if is_ahead else (past, ahead)
    if draft.last is None:
        return chosen.isoformat(), other.isoformat()
    length = (draft.last - draft.number) % 7 + 1
    return _days(chosen, length), _days(other, length)


def _weekend(draft: RelativeDraft, base: datetime.date, direction: float) -> tuple[str, str | None]:
    saturday = base + datetime.timedelta(days=5 - base.weekday())
    week = datetime.timedelta(days=7)
    match draft.which:
        case "last":
            saturday -= week
        case "next":
            saturday += week
        case "this":
            saturday -= week if base.weekday() < 2 and direction <= 0 else week * 0
        case _:
            saturday -= week if base.weekday() < 5 and direction <= 0 else week * 0
    return _days(saturday, 2), None


def _named_month(draft: RelativeDraft, base: datetime.date) -> tuple[str, str | None]:
    month = draft.number
    match draft.which:
        case "last":
            year = base.year - (month >= base.month)
            return _month_value(year, month), _month_value(year - 1, month) if year > 1 else None
        case "next":
            year = base.year + (month <= base.month)
            return _month_value(year, month), _month_value(year + 1, month) if year < 9999 else None
        case _:
            return _month_value(base.year, month), None


def _season(draft: RelativeDraft, base: datetime.date, direction: float) -> tuple[str, str | None]:
    """A season by its months; a winter counts to the year in which it starts."""
    starts = [datetime.date(base.year + shift, draft.number, 1) for shift in (-2, -1, 0, 1)]
    ends = [_end_of_run(start, 3) for start in starts]
    values = [span(prefix(s.year, s.month), prefix(e.year, e.month)) for s, e in zip(starts, ends, strict=True)]
    begun = max(i for i, start in enumerate(starts) if start <= base or i == 0)
    over = max(i for i, end in enumerate(ends) if end < base or i == 0)
    match draft.which:
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
    year, month = _shift_month(start.year, start.month, months - 1)
    return datetime.date(year, month, month_length(year, month))


def _nth(draft: RelativeDraft, base: datetime.date, direction: float) -> tuple[str, str | None] | None:
    """A day of the month without its month."""
    shift = _SHIFTS.get(draft.which, 0)
    if draft.which == "nearest" and draft.number > base.day and direction <= 0:
        shift = -1
    if draft.which == "nearest" and draft.number < base.day and direction > 0:
        shift = 1
    year, month = _shift_month(base.year, base.month, shift)
    return (prefix(year, month, draft.number), None) if is_day(year, month, draft.number) else None


_DIRECTED: Final[dict[Unit, Callable[[RelativeDraft, datetime.date, float], tuple[str, str | None] | None]]] = {
    "weekday": _weekday,
    "weekend": _weekend,
    "season": _season,
    "nth": _nth,
}
"""Units whose value may depend on whether the words look ahead."""
