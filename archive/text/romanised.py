"""Names from Cyrillic letters as English texts write them, of those letters or of how other languages write them."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.text.folding import fold
from archive.text.wordlists import meanings

_CYRILLIC = re.compile("[\u0400-\u04ff]")


def romanised(name: str) -> tuple[str, ...]:
    """A name, and what it may be in English texts: "zelenskyy" of "Selenskyj", "putin" of "Путин" and "Poutine"."""
    languages = ("cyrillic",) if _CYRILLIC.search(name) else ("german", "french")
    return tuple(dict.fromkeys((name, *(_in_english(fold(name), language) for language in languages))))


def _in_english(name: str, language: str) -> str:
    english, letters = _letters(language)
    return letters.sub(lambda match: english[(match.lastindex or 1) - 1], name)


@lru_cache
def _letters(language: str) -> tuple[list[str], re.Pattern[str]]:
    """What a language's letters are in English, and the pattern whose groups, in that order, find them."""
    table = sorted(meanings("romanised", language).items(), key=lambda pair: -len(pair[0]))
    pattern = "|".join(f"({letters})" for letters, _ in table).replace("^", r"\b").replace("$", r"\b")
    return [english for _, english in table], re.compile(pattern)
