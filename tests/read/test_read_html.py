"""Web pages: listings are split into their cards whatever the mark-up, articles into paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from places import SHARED
from reading import open_file, open_text

from archive.extract.dates.stamps import parse_stamp
from archive.read.labels import byline

open_page = partial(open_text, name="page.html")


@dataclass(frozen=True)
class Story:
    slug: str
    headline: str
    teaser: str
    day: str
    shown: str
    author: str
    chip: str

    @property
    def url(self) -> str:
        return f"https://gazette.example/news/{self.slug}"


STORIES = [
    Story(
        "harbour-bridge",
        "Harbour bridge closes for a month of repairs",
        "Engineers found cracks in two of the main cables, Mayor Ilse Brandt said on Oct. 24.",
        "2024-10-24",
        "Oct. 24, 2024",
        "Tomas Rell",
        "City",
    ),
    Story(
        "teachers-strike",
        "Teachers vote to strike before the holidays",
        "The union wants smaller classes and a rise of four percent; talks with the ministry broke off on Monday",
        "2024-10-23",
        "Oct. 23, 2024",
        "Mina Okafor",
        "Schools",
    ),
    Story(
        "lake-survey",
        "Lake survey finds fish that nobody had listed",
        "“We thought the net was broken,” said Joao Pires, who led the three-week survey of Lake Orsa.",
        "2024-10-21",
        "Oct. 21, 2024",
        "Lena Voss",
        "Science & Nature",
    ),
    Story(
        "tram-line",
        "Tram line to the airport gets its money",
        "Parliament approved 410 million for the line, eleven years after it was first proposed.",
        "2024-10-20",
        "Oct. 20, 2024",
        "Mina Okafor",
        "City",
    ),
    Story(
        "orchard-frost",
        "Late frost costs orchards a third of the crop",
        "Growers in the Varna valley ask the government for help with loans that fall due in spring.",
        "2024-10-18",
        "Oct. 18, 2024",
        "Piet Claes",
        "Economy",
    ),
]

HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Latest | The Gazette</title>
<meta property="og:site_name" content="The Gazette"><link rel="canonical" href="https://gazette.example/tag/latest">
<style>.x{color:red}</style><script>var cards = "<h3>no</h3>";</script></head><body>"""
NAVIGATION = """<header class="site-header"><a href="/"><img alt="logo"></a>
<nav><ul><li><a href="/world">World</a></li><li><a href="/war-in-the-north">War in the north</a></li>
<li><a href="/arts">Arts and letters today</a></li></ul></nav></header>
<div class="cookie-banner"><p>We use cookies to make this site better. Read our privacy policy.</p>
<button>Accept all</button></div>"""
FOOTER = """<div class="newsletter-signup"><h3>Get the morning letter</h3>
<p>Sign up for our daily newsletter today.</p></div>
<footer><ul><li><a href="/about">About us and our work</a></li><li><a href="/terms">Terms of service and use</a></li>
<li><a href="/jobs">Work for us in the city</a></li></ul><p>© 2024 The Gazette. All rights reserved.</p></footer>
</body></html>"""


def page(cards: str) -> str:
    return HEAD + NAVIGATION + cards + FOOTER


def div_cards() -> str:
    cards = "".join(
        f"""<div class="card card--{number}"><a class="card__image" href="/news/{s.slug}">
        <img src="{s.slug}.jpg" alt=""></a>
        <div class="card__body"><a class="card__chip" href="/{s.chip.lower()}">{s.chip}</a>
        <h3 class="card__title"><a href="/news/{s.slug}?utm_source=front">{s.headline}</a></h3>
        <p class="card__text">{s.teaser}</p>
        <div class="card__meta">
        <span>By {s.author}</span> · <time datetime="{s.day}T08:00:00Z">{s.shown}</time> · 4 min read</div>
        </div></div>"""
        for number, s in enumerate(STORIES)
    )
    return page(f'<main><h1>Latest</h1><div class="grid">{cards}</div><button>Show More</button></main>')


def list_items() -> str:
    cards = "".join(
        f"""<li><span class="date">{s.shown}</span> <a href="/news/{s.slug}">{s.headline}</a>
        <p>{s.teaser}</p><p class="byline">By {s.author}</p></li>"""
        for s in STORIES
    )
    return page(f"<div id='content'><h2>Latest</h2><ul class='stories'>{cards}</ul></div>")


