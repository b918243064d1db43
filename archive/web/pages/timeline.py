"""Snippets over time, as bars by day, week, month or year, of one search or of two beside each other.

Widths are in percent of the chart and heights in pixels, so that it fits a phone and a wide screen without a script. A
bar counts what its link finds. What may lie in a bar, but is known less exactly, stands pale on top of it, uncounted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.extract.dates.prefixdate import bounds
from archive.grain import (
    GRAINS,
    MOST_BARS,
    WIDEST,
    Grain,
    Spread,
    Window,
    number_of,
    places,
    value_of,
    window_of,
)
from archive.text.calendar import SHORT_MONTHS
from archive.web.wording import rounded, written

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Iterator, Sequence

FEWEST = 12
"""Room for so many bars at least, so that a lone one is still a bar."""
LABELS = 6
"""Dates below the bars at most, so many as a phone has room for."""
LINES = 3
"""Lines of the scale at most."""
TALL = 100
"""Pixels of the highest bar."""
LEAST = 1.5
"""Pixels of the lowest bar that is not empty, so that it can be seen."""
MOST_LISTED = 2 * MOST_BARS
"""Rows of the table of numbers, which has what lies outside the chart, too."""

_STEPS: tuple[tuple[Grain, int], ...] = (
    ("day", 1), ("day", 2), ("day", 3), ("day", 7), ("day", 14), ("month", 1), ("month", 2), ("month", 3), ("month", 6),
    ("year", 1), ("year", 2), ("year", 5), ("year", 10), ("year", 20), ("year", 50), ("year", 100), ("year", 500),
    ("year", 2000),
)  # fmt: skip
"""How far apart the dates below the bars may be, from near to far."""


@dataclass(frozen=True, slots=True)
class Series:
    """What is to be drawn."""

    spread: Spread
    url: Callable[[str], str]
    """Where a bar leads, by its day, month, year or range of days, as `on:` takes it."""
    name: str = ""
    """What it is called beside another one."""
    is_rough: bool = False
    """Whether the counts are estimated from a sample."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The snippets of one series in one column."""

    count: int
    url: str | None
    """None where nothing is surely there."""
    left: float
    width: float
    height: float
    pale: int
    """Snippets that may be there, but are known less exactly."""
    pale_height: float


@dataclass(frozen=True, slots=True)
class Column:
    """One day, week, month or year."""

    when: str
    """As `on:` takes it."""
    label: str
    """The same in words."""
    first: str
    last: str
    left: float
    width: float
    bars: tuple[Bar, ...]
    is_drawn: bool = True
    """Whether it lies within the chart; strays stand in the table alone."""


Tick = tuple[str, float]
"""A date below the bars, or a number beside them, and where it stands."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A chart of snippets over time."""

    columns: tuple[Column, ...]
    """In order, the empty ones left out."""
    ticks: tuple[Tick, ...]
    lines: tuple[Tick, ...]
    """The scale, in pixels from above."""
    summary: str
    """What the chart shows, in sentences."""
    unit: Grain
    names: tuple[str, ...]
    """Of the series, where there are several."""
    is_rough: bool
    has_pale: bool
    first: str
    """First day of the chart."""
    last: str


def timeline(*series: Series) -> Timeline | None:
    """Draw how the snippets of one series, or of two, are spread over time; None where they are too few for a chart."""
    window = window_of(*(one.spread for one in series))
    return _Drawing(series, window).drawn() if window else None


