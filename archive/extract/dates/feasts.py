"""Feasts that news uses as dates, and days by which events are called: `Christmas Eve`, `the October 7 attacks`.

Only feasts with days that everybody means; a name that goes on (`Christmas Island`, `Good Friday Agreement`) is
something else. Easter is that of the Orthodox church where a text speaks of its countries.
"""

from __future__ import annotations

import datetime
import re
from typing import Final

from archive.extract.dates.drafts import Calendar
from archive.text.calendar import DAY_NAMES
from archive.text.patterns import lazy_regex
from archive.text.wordlists import alternatives, lines, meanings, words

_DAYS: Final = meanings("feasts", "days")
_MOON: Final = meanings("feasts", "moon")
_BY_MOON: Final = {name: sorted(words("feasts", name)) for name in set(_MOON.values())}
FEAST_NAMES: Final = (*_DAYS, *_MOON)
_BY_COUNTRY: Final = tuple(name.split(", ") for name in FEAST_NAMES if ", " in name)
"""Feasts of one country with how its words begin."""
FEASTS: Final = (
    rf"(?:orthodox\s(?=easter))?(?:{alternatives({name.partition(', ')[0] for name in FEAST_NAMES})})".replace(
        "'", "['’]?"
    )
)
"""A pattern of any of them."""
FEAST_STARTS: Final = frozenset(re.split(r"\W", name)[0] for name in FEAST_NAMES) | {"orthodox"}
"""First words of the feasts, in lower case."""
_EASTERN, _WESTERN = (
    lazy_regex(rf"\b(?:{alternatives(words('feasts', side))})\b", re.IGNORECASE) for side in ("eastern", "western")
)


def _key(written: str) -> str:
    return " ".join(written.lower().replace("’", "'").split())


def feast_point(written: str, text: str) -> Calendar | None:
    """The point of a feast as written in a text, without its year; None where nothing tells of which country it is."""
    name = _key(written)
    name = _SPELT.get(name.replace("'", ""), name)
    lands = ((f"{feast}, {land}", land.split("|")) for feast, land in _BY_COUNTRY if feast == name)
    of_country = (named for named, signs in lands if any(sign in text for sign in signs))
    name = next(of_country, name)
    day = _DAYS.get(name.removeprefix("orthodox "), "") if name not in _DAYS else _DAYS[name]
    if not day:
        return Calendar(feast=_MOON[name]) if name in _MOON else None
    if day[0].isdecimal():
        return Calendar(int(day[:-6]) if day[:-6] else None, int(day[-5:-3]), int(day[-2:]))
    is_eastern = day.startswith("Easter") and _EASTERN.search(text) and not _WESTERN.search(text)
    return Calendar(feast=f"orthodox {name.removeprefix('orthodox ')}" if is_eastern else name)


_SPELT: Final = {name.replace("'", ""): name for name in FEAST_NAMES}
"""Names by themselves without apostrophes: "New Years Day"."""


def feast_value(name: str, year: int) -> str | None:
    """The day or days of a movable feast in a year, as a prefix date or range; None where they are not known.

    Args:
        name: In lower case, as drafts hold it.
        year: 1583 to 9998.
    """
    if name in _BY_MOON:
        first = next((day for day in _BY_MOON[name] if day.startswith(f"{year}-")), None)
        if first is None or name != "ramadan":
            return first
        end = next((day for day in _BY_MOON["eid al-fitr"] if day > first), None)
        return end and f"{first}/{datetime.date.fromisoformat(end) - datetime.timedelta(days=1)}"
    if not 1583 <= year < 9999:
        return None
    kind, number = _DAYS[name.removeprefix("orthodox ")].split()
    if kind == "Easter":
        easter = _orthodox_easter(year) if name.startswith("orthodox ") else _easter(year)
        return (easter + datetime.timedelta(days=int(number))).isoformat()
    earliest = datetime.date.fromisoformat(f"{year}-{number}")
    return (earliest + datetime.timedelta(days=(DAY_NAMES.index(kind) - earliest.weekday()) % 7)).isoformat()


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> datetime.date:
    """The nth weekday (0 is Monday) of a month, -1 for its last; a fifth may lie in the next."""
    if nth < 0:
        following = datetime.date(year + month // 12, month % 12 + 1, 1)
        return following - datetime.timedelta(days=(following.weekday() - weekday - 1) % 7 + 1)
    first = datetime.date(year, month, 1)
    return first + datetime.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _easter(year: int) -> datetime.date:
    """Easter Sunday, by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8)."""
    golden = year % 19
    century, in_century = divmod(year, 100)
    leap_centuries, rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leaps, within = divmod(in_century, 4)
    to_sunday = (32 + 2 * rest + 2 * leaps - epact - within) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return datetime.date(year, month, day + 1)


def _orthodox_easter(year: int) -> datetime.date:
    """Easter Sunday by the Julian computus (Meeus, likewise), in the Gregorian calendar."""
    epact = (19 * (year % 19) + 15) % 30
    month, day = divmod(epact + (2 * (year % 4) + 4 * (year % 7) - epact + 34) % 7 + 114, 31)
    return datetime.date(year, month, day + 1) + datetime.timedelta(days=year // 100 - year // 400 - 2)


def _named_days() -> dict[tuple[int, int], list[tuple[int, re.Pattern[str], bool]]]:
    table: dict[tuple[int, int], list[tuple[int, re.Pattern[str], bool]]] = {}
    for line in lines("named_days"):
        day, _, told = line.partition(":")
        year, *cues = told.replace(" * ", " ").split()
        behind = [re.escape(cue) for cue in cues if "&" not in cue]
        beside = [
            "".join(rf"(?=.*\b{re.escape(word)}\b)" for word in cue.split("&") if word) for cue in cues if "&" in cue
        ]
        forms = [rf"\A.*\0(?:['’]s)?(?:,?\s[\w.-]+){{0,2}},?\s(?:{'|'.join(behind)})\b"] if behind else []
        pattern = lazy_regex("|".join([*forms, *(rf"\A{form}" for form in beside)]), re.DOTALL | re.IGNORECASE)
        table.setdefault((int(day[:2]), int(day[3:5])), []).append((int(year), pattern, "*" in told))
    return table


_NAMED_DAYS: Final = _named_days()
_AGAIN = lazy_regex(
    r"(?:\bon\s\0.*|\0\s)(?:anniversar|commemorat|mark|mourn|vigil|wreath)"
    r"|\b(?:anniversar|commemorat|mark|mourn|vigil|wreath).*\bon\s\0",
    re.IGNORECASE | re.DOTALL,
)
"""The day on which an event is remembered, which is one of another year."""
_ON = lazy_regex(r"(?<!report\s)(?<!inquiry\s)(?<!book\s)(?<!film\s)\bon\s\Z", re.IGNORECASE)
_SENTENCE: Final = 160
"""Characters to either side in which the words that name an event are looked for."""


def event_year(text: str, start: int, stop: int, point: Calendar, is_long_past: bool) -> int | None:
    """The year of the event that is called by a day, where the words around say so, or none other is near."""
    around = f"{text[max(0, start - _SENTENCE) : start]}\0{text[stop : stop + _SENTENCE]}"
    if _AGAIN.search(around):
        return None
    for year, pattern, is_name in _NAMED_DAYS.get((point.month or 0, point.day or 0), ()):
        if (is_name and is_long_past and not _ON.search(text, max(0, start - 12), start)) or pattern.search(around):
            return year
    return None
