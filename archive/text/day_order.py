"""Which of two small numbers in a date is the day: told by a number above 12, by dots, by a weekday; never guessed."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from archive.text.calendar import ANY_DAY, WEEKDAY_WORDS
from archive.text.folding import fold
from archive.text.patterns import lazy_regex

if TYPE_CHECKING:
    from collections.abc import Iterable

Order = Literal["day-first", "month-first"]
ORDERS: Final[tuple[Order, ...]] = ("day-first", "month-first")

_WRITTEN = lazy_regex(
    r"(?<![\d./-])(?P<a>\d{1,2})\s?(?P<sep>[/.\u2044-])\s?(?P<b>\d{1,2})\s?(?P=sep)\s?(?P<y>\d{4}|\d\d)"
    r"(?![\d./-]*\d[./-])(?!\d)"
)
_WEEKDAY = lazy_regex(rf"\b({ANY_DAY})\.?,?\s{{1,2}}\Z", re.IGNORECASE)
_NEAR = 20
"""Characters before a date in which its weekday may stand."""
_SERIAL = lazy_regex(r"\d{5}(?:\.\d{1,12})?")
_SERIAL_DAYS = range(20_000, 80_000)
"""Days since 1899, as spreadsheets count them: 1954 to 2119."""
_SERIAL_START = datetime.datetime(1899, 12, 30)
_REMEMBERED = 1024
"""Items that lie together are often of one day."""


def full_year(text: str) -> int:
    """A year of two digits in the century that POSIX gives it (69 to 99: the twentieth); longer ones as they are."""
    year = int(text)
    return year + (0 if len(text) > 2 else 1900 if year >= 69 else 2000)


def proven(texts: Iterable[str]) -> Order | None:
    """The order that the dates in some texts prove, by a number above 12 or a weekday; None if none, or both, do."""
    found: set[Order] = set()
    for text in texts:
        found.update(order for match in _WRITTEN.finditer(text) if (order := _told(match)))
        if len(found) == 2:
            return None
    return found.pop() if found else None


@lru_cache(_REMEMBERED)
def is_open(value: str) -> bool:
    """Whether a date doesn't tell which of its numbers is the day. Where dots divide them, it is the first."""
    match = _WRITTEN.search(value)
    return match is not None and _is_open(match)


@lru_cache(_REMEMBERED)
def settled(value: str, order: Order | None) -> str:
    """A date as nobody can misread it: year first, as far as it is certain.

    Args:
        value: As written; what is no date in numbers with the year last stays as it is.
        order: The order of its column, if it is known.
    """
    match = _WRITTEN.search(value)
    numbers = in_numbers(value, order)
    if match is None or numbers is None:
        return _from_serial(value.strip()) or value
    if "." in match["sep"] and order != "month-first":
        return value  # whoever writes dots begins with the day, as everybody knows who reads it
    if len(numbers) == 1:
        return f"{numbers[0]:04}"
    return f"{numbers[0]:04}-{numbers[1]:02}-{numbers[2]:02} {value[match.end() :].strip(' ,')}".strip()


def in_numbers(value: str, order: Order | None = None) -> tuple[int, ...] | None:
    """The year of a date in numbers with the year last, its month and its day; the year alone where these are open.

    Args:
        value: As written.
        order: The order of its column, if it is known.
    """
    match = _WRITTEN.search(value)
    if match is None:
        return None
    first, second, year = int(match["a"]), int(match["b"]), full_year(match["y"])
    if max(first, second) > 31 or min(first, second) > 12:
        return None
    order = _told(match) or order or ("day-first" if "." in match["sep"] else None)
    if order is None and first != second:
        return (year,)
    return (year, first, second) if order == "month-first" else (year, second, first)


def _is_open(match: re.Match[str]) -> bool:
    first, second = int(match["a"]), int(match["b"])
    return "." not in match["sep"] and max(first, second) <= 12 and first != second and _told(match) is None


def _told(match: re.Match[str]) -> Order | None:
    """The order that a date tells by itself."""
    first, second = int(match["a"]), int(match["b"])
    if 12 < first <= 31 and second <= 12:
        return "day-first"
    if 12 < second <= 31 and first <= 12:
        return "month-first"
    before = _WEEKDAY.search(match.string, max(0, match.start() - _NEAR), match.start())
    if before is None or len(match["y"]) != 4 or first == second:
        return None
    weekday = WEEKDAY_WORDS.get(fold(before[1]))
    readings: dict[Order, tuple[int, int]] = {"day-first": (second, first), "month-first": (first, second)}
    fitting = [order for order, (month, day) in readings.items() if _weekday(int(match["y"]), month, day) == weekday]
    return fitting[0] if len(fitting) == 1 else None


def _weekday(year: int, month: int, day: int) -> int | None:
    try:
        return datetime.date(year, month, day).weekday()
    except ValueError:
        return None


def _from_serial(value: str) -> str | None:
    """The day that a spreadsheet counts."""
    if not _SERIAL.fullmatch(value) or int(float(value)) not in _SERIAL_DAYS:
        return None
    return (_SERIAL_START + datetime.timedelta(days=int(float(value)))).date().isoformat()
