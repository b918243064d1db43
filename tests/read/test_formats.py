"""The table of formats: one source for the README and for the command."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from archive.cli import app
from archive.read.formats import table

README = Path(__file__).parents[2] / "README.md"


def test_the_readme_and_the_command_show_the_same_table() -> None:
    assert table() in README.read_text(encoding="utf-8")
    result = CliRunner().invoke(app, ["ingest", "--list-formats"])
    assert (result.exit_code, result.stdout.strip()) == (0, table())


def test_an_order_of_dates_that_is_none_is_said_to_be_none() -> None:
    result = CliRunner().invoke(app, ["ingest", "x.csv", "--dates", "year-first"])
    assert result.exit_code == 2
