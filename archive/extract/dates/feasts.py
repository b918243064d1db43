"""Feasts that news uses as dates: `Christmas Eve`, `Easter Sunday`, `Thanksgiving`.

Only feasts with one day that everybody means; a name that goes on (`Christmas Island`, `Good Friday Agreement`,
`Easter Rising`) is something else.
"""

from __future__ import annotations

import datetime
import re
from typing import Final

from archive.extract.dates.drafts import CalendarDraft, Point
from archive.text.wordlists import alternatives, meanings, phrases, words

_FIXED: Final = {name: (int(day[:2]), int(day[3:])) for name, day in meanings("feasts", "fixed").items()}
_AFTER_EASTER: Final = {name: int(days) for name, days in meanings("feasts", "easter").items()}
_THANKSGIVING: Final = {name: int(days) for name, days in meanings("feasts", "thanksgiving").items()}
_NAMES = alternatives([*_FIXED, *_AFTER_EASTER, *_THANKSGIVING]).replace("'", "['’]")
_FEAST = re.compile(
    rf"(?P<name>(?i:{_NAMES}))(?![\w-])(?:,?\s(?P<year>(?:1[5-9]|20)\d\d)(?!\w))?"
    rf"(?!\s(?:{alternatives(phrases('feasts', 'other names'))})(?!\w))"
)
_MORE_THAN_A_DAY = re.compile(r"\s(?:[A-Z]|(?i:the\sseason|season|holiday|week|period|time))")
_ADJECTIVE_OF = re.compile(rf"(?i:\s(?:{alternatives(words('feasts', 'belongings'))}))")
_SHORT: Final = phrases("feasts", "seasons")
"""Names that also stand before what belongs to the feast, and then for its season rather than its day."""
FEAST_STARTS: Final = frozenset(re.split(r"\W", name)[0] for name in [*_FIXED, *_AFTER_EASTER, *_THANKSGIVING])
"""First words of the feasts, in lower case."""


def read_feast(text: str, at: int) -> CalendarDraft | None:
    """Read the feast whose name starts at a place of the text, or None."""
    if not text[at].isupper():
        return None
    match = _FEAST.match(text, at)
    if match is None:
        return None
    name = " ".join(match["name"].lower().replace("’", "'").split())
    if name in _SHORT and (_MORE_THAN_A_DAY.match(text, match.end()) or _ADJECTIVE_OF.match(text, match.end())):
        return None
    year = int(match["year"]) if match["year"] else None
    if name in _FIXED:
        month, day = _FIXED[name]
        point = Point(year, month, day)
    else:
        point = Point(year, feast=name)
    return CalendarDraft(at, match.end(), "feast", point)


def feast_day(name: str, year: int) -> datetime.date:
    """The day of a movable feast, by the Western church's and the United States' calendars.

    Args:
        name: In lower case, as drafts hold it.
        year: 1583 to 9998; raises ValueError outside the calendar.
    """
    if name in _THANKSGIVING:
        first = datetime.date(year, 11, 1)
        thursday = 1 + (3 - first.weekday()) % 7 + 21
        return datetime.date(year, 11, thursday) + datetime.timedelta(days=_THANKSGIVING[name])
    return _easter(year) + datetime.timedelta(days=_AFTER_EASTER[name])


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
