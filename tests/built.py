"""The commands, built from their functions once a process: Typer builds all of them anew for each that is run."""

from __future__ import annotations

from functools import lru_cache

import typer.main

from archive.cli import app

typer.main.get_command = lru_cache(typer.main.get_command)


def build() -> None:
    """Build them now, so that processes that branch off need not."""
    typer.main.get_command(app)
