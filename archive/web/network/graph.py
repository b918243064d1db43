"""A network of who is named with whom: which ties are worth drawing, where everybody stands, and the whole as GraphML.

Pure functions: equal input gives equal output. Of two names that are often in the news, many share a text by chance, so
ties are ranked by the leading term of Dunning's log-likelihood ratio (1993): the snippets that name both, times the
logarithm of how many times more they are than by chance. A strong tie is frequent, and more so than by chance.
"""

from __future__ import annotations

import io
import math
import re
from collections import Counter
from dataclasses import dataclass
from importlib import import_module
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from archive.web.counts import EntityCount

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Ids = NDArray[np.int64]

BLOCK = 10_000
"""Snippets that are counted at once."""
PER_NODE = 3
"""Strongest ties of each node that are drawn; a tie is drawn if it is among those of either end."""
PER_NODE_CROWDED = 2
"""The same of networks beyond CROWDED nodes."""
CROWDED = 60
SMALL = 500
"""Up to so many snippets, one that names both is a tie already; beyond, it takes two."""
ROUNDS = 200
"""Steps of the layout."""
SEED = 11
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Points = dict[int, tuple[float, float]]
"""Where each node stands, by its number."""
Pair = tuple[int, int]
"""Two nodes, the lower number first."""


Node = EntityCount
"""An entity in the network."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Two entities that are named together."""

    one: int
    other: int
    count: int
    """Snippets that name both."""
    npmi: float
    """Normalised pointwise mutual information: 0 as often as by chance, 1 never one without the other."""


@dataclass(frozen=True, slots=True)
class Network:
    """Entities and the ties among them that are drawn."""

    nodes: tuple[Node, ...]
    """Those of most snippets first; the centre, if there is one, before all."""
    ties: tuple[Tie, ...]
    """The strongest first."""
    pairs: int
    """Pairs of these entities that are named together at all."""
    centre: int | None = None
    """Whom the network is about: in all its snippets, and tied to everybody."""


def together(snippets: Ids, entities: Ids) -> tuple[dict[int, int], dict[Pair, int]]:
    """Count in how many snippets each of a few entities is named, and each pair, by all namings."""
    nodes, node = np.unique(entities, return_inverse=True)
    rows, row = np.unique(snippets, return_inverse=True)
    both = np.zeros((nodes.size, nodes.size))
    for first in range(0, rows.size, BLOCK):
        here = (row >= first) & (row < first + BLOCK)
        named = np.zeros((BLOCK, nodes.size), np.float32)
        named[row[here] - first, node[here]] = 1
        both += named.T @ named
    found = both.astype(int).tolist()
    ones = nodes.tolist()
    single = {one: found[at][at] for at, one in enumerate(ones)}
    every = (((one, other), found[at][to]) for (at, one), (to, other) in combinations(enumerate(ones), 2))
    return single, {pair: count for pair, count in every if count}


def ties(single: Mapping[int, int], pairs: Mapping[Pair, int], total: int, centre: int | None = None) -> list[Tie]:
    """Choose the ties that are drawn, the strongest first: the strongest of each node, and all of the centre.

    A node without a tie beyond chance keeps its most frequent one, so that nobody who is named with others stands
    alone.
    """
    least = 1 if total <= SMALL else 2
    strength = {
        pair: (_strength(count, single[pair[0]], single[pair[1]], total), count)
        for pair, count in pairs.items()
        if count >= least or centre in pair
    }
    ranked = sorted(strength, key=lambda pair: (-strength[pair][0], -strength[pair][1], pair))
    per_node = PER_NODE if len(single) <= CROWDED else PER_NODE_CROWDED
    kept: set[Pair] = {pair for pair in ranked if centre in pair}
    drawn: Counter[int] = Counter()
    for pair in ranked:
        if centre not in pair and strength[pair][0] > 0 and min(drawn[pair[0]], drawn[pair[1]]) < per_node:
            kept.add(pair)
            drawn.update(pair)
    has_tie = {node for pair in kept for node in pair}
    for pair in sorted(strength, key=lambda pair: (-strength[pair][1], pair)):
        if pair[0] not in has_tie or pair[1] not in has_tie:
            kept.add(pair)
            has_tie.update(pair)
    return [
        Tie(*pair, pairs[pair], npmi(pairs[pair], single[pair[0]], single[pair[1]], total))
        for pair in ranked
        if pair in kept
    ]


def _strength(both: int, one: int, other: int, total: int) -> float:
    return both * math.log(both * total / (one * other))


def npmi(both: int, one: int, other: int, total: int) -> float:
    """Normalised pointwise mutual information of two names (Bouma 2009), from -1 to 1; 0 is chance.

    It takes the snippets that name both, at least 1, those that name one, those that name the other, and all.
    """
    if both >= total:
        return 0.0  # in every snippet: that says nothing about the two
    return max(-1.0, min(1.0, math.log(both * total / (one * other)) / -math.log(both / total)))


