"""Days, weeks, months and years as the bars of a timeline: which of them suits some dates, and what falls into each.

A date falls into a bar where all of it does: `2024-10` into October and into 2024, and into no day. A date that is
known less exactly than a grain, but lies within a few of its bars, may belong to any of them: it counts for none, and
is told apart as what may be there.
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from archive.extract.dates.prefixdate import bounds, is_valid, prefix

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Grain = Literal["day", "week", "month", "year"]
GRAINS: Final[tuple[Grain, ...]] = ("day", "week", "month", "year")
"""From fine to coarse."""
FEWEST_BARS: Final = 20
MOST_BARS: Final = 120
"""So many bars are wanted, where the days allow it."""
FEWEST: Final = 5
"""Fewer snippets are no timeline: a list says it better."""
WIDEST: Final = 4
"""A date that lies across so many bars at most may be in any of them; what is known less exactly is in none."""
STRAY: Final = 0.03
"""Up to such a share of the dates, or one alone, on either side, is left out where the rest is far closer together."""
FAR: Final = 2
"""Far closer: in less than one part of so many."""
KNOWN: Final = 0.5
"""A grain must place so much of what the coarsest one does."""

Bars: TypeAlias = "Mapping[int, int]"
"""Snippets by the number of a bar (see `numbers_of`)."""


def number_of(day: datetime.date, grain: Grain) -> int:
    """The number of the bar that a day lies in; bars that follow each other have numbers that do."""
    if grain == "day":
        return day.toordinal()
    if grain == "week":
        return (day.toordinal() - 1) // 7  # 1 January of the year 1 was a Monday
    return day.year if grain == "year" else day.year * 12 + day.month - 1


def value_of(number: int, grain: Grain) -> str:
    """A bar as a prefix date, or for a week as a range: '2024-10-14/2024-10-20'."""
    if grain == "day":
        return datetime.date.fromordinal(number).isoformat()
    if grain == "week":
        days = (number * 7 + 1, min(number * 7 + 7, datetime.date.max.toordinal()))
        return "/".join(datetime.date.fromordinal(day).isoformat() for day in days)
    return prefix(number) if grain == "year" else prefix(number // 12, number % 12 + 1)


def number_in(value: str, grain: Grain) -> int:
    """The number of the bar that `value_of` has written so."""
    if grain in ("day", "week"):
        return number_of(datetime.date.fromisoformat(value[:10]), grain)
    return int(value) if grain == "year" else int(value[:4]) * 12 + int(value[5:]) - 1


class Places(NamedTuple):
    """The first and last bar that a date touches, by grain in the order of GRAINS."""

    day: tuple[int, int]
    week: tuple[int, int]
    month: tuple[int, int]
    year: tuple[int, int]


@lru_cache(1 << 14)
def places(value: str) -> Places:
    """The bars that a prefix date or range lies in.

    Raises:
        ValueError: It is neither.
    """
    first, last = bounds(value)
    return Places(*((number_of(first, grain), number_of(last, grain)) for grain in GRAINS))


@dataclass(frozen=True, slots=True)
class Spread:
    """How snippets are spread over time, in every grain."""

    sure: Mapping[Grain, Bars]
    """Snippets by bar, each counted once in a bar, however many of its days lie there."""
    loose: Mapping[str, int]
    """Snippets by dates that are no single day."""

    def may_be(self, grain: Grain) -> Bars:
        """Snippets that may be in a bar, but are not surely there."""
        found: Counter[int] = Counter()
        for value, number in self.loose.items():
            first, last = getattr(places(value), grain)
            if 0 < last - first < WIDEST:
                found.update(dict.fromkeys(range(first, last + 1), number))
        return found


NOWHERE: Final = Spread({key: {} for key in GRAINS}, {})
"""Of no snippets."""


def spread(days: Iterable[tuple[str, int]]) -> Spread:
    """Put snippets into bars.

    Args:
        days: Dates of a snippet's sightings, with commas between, and how many snippets have just these.
    """
    sure: dict[Grain, Counter[int]] = {grain: Counter() for grain in GRAINS}
    loose: Counter[str] = Counter()
    for joined, number in days:
        inside, vague = _bars_of(joined)
        for grain, bars in zip(GRAINS, inside, strict=True):
            for bar in bars:
                sure[grain][bar] += number
        for value in vague:
            loose[value] += number
    return Spread(sure, loose)


@lru_cache(1 << 16)
def _bars_of(joined: str) -> tuple[tuple[frozenset[int], ...], frozenset[str]]:
    """By grain the bars that hold one of the dates, and those dates that are no day."""
    values = [value for value in joined.split(",") if is_valid(value)]
    placed = [places(value) for value in values]
    inside = tuple(frozenset(one[at][0] for one in placed if one[at][0] == one[at][1]) for at in range(len(GRAINS)))
    return inside, frozenset(value for value, one in zip(values, placed, strict=True) if one.day[0] != one.day[1])


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a spread that a timeline shows."""

    grain: Grain
    first: int
    last: int


def window_of(*spreads: Spread) -> Window | None:
    """The grain that suits some spreads, drawn together, and the bars to draw: from 20 to 120 where the days allow it.

    A grain that would place less than half of what is known is no choice. Strays far away are left out.

    Returns:
        None where there are too few snippets for a timeline.
    """
    weighed = {grain: _weights(spreads, grain) for grain in GRAINS}
    most = max(weights.total() for weights in weighed.values())
    windows = [
        Window(grain, *_core(weights))
        for grain, weights in weighed.items()
        if weights and weights.total() >= KNOWN * most
    ]
    return min(windows, key=_misfit) if most >= 2 * FEWEST else None


def _weights(spreads: Iterable[Spread], grain: Grain) -> Counter[int]:
    """Where the snippets of all spreads are, each twice: those that may be in several bars, at both ends of them."""
    found: Counter[int] = Counter()
    for one in spreads:
        found.update({bar: 2 * number for bar, number in one.sure[grain].items()})
        for value, number in one.loose.items():
            first, last = getattr(places(value), grain)
            if 0 < last - first < WIDEST:
                found.update({first: number})
                found.update({last: number})
    return found


def _core(weights: Counter[int]) -> tuple[int, int]:
    """The first and last bar, without strays where the rest is far closer together."""
    bars = sorted(weights)
    spare = max(2, int(weights.total() * STRAY))
    first, last = _past(bars, weights, spare), _past(bars[::-1], weights, spare)
    is_far = first <= last and (last - first + 1) * FAR < bars[-1] - bars[0] + 1
    return (first, last) if is_far else (bars[0], bars[-1])


def _past(bars: list[int], weights: Counter[int], spare: int) -> int:
    """The first of some bars before which lie no more than so many snippets."""
    for bar in bars:
        spare -= weights[bar]
        if spare < 0:
            return bar
    return bars[-1]


def _misfit(window: Window) -> float:
    """How many times too many or too few bars there are; the finer of equals comes first."""
    shown = window.last - window.first + 1
    return max(1.0, shown / MOST_BARS, FEWEST_BARS / shown)


def value_between(first: datetime.date, last: datetime.date) -> str:
    """The days from one to another as short as they can be written: '2024-10' for all of October 2024."""
    for grain in ("year", "month", "day"):
        value = value_of(number_of(first, grain), grain)
        if bounds(value) == (first, last):
            return value
    return f"{first.isoformat()}/{last.isoformat()}"
