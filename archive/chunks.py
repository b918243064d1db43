"""Chunks: a source is read and dated so many items at a time, cut where the source alone says."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")

CHUNK_ITEMS = 1000
CHUNK_CHARACTERS = 4_000_000
"""A chunk ends at this many items or, whatever comes first, characters of raw text: it bounds the memory used.

Chosen by hand; tests/bench/ingest_speed.py shows memory and speed.
"""


def cut(items: Iterable[T], size: Callable[[T], int]) -> Iterator[list[T]]:
    """Cut the items of a source into chunks.

    Args:
        items: In their order.
        size: Characters of an item's raw text.
    """
    chunk: list[T] = []
    characters = 0
    for item in items:
        chunk.append(item)
        characters += size(item)
        if len(chunk) == CHUNK_ITEMS or characters >= CHUNK_CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk
