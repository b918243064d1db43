"""What the parts of a form make together: one point, or None where they are no date after all.

Parts of the calendar narrow each other down, whichever a form has (`date`, `numbers`); a unit is turned or counted from
the anchor or from a point behind it (`turn`, `counted`); a part is taken of such a point (`part_of`). Forms name their
composers in `data/words/date_forms.txt`; a month that is a name, a number that counts, tell the guards.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from archive.extract.dates import false_dates as guards
from archive.extract.dates.direction import direction
from archive.extract.dates.drafts import SEASONS, Calendar, Draft, Told, Unit, Which
from archive.extract.dates.feasts import feast_point
from archive.extract.dates.form import DECADES
from archive.extract.dates.prefixdate import is_day
from archive.text.wordlists import word_set

if TYPE_CHECKING:
    from archive.extract.dates.form import Form

_KINDS: Final[dict[str, Which]] = {
    "": "this", "this": "this", "current": "this", "the": "this", "last": "last", "latest": "last", "past": "last",
    "this past": "last", "previous": "last", "next": "next", "coming": "next", "upcoming": "next", "following": "next",
}  # fmt: skip
_SHIFTS: Final[dict[str, int]] = {"last": -1, "this": 0, "next": 1}
_YEARS: Final = {
    "this": 0, "the": 0, "year's": 0, "year’s": 0, "last": -1, "year-ago": -1, "year-earlier": -1, "next": 1
}  # fmt: skip
"""The year as counted from the anchor's."""


# Of the calendar.


def date(form: Form) -> Draft | None:
    """All that a form tells of the calendar: day, weekday, month, season, quarter or run of months, feast, year."""
    point = _of_calendar(form)
    return _dated(form, point) if point else None


def _of_calendar(form: Form) -> Calendar | None:
    """The point without its year."""
    turn = _KINDS[form["which"].lower()] if form["which"] else None
    if form["feast"]:
        feast = feast_point(form["feast"], form.text)
        return feast and replace(feast, turn=turn)
    if form["decade"]:
        written = form["decade"].lower()
        first = int(written) if written.isdecimal() else DECADES[written]
        is_century = first % 100 == 0 and 100 < first < 2000
        return Calendar(first if first > 100 else 1900 + first, years=100 if is_century else 10)
    if form["season"]:
        return Calendar(month=SEASONS[form["season"].lower()], months=3, turn=turn)
    if form["half"]:
        is_run = not form["lone_half"] or guards.is_business(form.text)
        return _run(form) if is_run else None
    if form.month is None and (form["foreign"] or not (form.year or form["weekday"] or form["day"])):
        return None
    day = form.number("day") or form.number("cardinal") or None
    return Calendar(month=form.month, day=day, weekday=form.weekday, turn=turn)


_LENGTHS: Final = {"month": 1, "q": 3, "quarter": 3, "h": 6, "half": 6, "year": 12}


def _run(form: Form) -> Calendar | None:
    """A quarter, a half or so many months: the nth of the year, or up to a month."""
    length = _LENGTHS[form["half"].lower()] * (form.number("count") or 1)
    nth = form.number("number") or form.number("nth")
    first = (form.month or (12 if nth < 0 else nth * length)) - length + 1
    if not -length < first <= 13 - length:
        return None
    return Calendar(month=(first - 1) % 12 + 1, months=length)


def _dated(form: Form, point: Calendar) -> Draft:
    """Add the year of a form, unless it is a count (`on Oct. 24, 2000 people ...`)."""
    stop = form.stop
    if form["count"] and not form["half"]:  # 25 years ago this August
        point = replace(point, shift=-form.number("count"))
    elif form["whose"]:
        point = replace(point, shift=_YEARS[form["whose"].lower()])
    elif form["that"]:
        point = replace(point, is_that_year=True)
    elif form["tail"] and (form.year is None or guards.counts_something(form.text, stop)):
        stop = form.match.start("tail")
    elif form.year:  # three months to January 2023 began in the year before
        is_before = bool(form["month"] and (point.month or 0) + point.months > 13)
        point = replace(point, year=form.year - is_before)
    return form.found(_rule(form, point), point, stop)


def _rule(form: Form, point: Calendar) -> str:
    named = next((part for part in ("feast", "decade", "season") if form[part]), "")
    if named or point.months > 1:
        return named or "quarter"
    if point.turn:
        return "relative"
    return ("full" if point.year else "month-day") if point.day else "month" if point.month else "year"


