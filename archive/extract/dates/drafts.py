"""Drafts: date expressions as the words give them, before a year, a direction or an anchor is settled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

Unit = Literal["day", "week", "weekend", "month", "year", "decade", "weekday", "month-name", "season", "nth"]
Which = Literal["offset", "this", "last", "next", "rolling", "nearest"]

SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""First month of a season of the northern hemisphere, from which most news is written."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the calendar as far as the words give it; `None` is what they leave open."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    """Monday is 0; a check on the year where the words name the weekday beside the day."""
    months: int = 1
    """Run of months that starts with `month`: 3 for a season or quarter, 6 for half a year."""
    years: int = 1
    """Run of years that starts with `year`: 10 for a decade."""
    feast: str | None = None
    """A feast whose day differs from year to year, in place of month and day."""


@dataclass(frozen=True, slots=True)
class CalendarDraft:
    """A date of the calendar, or two as a range."""

    start: int
    stop: int
    rule: str
    first: Point
    last: Point | None = None


@dataclass(frozen=True, slots=True)
class RelativeDraft:
    """A date told from another one: `last month`, `on Monday`, `three days ago`."""

    start: int
    stop: int
    rule: str
    unit: Unit
    which: Which
    number: int = 0
    """With `offset`, units from the anchor; else the weekday (Monday is 0), month, season or day meant."""
    last: int | None = None
    """The weekday that ends a run such as `Monday to Wednesday`."""
    is_narrative: bool = False
    """Whether it counts from the date told before it in the text (`the following day`)."""


Draft = CalendarDraft | RelativeDraft

Reader = Callable[[str, int], Draft | None]
"""Reads the one expression that starts at a place of a text, or says that none does."""

DIGITS: Final = "0"
"""Stands for any number where readers are looked up by the word that an expression starts with."""
