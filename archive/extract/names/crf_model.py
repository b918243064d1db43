"""What the trained model of names knows: what each feature of a word says, and which features a word has.

Every feature belongs to one word at one distance, -2 to +2, from the token that is labelled. What a word says is thus
a small table (distances by labels) that is worked out once a word and kept; a text's scores are sums of such rows,
looked up, and no feature is spelt out while known words go by. Words that are new are worked out together, all those
of a block at once.

What cannot be told from a word alone, whether the gazetteer knows the name it stands in and how the sentence is
written, is a second, very small table: the *state* of a token.
"""

from __future__ import annotations

import re
from itertools import chain
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
COARSE: Final = 96
"""How many coarse clusters of words there are."""
_LONG = 30  # of a longer word only so much is looked at
_MOST_ROWS = 50_000
_FEWEST_ROWS = 1 << 14
_AT_ONCE = 512  # new words: more would not fit a processor's cache
_LEAST_WEIGHT = 0.01
_DIGIT = re.compile(r"\d")


# Features and words are kept as sorted checksums: nothing to unpack when a model is read, and of four thousand million
# numbers two seldom fall on one.


def checksum(written: str, kind: int = 0) -> int:
    """The number of a word, or of a feature of a kind: "s=Xber" has the same as "Xber" of the kind that "s=" has."""
    return crc32(written.encode("utf-8", "surrogatepass"), kind)


def sorted_keys(keys: Iterable[int]) -> tuple[Keys, NDArray[np.intp]]:
    """Checksums, rising and each but once, and which of those given each is."""
    return np.unique(np.array(list(keys), dtype=np.uint32), return_index=True)


