"""Dates of the calendar: `Oct. 24, 2024`, `23-24 October`, `late 2022`, `2024-10-24`, `Q3 2024`, `the 1990s`.

Each pattern is tried at one place of the text only and has no unbounded part, so that reading is linear whatever
the input.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from archive.extract.dates.drafts import DIGITS, SEASONS, CalendarDraft, Point, Reader
from archive.extract.dates.false_dates import (
    counts_something,
    is_lone_month,
    is_month_word,
    is_year,
    previous_word,
    starts_number,
)
from archive.extract.dates.prefixdate import is_day
from archive.text.calendar import (
    DAY_NAMES,
    ENGLISH_DAY,
    ENGLISH_MONTH,
    ENGLISH_MONTH_WORDS,
    ENGLISH_MONTHS,
    MONTHS,
    WEEKDAYS,
)
from archive.text.day_order import Order, is_open, proven
from archive.text.folding import fold
from archive.text.wordlists import words

_Read = tuple[int, Point, str]
"""What one pattern found: where it ends, the point it tells, its rule."""

_MONTH = rf"(?P<month>(?i:{ENGLISH_MONTH}))(?![^\W\d_])"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_NUMBER = r"(?:1\d{3}|2[01]\d\d)"
_ORDINAL = r"(?:st|nd|rd|th)?"
_NOT_LONGER = r"(?![\w%°])(?![.:]\d|,\d{3}(?!\d))"
_YEAR = rf"(?:(?:,\s{{0,2}}|\s{{1,2}}(?:of\s)?)(?P<year>{_NUMBER})|\s['’](?P<short>\d\d)){_NOT_LONGER}"

_WEEKDAY = re.compile(rf"(?P<weekday>(?i:{ENGLISH_DAY}))(?:(?i:day)|\.|(?=,|\s))(?:,\s{{0,2}}|\s)(?:the\s)?")
_MONTH_DAY = re.compile(rf"{_MONTH}[ \t\xa0]{{0,3}}{_DAY}{_ORDINAL}{_NOT_LONGER}(?P<tail>{_YEAR})?")
_DAY_MONTH = re.compile(
    rf"{_DAY}{_ORDINAL}\.?(?:\s{{1,3}}|-)(?:(?:day\s)?of\s)?{_MONTH}(?P<tail>-(?P<dashed>{_NUMBER}|\d\d)(?!\w)|{_YEAR})?"
)
_DAYS_MONTH = re.compile(
    rf"{_DAY}{_ORDINAL}\.?(?P<link>\s?[-–—/]\s?|\s(?:to|and|through|until)\s)(?P<last>3[01]|[12]\d|0?[1-9]){_ORDINAL}\.?"
    rf"\s{{1,3}}(?:of\s)?{_MONTH}(?P<tail>{_YEAR})?"
)
_MONTH_YEAR = re.compile(rf"{_MONTH}(?P<tail>{_YEAR})?")
_DAY_ALONE = re.compile(rf"{_DAY}{_ORDINAL}(?!-?\w|[%°$€£])(?![.:,]\d)(?P<tail>{_YEAR})?")
_DAY_ALONE_ENDS = re.compile(
    r"\s{0,2}(?:[.,;:)!?\]\"”’'–—]|\Z)|\s(?:in|at|on|by|for|with|to|after|as|before|when|but|while|and|or|that"
    r"|which|is|was|were|are|will|has|have|had|during|between|over|of|from|because|the|a)\s"
)
_FOREIGN = re.compile(
    rf"{_DAY}(?:er|º|°|\.)?\s(?:de\s|d['’])?(?P<word>[^\W\d_]{{3,14}})\.?(?!\w)(?P<tail>,?\s(?:de\s|del\s)?(?P<year>{_NUMBER})(?!\w))?"
)
_ISO = re.compile(
    rf"(?P<year>{_NUMBER})(?P<sep>[-./])(?P<month>\d\d)(?P=sep)(?P<day>\d\d)(?=T\d|\D|\Z)(?![-/\w]|\.\d)|"
    rf"(?P<year2>{_NUMBER})-(?P<month2>\d\d)-(?P<day2>\d\d)(?=T\d\d:)"
)
_SMALL_NUMBERS = re.compile(
    r"(?P<left>\d{1,2})(?P<sep>[./-])(?P<right>\d{1,2})(?P=sep)(?P<year>(?:1[5-9]|20)\d\d|\d\d)(?!\w|[-/%]|[.,:]\d)"
)
_YEARS = re.compile(
    rf"(?P<year>{_NUMBER})(?P<link>\s?[-–—/]\s?|\s(?:to|through|until|till|and)\s)(?P<last>{_NUMBER}|\d\d)(?![\w%]|[.,]\d|-\d)"
)
_DECADE = re.compile(r"(?P<decade>(?:1[5-9]|20)\d0)['’]?s(?!\w)|['’](?P<short>[2-9]0)s(?!\w)")
_YEAR_ALONE = re.compile(rf"{_NUMBER}(?![\w%°]|[.,:]\d|-\d\d)")
_SEASON_YEAR = re.compile(
    r"(?P<season>(?i:spring|summer|autumn|fall|winter))(?:\sof|,)?(?:\sthe\syear)?\s(?P<year>(?:1[5-9]|20)\d\d)"
    r"(?:[-–/](?:20)?\d\d)?(?!\w)"
)
_PART_OF_YEAR = re.compile(
    r"(?:Q(?P<quarter>[1-4])(?:\sof|,)?|(?:the\s)?(?i:(?P<nth>first|second|third|fourth|last|final|1st|2nd|3rd|4th))"
    r"[\s-](?P<part>quarter|half)(?:\s(?:of|in))?(?:\sthe\syear|\sfiscal)?),?\s(?P<year>(?:1[5-9]|20)\d\d)(?!\w)"
)
_QUALIFIER = re.compile(
    r"(?i:(?:the\s)?(?:very\s)?(?:beginning|start|end|middle|close|turn|latter\spart|early\spart)\sof\s(?:the\s)?"
    r"|(?:early|mid|late)(?:[-–\s]to[-–\s](?:early|mid|late))?(?:\s?[-–]\s?|\s)(?:in\s)?)"
)
_TO = re.compile(r"\s?[-–—]\s?|\s(?:to|through|thru|until|till)\s(?:the\s)?")
_AND = re.compile(r"\s(?:and|&)\s(?:on\s)?")
_MOVED = re.compile(r"\b(?:moved|moves|postpone[sd]?|delay(?:s|ed)?|reschedule[sd]?|changed|brought|pushed|shifted)\b")

_FAMOUS: Final = {
    (9, 11): (2001, re.compile(r"(?:,?\s(?:terror|attack|hijack|Memorial|Museum|Commission|plot))")),
    (1, 6): (
        2021,
        re.compile(r"\s(?:(?:United\sStates|U\.?S\.?)\s)?(?:Capitol|riot|insurrection|committee|panel|commission)"),
    ),
}
"""Days that stand for one event whenever it is named after them, with what then follows."""

_ORDINALS: Final = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
LOOKALIKES: Final = words("false_dates", "lookalikes")


def _read_number(text: str, at: int) -> CalendarDraft | None:
    if text[at : at + 4].isdigit() and (draft := _years(text, at)) is not None:
        return draft
    if (match := _DAYS_MONTH.match(text, at)) is not None:
        return _days_of_month(text, at, match)
    return _draft(text, at, _numbers_first(text, at))


def _read_month(text: str, at: int) -> CalendarDraft | None:
    return _draft(text, at, _day_and_month(text, at))


def _read_weekday(text: str, at: int) -> CalendarDraft | None:
    """`Thursday, Oct. 24`; a weekday alone is told from an anchor and read elsewhere."""
    weekday = _WEEKDAY.match(text, at)
    if weekday is None:
        return None
    found = _day_and_month(text, weekday.end())
    if found is None or found[1].day is None:
        return None
    stop, point, rule = found
    return _draft(text, at, (stop, replace(point, weekday=WEEKDAYS[weekday["weekday"][:3].lower()]), rule))


def _read_part(text: str, at: int) -> CalendarDraft | None:
    return _draft(text, at, _season_or_part(text, at))


def _read_qualified(text: str, at: int) -> CalendarDraft | None:
    match = _QUALIFIER.match(text, at)
    return _qualified(text, at, match) if match else _read_part(text, at)


def _draft(text: str, at: int, found: _Read | None) -> CalendarDraft | None:
    if found is None:
        return None
    return _as_range(text, at, found) or CalendarDraft(at, found[0], found[2], found[1])


def _season_or_part(text: str, at: int) -> _Read | None:
    if (match := _SEASON_YEAR.match(text, at)) is not None:
        point = Point(int(match["year"]), SEASONS[match["season"].lower()], months=3)
        return match.end(), point, "season"
    if (match := _PART_OF_YEAR.match(text, at)) is not None:
        return _part_of_year(match)
    return None


def _numbers_first(text: str, at: int) -> _Read | None:
    if not starts_number(text, at):
        return _year_or_decade(text, at)
    for pattern, read in ((_ISO, _iso), (_SMALL_NUMBERS, _small_numbers)):
        if (match := pattern.match(text, at)) is not None:
            return read(match)
    if (found := _day_and_month(text, at) or _year_or_decade(text, at) or _season_or_part(text, at)) is not None:
        return found
    match = _FOREIGN.match(text, at)
    return _foreign(match) if match else None


def _iso(match: re.Match[str]) -> _Read | None:
    year, month, day = (int(match[name] or match[f"{name}2"]) for name in ("year", "month", "day"))
    return (match.end(), Point(year, month, day), "numeric") if is_day(year, month, day) else None


def _year_or_decade(text: str, at: int) -> _Read | None:
    if (match := _DECADE.match(text, at)) is not None:
        year = int(match["decade"]) if match["decade"] else 1900 + int(match["short"])
        return match.end(), Point(year, years=10), "decade"
    match = _YEAR_ALONE.match(text, at)
    if match is None or not is_year(text, at, match.end()):
        return None
    return match.end(), Point(int(match[0])), "year"


def _day_and_month(text: str, at: int) -> _Read | None:
    """Day and month in either order, or a month with or without its year."""
    for pattern in (_MONTH_DAY, _DAY_MONTH):
        match = pattern.match(text, at)
        if match is not None and is_month_word(match["month"], has_number=True):
            point = Point(month=ENGLISH_MONTHS[match["month"][:3].lower()], day=int(match["day"]))
            return _with_year(text, match, point, "day")
    match = _MONTH_YEAR.match(text, at)
    if match is None or not is_month_word(match["month"], match["tail"] is not None):
        return None
    point = Point(month=ENGLISH_MONTHS[match["month"][:3].lower()])
    stop, dated, rule = _with_year(text, match, point, "month")
    if dated.year is None:
        stop = match.end("month")
        if not is_lone_month(text, at, stop):
            return None
        if text[stop - 1] == "." and not text[stop:].lstrip()[:1].islower():  # the full stop ends the sentence
            stop -= 1 if text[at:stop].rstrip(".").lower() not in ENGLISH_MONTHS else 0
    return stop, dated, rule


def _with_year(text: str, match: re.Match[str], point: Point, rule: str) -> _Read:
    """Add the year of a match's tail, unless it is a count (`on Oct. 24, 2000 people ...`)."""
    parts = match.groupdict()
    number = parts.get("year") or parts.get("dashed") or parts.get("short")
    if number is None:
        famous = _FAMOUS.get((point.month or 0, point.day or 0))
        if famous is not None and famous[1].match(text, match.end()):
            point = replace(point, year=famous[0])
        return match.end(), point, rule if rule == "month" else "month-day"
    if counts_something(text, match.end()) and not parts.get("dashed"):
        return match.start("tail"), point, rule if rule == "month" else "month-day"
    year = int(number) + (2000 if len(number) == 2 else 0)
    return match.end(), replace(point, year=year), "month" if rule == "month" else "full"


