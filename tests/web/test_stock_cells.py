"""Cells of Datasette's own pages of an archive: where they lead, and what is marked in texts."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from asking import configured, fetch
from datasette.app import Datasette
from datasette.database import QueryInterrupted
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from archive.web.tables import marks

KINDS = {"person", "organisation", "place"}


def show(datasette: Datasette, path: str, **arguments: Any) -> Any:
    return fetch(datasette, f"{path}?{urlencode(arguments, doseq=True)}" if arguments else path)


def cell(html: str, column: str) -> str:
    """The first cell of a column."""
    found = re.search(rf'<td class="col-{column} [^>]*>(.*?)</td>', html, re.DOTALL)
    assert found, column
    return found[1].strip()


@pytest.fixture(scope="module")
def datasette(small_archive: Path) -> Datasette:
    return configured(small_archive)


def test_a_text_marks_whom_it_names_as_the_archive_has_it(datasette: Datasette, small_archive: Path) -> None:
    text = cell(show(datasette, "/archive/snippets", id=4).text, "text")
    with closing(sqlite3.connect(small_archive)) as conn:
        rows = conn.execute(
            "select e.kind, e.name, m.surface from mentions m join entities e on e.id = m.entity_id"
            " where m.snippet_id = 4 order by m.start"
        ).fetchall()
    found = re.findall(r'<span class="(\w+)" title="([^"]+), \w+">([^<]+)</span>', text)
    assert found == rows
    assert len(rows) > 1
    assert text.startswith('<a class="archive-text" href="/-/archive/archive/snippet/4">Foreign Minister <span')


@pytest.mark.parametrize(
    ("arguments", "marked"),
    [
        ({"_search": "talk"}, ["talks"]),
        ({"_search": "grain talks"}, ["grain", "talks"]),
        ({"_search": '"grain talks"'}, ["grain talks"]),
        ({"_search": "prep* OR grain", "_searchmode": "raw"}, ["prepare", "grain"]),
        ({"_search_text": "grain"}, ["grain"]),
        ({"_search": "velden"}, ["Velden"]),
        ({}, []),
    ],
)
def test_words_that_are_searched_for_are_marked(
    datasette: Datasette, arguments: dict[str, str], marked: list[str]
) -> None:
    tables = {"snippets": {"fts_table": "snippets_fts", "fts_pk": "id"}}
    searching = configured(datasette.databases["archive"].path, databases={"archive": {"tables": tables}})
    html = show(searching, "/archive/snippets", id=4, **arguments).text
    assert re.findall(r"<mark>(.*?)</mark>", re.sub(r"</?span[^>]*>", "", cell(html, "text"))) == marked


def test_a_hit_inside_a_name_lies_inside_its_mark(datasette: Datasette) -> None:
    text = cell(show(datasette, "/archive/snippets", id=4, _search="tobias").text, "text")
    assert '<span class="person" title="Tobias Renn, person"><mark>Tobias</mark> Renn</span>' in text


def test_a_raw_search_that_makes_no_sense_is_datasettes_to_refuse(datasette: Datasette) -> None:
    answer = show(datasette, "/archive/snippets", _search='"', _searchmode="raw")
    assert answer.status_code == 400
    assert "Traceback" not in answer.text


def test_numbers_lead_to_what_they_are_the_number_of(datasette: Datasette) -> None:
    room = "/-/archive/archive"
    for path, column, link in (
        ("/archive/mentions?entity_id=1", "entity_id", f"{room}/entity/1"),
        ("/archive/mentions?entity_id=1&snippet_id=4", "snippet_id", f"{room}/snippet/4"),
        ("/archive/aliases?entity_id=1", "alias", f"{room}/entity/1"),
        ("/archive/sightings?snippet_id=1&source_id=2", "source_id", f"{room}/source/2"),
        ("/archive/mentioned?entity_id=1&snippet_id=4", "entity", f"{room}/entity/1"),
        ("/archive/co_mentions?left_id=1&right_id=2", "left_name", f"{room}/entity/1"),
        ("/archive/co_mentions?left_id=1&right_id=2", "right_id", f"{room}/entity/2"),
        ("/archive/snippets?variant_of__notnull=1", "variant_of", f"{room}/snippet/"),
    ):
        assert f'href="{link}' in cell(show(datasette, path).text, column), (path, column)


@pytest.mark.parametrize("table", ["mentions", "dates"])
def test_beside_a_span_its_text_has_it_marked(small_archive: Path, table: str) -> None:
    tables = {"snippets": {"label_column": "text"}}
    datasette = configured(small_archive, databases={"archive": {"tables": tables}})
    with closing(sqlite3.connect(small_archive)) as conn:
        found = conn.execute(f"select snippet_id, start, surface from {table} where snippet_id <> 9").fetchall()
    for snippet, start, surface in found:
        html = show(datasette, f"/archive/{table}", snippet_id=snippet, start=start).text
        assert f"<mark>{escape(surface)}</mark>" in cell(html, "snippet_id")


def test_numbers_in_answers_of_queries_lead_there_too(datasette: Datasette) -> None:
    path = "/archive" if version("datasette").startswith("0.") else "/archive/-/query"
    html = show(datasette, path, sql="select snippet_id, entity_id, surface from mentions order by 1, 2 limit 1").text
    assert re.search(r'href="/-/archive/archive/snippet/\d+">\d+</a>', html)
    assert re.search(r'href="/-/archive/archive/entity/\d+">\d+</a>', html)
    odd = show(datasette, path, sql="select 'x' as snippet_id, null as entity_id, 1.5 as source_id").text
    assert 'href="/-/archive/archive/' not in odd.partition("<table")[2]


def test_pages_of_other_databases_are_left_alone(small_archive: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as conn:
        conn.executescript(
            "create table snippets (id integer primary key, text, entity_id);"
            "insert into snippets (id, text, entity_id) values (4, 'grain', 1)"
        )
    datasette = configured(small_archive, other)
    html = show(datasette, "/other/snippets").text
    assert "archive-text" not in html
    assert "/-/archive/" not in html.partition("<table")[2].partition("</table>")[0]
    assert "stock.css" not in html


def test_pages_of_rows_are_marked_too(datasette: Datasette) -> None:
    html = show(datasette, "/archive/snippets/4").text
    assert cell(html, "text") == cell(show(datasette, "/archive/snippets", id=4).text, "text")
    assert 'class="person"' in cell(html, "text")
    assert "stock.css" in html


def test_nothing_of_a_page_is_left_to_the_next(datasette: Datasette) -> None:
    async def get() -> list[str]:
        await datasette.invoke_startup()
        paths = ("/archive/snippets?id=4&_search=grain", "/archive/snippets/4", "/archive/snippets?id=4")
        return [(await datasette.client.get(path)).text for path in paths]

    assert [text.count("<mark>") > 0 for text in asyncio.run(get())] == [True, False, False]


@given(text=st.text(max_size=60), start=st.none() | st.integers(-5, 70), stop=st.none() | st.integers(-5, 70))
def test_a_marked_text_is_the_text(text: str, start: int | None, stop: int | None) -> None:
    html = str(marks.link("/x", text, start, stop))
    assert re.sub(r"</?mark>", "", html) == f'<a class="archive-text" href="/x">{escape(text)}</a>'
    inside = re.findall(r"<mark>(.*?)</mark>", html, re.DOTALL)
    if inside:
        assert start is not None
        assert stop is not None
        assert inside == [str(escape(text[max(0, start) : max(0, stop)]))]


def test_a_busy_machine_costs_marks_and_not_texts(datasette: Datasette, monkeypatch: pytest.MonkeyPatch) -> None:
    db, execute = datasette.databases["archive"], datasette.databases["archive"].execute

    async def interrupted(sql: str, *given: Any, **named: Any) -> Any:
        if sql == marks._NAMED:
            raise QueryInterrupted("interrupted", sql, {})
        return await execute(sql, *given, **named)

    monkeypatch.setattr(db, "execute", interrupted)
    text = cell(show(datasette, "/archive/snippets", id=4, _search="talks").text, "text")
    assert "<span" not in text
    assert "<mark>talks</mark>" in text


def test_marks_keep_to_what_a_visitor_may_see(small_archive: Path) -> None:
    tables = {"mentions": {"allow": {"id": "editor"}}}
    datasette = configured(small_archive, databases={"archive": {"tables": tables}})
    text = cell(show(datasette, "/archive/snippets", id=4).text, "text")
    assert "<span" not in text
    assert text.startswith('<a class="archive-text" href="')


def test_a_text_of_strangers_stays_a_text(small_archive: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(small_archive, tmp_path / "archive.db"))
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("""update entities set name = '"><img src=x onerror=alert(1)>' where id = 2""")
        conn.commit()
    html = show(configured(path), "/archive/snippets", _search="script").text
    assert "<script>alert(" not in html
    html = show(configured(path), "/archive/snippets").text
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html


def test_a_text_with_more_mentions_than_are_marked_is_shown_whole(
    datasette: Datasette, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks, "MOST", 1)
    text = cell(show(datasette, "/archive/snippets", id=4).text, "text")
    assert text.count("<span") == 1
    assert re.sub(r"<[^>]+>", "", text).endswith("prepare the grain talks.")
