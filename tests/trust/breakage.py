"""Full disks, missing rights, locks, damaged bytes, other files: a command does what it should, or says a sentence."""

from __future__ import annotations

import random
import resource
import shutil
import signal
import sqlite3
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.store.migrations import OUTDATED
from trust import mounts
from trust.kills import archive
from trust.trying import Row, command, counted, faults, in_small, state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    Before = Callable[[], None]
    Narrow = Callable[[Path, int], AbstractContextManager[tuple[Before, Callable[[], None]]]]

READING = [["info"], ["search", "quay"], ["quotes"], ["show", "1"], ["entity", "list"], ["source", "list"], ["verify"]]
WRITING = [
    ["ingest", "{more}", "--jobs", "1"],
    ["reextract", "--jobs", "1"],
    ["entity", "merge", "Otto Brandvik", "Ana Lind"],
    ["source", "delete", "1", "--yes"],
    ["source", "recapture", "2", "2023-01-05"],
    ["search", "quay", "--save", "quays"],
    ["backup", "{room}/copy.db"],
]
OTHERS = {
    "a newer schema": """insert into _sqlite_migrations (migration_set, name, applied_at)
                         values ('archive', 'm999_later', '2030-01-01')""",
    "an older schema": f"update _sqlite_migrations set name = '{min(OUTDATED)}'",
    "another program's number": "pragma application_id = 1",
    "our number, and nothing else of ours": "drop table _sqlite_migrations",
}
"""What is no archive of this version, by what makes it of one."""


