"""What `archive ingest --follow` does around the following itself: it waits, tells, and runs a command on news."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from archive.cli.output import as_json
from archive.harmless import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from archive.follow import Event
    from archive.runs import IngestOptions
    from archive.search.saved import News

POLLED = 5.0
"""Seconds between two looks at folders where nothing tells of changes (without the extra `follow`)."""
LOOKED = 30.0
"""The same where something does: on drives of the network and in some containers it tells nothing."""
ENDING = 5.0
"""Seconds that what watches may take to end; it looks whether it is to end many times a second."""
LONGEST = 600.0
"""Seconds that a command may take."""


def follow(
    db: Path, paths: Sequence[str], options: IngestOptions, *, every: float, then: str | None, jobs: int | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Keep ingesting until somebody interrupts it (Ctrl-C, SIGTERM), which is no failure."""
    from archive.crew import processes
    from archive.follow import Following
    from archive.read.secrets import told

    tell = partial(_told, as_json=as_json)
    shown = ", ".join(one_line(told(path, strip_query=options.strip_query)) for path in paths)
    following = Following(db, paths, options, every, tell, partial(processes, jobs))
    typer.echo(f"Following {shown} into {db} (Ctrl-C stops)", err=True)
    with _stopped_by_term(), suppress(KeyboardInterrupt), _changes(paths) as wait:
        while True:
            turn = following.turn(time.monotonic(), time.time())
            if turn.news and then:
                run_with_news(then, db, turn.news, tell)
            wait(turn.wait)
    typer.echo("Stopped; all that was committed is safe.", err=True)


def run_with_news(command: str, db: Path, news: Sequence[News], tell: Callable[[Event], None]) -> None:
    """Run a command of the person's as a shell does, with the news as JSON on its standard input.

    Texts of strangers are on standard input alone; the environment has the names of the searches, which the person
    gave, and how much is new: ARCHIVE_DB, ARCHIVE_NEWS (a number), ARCHIVE_SEARCHES (a name a line).
    """
    from archive.follow import Event
    from archive.search.hits import json_object

    told = [
        {"name": one.name, "query": one.query, "new": one.total, "snippets": list(map(json_object, one.hits))}
        for one in news
    ]
    said = {
        "ARCHIVE_DB": str(db.absolute()),
        "ARCHIVE_NEWS": str(sum(one.total for one in news)),
        "ARCHIVE_SEARCHES": "\n".join(one.name for one in news),
    }
    shell = ["cmd", "/c"] if os.name == "nt" else ["/bin/sh", "-c"]
    names = ", ".join(f"{one.name} ({one.total:,})" for one in news)
    tell(Event("news", names, command))
    try:
        done = subprocess.run(
            [*shell, command], input=f"{as_json(told)}\n", text=True, encoding="utf-8", env=os.environ | said,
            timeout=LONGEST, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        tell(Event("problem", command, f"took longer than {LONGEST:g} seconds and was stopped"))
    except OSError as error:
        tell(Event("problem", command, f"could not be run: {error.strerror}"))
    else:
        if done.returncode:
            tell(Event("problem", command, f"ended with exit code {done.returncode}"))


def _told(event: Event, *, as_json: bool) -> None:
    """A line for what happened; as JSON an object a line."""
    when = time.strftime("%Y-%m-%d %H:%M:%S")
    if as_json:
        typer.echo(json.dumps({"at": when, **event._asdict()}))
    else:
        typer.echo(f"{when}  {event.what:<9}  {one_line(event.where)}: {one_line(event.said)}")


@contextmanager
def _stopped_by_term() -> Iterator[None]:
    """While the block runs, SIGTERM stops it as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _changes(paths: Sequence[str]) -> Iterator[Callable[[float | None], None]]:
    """While the block runs, calling the value waits for so many seconds, or until something changes in a folder."""
    there = [path for path in paths if Path(path).exists()]
    changed, stop, watched = threading.Event(), threading.Event(), threading.Event()
    looking: list[threading.Thread] = []
    with suppress(ImportError):
        from watchfiles import watch

        def look() -> None:
            # what can't be watched any more is looked at every so often all the same
            with suppress(OSError, RuntimeError):
                for _ in watch(*there, watch_filter=None, stop_event=stop, raise_interrupt=False):
                    changed.set()
            watched.clear()
            changed.set()

        if len(there) == len(paths):
            watched.set()
        if there:
            looking.append(threading.Thread(target=look, daemon=True))
            looking[0].start()

    def wait(seconds: float | None) -> None:
        longest = LOOKED if watched.is_set() else POLLED
        changed.wait(min(longest, longest if seconds is None else seconds))
        changed.clear()

    try:
        yield wait
    finally:
        stop.set()
        for thread in looking:  # an interpreter that ends under it is aborted by watchfiles up to 1.0.3
            thread.join(ENDING)
