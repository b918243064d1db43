"""Names of newspapers, stations and agencies, as they stand in the small print of pages."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from archive.text.folding import fold
from archive.text.patterns import lazy_regex
from archive.text.wordlists import either, lines, words

EDGES: Final = " \t|·•–—-›»«‹→←↓▼▲►▶+#*,;"
"""Signs that stand around labels."""
SMALL: Final = words("authors", "small")
"""Words within names that are written small."""
_BUILT: Final = lazy_regex(rf"(?:.*\s)?{either('outlet_words', 'built with')}(?:\s.*)?")
_NO_NAME: Final = lazy_regex(rf"{either('outlet_words', 'no name opens with')}\b", re.IGNORECASE)
_WRITTEN_SMALL: Final = words("outlet_words", "written small")
_PLAIN_WORDS: Final = words("outlet_words", "words")
"""Names of papers that are words: "Time", "Nature"."""


@lru_cache(maxsize=1024)
def is_outlet(text: str) -> bool:
    """Whether a line is the name of a newspaper, a station or an agency: of a known one, or built like one."""
    name = text.strip(EDGES)
    if not 2 <= len(name) <= 50 or not (name[:1].isupper() or name in _WRITTEN_SMALL):
        return False
    tokens = name.split()
    is_built = len(tokens) in range(2, 6) and all(token[:1].isupper() or token in SMALL for token in tokens)
    key = _outlet_key(name)
    if key in _outlets():
        return key not in _PLAIN_WORDS or name.startswith("The ")
    return is_built and _BUILT.fullmatch(name) is not None and _NO_NAME.match(name) is None


@cache
def _outlets() -> frozenset[str]:
    named = (re.split(r" = |; ", line) for table in ("agencies", "outlets") for line in lines(table))
    return frozenset(_outlet_key(name) for names in named for name in names)


def _outlet_key(name: str) -> str:
    return fold(name).removeprefix("the ").strip(" .")
