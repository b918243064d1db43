"""The day that an address names, as those of many newspapers do: `/2024/10/24/`, `/2024/oct/24/`, `nid24102024`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from archive.extract.dates.prefixdate import is_day, prefix
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
        rf"(?<!\d){_YEAR}(?P<sep>[-_.]){_MONTH}(?P=sep){_DAY}(?!\d)",
        rf"(?<!\d){_YEAR}{_MONTH}{_DAY}(?:\d{{4}}|\d{{6}})?(?!\d)",
        rf"(?<!\d){_DAY}{_MONTH}{_YEAR}(?!\d)",
    )
)
"""The surest first; a day before its month only in one number, for Americans write the month first elsewhere."""


def day_in_address(url: str | None) -> str | None:
    """The day in the path of an address; hosts, queries and fragments, which say when the page was made, are not asked.

    Returns:
        `2024-10-24`, or None.
    """
    if url is None or not any(map(str.isdigit, url)):
        return None
    path = re.split(r"[?#]", url, maxsplit=1)[0].rpartition("://")[2].partition("/")[2].lower()
    return next(_days(path), None)


def _days(path: str) -> Iterator[str]:
    for form in _FORMS:
        for found in form.finditer(path):
            named = found.groupdict()
            month = ENGLISH_MONTHS[named["month"]] if named.get("month") else int(named["m"])
            if is_day(int(named["y"]), month, int(named["d"])):
                yield prefix(int(named["y"]), month, int(named["d"]))
