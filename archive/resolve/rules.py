"""What a rule is: one way in which a name, with what speaks for it, leads to an entity."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from archive.resolve.evidence import Evidence
from archive.types import NameSpan

Step = Callable[[Evidence, NameSpan], str | None]
"""Proposes the canonical name of whom a name stands for, or nothing."""


class Rule(NamedTuple):
    """A row of a kind's table of rules."""

    name: str
    """By which mentions say how they came about; several rows may share one."""
    score: float
    """How sure it is, 0 to 1."""
    propose: Step
    example: str
    """A text of 24 October 2024, the name of which it speaks in brackets."""
    meant: str
    """Whom the name of the example stands for."""
    is_open: bool = False
    """Whether the archive as a whole may still settle whom the name stands for."""
