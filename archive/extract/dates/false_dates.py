"""Guards: what looks like a month or a year and is none.

Months are also verbs and people (`May said`, `the March on Washington`, `April Jones`); numbers of four digits are
also counts, clock times, model numbers and parts of names (`1995 civilians`, `2015 GMT`, `Euro 2016`). The guards
look a few characters to either side and decide by the words that stand there.
"""

from __future__ import annotations

import functools
import re

from archive.text.calendar import ENGLISH_MONTH_WORDS, MONTH_NAMES, MONTHS, SHORT_MONTHS
from archive.text.day_order import proven
from archive.text.folding import fold
from archive.text.patterns import lazy_regex
from archive.text.wordlists import alternatives, phrases, words

_COUNT_AFTER = lazy_regex(
    rf"(?:-(?!\d|present|now|today|[A-Z][a-z])|\s(?:(?:{alternatives(words('false_dates', 'before counted'))})\s)?"
    rf"(?:{alternatives(words('false_dates', 'counted'))})(?![\w]))"
)
_SINCE = words("false_dates", "before years")
_NEAR_TIME = _SINCE | words("false_dates", "near years")
TIME_BEFORE = lazy_regex(
    rf"\b(?:{alternatives(_NEAR_TIME - {'and', 'of', 'to'})}|over)\s(?:the\s)?(?:early\s|late\s)?\Z", re.IGNORECASE
)
"""A preposition of time, to be looked for before a place."""
_NOT_BEFORE = words("false_dates", "not before years")
_EVENT_AFTER = lazy_regex(
    r"\s(?:(?:[A-Z][\w'’.&-]*|of|the|and|for|in)\s){0,5}?"
    rf"(?:{alternatives(phrases('false_dates', 'events'))})(?!\w)"
)
_EVENT_NAMES = words("false_dates", "events") | {"Euro", "Eurovision"}
_PREFIX = lazy_regex(r"\b(?:mid|pre|post)[-–—]\Z", re.IGNORECASE)
_DESIGNATION_AFTER = lazy_regex(
    rf"\s[A-Z]{{1,3}}\d|(?!\sWall)(?:\s[A-Z][\w.]*){{1,3}}\s(?:{alternatives(words('false_dates', 'streets'))})(?!\w)"
)
_MARKS = lazy_regex(r"[.,;:)]{0,2}(?:\s{1,2}[\"“(\[])?\s{0,2}")
_OPENERS = words("false_dates", "openers")


def previous_word(text: str, at: int) -> tuple[str, str]:
    """The word that stands directly before a place in the text.

    Returns:
        The word (empty where there is none) and the punctuation between it and the place.
    """
    before = text[max(0, at - 24) : at]
    head = before.rstrip(' \t\n\xa0.,;:)"“([')
    start = len(head)
    while start and (head[start - 1].isalnum() or head[start - 1] in "_'’"):
        start -= 1
    mark = before[len(head) :]
    if start == len(head) or (mark != " " and not _MARKS.fullmatch(mark)):
        return "", ""
    return head[start:], mark.strip()


def counts_something(text: str, stop: int) -> bool:
    """Whether the number that ends here is a count or a clock time (`2000 people`, `2015 GMT`)."""
    return _COUNT_AFTER.match(text, stop) is not None


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


def is_year(text: str, start: int, stop: int) -> bool:
    """Whether the four digits at text[start:stop] are a year."""
    if not starts_number(text, start):
        return _PREFIX.search(text, max(0, start - 6), start) is not None
    word, mark = previous_word(text, start)
    lower, number = word.lower(), int(text[start:stop])
    if lower in _NOT_BEFORE and not mark:
        return lower == "over" and text[stop : stop + 1] in {"", ".", ",", ";", "-", "–"}
    if text[stop : stop + 1] in {" ", "-"}:
        if _EVENT_AFTER.match(text, stop):  # the 2022 World Cup
            return True
        if counts_something(text, stop) or _DESIGNATION_AFTER.match(text, stop):
            return lower in _SINCE and number % 10 != 0  # in 2014 people fled
    is_near = 1500 <= number < 2100 and _is_year_by_neighbours(text, stop, word, mark, number)
    return lower in _SINCE or is_near


_DAY_BEFORE = lazy_regex(
    r"(?:\b(?:on|by|until|till|since|from|before|after|dated|through|to|between|starting|\w*day,?"
    r"|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?,?)|\d/\d\d?(?:,|,? and)?|[-–])\s?(?:the\s)?\Z",
    re.IGNORECASE,
)
_NO_DAYS = words("false_dates", "no days")


def is_day_and_month(text: str, start: int, stop: int) -> bool:
    """Whether the two numbers at text[start:stop] are a day and a month rather than a fraction or a score."""
    return text[start:stop] not in _NO_DAYS and _DAY_BEFORE.search(text, max(0, start - 80), start) is not None


@functools.lru_cache(maxsize=8)
def is_day_first(text: str, mark: str) -> bool | None:
    """Whether numbers with a mark between them stand for day and month in this order; None if a text doesn't tell.

    Dots put the day first; of others another such date of the text may tell, or that it is Cyrillic.
    """
    if mark == "." or (order := proven([text])) == "day-first":
        return True
    return False if order else True if _CYRILLIC.search(text) else None


