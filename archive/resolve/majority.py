"""Bare names that only the archive as a whole can settle: by majority, and only with a margin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST = 2
"""A bearer who is the likeliest of several must be named in full at least this often.

Chosen by hand, as MARGIN is; no bench tells: the seed page (tests/bench/names_seed.py) is too small to.
"""
MARGIN = 3
"""And this many times as often as the next."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """An entity that answers to a bare name."""

    entity_id: int
    name: str
    count: int
    """How often the archive names it in full."""


def settle(bare: str, bearers: Sequence[Bearer]) -> Bearer | None:
    """Decides for which entity a bare surname or acronym stands in an archive.

    The only bearer wins; of several the one named at least twice in full and three times as often as the next.
    Below the margin the bare name stays apart: a wrong merge is worse than none.

    Args:
        bare: The bare name in folded form; one whose whole name it is does not count.
        bearers: Entities that answer to it, in any order.

    Returns:
        The winner, or None.
    """
    ranked = sorted(
        (bearer for bearer in bearers if bearer.count > 0 and bearer.name.casefold() != bare),
        key=lambda bearer: (-bearer.count, bearer.entity_id),
    )
    if len(ranked) < 2:
        return ranked[0] if ranked else None
    top, second = ranked[:2]
    return top if top.count >= max(LEAST, MARGIN * second.count) else None
