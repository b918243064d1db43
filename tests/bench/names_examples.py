"""Labelled texts to train the recogniser of names by: read from IOB2 files, brought to the definition of a mention.

Gold sentences teach as they are, but for articles and titles, which are no part of a name here. Silver sentences were
labelled by a recogniser (`names_silver.py`). Some texts are learnt from a second time in another guise: as headlines,
and with other names in their places.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from archive.extract.names import crf
from archive.extract.names.classes import Classes
from archive.extract.names.crf import Sentence
from archive.extract.names.crf_model import LABELS
from archive.extract.names.kind_words import HONORIFICS, TITLES
from archive.extract.names.known import gazetteer_spans
from archive.extract.names.nobody import blocked_ranges
from archive.extract.names.rules import view_of
from archive.gazetteer import load
from archive.text.tokens import tokenise

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator
    from pathlib import Path

KINDS = {"PER": "person", "ORG": "organisation", "LOC": "place", "MISC": "other"}
_ARTICLE = re.compile(r"(?:the|The|THE|a|A|an)\s+(?=\S)|[^\w(]+")
_ENDING = re.compile(r"(?:['’]s?|[\s,;:\"“”(.]+)$")
_NAME = re.compile(r"(?:[^\W\d_]|['’. -])+")
_LONGEST_NAME = 6  # words of a name that may stand in for another
_MANNERS = 6  # states of a token come in groups of so many: sentence start by manner of writing


class Span(NamedTuple):
    """A labelled piece of a text."""

    start: int
    stop: int
    kind: str


class Marked(NamedTuple):
    """A text with its names marked."""

    text: str
    spans: tuple[Span, ...]
    """In order, never overlapping."""
    weight: float


class Example(NamedTuple):
    """A labelled text as the model sees it."""

    sentence: Sentence
    labels: list[int]
    weight: float


def read_iob2(path: Path) -> Iterator[tuple[float, list[tuple[str, str]]]]:
    """Sentences of a file, each with the confidence that is noted before it (else 1)."""
    confidence, sentence = 1.0, list[tuple[str, str]]()
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as stream:
        for line in stream:
            token, _, tag = line.rstrip("\n").partition("\t")
            if token.startswith("# confidence "):
                confidence = float(token.rsplit(" ", 1)[1])
            elif tag:
                sentence.append((token, tag))
            elif sentence:
                yield confidence, sentence
                sentence = []
    if sentence:
        yield confidence, sentence


def written(tokens: Sequence[str]) -> str:
    """A text that the tokens may have been taken from."""
    text, is_open = "", False
    for at, token in enumerate(tokens):
        glued = re.fullmatch(r"[.,;:!?)\]%…]+|['’](?:s|S|re|ve|ll|d|m|t)?|n['’]t", token) is not None
        if at and not glued and tokens[at - 1] not in {"(", "[", "$", "#", "@", "£", "€"}:
            if token == '"':
                is_open = not is_open
                text += " " if is_open else ""
            elif not (tokens[at - 1] == '"' and is_open):
                text += " "
        elif token == '"':
            is_open = True
        text += token
    return text


def places(text: str, tokens: Sequence[str]) -> list[tuple[int, int]]:
    """Where the tokens stand in their text."""
    found, at = [], 0
    for token in tokens:
        start = text.index(token, at)
        at = start + len(token)
        found.append((start, at))
    return found


def spans_of(where: Sequence[tuple[int, int]], tags: Sequence[str]) -> list[Span]:
    """The spans that tags mark."""
    spans: list[Span] = []
    is_inside = False
    for (start, stop), tag in zip(where, tags, strict=True):
        kind = KINDS.get(tag[2:])
        if kind is None:
            is_inside = False
            continue
        if tag[0] == "I" and is_inside and spans[-1].kind == kind:
            spans[-1] = spans[-1]._replace(stop=stop)
        else:
            spans.append(Span(start, stop, kind))
        is_inside = True
    return spans


def by_definition(text: str, span: Span, demonyms: Iterable[str]) -> Span | None:
    """A span without article, title and possessive; None if nothing that is a mention is left."""
    start, stop, kind = span
    while start < stop:
        opening = _ARTICLE.match(text, start, stop)
        word, _, rest = text[start:stop].partition(" ")
        if opening:
            start = opening.end()
        elif kind == "person" and rest and (word in TITLES or word in HONORIFICS):
            start += len(word) + 1
        else:
            break
    surface = text[start:stop]
    if not surface.endswith((".", "(")) or not re.search(r"\b(?:Inc|Corp|Co|Ltd|Jr|Sr|[A-Z])\.$", surface):
        stop = start + len(_ENDING.sub("", surface))
    surface = text[start:stop]
    if not any(letter.isupper() for letter in surface) or (kind != "person" and surface in demonyms):
        return None
    return Span(start, stop, kind)


def labels_of(starts: Sequence[int], stops: Sequence[int], spans: Iterable[Span]) -> list[int]:
    """One label a token; a token belongs to the span that covers its middle."""
    labels = [0] * len(starts)
    for start, stop, kind in spans:
        inside = [at for at in range(len(starts)) if start <= (starts[at] + stops[at]) / 2 < stop]
        for at in inside:
            labels[at] = LABELS.index(("B-" if at == inside[0] else "I-") + kind)
    return labels


def squeeze(text: str) -> str:
    """What of a text is compared."""
    return re.sub(r"[\W_]+", "", text).casefold()


class Teacher:
    """Marks the names of labelled texts by the definition of a mention."""

    def __init__(self) -> None:
        self._gazetteer = load()
        self._classes = Classes(self._gazetteer.forenames, self._gazetteer.surnames, self._gazetteer.demonyms)
        self._countries = frozenset(self._gazetteer.demonyms.values())

    def gold(self, text: str, spans: Iterable[Span], weight: float) -> Marked:
        """A text that was labelled by hand."""
        own = [by_definition(text, span, self._gazetteer.demonyms) for span in spans]
        return Marked(text, tuple(self._placed(text, span) for span in own if span), weight)

    def _placed(self, text: str, span: Span) -> Span:
        """A country is a place here, also where it acts and others therefore call it an organisation."""
        candidates = self._gazetteer.by_alias(text[span.start : span.stop])
        is_country = bool(candidates) and candidates[0][0].name in self._countries
        return span._replace(kind="place") if is_country and span.kind == "organisation" else span

    def silver(self, text: str, spans: Iterable[Span], weight: float) -> Marked:
        """A text that a recogniser of this package labelled, and the events in it, which are no names."""
        names = list(spans)
        events = [Span(*event, "other") for event in blocked_ranges(view_of(text, self._gazetteer, self._classes))]
        free = [e for e in events if all(e.stop <= n.start or n.stop <= e.start for n in names)]
        return Marked(text, tuple(sorted(names + free)), weight)

    def example(self, marked: Marked) -> Example:
        """What the model learns of a text."""
        tokens = tokenise(marked.text)
        sentence = crf.read(tokens, gazetteer_spans(marked.text, self._gazetteer))
        return Example(sentence, labels_of(tokens.starts, tokens.stops, marked.spans), marked.weight)


def disguised(example: Example, chance: random.Random) -> Example:
    """The same text as a headline or in capitals, as the model is to see it.

    In half of the headlines words of up to three letters stay small, as many desks have it.
    """
    words = example.sentence.words
    if chance.random() < 0.7:
        shortest = 4 if chance.random() < 0.5 else 0
        words = [word if word[0].isupper() or len(word) < shortest else word.capitalize() for word in words]
        base = {"plain": 0, "headline": 2, "capitals": 4}[crf.writing(words)]
    else:
        words = [crf.written_small(word.upper()) for word in words]
        base = 4
    states = [state - state % _MANNERS + state % 2 + base for state in example.sentence.states]
    return example._replace(sentence=Sentence(words, states))


Names = dict[tuple[str, bool], Sequence[str]]
"""Names by kind and by whether they are one word."""


def names_of(texts: Iterable[Marked]) -> Names:
    """The different names that are marked in texts; of persons their surnames too."""
    found: dict[tuple[str, bool], set[str]] = {}
    for text, spans, _ in texts:
        for start, stop, kind in spans:
            name = text[start:stop]
            words = name.split(" ")
            if kind == "other" or len(words) > _LONGEST_NAME or not (name[0].isupper() and _NAME.fullmatch(name)):
                continue
            found.setdefault((kind, len(words) == 1), set()).add(name)
            if kind == "person" and words[-1][0].isupper() and len(words[-1]) > 2:
                found.setdefault((kind, True), set()).add(words[-1])
    return {which: sorted(names) for which, names in found.items()}


def renamed(marked: Marked, names: Names, chance: random.Random) -> Marked:
    """The same text about others: what stands around a name must tell what it is, and not the name.

    Every second full name of a person becomes a surname; other names are changed for such as have one word too, or
    several. The names of events stay.
    """
    parts, spans, done, length = list[str](), list[Span](), 0, 0
    for start, stop, kind in marked.spans:
        name = marked.text[start:stop]
        is_word = " " not in name or (kind == "person" and chance.random() < 0.5)
        pool = names.get((kind, is_word))
        other = chance.choice(pool) if pool and not name.isupper() else name
        before = marked.text[done:start]
        parts += (before, other)
        length += len(before)
        spans.append(Span(length, length + len(other), kind))
        length += len(other)
        done = stop
    return Marked("".join(parts) + marked.text[done:], tuple(spans), marked.weight)
