"""Which room of the house ingest spends its CPU time in: `python tests/bench/stages.py FILE [--writer]`.

Ingests a file into a new archive in this process alone, and looks every 5 ms of CPU time at which room's code runs
(the innermost frame that is ours; what it has C code do is its own). Prints the seconds of each as JSON. What follows
where the time goes is not changed by looking, and needs no list of functions that would grow old.

`--writer` takes down what the steps before it hand to the writer, and has it written once more, alone: into a new
archive, and then as the same texts in another source. Prints how many items a second each was, and the seconds of each
module (what a statement of SQL takes is its module's).
"""

from __future__ import annotations

import argparse
import gc
import json
import signal
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType
from unittest.mock import patch

import archive
from archive.crew import SELDOM
from archive.extract import names
from archive.ingest import ingest
from archive.runs import IngestOptions, Progress
from archive.store.batch import Chunk
from archive.store.database import opened
from archive.store.write import start_ingest, write_batch

OURS = str(Path(archive.__file__).parent)
EVERY = 0.005


@contextmanager
def watched(spent: dict[str, float], deep: Sequence[str] = ("extract",)) -> Iterator[None]:
    """Add up the CPU seconds of the rooms while the block runs, by module in those that are `deep`."""
    last = time.process_time()

    def look(_: int, frame: FrameType | None) -> None:
        nonlocal last
        now = time.process_time()
        room = _room(frame, deep)
        spent[room] = spent.get(room, 0) + now - last
        last = now

    signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _room(frame: FrameType | None, deep: Sequence[str]) -> str:
    while frame is not None:
        path = frame.f_code.co_filename
        if path.startswith(OURS):
            parts = Path(path).relative_to(OURS).parts
            return "/".join(parts[: 2 if parts[0] in deep else 1]).removesuffix(".py")
        frame = frame.f_back
    return "other"


def stages(source: Path) -> dict[str, float]:
    """CPU seconds by room."""
    spent: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder) / "stages.db", create=True) as db, watched(spent):
        ingest(db, [str(source)], IngestOptions(), print, Progress())
    return _most_first(spent)


def writer(source: Path) -> dict[str, dict[str, float]]:
    """Items a second and CPU seconds by module of the writer alone, for new texts and for known ones."""
    with tempfile.TemporaryDirectory() as name:
        batches = _recorded(source, Path(name) / "recorded.db")
        gc.freeze()
        gc.set_threshold(*SELDOM)
        other = [[replace(each, source=replace(each.source, sha256="other")) for each in batch] for batch in batches]
        return {kind: _written(some, Path(name) / "writer.db") for kind, some in (("new", batches), ("known", other))}


def _recorded(source: Path, path: Path) -> list[list[Chunk]]:
    """The batches of an ingest."""
    batches: list[list[Chunk]] = []

    def write(*args: object) -> object:
        batches.append([*args[1]])  # type: ignore[misc]
        return write_batch(*args)  # type: ignore[arg-type]

    with opened(path, create=True) as db, patch("archive.ingest.write_batch", write):
        ingest(db, [str(source)], IngestOptions(), print, Progress())
    return batches


def _written(batches: Iterable[list[Chunk]], path: Path) -> dict[str, float]:
    spent: dict[str, float] = {}
    items = 0
    with opened(path, create=True) as db:
        number = start_ingest(db, "bench", "{}")
        before = time.process_time()
        with watched(spent, ("store",)):
            for batch in batches:
                write_batch(db, batch, number, names.default)
                items += sum(len(chunk.items) for chunk in batch)
        seconds = time.process_time() - before
    return {"items a second": round(items / seconds), **_most_first(spent)}


def _most_first(spent: dict[str, float]) -> dict[str, float]:
    return dict(sorted(((room, round(seconds, 3)) for room, seconds in spent.items()), key=lambda each: -each[1]))


def main() -> None:
    """Look where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("--writer", action="store_true")
    given = parser.parse_args()
    print(json.dumps(writer(given.source) if given.writer else stages(given.source)))


if __name__ == "__main__":
    main()
