"""A step that fails on one text costs that text what it was to find there, is named, and the rest goes on."""

from __future__ import annotations

import json
import multiprocessing
import os
import sqlite3
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, closing
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from typer.testing import CliRunner

from archive.cli import app
from archive.crew import Hands

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MARK = "Quarrelsome"
TEXTS = [
    "Harbour Minister Ana Lind opened the new quay in Rotterdam on Oct. 24, and thanked the crews who had built it.",
    "“The quay holds,” said Otto Brandvik in Oslo on Oct. 21.",
    f"{MARK} gulls, said Carla Menendez in Lisbon on Oct. 22, “will not be moved from the northern quay.”",
    "Fishing crews from Denmark and Norway moored at the pier on Monday and were the first to use it.",
]
STEPS = {
    "archive.steps.normalise": "clean text",
    "archive.steps.text_key": "known",
    "archive.steps.item_text": "day",
    "archive.extract.dates.dating.find_dates": "dates",
    "archive.extract.names.hybrid.HybridRecogniser.find": "names",
    "archive.annotate.resolve_snippet": "names",
    "archive.annotate.quotations": "quotations",
    "archive.annotate.also": "people type",
    "archive.annotate.text_keys": "copies",
}
"""Each with what is missing then, as it is told."""
MENDED = {"archive.extract.names.hybrid.HybridRecogniser.find", "archive.annotate.resolve_snippet"}
MENDED |= {"archive.annotate.quotations"}


def planted(step: str) -> Any:
    """A step that fails where it sees our text, alone or among others."""
    module, _, name = step.rpartition(".")
    if module.endswith("Recogniser"):
        module, _, holder = module.rpartition(".")
        real = getattr(getattr(import_module(module), holder), name)
    else:
        real = getattr(import_module(module), name)

    def fails(*args: Any, **kwargs: Any) -> Any:
        if MARK in repr(args):
            raise KeyError("planted")
        return real(*args, **kwargs)

    return patch(step, fails)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("failing") / "quay.jsonl"
    path.write_text("".join(json.dumps({"text": text, "date": "2024-11-02"}) + "\n" for text in TEXTS))
    return path


@pytest.fixture(scope="module")
def whole(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = tmp_path_factory.mktemp("whole") / "whole.db"
    run("ingest", source, "--db", db)
    return db


def run(*words: str | Path, code: int = 0) -> tuple[str, str]:
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == code, (result.output, result.exception)
    return result.stdout, result.stderr


SAID = """select text, dated, (select group_concat(surface) from mentions where snippet_id = s.id),
  (select group_concat(surface) from dates where snippet_id = s.id),
  (select group_concat(quote) from quotations where snippet_id = s.id) from snippets s order by text"""


def said(db: Path) -> dict[str, tuple[Any, ...]]:
    """What each text says."""
    with closing(sqlite3.connect(db)) as conn:
        return {text: tuple(found) for text, *found in conn.execute(SAID)}


def left_out(db: Path) -> int:
    with closing(sqlite3.connect(db)) as conn:
        return int(conn.execute("select left_out from ingests").fetchone()[0])


@pytest.mark.parametrize("step", STEPS)
def test_one_text_costs_no_more_than_itself(step: str, source: Path, whole: Path, tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with planted(step):
        _, told = run("ingest", source, "--db", db, code=1)
    assert f"{source}: item 3: " in told
    assert STEPS[step] in told
    assert "planted" in told
    assert left_out(db) == 1
    found, undisturbed = said(db), said(whole)
    lost = {} if step == "archive.steps.text_key" else {TEXTS[2]: found.pop(TEXTS[2])}
    undisturbed.pop(TEXTS[2])
    assert found == undisturbed
    assert len(lost) == (step != "archive.steps.text_key")
    if step in MENDED:
        assert None in lost[TEXTS[2]]
        run("reextract", "--db", db, "--jobs", "1")
        assert said(db) == said(whole)
        run("verify", "--db", db)


def test_a_text_that_fails_again_is_named_again(source: Path, whole: Path, tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    db.write_bytes(whole.read_bytes())
    with planted("archive.annotate.quotations"):
        _, told = run("reextract", "--db", db, "--jobs", "1", code=1)
    assert "snippet 3: quotations could not be found (KeyError: 'planted')" in told
    with planted("archive.extract.dates.page.find_dates"):
        _, told = run("source", "recapture", "1", "2024-12-24", "--db", db, code=1)
    assert "item 3: dates could not be found" in told


def test_a_document_without_a_day_it_fails_on(source: Path, tmp_path: Path) -> None:
    def fails(**_: Any) -> None:
        raise ZeroDivisionError

    with patch("archive.ingest.captured", fails):
        _, told = run("ingest", source, "--db", tmp_path / "a.db", code=1)
    assert "when it was captured could not be found (ZeroDivisionError): say it with --captured" in told


_kept = ExitStack()


def _plant(step: str) -> None:
    _kept.enter_context(planted(step))


@pytest.fixture
def helped() -> Callable[[int | None], Hands]:
    """Makes a crew of processes in which a step fails."""
    start = partial(
        ProcessPoolExecutor,
        2,
        mp_context=multiprocessing.get_context("fork"),
        initializer=_plant,
        initargs=("archive.annotate.resolve_snippet",),
    )
    return lambda _: Hands(start, ahead=4, patience=0)


@pytest.mark.skipif(os.name == "nt", reason="forks")
def test_the_same_in_other_processes(
    source: Path, whole: Path, tmp_path: Path, helped: Callable[[int | None], Hands]
) -> None:
    db = tmp_path / "a.db"
    with patch("archive.crew.processes", helped):
        _, told = run("ingest", source, "--db", db, code=1)
        assert "item 3: whom it names could not be found (KeyError: 'planted')" in told
        _, told = run("reextract", "--db", db, code=1)
        assert "snippet 3: whom it names could not be found (KeyError: 'planted')" in told
    found, undisturbed = said(db), said(whole)
    assert found.pop(TEXTS[2]) != undisturbed.pop(TEXTS[2])
    assert found == undisturbed
