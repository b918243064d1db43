"""Whether "he" or "she" may mean somebody, as far as titles, forenames and nouns tell; what tells nothing fits both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from archive.text.wordlists import words

if TYPE_CHECKING:
    from archive.extract.quotations.frame import Frame

_PRONOUNS: Final = {"he": "he", "his": "he", "she": "she", "her": "she"}
_TITLE: Final = 20
"""Characters before a name that hold its title."""
_TOLD: Final = {word: pronoun for pronoun in ("he", "she") for word in words("pronouns", pronoun)}


def agrees(frame: Frame, at: int, pronoun: str) -> bool:
    """Whether a pronoun may mean the person named at a token."""
    return name_agrees(frame, frame.refs[at], pronoun)


def name_agrees(frame: Frame, mention: int, pronoun: str) -> bool:
    """Whether a pronoun may mean whom a mention names: "Ms. Lee", "Ann Lee", "spokeswoman Lee"."""
    named = frame.mentions[mention]
    before = frame.text[max(0, named.start - _TITLE) : named.start].split()
    title = before[-1].rstrip(".").lower() if before else ""
    forename, *more = named.name.split()
    return _fits(_TOLD.get(title) or (_TOLD.get(forename) if more else None), pronoun)


def noun_agrees(noun: str, pronoun: str) -> bool:
    """Whether a pronoun may mean somebody whom a noun describes: "his mother"."""
    return _fits(_TOLD.get(noun), pronoun)


def _fits(told: str | None, pronoun: str) -> bool:
    return told is None or told == _PRONOUNS.get(pronoun, told)
