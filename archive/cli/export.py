"""`archive export`: an archive handed to engines that are made for more than one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.files import reading
from archive.cli.options import DEFAULT_DATABASE, Database
from archive.harmless import harmless
from archive.web.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable

app = typer.Typer(
    name="export",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="""Cite snippets for people and reference managers, or hand an archive to other engines: Parquet for those
    that count, bulk JSON for those that search.

    Tables and searches as CSV or JSON: archive search --csv, or the links of archive serve.

    Example: archive export ris 'port strike' > strike.ris

    Example: archive export parquet parquet/
    """,
)

WithKept = Annotated[bool, typer.Option("--with-kept", help="With stars, tags and notes, which stay here otherwise.")]


def _citing(name: str) -> Callable[..., None]:
    """The command that cites in one form."""

    def cite(
        query: Annotated[
            list[str] | None, typer.Argument(help="What to cite, as for archive search.", metavar="QUERY")
        ] = None,
        ids: Annotated[
            list[int] | None, typer.Option("--id", help="A snippet by its number; repeatable.", metavar="ID")
        ] = None,
        db: Database = DEFAULT_DATABASE,
        with_kept: WithKept = False,
        site: Annotated[
            str | None,
            typer.Option(help="Where the reading room is, for permalinks: http://127.0.0.1:8001/-/archive/NAME"),
        ] = None,
    ) -> None:
        import sys

        from archive.export.citations import cited, found
        from archive.export.cite import FORMS, citations

        if not query and not ids:
            raise typer.BadParameter("say what to cite: a QUERY, or --id ID; for all of it, the query is:any")
        with reading(db) as conn:
            numbers = dict.fromkeys([*(ids or ()), *(found(conn, " ".join(query)) if query else ())])
            link = (lambda number: f"{site.rstrip('/')}/snippet/{number}") if site else None
            if not numbers:
                typer.echo(harmless(f"Nothing found for: {' '.join(query or ())}"), err=True)
            items = cited(conn, numbers, link, with_kept=with_kept)
            for piece in citations(FORMS[name], items):
                sys.stdout.write(piece)

    cite.__doc__ = f"""Cite snippets as {FORM_NAMES[name]}: those that a search finds, or some by their numbers.

    Example: archive export {name} 'port strike' --id 12 > cited.{SUFFIXES[name]}
    """
    return cite


FORM_NAMES = {"text": "text", "markdown": "Markdown", "bibtex": "BibTeX", "ris": "RIS", "csl": "CSL-JSON"}
SUFFIXES = {"text": "txt", "markdown": "md", "bibtex": "bib", "ris": "ris", "csl": "json"}
for _name in FORM_NAMES:
    app.command(_name)(_citing(_name))


@app.command()
def parquet(
    folder: Annotated[Path, typer.Argument(help="Where they go: a folder that is not there yet.", metavar="FOLDER")],
    db: Database = DEFAULT_DATABASE,
    with_kept: WithKept = False,
) -> None:
    """Write the tables as Parquet files by year, for DuckDB, Dask, Spark and the like.

    A folder a table, below it year=2024 and so on; columns as in the archive.

    Example: archive export parquet parquet/ && duckdb -c "select count(*) from 'parquet/snippets/**/*.parquet'"
    """
    from archive.cli import progress
    from archive.export.parquet import export_parquet

    with reading(db) as conn, progress.of_checks() as tell:
        written = export_parquet(conn, folder, lambda table, rows: tell(f"{table} {rows:,}"), with_kept=with_kept)
    typer.echo(f"{', '.join(f'{count:,} {table}' for table, count in written.items())} → {folder}")


@app.command()
def opensearch(
    file: Annotated[Path, typer.Argument(help="A file that is not there yet; .gz packs it.", metavar="FILE")],
    db: Database = DEFAULT_DATABASE,
    index: Annotated[str, typer.Option(help="Name of the index.", metavar="NAME")] = "archive",
    with_kept: WithKept = False,
) -> None:
    """Write snippets for the bulk API of OpenSearch or Elasticsearch, and a mapping beside.

    Sightings, entities, dates and quotations are nested in their snippet.

    Example: archive export opensearch archive.ndjson
    """
    from archive.cli import progress
    from archive.export.opensearch import export_opensearch

    with reading(db) as conn, progress.of_many("snippets") as tell:
        written = export_opensearch(conn, file, index, tell, with_kept=with_kept)
    typer.echo(f"{counted(written, 'snippet')} → {file}, and the mapping beside it")
