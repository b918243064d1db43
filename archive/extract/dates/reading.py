"""Reading: the drafts of a text, from left to right, each as far as the forms of the grammar go.

What two forms make together is told here: a range of two points, a list of days before or behind their month, a year
or a month that a list names once.
"""

from __future__ import annotations

import re
import string
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from archive.extract.dates.drafts import Calendar, Draft, Told
from archive.extract.dates.false_dates import counts_something, is_date, is_recurring, starts_number
from archive.extract.dates.feasts import FEAST_NAMES, FEAST_STARTS
from archive.extract.dates.form import DECADES, Form
from archive.extract.dates.grammar import BESIDE, OPENERS, readers, rows
from archive.text.calendar import DAY_NAMES, MONTH_SPELLINGS, MONTHS, NUMBERS
from archive.text.wordlists import word_set

if TYPE_CHECKING:
    from archive.extract.dates.drafts import Point
    from archive.extract.dates.grammar import Reader

_STARTERS: Final = readers(rows())
_OPENING: Final = frozenset(
    written for word in (*_STARTERS, "the") for written in (word, word.capitalize(), word.upper()) if " " not in word
)
_WORD = re.compile(r"[^\W\d_]+|\d+")
_DEEPEST: Final = 2
"""Forms within forms: `the end of the first week of May`."""


def read(text: str) -> list[Draft]:
    """The drafts of a text."""
    if not _may_hold_dates(text):
        return []
    drafts: list[Draft] = []
    done = 0
    for match in _WORD.finditer(text):
        word = match[0]
        if (word[0] > "9" and word not in _OPENING) or match.start() < done:
            continue
        forms = _readers(text, match)
        found = _dates_at(text, match, forms) if forms else []
        if found:
            done = found[-1].stop
            drafts += found
    return drafts


def _may_hold_dates(text: str) -> bool:
    """A quick look that rules most texts out and misses nothing that the readers would find."""
    return not _SIGNS.isdisjoint(text.lower().translate(_BLANKS).split()) or _NUMERIC.search(text) is not None


def _readers(text: str, word: re.Match[str]) -> list[Reader]:
    """The readers of the forms that may open with a word: a look at what follows spares most articles and numbers."""
    first, stop = _opener(word), word.end()
    if first == "0":
        if not _goes_on(text, stop) and text[word.start() - 1 : word.start()] not in {"'", "’"}:
            return []
        first = "0/" if text[stop : stop + 1] in _NUMBER_MARKS else "0"
    if first == "0000" and (text[stop : stop + 2].rstrip() in {"", ".", ",", ";", ")"} or not _goes_on(text, stop)):
        first = "0000."
    if first in _BEFORE_OTHERS:
        following = _WORD.match(text, stop + 1)
        second = _opener(following) if following else ""
        if first == "the":
            return _STARTERS.get(f"the {second}", [])
        if second in _UNITS and first in _COUNTS:
            return _STARTERS[f"{first} unit"]
        if first not in OPENERS["number"] and second not in _DATE_WORDS:
            return []
    return _STARTERS.get(first, [])


def _opener(word: re.Match[str]) -> str:
    if word[0][0].isdecimal():
        length = word.end() - word.start()
        return "0" if length < 4 else "0000" if length == 4 else ""
    return word[0].lower()


def _goes_on(text: str, at: int) -> bool:
    """Whether what stands behind a small number lets it open a form."""
    mark = text[at : at + 1]
    if mark.isspace():
        following = _WORD.match(text, at + 1)
        return following is None or _opener(following) in _DATE_WORDS
    if mark == ",":
        return text[at + 2 : at + 3].isdecimal()
    return mark != "" and (mark in _NUMBER_MARKS or text[at : at + 2] in _ENDINGS)


_NUMBER_MARKS: Final = frozenset("./-–—'’º°~QHqh")
_ENDINGS: Final = frozenset({"st", "nd", "rd", "th", "er", *(f"s{mark}" for mark in " ,.;:)!?-—'’"), "s"})
_COUNTS: Final = NUMBERS.keys() | OPENERS["number"]
_BEFORE_OTHERS: Final = _COUNTS | OPENERS["nth"] | OPENERS["which"] | {"the"}
"""Words with which a form opens only if another one of a form follows."""
_UNITS: Final = {f"{unit}{s}" for unit in (*OPENERS["period"], "fortnight", "decade") for s in ("", "s")} | {
    *("century", "centuries")
}
_TELLING: Final = (
    (_STARTERS.keys() - FEAST_STARTS)
    | MONTHS.keys()
    | MONTH_SPELLINGS
    | OPENERS["decade"]
    | _UNITS
    | word_set("nineteen thousand morning afternoon evening night")
)
_DATE_WORDS: Final = (
    _TELLING
    | FEAST_STARTS
    | {f"{stem[:-2]}y" for stem in DECADES}
    | {f"{name.lower()}s" for name in DAY_NAMES}
    | word_set("of half full fiscal and or to until through de d del hundred oh in")
)
_OWN_SIGNS: Final = (
    _TELLING
    - (_BEFORE_OTHERS - {"nineteen"})
    - OPENERS["edge"]
    - word_set("now that very mid late earlier may mars marco mag out part set gen des eve")
)
_SIGNS: Final = _OWN_SIGNS | {
    words[0] for words in (re.split(r"\W", name) for name in FEAST_NAMES) if _OWN_SIGNS.isdisjoint(words)
}
"""Words of which one stands in any form that has no number, but for those that most texts have."""
_BLANKS: Final = {ord(mark): " " for mark in f"{string.punctuation}{string.digits}“”‘’–—…«»"}
_NUMERIC = re.compile(
    r"\d(?:(?<=['’]\d)\d(?!\w)|(?<!\d\d)\d{3}(?!\d)|[./-]\d|0['’]?s|/[A-Z][a-z]|(?:st|nd|rd|th)(?:[.,;:)!?]|\Z|\sof\s))|M(?:ay|AY)\b"
)


