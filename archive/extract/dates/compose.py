"""From the parts of a form to the point that they tell.

Each composer takes a form as it was matched and gives what it found, or None where the parts are no date after all: a
month that is a name, a number that counts. Forms name their composers in `data/words/date_forms.txt`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, cast

from archive.extract.dates import false_dates as guards
from archive.extract.dates.drafts import SEASONS, Calendar, Point, Told, Unit, Which
from archive.extract.dates.feasts import feast_point, is_feast
from archive.extract.dates.prefixdate import is_day
from archive.text.calendar import ENGLISH_MONTHS, MONTHS, NUMBERS, ORDINALS, WEEKDAYS
from archive.text.folding import fold
from archive.text.wordlists import alternatives, phrases, word_set, words

LOOKALIKES: Final = words("false_dates", "lookalikes")
DECADES: Final = {f"{stem}tie": tens for stem, tens in zip(
    ("twen", "thir", "for", "fif", "six", "seven", "eigh", "nine"), range(20, 100, 10), strict=True)}  # fmt: skip
"""Tens by the stem of their decade in words, `seventie` for the seventies."""


class Found(NamedTuple):
    """What was read at a place: where it ends, its rule, and the point or the two ends of a range."""

    stop: int
    rule: str
    first: Point
    last: Point | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A form that matched in a text, with what was read behind it where it goes on with another one."""

    text: str
    match: re.Match[str]
    inner: Found | None = None

    def __getitem__(self, part: str) -> str:
        """A part as written; empty where the form has none."""
        return (self.match[part] or "") if part in self.match.re.groupindex else ""

    def number(self, part: str) -> int:
        """A part that is a number in digits or words, cardinal or ordinal; `last` and `final` are -1, none is 0."""
        word = "-".join(re.sub(r"(?<=\d)\D+", "", self[part].lower()).split())
        return int(word) if word.isdecimal() else ORDINALS.get(word) or NUMBERS.get(word) or (-1 if word else 0)

    @property
    def start(self) -> int:
        """Where it opens."""
        return self.match.start()

    @property
    def stop(self) -> int:
        """Where it ends."""
        return self.match.end()

    @property
    def month(self) -> int:
        """The month that it names in English."""
        return ENGLISH_MONTHS[self["month"][:3].lower()]

    @property
    def weekday(self) -> int:
        """The weekday that it names."""
        return WEEKDAYS[self["weekday"][:3].lower()]

    @property
    def previous(self) -> str:
        """The word before it, in lower case."""
        return guards.previous_word(self.text, self.start)[0].lower()

    def found(self, rule: str, first: Point, last: Point | None = None) -> Found:
        """The whole form, found to be a point or a range."""
        return Found(self.stop, rule, first, last)

    def follows(self, pattern: re.Pattern[str]) -> bool:
        """Whether something stands directly before it."""
        return pattern.search(self.text, max(0, self.start - 80), self.start) is not None


_YEAR_OF: Final = {"this": 0, "year's": 0, "year’s": 0, "last": -1, "year-ago": -1, "year-earlier": -1, "next": 1}


def _dated(form: Form, point: Calendar, rule: str) -> Found:
    """Add the year of a form's tail, unless it is a count (`on Oct. 24, 2000 people ...`)."""
    if form["whose"] or form["whole"]:
        return form.found(rule, replace(point, shift=_YEAR_OF.get(form["whose"].lower(), 0)))
    written = form["year"] or form["short"]
    if not written:
        return form.found(rule, point)
    if form["tail"] and guards.counts_something(form.text, form.stop):
        return Found(form.match.start("tail"), rule, point)
    return form.found("full" if rule == "month-day" else rule, replace(point, year=_full_year(written)))


def _full_year(written: str) -> int:
    return int(written) + (0 if len(written) > 2 else 2000 if int(written) < 69 else 1900)


