"""Fits the recogniser of names: clusters of words, and a conditional random field by maximum likelihood."""

from __future__ import annotations

import sys
import time
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.optimize import fmin_l_bfgs_b
from scipy.sparse.linalg import svds

from archive.extract.names import crf
from archive.extract.names.crf_chain import FORBIDDEN, REACH, Packed, chances
from archive.extract.names.crf_model import EDGE, LABELS, STATES, Clusters, Lexicon, Model, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from names_examples import Example
    from numpy.typing import NDArray


def clusters_of(texts: Sequence[Sequence[str]], levels: Sequence[int], seed: int) -> Clusters:
    """Clusters of words by their neighbours: k-means on singular vectors of positive pointwise mutual information.

    Levy and Goldberg (2014) for the vectors; as many clusters a level as `levels` says.
    """
    counts = Counter(word for words in texts for word in words)
    vocabulary = [word for word, times in counts.most_common() if times >= 4]
    index = {word: at for at, word in enumerate(vocabulary)}
    contexts = min(8000, len(vocabulary))
    stream = np.array([index.get(w, -1) for words in texts for w in (*words, EDGE, EDGE)], dtype=np.int64)
    blocks = []
    for distance in (-2, -1, 1, 2):
        moved = np.roll(stream, -distance)
        both = (stream >= 0) & (moved >= 0) & (moved < contexts)
        ones = np.ones(int(both.sum()), dtype=np.float32)
        shape = (len(vocabulary), contexts)
        blocks.append(sparse.coo_matrix((ones, (stream[both], moved[both])), shape=shape).tocsr())
    table = sparse.hstack(blocks).tocoo()
    rows, columns = np.asarray(table.sum(axis=1)).ravel(), np.asarray(table.sum(axis=0)).ravel() ** 0.75
    value = np.log(table.data * columns.sum() / (rows[table.row] * columns[table.col]))
    positive = sparse.coo_matrix((np.maximum(value, 0), (table.row, table.col)), shape=table.shape).tocsr()
    start = np.random.default_rng(seed).standard_normal(min(positive.shape))
    left, values, _ = svds(positive.astype(np.float32), k=80, v0=start.astype(np.float32))
    vectors = left * np.sqrt(values)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    chosen = [k_means(vectors.astype(np.float32), level, seed) for level in levels]
    return Clusters.named(vocabulary, np.stack(chosen, axis=1).astype(np.uint16))


def k_means(vectors: NDArray[np.float32], count: int, seed: int, rounds: int = 25) -> NDArray[np.int64]:
    """Clusters of unit vectors; the first, commonest ones count for most."""
    chance = np.random.default_rng(seed)
    centres = vectors[chance.choice(min(len(vectors), 20 * count), count, replace=False)]
    nearest = np.zeros(len(vectors), dtype=np.int64)
    for _ in range(rounds):
        nearest = (vectors @ centres.T).argmax(axis=1)
        member = sparse.csr_matrix((np.ones(len(nearest), np.float32), (nearest, np.arange(len(nearest)))))
        sums = np.zeros_like(centres)
        sums[: member.shape[0]] = member @ vectors
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(norms > 0, sums / np.maximum(norms, 1e-9), centres)
    return nearest


