"""Pages that show no dates, read as a whole: the order in which the days told by their texts run.

News pages run from new to old, logs from old to new. Where the days agree on an order, it tells the year of a day
without one (January above December: the year before), and which days are history. Days are compared around the year,
for before the order is known any year may be wrong.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median_low
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from archive.extract.dates.anchor import Anchor
from archive.extract.dates.direction import LOOKS_AHEAD, direction
from archive.extract.dates.expressions import find_dates
from archive.extract.dates.prefixdate import bounds, is_day, precision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.types import DateSpan

Order = Literal["newest-first", "oldest-first"]
CapturedBy = Literal["option", "document", "name", "text", "file"]


@dataclass(frozen=True, slots=True)
class Captured:
    """When a source was captured: a prefix date, and what told it."""

    value: str | None
    by: CapturedBy | None


class ItemText(NamedTuple):
    """What dating needs of an item."""

    text: str
    title: str | None = None
    published: str | None = None
    """Prefix date of the item's own date field."""
    dateline: str | None = None
    ago: str | None = None
    """The date field as written where it counts from the capture: `2 hours ago`."""
    address: str | None = None
    """The day that its address names."""
    reading: Reading | None = None
    """How it reads if the day of its date field is believed, where that has been found out already."""


@dataclass(frozen=True, slots=True)
class PageState:
    """What one chunk of a source leaves for the next."""

    ups: int = 0
    """Steps from an item's day to a later one, counted down the page."""
    downs: int = 0
    recent: tuple[datetime.date, ...] = ()
    """The last days told, newest knowledge last."""
    neighbour: str | None = None
    """Date of the last item that has one of its own."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An item read by itself."""

    spans: tuple[DateSpan, ...]
    own: str | None
    """The prefix date that most likely tells when the item was written, in the year that the page suggests."""
    is_sure: bool
    """Whether the year of `own` is beyond doubt."""

    @property
    def day(self) -> datetime.date | None:
        """The own date where it is a day."""
        return datetime.date.fromisoformat(self.own) if self.own and len(self.own) == 10 else None


def read_item(item: ItemText, page: Anchor | None) -> Reading:
    """Read an item by itself: its date expressions, and the date that best tells when it was written."""
    if item.published:
        if item.reading is not None and item.reading.own == item.published:
            return item.reading
        return Reading(tuple(find_dates(item.text, Anchor(item.published))), item.published, is_sure=True)
    spans = tuple(find_dates(item.text, page))
    for text, found in ((item.dateline, None), (item.text, spans), (item.title, None)):
        if text is None:
            continue
        own = _own(text, tuple(find_dates(text, page)) if found is None else found, page)
        if own is not None:
            return Reading(spans, own.value, is_sure=names_year(own))
    return Reading(spans, None, is_sure=False)


def names_year(found: DateSpan) -> bool:
    """Whether an expression tells its year itself."""
    return found.rule in {"full", "numeric"} or found.value[:4] in found.surface


_CALENDAR_RULES: Final = frozenset({"full", "month-day", "month", "numeric"})
FORGOTTEN: Final = 366
"""Days after which a date is history rather than news."""


def _own(text: str, spans: Sequence[DateSpan], page: Anchor | None) -> DateSpan | None:
    """The latest day (else month) that a text tells without looking ahead."""
    candidates = [s for s in spans if s.rule in _CALENDAR_RULES and precision(s.value) in {"day", "month"}]
    if page is not None:
        first, last = bounds(page.day)
        candidates = [
            s for s in candidates if bounds(s.value)[0] <= last and (first - bounds(s.value)[1]).days < FORGOTTEN
        ]
    candidates = [s for s in candidates if not _since(text, s.start)]
    candidates = [s for s in candidates if direction(text, s.start, s.stop) < LOOKS_AHEAD]
    return max(candidates, key=lambda s: (len(s.value) == 10, s.last_day), default=None)


def _since(text: str, start: int) -> bool:
    """Whether a date tells the start of what went on until the text was written."""
    return re.search(r"\b[Ss]ince\s(?:\w+\s){0,8}\Z", text[max(0, start - 90) : start]) is not None


# Chosen by hand, as the days and shares below are; no bench of whole pages.
_AGREEING: Final = 0.75
"""Share of the steps from one told day to the next that must go the same way."""
_BEYOND_CHANCE: Final = 1.5
"""By how many times the square root of their number the agreeing steps must outnumber the others."""


