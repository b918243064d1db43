"""How names are commonly written otherwise: without accents, from other romanisations, with other apostrophes."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from archive.text.folding import fold, unaccented
from archive.text.wordlists import lines

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORENAMES = [tuple(names.split()) for names in lines("forename_spellings")]
_SAME_FORENAME = {name: names for names in _FORENAMES for name in names}
_ONE_FORENAME = {name.lower(): names[0].lower() for names in _FORENAMES for name in names}
_ARTICLE = re.compile(r"\b([Aa]l|[Ee]l)[- ](?=[A-Z])")
_LOWER_SYLLABLE = re.compile(r"(?<=[A-Z][a-z])([a-z]*)-([a-z])(?=[a-z]*$)")


@cache
def forenames() -> frozenset[str]:
    """Known forenames, folded."""
    table = Path(__file__).parents[1] / "data" / "gazetteer" / "forenames.txt"
    return frozenset(map(fold, table.read_text(encoding="utf-8").split()))


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
        forms += [unaccented(form) for form in forms]
    yield from (form for form in dict.fromkeys(forms) if form != alias)


def is_varied(alias: str, *, is_person: bool) -> bool:
    """Whether a name may have other `spellings` at all: quickly said, for most have none."""
    if not alias.isascii() or "l-" in alias or (("l " in alias) and _ARTICLE.search(alias) is not None):
        return True
    return is_person and ("-" in alias or alias.partition(" ")[0] in _SAME_FORENAME)
