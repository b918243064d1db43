"""Exports of programs and services: known by their keys, each field from where it stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from reading import open_text

from archive.errors import ReadError
from archive.extract.dates.stamps import parse_stamp
from archive.read.exports import export_of, nested
from archive.text.wordlists import meanings
from archive.types import RawItem

TITLE, TEXT = "Ferry crews vote to extend walkout", "The union of Lowick said that the offer was an insult."
URL = "https://ledger.example/ferry"


def said(item: RawItem) -> tuple[str | None, ...]:
    return (item.text, item.title, item.published, item.url, item.author, item.outlet)


def read_json(tmp_path: Path, value: Any) -> list[tuple[str | None, ...]]:
    _, items, problems = open_text(tmp_path, json.dumps(value), "export.json")
    assert problems == []
    return [said(item) for item in items]


RECORDS: list[tuple[Any, tuple[str | None, ...]]] = [
    (
        [
            {
                "id": "x",
                "type": "article-newspaper",
                "title": TITLE,
                "abstract": TEXT,
                "container-title": "The Harbour Ledger",
                "URL": URL,
                "author": [{"family": "Eklund", "given": "Marta"}, {"literal": "Lowick Desk"}],
                "issued": {"date-parts": [[2024, 10, 4]]},
                "accessed": {"date-parts": [["2025", 1, 1]]},
            }
        ]
        * 2,
        (TEXT, TITLE, "2024-10-04", URL, "Marta Eklund, Lowick Desk", "The Harbour Ledger"),
    ),
    (
        {
            "total": 1,
            "rows": [
                {
                    "id": "a",
                    "created": "2025-01-01T00:00:00Z",
                    "user": "acct:r@h.example",
                    "uri": URL,
                    "text": "",
                    "target": [{"source": URL, "selector": [{"type": "R"}, {"type": "T", "exact": TEXT}]}],
                    "document": {"title": [TITLE]},
                }
            ],
        },
        (TEXT, TITLE, None, URL, None, None),
    ),
    (
        {
            "@context": "https://www.w3.org/ns/activitystreams",
            "orderedItems": [
                {"type": "Announce", "actor": "a", "object": "https://b.example/1", "to": [], "cc": [], "id": "2"},
                {
                    "id": "1",
                    "type": "Create",
                    "actor": "a",
                    "published": "2024-10-24T09:00:00Z",
                    "to": [],
                    "cc": [],
                    "object": {"type": "Note", "content": f"<p>{TEXT}</p>", "url": URL, "summary": None},
                },
            ],
        },
        (f"<p>{TEXT}</p>", None, "2024-10-24T09:00:00Z", URL, None, None),
    ),
    (
        {
            "feed": [
                {
                    "post": {
                        "uri": "at://did/1",
                        "author": {"handle": "ledger.example", "displayName": "The Ledger"},
                        "record": {
                            "text": TEXT,
                            "createdAt": "2024-10-24T09:00:00Z",
                            "embed": {"external": {"uri": URL}},
                        },
                        "indexedAt": "2024-10-25T09:00:00Z",
                    }
                }
            ]
        },
        (TEXT, None, "2024-10-24T09:00:00Z", URL, "The Ledger", None),
    ),
    (
        [
            {
                "href": URL,
                "description": TITLE,
                "extended": "",
                "meta": "1",
                "time": "2025-01-01",
                "toread": "no",
                "tags": "",
            }
        ],
        (TITLE, None, None, URL, None, None),
    ),
    (
        {
            "items": [
                {
                    "published": 1729753920,
                    "title": TITLE,
                    "canonical": [{"href": URL}],
                    "origin": {"title": "The Harbour Ledger"},
                    "summary": {"content": TEXT},
                }
            ]
            * 2
        },
        (TEXT, TITLE, "2024-10-24T07:12:00Z", URL, None, "The Harbour Ledger"),
    ),
    (
        {
            "entries": [
                {
                    "feed_id": 1,
                    "title": TITLE,
                    "url": URL,
                    "published_at": "2024-10-24",
                    "content": TEXT,
                    "feed": {"title": "The Harbour Ledger"},
                }
            ]
            * 2
        },
        (TEXT, TITLE, "2024-10-24", URL, None, "The Harbour Ledger"),
    ),
    (
        [{"timestamp": 1729753920, "attachments": [], "data": [{"post": TEXT}], "title": "Ann wrote."}] * 2,
        (TEXT, None, "2024-10-24T07:12:00Z", None, None, None),
    ),
    (
        {
            "messages": [
                {"id": 1, "type": "service", "date": "2024-10-23T10:00:00", "action": "create_channel"},
                *({"id": at, "type": "message", "date": "2024-10-24", "from": "Ann", "text": TEXT} for at in (2, 3)),
            ]
        },
        (TEXT, None, "2024-10-24", None, "Ann", None),
    ),
]


@pytest.mark.parametrize(("value", "expected"), RECORDS)
def test_a_known_export_of_json(tmp_path: Path, value: Any, expected: tuple[str | None, ...]) -> None:
    assert set(read_json(tmp_path, value)) == {expected}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            '"Key","Item Type","Publication Year","Author","Title","Publication Title","Url","Abstract Note","Date"\n'
            f'"A","newspaperArticle","2024","Eklund, Marta; Roth, Ada","{TITLE}","The Ledger","{URL}","","2024-10-24"\n'
            '"B","attachment","","","Snapshot","","","",""\n',
            (TITLE, None, "2024-10-24", URL, "Marta Eklund, Ada Roth", "The Ledger"),
        ),
        (
            f"id,indexed_date,language,media_name,media_url,publish_date,title,url\nx,2024-12-01,en,The Ledger,"
            f"https://ledger.example,2024-10-24,{TITLE},{URL}\n",
            (TITLE, None, "2024-10-24", URL, None, "The Ledger"),
        ),
        (
            f"Tytuł;Data publikacji;Źródło;Autor;Treść;Adres\n{TITLE};2024-10-24;Kurier;Ada Roth;{TEXT};{URL}\n",
            (TEXT, TITLE, "2024-10-24", URL, "Ada Roth", "Kurier"),
        ),
        (
            f"Titre;Date de publication;Source;Auteur;Chapô;Lien\n{TITLE};2024-10-24;Le Port;Ada Roth;{TEXT};{URL}\n",
            (TEXT, TITLE, "2024-10-24", URL, "Ada Roth", "Le Port"),
        ),
        (
            f"Highlight,Book Title,Book Author,Note,Highlighted at\n{TEXT},{TITLE},Marta Eklund,,2024-10-25 08:00:00\n",
            (TEXT, TITLE, "2024-10-25 08:00:00", None, "Marta Eklund", None),
        ),
        (f"title,url,time_added,tags,status\n{TITLE},{URL},1729753920,,unread\n", (TITLE, None, None, URL, None, None)),
        (
            f"URL,Title,Selection,Folder,Timestamp\n{URL},{TITLE},,Unread,1729753920\n",
            (TITLE, None, None, URL, None, None),
        ),
    ],
)
def test_a_known_export_of_a_table(tmp_path: Path, rows: str, expected: tuple[str | None, ...]) -> None:
    _, items, problems = open_text(tmp_path, rows, "export.csv")
    assert ([said(item) for item in items], problems) == ([expected], [])


TELEGRAM: dict[str, Any] = {
    "name": "Harbour News",
    "type": "public_channel",
    "messages": [
        {
            "id": 1,
            "type": "service",
            "date": "2024-10-20T09:00:00",
            "title": "Harbour News",
            "text": "",
            "text_entities": [],
        },
        {
            "id": 2,
            "type": "message",
            "date": "2024-10-24T09:12:00",
            "text": ["Ferry crews ", {"type": "bold", "text": "vote"}, ". Read: ", {"type": "link", "text": URL}],
            "text_entities": [{"type": "plain", "text": "Ferry crews"}, {"type": "link", "text": URL}],
        },
        {"id": 3, "type": "message", "date": "2024-10-23T20:00:00", "photo": "p.jpg", "text": "", "text_entities": []},
    ],
}


def test_messages_of_a_channel_bear_its_name_and_services_are_left_out(tmp_path: Path) -> None:
    document, items, problems = open_text(tmp_path, json.dumps(TELEGRAM, indent=1))
    assert (document.outlet, problems) == ("Harbour News", [])
    assert [(item.text, item.url) for item in items] == [(f"Ferry crews vote. Read: {URL}", URL)]


def test_an_export_without_texts_says_what_was_seen(tmp_path: Path) -> None:
    photo = {"id": 3, "type": "message", "date": "2024-10-23T20:00:00", "text": "", "text_entities": []}
    _, items, (problem,) = open_text(tmp_path, json.dumps({"name": "Harbour News", "messages": [photo] * 50}))
    assert (items, problem.reason) == ([], "none of the records has a text (50 of telegram)")


def test_an_archive_of_tweets_is_a_script(tmp_path: Path) -> None:
    tweet = {
        "full_text": "Ferry crews vote https://t.co/abc",
        "created_at": "Thu Oct 24 09:12:00 +0000 2024",
        "lang": "en",
        "source": "<a href='x'>Web</a>",
        "entities": {"urls": [{"url": "https://t.co/abc", "expanded_url": URL}]},
    }
    document, items, problems = open_text(
        tmp_path, f"window.YTD.tweets.part0 = {json.dumps([{'tweet': tweet}] * 2, indent=1)}", "tweets.js"
    )
    assert (document.format, problems, len(items)) == ("json", [], 2)
    assert said(items[0]) == (tweet["full_text"], None, tweet["created_at"], URL, None, None)


def folder(depth: int) -> dict[str, Any]:
    link = {"type": "url", "name": f"{TITLE} {depth}", "url": URL, "date_added": "13374226520000000"}
    return {"type": "folder", "name": "Folder", "children": [link, *([folder(depth - 1)] if depth else [])]}


def test_bookmarks_lie_in_folders_of_any_depth(tmp_path: Path) -> None:
    found = read_json(tmp_path, {"roots": {"bookmark_bar": folder(40), "other": folder(0)}, "version": 1})
    assert len(found) == 42
    assert set(found) == {(f"{TITLE} {depth}", None, None, URL, None, None) for depth in range(41)}


def test_bookmarks_nested_without_end_are_said_to_be_no_items(tmp_path: Path) -> None:
    deep = '{"type":"folder","name":"F","children":[' * 30_000
    with pytest.raises(ReadError, match="JSON in which no records"):
        open_text(tmp_path, f'{{"roots":{deep}')


NETSCAPE = f"""<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<DL><p>
    <DT><H3 ADD_DATE="1729753920">Harbour of Lowick and more</H3>
    <DL><p>
        <DT><A HREF="{URL}?a=1&amp;b=2" ADD_DATE="1729753920">{TITLE} &amp; more</A>
        <DD>{TEXT}
        <DT><A HREF="https://b.example/">https://b.example/</A>
        <DT><A HREF="javascript:alert(1)">Read later with one click</A>
        <DT><A HREF="https://c.example/">Grain prices rise</A>
    </DL><p>
