"""What an item says itself of its day: its date field, or the day in its address.

A field is believed unless it can't be: later than any capture of it, or where a clock begins that was never set. One
that only counts ("2 hours ago") counts from the day of capture, where that is known; where it is guessed, the day in
the address is the better one.
"""

from __future__ import annotations

import datetime
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from archive.extract.dates.ago import days_ago, is_ago
from archive.extract.dates.page import Captured, ItemText
from archive.extract.dates.paths import day_in_address
from archive.extract.dates.prefixdate import bounds
from archive.extract.dates.stamps import parse_stamp

if TYPE_CHECKING:
    from collections.abc import Iterable


KNOWN: Final = frozenset({"option", "document", "name"})
"""What tells the day of capture; the rest guesses it."""
_AHEAD: Final = 366
"""Days by which a date field may be ahead of the capture: events are announced for months, not for years."""


def item_text(text: str, title: str | None, stamp: str | None, dateline: str | None, url: str | None) -> ItemText:
    """What dating needs of an item.

    Args:
        text: Its clean text.
        title: Its title.
        stamp: Its own date field, as written.
        dateline: The dateline of its text.
        url: Its address.
    """
    address = day_in_address(url)
    published = parse_stamp(stamp) if stamp else None
    ago = stamp if stamp and published is None and is_ago(stamp) else None
    # A field that says no more than the address is kept as the address alone.
    return ItemText(text, title, published if published != address else None, dateline, ago, address)


class Settled(NamedTuple):
    """What is believed of an item's own day."""

    item: ItemText
    """With that day as `published`."""
    is_guess: bool
    """Whether it counts from a day of capture that is guessed itself."""
    left_open: str | None
    """What has to be kept of its date field for it to be dated again: a field that counts, one not believed."""


def settled(item: ItemText, captured: Captured) -> Settled:
    """What is believed of an item's own day."""
    last = bounds(captured.value)[1] if captured.value else None
    published, address = (_believed(value, last) for value in (item.published, item.address))
    counted = days_ago(item.ago, captured.day) if item.ago and captured.day else None
    is_known = captured.by in KNOWN
    day = published or (counted if is_known else None) or address or counted
    is_guess = day is not None and item.ago is not None and not is_known and day != address
    if day == item.published:
        return Settled(item, is_guess, item.ago)
    return Settled(item._replace(published=day), is_guess, item.ago or item.published)


def own_days(items: Iterable[ItemText]) -> Counter[str]:
    """The days that items give themselves, with how many items each."""
    said = (item.published or (None if item.ago else item.address) for item in items)
    return Counter(day for day in said if day and len(day) == 10)


def _believed(value: str | None, last: datetime.date | None) -> str | None:
    if value is None or last is None or (bounds(value)[0] - last).days <= _AHEAD:
        return value
    return None


def newest_day(days: Counter[str], modified: datetime.date | None) -> datetime.date | None:
    """The newest day on which items were published; days after the file's own are plans or faults, if they are few.

    Args:
        days: How many items say that they are of a day.
        modified: The file's day.
    """
    told = {datetime.date.fromisoformat(day): count for day, count in days.items()}
    past = [day for day in told if modified is None or day <= modified + datetime.timedelta(days=1)]
    is_file_wrong = 2 * sum(told[day] for day in past) < days.total()
    return max(told if is_file_wrong else past, default=None)
