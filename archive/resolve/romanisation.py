"""Words of names as the schemes in use write them in Latin letters: "Zhuravlyov", "Juravliov"; "Akhmetov", "Ahmetoff".

Two words that a scheme only spells otherwise are `spelt_alike`; two that are one name in Ukrainian and in Russian
("Holovchuk", "Golovchuk") are `akin`. Neither says that they mean one person: for that see `same_person`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import itemgetter

_CACHE = 1 << 11
_LEAST = 4
"""Letters of a word that can be told by how it is spelt."""

# One form for what schemes write in several ways.
_SOUNDS = {
    "schtsch": "sh", "chtch": "sh", "stch": "sh", "szcz": "sh", "shch": "sh", "sch": "sh",  # Shcherba, Scherba
    "tsch": "c", "tch": "c", "cz": "c", "ch": "c",  # Chubarov, Tchubarov
    "dzh": "j", "zh": "j",  # Zhdanov, Jdanov
    "kh": "h", "ph": "f", "th": "t", "dh": "d", "gh": "g", "ck": "k", "q": "k", "ks": "x",  # Akhmetov, Ahmetov
    "tz": "z", "ts": "z",  # Kuznetsov, Kuznetzov
    "w": "v", "ee": "i", "oo": "u", "ou": "u",
}  # fmt: skip
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_DOUBLED = re.compile(r"(.)\1+")
_EDGES = re.compile(r"^[yij](?=e)|(?<=a)h$")  # Yermolenko, Ermolenko; Sarah, Sara
_GLIDE = re.compile(r"(?<=[aeou])i(?=e)")  # Tsvetaevsky, Tsvetayevsky
_SOFT = re.compile(r"(?<=[^aeiou])io")  # Semyonov, Semenov
_ENDING = re.compile(r"[oi]v(?=(?:ska|ski|ic)?$)")  # Chernihiv, Chernigov; Voitsekhivska, Voitsekhovskaya
_FADED = re.compile(r"[aeiouyjhg']+")


def spelt_alike(one: str, other: str) -> bool:
    """Whether two folded words are spellings of one by the schemes in use."""
    return min(len(one), len(other)) >= _LEAST and not _forms(one).isdisjoint(_forms(other))


def akin(one: str, other: str) -> bool:
    """Whether two folded words are one name in Ukrainian and in Russian, or spellings of one."""
    return min(len(one), len(other)) >= _LEAST and not _kin(one).isdisjoint(_kin(other))


@lru_cache(_CACHE)
def block(word: str) -> str:
    """What all spellings of a folded word have in common, and some other words too: for looking up."""
    form = min(_kin(word))
    return form[:1].translate(_FIRST) + _FADED.sub("", form[1:])


_FIRST = str.maketrans(dict.fromkeys("aeiouyjhg", ""))
_STARTS = str.maketrans(dict.fromkeys("aeiouyjhg", "a") | {"c": "k", "q": "k", "w": "v", "z": "s", "x": "s"})


def start(word: str) -> str:
    """The first letter of a folded word, one for those that schemes take for one another."""
    return word[0].translate(_STARTS)


def _forms(word: str) -> frozenset[str]:
    """The word in one form; in two where a J may be that of "Jdanov" or that of "Jaroslav"."""
    form = f"{word[:-2]}v" if word.endswith("ff") else f"{word[:-1]}" if word.endswith("ij") else word  # Romanoff
    form = _SOUND.sub(lambda found: _SOUNDS[found[0]], form)
    form = _EDGES.sub("", _DOUBLED.sub(itemgetter(1), form)).replace("y", "i")
    form = _GLIDE.sub("", _DOUBLED.sub(itemgetter(1), form))
    return frozenset((form, form.replace("j", "i"))) if "j" in form else frozenset((form,))


@lru_cache(_CACHE)
def _kin(word: str) -> frozenset[str]:
    return frozenset(map(_in_one_language, _forms(word)))


def _in_one_language(form: str) -> str:
    """A form with what Ukrainian and Russian have for one another: "Holovchuk", "Golovchuk"."""
    form = form.replace("g", "h")
    if "io" in form:
        form = _SOFT.sub("e", form)
    if form.endswith("skaia"):
        form = form[:-2]
    return _ENDING.sub("ov", form) if "iv" in form else form
