"""A command killed at random moments, or its log cut off at random bytes: nothing is lost, and it carries on.

While nothing is released there is no older schema to upgrade; what is tried is how a file is upgraded, with a next step
that makes every index, trigger and view anew and writes every text again.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from archive.store.migrations import MIGRATIONS, objects
from trust.trying import Row, command, counted, faults, in_small, news, state

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database


COMMANDS = {
    "first ingest": ["ingest", "{more}", "--jobs", "1"],
    "ingest": ["ingest", "{more}", "--jobs", "1"],
    "reextract": ["reextract", "--jobs", "1"],
    "merge": ["entity", "merge", "Otto Brandvik", "Ana Lind"],
    "delete": ["source", "delete", "1", "--yes"],
    "recapture": ["source", "recapture", "2", "2023-01-05"],
    "upgrade": ["source", "rename", "1", "Quays"],
}


def archive(folder: Path, items: int) -> tuple[Path, Path]:
    """An archive of two sources, and a third one that is not in it yet."""
    sources = [news(folder / f"{nth}.jsonl", items, seed=nth * items // 2) for nth in range(3)]
    # without dates of their own, so that another day of capture tells
    sources[1].write_text("\n".join(f"Lind opened quay {n} in Oslo on Monday, it was said." for n in range(items)))
    db = folder / "base.db"
    ended = command("ingest", *sources[:2], "--captured", "2024-12-01", "--jobs", "1", "--db", db)
    assert ended.code == 0, ended
    return db, sources[2]


def killed(folder: Path, times: int, seed: int, items: int = 60) -> list[Row]:
    """Kill each command so many times; then it must end as if it had never been."""
    chance = random.Random(seed)
    with in_small():
        base, more = archive(folder, items)
        return [_killed(folder, base, more, name, times, chance) for name in COMMANDS]


def _killed(folder: Path, base: Path, more: Path, name: str, times: int, chance: random.Random) -> Row:
    words = [word.format(more=more) for word in COMMANDS[name]]
    room = folder / name
    room.mkdir()

    def copied(to: str) -> Path:
        for part in room.iterdir():
            part.unlink()
        return room / to if name == "first ingest" else Path(shutil.copy(base, room / to))

    with _next_step() if name == "upgrade" else nullcontext():
        whole = copied("whole.db")
        begun = time.monotonic()
        assert command(*words, "--db", whole).code == 0
        lasts = time.monotonic() - begun
        undisturbed = state(whole)
        wrong, hits = [], 0
        for _ in counted(name, times):
            db = copied("killed.db")
            after = chance.uniform(0, lasts)
            hits += command(*words, "--db", db, kill_after=after).code < 0
            moment = f"{name} killed after {after:.3f} of {lasts:.3f} s"
            if db.exists() and db.stat().st_size:  # an empty file is no archive yet
                wrong += [f"{moment}: {fault}" for fault in faults(db)]
            again = command(*words, "--db", db)
            if not again.is_told:
                wrong.append(f"{moment}: then {again.said[-300:]}")
            if state(db) != undisturbed:
                wrong.append(f"{moment}: other rows")
            wrong += [f"{moment}, then run again: {fault}" for fault in faults(db)]
            wrong += [f"{moment}: {part.name} is left" for part in room.iterdir() if part != db]
    return Row(f"killed: {name}", times, wrong, f"{hits} before its end")


@contextmanager
def _next_step() -> Iterator[None]:
    """While the block runs, the schema has another step, after which it looks the same."""
    again = {name: sql for name, sql in objects().items() if not sql.startswith(("CREATE TABLE", "CREATE VIRTUAL"))}

    def m002_again(db: Database) -> None:
        for name, sql in again.items():
            db.conn.execute(f"drop {sql.split()[1]} {name}")
        db.conn.execute("update snippets set text = text || '', title = title || ''")
        db.conn.execute("update sighting_rows set raw = raw || ''")
        for sql in again.values():
            db.conn.execute(sql)

    MIGRATIONS.append(m002_again)
    try:
        yield
    finally:
        MIGRATIONS.remove(m002_again)


def cut_logs(folder: Path, times: int, seed: int) -> list[Row]:
    """Cut the write-ahead log of an ingest at random bytes, as a power cut may."""
    chance = random.Random(seed)
    wrong = []
    with in_small():
        base, more = archive(folder, 40)
        words = ["ingest", str(more), "--jobs", "1", "--db"]
        whole = Path(shutil.copy(base, folder / "whole.db"))
        assert command(*words, whole).code == 0
        undisturbed = state(whole)
        with closing(sqlite3.connect(base)) as reader:  # keeps the log from being taken in and removed
            reader.execute("pragma journal_mode = wal")
            reader.execute("begin")
            reader.execute("select count(*) from snippets").fetchone()
            assert command(*words, base).code == 0
            log = base.with_name("base.db-wal")
            size = log.stat().st_size
            for _ in counted("log", times):
                db = folder / "cut.db"
                for part in folder.glob("cut.db*"):
                    part.unlink()
                shutil.copy(base, db)
                at = chance.randrange(size)
                db.with_name("cut.db-wal").write_bytes(log.read_bytes()[:at])
                wrong += [f"log cut at {at} of {size}: {fault}" for fault in faults(db)]
                again = command(*words, db)
                if again.code or state(db) != undisturbed:
                    wrong.append(f"log cut at {at} of {size}: then {again.said[-300:]}")
    return [Row("write-ahead log cut", times, wrong, f"{size / 1e6:.1f} MB of log")]
