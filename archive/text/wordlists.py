"""Sets of words that a person may want to add to: files in `data/words/`, read by one loader.

Each file says on top, in lines that begin with '#', what it is for and which step reads it. Below stand its words,
parted by white space, or its phrases, one a line; where a word has a meaning, `word: meaning`, one a line.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOLDER = files("archive") / "data" / "words"


def words(name: str) -> frozenset[str]:
    """The words of a list.

    Args:
        name: The file's name, without its ending.

    Raises:
        FileNotFoundError: There is no such list.
    """
    return frozenset(word for line in lines(name) for word in line.split())


def phrases(name: str) -> frozenset[str]:
    """The lines of a list, each a word or a phrase."""
    return frozenset(lines(name))


def meanings(name: str) -> Mapping[str, str]:
    """The words of a list with their meanings, in its order."""
    return dict(_pair(line) for line in lines(name))


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of a list in their order, without comments and empty ones."""
    text = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#"))


def _pair(line: str) -> tuple[str, str]:
    word, _, meaning = line.partition(":")
    return word.strip(), meaning.strip()


def word_set(text: str) -> frozenset[str]:
    """The words of a text, parted by white space: for a few words that belong to the code beside them."""
    return frozenset(text.split())


def phrase_set(text: str) -> frozenset[str]:
    """The phrases of a text, parted by bars or line ends: likewise."""
    return frozenset(phrase.strip() for phrase in text.replace("\n", "|").split("|")) - {""}