def date(form: Form) -> Found | None:
    """A day of a month, or a month alone, with or without its year."""
    day = form.number("day") or form.number("nth") or None
    is_alone = day is None and not (form["year"] or form["short"] or form["whose"])
    if not guards.is_month_word(form["month"], not is_alone) or (day is not None and not 1 <= day <= 31):
        return None
    if is_alone and not guards.is_lone_month(form.text, *form.match.span("month")):
        return None
    found = _dated(form, Calendar(month=form.month, day=day), "month-day" if day else "month")
    ends = is_alone and form["month"][-1] == "." and not form.text[form.stop :].lstrip()[:1].islower()
    is_short = form["month"].rstrip(".").lower() in ENGLISH_MONTHS
    return found._replace(stop=found.stop - (ends and not is_short))  # the full stop ends the sentence


def weekday_date(form: Form) -> Found | None:
    """`Thursday, Oct. 24`: the weekday is a check on the year."""
    point = form.inner.first if form.inner else None
    if form.inner is None or not isinstance(point, Calendar) or point.day is None or point.weekday is not None:
        return None
    return form.inner._replace(first=replace(point, weekday=form.weekday))


_FILMS = re.compile(r"\b(?:film|movie|thriller|franchise|series|remake)\s\Z")


def weekday_day(form: Form) -> Found | None:
    """`Friday the 13th`: of the nearest month that has it; the title of a film is none."""
    day = form.number("day") or form.number("nth")
    if not 1 <= day <= 31 or guards.counts_something(form.text, form.stop) or form.follows(_FILMS):
        return None
    return form.found("month-day", Calendar(day=day, weekday=form.weekday))


def foreign(form: Form) -> Found | None:
    """A day with a month's name of another language; short names and English words need a year."""
    folded = fold(form["word"])
    month = MONTHS.get(folded)
    if month is None or (not form["year"] and (len(folded) < 4 or folded in LOOKALIKES)):
        return None
    if folded in LOOKALIKES and " de " not in form.match[0]:
        return None
    return _dated(form, Calendar(month=month, day=form.number("day")), "month-day")


def days(form: Form) -> Found | None:
    """`23-24 October`, `from 02 to April 07`: two days of one month; with `and`, after `between` or in sequence."""
    first, last = form.number("day"), form.number("last")
    is_run = "and" not in form["link"] or last == first + 1 or form.previous == "between"
    is_month = guards.starts_number(form.text, form.start) and guards.is_month_word(form["month"], has_number=True)
    if not is_month or not is_run or first >= last:
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
    return _in_order(form, "n", "right", _full_year(form["year"]), form["sep"])


def _in_order(form: Form, left_part: str, right_part: str, year: int | None, sep: str = "/") -> Found | None:
    """Tell the day from the month: by the numbers, by the other dates of the text, by its language, by the mark."""
    at, left, right = form.start, int(form[left_part]), int(form[right_part])
    is_end = form.text[at - 1 : at] in {"-", "–"} and form.text[at - 2 : at - 1].isdigit() and len(form["year"]) == 4
    if not (is_end or guards.starts_number(form.text, at)):
        return None
    is_year_first = form.match.re.groupindex.get("year") == 1
    is_day_first = not is_year_first and (left > 12 or (right <= 12 and guards.is_day_first(form.text, sep)))
    day, month = (left, right) if is_day_first else (right, left)
    if not is_day(year or 2024, month, day):
        return None
    is_open = left <= 12 and right <= 12 and left != right and sep == "/" and not is_year_first
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
    is_day = form.match[0] not in _NO_DAYS and form.follows(_DAY_BEFORE)
    if not is_day or guards.counts_something(form.text, form.stop):
        return None
    found = _in_order(form, "n", "right", None)
    return found and found._replace(rule="month-day")


def number_range(form: Form) -> Found | None:
    """`10/1-10/7/2018`."""
    first, last = (_in_order(form, *pair, int(form["year"])) for pair in (("n", "right"), ("n2", "right2")))
    return first and last and form.found("range", first.first, last.first)


def year(form: Form) -> Found | None:
    """A year alone."""
    is_year = guards.is_year(form.text, form.start, form.stop)
    return form.found("year", Calendar(int(form["year"]))) if is_year else None


