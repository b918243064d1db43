"""Where any of thousands of strings stand in a text as whole words."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from ahocorasick_rs import AhoCorasick

from archive.text.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

PATIENCE: Final = 20_000
"""Characters of texts that are looked up word by word before the automaton is built, which takes as long as they do."""

_LETTERS_AFTER = re.compile(r"[^\W\d_]+")
# What stands before it is part of the name too ('Mocímboa da Praia', 'Duque de Caxias').
_PARTICLES = tuple(f" {particle} " for particle in words("name_words", "place particles"))
_CONTRACTIONS = frozenset({"s", "S", "ll", "d", "ve", "re"})


class Finder:
    """Finds strings in texts: in a few texts by looking every run of words up, in more by an automaton.

    Args:
        strings: What to find; to ask for one has to be quick, as in sets and dictionaries.
        patience: After how many characters to build the automaton.
    """

    def __init__(self, strings: Collection[str], patience: int = PATIENCE) -> None:
        self._strings = strings
        self._patience = patience

    def find(self, text: str) -> list[tuple[int, int]]:
        """Where any of them stands in a text as whole words, overlapping ones too: start and stop."""
        if len(text) <= self._patience:
            self._patience -= len(text)
            return list(self._looked_up(text))
        self._patience = -1
        return [
            (start, stop)
            for _, start, stop in self._automaton.find_matches_as_indexes(text, overlapping=True)
            if _is_whole(text, start, stop)
        ]

    def _looked_up(self, text: str) -> Iterator[tuple[int, int]]:
        known, longest = self._strings, self._longest
        stops = [stop for stop in range(1, len(text) + 1) if text[stop : stop + 1] == " " or _ends(text, stop)]
        first = 0
        for start in range(len(text)):
            if text[start] == " " or not _begins(text, start):
                continue
            while first < len(stops) and stops[first] <= start:
                first += 1
            for at in range(first, len(stops)):
                if (stop := stops[at]) - start > longest:
                    break
                if text[start:stop] in known:
                    yield start, stop

    @functools.cached_property
    def _longest(self) -> int:
        """How long the longest string is."""
        return max(map(len, self._strings), default=0)

    @functools.cached_property
    def _automaton(self) -> AhoCorasick:
        return AhoCorasick(list(self._strings), store_patterns=False)


def _is_whole(text: str, start: int, stop: int) -> bool:
    """Whether a span stands as whole words: not inside a word, a handle, an address or an elided form."""
    return (text[stop : stop + 1] == " " or _ends(text, stop)) and _begins(text, start)


def _begins(text: str, start: int) -> bool:
    if start == 0:
        return True
    before = text[start - 1]
    if before == " ":
        return not text.endswith(_PARTICLES, 0, start)
    if before == "'":
        return start == 1 or not text[start - 2].isalpha()  # d'Ivoire, O'Brien
    return not (before.isalnum() or before in "_@")


def _ends(text: str, stop: int) -> bool:
    if stop == len(text):
        return True
    after = text[stop]
    if after == "'":
        tail = _LETTERS_AFTER.match(text, stop + 1)
        return tail is None or tail[0] in _CONTRACTIONS
    if after == ".":
        return not text[stop + 1 : stop + 2].islower()  # bbc.com, but not 'in Kyiv.He said'
    return not (after.isalnum() or after in "_$" or unicodedata.combining(after))