class Trainer:
    """Fits a model to examples: maximum likelihood with a Gaussian prior, by L-BFGS on all examples at once.

    Args:
        examples: What to learn from.
        lexicon: Makes the features of words.
        rarest: Features of words that stand in fewer places are left out.
        prior: Strength of the prior.
    """

    def __init__(self, examples: Sequence[Example], lexicon: Lexicon, *, rarest: int, prior: float) -> None:
        examples = sorted(examples, key=lambda example: -len(example.labels))
        self._prior = prior
        self._clusters = lexicon.clusters
        lengths = np.array([len(example.labels) for example in examples], dtype=np.int32)
        self._packed = packed = Packed.of(lengths)
        words: dict[str, int] = {EDGE: 0}
        stream = [0] * REACH
        for example in examples:
            stream += [words.setdefault(word, len(words)) for word in example.sentence.words]
            stream += [0] * REACH
        numbers = np.array(stream, dtype=np.int32)
        states = crf.condition_stream([example.sentence for example in examples])
        self._near = [numbers[packed.places + distance] for distance in range(-REACH, REACH + 1)]
        self._conditions = [states[packed.places + distance] for distance in (-1, 0, 1)]
        times = np.bincount(numbers, minlength=len(words))
        self.features, self._made_of = table_of(lexicon.read(list(words)), times, rarest)
        tokens = len(packed.places)
        ones, at = np.ones(tokens, dtype=np.float32), np.arange(tokens)
        self._gather_words = [sparse.csr_matrix((ones, (near, at)), shape=(len(words), tokens)) for near in self._near]
        self._gather_states = [
            sparse.csr_matrix((ones, (near, at)), shape=(STATES, tokens)) for near in self._conditions
        ]
        self._by_sentence = np.array([example.weight for example in examples], dtype=np.float32)
        stops = np.diff(packed.bounds)
        order = np.concatenate([np.arange(size) for size in stops])
        self._weights = self._by_sentence[order]
        steps = np.repeat(np.arange(len(stops)), stops)
        self._gold = np.array(
            [examples[a].labels[b] for a, b in zip(order.tolist(), steps.tolist(), strict=True)],
            dtype=np.int64,
        )
        self._gold_steps = np.zeros((len(LABELS), len(LABELS)))
        for begin, middle, end in zip(packed.bounds, packed.bounds[1:], packed.bounds[2:], strict=False):
            size = end - middle
            pairs = (self._gold[begin : begin + size], self._gold[middle:end])
            np.add.at(self._gold_steps, pairs, self._by_sentence[:size])
        self._allowed = allowed_steps()
        self._rounds = 0

    @property
    def sizes(self) -> tuple[int, int, int]:
        """Weights of words, of states, of steps."""
        count = len(LABELS)
        return len(self.features) * (2 * REACH + 1) * count, 3 * STATES * count, count * count

    def loss(self, flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """Negative log likelihood with the prior, and its gradient."""
        count, width = len(LABELS), 2 * REACH + 1
        words, states, steps = self._parts(flat)
        by_word = self._made_of @ words.reshape(len(self.features), width * count)
        rows = by_word.reshape(-1, width, count)
        scores = np.zeros((len(self._gold), count), dtype=np.float32)
        for distance in range(width):
            scores += np.ascontiguousarray(rows[:, distance]).take(self._near[distance], axis=0)
        for distance in range(3):
            scores += states[distance].take(self._conditions[distance], axis=0)
        scores[: self._packed.bounds[1], 2::2] += FORBIDDEN
        chain = np.where(self._allowed, steps, FORBIDDEN).astype(np.float32)
        believed = chances(scores, chain, self._packed.bounds, self._by_sentence)
        at = np.arange(len(self._gold))
        reached = float((self._weights * (believed.log_total - scores[at, self._gold])).sum(dtype=np.float64))
        value = reached - float((chain * self._gold_steps).sum())
        slope = believed.labels
        slope[at, self._gold] -= 1
        slope *= self._weights[:, None]
        pulled = np.stack([gather @ slope for gather in self._gather_words], axis=1)
        of_words = self._made_of.T @ pulled.reshape(len(pulled), width * count)
        of_states = np.stack([gather @ slope for gather in self._gather_states])
        of_steps = np.where(self._allowed, believed.steps - self._gold_steps, 0)
        slopes = (of_words, of_states, of_steps)
        gradient = np.concatenate([each.ravel() for each in slopes]).astype(np.float64)
        return value + self._prior / 2 * float(flat @ flat), gradient + self._prior * flat

    def fit(
        self,
        rounds: int,
        keep: Callable[[Model], None] | None = None,
        start: Model | None = None,
        held: float = 0.0,
    ) -> Model:
        """The best model after at most so many rounds.

        Args:
            rounds: How many.
            keep: Is given the model of every tenth round.
            start: A model to go on from, with the same clusters; the way is shorter, the end the same.
            held: The share of that model's weights in the end: what is learnt anew then costs less of what was known.
        """

        def report(flat: NDArray[np.float64]) -> None:
            self._rounds += 1
            if self._rounds % 10 == 0:
                say(f"round {self._rounds} at {time.process_time():.0f} s")
            if keep and self._rounds % 10 == 0:
                keep(self._model(flat))

        begin = np.zeros(sum(self.sizes)) if start is None else self._flat(start)
        flat, _, _ = fmin_l_bfgs_b(self.loss, begin, m=8, maxiter=rounds, maxfun=2 * rounds, factr=1e5, callback=report)
        return self._model(held * begin + (1 - held) * flat)

    def _flat(self, model: Model) -> NDArray[np.float64]:
        """The weights of a model, laid out as here; 0 of features that it does not know."""
        rows, is_known = rows_of(model.keys, self.features)
        words = np.zeros((len(self.features), *model.weights.shape[1:]))
        words[is_known] = model.weights[rows[is_known]] * model.scales[rows[is_known], None, None]
        steps = np.where(self._allowed, model.steps, 0)
        return np.concatenate([each.ravel() for each in (words, model.states, steps)]).astype(np.float64)

    def _model(self, flat: NDArray[np.float64]) -> Model:
        words, states, steps = self._parts(flat)
        chain = np.where(self._allowed, steps, FORBIDDEN).astype(np.float32)
        return Model.of(self.features, words, states, chain, self._clusters)

    def _parts(self, flat: NDArray[np.float64]) -> tuple[NDArray[np.float32], ...]:
        count = len(LABELS)
        words, states, steps = np.split(flat.astype(np.float32), np.cumsum(self.sizes)[:-1])
        return (
            words.reshape(-1, 2 * REACH + 1, count),
            states.reshape(3, STATES, count),
            steps.reshape(count, count),
        )


def allowed_steps() -> NDArray[np.bool_]:
    """A name goes on only as what it began as."""
    return np.array(
        [[not to.startswith("I") or before[1:] == to[1:] for to in LABELS] for before in LABELS],
        dtype=np.bool_,
    )


def table_of(
    made: Sequence[Sequence[int]], times: NDArray[np.int64], rarest: int
) -> tuple[NDArray[np.uint32], sparse.csr_matrix]:
    """The features that are common enough, as checksums, and which words have them.

    Args:
        made: The features of each word.
        times: How often each word stands.
        rarest: The least count of a feature.
    """
    sizes = [len(features) for features in made]
    keys, columns = np.unique(np.array([*chain.from_iterable(made)], dtype=np.uint32), return_inverse=True)
    rows = np.repeat(np.arange(len(made)), sizes)
    is_common = np.bincount(columns, weights=times[rows]) >= rarest
    place = np.cumsum(is_common) - 1
    kept = is_common[columns]
    ones = np.ones(int(kept.sum()), dtype=np.float32)
    table = sparse.coo_matrix((ones, (rows[kept], place[columns[kept]])), shape=(len(made), int(is_common.sum())))
    return keys[is_common], table.tocsr()


def say(*what: object) -> None:
    """Tells how far it is, apart from what is printed."""
    print(*what, file=sys.stderr, flush=True)
