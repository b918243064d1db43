"""`archive ingest`: read sources into the archive, with progress, a summary, and a word on all that was left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from archive.cli.options import DEFAULT_DATABASE, AsJson, Database, Jobs, duration
from archive.errors import ArchiveError
from archive.harmless import harmless
from archive.web.wording import counted

if TYPE_CHECKING:
    from archive.crew import Crew
    from archive.runs import Summary
    from archive.types import Problem

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
COLUMNS = ("text", "title", "date", "url", "author", "outlet", "language")


def ingest(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Files, folders, http(s) addresses, or - for standard input.", metavar="PATH"),
    ] = None,
    db: Database = DEFAULT_DATABASE,
    captured: Annotated[
        str | None,
        typer.Option(help="When the sources were captured: 2024, 2024-10 or 2024-10-25.", metavar="DATE"),
    ] = None,
    name: Annotated[str | None, typer.Option(help="Label of the sources.", metavar="LABEL")] = None,
    outlet: Annotated[
        str | None, typer.Option(help="Who published snippets that don't say it.", metavar="NAME")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            help=f"Where a table or JSON keeps a field ({', '.join(COLUMNS)}), as text=body; repeatable.",
            metavar="FIELD=COLUMN",
        ),
    ] = None,
    dates: Annotated[
        str | None,
        typer.Option(
            help="Whether 03/10/2024 is 3 October (day-first) or March 10 (month-first), where a file doesn't tell.",
            metavar="ORDER",
        ),
    ] = None,
    names: Annotated[
        str | None,
        typer.Option(
            help="What finds names: hybrid (the default), rules, crf, spacy:PIPELINE or gliner:MODEL (installed, or a"
            " folder; nothing is downloaded).",
            metavar="SPEC",
        ),
    ] = None,
    strip_query: Annotated[
        bool, typer.Option("--strip-query", help="Keep addresses of sources without what follows a '?'.")
    ] = False,
    private: Annotated[
        bool, typer.Option("--private", help="Keep names of files without the folders that they lie in.")
    ] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Follow public addresses that lead into the local network.")
    ] = False,
    max_bytes: Annotated[
        str | None,
        typer.Option(
            help="Most bytes to read in all, unpacked: 500M, 2G, 0 for no limit. If left out, 25 times what the files"
            " take on disk.",
            metavar="SIZE",
        ),
    ] = None,
    max_seconds: Annotated[
        float | None,
        typer.Option(min=0.001, help="Longest that one source may take; any time if left out.", metavar="SECONDS"),
    ] = None,
    follow: Annotated[
        bool,
        typer.Option(
            "--follow", help="Go on until Ctrl-C: take what comes into folders, and ask addresses every so often."
        ),
    ] = False,
    every: Annotated[
        float,
        typer.Option(
            parser=duration, help="With --follow: how often to ask addresses, as 90s, 15m, 2h or 1d.", metavar="TIME"
        ),
    ] = "15m",  # type: ignore[assignment]  # what is typed, too
    then: Annotated[
        str | None,
        typer.Option(
            help="With --follow: run this when a saved search has news, which come as JSON on its standard input.",
            metavar="COMMAND",
        ),
    ] = None,
    jobs: Jobs = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            help="Read on the workers of a Dask cluster instead: its scheduler, as tcp://host:8786.", metavar="ADDRESS"
        ),
    ] = None,
    sample: Annotated[bool, typer.Option("--sample", help="Ingest the sample page that ships with archive.")] = False,
    list_formats: Annotated[
        bool, typer.Option("--list-formats", help="Print what can be read, and how it is taken.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read sources into an archive: clean, date, deduplicate and index their snippets.

    Takes plain text, saved HTML pages, feeds, tables, JSON, mails, notes, references, archives of the web and exports
    of many programs (--list-formats), each also as .gz or .zip. What is read is told by content. The same bytes twice
    add nothing; a run that was cut off carries on.

    What can't be read is named on standard error with its reason, and the rest goes on; the exit code is then 1. A run
    stops reading packed files that unpack to far more than text does (--max-bytes); files that you trust need no limit.

    With --follow it goes on, a line for whatever happens, until it is interrupted: files are taken once they are quiet,
    feeds and pages asked whether they have changed, the feeds of a list (OPML) with them. A command given with --then
    finds in its environment ARCHIVE_DB, ARCHIVE_NEWS (how many are new) and ARCHIVE_SEARCHES (a name a line).

    Example: archive ingest clippings/ export.csv --captured 2024-10-25 --outlet "The Kyiv Independent"
    """
    if list_formats:
        from archive.read.formats import table

        typer.echo(table())
        return
    from archive.runs import IngestOptions

    everything = [*(paths or []), *([str(_sample_page())] if sample else [])]
    if not everything:
        raise typer.BadParameter("Name at least one file, folder or address (or --sample).", param_hint="PATH")
    options = IngestOptions(
        captured=_captured(captured),
        name=name,
        outlet=outlet,
        columns=_columns(column or []),
        names=names,
        dates=_order(dates),
        strip_query=strip_query,
        private=private,
        allow_private=allow_private,
        max_bytes=_size(max_bytes),
        max_seconds=max_seconds,
    )
    if names is not None:
        from archive.extract.names import recogniser

        recogniser(names)  # what is missing is said before an archive is made
    if follow or then is not None:
        from archive.cli.follow import follow as keep_on

        if not follow or "-" in everything or scheduler:
            raise typer.BadParameter("--then and --every go with --follow, which reads on this machine, and no '-'")
        keep_on(db, everything, options, every=every, then=then, jobs=jobs, as_json=as_json)
        return
    try:
        with _crew(jobs, scheduler, db, everything) as crew:
            from archive.cli import progress
            from archive.ingest import ingest as run
            from archive.store.database import opened

            with opened(db, create=True) as archive, progress.of_sources(everything) as shown:
                summary = run(archive, everything, options, _report, shown, crew)
    except KeyboardInterrupt:
        typer.echo("archive: interrupted; what was committed is safe, the same command carries on.", err=True)
        raise typer.Exit(130) from None
    if as_json:
        typer.echo(json.dumps({"db": str(db), **summary.as_dict()}))
    elif db.exists() and db.stat().st_size:
        typer.echo(_told(summary, db))
    else:
        typer.echo("archive: nothing could be read, so no archive was made.", err=True)
    if summary.problems:
        raise typer.Exit(1)