def table_rows() -> str:
    cards = "".join(
        f"""<tr><td>{s.shown}</td><td><a href="/news/{s.slug}"><b>{s.headline}</b></a><br>{s.teaser}</td>
        <td>By {s.author}</td></tr>"""
        for s in STORIES
    )
    return page(f"<table><tbody>{cards}</tbody></table>")


def article_tags() -> str:
    cards = "".join(
        f"""<article class="post"><header><h2><a href="{s.url}" rel="bookmark">{s.headline}</a></h2>
        <time datetime="{s.day}">{s.shown}</time> by <a rel="author" href="/author/x">{s.author}</a></header>
        <div class="entry-summary"><p>{s.teaser}</p><a href="{s.url}">Continue reading</a></div>
        <footer>Filed under <a href="/c">{s.chip}</a> · 12 comments</footer></article>"""
        for s in STORIES
    )
    return page(f"<main>{cards}<nav class='pagination'><a href='/2'>Older posts from the archive</a></nav></main>")


def no_wrapper() -> str:
    cards = "".join(
        f"<h3><a href='/news/{s.slug}'>{s.headline}</a></h3><p>{s.teaser}</p>"
        f"<p class='meta'>By {s.author} | {s.shown}</p>"
        for s in STORIES
    )
    return page(f"<div class='main'><h1>Latest news</h1>{cards}</div>")


def date_before() -> str:
    cards = "".join(
        f"<span class='when'>{s.shown}</span><h4><a href='/news/{s.slug}'>{s.headline}</a></h4>"
        f"<p>{s.teaser} <i>By {s.author}</i></p>"
        for s in STORIES
    )
    return page(f"<section>{cards}</section>").replace("<i>By", "<br>By").replace("</i>", "")


def definitions() -> str:
    cards = "".join(
        f"<dt><a href='/news/{s.slug}'>{s.headline}</a></dt><dd>{s.teaser}</dd>"
        f"<dd class='small'>{s.shown} – By {s.author}</dd>"
        for s in STORIES
    )
    return page(f"<dl>{cards}</dl>")


def whole_link() -> str:
    cards = "".join(
        f"""<div class="tease"><a href="/news/{s.slug}"><span class="label">{s.chip}</span>
        <div class="hed">{s.headline}</div>
        <div class="dek">{s.teaser}</div><div class="foot"><span>{s.author}</span>
        <span class="ts" data-timestamp="{s.day}T10:00:00Z">3 days ago</span></div></a></div>"""
        for s in STORIES
    )
    return page(f"<div>{cards}</div>").replace("<span>Tomas", "<span class='author'>Tomas")


def covered() -> str:
    cards = "".join(
        f"""<article><div class="c{number % 2}"><a href="/news/{s.slug}" class="over"></a>
        <span>{s.chip}: {s.headline}</span><h3>
        <span data-role="teaser-overline">{s.chip}</span><span>:</span> <span>{s.headline}</span></h3><p>{s.teaser}</p>
        <footer>By {s.author} <time datetime="{s.day}">{s.shown}</time></footer></div></article>"""
        if number % 2
        else f"""<article><div class="c{number % 2}"><h3><span>{s.headline}</span></h3><p>{s.teaser}</p>
        <footer>By {s.author} <time datetime="{s.day}">{s.shown}</time></footer>
        <a href="/news/{s.slug}" class="over">{s.headline}</a></div></article>"""
        for number, s in enumerate(STORIES)
    )
    return page(f"<main>{cards}</main>")


def kicker_headings() -> str:
    cards = "".join(
        f"""<article><a href="/news/{s.slug}"><h4>Seen from {s.chip}</h4><h3>{s.headline}</h3></a>
        <p>{s.teaser}</p><p class="small">By {s.author} · {s.shown}</p></article>"""
        for s in STORIES
    )
    return page(f"<main>{cards}</main>")


LISTINGS = {
    "kickers are headings": kicker_headings(),
    "covered by links": covered(),
    "div cards": div_cards(),
    "list": list_items(),
    "table": table_rows(),
    "articles": article_tags(),
    "no wrapper": no_wrapper(),
    "date before": date_before(),
    "definitions": definitions(),
    "card in a link": whole_link(),
}


