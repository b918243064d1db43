"""Saved pages: small print of cards, articles with boxes beside them, stories that stand in scripts only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from reading import open_text

from archive.read.meta_line import read_meta
from archive.types import Problem, RawItem

HEADLINES = ("Ferry crews vote to extend walkout", "Minister resigns over contract", "Grain prices rise for third week")


def items_of(tmp_path: Path, html: str) -> tuple[list[RawItem], list[Problem]]:
    _, items, problems = open_text(tmp_path, html, "page.html")
    return items, problems


def listing(card: str, head: str = "") -> str:
    cards = "".join(f"<div class=post>{card.format(n=17 - n, title=title)}</div>" for n, title in enumerate(HEADLINES))
    return f"<html><head><title>Harbour news</title>{head}</head><body><div class=list>{cards}</div></body></html>"


def article(over: str = "", beside: str = "", head: str = "") -> str:
    return f"""<html><head><title>Ferry crews vote to extend walkout - Ledger</title>{head}</head><body>
        <nav><a href="/">Home</a></nav><article><h1>Ferry crews vote to extend walkout</h1>{over}
        <p>The union said the offer was an insult, and that it would not return to the table this week at all.</p>
        <p>Tens of thousands of passengers are stranded, according to the harbour authority, which opened a hall.</p>
        </article>{beside}</body></html>"""


@pytest.mark.parametrize(
    ("line", "date", "author"),
    [
        ("Posted on October 24, 2024 by Jan Example in Europe", "October 24, 2024", "Jan Example"),
        ("Von Jan Example am 24. Oktober 2024 in Europa", "24. Oktober 2024", "Jan Example"),
        ("Publié le 24 octobre 2024 par Jan Example dans Europe", "24 octobre 2024", "Jan Example"),
        ("Publicado el 24 de octubre de 2024 por Jan Example en Europa", "24 de octubre de 2024", "Jan Example"),
        ("October 24, 2024 10:32 am by Jan Example", "October 24, 2024 10:32 am", "Jan Example"),
        ("Oct 24, 2024 in Europe", "Oct 24, 2024", None),
        ("The union met on October 24, 2024 in Europe", None, None),
        ("On October 24, 2024 by the sea a ferry sank", None, None),
    ],
)
def test_a_line_says_when_by_whom_and_where(line: str, date: str | None, author: str | None) -> None:
    told = read_meta(line)
    assert (told.date, told.author) == (date, author) if told else (date, author) == (None, None)


@pytest.mark.parametrize(
    ("small_print", "published", "author"),
    [
        ("<p>Posted on February {n}, 2016 by Jan Example in Europe</p>", "February 17, 2016", "Jan Example"),
        ("<div><span>{n}</span><span>Feb</span><span>2016</span></div>", "17 Feb 2016", None),
        ("<div><b>Feb</b><b>{n}</b><b>2016</b></div>", "Feb 17 2016", None),
        ("<em>media release</em>, February {n}, 2016", "February 17, 2016", None),
        (
            '<time class="updated" datetime="2016-03-01">x</time><time datetime="2016-02-{n}">y</time>',
            "2016-02-17",
            None,
        ),
    ],
)
def test_small_print_dates_and_signs_a_card(
    tmp_path: Path, small_print: str, published: str, author: str | None
) -> None:
    items, _ = items_of(tmp_path, listing(f'<h3><a href="/story-{{n}}.html">{{title}}</a></h3>{small_print}'))
    assert [item.text for item in items] == list(HEADLINES)
    assert (items[0].published, items[0].author) == (published, author)


def test_a_kicker_inside_the_link_is_no_part_of_the_headline(tmp_path: Path) -> None:
    card = '<h3><a href="/{n}.html"><span class="card__kicker">Europe</span> {title}</a></h3><p>It was an insult.</p>'
    items, _ = items_of(tmp_path, listing(card))
    assert [item.title for item in items] == list(HEADLINES)
    assert {item.text for item in items} == {"It was an insult."}


def test_links_start_from_the_base_of_the_page(tmp_path: Path) -> None:
    card = '<h3><a href="story-{n}.html">{title}</a></h3><p>It was an insult.</p>'
    items, _ = items_of(tmp_path, listing(card, '<base href="https://ledger.example/section/">'))
    assert [item.url for item in items] == [f"https://ledger.example/section/story-{n}.html" for n in (17, 16, 15)]


@pytest.mark.parametrize(
    ("over", "head", "published", "author"),
    [
        ("<p>By Jan Example | October 24, 2024</p>", "", "October 24, 2024", "Jan Example"),
        ("<p>By Jan Example</p><p class=date>October 24, 2024</p>", "", "October 24, 2024", "Jan Example"),
        ('<a href="/authors/jan">Jan Example</a><time datetime="2024-10-24">x</time>', "", "2024-10-24", "Jan Example"),
        (
            "<p>By Jan Example</p>",
            '<meta property="og:site_name" content="The Ledger"><meta name=author content="The Ledger">',
            None,
            "Jan Example",
        ),
    ],
)
def test_what_stands_over_an_article_dates_and_signs_it(
    tmp_path: Path, over: str, head: str, published: str | None, author: str | None
) -> None:
    items, _ = items_of(tmp_path, article(over, head=f'<meta property="og:type" content="article">{head}'))
    assert items[0].text == HEADLINES[0]
    assert {(item.published, item.author) for item in items} == {(published, author)}


def test_an_article_with_a_box_of_related_stories_is_an_article(tmp_path: Path) -> None:
    related = "".join(
        f'<div class=box><h3><a href="/{n}">Another story of the harbour, number {n}</a></h3><p>A teaser.</p></div>'
        for n in range(12)
    )
    items, _ = items_of(tmp_path, article("<p>By Jan Example | October 24, 2024</p>", f"<div>{related}</div>"))
    assert items[0].text == HEADLINES[0]
    assert len(items) == 3


STORIES = [
    {
        "@type": "NewsArticle",
        "headline": title,
        "url": f"/{n}",
        "datePublished": f"2024-10-2{n}",
        "author": {"@id": "#j"},
    }
    for n, title in enumerate(HEADLINES)
]
JSON_LD = {
    "@type": "CollectionPage",
    "mainEntity": {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": story} for story in STORIES]},
    "about": {"@type": "Person", "@id": "#j", "name": "Jan Example"},
}
DATA = {"props": {"stories": [{"title": t, "url": f"/{n}", "date": f"2024-10-2{n}"} for n, t in enumerate(HEADLINES)]}}


@pytest.mark.parametrize(
    ("script", "author"),
    [
        (f'<script type="application/ld+json">{json.dumps(JSON_LD)}</script>', "Jan Example"),
        (f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(DATA)}</script>', None),
        (f"<script>window.__STATE__ = {json.dumps(DATA)};</script>", None),
    ],
)
def test_stories_that_stand_in_scripts_only_are_read(tmp_path: Path, script: str, author: str | None) -> None:
    items, problems = items_of(tmp_path, f"<html><head>{script}</head><body><div id=root></div></body></html>")
    assert [item.text for item in items] == list(HEADLINES)
    assert [item.published for item in items] == ["2024-10-20", "2024-10-21", "2024-10-22"]
    assert {item.author for item in items} == {author}
    assert not problems


@pytest.mark.parametrize(
    "script",
    [
        "fetch('/stories')",
        '{"@type": "NewsArticle", ' * 5000,
        "[" * 100_000,
        'window.x = {"a": [' + "1," * 1000,
        "var a = '" + "x" * 1_000_000,
    ],
)
def test_a_page_that_scripts_would_fill_says_so(tmp_path: Path, script: str) -> None:
    html = f'<html><body><div id=root></div><script type="application/ld+json">{script}</script></body></html>'
    items, problems = items_of(tmp_path, html)
    assert not items
    assert any("fetched by scripts" in problem.reason for problem in problems)


@pytest.mark.parametrize(
    "body",
    [
        '<h3><a href="/x">' + "<span class=kicker>Europe</span>" * 2000 + "Ferry crews vote</a></h3>",
        "<h1>Ferry crews vote to extend</h1>" + "<div class='byline author'>" * 300 + "By Jan Example",
        '<h3><a href="/x">Ferry crews vote to extend</a></h3>' + f"<p>{'Posted on by 24 on at on ' * 6}</p>" * 200,
        "<div><span>17</span><span>Feb</span></div>" * 2000,
    ],
)
def test_small_print_without_end_does_no_harm(tmp_path: Path, body: str) -> None:
    items, _ = items_of(tmp_path, f"<html><body>{body}</body></html>")
    assert len(items) < 500
