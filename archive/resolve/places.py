"""Which place a name stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.resolve.known_names import called_so, place_called
from archive.resolve.rules import Rule, as_it_stands, in_country_spoken_of, maybe_person
from archive.resolve.states import is_namesake, state_meant

if TYPE_CHECKING:
    from archive.resolve.evidence import Evidence
    from archive.types import NameSpan


def _known(_: Evidence, span: NameSpan) -> str | None:
    """What the name nearly always means."""
    if span.entity is None:
        return called_so(span.surface, "place", "strong")
    return None if span.rule == "gazetteer-weak" else span.entity


def _in_its_country(evidence: Evidence, span: NameSpan) -> str | None:
    """Of several the one in a country that the snippet speaks of."""
    return None if is_namesake(span.surface) else in_country_spoken_of(evidence, span)


def _likeliest(_: Evidence, span: NameSpan) -> str | None:
    """The likeliest of several; of a people its country."""
    return span.entity or place_called(span.surface)


PLACE = (
    Rule("alias-weak", 0.7, state_meant, "A mill burned in Atlanta, [Georgia], at noon.", "Georgia (U.S. state)"),
    Rule("alias", 0.97, _known, "[America] waits.", "United States"),
    Rule("alias-weak", 0.7, _in_its_country, "Floods hit Pakistan and [Punjab].", "Punjab, Pakistan"),
    Rule("alias-weak", 0.7, _likeliest, "A mill burned in [Georgia] at noon.", "Georgia"),
    Rule("name-open", 0.5, maybe_person, "Then came [Tom Park] again.", "Tom Park", is_open=True),
    Rule("name", 0.8, as_it_stands, "A mill burned in [Drobnavka] at noon.", "Drobnavka"),
)
"""Rules for places, in the order in which they are tried; the last takes any name."""
