"""Reading: the drafts of a text, from left to right, each as far as the forms of the grammar go.

What two forms make together is told here: a range of two points, a list of days before or behind their month, a year
or a month that a list names once.
"""

from __future__ import annotations

import re
import string
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from archive.extract.dates.drafts import Calendar, Draft, Told
from archive.extract.dates.false_dates import counts_something, is_recurring, previous_word, starts_number
from archive.extract.dates.form import DECADES, Form, Found
from archive.extract.dates.grammar import OPENERS, readers, rows
from archive.text.calendar import MONTH_SPELLINGS, MONTHS, NUMBERS
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
        found = _drafts_at(text, match, _readers(text, match))
        if found:
            done = found[-1].stop
            drafts += found
    return _shared(text, drafts)


def _may_hold_dates(text: str) -> bool:
    """A quick look that rules most texts out and misses nothing that the readers would find."""
    return not _SIGNS.isdisjoint(text.lower().translate(_BLANKS).split()) or _NUMERIC.search(text) is not None


def _readers(text: str, word: re.Match[str]) -> list[Reader]:
    """The readers of the forms that may open with a word: a look at what follows spares most articles and numbers."""
    first, stop = _opener(word), word.end()
    if first == "0":
        return _STARTERS[first] if _goes_on(text, stop) else []
    if first == "0000" and (text[stop : stop + 2].rstrip() in {"", ".", ",", ";", ")"} or not _goes_on(text, stop)):
        first = "0000."
    if first == "the" or first in _BEFORE_OTHERS:
        following = _WORD.match(text, stop + 1)
        second = _opener(following) if following else ""
        if first == "the":
            first = f"the {second}"
        elif second not in _DATE_WORDS:
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
    return mark != "" and (mark in "./-–—'’º°~QHqh" or text[at : at + 2] in _ENDINGS)


_ENDINGS: Final = frozenset({"st", "nd", "rd", "th", "er", *(f"s{mark}" for mark in " ,.;:)!?-—'’"), "s"})
_BEFORE_OTHERS: Final = NUMBERS.keys() | OPENERS["nth"] | OPENERS["which"]
"""Words with which a form opens only if another one of a form follows."""
_TELLING: Final = (
    _STARTERS.keys()
    | MONTHS.keys()
    | MONTH_SPELLINGS
    | {f"{unit}{s}" for unit in (*OPENERS["period"], "fortnight", "decade") for s in ("", "s")}
    | OPENERS["decade"]
    | word_set("nineteen thousand patrick morning afternoon evening night")
)
_DATE_WORDS: Final = (
    _TELLING
    | {f"{stem[:-2]}y" for stem in DECADES}
    | word_set("of half full fiscal and or to until through de d del hundred oh in")
)
_SIGNS: Final = (
    _TELLING
    - (_BEFORE_OTHERS - {"nineteen"})
    - OPENERS["edge"]
    - word_set(
        "now that very mid late earlier may mars marco mag out part set gen des armistice ash black boxing columbus "
        "cyber good international labor martin memorial new palm presidents st"
    )
)
"""Words of which one stands in any form that has no number, but for those that most texts have."""
_BLANKS: Final = {ord(mark): " " for mark in f"{string.punctuation}{string.digits}“”‘’–—…«»"}
_NUMERIC = re.compile(
    r"\d(?:(?<!\d\d)\d{3}(?!\d)|[./-]\d|0['’]?s|/[A-Z][a-z]|(?:st|nd|rd|th)(?:[.,;:)!?]|\Z|\sof\s))|M(?:ay|AY)\b"
)


def _drafts_at(text: str, word: re.Match[str], forms: list[Reader]) -> list[Draft]:
    at = word.start()
    if not forms:
        return []
    if text[at].isdecimal():
        if found := _listed_before(text, at):
            return found
        at -= word[0][1:] == "0" and text[at - 1 : at] in {"'", "’"}  # the '80s
    point = _longest(text, at, forms, 0)
    if point is None or (point.rule in {"weekday", "relative"} and is_recurring(text, at)):
        return []
    if text[at].isdecimal() and point.rule not in {"year", "range", "numeric"} and not starts_number(text, at):
        return []
    point = _as_range(text, at, point) or point
    return [Draft(at, *point), *_listed_behind(text, point)] if point.rule != "now" else []


def _found_at(text: str, at: int, depth: int = 1) -> Found | None:
    """What is read at a place within a form or behind one."""
    word = _WORD.match(text, at + (text[at : at + 1] in {"'", "’"}))
    return _longest(text, at, _readers(text, word), depth) if word else None


def _longest(text: str, at: int, forms: list[Reader], depth: int) -> Found | None:
    """The longest that any form reads at a place."""
    best: Found | None = None
    for form, build, goes_on in forms:
        match = form.match(text, at)
        if match is None or (best is not None and not goes_on and match.end() < best.stop):
            continue
        inner = _found_at(text, match.end(), depth + 1) if goes_on and depth < _DEEPEST else None
        if goes_on and inner is None:
            continue
        found = build(Form(text, match, inner))
        if found is not None and (best is None or found.stop > best.stop):
            best = found
    return best


# Ranges.