@pytest.mark.parametrize("html", LISTINGS.values(), ids=LISTINGS.keys())
def test_a_listing_gives_its_cards(tmp_path: Path, html: str) -> None:
    document, items, problems = open_page(tmp_path, html)
    assert [item.title for item in items] == [story.headline for story in STORIES]
    assert [item.text for item in items] == [story.teaser for story in STORIES]
    assert [(item.url or "").split("?")[0] for item in items] == [story.url for story in STORIES]
    assert [item.position for item in items] == [1, 2, 3, 4, 5]
    assert {item.kind for item in items} == {"teaser"}
    assert all(
        story.headline in item.raw and story.teaser in item.raw for item, story in zip(items, STORIES, strict=True)
    )
    assert problems == []
    assert (document.format, document.outlet, document.language) == ("html", "The Gazette", "en")
    assert document.url == "https://gazette.example/tag/latest"


@pytest.mark.parametrize("name", [name for name in LISTINGS if name != "card in a link"])
def test_cards_have_their_dates_and_authors(tmp_path: Path, name: str) -> None:
    _, items, _ = open_page(tmp_path, LISTINGS[name])
    for item, story in zip(items, STORIES, strict=True):
        assert (item.published or "").startswith((story.day, story.shown))
        assert item.author == story.author


@pytest.mark.parametrize(
    "by",
    [
        '<span class="author">Ada Moss</span> <span class="author">Jan Example</span>',
        '<p class="byline">By <a rel="author" href="/a">Ada Moss</a> and <a rel="author" href="/j">Jan Example</a></p>',
        '<p>By <a href="/authors/ada-moss">Ada Moss</a>, <a href="/authors/jan-example">Jan Example</a></p>',
    ],
)
def test_each_author_of_a_card_or_an_article_is_named(tmp_path: Path, by: str) -> None:
    teasers = ("Rope is dear this week, sailors say.", "Salt is cheap this year, bakers say.", "Fish are few, all say.")
    cards = "".join(
        f'<div class="card"><h3><a href="/{n}">Headline {word} of many words</a></h3><p>{word}</p>{by}</div>'
        for n, word in enumerate(teasers)
    )
    _, items, _ = open_page(tmp_path, page(cards))
    assert [item.author for item in items] == ["Ada Moss, Jan Example"] * 3
    text = "".join(f"<p>{teaser * 4}</p>" for teaser in teasers)
    _, items, _ = open_page(tmp_path, f"<body><article><h1>Rope is dear</h1>{by}{text}</article></body>")
    assert {item.author for item in items} == {"Ada Moss, Jan Example"}


def test_the_small_print_under_a_headline_dates_an_article(tmp_path: Path) -> None:
    said = "The union said on day {} that it would not return to the table this week, nor in the week that follows it."
    text = "".join(f"<p>{said.format(n)}</p>" for n in range(3))
    head = '<div><b>By <a href="/a">Ada Moss</a></b> | November 13, 2024 | <a href="/m">Email this</a></div>'
    html = f"<body><nav><a href='/'>Home</a></nav><article><h1>Crews extend walkout</h1>{head}{text}</article></body>"
    _, items, _ = open_page(tmp_path, html)
    assert {(item.author, item.published) for item in items} == {("Ada Moss", "November 13, 2024")}


def test_the_author_is_looked_for_where_a_page_says_it(tmp_path: Path) -> None:
    text = (
        "<h1>Crews extend walkout</h1>" + "<p>The union said that it would not return to the table this week.</p>" * 4
    )
    graph = """{"@graph": [{"@type": "NewsArticle", "headline": "Crews extend walkout", "author": {"@id": "#ada"}},
      {"@type": "Person", "@id": "#ada", "name": "Ada Moss"}]}"""
    for head, author in (
        ('<meta name="author" content="Ada Moss"><meta name="author" content="Jan Example">', "Ada Moss, Jan Example"),
        ('<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ada Moss">', "Ada Moss"),
        (f'<meta name="author" content="FEN"><script type="application/ld+json">{graph}</script>', "Ada Moss"),
    ):
        html = f'<head><meta property="og:type" content="article">{head}</head><body><article>{text}</article></body>'
        _, items, _ = open_page(tmp_path, html)
        assert {item.author for item in items} == {author}, head


