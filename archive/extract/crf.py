"""Names by a trained model: a linear-chain conditional random field, decoded for many texts at once.

Every feature of the model belongs to one word at one distance, -2 to +2, from the token that is labelled. What a word
says is thus a small table (distances by labels) that is worked out once a word and kept; a text's scores are sums of
such rows, looked up, and no feature is spelt out while known words go by. The chain over
them is `crf_chain`'s.

What cannot be told from a word alone, whether the gazetteer knows the name it stands in and how the sentence is
written, is a second, very small table: the *state* of a token.
"""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, get_args

import numpy as np

from archive.extract.crf_chain import FORBIDDEN, REACH, Packed, best_path, chances
from archive.extract.names_classes import Classes
from archive.extract.names_gazetteer import gazetteer_spans
from archive.extract.names_words import common_words
from archive.extract.tokens import Tokens, tokenise
from archive.gazetteer import Gazetteer, load
from archive.types import EntityKind, NameSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Integers = NDArray[np.int32]

MODEL: Final = Path(__file__).parents[1] / "data" / "names" / "model.npz"

KINDS: Final[tuple[EntityKind, ...]] = get_args(EntityKind)
LABELS: Final = ("O", *(f"{part}-{kind}" for kind in (*KINDS, "other") for part in "BI"))
"""Other: names that are no mentions (events, works, goods), told apart so that they are not taken for any."""

EDGE: Final = ""
"""The word before the first and after the last."""
STATES: Final = 13 * 2 * 3
"""Standing in the gazetteer, by sentence start, by manner of writing."""
_LONG = 30  # of a longer word only so much is looked at
_BATCH = 1024
_MOST_TOKENS = 400  # a longer text is decoded in pieces; no name is near as long
_SURE = 0.8
_MOST_ROWS = 200_000
_DIGIT = re.compile(r"\d")
_RUN = re.compile(r"(.)\1+")
_SENTENCE_ENDS = frozenset(".!?:;") | {"…"}


class Clusters(NamedTuple):
    """Clusters of words that stand in like places."""

    rows: dict[str, int]
    """Words, as written, to rows of `numbers`."""
    numbers: NDArray[np.uint16]
    """Words by levels, coarse to fine."""

    def of(self, word: str) -> list[int]:
        """The clusters of a word, coarse to fine; none of an unknown one."""
        row = self.rows.get(word)
        return [] if row is None else self.numbers[row].tolist()


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


class Model(NamedTuple):
    """What was learnt: how much each feature speaks for each label at each distance."""

    features: dict[str, int]
    """Features to rows of `weights` and `scales`."""
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
        """A model of these weights, which are rounded to eight bits each."""
        scales = np.maximum(np.abs(weights).max(axis=(1, 2)), 1e-6) / 127
        small = np.rint(weights / scales[:, None, None]).astype(np.int8)
        index = {name: at for at, name in enumerate(features)}
        return cls(index, small, scales.astype(np.float32), states, steps, clusters)

    def save(self, path: Path) -> None:
        """Writes the model."""
        np.savez_compressed(
            path,
            features=_packed(self.features),
            weights=self.weights,
            scales=self.scales,
            states=self.states.astype(np.float32),
            steps=self.steps.astype(np.float32),
            words=_packed(self.clusters.rows),
            clusters=self.clusters.numbers,
        )

    @classmethod
    def load(cls, path: Path = MODEL) -> Model:
        """Reads a model.

        Raises:
            FileNotFoundError: There is no such file.
        """
        with np.load(path, allow_pickle=False) as stored:
            clusters = Clusters(_unpacked(stored["words"]), stored["clusters"])
            features = _unpacked(stored["features"])
            return cls(features, stored["weights"], stored["scales"], stored["states"], stored["steps"], clusters)

    def row(self, features: Iterable[str]) -> Floats:
        """What a word with these features says: distances by labels."""
        found = [self.features[feature] for feature in features if feature in self.features]
        scaled: Floats = np.einsum("f,fdl->dl", self.scales[found], self.weights[found].astype(np.float32))
        return scaled


