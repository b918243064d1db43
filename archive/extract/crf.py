"""Names by a trained model: a linear-chain conditional random field, decoded for many texts at once.

Every feature of the model belongs to one word at one distance, -2 to +2, from the token that is labelled. What a word
says is thus a small table (distances by labels) that is worked out once a word and kept; a text's scores are sums of
such rows, looked up, and no feature is spelt out while known words go by. The chain (forward, backward, best path)
runs over a whole batch, one step for all texts of it (Lafferty, McCallum and Pereira 2001; Rabiner 1989).

What cannot be told from a word alone, whether the gazetteer knows the name it stands in and how the sentence is
written, is a second, very small table: the *state* of a token.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, get_args

import numpy as np

from archive.extract.names_classes import Classes
from archive.extract.names_gazetteer import gazetteer_spans
from archive.extract.names_words import common_words
from archive.extract.tokens import Tokens, tokenise
from archive.gazetteer import Gazetteer, load
from archive.types import EntityKind, NameSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Integers = NDArray[np.int32]

MODEL: Final = Path(__file__).parents[1] / "data" / "names" / "model.npz"

KINDS: Final[tuple[EntityKind, ...]] = get_args(EntityKind)
LABELS: Final = ("O", *(f"{part}-{kind}" for kind in (*KINDS, "other") for part in "BI"))
"""Other: names that are no mentions (events, works, goods), told apart so that they are not taken for any."""

REACH: Final = 2
"""How far to either side a word has its say."""
EDGE: Final = ""
"""The word before the first and after the last."""
STATES: Final = 13 * 2 * 3
"""Standing in the gazetteer, by sentence start, by manner of writing."""
FORBIDDEN: Final = -60.0
_LONG = 30  # of a longer word only so much is looked at
_BATCH = 1024
_MOST_TOKENS = 400  # a longer text is decoded in pieces; no name is near as long
_SURE = 0.8
_MOST_ROWS = 200_000
_DIGIT = re.compile(r"\d")
_RUN = re.compile(r"(.)\1+")
_SHAPE_LETTERS = re.compile(r"[^\W\d_]")
_SENTENCE_ENDS = frozenset(".!?:;") | {"…"}


class Lexicon:
    """What is known of a word besides its letters.

    Args:
        gazetteer: Aliases, forenames, surnames and demonyms.
        clusters: Words, as written, with their clusters, coarse and fine.
    """

    def __init__(self, gazetteer: Gazetteer, clusters: dict[str, tuple[int, ...]]) -> None:
        self.gazetteer = gazetteer
        self.clusters = clusters
        self._common = common_words()
        self._classes = Classes(gazetteer.forenames, gazetteer.surnames, gazetteer.demonyms)
        self._countries = frozenset(gazetteer.demonyms.values())

    def features(self, word: str) -> Iterator[str]:
        """The features of a word by itself, as strings; `EDGE` has one of its own."""
        if word == EDGE:
            yield "edge"
            return
        word = word[:_LONG]
        yield "any"
        lower = _DIGIT.sub("0", word.lower())
        large = "X" if word[0].isupper() else "x"
        yield f"w={lower}"
        if word != lower:
            yield f"W={word}"
        for length in range(1, min(4, len(lower) - 1) + 1):
            yield f"p={large}{lower[:length]}"
        for length in range(1, min(5, len(lower) - 1) + 1):
            yield f"s={large}{lower[-length:]}"
        shape = _shape(word)
        yield f"f={shape}"
        yield f"n={large}{min(len(word), 10)}"
        letter = self._classes[word]
        yield f"c={letter}"
        common = self._common.get(word.lower())
        yield f"o={large}{common}"
        for level, cluster in enumerate(self.clusters.get(word, ())):
            yield f"k{level}={cluster}"
        if "-" in word[1:-1]:
            first, last = word.split("-", 1)[0], word.rsplit("-", 1)[-1]
            yield f"hf={self._classes[first] if first else ''}"
            yield f"hl={self._classes[last] if last else ''}"
        if large == "X":
            yield from self._known(word)

    def _known(self, word: str) -> Iterator[str]:
        if word in self.gazetteer.forenames:
            yield "forename"
        if word in self.gazetteer.surnames:
            yield "surname"
        candidates = self.gazetteer.by_alias(word)
        if not candidates:
            yield "unknown"
        for entity, strength in candidates[:2]:
            what = "country" if entity.name in self._countries else entity.kind
            yield f"a={what}-{strength}"


def _shape(word: str) -> str:
    shape = "".join(
        "X" if c.isupper() else "x" if c.isalpha() else "0" if c.isdigit() else c for c in word
    )
    return _RUN.sub(r"\1\1", shape)


class Sentence(NamedTuple):
    """A text as the model sees it."""

    words: list[str]
    states: list[int]


def read(tokens: Tokens, known: Sequence[NameSpan]) -> Sentence:
    """Words and states of a text's tokens.

    Args:
        tokens: Tokens of a text.
        known: What the gazetteer finds in it, in order.
    """
    words = tokens.words
    manner = writing(words)
    base = 0 if manner == "plain" else 2 if manner == "headline" else 4
    states = [base] * len(words)
    if words:
        states[0] += 1
    for at, word in enumerate(words[:-1]):
        if word in _SENTENCE_ENDS:
            states[at + 1] = base + 1
    at = 0
    for span in known:
        standing = 1 + 4 * KINDS.index(span.kind) + (0 if span.score >= _SURE else 2)
        while at < len(words) and tokens.starts[at] < span.start:
            at += 1
        inside = 0
        while at < len(words) and tokens.starts[at] < span.stop:
            states[at] += 6 * (standing + inside)
            inside = 1
            at += 1
    if manner == "capitals":
        words = [word.capitalize() for word in words]
    return Sentence(words, states)


def writing(words: Sequence[str]) -> str:
    """How a text is written: in 'capitals', as a 'headline' where most words begin large, or 'plain'."""
    letters = [word for word in words if word[0].isalpha()]
    if len(letters) < 4:
        return "plain"
    if all(word.isupper() for word in letters):
        return "capitals"
    large = sum(word[0].isupper() for word in letters)
    return "headline" if large > 0.7 * len(letters) else "plain"
