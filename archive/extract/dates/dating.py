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
    consistent,
    read_item,
    walk,
    with_order,
)
from archive.extract.dates.prefixdate import bounds, common, precision, span

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    state, order = with_order(state, readings)
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
    is_reversed = order == "oldest-first"
    ordered = list(reversed(readings)) if is_reversed else list(readings)
    start = list(state.recent) if not is_reversed else []
    placed, levels, recent = walk(ordered, _exact_day(captured), start)
    kept = consistent(ordered, placed, levels)
    if is_reversed:
        placed, levels, kept = placed[::-1], levels[::-1], kept[::-1]
    spans = [_again(i, r, p, level) for i, r, p, level in zip(items, readings, placed, levels, strict=True)]
    dated, neighbour = _fill(items, kept, captured, state.neighbour, order)
    result = [Dated(found, *when) for found, when in zip(spans, dated, strict=True)]
    return result, replace(state, recent=tuple(recent), neighbour=neighbour)


def _again(
    item: ItemText, reading: Reading, placed: datetime.date | None, level: datetime.date | None
) -> tuple[DateSpan, ...]:
    """Read an item once more from where the page has come down to, if anything in it depends on that."""
    depends = any(
        s.alternative is not None or s.rule in {"relative", "weekday", "ago", "season"} for s in reading.spans
    )
    here = max((day for day in (placed, level) if day is not None), default=None)
    if item.published or here is None or not (depends or reading.spans == ()):
        return reading.spans
    return tuple(find_dates(item.text, Anchor(here.isoformat(), is_bound=True, slack=SLACK)))


def _exact_day(captured: Captured) -> datetime.date | None:
    value = captured.value
    return datetime.date.fromisoformat(value) if value and precision(value) == "day" else None


_When = tuple[str | None, DatedBy | None]


def _fill(
    items: Sequence[ItemText],
    kept: Sequence[str | None],
    captured: Captured,
    before: str | None,
    order: Order,
) -> tuple[list[_When], str | None]:
    """Give each item its date: published, else its own, else from the dated items above and below."""
    after: list[str | None] = [None] * len(items)
    following: str | None = None
    for at in range(len(items) - 1, -1, -1):
        after[at] = following
        following = items[at].published or _day_only(kept[at]) or following
    if before is None and order == "newest-first" and captured.value and precision(captured.value) == "day":
        before = captured.value  # the top of the page is as new as the page
    dated: list[_When] = []
    for item, own, below in zip(items, kept, after, strict=True):
        if item.published:
            dated.append((item.published, "published"))
        elif own is not None and (len(own) == 10 or not _is_sharper(_between(before, below), own)):
            dated.append((own, "text"))
        else:
            dated.append(_from_neighbours(before, below, captured))
        before = item.published or _day_only(own) or before
    return dated, before


def _day_only(own: str | None) -> str | None:
    return own if own is not None and len(own) == 10 else None


def _is_sharper(value: str | None, own: str) -> bool:
    """Whether what the neighbours tell lies inside the month that the item tells."""
    if value is None:
        return False
    (first, last), (own_first, own_last) = bounds(value), bounds(own)
    return own_first <= first and last <= own_last


def _from_neighbours(above: str | None, below: str | None, captured: Captured) -> _When:
    value = _between(above, below)
    if value is not None:
        return value, "neighbours"
    if above is not None:  # the foot of a page: how far down the years it goes is not known
        return above[:4], "neighbours"
    return captured.value, "captured" if captured.value else None


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