@pytest.mark.parametrize(
    "comment",
    [
        "Cached page generated by WP-Super-Cache on 2024-10-25 16:03:29",
        "WP Fastest Cache file was created in 1.25 seconds, on 25-10-24 13:24:58",
        "FILE ARCHIVED ON 18:53:33 Oct 25, 2024 AND RETRIEVED FROM THE ARCHIVE",
        "Mirrored from hill.example by a copier, Fri, 25 Oct 2024 10:11:12 GMT",
        "Page cached - Debug: cached@1729850000",
    ],
)
def test_a_comment_tells_when_the_page_was_made(tmp_path: Path, comment: str) -> None:
    document, _, _ = open_page(tmp_path, f"{page(div_cards())}<!-- {comment} -->")
    assert document.stamp is not None
    assert parse_stamp(document.stamp) == "2024-10-25"


def test_dates_for_machines_win(tmp_path: Path) -> None:
    _, items, _ = open_page(tmp_path, LISTINGS["card in a link"])
    assert [item.published for item in items] == [f"{story.day}T10:00:00Z" for story in STORIES]


def test_a_front_page_gives_its_sections_and_leaves_numbers_and_menus(tmp_path: Path) -> None:
    html = """<html><head><title>The Hill Courier</title><base href="https://hill.example/x/"></head><body>
    <nav><a href="/w">World news of today</a></nav>
    <div class="hero"><a href="2024/11/03/vote.html"><img></a><h1>
    <a href="2024/11/03/vote.html">County votes to leave the water
    union</a></h1><p>After a count that lasted all night, 51 percent said yes.</p>
    <ul><li><a href="map.html">Map: how every village voted</a></li></ul></div>
    <div class="row"><div class="col"><h2>Politics</h2>
    <div class="s"><h3><a href="a1.html">Mayor's aide quits over parking fines</a></h3>
    <p>He had 43 of them, all unpaid.</p></div>
    <div class="s"><h3><a href="a2.html">Two lists merge</a></h3><p>Green and Grey will run together.</p></div></div>
    <div class="col"><h2>Sport</h2><div class="s"><h3><a href="b1.html">Rovers lose at home again</a></h3>
    <p>It is their ninth
    defeat.</p></div></div></div>
    <div class="most-read"><h2>Most popular</h2><ol><li><span>1.</span>
    <a href="c1.html">Why the tower clock is eleven minutes late</a>
    </li><li><span>2.</span><a href="a1.html">Mayor's aide quits over parking fines</a></li>
    <li><span>3.</span><a href="c3.html">The bakery on Mill Street that never closes</a></li>
    <li><a href="https://vouchers.hill.example/x">Ten per cent off all umbrellas until Sunday</a></li></ol></div>
    <footer><a href="/t">Terms of service for everyone</a></footer></body></html>"""
    _, items, _ = open_page(tmp_path, html)
    assert [item.title or item.text for item in items] == [
        "County votes to leave the water union",
        "Map: how every village voted",
        "Mayor's aide quits over parking fines",
        "Two lists merge",
        "Rovers lose at home again",
        "Why the tower clock is eleven minutes late",
        "The bakery on Mill Street that never closes",
    ]
    assert items[0].url == "https://hill.example/x/2024/11/03/vote.html"
    assert [item.kind for item in items] == ["teaser", "headline", "teaser", "teaser", "teaser", "headline", "headline"]


def test_search_results_give_date_and_teaser(tmp_path: Path) -> None:
    results = "".join(
        f"""<div class="g"><cite>{host} › news</cite><a href="https://{host}/{number}"><h3>{title}</h3></a>
        <div class="st"><span class="f">{date} — </span>{teaser} <em>Orsa</em> ...</div></div>"""
        for number, (host, title, date, teaser) in enumerate(
            [
                (
                    "gazette.example",
                    "Lake survey finds three new species",
                    "21 Oct 2024",
                    "Three weeks long they searched",
                ),
                (
                    "ferry.example",
                    "Ferry to run all winter",
                    "3 Sep 2024",
                    "For the first time since 1987 the ferry to",
                ),
                ("coast.example", "The last boatbuilder", "14 Feb 2023", "Henk Maas, 81, closes his yard in"),
            ]
        )
    )
    html = f'<body><p>About 3 results (0.31 seconds)</p>{results}<div class="pager"><a href="?p=2">2</a></div></body>'
    _, items, _ = open_page(tmp_path, html)
    assert [item.published for item in items] == ["21 Oct 2024", "3 Sep 2024", "14 Feb 2023"]
    assert items[2].text == "Henk Maas, 81, closes his yard in Orsa ..."
    assert items[2].title == "The last boatbuilder"


