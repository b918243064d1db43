"""Keys under which a text meets its copies, so that no text is compared with all others.

The opening words for cuts; for edits the smallest hashes of its shingles (a bottom-k sketch after Broder, "On the
resemblance and containment of documents", 1997); for headlines, of which an edit leaves no shingle whole, those of the
pairs of their words, together with the days on which they appeared.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from archive.text.levelling import ARTICLES, DIRECTIONS, FUNCTION_WORDS, level, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Chosen by hand; tests/bench/variants_quality.py says what they bring.
OPENING_WORDS = 6
SKETCH_SIZE = 4
HEADLINE_SKETCH_SIZE = 4
MOST_HEADLINE_WORDS = 18
"""A longer text has shingles enough that an edit leaves whole."""
MOST_HEADLINE_LETTERS = 16 * MOST_HEADLINE_WORDS
PAIRED_WORDS = 8
"""Words whose pairs are looked at: those with the smallest hashes, which two headlines with the same words share."""
DAYS_A_WINDOW = 4
LEAST_WORDS = 5
SHINGLE_WORDS = 5
_CODE_BYTES = 4

_OPENING, _SHINGLE, _HEADLINE = (kind << 32 for kind in range(3))
"""What a hash of 32 bits is of stands above it; above a headline's, its window of days."""


class Keys(NamedTuple):
    """Keys of one text: integers of 64 bits, the same on every machine."""

    copies: tuple[int, ...]
    """Under which it meets its cut and edited copies.

    At most five distinct ones: one of the opening words, the others of the shingles with the smallest hashes. Empty for
    a text of fewer than five words (articles not counted), which only its equal resembles.
    """
    pairs: tuple[int, ...]
    """Of the pairs of a headline's words; none for a text that is too long, or too short, to be edited like one."""

    def at(self, days: Iterable[int], *, around: bool = False) -> tuple[int, ...]:
        """All keys of a text.

        Args:
            days: Those on which it appeared, as ordinals: a headline meets its edited copies of days close by.
            around: Give headline keys of the days before and after, too: under these it finds copies, under its own it
                is found.
        """
        steps = (-1, 0, 1) if around else (0,)
        windows = {day // DAYS_A_WINDOW + step for day in days for step in steps} if self.pairs else ()
        return (*self.copies, *(_HEADLINE + (window << 32) | pair for window in sorted(windows) for pair in self.pairs))


NO_KEYS = Keys((), ())


def text_keys(text: str) -> Keys:
    """The keys of a normalised text of any length."""
    codes = _codes(text)
    return Keys(_copies(codes), _pairs(text, codes))


def _copies(codes: Sequence[bytes]) -> tuple[int, ...]:
    if len(codes) < LEAST_WORDS:
        return ()
    run = b"".join(codes)
    width = SHINGLE_WORDS * _CODE_BYTES
    shingles = {crc32(run[at : at + width]) for at in range(0, len(run) - width + 1, _CODE_BYTES)}
    opening = crc32(run[: OPENING_WORDS * _CODE_BYTES])
    return (_OPENING | opening, *(_SHINGLE | shingle for shingle in sorted(shingles)[:SKETCH_SIZE]))


def _pairs(text: str, codes: Sequence[bytes]) -> tuple[int, ...]:
    """The smallest hashes of the pairs of a headline's words."""
    if len(text) > MOST_HEADLINE_LETTERS or len(codes) > MOST_HEADLINE_WORDS:
        return ()
    words = sorted(set(codes) - _TELLING_NOTHING)[:PAIRED_WORDS]
    return tuple(sorted(crc32(one + other) for one, other in combinations(words, 2))[:HEADLINE_SKETCH_SIZE])


def _codes(text: str) -> tuple[bytes, ...]:
    """The codes of a text's words, without articles."""
    return tuple(filter(None, map(_code, tokens(text))))


@lru_cache(maxsize=1 << 16)
def _code(token: str) -> bytes:
    """A short form of a word, the same for all its spellings; none for an article, which counts for nothing."""
    word = level(token)
    return b"" if word in ARTICLES else crc32(word.encode("utf-8", "surrogatepass")).to_bytes(_CODE_BYTES, "big")


_TELLING_NOTHING = frozenset(map(_code, FUNCTION_WORDS | DIRECTIONS))
