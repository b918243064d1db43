"""Sightings with facts of their own, sources put right: a snippet shows what its first sighting says."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from examples import FEW
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from archive.cli import app
from archive.store.database import opened
from archive.store.rows import FIRST
from archive.store.sightings import FACTS
from archive.store.sources import delete

if TYPE_CHECKING:
    from collections.abc import Mapping

runner = CliRunner()

TEXTS = [
    "Harbour crews in Kestrel Bay extended their walkout on Monday after a second round of talks broke down.",
    "Norvanian President Mara Velden opened a second grain reserve and thanked the farmers of the northern plain.",
    "Norvanian President Mara Velden opened a second grain reserve and thanked the farmers of the",
    "Velden said nothing of the ferries.",
    "Tobias Renn flew to Port Allen in February to speak of fish, salt and the price of rope.",
]


def run(*words: str, code: int = 0, answer: str | None = None) -> str:
    result = runner.invoke(app, list(words), input=answer)
    assert result.exit_code == code, result.output
    return result.output


def feed(path: Path, *items: Mapping[str, str | None]) -> str:
    path.write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")
    return str(path)


def rows(db: Path, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(db)) as conn:
        return conn.execute(sql, parameters).fetchall()


def tables(db: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of an archive, but for times of the clock."""
    names = rows(
        db,
        """select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name <> 'ingests'
           and name not like 'snippets_fts%' and name not like '%migrations'""",
    )
    found = {}
    for (name,) in names:
        columns = [row[1] for row in rows(db, f"pragma table_info({name})") if row[1] != "ingested_at"]
        found[name] = sorted(rows(db, f"select {', '.join(columns)} from {name}"), key=repr)
    return found


def check(db: Path) -> None:
    """What must hold whatever came and went."""
    with closing(sqlite3.connect(db)) as conn:
        assert not conn.execute("pragma foreign_key_check").fetchall()
        conn.execute("insert into snippets_fts (snippets_fts, rank) values ('integrity-check', 1)")
    counted = rows(
        db,
        """select field, cast(value as text), count(distinct snippet_id) from (
             select 'outlet' as field, outlet as value, snippet_id from sightings where outlet is not null
             union all select 'day', dated, snippet_id from sightings where length(dated) = 10
             union all select 'week', date(dated, '-6 days', 'weekday 1') || '/' || date(dated, 'weekday 0'), snippet_id
               from (select substr(dated, 1, 10) as dated, substr(dated, -10) as last, snippet_id from sightings
                     where length(dated) in (10, 21)) where date(dated, 'weekday 0') = date(last, 'weekday 0')
             union all select 'loose', dated, snippet_id from sightings where length(dated) <> 10
             union all select 'month', month, snippet_id from sightings where month is not null
             union all select 'year', year, snippet_id from sightings where year is not null
             union all select 'kind', kind, id from snippets
           ) join snippets s on s.id = snippet_id where s.variant_of is null group by 1, 2 order by 1, 2""",
    )
    assert rows(db, "select field, value, snippets from tallies order by 1, 2") == counted
    said = f"(select json_array({FACTS}) from sightings g where g.snippet_id = s.id order by {FIRST} limit 1)"
    assert not rows(db, f"select id from snippets s where json_array({FACTS}) <> {said}")
    assert not rows(
        db,
        """select id from entities e where (mention_count, snippet_count) <>
             (select count(*), count(distinct snippet_id) from mentions where entity_id = e.id)""",
    )


