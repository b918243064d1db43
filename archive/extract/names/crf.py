"""Names by a trained model: a linear-chain conditional random field, decoded for many texts at once.

What the model knows of words is in `crf_model`; the chain over them is `crf_chain`'s. Here texts become what the model
sees, and what it says becomes spans.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from archive.extract.names.crf_chain import FORBIDDEN, REACH, Packed, best_path, chances
from archive.extract.names.crf_model import KINDS, LABELS, Lexicon, Model, Rows
from archive.extract.names.known import gazetteer_spans
from archive.gazetteer import Gazetteer, load
from archive.text.tokens import Tokens, tokenise
from archive.types import EntityKind, NameSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Integers = NDArray[np.int32]

_BATCH = 1024
_MOST_TOKENS = 400  # a longer text is decoded in pieces; no name is near as long
_SURE = 0.8
_PART = re.compile(r"((?:MC|[OD]['’])(?=[^\W\d_]{3}))?([^-]+)")
_FEW = 4  # words that are too few to tell how a text is written
_SENTENCE_ENDS = frozenset(".!?:;…")


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
    end = 0
    for span in known:
        standing = 1 + 4 * KINDS.index(span.kind) + (0 if span.score >= _SURE else 2)
        begin = bisect_left(tokens.starts, span.start, end)
        end = bisect_left(tokens.starts, span.stop, begin)
        for at in range(begin, end):
            states[at] += 6 * (standing + (at > begin))
    if manner == "capitals":
        words = [written_small(word) for word in words]
    return Sentence(words, states)


def written_small(word: str) -> str:
    """A word in capitals as it is written elsewhere: 'Jean-Pierre', 'McConnell', 'Oslo'."""
    if "." in word:
        return word
    return _PART.sub(lambda part: (part[1] or "").capitalize() + part[2].capitalize(), word)


def writing(words: Sequence[str]) -> str:
    """How a text is written: in 'capitals', as a 'headline' where most words begin large, or 'plain'."""
    firsts = [word[0] for word in words]
    count = sum(map(str.isalpha, firsts))
    if count < _FEW or sum(map(str.isupper, firsts)) <= 0.7 * count:
        return "plain"
    return "capitals" if all(word.isupper() for word in words if word[0].isalpha()) else "headline"


def token_scores(model: Model, rows: Rows, numbers: Integers, conditions: Integers) -> Floats:
    """Scores of every token of a stream for every label.

    Args:
        model: A model.
        rows: What words say by themselves.
        numbers: Rows of the words of the stream.
        conditions: States of the words of the stream.
    """
    scores = np.zeros((len(numbers), len(LABELS)), dtype=np.float32)
    inner = scores[REACH:-REACH]  # the first and last words are edges
    size = len(inner)

    def at(distance: int) -> slice:
        return slice(REACH + distance, REACH + distance + size)

    for distance, table in enumerate(rows.scores, -REACH):
        inner += table.take(numbers[at(distance)], axis=0)
    for distance, table in enumerate(model.states, -1):
        inner += table.take(conditions[at(distance)], axis=0)
    return scores


def condition_stream(sentences: Sequence[Sentence]) -> Integers:
    """The states of all words in the order of `Rows.numbers`; edges have state 0."""
    edge = [0] * REACH
    stream = list(edge)
    for sentence in sentences:
        stream += sentence.states
        stream += edge
    return np.array(stream, dtype=np.int32)


_LEANING: Final = np.array([1.5 if label.endswith("organisation") else 1.0 for label in LABELS], dtype=np.float32)
"""How much more a chance of each label counts. The model is too careful about organisations in news of other kinds than
it has learnt from: of 1.25, 1.5 and 2, F1 is best at 1.5 on agency news, and as good on summaries."""


class Labelled(NamedTuple):
    """What the model says of a sentence."""

    labels: bytes
    """The label of each token, as an index of `LABELS`."""
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


def _pieces(sentence: Sentence) -> Iterator[tuple[int, Sentence]]:
    """A sentence in pieces that are not too long, each with the token that it starts at; none of an empty one."""
    words, states = sentence
    if 0 < len(words) <= _MOST_TOKENS:
        yield 0, sentence
        return
    for at in range(0, len(words), _MOST_TOKENS):
        yield at, Sentence(words[at : at + _MOST_TOKENS], states[at : at + _MOST_TOKENS])


class CrfRecogniser:
    """Names by the trained model alone.

    Args:
        model: A model; the one that ships with the package if left out.
        gazetteer: Aliases that the model is told of; those that ship with the package if left out.
    """

    name = "crf"

    def __init__(self, model: Model | None = None, gazetteer: Gazetteer | None = None) -> None:
        self._given = (model, gazetteer)
        self.model = model or Model.load()
        self._gazetteer = gazetteer or load()
        self.lexicon = Lexicon(self._gazetteer, self.model.clusters)
        self._rows = Rows(self.model, self.lexicon)

    def __reduce__(self) -> tuple[type[CrfRecogniser], tuple[Model | None, Gazetteer | None]]:
        """Travels without its caches, and without the model where that is the package's own."""
        return CrfRecogniser, self._given

    def find(self, texts: Sequence[str], *, least: float = 0.0) -> list[list[NameSpan]]:
        """The names of each text, sorted, never overlapping, with offsets in characters of that text.

        Those on the likeliest path whose chance is at least `least`; a name may be on it and yet below even.
        """
        tokens = [tokenise(text) for text in texts]
        found = self.find_in(texts, tokens, [gazetteer_spans(text, self._gazetteer) for text in texts])
        return [[span for span in spans if span.score >= least] for spans in found]

    def find_in(
        self, texts: Sequence[str], tokens: Sequence[Tokens], known: Sequence[Sequence[NameSpan]]
    ) -> list[list[NameSpan]]:
        """The same for texts whose tokens and known names have been found already."""
        labelled = self.label([read(*both) for both in zip(tokens, known, strict=True)])
        return [list(spans_of(*three)) for three in zip(texts, tokens, labelled, strict=True)]

    def label(self, sentences: Sequence[Sentence], *, by_path: bool = True) -> list[Labelled]:
        """The labels of sentences, in their order.

        Args:
            sentences: Texts as the model sees them.
            by_path: Whether the labels are those of the likeliest path; else they are the likeliest of each token,
                organisations leaning, which is the same where the model is sure, and quicker.
        """
        pieces = [(number, at, piece) for number, sentence in enumerate(sentences) for at, piece in _pieces(sentence)]
        pieces.sort(key=lambda piece: -len(piece[2].words))
        none = Labelled(b"", np.zeros((0, len(LABELS)), dtype=np.float32))
        found = [none] * len(sentences)
        rest: list[tuple[int, int, Labelled]] = []
        for begin in range(0, len(pieces), _BATCH):
            batch = pieces[begin : begin + _BATCH]
            for (number, at, _), labelled in zip(
                batch, self._label([piece[2] for piece in batch], by_path), strict=True
            ):
                if len(sentences[number].words) <= _MOST_TOKENS:
                    found[number] = labelled
                else:
                    rest.append((number, at, labelled))
        for number, group in groupby(sorted(rest, key=lambda piece: piece[:2]), key=lambda piece: piece[0]):
            parts = [labelled for _, _, labelled in group]
            labels = b"".join(part.labels for part in parts)
            found[number] = Labelled(labels, np.concatenate([part.chances for part in parts]))
        return found

    def _label(self, sentences: Sequence[Sentence], by_path: bool) -> Iterator[Labelled]:
        packed = Packed.of(np.array([len(sentence.words) for sentence in sentences], dtype=np.int32))
        numbers = self._rows.numbers(sentence.words for sentence in sentences)
        model = self.model
        scores = token_scores(model, self._rows, numbers, condition_stream(sentences))[packed.places]
        scores[: packed.bounds[1] if len(packed.bounds) > 1 else 0, 2::2] += FORBIDDEN
        believed = np.zeros((len(numbers), len(LABELS)), dtype=np.float32)
        believed[packed.places] = chances(scores, model.steps, packed.bounds).labels
        labels = (believed * _LEANING).argmax(axis=1).astype(np.int8)
        if by_path:
            labels[packed.places] = best_path(scores, model.steps, packed.bounds)
        at = REACH
        for sentence in sentences:
            end = at + len(sentence.words)
            yield Labelled(labels[at:end].tobytes(), believed[at:end])
            at = end + REACH


