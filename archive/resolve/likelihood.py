"""How likely two names are one's, and why: what comparing names gives."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Likeness(IntEnum):
    """How likely two names that do not contradict each other are one's."""

    SPELT = 0
    """One name in two spellings."""
    FORM = 1
    """Two forms of one name, such as "Bob" and "Robert": one's where it is rare, or where more speaks for it."""
    MAYBE = 2
    """For a person to say."""

    @property
    def is_joinable(self) -> bool:
        """Whether two such names may be joined without asking anybody."""
        return self < Likeness.MAYBE


class Verdict(NamedTuple):
    """What is said of two names."""

    likeness: Likeness
    why: str
    """In a few words, for a person."""
