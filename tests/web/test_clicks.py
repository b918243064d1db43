"""A count is what its click brings: every value of every facet, every bar of a timeline, in archives of three kinds."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from typer.testing import CliRunner

from archive.cli import app
from archive.search import answered, parse
from archive.web import refine
from archive.web.addresses import Links
from archive.web.pages.facets import search_facets
from archive.web.pages.search import search_page
from archive.web.wording import offered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINKS = Links("/", "archive")

PAGE = """
Rain fell on the quay on Oct. 11. Mara Velden walked home.
Dockers left the piers of Kestrel Bay, and nobody knows when.
The dredger will return to Fenwick Sound in 2025, the harbour office hopes.
Between Oct. 12 and Oct. 14 three barges sank off Kestrel Bay.
Tobias Renn counted the barges on Oct. 14 and found two.
The barges were built in 2021 in Fenwick Sound.
On Oct. 24 Mara Velden met Tobias Renn at the fish market.
"""


class Clicked(NamedTuple):
    """What can be clicked, the count beside it, and what the click asks for."""

    what: str
    number: int
    query: str


def made(folder: Path, *arguments: str) -> Path:
    path = folder / "archive.db"
    done = CliRunner().invoke(app, ["ingest", *arguments, "--db", str(path), "--jobs", "1"])
    assert done.exit_code == 0, done.output
    return path


@pytest.fixture(scope="module")
def archives(carried: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, sqlite3.Connection]]:
    folder = tmp_path_factory.mktemp("page")
    page = folder / "page.txt"
    page.write_text(PAGE.strip(), encoding="utf-8")
    paths = {
        "page": made(folder, str(page), "--captured", "2024-10-25"),
        "sample": made(tmp_path_factory.mktemp("sample"), "--sample"),
        "carried": carried,
    }
    found = {name: sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) for name, path in paths.items()}
    yield found
    for conn in found.values():
        conn.close()


def total(conn: sqlite3.Connection, query: str) -> int:
    return answered(conn, query)[1].shown


def asked_by(url: str | None) -> str:
    return parse_qs(urlsplit(url or "").query).get("q", [""])[0]


def clicks(conn: sqlite3.Connection, query: str) -> list[Clicked]:
    """All that the search page of a query counts."""
    asked, found = answered(conn, query)
    facets = search_facets(conn, LINKS, asked, found.shown, "relevance")
    values = [
        Clicked(f"{facet.name} {value.label}", int(value.count.replace(",", "")), asked_by(value.url))
        for facet in facets.facets
        for value in facet.values
        # a further outlet or year is an alternative to the one that is chosen
        if not value.is_active and refine.choice(parse(query), facet.name) is None
    ]
    columns = facets.timeline.columns if facets.timeline else ()
    drawn = [Clicked(one.when, bar.count, asked_by(bar.url)) for one in columns for bar in one.bars if bar.url]
    page = search_page(conn, LINKS, asked, found, "relevance", 1, longest=5)
    others = [Clicked(offered(one).link, one.count, one.query) for one in page.found.offers]
    return [*values, *drawn, *others]


@pytest.mark.parametrize("name", ["page", "sample", "carried"])
@pytest.mark.parametrize(
    "query",
    [
        "", "on:2024", "on:2024-10", "after:2023-03", "on:2023-01..2024-09", "on:2024-10-01..2024-10-15", "-on:2024-10",
        "on:2023 OR on:2024-10", "before:2024-10-20", 'outlet:"The Bay Courier" after:2023', "kind:item -outlet:island",
        "(on:2024 OR bay) is:any", "on:2024-10-14", "harbor",
        "mentions-date:2024-10", "mentions-date:2024-10-14 OR mentions-date:2021",
    ],
)  # fmt: skip
def test_a_count_is_what_its_click_brings(archives: dict[str, sqlite3.Connection], name: str, query: str) -> None:
    conn = archives[name]
    wrong = [one for one in clicks(conn, query) if total(conn, one.query) != one.number]
    assert not wrong


def test_there_is_something_to_click(archives: dict[str, sqlite3.Connection]) -> None:
    for conn in archives.values():
        assert len(clicks(conn, "")) >= 8


def test_outlets_that_differ_in_case_alone_are_one(carried: Path, tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    path.write_bytes(carried.read_bytes())
    with closing(sqlite3.connect(path)) as conn:
        conn.execute(
            "update sighting_rows set outlet = 'NORVANIA TODAY' where outlet = 'Norvania Today' and source_id = 1"
        )
        conn.commit()
        assert not [one for one in clicks(conn, "") if total(conn, one.query) != one.number]