LEDGER = {"text": TEXTS[0], "title": "Crews extend walkout", "date": "2024-10-24T09:05:00Z", "outlet": "The Ledger"}
POST = {
    "text": TEXTS[0], "title": "No end in sight", "date": "2024-10-25", "outlet": "Island Post", "author": "Ada Moss",
    "url": "https://post.example/ferries",
}  # fmt: skip


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_every_appearance_keeps_its_facts(tmp_path: Path, order: tuple[int, int]) -> None:
    db = tmp_path / "a.db"
    sources = [feed(tmp_path / "ledger.jsonl", LEDGER), feed(tmp_path / "post.jsonl", POST)]
    run("ingest", *(sources[at] for at in order), "--db", str(db))
    assert rows(db, "select title, author, outlet, dated, hour, url from sightings order by dated") == [
        ("Crews extend walkout", None, "The Ledger", "2024-10-24", "09:05Z", None),
        ("No end in sight", "Ada Moss", "Island Post", "2024-10-25", None, "https://post.example/ferries"),
    ]
    assert rows(db, "select title, author, outlet, dated, url, also from snippets") == [
        ("Crews extend walkout", None, "The Ledger", "2024-10-24", None, "No end in sight")
    ]
    check(db)


def test_what_is_known_better_speaks(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    pasted = tmp_path / "pasted.txt"
    pasted.write_text(TEXTS[1] + "\n", encoding="utf-8")
    run("ingest", str(pasted), "--captured", "2024-10-20", "--outlet", "Clippings", "--db", str(db))
    assert rows(db, "select outlet, dated_by from snippets") == [("Clippings", "captured")]
    run(
        "ingest",
        feed(tmp_path / "p.jsonl", {"text": TEXTS[1], "date": "2024-10-22", "outlet": "Island Post"}),
        "--db",
        str(db),
    )
    assert rows(db, "select outlet, dated, dated_by from snippets") == [("Island Post", "2024-10-22", "published")]
    check(db)


def test_relative_dates_follow_the_first_sighting(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    late = feed(tmp_path / "late.jsonl", {"text": TEXTS[0], "date": "2024-11-07"})
    early = feed(tmp_path / "early.jsonl", {"text": TEXTS[0], "date": "2024-10-24"})
    run("ingest", late, "--db", str(db))
    assert rows(db, "select surface, value from dates") == [("Monday", "2024-11-04")]
    run("ingest", early, "--db", str(db))
    assert rows(db, "select surface, value from dates") == [("Monday", "2024-10-21")]
    run("source", "delete", "early", "--yes", "--db", str(db))
    assert rows(db, "select surface, value from dates") == [("Monday", "2024-11-04")]
    check(db)


def test_a_deleted_source_comes_back_as_it_was(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    first = feed(
        tmp_path / "one.jsonl", *({"text": text, "date": "2024-10-24", "outlet": "The Ledger"} for text in TEXTS[:4])
    )
    last = feed(
        tmp_path / "two.jsonl",
        *(
            {"text": text, "date": "2024-10-23", "title": f"Headline {n}", "outlet": "Island Post"}
            for n, text in enumerate(TEXTS)
        ),
    )
    run("ingest", first, last, "--db", str(db))
    check(db)
    before = tables(db)
    run("source", "delete", "2", "--yes", "--db", str(db))
    check(db)
    assert [name for (name,) in rows(db, "select name from sources")] == ["one.jsonl"]
    assert rows(db, "select count(*) from snippets where text = ?", TEXTS[4]) == [(0,)]
    run("ingest", last, "--db", str(db))
    assert tables(db) == before
    check(db)


def test_a_copy_finds_another_fuller_text(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    fuller = TEXTS[1] + " Rain is expected."
    for name, text in (("short", TEXTS[2]), ("whole", TEXTS[1]), ("fullest", fuller)):
        run("ingest", feed(tmp_path / f"{name}.jsonl", {"text": text, "date": "2024-10-24"}), "--db", str(db))
    assert rows(db, "select count(*) from snippets where variant_of = 3") == [(2,)]
    run("source", "delete", "fullest", "--yes", "--db", str(db))
    assert rows(db, "select id, variant_of from snippets order by id") == [(1, 2), (2, None)]
    check(db)


def test_decisions_outlive_a_source(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    one = feed(tmp_path / "one.jsonl", {"text": TEXTS[1], "date": "2024-10-24"})
    run("ingest", one, "--db", str(db))
    run("entity", "rename", "Mara Velden", "Mara A. Velden", "--db", str(db))
    run("source", "delete", "one", "--yes", "--db", str(db))
    assert rows(db, "select count(*) from entities") == [(0,)]
    run("ingest", one, "--db", str(db))
    assert ("Mara A. Velden",) in rows(db, "select name from entities")


def test_a_wrong_day_of_capture_is_put_right(tmp_path: Path) -> None:
    db, right = tmp_path / "a.db", tmp_path / "b.db"
    pasted = tmp_path / "pasted.txt"
    pasted.write_text("\n".join([TEXTS[0], "The US president spoke of salt on Tuesday and said little else."]), "utf-8")
    run("ingest", str(pasted), "--captured", "2024-10-25", "--db", str(db))
    run("ingest", str(pasted), "--captured", "2012-10-25", "--db", str(right))
    assert tables(db) != tables(right)
    run("source", "recapture", "pasted", "2012-10-25", "--db", str(db))
    assert rows(db, "select dated, dated_by, year, month from sightings") == rows(
        right, "select dated, dated_by, year, month from sightings"
    )
    for table in ("sources", "dates", "snippets", "tallies"):
        assert tables(db)[table] == tables(right)[table], table
    named = "select m.surface, e.name, m.rule from mentions m join entities e on e.id = m.entity_id order by 1"
    assert rows(db, named) == rows(right, named)
    check(db)


def test_recaptured_is_as_ingested(tmp_path: Path) -> None:
    stamps = ("2 hours ago", "Yesterday", "3 months ago", "2024-10-24", "2031-05-05", "2199-01-01", "0", None)
    link = "https://post.example/2024/10/20/"
    items = [{"text": f"{TEXTS[0]} ({n})", "date": stamp} for n, stamp in enumerate(stamps)]
    items += [{"text": f"{TEXTS[1]} ({n})", "date": stamp, "url": f"{link}{n}"} for n, stamp in enumerate(stamps)]
    items.append({"text": "***", "date": "2024-10-21", "url": link})
    source = feed(tmp_path / "a.jsonl", *items)
    days = ("2024-10-25", "2012-10-25", "2031-06-01", "2024", "2024-10-25")
    db = tmp_path / "a.db"
    run("ingest", source, "--db", str(db))
    for n, day in enumerate(days):
        right = tmp_path / f"right-{n}.db"
        run("ingest", source, "--captured", day, "--db", str(right))
        run("source", "recapture", "a.jsonl", day, "--db", str(db))
        for table in ("sighting_rows", "snippets", "sources", "tallies"):
            assert tables(db)[table] == tables(right)[table], (table, day)
        check(db)


def test_a_wrong_outlet_is_put_right(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    pasted = tmp_path / "pasted.txt"
    pasted.write_text("\n".join([*TEXTS[:2], "Salt is dear this year in the whole of the north. (Reuters)"]), "utf-8")
    run("ingest", str(pasted), "--outlet", "The Ledgre", "--db", str(db))
    run("source", "outlet", "1", "The Ledger", "--db", str(db))
    assert rows(db, "select outlet, count(*) from sightings group by 1 order by 1") == [
        ("Reuters", 1),
        ("The Ledger", 2),
    ]
    assert rows(db, "select value, snippets from tallies where field = 'outlet' order by 1") == [
        ("Reuters", 1),
        ("The Ledger", 2),
    ]
    check(db)


def test_sources_are_listed_chosen_and_named(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    run("ingest", feed(tmp_path / "ledger.jsonl", LEDGER), feed(tmp_path / "post.jsonl", POST), "--db", str(db))
    listed = json.loads(run("source", "list", "--json", "--db", str(db)))
    assert [(one["id"], one["name"], one["items"], one["captured_by"]) for one in listed] == [
        (1, "ledger.jsonl", 1, "text"),
        (2, "post.jsonl", 1, "text"),
    ]
    assert "may be one of these" in str(runner.invoke(app, ["source", "show", "jsonl", "--db", str(db)]).exception)
    assert "No source answers to" in str(runner.invoke(app, ["source", "show", "9", "--db", str(db)]).exception)
    run("source", "rename", "post", "Island Post, ferries", "--db", str(db))
    assert "Island Post, ferries" in run("source", "show", "2", "--db", str(db))
    assert "Stopped" in run("source", "delete", "2", "--db", str(db), code=1, answer="n\n")
    assert len(rows(db, "select id from sources")) == 2


ITEMS = st.fixed_dictionaries(
    {
        "text": st.sampled_from(TEXTS),
        "title": st.sampled_from([None, "Quay", "Crews and talks"]),
        "outlet": st.sampled_from([None, "The Ledger", "Island Post"]),
        "date": st.sampled_from([None, "2024", "2024-10", "2024-10-24", "2024-10-25"]),
    }
)


@FEW
@given(st.lists(st.lists(ITEMS, min_size=1, max_size=4), min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_whatever_comes_and_goes(tmp_path_factory: pytest.TempPathFactory, sources: list[Any], random: Any) -> None:
    folder = tmp_path_factory.mktemp("any")
    db = folder / "a.db"
    paths = [feed(folder / f"{n}.jsonl", *items) for n, items in enumerate(sources)]
    run("ingest", *paths, "--db", str(db))
    check(db)
    number, uri = random.choice(rows(db, "select id, uri from sources"))
    run("source", "delete", str(number), "--yes", "--db", str(db))
    check(db)
    run("ingest", uri, "--db", str(db))
    check(db)


def test_offices_are_those_of_the_first_sighting(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    text = "“Salt is dear,” the US president said in the old port of Kestrel Bay. He said little else of rope and fish."
    named = """select distinct e.name, (select e.name from quotations q join entities e on e.id = q.speaker_id)
               from mentions m join entities e on e.id = m.entity_id where e.kind = 'person'"""
    late, early = (("Joe Biden",) * 2, ("Barack Obama",) * 2)
    run("ingest", feed(tmp_path / "late.jsonl", {"text": text, "date": "2022-03-01"}), "--db", str(db))
    assert rows(db, named) == [late]
    run("ingest", feed(tmp_path / "early.jsonl", {"text": text, "date": "2012-03-01"}), "--db", str(db))
    assert rows(db, named) == [early]
    run("source", "delete", "early", "--yes", "--db", str(db))
    assert rows(db, named) == [late]
    run("entity", "rename", "Joe Biden", "Bo Marsh", "--db", str(db))
    assert rows(db, named) == [("Bo Marsh",) * 2]
    run("entity", "undo", "--db", str(db))
    assert rows(db, named) == [late]
    run("entity", "hide", "Joe Biden", "--db", str(db))
    assert rows(db, "select speaker, speaker_id from quotations") == [("US president", None)]
    run("verify", "--db", str(db))
    check(db)


@pytest.mark.parametrize("command", [("delete", "one", "--yes"), ("recapture", "one", "2012-10-25")])
def test_cut_off_in_the_middle_nothing_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    db = tmp_path / "a.db"
    items = [{"text": text, "outlet": "The Ledger"} for text in TEXTS]
    run("ingest", feed(tmp_path / "one.jsonl", *items), "--captured", "2024-10-25", "--db", str(db))
    before = tables(db)

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("archive.store.sources.show_first", cut_off)
        assert runner.invoke(app, ["source", *command, "--db", str(db)]).exit_code != 0
    assert tables(db) == before
    check(db)


def test_who_reads_meanwhile_sees_the_archive_before_or_after(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    run("ingest", feed(tmp_path / "one.jsonl", LEDGER), feed(tmp_path / "two.jsonl", POST), "--db", str(db))
    counted = "select (select count(*) from sightings), (select count(*) from sources)"
    with opened(db) as archive, closing(sqlite3.connect(db, isolation_level=None)) as reader:
        reader.execute("begin")
        assert reader.execute(counted).fetchone() == (2, 2)
        delete(archive, 1)
        assert reader.execute(counted).fetchone() == (2, 2)
        reader.execute("commit")
        assert reader.execute(counted).fetchone() == (1, 1)