def years(form: Form) -> Found | None:
    """`2018–2020`, `2022-23`, `2000 to 2003`, `between 2000 and 2003`; `2024-10` is a month, `2015/40` nothing."""
    first, last, link = int(form["year"]), int(form["last"]), form["link"]
    if not guards.starts_number(form.text, form.start):
        return None
    if len(form["last"]) == 2:
        if link == "-" and 1 <= last <= 12 and last != first % 100 + 1:
            return form.found("numeric", Calendar(first, last))
        last += first // 100 * 100 + (100 if first % 100 == 99 and last == 0 else 0)
        is_run = link in {"-", "–", "—"} or (link == "/" and last == first + 1)
    else:
        is_run = link != "/" and last <= first + 150 and ("and" not in link or form.previous == "between")
    is_year = guards.is_year(form.text, form.start, form.start + 4) and not guards.counts_something(
        form.text, form.stop
    )
    return form.found("range", Calendar(first), Calendar(last)) if is_run and is_year and first < last else None


def decade(form: Form) -> Found | None:
    """`the 1990s`, `the ’80s`, `the seventies`; degrees and ages are none."""
    written = form["decade"].lower()
    if len(written) != 4 and guards.is_measured(form.text, form.start, form.stop):
        return None
    first = int(written) if written.isdecimal() else DECADES[written]
    return form.found("decade", Calendar(first if first > 100 else 1900 + first, years=10))


def spoken_year(form: Form) -> Found | None:
    """`nineteen ninety-six`, `two thousand and five`, alone or behind a month."""
    century, rest = form["century"].lower(), form["rest"].lower()
    told = [word for word in re.split(r"[\s-]", rest) if word not in {"", "and", "hundred", "oh"}]
    value = sum(NUMBERS.get(word, 0) or DECADES.get(f"{word[:-1]}ie", 0) for word in told)
    is_year = bool(told) if century == "two thousand" else value >= 10 or "hundred" in rest or (value and "oh" in rest)
    if not is_year or value > 99:
        return None
    number = value + (2000 if century == "two thousand" else 100 * NUMBERS[century])
    return form.found("month" if form["month"] else "year", Calendar(number, form.month if form["month"] else None))


# Parts of a year.


def season(form: Form) -> Found | None:
    """`spring 2023`, `autumn last year`."""
    return _dated(form, Calendar(month=SEASONS[form["season"].lower()], months=3), "season")


_FALL_BEFORE = re.compile(r"\b(?:in|during|over|this|by|until)\sthe\s\Z", re.IGNORECASE)
_SEASON_BEFORE = re.compile(r"\b(?:in|since|by|until|during|over|throughout)\s(?:the\s)?(?:early\s|late\s)?\Z", re.I)


def lone_season(form: Form) -> Found | None:
    """`since spring`, `in the summer`: in small letters, after a preposition, and no noun behind."""
    if form["season"] not in SEASONS or not form.follows(_FALL_BEFORE if form["season"] == "fall" else _SEASON_BEFORE):
        return None
    return form.found("season", Told("season", "nearest", SEASONS[form["season"]]))


_SCORED = re.compile(r"\s(?:\d|of\s(?!(?:the\s)?(?:fiscal|financial|\d{4}))|goal|lead|score|whistle|final)")
_HALF_BEFORE = re.compile(
    r"\b(?:in|for|during|over|of|its|than|by|from|until|through|into|since)\s(?:the\s)?\Z", re.IGNORECASE
)


