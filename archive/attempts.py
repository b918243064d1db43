"""Trying what strangers' text may make fail: the rest goes on, and what failed is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from archive.errors import ArchiveError
from archive.harmless import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

LONGEST = 200
"""Characters of an error's own words that are told: it may quote the whole text."""


def attempt(what: str, do: Callable[[], T], instead: T, failed: list[str]) -> T:
    """What a function gives, or something in its place.

    Args:
        what: What would be missing, as the beginning of a sentence.
        do: Works on strangers' text.
        instead: What is taken if it fails.
        failed: Gets a sentence if it does.

    Raises:
        ArchiveError: What a user can put right is no fault of the text.
    """
    try:
        return do()
    except ArchiveError:
        raise
    except Exception as error:
        failed.append(failure(what, error))
        return instead


def failure(what: str, error: Exception) -> str:
    """A sentence on what is missing, and why."""
    said = f"{type(error).__name__}: {one_line(error)[:LONGEST]}"
    return f"{what} could not be found ({said.removesuffix(': ')})"
