"""Stamps: the date field of a record, in whatever form its maker wrote it, as a prefix date.

A stamp is read in its own zone: `2024-10-24T23:30:00-08:00` is 24 October, the day its readers saw. What it
leaves open stays open (`October 2024` is `2024-10`), and what can't be read with confidence is None rather than
a guess: a wrong date is worse than none, for the text and its neighbours can still tell.

Which of two small numbers is the day: a number above 12; else the first, where dots divide them (`03.04.2024` is 3
April); else what the weekday before them tells. Where nothing does (`03/04/2024`), only the year is certain: readers
settle the dates of a source before, by all of them together.
"""

from __future__ import annotations

import datetime
import math
import re
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from archive.extract.dates.prefixdate import full_year, is_day, prefix
from archive.text.calendar import MONTHS
from archive.text.day_order import is_open, proven
from archive.text.folding import fold
from archive.text.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Callable

_YEARS: Final = range(1000, 2100)
_UNSET: Final = frozenset({"1970-01-01", "1969-12-31", "1904-01-01", "1900-01-01", "1899-12-30", "1899-12-31"})
"""Where the clocks of computers and tables begin, in one zone or another: a date that was never set."""
_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_LONGEST: Final = 200
"""Characters looked at: no stamp is longer, and hostile fields are."""

_CLOCK = re.compile(
    r"""(?:(?<=\d[T ])|(?<![\d:])) (?P<hour>\d{1,2}) (?: : | [ ]?h[ ]?(?=\d) ) (?P<minute>\d\d)
        (?: :\d\d (?:[.,]\d+)? )? (?![\d:]) (?: \s{0,2} (?P<half>[ap]) \.?m\b\.? )?
        \s{0,2} (?: (?P<utc>z\b|utc|gmt) (?:[+-]\d{1,2}(?![\d:]))? )? \s{0,2} (?P<offset>[+-]\d\d:?\d\d(?!\d))?""",
    re.VERBOSE | re.IGNORECASE,
)
_ISO = re.compile(
    r"""(?<![\d.,]) (?P<y>\d{4})
        (?: -(?P<m>\d\d) (?: -(?P<d>\d\d) )? (?!-?\d)
        | -?W(?P<w>\d\d) (?: -?(?P<wd>[1-7]) )? (?!\d)
        | -(?P<o>\d{3}) (?!-?\d) )""",
    re.VERBOSE,
)
_COMPACT = re.compile(r"^(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?:\d{4}|\d{6}|T\d{2,6}.*)?$", re.DOTALL)
_CJK = re.compile(r"(?P<y>\d{4})\s?[年년]\s?(?:(?P<m>\d{1,2})\s?[月월]\s?(?:(?P<d>\d{1,2})\s?[日일])?)?")
_YEAR_FIRST = re.compile(r"(?<!\d)(?P<y>\d{4})(?P<sep>[/.-]\s?| )(?P<m>\d{1,2})(?:(?P=sep)(?P<d>\d{1,2}))?(?!\d)")
_YEAR_LAST = re.compile(
    r"(?<![\d.,])(?P<a>\d{1,2})(?P<sep>\s?[/.\u2044-]\s?)(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d\d)(?![\d])"
)
_MONTH_YEAR = re.compile(r"(?<![\d.,/-])(?P<m>\d{1,2})[/.-](?P<y>\d{4})(?![\d])")
_YEAR_ALONE = re.compile(r"(?<![\w.,:/-])\d{4}(?![\w:/-])")
_DOTNET = re.compile(r"/Date\((\d{1,15})")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_REMEMBERED: Final = 1024
_FILLERS: Final = words("date_fillers")
"""Words that may stand between day, month and year."""


def parse_stamp(text: str | float) -> str | None:
    """Read a record's own date field.

    Args:
        text: ISO 8601 (calendar, week and ordinal dates, basic or extended), RFC 822 and its sloppy
            relatives, dates with a month's name in the languages of common news sites, numeric dates, or a
            number: seconds, milliseconds, microseconds or nanoseconds since 1970, or `20241024`.

    Returns:
        A prefix date (`2024`, `2024-10` or `2024-10-24`) in the stamp's own zone, or None for what is no date,
        lacks the year, lies outside the calendar or the years 1000 to 2099, or is a clock's zero. Never raises.
    """
    if isinstance(text, bool):
        return None
    if isinstance(text, int | float):
        return _from_number(float(text)) if not isinstance(text, int) or text.bit_length() < 64 else None
    if not isinstance(text, str):  # records hold null and worse where a date should be
        return None
    return _from_written(text[:_LONGEST])


@lru_cache(_REMEMBERED)
def _from_written(text: str) -> str | None:
    """Items that lie together are often of one day."""
    stamp = text.strip().strip("\x00\"'")
    if not stamp:
        return None
    if _is_number(stamp):
        return _from_digits(stamp)
    return _from_text(stamp)


@lru_cache(_REMEMBERED)
def stamp_hour(text: str | float) -> str | None:
    """The time of the day of a record's own date field.

    Returns:
        '14:32', '14:32Z' or '14:32+02:00', as SQLite reads it; None where there is none, or midnight sharp, which
        makers of records write for a day alone.
    """
    stamp = str(text)[:_LONGEST].strip().strip("\x00\"'")
    if _is_number(stamp):
        seconds = _seconds(float(stamp)) if len(stamp.partition(".")[0]) > 8 and not _COMPACT.match(stamp) else None
        found = None if seconds is None else f"{int(seconds) % 86_400 // 3600:02}:{int(seconds) % 3600 // 60:02}Z"
        return None if found == "00:00Z" else found
    clock = _CLOCK.search(stamp)
    if clock is None:
        return None
    hour, minute = int(clock["hour"]), int(clock["minute"])
    if clock["half"] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if clock["half"].lower() == "p" else 0)
    if hour > 23 or minute > 59 or not (hour or minute):
        return None
    offset = clock["offset"]
    zone = f"{offset[:3]}:{offset[-2:]}" if offset else "Z" if clock["utc"] else ""
    return f"{hour:02}:{minute:02}{zone}"


def _is_number(stamp: str) -> bool:
    whole, _, fraction = stamp.partition(".")
    return whole.isdecimal() and len(whole) != 2 and len(whole) <= 20 and (not fraction or fraction.isdecimal())


def _from_digits(stamp: str) -> str | None:
    """A stamp of digits alone: compact dates by their length, else a count since 1970."""
    digits, dot, fraction = stamp.partition(".")
    if dot and len(digits) <= 4 and fraction:  # '2024.10' is a month; '10.2024' is too
        return _from_text(stamp)
    if len(digits) in {8, 12, 14} and (match := _COMPACT.fullmatch(digits)) is not None:
        found = _checked(int(match["y"]), int(match["m"]), int(match["d"]))
        if found or len(digits) == 8:
            return found
    if len(digits) == 6:
        return _checked(int(digits[:4]), int(digits[4:]))
    if len(digits) == 7:
        return _ordinal(int(digits[:4]), int(digits[4:]))
    if len(digits) == 4:
        return _checked(int(digits))
    return _from_number(float(digits)) if len(digits) > 8 else None


def _from_number(number: float) -> str | None:
    """A number of a JSON or CSV field: a year, a compact date, or a count since 1970 by its size."""
    if not math.isfinite(number) or number < 0:
        return None
    if number < 100_000_000:
        return _from_digits(str(int(number))) if number == int(number) and number >= 1000 else None
    seconds = _seconds(number)
    if seconds is None:
        return None
    day = _EPOCH + datetime.timedelta(seconds=int(seconds))
    return _checked(day.year, day.month, day.day)


def _seconds(number: float) -> float | None:
    """Seconds since 1970 of a count of these or of a thousandth, millionth or billionth of them, told by its size."""
    for unit in (1, 1e3, 1e6, 1e9):  # the ranges of plausible years (1973 to 2199) don't overlap
        if 1e8 <= number / unit < 7.26e9:
            return number / unit
    return None


def _from_text(stamp: str) -> str | None:
    for pattern, read in _MACHINE_FORMS:
        if (match := pattern.search(stamp)) is not None:
            return read(match)
    timeless = _CLOCK.sub(" ", stamp)
    named = _with_month_name(timeless)
    if named is not None:
        return _checked(*named)
    if (match := _YEAR_LAST.search(timeless)) is not None:
        if is_open(timeless):
            return _checked(full_year(match["y"]))
        is_day_first = proven([timeless]) != "month-first"
        return _from_small_numbers(int(match["a"]), int(match["b"]), match["y"], is_day_first)
    if (match := _YEAR_FIRST.search(timeless) or _MONTH_YEAR.search(timeless)) is not None:
        return _from_parts(match)
    years = _YEAR_ALONE.findall(timeless)
    return _checked(int(years[0])) if len(years) == 1 and len(timeless.split()) <= 2 else None


