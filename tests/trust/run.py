"""Everything that archive promises of safety, tried: `python tests/trust/run.py [--long] [--only NAME…]`.

Prints a table of what was tried, how often, and what went wrong; the exit code is 1 if anything did. Without `--long` it
takes a minute, with it an hour: kills at random moments, logs cut off, full disks, damaged bytes, hostile files, payloads
in every field of every page in a browser, injections, fuzzing, many readers at once, thousands of ingests and deletes.
`--seed` repeats a run.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "cli")]

import breakage
import hostile
import kills
import pages
import soak

if TYPE_CHECKING:
    from collections.abc import Callable

    from trying import Row

    Trial = Callable[[Path, bool, int], list[Row]]

TRIALS: dict[str, Trial] = {
    "kill": lambda folder, is_long, seed: kills.killed(folder, 40 if is_long else 1, seed, 300 if is_long else 60),
    "log": lambda folder, is_long, seed: kills.cut_logs(folder, 100 if is_long else 3, seed),
    "faults": lambda folder, is_long, seed: breakage.broken(folder, 60 if is_long else 3, seed),
    "files": lambda folder, is_long, _: hostile.files(folder, 1_000_000 if is_long else 20_000),
    "fuzz": lambda folder, is_long, seed: hostile.fuzzed(folder, 20_000 if is_long else 150, seed),
    "atheris": lambda folder, is_long, seed: hostile.guided(folder, 300 if is_long else 5, seed),
    "pages": lambda folder, is_long, _: pages.browsed(folder, 300 if is_long else 12),
    "requests": lambda folder, is_long, _: pages.asked(folder, is_long=is_long),
    "load": lambda folder, is_long, _: pages.loaded(folder, (30, 50) if is_long else (5,), 60 if is_long else 2),
    "healthy": lambda folder, is_long, seed: soak.healthy(folder, 50 if is_long else 3, seed),
    "soak": lambda folder, is_long, _: soak.soaked(folder, 2000 if is_long else 30),
}


def main() -> int:
    """Try everything, or what was named; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--long", action="store_true", help="as often as the table in .github/SECURITY.md says")
    parser.add_argument("--only", nargs="+", choices=TRIALS, default=list(TRIALS))
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(2)))
    asked = parser.parse_args()
    print(f"seed {asked.seed}\n\n| tried | times | went wrong | |\n| --- | --- | --- | --- |")
    wrong: list[str] = []
    for name in asked.only:
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="trust-") as folder:
            rows = TRIALS[name](Path(folder), asked.long, asked.seed)
        for row in rows:
            print(f"| {row.what} | {row.tries:,} | {len(row.wrong)} | {row.told} |", flush=True)
            wrong += row.wrong
        print(f"{name}: {time.monotonic() - begun:.0f} s", file=sys.stderr)
    print("\n".join(["", *wrong[:40]]))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
