"""Nearly the same: is one text a cut or slightly edited copy of another?

Saved pages print a text again and again: cut at 300 characters or 50 words, in the middle of a word, without its
headline, with one spelling changed. Such copies are folded under the fullest one, out of sight, so precision
comes first: texts that differ in a number, a name, a date or a negation are different texts, however alike.

Two steps. `variant_keys` gives each text a few integers under which its copies meet: the opening words for cuts;
for edits the smallest hashes of its shingles (a bottom-k sketch after Broder, "On the resemblance and containment
of documents", 1997). `relation` then looks at two texts that met. Nothing here knows of the database.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Literal
from zlib import crc32

from rapidfuzz.distance import Levenshtein

from archive.text.levelling import (
    ARTICLES,
    AUXILIARIES,
    DIRECTIONS,
    FUNCTION_WORDS,
    OPPOSED,
    level,
    tokens,
)
from archive.text.sentences import is_finished

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Relation = Literal["cut", "edited"]

# Chosen by hand; tests/bench/variants_quality.py says what they bring. Of made cuts and edits of 500 texts 99.2% meet
# their original under a key (98.2% with 2 hashes for 4, 97.4% with 8 opening words for 6), 96.0% are recognised (97.3%
# with 8 for LEAST_CUT_WORDS, 92.4% with 16; 94.5% with 12 for LEAST_INSIDE_WORDS), and no other text is.
OPENING_WORDS = 6
SKETCH_SIZE = 4
LEAST_WORDS = 5
LEAST_LETTERS = 20
"""Scripts without spaces count a character as a word; five of them would be too little to go by."""
LEAST_CUT_WORDS = 12
"""So many words in common are no coincidence: fewer have to look like a sentence, or like a cut."""
LEAST_SURE_WORDS = 25
"""A text as long as that which lacks its closing punctuation is cut, whatever its last word looks like."""
LEAST_INSIDE_WORDS = 8
"""A copy that lacks its beginning needs more words in common than one that only lacks its end."""
MOST_HEADING_WORDS = 25
"""A headline or byline in front of a text is no longer than this."""
MOST_WORDS = 5_000
"""Aligning costs the square of the words in time and memory: beyond this, only plain cuts are seen."""

_ELLIPSIS = r"(?:\u2026|\.\.\.)"
_OPENS_CUT = re.compile(rf"^[\s\[(]*{_ELLIPSIS}")
_ENDS_CUT = re.compile(rf"{_ELLIPSIS}[\s\])]*$")
_MULTIPLIERS = (
    0x9E3779B97F4A7C15,
    0xC2B2AE3D27D4EB4F,
    0x165667B19E3779F9,
    0x85EBCA77C2B2AE63,
    0x27D4EB2F165667C5,
)
_MASK = (1 << 64) - 1


def variant_keys(text: str) -> tuple[int, ...]:
    """Keys under which a text meets its cut and edited copies.

    Args:
        text: A normalised text of any length.

    Returns:
        At most five distinct signed 64-bit integers, the same on every machine: one of the opening words, the
        others of the shingles with the smallest hashes. Empty for a text of fewer than five words (articles not
        counted), which only its equal resembles.
    """
    codes = [code for code in map(_code, tokens(text)) if code]
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


@lru_cache(maxsize=1 << 16)
def _code(token: str) -> int:
    """A number for a word, the same for all its spellings; 0 for an article, which counts for nothing."""
    word = level(token)
    return 0 if word in ARTICLES else crc32(word.encode("utf-8", "surrogatepass")) | 1 << 32


def relation(shorter: str, fuller: str) -> Relation | None:
    """Say how two texts are copies of one another.

    Args:
        shorter: A normalised text.
        fuller: Another. The order of the two makes no difference.

    Returns:
        'cut' if the one is the other cut short at its end, in the middle of a word too, or at its beginning;
        'edited' if it is the same text but for spelling, punctuation and, in a long text, one or two lower-case
        words; None if they are different texts, as they are where a number, name, date, negation or opposed word
        differs.
    """
    part, whole = sorted((_read(shorter), _read(fuller)), key=_fullness)
    if not (_is_enough(part) and _is_enough(whole)):
        return None
    if part.words == whole.words:
        return "edited"
    if _is_opening(part, whole) or _is_inside(part, whole):
        return "cut"
    if len(whole.words) > MOST_WORDS:
        return None
    if _is_slight(part.words, whole.words, part.guarded | whole.guarded):
        return "edited"
    return "cut" if _is_edited_opening(part, whole) else None


def fuller(a: str, b: str) -> bool:
    """Say whether one text is fuller than another.

    A strict total order of texts, whatever order they come in: more words, then more characters, then a complete
    ending, then the text itself.
    """
    return fullness(a) > fullness(b)


def fullness(text: str) -> tuple[int, int, bool, str]:
    """How full a text is, for sorting: words, characters, whether it ends with a sentence, and the text itself."""
    return _fullness(_read(text))


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text as it is compared; `words` and `written` run in parallel, articles left out of both."""

    text: str
    words: tuple[str, ...]
    written: tuple[str, ...]
    """The words as they were written: a broken one has no levelled spelling."""
    guarded: frozenset[str]
    """Words that have to be the same on both sides: numbers, names, opposed words."""
    is_complete: bool
    """Whether it ends with a sentence."""
    ends_open: bool
    """Whether it ends on an ellipsis or on a word that can't end a text."""