class _Drawing:
    """A chart in the making."""

    def __init__(self, series: Sequence[Series], window: Window) -> None:
        self.series = series
        self.window = window
        self.grain = window.grain
        self.sure = [one.spread.sure[self.grain] for one in series]
        self.pale = [one.spread.may_be(self.grain) for one in series]
        spare = max(0, FEWEST - (window.last - window.first + 1))
        self.start = window.first - spare // 2
        self.width = 100 / (window.last - window.first + 1 + spare)
        self.highest = max(
            sure.get(at, 0) + pale.get(at, 0)
            for sure, pale in zip(self.sure, self.pale, strict=True)
            for at in {*sure, *pale}
            if self.is_drawn(at)
        )

    def is_drawn(self, at: int) -> bool:
        return self.window.first <= at <= self.window.last

    def drawn(self) -> Timeline:
        numbers = sorted({at for bars in (*self.sure, *self.pale) for at, number in bars.items() if number})
        listed = set([at for at in numbers if not self.is_drawn(at)][-MOST_LISTED:])
        columns = tuple(self.column(at) for at in numbers if self.is_drawn(at) or at in listed)
        first, _ = bounds(value_of(self.window.first, self.grain))
        _, last = bounds(value_of(self.window.last, self.grain))
        return Timeline(
            columns=columns,
            ticks=tuple(self.ticks(first, last)),
            lines=tuple((_short(value), round(TALL - TALL * value / self.highest, 1)) for value in self.scale()),
            summary=self.summary(columns),
            unit=self.grain,
            names=tuple(one.name for one in self.series) if len(self.series) > 1 else (),
            is_rough=self.is_rough,
            has_pale=any(bar.pale for column in columns for bar in column.bars),
            first=first.isoformat(),
            last=last.isoformat(),
        )

    @property
    def is_rough(self) -> bool:
        return any(one.is_rough for one in self.series)

    def column(self, at: int) -> Column:
        value = value_of(at, self.grain)
        first, last = bounds(value)
        left = (at - self.start) * self.width
        return Column(
            when=value.replace("/", ".."),
            label=written(value),
            first=first.isoformat(),
            last=last.isoformat(),
            left=round(left, 3),
            width=round(self.width, 3),
            bars=tuple(self.bar(number, at, left, value.replace("/", "..")) for number in range(len(self.series))),
            is_drawn=self.is_drawn(at),
        )

    def bar(self, number: int, at: int, left: float, when: str) -> Bar:
        one, count, pale = self.series[number], self.sure[number].get(at, 0), self.pale[number].get(at, 0)
        wide = self.width * 0.84 / len(self.series)
        height = max(LEAST, TALL * count / self.highest) if count else 0
        pale_height = max(LEAST, TALL * pale / self.highest) if pale else 0
        return Bar(
            count=rounded(count) if one.is_rough else count,
            url=one.url(when) if count else None,
            left=round(left + number * wide, 3),
            width=round(wide, 3),
            height=round(height, 2),
            pale=pale,
            pale_height=round(pale_height, 2),
        )

    def summary(self, columns: Iterable[Column]) -> str:
        """From when to when, where most are if that is one place, and what is not drawn."""
        shown = [column for column in columns if column.is_drawn and any(bar.count for bar in column.bars)]
        told = f"By {self.grain}"
        if shown:
            ends = dict.fromkeys((shown[0].label, shown[-1].label))
            told += f", {' to '.join(ends)}"
        if shown and len(self.series) == 1:
            peak = max(shown, key=lambda column: column.bars[0].count)
            about = "about " if self.is_rough else ""
            if len(shown) == 1:
                told += f": {about}{peak.bars[0].count:,}"
            elif sum(column.bars[0].count == peak.bars[0].count for column in shown) == 1:
                told += f", most {'on' if self.grain == 'day' else 'in'} {peak.label} ({about}{peak.bars[0].count:,})"
        return ". ".join((told, *self.notes())) + "."

    def notes(self) -> Iterator[str]:
        several, vague = self.less_exact()
        if several:
            yield f"Pale: {several:,} that may be of one {self.grain} or another"
        if vague:
            yield f"{vague:,} known less exactly"
        before = self.strays(lambda at: at < self.window.first)
        if before:
            yield f"{before:,} from before {written(value_of(self.window.first, self.grain).partition('/')[0])}"
        after = self.strays(lambda at: at > self.window.last)
        if after:
            yield f"{after:,} from after {written(value_of(self.window.last, self.grain).rpartition('/')[2])}"

    def less_exact(self) -> tuple[int, int]:
        """How many may be in one of several bars, and how many can't be drawn at all."""
        several = vague = 0
        for one in self.series:
            for value, number in one.spread.loose.items():
                first, last = getattr(places(value), self.grain)
                several += number if 0 < last - first < WIDEST else 0
                vague += number if last - first >= WIDEST else 0
        return self.about(several), self.about(vague)

    def strays(self, is_one: Callable[[int], bool]) -> int:
        return self.about(sum(number for bars in self.sure for at, number in bars.items() if is_one(at)))

    def about(self, number: int) -> int:
        return rounded(number) if self.is_rough else number

    def scale(self) -> list[int]:
        """Round numbers up to the highest bar."""
        step = next(
            one for power in range(12) for one in (10**power, 2 * 10**power, 5 * 10**power)
            if self.highest // one <= LINES
        )  # fmt: skip
        return list(range(step, self.highest + 1, step))

    def ticks(self, first: datetime.date, last: datetime.date) -> Iterator[Tick]:
        """Dates below the bars, as near to each other as there is room for them."""
        days: list[datetime.date] = []
        for unit, step in _STEPS:
            if not _suits(unit, step, self.grain):
                continue
            days = list(_starts(unit, step, first, last))
            if len(days) <= LABELS:
                break
        for day in days or [first]:
            label = _label(day, unit) if days else written(value_of(self.window.first, self.grain).partition("/")[0])
            yield label, round((number_of(day, self.grain) - self.start) * self.width, 3)


def _starts(unit: Grain, step: int, first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    """Days on which a unit begins, every so many of them, from one day to another."""
    start, stop = number_of(first, unit), number_of(last, unit)
    if (stop - start) // step > 2 * LABELS:
        stop = start + step * 2 * LABELS  # too many in any case
    for number in range(start, stop + 1):
        if (number - (start if unit == "day" else 0)) % step == 0 and number > 0:
            day = bounds(value_of(number, unit))[0]
            if day >= first:
                yield day


def _suits(unit: Grain, step: int, grain: Grain) -> bool:
    """Whether each such date has a bar of its own."""
    return step >= 7 if (unit, grain) == ("day", "week") else GRAINS.index(unit) >= GRAINS.index(grain)


def _label(day: datetime.date, unit: Grain) -> str:
    month = SHORT_MONTHS[day.month - 1]
    return {"day": f"{day.day} {month}", "month": f"{month} {day.year}"}.get(unit, str(day.year))


def _short(number: int) -> str:
    """A round number with few signs: '20', '1,500', '20k', '3M'."""
    for size, sign in ((1_000_000, "M"), (10_000, "k")):
        if number >= size:
            return f"{number / (1000 if sign == 'k' else size):g}{sign}"
    return f"{number:,}"
