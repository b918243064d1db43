"""The command itself: help at once, plain errors, and the commands that look at an archive."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from archive import __version__
from archive.cli import app

runner = CliRunner()


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "archive", *map(str, arguments)], capture_output=True, text=True, check=False
    )


def test_version_and_help() -> None:
    assert command("--version").stdout.strip() == f"archive {__version__}"
    overview = command("--help").stdout
    for name in ("ingest", "search", "serve", "info", "show"):
        assert name in overview
        text = runner.invoke(app, [name, "--help"]).stdout
        assert "Example" in text, f"archive {name} --help ends with an example"


def test_help_imports_nothing_heavy() -> None:
    script = "import sys, archive.cli; print([m for m in sys.modules if m.split('.')[0] in sys.argv[1:]])"
    heavy = [
        "datasette",
        "sqlite_utils",
        "httpx",
        "feedparser",
        "selectolax",
        "ftfy",
        "py3langid",
        "numpy",
        "rapidfuzz",
    ]
    done = subprocess.run([sys.executable, "-c", script, *heavy], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_shell_completion() -> None:
    text = command("--help").stdout
    assert "--install-completion" in text
    assert "--show-completion" in text


@pytest.mark.parametrize("arguments", [["info"], ["show", "1"], ["search", "quay"]])
def test_without_an_archive_the_message_says_how_to_make_one(tmp_path: Path, arguments: list[str]) -> None:
    done = command(*arguments, "--db", tmp_path / "none.db")
    assert done.returncode == 1
    assert "archive ingest" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "none.db").exists()


def test_info(small_archive: Path) -> None:
    text = runner.invoke(app, ["info", "--db", str(small_archive)]).stdout
    assert "Mara Velden" in text
    found = json.loads(runner.invoke(app, ["info", "--db", str(small_archive), "--json"]).stdout)
    assert found["counts"]["variants"] == 1
    assert found["schema_version"] >= 1
    assert found["top"]["place"][0]["name"] == "Norvania"


def test_show_explains_a_snippet(small_archive: Path) -> None:
    text = runner.invoke(app, ["show", "2", "--db", str(small_archive)]).stdout
    assert "Mara Velden → Mara Velden (person, Norvanian President" in text.replace(";", ",")
    assert "Oct. 24 → 2024-10-24" in text
    assert "sha256" in text
    found = json.loads(runner.invoke(app, ["show", "2", "--db", str(small_archive), "--json"]).stdout)
    assert [each["id"] for each in found["variants"]] == [3]
    for each in (*found["mentions"], *found["dates"]):
        assert found["text"][each["start"] : each["stop"]] == each["surface"]


def test_show_lists_sightings_from_old_to_new(carried: Path) -> None:
    text = runner.invoke(app, ["show", "10", "--db", str(carried)]).stdout
    told = text[text.index("sightings") :].splitlines()[1:]
    assert told[:3] == [
        "  1  2023-01-15 08:00Z (published), Norvania Today, Ilja Moor",
        "      Renn opens harbour talks: https://today.example/10",
        f"      item 10 of Talks (talks.jsonl, captured 2024-10-01 by document, sha256 {'b' * 12}…)",
    ]
    days = ["2023-01-15 08:00Z", "2023-01-15 14:30Z", "2023-01-16 09:30+01:00", "2023-01-16", "2023-03-01"]
    assert [line.partition(" (published)")[0][5:] for line in told if "(published)" in line] == days
    found = json.loads(runner.invoke(app, ["show", "10", "--db", str(carried), "--json"]).stdout)
    assert [each["outlet"] for each in found["sightings"]][:2] == ["Norvania Today", "Coast Wire"]
    assert found["sightings"][2]["hour"] == "09:30+01:00"


def test_show_an_unknown_snippet(small_archive: Path) -> None:
    done = command("show", "4711", "--db", small_archive)
    assert (done.returncode, done.stdout) == (1, "")
    assert "no snippet 4711" in done.stderr


def test_strangers_text_cannot_steer_the_terminal(tmp_path: Path) -> None:
    from archive.harmless import harmless

    assert (
        harmless("a\x1b[2Jb\u202ec\x07")
        == "a\N{REPLACEMENT CHARACTER}[2Jb\N{REPLACEMENT CHARACTER}c\N{REPLACEMENT CHARACTER}"
    )
    assert harmless("[bold]Kyiv[/bold] – “ok”") == "[bold]Kyiv[/bold] – “ok”"