def quarter(form: Form) -> Found | None:
    """`Q3 2022`, `H1`, `the second half of last year`, `third-quarter`; half a match is none."""
    length = 6 if form["half"].lower() in {"h", "half"} else 3
    number, is_whose = form.number("number") or form.number("nth"), form["year"] or form["whose"] or form["whole"]
    if number > 12 // length or not (is_whose or (number > 0 and _is_business(form, length))):
        return None
    month = length * (number - 1 if number > 0 else 12 // length - 1) + 1
    return _dated(form, Calendar(month=month, months=length), "quarter")


def _is_business(form: Form, length: int) -> bool:
    """Whether a quarter or half without its year is one of a year, not of a match, a town or a century."""
    if form["half"] in {"Q", "H"}:
        return guards.previous_word(form.text, form.start)[0][:1].islower() or form.start == 0
    if len(form["half"]) == 1 or _SCORED.match(form.text, form.stop):
        return False
    return guards.is_business(form.text) and (length == 3 or form.follows(_HALF_BEFORE))


def run(form: Form) -> Found | None:
    """`the first nine months of 2024`, `the last two quarters of this year`."""
    months, is_last = form.number("count") * (3 if form["unit"] == "quarter" else 1), form.number("nth") < 0
    if not 1 < months < 12 or form.number("nth") > 1:
        return None
    return _dated(form, Calendar(month=13 - months if is_last else 1, months=months), "quarter")


def edge(form: Form) -> Found | None:
    """`early October`, `the end of 2025`, `the first week of May`: what it cuts out is not said by the value."""
    inner = form.inner
    if inner is None or inner.last or inner.rule in {"weekday", "month-day", "full", "ago", "numeric", "feast"}:
        return None
    is_day = isinstance(inner.first, Told) and inner.first.unit in {"day", "weekday", "nth", "weekend"}
    return None if is_day else inner


def nth_weekday(form: Form) -> Found | None:
    """`the first Tuesday of November`, `the last Friday of next month`."""
    inner, nth = form.inner, form.number("nth")
    if inner is None or inner.last is not None:
        return None
    point = inner.first
    if isinstance(point, Told):
        told = Told("weekday", number=form.weekday, nth=nth, base=point)
        return Found(inner.stop, "relative", told) if point.unit in {"month", "month-name"} else None
    if point.month is None or point.day is not None or point.months > 1:
        return None
    rule = "month-day" if point.year is None else "full"
    return Found(inner.stop, rule, replace(point, weekday=form.weekday, nth=nth))


# Told from the day of the text.

_DAYS: Final = {"yesterday": -1, "tomorrow": 1, "before yesterday": -2, "after tomorrow": 2}
_OVERNIGHT = re.compile(r"\s(?:stay|bag|flight|train|bus|camp|parking|shift|hospital|success|sensation)", re.I)


def day_name(form: Form) -> Found | None:
    """`USA Today`, `Russia Today`, and a capital `Today` inside a sentence are names."""
    word, mark = guards.previous_word(form.text, form.start)
    if form["word"][0].isupper() and word and not mark and form.text[form.start - 1] not in "\"“‘'(":
        return None
    if form["word"].lower() == "overnight" and (
        word.lower() in {"an", "the", "almost"} or _OVERNIGHT.match(form.text, form.stop)
    ):
        return None
    return form.found("relative", Told("day", number=_DAYS.get(form["word"].lower(), 0)))


_KINDS: Final[dict[str, Which]] = {
    "": "this", "this": "this", "current": "this", "the": "this", "last": "last", "latest": "last", "past": "last",
    "previous": "last", "next": "next", "coming": "next", "upcoming": "next", "following": "next",
}  # fmt: skip
_SHIFTS: Final[dict[str, int]] = {"last": -1, "this": 0, "next": 1}
_NAMES_BEFORE: Final = words("false_dates", "before weekdays")
_NAMES_AFTER = re.compile(rf"\s(?:{alternatives(phrases('false_dates', 'after weekdays'))})(?!\w)|-(?=[A-Z])|\sthe\s\d")


def weekday(form: Form) -> Found | None:
    """A weekday, alone or of a week that is named."""
    before = guards.previous_word(form.text, form.start)[0]
    is_name = before in _NAMES_BEFORE or _NAMES_AFTER.match(form.text, form.match.end("weekday"))
    if is_name or before.lower() in ORDINALS:
        return None
    if form["which"]:
        return form.found("weekday", Told("weekday", number=form.weekday + 7 * _SHIFTS[form["which"].lower()]))
    return form.found("weekday", Told("weekday", "nearest", form.weekday))


def weekday_in_week(form: Form) -> Found | None:
    """`Monday two weeks from now`: of the week to which the count leads."""
    told = form.inner.first if form.inner else None
    if form.inner is None or not isinstance(told, Told) or told.unit not in {"week", "day"} or told.base:
        return None
    if told.is_narrative or not (told.is_exact or told.unit == "week") or form.inner.rule not in {"ago", "relative"}:
        return None
    return Found(form.inner.stop, "weekday", Told("weekday", number=form.weekday, base=told))


def turn(form: Form) -> Found | None:
    """`this week`, `last March`, `next Friday`, `the past year`, `the week before last`."""
    which = form["which"].lower()
    kind = _KINDS[which]
    if form["weekday"]:
        is_told = which == "following" or (bool(form["the"]) and which in {"next", "previous"})
        return form.found("weekday", Told("weekday", kind, form.weekday, is_narrative=is_told))
    if form["season"] or form["month"]:
        told = Told("season", kind, SEASONS[form["season"].lower()]) if form["season"] else None
        rule = "season" if told else "relative"
        return form.found(rule, told or Told("month-name", kind, form.month)) if which != "past" else None
    unit = cast("Unit", (form["unit"] or "year").rpartition(" ")[2])
    if form["way"]:
        return form.found("relative", Told(unit, number=-2 if form["way"] == "before last" else 2))
    return _turn_of_unit(form, unit, which)


def _turn_of_unit(form: Form, unit: Unit, which: str) -> Found | None:
    """A week, month or year; `the last week` and `past week` end at the anchor, `last week` with its Sunday."""
    kind, is_edge = _KINDS[which], " of " in form.match[0]
    is_the = form.match[0][:4].lower() == "the " or form.previous == "the"
    told: Told | None = Told(unit, number=_SHIFTS[kind])
    if unit == "weekend":
        told = Told("weekend", kind) if which != "past" else None
    elif is_the and not is_edge and unit != "quarter":
        is_owner = form.text[form.stop : form.stop + 2] in {"'s", "’s"}
        if which == "next":
            told = None  # tells how long
        elif which in {"previous", "following"}:
            told = Told(unit, number=_SHIFTS[kind], is_narrative=True)
        elif which == "past" or (which == "last" and not is_owner):
            told = Told(unit, "rolling") if not form["the"] else None
    elif which == "past":
        told = Told(unit, "rolling")
    return told and form.found("relative", told)


def day_part(form: Form) -> Found | None:
    """`this morning`, `last night`, `the previous day`, `the following day`; a `last day` is no date."""
    which, part = form["which"].lower(), form["day"]
    if which == "this" and part not in {"day", "night"}:
        return form.found("relative", Told("day"))
    if which == "last" and part == "night" and not form["the"]:
        return form.found("relative", Told("day", number=-1))
    if not form["the"] or which not in {"previous", "following", "next"}:
        return None
    return form.found("relative", Told("day", number=-1 if which == "previous" else 1, is_narrative=True))


def week_of(form: Form) -> Found | None:
    """`the week of April 10`."""
    if form.inner is None or form.inner.last or form.inner.rule not in {"month-day", "full", "numeric", "feast"}:
        return None
    return Found(form.inner.stop, "relative", Told("week", base=form.inner.first))


def now(form: Form) -> Found | None:
    """`now`, which is a date only where it bounds a range: `between now and 2030`."""
    return form.found("now", Told("day"))


def weekend(form: Form) -> Found | None:
    """`the weekend`."""
    return form.found("relative", Told("weekend", "nearest"))


_PREPOSITIONS: Final = word_set("on until till by from since before after")


def nth_day(form: Form) -> Found | None:
    """`on the 24th`: only after a preposition of time, for most ordinals rank something else."""
    if not form["which"] and form.previous not in _PREPOSITIONS:
        return None
    which = _KINDS[form["which"]] if form["which"] else "nearest"
    return form.found("relative", Told("nth", which, form.number("day")))


# Counted.

_VAGUE_BEFORE = re.compile(rf"\b(?:{alternatives(phrases('false_dates', 'vague'))})\s\Z", re.IGNORECASE)
_BACK: Final = word_set("ago earlier before prior previously")
_TOLD: Final = word_set("earlier before prior previously later after")
_GOES_ON = re.compile(r"\s(?:(?:than|to|in\slife|the|an?|this|that|his|her|its|their|new)\b|[A-Z])")
_THAN = re.compile(r"\s(?:than|to|in\slife)\b")
_COMPARING: Final = word_set("from than with over on to against in for as of")


def _step(form: Form, at: str) -> tuple[Unit, int] | None:
    """One of the steps of a count: how many of which unit."""
    unit, times = ("week", 2) if form[f"unit{at}"] == "fortnight" else (form[f"unit{at}"], 1)
    number = (form.number(f"count{at}") or 1) * times
    return (cast("Unit", unit), number) if 0 < number <= (10 if unit == "decade" else 200) else None


def counted(form: Form) -> Found | None:
    """`three days ago`, `two months and three days ago`, `a year earlier`, `two weeks before Christmas`."""
    steps = [_step(form, at) for at in ("", "2", "3") if form[f"unit{at}"]]
    way = form["way"].lower()
    if None in steps or form.follows(_VAGUE_BEFORE):
        return None
    (unit, number), *more = [(unit, number * (-1 if way in _BACK else 1)) for unit, number in filter(None, steps)]
    if form.inner is not None:
        return _from_point(form, form.inner, unit, number)
    is_partial = (way in {"before", "prior"} and _GOES_ON.match(form.text, form.stop)) or (
        way != "ago" and _THAN.match(form.text, form.stop)
    )
    if is_partial or (not form["count"] and form.previous not in _COMPARING):
        return None
    if unit == "year" and form.text.startswith(" quarter", form.stop):
        return Found(form.stop + len(" quarter"), "ago", Told("quarter", number=4 * number - 1))
    told = Told(unit, number=number, more=tuple(more), is_narrative=way in _TOLD, is_exact=True)
    return form.found("ago" if way == "ago" else "relative", told)


def _from_point(form: Form, inner: Found, unit: Unit, number: int) -> Found | None:
    """Counted from a date that stands behind: only from a day."""
    point, is_on = inner.first, form["way"] == "on"
    days = {"day", "weekday", "nth"}
    is_day = bool(point.day or point.feast) if isinstance(point, Calendar) else point.unit in days
    if inner.last is not None or not is_day or (is_on and inner.rule != "weekday"):
        return None
    if is_on and isinstance(point, Told):  # a week on Tuesday
        point = replace(point, which="next")
    return Found(inner.stop, "relative", Told(unit, number=number, base=point, is_exact=True))


_NOT_IN = re.compile(
    r"\b(?:not|n['’]t|never|first|only|second|third|time|times|once|twice|\w+est|no\s\w+|ever|has|have|had|few)[\w-]*"
    r"(?:\s[\w.'’-]+){0,9}\s\Z",
    re.IGNORECASE,
)
_DOZEN: Final = 12
"""A larger count behind "in" tells how long rather than when."""


def counted_in(form: Form) -> Found | None:
    """`opens in two weeks`: where the words look ahead, for most such counts tell how long something took."""
    step = _step(form, "") if form.previous == "in" else None
    if step is None or step[1] > _DOZEN or form.follows(_NOT_IN):
        return None
    if not guards.looks_ahead(form.text, form.start, form.stop):
        return None
    return form.found("relative", Told(step[0], number=step[1], is_exact=True))


def feast(form: Form) -> Found | None:
    """A feast, with its year or without."""
    which = form["which"].lower()
    if which not in {"", "this", "last", "next"} or not is_feast(form.text, *form.match.span("feast")):
        return None
    point = feast_point(form["feast"], form.text)
    if form["year"]:
        return form.found("feast", replace(point, year=int(form["year"])))
    return form.found("feast", replace(point, turn=cast("Which", which)) if which else point)
