"""The README keeps its word: its commands and options exist, its queries and SQL run, no command goes unmentioned."""

from __future__ import annotations

import re
import shlex
import sqlite3
from pathlib import Path

import pytest
from places import ROOT
from typer.main import get_command
from typer.testing import CliRunner

from archive.cli import app
from archive.search.parse import parse
from archive.store.database import close_archive, open_archive

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^ *```(\w+)\n(.*?)^ *```$", README, re.MULTILINE | re.DOTALL)
SHELL_LINES = [
    line
    for language, block in BLOCKS
    if language == "sh"
    for command in block.splitlines()
    for line in command.split("&&")
    if line.strip()
]
USES = [words for words in (shlex.split(line, comments=True) for line in SHELL_LINES) if words[0].endswith("archive")]
STATEMENTS = [block for language, block in BLOCKS if language == "sql"]
COMMANDS = sorted(getattr(get_command(app), "commands", {}))


def options_of(command: str) -> set[str]:
    """All options of a command, as its own definition lists them."""
    parameters = getattr(get_command(app), "commands", {})[command].params
    return {option for parameter in parameters for option in parameter.opts if option.startswith("--")}


def row(of: str) -> list[str]:
    """The first cells of the table under the heading row that begins with a text."""
    table = README[README.index(f"| {of} |") :].split("\n\n")[0]
    return [line.split(" | ")[0].removeprefix("| ") for line in table.splitlines()[2:]]


def test_there_is_something_to_check() -> None:
    assert len(USES) >= 6
    assert len(STATEMENTS) == 3
    assert {"ingest", "search", "serve", "info", "show"} <= set(COMMANDS)


@pytest.mark.parametrize("words", USES, ids=" ".join)
def test_commands_and_options_exist(words: list[str]) -> None:
    command, *rest = words[1:]
    given = {word.partition("=")[0] for word in rest if word.startswith("--")}
    assert command in COMMANDS
    assert given <= options_of(command)
    helped = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200", "NO_COLOR": "1"})
    assert helped.exit_code == 0
    for option in given:
        assert option in re.sub(r"\x1b\[[0-9;]*m", "", helped.output)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_mentioned(command: str) -> None:
    assert f"archive {command}" in README


def test_the_table_of_ingest_options_is_complete() -> None:
    listed = {option for cell in row("option") for option in re.findall("`(--[a-z]+)", cell)}
    assert listed == options_of("ingest") - {"--help"}


def test_search_options_are_mentioned() -> None:
    section = README[README.index("## Searching") : README.index("## SQL")]
    for option in (options_of("search") | options_of("serve")) - {"--help", "--db"}:
        assert option in section or option in README[: README.index("## Your own files")], option


@pytest.mark.parametrize("cell", row("write"))
def test_queries_of_the_table_are_read_without_complaint(cell: str) -> None:
    for query in re.findall("`([^`]+)`", cell):
        parsed = parse(query.replace("…", "x"))
        assert parsed.root is not None
        assert parsed.notes == ()


@pytest.mark.parametrize("statement", STATEMENTS)
def test_sql_runs_on_the_schema(statement: str, small_archive: Path) -> None:
    with sqlite3.connect(f"file:{small_archive}?mode=ro", uri=True) as conn:
        conn.execute(statement).fetchall()
    conn.close()


def test_the_example_that_counts_sightings_finds_the_repeated_text(small_archive: Path) -> None:
    conn = sqlite3.connect(f"file:{small_archive}?mode=ro", uri=True)
    found = conn.execute(STATEMENTS[2]).fetchall()
    conn.close()
    assert (2, 2, "Velden orders a second grain reserve") in found


def test_paths_inside_the_repository_lead_somewhere() -> None:
    for path in re.findall(r"`((?:archive|tests|db|\.ci)/[\w/.]*\w)`", README):
        if path != "db/archive.db":
            assert (ROOT / path).exists(), path


def test_the_examples_on_the_sample_find_something(tmp_path: Path) -> None:
    db = tmp_path / "archive.db"
    runner = CliRunner()
    done = runner.invoke(app, ["ingest", "--sample", "--db", str(db)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    for words in USES:
        if words[1] in {"search", "show", "info"}:
            answer = runner.invoke(app, [*words[1:], "--db", str(db)], catch_exceptions=False)
            assert answer.exit_code == 0, answer.output
            assert answer.output.strip()
    archive = open_archive(db)
    for statement in STATEMENTS:
        assert archive.conn.execute(statement).fetchall(), statement
    close_archive(archive)
