"""Guards: what looks like a month or a year and is none.

Months are also verbs and people (`May said`, `the March on Washington`, `April Jones`); numbers of four digits are
also counts, clock times, model numbers and parts of names (`1995 civilians`, `2015 GMT`, `Euro 2016`). What stands a
few characters to either side tells: rows with examples in `data/words/date_guards.txt`.
"""

from __future__ import annotations

import functools
import re
from typing import Final, NamedTuple

from archive.text.calendar import MONTH_NAMES, ORDINALS, SHORT_MONTHS
from archive.text.day_order import proven
from archive.text.patterns import lazy_regex
from archive.text.wordlists import alternatives, lines, sections, words


class Row(NamedTuple):
    """A sign by which a part of a form is a date or none."""

    pattern: str
    is_far: bool
    """Whether it is looked for farther back than the word before the part."""
    is_date: bool
    example: str


_PATTERNS: Final = {
    "month names": alternatives((*MONTH_NAMES, *SHORT_MONTHS, "Sept")),
    "ordinals": alternatives(ORDINALS),
    **{name: pattern for name, _, pattern in (line.partition(" = ") for line in lines("date_guards"))},
}
_NAME = re.compile(r"\{([a-zA-Z][a-zA-Z ]*)\}")


def _expanded(name: str) -> str:
    """The pattern of a name in braces, or any word of the set that is called so."""
    if name in _PATTERNS:
        return _NAME.sub(lambda inner: _expanded(inner[1]), _PATTERNS[name])
    found = lines("false_dates", name)
    return alternatives(found if name in _OF_PHRASES else words("false_dates", name)).replace("'", "['’]")


_OF_PHRASES: Final = frozenset({"events", "after weekdays", "vague", "other names", "feast seasons"})
"""Sets with phrases, a line each."""


def _row(line: str) -> Row:
    pattern, _, told = line.rpartition(" = ")
    verdict, _, example = told.partition(": ")
    is_far, whole = pattern.startswith("~"), pattern.removeprefix("~")
    if whole.startswith("@") and not is_far:
        whole = f"{{any}}{whole}"
    marked = _NAME.sub(lambda name: _expanded(name[1]), whole).replace("@@", "@[^@]*@").replace("@", "\0")
    return Row(marked.replace(" ", r"\s"), is_far, verdict == "yes", example)


ROWS: Final = {part: tuple(map(_row, lines("date_guards", part))) for part in sections("date_guards") if part}
"""The rows by the part of which they tell, in their order."""
_REACH: Final = 80
"""Characters to either side that are looked at."""


@functools.lru_cache(maxsize=256)
def _patterns(rows: tuple[Row, ...]) -> tuple[list[tuple[re.Pattern[str], bool]], re.Pattern[str]]:
    """The rows that look farther with what they say, and the others as one pattern that tells by its group."""
    far = [(re.compile(row.pattern, re.DOTALL), row.is_date) for row in rows if row.is_far]
    near = "|".join(f"(?P<r{at}>{row.pattern})" for at, row in enumerate(rows) if not row.is_far)
    return far, re.compile(near or r"(?!)", re.DOTALL)


def is_date(part: str, text: str, start: int, stop: int) -> bool:
    """Whether the part of a form at text[start:stop] is one of a date: as the first row says that fits around it."""
    rows, low = ROWS[part], max(0, start - _REACH)
    around = f"{text[low:start]}\0{text[start:stop]}\0{text[stop : stop + _REACH]}"
    far, near = _patterns(rows)
    for pattern, verdict in far:
        if pattern.search(around):
            return verdict
    found = near.match(around, _word_before(around, start - low))
    return rows[int(found.lastgroup[1:])].is_date if found and found.lastgroup else True


def _word_before(text: str, at: int) -> int:
    """Where the word before a place begins, with no more than a few marks between."""
    low = max(0, at - _MARKS)
    while at > low and not (text[at - 1].isalnum() or text[at - 1] in "_'’"):
        at -= 1
    while at and (text[at - 1].isalnum() or text[at - 1] in "_'’"):
        at -= 1
    return at


_MARKS: Final = 6
"""Marks and blanks that may stand between a word and what it tells of."""


_COUNTED = lazy_regex(_expanded("counted behind").replace(" ", r"\s"))


def counts_something(text: str, stop: int) -> bool:
    """Whether the number that ends here is a count or a clock time (`2000 people`, `2015 GMT`)."""
    return _COUNTED.match(text, stop) is not None


_MONEY = frozenset("$€£¥₽₴")
_NO_NUMBER_BEHIND = _MONEY | set("#@/\\_+*=&%°")


def starts_number(text: str, at: int) -> bool:
    """Whether the digit at a place opens a number of its own: no decimal, amount, path or part of a word."""
    before = text[at - 1 : at]
    if not before:
        return True
    if before.isalnum() or before in _NO_NUMBER_BEHIND or (before == " " and text[at - 2 : at - 1] in _MONEY):
        return False
    return before not in ".,:-–" or not text[at - 2 : at - 1].isalnum()


@functools.lru_cache(maxsize=8)
def is_day_first(text: str, mark: str) -> bool | None:
    """Whether numbers with a mark between them stand for day and month in this order; None if a text doesn't tell.

    Dots put the day first; of others another such date of the text may tell, or that it is Cyrillic.
    """
    if mark == "." or (order := proven([text])) == "day-first":
        return True
    return False if order else True if _CYRILLIC.search(text) else None


_CYRILLIC = lazy_regex("[а-яіїєґ]{3}")
_BUSINESS = lazy_regex(rf"\b(?:{alternatives(words('false_dates', 'business'))})", re.IGNORECASE)


@functools.lru_cache(maxsize=8)
def is_business(text: str) -> bool:
    """Whether a text that tells of a quarter or a half speaks of business."""
    return _BUSINESS.search(text) is not None


_RECURRING = lazy_regex(r"\b(?:every|each|any)\s(?:other\s)?\Z", re.IGNORECASE)


def is_recurring(text: str, at: int) -> bool:
    """Whether what starts here comes again and again: `every Monday`."""
    return _RECURRING.search(text, max(0, at - 14), at) is not None
