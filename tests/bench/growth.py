"""Does anything grow faster than its input? Kinds of repeated text, ever longer, through each stage of the flow.

    python tests/bench/growth.py
    python tests/bench/growth.py --sizes 1000 10000 --stage dates names --kind "dates in a row"

Each kind of text (`KINDS`) is made so many characters long and given to each stage (`STAGES`), whose CPU seconds are
taken. What takes ten times the text should take ten times as long, or a little more (n·log n). A case fails if its
last step took `SLACK` times longer than that, and longer than `FELT`; or if it came to `CAP`, where it is stopped.
Prints the cases that failed and the slowest of the rest; the exit code is 1 if any failed.
"""

from __future__ import annotations

import argparse
import math
import signal
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from growing import KINDS, STAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SLACK = 2.5
"""Times n·log n that a step may take: memory, caches and the machine's other work are in it, too."""
FELT = 0.4
"""CPU seconds below which nothing is taken for slow."""
CAP = 20.0
"""CPU seconds after which a case is stopped, and has failed."""


class _TooSlow(BaseException):
    """Not an Exception: readers hold on to those."""


def _stop(*_: object) -> None:
    raise _TooSlow


class Case(NamedTuple):
    """What a stage took for a kind of text."""

    stage: str
    kind: str
    seconds: tuple[float, ...]
    """For each size; the last is the cap where the case was stopped."""
    fault: str | None

    def __str__(self) -> str:
        took = "  ".join(f"{each:8.3f}" for each in self.seconds)
        return f"{self.stage:12} {self.kind:24} {took}  {self.fault or ''}"


@contextmanager
def _capped() -> Iterator[None]:
    """Stop what takes longer than `CAP`, of CPU time."""
    signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, CAP)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def seconds(stage: str, text: str) -> float | None:
    """CPU seconds that a stage takes for a text: `CAP` if longer; None if an earlier stage took so long already."""
    try:
        with _capped():
            work = STAGES[stage](text)
    except _TooSlow:
        return None
    started = time.process_time()
    try:
        with _capped():
            work()
    except _TooSlow:
        return CAP
    return time.process_time() - started


def case(stage: str, kind: str, sizes: Sequence[int]) -> Case:
    """A kind of text through a stage, up to where it is stopped."""
    took: list[float] = []
    for size in sizes:
        spent = seconds(stage, KINDS[kind](size))
        if spent is None:
            break
        took.append(spent)
        if took[-1] >= CAP:
            return Case(stage, kind, tuple(took), f"stopped at {size:,} characters")
    if len(took) > 1 and took[-1] > FELT:
        few, many = sizes[len(took) - 2 : len(took)]
        grown = took[-1] / max(took[-2], FELT / 10)
        fair = many * math.log(many) / (few * math.log(few))
        if grown > SLACK * fair:
            return Case(stage, kind, tuple(took), f"{grown:.0f} times as long for {many / few:.0f} times the text")
    return Case(stage, kind, tuple(took), None)


def main() -> int:
    """Run the cases; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--stage", nargs="+", default=list(STAGES), choices=list(STAGES))
    parser.add_argument("--kind", nargs="+", default=list(KINDS), choices=list(KINDS))
    parser.add_argument("--slowest", type=int, default=15, help="how many of the cases that passed are printed")
    given = parser.parse_args()
    cases = []
    for stage in given.stage:
        seconds(stage, "A text to warm up with, by Ana Lind, Oct. 24.")
        for kind in given.kind:
            cases.append(case(stage, kind, given.sizes))
            if cases[-1].fault:
                print(cases[-1], flush=True)
    passed = sorted((each for each in cases if not each.fault), key=lambda each: -each.seconds[-1])
    print(f"{len(cases) - len(passed)} of {len(cases)} cases failed; the slowest of those that passed:")
    for each in passed[: given.slowest]:
        print(each)
    return int(len(passed) < len(cases))


if __name__ == "__main__":
    sys.exit(main())
