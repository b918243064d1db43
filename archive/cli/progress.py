"""Progress bars on standard error, where that is a terminal: how much is done, how fast, and the time left."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from archive.runs import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.progress import Progress as RichProgress
    from rich.progress import ProgressColumn


@contextmanager
def of_sources(paths: Sequence[str]) -> Iterator[Progress]:
    """Show while the block runs how many items have been understood; the time left only where the size is known."""
    if not sys.stderr.isatty():
        yield Progress()
        return
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = [
        SpinnerColumn(),
        TextColumn("{task.description}", table_column=None),
        BarColumn(),
        TextColumn("{task.fields[items]:,} items"),
        TextColumn("{task.fields[rate]:,.0f}/s"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    ]
    with _shown(*columns) as progress:
        yield _Bar(progress, _total_size(paths))


@contextmanager
def of_checks() -> Iterator[Callable[[str], None]]:
    """While the block runs, calling the value shows what is being looked at."""
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    with _shown(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()) as progress:
        task = progress.add_task("", total=None)
        yield lambda name: progress.update(task, description=name)


@contextmanager
def of_many(what: str) -> Iterator[Callable[[int, int], None]]:
    """While the block runs, calling the value shows how many are done, and of how many."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = [BarColumn(), MofNCompleteColumn(), TextColumn(what), TimeElapsedColumn(), TimeRemainingColumn()]
    with _shown(*columns) as progress:
        task = progress.add_task("", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _shown(*columns: ProgressColumn) -> RichProgress:
    from rich.console import Console
    from rich.progress import Progress as RichProgress

    return RichProgress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())


def _total_size(paths: Sequence[str]) -> int | None:
    """Bytes to read, or None where that can't be known beforehand: zip files, addresses, standard input."""
    total = 0
    for each in paths:
        path = Path(each)
        if path.is_dir():
            files = [file for file in path.rglob("*") if file.is_file()]
        elif path.is_file():
            files = [path]
        else:
            return None
        if any(file.suffix.lower() == ".zip" for file in files):
            return None
        total += sum(file.stat().st_size for file in files)
    return total


class _Bar(Progress):
    """Tells a rich progress bar how far a run has come."""

    def __init__(self, progress: RichProgress, total: int | None) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=total, items=0, rate=0.0)
        self._items = 0

    def source(self, name: str) -> None:
        """A source begins."""
        from rich.markup import escape

        self._progress.update(self._task, description=escape(name[:24]))

    def read(self, size: int) -> None:
        """So many more bytes of the files have been read."""
        self._progress.update(self._task, advance=size)

    def ready(self, count: int) -> None:
        """So many more items are read and understood, and will be stored with their batch."""
        self._items += count
        elapsed = self._progress.tasks[0].elapsed or 0.0
        rate = self._items / elapsed if elapsed else 0.0
        self._progress.update(self._task, items=self._items, rate=rate)
