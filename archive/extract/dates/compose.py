"""From the parts of a form to the point that they tell.

Each composer takes the text, the match of a form and what was read behind it, and gives what it found, or None where
the parts are no date after all: a month that is a name, a number that counts.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final, NamedTuple, cast

from archive.extract.dates import false_dates as guards
from archive.extract.dates.drafts import SEASONS, Calendar, Point, Told, Unit, Which
from archive.extract.dates.feasts import feast_point, is_feast
from archive.extract.dates.prefixdate import is_day
from archive.text.calendar import ENGLISH_MONTHS, MONTHS, NUMBERS, ORDINALS, WEEKDAYS
from archive.text.folding import fold
from archive.text.wordlists import alternatives, phrases, word_set, words

LOOKALIKES: Final = words("false_dates", "lookalikes")
DECADES: Final = {f"{stem}tie": 10 * tens for tens, stem in enumerate(("twen", "thir", "for", "fif", "six", "seven", "eigh", "nine"), 2)}
"""Tens by the stem of their decade in words, `seventie` for the seventies."""

Match = re.Match[str]


class Found(NamedTuple):
    """What was read at a place: where it ends, its rule, and the point or the two ends of a range."""

    stop: int
    rule: str
    first: Point
    last: Point | None = None


_YEAR_OF: Final = {"this": 0, "the": 0, "year's": 0, "year’s": 0, "last": -1, "year-ago": -1, "year-earlier": -1, "next": 1}


def _number(written: str) -> int:
    """A number in digits or words, cardinal or ordinal; `last` and `final` are -1."""
    word = re.sub(r"(?<=\d)\D+", "", written.lower())
    if word.isdecimal():
        return int(word)
    word = "-".join(word.split())
    return ORDINALS.get(word) or NUMBERS.get(word) or -1


def _dated(text: str, match: Match, point: Calendar, rule: str) -> Found:
    """Add the year of a match's tail, unless it is a count (`on Oct. 24, 2000 people ...`)."""
    parts = match.groupdict()
    if parts.get("whose"):
        return Found(match.end(), rule, replace(point, shift=_YEAR_OF[parts["whose"]]))
    number = parts.get("year") or parts.get("short")
    if number is None:
        return Found(match.end(), rule, point)
    if parts.get("tail") and guards.counts_something(text, match.end()):
        return Found(match.start("tail"), rule, point)
    year = int(number) + (2000 if len(number) == 2 and int(number) < 69 else 1900 if len(number) == 2 else 0)
    return Found(match.end(), "full" if rule == "month-day" else rule, replace(point, year=year))


def date(text: str, match: Match, inner: Found | None) -> Found | None:
    """A day of a month, or a month alone, with or without its year."""
    parts = match.groupdict()
    name, written = parts["month"], parts.get("day") or parts.get("nth")
    if not guards.is_month_word(name, written is not None or any(map(parts.get, ("year", "short", "whose")))):
        return None
    month, day = ENGLISH_MONTHS[name[:3].lower()], _number(written) if written else None
    if day is not None and not 1 <= day <= 31:
        return None
    found = _dated(text, match, Calendar(month=month, day=day), "month-day" if day else "month")
    if day is None and cast("Calendar", found.first).year is None and cast("Calendar", found.first).shift is None:
        return _lone_month(text, match, found)
    return found


def _lone_month(text: str, match: Match, found: Found) -> Found | None:
    at, stop = match.span("month")
    if not guards.is_lone_month(text, at, stop):
        return None
    ends = text[stop - 1] == "." and not text[stop:].lstrip()[:1].islower()  # the full stop ends the sentence
    short = ends and text[at:stop].rstrip(".").lower() not in ENGLISH_MONTHS
    return found._replace(stop=stop - short)


def weekday_date(text: str, match: Match, inner: Found | None) -> Found | None:
    """`Thursday, Oct. 24`: the weekday is a check on the year."""
    if inner is None or not isinstance(inner.first, Calendar) or inner.first.day is None or inner.first.weekday is not None:
        return None
    return inner._replace(first=replace(inner.first, weekday=WEEKDAYS[match["weekday"][:3].lower()]))