def rows_of(keys: Keys, wanted: Keys) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Where checksums stand among the `keys`, and which of them do."""
    if not len(keys):
        return np.zeros(len(wanted), dtype=np.intp), np.zeros(len(wanted), dtype=np.bool_)
    rows = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return rows, keys[rows] == wanted


_ANY, _EDGE_KEY, _FORENAME, _SURNAME, _UNKNOWN_KEY = map(checksum, ("any", "edge", "forename", "surname", "unknown"))
_SMALL, _WRITTEN, _SHAPE, _CLASS, _COMMON, _ALIAS = map(checksum, ("w=", "W=", "f=", "c=", "o=", "a="))
_PREFIX, _SUFFIX = ([checksum(f"{kind}={large}") for large in "xX"] for kind in "ps")
_LENGTHS = [[checksum(f"n={large}{length}") for length in range(11)] for large in "xX"]
_CLUSTER = [checksum(f"k{level}=") for level in range(2)]
_FIRST_PART, _LAST_PART = map(checksum, ("hf=", "hl="))


class Clusters(NamedTuple):
    """Clusters of words that stand in like places."""

    keys: Keys
    """Of the words, as written."""
    numbers: NDArray[np.uint16]
    """Words by levels, coarse to fine."""

    @classmethod
    def named(cls, words: Sequence[str], numbers: NDArray[np.uint16]) -> Clusters:
        """The clusters of these words, in their order."""
        keys, order = sorted_keys(map(checksum, words))
        return cls(keys, numbers[order])

    def of(self, words: Iterable[str]) -> list[list[int]]:
        """The clusters of words, coarse to fine; none of an unknown one."""
        rows, is_known = rows_of(self.keys, np.array([checksum(word) for word in words], dtype=np.uint32))
        known = iter(self.numbers[rows[is_known]].tolist())
        return [next(known) if is_known_word else [] for is_known_word in is_known.tolist()]


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

    def read(self, words: Sequence[str]) -> list[list[int]]:
        """The features of each word by itself, as checksums; `EDGE` has one of its own."""
        words = [word[:_LONG] for word in words]
        return [self._features(word, own) for word, own in zip(words, self.clusters.of(words), strict=True)]

    def _features(self, word: str, clusters: Sequence[int]) -> list[int]:
        if word == EDGE:
            return [_EDGE_KEY]
        lower = word.lower()
        common = self._common.get(lower)
        if not word.isalpha():
            lower = _DIGIT.sub("0", lower)
        is_large = word[0].isupper()
        large = "X" if is_large else "x"
        keys = [
            _ANY,
            checksum(lower, _SMALL),
            checksum(_shape(word), _SHAPE),
            _LENGTHS[is_large][min(len(word), 10)],
            checksum(f"{large}{common}", _COMMON),
        ]
        if word != lower:
            keys.append(checksum(word, _WRITTEN))
        prefix, suffix = _PREFIX[is_large], _SUFFIX[is_large]
        length = len(lower)
        if lower.isascii():  # so that a letter is a byte: most words, and several times as quick
            letters = lower.encode()
            keys += [crc32(letters[:size], prefix) for size in range(1, min(5, length))]
            keys += [crc32(letters[-size:], suffix) for size in range(1, min(6, length))]
        else:
            keys += [checksum(lower[:size], prefix) for size in range(1, min(5, length))]
            keys += [checksum(lower[-size:], suffix) for size in range(1, min(6, length))]
        keys += [checksum(str(cluster), kind) for cluster, kind in zip(clusters, _CLUSTER, strict=False)]
        keys.append(checksum(self._classes[word], _CLASS))
        if "-" in word[1:-1]:
            keys.append(checksum(self._part(word.split("-", 1)[0]), _FIRST_PART))
            keys.append(checksum(self._part(word.rsplit("-", 1)[-1]), _LAST_PART))
        if is_large:
            keys += self._known(word)
        return keys

    def _part(self, word: str) -> str:
        """What a part of a compound is."""
        return self._classes[word] if word else ""

    def _known(self, word: str) -> Iterator[int]:
        gazetteer = self.gazetteer
        if word in gazetteer.forenames:
            yield _FORENAME
        if word in gazetteer.surnames:
            yield _SURNAME
        candidates = gazetteer.by_alias(word)
        if not candidates:
            yield _UNKNOWN_KEY
        for entity, strength in candidates[:2]:
            what = "country" if entity.name in self._countries else entity.kind
            yield checksum(f"{what}-{strength}", _ALIAS)


def _shape(word: str) -> str:
    """How a word is written: 'Xxx' of 'Oslo', 'XX-00' of 'DC-10'; no sign stands more than twice on end."""
    if word.isalpha():
        if word.islower():
            return "xx"[: len(word)]
        if word[1:].islower() and word[0].isupper():
            return "Xxx"[: len(word)]
    shape = ""
    for c in word:
        sign = "X" if c.isupper() else "x" if c.isalpha() else "0" if c.isdigit() else c
        if shape[-2:] != sign + sign:
            shape += sign
    return shape


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
    def of(cls, features: Iterable[int], weights: Floats, states: Floats, steps: Floats, clusters: Clusters) -> Model:
        """A model of these weights, rounded to eight bits each; features that say next to nothing are left out."""
        keys, order = sorted_keys(features)
        largest = np.abs(weights[order]).max(axis=(1, 2))
        speaks = largest >= _LEAST_WEIGHT
        keys, weights, scales = keys[speaks], weights[order[speaks]], largest[speaks] / 127
        small = np.rint(weights / scales[:, None, None]).astype(np.int8)
        scales, states, steps = (each.astype(np.float32) for each in (scales, states, steps))
        return cls(keys, small, scales, states, steps, clusters)

    def save(self, path: Path) -> None:
        """Writes the model, unpacked: to unpack it would cost more than all the rest of loading."""
        arrays = {name: getattr(self, name) for name in _ARRAYS}
        np.savez(path, **arrays, words=self.clusters.keys, clusters=self.clusters.numbers)

    @classmethod
    def load(cls, path: Path = MODEL) -> Model:
        """Reads a model.

        Raises:
            FileNotFoundError: There is no such file.
        """
        with np.load(path, allow_pickle=False) as stored:
            keys, weights, scales, states, steps = (stored[name] for name in _ARRAYS)
            return cls(keys, weights, scales, states, steps, Clusters(stored["words"], stored["clusters"]))

    def rows(self, features: Sequence[Sequence[int]]) -> Floats:
        """What words with these features say: words by distances by labels."""
        wanted = np.fromiter(chain.from_iterable(features), dtype=np.uint32)
        found, is_known = rows_of(self.keys, wanted)
        owners = np.repeat(np.arange(len(features)), [len(own) for own in features])[is_known]
        found = found[is_known]
        sums = np.zeros((len(features), *self.weights.shape[1:]), dtype=np.float32)
        if len(found):
            said = self.weights[found] * self.scales[found, None, None]
            firsts = np.flatnonzero(np.diff(owners, prepend=-1))
            sums[owners[firsts]] = np.add.reduceat(said, firsts, axis=0)
        return sums


class Rows(dict[str, int]):
    """Words to rows of what they say, worked out for all new words of a block at once; starts anew when it is large."""

    def __init__(self, model: Model, lexicon: Lexicon) -> None:
        super().__init__()
        self._model = model
        self._lexicon = lexicon
        self.scores = np.zeros((2 * REACH + 1, 0, len(LABELS)), dtype=np.float32)
        """Distances by rows by labels."""

    def numbers(self, sentences: Iterable[Sequence[str]]) -> Integers:
        """The rows of the words of sentences, one after another, with `REACH` edges between and around."""
        stream = [EDGE] * REACH
        for words in sentences:
            stream += words
            stream += (EDGE,) * REACH
        if len(self) > _MOST_ROWS:
            self.clear()
        try:
            return self._known(stream)
        except KeyError:  # to look for new words beforehand would cost every block as much as this one
            self._learn(sorted(set(stream).difference(self)))
            return self._known(stream)

    def _known(self, stream: Sequence[str]) -> Integers:
        return np.fromiter(map(self.__getitem__, stream), dtype=np.int32, count=len(stream))

    def _learn(self, words: Sequence[str]) -> None:
        """Works out what new words say."""
        begin, end = len(self), len(self) + len(words)
        size = self.scores.shape[1]
        if end > size:
            before = self.scores  # of zeros no memory is taken before they are written over
            self.scores = np.zeros((before.shape[0], max(end, 2 * size, _FEWEST_ROWS), before.shape[2]), before.dtype)
            self.scores[:, :begin] = before[:, :begin]
        features = self._lexicon.read(words)
        for at in range(0, len(words), _AT_ONCE):
            said = self._model.rows(features[at : at + _AT_ONCE])
            self.scores[:, begin + at : begin + at + len(said)] = said.swapaxes(0, 1)
        self.update(zip(words, range(begin, end), strict=True))
