"""Date expressions: where a text points to a date, which date, and by which rule.

A span covers the words that tell the date, without the preposition (`Oct. 24`, `Sept. 10 and 17`, `early October`,
`the previous week`); clock times, ages and mere durations are none. Its value covers exactly what the words tell:
`early October` is the month, `late 2022` the year.

| rule | example | value |
| --- | --- | --- |
| full | Oct. 24, 2024 | the day |
| month-day | Oct. 24 | the day, in the year that the anchor and the words around suggest |
| month | October 2024, early October | the month, likewise |
| year | 2018, late 2022 | the year |
| numeric | 28.02.22, 2024-10-24, 2024-10 | the day or month |
| range | Oct. 23-24, 2018-20, Monday to Friday | first and last |
| decade | the 1990s | ten years |
| season | spring 2023, last summer | three months of the northern hemisphere |
| quarter | Q3 2024, first half of 2023 | three or six months |
| feast | Christmas Eve | the day |
| weekday | Monday, next Friday | the day |
| relative | yesterday, last month, this week | day, week (Monday to Sunday), month or year |
| ago | three days ago, six years ago | the unit that is counted in |

Where the year, or the week of a weekday, was a choice, the runner-up is kept as the alternative. Without an anchor
only those expressions are told that need none.
"""

from __future__ import annotations

import datetime
import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from archive.extract.dates.direction import direction
from archive.extract.dates.drafts import DIGITS, SEASONS, CalendarDraft, Draft, Point, Reader, RelativeDraft
from archive.extract.dates.feasts import FEAST_STARTS, feast_day, read_feast
from archive.extract.dates.on_calendar import CALENDAR_READERS, LOOKALIKES
from archive.extract.dates.prefixdate import bounds, is_day, precision, prefix
from archive.extract.dates.relative import RELATIVE_READERS
from archive.extract.dates.told import resolve_relative
from archive.text.calendar import DAY_NAMES, ENGLISH_MONTHS, MONTH_SPELLINGS
from archive.text.wordlists import word_set
from archive.types import DateSpan

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Anchor:
    """The date to which unfinished expressions are relative."""

    day: str
    """Prefix date; of a year or a month, what needs a day stays unresolved."""
    is_bound: bool = False
    """False: the day of publication. True: the text is from that day or any time before it (a page's capture)."""
    slack: int = 0
    """Days by which the text may be younger than a bound that is itself an estimate."""


def _starters() -> dict[str, tuple[Reader, ...]]:
    """Which readers can read an expression that starts with a word (in lower case), in order."""
    table: dict[str, tuple[Reader, ...]] = dict.fromkeys(FEAST_STARTS, (read_feast,))
    for readers in (CALENDAR_READERS, RELATIVE_READERS):
        for word in readers:
            table[word] = (*table.get(word, ()), *readers[word])
    return table


_STARTERS: Final = _starters()
_WORD = re.compile(r"[^\W\d_]+|\d+")
_SIGNS: Final = (
    frozenset(name for name in MONTH_SPELLINGS if len(name) > 3 and name not in LOOKALIKES)
    | ENGLISH_MONTHS.keys()
    | FEAST_STARTS
    | SEASONS.keys()
    | set(map(str.lower, DAY_NAMES))
    | word_set("weekend yesterday today tonight tomorrow ago q previous following eve patrick")
) - {"new", "good", "black", "ash", "palm", "st", "may"}
"""Words without which (or a number of a date's form) a text holds no date; few enough to spare most texts."""
_PERIODS: Final = word_set("week month year day night morning afternoon evening")
_SHIFTS: Final = word_set("this last next past coming end start beginning middle close earlier later")
_NAMED = re.compile(r"M(?:ay|AY)\b|N(?:ew|EW)\s[Yy]")
_NUMERIC = re.compile(r"\d(?:(?<!\d\d)\d{3}(?!\d)|[./-]\d|0s|(?:st|nd|rd|th)(?:[.,;:)!?]|\Z|\sof\s))")
_LONGEST_NUMBER: Final = 8
"""Digits in a row beyond which a number is no date and no part of one."""


def find_dates(text: str, anchor: Anchor | None = None) -> list[DateSpan]:
    """Find the date expressions of a text.

    Args:
        text: A snippet's text; spans are in its characters.
        anchor: The date to which unfinished expressions are relative; None leaves these out.

    Returns:
        The expressions in order, not overlapping, each with `text[start:stop] == surface`.
    """
    if not _may_hold_dates(text):
        return []
    drafts = _joined(text, list(_read(text)))
    values = _resolved(text, drafts, anchor)
    return [
        _span(text, draft, value, other)
        for draft, found in zip(drafts, values, strict=True)
        if found is not None
        for value, other in [found]
    ]


