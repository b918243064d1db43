"""What may have been meant by a word that stands nowhere: words that the archive has, one letter away.

All words one letter away (one left out, one too many, two swapped, another in its place) are looked up in the index of
words themselves, so the time does not grow with the archive, and no list of its words is kept. Those that name somebody
and those in many texts come first. A correction is offered only with what it brings: the whole query, with its count.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from itertools import islice, product
from typing import TYPE_CHECKING

from archive.search.match import fts, is_literal
from archive.search.names import called, nearly_called
from archive.search.query import And, Filter, Or, Term
from archive.search.stems import words_of
from archive.text.folding import fold
from archive.text.slips import edits

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from archive.search.names import Meaning
    from archive.search.query import Node

SHORTEST = 4
"""Letters of a word that is corrected, or of the word in its place; of fewer, any other word is as near."""
SHORTEST_NAME = 6
"""Letters of a name that the query as a whole may nearly be; one in other letters may have fewer."""
MOST_WORDS = 4
"""Words of a query that are corrected at most."""
KEPT = 6
"""Corrections of a word that are tried in the whole query."""
TRIED = 12
"""Corrected queries that are counted at most."""
COUNTED = 2_000
"""Texts with a word are counted up to so many, to tell common words from rare ones."""
NAMED = 3.0
"""A word that is somebody's name counts like one in eight times as many texts."""

BEFORE_NAMES = 2
"""So many other words are tried before those whose names the whole query nearly is."""
LEAST_TEXTS = {3: 20, 4: 8, 5: 2}
"""What is offered for a short word stands in so many texts: much is one letter away from any four. If a letter was
left out, in half as many."""


Leaf = Term | Filter


def corrected(
    conn: sqlite3.Connection, root: Node | None, meanings: Mapping[Filter, Meaning]
) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """What a query that found nothing may have meant, the likeliest first, each with the words that it has instead."""
    leaves = list(dict.fromkeys(_positive(root)))
    unknown = [one for one in leaves if isinstance(one, Filter) and one in meanings and meanings[one].near]
    absent = [one for one in leaves if isinstance(one, Term) and _is_corrected(one) and not in_texts(conn, fts(one), 1)]
    tries: list[tuple[tuple[Leaf, Leaf], ...]]
    suspects: list[Leaf] = [*unknown, *absent]
    if not suspects:
        suspects = [one for one in leaves if isinstance(one, Term) and _is_corrected(one)]
        choices = [[(one, other) for other in _instead(conn, one, meanings)] for one in suspects[:MOST_WORDS]]
        tries = [(pair,) for group in choices for pair in group]
    else:
        known = [[(one, other) for other in _instead(conn, one, meanings)] for one in suspects[:MOST_WORDS]]
        tries = list(islice(product(*filter(None, known)), TRIED)) if any(known) else []
    for at, pairs in enumerate(tries[:TRIED]):
        if at == BEFORE_NAMES:
            yield from _named(conn, leaves, root)
        swapped: dict[Node, Node] = dict(pairs)
        if root is not None:
            words = tuple(other.value if isinstance(other, Filter) else other.text for _, other in pairs)
            yield _with(root, swapped.get), words
    if len(tries) <= BEFORE_NAMES:
        yield from _named(conn, leaves, root)


def _named(
    conn: sqlite3.Connection, leaves: Sequence[Leaf], root: Node | None
) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """Those whose names are nearly the words of a query: their texts may write them otherwise."""
    words = [one.text for one in leaves if isinstance(one, Term) and _is_corrected(one) and one.column is None]
    name = " ".join(words)
    is_long = len(name) >= SHORTEST_NAME or not fold(name).isascii()
    if is_long and len(words) == len(leaves) <= MOST_WORDS and isinstance(root, Term | And):
        for one in nearly_called(conn, name, 1):
            yield one, (one.value,)


def _positive(node: Node | None) -> Iterator[Leaf]:
    match node:
        case Term() | Filter():
            yield node
        case And(nodes) | Or(nodes):
            for one in nodes:
                yield from _positive(one)