def numbers(form: Form) -> Draft | None:
    """`2018-12-05`, `28.02.22`, `10/24/2024`, `22/04`; the day is told from the month by what else the text tells."""
    at, left, right, year, mark = form.start, int(form["n"]), form.number("right"), form.year, form["sep"]
    is_own = guards.starts_number(form.text, at) or form.text[at - 1] in "-–"
    is_version = len(form["year"]) == 2 and mark != "/" and len(form.match[0]) < len("28.02.22")
    if not is_own or is_version:
        return None
    if not form["right"]:  # 2001-02 is a run of two years
        return None if mark == "-" and left == (year or 0) % 100 + 1 else form.found("numeric", Calendar(year, left))
    is_year_first = form.match.re.groupindex.get("year") == 1
    is_either = left <= 12 and right <= 12 and left != right and not is_year_first
    told = guards.is_day_first(form.text, mark) if is_either else left > 12 and not is_year_first
    day, month = (left, right) if told else (right, left)
    if not is_day(year or 2024, month, day):
        return None
    point = Calendar(year, month, day, is_open=is_either and told is None)
    return form.found("numeric" if year else "month-day", point)


# Of a point behind it.

_SIDES: Final[dict[str, Which]] = {"before": "last", "after": "next"}


def part_of(form: Form) -> Draft | None:
    """A weekday, a week, a day or an edge of a point; of an edge the value tells the whole (`early October`)."""
    inner, point, nth = form.inner, form.inner.first, form.number("nth")
    if inner.last:
        return None
    if form["weekday"]:
        found = _weekday_of(form, form.weekday or 0, nth)
    elif form["day"]:
        found = _day_of(point, form.number("day"))
    elif form["weekend"]:
        saturday = _weekday_of(form, 5, nth)
        sunday = saturday and Told("day", number=1, base=saturday)
        return Draft(form.start, inner.stop, "range", saturday, sunday) if saturday else None
    elif form["week"]:
        found = Told("week", base=point) if isinstance(point, Calendar) and _is_day(inner) else None
    else:
        is_cut = not _is_day(inner) and not (isinstance(point, Told) and point.unit == "weekend")
        return inner._replace(start=form.start) if is_cut else None
    if found is None:
        return None
    rule = "weekday" if isinstance(found, Told) and found.unit == "weekday" else "relative"
    if isinstance(found, Calendar):
        rule = "month-day" if found.year is None else "full"
    return form.found(rule, found, inner.stop)


def _weekday_of(form: Form, weekday: int, nth: int) -> Calendar | Told | None:
    """The weekday of a date or a week, the nth of a month, the one beside a day."""
    point = form.inner.first
    if form["way"]:
        number = weekday + 7 * (abs(nth or 1) - 1)
        is_fit = _is_day(form.inner) and form.inner.rule != "weekday"  # he flies on Saturday after Thursday's defeat
        return Told("weekday", _SIDES[form["way"]], number, base=point) if is_fit else None
    if isinstance(point, Told):
        is_fit = point.unit == "month" if nth else point.unit in {"week", "day"}
        return Told("weekday", number=weekday, nth=nth, base=point) if is_fit else None
    is_month = point.month is not None and point.day is None and point.months == 1
    is_fit = point.weekday is None and (is_month if nth else point.day is not None)
    return replace(point, weekday=weekday, nth=nth) if is_fit else None


def _day_of(point: Calendar | Told, day: int) -> Calendar | Told | None:
    if isinstance(point, Told):
        return Told("nth", number=day, base=point) if point.unit == "month" else None
    if not point.month or point.day or point.months > 1:
        return None
    return replace(point, day=day) if day > 0 else Told("nth", number=day, base=point)


def _is_day(found: Draft) -> bool:
    point = found.first
    if isinstance(point, Told):
        return point.unit in {"day", "weekday", "nth"}
    return bool(point.day or point.feast or point.nth)


# Told from the anchor.

_DAYS: Final = {"yesterday": -1, "last night": -1, "tomorrow": 1, "today week": 7, "tomorrow week": 8}


def day_name(form: Form) -> Draft | None:
    """`yesterday`, `this morning`."""
    rule = "now" if form["word"] == "now" else "relative"  # `now` only bounds a range: between now and 2030
    return form.found(rule, Told("day", number=_DAYS.get(" ".join(form["word"].lower().split()), 0)))


_PARTS_OF_DAYS: Final = word_set("night morning afternoon evening")


def weekday(form: Form) -> Draft | None:
    """`Monday`, `next Friday`, `the following Friday`, `next week Tuesday`."""
    which = form["which"].lower()
    number, kind = form.weekday or 0, _KINDS[which] if which else "nearest"
    if form["way"]:
        kind, number = "last" if form["way"] == "before last" else "next", number + 7 * (form["way"] != "next")
    elif form["count"]:
        kind, number = "last", number + 7 * (form.number("count") - (not form["unit"]))
    elif form["unit"]:
        kind, number = "offset", number + 7 * _SHIFTS[kind]
    is_told = bool(form["the"]) and which in {"next", "previous", "following"}
    return form.found("weekday", Told("weekday", kind, number, is_narrative=is_told))


