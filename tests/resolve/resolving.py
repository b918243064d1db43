"""Snippets resolved, for the tests beside."""

from __future__ import annotations

from archive.extract.names import default
from archive.resolve import resolve_snippet
from archive.types import EntityKind, Mention, NameSpan


def resolved(text: str, dated: str | None = None) -> list[Mention]:
    """The mentions of a text."""
    return resolve_snippet(text, default().find([text])[0], dated=dated)


def names(text: str, dated: str | None = None) -> list[tuple[str, str, str]]:
    """The mentions of a text: surface, canonical name, rule."""
    return [(mention.surface, mention.name, mention.rule) for mention in resolved(text, dated)]


def span(surface: str, kind: EntityKind, start: int = 0, role: str | None = None) -> NameSpan:
    """A name of which the finder knows nothing more."""
    return NameSpan(start, start + len(surface), surface, kind, "crf", 0.9, role)
