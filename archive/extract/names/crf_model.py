"""What the trained model of names knows: what each feature of a word says, and which features a word has.

Every feature belongs to one word at one distance, -2 to +2, from the token that is labelled. What a word says is thus
a small table (distances by labels) that is worked out once a word and kept; a text's scores are sums of such rows,
looked up, and no feature is spelt out while known words go by.

What cannot be told from a word alone, whether the gazetteer knows the name it stands in and how the sentence is
written, is a second, very small table: the *state* of a token.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, get_args
from zlib import crc32

import numpy as np

from archive.extract.names.classes import Classes
from archive.extract.names.crf_chain import REACH
from archive.extract.names.kind_words import common_words
from archive.types import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from archive.gazetteer import Gazetteer

    Floats = NDArray[np.float32]
    Integers = NDArray[np.int32]
    Keys = NDArray[np.uint32]

MODEL: Final = Path(__file__).parents[2] / "data" / "names" / "model.npz"

KINDS: Final[tuple[EntityKind, ...]] = get_args(EntityKind)
LABELS: Final = ("O", *(f"{part}-{kind}" for kind in (*KINDS, "other") for part in "BI"))
"""Other: names that are no mentions (events, works, goods), told apart so that they are not taken for any."""

EDGE: Final = ""
"""The word before the first and after the last."""
STATES: Final = 13 * 2 * 3
"""Standing in the gazetteer, by sentence start, by manner of writing."""
_LONG = 30  # of a longer word only so much is looked at
_MOST_ROWS = 50_000
_LEAST_WEIGHT = 0.01
_DIGIT = re.compile(r"\d")
_RUN = re.compile(r"(.)\1+")


# Names are kept as sorted checksums: nothing to unpack when a model is read, and of four thousand million numbers two
# seldom fall on one.


def sorted_keys(names: Iterable[str]) -> tuple[Keys, NDArray[np.intp]]:
    """Checksums of names, rising and each but once, and which name each is of."""
    keys, order = np.unique(_keys(names), return_index=True)
    return keys, order


def rows_of(keys: Keys, names: Iterable[str]) -> NDArray[np.intp]:
    """Where those of the names stand that are among the `keys`."""
    if not len(keys):
        return np.zeros(0, dtype=np.intp)
    wanted = _keys(names)
    rows = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    known: NDArray[np.intp] = rows[keys[rows] == wanted]
    return known


def _keys(names: Iterable[str]) -> Keys:
    return np.array([crc32(name.encode("utf-8", "surrogatepass")) for name in names], dtype=np.uint32)


class Clusters(NamedTuple):
    """Clusters of words that stand in like places."""

    keys: Keys
    """Of the words, as written."""
    numbers: NDArray[np.uint16]
    """Words by levels, coarse to fine."""

    @classmethod
    def named(cls, words: Sequence[str], numbers: NDArray[np.uint16]) -> Clusters:
        """The clusters of these words, in their order."""
        keys, order = sorted_keys(words)
        return cls(keys, numbers[order])

    def of(self, word: str) -> list[int]:
        """The clusters of a word, coarse to fine; none of an unknown one."""
        row = rows_of(self.keys, [word])
        return self.numbers[row[0]].tolist() if len(row) else []


class Lexicon:
    """What is known of a word besides its letters.

    Args:
        gazetteer: Aliases, forenames, surnames and demonyms.
        clusters: Clusters of words.
    """

    def __init__(self, gazetteer: Gazetteer, clusters: Clusters) -> None:
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
        for level, cluster in enumerate(self.clusters.of(word)):
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
    shape = "".join("X" if c.isupper() else "x" if c.isalpha() else "0" if c.isdigit() else c for c in word)
    return _RUN.sub(r"\1\1", shape)


_ARRAYS = ("keys", "weights", "scales", "states", "steps")


class Model(NamedTuple):
    """What was learnt: how much each feature speaks for each label at each distance."""

    keys: Keys
    """Of the features."""
    weights: NDArray[np.int8]
    """Features by distances (`2 * REACH + 1`, from the left) by labels, in parts of the feature's scale."""
    scales: Floats
    """By feature."""
    states: Floats
    """Distances (-1, 0, 1) by `STATES` by labels."""
    steps: Floats
    """From label by to label."""
    clusters: Clusters

    @classmethod
    def of(cls, features: Iterable[str], weights: Floats, states: Floats, steps: Floats, clusters: Clusters) -> Model:
        """A model of these weights, rounded to eight bits each; features that say next to nothing are left out."""
        keys, order = sorted_keys(features)
        largest = np.abs(weights[order]).max(axis=(1, 2))
        speaks = largest >= _LEAST_WEIGHT
        keys, weights, scales = keys[speaks], weights[order[speaks]], largest[speaks] / 127
        small = np.rint(weights / scales[:, None, None]).astype(np.int8)
        return cls(keys, small, scales.astype(np.float32), states, steps, clusters)

    def save(self, path: Path) -> None:
        """Writes the model, unpacked: to unpack it would cost more than all the rest of loading."""
        np.savez(
            path,
            keys=self.keys,
            weights=self.weights,
            scales=self.scales,
            states=self.states.astype(np.float32),
            steps=self.steps.astype(np.float32),
            words=self.clusters.keys,
            clusters=self.clusters.numbers,
        )

    @classmethod
    def load(cls, path: Path = MODEL) -> Model:
        """Reads a model.

        Raises:
            FileNotFoundError: There is no such file.
        """
        with np.load(path, allow_pickle=False) as stored:
            clusters = Clusters(stored["words"], stored["clusters"])
            keys, weights, scales, states, steps = (stored[name] for name in _ARRAYS)
            return cls(keys, weights, scales, states, steps, clusters)

    def row(self, features: Iterable[str]) -> Floats:
        """What a word with these features says: distances by labels."""
        found = rows_of(self.keys, features)
        scaled: Floats = np.einsum("f,fdl->dl", self.scales[found], self.weights[found].astype(np.float32))
        return scaled


class Rows(dict[str, int]):
    """Words to rows of their scores, worked out when a word is first met; starts anew when it has grown large."""

    def __init__(self, model: Model, lexicon: Lexicon) -> None:
        super().__init__()
        self._model = model
        self._lexicon = lexicon
        self.scores = np.zeros((2 * REACH + 1, 1 << 14, len(LABELS)), dtype=np.float32)

    def __missing__(self, word: str) -> int:
        at = self[word] = len(self)
        if at == self.scores.shape[1]:
            self.scores = np.concatenate([self.scores, np.zeros_like(self.scores)], axis=1)
        self.scores[:, at] = self._model.row(self._lexicon.features(word))
        return at

    def numbers(self, sentences: Iterable[Sequence[str]]) -> Integers:
        """The rows of the words of sentences, one after another, with `REACH` edges between and around."""
        if len(self) > _MOST_ROWS:
            self.clear()
        stream = [EDGE] * REACH
        for words in sentences:
            stream += words
            stream += (EDGE,) * REACH
        return np.fromiter(map(self.__getitem__, stream), dtype=np.int32, count=len(stream))
