"""Feeds of all kinds, whole and broken."""

from __future__ import annotations

import json
import tracemalloc
from functools import partial
from pathlib import Path

import pytest
from examples import SOME
from hypothesis import given
from hypothesis import strategies as st
from places import SHARED
from reading import open_file, open_text

from archive.read import ReadOptions, captures, read
from archive.read.feedcut import Cutter, tidied

open_feed = partial(open_text, name="feed.xml")


def rss(*items: str) -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Gull</title>'
        "<link>https://gull.example/</link><language>en-gb</language><pubDate>Thu, 24 Oct 2024 12:00:00 GMT</pubDate>"
        + "".join(f"<item>{item}</item>" for item in items)
        + "</channel></rss>"
    )


def test_rss_gives_what_its_items_say(tmp_path: Path) -> None:
    item = """<title>Bridge &amp; tram close</title><link>/bridge</link><description>&lt;p&gt;Engineers found
    &lt;b&gt;cracks&lt;/b&gt; in two cables.&lt;/p&gt;</description><dc:creator>Ann Lee</dc:creator>
    <pubDate>Thu, 24 Oct 2024 08:00:00 GMT</pubDate><source url="https://tern.example/rss">The Tern</source>"""
    document, items, problems = open_feed(tmp_path, rss(item))
    assert (document.format, document.title, document.language) == ("feed", "The Gull", "en-gb")
    assert (document.url, document.stamp) == ("https://gull.example/", "Thu, 24 Oct 2024 12:00:00 GMT")
    (found,) = items
    assert (found.title, found.kind, found.markup) == ("Bridge & tram close", "teaser", True)
    assert "<b>cracks</b>" in found.text
    assert (found.url, found.author, found.outlet) == ("https://gull.example/bridge", "Ann Lee", "The Tern")
    assert found.published == "Thu, 24 Oct 2024 08:00:00 GMT"
    assert found.raw == f"<item>{item}</item>"
    assert problems == []


@pytest.mark.parametrize(
    "description",
    [
        "",
        "Comments",
        "<a href='https://x.example/c'>Comments</a>",
        "The bridge closes!",
        "<img src='x.gif' height='1'>",
        "submitted by <a href='/u'>ann</a> to <a>r/news</a> <a>[link]</a> <a>[12 comments]</a>",
        "Continue reading...",
        "By Matt Spetal and Jason Szep",
    ],
)
def test_a_description_that_says_nothing_leaves_a_headline(tmp_path: Path, description: str) -> None:
    item = f"<title>The bridge closes</title><description><![CDATA[{description}]]></description>"
    _, (found,), _ = open_feed(tmp_path, rss(item))
    assert (found.text, found.title, found.kind) == ("The bridge closes", None, "headline")


def test_the_byline_as_description_is_the_author(tmp_path: Path) -> None:
    item = "<title>The bridge closes</title><description>By Matt Spetal and Jason Szep</description>"
    _, (found,), _ = open_feed(tmp_path, rss(item))
    assert found.author == "Matt Spetal and Jason Szep"


def test_the_summary_is_taken_and_without_one_the_content(tmp_path: Path) -> None:
    content = "<content:encoded><![CDATA[<p>All of the article.</p><script>x()</script>]]></content:encoded>"
    with_both = f"<title>One</title><description>The teaser is here.</description>{content}"
    _, (first, second), _ = open_feed(tmp_path, rss(with_both, f"<title>Two</title>{content}"))
    assert first.text == "The teaser is here."
    assert second.text == "<p>All of the article.</p>"


def test_atom(tmp_path: Path) -> None:
    feed = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">
    <title type="text">Die Möwe</title><updated>2024-10-24T12:00:00Z</updated><link href="https://moewe.example/"/>
    <entry><title type="html">Brücke &amp;amp; Bahn</title><id>tag:1</id>
    <link rel="alternate" href="https://moewe.example/1"/>
    <updated>2024-10-24T11:00:00Z</updated><published>2024-10-24T10:00:00Z</published><author><name>A. Weiß</name>
    </author>
    <summary>Die Brücke ist ab Montag zu.</summary></entry>
    <entry><title>Fische</title><id>tag:2</id><link href="https://moewe.example/2"/>
    <updated>2024-10-23T10:00:00Z</updated>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Man fand <b>Fische</b>.</p></div></content>
    </entry></feed>"""
    document, items, problems = open_feed(tmp_path, feed)
    assert (document.title, document.stamp) == ("Die Möwe", "2024-10-24T12:00:00Z")
    assert [item.url for item in items] == ["https://moewe.example/1", "https://moewe.example/2"]
    assert (items[0].text, items[0].author) == ("Die Brücke ist ab Montag zu.", "A. Weiß")
    assert [item.published for item in items] == ["2024-10-24T10:00:00Z", "2024-10-23T10:00:00Z"]
    assert "Man fand" in items[1].text
    assert problems == []


def test_rdf(tmp_path: Path) -> None:
    feed = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel rdf:about="https://g.example/">
    <title>Gull</title><link>https://g.example/</link><items><rdf:Seq><rdf:li rdf:resource="https://g.example/1"/>
    </rdf:Seq>
    </items></channel><item rdf:about="https://g.example/1"><title>Bridge closes</title>
    <link>https://g.example/1</link>
    <description>It closes for a month.</description><dc:date>2024-10-24</dc:date><dc:creator>Ann</dc:creator>
    </item></rdf:RDF>"""
    document, (item,), _ = open_feed(tmp_path, feed)
    assert document.title == "Gull"
    assert (item.title, item.text, item.published) == ("Bridge closes", "It closes for a month.", "2024-10-24")


