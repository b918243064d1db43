"""What a query seeks within quotations: the words that they hold, and who says them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archive.search.match import fts, is_said, is_words
from archive.search.query import Filter, Near, Or, Term
from archive.search.stems import words_of
from archive.store.lookup import typed
from archive.text import wordlists

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archive.search.query import Node

Voices = tuple[Filter, ...]
"""The `by:` filters beside a word that is to be said."""

_SMALL_WORDS = wordlists.words("search_words")


def about_words(node: Filter) -> tuple[Term, ...]:
    """The words that a quotation has to hold to be about something that is not mentioned in it by name.

    Small words count only where there are no others; the number of an entity is no word.
    """
    if node.value.startswith("#"):
        return ()
    name = typed(node.value).name
    words = words_of(name)
    kept = tuple(word for word in words if word not in _SMALL_WORDS) or words
    terms = [Term(word, column="said") for word in kept] or [Term(name, column="said")]
    if node.is_prefix:
        terms[-1] = replace(terms[-1], is_prefix=True)
    return tuple(terms)


def voices_of(nodes: Iterable[Node]) -> Voices:
    """The `by:` filters, alone or as alternatives, among nodes that must all hold."""
    choices = [one.nodes if isinstance(one, Or) else (one,) for one in nodes]
    return tuple(
        one
        for choice in choices
        if all(isinstance(each, Filter) and each.field == "by" for each in choice)
        for one in choice
        if isinstance(one, Filter)
    )


def said_words(node: Term | Near | Filter) -> Iterable[str]:
    """FTS5 expressions of the words that a leaf seeks within quotations."""
    if isinstance(node, Filter):
        terms: Iterable[Term | Near] = about_words(node) if node.field == "about" else ()
    else:
        terms = (node,) if is_said(node) else ()
    return (fts(in_text(one)) for one in terms if is_words(in_text(one)))


def in_text(node: Term | Near) -> Term | Near:
    """Words as they are sought in the text, whence quotations are."""
    return replace(node, column="text")
