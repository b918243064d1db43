"""The agenda and the page for a list of names: what they show, as page and as file."""

from __future__ import annotations

import asyncio
import csv
import io
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from asking import configured, fetch

LIST = "Renn\nHarbour Workers\nMara Valden\n<b>x</b>\n"


@pytest.fixture(scope="module")
def site(small_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("overviews") / "news.db"
    path.write_bytes(small_archive.read_bytes())
    ahead = "Talks on <grain> begin on 3 November and end in December."
    with closing(sqlite3.connect(path)) as conn:
        conn.execute(
            "insert into snippets (id, text, dated, outlet, text_hash) values (99, ?, '2024-10-25', '=Post', 'h')",
            (ahead,),
        )
        for surface, *date in (
            ("3 November", "2024-11-03", "2024-11-03", "2024-11-03"),
            ("December", "2024-12", "2024-12-01", "2024-12-31"),
        ):
            start = ahead.index(surface)
            row = (99, start, start + len(surface), surface, *date)
            conn.execute("insert into dates values (?, ?, ?, ?, ?, ?, ?, 'full', null)", row)
        conn.commit()
    return configured(path)


def ask(site: Any, path: str, **options: Any) -> Any:
    return fetch(site, f"/-/archive/news/{path}", **options)


def posted(site: Any, path: str) -> Any:
    """The answer to the form, with the token that Datasette 0.65 asks for."""

    async def send() -> Any:
        await site.invoke_startup()
        client = site.client
        page = await client.get("/-/archive/news/names")
        token = page.cookies.get("ds_csrftoken")
        form = {"names": LIST} | ({"csrftoken": token} if token else {})
        return await client.post(f"/-/archive/news/{path}", data=form, cookies={"ds_csrftoken": token} if token else {})

    return asyncio.run(send())


def test_the_agenda_shows_days_and_what_is_rough_apart(site: Any) -> None:
    page = ask(site, "agenda?from=2024-10-26")
    assert page.status_code == 200
    days, rough = page.text.split("Some time in")
    assert '3 Nov 2024 <span class="quiet">Sunday</span>' in days
    assert "Talks on &lt;grain&gt; begin on <mark>3 November</mark>" in days
    assert "<dt>Dec 2024</dt>" in rough
    assert 'href="/-/archive/news/snippet/99"' in days
    assert "Nothing is dated ahead" not in page.text


def test_where_nothing_is_ahead_the_newest_day_is_offered(site: Any) -> None:
    page = ask(site, "agenda?from=2030").text
    assert "Nothing is dated ahead of 1 Jan 2030" in page
    assert 'href="/-/archive/news/agenda?from=2024-10-25"' in page
    assert ask(site, "agenda?from=2030&q=grain").status_code == 200
    assert ask(site, "agenda?from=soon").status_code == 400
    assert "“soon” is no date" in ask(site, "agenda?from=soon").text
    assert ask(site, "agenda.json?from=soon").json()["error"].startswith("“soon” is no date")
    assert ask(site, "agenda?q=on:2024-99&from=2024").status_code == 400


def test_the_agenda_as_files(site: Any) -> None:
    first, *_ = ask(site, "agenda.json?from=2024-10-26").json()
    assert (first["value"], first["texts"][0]["snippet_id"]) == ("2024-11-03", 99)
    answer = ask(site, "agenda.csv?from=2024-10-26")
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert [(row["value"], row["outlet"]) for row in rows] == [("2024-11-03", "'=Post"), ("2024-12", "'=Post")]


def test_a_list_of_names_gives_a_table(site: Any) -> None:
    page = posted(site, "names")
    assert page.status_code == 200
    assert "4 names, 2 not known" in page.text
    assert '<a href="/-/archive/news/search?q=entity%3ARenn&amp;sort=newest">13<' in page.text
    assert "15 Jan 2023 – 21 Oct 2024" in page.text
    assert '<a class="chip person" href="/-/archive/news/entity/1"><bdi>Mara Velden</bdi>' in page.text
    assert "<bdi>&lt;b&gt;x&lt;/b&gt;</bdi>" in page.text
    assert "<b>x" not in page.text
    assert "Harbour Workers&#39; League" in page.text


def test_a_list_of_names_as_files(site: Any) -> None:
    rows = posted(site, "names.json").json()
    assert [(row["name"], row["entity"], row["snippets"]) for row in rows[:2]] == [
        ("Renn", "Tobias Renn", 13),
        ("Harbour Workers", "Harbour Workers' League", 1),
    ]
    table = list(csv.DictReader(io.StringIO(posted(site, "names.csv").text, newline="")))
    assert [row["nearest"] for row in table] == ["", "", "Mara Velden", ""]
    assert ask(site, "names").status_code == 200
    assert ask(site, "names.json?names=Renn").json()[0]["entity_id"] == 2


def test_a_list_that_is_too_long_is_said(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.web.overviews.LONGEST_LIST", 10)
    page = posted(site, "names")
    assert page.status_code == 400
    assert "archive search --names FILE" in page.text
