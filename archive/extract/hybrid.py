"""Names by rules and by the trained model together.

Both propose spans. The model says of each how likely it holds it to be, and a rule adds what its word is worth: the two
are summed as log odds, and of spans that overlap the likeliest stays. So a sure rule outvotes a doubting model, a sure
model a weak rule, and what only one of them sees must be clear to it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from math import exp, log
from typing import TYPE_CHECKING, Final

from archive.extract.crf import CrfRecogniser, Labelled, Model, read, spans_of
from archive.extract.names_classes import Classes
from archive.extract.names_rules import (
    View,
    blocked_ranges,
    merge_spans,
    pattern_spans,
    repeated_names,
    with_role,
)
from archive.gazetteer import Gazetteer, load

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from archive.types import NameSpan

# What a proposer's word is worth, in log odds, beside what the model says of the span.
_GAZETTEER: Final = 1.5
_SURE_RULE: Final = 3.0
_WEAK_RULE: Final = 1.0
_SURE: Final = 0.8
_TITLE: Final = frozenset("TkmQqw")  # "Pope", "Foreign Affairs": classes of titles, which alone are no names
_LIMIT: Final = 4.6  # log odds of 0.99: the model is not believed to be surer than that


class HybridRecogniser:
    """Names by gazetteer, patterns and the trained model.

    Args:
        model: A model; the one that ships with the package if left out.
        gazetteer: Aliases to know beforehand; those that ship with the package if left out.
    """

    name = "hybrid"

    def __init__(self, model: Model | None = None, gazetteer: Gazetteer | None = None) -> None:
        self._given = (model, gazetteer)
        self._gazetteer = gazetteer or load()
        self._crf = CrfRecogniser(model, self._gazetteer)
        self._classes = Classes(self._gazetteer.forenames, self._gazetteer.surnames, self._gazetteer.demonyms)

    def __reduce__(self) -> tuple[type[HybridRecogniser], tuple[Model | None, Gazetteer | None]]:
        """Travels without its caches."""
        return HybridRecogniser, self._given

    def find(self, texts: Sequence[str]) -> list[list[NameSpan]]:
        """The names of each text, sorted, never overlapping, with offsets in characters of that text."""
        views = [View.of(text, self._gazetteer, self._classes) for text in texts]
        labelled = self._crf.label([read(view.tokens, view.known) for view in views])
        countries = self._classes.countries
        return [_find(view, found, countries) for view, found in zip(views, labelled, strict=True)]


def _find(view: View, labelled: Labelled, countries: Collection[str]) -> list[NameSpan]:
    spans = not_countries(likeliest(weighed(view, labelled), blocked_ranges(view)), countries)
    again = repeated_names(view, spans)
    if again:
        spans = merge_spans([*again, *spans], ())
    return [with_role(span, view) if span.kind == "person" else span for span in spans]


def not_countries(spans: Sequence[NameSpan], countries: Collection[str]) -> list[NameSpan]:
    """Takes a lone "Chad" for the country, unless the text names a person so in full, whatever the model says."""
    bearers = {span.surface.rsplit(" ", 1)[1] for span in spans if span.kind == "person" and " " in span.surface}
    return [
        replace(span, kind="place", entity=span.surface, rule="gazetteer-weak")
        if span.kind == "person" and span.rule == "crf" and span.surface in countries and span.surface not in bearers
        else span
        for span in spans
    ]


def weighed(view: View, labelled: Labelled) -> list[tuple[float, NameSpan]]:
    """Every span that anything proposes, once, with its log odds.

    Of proposers that agree the one whose word is worth most gives the span its rule; but what the gazetteer knows
    of it, the entity, stays.
    """
    proposed: dict[tuple[int, int, str], tuple[float, NameSpan]] = {}
    for span in (*view.known, *pattern_spans(view), *spans_of(view.text, view.tokens, labelled)):
        place = (span.start, span.stop, span.kind)
        worth = _worth(span)
        held = proposed.get(place)
        if held is None:
            proposed[place] = worth, span
        elif worth > held[0]:
            proposed[place] = worth, span if held[1].entity is None else held[1]
    starts = view.tokens.starts
    found = []
    for worth, span in proposed.values():
        first = max(0, bisect_right(starts, span.start) - 1)
        last = max(first, bisect_left(starts, span.stop, first) - 1)
        if span.rule == "crf" and _TITLE.issuperset(view.letters[first : last + 1]):
            continue
        found.append((worth + _log_odds(labelled.support(first, last, span.kind)), span))
    return found


def _worth(span: NameSpan) -> float:
    if span.rule == "crf":
        return 0.0
    if span.rule.startswith("gazetteer"):
        return _GAZETTEER
    return _SURE_RULE if span.score >= _SURE else _WEAK_RULE


def _log_odds(chance: float) -> float:
    if chance <= 0:
        return -_LIMIT
    if chance >= 1:
        return _LIMIT
    return min(max(log(chance / (1 - chance)), -_LIMIT), _LIMIT)


def likeliest(spans: Iterable[tuple[float, NameSpan]], blocked: Sequence[tuple[int, int]]) -> list[NameSpan]:
    """Chooses among overlapping spans: those with the best odds first, of equal ones the longer.

    Args:
        spans: Log odds and spans of one text, in any order.
        blocked: Ranges inside which no span may stand; it may reach beyond.

    Returns:
        Spans with odds better than even that do not overlap, in order of place; their score is the chance.
    """
    ranked = sorted(
        ((odds, span) for odds, span in spans if odds > 0),
        key=lambda entry: (-entry[0], entry[1].start - entry[1].stop, entry[1].start, entry[1].kind),
    )
    size = max((span.stop for _, span in ranked), default=0)
    taken = bytearray(size)
    for start, stop in blocked:
        taken[start : min(stop, size)] = b"\x02" * (min(stop, size) - start)
    chosen: list[NameSpan] = []
    for odds, span in ranked:
        ground = taken[span.start : span.stop]
        if 1 in ground or 0 not in ground:
            continue
        taken[span.start : span.stop] = b"\x01" * len(ground)
        chosen.append(replace(span, score=round(1 / (1 + exp(-odds)), 3)))
    chosen.sort(key=lambda span: span.start)
    return chosen
