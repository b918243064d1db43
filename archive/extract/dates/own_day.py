"""What an item says itself of its day: its date field, or the day in its address.

A field is believed unless it can't be: later than any capture of it, or where a clock begins that was never set. One
that only counts ("2 hours ago") counts from the day of capture, where that is known; where it is guessed, the day in
the address is the better one.
"""

from __future__ import annotations

import datetime
from collections import Counter
from typing import TYPE_CHECKING, Final

from archive.extract.dates.ago import days_ago, is_ago
from archive.extract.dates.page import Captured, ItemText
from archive.extract.dates.paths import day_in_address
from archive.extract.dates.prefixdate import bounds, precision
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


def settled(item: ItemText, captured: Captured) -> ItemText:
    """An item with what is believed of its own day as `published`."""
    last = bounds(captured.value)[1] if captured.value else None
    published, address = (_believed(value, last) for value in (item.published, item.address))
    is_exact = captured.value is not None and precision(captured.value) == "day"
    counted = days_ago(item.ago, last) if item.ago and last and is_exact else None
    known = counted if captured.by in KNOWN else None
    day = published or known or address or counted
    return item if day == item.published else item._replace(published=day)


def is_guess(item: ItemText, said: ItemText, captured: Captured) -> bool:
    """Whether what is believed of an item's day counts from a day of capture that is guessed itself."""
    if item.ago is None or said.published is None or captured.by in KNOWN:
        return False
    return said.published != item.address


def left_open(item: ItemText, said: ItemText) -> str | None:
    """What has to be kept of an item's date field for it to be dated again: a field that counts, one not believed."""
    return item.ago or (item.published if said.published != item.published else None)


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
