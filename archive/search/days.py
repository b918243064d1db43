"""The values of `on:`, `after:` and `before:`, and what they ask of `sightings.dated`.

A value is a prefix date, a range (`2024-09-10/2024-09-17`, also with `..`), `today`, `yesterday`, or a weekday, which
is the latest such day up to today. `on:` asks that the two share a day; `after:2024-10` means from 1 October on, that
day included; `before:2024-10` means up to 30 September. So `after:a before:b` never overlaps `after:b before:c`, and a
snippet that is known only to the month or year counts wherever it may belong.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Literal

from archive.extract.dates.prefixdate import bounds
from archive.text.calendar import DAY_NAMES

WEEKDAYS = tuple(map(str.lower, DAY_NAMES))
_LOOSE = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", re.ASCII)
_ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """Days asked for: from `first` on, and before `until`; None is open."""

    first: datetime.date | None
    until: datetime.date | None


def is_day_value(value: str) -> bool:
    """Whether a text is a date as the query language writes it."""
    try:
        _bounds(value, datetime.date(2000, 1, 3))
    except ValueError:
        return False
    return True


def asked(field: Literal["on", "after", "before"], value: str, today: datetime.date) -> Days:
    """The days that a date filter asks for.

    Raises:
        ValueError: The value is no date (`is_day_value` says so beforehand).
    """
    first, last = _bounds(value, today)
    if field == "after":
        return Days(first, None)
    if field == "before":
        return Days(None, first)
    return Days(first, last + _ONE_DAY if last < datetime.date.max else None)


def edge(day: datetime.date) -> str:
    """The shortest prefix date that begins with that day: texts from it on, in order, begin no earlier.

    `2024-10-24` is itself, 1 October 2024 is `2024-10`, 1 January 2024 is `2024`. So `dated < edge(day)` holds just
    for those values of `dated` whose first day lies before `day`; but for ranges from a whole month or year
    (`2024-10/2024-12` comes after `2024-10-31`), which are those from one of the `holders` of the day.
    """
    return day.isoformat().removesuffix("-01").removesuffix("-01")


def holders(day: datetime.date) -> tuple[str, ...]:
    """The month and year that hold a day but begin before it: `2024-10` and `2024` for 24 October 2024."""
    start = edge(day)
    return tuple(wider for wider in (start[:7], start[:4]) if len(wider) < len(start))


def ceiling(day: datetime.date) -> str:
    """A text that comes after every value of `dated` whose first day lies before `day`, in order."""
    start = edge(day)
    return start if len(start) == 4 else start[:4] + "0"


def _bounds(value: str, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    lowered = value.lower()
    if lowered == "today":
        return today, today
    if lowered == "yesterday":
        return today - _ONE_DAY, today - _ONE_DAY
    if lowered in WEEKDAYS:
        day = today - datetime.timedelta(days=(today.weekday() - WEEKDAYS.index(lowered)) % 7)
        return day, day
    return bounds("/".join(map(_padded, lowered.replace("..", "/").split("/"))))


def _padded(value: str) -> str:
    found = _LOOSE.fullmatch(value)
    return "-".join(part.zfill(2) for part in found.groups() if part) if found else value
