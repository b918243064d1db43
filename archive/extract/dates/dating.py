"""When the items of a source were written.

What the item says itself comes first (`own_day`). Pages that show no dates are read as a whole (`page`): their order
tells the year of dates without one, which dates are mere history, and between which days an undated item lies. On a
page without order every item stands for itself, and what nothing tells is as old as the page.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from itertools import repeat
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from archive.attempts import attempt, failure
from archive.extract.dates.anchor import Anchor
from archive.extract.dates.captured_day import captured
from archive.extract.dates.expressions import find_dates
from archive.extract.dates.own_day import is_guess, item_text, left_open, settled
from archive.extract.dates.page import (
    FORGOTTEN,
    SLACK,
    Captured,
    CapturedBy,
    ItemText,
    Order,
    PageState,
    Reading,
    falling,
    read_item,
    with_order,
)
from archive.extract.dates.prefixdate import bounds, common, precision, span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archive.types import DateSpan

__all__ = [
    "Captured",
    "CapturedBy",
    "Dated",
    "ItemText",
    "PageState",
    "are_all_published",
    "captured",
    "date_items",
    "expressions",
    "item_text",
    "read_ahead",
    "with_expressions",
]


def read_ahead(item: ItemText) -> ItemText:
    """An item with its date expressions, where they count from its own date field: this needs nothing of its source."""
    return item._replace(reading=read_item(item, None)) if item.published else item


DatedBy = Literal["published", "text", "neighbours", "captured"]

NO_DATES: Final[tuple[DateSpan, ...]] = ()


class Dated(NamedTuple):
    """An item's date expressions and its own date."""

    dates: tuple[DateSpan, ...]
    dated: str | None
    dated_by: DatedBy | None
    stamp: str | None = None
    """What must be kept of the item's own date field to date it again, where `dated` alone is not that."""
    is_read: bool = True
    """False where the expressions have yet to be found (`with_expressions`), since no item's date depends on them."""
    failed: str | None = None
    """What could not be found, as a sentence: the program failed on this item."""


def date_items(
    items: Sequence[ItemText], captured: Captured, carry: PageState | None, *, read: bool = True
) -> tuple[list[Dated], PageState]:
    """Date consecutive items of one source.

    Args:
        items: A chunk of the source, in its order.
        captured: When the source was captured.
        carry: What the chunk before this one left, None for the first.
        read: Find all date expressions, also where no item's date depends on them.

    Returns:
        The items' date expressions and own dates, in order, and what to hand to the next chunk. An item on which this
        fails says so, and is dated as one without a text; so are all, if it fails on them together.
    """
    try:
        return _dated(items, captured, carry, read=read)
    except Exception as error:  # strangers' text: it costs an item its dates and no more
        reason = failure("dates", error)
    faults = [_fault(item, captured, read=read) for item in items]
    try:
        sound = [ItemText("") if fault else item for item, fault in zip(items, faults, strict=True)]
        dated, state = _dated(sound, captured, carry, read=read)
    except Exception:
        faults = [reason] * len(items)
        dated, state = _dated([ItemText("")] * len(items), captured, None, read=read)
    return [each._replace(failed=fault) for each, fault in zip(dated, faults, strict=True)], state


def _fault(item: ItemText, captured: Captured, *, read: bool) -> str | None:
    """Why an item can't be dated, if it alone can't be."""
    try:
        _dated([item], captured, None, read=read)
    except Exception as error:
        return failure("dates", error)
    return None


def _dated(
    items: Sequence[ItemText], captured: Captured, carry: PageState | None, *, read: bool
) -> tuple[list[Dated], PageState]:
    said = [settled(item, captured) for item in items]
    dated, state = _date(said, captured, carry or PageState(), read=read)
    return [_told(*each, captured) for each in zip(items, said, dated, strict=True)], state


def _told(item: ItemText, said: ItemText, dated: Dated, captured: Captured) -> Dated:
    """An item's date with how it is known and what it leaves open."""
    by = "captured" if is_guess(item, said, captured) else dated.dated_by
    stamp = left_open(item, said)
    if by == dated.dated_by and stamp is None:
        return dated
    return dated._replace(dated_by=by, stamp=stamp)


def with_expressions(text: str, dated: Dated) -> Dated:
    """The date of an item that tells it itself, with the date expressions of its text, which count from it."""
    if dated.is_read:
        return dated
    failed: list[str] = []
    dates = attempt("dates", lambda: expressions(text, dated.dated), NO_DATES, failed)
    return dated._replace(dates=dates, is_read=True, failed=next(iter(failed), dated.failed))


def expressions(text: str, published: str | None) -> tuple[DateSpan, ...]:
    """The date expressions of a text that was published on a known day."""
    return tuple(find_dates(text, Anchor(published) if published else None))


def are_all_published(items: Sequence[ItemText]) -> bool:
    """Whether all items tell their date themselves: then no date depends on what texts tell."""
    return all(item.published for item in items)


