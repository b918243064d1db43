"""`archive timeline`: bars on a terminal, rows behind a pipe."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from archive.cli import app
from archive.cli.output import day
from archive.cli.timeline import drawing
from archive.grain import spread
from archive.web.pages.timeline import Series, timeline


def ask(archive: Path, *words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["--db", str(archive), "timeline", *words])
    return done.exit_code, done.stdout, str(done.exception or done.stderr)


def test_behind_a_pipe_a_bar_is_a_line(small_archive: Path) -> None:
    code, out, _ = ask(small_archive, "renn", "talks", "number")
    rows = [line.split("\t") for line in out.splitlines()]
    assert code == 0
    assert rows[0] == ["2023-01-09..2023-01-15", "1"]
    assert len(rows) == 12
    table = ask(small_archive, "renn", "talks", "number", "--csv")[1].splitlines()
    assert table[:2] == ["when,snippets", "2023-01-09..2023-01-15,1"]
    told = json.loads(ask(small_archive, "renn talks number", "--json")[1])
    assert [(one["when"], one["snippets"]) for one in told] == [(when, int(number)) for when, number in rows]


def test_nothing_dated_is_said(small_archive: Path) -> None:
    code, out, said = ask(small_archive, "zeppelin")
    assert (code, out) == (1, "")
    assert said == "Nothing that is dated was found for: zeppelin"


def test_on_a_terminal_bars_are_drawn_to_scale() -> None:
    chart = timeline(Series(spread([("2023-01", 80), ("2023-02", 40), ("2023-05", 20)]), str))
    assert chart is not None
    first, second, gap, last, summary = drawing(chart, 40)
    assert first.count("█") == 2 * second.count("█") == 26
    assert (first[:8], first[-2:], second[-2:]) == ("Jan 2023", "80", "40")
    assert gap.strip() == "⋮"
    assert "▌" in last
    assert summary.startswith("By month, Jan 2023 to May 2023, most in Jan 2023 (80).")
    assert all(len(line) <= 40 for line in (first, second, gap, last))


def test_ranges_are_shortened_at_the_side() -> None:
    assert day("2024-09-10/2024-09-17") == "2024-09-10 – 17"
    assert day("2024-09-28/2024-10-03") == "2024-09-28 – 10-03"
    assert day("2024/2025") == "2024 – 2025"
    assert (day("2024-10"), day(None)) == ("2024-10", "")
