"""Text to tokens with exact offsets, the same for every recogniser of names.

A token is a word, a number, an abbreviation with its period, or one mark. Words keep their inner hyphens and
apostrophes ("Jean-Pierre", "Sana'a"), except where the hyphen joins a name to something that is none: "pro-Kremlin"
and "Turkish-owned" fall apart, so that the name in them can stand alone. The possessive ending is a token of its own.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_LETTER = r"[^\W\d_]"
_APOSTROPHE = "['’ʼ]"
_TAILS = (
    "affiliated|aged|aligned|allied|appointed|area|armed|backed|based|bashing|born|bound|brokered|built|chaired|class"
    "|controlled|dominated|dubbed|era|flagged|friendly|funded|held|hosted|inspired|led|leaning|linked|made|majority"
    "|mediated|model|occupied|organised|organized|operated|owned|powered|produced|related|ruled|run|sponsored|style"
    "|supplied|supported|themed|trained|wide"
)
_HEADS = "anti|co|ex|inter|intra|mid|non|now|pan|post|pre|pro|then|trans|un|vice"
_ABBREVIATIONS = (
    "Adm|Bros|Brig|Capt|Co|Col|Corp|Cpl|Dr|Ft|Gen|Gov|Hon|Inc|Jr|Lt|Ltd|Maj|Messrs|Mr|Mrs|Ms|Mt|No|Pres|Prof|Pvt|Rep"
    "|Rev|Sen|Sgt|Sr|St|Sts|Supt"
)

_TOKEN = re.compile(
    rf"""
      (?:[A-Z]\.){{2,}}                                           # U.S., J.K.
    | (?:{_ABBREVIATIONS})\.(?=[\s,;:)'’]|$)
    | [A-Z]\.(?=\s?[A-Z])                                         # an initial
    | (?<={_LETTER}){_APOSTROPHE}[sS](?![^\W_])                   # possessive
    | (?<=[sS.]){_APOSTROPHE}(?![^\W_])
    | (?:{_HEADS}|Ex|Pro|Then)[-‑](?=[A-Z])
    | [^\W_]+(?:{_APOSTROPHE}(?![sS](?![^\W_]))[^\W_]+|[-‑](?!(?:{_TAILS})(?![^\W_]))[^\W_]+|&[^\W_]+)*
    | [^\s]
    """,
    re.VERBOSE,
)


class Tokens(NamedTuple):
    """The tokens of a text as three lists of one length: `text[starts[i]:stops[i]] == words[i]`."""

    words: list[str]
    starts: list[int]
    stops: list[int]


def tokenise(text: str) -> Tokens:
    """Splits a text into tokens.

    Args:
        text: Any text, best in NFC.

    Returns:
        Every token in order; all characters but white space belong to exactly one.
    """
    words: list[str] = []
    starts: list[int] = []
    stops: list[int] = []
    for match in _TOKEN.finditer(text):
        start, stop = match.span()
        words.append(match[0])
        starts.append(start)
        stops.append(stop)
    return Tokens(words, starts, stops)