def weekday_day(text: str, match: Match, inner: Found | None) -> Found | None:
    """`Friday the 13th`: the month is the nearest that has it; the title of a film or a saying is none."""
    day = _number(match.groupdict().get("day") or match["nth"])
    if not 1 <= day <= 31 or guards.counts_something(text, match.end()) or _is_named(text, match):
        return None
    return Found(match.end(), "month-day", Calendar(day=day, weekday=WEEKDAYS[match["weekday"][:3].lower()]))


_FILMS = re.compile(r"\b(?:film|movie|thriller|franchise|series|remake)\s\Z")


def _is_named(text: str, match: Match) -> bool:
    return _FILMS.search(text, max(0, match.start() - 12), match.start()) is not None


def foreign(text: str, match: Match, inner: Found | None) -> Found | None:
    """A day with a month's name of another language; short names and English words need a year."""
    folded = fold(match["word"])
    month = MONTHS.get(folded)
    if month is None or (match["year"] is None and (len(folded) < 4 or folded in LOOKALIKES)):
        return None
    if folded in LOOKALIKES and " de " not in match[0]:
        return None
    return _dated(text, match, Calendar(month=month, day=int(match["day"])), "month-day")


def days(text: str, match: Match, inner: Found | None) -> Found | None:
    """`23-24 October 2024`, `from 02 to April 07`: two days of one month; with `and`, after `between` or in sequence."""
    if not guards.starts_number(text, match.start()) or not guards.is_month_word(match["month"], has_number=True):
        return None
    first, last = int(match["day"]), int(match["last"])
    is_run = "and" not in match["link"] or last == first + 1 or is_between(text, match.start())
    if not is_run or first >= last:
        return None
    found = _dated(text, match, Calendar(month=ENGLISH_MONTHS[match["month"][:3].lower()], day=last), "range")
    return found._replace(rule="range", first=replace(cast("Calendar", found.first), day=first), last=found.first)


def is_between(text: str, at: int) -> bool:
    """Whether `between` stands before a place, so that `and` makes a range."""
    return guards.previous_word(text, at)[0].lower() == "between"


# In numbers.


def iso(text: str, match: Match, inner: Found | None) -> Found | None:
    """The year first."""
    year, month, day = int(match["year"]), int(match["n"]), int(match["right"])
    if not is_day(year, month, day) or not guards.starts_number(text, match.start()):
        return None
    return Found(match.end(), "numeric", Calendar(year, month, day))


def small_numbers(text: str, match: Match, inner: Found | None) -> Found | None:
    """`28.02.22`, `24-10-2024`, `10/24/2024`."""
    left, right, written = match["n"], match["right"], match["year"]
    if len(written) == 2 and (len(left) != 2 or len(right) != 2) and match["sep"] != "/":
        return None  # 1.2.34 is a version or a paragraph
    year = int(written) + (0 if len(written) == 4 else 2000 if int(written) < 69 else 1900)
    return _in_order(text, match, int(left), int(right), match["sep"], year)


def _in_order(text: str, match: Match, left: int, right: int, sep: str, year: int | None) -> Found | None:
    """Tell the day from the month: by the numbers, by the other dates of the text, by its language, by the mark."""
    at = match.start()
    if not (guards.starts_number(text, at) or (text[at - 1] in "-–" and text[at - 2].isdigit() and year and len(match["year"]) == 4)):
        return None
    is_day_first = left > 12 or (right <= 12 and guards.is_day_first(text, sep))
    day, month = (left, right) if is_day_first else (right, left)
    if not is_day(year or 2024, month, day):
        return None
    is_open = left <= 12 and right <= 12 and left != right and sep == "/"
    return Found(match.end(), "numeric", Calendar(year, month, day, is_open=is_open))