def test_a_forum_table_gives_titles_and_dates(tmp_path: Path) -> None:
    rows = "".join(
        f"""<tr class="athing"><td><span class="rank">{number}.</span></td><td class="title"><a href="https://{number}.example/">
        {title}</a> <span class="site">(<a href="from?site={number}">{number}.example</a>)</span></td></tr>
        <tr><td></td><td class="subtext">{number * 8} points by <a href="user?id=ann">ann</a>
        <span class="age" title="2024-10-24T0{number}:10:11"><a href="item?id={number}">{number} hours ago</a></span> |
        <a href="item?id={number}">25 comments</a></td></tr><tr class="spacer"></tr>"""
        for number, title in enumerate(
            ["Dam gives way after rain", "Why the ferry matters", "A remark by a minister"], 1
        )
    )
    _, items, _ = open_page(tmp_path, f"<table>{rows}</table>")
    assert [item.text for item in items] == [
        "Dam gives way after rain",
        "Why the ferry matters",
        "A remark by a minister",
    ]
    assert [item.published for item in items] == [f"2024-10-24T0{number}:10:11" for number in (1, 2, 3)]
    assert {item.kind for item in items} == {"headline"}


def test_kickers_and_stamps_for_machines(tmp_path: Path) -> None:
    cards = "".join(
        f"""<div class="promo" data-posted-date-timestamp="{1729771200000 - 86400000 * number}">
        <a href="/a/{number}" aria-label="x">
        <img></a><h3><a href="/a/{number}"><div class="kicker">Floods</div><span>{s.headline}</span></a></h3>
        <div class="description"><a href="/a/{number}"><span>{s.teaser}</span></a></div></div>"""
        for number, s in enumerate(STORIES)
    )
    _, items, _ = open_page(tmp_path, f"<body>{cards}</body>")
    assert [(item.title, item.text) for item in items] == [(s.headline, s.teaser) for s in STORIES]
    assert [item.published for item in items][:2] == ["2024-10-24T12:00:00Z", "2024-10-23T12:00:00Z"]


def test_a_heading_that_is_a_date_dates_what_stands_below(tmp_path: Path) -> None:
    html = """<h2>October 24, 2024</h2><ul><li>The Orsa dam gives way. <a href="/1">(Gull)</a></li>
    <li>Minister <a href="/wiki/Ana">Ana Reis of Portugal</a> says sorry.</li></ul>
    <h2>October 23, 2024</h2><ul><li>Voters in <a href="/wiki/H">the county of Hill</a> say no.</li></ul>"""
    _, items, _ = open_page(tmp_path, html)
    assert [(item.published, item.text) for item in items] == [
        ("October 24, 2024", "The Orsa dam gives way. (Gull)"),
        ("October 24, 2024", "Minister Ana Reis of Portugal says sorry."),
        ("October 23, 2024", "Voters in the county of Hill say no."),
    ]


LIVE_ENTRIES = [
    ("10:40", "Ferry service suspended", "All ferries are cancelled until Sunday. Tickets stay valid for a week."),
    (
        "09:55",
        "River passes the 2011 mark",
        "The gauge at Old Bridge shows 5.2 metres, more than in the flood of 2011.",
    ),
    ("08:30", "Schools stay closed", "Thirty schools will not open, says education chief Dana Whitlock."),
]


