"""What a name says by itself: whom the gazetteer knows by it, which known name hides in it, what it abbreviates.

Nothing here looks at the text around a name, so all of it is remembered: the same names come again and again.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from archive.extract.names.kind_words import HONORIFICS, TITLES
from archive.gazetteer import load
from archive.resolve.keys import PARTICLES, entity_key, folded
from archive.resolve.respellings import near_person, near_surname

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive.gazetteer import GazetteerEntity, Strength
    from archive.types import EntityKind, NameSpan

ACRONYM = re.compile(r"[A-Z][A-Za-z]{0,2}[A-Z&-][A-Z0-9]{0,4}|(?:[A-Z]\.){2,}")

_CACHE = 65_536
_OWNER = re.compile(r"^(?:U\.S\.|US|United States|U\.K\.|UK|United Nations|UN|U\.N\.) (?=\S+ \S)")
_MIDDLE_INITIAL = re.compile(r"(?<=\w\w) [A-Z]\.? (?=\w\w)")  # several tell people apart
_FUNCTION_WORDS = frozenset(
    ("of", "the", "for", "and", "on", "in", "to", "against", "de", "la", "des", "du", "et", "y", "di", "der", "und")
)
_PEOPLE = 3  # words at most in front of a person's name that are no part of it


class Proposal(NamedTuple):
    """The entity proposed for a name."""

    name: str
    """Canonical name; the bare form itself where it is still open."""
    rule: str
    bare: str | None = None
    """The folded surname or acronym, where the archive as a whole may still settle it."""


RULES: Mapping[Strength, str] = {"strong": "alias", "surname": "surname", "weak": "alias-weak"}


def rule_of(span: NameSpan) -> str:
    """The rule of an alias: whether the text had to speak for it."""
    return "alias-weak" if span.rule == "gazetteer-weak" else "alias"


def open_surname(surface: str) -> Proposal:
    """A surname that only the archive may settle."""
    return Proposal(surface, "surname-open", folded(surface))


def open_acronym(surface: str) -> Proposal:
    """An acronym that only the archive may settle."""
    return Proposal(surface, "acronym-open", folded(surface))


@lru_cache(_CACHE)
def is_bare(name: str) -> bool:
    """Whether a name of several words is a surname alone: "von der Leyen", "Le Pen", "Peña Nieto"."""
    first, *others = name.split(" ")
    if first.islower() or (len(others) == 1 and first.casefold() in PARTICLES):
        return True
    known = called(name, "person")
    return known is not None and known[1] == "surname"


@lru_cache(_CACHE)
def single_name(surface: str) -> Proposal:
    """A single name that the snippet says nothing more about."""
    known = called(surface, "person")
    if known is not None:
        return Proposal(known[0].name, RULES[known[1]])
    if _is_forename_only(surface):
        return Proposal(surface, "forename")
    near = near_surname(surface)
    return Proposal(near, "spelling") if near is not None else open_surname(surface)


@lru_cache(_CACHE)
def person_called(surface: str) -> Proposal:
    """The person of a full name: a known one, in these letters or others, or one of that name."""
    known = _strong_person(surface) or _strong_person(_MIDDLE_INITIAL.sub(" ", surface)) or _behind_others(surface)
    if known is not None:
        return Proposal(known, "alias")
    near = near_person(surface)
    return Proposal(near, "spelling") if near is not None else Proposal(surface, "full-name")


def person_titled(role: str, surface: str) -> str | None:
    """The person who is known by a title and a name: "Pope Francis"."""
    return _strong_person(f"{role.rsplit(' ', 1)[-1]} {surface}")


def _strong_person(name: str) -> str | None:
    known = called(name, "person") if " " in name else None
    return known[0].name if known is not None and known[1] == "strong" else None


def _behind_others(surface: str) -> str | None:
    """The known person whose name follows a place's or people's or an honorific: "Israel Benjamin Netanyahu"."""
    words = surface.split(" ")
    for cut in range(1, min(_PEOPLE, len(words) - 2) + 1):
        before = " ".join(words[:cut])
        if before in HONORIFICS or before in TITLES or before in load().demonyms or place_called(before).rule != "name":
            known = _strong_person(" ".join(words[cut:]))
            if known is not None:
                return known
    return None


@lru_cache(_CACHE)
def called(surface: str, kind: EntityKind) -> tuple[GazetteerEntity, Strength] | None:
    """The likeliest entity of a kind by that alias."""
    for entity, strength in load().by_alias(surface):
        if entity.kind == kind:
            return entity, strength
    return None


@lru_cache(_CACHE)
def organisation_called(surface: str) -> Proposal | None:
    """The known organisation of a name, without "the" or its state in front too."""
    known = called(surface, "organisation") or called(f"The {surface}", "organisation")
    if known is None:
        bare = _OWNER.sub("", surface)
        known = called(bare, "organisation") if bare != surface else None
    if known is None:
        return None
    return Proposal(known[0].name, RULES[known[1]])


@lru_cache(_CACHE)
def place_called(surface: str) -> Proposal:
    """The place of a name; of a people's, their country."""
    known = called(surface, "place")
    if known is not None:
        return Proposal(known[0].name, RULES[known[1]])
    people = load().demonyms.get(surface) or load().demonyms.get(surface.removesuffix("s"))
    return Proposal(surface, "name") if people is None else Proposal(people, "alias-weak")


def meant_by(full: NameSpan, acronym: NameSpan) -> str:
    """The canonical name behind a full name and its acronym, where the gazetteer knows either."""
    if full.entity is not None:
        return full.entity
    by_name = organisation_called(full.surface)
    if by_name is not None:
        return by_name.name
    key = entity_key(full.surface, "organisation")
    for entity, _ in load().by_alias(acronym.surface):
        known = entity_key(entity.name, "organisation")
        if entity.kind == "organisation" and (key.endswith(known) or known.endswith(key)):
            return entity.name
    return full.surface


def abbreviates(acronym: str, name: str) -> bool:
    """Whether the letters of an acronym are, in order, letters of a name's words, most of them initials."""
    letters = [letter for letter in folded(acronym) if letter.isalnum()]
    words = [word for word in folded(name.replace("-", " ")).split() if word not in _FUNCTION_WORDS]
    if len(words) < 2 or len(words) > 4 * len(letters):
        return False
    initials = iter(word[0] for word in words)
    hits = sum(letter in initials for letter in letters)
    return hits >= max(2, (len(letters) + 1) // 2) or (
        hits >= 1 and words[0][0] == letters[0] and len(letters) <= len(words) + 2
    )


@lru_cache(_CACHE)
def _initials_of(name: str) -> str:
    words = folded(name.replace("-", " ")).split()
    return "".join(word[0] for word in words if word not in _FUNCTION_WORDS)


def initials(span: NameSpan) -> str:
    """The initials of an organisation's name of several words, function words left out; '' for anything else."""
    return _initials_of(span.surface) if span.kind == "organisation" and " " in span.surface else ""


def _is_forename_only(surface: str) -> bool:
    gazetteer = load()
    return surface in gazetteer.forenames and surface not in gazetteer.surnames