def test_old_rss_without_titles_or_namespaces(tmp_path: Path) -> None:
    feed = (
        "<rss version='0.92'><channel><title>Old</title><item>"
        "<description>Just a text, with no headline.</description>"
        "</item></channel></rss>"
    )
    _, (item,), _ = open_feed(tmp_path, feed)
    assert (item.title, item.text) == (None, "Just a text, with no headline.")


def test_json_feed(tmp_path: Path) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Gull",
        "language": "en",
        "home_page_url": "https://gull.example/",
        "authors": [{"name": "The desk"}],
        "items": [
            {
                "id": 1,
                "url": "/a",
                "title": "Bridge",
                "content_html": "<p>It closes.</p>",
                "date_published": "2024-10-24",
            },
            {"id": 2, "content_text": "Only a note.", "authors": [{"name": "Ann"}, {"name": "Bo"}]},
            {"id": 3, "title": "Nothing but a headline"},
            {"id": 4},
        ],
    }
    document, items, problems = open_feed(tmp_path, json.dumps(feed), name="feed.json")
    assert (document.format, document.title, document.language) == ("feed", "Gull", "en")
    assert [item.text for item in items] == ["<p>It closes.</p>", "Only a note.", "Nothing but a headline"]
    assert (items[0].url, items[0].published, items[0].markup) == ("https://gull.example/a", "2024-10-24", True)
    assert [item.author for item in items] == ["The desk", "Ann, Bo", "The desk"]
    assert items[2].kind == "headline"
    assert [item.position for item in items] == [1, 2, 3]
    assert "without text" in problems[0].reason


def test_encodings_declared_and_not(tmp_path: Path) -> None:
    item = "<title>Simulações de 2º turno</title><description>Líder na pesquisa de intenção de voto.</description>"
    declared = rss(item).replace("?>", ' encoding="ISO-8859-1"?>', 1).encode("latin-1")
    silent = rss(item).split("?>", 1)[1].encode("latin-1")
    for feed in (declared, silent, rss(item).encode("utf-16")):
        _, (found,), problems = open_feed(tmp_path, feed)
        assert (found.title, problems) == ("Simulações de 2º turno", [])


def test_common_faults_do_no_harm(tmp_path: Path) -> None:
    item = (
        "<title>AT&T&nbsp;and R&D</title>"
        "<description>Caf&eacute; \x0b costs &pound;3 &lt;b&gt;now&lt;/b&gt;</description>"
    )
    _, (found,), problems = open_feed(tmp_path, "\n\n" + rss(item))
    assert (found.title or "").split() == ["AT&T", "and", "R&D"]
    assert "Café" in found.text
    assert "£3" in found.text
    assert problems == []


def test_a_broken_item_breaks_nothing_else(tmp_path: Path) -> None:
    good = "<title>Good {}</title><description>Text of good {}.</description>"
    broken = "<title>Broken</title><description><b>never <i>closed</description><x></y>"
    unclosed = "<title>Unclosed</title><description><![CDATA[Text of it </description>"
    _, items, problems = open_feed(
        tmp_path, rss(good.format(1, 1), broken, good.format(2, 2), unclosed, good.format(3, 3))
    )
    titles = [item.title or item.text for item in items]
    assert titles == ["Good 1", "Broken", "Good 2", "Unclosed", "Good 3"]
    assert [item.text for item in items if (item.title or "").startswith("Good")] == [
        "Text of good 1.",
        "Text of good 2.",
        "Text of good 3.",
    ]
    assert any("has no end" in problem.reason for problem in problems)


def test_a_feed_cut_short_keeps_what_came_before(tmp_path: Path) -> None:
    whole = rss(
        *(f"<title>Item {number}</title><description>Text {number} is here.</description>" for number in range(9))
    )
    _, items, problems = open_feed(tmp_path, whole[: whole.index("Text 6") + 3])
    assert [item.title for item in items][:6] == [f"Item {number}" for number in range(6)]
    assert [problem.reason for problem in problems] == ["malformed feed: the feed ends inside an item"]


def test_an_item_without_an_end_ends_where_the_next_starts(tmp_path: Path) -> None:
    feed = rss("<title>One</title>", "<title>Two</title>").replace("</item><item>", "<item>")
    _, items, problems = open_feed(tmp_path, feed)
    assert [item.text for item in items] == ["One", "Two"]
    assert "an item has no end" in problems[0].reason


