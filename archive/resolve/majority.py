"""Bare names that only the archive as a whole can settle: by majority, and only with a margin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST = 2
"""A bearer who is the likeliest of several must be named in full at least this often."""
MARGIN = 3
"""And this many times as often as the next."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a bare name may stand for."""

    entity_id: int
    name: str
    count: int
    """How often the archive names it in full."""


def settle(bare: str, candidates: Sequence[Candidate]) -> Candidate | None:
    """Decides for which entity a bare surname or acronym stands in an archive.

    The only bearer wins; of several the one named at least twice in full and three times as often as the next.
    Below the margin the bare name stays apart: a wrong merge is worse than none.

    Args:
        bare: The bare name in folded form; a candidate whose whole name it is, is not a fuller one and does not count.
        candidates: Entities that answer to it, in any order.

    Returns:
        The winner, or None.
    """
    ranked = sorted(
        (candidate for candidate in candidates if candidate.count > 0 and candidate.name.casefold() != bare),
        key=lambda candidate: (-candidate.count, candidate.entity_id),
    )
    if not ranked:
        return None
    if len(ranked) == 1:
        return ranked[0]
    top, second = ranked[:2]
    return top if top.count >= max(LEAST, MARGIN * second.count) else None