</DL><p>
"""


def test_lists_of_links(tmp_path: Path) -> None:
    document, items, problems = open_text(tmp_path, NETSCAPE, "bookmarks.html")
    assert (document.format, problems) == ("bookmarks", [])
    assert [said(item)[:4] for item in items] == [
        (TEXT, f"{TITLE} &amp; more", None, f"{URL}?a=1&b=2"),
        ("Grain prices rise", None, None, "https://c.example/"),
    ]
    page = "<!DOCTYPE html><html><head><title>Pocket Export</title></head><body><h1>Unread</h1><ul>\n"
    link = f'<li><a href="{URL}" time_added="1729753920" tags="">{TITLE}</a></li>\n'
    _, items, _ = open_text(tmp_path, f"{page}{link}</ul></body></html>", "ril_export.html")
    assert [said(item) for item in items] == [(TITLE, None, None, URL, None, None)]


def test_items_that_lie_deep_are_found_by_shape(tmp_path: Path) -> None:
    value: Any = {"stories": [{"headline": f"{TITLE} {number}", "teaser": TEXT} for number in range(3)]}
    for key in ("page", "main", "slots", "inner", "props", "data", "state"):
        value = {key: value, "version": 1}
    assert [found[1] for found in read_json(tmp_path, value)] == [f"{TITLE} {number}" for number in range(3)]


def test_where_no_items_are_found_the_sentence_names_the_key(tmp_path: Path) -> None:
    value = {"a": {"rows": [{"q1": TEXT, "n": 1}, {"q1": TEXT, "n": 2}]}}
    with pytest.raises(ReadError, match=r"stands at a\.rows\.q1.*--column text=q1"):
        open_text(tmp_path, json.dumps(value))
    _, items, _ = open_text(tmp_path, json.dumps(value), columns={"text": "q1"})
    assert [item.text for item in items] == [TEXT, TEXT]


def test_a_record_of_no_export_is_none() -> None:
    assert export_of({"tweet": "Bridge closes", "title": "x"}) is None
    assert nested({"children": [{"name": "a", "type": "url"}]}) is None


def test_each_export_is_known_by_something() -> None:
    for name, line in meanings("exports").items():
        fields = {part.partition("=")[0] for part in line.split()}
        assert "has" in fields, name
        assert fields & {"text", "title"}, name


# Books with highlights, and chats as pages -------------------------------------------------------------------

BOOKS = [
    {
        "user_book_id": 1,
        "title": TITLE,
        "author": "Marta Eklund",
        "readable_title": TITLE,
        "source": "The Harbour Ledger",
        "source_url": URL,
        "highlights": [
            {"id": 5, "text": TEXT, "note": "", "highlighted_at": "2024-10-25T08:00:00Z", "url": None},
            {"id": 6, "text": "A vote is planned.", "highlighted_at": None, "url": None},
            {"id": 7, "text": ""},
        ],
    },
    {"user_book_id": 2, "title": "Minister resigns", "source": "kindle", "highlights": [{"text": "He said so."}]},
    {"user_book_id": 3, "title": "A book without any", "author": None, "source": "reader", "highlights": []},
]


@pytest.mark.parametrize("value", [BOOKS, {"count": 3, "nextPageCursor": None, "results": BOOKS}])
def test_the_highlights_of_a_book_are_items_of_their_own(tmp_path: Path, value: Any) -> None:
    assert read_json(tmp_path, value) == [
        (TEXT, TITLE, "2024-10-25T08:00:00Z", URL, "Marta Eklund", "The Harbour Ledger"),
        ("A vote is planned.", TITLE, None, URL, "Marta Eklund", "The Harbour Ledger"),
        ("He said so.", "Minister resigns", None, None, None, None),
    ]


def test_a_book_alone_and_books_in_lines_are_read_alike(tmp_path: Path) -> None:
    assert len(read_json(tmp_path, BOOKS[0])) == 2
    lines = "\n".join(map(json.dumps, BOOKS))
    assert [item.text for item in open_text(tmp_path, lines)[1]] == [TEXT, "A vote is planned.", "He said so."]


CHAT = f"""<!DOCTYPE html><html><head><meta charset="utf-8"/><title>Exported Data</title></head><body>
<div class="page_header"><div class="content"><div class="text bold">
Harbour Wire
</div></div></div><div class="page_body chat_page"><div class="history">
<div class="message service" id="message-1"><div class="body details">24 October 2024</div></div>
<div class="message default clearfix" id="message2"><div class="pull_left userpic_wrap"><div class="userpic userpic3">
<div class="initials">M</div></div></div><div class="body">
<div class="pull_right date details" title="24.10.2024 09:30:00 UTC+02:00">09:30</div>
<div class="from_name">Marta Eklund</div>
<div class="text">Ferry crews <strong>vote</strong>.<br><br>More: <a href="{URL}">details</a></div>
</div></div>
<div class="message default clearfix joined" id="message3"><div class="body">
<div class="pull_right date details" title="24.10.2024 09:45:00 UTC+02:00">09:45</div>
<div class="forwarded body"><div class="from_name">Port Authority
<span class="date details" title="23.10.2024 18:00:00"> 23.10.2024 18:00:00</span></div>
<div class="text">The port stays closed.</div></div></div></div>
<div class="message default clearfix" id="message4"><div class="body">
<div class="pull_right date details" title="24.10.2024 10:00:00">10:00</div><div class="from_name">Jan Roth</div>
<div class="media_wrap clearfix"><div class="media clearfix"><div class="body"><div class="title bold">Photo</div>
<div class="status details">Not included</div></div></div></div></div></div>
</div></div></body></html>"""


def test_a_chat_of_telegram_s_is_read_message_by_message(tmp_path: Path) -> None:
    document, items, problems = open_text(tmp_path, CHAT, "messages.html")
    assert (document.format, problems) == ("html", [])
    day = "24.10.2024 09:{}:00 UTC+02:00"
    assert [said(item) for item in items] == [
        ("Ferry crews vote.\nMore: details", None, day.format(30), URL, "Marta Eklund", "Harbour Wire"),
        ("The port stays closed.", None, day.format(45), None, "Marta Eklund", "Harbour Wire"),
    ]


@pytest.mark.parametrize("depth", [10, 3_000])
def test_a_chat_that_is_cut_off_or_nested_without_end_is_read_so_far(tmp_path: Path, depth: int) -> None:
    cut = CHAT[: CHAT.index('<div class="message default clearfix joined')]
    cut = cut.replace("<strong>", "<strong>" + "<b>" * depth)
    assert [item.author for item in open_text(tmp_path, cut)[1]] == ["Marta Eklund"]


COPIED = [
    """\u200e[24/10/2024, 08:00:01] Harbour desk: \u200eMessages and calls are end-to-end encrypted.
