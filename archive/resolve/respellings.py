"""Known persons whose names are written otherwise: in other romanisations, with letters lost, with fewer middle names.

A full name that nobody is known to bear may be another way to write one that somebody does: "Volodymyr Zelenskij",
"Recep Erdoğan". What tells is what tells any two names of persons (`same_person`); but nothing around them speaks
here, so a form of a name is taken only where the surname is rare. "Jon Kerry" is not "John Terry".
"""

from __future__ import annotations

from functools import lru_cache

from archive.gazetteer import load
from archive.resolve import same_person
from archive.resolve.likelihood import Likeness
from archive.resolve.name_keys import entity_key, folded
from archive.resolve.romanisation import block, start

_CACHE = 8192
_WHOLE = 10
"""Letters of a forename and surname that mean one person together."""
_SHORT = 3
"""Letters of a particle, or of a syllable of a given name, rather than of a surname."""
_SLIP = (5, 8)
"""Letters of a word in which one is likelier to have slipped than to make another name, and of one in which two are."""


@lru_cache(_CACHE)
def near_person(name: str) -> str | None:
    """The known person whose name a full name is another way to write.

    Args:
        name: Full name of two words or more that is no alias.

    Returns:
        Canonical name, or None where there is none or more than one.
    """
    known = _known(_begin(name))
    met = {alias: person for end in _ends(name) for alias, person in known.get(end, ())}
    found = {person for alias, person in met.items() if _is_one(name, alias)}
    found = {person for person in found if not contradicts_known(name, person)}
    return found.pop() if len(found) == 1 else None


def contradicts_known(name: str, person: str) -> bool:
    """Whether a known person is called by other middle names or initials than a name has."""
    known = load().entity(person, "person")
    return known is not None and any(same_person.contradict(name, alias) for alias in known.aliases)


def _is_one(name: str, alias: str) -> bool:
    """Whether a name is a spelling of another, the same but for slips, or a form of a rare one."""
    verdict = same_person.compare(*sorted((name, alias)))
    words, others = (entity_key(each, "person").split() for each in (name, alias))
    if verdict is not None and verdict.likeness == Likeness.SPELT:
        return True
    if len(words) == len(others) and all(map(_is_slip, words, others)):
        return True
    is_told = len(words) < len(others) or not same_person.has_common_surname(name)
    is_whole = is_told and len(words[0]) + len(words[-1]) >= _WHOLE
    is_form = is_whole and verdict is not None and verdict.likeness == Likeness.FORM
    return is_form and not any(map(same_person.has_initial, (name, alias)))


def _is_slip(word: str, meant: str) -> bool:
    """Whether a word is one of a known name, or no name but for a letter or two that slipped."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - few names are nearly known ones

    most = (len(meant) >= _SLIP[0]) + (len(meant) >= _SLIP[1])
    return word == meant or (OSA.distance(word, meant) <= most and not same_person.is_attested(word))


@lru_cache(1 << 5)
def _known(begin: str) -> dict[str, list[tuple[str, str]]]:
    """Names of known persons that begin alike, each with the canonical one, by what their spellings end in."""
    found: dict[str, list[tuple[str, str]]] = {}
    for alias, person in _by_begin().get(begin, ()):
        for end in _ends(alias):
            found.setdefault(end, []).append((alias, person))
    return found


@lru_cache(1)
def _by_begin() -> dict[str, list[tuple[str, str]]]:
    """Names of all known persons, each with the canonical one: few of them are ever asked for in a short run."""
    found: dict[str, list[tuple[str, str]]] = {}
    for alias, person in load().persons():
        found.setdefault(_begin(alias), []).append((alias, person))
    return found


def _begin(name: str) -> str:
    """How a name may begin however it is spelt; nothing where it has no letters."""
    first = name[:1].lower()
    words = first if "a" <= first <= "z" else folded(name)
    return start(words) if words else ""


def _ends(name: str) -> set[str]:
    """How a full name may begin and end however it is spelt, with a name more behind it or not; none of one word."""
    words = folded(name).split()
    if len(words) < 2:
        return set()
    last = words[-1]
    forms = {last, last.removesuffix("s"), *(word for word in words[1:][-2:-1] if len(word) > _SHORT)}
    return {f"{start(words[0])} {block(form)}" for form in forms}