def test_a_feed_without_items_says_so(tmp_path: Path) -> None:
    document, items, problems = open_feed(tmp_path, rss())
    assert (document.title, items) == ("The Gull", [])
    assert problems[0].reason == "the feed holds no items"


def test_links_that_are_no_addresses_are_left_off(tmp_path: Path) -> None:
    feed = rss(*(f"<title>Item {n}</title><link>{link}</link>" for n, link in enumerate(["http://[x", "//[", "/fine"])))
    _, items, _ = open_feed(tmp_path, feed)
    assert [item.url for item in items] == [None, None, "https://gull.example/fine"]


@SOME
@given(
    st.lists(
        st.sampled_from(["<![", "<!", "]]>", "<?", "&#", "<a", "</", '"', "<b>", "x", " ", "<![CDATA[", "<!--", ">"]),
        max_size=25,
    )
)
def test_no_markup_whatever_stops_a_feed(tmp_path: Path, parts: list[str]) -> None:
    feed = rss(
        "<title>First</title>", f"<title>Odd</title><description>{''.join(parts)}</description>", "<title>Last</title>"
    )
    _, items, _ = open_feed(tmp_path, feed)
    titles = [item.title or item.text for item in items]
    assert titles[0] == "First"
    assert titles[-1] in ("Last", "Odd")


def test_an_item_that_trips_the_parser_up_is_left_out(tmp_path: Path) -> None:
    odd = "<title>Odd & <b</title></link></source></link><description>x"
    _, items, problems = open_feed(tmp_path, rss("<title>First</title>", odd, "<title>Last</title>"))
    titles = [item.title or item.text for item in items]
    assert titles[0] == "First"
    assert titles[-1] == "Last"
    assert len(items) + len(problems) >= 3


def test_entities_that_multiply_stay_names(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    feed = rss("<title>Bomb &l9; here</title>").replace("?>", f'?><!DOCTYPE r [<!ENTITY l0 "lol">{entities}]>', 1)
    _, (item,), _ = open_feed(tmp_path, feed)
    assert item.text == "Bomb &l9; here"


def test_files_named_in_a_feed_are_not_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("top secret")
    doctype = f'?><!DOCTYPE r [<!ENTITY x SYSTEM "file://{secret}">]>'
    _, (item,), _ = open_feed(tmp_path, rss("<title>Here: &x; it is</title>").replace("?>", doctype, 1))
    assert "secret" not in item.text


def test_a_giant_item_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.read.feedcut.MAX_ITEM", 300_000)
    giant = f"<title>Giant</title><description>{'x ' * 600_000}</description>"
    feed = rss("<title>One</title>", giant, "<title>Two</title>")
    _, items, problems = open_feed(tmp_path, feed.replace("<item>", "\n<item>"))
    assert [item.text for item in items] == ["One", "Two"]
    assert "longer than 300,000 characters" in problems[0].reason


def test_a_big_feed_takes_no_more_memory(tmp_path: Path) -> None:
    item = "<title>Item {}</title><description>" + "Text of it, again and again. " * 80 + "</description>"
    peaks = []
    for count in (150, 1000):
        path = tmp_path / f"{count}.xml"
        path.write_text(rss(*(item.format(number) for number in range(count))).replace("</item>", "</item>\n"))
        tracemalloc.start()
        (capture,) = captures([str(path)], lambda problem: None)
        assert sum(1 for _ in read(capture, ReadOptions(), lambda problem: None).items) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0] + 2_000_000


@SOME
@given(st.text(alphabet="<>/!-[]CDATAitem ﬁé\n", max_size=200), st.integers(1, 40))
def test_cutting_does_not_depend_on_the_pieces(text: str, size: int) -> None:
    whole = "<rss><item>a</item>" + text + "<item>b</item></rss>"
    pieces = [whole[start : start + size] for start in range(0, len(whole), size)]
    in_one = [item for _, item in Cutter(iter([whole]), lambda reason, line: None).items()]
    in_many = [item for _, item in Cutter(iter(pieces), lambda reason, line: None).items()]
    assert in_many == in_one


@SOME
@given(st.text())
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidied(tidied(text)) == tidied(text)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("encoding.rss", 40),
        ("feedburner.atom", 25),
        ("guardian.rss", 55),
        ("heise.atom", 15),
        ("heraldsun.rss", 2),
        ("reddit-atom.rss", 24),
        ("rss-1.rss", 69),
        ("uolNoticias.rss", 15),
    ],
)
def test_real_feeds(name: str, count: int) -> None:
    path = SHARED / "feeds" / name
    if not path.exists():
        pytest.skip("needs the real feeds kept beside the repository")
    document, items, problems = open_file(path)
    assert (document.format, len(items), problems) == ("feed", count, [])
    assert document.outlet
    assert all(item.url for item in items)
    assert not any("\ufffd" in item.text + (item.title or "") for item in items)
