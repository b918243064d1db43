"""What was typed, before it is read: made fit to be stored and shown, and told apart from what was pasted."""

from __future__ import annotations

import re
import unicodedata

from archive.search.query import FIELD_NAME, QUOTES
from archive.text.folding import reshaped

NOTE_LENGTH = 60
"""Characters of what was typed that notes show."""
FIELD_START = re.compile(rf"({FIELD_NAME}):(?!//)")
SENTENCE = 7
"""Words from which on a query without fields, quotes and the like is a sentence."""
_WIDE = str.maketrans("：（）＊－｜＃＞＜＝", ":()*-|#><=")


def is_searchable(text: str) -> bool:
    """Whether a text holds anything that can be found: a letter, a digit, or a symbol such as an emoji."""
    return any(unicodedata.category(char)[0] in "LN" or unicodedata.category(char) in ("So", "Co") for char in text)


def is_composed(text: str) -> bool:
    """Whether a query is made of words, rather than a sentence that was pasted."""
    has_signs = any(sign in text for sign in f"({QUOTES}") or any(
        word.strip("(") in ("OR", "AND", "NOT", "|") or FIELD_START.match(word.lstrip("-(")) for word in text.split()
    )
    return has_signs or len(text.split()) < SENTENCE


def cleaned(text: str) -> str:
    """Text that can be stored, compared and shown: NFC, no lone surrogates, controls or invisible marks."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    spaced = "".join(" " if unicodedata.category(char) == "Cc" else char for char in whole)
    # Joiners stay: emoji and several scripts are spelt with them.
    visible = "".join(char for char in spaced if unicodedata.category(char) != "Cf" or char in "\u200c\u200d")
    plain = reshaped(unicodedata.normalize("NFC", visible)).translate(_WIDE)
    return " ".join(plain.split())


def shown(text: str) -> str:
    """What was typed, in quotation marks, as notes show it."""
    return f"“{text if len(text) <= NOTE_LENGTH else text[: NOTE_LENGTH - 1] + '…'}”"
