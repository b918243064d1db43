"""Known persons whose names are written otherwise: slips, other romanisations, more or fewer middle names.

A full name that nobody is known to bear may be another way to write one that somebody does: "Annalenna Baerbock",
"Volodymyr Zelenskij", "Recep Erdoğan". What differs must be no attested name itself, and the word that agrees long or
rare enough to carry the weight, so two attested names never become one: "Jon Kerry" is not "John Terry". All of it
looks among known persons only; names that no table has are never compared with each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from archive.gazetteer import load
from archive.resolve.name_keys import FAMILY_FIRST, GENERATIONS, PARTICLES, folded
from archive.resolve.same_person import contradict, with_letters_lost

if TYPE_CHECKING:
    from collections.abc import Sequence

# Chosen by hand, for precision; tests/bench/names_quality.py tells no difference of one letter more or less.
_RARE = 6  # letters of a surname that is rare enough to identify
_LONG = 8  # letters of a surname in which a slip is more likely than another surname; one less if two only swapped
_SPELT = 5  # letters of a forename in which a slip is more likely than another forename
_HEARD = 6  # letters, with three consonants, of a word that can be told by its sound
_APART = 4  # letters of a word for one that two romanisations may differ in
_BARE = (7, 9)  # letters of a surname that sounds like a famous one, and of one that sounds nearly like it
_BEARERS = 3  # known bearers of a surname, above which it needs its middle names
_WHOLE = 10  # letters of a forename and surname that mean one person together
_CACHE = 16_384

Index = dict[str, list[tuple[str, str]]]


@lru_cache(_CACHE)
def near_person(name: str) -> str | None:
    """The known person whose name a full name is another way to write.

    Args:
        name: Full name of two words or more that is no alias.

    Returns:
        Canonical name, or None where there is none or more than one.
    """
    words = folded(name).split()
    if len(words) < 2 or words[-1] in GENERATIONS:
        return None
    for find in (_cut_letters, _slips, _respellings, _with_other_middle):
        found = find(words)
        if found:
            return found.pop() if len(found) == 1 else None
    return None


@lru_cache(_CACHE)
def near_surname(surname: str) -> str | None:
    """The person with a famous surname that a bare one is another romanisation of: "Zelenskij".

    Args:
        surname: A bare surname that is no alias.

    Returns:
        Canonical name, or None where there is none or more than one.
    """
    word = folded(surname)
    known = _known()
    if len(word) < _BARE[0] or word in known.listed:
        return None
    alike = [
        (_distance(_sound(word), _sound(famous)), person)
        for famous, person in known.famous.get(skeleton(word), ())
        if famous[0] == word[0]
    ]
    least = min((apart for apart, _ in alike), default=len(word))
    found = {person for apart, person in alike if apart == least}
    return found.pop() if len(found) == 1 and least <= (len(word) >= _BARE[1]) else None


def _cut_letters(words: list[str]) -> set[str]:
    """Names that a program wrote without their foreign letters, or without the apostrophe before an S."""
    known = _known()
    found = known.lost.get(" ".join(words), set())
    if words[-1].endswith("s") and words[-1] not in known.attested:
        found = found | known.whole.get(" ".join(words)[:-1], set())
    return set(found)


def _slips(words: list[str]) -> set[str]:
    """Names of which one end is the same and the other one slip away."""
    known = _known()
    first, last = words[0], words[-1]
    found: set[str] = set()
    if len(last) >= _RARE and len(first) >= _SPELT and first not in known.attested:
        found |= {
            person
            for forename, person in known.by_surname.get(last, ())
            if forename[:1] == first[:1] and _is_slip(first, forename)
        }
    if len(last) >= _LONG - 1 and last not in known.attested:
        found |= {
            person
            for surname, person in known.by_forename.get(first, ())
            if _is_slip(last, surname)
            and (
                min(len(last), len(surname)) >= _LONG
                or sorted(last) == sorted(surname)
                or _sound(last) == _sound(surname)
            )
        }
    return found


def _respellings(words: list[str]) -> set[str]:
    """Names of two words, articles apart, that sound the same word by word."""
    words = [word for word in words if word not in _ARTICLES]
    if len(words) != 2:
        return set()
    return {
        person
        for (forename, surname), person in _known().by_sound.get((skeleton(words[0]), skeleton(words[1])), ())
        if _is_respelling(words[0], forename, person) and _is_respelling(words[1], surname, person)
    }


def _with_other_middle(words: list[str]) -> set[str]:
    """Names with the same ends and a surname of few, where one of the two has no more than that."""
    known = _known()
    words = [word for word in words if word not in _ARTICLES]
    if len(words) < 2:
        return set()
    first, *middle, last = words
    bearers = known.by_surname.get(last, ())
    if len(first) + len(last) < _WHOLE or len({person for _, person in bearers}) > _BEARERS:
        return set()
    if (
        first == last
        or first in FAMILY_FIRST
        or not PARTICLES.isdisjoint(middle)
        or min(map(len, middle), default=2) < 2
    ):
        return set()
    # of more middle words than are known one may be the surname: "Francisco Ortiz Franco"
    is_surname_sure = last not in known.listed or any(
        _PATRONYMIC.search(word) or word.capitalize() in load().forenames - load().surnames for word in middle
    )
    return {
        person
        for forename, person in bearers
        if forename == first and (not middle or (is_surname_sure and (first, last) in known.short))
        if not contradicts_known(" ".join((first, *middle, last)), person)
    }


def contradicts_known(name: str, person: str) -> bool:
    """Whether a known person is called by other middle names or initials than a name has."""
    known = load().entity(person, "person")
    return known is not None and any(contradict(name, alias) for alias in known.aliases)


def _distance(one: str, other: str, *, score_cutoff: int | None = None) -> int:
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only names like those of the known need it

    return OSA.distance(one, other, score_cutoff=score_cutoff)


def _is_slip(word: str, meant: str) -> bool:
    """One edit for short words, two from eight letters on; a swap of neighbours is one."""
    return 0 < _distance(word, meant, score_cutoff=2) <= (2 if min(len(word), len(meant)) >= 8 else 1)


def _is_respelling(word: str, meant: str, person: str) -> bool:
    """Whether two words of names are one in other letters; what is attested as somebody else's is none."""
    if word == meant or romanised(word) == romanised(meant):
        return True
    return not _is_of_others(word, person) and _sounds_like(word, meant)


