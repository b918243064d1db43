"""Whom a name means, of all who may be: one function decides, in its snippet, among those around it, in the archive.

What speaks for a candidate makes it so many times likelier, and that multiplies: a clue has *odds*, and so has being
named in full, as often as it is. Who is three times as likely as the next is meant; where nobody is, the name stays
open. In which order clues are heard makes no difference.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

T = TypeVar("T", str, int)

MARGIN = 3
"""So many times as likely as the next one, or as somebody of whom nobody knows, must be who is meant."""
LEAST_BODIES = 3
"""A national body, of which every country has one, must be named at least so often with its country.

In 4,000 texts single ones decided twice, both times wrongly.
"""
SURE = float("inf")
"""The odds of what nothing outweighs: nothing more need be asked."""


class Clue(NamedTuple):
    """A row of a kind's table: something that may speak for whom a name means."""

    rule: str
    """What `mentions.rule` says where this decided; several rows may share one."""
    odds: float
    """How many times likelier it makes a candidate; below one it speaks against him. Powers of two, so that
    products are exact: 2 is a hint, never enough by itself; 4 is enough alone; 16 outweighs that."""
    score: float
    """How sure a mention is that it decides, 0 to 1."""
    example: str
    """A text of 24 October 2024, the name of which it speaks in brackets."""
    meant: str
    """Whom the name of the example stands for."""
    is_open: bool = False
    """Whether the archive as a whole may still settle whom the name stands for."""


Heard = tuple[str | None, Clue]
"""The canonical name of a candidate, and what speaks for it; nobody, where it speaks for none."""


def clearly(odds: Mapping[T, float], least: float = 1) -> T | None:
    """Who is meant, of some, by the odds of each; None where nobody clearly is.

    Args:
        odds: Those who may be meant.
        least: What they must have.
    """
    ranked = sorted(odds, key=lambda each: -odds[each])[:2]
    if not ranked or odds[ranked[0]] < max(least, MARGIN * sum(odds[each] for each in ranked[1:])):
        return None
    return ranked[0]


def weigh(surface: str, heard: Iterable[Heard]) -> tuple[str, Clue]:
    """Whom a name means, and the clue that decided: the loudest of those that the next has not got.

    What leaves a name open, such as fame, is a prior: it is heard where nothing else decides.

    Args:
        surface: The name as written, which stands for itself where nobody is clearly meant.
        heard: What speaks for whom; for the name itself, how likely somebody is of whom nothing is known.
    """
    every = [(name, clue) for name, clue in heard if name is not None]
    if len(every) == 1:
        return every[0]
    firm = [each for each in every if each[0] == surface or not each[1].is_open]
    decided = _weigh(surface, firm)
    return _weigh(surface, every) if decided[1].is_open and len(firm) < len(every) else decided


def _weigh(surface: str, heard: Sequence[tuple[str, Clue]]) -> tuple[str, Clue]:
    clues: dict[str, list[Clue]] = {}
    for name, clue in heard:
        clues.setdefault(name, []).append(clue)
    odds = {name: prod(clue.odds for clue in some) for name, some in clues.items()}
    name = clearly(odds) or surface
    rivals = sorted((-odds[other], other) for other in clues if other != name)
    shared = clues[rivals[0][1]] if rivals else ()
    own = [clue for clue in clues[name] if clue not in shared] or clues[name]
    return name, max(own, key=lambda clue: (clue.odds, clue.rule))
