"""From the parts of a form to a point of the calendar: days, months, seasons, quarters, years.

Each composer takes a form as it was matched and gives what it found, or None where the parts are no date after all: a
month that is a name, a number that counts. Forms name their composers in `data/words/date_forms.txt`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from archive.extract.dates import false_dates as guards
from archive.extract.dates.drafts import SEASONS, Calendar, Told
from archive.extract.dates.form import DECADES, Found
from archive.extract.dates.prefixdate import is_day
from archive.text.calendar import ENGLISH_MONTH_WORDS, MONTHS
from archive.text.folding import fold
from archive.text.wordlists import word_set, words

if TYPE_CHECKING:
    from archive.extract.dates.form import Form

LOOKALIKES: Final = words("false_dates", "lookalikes")
_YEAR_OF: Final = {"this": 0, "year's": 0, "year’s": 0, "last": -1, "year-ago": -1, "year-earlier": -1, "next": 1}


def _dated(form: Form, point: Calendar, rule: str) -> Found:
    """Add the year of a form's tail, unless it is a count (`on Oct. 24, 2000 people ...`)."""
    if form["whose"] or form["whole"]:
        return form.found(rule, replace(point, shift=_YEAR_OF.get(form["whose"].lower(), 0)))
    if form["that"]:
        return form.found(rule, replace(point, is_that_year=True))
    if form["tail"] and (form.year is None or guards.counts_something(form.text, form.stop)):
        return Found(form.match.start("tail"), rule, point)
    return form.found("full" if rule == "month-day" and form.year else rule, replace(point, year=form.year))


def date(form: Form) -> Found | None:
    """A day of a month, or a month alone, with or without its year."""
    day = form.number("day") or (form.number("cardinal") if form.year else None)
    is_alone = not (day or form.year or form["whose"])
    if (form["cardinal"] and not day) or not guards.is_month_word(form["month"], not is_alone):
        return None  # in May two people
    if is_alone and not guards.is_lone_month(form.text, *form.match.span("month")):
        return None
    return _dated(form, Calendar(month=form.month, day=day or None), "month-day" if day else "month")


def weekday_date(form: Form) -> Found | None:
    """`Thursday, Oct. 24`: the weekday is a check on the year."""
    point = form.inner.first
    if not isinstance(point, Calendar) or point.day is None or point.weekday is not None:
        return None
    return form.inner._replace(first=replace(point, weekday=form.weekday))


def weekday_day(form: Form) -> Found | None:
    """`Friday the 13th`: of the nearest month that has it."""
    return form.found("month-day", Calendar(day=form.number("day"), weekday=form.weekday))


def foreign(form: Form) -> Found | None:
    """A day with a month's name of another language; short names and English words need a year."""
    folded = fold(form["word"])
    month = MONTHS.get(folded)
    is_short = len(folded) < 4 or folded in LOOKALIKES
    if month is None or folded in ENGLISH_MONTH_WORDS or (is_short and not form["year"]):
        return None
    return _dated(form, Calendar(month=month, day=form.number("day")), "month-day")


def days(form: Form) -> Found | None:
    """`23-24 October`, `from 02 to April 07`: two days of one month; with `and`, after `between`."""
    first, last = form.number("day"), form.number("last")
    is_run = "and" not in form["link"] or form.previous == "between"
    is_month = guards.starts_number(form.text, form.start) and guards.is_month_word(form["month"], has_number=True)
    if not is_month or not is_run or first >= last or guards.counts_something(form.text, form.match.end("last")):
        return None
    found = _dated(form, Calendar(month=form.month, day=last), "range")
    return found._replace(rule="range", first=replace(cast("Calendar", found.first), day=first), last=found.first)


# In numbers.


def numbers(form: Form) -> Found | None:
    """`2018-12-05`, `28.02.22`, `10/24/2024`, `11/2016`."""
    if form["year"] and not form["right"]:
        is_own = guards.starts_number(form.text, form.start)
        return form.found("numeric", Calendar(int(form["year"]), int(form["n"]))) if is_own else None
    if len(form["year"]) == 2 and form["sep"] != "/" and len(form.match[0]) < len("28.02.22"):
        return None  # 1.2.34 is a version or a paragraph
    return _in_order(form, "n", "right", form.year, form["sep"])


def _in_order(form: Form, left_part: str, right_part: str, year: int | None, sep: str = "/") -> Found | None:
    """Tell the day from the month: by the numbers, by the other dates of the text, by its language, by the mark."""
    at, left, right = form.start, int(form[left_part]), int(form[right_part])
    if not (guards.starts_number(form.text, at) or (len(form["year"]) == 4 and form.text[at - 1] in "-–")):
        return None
    is_year_first = form.match.re.groupindex.get("year") == 1
    is_either = left <= 12 and right <= 12 and left != right and not is_year_first
    told = guards.is_day_first(form.text, sep) if is_either else left > 12 and not is_year_first
    day, month = (left, right) if told else (right, left)
    if not is_day(year or 2024, month, day):
        return None
    is_open = is_either and told is None
    return form.found("numeric", Calendar(year, month, day, is_open=is_open))


_DAY_BEFORE = re.compile(
    r"(?:\b(?:on|by|until|till|since|from|before|after|dated|through|to|between|starting|\w*day,?"
    r"|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?,?)|\d/\d\d?(?:,|,? and)?|[-–])\s?(?:the\s)?\Z",
    re.IGNORECASE,
)
_NO_DAYS: Final = word_set("24/7 9/11 7/7 50/50 1/2 1/3 2/3 1/4 3/4 4/5 1/5 2/5 3/5")
"""Fractions, names of events and words of numbers."""


