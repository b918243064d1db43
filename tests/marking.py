"""Marks as a test can read them."""

from __future__ import annotations

from collections.abc import Iterable


def marked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text with brackets around spans."""
    for start, stop in sorted(spans, reverse=True):
        text = f"{text[:start]}[{text[start:stop]}]{text[stop:]}"
    return text
