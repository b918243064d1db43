"""Names that somebody else's recogniser found, brought to what this archive calls a mention.

Other models mark "the Kremlin's", "Russian President Vladimir Putin" or "he". Here a span is the name alone: articles,
possessives and titles go, and with them spans that are no names at all. What the gazetteer knows of exactly that span,
and the role that stands before a person, is added, so that resolving goes on as it does with our own recognisers.
"""

from __future__ import annotations

import os
import re
from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, get_args

from archive.extract.names.classes import Classes, letters
from archive.extract.names.patterns import role_before
from archive.extract.names.rules import merge_spans, view_of, with_role
from archive.gazetteer import load
from archive.text.sentences import sentence_ends
from archive.text.wordlists import words
from archive.types import EntityKind, NameSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from archive.extract.names.view import View

KINDS: Final[Mapping[str, EntityKind]] = {
    label: kind for kind in get_args(EntityKind) for label in words("labels", kind)
}
"""Labels as models in use write them, in lower case; others name nothing that is a mention here."""

_MARKS = ' \t\n\r\u00a0\u202f"“”‘«»‹›„,;:…–—-'
_OPENING = _MARKS + "’'(["
_ARTICLE = re.compile(r"(?:[Tt]he|THE|an?)\s+")  # but "An Nguyen"
_POSSESSIVE = re.compile(r"['’ʼ]s?$", re.IGNORECASE)
_PRONOUNS = words("name_words", "pronouns")
_TITLES = frozenset(letters("title title-modifier title-surname honorific before-title"))
_TITLE, _ROLE, _TITLE_SURNAME = map(letters, ("title", "role", "title-surname"))
_HONORIFIC, _PEOPLE = map(letters, ("honorific", "people"))
_WORD = re.compile(r"\w{1,200}|[^\w\s]")
_OFFLINE = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")


class Foreign(NamedTuple):
    """A span as another recogniser has it, its label already understood."""

    start: int
    stop: int
    kind: EntityKind
    score: float
    """Its confidence, 0 to 1."""


class Borrower(ABC):
    """A recogniser of somebody else's, whose spans are turned into ours.

    Args:
        rule: What the spans say of how they were found, such as 'spacy'.
        model: What finds them: a folder, or a name.
    """

    def __init__(self, rule: str, model: str) -> None:
        self.name = f"{rule}:{model}"
        self._rule = rule
        folder = Path(model).expanduser()
        self._model_name = str(folder.resolve()) if folder.is_dir() else model
        self._gazetteer = load()
        self._classes = Classes(self._gazetteer.forenames, self._gazetteer.surnames, self._gazetteer.demonyms)

    def __reduce__(self) -> tuple[object, tuple[str]]:
        """Travels as the name of its model, which the other side loads for itself."""
        return type(self), (self._model_name,)

    @abstractmethod
    def _found(self, texts: Sequence[str], least: float) -> Iterator[tuple[int, Foreign]]:
        """What it finds in some texts, each span with the number of its text."""

    def find(self, texts: Sequence[str], *, least: float = 0.5) -> list[list[NameSpan]]:
        """The names of each text, sorted, never overlapping, with offsets in characters of that text.

        Args:
            texts: Any texts.
            least: The least chance, as a span's score has it.
        """
        found: list[list[Foreign]] = [[] for _ in texts]
        for number, span in self._found(texts, least):
            found[number].append(span)
        return [self.borrow(text, spans) for text, spans in zip(texts, found, strict=True)]

    def borrow(self, text: str, found: Sequence[Foreign]) -> list[NameSpan]:
        """The names among the spans found in a text, sorted, never overlapping.

        Args:
            text: The text.
            found: Spans in it, in any order; of those that overlap the surest and then the longest stays.
        """
        if not found:
            return []
        view = view_of(text, self._gazetteer, self._classes)
        known = {(span.start, span.stop): span for span in view.known if span.rule == "gazetteer"}
        spans = [span for each in found for span in self._own(view, each, known)]
        return [with_role(span, view) if span.kind == "person" else span for span in merge_spans(spans, ())]

    def _own(self, view: View, found: Foreign, known: Mapping[tuple[int, int], NameSpan]) -> Iterator[NameSpan]:
        start, stop = found.start, found.stop
        while (start, stop) not in known:
            before = start, stop
            start, stop = _trimmed(view.text, start, stop)
            if start == stop:
                return
            if (start, stop) == before and found.kind == "person":
                start, stop = self._without_title(view, start, stop)
            if (start, stop) == before:
                break
        surface, strong = view.text[start:stop], known.get((start, stop))
        if strong is not None:
            yield NameSpan(start, stop, surface, strong.kind, self._rule, found.score, None, strong.entity)
        elif _is_name(surface) and not self._is_people_or_title(view, start, stop):
            yield NameSpan(start, stop, surface, found.kind, self._rule, found.score)

    def _without_title(self, view: View, start: int, stop: int) -> tuple[int, int]:
        """A person's span without the titles in front: everything up to where the longest role in it ends."""
        first, last = _tokens(view, start, stop)
        if view.letters[first] == _TITLE_SURNAME and view.tokens.words[first] in self._gazetteer.forenames:
            return start, stop  # "Lance Armstrong"
        for at in range(last, first, -1):
            role = role_before(view.letters, at)
            title = view.letters[at - 1]
            # a title inside ends all that a name could be, but "Martin Luther King Williams"
            if (role is not None and (role <= first or title in (_TITLE, _ROLE))) or (
                at == first + 1 and title == _HONORIFIC
            ):
                return view.tokens.starts[at], stop
        return start, stop

    def _is_people_or_title(self, view: View, start: int, stop: int) -> bool:
        """Whether a span holds nothing but demonyms, or nothing but titles."""
        first, last = _tokens(view, start, stop)
        classed = set(view.letters[first : last + 1])
        return classed == {_PEOPLE} or classed <= _TITLES