_DAY_BEFORE = re.compile(
    r"(?:\b(?:on|by|until|till|since|from|before|after|dated|through|to|between|starting|\w*day,?|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?,?)"
    r"|\d/\d\d?(?:,|,? and)?|[-–])\s?(?:the\s)?\Z",
    re.IGNORECASE,
)
_NO_DAYS: Final = word_set("24/7 9/11 7/7 50/50 1/2 1/3 2/3 1/4 3/4 4/5 1/5 2/5 3/5")
"""Fractions, names of events and words of numbers."""


def day_and_month(text: str, match: Match, inner: Found | None) -> Found | None:
    """`22/04`: after a word of time or another such date only, for most such numbers are fractions and scores."""
    if match[0] in _NO_DAYS or not _DAY_BEFORE.search(text, max(0, match.start() - 14), match.start()):
        return None
    if guards.counts_something(text, match.end()):
        return None
    found = _in_order(text, match, int(match["n"]), int(match["right"]), "/", None)
    return found and found._replace(rule="month-day")


def small_range(text: str, match: Match, inner: Found | None) -> Found | None:
    """`10/1-10/7/2018`."""
    year = int(match["year"])
    first = _in_order(text, match, int(match["n"]), int(match["right"]), "/", year)
    last = _in_order(text, match, int(match["n2"]), int(match["right2"]), "/", year)
    return first and last and Found(match.end(), "range", first.first, last.first)


def month_number(text: str, match: Match, inner: Found | None) -> Found | None:
    """`11/2016`."""
    if not guards.starts_number(text, match.start()):
        return None
    return Found(match.end(), "numeric", Calendar(int(match["year"]), int(match["n"])))


def spoken_year(text: str, match: Match, inner: Found | None) -> Found | None:
    """`nineteen ninety-six`, `two thousand and five`, alone or behind a month."""
    century, rest = match["century"].lower(), match["rest"] or ""
    words = [word for word in re.split(r"[\s-]", rest.lower()) if word not in {"", "and", "hundred", "oh"}]
    value = sum(NUMBERS.get(word, 0) or DECADES.get(f"{word[:-1]}ie", 0) for word in words)
    if century != "two thousand" and not (value >= 10 or (value and "oh" in rest) or "hundred" in rest):
        return None
    number = 2000 + value if century == "two thousand" else 100 * NUMBERS[century] + value
    if match["month"]:
        return Found(match.end(), "month", Calendar(number, ENGLISH_MONTHS[match["month"][:3].lower()]))
    return Found(match.end(), "year", Calendar(number)) if century != "two thousand" or words else None


def year(text: str, match: Match, inner: Found | None) -> Found | None:
    """A year alone."""
    if not guards.is_year(text, match.start(), match.end()):
        return None
    return Found(match.end(), "year", Calendar(int(match[0])))


def years(text: str, match: Match, inner: Found | None) -> Found | None:
    """`2018–2020`, `2022-23`, `2000 to 2003`, `between 2000 and 2003`; `2024-10` is a month, `2015/40` nothing."""
    at, first, written, link = match.start(), int(match["year"]), match["last"], match["link"]
    if not guards.starts_number(text, at):
        return None
    last = int(written)
    if len(written) == 2:
        if link == "-" and 1 <= last <= 12 and last != first % 100 + 1:
            return Found(match.end(), "numeric", Calendar(first, last))
        last += first // 100 * 100 + (100 if first % 100 == 99 and last == 0 else 0)
        is_run = link in {"-", "–", "—"} or (link == "/" and last == first + 1)
    else:
        is_run = link != "/" and last <= first + 150 and ("and" not in link or is_between(text, at))
    if not is_run or first >= last or not guards.is_year(text, at, at + 4) or guards.counts_something(text, match.end()):
        return None
    return Found(match.end(), "range", Calendar(first), Calendar(last))


def decade(text: str, match: Match, inner: Found | None) -> Found | None:
    """`the 1990s`, `the ’80s`, `the seventies`; degrees and ages are none."""
    written = match["decade"].lower()
    if len(written) != 4 and guards.is_measured(text, match.start(), match.end()):
        return None
    first = int(written) if written.isdecimal() else DECADES[written]
    return Found(match.end(), "decade", Calendar(first if first > 100 else 1900 + first, years=10))


