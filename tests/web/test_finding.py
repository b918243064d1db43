"""Lists of people and outlets, suggestions while one types, ways on from a hit, and where addresses lead."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

import pytest
from asking import METADATA, described, fetch
from sighting import sight

from archive.search import answered, prepare, total_of
from archive.search.query import Filter
from archive.search.suggest import Typed, endings, suggestions
from archive.store import name_words
from archive.text.sentences import is_open
from archive.web import refine
from archive.web.addresses import Among, Links
from archive.web.graphql import shown_keys
from archive.web.pages.among import way
from archive.web.pages.facets import search_facets
from archive.web.pages.lists import LETTERS, NAMES, OTHER, ListPage, list_page, wanted
from archive.web.pages.paging import turner
from archive.web.pages.search import search_page
from archive.web.serve import metadata_for
from archive.web.spans import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from datasette.app import Datasette

LINKS = Links("/", "clips")
ROOM = "/-/archive/clips"


@pytest.fixture(scope="module")
def path(small_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("finding") / "clips.db"
    shutil.copy(small_archive, copy)
    with closing(sqlite3.connect(copy)) as conn:
        conn.executemany(
            "insert into entities (id, name, kind, snippet_count, mention_count) values (?, ?, 'person', 1, 1)",
            [(90, "Mara Velden"), (91, "Édouard Žák")],
        )
        name_words.add(conn, [(90, "Mara Velden"), (91, "Édouard Žák")])
        conn.execute(
            """update entities set (mention_count, snippet_count) = (
                 select count(*), count(distinct snippet_id) from mentions where entity_id = entities.id)
               where id < 90"""
        )
        sight(conn)
        conn.commit()
    return copy


@pytest.fixture(scope="module")
def conn(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as conn:
        yield conn


@pytest.fixture(scope="module")
def datasette(path: Path) -> Datasette:
    return described(path)


def suggested(datasette: Datasette, q: str, **more: str) -> dict[str, Any]:
    answer = fetch(datasette, f"{ROOM}/suggest.json?{urlencode({'q': q, **more})}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def listed(conn: sqlite3.Connection, name: str, **args: str) -> ListPage:
    return list_page(conn, LINKS, wanted(name, args, 1, 20))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("vel", [(0, None, "vel")]),
        ("grain vel", [(0, None, "grain vel"), (6, None, "vel")]),
        ("a b c vel", [(0, None, "a b c vel"), (2, None, "b c vel"), (4, None, "c vel"), (6, None, "vel")]),
        ("strike person:lind", [(7, "person", "lind")]),
        ('outlet:"the ba', [(0, "outlet", "the ba")]),
        ("strike -person:lind", [(8, "person", "lind")]),
        ("(tru", [(1, None, "tru")]),
        ("-put", [(1, None, "put")]),
        ("vel ", []),
        ("", []),
        ('"', []),
    ],
)
def test_the_end_of_a_query_is_what_is_typed(query: str, expected: list[tuple[int, str | None, str]]) -> None:
    assert [(one.start, one.field, one.text) for one in endings(query)] == expected


def test_what_begins_so_comes_with_the_most_frequent_first(conn: sqlite3.Connection) -> None:
    names = [(one.label, one.kind) for one in suggestions(conn, Typed(0, None, "nor"))]
    assert names[:2] == [("Norvania", "place"), ("Norvania Today", "outlet")]
    assert ("Northern Grain Union", "organisation") in names
    assert suggestions(conn, Typed(0, None, "NGU"))[0].label == "Northern Grain Union"  # an alias
    assert [one.label for one in suggestions(conn, Typed(0, "person", "zak"))] == ["Édouard Žák"]
    assert [one.label for one in suggestions(conn, Typed(0, "place", "vel"))] == []
    words = [one for one in suggestions(conn, Typed(0, None, "reser")) if one.kind == "word"]
    assert [one.label for one in words] == ["reserve"]
    assert words[0].count == total_of(conn, prepare(conn, "reserve is:any")).shown


def test_suggestions_are_parts_of_a_query(datasette: Datasette) -> None:
    found = suggested(datasette, "grain oka")
    assert found["start"] == 6
    assert found["suggestions"][0]["query"] == 'person:"Ilse Okafor"'
    assert found["suggestions"][0]["url"] == f"{ROOM}/entity/3"
    assert suggested(datasette, "by:oka")["suggestions"][0]["query"] == 'by:"Ilse Okafor"'
    # two of one name are told apart by their numbers
    twins = suggested(datasette, "mara v", **{"as": "name"})["suggestions"]
    assert {one["name"] for one in twins} == {"#1", "#90"}
    for nothing in ("", "zzz", "'; drop", "%", "\x00", "x" * 5000, "[", "((("):
        assert suggested(datasette, nothing)["suggestions"] == []


@pytest.mark.parametrize("name", NAMES)
def test_lists_are_filtered_and_sorted(conn: sqlite3.Connection, datasette: Datasette, name: str) -> None:
    every = listed(conn, name, sort="name")
    names = [one.name for one in every.entries]
    assert names
    assert names == sorted(names, key=str.lower)
    by_letter = [one.name for letter in (*LETTERS, OTHER) for one in listed(conn, name, letter=letter).entries]
    assert sorted(by_letter) == sorted(names)
    by_count = [one.count for one in listed(conn, name, sort="count").entries]
    assert by_count == sorted(by_count, reverse=True)
    assert {one.name for one in listed(conn, name, sort="newest").entries} == set(names)
    part = names[0].split()[-1][:4]
    assert names[0] in [one.name for one in listed(conn, name, q=part).entries]
    assert listed(conn, name, q="%zzz").entries == ()
    answer = fetch(datasette, every.csv_url)
    assert answer.status_code == 200
    assert len(answer.text.splitlines()) == len(names) + 1
    page = fetch(datasette, LINKS.list(name, {"q": "<b>", "sort": "nonsense", "letter": "é"}))
    assert page.status_code == 200
    assert "<b>" not in page.text
    assert "Nothing is called so" in page.text


def test_counts_of_lists_are_what_a_click_brings(conn: sqlite3.Connection) -> None:
    for one in listed(conn, "outlets").entries:
        (query,) = re.findall(r"q=([^&]*)", one.url)
        assert (
            total_of(
                conn, prepare(conn, unescape(query).replace("+", " ").replace("%3A", ":").replace("%22", '"'))
            ).shown
            == one.count
        )


def test_bars_count_what_their_links_find(conn: sqlite3.Connection) -> None:
    for text in ("", "talks", "talks on:2023", "after:2023-03 before:2024", "place:norvania"):
        asked, total = answered(conn, text)
        drawn = search_facets(conn, LINKS, asked, total.shown, "newest").timeline
        assert drawn, (text, total)
        for column in drawn.columns:
            _, number = answered(conn, refine.within(asked.query, Filter("on", column.when)))
            assert column.bars[0].count == number.shown


def test_a_hit_leads_on_to_the_others(conn: sqlite3.Connection) -> None:
    asked, total = answered(conn, "talks")
    page = search_page(conn, LINKS, asked, total, "newest", 1, longest=5, size=20)
    among = Among("talks", "newest")
    numbers = [one.id for one in page.found.hits]
    for place, number in enumerate(numbers[:3], 1):
        on = way(conn, LINKS, among, number, place, longest=5)
        assert on.told == f"{place} of {total.shown}"
        assert on.previous_url == (LINKS.snippet(numbers[place - 2], among, place - 1) if place > 1 else None)
        assert on.next_url == LINKS.snippet(numbers[place], among, place + 1)
        assert on.back_url == f"{LINKS.search('talks', 'newest')}#hit-{number}"
    # the archive has grown since, or it is no hit at all
    assert way(conn, LINKS, among, numbers[4], 2, longest=5).told == f"5 of {total.shown}"
    assert way(conn, LINKS, among, 6, 2, longest=5).told == ""


def test_pages_are_turned_and_sized() -> None:
    def url(page: int, size: int | None) -> str:
        return f"{page}/{size}"

    found = turner(3, 50, 1_000, url)
    assert (found.pages, found.to(1), found.to(20)) == (20, "1/50", "20/50")
    assert found.sizes == ((20, "6/None", False), (50, "3/50", True), (100, "2/100", False))
    assert turner(1, 20, 20, url).sizes == ()
    assert turner(1, 20, 10**9, url).pages == 250


def test_days_from_to_become_a_query(datasette: Datasette) -> None:
    def sent(**args: str) -> str:
        return str(fetch(datasette, f"{ROOM}/search?{urlencode(args)}").headers.get("location"))

    both = {"from": "2024-10-01", "to": "2024-10-31"}
    assert sent(q="grain", sort="newest", **both) == LINKS.search("grain on:2024-10", "newest")
    assert sent(q="on:2024 grain", **both) == LINKS.search("on:2024-10 grain")
    assert sent(q="on:2023 grain", **both) == LINKS.search("on:2023 grain on:2024-10")
    assert sent(q="", to="2024-10-04") == LINKS.search("on:2024-10-04")
    assert sent(q="", **{"from": "2024-10-04", "to": "2024-10-02"}) == LINKS.search("on:2024-10-02..2024-10-04")
    assert sent(q="grain", to="nonsense") == LINKS.search("grain")


def test_cut_texts_show_one_ellipsis() -> None:
    assert is_open("shifted away", is_truncated=True)
    assert not is_open("shifted away…", is_truncated=True)
    assert not is_open("shifted away...”", is_truncated=True)
    assert shortened("one two three", 9, is_truncated=False) == "one two …"
    assert shortened("one two…", 9, is_truncated=True) == "one two…"


def test_what_is_no_archive_leads_to_those_that_are(path: Path, datasette: Datasette) -> None:
    for address in ("/-/archive/none", "/-/archive/none/search", "/-/archive/none/people"):
        answer = fetch(datasette, address)
        assert answer.status_code == 404
        assert f'href="{ROOM}"' in answer.text
    answer = fetch(datasette, f"{ROOM}/nothing/here")
    assert answer.status_code == 404
    assert f'href="{ROOM}"' in answer.text


def test_several_archives_each_have_a_reading_room() -> None:
    alone, both = metadata_for(METADATA, ["clips"]), metadata_for(METADATA, ["clips", "more"])
    assert f'href="{ROOM}"' in alone["description_html"]
    assert 'href="/-/archive"' in both["description_html"]
    assert f'href="{ROOM}"' not in both["description_html"]
    assert 'href="/-/archive/more"' in both["databases"]["more"]["description_html"]


def test_the_first_page_is_the_reading_room(path: Path, tmp_path: Path) -> None:
    def first(datasette: Datasette, where: str = "/") -> str | None:
        location: str | None = fetch(datasette, where).headers.get("location")
        return location

    other = tmp_path / "shelf.db"
    with closing(sqlite3.connect(other)) as conn:
        conn.execute("create table books (id integer primary key)")
    assert first(described(path)) == "/-/archive"
    assert first(described(path), "/?tables") is None
    assert first(described(path, settings={"base_url": "/news/"}), "/") == "/news/-/archive"
    assert first(described(path, other)) is None
    assert first(described(path, metadata={"description": "Ours."})) is None


class Key(NamedTuple):
    """A foreign key, as datasette-graphql has it."""

    table: str
    other_table: str


class Table(NamedTuple):
    """What it knows of a table."""

    foreign_keys: list[Key]
    fks_back: list[Key]


def test_keys_of_hidden_tables_are_left_out() -> None:
    shown, from_hidden = Key("mentions", "snippets"), Key("short", "snippets")
    to_hidden = Key("mentions", "identities")
    found = shown_keys(
        {"mentions": Table([shown, to_hidden], []), "snippets": Table([], [shown, from_hidden])},
        {"short", "identities"},
    )
    assert found == {"mentions": ([shown], []), "snippets": ([], [shown])}
