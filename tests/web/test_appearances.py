"""A text that several outlets carried on several days, as pages, exports and ready-made questions show it."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from asking import METADATA, answers, described, fetch
from conftest import APPEARANCES, CARRIED

from archive.search import Hit, answered
from archive.search.beside import Appearance
from archive.web.addresses import Links
from archive.web.pages import home
from archive.web.pages.examples import examples
from archive.web.pages.facets import search_facets
from archive.web.pages.snippet import snippet_page
from archive.web.wording import also, elsewhere, found_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from datasette.app import Datasette

LINKS = Links("/", "archive")


@pytest.fixture(scope="module")
def datasette(carried: Path) -> Datasette:
    return described(carried, metadata=METADATA)


@pytest.fixture(scope="module")
def conn(carried: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{carried.as_uri()}?mode=ro", uri=True)) as conn:
        yield conn


def shown(datasette: Datasette, query: str) -> str:
    """What the first hit of a search says, without its markup."""
    page = fetch(datasette, f"/-/archive/archive/search?{urlencode({'q': query})}").text
    hit = re.search(r"<article>(.*?)</article>", page, re.DOTALL)
    assert hit, page
    return " ".join(unescape(re.sub(r"<[^>]+>", "", hit[1])).split())


# Hits


def test_a_hit_says_where_and_when_else(datasette: Datasette) -> None:
    first = shown(datasette, '"talks number 1"')
    assert "15 Jan 2023" in first
    assert "Norvania Today" in first
    assert "also Coast Wire, 15 Jan, and 3 more" in first
    assert "found" not in first
    assert "also" not in shown(datasette, '"talks number 2"')


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('outlet:"island post"', "found in The Island Post, 16 Jan"),
        ("on:2023-01-16 number", "found in The Island Post, 16 Jan"),  # of that day, the one that tells its hour
        ("after:2023-02 number outlet:norvania before:2023-02-20", None),
        ("on:2023-03-01", "found in Norvania Today, 1 Mar"),
        ("url:wire.example", "found in Coast Wire, 15 Jan"),
        ("author:brook", "found in The Bay Courier, 16 Jan"),
        ("outlet:wire OR outlet:post", "found in Coast Wire, 15 Jan"),
        ("source:bay outlet:post", "found in The Island Post, 16 Jan"),
        ("outlet:norvania on:2023-01-15", None),
        ("author:moor", None),
        ("-outlet:courier harbours", None),
    ],
)
def test_a_hit_says_which_sighting_answers(datasette: Datasette, query: str, found: str | None) -> None:
    hit = shown(datasette, query)
    assert ("found" not in hit) if found is None else (found in hit)


def test_the_sighting_that_answers_is_not_told_twice(datasette: Datasette) -> None:
    hit = shown(datasette, 'outlet:"island post"')
    assert "also Coast Wire, 15 Jan, and 2 more" in hit
    assert hit.count("Island Post") == 1


def test_home_and_entity_pages_tell_it_too(
    datasette: Datasette, conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "LATEST", 21)
    latest = {one.id: one for one in home.home_page(conn).latest}
    assert {number for number, one in latest.items() if one.also} == {CARRIED}
    assert len(latest[CARRIED].also) == 4
    page = fetch(datasette, "/-/archive/archive/entity/2").text
    assert re.search(r"also <bdi>Coast Wire</bdi>, 15 Jan, and 3 more", page)


HIT = Hit(1, "text", None, "item", "2024-10-24", "published", "Ledger", None, None, is_truncated=False, variant_of=None)


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ([], ""),
        ([("Ledger", "2024-10-24")], ""),
        ([("Post", "2024-10-25")], "also Post, 25 Oct"),
        ([("Post", "2025-01-02")], "also Post, 2 Jan 2025"),
        ([("Post", None)], "also Post"),
        ([(None, "2024-10-25")], "also 25 Oct"),
        ([(None, None)], ""),
        ([("Ledger", "2024-10")], ""),  # a month that holds the day is no other day
        ([("Ledger", "2024-10-20/2024-10-30")], ""),
        ([("Ledger", "2024-11")], "also Ledger, Nov"),
        ([("Ledger", "soon")], "also Ledger, soon"),
        ([("Post", "2024-10-25"), ("Wire", "2024-10-26"), ("Wire", "2024-10-27")], "also Post, 25 Oct, and 2 more"),
    ],
)
def test_what_counts_as_elsewhere(others: list[tuple[str | None, str | None]], told: str) -> None:
    places = tuple(Appearance(*one) for one in [("Ledger", "2024-10-24"), *others])
    hit = replace(HIT, appearances=places)
    answer, rest = elsewhere(hit)
    assert (answer, also(rest)) == (None, told)
    assert found_in(answer) == ""


# The page of the snippet


def test_sightings_are_listed_from_old_to_new_with_what_differs(datasette: Datasette, conn: sqlite3.Connection) -> None:
    page = snippet_page(conn, CARRIED)
    assert page
    assert page.sighted == "5 sightings, under 4 outlets and 3 headlines, 15 Jan – 1 Mar 2023"
    sightings = page.row["sightings"]
    outlets = ["Norvania Today", "Coast Wire", "The Island Post", "The Bay Courier", "Norvania Today"]
    assert [one["outlet"] for one in sightings] == outlets
    html = fetch(datasette, f"/-/archive/archive/snippet/{CARRIED}").text
    first, second, _, fourth, _ = re.findall(
        r'<p class="meta">(.*?)captured', html[html.index('id="sightings"') :], re.DOTALL
    )
    said = r'<span(?: class="(other)")?>(?:<a [^>]*>)?<bdi>([^<]*)</bdi>'
    assert re.findall(said, first)[:4] == [
        ("", "15 Jan 2023, 08:00Z"),
        ("", "Norvania Today"),
        ("", "Ilja Moor"),
        ("", "Renn opens harbour talks"),
    ]
    assert re.findall(said, second)[:4] == [
        ("other", "15 Jan 2023, 14:30Z"),
        ("other", "Coast Wire"),
        ("other", "no author"),
        ("", "Renn opens harbour talks"),
    ]
    assert [text for _, text in re.findall(said, fourth)][:4] == [
        "16 Jan 2023", "The Bay Courier", "Ada Brook", "no headline",
    ]  # fmt: skip
    assert 'href="https://wire.example/renn"' in second
    assert f'<a href="{LINKS.source(2, 7)}">Go on reading <bdi>Talks</bdi>' in html


def test_a_lone_sighting_is_told_without_comparison(datasette: Datasette, conn: sqlite3.Connection) -> None:
    page = snippet_page(conn, 11)
    assert page
    assert (page.sighted, len(page.row["sightings"])) == ("", 1)
    assert page.row["sightings"][0]["title"] is None
    assert "differs" not in fetch(datasette, "/-/archive/archive/snippet/11").text


def test_the_page_shows_headline_address_and_raw_text_of_each(datasette: Datasette) -> None:
    page = fetch(datasette, f"/-/archive/archive/snippet/{CARRIED}").text
    section = page[page.index('id="sightings"') :]
    for outlet, _, _, title, author, url in APPEARANCES:
        for said in (outlet, title, author, url):
            assert said is None or said in section
    assert '<span class="other"><bdi>Minister at the quay</bdi></span>' in section
    assert 'href="https://post.example/9" rel="noreferrer nofollow"' in section
    assert "as The Island Post had it" in section


# Facets


def test_facets_beside_an_outlet_count_its_own_sightings(conn: sqlite3.Connection) -> None:
    for query, months in [
        ('outlet:"island post"', {"2023": "1", "Jan 2023": "1"}),
        ("outlet:norvania harbours number 1", {"2023": "1", "Jan 2023": "1", "Mar 2023": "1"}),
    ]:
        asked, total = answered(conn, query)
        found = search_facets(conn, LINKS, asked, total.shown, "newest")
        (dates,) = [facet for facet in found.facets if facet.name == "on"]
        assert {value.label: value.count for value in dates.values} == months, query


# Exports


def test_csv_and_json_of_a_search_say_how_often_when_and_where(datasette: Datasette) -> None:
    query = urlencode({"q": '"talks number 1"'})
    answer = fetch(datasette, f"/-/archive/archive/export.csv?{query}")
    (row,) = csv.DictReader(io.StringIO(answer.text))
    said = [row[name] for name in ("sightings", "first_day", "last_day", "outlets")]
    assert said == ["5", "2023-01-15", "2023-03-01", "Norvania Today; Coast Wire; The Bay Courier; The Island Post"]
    (hit,) = json.loads(fetch(datasette, f"/-/archive/archive/search.json?{query}").text)["snippets"]
    assert (hit["sightings"], hit["first_day"], hit["last_day"]) == (5, "2023-01-15", "2023-03-01")
    assert hit["outlets"] == row["outlets"].split("; ")
    assert hit["also"][0] == {"outlet": "Coast Wire", "dated": "2023-01-15"}


def test_sightings_can_be_exported_row_by_row(datasette: Datasette) -> None:
    answer = fetch(datasette, f"/-/archive/archive/export.csv?table=sightings&snippet_id={CARRIED}&_raw=1")
    rows = {
        tuple(row[name] or None for name in ("outlet", "dated", "hour", "title", "author", "url"))
        for row in csv.DictReader(io.StringIO(answer.text))
    }
    assert rows == set(APPEARANCES)


@pytest.mark.parametrize(
    ("dated", "days"),
    [
        ([], (None, None)),
        ([None], (None, None)),
        (["2024-10-25", "2024-10-24"], ("2024-10-24", "2024-10-25")),
        (["2024-10", "2024-10-24"], ("2024-10-24", "2024-10-24")),
        (["2024-09-23/2024-09-30", "2024-09-30"], ("2024-09-30", "2024-09-30")),
        (["2024-09-23/2024-09-30", "2024-10"], ("2024-09-23", "2024-10")),
    ],
)
def test_first_and_last_day(dated: list[str | None], days: tuple[str | None, str | None]) -> None:
    places = tuple(Appearance(None, one) for one in dated)
    hit = replace(HIT, appearances=places)
    assert (hit.first_day, hit.last_day) == days


# Ready-made questions


@pytest.mark.parametrize("outlet", ["", "coast wire", " The Island Post "])
def test_who_had_it_first(datasette: Datasette, outlet: str) -> None:
    (row,) = answers(datasette, "who_first", outlet=outlet)
    assert (row["first"], row["dated"], row["hour"], row["snippet_id"]) == (
        "Norvania Today", "2023-01-15", "08:00Z", CARRIED
    )  # fmt: skip
    assert row["followed_by"] == "Coast Wire +6.5 h; The Island Post +24.5 h; The Bay Courier +1 d"
    assert answers(datasette, "who_first", outlet="nobody") == []


def test_what_was_republished(datasette: Datasette) -> None:
    (row,) = answers(datasette, "republished")
    assert (row["first_day"], row["last_day"], row["days_apart"], row["days"]) == ("2023-01-15", "2023-03-01", 45, 3)
    assert answers(datasette, "republished", days="45") == []
    assert answers(datasette, "republished", days="44")


def lines(datasette: Datasette, question: str, column: str, **params: Any) -> dict[Any, int]:
    """What a question counts."""
    return {row[column]: row["snippets"] for row in answers(datasette, question, **params)}


def test_questions_ask_the_sightings(datasette: Datasette) -> None:
    outlets = {"Norvania Today": 14, "The Bay Courier": 5, "Coast Wire": 1, "The Island Post": 1}
    assert lines(datasette, "outlets", "outlet") == outlets
    assert lines(datasette, "outlets", "outlet", year="2023") == {**dict.fromkeys(outlets, 1), "Norvania Today": 12}
    months = lines(datasette, "mentions_over_time", "month", entity="Tobias Renn")
    assert (months["2023-01"], months["2023-03"]) == (1, 2)
    days = answers(datasette, "snippets_between", from_date="2023-01-16", to_date="2023-01-31")
    assert {(row["outlet"], row["title"]) for row in days} == {
        ("The Island Post", "Minister at the quay"),
        ("The Bay Courier", "Renn opens harbour talks"),
    }
    in_march = fetch(datasette, "/archive/timeline.json?_shape=array&month=2023-03").json()
    assert [row["snippets"] for row in in_march] == [2]


# How to search


def test_examples_have_an_author_of_the_archive(conn: sqlite3.Connection) -> None:
    shown = dict(examples(conn))
    assert 'author:"Ilja Moor"' in shown
    assert any("url:" in meaning and "source:" in meaning for meaning in shown.values())
