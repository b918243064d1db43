"""Everything that archive promises of safety, tried: `python tests/trust/run.py [--long] [--only NAME…]`.

Prints a table of what was tried, how often, and what went wrong; the exit code is 1 if anything did. Without `--long`
it takes minutes, with it hours: kills at random moments, logs cut off, full disks, damaged bytes, hostile files,
payloads in every field of every page in a browser, injections, fuzzing, many readers at once, thousands of ingests and
deletes. `--seed` repeats a run. `--keep` writes what came out to results.json beside this file, a trial at a time, so
that one that went wrong, or was broken off, can be run again alone; .github/SECURITY.md quotes it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).parents[1])

from trust import breakage, healthy, hostile, kills, pages, soak

if TYPE_CHECKING:
    from collections.abc import Callable

    from trust.trying import Row

    Trial = Callable[[Path, bool, int], list[Row]]

TRIALS: dict[str, Trial] = {
    "kill": lambda folder, is_long, seed: kills.killed(folder, 40 if is_long else 1, seed, 300 if is_long else 30),
    "log": lambda folder, is_long, seed: kills.cut_logs(folder, 100 if is_long else 2, seed),
    "disk": lambda folder, is_long, seed: breakage.full(folder, 60 if is_long else 1, seed),
    "damage": lambda folder, is_long, seed: breakage.damaged(folder, 60 if is_long else 1, seed),
    "refused": lambda folder, is_long, _: breakage.refused(folder, is_long=is_long),
    "files": lambda folder, is_long, _: hostile.files(folder, 1_000_000 if is_long else 2000),
    "fuzz": lambda folder, is_long, seed: hostile.fuzzed(folder, 20_000 if is_long else 150, seed),
    "atheris": lambda folder, is_long, seed: hostile.guided(folder, 300 if is_long else 5, seed),
    "pages": lambda folder, is_long, _: pages.browsed(folder, 300 if is_long else 8),
    "requests": lambda folder, is_long, _: pages.asked(folder, is_long=is_long),
    "load": lambda folder, is_long, _: pages.loaded(folder, (30, 50) if is_long else (5,), 60 if is_long else 1),
    "healthy": lambda folder, is_long, seed: healthy.healthy(folder, *(50, 20) if is_long else (1, 8), seed),
    "soak": lambda folder, is_long, _: soak.soaked(folder, 2000 if is_long else 30),
}


KEPT = Path(__file__).with_name("results.json")


def main() -> int:
    """Try everything, or what was named; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--long", action="store_true", help="as often as the table in .github/SECURITY.md says")
    parser.add_argument("--only", nargs="+", choices=TRIALS, default=list(TRIALS))
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(2)))
    parser.add_argument("--keep", nargs="?", type=Path, const=KEPT, metavar="FILE", help="keep what comes out as JSON")
    asked = parser.parse_args()
    print(f"seed {asked.seed}\n\n| tried | times | went wrong | |\n| --- | --- | --- | --- |")
    wrong: list[str] = []
    for nth, name in enumerate(asked.only, start=1):
        begun = time.monotonic()
        print(f"{name}, {nth} of {len(asked.only)} …", file=sys.stderr)
        with tempfile.TemporaryDirectory(prefix="trust-") as folder:
            rows = TRIALS[name](Path(folder), asked.long, asked.seed)
        for row in rows:
            print(f"| {row.what} | {row.tries:,} | {len(row.wrong)} | {row.told} |", flush=True)
            wrong += row.wrong
        seconds = round(time.monotonic() - begun)
        print(f"{name}: {seconds} s", file=sys.stderr)
        if asked.keep:
            _keep(asked.keep, name, rows, {"seed": asked.seed, "is_long": asked.long, "seconds": seconds})
    print("\n".join(["", *wrong[:40]]))
    return int(bool(wrong))


def _keep(file: Path, name: str, rows: list[Row], how: dict[str, Any]) -> None:
    """Keep what came out of a trial instead of what came out of it before."""
    kept = json.loads(file.read_text("utf-8")) if file.exists() else {}
    day = datetime.now(UTC).date().isoformat()
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    said = [{"what": row.what, "tries": row.tries, "wrong": row.wrong, "told": row.told} for row in rows]
    kept[name] = {"day": day, "machine": machine, **how, "rows": said}
    file.write_text(json.dumps({each: kept[each] for each in TRIALS if each in kept}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
