"""When the items of a source were written.

What the item says itself comes first (`own_day`). Pages that show no dates are read as a whole (`page`): their order
tells the year of dates without one, which dates are mere history, and between which days an undated item lies. On a
page without order every item stands for itself, and what nothing tells is as old as the page.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from archive.attempts import attempt, failure
from archive.extract.dates.anchor import Anchor
from archive.extract.dates.captured_day import captured
from archive.extract.dates.expressions import find_dates
from archive.extract.dates.own_day import Settled, item_text, settled
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
from archive.extract.dates.prefixdate import bounds, span

if TYPE_CHECKING:
    import datetime
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
    if not any(faults):
        faults = [reason] * len(items)
    sound = [ItemText("") if fault else item for item, fault in zip(items, faults, strict=True)]
    dated, state = _dated(sound, captured, carry, read=read)
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
    dated, state = _date([each.item for each in said], captured, carry or PageState(), read=read)
    return [_told(*each) for each in zip(said, dated, strict=True)], state


def _told(said: Settled, dated: Dated) -> Dated:
    """An item's date with how it is known and what it leaves open."""
    if not said.is_guess and said.left_open is None:
        return dated
    return dated._replace(dated_by="captured" if said.is_guess else dated.dated_by, stamp=said.left_open)


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
    if are_all_published(items):
        dated = [
            Dated(read_item(item, None).spans if read else NO_DATES, item.published, "published", is_read=read)
            for item in items
        ]
        return dated, replace(state, neighbour=items[-1].published if items else state.neighbour)
    page = Anchor(captured.value, is_bound=True) if captured.value else None
    readings = [read_item(item, page) for item in items]
    state, order = with_order(state, readings, captured.day)
    if order is None:
        return [_alone(item, r, captured) for item, r in zip(items, readings, strict=True)], state
    return _on_ordered_page(items, readings, captured, state, order)


def _alone(item: ItemText, reading: Reading, captured: Captured) -> Dated:
    """An item of a page without order."""
    if reading.own is not None:
        return Dated(reading.spans, reading.own, "published" if item.published else "text")
    return Dated(reading.spans, captured.value, "captured" if captured.value else None)


def _on_ordered_page(
    items: Sequence[ItemText], readings: Sequence[Reading], captured: Captured, state: PageState, order: Order
) -> tuple[list[Dated], PageState]:
    ways = range(len(items)) if order == "newest-first" else range(len(items) - 1, -1, -1)
    top = (state.level if order == "newest-first" else None) or captured.day
    fallen, _ = falling([readings[at] for at in ways], top)
    days = {ways[at]: day for at, day in fallen.items()}
    dated, neighbour = _fill(items, readings, days, captured, state.neighbour, order)
    here = next(iter(fallen.values()), None)
    levels = {at: (here := days.get(at, here)) for at in ways}
    spans = [_again(item, reading, levels[at]) for at, (item, reading) in enumerate(zip(items, readings, strict=True))]
    result = [Dated(found, *when) for found, when in zip(spans, dated, strict=True)]
    return result, replace(state, neighbour=neighbour, level=here or state.level)


def _again(item: ItemText, reading: Reading, here: datetime.date | None) -> tuple[DateSpan, ...]:
    """Read an item once more from where the page has come down to."""
    if item.published or here is None:
        return reading.spans
    return tuple(find_dates(item.text, Anchor(here.isoformat(), is_bound=True, slack=SLACK)))


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
    if before is None and order == "newest-first" and captured.day:
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
    low, high = sorted((bounds(above), bounds(below)))
    if (high[1] - low[0]).days > FORGOTTEN:
        return None
    return span(low[0].isoformat(), high[1].isoformat())
