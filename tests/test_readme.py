"""The README keeps its word: its commands and options exist, its queries and SQL run, no command goes unmentioned."""

from __future__ import annotations

import contextlib
import gzip
import json
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from asking import IS_OLD
from places import ROOT
from typer.main import get_command
from typer.testing import CliRunner, Result

from archive.cli import app
from archive.search.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

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
LINES = [shlex.split(line, comments=True) for line in SHELL_LINES]
USES = [words for words in LINES if Path(words[0]).name == "archive"]
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
    assert len(STATEMENTS) == 4
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
    listed = {option for cell in row("option") for option in re.findall("`(--[a-z-]+)", cell)}
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
        assert all(" is read as " in note for note in parsed.notes)


def test_the_example_that_counts_sightings_finds_the_repeated_text(small_archive: Path) -> None:
    conn = sqlite3.connect(f"file:{small_archive}?mode=ro", uri=True)
    found = conn.execute(STATEMENTS[3]).fetchall()
    conn.close()
    assert (2, 2, "Velden orders a second grain reserve") in found


# The blocks, as a reader would give them one after another


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Following]:
    """A folder in which all commands of the README were given in their order, and what each printed."""
    folder = tmp_path_factory.mktemp("followed")
    (folder / "clippings").mkdir()
    (folder / "clippings" / "monday.txt").write_text("The port strike goes on, Ada Lindqvist said.\n", encoding="utf-8")
    with gzip.open(folder / "export.csv.gz", "wt", encoding="utf-8") as file:
        file.write("date,text\n2024-10-24,The walkout of the dockers is in its fifth week.\n")
    (folder / "names.csv").write_text("name\nAda Lindqvist\nAda Lindkvist\n", encoding="utf-8")
    shutil.copy(ROOT / "metadata.yml", folder)
    with contextlib.chdir(folder):
        answers = [(words, CliRunner().invoke(app, words[1:])) for words in USES if not is_started(words)]
        yield Following(folder, answers)


class Following(NamedTuple):
    folder: Path
    answers: list[tuple[list[str], Result]]


STARTED = {"serve", "open"}
"""Commands that go on until they are stopped; tests of their own start them."""


def is_started(words: list[str]) -> bool:
    """Whether a command goes on, or needs a cluster that goes on: tests of their own start these."""
    return words[1] in STARTED or "--scheduler" in words or "--follow" in words


FINDS = {
    "search",
    "quotes",
    "timeline",
    "searches",
    "show",
    "info",
    "entity list",
    "entity show",
    "source list",
    "source show",
}
"""Commands that print what they find."""


def test_every_block_is_one_that_is_tried() -> None:
    assert {language for language, _ in BLOCKS} == {"sh", "sql"}
    programs = {Path(words[0]).name for words in LINES}
    assert programs == {"python3", "python", "pip", "archive", "datasette"}


def test_the_commands_do_what_they_say_on_the_sample(followed: Following) -> None:
    assert len(followed.answers) >= 18
    for words, answer in followed.answers:
        assert answer.exit_code == 0, (words, answer.output, answer.exception)
        assert answer.output.strip(), words
        command = " ".join(words[1:3]) if words[1] in {"entity", "source"} else words[1]
        is_asked = command in FINDS and not {"--save", "--new", "--delete"} & set(words)
        if is_asked and "--json" in words:
            assert json.loads(answer.stdout), words
        elif is_asked:
            assert len(answer.stdout.splitlines()) > ("--csv" in words), words


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_statements_give_rows_on_the_sample(statement: str, followed: Following) -> None:
    with closing(sqlite3.connect(followed.folder / "db" / "archive.db")) as conn:
        assert conn.execute(statement).fetchall()


def test_plain_datasette_starts_as_written(followed: Following) -> None:
    written = [words for words in LINES if words[0] == "datasette"]
    (words,) = [words for words in written if ("-c" in words) != IS_OLD]
    command = [sys.executable, "-m", *words, "--get", "/"]
    home = subprocess.run(command, cwd=followed.folder, capture_output=True, text=True, check=False)
    assert home.returncode == 0, home.stderr
    assert "<h1>Archive of news snippets" in home.stdout


def test_what_is_installed_is_there_to_install() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [words[2:] for words in LINES if Path(words[0]).name == "pip"]
    extras = [re.fullmatch(r"snippet-archive\[(\w+)\]", words[0]) for words in wanted[2:]]
    assert wanted[:2] == [["."], ["-e", ".[test]"]]
    assert {extra[1] for extra in extras if extra} == {"cluster", "parquet"} <= project["optional-dependencies"].keys()
    assert "test" in project["optional-dependencies"]
    assert project["scripts"] == {"archive": "archive.cli:main"}
    python = [words[1:] for words in LINES if Path(words[0]).name.startswith("python")]
    assert python == [["-m", "venv", ".venv"], ["-m", "pytest"]]
