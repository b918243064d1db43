"""Which of two small numbers in the dates of a table is the day: one order a column, and never a guess.

A value above 12 proves it; else the languages or countries of the rows tell, or the table's other columns, unless the
person says it. Where nothing does, only what is certain is kept: the year, or all of 05/05/2024.
"""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from archive.text.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterable

Order = Literal["day-first", "month-first"]

_MONTH_FIRST = words("day_order", "month first")
_UNTOLD = words("day_order", "untold")
_WRITTEN = re.compile(
    r"(?<![\d./-])(?P<a>\d{1,2})(?P<sep>\s?[/.-]\s?)(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d\d)(?![\d./-]*\d[./-])(?!\d)"
)
_SERIAL = re.compile(r"\d{5}(?:\.\d{1,12})?")
_SERIAL_DAYS = range(20_000, 80_000)
"""Days since 1899, as spreadsheets count them: 1954 to 2119."""
_SERIAL_START = datetime.datetime(1899, 12, 30)
_CENTURY = 69
"""The first year of two digits that belongs to the twentieth century."""


def proven(values: Iterable[str]) -> Order | None:
    """The order that some dates prove by a number above 12; None if none does, or if they prove both."""
    found: set[Order] = set()
    for value in values:
        if match := _WRITTEN.search(value):
            first, second = int(match["a"]), int(match["b"])
            if 12 < first <= 31 and second <= 12:
                found.add("day-first")
            elif 12 < second <= 31 and first <= 12:
                found.add("month-first")
            if len(found) == 2:
                return None
    return found.pop() if found else None


def is_open(value: str) -> bool:
    """Whether a date doesn't tell which of its numbers is the day. Where dots divide them, it is the first."""
    match = _WRITTEN.search(value)
    return (
        match is not None
        and "." not in match["sep"]
        and max(int(match["a"]), int(match["b"])) <= 12
        and match["a"] != match["b"]
    )


def of_codes(codes: Iterable[str]) -> Order | None:
    """The order that languages or countries agree on; None if they don't, or tell nothing."""
    told: set[Order] = set()
    for code in {code.strip().lower().replace("_", "-") for code in codes}:
        if not re.fullmatch(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", code) or code in _UNTOLD:
            continue
        if code in _MONTH_FIRST:
            told.add("month-first")
        elif len(code) != 3:
            told.add("day-first")
    return told.pop() if len(told) == 1 else None


def country_of(address: str) -> str:
    """The last part of an address's host name: `uk` of https://www.ledger.co.uk/ferry."""
    try:
        host = urlsplit(address if "://" in address else f"https://{address}").hostname or ""
    except ValueError:
        return ""
    return host.rpartition(".")[2]


def settled(value: str, order: Order | None) -> str:
    """A date as nobody can misread it: year first, as far as it is certain.

    Args:
        value: As written; what is no date in numbers with the year last stays as it is.
        order: The order of its column, if it is known.
    """
    match = _WRITTEN.search(value)
    if match is None:
        return _from_serial(value.strip()) or value
    first, second = int(match["a"]), int(match["b"])
    if max(first, second) > 31 or min(first, second) > 12:
        return value
    order = proven([value]) or order
    if "." in match["sep"] and order != "month-first":
        return value  # whoever writes dots begins with the day, as everybody knows who reads it
    year = int(match["y"])
    if len(match["y"]) == 2:
        year += 1900 if year >= _CENTURY else 2000
    if order is None and first != second:
        return f"{year:04}"
    day, month = (first, second) if order != "month-first" else (second, first)
    return f"{year:04}-{month:02}-{day:02} {value[match.end() :].strip(' ,')}".strip()


def _from_serial(value: str) -> str | None:
    """The day that a spreadsheet counts."""
    if not _SERIAL.fullmatch(value) or int(float(value)) not in _SERIAL_DAYS:
        return None
    return (_SERIAL_START + datetime.timedelta(days=int(float(value)))).date().isoformat()
