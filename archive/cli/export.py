"""`archive export`: an archive handed to engines that are made for more than one file."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from archive.cli.options import DEFAULT_DATABASE, Database
from archive.web.wording import counted

app = typer.Typer(
    name="export",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="""Hand an archive to other engines: Parquet for those that count, bulk JSON for those that search.

    Tables and searches as CSV or JSON: archive search --csv, or the links of archive serve.

    Example: archive export parquet parquet/
    """,
)


@app.command()
def parquet(
    folder: Annotated[Path, typer.Argument(help="A folder that is not there yet.", metavar="FOLDER")],
    db: Database = DEFAULT_DATABASE,
) -> None:
    """Write the tables as Parquet files by year, for DuckDB, Dask, Spark and the like.

    A folder a table, below it year=2024 and so on; columns as in the archive.

    Example: archive export parquet parquet/ && duckdb -c "select count(*) from 'parquet/snippets/**/*.parquet'"
    """
    from archive.cli import progress
    from archive.export.parquet import export_parquet
    from archive.store.database import open_reader

    with closing(open_reader(db).conn) as conn, progress.of_checks() as tell:
        written = export_parquet(conn, folder, lambda table, rows: tell(f"{table} {rows:,}"))
    typer.echo(f"{', '.join(f'{count:,} {table}' for table, count in written.items())} → {folder}")


@app.command()
def opensearch(
    file: Annotated[Path, typer.Argument(help="A file that is not there yet; .gz packs it.", metavar="FILE")],
    db: Database = DEFAULT_DATABASE,
    index: Annotated[str, typer.Option(help="Name of the index.", metavar="NAME")] = "archive",
) -> None:
    """Write snippets for the bulk API of OpenSearch or Elasticsearch, and a mapping beside.

    Sightings, entities, dates and quotations are nested in their snippet.

    Example: archive export opensearch archive.ndjson
    """
    from archive.cli import progress
    from archive.export.opensearch import export_opensearch
    from archive.store.database import open_reader

    with closing(open_reader(db).conn) as conn, progress.of_many("snippets") as tell:
        written = export_opensearch(conn, file, index, tell)
    typer.echo(f"{counted(written, 'snippet')} → {file}, and the mapping beside it")