# Points.


def _found_at(text: str, at: int, depth: int) -> Draft | None:
    """What is read at a place within a form."""
    word = _WORD.match(text, at + (text[at : at + 1] in {"'", "’"}))
    return _longest(text, at, _readers(text, word), depth) if word else None


def _longest(text: str, at: int, forms: list[Reader], depth: int) -> Draft | None:
    """The longest that any form reads at a place."""
    best: Draft | None = None
    for form, build, goes_on, guarded in forms:
        match = form.match(text, at)
        if match is None or (best is not None and not goes_on and match.end() < best.stop):
            continue
        if not all(is_date(part, text, *match.span(part)) for part in guarded if match[part]):
            continue
        inner = _found_at(text, match.end(), depth + 1) if goes_on and depth < _DEEPEST else None
        if goes_on and inner is None:
            continue
        found = build(Form(text, match, inner) if inner else Form(text, match))
        if found is not None and (best is None or found.stop > best.stop):
            best = found
    return best


# Lists and ranges.

_LINK = re.compile(
    r"(?P<run>\s?[-–—~/]\s?|-to-|,?\s(?:to|through|thru|until|till|au|bis(?:\szum)?|al?)\s(?:the\s)?|\s[-–]\s)"
    r"|,?\s(?P<word>and|or|&)\s(?:again\s)?(?:in\s|on\s)?(?:the\s(?=\d|\w+(?:st|nd|rd|th)\b))?|,\s"
)
LIST_GAP = re.compile(r",\s|,?\s(?:and|or|&)\s(?:again\s)?(?:in\s|on\s)?")
_MOVED = re.compile(r"\b(?:moved|moves|postpone[sd]?|delay(?:s|ed)|reschedule[sd]?|changed|brought|pushed|shifted)\b")
_FROM = re.compile(r"\b(?:from|(?P<between>between)|du|del?|vom)\s(?:the\s)?\Z", re.IGNORECASE)
_LISTED = re.compile(
    r"(?:st|nd|rd|th)?(?:/\d\d?)?(?:\s?[-–—~/]\s?\d|,\s\d|\s(?:and|or|&|to|through|thru|until|till)\s)"
)
"""What follows a number that may be the first of a list or range."""
_BESIDE: Final = "beside"
"""The rule of a number that is a date only beside another one."""
_LONGEST_RUN: Final = 150
"""Years that a range may have."""


class _Link(NamedTuple):
    """What a list or range goes on from: the date before, and what joins it."""

    date: Draft
    match: re.Match[str]


def _dates_at(
    text: str, word: re.Match[str], forms: list[Reader], before: _Link | None = None, room: int = 12
) -> list[Draft]:
    """A date with those that follow it in a list or range; each has the month and year that it shares with others."""
    at = word.start()
    at -= len(word[0]) == 2 and word[0].isdecimal() and text[at - 1 : at] in {"'", "’"}  # the '80s
    point = _longest(text, at, forms, 0) if forms else None
    if point is not None and not _is_own(text, point, before):
        point = None
    date = point or _beside(text, word, before)
    if date is None:
        return []
    link = _LINK.match(text, date.stop) if room else None
    following = link and _WORD.match(text, link.end())
    if link and following:
        rest = _dates_at(text, following, _readers(text, following), _Link(date, link), room - 1)
        if rest:
            return _joined(text, _Link(date, link), rest)
    is_loose = point is None and before is not None and not (before.match["word"] or before.match["run"])
    return [] if is_loose or date.rule == _BESIDE or (date.rule == "now" and not before) else [date]


def _is_own(text: str, found: Draft, before: _Link | None) -> bool:
    """Whether a point doesn't come again and again, and its number is no part of another one."""
    if found.rule in {"weekday", "relative"} and is_recurring(text, found.start):
        return False
    is_sure = before is not None or found.rule in {"year", "numeric"} or not text[found.start].isdecimal()
    return is_sure or starts_number(text, found.start)


