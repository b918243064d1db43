"""Date expressions: where a text points to a date, which date, and by which rule.

A span covers the words that tell the date, without the preposition (`Oct. 24`, `Sept. 10 and 17`, `early October`,
`the previous week`); clock times, ages and mere durations are none. Its value covers exactly what the words tell:
`early October` is the month, `late 2022` the year.

| rule | example | value |
| --- | --- | --- |
| full | Oct. 24, 2024 | the day |
| month-day | Oct. 24, 22/04, first Tuesday of November | the day, in the year that anchor and clause suggest |
| month | October 2024, early October | the month, likewise |
| year | 2018, late 2022 | the year |
| numeric | 28.02.22, 2024-10-24, 2024-10 | the day or month |
| range | Oct. 23-24, 2018-20, Monday to Friday | first and last |
| decade | the 1990s, the 1800s | ten years, or a hundred |
| season | spring 2023, last summer | three months of the northern hemisphere |
| quarter | Q3 2024, first half of 2023, the first nine months of 2024 | the months |
| feast | Christmas Eve, Ramadan | the day or days |
| weekday | Monday, next Friday | the day |
| relative | yesterday, last month, this week, in two weeks | day, week (Monday to Sunday), month or year |
| ago | three days ago, six years ago | the unit that is counted in |

Where the year, or the week of a weekday, was a choice, the runner-up is kept as the alternative. Where a text goes on
from a date long past, the year is the one told there (`On 11 March 1864 … On 2 May`). Without an anchor only those
expressions are told that need none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from archive.extract.dates.direction import direction
from archive.extract.dates.drafts import Calendar, Told
from archive.extract.dates.feasts import event_year
from archive.extract.dates.placing import in_year, place
from archive.extract.dates.prefixdate import bounds, is_valid, precision
from archive.extract.dates.reading import LIST_GAP, read
from archive.extract.dates.told import resolve_told
from archive.types import DateSpan

if TYPE_CHECKING:
    import datetime

    from archive.extract.dates.anchor import Anchor
    from archive.extract.dates.drafts import Draft, Point
    from archive.extract.dates.told import Value


def find_dates(text: str, anchor: Anchor | None = None) -> list[DateSpan]:
    """Find the date expressions of a text.

    Args:
        text: A snippet's text; spans are in its characters.
        anchor: The date to which unfinished expressions are relative; None leaves these out.

    Returns:
        The expressions in order, not overlapping, each with `text[start:stop] == surface`.
    """
    drafts = read(text)
    values = _Values(text, drafts, anchor).all() if drafts else []
    return [_span(text, draft, *found) for draft, found in zip(drafts, values, strict=True) if found is not None]


class _Values:
    """The values of a text's drafts: first dates of the calendar, then what is told from them or from the anchor."""

    def __init__(self, text: str, drafts: list[Draft], anchor: Anchor | None) -> None:
        self._text, self._drafts, self._anchor = text, drafts, anchor
        self._values: list[Value | None] = [None] * len(drafts)
        self._own: datetime.date | None = None

    def all(self) -> list[Value | None]:
        """The values in the order of the drafts; None where a draft has none."""
        told = [isinstance(d.first, Told) or isinstance(d.last, Told) for d in self._drafts]
        for is_later in (False, True):
            self._own = self._own_day() if is_later else None
            for at in (i for i, is_told in enumerate(told) if is_told is is_later):
                self._values[at] = self._value(at)
        return self._values

    def _own_day(self) -> datetime.date | None:
        """The day from which a text of unknown date speaks, told by the text itself: its latest day up to the bound."""
        anchor = self._anchor
        if anchor is None or not anchor.is_bound:
            return None
        first, last = bounds(anchor.day)
        days = [
            bounds(found[0])[1]
            for draft, found in zip(self._drafts, self._values, strict=True)
            if found and draft.rule in {"month-day", "full", "numeric"} and precision(found[0]) == "day"
        ]
        low, high = first.toordinal() - 400, last.toordinal() + anchor.slack
        return max((day for day in days if low <= day.toordinal() <= high), default=None)

    def _value(self, at: int) -> Value | None:
        draft = self._drafts[at]
        first, last = draft.first, draft.last
        if isinstance(first, Calendar) and (last is None or isinstance(last, Calendar)):
            return self._placed(at, first, last)
        begin = self._point(at, first)
        if last is None or begin is None:
            return begin
        return self._range(at, begin, last)

    def _point(self, at: int, point: Point) -> Value | None:
        if isinstance(point, Calendar):
            return self._placed(at, point, None)
        day = self._base(at, point)
        if isinstance(day, str):
            return (day, None) if is_valid(day) else None
        return resolve_told(point, day, self._cue(at, point)) if day else None

    def _cue(self, at: int, point: Point) -> float:
        """Which way the clause looks, where the value is a choice; a list looks the way of its first."""
        if isinstance(point, Told) and not (point.which in {"nearest", "this"} and point.unit in _CHOICES):
            return 0.0
        cue = self._direction(at)
        if isinstance(point, Calendar) and (point.months > 1 or point.feast):
            return max(-_OF_A_RUN, min(cue, _OF_A_RUN))  # what is expected of a quarter may well be of the last one
        return cue

    def _direction(self, at: int) -> float:
        first, drafts = at, self._drafts
        while at - _LONGEST_LIST < first > 0 and LIST_GAP.fullmatch(
            self._text, drafts[first - 1].stop, drafts[first].start
        ):
            first -= 1
        return direction(self._text, drafts[first].start, drafts[at].stop)

    def _placed(self, at: int, first: Calendar, last: Calendar | None) -> Value | None:
        anchor = self._anchor
        if first.is_that_year:
            before = self._before(at)
            return place(replace(first, year=int(before[-1][:4])), last, None, 0.0) if before else None
        cue = 0.0 if first.year is not None or anchor is None else self._cue(at, first)
        value = place(first, last, anchor, cue)
        year = None if last else self._event_year(at, first, value)
        year = year or (self._past_year(at, first) if cue < 1 else None)
        if year and (past := place(replace(first, year=year), last, None, 0.0)):
            return past[0], value and value[0]
        return self._in_order(first, value, cue) if first.is_open and last is None else value

    def _event_year(self, at: int, point: Calendar, value: Value | None) -> int | None:
        """The year of what is called by a day, where the day as it was placed has another one."""
        draft = self._drafts[at]
        is_bare = point.day is not None and point.year is None and point.weekday is None
        if not is_bare or draft.rule == "feast" or not value or not self._anchor:
            return None
        today = bounds(self._anchor.day)[1]
        is_long_past = (today - bounds(value[0])[1]).days > _MONTHS_PAST
        year = event_year(self._text, draft.start, draft.stop, point, is_long_past)
        return year if year and year <= today.year and year != int(value[0][:4]) else None

    def _in_order(self, point: Calendar, value: Value | None, cue: float) -> Value | None:
        """Of numbers that don't tell the day from the month: by the source, or the year alone."""
        is_day_first = self._anchor.is_day_first if self._anchor else None
        if is_day_first is None and point.year is not None:
            return f"{point.year:04}", None
        other = place(replace(point, month=point.day, day=point.month), None, self._anchor, cue)
        if value is None or other is None or not is_day_first:
            return value and (value[0], value[1] or (other and other[0]))
        return other[0], value[0]

    def _past_year(self, at: int, first: Calendar) -> int | None:
        """The year of an unfinished point where a text goes on to tell what was long past in the date before it."""
        value = next((found[0] for found in reversed(self._values[:at]) if found), "")
        is_unfinished = first.year is None and first.month and first.shift is None and first.turn is None
        if not is_unfinished or self._anchor is None or len(value) < len("2024-10"):
            return None
        told, draft, before = bounds(value)[1], self._drafts[at], self._drafts[at - 1]
        if told.year > bounds(self._anchor.day)[1].year - _LONG_PAST:
            return None
        goes_on = isinstance(before.first, Calendar) and before.first.year is None
        goes_on = goes_on or LIST_GAP.fullmatch(self._text, before.stop, draft.start) is not None
        if not goes_on and not _OPENING.search(self._text, max(0, draft.start - 40), draft.start):
            return None
        is_next = (first.month or 0, first.day or 31) < (told.month, told.day if len(value) > len("2024-10") else 1)
        return told.year + is_next

    def _base(self, at: int, point: Told) -> datetime.date | str | None:
        """The day from which a point is told; or its value, where that is a quarter as told before."""
        if point.base is not None:
            base = self._point(at, point.base)
            is_vague = base is not None and point.is_exact and len(base[0]) < len("2024-10-24")
            return bounds(base[0])[0] if base and not is_vague else None
        before = self._before(at)
        quarters = [found for value in before if (found := _QUARTER.fullmatch(value)) is not None]
        if point.unit == "year" and point.is_exact and not point.more and quarters and quarters[-1][0] == before[-1]:
            if self._drafts[at - 1].rule == "ago":
                return quarters[-1][0]  # "a year ago" again
            first, last = ((int(quarters[-1][y]) + point.number, quarters[-1][y + 1]) for y in (1, 3))
            return f"{first[0]:04}-{first[1]}/{last[0]:04}-{last[1]}"
        return (self._told_before(at, point, before) if point.is_narrative else None) or self._anchor_for(at, point)

    def _before(self, at: int) -> list[str]:
        """The values that were told before, as far back as a reader remembers them."""
        return [found[0] for found in self._values[max(0, at - _REMEMBERED) : at] if found]

    def _told_before(self, at: int, point: Told, before: list[str]) -> datetime.date | None:
        """The date told before from which a point counts; years and months from one in the same sentence or the last.

        "A year earlier" in the next sentence is that before the anchor: reports of firms begin so.
        """
        fit = {"year": {4, 7, 10}, "month": {7, 10}}.get(point.unit, {10})
        told = [value for value in before if len(value) in fit]
        sentences = len(re.findall(r"[.!?]\s", self._text[self._drafts[at - 1].stop : self._drafts[at].start]))
        is_near = point.unit not in {"year", "month"} or sentences <= (point.number != -1)
        return bounds(told[-1])[0] if told and is_near else None

    def _anchor_for(self, at: int, point: Told) -> datetime.date | None:
        """The anchor as a day, if it is precise enough for what is told from it."""
        is_after = point.is_narrative and point.number >= 0 and (not point.number or self._direction(at) < 0)
        if is_after or point.which == "told":
            return None  # that month, or the following one, of what was not told
        if self._own or self._anchor is None:
            return self._own
        is_whole = point.which != "rolling" and not point.more
        needed = {"year": 4, "decade": 4, "month": 7, "quarter": 7}.get(point.unit, 10) if is_whole else 10
        is_precise = needed <= len(self._anchor.day) and "/" not in self._anchor.day
        return bounds(self._anchor.day)[1] if is_precise else None

    def _range(self, at: int, begin: Value, last: Point) -> Value | None:
        """From a point up to another: a weekday is the next one, an open year the one that runs on."""
        start = bounds(begin[0])[0]
        if isinstance(last, Calendar) and last.year is None:
            ends = [in_year(last, None, year, year) for year in (start.year, start.year + 1)]
            end = next((value for value in ends if value and bounds(value)[1] >= start), None)
        else:
            found = self._point(at, last)
            end = found[0] if found else None
        if end is None or bounds(end)[1] < start:
            return None
        value = f"{begin[0].partition('/')[0]}/{end.rpartition('/')[2]}"
        if begin[1] is None or not isinstance(last, Told) or last.base is None:
            return value, None
        return value, f"{begin[1]}/{bounds(end)[1] + (bounds(begin[1])[0] - start)}"


_MONTHS_PAST: Final = 100
"""Days after which a day that calls up an event is told by it."""
_LONG_PAST: Final = 2
"""Years after which a date is told as history."""
_OPENING = re.compile(r"(?:\A|[.!?][\"”)]?\s)(?:\w+,?\s){0,2}\Z")
"""What stands before a date that opens its sentence."""
_CHOICES: Final = frozenset({"weekday", "weekend", "nth"})
"""Units whose value may depend on whether the words look ahead."""
_OF_A_RUN: Final = 0.25
"""How much the clause tells of quarters, halves and feasts at most."""
_LONGEST_LIST: Final = 9
_REMEMBERED: Final = 50
"""Expressions before one that it may be told from."""
_QUARTER = re.compile(r"(\d{4})-(01|04|07|10)/(\d{4})-(03|06|09|12)")


def _span(text: str, draft: Draft, value: str, alternative: str | None) -> DateSpan:
    first, last = bounds(value)
    return DateSpan(
        start=draft.start,
        stop=draft.stop,
        surface=text[draft.start : draft.stop],
        value=value,
        first_day=first.isoformat(),
        last_day=last.isoformat(),
        rule=draft.rule,
        alternative=alternative,
    )
