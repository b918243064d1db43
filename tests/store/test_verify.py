"""`archive verify` and `archive backup`: every kind of fault is found, nothing healthy is sick, a copy is whole."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from archive.cli import app
from archive.errors import StoreError
from archive.store.checks import CHECKS
from archive.store.database import close_archive, open_archive

runner = CliRunner()

NEWS = [
    ("Norvanian President Mara Velden opened a second grain reserve and thanked the farmers of the northern plain.", 1),
    ("Norvanian President Mara Velden opened a second grain reserve and thanked the farmers of the northern", 2),
    ("“The ferries will run,” Velden said on Monday in Port Allen, in Łódź and in Rotterdam.", 3),
    ("Tobias Renn of the International Maritime Organization (IMO) flew to Rotterdam on Oct. 24.", 4),
    ("The IMO said that Renn would be back in early November, and Angela Merkel thanked him.", 5),
    ("Angela Merkel spoke in Rotterdam of fish, salt and the price of rope.", 6),
    ("“Salt is dear,” Mara Velden said in Port Allen on the quay.", 7),
    ("All gifts were declared in line with parliamentary and Electoral Commission rules.", 8),
]


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with everything in it: variants, decisions, something hidden, a saved search."""
    folder = tmp_path_factory.mktemp("healthy")
    source = folder / "news.jsonl"
    rows = [{"text": text, "date": f"2024-10-{day:02}", "outlet": "The Ledger"} for text, day in NEWS]
    rows.append({"text": NEWS[3][0], "title": "Renn flies", "date": "2024-10-09", "outlet": "Island Post"})
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    db = folder / "a.db"
    run("ingest", source, "--sample", "--db", db)
    run("entity", "hide", "Angela Merkel", "--db", db)
    run("entity", "rename", "Tobias Renn", "Tobias F. Renn", "--db", db)
    run("correct", "7", "--speaker", "Tobias Renn", "--db", db)
    run("search", "ferries", "--save", "ferries", "--db", db)
    return db


