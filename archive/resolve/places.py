"""What speaks for which place a name stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.resolve.kinds import may_be_person
from archive.resolve.known_names import called_so, place_called
from archive.resolve.states import is_namesake, state_meant
from archive.resolve.weighing import SURE, Clue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.resolve.evidence import Evidence
    from archive.resolve.weighing import Heard
    from archive.types import NameSpan

_STATE = Clue("alias-weak", SURE, 0.7, "A mill burned in Atlanta, [Georgia], at noon.", "Georgia (U.S. state)")
_KNOWN = Clue("alias", SURE, 0.97, "[America] waits.", "United States")
_IN_COUNTRY = Clue("alias-weak", 16, 0.7, "Floods hit Pakistan and [Punjab].", "Punjab, Pakistan")
_LIKELIEST = Clue("alias-weak", 4, 0.7, "A mill burned in [Georgia] at noon.", "Georgia")
_MAYBE_PERSON = Clue("name-open", 1, 0.5, "Then came [Tom Park] again.", "Tom Park", is_open=True)
_ITSELF = Clue("name", 1, 0.8, "A mill burned in [Drobnavka] at noon.", "Drobnavka")


def heard_of_place(evidence: Evidence, span: NameSpan) -> Iterator[Heard]:
    """Which may be meant, and what speaks for each."""
    name = span.surface
    state = state_meant(evidence, span)
    if state is not None:
        yield state, _STATE
        return
    strong = called_so(name, "place", "strong") if span.entity is None else span.entity
    if strong is not None and span.rule != "gazetteer-weak":
        yield strong, _KNOWN
        return
    yield name, _MAYBE_PERSON if may_be_person(evidence.text, span) else _ITSELF
    yield None if is_namesake(name) else evidence.in_country_spoken_of(span), _IN_COUNTRY
    yield span.entity or place_called(name), _LIKELIEST
