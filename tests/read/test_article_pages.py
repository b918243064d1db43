"""Article pages: told from listings by what they say of themselves; their headline, author and day."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import open_text
from test_read_saved_pages import HEADLINES, article, items_of

from archive.read.authors import best_author

TITLE = "Ferry crews vote to extend walkout"
BOX = "".join(
    f"<div class=card><h3><a href='/b/{at}'>{title} once more, says pier {at} of Lowick</a></h3>"
    f"<p>Authority {at} said so on Thursday, after a night in which nobody slept and nothing sailed here.</p></div>"
    for at, title in enumerate(HEADLINES * 3)
)
OF_ARTICLE = f"<meta property='og:type' content='article'><meta property='og:title' content='{TITLE}'>"


def test_an_article_may_have_more_words_beside_it_than_of_its_own(tmp_path: Path) -> None:
    items, _ = items_of(tmp_path, article(beside=f"<div class=more>{BOX}</div>", head=OF_ARTICLE))
    assert items[0].text == TITLE
    assert not any("once more" in item.text for item in items)


def test_a_listing_that_calls_itself_an_article_is_a_listing(tmp_path: Path) -> None:
    head = OF_ARTICLE.replace(TITLE, "Harbour news")
    items, _ = items_of(tmp_path, f"<html><head>{head}</head><body><h1>Harbour news</h1>{BOX}</body></html>")
    assert len(items) == 9
    assert items[0].url != items[1].url


@pytest.mark.parametrize(
    "heading", ["<h1>The Ledger</h1>", "<h1 class=logo>The Ledger</h1>", "<h1>Business Monday</h1>"]
)
def test_the_headline_is_what_the_title_names(tmp_path: Path, heading: str) -> None:
    page = article(head="<meta property='og:site_name' content='The Ledger'>").replace("<h1>", "<h2>")
    items, _ = items_of(tmp_path, page.replace("</h1>", "</h2>").replace("<article>", f"{heading}<article>"))
    assert items[0].text == TITLE


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Press release of 25 January 2022 | Lowick", "25 January 2022"),
        ("2019年04月21日 12時00分更新", "2019年04月21日"),
        ("最終更新日：2019年4月2日", "2019年4月2日"),
        ("erstellt: 01. April 2025, 15:25 in: Hafen | Kommentare : 0", "01. April 2025"),
    ],
)
def test_a_short_line_over_the_text_dates_it(tmp_path: Path, line: str, day: str) -> None:
    items, _ = items_of(tmp_path, article(over=f"<div>{line}</div>"))
    assert (items[0].published or "").startswith(day)


def test_the_only_time_of_a_page_is_its_day(tmp_path: Path) -> None:
    times = "<div><div><time datetime='2022-12-12 12:22'>gestern</time></div></div>"
    items, _ = items_of(tmp_path, article(beside=f"<p>.</p>{times}{times}"))
    assert items[0].published == "2022-12-12 12:22"


@pytest.mark.parametrize(
    ("head", "day"),
    [
        (
            f"{OF_ARTICLE}<script type='application/ld+json'>"
            '{"@graph": [{"@type": "WebPage", "datePublished": "2020-03-11"}]}</script>',
            "2020-03-11",
        ),
        (
            "<meta property='article:published_time' content='1399-02-21'><meta name=pubdate content='2020-05-10'>",
            "2020-05-10",
        ),
        ("<meta name='article:published_time' value='2020-05-10'>", "2020-05-10"),
        (
            "<meta property='article:published_time' content='2021-01-24'><script type='application/ld+json'>"
            '{"@type": "NewsArticle", "headline": "x", "datePublished": "2020-11-28"}</script>',
            "2020-11-28",
        ),
    ],
)
def test_the_head_of_a_page_dates_it(tmp_path: Path, head: str, day: str) -> None:
    items, _ = items_of(tmp_path, article(head=head))
    assert items[0].published == day


@pytest.mark.parametrize(
    ("over", "author"),
    [
        ("<div class=byline>By <a>Jan Example</a> <span class=author>Staff Writer</span></div>", "Jan Example"),
        ("<div class=byline>Jan Example <i class=author>(Brussels correspondent)</i></div>", "Jan Example"),
        ("<div><a href='/profile/jan-example-191'>Jan Example</a></div>", "Jan Example"),
        ("<span class=authorname-txt>Jan Example</span>", "Jan Example"),
        ("<p>Jan Example</p>", "Jan Example"),
        ("<ul><li>Opinion</li><li>Peter Example</li><li>3 comments</li></ul>", "Peter Example"),
        ("<div class=authors><span class=authors-label>Auteur:</span> <a>Jan Example</a></div>", "Jan Example"),
    ],
)
def test_who_wrote_an_article(tmp_path: Path, over: str, author: str) -> None:
    items, _ = items_of(tmp_path, article(over=over))
    assert (items[0].author or "").removeprefix("By ").startswith(author)


def test_a_name_below_the_text_signs_it(tmp_path: Path) -> None:
    items, _ = items_of(tmp_path, article().replace("</article>", "<p><b><i>Martin Example</i></b></p></article>"))
    assert items[0].author == "Martin Example"


def test_data_for_machines_may_be_wrapped_for_xml(tmp_path: Path) -> None:
    data = '{"@type": "NewsArticle", "headline": "x", "author": {"@type": "Person", "name": "Ada Roth"}}'
    head = f"<script type='application/ld+json'>//<![CDATA[\n{data}\n//]]></script>"
    items, _ = items_of(tmp_path, article(head=head))
    assert items[0].author == "Ada Roth"


def test_a_text_with_a_table_in_it_is_an_article(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{at} Oct 2024</td><td>Boat {at}</td></tr>" for at in range(3))
    table = f"<table><tr><th>Date</th><th>Title</th></tr>{rows}</table>"
    items, _ = items_of(tmp_path, article().replace("</article>", f"{table}</article>"))
    assert items[0].text == TITLE


def test_a_long_text_needs_no_heading(tmp_path: Path) -> None:
    texts = "".join(f"<p>On day {at} {'the boats stayed in the harbour and ' * 9}nobody sailed.</p>" for at in range(6))
    sections = "".join(f"<h2>Section {at} of the report</h2>{texts.replace('day', f'day {at}')}" for at in range(3))
    items, _ = items_of(tmp_path, f"<html><head><title>Report</title></head><body><div>{sections}</div></body></html>")
    assert {item.url for item in items} == {None}
    assert len(items) == 19  # its title, and its paragraphs


@pytest.mark.parametrize(
    ("candidates", "author"),
    [
        (("Ledger Publishing", "Jan Example", "Jan Example"), "Jan Example"),
        (("Unseen Person", "Jan Example"), "Jan Example"),
        (("Ada Roth", "Jan Example"), "Ada Roth"),
        (("The Ledger", None, "Jan Example"), "Jan Example"),
        (("Ledger Staff", "Jan Example"), "Jan Example"),
        (("The Ledger", None), "The Ledger"),
        ((None, None), None),
    ],
)
def test_of_several_names_the_page_shows_one(candidates: tuple[str | None, ...], author: str | None) -> None:
    shown = "By Jan Example, Ada Roth. © Ledger Publishing, The Ledger, Ledger Staff"
    assert best_author(candidates, ["The Ledger"], shown) == author


def test_an_article_without_spaces_between_its_words(tmp_path: Path) -> None:
    page = """<html><head><title>港の船員組合がストライキの延長を決めた - 港新聞</title></head><body>
        <div class=logo>港新聞</div><h2>港の船員組合がストライキの延長を決めた</h2>
        <div>2019年4月2日（火） 14時30分</div>
        <p>組合は月曜日の夜、会社側の提案を受け入れられないと発表した。船は一隻も出ていない。</p>
        <p>港湾局によると、数千人の乗客が足止めされている。再開の見通しは立っていないという！</p>
        <p>市長は会見で、話し合いを続けるよう双方に求めた。次の交渉は木曜日に予定されている。</p></body></html>"""
    items, _ = items_of(tmp_path, page)
    assert [item.kind for item in items] == ["headline", None, None, None]
    assert items[0].text == "港の船員組合がストライキの延長を決めた"
    assert (items[0].published or "").startswith("2019年4月2日")


def test_a_page_that_lost_its_start_is_a_page(tmp_path: Path) -> None:
    document, items, _ = open_text(
        tmp_path, f"<style>\n/* new */\n.a {{ color: red; }}\n</style>\n{article()}", "a.html"
    )
    assert document.format == "html"
    assert items[0].text == TITLE


def test_a_list_of_links_with_line_breaks(tmp_path: Path) -> None:
    places = "<br>".join(f"<a href='http://www.s{at}.example/'>LEDGER {at}</a>" for at in range(30))
    links = "<br><br>".join(f"<a href='/{at}'>Ferry crews vote to extend walkout {at}...</a>" for at in range(9))
    items, _ = items_of(tmp_path, f"<html><body><tt><b>{links}<br><hr>{places}</b></tt></body></html>")
    assert len(items) == 9
    assert all(item.text.startswith(TITLE) for item in items)


def test_a_link_that_stands_in_the_menu_is_a_section(tmp_path: Path) -> None:
    menu = "<nav><a href='/t/1'>Harbours, Ferries and Coastal Roads</a></nav>"
    cards = "".join(
        f"<div class=row><h3><a href='/a/{at}'>{title}</a></h3><p>The authority said so on Thursday night.</p>"
        "<div><a href='/t/1'>Harbours, Ferries and Coastal Roads</a>, <a href='/t/2'>Grain</a></div></div>"
        for at, title in enumerate(HEADLINES)
    )
    items, _ = items_of(tmp_path, f"<html><body>{menu}{cards}</body></html>")
    assert [item.title for item in items] == list(HEADLINES)


def test_the_masthead_of_a_pasted_page_is_its_outlet(tmp_path: Path) -> None:
    stories = "\n\n".join(
        f"{title}\nby Marta Eklund\nOct 2{at}, 2024 • 3 min read\nThe union called the offer an insult to its crews."
        for at, title in enumerate(HEADLINES)
    )
    document, _, _ = open_text(tmp_path, f"The Harbour Gazette\nNews\nSport\n\n{stories}\n", "pasted.txt")
    assert document.outlet == "The Harbour Gazette"
    others = stories.replace("Oct 21", "Reuters\nOct 21").replace("Oct 22", "BBC News\nOct 22")
    document, _, _ = open_text(tmp_path, f"The Harbour Gazette\n\n{others}\n", "pasted.txt")
    assert document.outlet is None


def test_a_page_kept_by_the_archive_of_the_web_has_its_own_address(tmp_path: Path) -> None:
    kept = "https://web.archive.org/web/20140226054445/http://www.ledger.example/2013/08/07/ferry/"
    items, _ = items_of(tmp_path, article(head=f"<link rel=canonical href='{kept}'>"))
    assert items[0].url == "http://www.ledger.example/2013/08/07/ferry/"


@pytest.mark.parametrize(
    "line",
    [
        "The new pier of Lowick in the morning light. © AFP / MARTA EXAMPLE",
        "Leave a comment below and tell us what you think of it.",
        "We use cookies so that this page works as it should for you.",
        "Share on Facebook and on other networks that you are on",
    ],
)
def test_what_is_about_the_page_is_no_paragraph(tmp_path: Path, line: str) -> None:
    items, _ = items_of(tmp_path, article().replace("</article>", f"<p>{line}</p></article>"))
    assert len(items) == 3
    assert line not in [item.text for item in items]


TEASERS = "".join(
    f"<div><h2><a href='/b/{at}-at-the-pier'>{title}, says pier {at}</a></h2>"
    f"<time datetime='2024-10-{20 - at}'>then</time>"
    f"<p>Authority {at} said so on Thursday, after a night in which nobody slept and nothing sailed here.</p></div>"
    for at, title in enumerate(HEADLINES * 3)
)


LINES = "".join(
    f"<p><a href='/b/{at}-at-the-pier'>{title}, says pier {at}</a><br>"
    f"Authority {at} said so in the hall on Thursday.</p>"
    for at, title in enumerate(HEADLINES * 3)
)
WHOLE = "".join(
    f"<article><h1><a href='/b/{at}-at-the-pier'>{title}, says pier {at}</a></h1>"
    + "".join(
        f"<p>Authority {at} said for the {part}th time that nobody had slept in the hall.</p>" for part in range(9)
    )
    + "</article>"
    for at, title in enumerate(HEADLINES)
)


@pytest.mark.parametrize("below", [TEASERS, LINES, WHOLE], ids=["teasers", "lines", "whole stories"])
@pytest.mark.parametrize("head", ["", OF_ARTICLE])
@pytest.mark.parametrize("place", ["</article>", "<!-- end --></article>"])
def test_a_stream_of_other_stories_below_is_no_part_of_an_article(
    tmp_path: Path, head: str, place: str, below: str
) -> None:
    page = article(over="<time datetime='2024-10-24'>24 October 2024</time>", head=head)
    stream = f"{below}</article>" if "end" in place else f"</article>{below}"
    items, _ = items_of(tmp_path, page.replace("</article>", stream))
    assert items[0].text == TITLE
    assert len(items) == 3
    assert not any("Authority" in item.text for item in items)


def test_the_date_of_a_card_does_not_make_an_article_of_a_listing(tmp_path: Path) -> None:
    head = OF_ARTICLE.replace(TITLE, "Harbour news of the week") + (
        "<meta property='article:published_time' content='2024-10-24'>"
    )
    body = f"<h1>Harbour news of the week</h1>{TEASERS.replace('>then<', '>20 October 2024<')}"
    items, _ = items_of(tmp_path, f"<html><head>{head}</head><body>{body}</body></html>")
    assert len(items) == 9


def test_short_headlines_that_head_an_article_each_are_stories(tmp_path: Path) -> None:
    posts = "".join(
        f"<article><h1><a href='/d/{at}'>Devblog {at}</a></h1><time datetime='2024-10-{at}'>then</time>"
        f"<p>Ladders, hatches and many other things were made new again in the week of the {at}th.</p></article>"
        for at in range(11, 16)
    )
    items, _ = items_of(tmp_path, f"<html><head><title>Blog</title></head><body><main>{posts}</main></body></html>")
    assert [item.title for item in items] == [f"Devblog {at}" for at in range(11, 16)]


def test_comments_below_make_no_live_blog_of_an_article(tmp_path: Path) -> None:
    comments = "".join(
        f"<li class=comment><time datetime='2024-10-2{at}T10:00'>then</time><p>My aunt said the very same thing in the"
        f" year {at}, and nobody listened to her then, as nobody does now in this town of ours.</p></li>"
        for at in range(5)
    )
    items, _ = items_of(tmp_path, article(beside=f"<div id=comments><ol>{comments}</ol></div>"))
    assert items[0].text == TITLE


def test_the_days_of_other_pages_make_no_live_blog_of_an_article(tmp_path: Path) -> None:
    sections = "".join(
        f"<h3>Section {at} of the long report</h3><p>My aunt said the very same <a href='/b/{at}'"
        f" data-publish-date='172975392{at}'>thing in {at}</a>, and nobody listened to her then.</p>"
        for at in range(5)
    )
    items, _ = items_of(tmp_path, article(head=OF_ARTICLE).replace("</article>", f"{sections}</article>"))
    assert items[0].text == TITLE


def test_an_article_whose_text_is_drawn_by_scripts_is_what_its_head_says(tmp_path: Path) -> None:
    head = f"<title>{TITLE}</title>{OF_ARTICLE}<meta name=description content='The union of Lowick said no.'>"
    items, _ = items_of(tmp_path, f"<html><head>{head}</head><body><script>go()</script></body></html>")
    assert [item.text for item in items] == [TITLE, "The union of Lowick said no."]


def test_a_heading_for_screen_readers_is_no_headline(tmp_path: Path) -> None:
    page = article().replace("<article>", "<h1 class='sr-only'>Navigation and services of the harbour</h1><article>")
    items, _ = items_of(tmp_path, page.replace("vote to", "v\u00adote to"))
    assert items[0].text == TITLE


@pytest.mark.parametrize(
    "line", ["25.10.2022 - Reiner Nagelmann", "Ein Artikel von Reiner Nagelmann | 25.10.2022 - 12:45"]
)
def test_a_name_beside_a_day_signs_an_article(tmp_path: Path, line: str) -> None:
    items, _ = items_of(tmp_path, article(over=f"<p>{line}</p>"))
    assert items[0].author == "Reiner Nagelmann"
    assert (items[0].published or "").startswith("25.10.2022")
