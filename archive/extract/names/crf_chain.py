"""The chain of a conditional random field: best path, and forward and backward sums, for many sentences at once.

The sentences of a batch are laid side by side, longest first, and each step is one operation on all of them
(Lafferty, McCallum and Pereira 2001; Rabiner 1989).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Integers = NDArray[np.int32]

REACH: Final = 2
"""How far to either side a word has its say: so many edges stand between sentences in a stream."""

FORBIDDEN: Final = -60.0
"""The score of what cannot be: no sum of others outweighs it."""


class Packed(NamedTuple):
    """Sentences of falling length, laid out step by step: all first tokens, all second ones, and so on."""

    places: Integers
    """For each token in that order its place in the stream of `Rows.numbers`."""
    bounds: list[int]
    """Where each step starts; the last is the number of tokens."""

    @classmethod
    def of(cls, lengths: Integers) -> Packed:
        """Lays out sentences whose lengths never rise."""
        steps = np.arange(int(lengths.max(initial=0)))
        starts = REACH + np.concatenate([[0], np.cumsum(lengths + REACH)[:-1]])
        is_there = steps[:, None] < lengths[None, :]
        places = (starts[None, :] + steps[:, None])[is_there]
        bounds = [0, *np.cumsum(is_there.sum(axis=1)).tolist()]
        return cls(places.astype(np.int32), bounds)


def best_path(scores: Floats, steps: Floats, bounds: Sequence[int]) -> NDArray[np.int8]:
    """The likeliest labels (Viterbi), for many sentences at once.

    Args:
        scores: Tokens by labels, laid out as `Packed` says; `FORBIDDEN` where a sentence cannot start.
        steps: From label by to label.
        bounds: Where each step starts in `scores`.

    Returns:
        Labels in the same layout.
    """
    best = scores.copy()
    for begin, middle, end in zip(bounds, bounds[1:], bounds[2:], strict=False):
        before = best[begin : begin + end - middle]
        top = before[:, :1] + steps[0]
        for label in range(1, scores.shape[1]):
            np.maximum(top, before[:, label : label + 1] + steps[label], out=top)
        best[middle:end] += top
    # Where a best path came from is worked out only for the one that is taken.
    labels = np.zeros(len(scores), dtype=np.int8)
    following = labels[:0]
    onto = np.ascontiguousarray(steps.T)
    for step in range(len(bounds) - 2, -1, -1):
        block = best[bounds[step] : bounds[step + 1]]
        block[: len(following)] += onto[following]
        following = block.argmax(axis=1).astype(np.int8)
        labels[bounds[step] : bounds[step + 1]] = following
    return labels


class Chances(NamedTuple):
    """What the chain believes of every token and step."""

    labels: Floats
    """Tokens by labels: the chance of each label."""
    steps: NDArray[np.float64]
    """From label by to label: how often each step is expected, weighed by sentence."""
    log_total: NDArray[np.float64]
    """For each token its part of the logarithm of the sum over all paths."""


def chances(scores: Floats, steps: Floats, bounds: Sequence[int], weights: Floats | None = None) -> Chances:
    """Chances of labels (forward and backward), for many sentences at once.

    Args:
        scores: Tokens by labels, laid out as `Packed` says.
        steps: From label by to label.
        bounds: Where each step starts in `scores`.
        weights: Weight of each sentence for the expected steps; one each if left out.
    """
    highest = scores.max(axis=1, keepdims=True)
    forward = np.exp(scores - highest)
    likely = forward.copy()
    sums = np.empty(len(scores), dtype=np.float32)
    matrix = np.exp(steps)
    for at, (begin, end) in enumerate(pairwise(bounds)):
        block = forward[begin:end]
        if at:
            before = bounds[at - 1]
            block *= forward[before : before + end - begin] @ matrix
        total = block.sum(axis=1)
        sums[begin:end] = total
        block /= total[:, None]
    backward = np.ones_like(forward)
    expected = np.zeros(steps.shape, dtype=np.float64)
    for at in range(len(bounds) - 3, -1, -1):
        begin, middle, end = bounds[at], bounds[at + 1], bounds[at + 2]
        size = end - middle
        onward = likely[middle:end] * backward[middle:end] / sums[middle:end, None]
        backward[begin : begin + size] = onward @ matrix.T
        if weights is not None:
            onward *= weights[:size, None]
        expected += forward[begin : begin + size].T @ onward
    forward *= backward
    forward /= forward.sum(axis=1, keepdims=True)
    return Chances(forward, expected * matrix, np.log(sums) + highest[:, 0])
