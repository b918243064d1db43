"""Stamps as readers of a page see them: told from the day on which it was seen, or without their year.

"2h ago", "Yesterday, 20:10", "Thursday", "Oct 24": what they mean depends on when the page was captured; where that
is not known to the day, they mean nothing.
"""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Final

from archive.extract.dates.prefixdate import is_day, prefix
from archive.extract.dates.stamps import parse_stamp
from archive.text.ago import read_ago
from archive.text.calendar import WEEKDAY_WORDS
from archive.text.folding import fold

if TYPE_CHECKING:
    from archive.text.ago import Ago

_LONGEST: Final = 80
_CLOCK: Final = re.compile(r"\d{1,2}[:h]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?", re.IGNORECASE)
_DAY_MONTH: Final = re.compile(r"(?<!\d)(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.?(?![\d.])")
_WORD: Final = re.compile(r"[^\W\d_]+")
_AHEAD: Final = datetime.timedelta(days=1)
"""How far the zone of a page may be ahead of that of its capture."""


def parse_seen(text: str, captured: str | None) -> str | None:
    """Read a date as a page shows it.

    Args:
        text: A stamp (see `stamps`), or one told from the day of capture, or a day without its year, which is the
            latest such day until then.
        captured: When the page was seen, as a prefix date.

    Returns:
        A prefix date, or None where the text is no date or the day of capture would have to be known.
    """
    stamp = parse_stamp(text)
    if stamp is not None or captured is None or len(captured) != 10 or len(text) > _LONGEST:
        return stamp
    seen = datetime.date.fromisoformat(captured)
    ago = read_ago(text)
    if ago is not None:
        return _before(seen, ago)
    return _in_past_year(text, seen) or _past_weekday(text, seen)


def _before(seen: datetime.date, ago: Ago) -> str | None:
    number, unit = ago
    if unit in ("month", "year"):
        months = seen.year * 12 + seen.month - 1 - number * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        return prefix(year) if unit == "year" else prefix(year, month + 1)
    days = {"second": 0, "minute": number // 1440, "hour": number // 24, "day": number, "week": 7 * number}[unit]
    return (seen - datetime.timedelta(days=days)).isoformat()


def _in_past_year(text: str, seen: datetime.date) -> str | None:
    """The latest day before that has this day and month."""
    timeless = _CLOCK.sub(" ", text)
    numbers = _DAY_MONTH.search(timeless)
    for year in (seen.year, seen.year - 1):
        if numbers is not None:
            day, month = int(numbers["day"]), int(numbers["month"])
            found = prefix(year, month, day) if is_day(year, month, day) else None
        else:
            found = parse_stamp(f"{timeless.strip(' .,')} {year}")
        if found is not None and len(found) == 10 and datetime.date.fromisoformat(found) <= seen + _AHEAD:
            return found
    return None


def _past_weekday(text: str, seen: datetime.date) -> str | None:
    """The latest day before that has this name."""
    named = [WEEKDAY_WORDS[fold(word)] for word in _WORD.findall(text) if fold(word) in WEEKDAY_WORDS]
    if len(named) != 1:
        return None
    return (seen - datetime.timedelta(days=(seen.weekday() - named[0]) % 7)).isoformat()
