"""Tables as Parquet files in folders by year, for DuckDB, Dask, Spark and the like (extra `parquet`).

    FOLDER/snippets/year=2024/part-0.parquet        also sightings, mentions, dates, quotations
    FOLDER/entities/part-0.parquet                  also aliases, sources

Columns are those of the archive (`db/README.md`); mentions, dates and quotations have the year of their snippet beside
them. What has no year lies in `year=__HIVE_DEFAULT_PARTITION__`, as Hive calls it.
"""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from archive.errors import ArchiveError, StoreError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

BATCH: Final = 10_000
"""Rows read at a time."""
NO_YEAR: Final = "__HIVE_DEFAULT_PARTITION__"
OWN_YEAR: Final = ("snippets", "sightings")
YEAR_OF_SNIPPET: Final = ("mentions", "dates", "quotations")
WITHOUT_YEAR: Final = ("entities", "aliases", "sources")
KEPT: Final = ("tags", "notes")
"""What a reader keeps: with the year of its snippet, and only if asked for."""
TABLES: Final = (*OWN_YEAR, *YEAR_OF_SNIPPET, *WITHOUT_YEAR)
_TYPES: Final = {"integer": "int64", "text": "string", "real": "float64"}


def export_parquet(
    conn: sqlite3.Connection, folder: Path, tell: Callable[[str, int], None], *, with_kept: bool = False
) -> dict[str, int]:
    """Write the tables of an archive, as it is at one moment, into a new folder; returns how many rows of each.

    `tell` is called with the name of a table and how many of its rows are written.

    Raises:
        ArchiveError: The extra is missing, or there is something at the folder.
    """
    if find_spec("pyarrow") is None:
        raise ArchiveError("Parquet needs pyarrow: pip install 'snippet-archive[parquet]'")
    if folder.exists():
        raise StoreError(f"{folder} is there already; name another folder.")
    draft = folder.with_name(f".{folder.name}.part")
    draft.mkdir(parents=True)
    conn.execute("begin")  # one moment for all tables
    try:
        written = {table: _write(conn, table, draft / table, tell) for table in (*TABLES, *KEPT * with_kept)}
        draft.rename(folder)
    finally:
        conn.rollback()
        shutil.rmtree(draft, ignore_errors=True)
    return written


def _write(conn: sqlite3.Connection, table: str, folder: Path, tell: Callable[[str, int], None]) -> int:
    """Write a table, a file a year; returns how many rows."""
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    told = conn.execute(f"pragma table_xinfo({table})")
    columns = [(name, _TYPES.get(kind.lower(), "string")) for _, name, kind, *_ in told]  # a view computes raw texts
    year = "null" if table in WITHOUT_YEAR else "x.year" if table in OWN_YEAR else "s.year"
    beside = "join snippets s on s.id = x.snippet_id" if table in (*YEAR_OF_SNIPPET, *KEPT) else ""
    kept = [each for each in columns if each[0] != "year"]  # which the folder tells
    schema: Any = pyarrow.schema([(name, getattr(pyarrow, kind)()) for name, kind in kept])
    names = ", ".join(f"x.{name}" for name, _ in kept)
    rows = conn.execute(f"select {year}, {names} from {table} x {beside} order by 1")
    written = 0
    for value, of_year in groupby(rows, key=itemgetter(0)):
        file = (
            folder / ("" if table in WITHOUT_YEAR else f"year={NO_YEAR if value is None else value}") / "part-0.parquet"
        )
        file.parent.mkdir(parents=True)
        with ParquetWriter(file, schema) as writer:
            while batch := list(islice(of_year, BATCH)):
                values = list(zip(*batch, strict=True))[1:]
                arrays = [pyarrow.array(each, kind.type) for each, kind in zip(values, schema, strict=True)]
                writer.write_batch(pyarrow.record_batch(arrays, schema=schema))
                written += len(batch)
                tell(table, written)
    return written
