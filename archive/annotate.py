"""What texts say: whom they name, and whom they quote. Pure: texts in, mentions and quotations out.

What fails on one text costs that text what would have been found there, and says so (`failed`); the others are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archive.attempts import attempt, failure
from archive.errors import ArchiveError
from archive.extract.quotations.passages import quotations
from archive.resolve import resolve_snippet
from archive.resolve.roles import speakers_by_role
from archive.text.ground import ground
from archive.text.typed_forms import also
from archive.variants import NO_KEYS, text_keys

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
    failed: tuple[str, ...] = ()
    """What could not be found in it, as sentences: the program failed on this text."""


NOTHING = Content()


class FoundBy(NamedTuple):
    """By what a text is found, beside its words."""

    also: str | None
    """What people type for words of it."""
    keys: Keys
    """Under which it meets its copies."""
    failed: tuple[str, ...] = ()
    """As a content's."""


def found_by(text: str, title: str | None) -> FoundBy:
    """By what a text is found."""
    failed: list[str] = []
    typed = attempt("what people type for its words", lambda: also(text, title), None, failed)
    keys = attempt("its copies", lambda: text_keys(text), NO_KEYS, failed)
    return FoundBy(typed, keys, tuple(failed))


def contents(recogniser: Recogniser, texts: Sequence[tuple[str, str | None]]) -> list[Content]:
    """What texts say.

    Args:
        recogniser: Finds names.
        texts: Each with its prefix date or range, to know who held an office then; None if unknown.

    Returns:
        One for each text, in the same order; no two of its mentions overlap.
    """
    found = _spans(recogniser, [text for text, _ in texts])
    # each step is done for all texts before the next, as its tables then stay in the processor's cache
    named = [_named(text, dated, *each) for (text, dated), each in zip(texts, found, strict=True)]
    return [_quoted(text, dated, content) for (text, dated), content in zip(texts, named, strict=True)]


def _spans(recogniser: Recogniser, texts: Sequence[str]) -> list[tuple[Sequence[NameSpan], tuple[str, ...]]]:
    """The names of each text, and what failed; texts that fail together are halved until it is known which one does."""
    try:
        return [(spans, ()) for spans in recogniser.find(texts, least=LEAST)]
    except ArchiveError:
        raise
    except Exception as error:
        if len(texts) == 1:
            return [((), (failure("names", error),))]
    half = len(texts) // 2
    return [*_spans(recogniser, texts[:half]), *_spans(recogniser, texts[half:])]


def _named(text: str, dated: str | None, spans: Sequence[NameSpan], before: tuple[str, ...]) -> Content:
    """What a text says, but for its quotations."""
    sure = [span for span in spans if span.score >= SURE]
    failed = list(before)
    no_mentions: list[Mention] = []
    mentions = attempt("whom it names", lambda: resolve_snippet(text, sure, dated=dated), no_mentions, failed)
    doubts: tuple[Mention, ...] = ()
    if len(sure) < len(spans):
        doubts = attempt("doubtful names", lambda: _doubts(text, dated, spans, mentions), (), failed)
    return Content(tuple(mentions), doubts, (), tuple(failed))


def _quoted(text: str, dated: str | None, content: Content) -> Content:
    """What a text says, its quotations with the rest, and whom it means by the roles of those who speak."""
    failed = list(content.failed)
    no_quotations: tuple[QuotationSpan, ...] = ()
    found = attempt("quotations", lambda: tuple(quotations(text, content.mentions)), no_quotations, failed)
    if any(each.described for each in found):
        said = content._replace(quotations=found)
        content = attempt("who speaks by role", lambda: _by_role(text, dated, said), said, failed)
        return content._replace(failed=tuple(failed))
    return content._replace(quotations=found, failed=tuple(failed)) if found or failed else content


def _by_role(text: str, dated: str | None, content: Content) -> Content:
    """The same, where speakers who are not named are told by their roles: each of these is a mention then."""
    places = {each.described: None for each in content.quotations if each.described}
    told = speakers_by_role(text, places, content.mentions, dated)
    spoken = tuple(
        each._replace(speaker=(by.start, by.stop), speaker_text=by.role)
        if each.described and (by := told.get(each.described)) is not None
        else each
        for each in content.quotations
    )
    mentions = sorted([*content.mentions, *told.values()], key=lambda mention: mention.start)
    return content._replace(mentions=tuple(mentions), quotations=spoken)


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
