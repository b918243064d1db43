"""Sets of words that a person may want to add to: files in `data/words/`, read by one loader.

Each file says on top, in lines that begin with '#', what it is for and which module reads it. Below stand its words,
parted by white space, or its phrases, one a line; where a word has a meaning, `word: meaning`, one a line. A file may
have parts, each under its name in square brackets.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parents[1] / "data" / "words"


def words(name: str, part: str = "") -> frozenset[str]:
    """The words of a list.

    Args:
        name: The file's name, without its ending.
        part: A part of it; without one, what stands before the first.

    Raises:
        LookupError: There is no such list, or it has no such part.
    """
    return frozenset(ranked(name, part))


def ranked(name: str, part: str = "") -> tuple[str, ...]:
    """The words of a list in its order, where the first is the best."""
    return tuple(word for line in lines(name, part) for word in line.split())


def phrases(name: str, part: str = "") -> frozenset[str]:
    """The lines of a list, each a word or a phrase."""
    return frozenset(lines(name, part))


def meanings(name: str, part: str = "") -> Mapping[str, str]:
    """The words of a list with their meanings, in its order."""
    return dict(_pair(line) for line in lines(name, part))


def spellings(name: str, part: str = "") -> Mapping[str, str]:
    """Each other spelling of a word, to the word: for lists of `word: spelling spelling`."""
    return {spelling: word for word, others in meanings(name, part).items() for spelling in others.split()}


def either(name: str, part: str = "") -> str:
    r"""A regular expression for any line of a list, the longest first; a `*` in one stands for `\w+`."""
    longest_first = sorted(lines(name, part), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(line).replace(r"\*", r"\w+") for line in longest_first) + ")"


def lines(name: str, part: str = "") -> tuple[str, ...]:
    """The lines of a list in their order, without comments and empty ones."""
    found = _read(name)
    if part not in found:
        raise LookupError(f"the list of words {name!r} has no part {part!r}, only {', '.join(map(repr, found))}")
    return found[part]


def parts(name: str) -> tuple[str, ...]:
    """The names of a list's parts in their order."""
    return tuple(_read(name))


@cache
def _read(name: str) -> Mapping[str, tuple[str, ...]]:
    file = FOLDER / f"{name}.txt"
    if not file.is_file():
        raise LookupError(f"there is no list of words {name!r} in data/words")
    found: dict[str, list[str]] = {}
    part = ""
    for line in map(str.strip, file.read_text(encoding="utf-8").splitlines()):
        if line.startswith("[") and line.endswith("]"):
            part = line[1:-1]
        elif line and not line.startswith("#"):
            found.setdefault(part, []).append(line)
    return {part: tuple(found[part]) for part in found}


def _pair(line: str) -> tuple[str, str]:
    word, _, meaning = line.partition(":")
    return word.strip(), meaning.strip()


def word_set(text: str) -> frozenset[str]:
    """The words of a text, parted by white space: for a few words that belong to the code beside them."""
    return frozenset(text.split())


def phrase_set(text: str) -> frozenset[str]:
    """The phrases of a text, parted by bars or line ends: likewise."""
    return frozenset(phrase.strip() for phrase in text.replace("\n", "|").split("|")) - {""}