@lru_cache(maxsize=1 << 13)
def _read(text: str) -> _Reading:
    every = [(level(token), token) for token in tokens(text)]
    kept = [(word, token) for word, token in every if word not in ARTICLES]
    has_case = text != text.lower()
    return _Reading(
        text=text,
        words=tuple(word for word, _ in kept),
        written=tuple(token for _, token in kept),
        guarded=frozenset(word for word, token in kept if not has_case or _is_guarded(word, token)),
        is_complete=is_finished(text),
        ends_open=_ENDS_CUT.search(text) is not None
        or (bool(every) and (every[-1][0] in ARTICLES or every[-1][0] in FUNCTION_WORDS)),
    )


def _is_guarded(word: str, token: str) -> bool:
    if word in OPPOSED or not word.isalpha():  # not only numbers: $5 is not €5
        return True
    return token[0].isupper() and word not in FUNCTION_WORDS


def _fullness(reading: _Reading) -> tuple[int, int, bool, str]:
    text = reading.text
    return len(reading.words), len(text), reading.is_complete, text


def _is_enough(reading: _Reading) -> bool:
    return len(reading.words) >= LEAST_WORDS and len(reading.text) >= LEAST_LETTERS


def _is_opening(part: _Reading, whole: _Reading) -> bool:
    """Whether the part is the whole up to some word, or up to the middle of one."""
    before = len(part.words) - 1
    return part.words[:-1] == whole.words[:before] and _is_cut_at(part, whole, before)


def _is_cut_at(part: _Reading, whole: _Reading, at: int) -> bool:
    """Whether the part's last word, or what is left of it, stands at a place in the whole."""
    if part.words[-1] == whole.words[at]:
        return len(part.words) >= LEAST_CUT_WORDS or _looks_cut(part, whole)
    return _is_broken(part, whole, at)


def _looks_cut(part: _Reading, whole: _Reading) -> bool:
    """Whether a short text is a piece of a sentence, not a whole one or a mere name.

    "Voters go to the polls." opens many different texts, and so does a name, a topic above all: "Presidential
    election in Chile, inflation in South America".
    """
    if part.ends_open:
        return True
    if part.is_complete:
        return False
    small = [word for word, token in zip(part.words, part.written, strict=True) if token.islower()]
    if not AUXILIARIES.isdisjoint(small):
        return True
    opening = part.text.strip().lower()
    is_in_list = whole.text.lower().removeprefix(opening).lstrip().startswith((",", ";", ":", "–", "—"))
    return not is_in_list and sum(word not in FUNCTION_WORDS for word in small) >= 3


