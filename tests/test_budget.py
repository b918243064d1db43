"""What a run may read: bombs end early, what was left out is told, and the next run gets further to the same rows."""

from __future__ import annotations

import gzip
import hashlib
import json
import sqlite3
import time
import zipfile
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from archive.cli import app
from archive.read import read
from archive.read.budget import Budget
from archive.types import RawItem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SMALL = {"chunks.CHUNK_ITEMS": 50, "ingest.BATCH_ITEMS": 100, "ingest.SMALL": 4096, "read.capture.BLOCK": 4096}
"""Among them what is read ahead: less than these tests count in."""


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in SMALL.items():
        monkeypatch.setattr(f"archive.{name}", size)


def ingest(db: Path, *words: str | Path, code: int | None = 0) -> tuple[dict[str, Any], str]:
    result = CliRunner().invoke(app, ["ingest", *map(str, words), "--db", str(db), "--json", "--jobs", "1"])
    assert code in (result.exit_code, None), (result.output, result.exception)
    return json.loads(result.stdout), result.stderr


def stored(db: Path) -> list[tuple[Any, ...]]:
    """What is known of every item."""
    with closing(sqlite3.connect(db)) as conn:
        sql = """select g.source_id, g.position, g.raw, g.dated, g.dated_by, s.text, c.captured, c.ingested_at is null
                 from sightings g join sources c on c.id = g.source_id left join snippets s on s.id = g.snippet_id
                 order by 1, 2"""
        return conn.execute(sql).fetchall()


def lines(count: int) -> bytes:
    """Lines of 400 characters that don't pack well."""
    found = (
        " ".join(hashlib.sha512(f"{nth} {part}".encode()).hexdigest() for part in range(3)) for nth in range(count)
    )
    return "".join(f"Quay {nth} was closed: {text}.\n" for nth, text in enumerate(found)).encode()


def carried_on(db: Path, source: Path, *words: str) -> int:
    """Ingest until there is nothing more to say; returns how many runs it took."""
    for runs in range(1, 20):
        said, told = ingest(db, source, *words, code=None)
        assert said["sightings"] > 0
        if not said["problems"]:
            return runs
        assert f"cut off after {len(stored(db))} items: " in told
        assert words[0] in told
        assert stored(db)[0][-1] == 1
        assert len(stored(db)) % SMALL["chunks.CHUNK_ITEMS"] == 0
    raise AssertionError


@pytest.mark.parametrize("packing", ["gzip", "zip", "plain"])
def test_a_run_that_may_read_no_more_is_carried_on_to_the_same_rows(tmp_path: Path, packing: str) -> None:
    source = tmp_path / {"gzip": "quays.txt.gz", "zip": "quays.zip", "plain": "quays.txt"}[packing]
    content = lines(800)
    if packing == "zip":
        with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("quays.txt", content)
    else:
        source.write_bytes(gzip.compress(content) if packing == "gzip" else content)
    whole, db = tmp_path / "whole.db", tmp_path / "a.db"
    ingest(whole, source, "--max-bytes", "0")
    assert carried_on(db, source, "--max-bytes", "250K") == 2
    assert stored(db) == stored(whole)
    assert ingest(db, source)[0]["unchanged_sources"] == 1


def test_small_sources_beyond_the_budget_are_left_out_and_named(tmp_path: Path) -> None:
    folder = tmp_path / "pile"
    folder.mkdir()
    for nth in range(5):
        (folder / f"{nth}.txt").write_text(f"Quay {nth} was closed.\n" * 50)
    db = tmp_path / "a.db"
    said, told = ingest(db, folder, "--max-bytes", "3K", code=1)
    assert (said["sources"], said["problems"]) == (3, 2)
    assert f"{folder / '4.txt'}: left out: this run may read 3,000 bytes" in told
    assert ingest(db, folder)[0]["sources"] == 2


def test_a_bomb_of_lines_costs_little_and_takes_nothing_from_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.read.budget.FREE", 200_000)
    monkeypatch.setattr("archive.ingest.BATCH_ITEMS", 2000)
    monkeypatch.setattr("archive.chunks.CHUNK_ITEMS", 1000)
    folder = tmp_path / "pile"
    folder.mkdir()
    (folder / "bomb.txt.gz").write_bytes(gzip.compress(b"News of gulls\n" * 100_000))
    (folder / "honest.txt.gz").write_bytes(gzip.compress(lines(200)))
    (folder / "plain.txt").write_bytes(lines(300))
    db = tmp_path / "a.db"
    said, told = ingest(db, folder, code=1)
    assert said["problems"] == 1
    assert "bomb.txt.gz: cut off after" in told
    assert "it looks like a bomb" in told
    assert 1000 < said["sightings"] < 10_000
    assert said["sources"] == 3


def _slowly(read: Callable[..., Any]) -> Callable[..., Any]:
    """Reads as before, with a clock on which each item takes a second."""

    def slow(*args: Any) -> Any:
        document = read(*args)

        def items() -> Iterator[RawItem]:
            for item in document.items:
                clock[0] += 1
                yield item

        return replace(document, items=items())

    return slow


clock = [0.0]


@pytest.mark.parametrize("size", [4096, 1 << 20], ids=["as it comes", "whole"])
def test_a_source_that_takes_too_long_is_carried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    source = tmp_path / "quays.txt"
    source.write_bytes(lines(300))
    whole, db = tmp_path / "whole.db", tmp_path / "a.db"
    ingest(whole, source)
    monkeypatch.setattr("archive.ingest.SMALL", size)
    for place in ("archive.ingest.read", "archive.steps.read"):
        monkeypatch.setattr(place, _slowly(read))
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    assert carried_on(db, source, "--max-seconds", "120") == 3
    assert stored(db) == stored(whole)


@pytest.mark.parametrize("size", ["", "x", "-1", "2.5G", "5X", "K"])
def test_what_is_no_size_is_refused(tmp_path: Path, size: str) -> None:
    result = CliRunner().invoke(app, ["ingest", "-", "--max-bytes", size, "--db", str(tmp_path / "a.db")])
    assert result.exit_code == 2


@given(st.one_of(st.none(), st.integers(1, 10**9)), st.lists(st.integers(0, 10**8)))
def test_no_more_is_afforded_than_there_is(limit: int | None, sizes: list[int]) -> None:
    budget = Budget(limit, on_disk=1000)
    most = budget.left
    assert sum(size for size in sizes if budget.affords(size)) <= most
    assert budget.left >= 0
    assert all(Budget(0).affords(size) for size in sizes)
