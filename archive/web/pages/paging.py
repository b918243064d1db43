"""Turning pages: to the first, the previous, the next and the last one, and how much is on each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (20, 50, 100)
"""Results on a page, to choose from; the first goes without saying."""
FURTHEST = 5_000
"""Results that can be turned to: further on, narrowing down or a CSV serves better."""


class Turner(NamedTuple):
    """The way to the other pages."""

    page: int
    pages: int
    to: Callable[[int], str]
    """The address of a page."""
    sizes: tuple[tuple[int, str, bool], ...]
    """Results a page, the address with so many, and whether that is chosen; none where all fit on the smallest."""


def size_of(wanted: int | None) -> int:
    """The size of a page that is meant by an argument."""
    return wanted if wanted in SIZES else SIZES[0]


def pages_of(total: int, size: int) -> int:
    """How many pages can be turned to."""
    return max(1, -(-min(total, FURTHEST) // size))


def turner(
    page: int, size: int, total: int, url: Callable[[int, int | None], str], sizes: tuple[int, ...] = SIZES
) -> Turner:
    """The links of a page; its address goes by number and size, None for the size that goes without saying."""
    told = size if size != sizes[0] else None
    return Turner(
        page=page,
        pages=pages_of(total, size),
        to=lambda number: url(number, told),
        # whoever changes the size stays where they are
        sizes=tuple(
            (each, url((page - 1) * size // each + 1, each if each != sizes[0] else None), each == size)
            for each in sizes
        )
        if len(sizes) > 1 and total > sizes[0]
        else (),
    )