def with_order(state: PageState, readings: Sequence[Reading]) -> tuple[PageState, Order | None]:
    """Count the steps from one told day to the next, around the year, and say which way they go."""
    days = [*state.recent[-1:], *(r.day for r in readings if r.day is not None)]
    steps = [_around_the_year(later, earlier) for earlier, later in pairwise(days)]
    ups, downs = state.ups + sum(s > 0 for s in steps), state.downs + sum(s < 0 for s in steps)
    counted = replace(state, ups=ups, downs=downs)
    total = ups + downs
    if total < 4:  # pages run from new to old, unless their few days speak against it
        return counted, "newest-first" if downs >= 2 and ups == 0 else None
    most = max(ups, downs)
    if most < _AGREEING * total or 2 * most - total < _BEYOND_CHANCE * total**0.5:
        return counted, None
    return counted, "newest-first" if downs > ups else "oldest-first"


def _around_the_year(later: datetime.date, earlier: datetime.date) -> int:
    """Days between two days, where the year of either may be wrong: the shorter way round."""
    days = (later - earlier).days
    return days if abs(days) > 2 * FORGOTTEN else (days + 182) % 365 - 182


SLACK: Final = 7
"""Days by which a page's order may be out of step: pages sort by hours of posting, texts tell of days."""
_WINDOW: Final = 5
"""Told days that together say how far down the years a page has come; one stray date among them does no harm."""


def walk(
    readings: Sequence[Reading], top: datetime.date | None, recent: list[datetime.date]
) -> tuple[list[datetime.date | None], list[datetime.date | None], list[datetime.date]]:
    """Go down a page from new to old and give each told day its year.

    Args:
        readings: The items, from new to old.
        top: The day that the page itself is of, where it is known.
        recent: The days told last before these items.

    Returns:
        For each item its day, and the day that the page has come down to there; and the last few days told.
    """
    if not recent and top is not None:
        recent = [top]
    told = [r.day for r in readings]
    placed: list[datetime.date | None] = []
    levels: list[datetime.date | None] = []
    for at, reading in enumerate(readings):
        day, level = told[at], median_low(recent) if recent else None
        if day is not None and level is not None and not reading.is_sure:
            following = [d for d in told[at + 1 : at + 1 + _WINDOW] if d is not None]
            day = _in_likely_year(day, level, following)
        placed.append(day)
        levels.append(level or day)
        if day is not None:
            recent = [*recent, day][-_WINDOW:]
    return placed, levels, recent


def _in_likely_year(day: datetime.date, level: datetime.date, following: list[datetime.date]) -> datetime.date:
    """Move a day that is too late for its place on the page to an earlier year, if the page goes on from there."""
    if (day - level).days <= SLACK:
        return day
    year = level.year if (day.month, day.day) <= (level.month, level.day) else level.year - 1
    if not is_day(year, day.month, day.day):
        return day
    earlier = day.replace(year=year)
    if (level - earlier).days <= 183:
        return earlier
    staying = sum((other - level).days > SLACK for other in following)
    return earlier if staying >= 2 and 2 * staying > len(following) else day


def consistent(
    readings: Sequence[Reading], placed: Sequence[datetime.date | None], levels: Sequence[datetime.date | None]
) -> list[str | None]:
    """The own dates that fit their place on the page, from new to old; the others tell history or plans."""
    kept: list[str | None] = [None] * len(placed)
    below: list[datetime.date] = []
    for at in range(len(placed) - 1, -1, -1):
        day, level, own = placed[at], levels[at], readings[at].own
        floor = median_low(below) if below else None
        if day is not None:
            kept[at] = day.isoformat() if _fits((day, day), level, floor) else None
            below = [*below, day][-_WINDOW:]
        elif own is not None and level is not None and _fits(bounds(own), level, floor or level):
            kept[at] = own
    return kept


def _fits(days: tuple[datetime.date, datetime.date], level: datetime.date | None, floor: datetime.date | None) -> bool:
    """Whether an item's days lie between what stands above and below it, with some slack."""
    slack = datetime.timedelta(days=2 * SLACK)
    return (level is None or days[0] <= level + slack) and (floor is None or floor - slack <= days[1])
