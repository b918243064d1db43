"""Folding: one form for all ways in which letters are written, so that "Đoković" and "DOKOVIC", "ﬁre" and "fire" meet.

Letters with marks lose them; letters that do not decompose (ł ø đ ð ı ß æ œ þ), ligatures and full-width forms have
their plain equivalents in one table. What stands between letters (apostrophes, hyphens, spaces) has one form of each.

A mark goes only where it is an accent. Cyrillic й, ї, ў, ѓ and ќ are letters of their own (the full-text index keeps
them too), as are the signs of Indic scripts and Japanese が; ё is printed as е more often than not, and the points
and vowel signs of Hebrew and Arabic, with the hamza on an alef, are mostly left out: those fold.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# One character for one, so that offsets stay true.
_SIGNS: Final = dict.fromkeys("’‘ʼʻʾʿ´\u1ffd′＇", "'") | dict.fromkeys("\u00a0\u202f", " ") | dict.fromkeys("‑‐", "-")
_TYPOGRAPHY: Final = str.maketrans(_SIGNS)
_TYPOGRAPHIC = re.compile(f"[{''.join(_SIGNS)}]")

_SMALL: Final = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ŋ": "n", "ħ": "h", "ŧ": "t", "ɖ": "d", "ɗ": "d", "ɓ": "b",
    "ƙ": "k", "ɔ": "o", "ɛ": "e", "ə": "a", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th",
}  # fmt: skip
_CAPITALS: Final = {letter.upper(): plain.capitalize() for letter, plain in _SMALL.items() if letter not in "ıß"}
# Greek writes the iota below a letter beside it in capitals; Arabic stretches words by a line.
_LETTERS: Final = str.maketrans(_SIGNS | _SMALL | _CAPITALS | {"ẞ": "SS", "\u0345": "ι", "\u0640": ""})
_ACCENTS = re.compile(
    "[\u0300\u0302-\u0305\u0307\u0309-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f"
    "\u0670\u1ab0-\u1aff\u1dc0-\u1dff]|(?<![гкГК])\u0301|(?<![иуИУ])\u0306|(?<![іІ])\u0308"
)

_SHAPED = re.compile("[\ufb00-\ufb06\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")
_UMLAUTS: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa"}
)
_DIGRAPH = re.compile("(?:ae|oe|ue|aa)")


def plain(text: str) -> str:
    """A text with one apostrophe, space and hyphen for all their kinds; as long as it was."""
    return text.translate(_TYPOGRAPHY) if not text.isascii() and _TYPOGRAPHIC.search(text) else text


def reshaped(text: str) -> str:
    """A text whose letters and figures have their usual shape: no ligatures, nothing of full width."""
    return text if text.isascii() else _SHAPED.sub(lambda shaped: unicodedata.normalize("NFKC", shaped[0]), text)


def unaccented(text: str) -> str:
    """A text in plain letters, its case kept: 'Erdoğan' is 'Erdogan', 'Łódź' is 'Lodz', 'ﬁre' is 'fire'."""
    return text if text.isascii() else _unaccented(text)


def fold(text: str) -> str:
    """A text in plain letters without case, for comparing: 'ĐAKOVO' and 'Đakovo' are 'dakovo'."""
    return text.lower() if text.isascii() else _unaccented(text).casefold()


def _unaccented(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", plain(text)).translate(_LETTERS)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed))


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
