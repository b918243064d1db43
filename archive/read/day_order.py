"""One order of day and month for all dates of a source, by what its dates prove and what the source says of itself.

A value above 12 proves it; else the languages of the texts tell, the countries of the outlets, or the source's other
dates, unless the person says it. Where nothing does, only what is certain is kept: the year, or all of 05/05/2024;
and that is said once.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive.text.day_order import Order, is_open, proven, settled
from archive.text.folding import fold
from archive.text.language import language
from archive.text.wordlists import phrases, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from archive.read.remarks import Notes
    from archive.types import Document, RawItem

_MONTH_FIRST = words("day_order", "month first")
_UNTOLD = words("day_order", "untold")
_OUTLETS: dict[str, Order] = {
    **dict.fromkeys(map(fold, phrases("day_order", "outlets, month first")), "month-first"),
    **dict.fromkeys(map(fold, phrases("day_order", "outlets, day first")), "day-first"),
}
_SAMPLE = 500
"""Items held to tell the order from, so that the source need not be read again for it."""
_MOST = 4 * 1024 * 1024
"""Characters of them."""
_WITH_DAY = re.compile(r'(?:"([^"\\]{1,60})"\s*:\s*"|<([\w:]{1,60})[^<>]{0,200}>)\s*\Z')
"""What names the place of a value in JSON or XML, right before it."""


def of_codes(codes: Iterable[str]) -> Order | None:
    """The order that languages or countries agree on; None if they don't, or tell nothing."""
    told: set[Order] = set()
    for code in {code.strip().lower().replace("_", "-") for code in codes}:
        if not re.fullmatch(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", code) or code in _UNTOLD:
            continue
        if code in _MONTH_FIRST:
            told.add("month-first")
        elif len(code) != 3:
            told.add("day-first")
    return told.pop() if len(told) == 1 else None


def of_outlets(names: Iterable[str], addresses: Iterable[str]) -> Order | None:
    """The order that outlets agree on, by their names, their hosts, and the countries that these end in."""
    hosts = {_host(address) for address in addresses}
    known = {name.lower().removeprefix("www.") for name in hosts} | {fold(name).strip() for name in names}
    told: set[Order | None] = {_OUTLETS[name] for name in known if name in _OUTLETS}
    told |= {of_codes([host.rpartition(".")[2]]) for host in hosts if host.removeprefix("www.") not in _OUTLETS}
    told.discard(None)
    return told.pop() if len(told) == 1 else None


def of_sources(
    languages: Iterable[str], texts: Iterable[str], outlets: Iterable[str], addresses: Iterable[str]
) -> Order | None:
    """The order that the languages of texts tell, said or seen, and the outlets they are from; None if these differ.

    Many pages say that they are in American English and only mean English.
    """
    said = of_codes(languages) or of_codes(filter(None, [language(texts)]))
    told = {said, of_outlets(outlets, addresses)} - {None}
    return told.pop() if len(told) == 1 else None


def untold(count: int, example: str) -> str:
    """The sentence for dates of which only the year is kept."""
    dates = "date" if count == 1 else "dates"
    return (
        f"nothing tells day from month in {count:,} {dates} such as {example}, of which only the year is kept: say"
        " --dates day-first or --dates month-first"
    )


def in_order(document: Document, order: Order | None, notes: Notes, again: Callable[[], Document]) -> Document:
    """A document with its dates settled, if need be by opening it again; told is once what stays open."""
    items = iter(document.items)
    head = list(_first(items))
    stamp = document.stamp
    days = _Days(document, head, order, again)
    if stamp is not None and is_open(stamp):
        stamp = settled(stamp, days.order())
    return replace(document, items=days.settled(chain(head, items), notes), stamp=stamp and settled(stamp, order))


def _first(items: Iterator[RawItem]) -> Iterator[RawItem]:
    size = 0
    for count, item in enumerate(items, 1):
        yield item
        size += len(item.raw)
        if count >= _SAMPLE or size > _MOST:
            return


class _Days:
    """The order of a source's dates, looked for when the first one is met that needs it."""

    def __init__(
        self, document: Document, head: Sequence[RawItem], order: Order | None, again: Callable[[], Document]
    ) -> None:
        self._document = document
        self._head = tuple(head)
        self._order = order
        self._again = again
        self._is_sought = order is not None

    def order(self) -> Order | None:
        if not self._is_sought:
            self._order, self._is_sought = self._told(), True
            self._head = ()
        return self._order

    def settled(self, items: Iterable[RawItem], notes: Notes) -> Iterator[RawItem]:
        """The items, each with its date settled; what stays open is told at the end."""
        left, example = 0, ""
        for item in items:
            value = item.published
            if value is None:
                yield item
                continue
            order = self.order() if is_open(value) else self._order
            if order is None and is_open(value):
                left, example = left + 1, example or f"{_named(item)}{value}"
            day = settled(value, order)
            yield item if day == value else item._replace(published=day)
        if left:
            notes.say(untold(left, example))

    def _told(self) -> Order | None:
        head, about = self._head, self._document
        found = proven(item.published for item in head if item.published)
        if found is None and not self._is_whole():
            found = proven(item.published for item in self._again().items if item.published)
        said = of_sources(
            filter(None, (about.language, *(item.language for item in head))),
            (item.text for item in head),
            filter(None, (about.outlet, *(item.outlet for item in head))),
            filter(None, (about.url, *(item.url for item in head))),
        )
        return found or said or proven(chain([about.stamp or ""], (item.raw for item in head)))

    def _is_whole(self) -> bool:
        return len(self._head) < _SAMPLE and sum(len(item.raw) for item in self._head) <= _MOST


def _host(address: str) -> str:
    """The host of an address: `www.ledger.co.uk` of https://www.ledger.co.uk/ferry."""
    try:
        return (urlsplit(address if "://" in address else f"https://{address}").hostname or "").lower()
    except ValueError:
        return ""


def _named(item: RawItem) -> str:
    """What a date is called where it stands, with a colon: `created: `."""
    place = item.raw.find(item.published or "\0")
    found = _WITH_DAY.search(item.raw, max(0, place - 300), place) if place > 0 else None
    return f"{found[1] or found[2]}: " if found else ""
