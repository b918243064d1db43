"""Full disks, missing rights, locks and damaged bytes: a command does what it was asked to, or says a sentence."""

from __future__ import annotations

import ctypes
import os
import random
import resource
import shutil
import signal
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

from trust.kills import archive
from trust.trying import Row, command, faults, in_small, state

NEW_MOUNTS, PRIVATE, BIND, REMOUNT, READ_ONLY = 0x20000, 0x44000, 0x1000, 0x20, 0x1
"""Of unshare(2) and mount(2)."""
CANT = 71
READING = [["info"], ["search", "quay"], ["quotes"], ["show", "1"], ["entity", "list"], ["source", "list"], ["verify"]]
WRITING = [
    ["ingest", "{more}", "--jobs", "1"],
    ["reextract", "--jobs", "1"],
    ["entity", "merge", "Otto Brandvik", "Ana Lind"],
    ["source", "delete", "1", "--yes"],
    ["source", "recapture", "2", "2023-01-05"],
    ["search", "quay", "--save", "quays"],
    ["backup", "{folder}/copy.db"],
]


def broken(folder: Path, times: int, seed: int) -> list[Row]:
    """Try every command on what is broken, so many times in other places."""
    chance = random.Random(seed)
    with in_small():
        base, more = archive(folder, 40)
        writing = [[word.format(more=more, folder=folder) for word in words] for words in WRITING]
        return [
            _full(folder, base, writing, times, chance),
            _damaged(folder, base, READING + writing, times, chance),
            _forbidden(folder, base, writing),
            _locked(folder, base, writing),
        ]


def _copied(folder: Path, base: Path) -> Path:
    for part in (*folder.glob("try.db*"), *folder.glob("copy.db*")):
        part.unlink()
    return Path(shutil.copy(base, folder / "try.db"))


def _full(folder: Path, base: Path, commands: list[list[str]], times: int, chance: random.Random) -> Row:
    """The disk has room for some bytes of any file, and no more."""
    wrong: list[str] = []
    refused = 0
    before = base.stat().st_size
    for words in commands:
        whole = _copied(folder, base)
        command(*words, "--db", whole)
        undisturbed, grown = state(whole), whole.stat().st_size
        for _ in range(times):
            db = _copied(folder, base)
            room = chance.randrange(4096, grown + before)

            def small(room: int = room) -> None:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

            ended = command(*words, "--db", db, before=small)
            refused += ended.code != 0
            moment = f"{words[:2]} with room for {room:,} bytes"
            wrong += [] if ended.is_told else [f"{moment}: {ended.code} {ended.said[-300:]}"]
            wrong += [f"{moment}: {fault}" for fault in faults(db)]
            (folder / "copy.db").unlink(missing_ok=True)
            if command(*words, "--db", db).code == 0 and state(db) != undisturbed:
                wrong.append(f"{moment}: other rows afterwards")
    return Row("disk full", times * len(commands), wrong, f"{refused} refused")


def _damaged(folder: Path, base: Path, commands: list[list[str]], times: int, chance: random.Random) -> Row:
    """Bytes of the file are others."""
    wrong: list[str] = []
    refused = 0
    whole = base.read_bytes()
    for words in commands:
        for _ in range(times):
            db = _copied(folder, base)
            data = bytearray(whole)
            for at in chance.sample(range(len(data)), chance.choice([1, 20, 2000])):
                data[at] ^= 1 << chance.randrange(8)
            if chance.random() < 0.2:
                del data[chance.randrange(len(data)) :]
            db.write_bytes(data)
            ended = command(*words, "--db", db)
            refused += ended.code != 0
            wrong += [] if ended.is_told else [f"{words[:2]} on damaged bytes: {ended.code} {ended.said[-500:]}"]
    return Row("bytes damaged", times * len(commands), wrong, f"{refused} refused")


def _forbidden(folder: Path, base: Path, commands: list[list[str]]) -> Row:
    """Nothing here may be written."""
    wrong = []

    before = state(base)
    for words in commands:
        db = _copied(folder, base)
        try:
            ended = command(*words, "--db", db, before=partial(_forbid, folder))
        finally:
            folder.chmod(0o755)
        if ended.code == CANT:
            return Row("rights missing", 0, [], "left out: here nobody may be forbidden anything")
        if ended.code == 0 or not ended.is_told:
            wrong.append(f"{words[:2]} without rights: {ended.code} {ended.said[-300:]}")
        wrong += [f"{words[:2]} without rights: other rows"] if state(db) != before else []
    return Row("rights missing", len(commands), wrong)


def _forbid(folder: Path) -> None:
    """Take the right to write in a folder from this process, which may be root's."""
    if os.geteuid() != 0:
        folder.chmod(0o555)
        return
    libc = ctypes.CDLL(None)
    where = os.fsencode(folder)
    mounts = [(b"none", b"/", PRIVATE), (where, where, BIND), (None, where, BIND | REMOUNT | READ_ONLY)]
    if libc.unshare(NEW_MOUNTS) or any(libc.mount(what, on, None, how, None) for what, on, how in mounts):
        os._exit(CANT)


def _locked(folder: Path, base: Path, commands: list[list[str]]) -> Row:
    """Somebody else is writing, and goes on."""
    wrong = []

    def impatient() -> None:
        from archive.store import database

        database.BUSY_SECONDS = 0  # of a process of its own

    db = _copied(folder, base)
    with closing(sqlite3.connect(db, isolation_level=None)) as other:
        other.execute("begin exclusive")
        for words in commands:
            ended = command(*words, "--db", db, before=impatient)
            if ended.code != 1 or not ended.is_told or "in use" not in ended.said:
                wrong.append(f"{words[:2]} on a locked archive: {ended.code} {ended.said[-300:]}")
        other.execute("rollback")
    return Row("locked by another", len(commands), [*wrong, *faults(db)])
