"""Which of the persons whom the gazetteer knows by a surname a text means by it: weighed by what speaks for each.

The gazetteer says of a person what office he is known for, of what, and in which country. A text speaks for him where
the name wears that office ("Texas Gov. Abbott"), where it names what he holds it of, or his country, and where he held
it on that day; it rules him out where the name wears an office of another country ("Ontario Premier Ford").
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from archive.gazetteer import load
from archive.resolve.holders import holder_of, wearer_of
from archive.resolve.name_keys import folded, surname_keys
from archive.resolve.peoples import LONGEST_PEOPLE, land_of
from archive.text import wordlists

if TYPE_CHECKING:
    from archive.gazetteer import GazetteerEntity
    from archive.resolve.evidence import Evidence
    from archive.types import NameSpan

# What a name does not wear only adds to what it wears: alone it was wrong in 7 of 9 of the surnames of fresh articles.
# Set by hand: without LEAST a president of another time is meant, with 1 for SPOKEN_OF one of another country.
WORN = 3
SPOKEN_OF = 2
LEAST = 3

_CACHE = 16_384
_BEFORE = re.compile(r"(?:(?:[A-Z][a-z]{1,3}\.|[^\s.,;:!?\"“”()—–]+) ){1,6}$")
_AFTER = re.compile(r", (?:the |a |an )?([^,.;:!?\"“”()—–]{3,60})[,.]")
_PARTED = re.compile(  # what stands before one of these is said of somebody else: "the vice president said Clinton"
    r"\b(?:and|after|against|as|before|but|by|for|from|said|says|that|to|told|when|while|with)\b"
)
_WINDOW = 60
_SHORT = wordlists.meanings("role_phrases", "short forms")
_OF_A_LAND = wordlists.words("role_phrases", "of a land")


class Known(NamedTuple):
    """What the gazetteer says of a person."""

    name: str
    country: str | None
    office: str
    """The words of it, in small letters: "prime minister"."""
    owner: str
    """What it is held of, in small letters: "federal reserve"."""


def meant(evidence: Evidence, span: NameSpan) -> str | None:
    """The canonical name of the person whose office a surname wears; of several the one for whom most speaks."""
    holder = wearer_of(span.role, evidence.dated) if span.role and evidence.dated else None
    if holder is not None and folded(span.surface) in surname_keys(holder):
        return holder
    every = _known(span.surface)
    worn = _worn(evidence.text, span) if every else ""
    weighed = sorted(
        (-weight, known.name) for known in every if (weight := _weight(evidence, span, known, worn)) >= LEAST
    )
    is_clear = len(weighed) == 1 or (len(weighed) > 1 and weighed[0][0] < weighed[1][0])
    return weighed[0][1] if is_clear else None


def _weight(evidence: Evidence, span: NameSpan, known: Known, worn: str) -> int:
    """What speaks for a person whose office is worn; of others nothing."""
    is_office_worn = known.office != "" and known.office.rsplit(" ", 1)[-1] in worn.split()
    is_owner_worn = known.owner != "" and known.owner in worn
    if not is_office_worn or _is_abroad(evidence, span, known):
        return 0
    then = holder_of(known.office, known.country or "", evidence.dated) if evidence.dated else None
    holding = 0 if then is None else 1 if then == known.name else -1
    is_spoken_of = known.country in evidence.countries
    return WORN * (1 + is_owner_worn) + SPOKEN_OF * is_spoken_of + holding


def is_ruled_out(evidence: Evidence, span: NameSpan, name: str) -> bool:
    """Whether the name wears an office of another country than that person's."""
    return any(_is_abroad(evidence, span, known) for known in _known(span.surface, name))


def _is_abroad(evidence: Evidence, span: NameSpan, known: Known) -> bool:
    land = _land_worn(evidence, span)
    return land is not None and known.country not in (None, land)


@lru_cache(_CACHE)
def _known(surface: str, name: str | None = None) -> tuple[Known, ...]:
    """Whom the gazetteer knows by a surname, or the one of that name among them."""
    return tuple(
        _described(entity)
        for entity, strength in load().by_alias(surface)
        if entity.kind == "person" and strength != "strong" and name in (None, entity.name)
    )


def _described(entity: GazetteerEntity) -> Known:
    office, _, owner = (entity.description or "").partition(" of ")
    return Known(entity.name, entity.country, _in_full(office), _in_full(owner.removeprefix("the ")))


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
    if not span.role:
        return None
    words = span.role.split()
    if _in_full(words[-1]) not in _OF_A_LAND:
        return None
    for length in range(min(LONGEST_PEOPLE, len(words) - 1), 0, -1):
        land = land_of(" ".join(words[:length]))
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
