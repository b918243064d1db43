"""Text to tokens with exact offsets, the same for every recogniser of names.

A token is a word, a number, an abbreviation with its period, or one mark. Words keep their inner hyphens and
apostrophes ("Jean-Pierre", "Sana'a"), except where the hyphen joins a name to something that is none: "pro-Kremlin"
and "Turkish-owned" fall apart, so that the name in them can stand alone. The possessive ending is a token of its own.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from archive.text.wordlists import alternatives, words

_LETTER = r"[^\W\d_]"
_APOSTROPHE = "['’ʼ]"
_TAILS: Final = alternatives(words("hyphens", "tails"))
_HEADS: Final = alternatives(words("hyphens", "heads") | words("hyphens", "large heads"))
_ABBREVIATIONS: Final = alternatives(words("abbreviations", "titles") | words("abbreviations", "name ends") | {"No"})

_TOKEN = re.compile(
    rf"""
      (?:[A-Z]\.){{2,}}                                           # U.S., J.K.
    | (?:{_ABBREVIATIONS})\.(?=[\s,;:)'’]|$)
    | [A-Z]\.(?=\s?[A-Z])                                         # an initial
    | (?:(?<={_LETTER})|(?<!\S)){_APOSTROPHE}[sS](?![^\W_])      # possessive, also apart from its word
    | (?<=[sS.]){_APOSTROPHE}(?![^\W_])
    | (?:{_HEADS})[-‑](?=[A-Z])
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
    start = 0
    # No token reaches over a space, so pieces between spaces stand alone, and most are words that need no splitting.
    for piece in text.split(" "):
        stop = start + len(piece)
        if piece.isalnum():
            words.append(piece)
            starts.append(start)
            stops.append(stop)
        elif piece:
            for word, begin, end in _parts_of(text, piece, stop):
                words.append(word)
                starts.append(start + begin)
                stops.append(start + end)
        start = stop + 1
    return Tokens(words, starts, stops)


_Part = tuple[str, int, int]
_KEPT: Final = 20_000
_LONG: Final = 40  # a longer piece is no word and comes but once


def _parts_of(text: str, piece: str, stop: int) -> tuple[_Part, ...]:
    """The tokens of what stands between two spaces; what follows tells an initial from the end of a sentence."""
    if piece[-1] == "." and piece[-2:-1].isupper():
        return tuple(part for part in _parts(text[stop - len(piece) : stop + 2]) if part[2] <= len(piece))
    return _kept_parts(piece) if len(piece) <= _LONG else _parts(piece)


def _parts(piece: str) -> tuple[_Part, ...]:
    return tuple((match[0], *match.span()) for match in _TOKEN.finditer(piece))


_kept_parts = lru_cache(_KEPT)(_parts)
