"""Sets of words and phrases written as running text, so that a long list can be read and edited."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text, parted by white space."""
    return frozenset(text.split())


def phrases(text: str) -> frozenset[str]:
    """The phrases of a text, parted by bars or line ends."""
    return frozenset(phrase.strip() for phrase in text.replace("\n", "|").split("|")) - {""}
