"""Sets of words that a person may want to add to: files in `data/words/`, read by one loader.

Each file says on top, in lines that begin with '#', what it is for and which module reads it. Below stand its words,
parted by white space, or its phrases, one a line; where a word has a meaning, `word: meaning`, one a line. A line
`[name]` opens a section of that name, which is read by itself; what stands before the first one is the list without a
section.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parents[1] / "data" / "words"


def words(name: str, section: str = "") -> frozenset[str]:
    """The words of a list.

    Args:
        name: The file's name, without its ending.
        section: Which section of it, without the brackets.

    Raises:
        FileNotFoundError: There is no such list.
        KeyError: It has no such section.
    """
    return frozenset(word for line in lines(name, section) for word in line.split())


def phrases(name: str, section: str = "") -> frozenset[str]:
    """The lines of a list, each a word or a phrase."""
    return frozenset(lines(name, section))


def meanings(name: str, section: str = "") -> Mapping[str, str]:
    """The words of a list with their meanings, in its order."""
    return dict(_pair(line) for line in lines(name, section))


def lines(name: str, section: str = "") -> tuple[str, ...]:
    """The lines of a list in their order, without comments and empty ones."""
    return _sections(name)[section]


@cache
def _sections(name: str) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {"": []}
    section = found[""]
    for line in map(str.strip, (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()):
        if line.startswith("[") and line.endswith("]"):
            section = found.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            section.append(line)
    return {section: tuple(own) for section, own in found.items()}


def _pair(line: str) -> tuple[str, str]:
    word, _, meaning = line.partition(":")
    return word.strip(), meaning.strip()


def word_set(text: str) -> frozenset[str]:
    """The words of a text, parted by white space: for a few words that belong to the code beside them."""
    return frozenset(text.split())


def phrase_set(text: str) -> frozenset[str]:
    """The phrases of a text, parted by bars or line ends: likewise."""
    return frozenset(phrase.strip() for phrase in text.replace("\n", "|").split("|")) - {""}
