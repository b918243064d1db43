"""Times told from the day on which a page was seen: "2h ago", "vor 3 Tagen", "Yesterday"."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple, cast

from archive.text.patterns import lazy_regex
from archive.text.wordlists import alternatives, meanings, phrases, spellings

Unit = Literal["second", "minute", "hour", "day", "week", "month", "year"]


class Ago(NamedTuple):
    """So many units before the page was seen."""

    number: int
    unit: Unit


_DAYS: Final = {word: int(back) for word, back in meanings("ago", "days").items()}
_UNITS_AGO: Final = spellings("ago", "units ago")
_UNITS: Final = spellings("ago", "units")
_ONE: Final = phrases("ago", "one")


def _any(section: str) -> str:
    return f"(?:{alternatives(phrases('ago', section))})"


_UNIT: Final = f"(?:{alternatives(_UNITS)})"
_COUNTED: Final = rf"(?:\d{{1,3}}\s?|{_any('one')}\s){_UNIT}\b\.?"
AGO: Final = (
    rf"(?:(?:{_any('about')}\s)?(?:{_any('before')}\s(?:{_any('about')}\s)?{_COUNTED}|{_COUNTED}\s{_any('behind')}\b)"
    rf"|\d{{1,3}}\s?(?:[mhdw]\b|{alternatives(_UNITS_AGO)})|(?:{alternatives(_DAYS)})(?!\w))"
)
"""A pattern for such a time, to be compiled without regard to case."""
AGO_OPENS: Final = rf"(?:\d|(?:{_any('about')}|{_any('before')}|{_any('one')})\s|(?:{alternatives(_DAYS)})(?!\w))"
"""A pattern of what it begins with, which takes a fraction of the time to compile."""

_AGO: Final = lazy_regex(rf"(?:{AGO})", re.IGNORECASE)
_NUMBER_AND_UNIT: Final = lazy_regex(
    rf"(?P<number>\d{{1,3}}\s?|{_any('one')}\s)(?P<unit>{alternatives((*_UNITS_AGO, *_UNITS))})(?!\w)", re.IGNORECASE
)


def read_ago(text: str) -> Ago | None:
    """The time from now that a text opens with, None if it opens with none."""
    found = _AGO.match(text.strip()[:80])
    if found is None:
        return None
    told = " ".join(found[0].lower().split())
    if told in _DAYS:
        return Ago(_DAYS[told], "day")
    counted = _NUMBER_AND_UNIT.search(told)
    if counted is None:
        return None
    number = counted["number"].strip()
    return Ago(
        int(number) if number.isdecimal() else 1,
        cast("Unit", (_UNITS_AGO.get(counted["unit"]) or _UNITS[counted["unit"]])),
    )
