"""What the trials share: a command in a process of its own that may be killed, and an archive to try it on."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import sqlite3
import sys
import time
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

from built import build

from archive.cli import main
from archive.store.database import close_archive, open_archive
from archive.store.verify import verify
from archive.text.language import language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SMALL = {"chunks.CHUNK_ITEMS": 10, "ingest.BATCH_ITEMS": 20, "ingest.GROUP_ITEMS": 10, "ingest.SMALL": 1024}
"""Of this size, a hundred items are written in several transactions."""
TELL_AFTER = 30
"""Seconds after which a trial says how far it is."""
PEOPLE = ("Ana Lind", "Otto Brandvik", "Carla Menendez", "Piet Roose")


class Row(NamedTuple):
    """A line of the table."""

    what: str
    tries: int
    wrong: list[str]
    told: str = ""


class Ended(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    """Below 0 if a signal ended it."""
    said: str

    @property
    def is_told(self) -> bool:
        """Whether it did what it was asked to, or said in a sentence why not."""
        return "Traceback" not in self.said and self.code in (0, 1, 2) and (self.code == 0 or bool(self.said.strip()))


def counted(what: str, times: int) -> Iterator[int]:
    """Numbers from 0; says now and then how far it is."""
    begun = told = time.monotonic()
    for nth in range(times):
        if time.monotonic() - told > TELL_AFTER:
            told = time.monotonic()
            print(f"{what}: {nth:,} of {times:,} in {told - begun:.0f} s", file=sys.stderr, flush=True)
        yield nth


@contextlib.contextmanager
def in_small() -> Iterator[None]:
    """While the block runs, archives are written in small transactions."""
    with contextlib.ExitStack() as stack:
        for name, size in SMALL.items():
            stack.enter_context(patch(f"archive.{name}", size))
        yield


def command(*words: str | Path, kill_after: float | None = None, before: Callable[[], None] = lambda: None) -> Ended:
    """Run a command in a process of its own.

    Args:
        words: The command.
        kill_after: Seconds after which it is killed, if it still runs.
        before: Called in that process first.
    """
    _ready()
    into, out = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        _be(words, out, before)
    os.close(out)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(pid, signal.SIGKILL)
    with open(into, encoding="utf-8", errors="replace") as stream:  # noqa: PTH123 - a descriptor
        said = stream.read()
    return Ended(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), said)


@cache
def _ready() -> None:
    """Load what commands need once for all that branch off."""
    importlib.import_module("archive.warm")
    language(["mots sans fin "] * 20)  # its model, which takes longer to load than these commands last
    build()


def _be(words: tuple[str | Path, ...], out: int, before: Callable[[], None]) -> None:
    """Be the process of a command, to its end."""
    code = 70
    try:
        for stream in (1, 2):
            os.dup2(out, stream)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - lives as long as the process
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.argv = ["archive", *map(str, words)]
        before()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        import traceback

        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)


def faults(db: Path) -> list[str]:
    """What `archive verify` finds."""
    archive = open_archive(db)
    try:
        found = verify(archive, lambda _: None)
    finally:
        close_archive(archive)
    return [f"{each.name}: {each.examples[:1]}" for each in found if each.faults]


def news(path: Path, count: int, *, seed: int = 0) -> Path:
    """A source of so many items, which name people and each other's places; some come twice, some are cut short."""
    text = ""
    with path.open("w", encoding="utf-8") as file:
        for nth in range(seed, seed + count):
            who = PEOPLE[nth % 4]
            quay = f"quay {nth % max(1, count * 4 // 5)}"
            if nth % 7 == 6 and text:
                text = text[: text.rindex(" ", 0, 75)] + " ..."
            else:
                text = f"{who} inspected {quay} in Rotterdam. “It holds,” {who.split()[1]} said on Oct. {nth % 28 + 1}."
            row = {"text": text, "date": f"2024-11-{nth % 28 + 1:02}", "outlet": "The Ledger", "title": f"Quay {nth}"}
            file.write(json.dumps(row) + "\n")
    return path


def state(db: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All that an archive says, but for when it was made and in which runs."""
    from comparing import content

    found = content(db)
    with closing(sqlite3.connect(db)) as conn:
        found["decisions"] = conn.execute("select action, subject, object, undone_by from decisions").fetchall()
        found["schema"] = conn.execute("select name from _sqlite_migrations order by 1").fetchall()
        found["tallies"] = conn.execute("select * from tallies order by 1, 2").fetchall()
    return found