def day_and_month(form: Form) -> Found | None:
    """`22/04`: after a word of time or another such date only, for most such numbers are fractions and scores."""
    if form.match[0] in _NO_DAYS or not form.follows(_DAY_BEFORE):
        return None
    found = _in_order(form, "n", "right", None)
    return found and found._replace(rule="month-day")


def number_range(form: Form) -> Found | None:
    """`10/1-10/7/2018`, `from 10/1 to 10/7`."""
    if form.year is None and not form.follows(_DAY_BEFORE):
        return None
    first, last = (_in_order(form, *pair, form.year) for pair in (("n", "right"), ("n2", "right2")))
    return first and last and form.found("range", first.first, last.first)


def year(form: Form) -> Found | None:
    """A year alone, in digits or in words."""
    is_year = form.year and (form["spoken"] or guards.is_year(form.text, form.start, form.stop))
    return form.found("year", Calendar(form.year)) if is_year else None


def years(form: Form) -> Found | None:
    """`2018–2020`, `2022-23`, `2000 to 2003`, `between 2000 and 2003`; `2024-10` is a month, `2015/40` nothing."""
    first, last, link = int(form["year"]), int(form["last"]), form["link"]
    if not guards.is_year(form.text, form.start, form.start + 4):
        return None
    if len(form["last"]) == 2:
        if link == "-" and 1 <= last <= 12 and last != first % 100 + 1:
            return form.found("numeric", Calendar(first, last))
        last += first // 100 * 100
        is_run = link in {"-", "–", "—"} or (link == "/" and last == first + 1)
    else:
        is_run = last == first + 1 if "/" in link else "and" not in link or form.previous == "between"
    is_run = is_run and first < last <= first + 150 and not guards.counts_something(form.text, form.stop)
    return form.found("range", Calendar(first), Calendar(last)) if is_run else None


def decade(form: Form) -> Found | None:
    """`the 1990s`, `the ’80s`, `the seventies`; degrees and ages are none."""
    written = form["decade"].lower()
    if len(written) != 4 and guards.is_measured(form.text, form.start, form.stop):
        return None
    first = int(written) if written.isdecimal() else DECADES[written]
    return form.found("decade", Calendar(first if first > 100 else 1900 + first, years=10))


# Parts of a year.


def season(form: Form) -> Found | None:
    """`spring 2023`, `autumn last year`; alone in small letters only, behind a preposition: `since spring`."""
    name = form["season"]
    if not (form.year or form["whose"]) and (name not in SEASONS or not form.follows(guards.TIME_BEFORE)):
        return None
    return _dated(form, Calendar(month=SEASONS[name.lower()], months=3), "season")


def quarter(form: Form) -> Found | None:
    """`Q3 2022`, `second half of last year`, `June quarter`, `three months to June`; the half of a match is none."""
    length = form.number("count") or (6 if form["half"].lower() in {"h", "half"} else 3)
    number, is_whose = form.number("number") or form.number("nth"), form["year"] or form["whose"] or form["whole"]
    last = form.month if form["month"] else length * (number if number > 0 else 12 // length)
    if last > 12 or not (form["month"] or is_whose or (number >= 0 and _is_business(form, length))):
        return None
    if not (number or form["month"]):  # of the quarter that was told before, else the last one
        return form.found("relative", Told("quarter", number=-1, is_narrative=True))
    found = _dated(form, Calendar(month=(last - length) % 12 + 1, months=length), "quarter")
    if last < length and isinstance(found.first, Calendar) and found.first.year:
        return found._replace(first=replace(found.first, year=found.first.year - 1))
    return found


def _is_business(form: Form, length: int) -> bool:
    """Whether a quarter or half without its year is one of a year, not of a match, a town or a century."""
    if form["half"] in {"Q", "H"}:
        return guards.previous_word(form.text, form.start)[0][:1].islower() or form.start == 0
    is_named = length == 3 and form.number("nth") > 0
    return guards.is_business(form.text) and (is_named or form.follows(guards.TIME_BEFORE))


def run(form: Form) -> Found | None:
    """`the first nine months of 2024`, `the last two quarters of this year`, `the third month of 2021`."""
    nth, count = form.number("nth"), form.number("count")
    months = (count or 1) * (3 if form["unit"] == "quarter" else 1)
    first = 13 - months if nth < 0 else 1 + (nth - 1) * months
    if not 0 < first <= first + months - 1 <= 12:
        return None
    return _dated(form, Calendar(month=first, months=months), "quarter" if months > 1 else "month")


def edge(form: Form) -> Found | None:
    """`early October`, `the end of 2025`, `the first week of May`: what it cuts out is not said by the value."""
    inner = form.inner
    if inner.last or inner.rule in {"weekday", "month-day", "full", "ago", "numeric", "feast"}:
        return None
    is_day = isinstance(inner.first, Told) and inner.first.unit in {"day", "weekday", "nth", "weekend"}
    return None if is_day else inner


def nth_weekday(form: Form) -> Found | None:
    """`the first Tuesday of November`, `the last Friday of next month`."""
    inner, nth = form.inner, form.number("nth")
    point = inner.first
    if isinstance(point, Told):
        told = Told("weekday", number=form.weekday, nth=nth, base=point)
        return Found(inner.stop, "relative", told) if point.unit == "month" else None
    if point.month is None or point.day is not None or point.months > 1:
        return None
    rule = "month-day" if point.year is None else "full"
    return Found(inner.stop, rule, replace(point, weekday=form.weekday, nth=nth))
