"""What the full-text index makes of words: stems, beginnings of words, and where a match stands in a text.

The index stems (porter), so two things that look simple are not. `presiden*` would find no "president", which is
stored as "presid"; `country*` would be stemmed itself and miss "countryside". And to mark matches in a text one must
know how the index cuts and stems it. Rather than imitate SQLite's tokeniser, this asks it: a table of the same kind in
memory, made for the question and thrown away. It never sees the archive.
"""

from __future__ import annotations

import itertools
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

STEMMED = "porter unicode61 remove_diacritics 2"
"""The tokeniser of `snippets_fts` (a test compares it with the schema)."""
UNSTEMMED = "unicode61 remove_diacritics 2"

_OPEN, _CLOSE = "\x01", "\x02"
_BLANKED = str.maketrans(dict.fromkeys((_OPEN, _CLOSE, "\x00"), " "))

_SHORTEST_STEM = 3  # "ins" has the stem of "in": `ins*` would find every text with that
_AFTER_DOUBLED = ("ed", "ing", "ings", "er")
"""Before these a doubled consonant is made single: "stopp-ed"."""
# Endings that the stemmer takes off or changes (Porter 1980, steps 1 to 5), and the plurals and adverbs made of them.
_ENDINGS = (
    "ed", "ing", "ness", "e", "sses", "ies", "ied", "eed", "eedly", "edly", "ings", "ingly", "ational", "tional",
    "ency", "encies", "ancy", "ancies", "izer", "izers", "ably", "ally", "ently", "ely", "ously", "ization",
    "izations", "isation", "ation", "ations", "ator", "ators", "alism", "iveness", "fulness", "ousness", "ality",
    "alities", "ivity", "ivities", "bility", "bilities", "icate", "icates", "icated", "icating", "ative", "atively",
    "alize", "alized", "alizing", "icity", "ical", "ically", "ful", "fully", "nesses", "al", "als", "ance", "ances",
    "ence", "ences", "er", "ers", "ic", "ics", "able", "ible", "ant", "ants", "antly", "ement", "ements", "ment",
    "ments", "ent", "ents", "ion", "ions", "ional", "ionally", "ism", "isms", "ate", "ates", "ated", "ating", "ity",
    "ities", "ous", "ive", "ives", "ively", "ize", "izes", "ized", "izing", "logy", "logical", "es", "ll", "ly",
    "y", "s",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Beginning:
    """What to look up for `word*`."""

    star: str
    """Asked for with a star; the stemmer makes it the very beginning that was meant."""
    exact: tuple[str, ...]
    """Words whose stems are shorter than that beginning, asked for without a star."""


@lru_cache(maxsize=512)
def words_of(text: str, tokenizer: str = UNSTEMMED) -> tuple[str, ...]:
    """The tokens that the index cuts a text into, case and diacritics folded."""
    return _tokens((text,), tokenizer)[0]


@lru_cache(maxsize=512)
def beginning(word: str) -> Beginning:
    """How to find every word that begins with `word`, a token of `words_of`, in an index of stems.

    The stem of such a word either begins with `word` too, or it is shorter because an ending came off. The first kind
    is one look-up by prefix; but the stemmer stems the question as well (`ins*` would ask for `in*`), so an ending is
    added that it takes off again (`insed*` asks for `ins*`). The second kind is found by completing `word` with each
    ending whose first letters it ends with.
    """
    padded = [word, *(word + ending for ending in _ENDINGS)]
    completed = [
        word + ending[cut:] for ending in _ENDINGS for cut in range(1, len(ending)) if word.endswith(ending[:cut])
    ]
    if word[-1] == word[-2:-1]:
        completed += [word + ending for ending in _AFTER_DOUBLED]
    candidates = tuple(dict.fromkeys((*padded, *completed)))
    stems = dict(zip(candidates, map("".join, _tokens(candidates, STEMMED)), strict=True))
    star = next((candidate for candidate in padded if stems[candidate] == word), word)
    exact = {stems[candidate]: candidate for candidate in reversed((word, *completed))}
    shorter = [stem for stem in reversed(exact) if not stem.startswith(stems[star]) and len(stem) >= _SHORTEST_STEM]
    return Beginning(star, tuple(exact[stem] for stem in shorter))


def marks(
    rows: Sequence[tuple[str | None, str]], match: str
) -> list[tuple[list[tuple[int, int]], list[tuple[int, int]]]]:
    """Where an FTS5 expression of `title` and `text` matches in the titles and texts of some snippets.

    For each the spans (start, stop) in its title and in its text, in characters, in order.
    """
    found: list[tuple[list[tuple[int, int]], list[tuple[int, int]]]] = [([], []) for _ in rows]
    with closing(sqlite3.connect(":memory:")) as conn:
        conn.execute(f"create virtual table page using fts5(title, text, tokenize='{STEMMED}')")
        conn.executemany(
            "insert into page (rowid, title, text) values (?, ?, ?)",
            [
                (at, (title or "").translate(_BLANKED), text.translate(_BLANKED))
                for at, (title, text) in enumerate(rows)
            ],
        )
        marked = conn.execute(
            "select rowid, highlight(page, 0, ?, ?), highlight(page, 1, ?, ?) from page where page match ?",
            (_OPEN, _CLOSE, _OPEN, _CLOSE, match),
        )
        for at, title, text in marked:
            found[at] = (_spans(title), _spans(text))
    return found


def _spans(marked: str) -> list[tuple[int, int]]:
    """Spans between the sentinels of a marked text, in characters of the text without them."""
    pieces = marked.replace(_CLOSE, _OPEN).split(_OPEN)
    edges = list(itertools.accumulate(map(len, pieces)))
    return list(zip(edges[:-1:2], edges[1::2], strict=True))


def _tokens(texts: tuple[str, ...], tokenizer: str) -> list[tuple[str, ...]]:
    """The tokens of each text, by the tokeniser itself."""
    found: list[list[str]] = [[] for _ in texts]
    with closing(sqlite3.connect(":memory:")) as conn:
        conn.execute(f"create virtual table t using fts5(x, tokenize='{tokenizer}')")
        conn.execute("create virtual table v using fts5vocab(t, 'instance')")
        conn.executemany("insert into t (rowid, x) values (?, ?)", enumerate(texts))
        for doc, token in conn.execute("select doc, term from v order by doc, offset"):
            found[doc].append(token)
    return [tuple(tokens) for tokens in found]
