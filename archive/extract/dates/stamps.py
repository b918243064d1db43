"""Stamps: the date field of a record, in whatever form its maker wrote it, as a prefix date.

A stamp is read in its own zone: `2024-10-24T23:30:00-08:00` is 24 October, the day its readers saw. What it
leaves open stays open (`October 2024` is `2024-10`), and what can't be read with confidence is None rather than
a guess: a wrong date is worse than none, for the text and its neighbours can still tell.

Which of two small numbers is the day is told by `text.day_order`. Where nothing tells (`03/04/2024`), only the year is
certain: readers settle the dates of a source before, by all of them together.
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from archive.extract.dates.prefixdate import is_day, prefix
from archive.text.calendar import MONTHS
from archive.text.day_order import full_year, in_numbers
from archive.text.folding import fold
from archive.text.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterable

_YEARS: Final = range(1000, 2100)
_UNSET: Final = frozenset({"1970-01-01", "1969-12-31", "1904-01-01", "1900-01-01", "1899-12-30", "1899-12-31"})
"""Where the clocks of computers and tables begin, in one zone or another: a date that was never set."""
_LONGEST: Final = 200
"""Characters looked at: no stamp is longer, and hostile fields are."""
_AROUND: Final = " \t\r\n\x00\"'"
_REMEMBERED: Final = 1024
"""Items that lie together are often of one day."""

CLOCK: Final = re.compile(
    r"""(?:(?<=\d[T ])|(?<![\d:])) (?P<hour>\d{1,2})
        (?: : | [ ]?h[ ]?(?=\d) | \.(?=\d\d\s?(?:uhr|[ap]\.?m)) ) (?P<minute>\d\d)
        (?: :\d\d (?:[.,]\d+)? )? (?![\d:]) (?: \s{0,2} (?: uhr\b | (?P<half>[ap]) \.?m\b\.? ) )?
        \s{0,2} (?: (?P<utc>z\b|utc|gmt) (?:[+-]\d{1,2}(?![\d:]))? )? \s{0,2} (?P<offset>[+-]\d\d:?\d\d(?!\d))?""",
    re.VERBOSE | re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(?:(\d\d)(?:(\d\d)(?:\d{4}|\d{6}|T\d{2,6}.*)?)?)?", re.ASCII | re.DOTALL)
_COUNT = re.compile(r"(?:/Date\()?(\d{9}|(\d{10})(?:\d{3}){0,3})(?:\.\d+|(?:[+-]\d{4})?\)/)?", re.ASCII)
"""Since 1970: seconds, or thousandths, millionths or billionths of them."""
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})(?:[/.-]|\s?[年년])\s?(\d{1,2})(?:[/.-]|\s?[月월])(?:\s?(\d{1,2}))?(?!\d)")
_NAMED = re.compile(
    r"""\b (?: (?P<d1>\d{1,2})[ ]m(?P<m1>\d+)[ ](?P<y1>\d{4}|\d\d)  # 24 Oct 2024
        | (?P<y2>\d{4})[ ]m(?P<m2>\d+) (?:[ ](?P<d2>\d{1,2}))?  # 2024 October, 2024 Oct 24
        | m(?P<m3>\d+)[ ](?P<d3>\d{1,2}) (?:[ ]x){0,3}[ ](?P<y3>\d{4}|\d\d)  # Oct 24, 2024
        | m(?P<m4>\d+)[ ](?P<y4>\d{4}) ) \b""",  # October 2024
    re.VERBOSE,
)
_MONTH = re.compile(r"(?<![\w.,/-])(?:(?P<y>\d{4})[/.-](?P<m>\d\d)|(?P<m2>\d{1,2})[/.-](?P<y2>\d{4}))(?!\d)")
_YEAR_ALONE = re.compile(r"(?<![\w.,:/-])\d{4}(?![\w:/-])")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_FILLERS: Final = words("date_fillers")
"""Words that may stand between day, month and year."""


@lru_cache(_REMEMBERED)
def parse_stamp(text: str | float) -> str | None:
    """Read a record's own date field.

    Args:
        text: ISO 8601, RFC 822 and its sloppy relatives, dates with a month's name in the languages of common news
            sites, numeric dates, or a number: seconds, milliseconds, microseconds or nanoseconds since 1970, or
            `20241024`.

    Returns:
        A prefix date (`2024`, `2024-10` or `2024-10-24`) in the stamp's own zone, or None for what is no date,
        lacks the year, lies outside the calendar or the years 1000 to 2099, or is a clock's zero. Never raises.
    """
    stamp = str(text)[:_LONGEST].strip(_AROUND)
    if (compact := _COMPACT.fullmatch(stamp)) is not None:
        return _checked(compact.groups())
    if (seconds := _seconds(stamp)) is not None:
        day = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
        return _checked((day.year, day.month, day.day))
    if (match := _YEAR_FIRST.search(stamp)) is not None:
        return _checked(match.groups())
    return _from_text(CLOCK.sub(" ", stamp))


@lru_cache(_REMEMBERED)
def stamp_hour(text: str | float) -> str | None:
    """The time of the day of a record's own date field.

    Returns:
        '14:32', '14:32Z' or '14:32+02:00', as SQLite reads it; None where there is none, or midnight sharp, which
        makers of records write for a day alone.
    """
    stamp = str(text)[:_LONGEST].strip(_AROUND)
    seconds, clock = _seconds(stamp), CLOCK.search(stamp)
    if seconds is not None:
        hour, minute, zone = seconds // 3600 % 24, seconds // 60 % 60, "Z"
    elif clock is not None:
        hour, minute, offset = int(clock["hour"]), int(clock["minute"]), clock["offset"]
        if clock["half"] and 1 <= hour <= 12:
            hour = hour % 12 + (12 if clock["half"].lower() == "p" else 0)
        zone = f"{offset[:3]}:{offset[-2:]}" if offset else "Z" if clock["utc"] else ""
    else:
        return None
    return f"{hour:02}:{minute:02}{zone}" if hour <= 23 and minute <= 59 and (hour or minute) else None


def _seconds(stamp: str) -> int | None:
    """Seconds since 1970 of a number that counts from there."""
    count = None if _COMPACT.fullmatch(stamp) else _COUNT.fullmatch(stamp)
    return int(count[2] or count[1]) if count else None


def _from_text(stamp: str) -> str | None:
    """A stamp without its clock: dates all in numbers first, for `mar` may be a Tuesday, then names of months."""
    if (numbers := in_numbers(stamp)) is not None:
        return _checked(numbers)
    tokens = " ".join(filter(None, map(_token, _WORD.findall(stamp))))
    if (match := _NAMED.search(tokens) or _MONTH.search(stamp)) is not None:
        said = {part[0]: value for part, value in match.groupdict().items() if value}
        return _checked((full_year(said["y"]), said["m"], said.get("d")))
    years = _YEAR_ALONE.findall(stamp)
    return _checked(years) if len(years) == 1 and len(stamp.split()) <= 2 else None


def _token(word: str) -> str:
    """A number, `m10` for a month's name, nothing for a word that may stand beside them, `x` for any other."""
    key = fold(word)
    return word if word.isdecimal() else f"m{MONTHS[key]}" if key in MONTHS else "" if key in _FILLERS else "x"


def _checked(numbers: Iterable[str | int | None]) -> str | None:
    """Year, month and day as a prefix date, if the calendar has it; databases write unknown parts as 00."""
    known = list(takewhile(bool, (int(number) for number in numbers if number is not None)))
    year, month, day = (*known, 0, 0, 0)[:3]
    if year not in _YEARS or not is_day(year, month or 1, day or 1):
        return None
    value = prefix(*known)
    return None if value in _UNSET else value