# Parts of a year.


def season(text: str, match: Match, inner: Found | None) -> Found | None:
    """`spring 2023`, `autumn last year`."""
    return _dated(text, match, Calendar(month=SEASONS[match["season"].lower()], months=3), "season")


_FALL_BEFORE = re.compile(r"\b(?:in|during|over|this|by|until)\sthe\s\Z", re.IGNORECASE)
_SEASON_BEFORE = re.compile(r"\b(?:in|since|by|until|during|over|throughout)\s(?:the\s)?(?:early\s|late\s)?\Z", re.IGNORECASE)


def lone_season(text: str, match: Match, inner: Found | None) -> Found | None:
    """`since spring`, `in the summer`: in small letters, after a preposition, and no noun behind."""
    before = _FALL_BEFORE if match["season"] == "fall" else _SEASON_BEFORE
    if match["season"][0].isupper() or not before.search(text, max(0, match.start() - 20), match.start()):
        return None
    return Found(match.end(), "season", Told("season", "nearest", SEASONS[match["season"]]))


_SCORED = re.compile(r"\s(?:\d|of\s(?!(?:the\s)?(?:fiscal|financial|\d{4}))|goal|lead|score|whistle|final)")


def quarter(text: str, match: Match, inner: Found | None) -> Found | None:
    """`Q3 2022`, `H1`, `the second half of last year`, `third-quarter`; half a match is none."""
    parts = match.groupdict()
    length = 6 if parts.get("half", "").lower() in {"h", "half"} else 3
    number = int(parts["number"]) if parts.get("number") else _number(parts["nth"])
    if number > 12 // length or (number < 0 and not any(map(parts.get, ("year", "whose")))):
        return None
    if number < 0:
        number = 12 // length
    point = Calendar(month=length * (number - 1) + 1, months=length)
    found = _dated(text, match, point, "quarter")
    told = cast("Calendar", found.first)
    if told.year is None and told.shift is None and not _is_business(text, match, length):
        return None
    return found


def run(text: str, match: Match, inner: Found | None) -> Found | None:
    """`the first nine months of 2024`, `the last two quarters of this year`."""
    months = _number(match["count"]) * (3 if match["unit"] == "quarter" else 1)
    is_last = match["nth"].lower() in {"last", "final"}
    if not 0 < months < 12 or not (is_last or match["nth"].lower() == "first"):
        return None
    return _dated(text, match, Calendar(month=13 - months if is_last else 1, months=months), "quarter" if months > 1 else "month")


_HALF_BEFORE = re.compile(r"\b(?:in|for|during|over|of|its|than|by|from|until|through|into|since)\s\Z", re.IGNORECASE)


def _is_business(text: str, match: Match, length: int) -> bool:
    """Whether a quarter or half without its year is one of a year, not of a match, a town or a century."""
    if match["half"] in {"Q", "H"}:
        return guards.previous_word(text, match.start())[0][:1].islower() or match.start() == 0
    if match["half"].lower() in {"q", "h"} or _SCORED.match(text, match.end()):
        return False
    return guards.is_business(text) and (length == 3 or _HALF_BEFORE.search(text, max(0, match.start() - 9), match.start()) is not None)


def edge(text: str, match: Match, inner: Found | None) -> Found | None:
    """`early October`, `the end of 2025`, `the first week of May`: what it cuts out is not said by the value."""
    if inner is None or inner.last is not None or inner.rule in {"weekday", "month-day", "full", "ago", "numeric", "feast"}:
        return None
    if isinstance(inner.first, Told) and inner.first.unit in {"day", "weekday", "nth", "weekend"}:
        return None
    return inner