def full(folder: Path, times: int, seed: int) -> list[Row]:
    """The disk is full at some byte: a small one half of the times, where it may be mounted; else files are short."""
    with in_small():
        base, room, writing = _prepared(folder)
        fill = partial(_filled, base, room, writing, random.Random(seed))
        small = mounts.apart(lambda: fill((times + 1) // 2, _small_disk))
        found = [("small disk full", (times + 1) // 2, small)] if small else []
        found.append(("files may grow no more", (rest := times // 2 if small else times), fill(rest, _long_files)))
    return [
        Row(what, tries * len(writing), said["wrong"], f"{said['refused']} refused")
        for what, tries, said in found
        if tries
    ]


def _prepared(folder: Path) -> tuple[Path, Path, list[list[str]]]:
    """An archive, a folder for copies of it, and the commands that write to one."""
    base, more = archive(folder, 40)
    room = folder / "room"
    room.mkdir()
    return base, room, [[word.format(more=more, room=room) for word in words] for words in WRITING]


def _copied(base: Path, room: Path) -> Path:
    for part in room.iterdir():
        part.unlink()
    return Path(shutil.copy(base, room / "try.db"))


@contextmanager
def _small_disk(room: Path, size: int) -> Iterator[tuple[Before, Callable[[], None]]]:
    with mounts.disk(room, size) as widen:
        yield lambda: None, widen


@contextmanager
def _long_files(_: Path, size: int) -> Iterator[tuple[Before, Callable[[], None]]]:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    yield limit, lambda: None  # of the command's process alone


def _filled(
    base: Path, room: Path, commands: list[list[str]], chance: random.Random, times: int, narrow: Narrow
) -> dict[str, Any]:
    """Run each command so many times where there is little room, and then where there is enough."""
    wrong: list[str] = []
    refused = 0
    before = base.stat().st_size
    for words in commands:
        whole = _copied(base, room)
        command(*words, "--db", whole)
        undisturbed, grown = state(whole), whole.stat().st_size
        for _ in counted(f"full disk, {words[0]}", times):
            size = chance.randrange(before + 8192 if narrow is _small_disk else 4096, before + grown)
            with narrow(room, size) as (limit, widen):
                db = _copied(base, room)
                ended = command(*words, "--db", db, before=limit)
                widen()
                refused += ended.code != 0
                moment = f"{words[:2]} with room for {size:,} bytes"
                wrong += [] if ended.is_told else [f"{moment}: {ended.code} {ended.said[-300:]}"]
                wrong += [f"{moment}: {fault}" for fault in faults(db)]
                (room / "copy.db").unlink(missing_ok=True)
                if command(*words, "--db", db).code == 0 and state(db) != undisturbed:
                    wrong.append(f"{moment}: other rows afterwards")
                wrong += [f"{moment}: {part.name} is left" for part in room.iterdir() if part.name[0] == "."]
    return {"wrong": wrong, "refused": refused}


def damaged(folder: Path, times: int, seed: int) -> list[Row]:
    """Bytes of the file are others."""
    chance = random.Random(seed)
    wrong: list[str] = []
    refused = 0
    with in_small():
        base, room, writing = _prepared(folder)
        whole = base.read_bytes()
        for words in READING + writing:
            for _ in counted(f"damage, {words[0]}", times):
                db = _copied(base, room)
                data = bytearray(whole)
                for at in chance.sample(range(len(data)), chance.choice([1, 20, 2000])):
                    data[at] ^= 1 << chance.randrange(8)
                if chance.random() < 0.2:
                    del data[chance.randrange(len(data)) :]
                db.write_bytes(data)
                ended = command(*words, "--db", db)
                refused += ended.code != 0
                wrong += [] if ended.is_told else [f"{words[:2]} on damaged bytes: {ended.code} {ended.said[-500:]}"]
    return [Row("bytes damaged", times * len(READING + writing), wrong, f"{refused} refused")]


def refused(folder: Path, *, is_long: bool) -> list[Row]:
    """What a command may not write to, or not now, or is no archive of this version."""
    with in_small():
        base, room, writing = _prepared(folder)
        apart = mounts.apart(lambda: _forbidden(base, room, writing, mounts.read_only))
        rights = apart or _forbidden(base, room, writing, _without_rights)
        return [
            Row("rights missing", rights["tries"], rights["wrong"]),
            _locked(base, room, writing),
            _others(base, room, writing + READING, 1 if is_long else 5),
        ]


def _forbidden(base: Path, room: Path, commands: list[list[str]], forbid: Any) -> dict[str, Any]:
    """Nothing here may be written."""
    wrong = []
    before = state(base)
    for words in commands:
        db = _copied(base, room)
        with forbid(room):
            ended = command(*words, "--db", db)
        if ended.code == 0 or not ended.is_told:
            wrong.append(f"{words[:2]} without rights: {ended.code} {ended.said[-300:]}")
        wrong += [f"{words[:2]} without rights: other rows"] if state(db) != before else []
    return {"wrong": wrong, "tries": len(commands)}


@contextmanager
def _without_rights(room: Path) -> Iterator[None]:
    room.chmod(0o555)
    try:
        yield
    finally:
        room.chmod(0o755)


def _locked(base: Path, room: Path, commands: list[list[str]]) -> Row:
    """Somebody else is writing, and goes on."""
    wrong = []

    def impatient() -> None:
        from archive.store import database

        database.BUSY_SECONDS = 0  # of a process of its own

    db = _copied(base, room)
    with closing(sqlite3.connect(db, isolation_level=None)) as other:
        other.execute("begin exclusive")
        for words in commands:
            ended = command(*words, "--db", db, before=impatient)
            if ended.code != 1 or not ended.is_told or "in use" not in ended.said:
                wrong.append(f"{words[:2]} on a locked archive: {ended.code} {ended.said[-300:]}")
        other.execute("rollback")
    return Row("locked by another", len(commands), [*wrong, *faults(db)])


def _others(base: Path, room: Path, commands: list[list[str]], each: int) -> Row:
    """Files of other versions and of other programs: refused, and not a byte of them is another one."""
    wrong = []
    tries = 0
    for nth, (what, makes) in enumerate(OTHERS.items()):
        db = _copied(base, room)
        with closing(sqlite3.connect(db)) as conn, conn:
            conn.execute(makes)
        before = db.read_bytes()
        for words in commands[nth % each :: each]:
            tries += 1
            ended = command(*words, "--db", db)
            if ended.code != 1 or not ended.is_told or db.read_bytes() != before:
                wrong.append(f"{words[:2]} on a file of {what}: {ended.code} {ended.said[-300:]}")
    return Row("files of others", tries, wrong)
