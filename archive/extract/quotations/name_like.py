"""Passages in quotation marks that are written as names and titles are."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from archive.text.wordlists import words

WORD: Final = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_SMALL: Final = words("not_speech", "small in titles")
_SENTENCE_PRONOUNS: Final = frozenset(("i", "i'm", "i’m", "i've", "i’ve", "we", "it", "you", "he", "she", "they"))


@lru_cache(maxsize=64)  # the same passage is asked about by several rules
def is_name_like(passage: str) -> bool:
    """Whether every weighty word of a short passage is capitalised, as in a title, and no sentence is there."""
    passage = passage.rstrip(",")
    found = WORD.findall(passage)
    if not found or len(found) > 9 or passage[-1] in "!?…":
        return False
    weighty = [word for word in found if word.lower() not in _SMALL]
    if not weighty or any(word.lower() in _SENTENCE_PRONOUNS and len(found) > 2 for word in found):
        return False
    return all(not word[0].islower() for word in weighty) and not (found[0][0].islower())