def nth_weekday(text: str, match: Match, inner: Found | None) -> Found | None:
    """`the first Tuesday of November`, `the last Friday of next month`."""
    if inner is None or inner.last is not None or inner.rule == "range":
        return None
    weekday, nth = WEEKDAYS[match["weekday"][:3].lower()], _number(match["nth"])
    point = inner.first
    if isinstance(point, Calendar):
        if point.month is None or point.day is not None or point.months > 1:
            return None
        return inner._replace(rule="month-day" if point.year is None else "full", first=replace(point, weekday=weekday, nth=nth))
    if point.unit not in {"month", "month-name"}:
        return None
    return Found(inner.stop, "relative", Told("weekday", number=weekday, nth=nth, base=point))


# Told from the day of the text.

_DAY_NAMES: Final = {
    "yesterday": -1, "today": 0, "tonight": 0, "overnight": 0, "tomorrow": 1, "before yesterday": -2, "after tomorrow": 2,
}  # fmt: skip
_OVERNIGHT_AFTER = re.compile(r"\s(?:[a-z]+)?(?:stay|bag|flight|train|bus|camp|parking|shift|hospital|success|sensation)", re.IGNORECASE)


def day_name(text: str, match: Match, inner: Found | None) -> Found | None:
    """`USA Today`, `Russia Today`, and a capital `Today` inside a sentence are names."""
    at = match.start()
    word, mark = guards.previous_word(text, at)
    if match["word"][0].isupper() and word and not mark and text[at - 1] not in "\"“‘'(":
        return None
    if match["word"].lower() == "overnight" and (word.lower() in {"an", "the", "almost"} or _OVERNIGHT_AFTER.match(text, match.end())):
        return None
    return Found(match.end(), "relative", Told("day", number=_DAY_NAMES[match["word"].lower()]))


_KINDS: Final[dict[str, Which]] = {
    "this": "this", "current": "this", "the": "this", "last": "last", "latest": "last", "past": "last", "previous": "last", "next": "next", "coming": "next",
    "upcoming": "next", "following": "next",
}  # fmt: skip
_SHIFTS: Final[dict[str, int]] = {"last": -1, "this": 0, "next": 1}
_NAMES_BEFORE: Final = words("false_dates", "before weekdays")
_NAMES_AFTER = re.compile(rf"\s(?:{alternatives(phrases('false_dates', 'after weekdays'))})(?!\w)|-(?=[A-Z])|\sthe\s\d")


def weekday(text: str, match: Match, inner: Found | None) -> Found | None:
    """A weekday, alone or of a week that is named."""
    before = guards.previous_word(text, match.start())[0]
    if before in _NAMES_BEFORE or before.lower() in ORDINALS or _NAMES_AFTER.match(text, match.end("weekday")):
        return None
    day, which = WEEKDAYS[match["weekday"][:3].lower()], match.groupdict().get("which")
    if which:
        return Found(match.end(), "weekday", Told("weekday", "offset", day + 7 * _SHIFTS[which.lower()]))
    return Found(match.end(), "weekday", Told("weekday", "nearest", day))


def weekday_week(text: str, match: Match, inner: Found | None) -> Found | None:
    """`Tuesday week`: a week after the coming one."""
    return Found(match.end(), "weekday", Told("weekday", "next", WEEKDAYS[match["weekday"][:3].lower()] + 7))


def weekday_in_week(text: str, match: Match, inner: Found | None) -> Found | None:
    """`Monday two weeks from now`: of the week to which the count leads."""
    if inner is None or not isinstance(inner.first, Told) or inner.rule not in {"ago", "relative"}:
        return None
    told = inner.first
    if told.unit not in {"week", "day"} or not (told.is_exact or told.unit == "week") or told.base or told.is_narrative:
        return None
    return Found(inner.stop, "weekday", Told("weekday", number=WEEKDAYS[match["weekday"][:3].lower()], base=told))


