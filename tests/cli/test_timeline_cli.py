"""`archive timeline`: bars on a terminal, rows behind a pipe."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from archive.cli import app
from archive.cli.output import day
from archive.cli.timeline import drawing
from archive.web.pages.timeline import timeline


def ask(archive: Path, *words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["--db", str(archive), "timeline", *words])
    return done.exit_code, done.stdout, str(done.exception or done.stderr)


def test_behind_a_pipe_a_bar_is_a_line(small_archive: Path) -> None:
    code, out, _ = ask(small_archive, "renn", "talks", "number")
    rows = [line.split("\t") for line in out.splitlines()]
    assert code == 0
    assert rows[0] == ["2023-01", "1"]
    assert len(rows) == 12
    assert ask(small_archive, "renn", "talks", "number", "--csv")[1].splitlines()[:2] == ["when,snippets", "2023-01,1"]
    assert json.loads(ask(small_archive, "number 3", "--json")[1]) == [{"when": "2023-03", "snippets": 1}]


def test_nothing_dated_is_said(small_archive: Path) -> None:
    code, out, said = ask(small_archive, "zeppelin")
    assert (code, out) == (1, "")
    assert said == "Nothing that is dated was found for: zeppelin"


def test_on_a_terminal_bars_are_drawn_to_scale() -> None:
    chart = timeline({"2024-01": 80, "2024-02": 40, "2024-05": 1}, {})
    assert chart is not None
    first, second, gap, last, summary = drawing(chart, 40)
    assert first.count("█") == 2 * second.count("█") == 26
    assert (first[:8], first[-2:], second[-2:]) == ("Jan 2024", "80", "40")
    assert gap.strip() == "⋮"
    assert "▍" in last or "▎" in last
    assert summary.startswith("121 snippets from Jan 2024 to May 2024")
    assert all(len(line) <= 40 for line in (first, second, gap, last))


def test_ranges_are_shortened_at_the_side() -> None:
    assert day("2024-09-10/2024-09-17") == "2024-09-10 – 17"
    assert day("2024-09-28/2024-10-03") == "2024-09-28 – 10-03"
    assert day("2024/2025") == "2024 – 2025"
    assert (day("2024-10"), day(None)) == ("2024-10", "")