def _part_of_year(match: re.Match[str]) -> _Read:
    year = int(match["year"])
    if match["quarter"]:
        return match.end(), Point(year, 3 * int(match["quarter"]) - 2, months=3), "quarter"
    length = 3 if match["part"] == "quarter" else 6
    nth = _ORDINALS.get(match["nth"].lower(), 12 // length)
    return match.end(), Point(year, length * (min(nth, 12 // length) - 1) + 1, months=length), "quarter"


def _small_numbers(match: re.Match[str]) -> _Read | None:
    """`28.02.22`, `24-10-2024`, `10/24/2024`; of what doesn't tell the day from the month (`03/10/2024`), the year."""
    left, right, written = int(match["left"]), int(match["right"]), match["year"]
    if len(written) == 2 and (len(match["left"]) != 2 or len(match["right"]) != 2) and match["sep"] != "/":
        return None  # 1.2.34 is a version or a paragraph
    year = int(written) + (0 if len(written) == 4 else 2000 if int(written) < 69 else 1900)
    order = _order_in(match.string) if is_open(match[0]) else proven([match[0]])
    if order is None and is_open(match[0]):
        return match.end(), Point(year), "numeric"
    day, month = (left, right) if order != "month-first" else (right, left)
    return (match.end(), Point(year, month, day), "numeric") if is_day(year, month, day) else None


@lru_cache(maxsize=8)
def _order_in(text: str) -> Order | None:
    """The order of day and month that the dates of a text prove."""
    return proven([text])


def _foreign(match: re.Match[str]) -> _Read | None:
    """A day with a month's name of another language; short names and English words need a year."""
    folded = fold(match["word"])
    month = MONTHS.get(folded)
    if month is None or (match["year"] is None and (len(folded) < 4 or folded in LOOKALIKES)):
        return None
    if folded in LOOKALIKES and " de " not in match[0]:
        return None
    year = int(match["year"]) if match["year"] else None
    return match.end(), Point(year, month, int(match["day"])), "full" if year else "month-day"


def _qualified(text: str, at: int, match: re.Match[str]) -> CalendarDraft | None:
    """`early October`, `mid-2023`, `the end of 2025`: what the qualifier cuts out is not said by the value."""
    stop = match.end()
    if stop >= len(text):
        return None
    found = _point_after_qualifier(text, stop)
    if found is None or found[1].day is not None:
        return None
    return CalendarDraft(at, found[0], found[2], found[1])


def _point_after_qualifier(text: str, at: int) -> _Read | None:
    if (match := _DECADE.match(text, at)) is not None and match["decade"]:
        return match.end(), Point(int(match["decade"]), years=10), "decade"
    if (match := _YEAR_ALONE.match(text, at)) is not None:
        return None if counts_something(text, match.end()) else (match.end(), Point(int(match[0])), "year")
    if text[at].isdigit():
        return None
    return _day_and_month(text, at) or _season_or_part(text, at)


def _days_of_month(text: str, at: int, match: re.Match[str]) -> CalendarDraft | None:
    """`23-24 October 2024`: two days before their month."""
    if not starts_number(text, at) or not is_month_word(match["month"], has_number=True):
        return None
    point = Point(month=ENGLISH_MONTHS[match["month"][:3].lower()], day=int(match["last"]))
    stop, last, _ = _with_year(text, match, point, "day")
    first = replace(last, day=int(match["day"]))
    is_run = "and" not in match["link"] or _after_between(text, at) or int(match["last"]) == int(match["day"]) + 1
    if not is_run or int(match["day"]) >= int(match["last"]):
        return None
    return CalendarDraft(at, stop, "range", first, last)


def _after_between(text: str, at: int) -> bool:
    return previous_word(text, at)[0].lower() == "between"


def _years(text: str, at: int) -> CalendarDraft | None:
    """`2018–2020`, `2022-23`, `2020/21`, `2000 to 2003`, and `between 2000 and 2003`."""
    match = _YEARS.match(text, at)
    if match is None or not starts_number(text, at):
        return None
    first, written, link = int(match["year"]), match["last"], match["link"].strip()
    if len(written) == 2:
        return _short_years(text, match, first, int(written), match["link"])
    if not first < int(written) <= first + 150 or link == "/":
        return None
    if link == "and" and not _after_between(text, at):
        return None
    return _year_range(text, match, first, int(written))


def _short_years(text: str, match: re.Match[str], first: int, short: int, link: str) -> CalendarDraft | None:
    """`2022-23` is a season, `2018–20` a run of years, `2024-10` a month; `2024 - 10` and `2015/40` are nothing."""
    last = first // 100 * 100 + short + (100 if first % 100 == 99 and short == 0 else 0)
    if last == first + 1 and link in {"-", "–", "—", "/"}:
        return _year_range(text, match, first, last)
    if link == "-" and 1 <= short <= 12:
        return CalendarDraft(match.start(), match.end(), "numeric", Point(first, short))
    return _year_range(text, match, first, last) if link in {"-", "–", "—"} and first < last else None


def _year_range(text: str, match: re.Match[str], first: int, last: int) -> CalendarDraft | None:
    at = match.start()
    if not is_year(text, at, at + 4) or counts_something(text, match.end()):
        return None
    return CalendarDraft(at, match.end(), "range", Point(first), Point(last))


def _as_range(text: str, at: int, found: _Read) -> CalendarDraft | None:
    """Join a point with the one that follows a dash, `to`, or (after `between`) `and`."""
    stop, first, _ = found
    if first.years > 1 or first.months > 1 or first.month is None:
        return None
    is_between = _after_between(text, at)
    link = _TO.match(text, stop) or _AND.match(text, stop)
    if link is None or link.end() >= len(text):
        return None
    right = _right_end(text, link, first, is_strict=not is_between and link[0].strip() != link[0])
    if right is None:
        return None
    end, last = right
    first, last = _one_year_for_both(first, last)
    word = link[0].split()[0]
    if word in {"and", "&"} and not is_between and not _is_next(first, last):
        return None
    if word in {"to", "until", "till"} and _MOVED.search(text, max(0, at - 60), at):
        return None
    return CalendarDraft(at, end, "range", first, last)


def _one_year_for_both(first: Point, last: Point) -> tuple[Point, Point]:
    """A year told once holds for both ends of a range, unless the range passes a turn of the year."""
    turns = (first.month or 1, first.day or 1) > (last.month or 1, last.day or 31)
    if first.year is None and last.year is not None:
        return replace(first, year=last.year - turns), last
    if first.year is not None and last.year is None:
        return first, replace(last, year=first.year + turns)
    return first, last


def _is_next(first: Point, last: Point) -> bool:
    """Whether two days listed with `and` follow each other and so make a range."""
    return first.month == last.month and first.day is not None and last.day == first.day + 1


def _right_end(text: str, link: re.Match[str], first: Point, is_strict: bool) -> tuple[int, Point] | None:
    at = link.end()
    if first.day is not None and (match := _DAY_ALONE.match(text, at)) is not None and not _is_month_next(text, match):
        stop, point, _ = _with_year(text, match, Point(month=first.month, day=int(match["day"])), "day")
        if counts_something(text, stop) or (is_strict and not _DAY_ALONE_ENDS.match(text, stop)):
            return None
        return (stop, point) if point.day and first.day < point.day else None
    weekday = _WEEKDAY.match(text, at)
    found = _day_and_month(text, weekday.end() if weekday else at)
    if found is None or (found[1].day is None) != (first.day is None):
        return None
    return found[0], found[1]


def _is_month_next(text: str, match: re.Match[str]) -> bool:
    following = _DAY_MONTH.match(text, match.start())
    return following is not None and is_month_word(following["month"], has_number=True)


_THE = re.compile(r"[Tt]he\s(?:very|begin|start|end|middle|close|turn|latter|early\spart|first|second|third|fo|fi|\d)")


def _read_the(text: str, at: int) -> CalendarDraft | None:
    """What starts with the article; one look tells whether anything does, for it is everywhere."""
    return _read_qualified(text, at) if _THE.match(text, at) else None


def _table() -> dict[str, tuple[Reader, ...]]:
    table: dict[str, tuple[Reader, ...]] = {"the": (_read_the,), DIGITS: (_read_number,)}
    for first_words, readers in (
        (" ".join(ENGLISH_MONTH_WORDS), (_read_month,)),
        (" ".join((*WEEKDAYS, "tues", "thur", "thurs", *DAY_NAMES)).lower(), (_read_weekday,)),
        (" ".join(SEASONS), (_read_part,)),
        ("q second third fourth final last", (_read_part,)),
        ("early late mid beginning start end middle close turn first", (_read_qualified,)),
    ):
        table.update(dict.fromkeys(first_words.split(), readers))
    return table


CALENDAR_READERS: Final = _table()
"""Readers by the first word of what they read, in lower case; `DIGITS` for a number."""
