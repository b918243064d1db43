"""Persons who are called like places and buildings: "Police chief Anna Hall", "Tom Park won".

A forename and a word of the landscape may be a person, a street or a school. The text tells by what stands beside the
name: a title or what only people do for the person, "in" for the place. Where it tells nothing the archive may.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive.extract.names.kind_words import HONORIFICS, SURNAME_PLACES, TITLES
from archive.gazetteer import load
from archive.text.patterns import lazy_regex
from archive.text.wordlists import either, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.types import NameSpan

_TITLES = TITLES | HONORIFICS | words("titles", "roles")
_PLACE_BEFORE = lazy_regex(rf"\b(?:the|{either('places', 'prepositions')}) $", re.IGNORECASE)
_HUMAN_AFTER = lazy_regex(
    rf",? who\b|, \d\d\b| \(\d\d\)|,? {either('places', 'deeds of persons')}\b"
    r"|['’]s (?:wife|husband|mother|father|son)\b"
)
_TITLE_BEFORE = lazy_regex(r"([\w.]+) $")
_SURNAME_NEXT = lazy_regex(r" ([A-Z][a-z]+)(?![\w-])(?! [A-Z])")


def is_like_a_person(name: str) -> bool:
    """Whether a name is a forename and a word of the landscape that is a surname: "Anna Hall"."""
    first, _, last = name.partition(" ")
    return last in SURNAME_PLACES and first in load().forenames


def may_be_person(text: str, span: NameSpan) -> bool:
    """Whether what no table knows may be a person as well, with no "in" before it."""
    return span.entity is None and is_like_a_person(span.surface) and not is_located(text, span)


def is_located(text: str, span: NameSpan) -> bool:
    """Whether what stands before a name makes it a place: "in Anna Park"."""
    return _PLACE_BEFORE.search(text, max(0, span.start - 30), span.start) is not None


def as_persons(text: str, spans: Sequence[NameSpan]) -> Sequence[NameSpan]:
    """Spans of a text, those as persons that are called like places or bodies and of whom it speaks as of persons."""
    found = list(spans)
    for at, span in enumerate(spans):
        if span.kind != "person" and _may_be_person(text, span):
            found[at] = _as_person(text, span, spans[at + 1].start if at + 1 < len(spans) else len(text))
    return found


def _may_be_person(text: str, span: NameSpan) -> bool:
    """Whether to look closer: told fast, for it is asked of every name."""
    _, has_more, last = span.surface.rpartition(" ")
    return (
        last in SURNAME_PLACES if has_more else span.kind == "place" and text[span.stop + 1 : span.stop + 2].isupper()
    )


def _as_person(text: str, span: NameSpan, limit: int) -> NameSpan:
    stop = span.stop
    if " " not in span.surface:
        surname = _SURNAME_NEXT.match(text, stop)
        if surname is None or surname[1] not in load().surnames or surname.end() > limit:
            return span
        stop = surname.end()
    elif not is_like_a_person(span.surface):
        return span
    before = text[max(0, span.start - 30) : span.start]
    title = _TITLE_BEFORE.search(before)
    is_titled = title is not None and title[1] in _TITLES
    if is_titled or (_HUMAN_AFTER.match(text, stop) and not is_located(text, span)):
        return span._replace(stop=stop, surface=text[span.start : stop], kind="person", rule="person", entity=None)
    return span
