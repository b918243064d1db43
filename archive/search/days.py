"""The values of `on:`, `after:`, `before:` and their like: days as people write them, and what they ask of a date.

A value is a prefix date, a range (`2024-09-10/2024-09-17`, also with `..`, open at an end: `2024-10..`), one with a
sign before it (`>=2024-10`), or whatever a text may say of a day: `24.10.2024`, `October 2024`, `Oct 15`, `yesterday`,
`last week`. The latter are read as in texts; what counts from today is written as typed, for it means another day
tomorrow.

`on:` asks for what is known to lie within the days asked for: a text of which only the year is known is no hit of one
of its months, but one of `on~:`, which finds what may lie there and is not known to. `after:2024-10` means from
1 October on, that day included; `before:2024-10` up to 30 September, `until:2024-10` up to 31 October.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from archive.extract.dates.prefixdate import bounds, is_valid
from archive.text import day_order
from archive.text.calendar import DAY_NAMES, MONTHS, WEEKDAY_WORDS
from archive.text.folding import fold

if TYPE_CHECKING:
    from archive.search.query import Field

WEEKDAYS = tuple(map(str.lower, DAY_NAMES))
LONGEST = 60
"""Characters of a day at most."""
_LOOSE = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", re.ASCII)
_COMPARED = re.compile(r"(>=|<=|=|>|<|≥|≤)\s*(.+)")
_ROLLING = re.compile(r"(?:the )?(?:last|past) (\d{1,3}) (day|week|month|year)s?")
_PARTS = re.compile(r"\s*(?:\.\.\.?|…|/|\bto\b|\buntil\b|[–—-](?=\s)|(?<=\s)[–—-])\s*")
_BESIDE = frozenset(("the", "in", "on", "of", "from", "a", "since", "during"))
"""Words that a day may be written with."""
_WORD = re.compile(r"[^\W\d_]+")
_ONE_DAY = datetime.timedelta(days=1)
_TRIED = (datetime.date(2000, 1, 3), datetime.date(2031, 8, 16))
"""Two days that have nothing in common: what means the same on both does not count from today."""

Span = tuple[datetime.date | None, datetime.date | None]
"""First and last day; None is open."""


@dataclass(frozen=True, slots=True)
class Days:
    """Days asked for: from `first` on, and before `until`; None is open."""

    first: datetime.date | None
    until: datetime.date | None


def is_day_value(value: str) -> bool:
    """Whether a text is a date as the query language takes it."""
    return settled(value) is not None


def possible_days(value: str) -> list[str]:
    """The two days, year first, that a date in digits may be which doesn't tell its day from its month; else none."""
    return [day_order.settled(value, order) for order in day_order.ORDERS] if day_order.is_open(value) else []


def is_exact(value: str) -> bool:
    """Whether a text is a prefix date, a range of these, or a word for a day, as one need not explain it."""
    return _exact(value.lower().rstrip(",;"), _TRIED[0]) is not None


def ends_in_day(value: str) -> bool:
    """Whether the last word of some that are a day belongs to it."""
    return value.lower().split()[-1] not in _BESIDE


@lru_cache(1024)
def settled(value: str) -> str | None:
    """A value as queries keep it: a prefix date or range, or as typed if it counts from today; None for no date."""
    spans = [_span(value, day) for day in _TRIED]
    if None in spans:
        return None
    lowered = " ".join(value.lower().split())
    first, second = spans
    if first != second or first is None:
        return lowered
    return lowered if is_valid(lowered) else _written(first)


def counted(value: str, today: datetime.date) -> str | None:
    """What a value that counts from today means on that day, as a prefix date or range; None for any other."""
    span = None if settled(value) != value or _is_plain(value) else _span(value, today)
    return _written(span) if span else None


def asked(field: Field, value: str, today: datetime.date) -> Days:
    """The days that a filter asks for.

    Raises:
        ValueError: The value is no date (`is_day_value` says so beforehand).
    """
    span = _span(value, today)
    if span is None:
        raise ValueError(f"no date: {value!r}")
    first, last = span
    until = None if last is None or last == datetime.date.max else last + _ONE_DAY
    match field:
        case "after":
            return Days(first, None)
        case "before":
            return Days(None, first)
        case "until":
            return Days(None, until)
    return Days(first, until)


def spelt(first: datetime.date | None, until: datetime.date | None) -> str | None:
    """The value that asks for the days from one on and before another; None if there are none, or all."""
    if (first is None and until is None) or (first and until and first >= until):
        return None
    return _written((first, until - _ONE_DAY if until and until > datetime.date.min else None))


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


