"""metadata.yml and `archive serve`, tried on a real Datasette over a real archive."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from asking import METADATA, answers, described, fetch
from browsing import PATIENCE
from datasette.app import Datasette
from datasette.utils import tilde_encode
from examples import SOME
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ArchiveError
from archive.web import serve as web

TABLES: dict[str, dict[str, Any]] = METADATA["databases"]["archive"]["tables"]
QUERIES: dict[str, dict[str, Any]] = METADATA["databases"]["archive"]["queries"]
WITHOUT_ROWS = {"who_said_what", "said_about", "quoted_most", "quoted_on", "who_first", "republished"}
"""Queries over what the small archive has none of: quotations, texts of several outlets or days."""
INTERNAL = {
    "identities", "short_names", "meant_nearby", "hidden_mentions", "possible_mentions", "variant_keys",
    "bulk_load", "tallies", "_sqlite_migrations",
}  # fmt: skip

HOSTILE = [
    "'; drop table snippets; --",
    '"',
    '" OR "',
    "AND NEAR(",
    "title:grain* - ^b",
    "O'Lind",
    "% \\ {}[]()",
    "\x00grain",
    "<script>alert(1)</script>",
    "9" * 40,
    "grain " * 500,
]


@pytest.fixture(scope="module")
def datasette(small_archive: Path) -> Datasette:
    return described(small_archive, metadata=METADATA)


def test_home_and_database_say_what_this_is_and_where_to_begin(datasette: Datasette) -> None:
    for path in ("/", "/archive"):
        page = fetch(datasette, path)
        assert page.status_code == 200
        assert f"<h1>{METADATA['title']}" in page.text
        assert 'href="/archive/snippets?' in page.text


def test_every_link_in_a_description_leads_somewhere(datasette: Datasette) -> None:
    links = {unescape(link) for link in re.findall(r'href="([^"]+)"', web.metadata_path().read_text("utf-8"))}
    assert len(links) >= 6
    assert {link: fetch(datasette, link, follow_redirects=True).status_code for link in links} == dict.fromkeys(
        links, 200
    )


def facet_names(table: dict[str, Any]) -> list[str]:
    """How the facets that metadata asks for are called on the page."""
    plural = {"person": "people", "organisation": "organisations", "place": "places"}
    return [
        each if isinstance(each, str) else each.get("counted") or plural[each["entity"]]
        for each in table.get("facets", [])
    ]


@pytest.mark.parametrize("table", sorted(set(TABLES) - INTERNAL))
def test_table_page_with_facets_and_descriptions(datasette: Datasette, table: str) -> None:
    page = fetch(datasette, f"/archive/{table}")
    assert page.status_code == 200
    if not TABLES[table].get("hidden"):
        assert TABLES[table]["title"] in page.text
    facets = facet_names(TABLES[table])
    found = fetch(datasette, f"/archive/{table}.json?_extra=facet_results").json().get("facet_results", {})
    assert set(facets) == set(found.get("results", found))  # 1.0 nests them


def test_facets_count_snippets(datasette: Datasette) -> None:
    found = fetch(datasette, "/archive/snippets.json?_extra=facet_results").json()["facet_results"]
    by_outlet = {each["value"]: each["count"] for each in found.get("results", found)["outlet"]["results"]}
    assert by_outlet == {"Norvania Today": 14, "The Bay Courier": 5}


def test_snippets_come_newest_first_and_entities_most_named_first(datasette: Datasette) -> None:
    snippets = fetch(datasette, "/archive/snippets.json?_shape=array").json()
    dated = [row["dated"] for row in snippets if row["dated"]]
    assert dated == sorted(dated, reverse=True)
    counts = [row["mention_count"] for row in fetch(datasette, "/archive/entities.json?_shape=array").json()]
    assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize("table", sorted(set(TABLES) - INTERNAL - {"snippets_fts"}))
def test_streamed_csv_holds_every_row_once(datasette: Datasette, small_archive: Path, table: str) -> None:
    """Streaming walks the pages in the default order, which must not lose rows that share a date or a count.

    Datasette breaks ties by ascending key from the second page on, but leaves the first to SQLite: an index that is
    read backwards for `sort_desc` yields descending keys there, and rows go missing. So such an index is descending.
    """
    answer = fetch(datasette, f"/archive/{table}.csv?_stream=on&_size=3")
    assert answer.status_code == 200
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    with closing(sqlite3.connect(small_archive)) as conn:
        (count,) = conn.execute(f"select count(*) from {table}").fetchone()
    assert len(rows) == count
    assert len({tuple(row.values()) for row in rows}) == count


def test_hidden_tables_are_hidden(datasette: Datasette) -> None:
    tables = {table["name"]: table["hidden"] for table in fetch(datasette, "/archive.json").json()["tables"]}
    shown = {name for name, hidden in tables.items() if not hidden}
    with_page = {name for name, table in TABLES.items() if not table.get("hidden")}
    assert shown == with_page - {"sightings", "mentioned", "said", "co_mentions", "timeline"}
    assert {name for name in tables if name.startswith("snippets_fts")}.isdisjoint(shown)


def test_rows_link_to_what_they_belong_to(datasette: Datasette) -> None:
    mentions = fetch(datasette, "/archive/mentions?entity_id=1").text
    assert 'href="/-/archive/archive/entity/1">Mara Velden</a>&nbsp;<em>1</em>' in mentions
    assert 'href="/-/archive/archive/snippet/4">Foreign Minister Tobias Renn' in mentions
    sightings = fetch(datasette, "/archive/sightings?snippet_id=1").text
    assert 'href="/-/archive/archive/source/2">2</a>' in sightings
    assert 'href="/archive/mentions?snippet_id=4"' in fetch(datasette, "/archive/snippets/4").text


def test_table_search_finds_words(datasette: Datasette) -> None:
    found = fetch(datasette, "/archive/snippets.json?_shape=array&_search=talk").json()
    assert {row["id"] for row in found} == {4, *range(10, 22)}


def test_text_of_strangers_is_escaped_everywhere(datasette: Datasette) -> None:
    pages = ("snippets", "snippets/9", "mentions", "mentioned", "search?words=bread", "snippets_naming?entity=O'Lind")
    for page in pages:
        html = fetch(datasette, f"/archive/{page}").text
        assert "&lt;script&gt;" in html or "&lt;«script»" in html, page
        assert "<script>alert(" not in html, page


def test_every_column_of_every_table_and_view_is_described(small_archive: Path) -> None:
    with closing(sqlite3.connect(small_archive)) as conn:
        names = [
            name
            for (name,) in conn.execute("select name from sqlite_master where type in ('table', 'view')")
            if not name.startswith(("snippets_fts_", "sqlite_", "_sqlite_"))
        ]
        columns = {
            name: {row[1] for row in conn.execute(f"pragma table_xinfo({name})") if row[6] != 1} for name in names
        }
    described = {name: set(table.get("columns", {})) for name, table in TABLES.items() if name != "_sqlite_migrations"}
    assert described == columns
    for name, table in TABLES.items():
        assert table.get("description") or table.get("description_html"), name
        assert all(table.get("columns", {"": "none"}).values()), name


def test_what_metadata_names_exists() -> None:
    for name, table in TABLES.items():
        used = {
            *(set(facet_names(table)) - {"people", "organisations", "places"}),
            *(table[key] for key in ("label_column", "sort", "sort_desc") if key in table),
        }
        assert used <= set(table.get("columns", {})), name


def test_there_are_ready_made_queries_each_explained() -> None:
    assert len(QUERIES) >= 12
    for name, query in QUERIES.items():
        assert query["title"], name
        assert query["description"], name
        assert set(re.findall(r"(?<!:):([a-z_]+)", query["sql"])) == set(query.get("params", [])), name
        assert re.search(r"\blimit \d+", query["sql"]), name


@pytest.mark.parametrize("query", QUERIES)
def test_query_shows_something_before_anything_is_filled_in(datasette: Datasette, query: str) -> None:
    page = fetch(datasette, f"/archive/{query}")
    assert page.status_code == 200
    assert QUERIES[query]["title"] in page.text
    assert all(f'name="{parameter}"' in page.text for parameter in QUERIES[query].get("params", []))
    assert bool(answers(datasette, query)) == (query not in WITHOUT_ROWS)


@pytest.mark.parametrize(
    ("query", "params", "column", "expected"),
    [
        ("search", {"words": "grain reserve"}, "snippet_id", {1, 2}),  # 3 is a cut copy of 2
        ("search", {"words": '"grain talks"'}, "snippet_id", {4}),
        ("search", {"words": "  TALKS   \t kestrel "}, "snippet_id", {4}),
        ("search", {"words": "nowhere"}, "snippet_id", set()),
        ("named_most", {"kind": "organisation"}, "name", {"Northern Grain Union", "Harbour Workers' League"}),
        ("named_most", {"kind": " Person ", "since": "2024-10-22"}, "name", {"Mara Velden"}),
        ("named_most", {"since": "2030"}, "name", set()),
        ("named_together", {"entity": "velden"}, "named_with", {"Norvania", "Tobias Renn", "Kestrel Bay"}),
        ("named_together", {"entity": "1"}, "named_with", {"Norvania", "Tobias Renn", "Kestrel Bay"}),
        ("named_together", {"entity": "nobody"}, "named_with", set()),
        ("mentions_over_time", {"entity": "Kestrel Bay"}, "month", {"2024-10"}),
        ("snippets_naming", {"entity": "NGU"}, "snippet_id", {8}),
        ("snippets_naming", {"entity": "Mara Velden"}, "snippet_id", {1, 2, 4, 7}),
        ("snippets_naming_both", {"entity": "Norvania", "and_entity": "Velden"}, "snippet_id", {2}),
        ("snippets_naming_both", {"entity": "Velden", "and_entity": ""}, "snippet_id", {1, 2, 4, 7}),
        ("snippets_naming_both", {"entity": "Velden", "and_entity": "nobody"}, "snippet_id", set()),
        ("snippets_between", {"from_date": "2023-11", "to_date": "2024-09"}, "snippet_id", {8, 20, 21}),
        ("snippets_between", {"to_date": "2019"}, "snippet_id", {7}),
        ("dates_between", {"from_day": "2024-10-01", "to_day": "2024-10-31"}, "snippet_id", {2, 3, 4}),
        ("new_since", {"since": "2024-10-26"}, "snippet_id", set(range(7, 22))),
        ("new_since", {"since": "2024-10-25T08:00"}, "snippet_id", set(range(1, 22)) - {3}),
        ("new_since", {"since": "2031"}, "snippet_id", set()),
        ("new_names", {"month": "2024-10"}, "name", {"Ilse Okafor", "Kestrel Bay", "Harbour Workers' League"}),
        ("new_names", {"month": "2024-10", "kind": "place"}, "name", {"Kestrel Bay"}),
        ("first_mentions", {"kind": "organisation"}, "snippet_id", {5, 8}),
        ("roles", {"person": "Mara Velden"}, "role", {"Norvanian President", "Candidate"}),
        ("aliases_of", {"entity": "ngu"}, "alias", {"NGU", "Northern Grain Union"}),
        ("doubtful_dates", {}, "alternative", {"2023-10-21", "2023-09"}),
        ("duplicates", {}, "snippet_id", {1}),
        ("variants", {}, "fullest_id", {2}),
        ("no_entity", {}, "snippet_id", {6}),
        ("outlets", {"year": "2023"}, "outlet", {"Norvania Today"}),
        ("sources_brought", {}, "sightings", {7, 16}),
    ],
)
def test_query_answers(
    datasette: Datasette, query: str, params: dict[str, str], column: str, expected: set[object]
) -> None:
    assert {row[column] for row in answers(datasette, query, **params)} == expected


def test_a_run_that_brought_nothing_hides_no_news(small_archive: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(small_archive, tmp_path / "clips.db"))
    with closing(sqlite3.connect(path)) as conn:
        before = conn.execute(QUERIES["new_since"]["sql"], {"since": ""}).fetchall()
        conn.execute("insert into ingests (started_at, finished_at, version, options) values ('2031', '2031', '', '')")
        assert conn.execute(QUERIES["new_since"]["sql"], {"since": ""}).fetchall() == before != []


def test_search_marks_its_hits_and_ranks_the_best_first(datasette: Datasette) -> None:
    rows = answers(datasette, "search", words="grain reserve")
    assert rows[0]["text"] == "Velden orders a second «grain» «reserve»"


def test_counts_are_of_snippets(datasette: Datasette) -> None:
    (first, *_) = answers(datasette, "named_together", entity="Norvania")
    assert (first["named_with"], first["snippets"], first["percent"]) == ("Tobias Renn", 12, 80.0)
    months = {row["month"]: row["snippets"] for row in answers(datasette, "mentions_over_time", entity="Mara Velden")}
    assert months == {"2024-10": 4}
    (outlet, *_) = answers(datasette, "outlets")
    assert (outlet["outlet"], outlet["snippets"], outlet["percent"]) == ("Norvania Today", 14, 70.0)
    (duplicate,) = answers(datasette, "duplicates")
    assert duplicate["seen_in"] == "Bay news #1, Talks #22"


def test_quotations_are_found_once_there_are_any(small_archive: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(small_archive, tmp_path / "archive.db"))
    with closing(sqlite3.connect(path)) as conn:
        conn.executemany(
            """insert into quotations (snippet_id, start, stop, quote, speaker_id, cue, is_complete)
               values (?, ?, ?, ?, ?, ?, ?)""",
            [(5, 0, 9, "We will not load grain", 3, "says", 1), (8, 0, 4, "Signed", None, None, 0)],
        )
        conn.commit()
    datasette = described(path, metadata=METADATA)
    assert [row["speaker"] for row in answers(datasette, "who_said_what")] == ["Ilse Okafor", None]
    assert [row["snippet_id"] for row in answers(datasette, "who_said_what", speaker="okafor")] == [5]
    assert answers(datasette, "who_said_what", speaker="okafor", word="GRAIN")
    assert not answers(datasette, "who_said_what", speaker="Renn")


@pytest.mark.parametrize("query", [name for name, query in QUERIES.items() if query.get("params")])
def test_hostile_parameters_get_an_answer(datasette: Datasette, query: str) -> None:
    for text in HOSTILE:
        params = urlencode(dict.fromkeys(QUERIES[query]["params"], text))
        answer = fetch(datasette, f"/archive/{query}?{params}")
        assert answer.status_code == 200, (text, answer.text)
        assert "<script>alert(1)" not in answer.text


@SOME
@given(words=st.text(max_size=40))
def test_search_never_fails_on_a_text(small_archive: Path, words: str) -> None:
    with closing(sqlite3.connect(small_archive)) as conn:
        conn.execute(QUERIES["search"]["sql"], {"words": words.encode("utf-8", "replace").decode()}).fetchall()


def test_csv_of_a_query(datasette: Datasette) -> None:
    answer = fetch(datasette, "/archive/named_most.csv?kind=person")
    assert answer.status_code == 200
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["name"] for row in rows][:2] == ["Tobias Renn", "Mara Velden"]


def test_an_archive_under_another_name_gets_it_all(small_archive: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(small_archive, tmp_path / "my clippings.db"))
    metadata = web.metadata_for(METADATA, web.database_names([path]))
    datasette = described(path, metadata=metadata)
    name = tilde_encode("my clippings")
    home = fetch(datasette, "/").text
    assert f'href="/{name}/snippets?' in home
    assert 'href="/archive' not in home
    assert "leave them out" in fetch(datasette, f"/{name}/snippets").text
    assert fetch(datasette, f"/{name}/named_most.json?_shape=array").json()[0]["name"] == "Norvania"


def test_names_are_those_that_datasette_gives(small_archive: Path, tmp_path: Path) -> None:
    paths = [tmp_path / folder / "news.2024.db" for folder in "abc"] + [tmp_path / "news.2024_2.db"]
    for path in paths:
        path.parent.mkdir(exist_ok=True)
        shutil.copy(small_archive, path)
    names = web.database_names(paths)
    assert names == [name for name in described(*paths).databases if not name.startswith("_")]
    assert set(web.metadata_for(METADATA, names)["databases"]) == set(names)


def test_renaming_leaves_the_template_and_other_links_alone() -> None:
    template: web.Metadata = {
        "description_html": '<a href="/archive/x"> <a href="/archive?y"> <a href="/archives/z">',
        "databases": {"archive": {"title": "T", "queries": {"q": {"sql": "select 'href=/archive/'"}}}},
    }
    made = web.metadata_for(template, ["a\\1 b", "second"])
    name = tilde_encode("a\\1 b")
    assert made["description_html"] == f'<a href="/{name}/x"> <a href="/{name}?y"> <a href="/archives/z">'
    assert made["databases"]["second"] == template["databases"]["archive"]
    assert 'href="/archive/x"' in template["description_html"]


@pytest.mark.parametrize(("installed", "files"), [("0.65.5", 1), ("1.0a41", 2), ("1.2", 2)])
def test_command_line_suits_the_version(installed: str, files: int) -> None:
    arguments = web.datasette_arguments(
        [Path("a.db"), Path("b.db")], Path("m.json"), datasette_version=installed, port=1234, open_browser=True
    )
    assert arguments[:3] == ["serve", "a.db", "b.db"]
    assert arguments.count("m.json") == files
    assert ("--config" in arguments) == (files == 2)
    assert arguments[-5:] == ["--host", "127.0.0.1", "--port", "1234", "--open"]
    assert arguments.count("--setting") == len(web.SETTINGS)


def test_settings_are_known_to_this_datasette(small_archive: Path) -> None:
    known = fetch(described(small_archive, metadata=METADATA), "/-/settings.json").json()
    assert set(web.SETTINGS) <= set(known)


def serve_quietly(path: Path, **options: Any) -> None:
    web.serve([path], announce=lambda _: None, **options)


def test_what_cannot_be_served_is_said(small_archive: Path, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"no archive at .*none\.db"):
        serve_quietly(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("Not a database, but long enough to look like something." * 9)
    with pytest.raises(ArchiveError, match=r"text\.db is not an SQLite file"):
        serve_quietly(tmp_path / "text.db")
    with closing(sqlite3.connect(tmp_path / "other.db")) as conn:
        conn.execute("create table shelf (id)")
    with pytest.raises(ArchiveError, match="not an archive"):
        serve_quietly(tmp_path / "other.db")
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(ArchiveError, match=r"in use.*--port"):
        serve_quietly(small_archive, port=taken.getsockname()[1])
    with pytest.raises(ArchiveError, match=r"198\.51\.100\.7 can't be listened on"):
        serve_quietly(small_archive, host="198.51.100.7")  # an address for documentation: nobody's


@pytest.mark.skipif(sys.platform == "win32", reason="sends the signals of a POSIX terminal")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_serve_ends_cleanly(small_archive: Path, tmp_path: Path, sent: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "archive", "serve", str(small_archive), "--port", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stderr
        lines = iter(process.stderr)
        assert str(small_archive) in next(lines)
        said = next(line for line in lines if "Uvicorn running" in line)
        address = re.search(r"http://[\d.:]+", said)
        assert address
        assert httpx.get(address[0], timeout=PATIENCE).status_code == 200  # it says so a moment before it runs
        process.send_signal(sent)
        assert process.wait(PATIENCE) == 0
        assert "Traceback" not in process.stderr.read()
    finally:
        process.kill()
        process.wait()
    assert list(tmp_path.iterdir()) == []
