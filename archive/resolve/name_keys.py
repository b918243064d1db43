"""Keys under which differently written names meet: of whole names, and of surnames.

A key is for comparing, never for showing. Two canonical names with one `entity_key` are the same entity; a bare
surname belongs to a full name when its key is among that name's `surname_keys`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from archive.gazetteer import load, one_forename
from archive.text import wordlists
from archive.text.folding import fold

if TYPE_CHECKING:
    from archive.types import EntityKind

_POSSESSIVE = re.compile(r"['’](?:s|S)?$")
_NOT_WORD = re.compile(r"[^\w&]+")
_DOTTED = re.compile(r"\b(?:\w\.){2,}")
_CACHE = 8192

_SPELLINGS = wordlists.meanings("name_keys", "spellings")
_STATES = wordlists.meanings("name_keys", "states")
_STATE_LAST = re.compile(rf"(.+) of (?:the )?({'|'.join(sorted(set(_STATES.values())))})")
HONORIFICS = wordlists.words("name_keys", "honorifics")
_LEGAL_FORMS = wordlists.words("name_keys", "legal forms")
GENERATIONS = wordlists.words("name_keys", "generations")
PARTICLES = wordlists.words("name_keys", "particles")
FAMILY_FIRST = wordlists.words("name_keys", "family first")
FUNCTION_WORDS = wordlists.words("name_keys", "function words")


@lru_cache(_CACHE)
def folded(name: str) -> str:
    """A name in lower case without accents, possessive ending and punctuation, its words parted by single spaces."""
    if name.isascii() and name.replace(" ", "").isalpha():  # most names: nothing to take out
        return " ".join(name.lower().split())
    plain = _POSSESSIVE.sub("", fold(name).strip())
    plain = _DOTTED.sub(lambda match: match[0].replace(".", ""), plain)
    return " ".join(_NOT_WORD.sub(" ", plain.replace("'", "")).split())


@lru_cache(_CACHE)
def entity_key(name: str, kind: EntityKind) -> str:
    """The key under which two spellings of a canonical name are the same entity.

    Ignores case, accents, punctuation, a leading "the" and a possessive ending; for organisations also British or
    American spelling, "U.S." for "United States" in front or "of the United States" behind, and legal forms ("Inc.");
    for persons honorifics, and how the Arabic article and common forenames are romanised. Middle names and initials
    tell people apart: whether "Jane Q. Roe" is "Jane Roe" depends on who else there is (`same_person`).

    Args:
        name: A canonical name, or a name as written.
        kind: Kind of entity; keys of different kinds are not to be compared.

    Returns:
        The key; the folded name itself where nothing else would be left.
    """
    words = folded(name).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    words = _personal(words) if kind == "person" else [_SPELLINGS.get(word, word) for word in words]
    if kind == "organisation":
        words = _of_state(words)
        while len(words) > 1 and words[-1] in _LEGAL_FORMS:
            words.pop()
    return " ".join(words) or name.strip().casefold()


def _personal(words: list[str]) -> list[str]:
    """The words of a person's name that tell who it is."""
    while len(words) > 2 and words[0] in HONORIFICS:
        words = words[1:]
    kept: list[str] = []
    at = 0
    while at < len(words):
        stop = at + 1
        while len(words[at]) == 1 and stop < len(words) and len(words[stop]) == 1:
            stop += 1
        word = "".join(words[at:stop])
        kept.append("al" if word == "el" and at else word)
        at = stop
    return [one_forename(kept[0]), *kept[1:]] if len(kept) > 1 else kept


def _of_state(words: list[str]) -> list[str]:
    """A name with its state in front: "Senate of the United States" as "United States Senate"."""
    if len(words) > 1 and words[0] in _STATES:
        return [*_STATES[words[0]].split(), *words[1:]]
    behind = _STATE_LAST.fullmatch(" ".join(words))
    return [*behind[2].split(), *behind[1].split()] if behind else words


@lru_cache(_CACHE)
def surname_keys(name: str) -> tuple[str, ...]:
    """The folded surnames by which a person of that full name may be called, likeliest first.

    "Ursula von der Leyen" answers to "von der leyen" and "leyen", "Xi Jinping" to "xi", "Iván Duque Márquez" to
    "marquez" and "duque marquez", "Robert Kennedy Jr." to "kennedy", a "John Paul II" to none.

    Args:
        name: A person's name.

    Returns:
        Keys in the form of `folded`; empty for a single word, which is no full name.
    """
    words = [word for word in folded(name.replace("-", "_")).replace("_", "-").split() if len(word) > 1]
    suffix = ""
    while len(words) > 1 and words[-1] in GENERATIONS:
        suffix = words.pop()
    is_regnal = suffix not in ("", "jr", "sr") and words[-1].capitalize() in load().forenames
    if len(words) < 2 or is_regnal:
        return ()
    keys: list[str] = []
    if words[0] in FAMILY_FIRST and len(words) <= 3:
        keys.append(words[0])
        if len(words) == 3 and len(words[1]) <= 4 and len(words[2]) <= 5:
            return (words[0],)  # Kim Jong Un, Ban Ki Moon: the given name is two words
    start = len(words) - 1
    while start > 1 and words[start - 1] in PARTICLES:
        start -= 1
    last = words[-1]
    keys += [" ".join(words[start:]), last]
    if last.startswith(("al-", "el-")):
        keys.append(last[3:])
    keys += [" ".join(words[at:]) for at in range(1, start)]
    return tuple(dict.fromkeys(key.replace("-", " ") for key in keys))
