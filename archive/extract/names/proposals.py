"""What may be a name in a text, and how likely: what the gazetteer, the patterns and the trained model propose.

The model says of each span how likely it holds it to be, and a rule adds what its word is worth: the two are summed as
log odds. What the model marks is trimmed to the name, and left out where it names nothing.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Final

from archive.extract.names.kind_words import CLUB_FORMS, LEGAL_FORMS
from archive.extract.names.rules import is_judicial, pattern_spans
from archive.types import NameSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from archive.extract.names.crf import Labelled, Piece
    from archive.extract.names.rules import View
    from archive.types import EntityKind

# What a proposer's word is worth, in log odds, beside what the model says of the span. By hand, where F1 of
# tests/bench/names_quality.py is flat (0.953 on 240 snippets): it is 0.949 with 2.0 for the gazetteer or 0.9 for
# what is sure, 0.947 with 1.5 for sure rules, 0.952 with 0 for weak ones, 0.950 with 0 for teams; _PERSON and _LIMIT
# hardly tell.
_GAZETTEER: Final = 1.5
_SURE_RULE: Final = 3.0
_WEAK_RULE: Final = 1.0
_TEAM: Final = 2.0
_PERSON: Final = 0.3  # in texts unlike those it has learnt from, the model is too careful about persons
_SURE: Final = 0.8
_LIMIT: Final = 4.6  # log odds of 0.99: the model is not believed to be surer than that

# Classes of words, see `classes`.
_TITLE: Final = frozenset("TkmQqwXZ")  # "Pope", "Foreign Affairs", "Jr.", "Mars": words that alone name nothing
_OFFICE_OF: Final = ("To", "Tf", "ro", "rf")  # "Secretary of": what an office is for is then no organisation
_TITLES: Final = ("T", "r")  # "Foreign Affairs minister"
_BUSINESS: Final = frozenset("TkQqofVYNDPn")  # "Minister for Justice", "Veterans Affairs"
_KNOWN_PLACES: Final = frozenset("Ggu")
_PLACE_PARTS: Final = ("L", "M")  # "Port", "Airport": what names of places are made with
_PEOPLE: Final = frozenset("Dcxhlro-'")  # "South African", "Kenyan capital": demonyms and what is written small
_CAPITALS: Final = frozenset("CSFBGguNVJKEMLOH")  # words that go on with a name
_FORMS: Final = LEGAL_FORMS | CLUB_FORMS  # what a firm or a club is: alone that is no name
_LINKS: Final = frozenset("oti,")  # "of", "the": no name starts or ends with them

HYPHENS: Final = frozenset("-–")

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
    for span in (*view.known, *pattern_spans(view)):
        place = (span.start, span.stop, span.kind)
        worth = _worth(span)
        held = proposed.get(place)
        if held is None:
            proposed[place] = worth, span
        elif worth > held[0]:
            proposed[place] = worth, span if held[1].entity is None else held[1]
    return {
        place: (worth + log_odds(labelled.support(*view.tokens_of(span), span.kind)), span)
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
        first, last, kind = piece
        if (starts[first], stops[last], kind) in held:
            continue
        first, last, kind = _trimmed(view, piece)
        start, stop = starts[first], stops[last]
        known = held.get((start, stop, kind))
        if _names_nothing(view.letters, first, last, kind) or _FORMS.issuperset(view.tokens.words[first : last + 1]):
            continue
        if kind == "person":
            if _are_many(view, first, last):
                continue
            if _ends_in_initial(view, first, last):
                if view.letters[last + 1 : last + 2] in _CAPITALS:
                    continue  # "John F." of "John F. Kennedy Airport"
                stop -= 1  # "Malcolm X." at the end of a sentence
        chance = labelled.support(*piece)
        odds = log_odds(chance) + (_PERSON if kind == "person" else 0.0)
        yield odds, known[1] if known else NameSpan(start, stop, view.text[start:stop], kind, "crf", chance)
        country = held.get((starts[piece[0]], stops[first - 1], "place")) if first > piece[0] else None
        if country:
            yield odds, country[1]


def _trimmed(view: View, piece: Piece) -> Piece:
    """What the model marks, without what merely stands beside the name.

    In front that is the country of "Prime Minister of Norway Kari Solberg"; behind, the tail of a compound
    ("Gaza-bound"), of a sum ("for US$"), and what a place is, written small ("island").
    """
    first, last, kind = piece
    words, _, stops = view.tokens
    letters = view.letters
    if view.text.startswith("$", stops[last]):
        last -= 1
        while last > first and words[last].islower():
            last -= 1
    if last > first + 1 and words[last] in LEGAL_FORMS and words[last - 1] == ",":
        last -= 2  # "Roe Industries, Inc."
    while last > first + 1 and words[last - 1] in HYPHENS and words[last].islower():
        last -= 2
    while last > first and (letters[last] in _LINKS or (kind == "place" and letters[last] == "l")):
        last -= 1
    if last > first and is_judicial(words, last):
        last -= 1
    while first < last and (letters[first] in _LINKS or _is_country_of_title(letters, first, kind)):
        first += 1
    return first, max(first, last), kind


def _is_country_of_title(letters: str, at: int, kind: EntityKind) -> bool:
    return kind == "person" and letters[at] in _KNOWN_PLACES and letters[at - 1 : at] == "o"


def _names_nothing(letters: str, first: int, last: int, kind: EntityKind) -> bool:
    """Whether what the model marks is no name: titles, "Port" alone, or a people where a place or person is meant."""
    own = letters[first : last + 1]
    if _TITLE.issuperset(own) or own == "cD":
        return True
    if kind == "organisation":
        is_of_title = own[0] == "T" or letters[max(0, first - 2) : first] in _OFFICE_OF
        is_of_title = is_of_title or letters[last + 1 : last + 2] in _TITLES
        return is_of_title and _BUSINESS.issuperset(own.replace("C", "") if own[-1] == "Q" else own)
    return own in _PLACE_PARTS or ("D" in own and _PEOPLE.issuperset(own))


def _are_many(view: View, first: int, last: int) -> bool:
    """Whether an unknown word that opens a sentence is a plural of people: "Dockers stopped work"."""
    opens = first == 0 or view.letters[first - 1] in ".:"
    return opens and view.letters[first : last + 1] == "C" and view.tokens.words[first].endswith(("ers", "ists"))


def _ends_in_initial(view: View, first: int, last: int) -> bool:
    """Whether the last word is an initial, and the first none, as they are in "U. S."."""
    is_initial = [len(view.tokens.words[at]) == 2 and view.tokens.words[at][1] == "." for at in (first, last)]
    return is_initial == [False, True]


def _worth(span: NameSpan) -> float:
    if span.rule.startswith("gazetteer"):
        return _GAZETTEER
    if span.rule == "team":
        return _TEAM
    return _SURE_RULE if span.score >= _SURE else _WEAK_RULE


def log_odds(chance: float) -> float:
    """The log odds of a chance, never surer than the model is believed to be."""
    if chance <= 0:
        return -_LIMIT
    if chance >= 1:
        return _LIMIT
    return min(max(log(chance / (1 - chance)), -_LIMIT), _LIMIT)