def _span(value: str, today: datetime.date) -> Span | None:
    """The first and last day of a value; None for no date."""
    text = " ".join(value.split())
    if len(text) > LONGEST:
        return None
    if compared := _COMPARED.fullmatch(text):
        return _from_sign(compared[1], _span(compared[2], today))
    if (exact := _exact(text.lower(), today)) is not None:
        return exact
    ends = _PARTS.split(text)
    is_open = len(ends) == 2 and all(not end or _exact(end.lower(), today) for end in ends)
    told = None if is_open else _told(text, today)
    if told is not None or len(ends) != 2 or not any(ends):
        return told
    first, last = (_span(end, today) if end else (None, None) for end in ends)
    if first is None or last is None:
        return None
    if first[0] and last[1] and last[1] < first[0]:
        first, last = last, first  # whoever names the later day first means the same days
    return (first[0], last[1]) if first[0] or last[1] else None


def _from_sign(sign: str, span: Span | None) -> Span | None:
    first, last = span or (None, None)
    try:
        match sign:
            case ">=" | "≥":
                return (first, None) if first else None
            case "<=" | "≤":
                return (None, last) if last else None
            case ">":
                return (last + _ONE_DAY, None) if last else None
            case "<":
                return (None, first - _ONE_DAY) if first else None
    except OverflowError:
        return None
    return span


def _exact(text: str, today: datetime.date) -> Span | None:
    """The days of a prefix date, of a range of these, or of a word for a day."""
    if text == "today":
        return today, today
    if text == "yesterday":
        return today - _ONE_DAY, today - _ONE_DAY
    if text in WEEKDAYS:
        return _latest(today, WEEKDAYS.index(text))
    try:
        return bounds("/".join(map(_padded, text.replace("..", "/").split("/"))))
    except ValueError:
        return None


def _latest(today: datetime.date, weekday: int) -> Span:
    day = today - datetime.timedelta(days=(today.weekday() - weekday) % 7)
    return day, day


def _told(text: str, today: datetime.date) -> Span | None:
    """The days that a text means, if all of it tells them."""
    from archive.extract.dates.ago import days_ago
    from archive.text.ago import AGO

    lowered = text.lower()
    if day_order.is_open(text) or _LOOSE.fullmatch(text) or (text.isdecimal() and len(text) != len("20241024")):
        return None
    if rolling := _ROLLING.fullmatch(lowered):
        start = _found(f"{rolling[1]} {rolling[2]}s ago", today)
        return (bounds(start)[0], today) if start else None
    if (month := MONTHS.get(fold(lowered).strip("."))) is not None:
        return bounds(f"{today.year - (month > today.month)}-{month:02}")
    if (weekday := WEEKDAY_WORDS.get(fold(lowered).strip("."))) is not None:
        return _latest(today, weekday)
    said = _found(lowered, today) or _found(text.title(), today) or _stamp(lowered)
    if said is None and re.fullmatch(AGO, lowered):
        said = days_ago(lowered, today)
    return bounds(said) if said else None


def _found(text: str, today: datetime.date) -> str | None:
    """The date expression that is the whole of a text."""
    from archive.extract.dates.anchor import Anchor
    from archive.extract.dates.expressions import find_dates

    spans = find_dates(text, Anchor(today.isoformat(), is_bound=True))
    if len(spans) != 1:
        return None
    around = f"{text[: spans[0].start]} {text[spans[0].stop :]}".lower()
    return spans[0].value if _BESIDE.issuperset(around.split()) else None


def _stamp(text: str) -> str | None:
    """A date as records write it, with no word that is no month's."""
    from archive.extract.dates.stamps import parse_stamp

    is_plain = all(fold(word) in MONTHS for word in _WORD.findall(text))
    return parse_stamp(text) if is_plain and not _PARTS.search(text) else None


def _is_plain(value: str) -> bool:
    """Whether a value is written in the form in which dates are kept."""
    return all(_LOOSE.fullmatch(part) or len(part) in (0, 4) for part in value.replace("..", "/").split("/"))


def _written(span: Span) -> str:
    """Days as a prefix date or range, as short as it can be said."""
    first, last = span
    if first is None or last is None:
        return f"{_ends(first)[0] if first else ''}..{_ends(last)[1] if last else ''}"
    for value in (first.isoformat()[:4], first.isoformat()[:7], first.isoformat()):
        if bounds(value) == (first, last):
            return value
    for length in (4, 7):
        ends = first.isoformat()[:length], last.isoformat()[:length]
        if (bounds(ends[0])[0], bounds(ends[1])[1]) == (first, last):
            return "/".join(ends)
    return f"{first}/{last}"


def _ends(day: datetime.date) -> tuple[str, str]:
    """The shortest prefix dates that begin with a day, and that end with it."""
    whole = day.isoformat()
    return edge(day), next(value for value in (whole[:4], whole[:7], whole) if bounds(value)[1] == day)


def _padded(value: str) -> str:
    found = _LOOSE.fullmatch(value)
    return "-".join(part.zfill(2) for part in found.groups() if part) if found else value
