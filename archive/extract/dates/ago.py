"""Date fields that count from the day of capture: `2 hours ago`, `vor 3 Tagen`, `Yesterday`."""

from __future__ import annotations

import datetime
import re
from typing import Final

from archive.extract.dates.prefixdate import prefix
from archive.text.folding import fold
from archive.text.wordlists import alternatives, phrases, words

_IN_A_DAY: Final = {"minute": 1440, "hour": 24, "day": 1}
"""How many of a unit make a day, of which as many as are full are counted."""
_UNITS: Final = (*_IN_A_DAY, "week", "month", "year")
_UNIT_OF: Final = {word: unit for unit in reversed(_UNITS) for word in words("ago", unit)}
_ONE: Final = words("ago", "one")
_NEAR: Final = {name: alternatives(phrases("ago", name)) for name in ("today", "yesterday")}
_STARTS = re.compile(
    rf"(?:(?P<today>{_NEAR['today']})|(?P<yesterday>{_NEAR['yesterday']}))(?:[\s,|·–-]+\D{{0,8}}\d{{1,2}}[:.h]\d\d.*)?"
)
_COUNTED = re.compile(
    rf"(?<!\w)(?P<n>\d{{1,3}}|{alternatives(_ONE)})(?:(?<=\d)|\s)\s?(?P<unit>{alternatives(_UNIT_OF)})(?![a-zа-я])"
)
_AGO = re.compile(rf"(?<![a-zа-я])(?:{alternatives(words('ago', 'ago'))})(?![a-zа-я])")
_SHORT = re.compile(r"\d{1,3}\s?[a-z]{1,3}\.?")
_BEFORE = re.compile(r"^(?:(?:last )?(?:updated|posted|published)(?: on)?|about|over|almost)[:\s]+")
_LONGEST: Final = 40


def days_ago(stamp: str, captured: datetime.date) -> str | None:
    """The date of which a field says how long ago it was.

    Args:
        stamp: As written.
        captured: The day from which it counts.

    Returns:
        A prefix date, as exact as the unit counted in; None where the field says nothing of the kind.
    """
    told = _told(stamp)
    if told is None:
        return None
    number, unit = told
    try:
        if unit in _IN_A_DAY:
            return (captured - datetime.timedelta(days=number // _IN_A_DAY[unit])).isoformat()
        if unit == "week":
            return (captured - datetime.timedelta(weeks=number)).isoformat()[:7]
        months = captured.year * 12 + captured.month - 1 - number
        return prefix(captured.year - number) if unit == "year" else prefix(months // 12, months % 12 + 1)
    except (OverflowError, ValueError):
        return None


def is_ago(stamp: str) -> bool:
    """Whether a date field counts from the day of capture."""
    return _told(stamp) is not None


def _told(stamp: str) -> tuple[int, str] | None:
    """How many of which unit a field goes back."""
    if len(stamp) > _LONGEST:
        return None
    said = _BEFORE.sub("", fold(stamp).strip(" .,·|")).strip()
    if near := _STARTS.fullmatch(said):
        return (0 if near["today"] else 1), "day"
    counted = _COUNTED.search(said)
    if counted is None or not (_AGO.search(said.replace(counted[0], " ", 1)) or _SHORT.fullmatch(said)):
        return None
    number = int(counted["n"]) if counted["n"].isdecimal() else 1
    return number, _UNIT_OF[counted["unit"]]
