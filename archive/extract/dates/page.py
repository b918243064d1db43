"""Pages that show no dates, read as a whole: the order in which the days told by their texts run.

News pages run from new to old, logs from old to new. Where the days agree on an order, it tells the year of a day
without one (January above December: the year before), and which days are history. Days are compared around the year,
for before the order is known any year may be wrong.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
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

    @property
    def day(self) -> datetime.date | None:
        """The day, where it is known that exactly."""
        return datetime.date.fromisoformat(self.value) if self.value and len(self.value) == 10 else None


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

    told: int = 0
    """Days told so far."""
    falling: float = 0
    """How many of them fall down the page, at most, less the years that they fall."""
    rising: float = 0
    level: datetime.date | None = None
    """The day that a page from new to old has come down to."""
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
    candidates = [s for s in candidates if not _since(text, s.start) and direction(text, s.start, s.stop) < LOOKS_AHEAD]
    return max(candidates, key=lambda s: (len(s.value) == 10, s.last_day), default=None)


def _since(text: str, start: int) -> bool:
    """Whether a date tells the start of what went on until the text was written."""
    return re.search(r"\b[Ss]ince\s(?:\w+\s){0,8}\Z", text[max(0, start - 90) : start]) is not None


SLACK: Final = 5
"""Days by which a page's order may be out of step: pages sort by hours of posting, texts tell of days."""
_YEARS: Final = 6
"""How many years a day without one may be of: that of the page, or one before."""


class _Run(NamedTuple):
    """Told days that fall down a page, by its last one."""

    level: int
    """The day that the page has come down to."""
    at: int
    day: int
    before: _Run | None


def falling(
    readings: Sequence[Reading], top: datetime.date | None, slack: int = SLACK
) -> tuple[dict[int, datetime.date], float]:
    """The days that fall down a page, each in the year that lets it: most of all, where a year fallen costs a day.

    The other days tell history or plans.

    Args:
        readings: The items, from new to old.
        top: The day above which none may lie, where it is known.
        slack: Days by which one may lie above those before it.

    Returns:
        The days by the number of their item; and how many they are, less the years that they fall.
    """
    runs = [_Run((top or datetime.date.max).toordinal(), -1, 0, None)]  # of each length the one that ends latest
    for at, reading in enumerate(readings):
        longer = []
        for day in map(datetime.date.toordinal, _in_years(reading)):
            size = bisect_right(runs, slack - day, key=lambda run: -run.level)
            if size:
                longer.append((size, _Run(min(day, runs[size - 1].level), at, day, runs[size - 1])))
        for size, run in longer:
            if size == len(runs):
                runs.append(run)
            elif run.level > runs[size].level:
                runs[size] = run
    if len(runs) == 1:
        return {}, 0.0
    high = runs[0 if top else 1].level
    worth, run = max((size - (high - run.level) / 365, run) for size, run in enumerate(runs[1:], 1))
    fallen = []
    while run.before:
        fallen.append((run.at, datetime.date.fromordinal(run.day)))
        run = run.before
    return dict(fallen[::-1]), worth


def _in_years(reading: Reading) -> list[datetime.date]:
    """The day of an item, in all years that it may be of."""
    day = reading.day
    if day is None:
        return []
    years = range(day.year, day.year - (1 if reading.is_sure else _YEARS), -1)
    return [day.replace(year=year) for year in years if is_day(year, day.month, day.day)]


# Chosen on made pages of a news chronicle: of 186 from new to old 127 are found (and none of them turned round), of 136
# from old to new 91, and in 1 of 60 that were shuffled.
_JITTER: Final = 1
"""Days by which an order may be out of step to be one."""
_SHARE: Final = 0.75
"""Of the told days so many must fall, or rise."""
_BEYOND_CHANCE: Final = 1.5
"""By so many more must fall than rise, or the other way round."""


def with_order(
    state: PageState, readings: Sequence[Reading], top: datetime.date | None
) -> tuple[PageState, Order | None]:
    """Which way the days of a page run, as far as it has been read.

    Args:
        state: What the items before these have left.
        readings: The items, as they stand on the page.
        top: The day that the page itself is of, where it is known.
    """
    told = state.told + sum(reading.day is not None for reading in readings)
    down = state.falling + falling(readings, state.level or top, _JITTER)[1]
    up = state.rising + falling(readings[::-1], top, _JITTER)[1]
    counted = replace(state, told=told, falling=down, rising=up)
    if max(down, up) < _SHARE * told or abs(down - up) < _BEYOND_CHANCE:
        return counted, None
    return counted, "newest-first" if down > up else "oldest-first"