def turn(form: Form) -> Draft | None:
    """`this week`, `last month`, `the week before last`, `that year`, `the next day`.

    `The last week` and `the past week` end at the anchor, `last week` with its Sunday. `That year`, `the following
    week` and `the next day` count from what was told before; `the next week` is a length.
    """
    if form["day"]:  # on the 24th
        return form.found("relative", Told("nth", "nearest", form.number("day")))
    which, named = form["which"].lower(), (form["unit"] or "year").rpartition(" ")[2]
    kind, unit = _KINDS[which], cast("Unit", "day" if named in _PARTS_OF_DAYS else named)
    is_the = "the " in form.text[max(0, form.start - 4) : form.start + 4].lower() and " of " not in form.match[0]
    told = Told(unit, number=_SHIFTS[kind])
    if form["way"]:
        told = Told(unit, number=-2 if form["way"] == "before last" else 2)
    elif unit == "weekend":
        told = Told(unit, "this" if "coming" in which else kind if which else "nearest")
    elif unit == "quarter" and not which:  # of the quarter that was told before, else the last one
        told = Told(unit, number=-1, is_narrative=True)
        return form.found("relative", told) if guards.is_business(form.text) else None
    elif form["that"] or (is_the and unit != "quarter"):
        if which == "next" and unit != "day":
            return None
        if form["that"] or which in {"previous", "following", "next"}:
            told = replace(told, is_narrative=True)
        elif which == "past" or (which == "last" and form.text[form.stop : form.stop + 2] not in {"'s", "’s"}):
            told = Told(unit, "rolling")
            if form["the"] or unit == "decade":
                return None
    return form.found("relative", told)


# Counted.

_BACK: Final = word_set("ago earlier before prior previously eve") | {"first night"}
_TOLD: Final = word_set("earlier before prior previously later after")
_UNITS: Final[dict[str, tuple[Unit, int]]] = {
    "night": ("day", 1), "fortnight": ("week", 2), "century": ("year", 100), "centurie": ("year", 100)
}  # fmt: skip
_HALVES: Final[dict[str, tuple[Unit, int]]] = {"year": ("month", 6), "decade": ("year", 5), "century": ("year", 50)}


def _steps(form: Form) -> list[tuple[Unit, int]]:
    """The steps of a count, each so many of a unit; none where one is beyond all that is told so."""
    steps: list[tuple[Unit, int]] = [] if form["unit"] else [("day", 1)]  # the eve of Easter
    for at in ("", "2", "3"):
        if form[f"unit{at}"] and form["half"] != "half":
            unit, times = _UNITS.get(form[f"unit{at}"], (cast("Unit", form[f"unit{at}"]), 1))
            steps.append((unit, (form.number(f"count{at}") or form.number("in_count") or 1) * times))
    if form["half"]:
        steps.append(_HALVES.get(form["unit"], ("day", 0)))
    return steps if all(0 < number <= 200 for _, number in steps) else []


def counted(form: Form) -> Draft | None:
    """`three days ago`, `two months and three days ago`, `a year earlier`, `two weeks before Christmas`."""
    way, inner = form["way"].lower(), form.inner
    sign = -1 if way in _BACK else 1
    steps = [(unit, number * sign) for unit, number in _steps(form)]
    if not steps:
        return None
    finest: Unit = "day" if form["today"] == "today" else "week" if "week" in form["today"] else "month"
    (unit, number), *more = [*steps, (finest, 0)] if form["today"] else steps
    if inner.stop:
        if not _is_day(inner) or (way == "on" and unit != "week"):
            return None
        base = inner.first
        if way in {"on", "from"} and isinstance(base, Told) and base.unit == "weekday":  # a week on Tuesday
            base = replace(base, which="next")
        return form.found("relative", Told(unit, number=number, base=base, is_exact=True), inner.stop)
    if form["of"]:  # the year-earlier quarter: of the last one, which is reported
        return form.found("ago", Told("quarter", number=-5))
    which: Which = "offset" if form["count"] or way not in _SIDES else "told"
    told = Told(unit, which, number, tuple(more), is_narrative=way in _TOLD, is_exact=True)
    return form.found("ago" if way == "ago" else "relative", told)


_AHEAD: Final = 0.75
"""How clearly the words look ahead."""
_DOZEN: Final = 12
"""A larger count behind "in" tells how long rather than when."""


def counted_in(form: Form) -> Draft | None:
    """`opens in two weeks`: where the words look ahead, for most such counts tell how long something took."""
    ((unit, number),) = _steps(form) or [("day", 0)]
    if not 0 < number <= _DOZEN or direction(form.text, form.start, form.stop) < _AHEAD:
        return None
    return form.found("relative", Told(unit, number=number, is_exact=True))
