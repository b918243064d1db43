"""What benchmarks measure commands by: seconds, CPU seconds and memory, of a process and all below it."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple


class Run(NamedTuple):
    """What a command took."""

    seconds: float
    cpu: float
    """CPU seconds, all processes together."""
    megabytes: float
    """Most memory of the process and all below it, what they share counted once."""
    said: str


def run(*command: str | Path) -> Run:
    """Run a command, with an eye on its memory."""
    started, before = time.perf_counter(), _children()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, text=True)
    most = 0.0
    with ThreadPoolExecutor(1) as reader:
        said = reader.submit(process.stdout.read) if process.stdout else None
        while process.poll() is None:
            most = max(most, memory_below(process.pid))
            time.sleep(0.1)
        seconds = time.perf_counter() - started
        assert process.returncode == 0, command
        return Run(seconds, _children() - before, most, said.result() if said else "")


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memory_below(pid: int) -> float:
    """Megabytes of a process and its descendants now: proportional set sizes, as Linux has them."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    total = 0
    for each in family:
        with suppress(OSError, StopIteration):
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
            total += int(next(line.split()[1] for line in lines if line.startswith("Pss:")))
    return total / 1000


def least(runs: int, *command: str | Path, fresh: Path) -> Run:
    """The quickest of some runs, each into a new file."""
    found = []
    for _ in range(runs):
        fresh.unlink(missing_ok=True)
        found.append(run(*command))
    return min(found, key=lambda each: each.seconds)


def bare(source: Path, db: Path) -> Run:
    """The records of a source put into a table and indexed, by sqlite-utils and nothing else."""
    tool = [sys.executable, "-m", "sqlite_utils"]
    insert = run(*tool, "insert", db, "snippets", source, "--nl")
    index = run(*tool, "enable-fts", db, "snippets", "text", "--tokenize", "porter")
    return Run(insert.seconds + index.seconds, insert.cpu + index.cpu, max(insert.megabytes, index.megabytes), "")


def at_share(values: list[float], share: float) -> float:
    """The value below which such a share of some values lies: 0.5 the median, 0.95 p95."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
