"""Sets of words that a person may want to add to: files in `data/words/`, read by one loader.

Each file says on top, in lines that begin with '#', what it is for and which module reads it. Below stand its words,
parted by white space, or its phrases, one a line; where a word has a meaning, `word: meaning`, one a line. A line
`[name]` opens a section of that name, which is read by itself; what stands before the first one is the list without a
section.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FOLDER = Path(__file__).parents[1] / "data" / "words"


def words(name: str, section: str = "") -> frozenset[str]:
    """The words of a list.

    Args:
        name: The file's name, without its ending.
        section: Which section of it, without the brackets.

    Raises:
        LookupError: There is no such list, or it has no such section.
    """
    return frozenset(ranked(name, section))


def ranked(name: str, section: str = "") -> tuple[str, ...]:
    """The words of a list in its order, for lists whose first word is the best."""
    return tuple(word for line in lines(name, section) for word in line.split())


def phrases(name: str, section: str = "") -> frozenset[str]:
    """The lines of a list, each a word or a phrase."""
    return frozenset(lines(name, section))


def meanings(name: str, section: str = "") -> Mapping[str, str]:
    """The words of a list with their meanings, in its order."""
    return dict(_pair(line) for line in lines(name, section))


def spellings(name: str, section: str = "") -> Mapping[str, str]:
    """Each other spelling of a word, to the word: for lists of `word: spelling spelling`."""
    return {spelling: word for word, others in meanings(name, section).items() for spelling in others.split()}


def lines(name: str, section: str = "") -> tuple[str, ...]:
    """The lines of a list in their order, without comments and empty ones."""
    found = sections(name)
    if section not in found:
        raise LookupError(f"the list of words {name!r} has no section {section!r} but {', '.join(map(repr, found))}")
    return found[section]


@cache
def sections(name: str) -> Mapping[str, tuple[str, ...]]:
    """The lines of each section of a list, in the order of the file; those without a section under an empty name."""
    file = FOLDER / f"{name}.txt"
    if not file.is_file():
        raise LookupError(f"there is no list of words {name!r}: {file} is missing")
    found: dict[str, list[str]] = {"": []}
    section = found[""]
    for line in map(str.strip, file.read_text(encoding="utf-8").splitlines()):
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


def alternatives(phrases: Iterable[str]) -> str:
    """The alternatives of a pattern: any of some words or phrases, longer ones first, any white space for a blank."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s") for phrase in ordered)


def either(name: str, section: str = "") -> str:
    """A pattern of any line of a list, closed in itself; a `*` in a line is any word or the rest of one."""
    return f"(?:{alternatives(lines(name, section))})".replace(r"\*", r"\w+")
