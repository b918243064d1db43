"""What a rule is: one way in which a name, with what speaks for it, leads to an entity."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from archive.gazetteer import load
from archive.resolve.evidence import Evidence
from archive.resolve.kinds import is_like_a_person, is_located
from archive.types import NameSpan

Step = Callable[[Evidence, NameSpan], str | None]
"""Proposes the canonical name of whom a name stands for, or nothing."""


class Rule(NamedTuple):
    """A row of a kind's table of rules."""

    name: str
    """By which mentions say how they came about; several rows may share one."""
    score: float
    """How sure it is, 0 to 1."""
    propose: Step
    example: str
    """A text of 24 October 2024, the name of which it speaks in brackets."""
    meant: str
    """Whom the name of the example stands for."""
    is_open: bool = False
    """Whether the archive as a whole may still settle whom the name stands for."""


def by_itself(find: Callable[[str], str | None]) -> Step:
    """A step that looks at nothing but the name as written."""
    return lambda _, span: find(span.surface)


as_it_stands = by_itself(str)
"""Takes any name for its own canonical one, or for a bare one."""


def maybe_person(evidence: Evidence, span: NameSpan) -> str | None:
    """What may be a person as well: a forename and a word of the landscape, not in front of which "in" stands."""
    is_open = span.entity is None and is_like_a_person(span.surface) and not is_located(evidence.text, span)
    return span.surface if is_open else None


def in_country_spoken_of(evidence: Evidence, span: NameSpan) -> str | None:
    """Of several that have the name, the likeliest in a country that the snippet speaks of: Punjab in Pakistan."""
    sharing = [entity for entity, _ in load().by_alias(span.surface) if entity.kind == span.kind and entity.country]
    if not sharing:
        return None
    spoken_of = evidence.homes if span.kind == "organisation" else evidence.countries
    return next((each.name for each in sharing if each.country in spoken_of and each.name != each.country), None)
