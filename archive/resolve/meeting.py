"""When names of different spelling meet, and what speaks for their being one: by kind, for persons and for places.

The forms of two names say how likely they are one (`same_person`, `same_place`); what the texts of an archive tell of
them decides where the forms alone don't.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from archive.resolve import same_person, same_place
from archive.resolve.likelihood import Likeness, Verdict
from archive.resolve.name_keys import folded
from archive.text import wordlists

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive.types import EntityKind

_CACHE = 8192
_TITLES = wordlists.spellings("nicknames", "titles")
KINDS: tuple[EntityKind, ...] = ("person", "place")
"""Kinds of which names are joined."""


class Told(NamedTuple):
    """What the texts of an archive tell of a name."""

    snippets: frozenset[int] = frozenset()
    roles: frozenset[str] = frozenset()
    """Its titles."""
    company: frozenset[tuple[str, str]] = frozenset()
    """Who and what is named with it, by kind and key."""

    def agrees(self, other: Told) -> bool:
        """Whether two have a title in common, or company."""
        return not self.company.isdisjoint(other.company) or any(
            is_same_role(role, one) for role in self.roles for one in other.roles
        )


def kept_keys(name: str, kind: EntityKind) -> frozenset[str]:
    """Keys under which a name is found; none of kinds that are never joined."""
    if kind == "person":
        return same_person.kept_keys(name)
    return same_place.keys(name) if kind == "place" else frozenset()


def sought_keys(name: str, kind: EntityKind) -> frozenset[str]:
    """Keys under which to look for names that may be one with a name: whatever `compare` takes for such is there."""
    if kind == "person":
        return same_person.sought_keys(name)
    return same_place.keys(name) if kind == "place" else frozenset()


def compare(one: str, other: str, kind: EntityKind) -> Verdict | None:
    """Says whether two names of a kind may be one's, and why; None where they contradict each other or are just two.

    Names that do not meet under their keys are two, whichever of them is looked for.
    """
    first, second = sorted((one, other))
    if not _meet(first, second, kind) or not _meet(second, first, kind):
        return None
    return same_person.compare(first, second) if kind == "person" else same_place.compare(first, second)


def _meet(kept: str, sought: str, kind: EntityKind) -> bool:
    return not kept_keys(kept, kind).isdisjoint(sought_keys(sought, kind))


def are_one(one: str, other: str, kind: EntityKind, verdict: Verdict, told: Callable[[], tuple[Told, Told]]) -> bool:
    """Whether two names are taken for one's, of all that may be.

    Args:
        one: A name.
        other: Another one.
        kind: Of both.
        verdict: What `compare` says of the two.
        told: What the texts tell of each; asked only if it matters.
    """
    if verdict.likeness != Likeness.FORM:
        return verdict.likeness == Likeness.SPELT
    first, second = told()
    if not first.snippets.isdisjoint(second.snippets):
        return False  # who is called both in one breath is two
    if first.agrees(second):
        return True
    if kind == "place" or (first.roles and second.roles):
        return False
    return not any(map(same_person.has_common_surname, (one, other)))


@lru_cache(_CACHE)
def is_same_role(one: str, other: str) -> bool:
    """Whether two titles are one, though one may say more: "Senator", "US Sen."."""
    words, others = ({_TITLES.get(word, word) for word in folded(role).split()} for role in (one, other))
    return words <= others or others <= words
