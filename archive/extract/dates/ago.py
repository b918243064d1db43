"""Date fields that tell from the day of capture: "2h ago", "Yesterday, 20:10", "Thursday", "Oct 24" without a year."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Final

from archive.extract.dates.prefixdate import is_day, prefix
from archive.extract.dates.stamps import CLOCK, parse_stamp
from archive.text.ago import read_ago
from archive.text.calendar import WEEKDAY_WORDS
from archive.text.folding import fold
from archive.text.patterns import lazy_regex
from archive.text.wordlists import either

if TYPE_CHECKING:
    from archive.text.ago import Ago

_LONGEST: Final = 80
_IN_A_DAY: Final = {"second": 86400, "minute": 1440, "hour": 24, "day": 1}
"""How many of a unit make a day, of which as many as are full are counted."""
_OPENING: Final = lazy_regex(rf"(?:{either('page_labels', 'before dates')}\b\s*(?::\s*)?){{1,4}}", re.IGNORECASE)
_DAY_MONTH: Final = lazy_regex(r"(?<!\d)(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.?(?![\d.])")
_WORD: Final = lazy_regex(r"[^\W\d_]+")
_AHEAD: Final = datetime.timedelta(days=1)
"""How far the zone of a page may be ahead of that of its capture."""
_LEAP: Final = datetime.date(2024, 12, 31)


def days_ago(stamp: str, captured: datetime.date) -> str | None:
    """The date of a field that says how long ago it was, or names a day without its year: the latest until then.

    Args:
        stamp: As written.
        captured: The day from which it counts.

    Returns:
        A prefix date, as exact as the unit counted in; None where the field says nothing of the kind.
    """
    if len(stamp) > _LONGEST:
        return None
    whole = stamp.strip(" .,·|")
    said = _OPENING.sub("", whole, count=1)
    ago = read_ago(whole) or read_ago(said)
    if ago is not None:
        return _before(captured, ago)
    return _in_past_year(said, captured) or _past_weekday(said, captured)


def is_ago(stamp: str) -> bool:
    """Whether what a date field says depends on the day of capture."""
    return days_ago(stamp, _LEAP) is not None


def _before(captured: datetime.date, ago: Ago) -> str | None:
    number, unit = ago
    try:
        if unit in _IN_A_DAY:
            return (captured - datetime.timedelta(days=number // _IN_A_DAY[unit])).isoformat()
        if unit == "week":
            return (captured - datetime.timedelta(weeks=number)).isoformat()[:7]
        months = captured.year * 12 + captured.month - 1 - number
        return prefix(captured.year - number) if unit == "year" else prefix(months // 12, months % 12 + 1)
    except (OverflowError, ValueError):
        return None


def _in_past_year(text: str, captured: datetime.date) -> str | None:
    """The latest day before that has this day and month."""
    timeless = CLOCK.sub(" ", text)
    numbers = _DAY_MONTH.search(timeless)
    for year in (captured.year, captured.year - 1):
        if numbers is not None:
            day, month = int(numbers["day"]), int(numbers["month"])
            found = prefix(year, month, day) if is_day(year, month, day) else None
        else:
            found = parse_stamp(f"{timeless.strip(' .,')} {year}")
        if found is not None and len(found) == 10 and datetime.date.fromisoformat(found) <= captured + _AHEAD:
            return found
    return None


def _past_weekday(text: str, captured: datetime.date) -> str | None:
    """The latest day before that has this name."""
    named = [WEEKDAY_WORDS[fold(word)] for word in _WORD.findall(text) if fold(word) in WEEKDAY_WORDS]
    if len(named) != 1:
        return None
    return (captured - datetime.timedelta(days=(captured.weekday() - named[0]) % 7)).isoformat()