def _beside(text: str, word: re.Match[str], before: _Link | None) -> Draft | None:
    """A number that is a date only beside others: as the date before it tells, or still open."""
    if not (before or (_LISTED.match(text, word.end()) and starts_number(text, word.start()))):
        return None
    found = _longest(text, word.start(), _STARTERS.get(BESIDE + _opener(word), []), _DEEPEST)
    if found is None or (counts_something(text, found.stop) and not (before and found.rule == "year")):
        return None
    point = found.first
    if before is None or not isinstance(point, Calendar) or point.month:
        return found._replace(rule=_BESIDE)
    date, link = before
    left, number = date.last or date.first, point.day or 0
    if isinstance(left, Calendar) and left.day and left.month and date.rule not in {"numeric", _BESIDE}:
        if left.day < number <= 31:
            point = replace(left, day=number, weekday=None, year=point.year or left.year)
            return found._replace(rule=date.rule, first=point)
    elif date.rule == "year" and link["run"] and isinstance(left, Calendar) and left.year:
        is_short = found.stop - word.start() == 2 and not link[0][-1:].isspace()
        year = point.year or (left.year // 100 * 100 + number if is_short else 0)
        return found._replace(rule="year", first=Calendar(year)) if year else None
    return found._replace(rule=_BESIDE)


def _joined(text: str, before: _Link, rest: list[Draft]) -> list[Draft]:
    """A date with those behind it, joined to a range or as a list."""
    (date, link), right = before, rest[0]
    opening = _FROM.search(text, max(0, date.start - 12), date.start)
    is_run = link["run"] or (link["word"] == "and" and opening and opening["between"])
    run = _range(text, date, right, link[0], is_clear=opening is not None) if is_run else None
    if run is not None:
        return [run, *rest[1:]]
    if date.rule == "now" or link["run"] or right.rule == "now":
        return [] if date.rule in {"now", _BESIDE} else [date]
    first = date.first if date.last or right.last or right.rule == "feast" else _completed(date.first, right.first)
    if date.rule == _BESIDE and (first == date.first or (len(rest) == 1 and not link["word"])):
        return []
    return [date._replace(rule=right.rule if date.rule == _BESIDE else date.rule, first=first), *rest]


def _range(text: str, left: Draft, right: Draft, link: str, *, is_clear: bool) -> Draft | None:
    """The range between two points of a kind, where the words don't say that something was moved."""
    if left.last or right.last or not _is_fit(text, left, right, link, is_clear=is_clear):
        return None
    is_moved = link.strip() in {"to", "until", "till"} and right.stop - right.start > 2
    if is_moved and _MOVED.search(text, max(0, left.start - 60), left.start):
        return None
    last = right.first
    if isinstance(last, Told) and isinstance(left.first, Told) and last.which == "nearest":
        last = replace(last, which="next", base=left.first)
    first = _completed(left.first, last)
    return None if left.rule == _BESIDE and first == left.first else Draft(left.start, right.stop, "range", first, last)


def _grain(point: Point) -> str:
    """Whether a point is a day, a month, a year or another run of time."""
    if isinstance(point, Told):
        return "day" if point.unit in {"day", "weekday", "nth"} else point.unit
    if point.day is not None:
        return "day"
    return "run" if point.years > 1 else "month" if point.month else "year"


def _is_fit(text: str, left: Draft, right: Draft, link: str, *, is_clear: bool) -> bool:
    """Whether two points may bound a range: of a kind, and told from the anchor only where the words say a range."""
    first, last = left.first, right.first
    is_same = _grain(first) == _grain(last)
    if left.rule == right.rule == "weekday":
        return is_clear or (isinstance(first, Told) and first.which == "nearest")
    if not (isinstance(first, Calendar) and isinstance(last, Calendar)):
        return left.rule == _BESIDE or (is_clear and (is_same or isinstance(first, Calendar) or left.rule == "now"))
    if is_same and _grain(first) == "year" and first.year and last.year:
        most = 1 if "/" in link else _LONGEST_RUN
        is_count = link[-1:].isspace() and counts_something(text, right.stop)
        return first.year < last.year <= first.year + most and not is_count
    return is_same or is_clear


def _completed(first: Point, last: Point) -> Point:
    """A point with the month and the year that the one behind it names: `20 and 22 May`, `Dec. 28 to Jan. 3, 2022`."""
    if not isinstance(first, Calendar):
        return first
    is_number = first.month is None and first.day is not None and first.weekday is None
    if isinstance(last, Told):
        return replace(last, number=first.day) if is_number and last.unit == "nth" and first.day else first
    if first.month is None and first.day and last.month and last.day and not (is_number and first.day >= last.day):
        return replace(last, day=first.day, weekday=first.weekday)
    if first.day and last.month and last.months in {3, 6} and is_number and first.day * last.months <= 12:
        return replace(last, month=first.day * last.months - last.months + 1)  # the second and third quarters
    if first.month is None or first.year is not None or first.turn or first.nth:
        return first
    turns = (first.month, first.day or 1) > (last.month or 1, last.day or 31)
    year = None if last.year is None else last.year - turns
    return replace(first, year=year, shift=last.shift if first.shift is None else first.shift)
