"""What benchmarks measure commands by: seconds, CPU seconds and memory, of a process and all below it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


TICKS = os.sysconf("SC_CLK_TCK")
EVERY = 0.1
"""Seconds from one look at the processes to the next; ten times as many once a command runs for long."""
LONG = 20


class Run(NamedTuple):
    """What a command took, or has taken so far."""

    seconds: float
    cpu: float
    """CPU seconds, all processes together."""
    megabytes: float
    """Most memory of the process and all below it, what they share counted once."""
    said: str = ""
    own: float = 0.0
    """CPU seconds of the process alone, without those below it."""


class _Watch:
    """Adds up what a process and all below it take, wherever they stand: workers are no children of the process."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.most = 0.0
        self.spent: dict[int, float] = {}
        self.waited = 0.0
        """CPU seconds that the process has been told of children that have ended."""

    def look(self) -> None:
        fields = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                fields[int(stat.parent.name)] = stat.read_text().rpartition(")")[2].split()
        family = {self.pid}
        while more := {child for child, at in fields.items() if int(at[1]) in family} - family:
            family |= more
        for each in family & fields.keys():
            user, system, *children = (int(ticks) / TICKS for ticks in fields[each][11:15])
            self.spent[each] = user + system
            if each == self.pid:
                self.waited = sum(children)
        self.most = max(self.most, sum(map(memory_of, family)))

    def below(self) -> float:
        return sum(cpu for pid, cpu in self.spent.items() if pid != self.pid) - self.waited


def run(*command: str | Path, tell: Callable[[Run], None] | None = None) -> Run:
    """Run a command, with an eye on its processes.

    Args:
        command: Its words.
        tell: Called now and then with what it has taken so far.
    """
    started = time.perf_counter()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, text=True)
    watch = _Watch(process.pid)
    with ThreadPoolExecutor(1) as reader:
        said = reader.submit(process.stdout.read) if process.stdout else None
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            watch.look()
            seconds = time.perf_counter() - started
            if tell and (own := watch.spent.get(process.pid)):
                tell(Run(seconds, own + watch.waited + watch.below(), watch.most, own=own))
            time.sleep(EVERY if seconds < LONG else 10 * EVERY)
        seconds = time.perf_counter() - started
        _, status, used = ended
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, command
        own, most = used.ru_utime + used.ru_stime, max(watch.most, used.ru_maxrss / 1000)
        return Run(seconds, own + watch.below(), most, said.result() if said else "", own)


def memory_of(pid: int) -> float:
    """Megabytes of a process now, what it shares counted in parts: its proportional set size, as Linux has it."""
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith("Pss:"))) / 1000
    return 0.0


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
    return Run(insert.seconds + index.seconds, insert.cpu + index.cpu, max(insert.megabytes, index.megabytes))


def at_share(values: list[float], share: float) -> float:
    """The value below which such a share of some values lies: 0.5 the median, 0.95 p95."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
