"""The date that a path names, of an address as many newspapers have it or of a file.

`/2024/10/24/`, `/2024/oct/24/`, `nid24102024`, `page-2024-10-24.html`; of files `news 24 Oct 2024` and `2024`, too.
"""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Final

from archive.extract.dates.prefixdate import bounds, is_day, prefix
from archive.extract.dates.stamps import parse_stamp
from archive.text.calendar import ENGLISH_MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterator

_YEAR = r"(?P<y>(?:199|20\d)\d)"
_MONTH, _DAY = r"(?P<m>0[1-9]|1[0-2])", r"(?P<d>0[1-9]|[12]\d|3[01])"
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        rf"(?<!\d){_YEAR}/(?P<m>0?[1-9]|1[0-2])[/-](?P<d>0?[1-9]|[12]\d|3[01])(?![\d.])",
        rf"(?<!\d){_YEAR}/?(?P<month>{'|'.join(ENGLISH_MONTHS)})/?(?P<d>0?[1-9]|[12]\d|3[01])(?!\d)",
        rf"(?<!\d){_YEAR}(?P<sep>[-_. ]){_MONTH}(?P=sep){_DAY}(?!\d)",
        rf"(?<!\d){_YEAR}{_MONTH}{_DAY}(?:\d{{4}}|\d{{6}})?(?!\d)",
        rf"(?<!\d){_DAY}{_MONTH}{_YEAR}(?!\d)",
    )
)
"""The surest first; a day before its month only in one number, for Americans write the month first elsewhere."""
_LONE_YEAR = re.compile(r"(?<![0-9A-Za-z])(?:19|20)\d\d(?![0-9A-Za-z])")
_BETWEEN_WORDS = re.compile(r"[_+]|%20|(?<!\d)[-./]|[-./](?!\d)")
_OLDEST: Final = 1990
"""No file that is read was saved before that year."""


def day_in_address(url: str | None) -> str | None:
    """The day in the path of an address; hosts, queries and fragments, which say when the page was made, are not asked.

    Returns:
        `2024-10-24`, or None.
    """
    if url is None or not any(map(str.isdigit, url)):
        return None
    return next(_days(_without_query(url).rpartition("://")[2].partition("/")[2]), None)


def date_in_name(name: str, modified: datetime.date | None) -> str | None:
    """A date in a file's name, or in its folders; running numbers are none, nor is a day after the file's own.

    Args:
        name: File name, path or address.
        modified: The file's day, where there is a file.
    """
    whole = _without_query(name)
    last = modified + datetime.timedelta(days=1) if modified else datetime.date(2099, 12, 31)
    for part in (re.split(r"[\\/]", whole)[-1], whole):
        value = next(_days(part), None) or _written(part)
        if value is not None and datetime.date(_OLDEST, 1, 1) <= bounds(value)[0] <= last:
            return value
    return None


def _without_query(path: str) -> str:
    return re.split(r"[?#]", path, maxsplit=1)[0]


def _days(path: str) -> Iterator[str]:
    for form in _FORMS:
        for found in form.finditer(path.lower()):
            named = found.groupdict()
            month = ENGLISH_MONTHS[named["month"]] if named.get("month") else int(named["m"])
            is_hash = path[: found.start()][-1:].isalnum() and path[found.end() :][:1].isalnum()
            if is_day(int(named["y"]), month, int(named["d"])) and not is_hash:
                yield prefix(int(named["y"]), month, int(named["d"]))


def _written(part: str) -> str | None:
    """A date as people write it, around a year of four digits; or that year, if it is the only number."""
    years = _LONE_YEAR.findall(part)
    value = parse_stamp(_BETWEEN_WORDS.sub(" ", part)) if years else None
    if value is not None and value[:4] in years:
        return value
    return years[0] if years and len(re.findall(r"\d+", part)) == 1 else None
