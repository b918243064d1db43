"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DEFAULT_DATABASE = Path("db/archive.db")
Database = Annotated[
    Path, typer.Option("--db", help="The archive: one SQLite file; ARCHIVE_DB names another default.", metavar="FILE")
]


def number(text: str) -> int:
    """A number as search prints it, '#12', or typed without the sign.

    Raises:
        BadParameter: It is none.
    """
    plain = str(text).strip().removeprefix("#")
    if not (plain.isascii() and plain.isdecimal() and len(plain) <= LONGEST_NUMBER):
        raise typer.BadParameter(f"{text!r} is no number; write 12 or #12")
    return int(plain)


LONGEST_NUMBER = 18
"""Digits that SQLite's integers always hold."""
Jobs = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="Processes that read side by side; as many as there are cores if left out. Small inputs need none.",
        metavar="N",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
