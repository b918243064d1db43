"""Many healthy archives in which nothing is found, and one that is written and emptied again and again."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import TYPE_CHECKING

from archive.ingest import ingest
from archive.runs import IngestOptions, Progress
from archive.store import sources
from archive.store.database import opened
from trust.trying import PEOPLE, Row, command, faults, in_small, news

if TYPE_CHECKING:
    from archive.types import Problem

PAGE = os.sysconf("SC_PAGE_SIZE")


def healthy(folder: Path, times: int, seed: int) -> list[Row]:
    """Make archives with all that a person may do to them, and prove each."""
    chance = random.Random(seed)
    wrong = []
    steps = 0
    for nth in range(times):
        db = folder / f"{nth}.db"
        with in_small():
            for _ in range(chance.randrange(2, 6)):
                steps += 1
                words = _something(folder, db, chance)
                ended = command(*words, "--db", db)
                wrong += [] if ended.is_told else [f"seed {seed}, archive {nth}: {words}: {ended.said[-300:]}"]
        wrong += [f"seed {seed}, archive {nth}: {fault}" for fault in faults(db)]
    return [Row("healthy archives", times, wrong, f"{steps} commands")]


def _something(folder: Path, db: Path, chance: random.Random) -> list[str]:
    """A command that a person might give."""
    source = news(folder / f"{chance.randrange(9)}.jsonl", chance.randrange(1, 60), seed=chance.randrange(200))
    ingesting = ["ingest", str(source), "--jobs", "1", "--outlet", chance.choice(["Ledger", "Post"])]
    if not db.exists():
        return ingesting
    one, other = chance.sample(PEOPLE, 2)
    return chance.choice(
        [
            ingesting,
            ["source", "delete", "1", "--yes"],
            ["source", "recapture", "2", f"20{chance.randrange(10, 25)}-05-05"],
            ["source", "outlet", "2", "Island Post"],
            ["entity", "merge", one, other],
            ["entity", "rename", one, f"{one} Jr."],
            ["entity", "hide", other],
            ["entity", "undo"],
            ["reextract", "--jobs", "1"],
        ]
    )


def soaked(folder: Path, times: int) -> list[Row]:
    """Ingest and delete so many times; neither the file nor this process may grow."""
    db = folder / "soak.db"
    told: list[Problem] = []
    sizes, memory = [], []
    for nth in range(times):
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