def _is_corrected(term: Term) -> bool:
    return not is_literal(term) and not term.is_prefix and term.column != "said"


def _instead(conn: sqlite3.Connection, leaf: Leaf, meanings: Mapping[Filter, Meaning]) -> Sequence[Leaf]:
    """What may have been meant by a word, a phrase or a name, the likeliest first."""
    if isinstance(leaf, Filter):
        return [replace(leaf, value=name, is_prefix=False) for name in meanings[leaf].near[:KEPT]]
    tokens = words_of(leaf.text)
    found: list[tuple[float, str]] = []
    for at, token in enumerate(tokens):
        if len(tokens) > 1 and in_texts(conn, f'"{token}"', 1):
            continue  # in a phrase, the words that stand nowhere are the wrong ones
        for weight, word in _known(conn, token):
            found.append((weight, " ".join((*tokens[:at], word, *tokens[at + 1 :]))))
    if not found and len(tokens) > 1:
        found = [
            (weight, " ".join((*tokens[:at], word, *tokens[at + 1 :])))
            for at, token in enumerate(tokens)
            for weight, word in _known(conn, token)
        ]
    ranked = sorted(found, key=lambda one: (-one[0], one[1]))
    return [replace(leaf, text=text) for _, text in ranked[:KEPT]]


def _known(conn: sqlite3.Connection, word: str) -> list[tuple[float, str]]:
    """The words one letter away that stand in some text, with how likely each is meant."""
    if len(word) < SHORTEST - 1 or not word.isalpha():
        return []
    near: dict[str, float] = {}
    for edit in edits(word):
        if len(edit.word) < SHORTEST:
            continue
        near[edit.word] = max(edit.weight, near.get(edit.word, -9.0))
    there = [one for (one,) in conn.execute(_THERE, {"words": json.dumps(list(near), ensure_ascii=False)})]
    parted = (f"{word[:at]} {word[at:]}" for at in range(2, len(word) - 1))
    there += [one for one in parted if in_texts(conn, f'"{one}"', 1)]
    texts = {one: in_texts(conn, f'"{one}"', COUNTED) for one in there}
    least = LEAST_TEXTS.get(len(word), 1)
    there = [one for one in there if texts[one] >= (least // 2 if len(one) > len(word) else least)]
    named = dict(zip(there, called(conn, there), strict=True))
    rated = {one: near.get(one, 1.0) + math.log2(1 + texts[one]) + NAMED * bool(named[one]) for one in there}
    best = sorted(rated, key=lambda one: (-rated[one], one))[: 2 * KEPT]
    return [(rated[one], written) for one in best if (written := _as_written(conn, one))]


def _as_written(conn: sqlite3.Connection, word: str) -> str | None:
    """A word as some text writes it; None if it only has its stem in common with what is written there."""
    for marked in conn.execute(_WRITTEN, (f'"{word}"',)):
        for text in marked:
            found = re.findall("\x01([^\x02]*)\x02", text or "")
            if written := next((one for one in found if fold(one) == word), None):
                return str(written)
    return None


_WRITTEN = """
select highlight(snippets_fts, 1, char(1), char(2)), highlight(snippets_fts, 0, char(1), char(2))
from snippets_fts where snippets_fts match ? limit 20
"""


_THERE = """
select value from json_each(:words)
where exists (select 1 from snippets_fts where snippets_fts match '"' || value || '"')
"""


def in_texts(conn: sqlite3.Connection, match: str, most: int) -> int:
    """In how many texts words stand, counted up to so many."""
    select = "select count(*) from (select 1 from snippets_fts where snippets_fts match ? limit ?)"
    (number,) = conn.execute(select, (match, most)).fetchone()
    return int(number)


def _with(node: Node, instead: Callable[[Node], Node | None]) -> Node:
    """The tree with other leaves in the place of some."""
    match node:
        case And(nodes):
            return And(tuple(_with(one, instead) for one in nodes))
        case Or(nodes):
            return Or(tuple(_with(one, instead) for one in nodes))
    return instead(node) or node
