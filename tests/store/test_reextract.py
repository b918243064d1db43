"""`archive reextract`: a second reading says what the first did, keeps decisions, and is a whole or nothing."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from archive.cli import app
from archive.errors import ArchiveError
from archive.store.database import open_archive
from archive.store.decisions import decide, undo
from archive.store.reextract import reextract

TEXTS = [
    "Mara Velden, the harbour minister, said: “We will not load grain.”",
    "Velden told reporters that the talks in Rotterdam would go on.",
    "“Nobody asked us,” Otto Brandvik said in Oslo.",
    "Brandvik and Mara Velden met in Rotterdam.",
    "The International Grain Council (IGC) met. The IGC agreed on nothing.",
]
QUERIES = {
    "mentions": """select m.*, e.name, e.kind from mentions m join entities e on e.id = m.entity_id
                   order by snippet_id, start""",
    "entities": "select * from entities order by id",
    "aliases": "select * from aliases order by 1, 2",
    "quotations": "select * from quotations order by snippet_id, start",
    "possible": "select * from possible_mentions order by snippet_id, start",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An archive of a few invented texts."""
    source = tmp_path / "texts.jsonl"
    source.write_text("\n".join(json.dumps({"text": text, "date": "2024-10-24"}) for text in TEXTS), encoding="utf-8")
    path = tmp_path / "a.db"
    result = CliRunner().invoke(app, ["ingest", str(source), "--db", str(path)])
    assert result.exit_code == 0, result.output
    return path


def content(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    conn = sqlite3.connect(path)
    try:
        return {what: conn.execute(sql).fetchall() for what, sql in QUERIES.items()}
    finally:
        conn.close()


def speakers(path: Path) -> dict[str, str | None]:
    conn = sqlite3.connect(path)
    rows = conn.execute("select quote, name from quotations left join entities e on e.id = speaker_id").fetchall()
    conn.close()
    return dict(rows)


def test_reading_again_gives_the_same(path: Path) -> None:
    before = content(path)
    result = CliRunner().invoke(app, ["reextract", "--db", str(path), "--json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.output)["snippets"] == len(TEXTS)
    assert content(path) == before


def test_quotations_follow_their_speakers_through_decisions(path: Path) -> None:
    assert speakers(path)["Nobody asked us,"] == "Otto Brandvik"
    before = content(path)
    db = open_archive(path)
    decide(db, "merge", "person:Otto Brandvik", "person:Otto Brandvik Jr")
    assert speakers(path)["Nobody asked us,"] == "Otto Brandvik Jr"
    decide(db, "hide", "person:Mara Velden")
    assert speakers(path)["We will not load grain."] is None
    db.conn.close()
    assert CliRunner().invoke(app, ["reextract", "--db", str(path)]).exit_code == 0
    assert speakers(path)["Nobody asked us,"] == "Otto Brandvik Jr"
    assert speakers(path)["We will not load grain."] is None
    db = open_archive(path)
    undo(db)
    undo(db)
    db.conn.close()
    assert content(path) == before


def test_a_reading_that_is_cut_off_leaves_the_archive_as_it_was(path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    before = content(path)
    db = open_archive(path)
    with pytest.raises(KeyboardInterrupt):
        reextract(db, None, stop)
    db.conn.close()
    assert content(path) == before


def test_another_recogniser_can_read(path: Path) -> None:
    assert CliRunner().invoke(app, ["reextract", "--db", str(path), "--names", "rules"]).exit_code == 0
    result = CliRunner().invoke(app, ["reextract", "--db", str(path), "--names", "oracle"])
    assert isinstance(result.exception, ArchiveError)
    assert "no such recogniser" in str(result.exception)
