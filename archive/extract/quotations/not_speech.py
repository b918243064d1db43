"""Guards: what stands in quotation marks and is no speech.

Titles of works, names and nicknames, code names, words spoken of as words, slogans on banners, abbreviations in
brackets. The guards look at the passage itself and at the words on either side of it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from archive.text.wordlists import words

if TYPE_CHECKING:
    from archive.extract.quotations.frame import Frame


_WORD: Final = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_SMALL: Final = words("not_speech", "small in titles")
_SENTENCE_PRONOUNS: Final = frozenset(("i", "i'm", "i’m", "i've", "i’ve", "we", "it", "you", "he", "she", "they"))
_NAMERS: Final = words("not_speech", "namers")
_NAMING_VERBS: Final = words("not_speech", "verbs that name")
_CHARGED: Final = words("not_speech", "charges")
_NAMED_AFTER: Final = words("not_speech", "named after")
_ABBREVIATION: Final = re.compile(r"(?:[A-Z]\.?){2,8}s?|[#@]\w+|[A-Z]?[a-z]?[A-Z]{2,6}\d*")


@lru_cache(maxsize=64)  # the same passage is asked about by several rules
def is_name_like(passage: str) -> bool:
    """Whether every weighty word of a short passage is capitalised, as in a title, and no sentence is there."""
    passage = passage.rstrip(",")
    found = _WORD.findall(passage)
    if not found or len(found) > 9 or passage[-1] in "!?…":
        return False
    weighty = [word for word in found if word.lower() not in _SMALL]
    if not weighty or any(word.lower() in _SENTENCE_PRONOUNS and len(found) > 2 for word in found):
        return False
    return all(not word[0].islower() for word in weighty) and not (found[0][0].islower())


def is_written_like_name(frame: Frame, passage: str) -> bool:
    """Whether a passage is written like a name, in a text that does not write everything large."""
    return not frame.is_headline and is_name_like(passage)


def is_title(frame: Frame, passage: str) -> bool:
    """Whether a passage of several words is written like a name."""
    return " " in passage and is_written_like_name(frame, passage)


def is_code(passage: str) -> bool:
    """Whether a passage is an abbreviation, a hashtag or a handle."""
    return _ABBREVIATION.fullmatch(passage.strip(" ,.")) is not None


def is_named_here(frame: Frame, at: int) -> bool:
    """Whether the words around the passage at a token say that it is a name, a title or a word as such."""
    letters, before = frame.letters, at - 1
    if before < 0:
        return False
    if letters[before] == "," and before:
        return _is_apposed_title(frame, at)
    if frame.quote(at)[0].islower() and frame.class_of(frame.quote(at).partition(" ")[0]) in "ub":
        return False  # the project “could cost lives”
    word = frame.word(before)
    is_noun = letters[before] != "v" and letters[before - 1 : before] not in ("u", "T", "a")
    if word in _NAMERS and (is_noun or word in _NAMING_VERBS):
        return True
    return letters[before] == "(" or any(frame.word(k) in _CHARGED for k in range(max(0, before - 3), before + 1))


def _is_apposed_title(frame: Frame, at: int) -> bool:
    """Whether a passage after a comma is the title of what stands before it: her memoir, "The Long Field"."""
    if frame.word(at - 2) not in _NAMERS or frame.letters[at - 2] == "v":
        return False
    return len(_WORD.findall(frame.quote(at))) < 10


def is_followed_by_head(frame: Frame, at: int) -> bool:
    """Whether a passage is the name in front of a noun: the "red zone" policy."""
    following = at + 1
    return following < len(frame.letters) and frame.word(following) in _NAMED_AFTER