@pytest.mark.parametrize("heading", [True, False])
def test_a_live_blog_gives_its_entries(tmp_path: Path, heading: bool) -> None:
    entries = "".join(
        f'<div class="entry">'
        f'<time datetime="2024-11-02T{at}:00Z">{at}</time>{f"<h2>{title}</h2>" if heading else ""}<p>{text}</p></div>'
        for at, title, text in LIVE_ENTRIES
    )
    html = f"""<html><head><meta property="og:type" content="article">
    <meta property="og:url" content="https://c.example/live">
    </head><body><main><h1>Storm Nell: what we know</h1><p>Follow the storm here.</p><div>{entries}</div></main>
    </body></html>"""
    _, items, _ = open_page(tmp_path, html)
    assert [item.text for item in items] == [text for _, _, text in LIVE_ENTRIES]
    assert [item.published for item in items] == [f"2024-11-02T{at}:00Z" for at, _, _ in LIVE_ENTRIES]
    assert [item.title for item in items] == [title if heading else None for _, title, _ in LIVE_ENTRIES]
    assert {item.url for item in items} == {"https://c.example/live"}


ARTICLE = """<!doctype html><html lang="en-GB"><head><title>Council sells the old mill | Daily Ferry</title>
<meta property="og:type" content="article"><meta property="og:site_name" content="Daily Ferry">
<meta property="og:title" content="Council sells the old mill">
<link rel="canonical" href="https://ferry.example/mill">
<meta name="description" content="A brewery from the coast pays two million for a building that has stood empty
since 1998.">
<meta property="article:published_time" content="2023-05-04T06:30:00+01:00">
<meta name="author" content="Ruth Adeyemi">
</head><body><header><nav><a href="/">Home</a><a href="/local">Local news from around here</a></nav></header>
<main><article><h1>Council sells the old mill</h1><p class="byline">By Ruth Adeyemi</p>
<time datetime="2023-05-04">4 May 2023</time>
<ul class="share-buttons"><li><a href="#">Share on Facebook</a></li><li>Copy link</li></ul>
<figure><img src="x"><figcaption>The mill in April. Photograph: R. Adeyemi</figcaption></figure>
<p>The town council voted on Wednesday night to sell the old mill for two million pounds.</p>
<p>“It was never going to be a museum,” said councillor Peter Nwosu, who had opposed the sale for years.</p>
<div class="newsletter-box"><p>Sign up to our daily newsletter and never miss a story.</p></div>
<aside><h3>Related</h3><ul><li><a href="/a1">Brewery looks for a second home on the river</a></li>
<li><a href="/a2">What happened to the museum plans of 2011</a></li></ul></aside>
<p>Work on the roof starts in <a href="/september">September</a>. The brewery expects to open by Easter 2025.</p>
<p><a href="/read">Read more: The long history of the mill</a></p>
<p>Residents can see the plans at the library until May 31.</p></article>
<section class="comments"><h2>Comments</h2><div><p>This is a disgrace and somebody should resign over it.</p></div>
</section>
<section class="more"><h2>More from the Daily Ferry</h2>
<div class="card"><h3><a href="/s1">Swans return to the harbour after ten years</a></h3>
<p>They were last seen in 2013.</p></div>
<div class="card"><h3><a href="/s2">Rail fares to rise again in the new year</a></h3>
<p>Season tickets go up by six per cent.</p></div>
<div class="card"><h3><a href="/s3">School wins prize for its garden of herbs</a></h3>
<p>Judges liked the thyme.</p></div></section>
</main><footer><p>© 2023 Daily Ferry. All rights reserved.</p></footer></body></html>"""


def test_an_article_gives_headline_deck_and_paragraphs(tmp_path: Path) -> None:
    document, items, _ = open_page(tmp_path, ARTICLE)
    assert [(item.kind, item.text) for item in items] == [
        ("headline", "Council sells the old mill"),
        ("deck", "A brewery from the coast pays two million for a building that has stood empty since 1998."),
        (None, "The town council voted on Wednesday night to sell the old mill for two million pounds."),
        (None, "“It was never going to be a museum,” said councillor Peter Nwosu, who had opposed the sale for years."),
        (None, "Work on the roof starts in September. The brewery expects to open by Easter 2025."),
        (None, "Residents can see the plans at the library until May 31."),
    ]
    assert {item.author for item in items} == {"Ruth Adeyemi"}
    assert {item.published for item in items} == {"2023-05-04T06:30:00+01:00"}
    assert {item.url for item in items} == {"https://ferry.example/mill"}
    assert (document.outlet, document.language, document.stamp) == ("Daily Ferry", "en-GB", "2023-05-04T06:30:00+01:00")


