"""Which texts names are looked for in: those in languages for which it was measured how well they come out.

In others the patterns and the model, made for English, see a name in every noun. There only full names that the
gazetteer knows, in the letters in which it knows them, are taken, and the rest is left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from archive.extract.names.kind_words import PARTICLES
from archive.normalise.smallwords import small_words
from archive.text.wordlists import word_set

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from archive.types import NameSpan

MEASURED: Final = frozenset({"english"})
"""Languages, by the names that `data/words/small_words.txt` has for them."""

# In no other language small words.
_ENGLISH: Final = word_set("the and with from that after which of has says said who are his were been into their")
_TELLING: Final = 2  # words that English does not have: "Two die in a raid" has none
_ALSO_ENGLISH: Final = word_set(
    "a am an at by die door had hat he her in is it made man men met of on over so to under war was we"
)
_LETTERS: Final = re.compile(r"[^\W\d_]")
_OTHER_LETTERS: Final = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")


def is_measured(text: str, tokens: Collection[str]) -> bool:
    """Whether a text is in a language and in letters for which the quality of names is known.

    Args:
        text: A text.
        tokens: Its words as they stand in it.
    """
    if not text.isascii() and 2 * len(_OTHER_LETTERS.findall(text)) > len(_LETTERS.findall(text)):
        return False
    if not _ENGLISH.isdisjoint(tokens):
        return True
    present = frozenset(_outside_names(tokens))
    told = small_words(present)
    return told.language in MEASURED or len(told.among(present) - _ALSO_ENGLISH) < _TELLING


def _outside_names(tokens: Iterable[str]) -> Iterator[str]:
    """The words that do not join two parts of a name: not the "de la" of "Ana de la Rosa"."""
    is_name = False
    for word in tokens:
        if word not in PARTICLES:
            is_name = word[0].isupper()
        elif is_name:
            continue
        yield word


def full_names(known: Iterable[NameSpan]) -> list[NameSpan]:
    """Of what the gazetteer knows, the names that need no text to support them; of persons not a surname alone."""
    return [span for span in known if span.rule == "gazetteer" and (span.kind != "person" or " " in span.surface)]
