"""An archive that is written and emptied again and again: neither file nor memory may grow."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from archive.ingest import ingest
from archive.runs import IngestOptions, Progress
from archive.store import sources
from archive.store.database import opened
from trust.trying import Row, counted, faults, news

if TYPE_CHECKING:
    from archive.types import Problem

PAGE = os.sysconf("SC_PAGE_SIZE")


def soaked(folder: Path, times: int) -> list[Row]:
    """Ingest and delete so many times; neither the file nor this process may grow."""
    db = folder / "soak.db"
    told: list[Problem] = []
    sizes, memory = [], []
    for nth in counted("soak", times):
        path = news(folder / "news.jsonl", 12, seed=nth)
        with opened(db, create=True) as archive:
            ingest(archive, [str(path)], IngestOptions(names="rules"), told.append, Progress())
            oldest = sources.sources(archive.conn)
            if len(oldest) > 3:
                sources.delete(archive, oldest[0].id)
        sizes.append(db.stat().st_size)
        memory.append(_memory())
    third = max(1, times // 3)
    wrong = [str(problem) for problem in told] + faults(db)
    # what stays of names that are gone, for decisions to come, and statistics: a little
    if sizes[-1] > sizes[third] * 1.5 + 100_000:
        wrong.append(f"the file grew from {sizes[third]:,} to {sizes[-1]:,} bytes")
    if memory[-1] > memory[third] + 32_000_000:
        wrong.append(f"memory grew from {memory[third] / 1e6:.0f} to {memory[-1] / 1e6:.0f} MB")
    grown = f"file {sizes[third] / 1e3:.0f} → {sizes[-1] / 1e3:.0f} kB"
    return [
        Row("ingested, deleted", times, wrong, f"{grown}, memory {memory[third] / 1e6:.0f} → {memory[-1] / 1e6:.0f} MB")
    ]


def _memory() -> int:
    """Bytes that this process has in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE if Path("/proc/self/statm").exists() else 0
