"""How names are commonly written otherwise: without accents, from other romanisations, with other apostrophes."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from archive.text.wordlists import lines

if TYPE_CHECKING:
    from collections.abc import Iterator

# One character for one, so that offsets stay true.
_TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "\u00a0": " ", "\u202f": " ", "‑": "-"})
_TYPOGRAPHIC = re.compile("[’‘ʼʻ\u00a0\u202f‑]")
_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "đ": "d", "Đ": "D", "ð": "d", "æ": "ae", "ə": "a", "ß": "ss"}
)

# Marks that decomposing leaves behind a Latin, Greek or Cyrillic letter.
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff]+")

_FORENAMES = [tuple(names.split()) for names in lines("forenames")]
_SAME_FORENAME = {name: names for names in _FORENAMES for name in names}
_ONE_FORENAME = {name.lower(): names[0].lower() for names in _FORENAMES for name in names}
_ARTICLE = re.compile(r"\b([Aa]l|[Ee]l)[- ](?=[A-Z])")
_LOWER_SYLLABLE = re.compile(r"(?<=[A-Z][a-z])([a-z]*)-([a-z])(?=[a-z]*$)")


def plain(text: str) -> str:
    """A text with one apostrophe, space and hyphen for all their kinds; as long as it was."""
    return text.translate(_TYPOGRAPHY) if not text.isascii() and _TYPOGRAPHIC.search(text) else text


def fold(name: str) -> str:
    """A name without its accents: 'Erdoğan' is 'Erdogan', 'Łódź' is 'Lodz'."""
    if name.isascii():
        return name
    return plain(_ACCENTS.sub("", unicodedata.normalize("NFD", name.translate(_LETTERS))))


def one_forename(forename: str) -> str:
    """One spelling for a forename, in small letters, that desks spell differently: 'sergei' for 'sergey'."""
    return _ONE_FORENAME.get(forename, forename)


def spellings(alias: str, *, is_person: bool = False) -> Iterator[str]:
    """Other ways in which a name is commonly written, found by rule.

    Args:
        alias: A name as one desk writes it.
        is_person: Whether to vary forenames and the parts of East Asian given names too.

    Yields:
        Spellings that differ from `alias`: without accents, with the Arabic article written otherwise,
        'Sergey' for 'Sergei', 'Kim Jong Un' for 'Kim Jong-un'.
    """
    forms = [alias]
    if is_person:
        forename, space, rest = alias.partition(" ")
        forms += [f"{other} {rest}" for other in _SAME_FORENAME.get(forename, ()) if space]
        forms += [_LOWER_SYLLABLE.sub(lambda m: f"{m[1]} {m[2].upper()}", form) for form in forms]
        forms += [_LOWER_SYLLABLE.sub(lambda m: f"{m[1]}-{m[2].upper()}", form) for form in forms]
    if _ARTICLE.search(alias):
        forms += [_ARTICLE.sub(written, form) for form in forms for written in (r"al-", r"Al-", r"al ", r"Al ")]
    if not alias.isascii():
        forms += [fold(form) for form in forms]
    yield from (form for form in dict.fromkeys(forms) if form != alias)


def is_varied(alias: str, *, is_person: bool) -> bool:
    """Whether a name may have other `spellings` at all: quickly said, for most have none."""
    if not alias.isascii() or "l-" in alias or (("l " in alias) and _ARTICLE.search(alias) is not None):
        return True
    return is_person and ("-" in alias or alias.partition(" ")[0] in _SAME_FORENAME)
