"""Acronyms and the names that they stand for."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from archive.gazetteer import load
from archive.resolve.known_names import organisation_called
from archive.resolve.name_keys import FUNCTION_WORDS, entity_key, folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.types import NameSpan

ACRONYM = re.compile(r"[A-Z][A-Za-z]{0,2}[A-Z&-][A-Z0-9]{0,4}|(?:[A-Z]\.){2,}")

_OPENED = re.compile(r""",? ?[(\[] ?["“']?(?:the |or )?$""")
_CLOSED = re.compile(r"""^["”']? ?[)\],;]""")


def defined_acronyms(text: str, spans: Sequence[NameSpan]) -> dict[str, str]:
    """Acronyms that stand in brackets after their full name, or before it; both forms lead to the canonical name."""
    defined: dict[str, str] = {}
    if "(" not in text and "[" not in text:
        return defined
    for left, right in pairwise(spans):
        if left.kind != "organisation" or right.kind != "organisation":
            continue
        if not _OPENED.fullmatch(text[left.stop : right.start]) or not _CLOSED.match(text[right.stop : right.stop + 3]):
            continue
        for full, acronym in ((left, right), (right, left)):
            if ACRONYM.fullmatch(acronym.surface) and abbreviates(acronym.surface, full.surface):
                defined[acronym.surface] = defined[full.surface] = _meant_by(full, acronym)
                break
    return defined


@lru_cache(8192)
def initials(name: str) -> str:
    """The initials of a name of several words, function words left out; '' for a single word."""
    words = folded(name.replace("-", " ")).split() if " " in name else ()
    return "".join(word[0] for word in words if word not in FUNCTION_WORDS)


def abbreviates(acronym: str, name: str) -> bool:
    """Whether the letters of an acronym are, in order, letters of a name's words, most of them initials."""
    letters = [letter for letter in folded(acronym) if letter.isalnum()]
    words = [word for word in folded(name.replace("-", " ")).split() if word not in FUNCTION_WORDS]
    if len(words) < 2 or len(words) > 4 * len(letters):
        return False
    firsts = iter(word[0] for word in words)
    hits = sum(letter in firsts for letter in letters)
    return hits >= max(2, (len(letters) + 1) // 2) or (
        hits >= 1 and words[0][0] == letters[0] and len(letters) <= len(words) + 2
    )


def _meant_by(full: NameSpan, acronym: NameSpan) -> str:
    """The canonical name behind a full name and its acronym, where the gazetteer knows either."""
    if full.entity is not None:
        return full.entity
    by_name = organisation_called(full.surface)
    if by_name is not None:
        return by_name.name
    key = entity_key(full.surface, "organisation")
    for entity, _ in load().by_alias(acronym.surface):
        known = entity_key(entity.name, "organisation")
        if entity.kind == "organisation" and (key.endswith(known) or known.endswith(key)):
            return entity.name
    return full.surface
