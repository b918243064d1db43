"""A text as the finders of names see it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from archive.extract.names.patterns import Found
    from archive.text.tokens import Tokens
    from archive.types import NameSpan


class View(NamedTuple):
    """What is known of a text before a name is found in it."""

    text: str
    tokens: Tokens
    letters: str
    """Class of each token; see `classes`."""
    found: list[Found]
    """What the rows match, in tokens."""
    known: list[NameSpan]
    """What the gazetteer knows."""
    is_headline: bool
    """Whether most of it is in capitals, or written large, so that capitals tell nothing."""

    def tokens_of(self, span: NameSpan) -> tuple[int, int]:
        """The first and the last token that a span touches."""
        starts = self.tokens.starts
        first = max(0, bisect_right(starts, span.start) - 1)
        return first, max(first, bisect_left(starts, span.stop, first) - 1)
