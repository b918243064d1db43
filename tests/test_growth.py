"""Nothing grows faster than its input: ten times the text takes about ten times as long.

`tests/bench/growth.py` asks it of every stage and kind of text; here stand those that once were slow, and some others.
"""

from __future__ import annotations

import time

import pytest
from growing import KINDS, STAGES

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
    few = max(_seconds(stage, KINDS[kind](FEW)), FELT)
    many = _seconds(stage, KINDS[kind](MANY))

    assert many < SLACK * MANY / FEW * few


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [0, 1, 7, 100])
def test_a_kind_is_as_long_as_was_asked_for(kind: str, size: int) -> None:
    text = KINDS[kind](size)

    assert size <= len(text) <= size + 20


def _seconds(stage: str, text: str) -> float:
    """The least CPU time that a stage takes for a text, of two runs if it is short."""
    work = STAGES[stage](text)
    took = []
    for _ in range(2):
        started = time.process_time()
        work()
        took.append(time.process_time() - started)
        if took[0] > 1:
            break
    return min(took)
