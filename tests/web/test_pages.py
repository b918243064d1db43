"""The reading room: what its pages say of a small archive, in both forms of Datasette, whatever is asked or stored."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from functools import cache
from html.parser import HTMLParser
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from asking import described, fetch
from datasette.app import Datasette
from datasette.utils import tilde_encode
from sighting import sight

from archive.search import answered, parse
from archive.search.query import Filter
from archive.store import name_words
from archive.store.database import close_archive, open_archive
from archive.web import refine
from archive.web.addresses import Links
from archive.web.counts import counts
from archive.web.pages.entity import EntityPage, Gone, entity_page
from archive.web.pages.examples import examples
from archive.web.pages.facets import Facet, Value, search_facets
from archive.web.pages.home import home_page, home_timeline
from archive.web.pages.search import SearchPage, search_page
from archive.web.pages.snippet import snippet_page
from archive.web.pages.source import source_page
from archive.web.spans import plain
from archive.web.visit import POLICY

if TYPE_CHECKING:
    from collections.abc import Iterator

LINKS = Links("/", "clips")
HOSTILE_TEXT = (
    "<img src=x onerror=alert(1)> \"O'Lind\" & \u202eevil\u202c </script><script>alert('x')</script> met Mara Velden"
)
HOSTILE_NAME = "<svg onload=alert(2)>\"'&"
QUOTED = "“We will not load grain,” Ilse Okafor told Tobias Renn in Kestrel Bay."
HOSTILE = [
    "'; drop table snippets; --",
    '"',
    '" OR "',
    "AND NEAR(",
    "O'Lind",
    "% \\ {}[]()",
    "\x00grain",
    "<script>alert(1)</script>",
    "\u202eniarg",
    "grain " * 500,
    "person:",
    "on:2024-13",
    "(((((((((((((((((((((((((",
    "entity:#99999999999999999999999",
]


@pytest.fixture(scope="module")
def path(small_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small archive with quotations, a hostile text, and entities that were merged or hidden."""
    copy = Path(shutil.copy(small_archive, tmp_path_factory.mktemp("pages") / "clips.db"))
    with closing(sqlite3.connect(copy)) as conn:
        _fill(conn)
        conn.commit()
    return copy


def _fill(conn: sqlite3.Connection) -> None:
    insert = "insert into snippets (id, text, title, kind, url, outlet, text_hash, dated, dated_by, note)"
    conn.execute(
        f"{insert} values (50, ?, ?, 'item', 'javascript:alert(3)', ?, 'h50', '2024-11-02', 'published', ?)",
        (HOSTILE_TEXT, HOSTILE_NAME, HOSTILE_NAME, HOSTILE_NAME),
    )
    conn.execute(
        f"{insert} values (51, ?, null, 'teaser', 'https://bay.example/51', 'The Bay Courier', 'h51', '2024-10-26', "
        "'published', null)",
        (QUOTED,),
    )
    conn.execute(
        """insert into sighting_rows (source_id, position, snippet_id, raw)
       values (2, 900, 50, ?)""",
        (HOSTILE_TEXT,),
    )
    conn.execute("insert into sighting_rows (source_id, position, snippet_id, raw) values (2, 901, 51, ?)", (QUOTED,))
    sight(conn)
    conn.execute("insert into entities (id, name, kind) values (90, ?, 'person')", (HOSTILE_NAME,))
    conn.execute("insert into aliases (entity_id, alias, origin) values (90, ?, 'text')", ("</p>" + HOSTILE_NAME,))
    name_words.add(conn, [(90, HOSTILE_NAME)])
    at = HOSTILE_TEXT.index("Mara Velden")
    for number, start, surface, entity in [(50, at, "Mara Velden", 1), (50, 0, "<img src=x", 90)]:
        _mention(conn, number, start, surface, entity)
    for surface, entity in [("Ilse Okafor", 3), ("Tobias Renn", 2), ("Kestrel Bay", 5)]:
        _mention(conn, 51, QUOTED.index(surface), surface, entity)
    # a quotation that a mention crosses, as the pages must bear: from the words into the name of the speaker
    stop = QUOTED.index("Okafor")
    conn.execute(
        """insert into quotations (snippet_id, start, stop, quote, speaker_id, cue, is_complete, kind, score)
           values (51, 1, ?, ?, 3, 'told', 1, 'direct', 0.9)""",
        (stop, QUOTED[1:stop]),
    )
    about = "Norvanian President Mara Velden said on Oct. 24"
    conn.execute(
        """insert into quotations (snippet_id, start, stop, quote, speaker_id, cue, is_complete, kind, score)
       values (2, 0, ?, ?, 2, 'said', 0, 'indirect', 0.7)""",
        (47, about),
    )
    identity = (
        "insert into identities (id, key, kind, name, is_bare, entity_id, placed_id) values (?, ?, ?, ?, 0, ?, ?)"
    )
    conn.execute(identity, (70, "m velden", "person", "M. Velden", 70, 1))
    conn.execute(identity, (71, "nobody", "person", "Nobody", 71, None))
    conn.execute(
        """update entities set (mention_count, snippet_count) = (
             select count(*), count(distinct snippet_id) from mentions where entity_id = entities.id)"""
    )


