"""Words of names as the schemes in use write them in Latin letters: "Zhuravlyov", "Juravliov"; "Akhmetov", "Ahmetoff".

Two words that a scheme only spells otherwise are `spelt_alike`; two that are one name in Ukrainian and in Russian
("Holovchuk", "Golovchuk") are `akin`. Neither says that they mean one person: for that see `same_person`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_CACHE = 1 << 16
_LEAST = 4
"""Letters of a word that can be told by how it is spelt."""

# One form for what schemes write in several ways; in this order.
_SCHEMES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (r"schtsch|chtch|stch|szcz|shch|sch", "sh"),  # Shcherba, Scherba
        (r"tsch|tch|cz|ch", "c"),  # Chubarov, Tchubarov
        (r"dzh|dj(?=[aeiou])", "j"),
        (r"zh", "j"),  # Zhdanov, Jdanov
        (r"kh", "h"),  # Akhmetov, Ahmetov
        (r"ph", "f"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"gh", "g"),
        (r"ck|q", "k"),
        (r"ks", "x"),
        (r"tz|ts", "z"),  # Kuznetsov, Kuznetzov
        (r"w", "v"),
        (r"(?:ff|v)$", "v"),  # Romanov, Romanoff
        (r"ee", "i"),
        (r"oo|ou", "u"),
        (r"(.)\1+", r"\1"),
        (r"^(?:y|i|j)(?=e)", ""),  # Yermolenko, Ermolenko
        (r"ah$", "a"),
        (r"ij$|y", "i"),  # Zelenskij, Zelensky
        (r"i+", "i"),
        (r"(?<=[aeou])i(?=e)", ""),  # Tsvetaevsky, Tsvetayevsky
    )
)
_AKIN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (r"g", "h"),  # Golovchuk, Holovchuk
        (r"(?<=[^aeiou])io", "e"),  # Semyonov, Semenov
        (r"[oi]v$", "ov"),  # Chernihiv, Chernigov
        (r"(?<=sk)aia$", "a"),  # Voitsekhivska, Voitsekhivskaya
        (r"i(?=v(?:ska|ski|ic)$)", "o"),
    )
)
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


@lru_cache(_CACHE)
def _forms(word: str) -> frozenset[str]:
    """The word in one form; in two where a J may be that of "Jdanov" or that of "Jaroslav"."""
    form = _rewritten(word, _SCHEMES)
    return frozenset((form, form.replace("j", "i")))


@lru_cache(_CACHE)
def _kin(word: str) -> frozenset[str]:
    return frozenset(_rewritten(form, _AKIN) for form in _forms(word))


def _rewritten(word: str, schemes: Iterable[tuple[re.Pattern[str], str]]) -> str:
    for pattern, form in schemes:
        word = pattern.sub(form, word)
    return word
