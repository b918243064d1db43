"""Is one text a cut or slightly edited copy of another?

Texts that differ in a number, a name, a date or a negation are different texts, however alike: precision comes first.
What else is known of the two shifts the line: a text that came back weeks later in the same words is a formula, unless
it is too long for one; a headline that took another's place on a page may differ in more.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from archive.text.levelling import AUXILIARIES, DIRECTIONS, FIRM, FUNCTION_WORDS
from archive.variants.evidence import NOTHING_KNOWN, Evidence
from archive.variants.headlines import is_edited_headline
from archive.variants.keys import LEAST_WORDS
from archive.variants.reading import ELLIPSIS, Reading, fullness_of, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Relation = Literal["cut", "edited"]

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

_OPENS_CUT = re.compile(rf"^[\s\[(]*{ELLIPSIS}")


def relation(shorter: str, fuller: str, evidence: Evidence = NOTHING_KNOWN) -> Relation | None:
    """Say how two texts are copies of one another.

    Args:
        shorter: A normalised text.
        fuller: Another. The order of the two makes no difference.
        evidence: What is known of them besides.

    Returns:
        'cut' if the one is the other cut short at its end, in the middle of a word too, or at its beginning;
        'edited' if it is the same text but for spelling, punctuation and, in a long text or with evidence, a few
        lower-case words; None if they are different texts, as they are where a number, name, date, negation or
        opposed word differs.
    """
    if not evidence.is_strong and _have_little_in_common(shorter, fuller):
        return None
    part, whole = sorted((read(shorter), read(fuller)), key=fullness_of)
    if not (_is_enough(part) and _is_enough(whole)):
        return None
    if evidence.is_far and len(part.words) < LEAST_SURE_WORDS:
        return None
    found = _by_words(part, whole)
    if found or (not evidence.is_close and not evidence.is_strong):
        return found
    if evidence.is_strong and _is_whole_inside(part, whole):
        return "cut"
    return "edited" if is_edited_headline(part, whole, is_strong=evidence.is_strong) else None


def _have_little_in_common(one: str, other: str) -> bool:
    """Whether two long texts are no copies at first sight, as nearly all are that share a common phrase.

    Copies have two thirds of their words in common when these are levelled: half of them are written alike.
    """
    if not (one.isascii() and other.isascii()):
        return False
    some, others = _pieces(one), _pieces(other)
    least = min(len(some), len(others))
    return least >= LEAST_CUT_WORDS and 2 * len(some & others) < least


@lru_cache(maxsize=1 << 10)
def _pieces(text: str) -> frozenset[str]:
    return frozenset(text.lower().split())


def _by_words(part: Reading, whole: Reading) -> Relation | None:
    if part.words == whole.words:
        return "edited"
    if _is_opening(part, whole) or _is_inside(part, whole):
        return "cut"
    if len(whole.words) > MOST_WORDS:
        return None
    if _is_slight(part.words, whole.words, part.guarded | whole.guarded):
        return "edited"
    return "cut" if _is_edited_opening(part, whole) else None


def _is_enough(reading: Reading) -> bool:
    return len(reading.words) >= LEAST_WORDS and len(reading.text) >= LEAST_LETTERS


def _is_opening(part: Reading, whole: Reading) -> bool:
    """Whether the part is the whole up to some word, or up to the middle of one."""
    before = len(part.words) - 1
    return part.words[:-1] == whole.words[:before] and _is_cut_at(part, whole, before)


def _is_cut_at(part: Reading, whole: Reading, at: int) -> bool:
    """Whether the part's last word, or what is left of it, stands at a place in the whole."""
    if part.words[-1] == whole.words[at]:
        return len(part.words) >= LEAST_CUT_WORDS or _looks_cut(part, whole)
    return _is_broken(part, whole, at)


def _looks_cut(part: Reading, whole: Reading) -> bool:
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


def _is_broken(part: Reading, whole: Reading, at: int) -> bool:
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


def _is_inside(part: Reading, whole: Reading) -> bool:
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


def _is_whole_inside(part: Reading, whole: Reading) -> bool:
    """Whether the whole is the part with more before or after it that makes it no other: "Opinion: …", "…, she says".

    "4 dead after …" makes another.
    """
    at = _position(part.words, whole.words)
    if at is None:
        return False
    before, after = whole.words[:at], whole.words[at + len(part.words) :]
    return FIRM.isdisjoint((*before, *after)) and all(word.isalpha() for word in before)


def _position(run: Sequence[str], words: Sequence[str]) -> int | None:
    """Ordinal of the first word of a run within words; a string search takes linear time on any input."""
    text = f" {' '.join(words)} "
    found = text.find(f" {' '.join(run)} ")
    return None if found < 0 else text.count(" ", 0, found)


def _is_edited_opening(part: Reading, whole: Reading) -> bool:
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
    if abs(len(left) - len(right)) > most:
        return False
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - only texts that meet need it

    if Levenshtein.distance(left, right, score_cutoff=most) > most:
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
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    steps = Levenshtein.opcodes(left, right)
    for is_equal, run in groupby(steps, key=lambda step: step.tag == "equal"):
        if not is_equal:
            first, *rest = run
            last = rest[-1] if rest else first
            yield left[first.src_start : last.src_end], right[first.dest_start : last.dest_end]


def _is_bent(old: str, new: str) -> bool:
    """Whether two words are forms of one, or both too small to tell a text apart."""
    return old[:4] == new[:4] or {old, new} <= FUNCTION_WORDS