def _date(
    items: Sequence[ItemText], captured: Captured, state: PageState, *, read: bool
) -> tuple[list[Dated], PageState]:
    page = Anchor(captured.value, is_bound=True) if captured.value else None
    is_read = read or not are_all_published(items)
    readings = [read_item(item, page) for item in items] if is_read else []
    if are_all_published(items):
        spans = (reading.spans for reading in readings) if is_read else repeat(())
        dated = [
            Dated(found, item.published, "published", is_read=is_read)
            for item, found in zip(items, spans, strict=is_read)
        ]
        return dated, replace(state, neighbour=items[-1].published if items else state.neighbour)
    state, order = with_order(state, readings, _exact_day(captured))
    if order is None:
        return [_alone(item, r, captured) for item, r in zip(items, readings, strict=True)], state
    return _on_ordered_page(items, readings, captured, state, order)


def _alone(item: ItemText, reading: Reading, captured: Captured) -> Dated:
    """An item of a page without order."""
    if item.published:
        return Dated(reading.spans, item.published, "published")
    if reading.own is not None:
        return Dated(reading.spans, reading.own, "text")
    return Dated(reading.spans, captured.value, "captured" if captured.value else None)


def _on_ordered_page(
    items: Sequence[ItemText], readings: Sequence[Reading], captured: Captured, state: PageState, order: Order
) -> tuple[list[Dated], PageState]:
    top, last = _exact_day(captured), len(items) - 1
    if order == "newest-first":
        days, _ = falling(readings, state.level or top)
    else:
        days = {last - at: day for at, day in falling(readings[::-1], top)[0].items()}
    dated, neighbour = _fill(items, readings, days, captured, state.neighbour, order)
    levels = _levels(days, range(last + 1) if order == "newest-first" else range(last, -1, -1))
    spans = [_again(*each) for each in zip(items, readings, levels, strict=True)]
    result = [Dated(found, *when) for found, when in zip(spans, dated, strict=True)]
    return result, replace(state, neighbour=neighbour, level=levels[-1] or state.level)


def _levels(days: Mapping[int, datetime.date], ways: range) -> list[datetime.date | None]:
    """The day that a page has come down to at each of its items, on the way from new to old."""
    here = next((days[at] for at in ways if at in days), None)
    levels = {at: (here := days.get(at, here)) for at in ways}
    return [levels[at] for at in sorted(levels)]


def _again(item: ItemText, reading: Reading, here: datetime.date | None) -> tuple[DateSpan, ...]:
    """Read an item once more from where the page has come down to, if anything in it depends on that."""
    depends = any(
        s.alternative is not None or s.rule in {"relative", "weekday", "ago", "season"} for s in reading.spans
    )
    if item.published or here is None or not (depends or reading.spans == ()):
        return reading.spans
    return tuple(find_dates(item.text, Anchor(here.isoformat(), is_bound=True, slack=SLACK)))


def _exact_day(captured: Captured) -> datetime.date | None:
    value = captured.value
    return datetime.date.fromisoformat(value) if value and precision(value) == "day" else None


_When = tuple[str | None, DatedBy | None]


def _fill(
    items: Sequence[ItemText],
    readings: Sequence[Reading],
    days: Mapping[int, datetime.date],
    captured: Captured,
    before: str | None,
    order: Order,
) -> tuple[list[_When], str | None]:
    """Give each item its date: published, else its own day, else from the dated items above and below."""
    told = [item.published or (days[at].isoformat() if at in days else None) for at, item in enumerate(items)]
    after: list[str | None] = [None] * len(items)
    for at in range(len(items) - 1, 0, -1):
        after[at - 1] = told[at] or after[at]
    if before is None and order == "newest-first" and _exact_day(captured):
        before = captured.value  # the top of the page is as new as the page
    dated: list[_When] = []
    for item, reading, own, below in zip(items, readings, told, after, strict=True):
        between = _between(before, below)
        if own is not None:
            dated.append((own, "published" if item.published else "text"))
        elif between is not None:
            dated.append((between, "neighbours"))
        elif reading.own is not None and reading.day is None:
            dated.append((reading.own, "text"))
        elif before is not None:  # the foot of a page: how far down the years it goes is not known
            dated.append((before[:4], "neighbours"))
        else:
            dated.append((captured.value, "captured" if captured.value else None))
        before = own or before
    return dated, before


def _between(above: str | None, below: str | None) -> str | None:
    """The day or range between two neighbours, or None where they lie more than a year apart."""
    if above is None or below is None:
        return None
    low, high = sorted((above, below), key=lambda value: bounds(value)[0])
    if (bounds(high)[1] - bounds(low)[0]).days > FORGOTTEN:
        return None
    if len(low) < 10 or len(high) < 10:
        return common(low, high)
    return span(low, high)