def test_an_article_needs_no_meta_tags(tmp_path: Path) -> None:
    paragraphs = [
        "I took the night train from Basel to Hamburg last week, and I have not stopped talking about it since, "
        "to everyone's distress.",
        "The guard, a Mr. Keller, explained that the carriages date from 1972 and were rebuilt in 1998 by a firm "
        "that no longer exists.",
        "We stopped for an hour outside Göttingen. Nobody knew why. A woman in the next compartment sang until "
        "the lights came back.",
    ]
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    html = (
        f"<html><body><div><a href='/'>Home</a> | <a href='/b'>Blog</a></div><h1>The night train</h1>"
        f"<div>{body}</div></body></html>"
    )
    _, items, _ = open_page(tmp_path, html)
    assert [item.text for item in items] == ["The night train", *paragraphs]
    assert items[0].kind == "headline"


def test_what_json_ld_knows_is_added_to_cards(tmp_path: Path) -> None:
    html = """<html><head><link rel="canonical" href="https://g.example/tag">
    <script type="application/ld+json">{"@type": "ItemList",
    "itemListElement": [{"@type": "ListItem", "item": {"@type": "NewsArticle", "headline": "Bridge closes for a
    month",
    "url": "https://g.example/bridge", "datePublished": "2024-10-24T08:00:00Z", "author": {"name": "Tomas Rell"},
    "description": "Engineers found cracks in two cables."}}]}</script>
    <script type="application/ld+json">{broken</script></head>
    <body><h3><a href="/bridge">Bridge closes for a month</a></h3><h3>
    <a href="/fish">Fish nobody had listed before</a></h3>
    <h3><a href="/tram">Tram line gets its money</a></h3></body></html>"""
    _, items, _ = open_page(tmp_path, html)
    assert (items[0].text, items[0].published, items[0].author) == (
        "Engineers found cracks in two cables.",
        "2024-10-24T08:00:00Z",
        "Tomas Rell",
    )
    assert [item.kind for item in items] == ["teaser", "headline", "headline"]


def test_headings_without_links_open_items(tmp_path: Path) -> None:
    html = "<body><h1>Clippings</h1>" + "".join(f"<h3>{s.headline}</h3><p>{s.teaser}</p>" for s in STORIES) + "</body>"
    _, items, _ = open_page(tmp_path, html)
    assert [(item.title, item.text) for item in items] == [(s.headline, s.teaser) for s in STORIES]


def test_other_pages_give_their_blocks(tmp_path: Path) -> None:
    html = """<p>Minister Anna Sorel arrived in Lisbon on Oct. 3.</p><ul>
    <li>Prices of olive oil fell in September.</li>
    <li>“No comment,” said the bank.</li></ul><table><tr><td>Two people were hurt in Rotterdam harbour.</td></tr>
    </table>
    <p>© 2024 Nobody. All rights reserved.</p>"""
    _, items, _ = open_page(tmp_path, html)
    assert [item.text for item in items] == [
        "Minister Anna Sorel arrived in Lisbon on Oct. 3.",
        "Prices of olive oil fell in September.",
        "“No comment,” said the bank.",
        "Two people were hurt in Rotterdam harbour.",
    ]


def test_a_table_with_named_columns_is_read_by_them(tmp_path: Path) -> None:
    html = """<h1>Clippings</h1><table><tr><th>Date</th><th>Headline</th><th>Source</th><th>Link</th></tr>
    <tr><td>2024-03-01</td><td>Dam holds</td><td>Valley Post</td><td><a href="https://v.example/1">open</a></td></tr>
    <tr><td>2024-03-02</td><td>Minister visits the dam</td><td>Hill Courier</td><td>
    <a href="https://h.example/2">open</a></td></tr></table>"""
    _, items, _ = open_page(tmp_path, html)
    assert [(item.text, item.published, item.outlet, item.url) for item in items] == [
        ("Dam holds", "2024-03-01", "Valley Post", "https://v.example/1"),
        ("Minister visits the dam", "2024-03-02", "Hill Courier", "https://h.example/2"),
    ]


