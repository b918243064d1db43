"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Database = Annotated[Path, typer.Option("--db", help="The archive: one SQLite file.", metavar="FILE")]
DEFAULT_DATABASE = Path("db/archive.db")
Jobs = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="Processes that read side by side; as many as there are cores if left out. Small inputs need none.",
        metavar="N",
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since", "--after", help="First day, counted in: 2024, 2024-10, 2024-10-24, monday.", metavar="DATE"
    ),
]
Until = Annotated[str | None, typer.Option("--until", help="Last day, counted in.", metavar="DATE")]
Before = Annotated[str | None, typer.Option("--before", help="The day after the last one.", metavar="DATE")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