def graph(network: Network) -> Any:
    """The network as a `networkx.Graph`, with what is known of nodes and ties as attributes."""
    made = _networkx().Graph()
    for node in network.nodes:
        made.add_node(node.id, label=printable(node.name), kind=node.kind, snippets=node.count)
    for tie in network.ties:
        made.add_edge(tie.one, tie.other, snippets=tie.count, npmi=round(tie.npmi, 4))
    return made


def graphml(network: Network) -> bytes:
    """The network in GraphML, UTF-8, for Gephi, yEd, Cytoscape and the like."""
    written = io.BytesIO()
    _networkx().write_graphml_xml(graph(network), written, prettyprint=True)
    return written.getvalue()


def layout(network: Network) -> Points:
    """Give every node a place in the square from 0 to 1, with those close together that are named together.

    Communities (Louvain) start side by side on a circle, then springs pull along the ties (Fruchterman-Reingold). The
    middle, always the most crowded, is then stretched: partly by place, partly by rank.
    """
    if not network.nodes:
        return {}
    made = _joined(graph(network), network)
    nx = _networkx()
    start = _by_community(nx, made)
    fixed = [network.centre] if network.centre in start else None
    if fixed:
        start[fixed[0]] = (0.0, 0.0)
    places = nx.spring_layout(
        made, pos=start, fixed=fixed, k=2.2 / math.sqrt(len(made)), iterations=ROUNDS, weight="pull", seed=SEED
    )
    points = np.array([places[node.id] for node in network.nodes], dtype=float)
    stretched = np.column_stack([_stretched(points[:, axis]) for axis in (0, 1)])
    return {node.id: (float(x), float(y)) for node, (x, y) in zip(network.nodes, stretched, strict=True)}


def _joined(made: Any, network: Network) -> Any:
    """The graph with a pull along each tie, and a slight one that keeps its separate parts from flying apart."""
    for one, other, held in made.edges(data=True):
        is_spoke = network.centre in (one, other)
        held["pull"] = 0.15 if is_spoke else 0.4 + max(0.0, held["npmi"])
    parts = sorted(
        (sorted(part) for part in _networkx().connected_components(made)), key=lambda part: (-len(part), part)
    )
    for part in parts[1:]:
        made.add_edge(parts[0][0], part[0], pull=0.1)
    return made


def _by_community(nx: Any, made: Any) -> Points:
    found = nx.community.louvain_communities(made, weight="pull", seed=SEED)
    start: Points = {}
    groups = sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))
    for at, group in enumerate(groups):
        middle = _on_circle(at, len(groups), 1.0)
        for index, node in enumerate(group):
            x, y = _on_circle(index, len(group), 0.3)
            start[node] = (middle[0] + x, middle[1] + y)
    return start


def _on_circle(at: int, of: int, radius: float) -> tuple[float, float]:
    angle = 2 * math.pi * at / of
    return radius * math.cos(angle), radius * math.sin(angle)


def _stretched(values: NDArray[np.float64]) -> NDArray[np.float64]:
    if len(values) == 1 or np.ptp(values) == 0:
        return np.full(len(values), 0.5)
    linear = (values - values.min()) / np.ptp(values)
    rank = np.argsort(np.argsort(values, kind="stable"), kind="stable") / (len(values) - 1)
    return np.asarray(0.4 * linear + 0.6 * rank)


def apart(
    points: Sequence[tuple[float, float]], radii: Sequence[float], size: tuple[float, float], gap: float
) -> list[tuple[float, float]]:
    """Push discs that overlap out of each other, inside a frame, until a gap is free between any two."""
    at, reach = np.array(points, dtype=float).reshape(-1, 2), np.array(radii, dtype=float)
    low, high = reach[:, None] + gap, np.array(size)[None, :] - reach[:, None] - gap
    wanted = reach[:, None] + reach[None, :] + gap
    for _ in range(120):
        at = np.clip(at, low, np.maximum(low, high))
        away = at[:, None, :] - at[None, :, :]
        distance = np.hypot(away[..., 0], away[..., 1])
        short = np.triu(wanted - distance, 1)
        if not (short > 1e-6).any():
            break
        # discs in one place have no direction away from each other: they part along their order
        same = distance < 1e-9
        away[same] = (1.0, 0.37)
        push = (
            np.maximum(0, short)[..., None] * away / np.maximum(np.hypot(away[..., 0], away[..., 1]), 1e-9)[..., None]
        )
        at = at + 0.5 * (push.sum(axis=1) - push.sum(axis=0))
    at = np.clip(at, low, np.maximum(low, high))
    return [(float(x), float(y)) for x, y in at]


def printable(text: str) -> str:
    """A text without the characters that XML can't hold."""
    return _NOT_XML.sub("\ufffd", text)


def _networkx() -> Any:
    """`networkx`, loaded when a network is first drawn: it takes a quarter of a second, and is not typed."""
    return import_module("networkx")
