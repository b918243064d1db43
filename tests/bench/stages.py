"""Which room of the house ingest spends its CPU time in: `python tests/bench/stages.py FILE`.

Ingests a file into a new archive in this process alone, and looks every 5 ms of CPU time at which room's code runs
(the innermost frame that is ours; what it has C code do is its own). Prints the seconds of each as JSON. What follows
where the time goes is not changed by looking, and needs no list of functions that would grow old.
"""

from __future__ import annotations

import json
import signal
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from types import FrameType

import archive
from archive.ingest import ingest
from archive.runs import IngestOptions, Progress
from archive.store.database import opened

OURS = str(Path(archive.__file__).parent)
EVERY = 0.005


def stages(source: Path) -> dict[str, float]:
    """CPU seconds by room."""
    spent: dict[str, float] = defaultdict(float)
    last = time.process_time()

    def look(_: int, frame: FrameType | None) -> None:
        nonlocal last
        now = time.process_time()
        spent[_room(frame)] += now - last
        last = now

    signal.signal(signal.SIGPROF, look)
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder) / "stages.db", create=True) as db:
        signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
        ingest(db, [str(source)], IngestOptions(), print, Progress())
        signal.setitimer(signal.ITIMER_PROF, 0)
    return dict(sorted(spent.items(), key=lambda each: -each[1]))


def _room(frame: FrameType | None) -> str:
    while frame is not None:
        path = frame.f_code.co_filename
        if path.startswith(OURS):
            parts = Path(path).relative_to(OURS).parts
            return "/".join(parts[: 2 if parts[0] == "extract" else 1]).removesuffix(".py")
        frame = frame.f_back
    return "other"


if __name__ == "__main__":
    print(json.dumps(stages(Path(sys.argv[1]))))
