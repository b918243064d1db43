"""Exports for other engines, read back by such engines."""

from __future__ import annotations

import gzip
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from archive.cli import app
from archive.export.parquet import TABLES

runner = CliRunner()


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    source = folder / "news.jsonl"
    rows: list[dict[str, str]] = [
        {
            "text": "Norvanian President Mara Velden opened a reserve in Rotterdam on Oct. 24.",
            "date": "2024-10-25",
        },
        {"text": "“The ferries will run,” Velden said in Łódź.", "date": "2023-05-01", "outlet": "The Ledger"},
        {"text": "“The ferries will run,” Velden said in Łódź.", "date": "2024-05-01", "outlet": "Island Post"},
        {"text": "Harbour crews went back to work."},
    ]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    path = folder / "a.db"
    assert runner.invoke(app, ["ingest", str(source), "--db", str(path)]).exit_code == 0
    with closing(sqlite3.connect(path)) as conn:  # one that is of no year
        conn.execute("update snippets set dated = null where text like 'Harbour%'")
        conn.commit()
    return path


def rows_of(db: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(db)) as conn:
        return conn.execute(sql).fetchall()


@pytest.fixture(scope="module")
def folder(db: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("pyarrow", reason="the extra [parquet] is not installed")
    folder = tmp_path_factory.mktemp("parquet") / "out"
    done = runner.invoke(app, ["export", "parquet", str(folder), "--db", str(db)])
    assert done.exit_code == 0, done.output
    return folder


@pytest.mark.parametrize("table", TABLES)
def test_duckdb_reads_every_row_back(db: Path, folder: Path, table: str) -> None:
    duckdb = pytest.importorskip("duckdb")
    columns = [name for _, name, *_ in rows_of(db, f"pragma table_xinfo({table})")]
    where = f"read_parquet('{folder}/{table}/**/*.parquet', hive_partitioning = true)"
    found = duckdb.sql(f"select {', '.join(columns)} from {where}").fetchall()
    assert sorted(found, key=repr) == sorted(rows_of(db, f"select * from {table}"), key=repr)
    assert found


def test_files_lie_by_year(folder: Path) -> None:
    years = {each.name for each in (folder / "snippets").iterdir()}
    assert years == {"year=2023", "year=2024", "year=__HIVE_DEFAULT_PARTITION__"}
    assert {each.name for each in (folder / "mentions").iterdir()} == {"year=2023", "year=2024"}
    assert {each.name for each in folder.iterdir()} == set(TABLES)


def test_dask_counts_what_the_archive_counts(db: Path, folder: Path) -> None:
    frames = pytest.importorskip("dask.dataframe")
    mentions = frames.read_parquet(folder / "mentions", columns=["snippet_id", "surface", "year"])
    found = mentions.groupby("surface").snippet_id.count().compute().to_dict()
    assert found == dict(rows_of(db, "select surface, count(*) from mentions group by 1"))


@pytest.mark.parametrize("name", ["out.ndjson", "out.ndjson.gz"])
def test_documents_hold_what_the_archive_says_of_a_snippet(db: Path, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    done = runner.invoke(app, ["export", "opensearch", str(file), "--db", str(db), "--index", "news"])
    assert done.exit_code == 0, done.output
    data = gzip.decompress(file.read_bytes()) if name.endswith(".gz") else file.read_bytes()
    assert data.endswith(b"\n")
    lines = [json.loads(line) for line in data.decode().splitlines()]
    assert [line["index"] for line in lines[::2]] == [{"_index": "news", "_id": str(n)} for n in (1, 2, 3)]
    ferries = lines[3]
    assert ferries["text"] == "“The ferries will run,” Velden said in Łódź."
    assert [(each["outlet"], each["dated"]) for each in ferries["sightings"]] == [
        ("The Ledger", "2023-05-01"), ("Island Post", "2024-05-01"),
    ]  # fmt: skip
    assert {each["surface"] for each in ferries["entities"]} == {"Velden", "Łódź"}
    assert [each["quote"] for each in ferries["quotations"]] == ["The ferries will run,"]
    assert "dates" not in ferries
    assert lines[1]["dates"][0]["first_day"] == "2024-10-24"
    properties = json.loads((tmp_path / "out.ndjson.mapping.json").read_text())["mappings"]["properties"]
    for document in lines[1::2]:
        assert document.keys() <= properties.keys()
        for name_, value in document.items():
            for row in value if isinstance(value, list) else []:
                assert row.keys() <= properties[name_]["properties"].keys()


@pytest.mark.parametrize("kind", ["parquet", "opensearch"])
def test_nothing_is_written_over(db: Path, tmp_path: Path, kind: str) -> None:
    if kind == "parquet":
        pytest.importorskip("pyarrow", reason="the extra [parquet] is not installed")
    there = tmp_path / "mine"
    there.write_text("mine", encoding="utf-8")
    refused = runner.invoke(app, ["export", kind, str(there), "--db", str(db)])
    assert "is there already" in str(refused.exception)
    assert there.read_text(encoding="utf-8") == "mine"
    assert list(tmp_path.iterdir()) == [there]
