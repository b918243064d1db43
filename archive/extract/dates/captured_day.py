"""When a source was captured: the anchor for what its texts leave open.

In this order: what the user says, what the document says of itself, a date in the file's name, the newest day of its
items or the newest explicit year of their texts, the file's time. Items and texts come before the file because files
are copied about; where they agree, the file's day is the sharper bound. But for what the user says, it is never before
the newest day on which the source's own items were published.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from archive.errors import ArchiveError
from archive.extract.dates.direction import LOOKS_AHEAD, direction
from archive.extract.dates.expressions import find_dates
from archive.extract.dates.own_day import newest_day, own_days
from archive.extract.dates.page import (
    Captured,
    CapturedBy,
    ItemText,
    names_year,
)
from archive.extract.dates.paths import date_in_name
from archive.extract.dates.prefixdate import bounds, prefix
from archive.extract.dates.stamps import parse_stamp
from archive.text.day_order import ORDERS, is_open, settled

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence


def captured(
    *,
    option: str | None,
    stamp: str | None,
    name: str,
    sample: Sequence[ItemText],
    days: Counter[str] | None = None,
    modified: datetime.date | None,
) -> Captured:
    """Settle when a source was captured.

    Args:
        option: `--captured` as given.
        stamp: The document's own date as written.
        name: File name, path or URL.
        sample: The first items, in order.
        days: The days that all its items give themselves, and how many give each; those of the sample by default.
        modified: The file's day, where there is a file.

    Returns:
        The prefix date and what told it; both None if nothing does.

    Raises:
        ArchiveError: The option is no date.
    """
    if option is not None:
        return Captured(option_date(option, "--captured"), "option")
    newest = newest_day(own_days(sample) if days is None else days, modified)
    if stamp is not None and (value := parse_stamp(stamp)) is not None:
        return _not_before(newest, value, "document")
    if (value := date_in_name(name, modified)) is not None:
        return _not_before(newest, value, "name")
    return _guessed(sample, newest, modified)


def _not_before(newest: datetime.date | None, value: str, by: CapturedBy) -> Captured:
    """What is known of the capture, or the newest day of the items where that is later."""
    behind = (newest - bounds(value)[1]).days if newest else 0
    if newest is None or behind <= 0:
        return Captured(value, by)
    return Captured(newest.isoformat(), by if behind <= _NEAR else "text")


def _guessed(sample: Sequence[ItemText], newest: datetime.date | None, modified: datetime.date | None) -> Captured:
    """The capture by the items, or by the file where it agrees with them."""
    dated = sum(bool(item.published or item.address) for item in sample)
    # Where many items have a day, it tells more than the years of texts, which may be plans.
    year = _newest_year(sample, modified) if dated * _FAIR_SHARE < len(sample) else None
    if newest is not None and (year is None or year < newest.year):
        told, soon = newest.isoformat(), _NEAR
    elif year is not None:
        told, soon = prefix(year), _SOON
    else:
        return Captured(modified.isoformat(), "file") if modified else Captured(None, None)
    first, last = bounds(told)
    # A file saved soon after its newest text bounds the dates better.
    if modified is not None and first <= modified and (modified - last).days <= soon:
        return Captured(modified.isoformat(), "file")
    return Captured(told, "text")


_SOON: Final = 60
"""Days into the next year within which a file's time still agrees with the newest year of its texts."""
_NEAR: Final = 7
"""Days by which the newest item and another sign of the capture may differ and still agree."""


def option_date(written: str, said_as: str) -> str:
    """The prefix date that a person gives.

    Args:
        written: As typed.
        said_as: What to call it in a message.

    Raises:
        ArchiveError: It is no date.
    """
    text = written.strip()
    if is_open(text):
        readings = " or ".join(settled(text, order) for order in ORDERS)
        raise ArchiveError(f"{said_as}: {written!r} doesn't tell day from month (write {readings})")
    value = parse_stamp(text)
    if value is None:
        raise ArchiveError(f"{said_as}: {written!r} is no date (write 2024, 2024-10 or 2024-10-25)")
    return value


_ENOUGH: Final = 2
"""Support of a year told with its month or day; a bare year, which may be mere history, has half of that."""
_FAIR_SHARE: Final = 5
"""What is told by one of so many, of items or of all that tells years, is no stray."""


def _newest_year(sample: Sequence[ItemText], modified: datetime.date | None) -> int | None:
    """The newest year that the texts name as past or present, safe from a stray `by 2030`."""
    limit = modified.year if modified else 2100
    known: Counter[int] = Counter()
    for text in (item.text for item in sample):
        for found in find_dates(text):
            year, is_bare = int(found.value[:4]), len(found.value) == 4
            is_year = names_year(found) and "/" not in found.value and 1990 <= year <= limit
            if is_year and direction(text, found.start, found.stop) < LOOKS_AHEAD:
                known[year] += 1 if is_bare else _ENOUGH
    for year in sorted(known, reverse=True):
        if known[year] >= _ENOUGH and (year - 1 in known or known[year] * _FAIR_SHARE >= known.total()):
            return year
    return max(known, default=None)