def _from_parts(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    return _checked(*(int(part) for part in (parts["y"], parts["m"], parts.get("d")) if part))


def _from_iso(match: re.Match[str]) -> str | None:
    year = int(match["y"])
    if match["o"]:
        return _ordinal(year, int(match["o"]))
    if match["w"]:
        return _week(year, int(match["w"]), match["wd"])
    # Databases write unknown parts as 00.
    numbers = [int(part) for part in (match["m"], match["d"]) if part]
    known = numbers[: numbers.index(0)] if 0 in numbers else numbers
    return _checked(year, *known)


def _ordinal(year: int, day: int) -> str | None:
    if year not in _YEARS or not 1 <= day <= 366:
        return None
    date = datetime.date(year, 1, 1) + datetime.timedelta(days=day - 1)
    return date.isoformat() if date.year == year else None


def _week(year: int, week: int, weekday: str | None) -> str | None:
    """An ISO week: its day where given, else the month where the week lies in one, else the year."""
    if year not in _YEARS:
        return None
    try:
        monday = datetime.date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    if weekday:
        return (monday + datetime.timedelta(days=int(weekday) - 1)).isoformat()
    sunday = monday + datetime.timedelta(days=6)
    return prefix(monday.year, monday.month) if monday.month == sunday.month else prefix(year)


def _with_month_name(stamp: str) -> tuple[int, ...] | None:
    """Day, month name and year in any order that people use.

    Returns:
        (year, month, day) or (year, month); None where no month's name has a year beside it.
    """
    words = [word for word in _WORD.findall(stamp) if fold(word) not in _FILLERS]
    for at, word in enumerate(words):
        month = MONTHS.get(fold(word))
        if month is None:
            continue
        before = words[at - 1] if at and words[at - 1].isdecimal() else ""
        follow = takewhile(lambda other: fold(other) not in MONTHS, words[at + 1 : at + 5])
        after = [other for other in follow if other.isdecimal()]
        adjacent = bool(words[at + 1 : at + 2]) and words[at + 1].isdecimal()
        found = _arrange(month, before, after, adjacent)
        if found is not None:
            return found
    return None


def _arrange(month: int, before: str, after: list[str], adjacent: bool) -> tuple[int, ...] | None:
    """Decide which of the numbers around a month's name is the day and which the year."""
    first, second = (*after, "", "")[:2]
    if len(before) == 4 and adjacent and len(first) <= 2:  # 2024 Oct 24
        return int(before), month, int(first)
    if before and len(before) <= 2 and adjacent and len(first) in {2, 4}:  # 24 Oct 2024, 03 Apr 02
        return full_year(first), month, int(before)
    if adjacent and len(first) <= 2 and len(second) in {2, 4}:  # Oct 24, 2024; Oct 24 14:35:00 UTC 2024
        return full_year(second), month, int(first)
    if adjacent and len(first) == 4:  # October 2024
        return int(first), month
    if len(before) == 4:  # 2024 October
        return int(before), month
    return None


def _from_small_numbers(left: int, right: int, year_text: str, day_first: bool) -> str | None:
    """Two small numbers and a year; the module's rule tells the day from the month."""
    day, month = (left, right) if day_first else (right, left)
    if month > 12:
        day, month = month, day
    found = _checked(full_year(year_text), month, day)
    if found is None and len(year_text) == 2 and left > 12:  # 98-02-28, 22/02/31
        found = _checked(full_year(f"{left:02d}"), right, int(year_text))
    return found


def _checked(year: int, month: int | None = None, day: int | None = None) -> str | None:
    if year not in _YEARS or not is_day(year, 1 if month is None else month, 1 if day is None else day):
        return None
    value = prefix(year, month, day)
    return None if value in _UNSET else value


_MACHINE_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...]] = (
    (_DOTNET, lambda match: _from_number(float(match[1]))),
    (_COMPACT, _from_parts),
    (_ISO, _from_iso),
    (_CJK, _from_parts),
)
"""Forms that read only one way, tried before those that people write."""