def _may_hold_dates(text: str) -> bool:
    """A quick look that rules most texts out and misses nothing that the readers would find."""
    words = set(_WORD.findall(text.lower()))
    if not _SIGNS.isdisjoint(words) or _NUMERIC.search(text) or _NAMED.search(text):
        return True
    return not _PERIODS.isdisjoint(words) and not _SHIFTS.isdisjoint(words)


def _read(text: str) -> Iterator[Draft]:
    """The drafts of a text, read from left to right, each as long as its reader makes it."""
    done = 0
    for match in _WORD.finditer(text):
        at = match.start()
        if at < done:
            continue
        word = match[0]
        if word[0].isdigit():
            if len(word) > _LONGEST_NUMBER:
                continue
            readers = _STARTERS[DIGITS]
            at -= len(word) == 2 and word[1] == "0" and text[at - 1 : at] in {"'", "’"}
        elif len(word) > 12 or (readers := _STARTERS.get(word.lower(), ())) == ():
            continue
        for read in readers:
            draft = read(text, at)
            if draft is not None:
                done = draft.stop
                yield draft
                break


_LIST_GAP = re.compile(r",\s|,?\s(?:and|or|&)\s(?:again\s)?(?:in\s|on\s)?")


def _joined(text: str, drafts: list[Draft]) -> list[Draft]:
    """Carry a year to its neighbours in a list: `in June and August 2021`, `in June 2021 and August`."""
    for at in range(len(drafts) - 1, 0, -1):
        drafts[at - 1 : at + 1] = _share_year(text, drafts[at - 1], drafts[at])
    for at in range(1, len(drafts)):
        drafts[at - 1 : at + 1] = _share_year(text, drafts[at - 1], drafts[at])
    return drafts


def _share_year(text: str, left: Draft, right: Draft) -> tuple[Draft, Draft]:
    if not isinstance(left, CalendarDraft) or not isinstance(right, CalendarDraft) or left.last or right.last:
        return left, right
    first, last = left.first, right.first
    if first.month is None or last.month is None or (first.year is None) == (last.year is None):
        return left, right
    if not _LIST_GAP.fullmatch(text, left.stop, right.start):
        return left, right
    is_backwards = (first.month, first.day or 0) > (last.month, last.day or 31)
    if first.year is None and last.year is not None:
        return replace(left, first=replace(first, year=last.year - is_backwards)), right
    if first.year is not None and not is_backwards:
        return left, replace(right, first=replace(last, year=first.year))
    return left, right


_Value = tuple[str, str | None]


def _resolved(text: str, drafts: list[Draft], anchor: Anchor | None) -> list[_Value | None]:
    """The values of drafts: first the dates of the calendar, then what is told from them or from the anchor."""
    values = [_calendar_value(text, d, anchor) if isinstance(d, CalendarDraft) else None for d in drafts]
    own = _own_day(drafts, values, anchor)
    for at, draft in enumerate(drafts):
        if isinstance(draft, RelativeDraft):
            base = _told_before(values[:at]) if draft.is_narrative else None
            values[at] = _relative_value(text, draft, base, own, anchor)
    return values


def _own_day(drafts: list[Draft], values: list[_Value | None], anchor: Anchor | None) -> datetime.date | None:
    """The day from which a text of unknown date speaks, told by the text itself: its latest day up to the bound."""
    if anchor is None or not anchor.is_bound:
        return None
    first, last = bounds(anchor.day)
    days = [
        bounds(found[0])[1]
        for draft, found in zip(drafts, values, strict=True)
        if found and draft.rule in {"month-day", "full", "numeric"} and precision(found[0]) == "day"
    ]
    low, high = first.toordinal() - 400, last.toordinal() + anchor.slack
    return max((day for day in days if low <= day.toordinal() <= high), default=None)


def _told_before(values: list[_Value | None]) -> datetime.date | None:
    days = [found[0] for found in values if found and precision(found[0]) == "day"]
    return datetime.date.fromisoformat(days[-1]) if days else None


def _relative_value(
    text: str, draft: RelativeDraft, base: datetime.date | None, own: datetime.date | None, anchor: Anchor | None
) -> _Value | None:
    day = base or own or _anchor_day(draft, anchor)
    if day is None:
        return None
    return resolve_relative(draft, day, direction(text, draft.start, draft.stop) if _is_choice(draft) else 0)


def _is_choice(draft: RelativeDraft) -> bool:
    return draft.which in {"nearest", "this"} and draft.unit in {"weekday", "weekend", "season", "nth"}


