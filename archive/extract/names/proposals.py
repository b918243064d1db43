"""What may be a name in a text, and how likely: what the gazetteer, the patterns and the trained model propose.

The model says of each span how likely it holds it to be, and a rule adds what its word is worth: the two are summed as
log odds. What the model marks is trimmed to the name, and left out where it names nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from math import exp, log
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from archive.extract.names.classes import letters
from archive.extract.names.context import speaks_for
from archive.extract.names.rules import is_plural, pattern_spans
from archive.types import NameSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from archive.extract.names.context import Hint
    from archive.extract.names.crf import Labelled, Piece
    from archive.extract.names.view import View
    from archive.types import EntityKind

# What the gazetteer's word is worth, in log odds, beside what the model says of the span; a row's word is worth the log
# odds of its score. By hand, where F1 of tests/bench/names_quality.py is flat.
_GAZETTEER: Final = 1.5
_LEAST: Final = 0.1  # of a name that alone tells who is meant: it stands where nothing else is proposed
# In texts unlike those it has learnt from, the model is too careful about all but places, where it is too bold.
_ALONE: Final[Mapping[EntityKind, float]] = {"person": 0.3, "organisation": 0.2, "place": -0.2}
_KNOWN_PLACE: Final = 2.0  # a place that the gazetteer knows is a team or a firm only where the model is clear about it
# Where capitals tell nothing, less than half of what the model alone holds for a name with less than 0.7 is one: in
# headlines, and of a plural that opens a sentence ("Dockers will not strike").
_HEADLINE: Final = 0.85
_LIMIT: Final = 4.6  # log odds of 0.99: the model is not believed to be surer than that
_UNLIKELY: Final = 1 / (1 + exp(_LIMIT))

# Titles and the like: words that alone name nothing.
_TITLE: Final = frozenset(
    letters("title title-surname honorific title-modifier role-modifier before-title numeral nameless")
)
_OFFICE_OF: Final = tuple(  # "Secretary of": what an office is for is then no organisation
    letters(f"{title} {link}") for title in ("title", "role") for link in ("of", "for")
)
_TITLES: Final = tuple(letters("title role"))  # "Foreign Affairs minister"
_BUSINESS: Final = frozenset(  # "Minister for Justice", "Veterans Affairs"
    letters("title title-surname title-modifier role-modifier of for title-word word people owner and")
)
_KNOWN_PLACES: Final = frozenset(letters("known-place"))
_PLACE_PARTS: Final = tuple(letters("place-head place-tail"))  # what names of places are made with
_PEOPLE: Final = frozenset(  # "South African", "Kenyan capital": demonyms and what is written small
    letters("people direction small small-tail locality role of dash possessive")
)
_DIRECTION_OF_PEOPLE: Final = letters("direction people")  # "New Zealanders"
_LINKS: Final = frozenset(letters("of the preposition comma"))  # no name ends with them, no person's starts
_NUMERAL, _NAME, _TITLE_CLASS, _DEMONYM = map(letters, ("numeral", "name", "title", "people"))
_MODIFIER, _LOCALITY = map(letters, ("title-modifier", "locality"))
_ENDS: Final = letters("stop colon")
_PLURALS: Final = frozenset(letters("name head tail"))
_OF_BODIES: Final[tuple[Hint, ...]] = ("team", "maybe firm")

HYPHENS: Final = frozenset("-–")
_start = attrgetter("start")

Place = tuple[int, int, "EntityKind"]
"""Where a span stands, start and stop, and its kind."""
Weighed = tuple[float, NameSpan]
"""A span with its log odds."""


def ruled(view: View, labelled: Labelled) -> dict[Place, Weighed]:
    """What the gazetteer and the patterns propose, with its log odds.

    Of proposers that agree the one whose word is worth most gives the span its rule; but what the gazetteer knows of
    it, the entity, stays.
    """
    proposed: dict[Place, Weighed] = {}
    found = pattern_spans(view)
    namesakes = {span.start for span in found if span.rule == "namesake"}
    for span in (*view.known, *found):
        place = (span.start, span.stop, span.kind)
        worth = 0.0 if span.kind == "place" and span.start in namesakes else _worth(span)
        held = proposed.get(place)
        if held is None:
            proposed[place] = worth, span
        elif worth > held[0]:
            proposed[place] = worth, span if held[1].entity is None else held[1]
    return {
        place: (_odds(view.text, span, worth, labelled.support(*view.tokens_of(span), span.kind)), span)
        for place, (worth, span) in proposed.items()
    }


def modelled(
    view: View, labelled: Labelled, pieces: Iterable[Piece], held: Mapping[Place, Weighed]
) -> Iterator[Weighed]:
    """What the model proposes, with its log odds.

    Args:
        view: A text.
        labelled: What the model says of it.
        pieces: Names in tokens.
        held: What is proposed already; it keeps its rule and entity.
    """
    _, starts, stops = view.tokens
    for piece in pieces:
        if (starts[piece[0]], stops[piece[1]], piece[2]) in held:
            continue
        first, last, kind = _trimmed(view, piece)
        if _names_nothing(view.letters, first, last, kind):
            continue
        start, stop = starts[first], stops[last]
        place = start, stop, kind
        known = held.get(place)
        if known is None and _is_part(view, start, stop, kind):
            continue
        chance = labelled.support(*piece)
        odds = log_odds(chance) + _ALONE[kind]
        if view.is_headline or _is_plural(view, first, last):
            odds -= _HEADLINE
        elsewhere = held.get((start, stop, "place")) if kind == "organisation" else None
        if elsewhere:
            odds -= _KNOWN_PLACE
            yield max(elsewhere[0], _LEAST), elsewhere[1]
        yield odds, known[1] if known else NameSpan(start, stop, view.text[start:stop], kind, "crf", chance)
        country = held.get((starts[piece[0]], stops[first - 1], "place")) if first > piece[0] else None
        if country:
            yield odds, country[1]


def _is_plural(view: View, first: int, last: int) -> bool:
    """Whether a span is one word that opens a sentence, and as likely a plural by its end and what stands behind it."""
    (words, starts, stops), letter = view.tokens, view.letters[first]
    if first != last or letter not in _PLURALS or not is_plural(words[first]) or not _opens(view, first):
        return False
    return not any(speaks_for(hint, view.text, starts[first], stops[first]) for hint in _OF_BODIES)


def _opens(view: View, at: int) -> bool:
    return not at or view.letters[at - 1] in _ENDS


def _is_part(view: View, start: int, stop: int, kind: EntityKind) -> bool:
    """Whether a known name covers a span, of its kind or of one bearer only: "Calif." that of "Calif"."""
    at = bisect_right(view.known, start, key=_start) - 1
    known = view.known[at] if at >= 0 else None
    if known is None or stop > known.stop:
        return False
    return known.kind == kind or (known.rule == "gazetteer" and _tells(view.text, known))


def _trimmed(view: View, piece: Piece) -> Piece:
    """What the model marks, without what merely stands beside the name.

    In front that is the country of "Prime Minister of Norway Kari Solberg", and the compound of "Russian-occupied
    Ukraine"; behind, the tail of one ("Gaza-bound"), and what a place is, written small ("island").
    """
    first, last, kind = piece
    words, classed = view.tokens.words, view.letters
    if "." in words[first + 1 : last]:  # the full stops of abbreviations are parts of their words
        last = words.index(".", first + 1) - 1
    while last > first + 1 and words[last - 1] in HYPHENS and words[last].islower():
        last -= 2
    while last > first and (
        classed[last] in _ENDS or classed[last] in _LINKS or (kind == "place" and classed[last] == _LOCALITY)
    ):
        last -= 1
    while first + 2 < last and words[first + 1] in HYPHENS and words[first + 2].islower():
        first += 3
    if kind == "person" and last > first:
        while first < last and classed[first] in _KNOWN_PLACES and classed[piece[0] - 2 : piece[0]] in _OFFICE_OF:
            first += 1
    return first, max(first, last), kind


def _names_nothing(classed: str, first: int, last: int, kind: EntityKind) -> bool:
    """Whether what the model marks is no name: titles, "Port" alone, or a people where a place or person is meant."""
    own = classed[first : last + 1]
    if _TITLE.issuperset(own) or own == _DIRECTION_OF_PEOPLE or own in _PLACE_PARTS:
        return True
    if kind == "organisation":
        is_of_title = own[0] == _TITLE_CLASS or classed[max(0, first - 2) : first] in _OFFICE_OF
        is_of_title = is_of_title or classed[last + 1 : last + 2] in _TITLES
        return is_of_title and _BUSINESS.issuperset(own.replace(_NAME, "") if own[-1] == _MODIFIER else own)
    if kind == "person" and own[0] in _LINKS:  # "Duchess of Sussex"
        return True
    return _DEMONYM in own and _PEOPLE.issuperset(own)


def _odds(text: str, span: NameSpan, worth: float, chance: float) -> float:
    odds = worth + log_odds(chance)
    return max(odds, _LEAST) if span.entity is not None and _tells(text, span) else odds


def _tells(text: str, span: NameSpan) -> bool:
    """Whether a known name is written as nothing else is, or what stands beside it has spoken for it.

    "Sierra Leone", "iStories" and "The Right" within a sentence, but not "Laos" or "WHO".
    """
    surface = span.surface
    if span.rule == "gazetteer":
        is_word = surface.isalpha() and (surface[1:].islower() or surface.isupper())
        return not is_word or (span.start > 4 and text.startswith("The ", span.start - 4))
    if span.kind == "place":
        return speaks_for("place", text, span.start, span.stop)
    return span.kind == "organisation" or " " in surface


def _worth(span: NameSpan) -> float:
    return _GAZETTEER if span.rule.startswith("gazetteer") else log_odds(span.score)


def log_odds(chance: float) -> float:
    """The log odds of a chance, never surer than the model is believed to be."""
    if chance <= _UNLIKELY:
        return -_LIMIT
    if chance >= 1 - _UNLIKELY:
        return _LIMIT
    return log(chance / (1 - chance))
