"""Nothing grows faster than its input: ten times the text takes about ten times as long.

`tests/bench/growth.py` asks it of every stage and kind of text; here stand those that once were slow, and some others.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from growing import KINDS, STAGES

if TYPE_CHECKING:
    from collections.abc import Callable

FEW, MANY = 10_000, 100_000
SLACK = 4
"""Times as long as is fair: what grows with the square takes ten times that."""
FELT = 0.02
"""CPU seconds that anything may take."""


@pytest.mark.parametrize(
    ("stage", "kind"),
    [
        ("read csv", "quoted lines"),
        ("read csv", "numeric dates"),
        ("read raw csv", "half quoted cells"),
        ("read json", "spaces"),
        ("read json", "straight marks"),
        ("read jsonl", "straight marks"),
        ("read raw json", "strings"),
        ("read html", "nested tags"),
        ("fields", "outlets after bars"),
        ("fields", "nested tags"),
        ("dates", "numeric dates"),
        ("dates", "said Monday"),
        ("names", "full names"),
        ("names", "acronyms"),
        ("names", "firms as persons"),
        ("quotations", "opening marks"),
        ("resolve", "different names"),
        ("variants", "Chinese"),
        ("stored", "defined acronyms"),
    ],
)
def test_ten_times_the_text_takes_about_ten_times_as_long(stage: str, kind: str) -> None:
    work = STAGES[stage](KINDS[kind](FEW))
    few = max(min(_seconds(work), _seconds(work)), FELT)
    work = STAGES[stage](KINDS[kind](MANY))

    assert any(_seconds(work) < SLACK * MANY / FEW * few for _ in range(2))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [0, 1, 7, 100])
def test_a_kind_is_as_long_as_was_asked_for(kind: str, size: int) -> None:
    text = KINDS[kind](size)

    assert size <= len(text) <= size + 20


def _seconds(work: Callable[[], object]) -> float:
    """The CPU time that a stage takes for a text."""
    started = time.process_time()
    work()
    return time.process_time() - started
