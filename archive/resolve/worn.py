"""Which of the persons whom the gazetteer knows by a surname a text means by it: weighed by what speaks for each.

The gazetteer says of a person what office he is known for, and in which country. A text speaks for him where the name
wears that office ("Texas Gov. Abbott"), the more so if it names his country, the less if another held it then; it rules
him out where the name wears an office of another country ("Ontario Premier Ford").
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from archive.gazetteer import load
from archive.resolve.holders import holder_of, parted, wearer_of
from archive.resolve.name_keys import folded, surname_keys
from archive.resolve.weighing import Clue
from archive.text import wordlists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.resolve.evidence import Evidence
    from archive.resolve.weighing import Heard
    from archive.types import NameSpan

_ROLE = "surname-role"
_SCORE = 0.88
# Set by measurement on all holders whom the gazetteer knows, in plain sentences (tests/bench/linking_clues.py), and on
# articles: twice or half of any is no better there, or wrong here. A country without an office tells nothing: 7 of 9
# such surnames of articles were wrong.
_HOLDER = Clue(_ROLE, 256, _SCORE, "Armenian President [Khachaturyan] waited.", "Vahagn Khachaturyan")
_OFFICE = Clue(_ROLE, 16, _SCORE, "Texas Gov. [Abbott] signed it.", "Greg Abbott")
_COUNTRY = Clue(_ROLE, 4, _SCORE, "Australia heard Prime Minister [Howard].", "John Howard")
_ANOTHER_THEN = Clue(_ROLE, 1 / 4, _SCORE, "On Monday Prime Minister [Howard] waited.", "Howard")
_ABROAD = Clue(_ROLE, 0, _SCORE, "British Prime Minister [Trump] waited.", "Trump")

_CACHE = 8192
_BEFORE = re.compile(r"(?:(?:[A-Z][a-z]{1,3}\.|[^\s.,;:!?\"“”()—–]+) ){1,6}$")
_AFTER = re.compile(r", (?:the |a |an )?([^,.;:!?\"“”()—–]{3,60})[,.]")
_PARTED = re.compile(  # what stands before one of these is said of somebody else: "the vice president said Clinton"
    r"\b(?:and|after|against|as|before|but|by|for|from|said|says|that|to|told|when|while|with)\b"
)
_WINDOW = 60
_SHORT = wordlists.meanings("role_phrases", "short forms")
_OF_A_LAND = wordlists.words("role_phrases", "of a land")


def by_what_is_worn(evidence: Evidence, span: NameSpan) -> Iterator[Heard]:
    """What a text says, beside the name, for and against those whom the gazetteer knows by a surname."""
    holder = wearer_of(span.role, evidence.dated) if span.role and evidence.dated else None
    if holder is not None and folded(span.surface) in surname_keys(holder):
        yield holder, _HOLDER
    every = _known(span.surface)
    if not every:
        return
    worn = f" {_worn(evidence.text, span)} "
    land = _land_worn(evidence, span)
    for name, country, office in every:
        if land is not None and country not in (None, land):
            yield name, _ABROAD
        if office and f" {office} " in worn:
            yield name, _OFFICE
            if country in evidence.countries:
                yield name, _COUNTRY
            then = holder_of(office, country or "", evidence.dated) if evidence.dated else None
            if then not in {None, name}:
                yield name, _ANOTHER_THEN


@lru_cache(_CACHE)
def _known(surface: str) -> tuple[tuple[str, str | None, str], ...]:
    """Whom the gazetteer knows by a surname: name, country, and the words of the office ("prime minister")."""
    return tuple(
        (entity.name, entity.country, _in_full((entity.description or "").partition(" of ")[0]))
        for entity, strength in load().by_alias(surface)
        if entity.kind == "person" and strength != "strong"
    )


def _worn(text: str, span: NameSpan) -> str:
    """What is said of a name right before it and, set off by commas, behind it."""
    before = _BEFORE.search(text, max(0, span.start - _WINDOW), span.start)
    after = _AFTER.match(text, span.stop)
    worn = _PARTED.split(before[0])[-1] if before else ""
    return _in_full(f"{worn} {after[1] if after else ''}")


@lru_cache(_CACHE)
def _in_full(words: str) -> str:
    return " ".join(_SHORT.get(word, word) for word in folded(words).split())


def _land_worn(evidence: Evidence, span: NameSpan) -> str | None:
    """The country of an office that a name wears: Canada of "Ontario Premier Ford"."""
    if not span.role or _in_full(span.role.rsplit(" ", 1)[-1]) not in _OF_A_LAND:
        return None
    land, _ = parted(span.role)
    if land is not None:
        return land
    before, _ = evidence.beside(span)
    if before is None or before.kind != "place" or before.entity is None:
        return None
    gap = evidence.text[before.stop : span.start]
    if gap.lstrip("'’s ").removesuffix(" ") != span.role:
        return None
    place = load().entity(before.entity, "place")
    return None if place is None else place.country or place.name
