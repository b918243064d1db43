"""Snippets over time, as bars: one a month, or one a year where months would be too many.

Widths and heights are in percent of the chart, so that it fits a phone and a wide screen without a script.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.text.calendar import SHORT_MONTHS
from archive.web.wording import counted, rounded, written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MOST_MONTHS = 600
"""Fifty years: beyond that, a bar a month is too thin to click."""
MOST_YEARS = 400
"""A stray date in the Middle Ages must not squeeze all the rest: beyond, only the latest are drawn."""
FEWEST = 12
"""Room for so many bars at least, so that a lone one is still a bar."""
LABELS = 7
"""Names of months or years below the bars, about so many."""
LEAST = 1.5
"""Height in percent of the lowest bar that is not empty, so that it can be seen."""

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Bar:
    """One month or year."""

    when: str
    """Prefix date, '2024-10' or '2024'."""
    label: str
    """The same in words."""
    count: int
    left: float
    width: float
    height: float

    @property
    def shown(self) -> str:
        """The count as it is written."""
        return f"{self.count:,}"

    @property
    def top(self) -> float:
        """From above."""
        return round(100 - self.height, 2)

    @property
    def drawn(self) -> float:
        """Its width, with a gap to the next."""
        return round(self.width * 0.84, 3)


@dataclass(frozen=True, slots=True)
class Tick:
    """A name below the bars."""

    label: str
    left: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """A chart of snippets over time."""

    bars: tuple[Bar, ...]
    """In order, the empty ones left out."""
    ticks: tuple[Tick, ...]
    summary: str
    """What the chart shows, in a sentence."""
    unit: str
    """'month' or 'year'."""
    is_rough: bool
    """Whether the counts are estimated from a sample."""


def timeline(months: Mapping[str, int], years: Mapping[int, int], *, is_rough: bool = False) -> Timeline | None:
    """Draw how snippets are spread over time.

    Args:
        months: Snippets by month, `YYYY-MM`.
        years: Snippets that are known to the year alone, by year.
        is_rough: Whether these are estimates.

    Returns:
        The chart; None where there is nothing to draw.
    """
    known = {_index(month): count for month, count in months.items() if count and _MONTH.fullmatch(month)}
    by_year: Counter[int] = Counter()
    for month, count in known.items():
        by_year[month // 12] += count
    by_year.update({int(year): count for year, count in years.items() if count})
    if not by_year:
        return None
    if known and max(known) - min(known) < MOST_MONTHS:
        note = _left_out(sum(years.values()), "known to the year alone")
        return _drawn(known, _month, "month", note, is_rough)
    newest = max(by_year)
    drawn = {year: count for year, count in by_year.items() if year > newest - MOST_YEARS}
    note = _left_out(by_year.total() - sum(drawn.values()), f"from before {newest - MOST_YEARS + 1}")
    return _drawn(drawn, str, "year", note, is_rough)


def _drawn(counts: Mapping[int, int], name: Callable[[int], str], unit: str, note: str, is_rough: bool) -> Timeline:
    last = max(counts)
    first = min(*counts, last - FEWEST + 1)
    width = 100 / (last - first + 1)
    highest = max(counts.values())
    bars = tuple(
        Bar(
            when=name(at),
            label=written(name(at)),
            count=rounded(counts[at]) if is_rough else counts[at],
            left=round((at - first) * width, 3),
            width=round(width, 3),
            height=round(max(LEAST, 100 * counts[at] / highest), 2),
        )
        for at in sorted(counts)
    )
    peak = max(bars, key=lambda bar: bar.count)
    about = "about " if is_rough else ""
    total = rounded(sum(counts.values())) if is_rough else sum(counts.values())
    if len(bars) == 1:
        summary = f"All {about}{counted(total, 'snippet')} {'is' if total == 1 else 'are'} from {peak.label}"
    else:
        summary = (
            f"{about}{counted(total, 'snippet')} from {bars[0].label} to {bars[-1].label}, "
            f"most in {peak.label} ({about}{peak.count:,})"
        )
    return Timeline(bars, _ticks(first, last, width, unit), f"{summary[0].upper()}{summary[1:]}{note}.", unit, is_rough)


def _left_out(number: int, why: str) -> str:
    return f"; {number:,} more {why}" if number else ""


def _ticks(first: int, last: int, width: float, unit: str) -> tuple[Tick, ...]:
    """Names at round places: years for years and long rows of months, months for short ones."""
    shown = last - first + 1
    steps = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600) if unit == "month" else (1, 2, 5, 10, 20, 50, 100)
    step = next((one for one in steps if shown / one <= LABELS), steps[-1])
    start = -(-first // step) * step
    places = range(start, last + 1, step)
    return tuple(Tick(_short(at, step, unit), round((at - first) * width, 3)) for at in places)


def _short(at: int, step: int, unit: str) -> str:
    if unit == "year":
        return str(at)
    if step >= 12:
        return str(at // 12)
    return f"{SHORT_MONTHS[at % 12]} {at // 12}"


def _index(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _month(index: int) -> str:
    return f"{index // 12:04d}-{index % 12 + 1:02d}"
