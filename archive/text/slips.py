"""Words one letter away from a word: what was meant by whoever mistyped it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ"
_VOWELS = frozenset("aeiouy")


class Edit(NamedTuple):
    """A word one letter away, and how likely it was meant, before anything is known of it."""

    word: str
    weight: float


def edits(word: str) -> Iterator[Edit]:
    """All words one letter away from a word in small letters, the likelier ones with more weight."""
    letters = _CYRILLIC if any(char in _CYRILLIC for char in word) else _LATIN
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        first = -3.0 if at == 0 else 0.0
        for letter in letters:
            twice = letter in (head[-1:], tail[:1])
            yield Edit(head + letter + tail, first + 2.0 + twice)
            if tail and letter != tail[0]:
                yield Edit(head + letter + tail[1:], first + 1.0 + _VOWELS.issuperset((letter, tail[0])))
        if tail:
            yield Edit(head + tail[1:], first + 1.5 + (tail[0] == head[-1:]))
        if tail[1:] and tail[0] != tail[1]:
            yield Edit(head + tail[1] + tail[0] + tail[2:], 2.5 + first / 2)