def turn(text: str, match: Match, inner: Found | None) -> Found | None:
    """`this week`, `last March`, `next Friday`, `the past year`, `the week before last`."""
    parts = match.groupdict()
    which = (parts.get("which") or "this").lower()
    kind, the = _KINDS[which], parts.get("the")
    if parts.get("season"):
        return Found(match.end(), "season", Told("season", kind, SEASONS[match["season"].lower()])) if which != "past" else None
    if parts.get("weekday"):
        is_told = which == "following" or (bool(the) and which in {"next", "previous"})
        day = WEEKDAYS[match["weekday"][:3].lower()]
        return Found(match.end(), "weekday", Told("weekday", kind, day, is_narrative=is_told))
    if parts.get("month"):
        month = ENGLISH_MONTHS[match["month"][:3].lower()]
        return Found(match.end(), "relative", Told("month-name", kind, month)) if which != "past" else None
    unit = cast("Unit", (parts.get("unit") or "year").rpartition(" ")[2])
    if parts.get("way"):
        return Found(match.end(), "relative", Told(unit, number=-2 if parts["way"] == "before last" else 2))
    return _turn_of_unit(text, match, unit, which, kind)


def _turn_of_unit(text: str, match: Match, unit: Unit, which: str, kind: Which) -> Found | None:
    """A week, month or year; `the last week` and `past week` end at the anchor, `last week` with its Sunday."""
    the = match.groupdict().get("the")
    is_edge = " of " in match[0]
    if unit == "weekend":
        return None if which == "past" else Found(match.end(), "relative", Told("weekend", kind))
    if unit == "quarter":
        return Found(match.end(), "relative", Told("quarter", number=_SHIFTS[kind]))
    is_the = bool(the) or guards.previous_word(text, match.start())[0].lower() == "the"
    if which == "next" and is_the and not is_edge:
        return None  # tells how long
    is_owner = text[match.end() : match.end() + 2] in {"'s", "’s"}
    if which == "past" or (which == "last" and is_the and not is_owner and not is_edge):
        return Found(match.end(), "relative", Told(unit, "rolling")) if not the else None
    if which == "previous" and the:
        return Found(match.end(), "relative", Told(unit, number=-1, is_narrative=True))
    return Found(match.end(), "relative", Told(unit, number=_SHIFTS[kind]))


def day_part(text: str, match: Match, inner: Found | None) -> Found | None:
    """`this morning`, `last night`, `the previous day`, `the following day`; a `last day` is no date."""
    which, part, the = match["which"].lower(), match["day"], match["the"]
    if which == "this" and part not in {"day", "night"}:
        return Found(match.end(), "relative", Told("day"))
    if which == "last" and part == "night" and not the:
        return Found(match.end(), "relative", Told("day", number=-1))
    if not the or which not in {"previous", "following", "next"}:
        return None
    return Found(match.end(), "relative", Told("day", number=-1 if which == "previous" else 1, is_narrative=True))


def week_of(text: str, match: Match, inner: Found | None) -> Found | None:
    """`the week of April 10`."""
    if inner is None or inner.last is not None or inner.rule not in {"month-day", "full", "numeric", "feast", "weekday"}:
        return None
    return Found(inner.stop, "relative", Told("week", base=inner.first))


def now(text: str, match: Match, inner: Found | None) -> Found | None:
    """`now`, which is a date only where it bounds a range: `between now and 2030`."""
    return Found(match.end(), "now", Told("day"))


def weekend(text: str, match: Match, inner: Found | None) -> Found | None:
    """`the weekend`."""
    return Found(match.end(), "relative", Told("weekend", "nearest"))


_PREPOSITIONS: Final = word_set("on until till by from since before after")


def nth_day(text: str, match: Match, inner: Found | None) -> Found | None:
    """`on the 24th`: only after a preposition of time, for most ordinals rank something else."""
    which = match.groupdict().get("which")
    if which is None and guards.previous_word(text, match.start())[0].lower() not in _PREPOSITIONS:
        return None
    return Found(match.end(), "relative", Told("nth", _KINDS[which] if which else "nearest", int(match["day"])))


# Counted.