def _mention(conn: sqlite3.Connection, number: int, start: int, surface: str, entity: int) -> None:
    conn.execute(
        """insert into mentions (snippet_id, start, stop, surface, entity_id, rule, score)
           values (?, ?, ?, ?, ?, 'full-name', 0.85)""",
        (number, start, start + len(surface), surface, entity),
    )


@pytest.fixture(scope="module")
def conn(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as conn:
        yield conn


@pytest.fixture(scope="module")
def datasette(path: Path) -> Datasette:
    return described(path)


class Page(HTMLParser):
    """What a browser would make of a page: its elements, links and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.words))

    def links(self) -> list[str]:
        return [attrs["href"] or "" for tag, attrs in self.tags if tag == "a" and "href" in attrs]

    def ids(self) -> list[str]:
        return [attrs["id"] or "" for _, attrs in self.tags if "id" in attrs]


def read(datasette: Datasette, path: str, status: int = 200) -> Page:
    answer = fetch(datasette, path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-security-policy"] == POLICY
    return Page(answer.text)


PAGES = [
    "/-/archive/clips",
    "/-/archive/clips/search",
    "/-/archive/clips/search?q=grain",
    "/-/archive/clips/search?q=person%3AVelden&sort=newest",
    "/-/archive/clips/search?q=zebra+grain",
    "/-/archive/clips/snippet/2",
    "/-/archive/clips/snippet/3",
    "/-/archive/clips/snippet/50",
    "/-/archive/clips/snippet/51",
    "/-/archive/clips/entity/1",
    "/-/archive/clips/entity/4",
    "/-/archive/clips/entity/90",
    "/-/archive/clips/source/1",
    "/-/archive/clips/source/2?from=5",
    "/-/archive/clips/compare?a=grain&b=talks",
    "/-/archive/clips/agenda?from=2024-10",
    "/-/archive/clips/names?names=Renn%0AVelden%0AMara+Valden",
]


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_whole_and_hold_to_their_policy(datasette: Datasette, address: str) -> None:
    page = read(datasette, address)
    assert page.ids(), "anchors"
    assert sorted(page.ids()) == sorted(set(page.ids()))
    assert len([tag for tag, _ in page.tags if tag == "h1"]) == 1
    assert len([tag for tag, _ in page.tags if tag == "main"]) == 1
    described = {attrs["aria-describedby"] for _, attrs in page.tags if attrs.get("aria-describedby")}
    assert described <= set(page.ids())
    for tag, attrs in page.tags:
        assert "style" not in attrs
        assert not any(name.startswith("on") for name in attrs), (tag, attrs)
        if tag == "script":
            assert (attrs["src"] or "").startswith("/-/archive-static/")
        is_feed = attrs.get("type") == "application/atom+xml"  # which nobody fetches but a reader that is asked to
        if tag in ("img", "link", "script", "source", "iframe") and not is_feed:
            given = attrs.get("src") or attrs.get("href") or ""
            assert given.startswith(("/-/archive-static/", "data:")), given


@cache
def followed(datasette: Datasette, link: str) -> Any:
    """Where a link leads to, asked for once: pages have many in common."""
    return fetch(datasette, link, follow_redirects=True)


@pytest.mark.parametrize("address", PAGES)
def test_every_link_of_a_page_leads_somewhere(datasette: Datasette, address: str) -> None:
    page = read(datasette, address)
    ours = [link for link in dict.fromkeys(page.links()) if link.startswith("/")]
    assert {LINKS.list("people"), LINKS.agenda(), LINKS.network(), LINKS.review()} <= set(ours), "the menu"
    for link in ours[:51]:
        there, _, fragment = link.partition("#")
        answer = followed(datasette, there)
        assert answer.status_code == 200, link
        assert not fragment or fragment in Page(answer.text).ids(), link
    assert not [link for link in page.links() if not link.startswith(("/", "#", "https://"))]


def test_text_of_strangers_stays_text(datasette: Datasette) -> None:
    for address in PAGES:
        page = read(datasette, address)
        assert not [attrs for _, attrs in page.tags if "onload" in attrs or "onerror" in attrs]
        assert not [link for link in page.links() if link.lower().startswith("javascript:")]
    shown = read(datasette, "/-/archive/clips/snippet/50").text
    assert re.sub(r"\s+", " ", HOSTILE_TEXT)[-60:-20] in shown
    assert "javascript:alert(3)" in shown
    assert HOSTILE_NAME in shown
    assert HOSTILE_NAME in read(datasette, "/-/archive/clips/entity/90").text
    assert HOSTILE_NAME in read(datasette, f"/-/archive/clips/search?{urlencode({'q': 'evil'})}").text


@pytest.mark.parametrize("text", HOSTILE)
def test_any_query_gets_a_page(datasette: Datasette, text: str) -> None:
    for more in ("", "&sort=newest&page=9", "&sort=<b>&page=-1", f"&page={'9' * 5_000}"):
        answer = fetch(datasette, f"/-/archive/clips/search?q={quote(text)}{more}")
        assert answer.status_code in (200, 400)
        assert "<script>alert(" not in answer.text
        assert 'name="q"' in answer.text


def test_search_shows_hits_with_all_that_belongs_to_them(datasette: Datasette) -> None:
    answer = fetch(datasette, "/-/archive/clips/search?q=grain+reserve")
    page = Page(answer.text)
    assert "<mark>grain</mark> <mark>reserve</mark>" in answer.text
    assert "24 Oct 2024" in page.text
    assert "from its text" in page.text
    assert "The Bay Courier" in page.text
    assert "2 sightings" in page.text
    assert "1 copy folded" in page.text
    assert 'class="chip person" href="/-/archive/clips/entity/1"' in answer.text


def test_links_give_the_same_results_elsewhere(datasette: Datasette) -> None:
    address = f"/-/archive/clips/search?{urlencode({'q': 'norvania after:2023-06 -person:velden', 'sort': 'newest'})}"
    links = read(datasette, address).links()
    hits = [re.search(r"/snippet/(\d+)[?]", link) for link in dict.fromkeys(links)]
    shown = [int(hit[1]) for hit in hits if hit]
    as_json = fetch(datasette, next(link for link in links if "/search.json" in link)).json()
    assert as_json["total"] == len(as_json["snippets"]) == len(shown)
    assert [each["id"] for each in as_json["snippets"]] == shown
    (sql,) = [link for link in links if "?sql=" in link]
    asked = parse_qs(urlsplit(sql).query)
    with_shape = urlsplit(sql).path + ".json?" + urlencode({**{key: value[0] for key, value in asked.items()}})
    rows = fetch(datasette, with_shape + "&_shape=array", follow_redirects=True).json()
    assert [row["id"] for row in rows] == shown
    (csv,) = [link for link in links if "/export.csv" in link]
    assert parse_qs(urlsplit(csv).query) == parse_qs(urlsplit(address).query)


def test_json_says_what_was_wrong(datasette: Datasette) -> None:
    answer = fetch(datasette, "/-/archive/clips/search.json?q=on:2024-99")
    assert answer.status_code == 400
    assert "no date of the calendar" in answer.json()["error"]


def test_json_holds_every_hit_once(datasette: Datasette, conn: sqlite3.Connection) -> None:
    found = fetch(datasette, "/-/archive/clips/search.json?q=is:any").json()
    (every,) = conn.execute("select count(*) from snippets").fetchone()
    assert found["total"] == len({each["id"] for each in found["snippets"]}) == every
    hostile = next(each for each in found["snippets"] if each["id"] == 50)
    assert hostile["text"] == HOSTILE_TEXT
    assert {"id": 90, "name": HOSTILE_NAME, "kind": "person"} in hostile["entities"]


def searched(conn: sqlite3.Connection, text: str, sort: Any = "relevance", page: int = 1) -> SearchPage:
    return search_page(conn, LINKS, *answered(conn, text), sort, page, longest=5)


def faceted(conn: sqlite3.Connection, text: str) -> dict[str, Facet]:
    asked, total = answered(conn, text)
    found = search_facets(conn, LINKS, asked, total.shown, "relevance")
    return {facet.name: facet for facet in found.facets}


def values(facet: Facet) -> dict[str, Value]:
    return {value.label: value for value in facet.values}


def queried(url: str | None) -> str:
    return parse_qs(urlsplit(url or "").query).get("q", [""])[0]


def test_facets_count_what_their_links_find(conn: sqlite3.Connection) -> None:
    for text in ("grain", "person:velden", "norvania kind:item", "outlet:norvania", "harbours -on:2023-03", "on:2023"):
        total = searched(conn, text).found.total
        facets = faceted(conn, text)
        assert {"person", "outlet", "on", "kind"} <= set(facets)
        for facet in facets.values():
            for value in values(facet).values():
                if value.is_active:
                    assert searched(conn, queried(value.url)).found.total >= total
                    continue
                assert searched(conn, queried(value.url)).found.total >= int(value.count.replace(",", "")), value
                left = searched(conn, queried(value.exclude_url)).found.total
                if facet.name not in ("outlet", "kind", "on") or not refine.choice(parse(text), facet.name):
                    narrowed = refine.narrowed(parse(text), node_of(value, text))
                    assert left + searched(conn, narrowed).found.total == total


def node_of(value: Value, text: str) -> Any:
    """The condition that a value adds to a query."""
    added = [one for one in parse(queried(value.url)).conditions if one not in parse(text).conditions]
    assert len(added) == 1, value
    return added[0]


def test_a_name_typed_in_another_way_is_active_in_its_facet(conn: sqlite3.Connection) -> None:
    value = values(faceted(conn, "grain person:velden")["person"])["Mara Velden"]
    assert value.is_active
    assert value.exclude_url is None
    assert queried(value.url) == "grain"


def test_an_outlet_typed_in_part_is_active_in_its_facet(conn: sqlite3.Connection) -> None:
    value = values(faceted(conn, "grain outlet:courier")["outlet"])["The Bay Courier"]
    assert value.is_active
    assert queried(value.url) == "grain"


def test_outlets_are_alternatives_and_people_are_not(conn: sqlite3.Connection) -> None:
    outlets = values(faceted(conn, 'outlet:"Norvania Today"')["outlet"])
    assert outlets["Norvania Today"].is_active
    both = queried(outlets["The Bay Courier"].url)
    assert both == 'outlet:"Norvania Today" OR outlet:"The Bay Courier"'
    assert searched(conn, both).found.total > searched(conn, 'outlet:"Norvania Today"').found.total
    people = values(faceted(conn, 'person:"Mara Velden"')["person"])
    assert queried(people["Tobias Renn"].url) == 'person:"Mara Velden" person:"Tobias Renn"'


def test_months_appear_under_a_single_year(conn: sqlite3.Connection) -> None:
    facet = values(faceted(conn, "on:2023")["on"])
    assert facet["2023"].is_active
    assert queried(facet["Mar 2023"].url) == "on:2023-03"
    assert "2024" in facet, "other years stay in reach"
    assert queried(facet["2024"].url) == "on:2023 OR on:2024"


def test_chips_take_one_condition_away(conn: sqlite3.Connection) -> None:
    page = searched(conn, "grain person:#1 -kind:deck (outlet:courier OR outlet:today)")
    assert [(chip.label, chip.field, chip.is_negative) for chip in page.chips] == [
        ("grain", "", False),
        ("Mara Velden", "person", False),
        ("deck", "kind", True),
        ("courier or today", "outlet", False),
    ]
    assert page.chips[0].without == "person:#1 -kind:deck (outlet:courier OR outlet:today)"


def test_nothing_found_says_what_would_be(conn: sqlite3.Connection) -> None:
    page = searched(conn, "rain person:velden")
    assert page.found.total == 0
    assert {(label, found) for label, _, found in page.trials} == {("rain", 5), ("person velden", 1)}


def test_only_folded_copies_are_offered(conn: sqlite3.Connection) -> None:
    page = searched(conn, "is:truncated")
    assert page.found.total == 0
    assert page.folded_url
    assert searched(conn, queried(page.folded_url)).found.total == 1


def test_pages_go_on_and_back(conn: sqlite3.Connection) -> None:
    first = searched(conn, "", "newest")
    assert first.turner.pages == 2
    assert len(first.found.hits) == 20
    second = searched(conn, "", "newest", 2)
    assert not {item.id for item in first.found.hits} & {item.id for item in second.found.hits}
    assert len(first.found.hits) + len(second.found.hits) == first.found.total
    assert (first.turner.page, second.turner.page) == (1, 2)
    assert "page=2" in first.turner.to(2)
    beyond = searched(conn, "", "newest", 10**9)
    assert beyond.found.hits == ()


@pytest.mark.parametrize("text", ["grain", "person:renn", "norvania", "", "kind:item -person:renn", "nothing-at-all"])
def test_counts_of_a_sample_are_near_the_truth(
    conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    asked, (total, _) = answered(conn, text)
    exact = counts(conn, asked, total)
    assert not exact.is_rough
    monkeypatch.setattr("archive.web.counts.EXACT", 3)
    monkeypatch.setattr("archive.web.counts.SAMPLE", 10)
    rough = counts(conn, asked, total)
    assert rough.total == exact.total
    if asked.is_all:
        assert not rough.is_rough
        return
    assert rough.looked_at <= exact.looked_at
    assert set(rough.outlets or {}) <= set(exact.outlets or {})
    assert {one.id for one in rough.entities} <= {one.id for one in exact.entities}
    if rough.is_rough and rough.looked_at:
        assert sum((rough.kinds or {}).values()) == pytest.approx(total, rel=0.2)


def test_estimates_say_so(conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.web.counts.EXACT", 3)
    monkeypatch.setattr("archive.web.counts.SAMPLE", 8)
    asked, total = answered(conn, "norvania")
    found = search_facets(conn, LINKS, asked, total.shown, "relevance")
    assert found.note
    assert found.note.startswith("Estimates")
    assert found.timeline
    assert found.timeline.is_rough
    assert all(value.count.startswith("≈") for facet in found.facets for value in facet.values)


def test_snippet_explains_what_was_found(conn: sqlite3.Connection, datasette: Datasette) -> None:
    page = snippet_page(conn, 51)
    assert page
    assert plain(page.nodes) == page.text == QUOTED
    assert [(one.sort, one.row.get("surface") or one.row["quote"]) for one in page.found] == [
        ("quotation", QUOTED[1 : QUOTED.index("Okafor")]),
        ("mention", "Ilse Okafor"),
        ("mention", "Tobias Renn"),
        ("mention", "Kestrel Bay"),
    ]
    shown = read(datasette, "/-/archive/clips/snippet/51").text
    assert "Said by Ilse Okafor" in shown
    assert "told by “told”" in shown
    assert "by role" not in shown
    assert "rule full-name · score 0.85" in shown
    start = QUOTED.index("Tobias Renn")
    assert f"characters {start}–{start + 11}" in shown
    date = read(datasette, "/-/archive/clips/snippet/4").text
    assert "or else 21 Oct 2023" in date


def test_snippet_shows_sightings_copies_and_neighbours(datasette: Datasette) -> None:
    page = read(datasette, "/-/archive/clips/snippet/1")
    assert "Bay news, item 1; captured 25 Oct 2024 (given by whoever ingested it)" in page.text
    assert "VELDEN ORDERS A SECOND GRAIN RESERVE" in page.text
    assert "/-/archive/clips/snippet/2" in page.links()
    fuller = fetch(datasette, "/-/archive/clips/snippet/2").text
    assert "<del> a second grain reserve.</del>" in fuller
    copy = read(datasette, "/-/archive/clips/snippet/3").text
    assert "This is a cut copy of a fuller text" in copy


def test_entity_page_tells_all(conn: sqlite3.Connection, datasette: Datasette) -> None:
    page = entity_page(conn, LINKS, 1, 1, longest=5)
    assert isinstance(page, EntityPage)
    assert page.aliases == ["Velden"]
    assert {role: snippets for role, _, _, snippets in page.roles} == {"Norvanian President": 2, "Candidate": 1}
    (about,) = page.said_about
    assert [about["text"][about["start"] : about["stop"]]] == ["Norvanian President Mara Velden said on Oct. 24"]
    said = entity_page(conn, LINKS, 3, 1, longest=5)
    assert isinstance(said, EntityPage)
    assert said.said_by[0]["text"][said.said_by[0]["start"] :].startswith("We will not load grain")
    assert said.found.total == len(said.found.hits) == 2
    shown = read(datasette, "/-/archive/clips/entity/1")
    assert "Also known as Velden" in shown.text
    assert "Named with" in shown.text
    assert "/-/archive/clips/entity/2" in shown.links()
    company = searched(conn, 'person:"Mara Velden" person:"Tobias Renn"')
    assert company.found.total == 1


def test_number_of_a_merged_entity_leads_to_where_it_is_now(conn: sqlite3.Connection, datasette: Datasette) -> None:
    assert entity_page(conn, LINKS, 70, 1, longest=5) == Gone(1)
    answer = fetch(datasette, "/-/archive/clips/entity/70")
    assert answer.status_code == 302
    assert answer.headers["location"] == "/-/archive/clips/entity/1"
    assert "is hidden" in read(datasette, "/-/archive/clips/entity/71", 410).text


def test_source_lists_its_items_in_order(conn: sqlite3.Connection) -> None:
    page = source_page(conn, 1, 1)
    assert page
    assert [one["position"] for one in page.items] == [1, 2, 3, 4, 5, 6, 22]
    assert page.items[-1]["snippet_id"] is None
    assert page.items[-1]["text"] == "Show More"
    second = source_page(conn, 2, 8)
    assert second
    assert second.items[0]["position"] == 8
    assert [one["is_repeat"] for one in second.items if one["position"] == 22] == [True]


def test_home_counts_everything(conn: sqlite3.Connection) -> None:
    page = home_page(conn)
    assert page.summary.startswith("23 snippets from 2 sources, dated 2019 to 2 Nov 2024")
    over = home_timeline(conn, LINKS)
    assert over
    assert sum(column.bars[0].count for column in over.columns) == 18
    assert "3 known less exactly" in over.summary
    people = page.kinds[0][1]
    assert people[0][1] == "Tobias Renn"
    assert [one[3] for one in people] == sorted((one[3] for one in people), reverse=True)
    assert page.latest[0].id == 50


def test_missing_things_are_missing(datasette: Datasette, capfd: pytest.CaptureFixture[str]) -> None:
    for address in (
        "/-/archive/none",
        "/-/archive/clips/snippet/12345",
        "/-/archive/clips/entity/12345",
        f"/-/archive/clips/entity/{10**17}",
        f"/-/archive/clips/entity/{'9' * 5_000}",
        "/-/archive/clips/source/77",
        "/-/archive-static/base.html",
        "/-/archive-static/plugin.py",
        "/no/such/address/at/all",
    ):
        assert fetch(datasette, address).status_code == 404, address
    assert capfd.readouterr() == ("", "")


def test_style_and_script_are_kept_for_ever_and_change_their_address(datasette: Datasette) -> None:
    page = read(datasette, "/-/archive/clips")
    (sheet,) = [attrs["href"] or "" for tag, attrs in page.tags if tag == "link" and attrs["rel"] == "stylesheet"]
    answer = fetch(datasette, sheet)
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]
    assert re.search(r"\?v=[0-9a-f]{12}$", sheet)


def test_any_file_name_and_several_side_by_side(path: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(path, tmp_path / "my clippings & more.db"))
    with closing(sqlite3.connect(tmp_path / "shelf.db")) as conn:
        conn.execute("create table snippets (id integer primary key, text)")
        conn.execute("insert into snippets (id, text) values (1, 'no archive')")
        conn.commit()
    datasette = described(path, other, tmp_path / "shelf.db")
    name = tilde_encode("my clippings & more")
    index = read(datasette, "/-/archive")
    assert [link for link in index.links() if "/-/archive/" in link and "search" not in link][-2:] == [
        "/-/archive/clips",
        f"/-/archive/{name}",
    ]
    assert f"/-/archive/{name}/entity/1" in read(datasette, f"/-/archive/{name}/search?q=grain").links()
    assert fetch(datasette, "/-/archive/shelf").status_code == 404
    assert 'href="/-/archive/shelf' not in fetch(datasette, "/shelf/snippets").text


def test_one_archive_needs_no_list(datasette: Datasette) -> None:
    answer = fetch(datasette, "/-/archive")
    assert answer.status_code == 302
    assert answer.headers["location"] == "/-/archive/clips"


def test_a_base_address_is_kept(path: Path) -> None:
    datasette = described(path, settings={"base_url": "/news/"})
    page = read(datasette, "/-/archive/clips/search?q=grain")
    ours = [link for link in page.links() if link.startswith("/")]
    assert ours
    assert all(link.startswith("/news/") for link in ours)


@pytest.mark.parametrize("table", ["snippets", "sightings", "entities"])
def test_who_may_not_see_a_table_does_not_see_the_pages(path: Path, table: str) -> None:
    metadata = {"databases": {"clips": {"tables": {table: {"allow": {"id": "editor"}}}}}}
    datasette = described(path, metadata=metadata)
    for address in ("/-/archive/clips", "/-/archive/clips/search?q=grain", "/-/archive/clips/search.json?q=grain"):
        assert fetch(datasette, address).status_code == 403
        assert fetch(datasette, address, cookies=editor(datasette)).status_code == 200
    assert "Reading room" not in fetch(datasette, "/").text


def test_a_private_database_is_private(path: Path) -> None:
    datasette = described(path, metadata={"databases": {"clips": {"allow": {"id": "editor"}}}})
    for address in ("/-/archive", "/-/archive/clips", "/-/archive/clips/snippet/1", "/-/archive/clips/entity/1"):
        assert fetch(datasette, address).status_code == 403
    assert fetch(datasette, "/-/archive/clips", cookies=editor(datasette)).status_code == 200


def test_without_the_right_to_sql_there_is_no_link_to_it(path: Path) -> None:
    datasette = described(path, metadata={"databases": {"clips": {"allow_sql": False}}})
    links = read(datasette, "/-/archive/clips/search?q=grain").links()
    assert not [link for link in links if "sql=" in link]
    assert [link for link in links if "/export.csv" in link]


def editor(datasette: Datasette) -> dict[str, str]:
    return {"ds_actor": datasette.sign({"a": {"id": "editor"}}, "actor")}


def test_too_slow_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    datasette = described(path, settings={"sql_time_limit_ms": 5_000})

    def slow(conn: sqlite3.Connection, *_: object) -> None:
        conn.create_function("stop", 0, conn.interrupt)  # what the limit does when it is reached
        conn.execute("select stop()").fetchall()

    for part, address in {
        "home_timeline": "/-/archive/clips",
        "search_facets": "/-/archive/clips/search?q=grain",
        "entity_company": "/-/archive/clips/entity/1",
    }.items():
        monkeypatch.setattr(f"archive.web.handlers.{part}", slow)
        page = read(datasette, address)
        assert "could not be counted in time" in page.text
        assert "grain" in page.text


def test_the_limit_of_time_holds(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(conn: sqlite3.Connection, *_: object) -> None:
        conn.execute("with recursive n(i) as (select 1 union select i + 1 from n) select max(i) from n").fetchone()

    monkeypatch.setattr("archive.web.handlers.home_page", endless)
    datasette = described(path, settings={"sql_time_limit_ms": 50})
    assert "took longer than 50 ms" in read(datasette, "/-/archive/clips", 503).text


def test_an_archive_of_another_version_says_so(path: Path, tmp_path: Path) -> None:
    old = Path(shutil.copy(path, tmp_path / "old.db"))
    with closing(sqlite3.connect(old)) as conn:
        conn.execute("drop table quotations")
        conn.execute("drop table dates")
        conn.commit()
    assert "another version" in read(described(old), "/-/archive/old/snippet/1", 503).text


def test_an_empty_archive_says_how_to_fill_it(tmp_path: Path) -> None:
    from archive.store.database import close_archive, open_archive

    close_archive(open_archive(tmp_path / "new.db", create=True))
    datasette = described(tmp_path / "new.db")
    for address in ("/-/archive/new", "/-/archive/new/search"):
        assert "archive ingest" in read(datasette, address).text


def test_stock_tables_lead_into_the_pages(datasette: Datasette) -> None:
    for table, link in {
        "snippets": 'href="/-/archive/clips/snippet/4">Foreign Minister <span class="person"',
        "entities": 'href="/-/archive/clips/entity/1">Mara Velden<',
        "mentions": 'href="/-/archive/clips/snippet/4#mention-17">Tobias Renn<',
        "sources": 'href="/-/archive/clips/source/1">Bay news<',
        "quotations": 'href="/-/archive/clips/snippet/51#quotation-1">We will',
    }.items():
        html = fetch(datasette, f"/clips/{table}").text
        assert link in html, table
        assert "<svg onload" not in html
    if version("datasette").startswith("0."):  # 1.0 makes a label of any column of texts
        assert 'href="/-/archive/clips/snippet/4">4<' in fetch(datasette, "/clips/dates").text
    assert "Reading room" in fetch(datasette, "/?tables").text
    assert "Open the reading room" in fetch(datasette, "/clips").text


def test_names_that_mean_others_are_asked_for_by_number(small_archive: Path, tmp_path: Path) -> None:
    path = shutil.copy(small_archive, tmp_path / "twins.db")
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("insert into entities (id, name, kind) values (99, 'Mara Velden', 'person')")
        conn.execute("""insert into entities (id, name, kind) values (98, 'The "Bay" (North)', 'place')""")
        assert refine.named(conn, 99, "Mara Velden", "person") == Filter("person", "#99")
        assert refine.named(conn, 2, "Tobias Renn", "person") == Filter("person", "Tobias Renn")
        assert refine.named(conn, 98, 'The "Bay" (North)', "place") == Filter("place", "#98")
        assert refine.outlet("on:it") == Filter("outlet", "on:it")
        assert refine.outlet('"Quoted"') is None


def test_of_several_that_a_name_means_each_can_be_chosen_alone(conn: sqlite3.Connection) -> None:
    page = searched(conn, "person:o* -kind:deck (bread OR rain OR strike)")
    assert page.found.notes
    assert {one.name for one, _ in page.meant} >= {"Ilse Okafor", "Oskar O'Lind"}
    for _, query in page.meant:
        assert searched(conn, query).meant == ()
        assert parse(query).root != parse(page.text).root
        assert "kind:deck" in query
    assert searched(conn, "person:velden").meant == ()
    assert searched(conn, "-person:o*").meant == ()


def test_examples_are_of_this_archive(conn: sqlite3.Connection) -> None:
    shown = dict(examples(conn))
    assert len(shown) == 12
    found = {query: searched(conn, query).found.total for query in shown}
    assert sum(query.startswith(("person:", "outlet:")) for query in shown) == 2
    invented = {'by:"Tobias Renn" said:grain', "author:velden"}  # his words are few, and nobody signs
    assert {query for query, total in found.items() if not total} == invented
    assert any(query.startswith('by:"Tobias Renn" ') for query in shown)


def test_an_empty_archive_has_examples_too(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "empty.db", create=True)
    assert [query for query, _ in examples(archive.conn)][4:7] == [
        "person:velden", "by:velden said:grain", "outlet:courier",
    ]  # fmt: skip
    close_archive(archive)


@pytest.mark.parametrize(
    ("query", "about"),
    [
        ("velden", ["Mara Velden"]),
        ("mara velden", ["Mara Velden"]),
        ('"Mara Velden" norvania', ["Mara Velden", "Norvania"]),
        ("person:velden grain", ["Mara Velden"]),
        ("talks norvania", ["Norvania"]),
        ("zebra velden", ["Mara Velden"]),
        ("-velden", []),
        ("velden*", []),
        ("text:velden", []),
        ("grain OR velden", []),
        ("talks", []),
        ("person:o*", []),
        ("", []),
    ],
)
def test_a_query_leads_to_the_pages_of_whom_it_names(
    conn: sqlite3.Connection, datasette: Datasette, query: str, about: list[str]
) -> None:
    page = searched(conn, query)
    assert [one.name for one in page.about] == about
    html = fetch(datasette, f"/-/archive/clips/search?{urlencode({'q': query})}").text
    assert ("company about" in html) == bool(about)
    assert all(f'href="{LINKS.entity(one.id)}"' in html for one in page.about)
