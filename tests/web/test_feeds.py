"""Atom feeds: valid, escaped, newest by arrival first, and sent again only when they have changed."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus
from xml.etree import ElementTree as ET

import feedparser
import pytest
from asking import configured, fetch
from hypothesis import given
from hypothesis import strategies as st
from reading import open_text

from archive.search.arrivals import Arrival, arrivals
from archive.search.hits import Hit
from archive.web.export.atom import About, feed, updated

ABOUT = About("strike – News", "http://h.example/search.atom?q=a&b", "http://h.example/search?q=a", "News", "© <all>")
NAMESPACE = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def archive(small_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("feeds") / "news.db"
    path.write_bytes(small_archive.read_bytes())
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("update sources set ingested_at = '2024-10-26T08:00:00Z' where id = 1")
        conn.execute("update sources set ingested_at = '2024-10-27T09:30:00Z' where id = 2")
        conn.execute("update snippets set url = 'https://post.example/grain?a=1&b=2' where id = 4")
        conn.execute("update snippets set url = 'javascript:alert(1)' where id = 9")
        conn.execute("insert into searches values ('harbour', 'strike', '2024-10-26T08:00:00Z', 0)")
        conn.commit()
    return path


@pytest.fixture(scope="module")
def site(archive: Path) -> Any:
    return configured(archive, title="News & <views>")


def told(site: Any, path: str, **headers: str) -> Any:
    return fetch(site, f"/-/archive/news/{path}", headers=headers)


def check_valid(body: bytes) -> ET.Element:
    """What RFC 4287 asks of a feed and its entries."""
    root = ET.fromstring(body)
    assert root.tag == f"{NAMESPACE}feed"
    entries = root.findall(f"{NAMESPACE}entry")
    for each in (root, *entries):
        for name in ("id", "title", "updated"):
            (found,) = each.findall(f"{NAMESPACE}{name}")
            assert (found.text or "").strip() or name == "title"
        assert re.fullmatch(r"(http|urn:uuid:).+", each.findtext(f"{NAMESPACE}id") or "")
        for moment in (*each.findall(f"{NAMESPACE}updated"), *each.findall(f"{NAMESPACE}published")):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment.text or "")
        assert len(each.findall(f"{NAMESPACE}link[@rel='alternate']")) == 1
    assert root.find(f"{NAMESPACE}author/{NAMESPACE}name") is not None
    assert root.find(f"{NAMESPACE}link[@rel='self']") is not None
    assert len({each.findtext(f"{NAMESPACE}id") for each in entries}) == len(entries)
    return root


def test_a_search_is_a_feed(site: Any) -> None:
    answer = told(site, "search.atom?q=grain")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    check_valid(answer.content)
    found = feedparser.parse(answer.content)
    assert not found.bozo
    assert found.feed.title == "grain – News & <views>" if "views" in found.feed.title else "grain – news"
    assert [entry.link.rpartition("/")[2] for entry in found.entries] == ["8", "4", "2", "1"]
    one = found.entries[1]
    assert one.source.title == "The Bay Courier"
    assert one.published == "2024-10-21T00:00:00Z"
    assert one.updated == "2024-10-26T08:00:00Z"
    assert one.link == "http://localhost/-/archive/news/snippet/4"
    assert [link.href for link in one.links if link.rel == "related"] == ["https://post.example/grain?a=1&b=2"]
    assert {tag.term for tag in one.tags} == {"Tobias Renn", "Mara Velden", "Kestrel Bay"}
    assert "The Bay Courier, 21 Oct 2024" in one.content[0].value
    assert found.feed.updated == "2024-10-27T09:30:00Z"


def test_our_own_reader_takes_it(site: Any, tmp_path: Path) -> None:
    document, items, problems = open_text(tmp_path, told(site, "search.atom?q=").content, "feed.xml")
    assert (document.format, problems) == ("feed", [])
    by_link = {(item.url or "").rpartition("/")[2]: item for item in items}
    assert by_link["5"].outlet == "Norvania Today"
    assert by_link["2"].text.startswith("Norvanian President Mara Velden said on Oct. 24")
    assert by_link["1"].kind == "headline"
    assert by_link["2"].published == "2024-10-24T00:00:00Z"


def test_what_is_hostile_stays_text(site: Any) -> None:
    body = told(site, "search.atom?q=bread").content
    check_valid(body)
    assert b"<script>" not in body
    assert b"javascript:" not in body
    (entry,) = [one for one in feedparser.parse(body, sanitize_html=False).entries if one.link.endswith("/9")]
    assert entry.title.startswith("<script>alert('bread')")
    assert b"<b>bold" not in body
    assert entry.links[-1].rel == "alternate"


def test_an_entity_is_a_feed(site: Any) -> None:
    body = told(site, "entity/7.atom").content
    check_valid(body)
    found = feedparser.parse(body)
    assert found.feed.title.startswith("Harbour Workers' League – ")
    assert [entry.link for entry in found.entries] == ["http://localhost/-/archive/news/snippet/5"]
    assert told(site, "entity/700.atom").status_code == 404


def test_a_reader_that_has_it_is_told_so(site: Any) -> None:
    first = told(site, "search.atom?q=talks")
    mark, when = first.headers["etag"], first.headers["last-modified"]
    assert when == "Sun, 27 Oct 2024 09:30:00 GMT"
    again = told(site, "search.atom?q=talks", **{"if-none-match": f'W/"x", W/{mark}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", mark)
    assert told(site, "search.atom?q=grain", **{"if-none-match": mark}).status_code == 200
    assert told(site, "search.atom?q=talks", **{"if-modified-since": when}).status_code == 304
    assert (
        told(site, "search.atom?q=talks", **{"if-modified-since": "Sat, 26 Oct 2024 09:30:00 GMT"}).status_code == 200
    )
    assert told(site, "search.atom?q=talks", **{"if-modified-since": "yesterday"}).status_code == 200
    both = {"if-none-match": '"x"', "if-modified-since": when}
    assert told(site, "search.atom?q=talks", **both).status_code == 200


def test_sizes_and_what_is_wrong(site: Any) -> None:
    def count(size: str) -> int:
        return len(feedparser.parse(told(site, f"search.atom?q=talks&size={size}").content).entries)

    assert [count(size) for size in ("3", "0", "x", "99999")] == [3, 13, 13, 13]
    check_valid(told(site, "search.atom?q=zeppelin").content)
    assert told(site, f"search.atom?q={quote_plus('a ' * 4000)}").status_code == 400


def test_pages_lead_to_their_feeds(site: Any) -> None:
    def listed(path: str) -> list[str]:
        page = told(site, path).text
        return re.findall(r'<link rel="alternate" type="application/atom\+xml" title="[^"]*" href="([^"]*)"', page)

    assert listed("search?q=grain+rain") == ["/-/archive/news/search.atom?q=grain+rain"]
    assert listed("entity/7") == ["/-/archive/news/entity/7.atom"]
    assert listed("") == ["/-/archive/news/search.atom", "/-/archive/news/search.atom?q=strike"]
    assert 'href="/-/archive/news/search.atom?q=strike" aria-label="Feed of harbour"' in told(site, "").text


def test_arrivals_are_found_however_far_back(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(archive)) as conn:
        wanted = [one.hit.id for one in arrivals(conn, "norvania", 100)]
        assert wanted == sorted(wanted, reverse=True)
        assert 2 in wanted
        assert 3 not in wanted
        monkeypatch.setattr("archive.search.arrivals._FIRST_LOOK", 1)
        monkeypatch.setattr("archive.search.arrivals._FURTHER", 2)
        assert [one.hit.id for one in arrivals(conn, "norvania", 100)] == wanted
        assert [one.hit.id for one in arrivals(conn, "norvania", 2)] == wanted[:2]


def made(texts: list[str]) -> Iterator[Arrival]:
    for number, text in enumerate(texts):
        hit = Hit(
            number, text, text[:9] or None, "item", text[:10], None, text[1:9], text, f"http://x/{text}", True, None
        )
        yield Arrival(hit, None, str(number))


@given(st.lists(st.text(st.characters(codec="utf-8")), max_size=3))
def test_whatever_a_text_holds_the_feed_is_valid(texts: list[str]) -> None:
    found = list(made(texts))
    check_valid(feed(ABOUT, found, lambda number: f"http://h.example/snippet/{number}"))
    assert updated(found) == "1970-01-01T00:00:00Z"
