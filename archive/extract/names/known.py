"""Names that are known beforehand: which matches of the gazetteer a text supports, and where exactly they stand.

A strong alias is believed as it is. A weak one needs something beside it that speaks for it: "in Reading", "Jordan's
king", "Orlando, Florida", "the carrier Alpha". A country or state that is also a forename is believed where no
other capital stands next to it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from archive.extract.names.context import speaks_for
from archive.extract.names.kind_words import FORENAME_TITLES, GENERIC_BODIES, NAMELESS, TITLES, common_words
from archive.text.patterns import lazy_regex
from archive.text.wordlists import alternatives
from archive.types import NameSpan

if TYPE_CHECKING:
    from archive.extract.names.context import Hint
    from archive.gazetteer import AliasMatch, Candidate, Gazetteer, GazetteerEntity

_CAPITAL_AFTER = lazy_regex(r"[ -][^\W\d_a-z]")
_WINDOW = 24
_OFFICE_OF = lazy_regex(rf"\b(?:{alternatives(TITLES)}) of $")  # "President of Georgia Nino Velashvili"
_SCORES = {"strong": 0.97, "surname": 0.85, "weak": 0.72}


def gazetteer_spans(text: str, gazetteer: Gazetteer) -> list[NameSpan]:
    """Names that stand in the gazetteer: strong aliases, famous surnames, and weak ones that the text supports.

    Args:
        text: Any text.
        gazetteer: The aliases.

    Returns:
        Spans in order, with `entity` set to the canonical name.
    """
    found = gazetteer.find(text)
    spans = []
    for at, match in enumerate(found):
        following = found[at + 1] if at + 1 < len(found) else None
        if match.alias.rsplit(" ", 1)[-1] in GENERIC_BODIES:
            spans += _owner_of_body(text, match, gazetteer)
        elif ", " in match.alias:
            spans += _places_of_a_row(text, match, gazetteer)
        else:
            spans += _span_of(text, match, following)
    return spans


def _span_of(text: str, match: AliasMatch, following: AliasMatch | None) -> list[NameSpan]:
    """The span of one match, if the text supports it: none or one."""
    chosen = _believe(text, match, following)
    if chosen is None:
        return []
    entity, strength = chosen
    start = match.start
    if entity.kind == "person":
        title, _, name = text[start : match.stop].partition(" ")
        if name and title in TITLES and not (title in FORENAME_TITLES and entity.name.startswith(title)):
            start += len(title) + 1
    rule = "gazetteer" if strength == "strong" else f"gazetteer-{strength}"
    surface = text[start : match.stop]
    return [NameSpan(start, match.stop, surface, entity.kind, rule, _SCORES[strength], None, entity.name)]


def _places_of_a_row(text: str, match: AliasMatch, gazetteer: Gazetteer) -> list[NameSpan]:
    """Two places of "Tripoli, Lebanon", the first of them the one that was meant; "Washington, D.C." is one."""
    comma = text.index(",", match.start)
    rest = comma + 2
    others = [] if match.alias.endswith((" D.C.", " DC")) else gazetteer_spans(text[rest : match.stop], gazetteer)
    if not others:
        return _span_of(text, match, None)
    moved = [span._replace(start=span.start + rest, stop=span.stop + rest) for span in others]
    return _span_of(text, replace(match, stop=comma), None) + moved


def _owner_of_body(text: str, match: AliasMatch, gazetteer: Gazetteer) -> list[NameSpan]:
    """The country alone of "U.S. government": a generic body written small is no mention."""
    stop = text.rindex(" ", match.start, match.stop)
    return [
        span._replace(start=span.start + match.start, stop=span.stop + match.start)
        for span in gazetteer_spans(text[match.start : stop], gazetteer)
    ]


def _believe(text: str, match: AliasMatch, following: AliasMatch | None) -> Candidate | None:
    """The candidate that the text supports, if any."""
    best = match.candidates[0]
    if best[1] != "weak" or (best[0].kind == "person" and " " in match.alias):
        return best
    firm = next((candidate for candidate in match.candidates if candidate[0].kind == "organisation"), None)
    if firm is not None and any(speaks_for(hint, text, match.start, match.stop) for hint in _OF_FIRMS):
        return firm
    places = [candidate for candidate in match.candidates if candidate[0].kind == "place"]
    if not places or len(match.alias) < 3 or match.alias in NAMELESS:
        return None
    is_followed = following is not None and text[match.stop : following.start] == ", "
    return (_inside(places, following) if is_followed and following else None) or _place(text, match, places[0])


_OF_FIRMS: Final[tuple[Hint, ...]] = ("firm", "maybe firm")


def _place(text: str, match: AliasMatch, place: Candidate) -> Candidate | None:
    """A place, if it is more likely than not to be one, or the words beside it say so."""
    before = text[max(0, match.start - _WINDOW) : match.start]
    if _CAPITAL_AFTER.match(text, match.stop) and not _OFFICE_OF.search(before):
        return None
    is_plain = _is_plain_place(place[0], match.alias)
    return place if is_plain or speaks_for("place", text, match.start, match.stop) else None


def _inside(places: list[Candidate], following: AliasMatch) -> Candidate | None:
    """The place that lies in the one that follows: of all Orlandos that in Florida."""
    around = {name for entity, _ in following.candidates for name in (entity.name, entity.country) if name}
    for candidate in places:
        place = candidate[0]
        if place.country in around or any(name in (place.description or place.name) for name in around):
            return candidate
    return None


def _is_plain_place(place: GazetteerEntity, alias: str) -> bool:
    """Whether an alias with nothing beside it means a place more often than not: a country or state, no common word."""
    is_city = (place.description or "").startswith("city")
    return not is_city and alias.casefold() not in common_words()
