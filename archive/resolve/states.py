"""States of the United States whose names mean a better-known place as well: Georgia, and Washington.

The words beside the name tell which is meant: a county or city in front ("Atlanta, Georgia"), another state in the
same list, "state", a governor. Without any of them the better-known place stays.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from archive.gazetteer import load
from archive.text.patterns import lazy_regex
from archive.text.wordlists import alternatives, phrases

if TYPE_CHECKING:
    import re

    from archive.resolve.evidence import Evidence
    from archive.types import NameSpan


class _Namesake(NamedTuple):
    """A state with another place of its name."""

    state: str
    """Canonical name of the state."""
    before: re.Pattern[str]
    """What in front of the name speaks for the state."""
    neighbours: frozenset[str]
    """States that stand in one list with the other place as well."""


_STATE_OF = lazy_regex(r"\b[Ss]tates? of $|\b[Gg]overnor of $")
_NAMESAKES = {
    "Georgia": _Namesake("Georgia (U.S. state)", _STATE_OF, frozenset()),
    "Washington": _Namesake(
        "Washington (state)",
        lazy_regex(
            rf"{_STATE_OF.pattern}|\b(?:[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est)ern $|\b(?:[Cc]entral|[Rr]ural|[Cc]oastal) $"
        ),
        frozenset({"Maryland", "Virginia"}),
    ),
}
_BEHIND, _OWNED = (alternatives(phrases("american_states", section)) for section in ("behind", "owned"))
_AFTER = lazy_regex(
    r",? (?:\(?U\.S\.|USA\b|United States)| state\b| State(?! Department)| (?:gubernatorial|statewide|governor)\b"
    rf"| (?:{_BEHIND})|['’]s (?:\w+ congressional|{_OWNED})"
)
_CAPITAL = lazy_regex(r",? \(?D\.? ?C\b|,? District of Columbia")
_BESIDE = lazy_regex(r"(?:,|,? and|,? or) ")
_WINDOW = 20
_STATE = "state of the United States"


def is_namesake(surface: str) -> bool:
    """Whether a name means a state or another, better-known place."""
    return surface in _NAMESAKES


def state_meant(evidence: Evidence, span: NameSpan) -> str | None:
    """The state that a place's name means, where it may mean another place and the text speaks for the state.

    Returns:
        Canonical name of the state, or None.
    """
    namesake = _NAMESAKES.get(span.surface)
    text = evidence.text
    if namesake is None or _CAPITAL.match(text, span.stop):
        return None
    if _AFTER.match(text, span.stop) or namesake.before.search(text, max(0, span.start - _WINDOW), span.start):
        return namesake.state
    before, after = evidence.beside(span)
    if before is not None and _lies_inside(text[before.stop : span.start], before):
        return namesake.state
    listed = [before.surface] if before and _BESIDE.fullmatch(text, before.stop, span.start) else []
    listed += [after.surface] if after and _BESIDE.fullmatch(text, span.stop, after.start) else []
    speaks = any(other not in namesake.neighbours and _is_american(other, _STATE) for other in listed)
    return namesake.state if speaks else None


def _lies_inside(gap: str, place: NameSpan) -> bool:
    """Whether a place in front of the name is one of the state's: "Snohomish County, Washington"."""
    if gap != ", " or place.kind != "place":
        return False
    return place.surface.endswith(" County") or _is_american(place.surface, "city", "capital")


@lru_cache(4096)
def _is_american(surface: str, *sorts: str) -> bool:
    """Whether a name may be an American place of one of these sorts."""
    return any(
        entity.kind == "place" and entity.country == "United States" and (entity.description or "").startswith(sorts)
        for entity, _ in load().by_alias(surface)
    )
