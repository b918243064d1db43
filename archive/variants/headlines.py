"""Edited headlines: the same words but for a name in full, a synonym, a word that came or went, clauses turned round.

So few words are left to go by that other evidence is asked for: the same address, the same place on a page that was
captured again. With it four fifths of what a headline says may be enough; where only the days are close, clauses may be
turned round. A number, a denial or a name in the place of another still makes another headline.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from archive.text.levelling import DIRECTIONS, FIRM, FUNCTION_WORDS, LOOSELY_OPPOSED, OPPOSED, SENSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.variants.reading import Reading

MOST_WORDS = 40
"""Words of a text that is compared like a headline."""
LEAST_KEPT = 3
"""Telling words that both have to have in common."""
MOST_CHANGED = 1 / 2
"""Telling words that only one of them has, for each that both have: four fifths of what they say are the same."""
TITLE_CASE = 0.7
"""Share of capitals from which on a headline writes all its words with one."""

_ENDINGS = ("ing", "ed", "es", "s", "d")
_OF_A_PLACE = frozenset({"n", "an", "ian", "ese", "ish", "y", "i"})
"""What makes "Ukrainian" of "Ukraine": endings, with vowels at the end of the name left out."""


@dataclass(frozen=True, slots=True)
class _Told:
    """The words that tell a headline from others, in their order, and which of them may be names."""

    words: tuple[str, ...]
    names: frozenset[str]
    """Those with a capital that is no mere beginning of the text, and that not all words have."""
    perhaps_names: frozenset[str]
    """Those whose capital says nothing."""


def is_edited_headline(one: Reading, other: Reading, *, is_strong: bool) -> bool:
    """Whether two texts are the same headline but for edits.

    Args:
        one: A text.
        other: Another. The order of the two makes no difference.
        is_strong: Whether the one took the place of the other; else only their days are known to be close, and what
            they say has to be the same, clauses turned round.
    """
    if max(len(one.words), len(other.words)) > MOST_WORDS:
        return False
    left, right = _told(one), _told(other)
    some, others = {*left.words}, {*right.words}
    common = some & others
    if len(common) < LEAST_KEPT or len(some ^ others) > (2 * len(common) if is_strong else 0):
        return False
    gone, come = _unmatched(left, right)
    kept = len(left.words) - len(gone)
    gone, come = _but_forenames(gone, left, common), _but_forenames(come, right, common)
    if not _may_differ(gone, come):
        return False
    if kept < LEAST_KEPT or len(gone) + len(come) > kept * (MOST_CHANGED if is_strong else 0):
        return False
    if gone and come and not _may_replace(gone, come, left, right):
        return False
    return not _is_exchanged(one.words, other.words)


def _may_replace(gone: Sequence[str], come: Sequence[str], left: _Told, right: _Told) -> bool:
    """Whether words may stand for others: no name for a name, and no word whose other words are known."""
    named = {*gone} & (left.names | left.perhaps_names), {*come} & (right.names | right.perhaps_names)
    if all(named) or len(named[0] | named[1]) > 1:
        return False
    return SENSES.keys().isdisjoint([*gone, *come])


def _but_forenames(words: Sequence[str], told: _Told, common: set[str]) -> list[str]:
    """Words without names that stand before a name that both have: "Ada Lindqvist" for "Lindqvist"."""
    named = told.names | told.perhaps_names
    before = {word for word, following in pairwise(told.words) if word in named and following in told.names & common}
    return [word for word in words if word not in before]


@lru_cache(maxsize=1 << 10)
def _told(reading: Reading) -> _Told:
    pairs = [
        (word, token)
        for word, token in zip(reading.words, reading.written, strict=True)
        if word not in FUNCTION_WORDS and word not in DIRECTIONS
    ]
    capitals = {word for word, token in pairs if token[0].isupper()}
    following = [token for word, token in pairs[1:] if token[0].isalpha()]
    says_nothing = sum(token[0].isupper() for token in following) >= TITLE_CASE * len(following)
    first = {reading.words[0]} if reading.words else set()
    perhaps = capitals if says_nothing else capitals & first
    return _Told(tuple(word for word, _ in pairs), frozenset(capitals - perhaps), frozenset(perhaps))


def _unmatched(left: _Told, right: _Told) -> tuple[list[str], list[str]]:
    """The telling words of each that the other has in no form and no other word for."""
    gone = list((Counter(left.words) - Counter(right.words)).elements())
    come = list((Counter(right.words) - Counter(left.words)).elements())
    names = left.names | right.names
    for old in sorted(gone):
        new = next((new for new in sorted(come) if _is_same(old, new, names)), None)
        if new is not None:
            gone.remove(old)
            come.remove(new)
    return gone, come


def _is_same(old: str, new: str, names: frozenset[str]) -> bool:
    if not (old.isalpha() and new.isalpha()):
        return False
    if not SENSES.get(old, frozenset()).isdisjoint(SENSES.get(new, ())):
        return True
    if old in names or new in names:
        return _is_of_a_place(*sorted((old, new), key=len))
    if old in OPPOSED or new in OPPOSED:
        return _stem(old) == _stem(new)
    return old[:4] == new[:4] or _stem(old) == _stem(new)


def _is_of_a_place(place: str, people: str) -> bool:
    stem = place.rstrip("aeiouy")
    return len(stem) >= 3 and people.startswith(stem) and people.removesuffix("s").removeprefix(stem) in _OF_A_PLACE


def _stem(word: str) -> str:
    return next((word.removesuffix(end) for end in _ENDINGS if word.endswith(end)), word).rstrip("e")


def _may_differ(gone: Sequence[str], come: Sequence[str]) -> bool:
    """Whether the words that one of two headlines lacks may come and go at all."""
    every = {*gone, *come}
    if not FIRM.isdisjoint(every) or not all(word.isalpha() for word in every):
        return False
    if gone and come:
        if not (OPPOSED.isdisjoint(gone) or OPPOSED.isdisjoint(come)):
            return False
        return (OPPOSED & every) <= LOOSELY_OPPOSED
    return True


def _is_exchanged(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two words have changed places around the same words: "Oslo beats Riga" is not "Riga beats Oslo"."""
    places = {word: at for at, word in enumerate(right) if right.count(word) == 1}
    common = [(at, places[word]) for at, word in enumerate(left) if left.count(word) == 1 and word in places]
    return any(
        last_there < first_there and last - first > 1 and left[first + 1 : last] == right[last_there + 1 : first_there]
        for (first, first_there), (last, last_there) in combinations(common, 2)
    )