def test_saved_pages_tell_their_address_and_date(tmp_path: Path) -> None:
    saved = (
        "<!-- saved from url=(0025)https://g.example/tag/x -->\n<html><body><a href='/a'>x</a>"
        "<p>Some text is here.</p></body>"
    )
    document, _, _ = open_page(tmp_path, saved)
    assert document.url == "https://g.example/tag/x"
    single = (
        "<!DOCTYPE html><!--\n Page saved with SingleFile \n url: https://g.example/y \n"
        " saved date: Thu Oct 24 2024 10:00:00 GMT+0200 (CEST)\n--><html><body><p>Some text is here.</p></body>"
    )
    document, _, _ = open_page(tmp_path, single)
    assert (document.url, document.stamp) == ("https://g.example/y", "Thu Oct 24 2024 10:00:00 GMT+0200")


def test_a_page_saved_as_one_file_is_opened(tmp_path: Path) -> None:
    mhtml = (
        "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://g.example/tag\r\nSubject: Latest\r\n"
        "Date: Thu, 24 Oct 2024 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="X"\r\n\r\n--X\r\nContent-Type: text/html\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>The caf=C3=A9 on the square closes=\r\n "
        "today.</p>\r\n--X--\r\n"
    )
    document, items, _ = open_page(tmp_path, mhtml, name="page.mhtml")
    assert [item.text for item in items] == ["The café on the square closes today."]
    assert (document.url, document.stamp) == ("https://g.example/tag", "Thu, 24 Oct 2024 10:00:00 -0000")


def test_hidden_and_scripted_text_is_no_item(tmp_path: Path) -> None:
    html = (
        "<body><p hidden>Secret words are here.</p><div style='display: none'>More secret words.</div>"
        "<script>x='words of code'</script><p>Plain words are here.</p></body>"
    )
    _, items, _ = open_page(tmp_path, html)
    assert [item.text for item in items] == ["Plain words are here."]


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "<p>Some words are here.</p>",
        "<b>" * 20_000 + "Some words are here.",
        "<p " + " ".join(f"a{number}=1" for number in range(30_000)) + ">Some words are here.</p><p>And here.</p>",
        "<script type='application/ld+json'>" + "[" * 50_000 + "</script><p>Some words are here.</p><p>x y</p>",
        "<h3><a href=/1>Some words are here</a></h3>"
        + "<span>w</span>" * 5_000
        + "<h3><a href=/2>Others are there now</a></h3>",
    ],
    ids=["nested", "inline", "attributes", "json-ld", "row"],
)
def test_hostile_pages_do_no_harm(tmp_path: Path, html: str) -> None:
    _, items, _ = open_page(tmp_path, f"<html><body>{html}")
    assert any("ome words are here" in f"{item.title} {item.text}" for item in items)


def test_the_declared_encoding_is_used(tmp_path: Path) -> None:
    html = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"></head><body>'
        "<p>Мэр города сообщил.</p></body>"
    )
    _, items, _ = open_page(tmp_path, html.encode("cp1251"))
    assert [item.text for item in items] == ["Мэр города сообщил."]


def test_an_endless_page_is_cut_and_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.read.page.MAX_PAGE", 2000)
    _, items, problems = open_page(tmp_path, "<html><body>" + "<p>Some words are here.</p>" * 1000)
    assert 50 < len(items) < 100
    assert "longer than 2,000 bytes" in problems[0].reason


@pytest.mark.parametrize(
    ("name", "least", "some"),
    [
        ("cnn_main_site.html", 240, "Apostasy case woman in Rome"),
        ("yahoo_main_site.html", 20, "Gout, disease of kings, on the rise"),
    ],
)
def test_real_front_pages(name: str, least: int, some: str) -> None:
    path = SHARED / "feeds" / name
    if not path.exists():
        pytest.skip("needs the real pages kept beside the repository")
    _, items, problems = open_file(path)
    assert problems == []
    titles = [item.title or item.text for item in items]
    assert len(items) >= least
    assert some in titles
    assert not {"Terms of service", "Advertise with us", "Skip to navigation"} & set(titles)
    assert all(item.url and item.url.startswith("http") for item in items)


def test_a_byline_names_a_few_people_and_is_no_sentence() -> None:
    assert byline("By Ann Lee and Bo Kim") == "Ann Lee and Bo Kim"
    assert byline("By Ann Lee and Bo Kim and Cy Orr") == "Ann Lee and Bo Kim and Cy Orr"
    assert byline("By Ann Lee and Bo Kim and Cy Orr and Ed Fox") is None