_TO = re.compile(r"\s?[-–—~]\s?|\s(?:to|through|thru|until|till|au|bis(?:\szum)?|al?)\s(?:the\s)?|\s[-–]\s")
_AND = re.compile(r"\s(?:and|&)\s(?:on\s)?")
_MOVED = re.compile(r"\b(?:moved|moves|postpone[sd]?|delay(?:s|ed)?|reschedule[sd]?|changed|brought|pushed|shifted)\b")
_FROM = re.compile(r"\b(?:from|between|du|del?|vom)\s(?:the\s)?\Z", re.IGNORECASE)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"


def _as_range(text: str, at: int, found: Found) -> Found | None:
    """Join a point with the one that follows a dash, `to`, or (after `between`) `and`."""
    if found.last is not None or found.rule in {"decade", "feast", "ago"}:
        return None
    link = _TO.match(text, found.stop) or _AND.match(text, found.stop)
    if link is None or link.end() >= len(text):
        return None
    if link.re is _AND and not _is_between(text, at):
        return None
    right = _found_at(text, link.end())
    if right is None or right.last is not None or not _is_fit(text, at, found, right):
        return None
    word = link[0].strip()
    if word in {"to", "until", "till"} and _MOVED.search(text, max(0, at - 60), at):
        return None
    return Found(right.stop, "range", _completed(found.first, right.first), right.first)


def _is_between(text: str, at: int) -> bool:
    return previous_word(text, at)[0].lower() == "between"


def _grain(found: Found) -> str:
    """Whether a point is a day, a month, a year or another run of time."""
    point = found.first
    if isinstance(point, Told):
        return "day" if point.unit in {"day", "weekday", "nth"} else point.unit
    if point.day is not None:
        return "day"
    return "run" if point.years > 1 else "month" if point.month else "year"


def _is_fit(text: str, at: int, left: Found, right: Found) -> bool:
    """Whether two points may bound a range: of a kind, and told from the anchor only where the words say a range."""
    if "run" in (_grain(left), _grain(right)) or right.rule in {"feast", "ago"}:
        return False
    is_calendar = isinstance(left.first, Calendar) and isinstance(right.first, Calendar)
    is_clear = _FROM.search(text, max(0, at - 12), at) is not None
    if left.rule == right.rule == "weekday":
        return is_clear or (isinstance(left.first, Told) and left.first.which == "nearest")
    if is_calendar:
        return is_clear if _grain(left) != _grain(right) else _grain(left) != "year" or is_clear
    return is_clear and (_grain(left) == _grain(right) or isinstance(left.first, Calendar) or left.rule == "now")


def _completed(first: Point, last: Point) -> Point:
    """A point with the month and the year that the one behind it names: `20 and 22 May`, `Dec. 28 to Jan. 3, 2022`."""
    if not isinstance(first, Calendar) or not isinstance(last, Calendar):
        return first
    if first.month is None and first.day and last.month:
        return replace(last, day=first.day, weekday=first.weekday)
    if first.month is None or first.year is not None or first.turn or first.nth:
        return first
    turns = (first.month, first.day or 1) > (last.month or 1, last.day or 31)
    year = None if last.year is None else last.year - turns
    return replace(first, year=year, shift=last.shift if first.shift is None else first.shift)


# Lists.

_BEFORE = re.compile(rf"{_DAY}(?:,\s{_DAY}){{0,9}},?\s(?:and|or|&)\s(?=\d)")
_BEHIND = re.compile(rf"(?:,\s{_DAY}(?![\w:./%-])){{0,9}},?\s(?:and|or|&)\s(?:on\s)?{_DAY}(?!-?\w|[%°]|[.:,/]\d)")
LIST_GAP = re.compile(r",\s|,?\s(?:and|or|&)\s(?:again\s)?(?:in\s|on\s)?")


def _listed_before(text: str, at: int) -> list[Draft]:
    """`3, 9 and 15 April 2022`."""
    listed = _BEFORE.match(text, at)
    if listed is None or not starts_number(text, at) or _is_between(text, at):
        return []
    last = _found_at(text, listed.end())
    days = _days_of_list(listed, last) if last else []
    return [*days, Draft(listed.end(), *last)] if days and last else []


def _listed_behind(text: str, found: Found) -> list[Draft]:
    """`March 3, 9 and 15`."""
    listed = _BEHIND.match(text, found.stop)
    is_list = listed is not None and not counts_something(text, listed.end())
    return _days_of_list(listed, found) if listed and is_list else []


def _days_of_list(listed: re.Match[str], found: Found) -> list[Draft]:
    """The days of a list, in the month of the one that is read whole; none where they don't run in order with it."""
    point = found.first
    if found.last or not isinstance(point, Calendar) or not (point.day and point.month) or found.rule == "numeric":
        return []
    numbers = list(re.finditer(r"(\d+)(?:st|nd|rd|th)?", listed[0]))
    at, told = listed.start(), [int(m[1]) for m in numbers]
    days = [Draft(at + m.start(), at + m.end(), found.rule, replace(point, day=int(m[1]))) for m in numbers]
    told = [*told, point.day] if listed.end() < found.stop else [point.day, *told]
    return days if told == sorted(set(told)) else []


def _shared(text: str, drafts: list[Draft]) -> list[Draft]:
    """Carry a year or month to what stands before it in a list: `in June and August 2021`."""
    for at in range(len(drafts) - 2, -1, -1):
        left, right = drafts[at : at + 2]
        if not (left.last or right.last) and LIST_GAP.fullmatch(text, left.stop, right.start):
            drafts[at] = replace(left, first=_completed(left.first, right.first))
    return drafts
