"""Options that several commands share."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

DEFAULT_DATABASE = Path("db/archive.db")
Database = Annotated[
    Path, typer.Option("--db", help="The archive: one SQLite file; ARCHIVE_DB names another default.", metavar="FILE")
]


_DURATION = re.compile(r"(\d{1,6}(?:\.\d{1,3})?) ?([smhd])", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
LONGEST_NUMBER = 18
"""Digits that SQLite's integers always hold."""


def number(text: str) -> int:
    """A number as search prints it, '#12', or typed without the sign.

    Raises:
        BadParameter: It is none.
    """
    plain = str(text).strip().removeprefix("#")
    if not (plain.isascii() and plain.isdecimal() and len(plain) <= LONGEST_NUMBER):
        raise typer.BadParameter(f"{text!r} is no number; write 12 or #12")
    return int(plain)


def duration(text: str) -> float:
    """Seconds of a time as people write it: 90s, 15m, 2h, 1d.

    Raises:
        BadParameter: It is none.
    """
    found = _DURATION.fullmatch(str(text).strip())
    if not found or not float(found[1]):
        raise typer.BadParameter(f"{text!r} is no time; write 90s, 15m, 2h or 1d")
    return float(found[1]) * _SECONDS[found[2]]


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
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV.")]
Note = Annotated[str | None, typer.Option("--note", help="Why, for whoever reads it later.", metavar="TEXT")]


def choose_one(**given: bool) -> None:
    """See to it that of options which exclude each other, named as keywords, one is given at most.

    Raises:
        BadParameter: Several are.
    """
    if sum(given.values()) > 1:
        *names, last = (f"--{name.replace('_', '-')}" for name in given)
        raise typer.BadParameter(f"choose one of {', '.join(names)} and {last}")
