"""Folding: one form for all ways in which letters are written, so that "Đoković", "Djokovic's" accents and "ﬁ" compare.

Letters with marks lose them; letters that do not decompose (ł ø đ ð ı ß æ œ þ), ligatures and full-width forms have
their plain equivalents in one table. What stands between letters (apostrophes, hyphens, spaces) has one form of each.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# One character for one, so that offsets stay true.
_TYPOGRAPHY: Final = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "＇": "'", "\u00a0": " ", "\u202f": " ", "‑": "-", "‐": "-"}
)
_TYPOGRAPHIC = re.compile("[’‘ʼʻ＇\u00a0\u202f‑‐]")

_SMALL: Final = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ŋ": "n", "ħ": "h", "ŧ": "t", "ɖ": "d", "ə": "a",
    "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ĳ": "ij",
}  # fmt: skip
_CAPITALS: Final = {letter.upper(): plain.capitalize() for letter, plain in _SMALL.items() if letter not in "ıß"}
_LETTERS: Final = str.maketrans(_SMALL | _CAPITALS | {"ẞ": "SS"})

# Marks that decomposing leaves behind a letter of a script in which they are accents, not letters.
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff]+")
_UMLAUTS: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa"}
)
_DIGRAPH = re.compile("(?:ae|oe|ue|aa)")


def plain(text: str) -> str:
    """A text with one apostrophe, space and hyphen for all their kinds; as long as it was."""
    return text.translate(_TYPOGRAPHY) if not text.isascii() and _TYPOGRAPHIC.search(text) else text


def unaccented(text: str) -> str:
    """A text in plain letters, its case kept: 'Erdoğan' is 'Erdogan', 'Łódź' is 'Lodz', 'ﬁre' is 'fire'."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", plain(text)).translate(_LETTERS)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed))


def fold(text: str) -> str:
    """A text in plain letters without case, for comparing: 'ĐAKOVO' and 'Đakovo' are 'dakovo'."""
    return text.casefold() if text.isascii() else unaccented(text).casefold()


def folds(text: str) -> tuple[str, ...]:
    """The folded forms under which a typed name may be stored, its own `fold` first.

    Umlauts are written as one letter or two, so 'Schröder' answers to 'schroder' and 'schroeder', and either of
    these finds the other.
    """
    first = fold(text)
    return tuple(dict.fromkeys((first, spelt_out(text), _DIGRAPH.sub(lambda pair: pair[0][0], first))))


def spelt_out(text: str) -> str:
    """The fold in which umlauts are two letters: 'Schröder' is 'schroeder'."""
    return fold(text if text.isascii() else unicodedata.normalize("NFC", text).translate(_UMLAUTS))
