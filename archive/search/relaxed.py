"""A sentence that was pasted, a question that was typed: where no text has all its words, those with most rare ones.

The words of a query that found nothing become SOME(…, n) of the rarest that the archive has; all its other conditions
stay. Two words are no sentence: whoever types these wants both, but not the small words of a question beside them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archive.search.match import fts, is_literal
from archive.search.query import And, Query, Some, Term, join
from archive.search.spelling import in_texts
from archive.search.stems import words_of
from archive.text.folding import fold
from archive.text.levelling import ARTICLES, FUNCTION_WORDS, level
from archive.text.wordlists import words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from archive.search.query import Node

LEAST_WORDS = 3
"""A query of fewer words, small ones not counted, asks for all of them."""
RAREST = 12
"""So many of the rarest words are asked for."""
SHARE = 0.4
"""This part of them must be there: set on sentences and questions, see tests/bench/search_quality.py."""
LEAST_FOUND = 2
COMMON = 20_000
"""A word in more texts than these tells little, and takes long."""
LONGEST_PHRASE = 4
"""A phrase of more words is a sentence in quotation marks."""


_SMALL_WORDS = FUNCTION_WORDS | ARTICLES | words("search_words")


def relaxed(conn: sqlite3.Connection, query: Query) -> Query | None:
    """A query for the rarer words of one that found nothing; None if it is no sentence, or too few are known."""
    nodes = query.conditions
    terms = list(dict.fromkeys(term for node in nodes for term in _words(node)))
    if len(terms) < LEAST_WORDS and len(terms) == sum(map(_is_word, nodes)):
        return None
    found = {term: in_texts(conn, fts(term), COMMON) for term in terms}
    known = sorted((one for one in terms if 0 < found[one] < COMMON), key=found.__getitem__)
    rarest = set(known[:RAREST])
    if len(rarest) < LEAST_FOUND or (len(terms) < LEAST_WORDS and len(rarest) < len(terms)):
        return None
    least = max(LEAST_FOUND, round(len(rarest) * SHARE))
    some = Some(tuple(term for term in terms if term in rarest), least)
    note = f"No snippet has all of these words. These have {least} or more of the rarer ones: {_listed(some)}."
    rest = [node for node in nodes if not _is_word(node)]
    return replace(query, root=join(And, [some, *rest]), notes=(*query.notes, note))


def _words(node: Node) -> Iterator[Term]:
    """The words of a term that tell something; of a long phrase each by itself."""
    if not isinstance(node, Term) or not _is_word(node):
        return
    tokens = words_of(node.text)
    parts = [replace(node, text=token) for token in tokens] if len(tokens) > LONGEST_PHRASE else [node]
    for part in parts:
        if len(words_of(part.text)) > 1 or level(fold(part.text)) not in _SMALL_WORDS:
            yield part


def _is_word(node: Node) -> bool:
    return isinstance(node, Term) and node.column != "said" and not is_literal(node)


_SIGNS = ",.;:!?…"


def _listed(some: Some) -> str:
    return ", ".join(term.text.strip(_SIGNS) for term in some.terms)
