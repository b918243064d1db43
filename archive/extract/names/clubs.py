"""Clubs that are called by their city: "Barcelona beat Valencia 3-0" names no places.

A city is taken for its club where the text says that it met another team and how that ended. Countries and states
stay what they are, also when their teams play.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from archive.text.wordlists import alternatives, phrases

if TYPE_CHECKING:
    from archive.gazetteer import Gazetteer
    from archive.types import NameSpan

_SCORE = r"\d{1,3}\s?[-–]\s?\d{1,3}"
_MET: Final = re.compile(rf" (?:{alternatives(phrases('events', 'results'))}|{_SCORE}|\d{{1,2}},?) (?:the )?")
_IS_SCORE: Final = re.compile(rf" {_SCORE} ")
_WIDEST: Final = 20  # characters that `_MET` may take
_ENDED: Final = re.compile(rf"[^.;]{{0,60}}\b{_SCORE}\b|[ ,]{{1,2}}\d{{1,2}}(?![\d:.,]*\w)")


def as_clubs(text: str, spans: list[NameSpan], gazetteer: Gazetteer) -> list[NameSpan]:
    """The spans with those cities as organisations that stand for their clubs.

    Args:
        text: A text.
        spans: Its names, in order.
        gazetteer: What is known of places.
    """
    clubs = {place for at, pair in enumerate(pairwise(spans)) if _met(text, *pair) for place in (at, at + 1)}
    if not clubs:
        return spans
    return [
        span._replace(kind="organisation", rule="club", entity=None)
        if at in clubs and span.kind == "place" and _is_city(span, gazetteer)
        else span
        for at, span in enumerate(spans)
    ]


def _met(text: str, first: NameSpan, second: NameSpan) -> bool:
    """Whether two neighbours are teams that met: a word of winning between them and a score, and neither a person."""
    if second.start - first.stop > _WIDEST or "person" in (first.kind, second.kind):
        return False
    between = _MET.fullmatch(text, first.stop, second.start)
    if between is None:
        return False
    return _IS_SCORE.fullmatch(between[0]) is not None or _ENDED.match(text, second.stop) is not None


def _is_city(span: NameSpan, gazetteer: Gazetteer) -> bool:
    """Whether a place is a city or in no table."""
    if span.entity is None:
        return all((entity.description or "").startswith("city") for entity, _ in gazetteer.by_alias(span.surface)[:1])
    known = gazetteer.entity(span.entity, "place")
    return known is None or (known.description or "").startswith(("city", "borough"))