def spans_of(text: str, tokens: Tokens, labelled: Labelled) -> Iterator[NameSpan]:
    """The spans that labels mark, mentions only, each with the chance the model gives it as its score."""
    for first, last, kind in marked(labelled):
        start, stop = tokens.starts[first], tokens.stops[last]
        yield NameSpan(start, stop, text[start:stop], kind, "crf", round(labelled.support(first, last, kind), 3))


Piece = tuple[int, int, EntityKind]
"""A name in tokens: first, last (inclusive), and its kind."""

_MARKED = re.compile(b"|".join(bytes((begin,)) + b"(?:" + bytes((begin + 1,)) + b")*" for begin in (1, 3, 5)))


def marked(labelled: Labelled) -> Iterator[Piece]:
    """The names on the likeliest path, mentions only."""
    labels = labelled.labels
    for match in _MARKED.finditer(labels):
        first, end = match.span()
        yield first, end - 1, KINDS[labels[first] // 2]


def starts(labelled: Labelled, least: float) -> list[int]:
    """The tokens at which a name of at least a given chance may start."""
    found: list[int] = np.flatnonzero((labelled.chances[:, 1::2] >= least).any(axis=1)).tolist()
    return found


def possible(labelled: Labelled, least: float) -> Iterator[Piece]:
    """Every name of at least a given chance, mentions only, the likeliest or not; they may overlap."""
    is_possible = labelled.chances >= least
    for at, kind in enumerate(KINDS):
        goes_on = is_possible[:, 2 * at + 2]
        for first in np.flatnonzero(is_possible[:, 2 * at + 1]).tolist():
            last = first
            while last + 1 < len(goes_on) and goes_on[last + 1]:
                last += 1
            if labelled.support(first, last, kind) >= least:
                yield first, last, kind