def run(*words: str | Path, code: int = 0) -> str:
    result = runner.invoke(app, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result.stdout


def dumped(db: Path) -> list[str]:
    with closing(sqlite3.connect(db)) as conn:
        return [line for line in conn.iterdump() if "sqlite_stat" not in line]


def verified(db: Path, *words: str, code: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("verify", "--db", db, "--json", *words, code=code))
    found["wrong"] = {each["name"] for each in found["checks"] if each["faults"]}
    return found


def test_a_healthy_archive_is_whole(healthy: Path) -> None:
    before = dumped(healthy)
    found = verified(healthy)
    assert found["is_sound"]
    assert found["wrong"] == set()
    assert len(found["checks"]) == len(CHECKS)
    assert "is whole" in run("verify", "--db", healthy)
    assert dumped(healthy) == before


SPAN = "(select snippet_id, start from {} order by 1, 2 limit 1)"
ROTTERDAM = "(select id from entities where name = 'Rotterdam')"
FAULTS = {
    "names": "delete from name_words where entity_id = (select max(entity_id) from name_words)",
    "decided texts": "update snippets set variant_of = id where id = 2",
    "kept aside": "insert into kept_aside select text_hash, 'starred', null, '2024-10-24' from snippets where id = 1",
    "foreign keys": "update sighting_rows set snippet_id = 99999 where position = 1 and source_id = 1",
    "schema": "drop index dates_days",
    "bulk load": "insert into bulk_load values (1)",
    "positions": "delete from sighting_rows where source_id = 2 and position = 2",
    "sighted": "insert into snippets (id, text, text_hash) values (900, 'Seen nowhere', 'x')",
    "raw texts": "update sighting_rows set text_at = 0, head = 99 where source_id = 1 and position = 1",
    "hashes": "update snippets set text_hash = 'x' where id = 2",
    "first sightings": "update snippets set outlet = 'Nobody' where id = 1",
    "also": "update snippets set also = 'nothing' where id = 3",
    "mentions": f"update mentions set surface = 'Xy' where (snippet_id, start) = {SPAN.format('mentions')}",
    "hidden mentions": "update hidden_mentions set stop = stop + 1",
    "dates": f"update dates set start = start + 1 where (snippet_id, start) = {SPAN.format('dates')}",
    "quotations": f"update quotations set quote = '?' where (snippet_id, start) = {SPAN.format('quotations')}",
    "days": "update dates set last_day = '2031-01-01' where surface = 'Oct. 24'",
    "overlaps": """insert into mentions select snippet_id, start + 1, stop, substr(surface, 2), entity_id, role, rule,
                   score, identity_id, found_rule from mentions where surface = 'Mara Velden' limit 1""",
    "namings": "update identities set mentions = mentions + 1 where name = 'Rotterdam'",
    "majority": """update identities set meant_id = (select id from identities where name = 'Rotterdam')
                   where key = 'velden'""",
    "placing": """update mentions set entity_id = (select id from entities where name = 'Rotterdam')
                  where surface = 'Port Allen'""",
    "counts": "update entities set mention_count = mention_count + 1 where name = 'Rotterdam'",
    "speakers": """update quotations set speaker_id = (select id from entities where name = 'Rotterdam')
                   where quote like '%ferries%'""",
    "variants": "update snippets set variant_of = (select id from snippets where variant_of not null) where id = 4",
    "keys": "delete from variant_keys where snippet_id = 1",
    "tallies": "update tallies set snippets = snippets + 1 where field = 'year'",
    "searches": "update searches set last_seen_snippet_id = 99999",
    "decisions": "update decisions set undone_by = id where id = 2",
    "decisions (undone by none that does so)": "update decisions set undone_by = 2 where id = 1",
    "decisions (unknown)": "update decisions set action = 'elevate' where id = 2",
    "lengths": "update sources set bytes = bytes + 1 where uri like '%news.jsonl'",
    "runs": "update ingests set snippets = snippets - 1",
    "runs (impossible)": "update ingests set left_out = -1",
    "roles of mentions": "update mentions set role = 'Grand Vizier' where surface = 'Mara Velden'",
    "roles of hidden mentions": "update hidden_mentions set role = 'Grand Vizier'",
    "speakers of quotations": "update quotations set speaker = 'Nobody' where quote like '%ferries%'",
    "speakers of quotations (elsewhere)": "update quotations set speaker_start = 1 where quote like '%ferries%'",
    "speakers of found speakers": "update found_speakers set speaker = 'Nobody'",
    "found before": "insert into found_facts (source_id, position) values (99, 1)",
    "found before (speaker)": "insert into found_speakers (snippet_id, start) values (1, 7)",
    "identities": "update identities set key = 'x' where name = 'Rotterdam'",
    "identities (name)": "update identities set name = 'Somebody Else' where name = 'Mara Velden'",
    "nearby": f"""insert into meant_nearby select identity_id, snippet_id, {ROTTERDAM} from mentions
                  where surface = 'Velden' limit 1""",
    "alike": f"insert into like_names select {ROTTERDAM}, id from identities where name = 'Mara Velden'",
    "placing (identity)": f"update identities set placed_id = {ROTTERDAM} where name = 'Mara Velden'",
    "descriptions": "update entities set name = 'Nobody' where name = 'Mara Velden'",
    "descriptions (kind)": "update entities set kind = 'person' where name = 'Rotterdam'",
    "descriptions (country)": "update entities set country = 'Norvania' where name = 'Rotterdam'",
    "descriptions (of nobody)": "insert into entities (id, name, kind) values (900, 'Nobody', 'person')",
    "aliases": "delete from aliases where alias = 'Mara Velden'",
    "aliases (invented)": f"insert into aliases values ({ROTTERDAM}, 'Nobody', 'text')",
    "aliases (of no gazetteer)": f"insert into aliases values ({ROTTERDAM}, 'Nobody', 'gazetteer')",
    "aliases (of a decision)": "delete from aliases where origin = 'decision'",
    "keys (too many)": "insert into variant_keys values (1, 1)",
    "index": "insert into snippets_fts (snippets_fts, rowid, title, text, also) values ('delete', 1, '', 'grain', '')",
}
"""A statement that plants a fault, by the check that must find it; in brackets what else of its kind."""

BEYOND = {"foreign keys", "positions", "sighted", "raw texts", "hashes", "days", "overlaps", "decisions"} | {
    "mentions", "hidden mentions", "dates", "quotations", "runs", "roles of mentions", "roles of hidden mentions",
    "speakers of quotations", "speakers of found speakers",
}  # fmt: skip
"""Where nothing else in the archive tells what is right."""


@pytest.fixture
def sick(healthy: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(healthy, tmp_path / "sick.db"))


@pytest.mark.parametrize("planted", FAULTS)
def test_each_kind_of_fault_is_found_and_mended_where_the_rest_tells(sick: Path, planted: str) -> None:
    name = planted.partition(" (")[0]
    with closing(sqlite3.connect(sick)) as conn:
        assert conn.execute(FAULTS[planted]).rowcount != 0
        conn.commit()
    found = verified(sick, code=1)
    assert name in found["wrong"]
    assert not found["is_sound"]
    after = verified(sick, "--repair", code=1 if name in BEYOND else 0)
    assert (name in after["wrong"]) == (name in BEYOND)
    assert name in BEYOND or name in after["mended"]


def test_every_check_but_those_of_sqlite_itself_has_a_fault_that_it_finds() -> None:
    assert {check.name for check in CHECKS} - FAULTS.keys() == {
        "pages", "possible mentions", "roles of possible mentions",
    }  # fmt: skip


def test_damaged_bytes_are_found_without_a_traceback(sick: Path) -> None:
    whole = sick.read_bytes()
    size = int.from_bytes(whole[16:18], "big")
    said = []
    for page in range(1, len(whole) // size, 3):
        data = bytearray(whole)
        data[page * size : page * size + 64] = bytes(64)
        sick.write_bytes(data)
        result = runner.invoke(app, ["verify", "--db", str(sick)])
        assert result.exit_code == 1
        assert result.exception is None or isinstance(result.exception, SystemExit | StoreError), page
        said.append(result.output or str(result.exception))
    assert all("WRONG pages" in each or "is damaged" in each for each in said)
    assert sum("WRONG pages" in each for each in said) > len(said) // 2


def test_what_changed_or_was_cut_off_is_a_remark_and_no_fault(healthy: Path, tmp_path: Path) -> None:
    source = tmp_path / "page.txt"
    source.write_text("Harbour crews extended their walkout.\n", encoding="utf-8")
    db = tmp_path / "a.db"
    run("ingest", source, "--db", db)
    assert verified(db)["remarks"] == []
    source.write_text("Something else.\n", encoding="utf-8")
    assert verified(db)["remarks"] == [f"{source} has changed since it was ingested"]
    with closing(sqlite3.connect(db)) as conn:
        conn.execute("update sources set ingested_at = null")
        conn.commit()
    assert "was cut off" in run("verify", "--db", db)


def test_a_copy_is_whole_also_while_others_write(healthy: Path, tmp_path: Path) -> None:
    db = Path(shutil.copy(healthy, tmp_path / "live.db"))
    more = tmp_path / "more.txt"
    more.write_text("\n".join(f"{text} Again, for the {n}th time." for n in range(80) for text, _ in NEWS), "utf-8")
    command = [sys.executable, "-m", "archive", "ingest", str(more), "--db", str(db)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as writer:
        run("backup", tmp_path / "copies" / "copy.db", "--db", db)
        assert writer.wait() == 0
    copy = tmp_path / "copies" / "copy.db"
    assert verified(copy)["is_sound"]
    assert [each.name for each in copy.parent.iterdir()] == ["copy.db"]
    counts = []
    for each in (healthy, copy, db):
        archive = open_archive(each)
        counts.append(archive.conn.execute("select count(*) from snippets").fetchone()[0])
        close_archive(archive)
    assert counts[1] in (counts[0], counts[2])


def test_a_copy_never_takes_the_place_of_a_file_nor_of_a_whole_one(sick: Path, tmp_path: Path) -> None:
    there = tmp_path / "there.db"
    there.write_bytes(b"mine")
    refused = runner.invoke(app, ["backup", str(there), "--db", str(sick)])
    assert "is there already" in str(refused.exception)
    assert there.read_bytes() == b"mine"
    with closing(sqlite3.connect(sick)) as conn:
        conn.execute(FAULTS["counts"])
        conn.commit()
    refused = runner.invoke(app, ["backup", str(tmp_path / "copy.db"), "--db", str(sick)])
    assert "not whole (counts)" in str(refused.exception)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["sick.db", "there.db"]


def test_a_copy_is_put_back_and_takes_a_place_only_when_told(healthy: Path, tmp_path: Path) -> None:
    copy, db = tmp_path / "copy.db", tmp_path / "db" / "a.db"
    run("backup", copy, "--db", healthy)
    assert "proven" in run("restore", copy, "--db", db)
    assert dumped(db) == dumped(healthy)
    run("entity", "hide", "Rotterdam", "--db", db)
    changed = dumped(db)
    for words, reason in (
        ([copy], "--force"),
        ([db, "--force"], "that copy already"),
        ([tmp_path / "no.db", "--force"], "no archive"),
    ):
        refused = runner.invoke(app, ["restore", *map(str, words), "--db", str(db)])
        assert reason in str(refused.exception)
    assert dumped(db) == changed
    run("restore", copy, "--force", "--db", db)
    assert dumped(db) == dumped(healthy)
    assert [each.name for each in db.parent.iterdir()] == ["a.db"]


def test_a_copy_replaces_what_is_damaged_and_nothing_that_is_open(healthy: Path, tmp_path: Path) -> None:
    db = Path(shutil.copy(healthy, tmp_path / "a.db"))
    with closing(sqlite3.connect(db)) as reader:
        reader.execute("pragma journal_mode = wal")
        reader.execute("select count(*) from snippets").fetchone()
        refused = runner.invoke(app, ["restore", str(healthy), "--force", "--db", str(db)])
        assert "in use" in str(refused.exception)
    db.write_bytes(db.read_bytes()[:5000])
    (tmp_path / "a.db-wal").write_bytes(b"what a crash left behind")
    run("restore", healthy, "--force", "--db", db)
    assert dumped(db) == dumped(healthy)
    assert [each.name for each in tmp_path.iterdir()] == ["a.db"]
    with closing(sqlite3.connect(sick := tmp_path / "sick.db")) as conn:
        sqlite3.connect(healthy).backup(conn)
        conn.execute(FAULTS["counts"])
        conn.commit()
    refused = runner.invoke(app, ["restore", str(sick), "--force", "--db", str(db)])
    assert "not whole (counts)" in str(refused.exception)
    assert dumped(db) == dumped(healthy)
