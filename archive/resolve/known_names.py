"""What a name says by itself: whom the gazetteer knows by it, and which known name hides in it.

Nothing here looks at the text around a name, so all of it is remembered: the same names come again and again.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from archive.gazetteer import AT_HOME, load
from archive.resolve.bodies import is_bare_body
from archive.resolve.name_keys import PARTICLES, folded
from archive.resolve.respellings import contradicts_known, near_person

if TYPE_CHECKING:
    from archive.gazetteer import Strength
    from archive.types import EntityKind

_CACHE = 8192
_OWNER = re.compile(r"^(?:U\.S\.|US|United States|U\.K\.|UK|United Nations|UN|U\.N\.) (?=\S+ \S)")
_MIDDLE_INITIAL = re.compile(r"(?<=\w\w) [A-Z]\.? (?=\w\w)")  # several tell people apart


class Known(NamedTuple):
    """An entity of the gazetteer, and how sure a name means it."""

    name: str
    """Canonical name."""
    strength: Strength


@lru_cache(_CACHE)
def called(surface: str, kind: EntityKind) -> Known | None:
    """The likeliest entity of a kind by that alias."""
    for entity, strength in load().by_alias(surface):
        if entity.kind == kind:
            return Known(entity.name, strength)
    return None


def called_so(surface: str, kind: EntityKind, strength: Strength) -> str | None:
    """Canonical name of the likeliest entity of a kind by that alias, if the alias means it that surely."""
    known = called(surface, kind)
    return known.name if known is not None and known.strength == strength else None


# -- persons


@lru_cache(_CACHE)
def is_bare(name: str) -> bool:
    """Whether a name of several words is a surname alone: "von der Leyen", "Le Pen", "Peña Nieto"."""
    if " " not in folded(name):
        return True  # "Ryan ―"
    first, *others = name.split(" ")
    is_particle = first.casefold() in PARTICLES and first not in load().forenames
    has_particle = first.islower() or (len(others) == 1 and is_particle)
    return has_particle or called_so(name, "person", "surname") is not None


@lru_cache(_CACHE)
def known_person(name: str) -> str | None:
    """The known person of a full name, in which a middle initial may stand."""
    return _fully_called(name) or _with_an_initial(name)


def _with_an_initial(name: str) -> str | None:
    """The known person of a name with a middle initial, unless that person is known to have another one."""
    person = _fully_called(_MIDDLE_INITIAL.sub(" ", name))
    return None if person is None or contradicts_known(name, person) else person


def canonical_person(name: str) -> str:
    """The canonical name behind a full name: a known person's, in these letters or others, or the name itself."""
    return known_person(name) or near_person(name) or name


@lru_cache(_CACHE)
def famous_bearer(name: str, kind: EntityKind) -> str | None:
    """Whom a bare name means where nothing says more: the one person whom a surname means to everybody.

    Of a body that every country has it is that of the United States or Britain, as in English-language news.
    """
    if kind == "person":  # "De Blasio" opens a sentence
        return called_so(name, kind, "surname") or called_so(name[:1].lower() + name[1:], kind, "surname")
    if kind == "place" or not is_bare_body(name):
        return None
    known = organisation_called(name)
    entity = load().entity(known.name, kind) if known is not None else None
    return entity.name if entity is not None and entity.country in AT_HOME else None


def _fully_called(name: str) -> str | None:
    return called_so(name, "person", "strong") if " " in name else None


# -- organisations and places


@lru_cache(_CACHE)
def organisation_called(surface: str) -> Known | None:
    """The known organisation of a name, without "the" or its state in front too."""
    forms = (surface, f"The {surface}", _OWNER.sub("", surface))
    return next(filter(None, (called(form, "organisation") for form in forms)), None)


def place_called(surface: str) -> str | None:
    """Canonical name of the place of a name, an apostrophe lost or not; of a people's, their country."""
    known, demonyms = called(surface, "place"), load().demonyms
    owner = surface.removesuffix("s")
    meant = demonyms.get(surface) or demonyms.get(owner) or called_so(owner, "place", "strong")
    return known.name if known else meant
