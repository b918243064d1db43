"""From the parts of a form to a point told from another one: weekdays, `last month`, `three days ago`, feasts.

Composers as in `calendar_forms`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from archive.extract.dates import false_dates as guards
from archive.extract.dates.direction import direction
from archive.extract.dates.drafts import SEASONS, Calendar, Told, Unit, Which
from archive.extract.dates.feasts import feast_point, is_feast
from archive.extract.dates.form import Found
from archive.text.calendar import ORDINALS
from archive.text.patterns import lazy_regex
from archive.text.wordlists import alternatives, phrases, word_set, words

if TYPE_CHECKING:
    from archive.extract.dates.form import Form

_DAYS: Final = {"yesterday": -1, "last night": -1, "tomorrow": 1}
_NOT_OVERNIGHT: Final = words("false_dates", "before overnight")


def day_name(form: Form) -> Found | None:
    """`USA Today`, `Russia Today`, and a capital `Today` inside a sentence are names."""
    word, mark = guards.previous_word(form.text, form.start)
    if form["word"][0].isupper() and word and not mark and form.text[form.start - 1] not in "'(":
        return None
    if form["word"].lower() == "overnight" and word.lower() in _NOT_OVERNIGHT:
        return None
    rule = "now" if form["word"] == "now" else "relative"  # `now` only bounds a range: between now and 2030
    return form.found(rule, Told("day", number=_DAYS.get(" ".join(form["word"].lower().split()), 0)))


_KINDS: Final[dict[str, Which]] = {
    "": "this", "this": "this", "current": "this", "the": "this", "last": "last", "latest": "last", "past": "last",
    "this past": "last", "previous": "last", "next": "next", "coming": "next", "upcoming": "next", "following": "next",
}  # fmt: skip
_PARTS_OF_DAYS: Final = word_set("night morning afternoon evening")
_SIDES: Final[dict[str, Which]] = {"before": "last", "after": "next"}
_SHIFTS: Final[dict[str, int]] = {"last": -1, "this": 0, "next": 1}
_NAMES_BEFORE: Final = words("false_dates", "before weekdays")
_NAMES_AFTER = lazy_regex(
    rf"\s(?:{alternatives(phrases('false_dates', 'after weekdays'))})(?!\w)|-(?=[A-Z])|\sthe\s\d|\s\d\d?[.-]\d"
)


def weekday(form: Form) -> Found | None:
    """A weekday, alone or of a week that is named."""
    before = guards.previous_word(form.text, form.start)[0]
    is_name = before in _NAMES_BEFORE or _NAMES_AFTER.match(form.text, form.match.end("weekday"))
    if is_name or before.lower() in ORDINALS:
        return None
    if form["which"]:
        return form.found("weekday", Told("weekday", number=form.weekday + 7 * _SHIFTS[form["which"].lower()]))
    return form.found("weekday", Told("weekday", "nearest", form.weekday))


def weekday_from(form: Form) -> Found | None:
    """`Monday two weeks from now`, `the last Friday before Christmas`: of the week or beside the day it names."""
    way, point = form["way"], form.inner.first
    if way and _is_day(form.inner):
        weeks = abs(form.number("nth") or 1) - 1
        told = Told("weekday", _SIDES[way], form.weekday + 7 * weeks, base=point)
    elif not way and isinstance(point, Told) and point.unit in {"week", "day"}:
        told = Told("weekday", number=form.weekday, base=point)
    else:
        return None
    return Found(form.inner.stop, "weekday", told)


def turn(form: Form) -> Found | None:
    """`this week`, `last March`, `next Friday`, `the week before last`, `that year`, `the next day`."""
    which = form["which"].lower()
    kind = _KINDS[which]
    if form["weekday"] and _NAMES_AFTER.match(form.text, form.stop):
        return None
    if form["weekday"]:
        is_told = bool(form["the"]) and which in {"next", "previous", "following"}
        return form.found("weekday", Told("weekday", kind, form.weekday, is_narrative=is_told))
    if form["season"]:
        return form.found("season", Calendar(month=SEASONS[form["season"].lower()], months=3, turn=kind))
    if form["month"]:
        return form.found("relative", Calendar(month=form.month, day=form.number("day") or None, turn=kind))
    named = (form["unit"] or "year").rpartition(" ")[2]
    unit = cast("Unit", "day" if named in _PARTS_OF_DAYS else named)
    if form["way"]:
        return form.found("relative", Told(unit, number=-2 if form["way"] == "before last" else 2))
    return _turn_of_unit(form, unit, which)


def _turn_of_unit(form: Form, unit: Unit, which: str) -> Found | None:
    """A week, month or year; `the last week` and `past week` end at the anchor, `last week` with its Sunday.

    `That year`, `the following week` and `the next day` count from what was told before; `the next week` is a length.
    """
    kind, is_owner = _KINDS[which], form.text[form.stop : form.stop + 2] in {"'s", "’s"}
    is_the = (form.match[0][:4].lower() == "the " or form.previous == "the") and " of " not in form.match[0]
    told = Told(unit, number=_SHIFTS[kind])
    if unit == "weekend":
        told = Told("weekend", "this" if "coming" in which else kind if which else "nearest")
    elif form["that"] or (is_the and unit != "quarter"):
        if which == "next" and unit != "day":
            return None
        if form["that"] or which in {"previous", "following", "next"}:
            told = replace(told, is_narrative=True)
        elif which == "past" or (which == "last" and not is_owner):
            told = Told(unit, "rolling")
            if form["the"] or unit == "decade":
                return None
    return form.found("relative", told)


def week_of(form: Form) -> Found | None:
    """`the week of April 10`."""
    if form.inner.last or form.inner.rule not in {"month-day", "full", "numeric", "feast"}:
        return None
    return Found(form.inner.stop, "relative", Told("week", base=form.inner.first))


def nth_day(form: Form) -> Found | None:
    """`the 4th to the 22nd of this month`; `on the 24th` after a preposition of time only: most ordinals rank."""
    if not form["which"]:
        is_date = form.follows(guards.TIME_BEFORE)
        return form.found("relative", Told("nth", "nearest", form.number("day"))) if is_date else None
    first, last = form.number("day"), form.number("last")
    point = Told("nth", _KINDS[form["which"]], last)
    return form.found("range", replace(point, number=first), point) if first else form.found("relative", point)


# Counted.

_VAGUE_BEFORE = lazy_regex(rf"\b(?:{alternatives(phrases('false_dates', 'vague'))})\s\Z", re.IGNORECASE)
_BACK: Final = word_set("ago earlier before prior previously")
_TOLD: Final = word_set("earlier before prior previously later after")
_ENDS = lazy_regex(r"[.,;:!?)\]\"”’]|\Z|\s(?:and|but|when|while|by|in|on|at|as|from|with)\b")
_THAN = lazy_regex(r"\s(?:than|to|in\slife)\b")


def _step(form: Form, at: str) -> tuple[Unit, int] | None:
    """One of the steps of a count: how many of which unit."""
    unit, times = ("week", 2) if form[f"unit{at}"] == "fortnight" else (form[f"unit{at}"], 1)
    number = (form.number(f"count{at}") or 1) * times
    return (cast("Unit", unit), number) if 0 < number <= 200 else None


def counted(form: Form) -> Found | None:
    """`three days ago`, `two months and three days ago`, `a year earlier`, `two weeks before Christmas`."""
    steps = [_step(form, at) for at in ("", "2", "3") if form[f"unit{at}"]]
    way = form["way"].lower()
    if None in steps or form.follows(_VAGUE_BEFORE):
        return None
    (unit, number), *more = [(unit, number * (-1 if way in _BACK else 1)) for unit, number in filter(None, steps)]
    if form.inner.stop:
        return _from_point(form, form.inner, unit, number)
    is_partial = way == "before" and not _ENDS.match(form.text, form.stop)
    if is_partial or (way != "ago" and _THAN.match(form.text, form.stop)):
        return None
    told = Told(unit, number=number, more=tuple(more), is_narrative=way in _TOLD, is_exact=True)
    return form.found("ago" if way == "ago" else "relative", told)


def year_ago(form: Form) -> Found | None:
    """`the year-earlier loss`: a year, or the quarter, before the one that is told."""
    is_quarter = form.match[0].endswith("quarter")
    return form.found("ago", Told("quarter", number=-5) if is_quarter else Told("year", number=-1, is_exact=True))


def _from_point(form: Form, inner: Found, unit: Unit, number: int) -> Found | None:
    """Counted from a date that stands behind: only from a day."""
    point, is_on = inner.first, form["way"] == "on"
    if not _is_day(inner) or (is_on and unit != "week"):
        return None
    if is_on and isinstance(point, Told):  # a week on Tuesday
        point = replace(point, which="next")
    return Found(inner.stop, "relative", Told(unit, number=number, base=point, is_exact=True))


def _is_day(found: Found) -> bool:
    point = found.first
    if isinstance(point, Told):
        return point.unit in {"day", "weekday", "nth"}
    return bool(point.day or point.feast or point.nth)


_NOT_IN = lazy_regex(
    r"\b(?:not|n['’]t|never|first|only|second|third|time|times|once|twice|\w+est|no\s\w+|ever|has|(?<!will\s)have|had|few)[\w-]*"
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
    if direction(form.text, form.start, form.stop) < 0.75:
        return None
    return form.found("relative", Told(step[0], number=step[1], is_exact=True))


def feast(form: Form) -> Found | None:
    """A feast, with its year or without."""
    which = form["which"].lower()
    if which == "past" or not is_feast(form.text, *form.match.span("feast")):
        return None
    point = feast_point(form["feast"], form.text)
    if point is None:
        return None
    if form["whose"]:
        return form.found("feast", replace(point, turn=cast("Which", form["whose"])))
    if form["year"]:
        return form.found("feast", replace(point, year=int(form["year"])))
    return form.found("feast", replace(point, turn=_KINDS[which]) if which else point)