def _is_of_others(word: str, person: str) -> bool:
    """Whether a word is a name that somebody else is known to bear."""
    known = _known()
    bearers = (*known.by_surname.get(word, ()), *known.by_forename.get(word, ()))
    return word in known.listed or any(bearer != person for _, bearer in bearers)


def _sounds_like(word: str, meant: str) -> bool:
    if len(word) < _HEARD or len(skeleton(word)) < 3 or skeleton(word) != skeleton(meant):
        return False
    most = max(len(word), len(meant)) // _APART
    return _distance(_sound(word), _sound(meant), score_cutoff=most) <= most


_PATRONYMIC = re.compile(r"(?:vich|vych|vna|ich)$")
_ARTICLES = frozenset({"al", "el"})
_ROMANISED = re.compile(
    r"(?m)(?P<e>^ye(?=[^aeiouy\n]))"  # Yevgeny, Evgeny
    r"|(?P<yu>^iu)"  # Iulia, Yulia
    r"|(?P<x>ks)"  # Aleksei, Alexei
    r"|(?P<ia>iya$)"  # Mariya, Maria
    r"|(?P<y>(?:yy|iy|yi|ij|yj|ii|i|j)$)"  # Zelensky, Zelenskyy, Zelenskiy, Zelenskij
)
_SOUNDS = {
    "dsch": "y", "dzh": "y", "dj": "y", "tsch": "C", "tch": "C", "sch": "C", "ch": "C", "zh": "C", "sh": "C",
    "cz": "C", "sz": "C", "kh": "k", "gh": "k", "ck": "k", "qu": "k", "ph": "f", "dh": "d", "th": "d", "ts": "s",
    "tz": "s", "q": "k", "c": "k", "g": "k", "x": "ks", "w": "v", "z": "s", "j": "y",
}  # fmt: skip
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_FADED = re.compile(r"(?<!^)[aeiouyh]+", re.MULTILINE)
_V_LAST = re.compile(r"v$", re.MULTILINE)
_TWICE = re.compile(r"(.)\1+")


