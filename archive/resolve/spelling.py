"""Misspelt names of known persons: a guarded edit distance.

A full name that nobody bears may be a slip for one that somebody does: "Annalenna Baerbock". It is taken for one
only if a single word of it differs, that word is no attested name itself, and the word that agrees is long or
rare enough to carry the weight. Two attested names never become one: "Jon Kerry" is not "John Terry".
"""

from __future__ import annotations

import csv
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from archive.gazetteer import TABLES, load
from archive.resolve.keys import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

_RARE = 6  # letters of a surname that is rare enough to identify
_LONG = 7  # letters of a surname in which a slip is more likely than another surname
_CACHE = 16_384


@lru_cache(_CACHE)
def near_person(name: str) -> str | None:
    """The known person of whose name a full name is a slip.

    Args:
        name: Full name of two words or more that is no alias.

    Returns:
        Canonical name, or None where there is none or more than one.
    """
    words = folded(name).split()
    if len(words) < 2:
        return None
    by_surname, by_forename, attested = _known()
    found: set[str] = set()
    if len(words[-1]) >= _RARE and words[0] not in attested:
        found |= {
            person
            for forename, person in by_surname.get(words[-1], ())
            if forename[:1] == words[0][:1] and _is_slip(words[0], forename)
        }
    if len(words[-1]) >= _LONG and words[-1] not in attested:
        found |= {
            person
            for surname, person in by_forename.get(words[0], ())
            if len(surname) >= _LONG and _is_slip(words[-1], surname)
        }
    return found.pop() if len(found) == 1 else None


def _is_slip(word: str, meant: str) -> bool:
    """One edit for short words, two from eight letters on; a swap of neighbours is one."""
    return 0 < OSA.distance(word, meant, score_cutoff=2) <= (2 if min(len(word), len(meant)) >= 8 else 1)


Index = dict[str, list[tuple[str, str]]]


@lru_cache(1)
def _known() -> tuple[Index, Index, frozenset[str]]:
    """Known persons by surname and by forename, and all attested words of names."""
    gazetteer = load()
    by_surname: Index = {}
    by_forename: Index = {}
    attested = {folded(word) for word in gazetteer.forenames | gazetteer.surnames}
    for alias, person in _persons():
        words = folded(alias).split()
        if len(words) < 2:
            continue
        by_surname.setdefault(words[-1], []).append((words[0], person))
        by_forename.setdefault(words[0], []).append((words[-1], person))
        attested.update((words[0], words[-1]))
    return by_surname, by_forename, frozenset(attested)


def _persons() -> Iterator[tuple[str, str]]:
    """Full names of known persons, each with the canonical one."""
    for table in ("curated.csv", "persons.csv"):
        with (TABLES / table).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if row["kind"] == "person":
                    for alias in {row["name"], *row["strong"].split("|")}:
                        yield alias, row["name"]
