"""Who held an office at a date, as far as the gazetteer knows: "Russian President" in 2024."""

from __future__ import annotations

from functools import lru_cache

from archive.gazetteer import load
from archive.resolve.peoples import LONGEST_PEOPLE, countries, land_of
from archive.text import wordlists

_CACHE = 8192
_CHIEF = wordlists.lines("role_phrases", "chief")
_HEADS = wordlists.words("role_phrases", "heads")
_SEVERAL, _LANDS, _LEADING, _SEATS = (
    {word: tuple(meant.split(", ")) for word, meant in wordlists.meanings("role_phrases", section).items()}
    for section in ("several", "called so in", "leaders", "seats")
)
_LEADERS = {land: office for office, lands in _LEADING.items() for land in lands}
_LEADER = "leader"
_OF_PARTS = wordlists.words("role_phrases", "of parts")
_NOT_HELD = wordlists.words("role_phrases", "not held")


@lru_cache(_CACHE)
def wearer_of(role: str, dated: str) -> str | None:
    """Who wore a role at a date.

    Args:
        role: A role as written in front of a name.
        dated: Prefix date or range.

    Returns:
        Canonical name; None where it is not known, or the role is a former one.
    """
    if not is_held(role):
        return None
    owner, office = parted(role)
    return None if owner is None else holder_of(office.lower(), owner, dated)


def is_held(role: str) -> bool:
    """Whether who wears a role holds the office: "former Chancellor" does not."""
    return _NOT_HELD.isdisjoint(role.lower().split())


def is_head(office: str) -> bool:
    """Whether it is a word for whoever heads a country or body: "chief", "leader"."""
    return office in _HEADS or office == _LEADER


def parted(role: str) -> tuple[str | None, str]:
    """The country of a role that has its people in front, and the office: those of "Russian President"."""
    words = role.split()
    for length in range(min(LONGEST_PEOPLE, len(words) - 1), 0, -1):
        owner = land_of(" ".join(words[:length]))
        if owner is not None:
            return owner, " ".join(words[length:])
    return None, role


@lru_cache(_CACHE)
def holder_of(office: str, owner: str, dated: str) -> str | None:
    """Who held an office of a country or body at a date: canonical name, or None where it is not known."""
    if owner in _SEATS and is_head(office):
        office, owner = _SEATS[owner]
    held = (load().office_holder(meant, owner, dated) for meant in _offices(office, owner))
    return next((holder for holder in held if holder is not None), None)


@lru_cache(_CACHE)
def all_holders(office: str, owner: str) -> frozenset[str]:
    """All who are known to have held it, whenever."""
    terms = (term for meant in _offices(office, owner) for term in load().terms(meant, owner))
    return frozenset(term.person for term in terms)


def is_of_parts(office: str) -> bool:
    """Whether provinces or cities have the office, too."""
    return office in _OF_PARTS


def lands_of(office: str) -> tuple[str, ...]:
    """The countries in which alone an office is called so; none if it may be in any."""
    return _LANDS.get(office, ())


@lru_cache(_CACHE)
def holders_then(office: str, dated: str) -> frozenset[str]:
    """All who held an office of that name at a date, of whatever country or body."""
    owners = {owner for meant in {office, *_SEVERAL.get(office, ())} for owner in load().owners(meant)}
    return frozenset(filter(None, (holder_of(office, owner, dated) for owner in owners)))


def _offices(office: str, owner: str) -> tuple[str, ...]:
    """What an office of a country or body may be called by those who know who held it."""
    if office == _LEADER and (owner in _LEADERS or owner in countries()):
        return (_LEADERS.get(owner, _LEADER),)
    if owner not in _LANDS.get(office, (owner,)):
        return ()
    return _CHIEF if is_head(office) else _SEVERAL.get(office, (office,))
