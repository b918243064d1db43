"""Which characters of a text are taken, asked as often as is wanted without looking at each span again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def ground(size: int, taken: Iterable[tuple[int, int]]) -> bytearray:
    """A byte for each character, 1 where a span lies: `1 in ground[start:stop]` tells whether any overlaps.

    Args:
        size: Characters of the text.
        taken: Starts and stops of spans.
    """
    marked = bytearray(size)
    for start, stop in taken:
        marked[start:stop] = b"\x01" * (stop - start)
    return marked