_VAGUE_BEFORE = re.compile(rf"\b(?:{alternatives(phrases('false_dates', 'vague'))})\s\Z", re.IGNORECASE)
_BACK: Final = word_set("ago earlier before prior previously")
_TOLD: Final = word_set("earlier before prior previously later after")
_GOES_ON = re.compile(r"\s(?:(?:than|to|in\slife|the|an?|this|that|his|her|its|their|new)\b|[A-Z])")
_THAN = re.compile(r"\s(?:than|to|in\slife)\b")
_COMPARING: Final = word_set("from than with over on to against in for as of")
_IN_A_DAY: Final = {"fortnight": ("week", 2)}


def _step(count: str, unit: str) -> tuple[Unit, int] | None:
    name, times = _IN_A_DAY.get(unit, (unit, 1))
    number = _number(count) * times
    if not 0 < number <= 200 or (name == "decade" and number > 10):
        return None
    return cast("Unit", name), number


def counted(text: str, match: Match, inner: Found | None) -> Found | None:
    """`three days ago`, `two months and three days ago`, `a year earlier`, `two weeks before Christmas`."""
    parts = match.groupdict()
    if _VAGUE_BEFORE.search(text, max(0, match.start() - 20), match.start()):
        return None
    steps = [_step(parts.get(f"count{i}") or "a", parts[f"unit{i}"]) for i in ("", "2", "3") if parts.get(f"unit{i}")]
    way = match["way"].lower()
    if None in steps:
        return None
    sign = -1 if way in _BACK else 1
    (unit, number), *more = [(unit, sign * number) for unit, number in filter(None, steps)]
    if inner is not None:
        return _from_point(match, inner, unit, number)
    if not parts.get("count") and guards.previous_word(text, match.start())[0].lower() not in _COMPARING:
        return None
    if unit == "year" and text.startswith(" quarter", match.end()):
        return Found(match.end() + len(" quarter"), "ago", Told("quarter", number=4 * number - 1))
    if (way in {"before", "prior"} and _GOES_ON.match(text, match.end())) or (way != "ago" and _THAN.match(text, match.end())):
        return None
    rule = "ago" if way == "ago" else "relative"
    return Found(match.end(), rule, Told(unit, number=number, more=tuple(more), is_narrative=way in _TOLD, is_exact=True))


def _from_point(match: Match, inner: Found, unit: Unit, number: int) -> Found | None:
    """Counted from a date that stands behind: only from a day."""
    point = inner.first
    is_day = point.day is not None or point.feast if isinstance(point, Calendar) else point.unit in {"day", "weekday", "nth"}
    if inner.last is not None or not is_day or (match["way"] == "on" and inner.rule != "weekday"):
        return None
    if match["way"] == "on" and isinstance(point, Told):  # a week on Tuesday
        point = replace(point, which="next")
    return Found(inner.stop, "relative", Told(unit, number=number, base=point, is_exact=True))


_NOT_IN = re.compile(
    r"\b(?:not|n['’]t|never|first|only|second|third|time|times|once|twice|\w+est|no\s\w+|ever|has|have|had|few)[\w-]*(?:\s[\w.'’-]+){0,9}\s\Z", re.IGNORECASE
)


def counted_in(text: str, match: Match, inner: Found | None) -> Found | None:
    """`opens in two weeks`: where the words look ahead, for most such counts tell how long something took."""
    step = _step(match["count"], match["unit"]) if guards.previous_word(text, match.start())[0].lower() == "in" else None
    if step is None or _NOT_IN.search(text, max(0, match.start() - 80), match.start()) or not guards.looks_ahead(text, *match.span()):
        return None
    return Found(match.end(), "relative", Told(step[0], number=step[1], is_exact=True))


def feast(text: str, match: Match, inner: Found | None) -> Found | None:
    """A feast, with its year or without."""
    parts = match.groupdict()
    if not is_feast(text, match.start("feast"), match.end("feast")):
        return None
    point = feast_point(match["feast"], text)
    if parts.get("year"):
        point = replace(point, year=int(match["year"]))
    elif parts.get("which"):
        which = match["which"].lower()
        if which not in {"this", "last", "next"}:
            return None
        point = replace(point, turn=cast("Which", which))
    return Found(match.end(), "feast", point)
