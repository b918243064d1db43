"""A text with spans that may lie inside and across each other, as a tree that a page can write down.

HTML elements nest; mentions, dates and quotations do not always. A span that reaches beyond the one it begins in is
cut there and goes on outside, so that every piece lies properly inside every other; the characters stay as they were.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from archive.text.sentences import is_open

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = TypeVar("T")

WORD = 40
"""Characters within which the end of a word is looked for."""

DEEPEST = 12
"""Spans inside spans inside spans are shown down to so many levels: more is no text that people wrote."""


@dataclass(frozen=True, slots=True)
class Span(Generic[T]):
    """A stretch of a text, `text[start:stop]`, and what is known of it."""

    start: int
    stop: int
    value: T


@dataclass(frozen=True, slots=True)
class Piece(Generic[T]):
    """A span, or a part of one, with what stands in it."""

    value: T
    inside: tuple[Node[T], ...]
    is_first: bool
    """Whether the span begins here; the others are where it goes on."""


Node: TypeAlias = str | Piece[T]


def nested(text: str, spans: Iterable[Span[T]]) -> tuple[Node[T], ...]:
    """Put spans, in any order, into a text; what lies outside of it, and empty ones, are left out."""
    clipped = [Span(max(0, one.start), min(one.stop, len(text)), one.value) for one in spans]
    # the longer first, so that it holds the shorter; of equals the one that was given first
    wanted = sorted((one for one in clipped if one.start < one.stop), key=lambda one: (one.start, -one.stop))
    return _level(text, 0, len(text), deque((one, True) for one in wanted), DEEPEST)


def _level(text: str, start: int, stop: int, spans: deque[tuple[Span[T], bool]], deepest: int) -> tuple[Node[T], ...]:
    """The nodes of text[start:stop], of spans in order that begin in it."""
    nodes: list[Node[T]] = []
    at = start
    while spans and deepest:
        outer, is_first = spans.popleft()
        inside: deque[tuple[Span[T], bool]] = deque()
        beyond = []
        while spans and spans[0][0].start < outer.stop:
            one, first = spans.popleft()
            inside.append((Span(one.start, min(one.stop, outer.stop), one.value), first))
            beyond += [(Span(outer.stop, one.stop, one.value), False)] if one.stop > outer.stop else []
        if beyond:
            spans = deque(sorted((*beyond, *spans), key=_place))
        nodes += [text[at : outer.start]] if at < outer.start else []
        nodes.append(Piece(outer.value, _level(text, outer.start, outer.stop, inside, deepest - 1), is_first))
        at = outer.stop
    return (*nodes, *([text[at:stop]] if at < stop else []))


def _place(pair: tuple[Span[T], bool]) -> tuple[int, int]:
    return pair[0].start, -pair[0].stop


def plain(nodes: Iterable[Node[T]]) -> str:
    """The text that nodes were made of."""
    return "".join(node if isinstance(node, str) else plain(node.inside) for node in nodes)


def marked(text: str, spans: Iterable[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """A text in pieces, each with whether it lies in one of the spans (in order, apart from each other)."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, stop in spans:
        pieces += [(text[at:start], False), (text[start:stop], True)]
        at = stop
    return tuple((piece, is_marked) for piece, is_marked in (*pieces, (text[at:], False)) if piece)


def shortened(text: str, longest: int, is_truncated: bool) -> str:
    """A text, or the beginning of a long one, with dots where it was cut off, by whomever."""
    cut = text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0]
    return f"{cut} …" if is_open(cut, is_truncated or len(text) > longest) else cut


def excerpt(text: str, spans: Sequence[tuple[int, int]], longest: int) -> tuple[tuple[str, bool], ...]:
    """A text like `marked`; of one that is longer the part around its first mark, with dots where it was cut."""
    if len(text) <= longest:
        return marked(text, spans)
    first = spans[0][0] if spans else 0
    start = max(0, min(first - longest // 5, len(text) - longest))
    stop = start + longest
    # cut at a space where there is one near
    if start:
        start = text.find(" ", start, min(start + WORD, first)) + 1 or start
    if stop < len(text):
        end = text.rfind(" ", stop - WORD, stop)
        stop = end if end > first else stop
    within = [(one, other) for one, other in spans if one < stop and other > start]
    inside = [(max(one, start) - start, min(other, stop) - start) for one, other in within]
    before = (("… ", False),) if start else ()
    after = ((" …", False),) if stop < len(text) else ()
    return (*before, *marked(text[start:stop], inside), *after)
