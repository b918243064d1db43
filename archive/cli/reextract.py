"""`archive reextract`: an old archive brought to the newest model and rules, its decisions kept."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.options import DEFAULT_DATABASE, AsJson, Database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress, TaskID


def reextract(
    db: Database = DEFAULT_DATABASE,
    names: Annotated[
        str | None,
        typer.Option(
            help="What finds names, as for ingest; the recogniser of the package if left out.", metavar="SPEC"
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find and link all names of an archive anew, with the newest model and rules; decisions hold.

    Snippets, sightings and entities' numbers stay as they are. It happens as a whole or not at all.

    Example: archive reextract --db db/archive.db
    """
    from archive.cli.entity.choose import writer
    from archive.extract.names import recogniser
    from archive.store.reextract import reextract as run

    chosen = recogniser(names)  # what is missing is said before the archive is opened
    try:
        with writer(db) as archive, _progress() as progress:
            counts = run(archive, chosen, progress)
    except KeyboardInterrupt:
        typer.echo("archive: interrupted; the archive is as it was.", err=True)
        raise typer.Exit(130) from None
    if as_json:
        counted = {what: getattr(counts, what) for what in ("snippets", "mentions", "entities")}
        typer.echo(json.dumps({"db": str(db), **counted}))
    else:
        names_found = f"{counts.mentions:,} mentions of {counts.entities:,} entities"
        typer.echo(f"{counts.snippets:,} snippets read again: {names_found} → {db}")


class _Silent:
    """Progress for a pipe: none."""

    def total(self, count: int) -> None:
        """Say nothing."""

    def items(self, count: int) -> None:
        """Say nothing."""


class _Bar:
    """Tells a rich progress bar how many snippets are done."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task

    def total(self, count: int) -> None:
        """So many snippets there are."""
        self._progress.update(self._task, total=count)

    def items(self, count: int) -> None:
        """So many more are done."""
        self._progress.update(self._task, advance=count)


@contextmanager
def _progress() -> Iterator[_Silent | _Bar]:
    if not sys.stderr.isatty():
        yield _Silent()
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns: list[str | ProgressColumn] = [
        BarColumn(),
        MofNCompleteColumn(),
        "snippets",
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    ]
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield _Bar(progress, progress.add_task("", total=None))
