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

# What each kind of evidence is worth. Set by hand: with 2 for what is worn tests/bench/linking_quality.py gives the
# same on 158 articles each in an archive of its own; with 4, surnames with a famous rival fall from .993 to .968.
WORN_OFFICE = 3
WORN_OWNER = 3
HELD_THEN = 2
NOT_THEN = -1
SPOKEN_OF = 1
LEAST = 3
"""So much must speak for one to be meant."""
MARGIN = 2
"""And so much more than for any other."""

_CACHE = 16_384
_BEFORE = re.compile(r"(?:(?:[A-Z][a-z]{1,3}\.|[^\s.,;:!?\"“”()—–]+) ){1,6}$")
_AFTER = re.compile(r", (?:the |a |an )?([^,.;:!?\"“”()—–]{3,60})[,.]")
_PARTED = re.compile(  # what stands before one of these is said of somebody else: "the vice president said Clinton"
    r"\b(?:and|after|against|as|before|but|by|for|from|said|says|that|to|told|when|while|with)\b"
)
_WINDOW = 60
_SHORT = wordlists.meanings("role_phrases", "short forms")
_OF_A_LAND = wordlists.words("role_phrases", "of a land")


class _Weighed(NamedTuple):
    """A person with what speaks for him."""

    score: int
    name: str
    is_worn: bool
    """Whether the name itself wears it."""


class Known(NamedTuple):
    """What the gazetteer says of a person."""

    name: str
    country: str | None
    office: str
    """The words of it, in small letters: "prime minister"."""
    owner: str
    """What it is held of, in small letters: "federal reserve"."""


def meant(evidence: Evidence, span: NameSpan) -> str | None:
    """The canonical name of the person for whom a text speaks, among those known by a surname, or nobody."""
    weighed = _weighed(evidence, span)
    if not weighed or weighed[0].score < LEAST:
        return None
    best, is_clear = weighed[0], len(weighed) < 2 or weighed[0].score - weighed[1].score >= MARGIN
    return best.name if is_clear and best.is_worn else None


def is_ruled_out(evidence: Evidence, span: NameSpan, name: str) -> bool:
    """Whether the name wears an office of another country than that person's."""
    land = _land_worn(evidence, span)
    return land is not None and any(known.country not in (None, land) for known in _known(span.surface, name))


def _weighed(evidence: Evidence, span: NameSpan) -> list[_Weighed]:
    """Who is known by a surname, with what speaks for each, best first; without those ruled out."""
    holder = wearer_of(span.role, evidence.dated) if span.role and evidence.dated else None
    if holder is not None and folded(span.surface) in surname_keys(holder):
        return [_Weighed(WORN_OFFICE + WORN_OWNER, holder, is_worn=True)]
    every = _known(span.surface)
    if not every:
        return []
    worn = _worn(evidence.text, span)
    text = evidence.text.casefold()
    land = _land_worn(evidence, span)
    weighed = []
    for known in every:
        if land is not None and known.country not in (None, land):
            continue
        score = WORN_OFFICE if known.office and known.office.rsplit(" ", 1)[-1] in worn.split() else 0
        is_owner_worn = known.owner != "" and known.owner in worn
        is_worn = score > 0 or is_owner_worn
        if known.owner:
            score += WORN_OWNER if is_owner_worn else SPOKEN_OF if known.owner in text else 0
        if known.country in evidence.countries or (land is not None and known.country == land):
            score += SPOKEN_OF
        if evidence.dated and score:
            then = holder_of(known.office, known.country or "", evidence.dated)
            score += HELD_THEN if then == known.name else NOT_THEN if then is not None else 0
        weighed.append(_Weighed(score, known.name, is_worn))
    return sorted(weighed, key=lambda each: -each.score)


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
