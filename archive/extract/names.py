"""Names in a text: spans with a kind, found by a recogniser that takes texts in batches.

`Recogniser` is the seam: whatever finds spans stands behind it. The one that ships joins rules and a trained model
(`hybrid`); either half works alone (`names_rules`, `crf`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Protocol

from archive.extract.hybrid import HybridRecogniser

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.types import NameSpan


class Recogniser(Protocol):
    """Finds names in texts. Pure, picklable, and indifferent to how texts are batched."""

    name: str

    def find(self, texts: Sequence[str]) -> list[list[NameSpan]]:
        """The names of each text, sorted, never overlapping, with offsets in characters of that text."""
        ...


@cache
def default() -> Recogniser:
    """The recogniser that ingest uses unless told otherwise, one a process."""
    return HybridRecogniser()
