"""`archive reextract`: an old archive brought to the newest model and rules, its decisions kept."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from archive.cli.options import DEFAULT_DATABASE, AsJson, Database, Jobs
from archive.web.wording import counted


def reextract(
    db: Database = DEFAULT_DATABASE,
    names: Annotated[
        str | None,
        typer.Option(
            help="What finds names, as for ingest; the recogniser of the package if left out.", metavar="SPEC"
        ),
    ] = None,
    jobs: Jobs = None,
    as_json: AsJson = False,
) -> None:
    """Find and link all names of an archive anew, with the newest model and rules; decisions hold.

    Snippets, sightings and entities' numbers stay as they are. It happens as a whole or not at all.

    Example: archive reextract --db db/archive.db
    """
    from archive.cli import output, progress
    from archive.crew import processes
    from archive.extract.names import recogniser
    from archive.store.database import opened
    from archive.store.reextract import reextract as run

    recogniser(names)  # what is missing is said before the archive is opened
    try:
        with processes(jobs) as crew, opened(db) as archive, progress.of_many("snippets") as tell:
            counts = run(archive, names, tell, crew)
    except KeyboardInterrupt:
        typer.echo("archive: interrupted; the archive is as it was.", err=True)
        raise typer.Exit(130) from None
    if as_json:
        numbers = {what: getattr(counts, what) for what in ("snippets", "mentions", "entities")}
        typer.echo(json.dumps({"db": str(db), **numbers}))
    else:
        names_found = f"{counted(counts.mentions, 'mention')} of {counted(counts.entities, 'entity', 'entities')}"
        typer.echo(f"{counted(counts.snippets, 'snippet')} read again: {names_found} → {db}")
    output.tell_failed(counts.failed)