_CYRILLIC = lazy_regex("[а-яіїєґ]{3}")
_MEASURED = lazy_regex(rf"\b(?:{alternatives(words('false_dates', 'measured'))})", re.IGNORECASE)


def is_measured(text: str, start: int, stop: int) -> bool:
    """Whether tens at text[start:stop] are degrees or miles rather than a decade."""
    return _MEASURED.search(text[max(0, start - 60) : stop + 40]) is not None


_BUSINESS = lazy_regex(rf"\b(?:{alternatives(words('false_dates', 'business'))})", re.IGNORECASE)


@functools.lru_cache(maxsize=8)
def is_business(text: str) -> bool:
    """Whether a text that tells of a quarter or a half speaks of business."""
    return _BUSINESS.search(text) is not None


_RECURRING = lazy_regex(r"\b(?:every|each|any)\s(?:other\s)?\Z", re.IGNORECASE)


def is_recurring(text: str, at: int) -> bool:
    """Whether what starts here comes again and again: `every Monday`."""
    return _RECURRING.search(text, max(0, at - 14), at) is not None


def _is_year_by_neighbours(text: str, stop: int, word: str, mark: str, number: int) -> bool:
    lower = word.lower()
    if lower in _NEAR_TIME or mark or not word:
        return True
    if word[0].isupper() and word not in _OPENERS:  # Euro 2016, Vision 2030, Agenda 2063
        return word.endswith(("'s", "’s", "s'", "s’")) or word in _EVENT_NAMES
    if word[-1].isdigit():
        return False
    is_round = number % 100 == 0
    return not is_round or lower in {"the", "this"} or text[stop : stop + 1] in {"", ".", ",", ")", ";"}


_MONTH = rf"(?:{'|'.join((*MONTH_NAMES, *SHORT_MONTHS, 'Sept'))})"
_PART_BEFORE = lazy_regex(r"(?i:early|mid|late)[-–]\Z|(?<![-–])\Z")
_RUN_AFTER = lazy_regex(rf"(?:\s?[-–/]\s?|\s(?:to|through|until)\s){_MONTH}(?![\w.]|\s\d\d?(?!\d))")
_SMALL_WORD_AFTER = lazy_regex(r"\s(?!family|sisters|brothers)[a-z]{4}")
_MONTH_BEFORE = lazy_regex(rf"(?:{'|'.join(MONTH_NAMES)})(?:,|,?\s(?:and|or))\s\Z")
_CAPITAL_AFTER = lazy_regex(r"\s(?!I\s)[A-Z]|-[a-z]-")
_PERSON_MAY = lazy_regex(rf"\b(?:{alternatives(words('false_dates', 'before May'))})\sMay\b")
_SURE = _SINCE | {"last", "next", "this", "least"}
_BARE = _NEAR_TIME | _SURE
_LOOKALIKES = words("false_dates", "lookalikes")
_NAMES = frozenset({"apr", "jun", "aug", "jan"})
"""Months whose English name is also a first name (with May and March, which have rules of their own)."""


def is_month_word(word: str, has_number: bool) -> bool:
    """Whether the case of a month's name lets it be one: `May` and `MAY`, but `may` and `march` never.

    Args:
        word: The name as written, with or without its full stop.
        has_number: Whether a day or a year stands beside it; then unusual spellings count too.
    """
    if word[0].isupper():
        return word[1:].islower() or has_number or len(word) > 4
    if word[:3] in {"may", "mar"}:
        return False
    return has_number or len(word.rstrip(".")) > 4 or word in {"june", "july"}


def is_foreign_month(word: str, has_year: bool) -> bool:
    """Whether a word is a month's name in another language; short names and English words need a year beside them."""
    folded = fold(word)
    is_short = len(folded) < 4 or folded in _LOOKALIKES
    return folded in MONTHS and folded not in ENGLISH_MONTH_WORDS and (has_year or not is_short)


def is_lone_month(text: str, start: int, stop: int) -> bool:
    """Whether the month's name at text[start:stop], with no day or year beside it, is the month."""
    name = text[start:stop]
    word, mark = previous_word(text, start)
    key, before = name[:3].lower(), "" if mark else word.lower()
    if text[start - 1 : start] in {"-", "–"} or _RUN_AFTER.match(text, stop):
        return _PART_BEFORE.search(text, max(0, start - 6), start) is not None
    if name[0].islower() or (name.rstrip(".").lower() == key and key != "may"):
        return before in _BARE and not _CAPITAL_AFTER.match(text, stop)
    if key in {"may", "mar"}:
        return _is_lone_may_or_march(text, start, stop, before)
    if key not in _NAMES:
        return True
    if _CAPITAL_AFTER.match(text, stop):  # April Jones
        return before in _SURE
    return not word[:1].isupper() or bool(mark) or word in _OPENERS  # Mary June


def _is_lone_may_or_march(text: str, start: int, stop: int, before: str) -> bool:
    if text[start : start + 3].lower() == "mar" and text[stop : stop + 2] in {"'s", "’s"}:
        return not before.endswith(("'s", "’s"))
    if before in {"and", "or"} or text[start - 2 : start] == ", ":
        return _MONTH_BEFORE.search(text, max(0, start - 16), start) is not None
    if before in {"the", "a", "his", "her", "its", "their", "our"}:  # the March election, but the March on the capital
        return _SMALL_WORD_AFTER.match(text, stop) is not None
    return before in _SURE or (before in _BARE and not _PERSON_MAY.search(text))
