"""Names by rules and by the trained model together.

Both propose spans (`proposals`), and of spans that overlap the likeliest stays. So a sure rule outvotes a
doubting model, a sure model a weak rule, and what only one of them sees must be clear to it.

What is less likely than not is no name to go by, but may be told on request: a surname that opens a sentence looks
like any word, and only an archive that names its bearer elsewhere can tell.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import partial
from math import exp
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from archive.extract.names.classes import Classes, letters
from archive.extract.names.context import in_context
from archive.extract.names.crf import CrfRecogniser, Labelled, marked, possible, read, starts
from archive.extract.names.firms import as_firms, may_be_firms
from archive.extract.names.languages import full_names, is_measured
from archive.extract.names.nobody import blocked_ranges
from archive.extract.names.proposals import HYPHENS, Weighed, log_odds, modelled, ruled
from archive.extract.names.rules import merge_spans, repeated_names, view_of, views_of, with_role
from archive.gazetteer import Gazetteer, load
from archive.text.ground import ground
from archive.types import NameSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from archive.extract.names.crf_model import Model
    from archive.extract.names.view import View

_NAMING: Final = frozenset(  # beside a doubtful name: classes of words of longer ones
    letters(
        "proper common-forename common-surname initial numeral acronym people head lone-head tail foreign-head owner"
        " place-tail place-head large-particle known-place body person event-tail event-head"
    )
)
_NO_NAME: Final = frozenset(  # doubtful and alone: a common word that opens a sentence, an adjective, "North"
    letters("opening people direction nameless numeral")
)
_TIES: Final = HYPHENS | frozenset("$€£")  # "DC-9", "US$40"
_EVEN: Final = 0.5
_BLOCK: Final = 500  # texts at a time, half a chunk: enough for numpy, few enough for memory
_BELOW_EVEN: Final = 0.499  # the most that a doubtful span may score


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

    def find(self, texts: Sequence[str], *, least: float = _EVEN) -> list[list[NameSpan]]:
        """The names of each text, sorted, never overlapping, with offsets in characters of that text.

        Args:
            texts: Any texts.
            least: The least chance, as a span's score has it. Below 0.5, doubtful spans are told besides: they score
                less than 0.5, stand only where no sure span does, and change nothing about those.
        """
        blocks = (texts[start : start + _BLOCK] for start in range(0, len(texts), _BLOCK))
        return [found for block in blocks for found in self._find_block(block, least)]

    def _find_block(self, texts: Sequence[str], least: float) -> list[list[NameSpan]]:
        views = views_of(texts, self._gazetteer, self._classes)
        return [self.names(view, said, least) for view, said in zip(views, self.said_of(views), strict=True)]

    def view(self, text: str) -> View:
        """A text as the rules see it."""
        return view_of(text, self._gazetteer, self._classes)

    def said_of(self, views: Sequence[View]) -> list[Labelled]:
        """What the model says of texts."""
        return self._crf.label([read(view.tokens, view.known) for view in views], by_path=False)

    def names(self, view: View, labelled: Labelled, least: float = _EVEN) -> list[NameSpan]:
        """The names of a text of which the model has spoken."""
        if not is_measured(view.text, view.tokens.words):
            return full_names(view.known)
        rules = ruled(view, labelled)
        proposed = [*rules.values(), *modelled(view, labelled, marked(labelled), rules)]
        spans = in_context(view, likeliest(proposed, blocked_ranges(view)), self._gazetteer)
        if may_be_firms(view.tokens.words):
            spans = as_firms(view.text, spans, partial(_as_organisation, view, labelled))
        again = repeated_names(view, spans)
        if again:
            spans = merge_spans([*again, *spans], ())
        if least < _EVEN and _may_be_more(view, labelled, rules.values(), spans, least):
            proposed = [*rules.values(), *modelled(view, labelled, possible(labelled, least), rules)]
            spans = sorted([*spans, *doubtful(view, proposed, spans, least)], key=_start)
        elif least > _EVEN:
            spans = [span for span in spans if span.score >= least]
        return [with_role(span, view) if span.kind == "person" else span for span in spans]


def _as_organisation(view: View, labelled: Labelled, start: int) -> float:
    """How likely the model holds the word at a place to be an organisation."""
    at = bisect_left(view.tokens.starts, start)
    return labelled.support(at, at, "organisation")


def _may_be_more(
    view: View, labelled: Labelled, rules: Iterable[Weighed], sure: Sequence[NameSpan], least: float
) -> bool:
    """Whether anything at all speaks for a doubtful name, without looking at what: most texts have none."""
    bar = log_odds(least)
    if any(bar < odds <= 0 for odds, _ in rules):
        return True
    taken = ground(len(view.text), ((span.start, span.stop) for span in sure))
    return not all(taken[view.tokens.starts[at]] for at in starts(labelled, least))


def doubtful(view: View, proposed: Iterable[Weighed], sure: Sequence[NameSpan], least: float) -> list[NameSpan]:
    """Spans that are less likely than not, and yet not unlikely.

    Args:
        view: A text.
        proposed: All spans that anything proposes for it.
        sure: Its names.
        least: The least chance of a span.

    Returns:
        Spans that overlap neither `sure` ones nor each other, in order of place.
    """
    bar = log_odds(least)
    taken = ground(len(view.text), ((span.start, span.stop) for span in sure))
    free = [(odds, span) for odds, span in proposed if odds > bar and 1 not in taken[span.start : span.stop]]
    alone = [(odds, span) for odds, span in free if _stands_alone(view, span)]
    if not alone:
        return []
    chosen = likeliest(alone, blocked_ranges(view), least=bar)
    return [span._replace(score=min(span.score, _BELOW_EVEN)) for span in chosen]


def _stands_alone(view: View, span: NameSpan) -> bool:
    """Whether a doubtful name is no part of a longer one or of a compound, and no mere adjective or direction."""
    text, classed = view.text, view.letters
    if text[span.stop : span.stop + 1] in _TIES or text[max(0, span.start - 1) : span.start] in HYPHENS:
        return False
    first, last = view.tokens_of(span)
    if classed[first - 1 : first] in _NAMING or classed[last + 1 : last + 2] in _NAMING:
        return False
    return any(map(str.isupper, span.surface)) and (first < last or classed[first] not in _NO_NAME)


def likeliest(
    spans: Iterable[Weighed],
    blocked: Sequence[tuple[int, int]],
    *,
    least: float = 0.0,
) -> list[NameSpan]:
    """Chooses among overlapping spans: those with the best odds first, of equal ones the longer.

    Args:
        spans: Log odds and spans of one text, in any order.
        blocked: Ranges inside which no span may stand; it may reach beyond.
        least: The log odds that a span must better.

    Returns:
        Spans with better odds that do not overlap, in order of place; their score is the chance.
    """
    ranked = sorted(
        (-odds, span.start - span.stop, span.start, span.kind, at, span)
        for at, (odds, span) in enumerate(spans)
        if odds > least
    )
    if not ranked:
        return []
    size = max([entry[-1].stop for entry in ranked])
    ground = bytearray(size)
    for start, stop in blocked:
        ground[start : min(stop, size)] = b"\x02" * (min(stop, size) - start)
    chosen: list[NameSpan] = []
    for odds, *_, span in ranked:
        start, stop = span.start, span.stop
        under = ground[start:stop]
        if 1 in under or 0 not in under:
            continue
        ground[start:stop] = b"\x01" * len(under)
        score = round(1 / (1 + exp(odds)), 3)
        chosen.append(NameSpan(start, stop, span.surface, span.kind, span.rule, score, span.role, span.entity))
    chosen.sort(key=_start)
    return chosen


_start = attrgetter("start")
