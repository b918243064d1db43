"""Names by rules.

`RuleRecogniser` joins three finders: aliases of the gazetteer, patterns of words, and names that a longer form in
the same text explains ("Navalny" after "Alexei Navalny"). Where their spans overlap, the surer and then the longer
one stays. Which entity a span stands for is not decided here, except where a strong alias says it outright.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from archive.extract.names.classes import Classes, classify, headline, is_headline, letters
from archive.extract.names.kind_words import TITLES
from archive.extract.names.known import gazetteer_spans
from archive.extract.names.nobody import blocked_ranges
from archive.extract.names.patterns import matches, role_before
from archive.extract.names.view import View
from archive.gazetteer import Gazetteer, load
from archive.text.tokens import tokenise
from archive.types import NameSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from archive.text.tokens import Tokens

SURE = 0.7
"""From this score on a span is taken by its length; below, only where no surer one stands.

Chosen by hand: F1 of tests/bench/names_quality.py is the same from 0.6 to 0.8.
"""


class RuleRecogniser:
    """Names by rules alone: gazetteer and patterns.

    Args:
        gazetteer: Aliases to know beforehand; the one that ships with the package if left out.
    """

    name = "rules"

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self._given = gazetteer
        self._gazetteer = gazetteer or load()
        self.classes = Classes(self._gazetteer.forenames, self._gazetteer.surnames, self._gazetteer.demonyms)

    def __reduce__(self) -> tuple[type[RuleRecogniser], tuple[Gazetteer | None]]:
        """Travels without its caches."""
        return RuleRecogniser, (self._given,)

    def find(self, texts: Sequence[str], *, least: float = 0.5) -> list[list[NameSpan]]:
        """The names of each text, sorted, never overlapping, with offsets in characters of that text.

        Args:
            texts: Any texts.
            least: The least score of a span. No rule is less sure than even, so below that it changes nothing.
        """
        return [[span for span in self._find(text) if span.score >= least] for text in texts]

    def _find(self, text: str) -> list[NameSpan]:
        view = view_of(text, self._gazetteer, self.classes)
        spans = merge_spans([*view.known, *pattern_spans(view)], blocked_ranges(view))
        again = repeated_names(view, spans)
        if again:
            spans = merge_spans([*again, *spans], ())
        return [with_role(span, view) if span.kind == "person" else span for span in spans]


def views_of(texts: Sequence[str], gazetteer: Gazetteer, classes: Classes) -> list[View]:
    """Look at texts: their words and the classes of these, what the gazetteer knows, what the rows match.

    Each step is done for all of them before the next: its tables then stay in the processor's cache, which takes a
    quarter off.
    """
    known = [gazetteer_spans(text, gazetteer) for text in texts]
    tokens = [tokenise(text) for text in texts]
    classed = [_classed(*each, classes) for each in zip(texts, tokens, known, strict=True)]
    found = [matches(letters, is_headline=is_large) for letters, is_large in classed]
    return [
        View(text, own, letters, rows, names, is_large)
        for text, own, names, (letters, is_large), rows in zip(texts, tokens, known, classed, found, strict=True)
    ]


def view_of(text: str, gazetteer: Gazetteer, classes: Classes) -> View:
    """Look at one text."""
    return views_of([text], gazetteer, classes)[0]


def _classed(text: str, tokens: Tokens, known: Sequence[NameSpan], classes: Classes) -> tuple[str, bool]:
    """The classes of a text's words as the rows take them, and whether it is written large."""
    if len(tokens.words) > 3 and text.isupper():
        written = tokens._replace(words=[word.capitalize() for word in tokens.words])
        plain, is_large = classify(written, classes, known), True
    else:
        plain = classify(tokens, classes, known)
        is_large = is_headline(plain, tokens.words)
    return headline(plain) if is_large else plain, is_large


def pattern_spans(view: View) -> list[NameSpan]:
    """Names by the words in and around them; they may overlap each other."""
    text, (_, starts, stops) = view.text, view.tokens
    return [
        NameSpan(starts[first], stops[last], text[starts[first] : stops[last]], kind, rule, score)
        for first, last, kind, rule, score in view.found
        if kind is not None
    ]


def is_plural(word: str) -> bool:
    """Whether a word is one of several things by its end."""
    return word.endswith("s") and not word.endswith(("ss", "is", "us"))


def merge_spans(spans: Iterable[NameSpan], blocked: Iterable[tuple[int, int]]) -> list[NameSpan]:
    """Chooses among overlapping spans: sure ones first, of those the longest, then what is left of the unsure.

    Args:
        spans: Spans of one text, in any order.
        blocked: Ranges where no span may stand, unless it reaches beyond.

    Returns:
        Spans that do not overlap, in order of place.
    """
    ranked: list[tuple[bool, int, float, int, NameSpan | None]] = [
        (span.score >= SURE, span.stop - span.start, span.score, span.start, span) for span in spans
    ]
    ranked += [(True, stop - start, 1.0, start, None) for start, stop in blocked]
    ranked.sort(key=lambda entry: entry[:4], reverse=True)
    if not ranked:
        return []
    taken = bytearray(max(start + length for _, length, _, start, _ in ranked))
    chosen = []
    for _, length, _, start, span in ranked:
        if 1 in taken[start : start + length]:
            continue
        taken[start : start + length] = b"\x01" * length
        if span is not None:
            chosen.append(span)
    chosen.sort(key=lambda span: span.start)
    return chosen


def repeated_names(view: View, spans: Sequence[NameSpan]) -> list[NameSpan]:
    """Single words elsewhere in the text that are part of a person's full name in it."""
    parts: dict[str, str] = {}
    for span in spans:
        if span.kind == "person" and " " in span.surface:
            first, *_, last = span.surface.split()
            if first not in TITLES:
                parts.setdefault(first, "repeated-forename")
            parts[last] = "repeated-surname"
    words, starts, stops = view.tokens
    if not any(words.count(part) > 1 for part in parts):
        return []
    persons = iter([span for span in spans if span.kind == "person"])
    person = next(persons, None)
    found = []
    for at, (word, start, letter) in enumerate(zip(words, starts, view.letters, strict=True)):
        while person is not None and person.stop <= start:
            person = next(persons, None)
        rule = parts.get(word)
        if rule is None or letter in _NO_NAME or (person is not None and person.start <= start):
            continue
        if _continues(view.letters, at):
            continue
        score = 0.86 if rule == "repeated-surname" else 0.75
        found.append(NameSpan(start, stops[at], word, "person", rule, score))
    return found


_NO_NAME: Final = frozenset(letters("opening small"))
_CONTINUING: Final = frozenset(letters("proper title-word word common-surname place-tail head tail event-tail"))


def _continues(letters: str, at: int) -> bool:
    """Whether the word stands beside others of a name: 'Trump' in 'Trump Tower'."""
    return letters[at + 1 : at + 2] in _CONTINUING


def with_role(span: NameSpan, view: View) -> NameSpan:
    """A person's span with the role that stands in front of it, where one does."""
    _, starts, stops = view.tokens
    at = bisect_left(starts, span.start)
    if not at or at == len(starts) or starts[at] != span.start:
        return span
    first = role_before(view.letters, at)
    return span if first is None else span._replace(role=view.text[starts[first] : stops[at - 1]])
