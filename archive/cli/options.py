"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Database = Annotated[Path, typer.Option("--db", help="The archive: one SQLite file.", metavar="FILE")]
DEFAULT_DATABASE = Path("db/archive.db")
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