def _anchor_day(draft: RelativeDraft, anchor: Anchor | None) -> datetime.date | None:
    """The anchor as a day, if it is precise enough for what is told from it."""
    if anchor is None:
        return None
    needed = {"year": 4, "decade": 4, "month": 7, "month-name": 7, "season": 7}.get(draft.unit, 10)
    if draft.which == "rolling":
        needed = 10
    if len(anchor.day) < needed or "/" in anchor.day:
        return None
    return bounds(anchor.day)[1]


def _calendar_value(text: str, draft: CalendarDraft, anchor: Anchor | None) -> _Value | None:
    first, last = draft.first, draft.last
    if first.year is not None:
        return _pair(draft, first.year, 0 if last is None or last.year is None else last.year)
    if anchor is None:
        return None
    years = _years_by_likelihood(text, draft, anchor)
    found = [value for value in (_pair(draft, year, year) for year in years) if value is not None]
    if not found:
        return None
    return found[0][0], found[1][0] if len(found) > 1 else None


def _pair(draft: CalendarDraft, first_year: int, last_year: int) -> _Value | None:
    """The value of a draft in given years; the end of a range that runs backwards belongs to the next year."""
    first = _point_value(draft.first, first_year)
    if first is None or draft.last is None:
        return (first, None) if first else None
    last = _point_value(draft.last, last_year)
    if last is not None and bounds(last)[1] < bounds(first)[0] and draft.last.year is None:
        last = _point_value(draft.last, last_year + 1)
    if last is None or bounds(last)[1] < bounds(first)[0]:
        return None
    start, end = first.partition("/")[0], last.rpartition("/")[2]
    return (start if start == end else f"{start}/{end}"), None


def _point_value(point: Point, year: int) -> str | None:
    if not 1 <= year < 9999:
        return None
    if point.feast is not None:
        return feast_day(point.feast, year).isoformat()
    if point.month is None:
        return prefix(year) if point.years == 1 else f"{prefix(year)}/{prefix(year + point.years - 1)}"
    if point.months > 1:
        years, end = divmod(point.month + point.months - 2, 12)
        return f"{prefix(year, point.month)}/{prefix(year + years, end + 1)}"
    if point.day is None:
        return prefix(year, point.month)
    return prefix(year, point.month, point.day) if is_day(year, point.month, point.day) else None


_AHEAD = 2.5
"""How much farther a day ahead counts than a day back, where the words don't say which is meant."""
_PER_CUE = 8.0
"""How much one clear cue changes that. Both were set on texts that state the year, with the year taken out;
no script repeats that, and tests/bench/dates_quality.py has too few such dates to tell."""
_BOUND_AHEAD, _BOUND_FUTURE = 60.0, 0.8
"""The same for texts that may be older than their anchor: what lies ahead of it is rarely meant."""


def _years_by_likelihood(text: str, draft: CalendarDraft, anchor: Anchor) -> list[int]:
    """The years around an anchor for a date without one, the likeliest first."""
    _, reference = bounds(anchor.day)
    if precision(anchor.day) == "year":
        near = [reference.year]
    else:
        near = [reference.year, reference.year - 1, reference.year + 1]
    point = draft.first
    if point.weekday is not None and point.month and point.day:
        checked = [y for y in range(reference.year + 1, reference.year - 7, -1) if _has_weekday(point, y)]
        near = checked or near
    if (point.month, point.day) == (2, 29):
        near = [year for year in range(reference.year - 8, reference.year + 5) if is_day(year, 2, 29)]
    cue = direction(text, draft.start, draft.stop)
    factor = _ahead_factor(cue, anchor.is_bound)
    return sorted(near, key=lambda year: (_distance(draft, year, reference, factor, anchor.slack), -year))


def _has_weekday(point: Point, year: int) -> bool:
    month, day = point.month or 1, point.day or 1
    return is_day(year, month, day) and datetime.date(year, month, day).weekday() == point.weekday


def _ahead_factor(cue: float, is_bound: bool) -> float:
    if is_bound:
        return _BOUND_FUTURE if cue > 0.15 else _BOUND_AHEAD
    return min(40.0, max(0.2, _AHEAD * math.pow(_PER_CUE, -cue)))


def _distance(draft: CalendarDraft, year: int, reference: datetime.date, factor: float, slack: int) -> float:
    """Days between a candidate and the reference; days ahead beyond the slack are weighed by the factor."""
    found = _pair(draft, year, year)
    if found is None:
        return float("inf")
    first, last = bounds(found[0])
    if first <= reference <= last:
        return 0.0
    if last < reference:
        return (reference - last).days
    ahead = (first - reference).days
    return ahead if ahead <= slack else ahead * factor


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
