"""Folding in an archive: what sightings say of two texts decides, not the order or the batches in which they came."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from archive.cli import app

if TYPE_CHECKING:
    from collections.abc import Iterable

runner = CliRunner()

BEFORE = "Sundby council weighs plan for night ferries"
AFTER = "Sundby town council mulls plan for night ferries"
FORMULA = "Four civilians killed in shelling of the northern region"
FORMULA_AGAIN = "Four civilians killed in the shelling of northern region"


def run(*words: str) -> None:
    result = runner.invoke(app, list(words))
    assert result.exit_code == 0, result.output


def item(text: str, day: str | None = None, url: str | None = None, outlet: str | None = None) -> dict[str, str]:
    found = {"text": text, "published": day, "url": url, "outlet": outlet}
    return {name: value for name, value in found.items() if value is not None}


def capture(folder: Path, name: str, *items: dict[str, str]) -> str:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("".join(json.dumps(each) + "\n" for each in items), encoding="utf-8")
    return str(path)


def links(db: Path) -> dict[str, str]:
    """The texts that are variants, with those that they point to."""
    with closing(sqlite3.connect(db)) as conn:
        rows = conn.execute("select v.text, s.text from snippets v join snippets s on s.id = v.variant_of").fetchall()
    return dict(rows)


def ingested(db: Path, paths: Iterable[str]) -> dict[str, str]:
    for path in paths:
        run("ingest", path, "--db", str(db))
    return links(db)


def test_a_headline_edited_under_its_address_is_folded(tmp_path: Path) -> None:
    url = "https://bay.example/ferries"
    paths = [
        capture(tmp_path, "one.jsonl", item(BEFORE, "2024-10-24", url)),
        capture(tmp_path, "two.jsonl", item(AFTER, "2024-10-25", url)),
    ]
    assert ingested(tmp_path / "a.db", paths) == {BEFORE: AFTER}


def test_a_headline_edited_on_a_page_captured_again_is_folded(tmp_path: Path) -> None:
    paths = [
        capture(tmp_path, f"front-2024-10-24T{hour:02}.jsonl", item(text, "2024-10-24"), item("Harbour talks resume."))
        for hour, text in ((8, BEFORE), (9, AFTER))
    ]
    assert ingested(tmp_path / "a.db", paths) == {BEFORE: AFTER}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (item(BEFORE, "2024-10-24"), item(AFTER, "2024-11-24")),
        (item(BEFORE, "2024-10-24", outlet="Bay Post"), item(AFTER, "2024-10-24", outlet="Island Ledger")),
        (item(FORMULA, "2024-06-01"), item(FORMULA_AGAIN, "2024-10-01")),
    ],
)
def test_another_day_or_outlet_keeps_apart(first: dict[str, str], second: dict[str, str], tmp_path: Path) -> None:
    paths = [capture(tmp_path, f"front-{at}.jsonl", each) for at, each in enumerate((first, second))]
    assert ingested(tmp_path / "a.db", paths) == {}


def test_an_address_that_many_texts_share_says_nothing(tmp_path: Path) -> None:
    url = "https://bay.example/"
    others = [item(f"Ferry {n} of the bay line is {n * 7} minutes late", url=url) for n in range(30)]
    paths = [
        capture(tmp_path, "one.jsonl", item(BEFORE, url=url), *others),
        capture(tmp_path, "two.jsonl", item(AFTER, url=url)),
    ]
    assert ingested(tmp_path / "a.db", paths) == {}


def test_order_and_batches_make_no_difference(tmp_path: Path) -> None:
    full = "Sundby town council mulls plan for night ferries, mayor says"
    url = "https://bay.example/ferries"
    paths = [
        capture(tmp_path / "in", "front-1.jsonl", item(BEFORE, "2024-10-24", url), item(FORMULA, "2024-06-01")),
        capture(tmp_path / "in", "front-2.jsonl", item(AFTER, "2024-10-25", url), item(FORMULA, "2024-09-30")),
        capture(tmp_path / "in", "front-3.jsonl", item(full, "2024-10-26", url), item(FORMULA_AGAIN, "2024-10-01")),
    ]
    found = [
        ingested(tmp_path / f"{at}.db", order)
        for at, order in enumerate([*permutations(paths), [str(tmp_path / "in")]])
    ]
    assert found[0] == {BEFORE: full, AFTER: full, FORMULA: FORMULA_AGAIN}
    assert all(each == found[0] for each in found)


def test_a_known_text_seen_on_another_day_may_become_a_variant(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    first = capture(tmp_path, "front-1.jsonl", item(FORMULA, "2024-06-01"))
    second = capture(tmp_path, "front-2.jsonl", item(FORMULA_AGAIN, "2024-10-01"))
    assert ingested(db, [first, second]) == {}
    third = capture(tmp_path, "front-3.jsonl", item(FORMULA, "2024-10-02"))
    assert len(ingested(db, [third])) == 1
    run("source", "delete", "front-3.jsonl", "--yes", "--db", str(db))
    assert links(db) == {}
