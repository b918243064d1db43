"""Turning pages: to the first, the previous, the next and the last one, and how much is on each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (20, 50, 100)
"""Results on a page, to choose from; the first goes without saying."""
FURTHEST = 5_000
"""Results that can be turned to: further on, narrowing down or a CSV serves better."""


@dataclass(frozen=True, slots=True)
class Turner:
    """Where the other pages are; None where this is that page."""

    page: int
    pages: int
    first_url: str | None
    previous_url: str | None
    next_url: str | None
    last_url: str | None
    sizes: tuple[tuple[int, str, bool], ...]
    """Results a page, the address with so many, and whether that is chosen; none where all fit on the smallest."""


def size_of(wanted: int | None) -> int:
    """The size of a page that is meant by an argument."""
    return wanted if wanted in SIZES else SIZES[0]


def pages_of(total: int, size: int) -> int:
    """How many pages can be turned to."""
    return max(1, -(-min(total, FURTHEST) // size))


def turner(page: int, size: int, total: int, url: Callable[[int, int | None], str]) -> Turner:
    """The links of a page; its address goes by number and size, None for the size that goes without saying."""
    pages = pages_of(total, size)
    told = size if size != SIZES[0] else None
    return Turner(
        page=page,
        pages=pages,
        first_url=url(1, told) if page > 1 else None,
        previous_url=url(page - 1, told) if page > 1 else None,
        next_url=url(page + 1, told) if page < pages else None,
        last_url=url(pages, told) if page < pages else None,
        # whoever changes the size stays where they are
        sizes=tuple(
            (each, url((page - 1) * size // each + 1, each if each != SIZES[0] else None), each == size)
            for each in SIZES
        )
        if total > SIZES[0]
        else (),
    )
