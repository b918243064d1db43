"""A pile of sources for tests of work that is shared, and a run over it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from archive.crew import Crew
from archive.ingest import ingest
from archive.runs import IngestOptions, Progress
from archive.store.database import opened

PEOPLE = ["Ana Lind", "Otto Brandvik", "Carla Menendez", "Piet Roose"]

SHARED_AT_ONCE = {
    "crew.PATIENCE": 0,
    "chunks.CHUNK_ITEMS": 50,
    "ingest.BATCH_ITEMS": 100,
    "ingest.GROUP_ITEMS": 50,
    "ingest.SMALL": 4096,  # so that the table is read as it comes
}
"""Of this size, a few hundred items are shared in many tasks and written in several transactions."""


def make_pile(folder: Path) -> Path:
    """Sources of every way: a long table, small pages, one that can't be read, one twice, an empty one."""
    folder.mkdir()
    with (folder / "long.jsonl").open("w", encoding="utf-8") as file:
        for nth in range(400):
            who = PEOPLE[nth % 4]
            text = f"{who} inspected quay {nth} in Rotterdam on Oct. {nth % 28 + 1}. “It holds,” {who.split()[1]} said."
            file.write(json.dumps({"text": text, "date": f"2024-11-{nth % 28 + 1:02}", "title": "Quays"}) + "\n")
    for nth in range(9):
        lines = [f"Quay {nth} in Rotterdam was closed by {who} on Monday, it was said." for who in PEOPLE]
        (folder / f"page{nth}.txt").write_text("\n".join(lines), encoding="utf-8")
    (folder / "again.txt").write_bytes((folder / "page3.txt").read_bytes())
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    return folder


def run(db: Path, pile: Path, crew: Crew, progress: Progress | None = None) -> tuple[list[str], dict[str, Any]]:
    """Ingest with a crew; returns what was reported and the summary."""
    told: list[str] = []
    with crew, opened(db, create=True) as archive:
        options = IngestOptions(captured="2024-12-01")
        summary = ingest(archive, [str(pile)], options, lambda p: told.append(str(p)), progress or Progress(), crew)
    kept = {name: value for name, value in summary.as_dict().items() if "second" not in name}
    return told, kept
