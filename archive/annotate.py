"""What texts say: whom they name, and whom they quote. Pure: texts in, mentions and quotations out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archive.extract.quotations.passages import quotations
from archive.resolve import resolve_snippet
from archive.text.ground import ground
from archive.text.typed_forms import also
from archive.variants import text_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.extract.names import Recogniser
    from archive.extract.quotations.passages import QuotationSpan
    from archive.types import EntityKind, Mention, NameSpan
    from archive.variants import Keys

LEAST = 0.35
"""The least chance of a name that is worth asking the archive about.

Chosen by hand: the seed page (tests/bench/names_seed.py) comes out the same from 0.2 to 0.5.
"""
SURE = 0.5
"""From this chance on a name is a mention: even odds; the seed page comes out the same from 0.4 to 0.6."""
ASKED: frozenset[EntityKind] = frozenset({"person", "organisation"})
"""Of doubtful places the archive, too, tells too little: most are half a name, or a people's."""


class Content(NamedTuple):
    """What a text says."""

    mentions: tuple[Mention, ...] = ()
    doubts: tuple[Mention, ...] = ()
    """What may be a mention, of which the text alone does not tell."""
    quotations: tuple[QuotationSpan, ...] = ()


NOTHING = Content()


class FoundBy(NamedTuple):
    """By what a text is found, beside its words."""

    also: str | None
    """What people type for words of it."""
    keys: Keys
    """Under which it meets its copies."""


def found_by(text: str, title: str | None) -> FoundBy:
    """By what a text is found."""
    return FoundBy(also(text, title), text_keys(text))


def contents(recogniser: Recogniser, texts: Sequence[tuple[str, str | None]]) -> list[Content]:
    """What texts say.

    Args:
        recogniser: Finds names.
        texts: Each with its prefix date or range, to know who held an office then; None if unknown.

    Returns:
        One for each text, in the same order; no two of its mentions overlap.
    """
    found = recogniser.find([text for text, _ in texts], least=LEAST)
    return [_content(text, dated, spans) for (text, dated), spans in zip(texts, found, strict=True)]


def _content(text: str, dated: str | None, spans: Sequence[NameSpan]) -> Content:
    sure = [span for span in spans if span.score >= SURE]
    mentions = resolve_snippet(text, sure, dated=dated)
    doubts = _doubts(text, dated, spans, mentions) if len(sure) < len(spans) else ()
    return Content(tuple(mentions), doubts, tuple(quotations(text, mentions)))


def _doubts(
    text: str, dated: str | None, spans: Sequence[NameSpan], mentions: Sequence[Mention]
) -> tuple[Mention, ...]:
    """Doubtful names are read in the light of the sure ones, never the other way round."""
    starts = {span.start for span in spans if span.score < SURE and span.kind in ASKED}
    taken = ground(len(text), ((mention.start, mention.stop) for mention in mentions))
    return tuple(
        each
        for each in resolve_snippet(text, spans, dated=dated)
        if each.start in starts and 1 not in taken[each.start : each.stop]
    )
