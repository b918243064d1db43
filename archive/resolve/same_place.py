"""Whether two names may be one place's: spellings of one name, as desks and languages give them.

"Mykolayiv" and "Mykolaiv" are one, wherever they stand; "Chernihiv" and "Chernigov", "Hannover" and "Hanover" where
they stand with the same company, as "Jalalabad" and "Jalal-Abad" seldom do. Two that the gazetteer lists are two: that
is for the caller to look at.
"""

from __future__ import annotations

import re
from functools import lru_cache

from archive.resolve.likelihood import Likeness, Verdict
from archive.resolve.name_keys import folded
from archive.resolve.romanisation import akin, block, spelt_alike

_CACHE = 1 << 11
_LEAST = 6
"""Letters of a name that can be told by how it is spelt: "Oman" and "Omman" may be anything."""
_TWICE = re.compile(r"(.)\1+")


@lru_cache(_CACHE)
def compare(one: str, other: str) -> Verdict | None:
    """Says whether two names may be one place's, and why."""
    words, others = _words(one), _words(other)
    letters, plain = "".join(words), "".join(others)
    if min(len(letters), len(plain)) < _LEAST:
        return None
    if words != others and letters == plain:
        return Verdict(Likeness.FORM, "the same letters, parted otherwise")
    if len(words) != len(others) or not all(a == b or akin(a, b) for a, b in zip(words, others, strict=True)):
        return None
    if words == others:
        return Verdict(Likeness.SPELT, "the same words")
    is_scheme = all(a == b or spelt_alike(a, b) for a, b in zip(words, others, strict=True))
    is_doubled = _TWICE.sub(r"\1", letters) == _TWICE.sub(r"\1", plain)
    likeness = Likeness.SPELT if is_scheme and not is_doubled else Likeness.FORM
    return Verdict(likeness, f"“{one}” and “{other}” are spellings of one name")


def _words(name: str) -> list[str]:
    first, *others = folded(name).split() or [""]
    return [first, *("al" if word == "el" else word for word in others)]  # Nahr el-Bared, Nahr al-Bared


@lru_cache(_CACHE)
def keys(name: str) -> frozenset[str]:
    """Keys of which two names that `compare` takes for one place's share one."""
    words = _words(name)
    if len("".join(words)) < _LEAST:
        return frozenset()
    return frozenset({f"@{block(''.join(words))}", f"@{''.join(map(block, words))}"})
