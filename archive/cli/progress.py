"""The progress bar of `archive ingest`: items, rate, and the time left where the size is known beforehand."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@contextmanager
def bar(paths: Sequence[str]) -> Iterator[Bar]:
    """Show a bar on standard error while the block runs."""
    columns = [
        SpinnerColumn(),
        TextColumn("{task.description}", table_column=None),
        BarColumn(),
        TextColumn("{task.fields[items]:,} items"),
        TextColumn("{task.fields[rate]:,.0f}/s"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    ]
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield Bar(progress, total_size(paths))


def total_size(paths: Sequence[str]) -> int | None:
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


class Bar:
    """Tells a rich progress bar what has been stored."""

    def __init__(self, progress: Progress, total: int | None) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=total, items=0, rate=0.0)
        self._items = 0

    def source(self, name: str) -> None:
        """A source begins."""
        self._progress.update(self._task, description=escape(name[:24]))

    def read(self, size: int) -> None:
        """So many more bytes of the files have been read."""
        self._progress.update(self._task, advance=size)

    def items(self, count: int) -> None:
        """So many more items have been stored."""
        self._items += count
        elapsed = self._progress.tasks[0].elapsed or 0.0
        rate = self._items / elapsed if elapsed else 0.0
        self._progress.update(self._task, items=self._items, rate=rate)