[24/10/2024, 08:14:02] Marta Eklund: The port of Lowick stays closed, the crews say.
https://ledger.example/port
[24/10/2024, 08:20:51] ~ Jan Roth: \u200eimage omitted
[03/11/2024, 09:01:11] ~ Jan Roth: Ferry crews vote:
they go back.
""",
    """10/24/24, 8:00 AM - Messages and calls are end-to-end encrypted. Tap to learn more.
10/24/24, 8:14 AM - Marta Eklund: The port of Lowick stays closed, the crews say. https://ledger.example/port
10/24/24, 8:20 AM - Jan Roth: <Media omitted>
11/3/24, 9:01 AM - Jan Roth: Ferry crews vote:
they go back.
""",
    """[08:14, 24/10/2024] Marta Eklund: The port of Lowick stays closed, the crews say.
https://ledger.example/port
[09:01, 03/11/2024] Jan Roth: Ferry crews vote:
they go back.
""",
    """Marta Eklund, [24.10.2024 08:14]
The port of Lowick stays closed, the crews say.

https://ledger.example/port

Jan Roth, [03.11.2024 9:01]
Ferry crews vote:

they go back.
""",
]


@pytest.mark.parametrize("chat", COPIED, ids=["of a phone", "of another", "copied", "Telegram"])
def test_a_chat_as_text_is_read_message_by_message(tmp_path: Path, chat: str) -> None:
    _, items, problems = open_text(tmp_path, chat, "chat.txt")
    assert problems == []
    assert [(item.text, item.author, item.url) for item in items] == [
        ("The port of Lowick stays closed, the crews say.", "Marta Eklund", "https://ledger.example/port"),
        ("Ferry crews vote:\nthey go back.", "Jan Roth", None),
    ]
    assert [parse_stamp(item.published or "") for item in items] == ["2024-10-24", "2024-11-03"]


def test_a_channel_is_an_outlet(tmp_path: Path) -> None:
    text = "Lowick Harbour News, [24.10.2024 08:14]\nThe port stays closed.\n\n"
    text += "Marta Eklund, [24.10.2024 9:01]\nFerries run.\n"
    _, items, _ = open_text(tmp_path, text, "copied.txt")
    assert [(item.outlet, item.author) for item in items] == [("Lowick Harbour News", None), (None, "Marta Eklund")]


def test_lines_that_open_with_a_day_are_no_chat(tmp_path: Path) -> None:
    _, items, _ = open_text(tmp_path, "24.10.2024: Lowick votes.\n25.10.2024: Lowick counts.\n", "days.txt")
    assert [item.author for item in items] == [None, None]
