"""Words of a query as one FTS5 expression: each term quoted, so that nothing typed is ever syntax there."""

from __future__ import annotations

import itertools
import re
import unicodedata
from typing import TYPE_CHECKING, TypeGuard

from archive.search.query import And, Column, Near, Node, Not, Or, Term
from archive.search.stems import beginning, words_of
from archive.text.folding import fold, plain, spelt_out
from archive.text.levelling import FUNCTION_WORDS, level
from archive.text.typed_forms import other_spelling

if TYPE_CHECKING:
    from collections.abc import Sequence

_HYPHEN = re.compile(r"(?<=\w)[-'](?=\w\w|\d)")
# "Navalny's death" may be told without that form of the name.
_OWNER = re.compile(r"(\w+)'s", re.IGNORECASE)
NEAR_FORMS = 16
"""Beginnings inside NEAR are written out, each with each other's forms, up to so many combinations."""

# Scripts written without spaces (and Korean, whose words take endings): the tokeniser takes a whole run for one word.
_UNSPACED = (
    (0x0E00, 0x0EFF), (0x0F00, 0x0FFF), (0x1000, 0x109F), (0x1100, 0x11FF), (0x1780, 0x17FF), (0x2E80, 0x2FDF),
    (0x3005, 0x3007), (0x3021, 0x312F), (0x3130, 0x318F), (0x31A0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
    (0xA960, 0xA97F), (0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0xFF66, 0xFFDC), (0x20000, 0x3FFFF),
)  # fmt: skip


def is_words(node: Node) -> bool:
    """Whether a node can be part of one FTS5 expression: words, and at least one that must be there."""
    match node:
        case Term():
            return node.column != "said" and not is_literal(node)
        case Near(terms):
            return node.column != "said" and not any(map(is_literal, terms))
        case And(nodes):
            plain = [one.node if isinstance(one, Not) else one for one in nodes]
            return all(map(is_words, plain)) and not all(isinstance(one, Not) for one in nodes)
        case Or(nodes):
            return all(map(is_words, nodes))
        case _:
            return False


def is_literal(term: Term) -> bool:
    """Whether the tokeniser is of no use for a term: a script without spaces, or symbols alone."""
    has_word = any(unicodedata.category(char)[0] in "LN" for char in term.text)
    return not has_word or any(low <= ord(char) <= high for char in term.text for low, high in _UNSPACED)


def is_said(node: Node) -> TypeGuard[Term | Near]:
    """Whether a node is of words to be found within quotations."""
    return isinstance(node, Term | Near) and node.column == "said"


def fts(node: Node) -> str:
    """The FTS5 expression of a node of which `is_words` is true; every term in it is quoted."""
    match node:
        case Term(text, is_prefix, column):
            forms = _forms(text, is_prefix)
            return _in_column(forms[0] if len(forms) == 1 else f"({' OR '.join(forms)})", column)
        case Near(terms, distance, column):
            choices = itertools.islice(itertools.product(*(_forms(t.text, t.is_prefix) for t in terms)), NEAR_FORMS)
            nears = [f"NEAR({' '.join(choice)}, {distance})" for choice in choices]
            return _in_column(nears[0] if len(nears) == 1 else f"({' OR '.join(nears)})", column)
        case And(nodes):
            wanted = [one for one in nodes if not isinstance(one, Not)]
            return f"({all_but(wanted, [one for one in nodes if isinstance(one, Not)])})"
        case Or(nodes):
            return f"({' OR '.join(map(fts, nodes))})"
    raise TypeError(f"not words: {node!r}")


def all_but(wanted: Sequence[Node], unwanted: Sequence[Node]) -> str:
    """The FTS5 expression of what matches all of some nodes, and none of what others exclude."""
    all_of = " AND ".join(map(fts, wanted))
    none_of = [fts(one.node) for one in unwanted if isinstance(one, Not)]
    return f"({all_of}) NOT ({' OR '.join(none_of)})" if none_of else all_of


def _forms(text: str, is_prefix: bool) -> tuple[str, ...]:
    """The ways to ask FTS5 for a term: one, for a beginning as many as `beginning` gives, and with ö those with oe."""
    spelt = spelt_out(text)  # the index makes o of ö by itself
    joined = _HYPHEN.sub("", plain(text))  # a text may write cease-fire and O'Brien as one word
    owner = None if is_prefix else _OWNER.fullmatch(plain(text))
    owned = owner[1] if owner and level(fold(owner[1])) not in FUNCTION_WORDS else ""
    shore = None if is_prefix or not text.isalpha() else other_spelling(text.lower())
    written = (spelt if spelt != fold(text) else "", joined if joined != plain(text) else "", shore, owned)
    others = dict.fromkeys(filter(None, written))
    return _plain_forms(text, is_prefix) + tuple(form for one in others for form in _plain_forms(one, is_prefix))


def _plain_forms(text: str, is_prefix: bool) -> tuple[str, ...]:
    if not is_prefix or not (words := words_of(text)):
        return (_quoted(text),)
    *head, last = words
    begin = beginning(last)
    return (_quoted(*head, begin.star) + "*", *(_quoted(*head, word) for word in begin.exact))


def _quoted(*words: str) -> str:
    return '"' + " ".join(words).replace('"', '""') + '"'


def _in_column(expression: str, column: Column | None) -> str:
    return f"{column} : {expression}" if column else expression
