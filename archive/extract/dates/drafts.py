"""Drafts: date expressions as the words give them, before a year, a direction or an anchor is settled.

A point is told in one of two ways: as a place in the calendar (`October 24`, `the first Tuesday of November`), or
from another point (`last week`, `three days ago`, `two weeks before Christmas`). A draft is a point, or two as a range.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

Unit = Literal["day", "week", "weekend", "month", "quarter", "year", "decade", "weekday", "nth"]
Which = Literal["offset", "this", "last", "next", "rolling", "nearest", "told"]

SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""First month of a season of the northern hemisphere, from which most news is written."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A place in the calendar as far as the words give it; `None` is what they leave open."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    """Monday is 0; with `nth` the day itself, else a check on the year beside the day."""
    nth: int = 0
    """Which of the weekdays of the month; -1 is the last."""
    months: int = 1
    """Run of months that starts with `month`: 3 for a season or quarter, 6 for half a year."""
    years: int = 1
    """Run of years that starts with `year`: 10 for a decade, 100 for a century."""
    shift: int | None = None
    """The year as counted from the anchor's: -1 in `June last year`."""
    is_that_year: bool = False
    """Whether the year is the one told before: `October of that year`."""
    feast: str | None = None
    """A feast whose day differs from year to year, in place of month and day."""
    turn: Which | None = None
    """Which one from the anchor: `last` in `last Easter` and `last May`."""
    is_open: bool = False
    """Whether day and month may stand the other way round, for all that the text tells."""


@dataclass(frozen=True, slots=True)
class Told:
    """A point told from another one, by default from the anchor."""

    unit: Unit
    which: Which = "offset"
    """`told` counts from a date told before it, never from the anchor (`the day before`)."""
    number: int = 0
    """With `offset`, units from the base; else the weekday (Monday is 0) or day of the month meant."""
    more: tuple[tuple[Unit, int], ...] = ()
    """Further steps: the three days of `two months and three days ago`; they make the whole exact to the day."""
    base: Point | None = None
    """What it counts from, where the words say it."""
    is_narrative: bool = False
    """Whether it counts from the date told before it in the text (`the following day`)."""
    is_exact: bool = False
    """Whether it counts days rather than calendar units: `two weeks ago`, but `last week`."""
    nth: int = 0
    """Which of the weekdays of the base (-1 is the last), where the unit is `nth`; else the weekday itself."""


Point = Calendar | Told


class Draft(NamedTuple):
    """A point or a range at its place in a text."""

    start: int
    stop: int
    rule: str
    first: Point
    last: Point | None = None