def _crew(jobs: int | None, scheduler: str | None, db: Path, paths: list[str]) -> Crew:
    """Who reads; they get ready for much that is new beside what else there is to do at first."""
    if scheduler:
        from archive.cluster import cluster

        return cluster(scheduler)
    from archive.crew import processes

    crew = processes(jobs)
    if not db.exists():  # else it may have all of it
        crew.expect(sum(map(_size_on_disk, paths)))
    return crew


def _size_on_disk(name: str) -> int:
    """Bytes of a file; none of a folder, of an address, or of what can't be looked at."""
    try:
        return Path(name).stat().st_size if Path(name).is_file() else 0
    except (OSError, ValueError):
        return 0


def _sample_page() -> Path:
    from importlib import resources

    return Path(str(resources.files("archive").joinpath("data/sample/tag-page.html")))


def _captured(value: str | None) -> str | None:
    """The prefix date that a person gives, refused before anything is read."""
    from archive.extract.dates.captured_day import option_date

    try:
        return value and option_date(value, "--captured")
    except ArchiveError as error:
        raise typer.BadParameter(str(error)) from None


def _size(value: str | None) -> int | None:
    if value is None:
        return None
    number, unit = (value[:-1], value[-1].upper()) if value[-1:].isalpha() else (value, "")
    if not number.isdecimal() or unit not in _UNITS:
        raise typer.BadParameter(f"{value!r} is no size; write 500M, 2G, or 0.", param_hint="--max-bytes")
    return int(number) * _UNITS[unit]


def _order(value: str | None) -> Literal["day-first", "month-first"] | None:
    orders: dict[str | None, Literal["day-first", "month-first"] | None] = {
        None: None,
        "day-first": "day-first",
        "month-first": "month-first",
    }
    if value in orders:
        return orders[value]
    raise typer.BadParameter(f"{value!r} is neither day-first nor month-first.", param_hint="--dates")


def _columns(given: list[str]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for each in given:
        field, equals, column = each.partition("=")
        if not equals or field not in COLUMNS or not column:
            raise typer.BadParameter(
                f"{each!r} is not FIELD=COLUMN with a field of {', '.join(COLUMNS)}.", param_hint="--column"
            )
        columns[field] = column
    return columns


def _report(problem: Problem) -> None:
    # file names and reasons quote strangers' bytes: none of them may steer the terminal
    typer.echo(f"archive: {harmless(problem)}", err=True)


def _told(summary: Summary, db: Path) -> str:
    counts = summary.counts
    entities = counted(counts.entities, "new entity", "new entities")
    lines = [
        f"{counted(counts.sources, 'new source')}, {summary.unchanged:,} unchanged",
        f"{counted(counts.snippets, 'new snippet')}, {counted(counts.sightings, 'sighting')}, "
        f"{counted(counts.variants, 'variant')}",
        f"{counted(counts.mentions, 'mention')} of {entities}, {counted(counts.dates, 'date')}, "
        f"{counted(counts.quotations, 'quotation')}",
        f"{summary.seconds:.1f} s, {summary.as_dict()['items_per_second']:,.0f} items/s → {db}",
    ]
    if summary.problems:
        lines.append(f"{counted(summary.problems, 'problem')}, see above")
    return "\n".join(lines)