def _packed(names: Iterable[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(names).encode(), dtype=np.uint8)


def _unpacked(stored: NDArray[np.uint8]) -> dict[str, int]:
    names = stored.tobytes().decode().split("\n")
    return dict(zip(names, range(len(names)), strict=True))


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

    def numbers(self, sentences: Sequence[Sentence]) -> Integers:
        """The rows of all words, one sentence after another, with `REACH` edges between and around."""
        if len(self) > _MOST_ROWS:
            self.clear()
        stream = [EDGE] * REACH
        for sentence in sentences:
            stream += sentence.words
            stream += (EDGE,) * REACH
        return np.fromiter(map(self.__getitem__, stream), dtype=np.int32, count=len(stream))


def token_scores(rows: Floats, states: Floats, numbers: Integers, conditions: Integers, packed: Packed) -> Floats:
    """Scores of every token for every label, laid out as `packed` says.

    Args:
        rows: Distances by words by labels.
        states: Distances (-1, 0, 1) by states by labels.
        numbers: Rows of the words of the stream.
        conditions: States of the words of the stream.
        packed: The layout.
    """
    scores = np.zeros((len(packed.places), len(LABELS)), dtype=np.float32)
    for distance, table in enumerate(rows, -REACH):
        scores += table[numbers[packed.places + distance]]
    for distance, table in enumerate(states, -1):
        scores += table[conditions[packed.places + distance]]
    scores[: packed.bounds[1] if len(packed.bounds) > 1 else 0, 2::2] += FORBIDDEN
    return scores


def condition_stream(sentences: Sequence[Sentence]) -> Integers:
    """The states of all words in the order of `Rows.numbers`; edges have state 0."""
    edge = [0] * REACH
    stream = list(edge)
    for sentence in sentences:
        stream += sentence.states
        stream += edge
    return np.array(stream, dtype=np.int32)


class Labelled(NamedTuple):
    """What the model says of a sentence."""

    labels: list[int]
    """The likeliest label of each token, as an index of `LABELS`."""
    chances: Floats
    """Tokens by labels: the chance of each label."""

    def support(self, first: int, last: int, kind: EntityKind) -> float:
        """The chance that the tokens `first` to `last` are a name of a kind: that of the doubtfulest of them."""
        begin = 1 + 2 * KINDS.index(kind)
        inside = begin + 1
        chance = self.chances.item
        least = chance(first, begin)
        for at in range(first + 1, last + 1):
            least = min(least, chance(at, inside))
        if last + 1 < len(self.labels):
            least = min(least, 1 - chance(last + 1, inside))
        return max(0.0, least)


class CrfRecogniser:
    """Names by the trained model alone.

    Args:
        model: A model; the one that ships with the package if left out.
        gazetteer: Aliases that the model is told of; those that ship with the package if left out.
    """

    name = "crf"

    def __init__(self, model: Model | None = None, gazetteer: Gazetteer | None = None) -> None:
        self._given = (model, gazetteer)
        self._model = model or Model.load()
        self._gazetteer = gazetteer or load()
        self._rows = Rows(self._model, Lexicon(self._gazetteer, self._model.clusters))

    def __reduce__(self) -> tuple[type[CrfRecogniser], tuple[Model | None, Gazetteer | None]]:
        """Travels without its caches, and without the model where that is the package's own."""
        return CrfRecogniser, self._given

    def find(self, texts: Sequence[str]) -> list[list[NameSpan]]:
        """The names of each text, sorted, never overlapping, with offsets in characters of that text."""
        tokens = [tokenise(text) for text in texts]
        return self.find_in(texts, tokens, [gazetteer_spans(text, self._gazetteer) for text in texts])

    def find_in(
        self, texts: Sequence[str], tokens: Sequence[Tokens], known: Sequence[Sequence[NameSpan]]
    ) -> list[list[NameSpan]]:
        """The same for texts whose tokens and known names have been found already."""
        labelled = self.label([read(*both) for both in zip(tokens, known, strict=True)])
        return [list(spans_of(*three)) for three in zip(texts, tokens, labelled, strict=True)]

    def label(self, sentences: Sequence[Sentence]) -> list[Labelled]:
        """The likeliest labels of sentences, in their order."""
        pieces = [
            (
                number,
                at,
                Sentence(sentence.words[at : at + _MOST_TOKENS], sentence.states[at : at + _MOST_TOKENS]),
            )
            for number, sentence in enumerate(sentences)
            for at in range(0, len(sentence.words), _MOST_TOKENS)
        ]
        pieces.sort(key=lambda piece: -len(piece[2].words))
        none = Labelled([], np.zeros((0, len(LABELS)), dtype=np.float32))
        found = [none] * len(sentences)
        rest: list[tuple[int, int, Labelled]] = []
        for begin in range(0, len(pieces), _BATCH):
            batch = pieces[begin : begin + _BATCH]
            for (number, at, _), labelled in zip(batch, self._label([piece[2] for piece in batch]), strict=True):
                if len(sentences[number].words) <= _MOST_TOKENS:
                    found[number] = labelled
                else:
                    rest.append((number, at, labelled))
        for number, group in groupby(sorted(rest, key=lambda piece: piece[:2]), key=lambda piece: piece[0]):
            parts = [labelled for _, _, labelled in group]
            labels = [label for part in parts for label in part.labels]
            found[number] = Labelled(labels, np.concatenate([part.chances for part in parts]))
        return found

    def _label(self, sentences: Sequence[Sentence]) -> Iterator[Labelled]:
        packed = Packed.of(np.array([len(sentence.words) for sentence in sentences], dtype=np.int32))
        numbers = self._rows.numbers(sentences)
        model = self._model
        scores = token_scores(self._rows.scores, model.states, numbers, condition_stream(sentences), packed)
        labels = np.zeros(len(numbers), dtype=np.int8)
        labels[packed.places] = best_path(scores, model.steps, packed.bounds)
        believed = np.zeros((len(numbers), len(LABELS)), dtype=np.float32)
        believed[packed.places] = chances(scores, model.steps, packed.bounds).labels
        at = REACH
        for sentence in sentences:
            end = at + len(sentence.words)
            yield Labelled(labels[at:end].tolist(), believed[at:end])
            at = end + REACH


def spans_of(text: str, tokens: Tokens, labelled: Labelled) -> Iterator[NameSpan]:
    """The spans that labels mark, mentions only, each with the chance the model gives it as its score."""
    labels = labelled.labels
    first = None
    for at, label in enumerate([*labels, 0]):
        if first is not None and label != labels[first] + 1:
            start, stop = tokens.starts[first], tokens.stops[at - 1]
            kind = KINDS[labels[first] // 2]
            yield NameSpan(start, stop, text[start:stop], kind, "crf", round(labelled.support(first, at - 1, kind), 3))
            first = None
        if label % 2 and label <= 2 * len(KINDS):
            first = at