@lru_cache(_CACHE)
def romanised(word: str) -> str:
    """A folded word of a name with one spelling for the openings and endings that Slavic names are given.

    As those below, it takes several words as well, a line each.
    """
    return _ROMANISED.sub(lambda match: match.lastgroup or "", word)


@lru_cache(_CACHE)
def skeleton(word: str) -> str:
    """What of a folded word any romanisation keeps: its consonants, roughly; for looking up, never for deciding.

    Gaddafi, Qaddafi and Kadhafi have one, and so have Lukashenko and Lukaschenka.
    """
    return _V_LAST.sub("f", _TWICE.sub(r"\1", _FADED.sub("", _sound(word))))


@lru_cache(_CACHE)
def _sound(word: str) -> str:
    """A folded word with one letter for every way in which a sound is romanised, its vowels as they are."""
    return _TWICE.sub(r"\1", _SOUND.sub(lambda match: _SOUNDS[match[0]], romanised(word)))


@dataclass(slots=True)
class _Known:
    """Known persons, by the words of their names."""

    by_surname: Index = field(default_factory=dict)
    by_forename: Index = field(default_factory=dict)
    by_sound: dict[tuple[str, str], list[tuple[tuple[str, str], str]]] = field(default_factory=dict)
    famous: Index = field(default_factory=dict)
    whole: dict[str, set[str]] = field(default_factory=dict)
    lost: dict[str, set[str]] = field(default_factory=dict)
    """Names without the letters that a program could not write."""
    short: set[tuple[str, str]] = field(default_factory=set)
    """Names known with no more than two words."""
    attested: set[str] = field(default_factory=set)
    """All words that are known to be names."""
    listed: frozenset[str] = frozenset()
    """Those of them that are in the lists of forenames and surnames."""


@lru_cache(1)
def _known() -> _Known:
    gazetteer = load()
    listed = frozenset(word.lower() for word in gazetteer.forenames | gazetteer.surnames)
    known = _Known(attested=set(listed), listed=listed)
    famous: list[tuple[str, str]] = []
    short: list[tuple[tuple[str, str], str]] = []
    for alias, person in gazetteer.persons():
        words = folded(alias).split()
        if len(words) == 1:
            famous.append((words[0], person))
        if len(words) < 2 or words[-1] in GENERATIONS:
            continue
        known.whole.setdefault(" ".join(words), set()).add(person)
        for lost in with_letters_lost(alias):
            known.lost.setdefault(folded(lost), set()).add(person)
        first, last = words[0], words[-1]
        known.by_surname.setdefault(last, []).append((first, person))
        known.by_forename.setdefault(first, []).append((last, person))
        known.attested.update((first, last))
        if len(words) == 2 or (len(words) == 3 and words[1] in _ARTICLES):
            short.append(((first, last), person))
    famous += ((folded(surname), person) for surname, person in gazetteer.famous_surnames())
    known.short.update(ends for ends, _ in short)
    heard = _skeletons([*(word for ends, _ in short for word in ends), *(word for word, _ in famous)])
    for ends, person in short:
        known.by_sound.setdefault((heard[ends[0]], heard[ends[1]]), []).append((ends, person))
    for word, person in famous:
        known.famous.setdefault(heard[word], []).append((word, person))
    return known


def _skeletons(words: Sequence[str]) -> dict[str, str]:
    """The skeletons of many words, all taken at once: a third of the time."""
    return dict(zip(words, skeleton("\n".join(words)).split("\n"), strict=False))