def _tokens(view: View, start: int, stop: int) -> tuple[int, int]:
    """The tokens that a span touches, first and last."""
    starts = view.tokens.starts
    first = max(0, bisect_right(starts, start) - 1)
    return first, max(first, bisect_left(starts, stop) - 1)


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int]:
    """A span without one layer of what stands around a name: quotes, marks, an article, a possessive ending."""
    surface = text[start:stop]
    bare = surface.lstrip(_OPENING)
    article = _ARTICLE.match(bare)
    if article is not None or len(bare) < len(surface):
        return stop - len(bare) + (article.end() if article else 0), stop
    bare = _POSSESSIVE.sub("", surface.rstrip(_MARKS))
    for opening, closing in ("()", "[]"):
        if opening not in bare:
            bare = bare.rstrip(closing)
    return start, start + len(bare)


def _is_name(surface: str) -> bool:
    """Whether a span may be a name by its letters: none is all small or a pronoun, or has no letter at all."""
    if not any(map(str.isalpha, surface)) or surface.islower():
        return False
    return surface.lower() not in _PRONOUNS or (surface.isupper() and len(surface) > 1)  # "WHO", "US"


def pieces(text: str, *, tokens: int, characters: int) -> Iterator[tuple[int, int]]:
    """Cuts a text into pieces that a model can take, between sentences where that is possible, or else words.

    Args:
        text: Any text.
        tokens: The most words and marks of a piece.
        characters: The most characters of a piece, give or take a word.

    Yields:
        Start and stop of each piece, in characters; nothing but white space lies between them.
    """
    starts = [match.start() for match in _WORD.finditer(text)]
    first = 0
    while first < len(starts):
        start = starts[first]
        last = max(first + 1, min(first + tokens, bisect_left(starts, start + characters, first)))
        if last < len(starts):
            last = _cut(text, starts, first, last)
        stop = starts[last] if last < len(starts) else len(text)
        yield start, start + len(text[start:stop].rstrip())
        first = last


def _cut(text: str, starts: Sequence[int], first: int, last: int) -> int:
    """The best word to begin the next piece with, not after `last`, nor in the first half of this one."""
    start = starts[first]
    half = (first + last + 1) // 2
    ends = sentence_ends(text[start : starts[last] + 1])
    if ends:
        at = bisect_left(starts, start + ends[-1], first, last)
        if at > half:
            return at
    for at in range(last, half, -1):
        if text[starts[at] - 1].isspace():
            return at
    return last


@contextmanager
def offline() -> Iterator[None]:
    """While it lasts, libraries that would fetch missing parts of a model from its hub are told not to."""
    before = {name: os.environ.get(name) for name in _OFFLINE}
    os.environ.update(dict.fromkeys(_OFFLINE, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
