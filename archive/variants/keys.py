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
    from collections.abc import Iterable

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

_OPENING, _SHINGLE, _HEADLINE = (crc32(kind) for kind in (b"opening", b"shingle", b"headline"))
"""What a hash is of goes into it, and with a headline's its window of days."""
_LOWEST = -(1 << 31)
"""Of the keys: as signed integers they take four bytes in SQLite, and few ever fall together by chance."""


class Keys(NamedTuple):
    """Keys of one text: integers of 32 bits, the same on every machine."""

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
        written = [window.to_bytes(_CODE_BYTES, "big") for window in sorted(windows)]
        return (*self.copies, *(_LOWEST + crc32(window, pair ^ _HEADLINE) for window in written for pair in self.pairs))


NO_KEYS = Keys((), ())


def text_keys(text: str) -> Keys:
    """The keys of a normalised text of any length."""
    run = b"".join(map(_codes, text.split()))
    return Keys(_copies(run), _pairs(text, run))


def _copies(run: bytes) -> tuple[int, ...]:
    if len(run) < LEAST_WORDS * _CODE_BYTES:
        return ()
    width = SHINGLE_WORDS * _CODE_BYTES
    shingles = {crc32(run[at : at + width]) for at in range(0, len(run) - width + 1, _CODE_BYTES)}
    opening = crc32(run[: OPENING_WORDS * _CODE_BYTES])
    sketch = sorted(shingles)[:SKETCH_SIZE]
    return (_LOWEST + (_OPENING ^ opening), *(_LOWEST + (_SHINGLE ^ shingle) for shingle in sketch))


def _pairs(text: str, run: bytes) -> tuple[int, ...]:
    """The smallest hashes of the pairs of a headline's words."""
    if len(text) > MOST_HEADLINE_LETTERS or len(run) > MOST_HEADLINE_WORDS * _CODE_BYTES:
        return ()
    codes = {run[at : at + _CODE_BYTES] for at in range(0, len(run), _CODE_BYTES)}
    words = sorted(codes - _TELLING_NOTHING)[:PAIRED_WORDS]
    return tuple(sorted(crc32(one + other) for one, other in combinations(words, 2))[:HEADLINE_SKETCH_SIZE])


@lru_cache(maxsize=1 << 14)
def _codes(piece: str) -> bytes:
    """The codes of the words that stand between two spaces, one after another; articles count for nothing."""
    return b"".join(_code(word) for each in tokens(piece) if (word := level(each)) not in ARTICLES)


def _code(word: str) -> bytes:
    """A short form of a word, the same for all its spellings."""
    return crc32(word.encode("utf-8", "surrogatepass")).to_bytes(_CODE_BYTES, "big")


_TELLING_NOTHING = frozenset(map(_code, FUNCTION_WORDS | DIRECTIONS))
