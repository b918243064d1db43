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
LEAST_BODIES = 3
"""A national body, of which every country has one, must be named at least so often with its country.

In 4,000 texts single ones decided twice, both times wrongly.
"""
BARE_TO_FULL = 10
"""Whom everybody knows is named by surname alone: so many bare mentions count as one of the famous bearer in full."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """An entity that answers to a bare name."""

    entity_id: int
    name: str
    count: int
    """How often the archive names it in full."""
    is_famous: bool = False
    """Whether the gazetteer says that the bare name alone means it."""


def settle(bearers: Sequence[Bearer], uses: int = 0) -> Bearer | None:
    """Decides for which entity a bare surname or acronym stands in an archive.

    The only bearer wins; of several the one named at least twice in full and three times as often as the next.
    Below the margin the bare name stays apart: a wrong merge is worse than none. Fame is only a prior: it stands
    against those named in full once, and counts as being named so once, or as often as the bare name is in use.

    Args:
        bearers: Entities that answer to the name, in any order.
        uses: How often the archive uses the bare name.

    Returns:
        The winner, or None.
    """
    has_famous = any(bearer.is_famous for bearer in bearers)
    weighed = [
        (max(bearer.count, 1, uses // BARE_TO_FULL) if bearer.is_famous else bearer.count, bearer)
        for bearer in bearers
        if bearer.is_famous or bearer.count >= (LEAST if has_famous else 1)
    ]
    if len(weighed) < 2:
        return weighed[0][1] if weighed else None
    weighed.sort(key=lambda each: (-each[0], each[1].entity_id))
    (most, top), (next_most, _) = weighed[:2]
    return top if most >= max(LEAST, MARGIN * next_most) else None
