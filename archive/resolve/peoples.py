"""Countries and their peoples: "Russian" for Russia; which countries there are, and what their peoples are called."""

from __future__ import annotations

from functools import lru_cache

from archive.gazetteer import load
from archive.text import wordlists

LONGEST_PEOPLE = 3
"""Words of a people's name: "Papua New Guinean"."""

_NATIONS_WITHIN = wordlists.meanings("peoples", "nations within")


def state_of(people: str) -> str | None:
    """The country whose state a people's name means: for "Catalan" none, though Catalans are a people of Spain."""
    return None if people in _NATIONS_WITHIN else load().demonyms.get(people)


def land_of(people: str) -> str | None:
    """The same, or the nation within a state that has offices of its own: Scotland."""
    return _NATIONS_WITHIN.get(people) or state_of(people)


@lru_cache(1)
def countries() -> frozenset[str]:
    """Canonical names of all countries that have a people."""
    return frozenset(load().demonyms.values())


@lru_cache(1)
def peoples() -> dict[str, list[str]]:
    """Names of peoples by the country they belong to."""
    found: dict[str, list[str]] = {}
    for people in load().demonyms:
        country = state_of(people)
        if country is not None:
            found.setdefault(country, []).append(people)
    return found