def _is_broken(part: _Reading, whole: _Reading, at: int) -> bool:
    """Whether the part's last word is the beginning of the word that stands there in the whole.

    "Niger" begins "Nigeria", and 9 begins 94: such a word counts as broken only where the text around it is
    long enough to be the same, or an ellipsis says that it was cut.
    """
    last = part.written[-1]
    if part.is_complete:
        return False
    if last in {"t", "T", "th", "Th"}:  # of "the", which the whole's words leave out
        return True
    is_begun = whole.written[at].casefold().startswith(last.casefold())
    size, goes_on = len(part.words), len(whole.words) > at + 1
    if not is_begun or size >= LEAST_SURE_WORDS:
        return is_begun
    if last[0].isdigit():
        return size >= LEAST_CUT_WORDS and goes_on
    if last[0].isupper():
        return part.ends_open or (size >= LEAST_INSIDE_WORDS and goes_on)
    return True


def _is_inside(part: _Reading, whole: _Reading) -> bool:
    """Whether the part lacks the whole's beginning, a headline or byline above all, and maybe its end."""
    opens_cut = _OPENS_CUT.search(part.text) is not None
    words = part.words[1:] if opens_cut else part.words
    if len(words) <= (LEAST_INSIDE_WORDS if opens_cut else LEAST_CUT_WORDS):
        return False
    start = _position(words[:-1], whole.words)
    if start is None or not (opens_cut or start <= MOST_HEADING_WORDS):
        return False
    last = start + len(words) - 1
    return last < len(whole.words) and _is_cut_at(part, whole, last)


def _position(run: Sequence[str], words: Sequence[str]) -> int | None:
    """Ordinal of the first word of a run within words; a string search takes linear time on any input."""
    text = f" {' '.join(words)} "
    found = text.find(f" {' '.join(run)} ")
    return None if found < 0 else text.count(" ", 0, found)


def _is_edited_opening(part: _Reading, whole: _Reading) -> bool:
    """Whether the part is the whole cut short, slightly edited in what remains."""
    words = part.words[:-1]
    stops = [len(words) + shift for shift in (0, 1, -1, 2, -2) if len(words) + shift < len(whole.words)]
    guarded = part.guarded | whole.guarded
    return any(_is_cut_at(part, whole, stop) and _is_slight(words, whole.words[:stop], guarded) for stop in stops)


def _budget(size: int) -> int:
    """How much of a text may differ: nothing in a headline, where every word tells.

    A word that is gone, new, moved or bent counts one, a word for another two.
    """
    return next((most for least, most in ((40, 4), (25, 2), (15, 1)) if size >= least), 0)


def _most_edits(size: int) -> int:
    """Edited words worth looking into: a moved word is two of them, and so is a compound written apart."""
    return 2 * _budget(size) + 2


def _is_slight(left: Sequence[str], right: Sequence[str], guarded: frozenset[str]) -> bool:
    """Whether two runs of words differ by no more than a slight edit."""
    size = min(len(left), len(right))
    most = _most_edits(size)
    if abs(len(left) - len(right)) > most or Levenshtein.distance(left, right, score_cutoff=most) > most:
        return False
    gone: list[str] = []
    come: list[str] = []
    edits = 0
    for old, new in _changes(left, right):
        if (joined := "".join(old)) == "".join(new) and joined.isalpha():  # cease-fire, ceasefire
            continue
        if not guarded.isdisjoint((*old, *new)) or not (DIRECTIONS.isdisjoint(old) or DIRECTIONS.isdisjoint(new)):
            return False
        edits += sum(1 if _is_bent(*pair) else 2 for pair in zip(old, new, strict=False))
        edits += abs(len(old) - len(new))
        gone += old
        come += new
    moved = (Counter(gone) & Counter(come)).total()
    return edits - moved <= _budget(size)


def _changes(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """The runs of words that differ, each whole: those of the left and those of the right in their place."""
    steps = Levenshtein.opcodes(left, right)
    for is_equal, run in groupby(steps, key=lambda step: step.tag == "equal"):
        if not is_equal:
            first, *rest = run
            last = rest[-1] if rest else first
            yield left[first.src_start : last.src_end], right[first.dest_start : last.dest_end]


def _is_bent(old: str, new: str) -> bool:
    """Whether two words are forms of one, or both too small to tell a text apart."""
    return old[:4] == new[:4] or {old, new} <= FUNCTION_WORDS
