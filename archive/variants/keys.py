"""Keys under which a text meets its copies, so that no text is compared with all others.

The opening words for cuts; for edits the smallest hashes of its shingles (a bottom-k sketch after Broder, "On the
resemblance and containment of documents", 1997); for headlines, of which an edit leaves no shingle whole, those of the
pairs of their words, together with the days on which they appeared.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING
from zlib import crc32

from archive.text.levelling import ARTICLES, DIRECTIONS, FUNCTION_WORDS, level, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

OPENING_WORDS = 6
SKETCH_SIZE = 4
HEADLINE_SKETCH_SIZE = 4
MOST_HEADLINE_WORDS = 20
"""A longer text has shingles enough that an edit leaves whole."""
MOST_HEADLINE_LETTERS = 16 * MOST_HEADLINE_WORDS
PAIRED_WORDS = 8
"""Words whose pairs are looked at: those with the smallest hashes, which two headlines with the same words share."""
DAYS_A_WINDOW = 4
LEAST_WORDS = 5
_MULTIPLIERS = (
    0x9E3779B97F4A7C15,
    0xC2B2AE3D27D4EB4F,
    0x165667B19E3779F9,
    0x85EBCA77C2B2AE63,
    0x27D4EB2F165667C5,
)
_MASK = (1 << 64) - 1


@lru_cache(maxsize=1 << 12)
def variant_keys(text: str) -> tuple[int, ...]:
    """Keys under which a text meets its cut and edited copies.

    Args:
        text: A normalised text of any length.

    Returns:
        At most five distinct signed 64-bit integers, the same on every machine: one of the opening words, the
        others of the shingles with the smallest hashes. Empty for a text of fewer than five words (articles not
        counted), which only its equal resembles.
    """
    codes = _codes(text)
    if len(codes) < LEAST_WORDS:
        return ()
    opening = 0
    for code in codes[:OPENING_WORDS]:
        opening = (opening ^ code) * _MULTIPLIERS[0] & _MASK
    one, two, three, four, five = _MULTIPLIERS
    shingles = {
        (a * one + b * two + c * three + d * four + e * five) & _MASK
        for a, b, c, d, e in zip(codes, codes[1:], codes[2:], codes[3:], codes[4:], strict=False)
    }
    keys = (opening, *sorted(shingles)[:SKETCH_SIZE])
    return tuple(dict.fromkeys(key - (1 << 63) for key in keys))


def headline_keys(text: str, days: Iterable[int], *, around: bool = False) -> tuple[int, ...]:
    """Keys under which a headline meets its edited copies of days close by.

    Args:
        text: A normalised text of any length.
        days: Those on which it appeared, as ordinals.
        around: Give those of the days before and after, too: under these it finds copies, under its own it is found.

    Returns:
        Signed 64-bit integers, five for each window of days that it appeared in; none for a text that is too long, or
        too short, to be edited like a headline.
    """
    steps = (-1, 0, 1) if around else (0,)
    windows = sorted({day // DAYS_A_WINDOW + step for day in days for step in steps})
    return tuple(
        (((pair ^ window * _MULTIPLIERS[2]) * _MULTIPLIERS[3]) & _MASK) - (1 << 63)
        for window in windows
        for pair in _pairs(text)
    )


@lru_cache(maxsize=1 << 12)
def _pairs(text: str) -> tuple[int, ...]:
    """The smallest hashes of the pairs of a headline's words."""
    if len(text) > MOST_HEADLINE_LETTERS or len(words := _codes(text)) > MOST_HEADLINE_WORDS:
        return ()
    codes = sorted({*words} - _TELLING_NOTHING)[:PAIRED_WORDS]
    pairs = ((a * _MULTIPLIERS[0] ^ b * _MULTIPLIERS[1]) & _MASK for a, b in combinations(codes, 2))
    return tuple(sorted(pairs)[:HEADLINE_SKETCH_SIZE])


@lru_cache(maxsize=2)
def _codes(text: str) -> tuple[int, ...]:
    """The numbers of a text's words, without articles."""
    return tuple(filter(None, map(_code, tokens(text))))


@lru_cache(maxsize=1 << 16)
def _code(token: str) -> int:
    """A number for a word, the same for all its spellings; 0 for an article, which counts for nothing."""
    word = level(token)
    return 0 if word in ARTICLES else crc32(word.encode("utf-8", "surrogatepass")) | 1 << 32


_TELLING_NOTHING = frozenset(map(_code, FUNCTION_WORDS | DIRECTIONS))
