"""A text as it is compared with others: its words levelled, with what each of them is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from archive.text.levelling import ARTICLES, FUNCTION_WORDS, OPPOSED, level, tokens
from archive.text.sentences import is_finished

ELLIPSIS = r"(?:\u2026|\.\.\.)"
_ENDS_CUT = re.compile(rf"{ELLIPSIS}[\s\])]*$")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is compared; `words` and `written` run in parallel, articles left out of both."""

    text: str
    words: tuple[str, ...]
    written: tuple[str, ...]
    """The words as they were written: a broken one has no levelled spelling."""
    guarded: frozenset[str]
    """Words that have to be the same on both sides: numbers, names, opposed words."""
    is_complete: bool
    """Whether it ends with a sentence."""
    ends_open: bool
    """Whether it ends on an ellipsis or on a word that can't end a text."""


@lru_cache(maxsize=1 << 10)
def read(text: str) -> Reading:
    """Read a normalised text."""
    every = [(level(token), token) for token in tokens(text)]
    kept = [(word, token) for word, token in every if word not in ARTICLES]
    has_case = text != text.lower()
    return Reading(
        text=text,
        words=tuple(word for word, _ in kept),
        written=tuple(token for _, token in kept),
        guarded=frozenset(word for word, token in kept if not has_case or _is_guarded(word, token)),
        is_complete=is_finished(text),
        ends_open=_ENDS_CUT.search(text) is not None
        or (bool(every) and (every[-1][0] in ARTICLES or every[-1][0] in FUNCTION_WORDS)),
    )


def _is_guarded(word: str, token: str) -> bool:
    if word in OPPOSED or not word.isalpha():  # not only numbers: $5 is not €5
        return True
    return token[0].isupper() and word not in FUNCTION_WORDS


def fullness_of(reading: Reading) -> tuple[int, int, bool, str]:
    """How full a text that was read is, for sorting."""
    text = reading.text
    return len(reading.words), len(text), reading.is_complete, text


def fuller(a: str, b: str) -> bool:
    """Say whether one text is fuller than another.

    A strict total order of texts, whatever order they come in: more words, then more characters, then a complete
    ending, then the text itself.
    """
    return fullness(a) > fullness(b)


def fullness(text: str) -> tuple[int, int, bool, str]:
    """How full a text is, for sorting: words, characters, whether it ends with a sentence, and the text itself."""
    return fullness_of(read(text))
