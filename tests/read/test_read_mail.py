"""Mails: alerts, newsletters and boxes of them, whatever their encoding; and what only looks like one."""

from __future__ import annotations

import base64
import quopri
from pathlib import Path

import pytest
from reading import open_text

from archive.read.links import absolute

HEADERS = (
    "From: {sender}\r\nTo: reader@example.org\r\nSubject: =?UTF-8?Q?Lowick_f=C3=A4hre?=\r\n"
    "Date: Thu, 24 Oct 2024 09:30:00 +0000\r\nMIME-Version: 1.0\r\n"
)
WRAPPED = "https://www.google.com/url?rct=j&amp;url=https://ledger.example/{0}&amp;ct=ga"
STORY = (
    '<tr itemscope itemtype="http://schema.org/Article"><td><a href="{1}" itemprop="url"><span itemprop="name">{2}'
    '</span></a><div><a itemprop="publisher"><span itemprop="name">The Harbour Ledger</span></a></div>'
    '<div itemprop="description">{3}</div><a href="https://www.google.com/alerts/feedback?x">Flag as irrelevant</a>'
    "</td></tr>"
)
ALERT = (
    "<html><body><table><tr><td>NEWS</td></tr>"
    + STORY.format("", WRAPPED.format("ferry"), "Ferry crews vote to extend walkout", "The union said no &nbsp;...")
    + STORY.format(
        "", WRAPPED.format("crane"), "Minister resigns over crane contract", "He leaves after a leak of mails."
    )
    + '<tr><td>You have received this email because you have subscribed to Google Alerts. <a href="#">Unsubscribe</a>'
    "</td></tr></table></body></html>"
)


def mail(body: str, sender: str = "Google Alerts <googlealerts-noreply@google.com>", more: str = "") -> bytes:
    encoded = quopri.encodestring(body.encode()).decode()
    head = HEADERS.format(sender=sender)
    kind = "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    return f"{head}{more}{kind}\r\n{encoded}".encode()


def test_an_alert_gives_its_stories_with_the_addresses_behind_the_links(tmp_path: Path) -> None:
    document, items, problems = open_text(tmp_path, mail(ALERT), "alert.eml")
    assert (document.format, document.title, problems) == ("mail", "Lowick fähre", [])
    assert [(item.title, item.url, item.outlet) for item in items] == [
        ("Ferry crews vote to extend walkout", "https://ledger.example/ferry", "The Harbour Ledger"),
        ("Minister resigns over crane contract", "https://ledger.example/crane", "The Harbour Ledger"),
    ]
    assert {item.published for item in items} == {"Thu, 24 Oct 2024 09:30:00 +0000"}
    assert not any("nsubscribe" in item.text or "irrelevant" in item.text for item in items)
    second = STORY.format(
        "", WRAPPED.format("crane"), "Minister resigns over crane contract", "He leaves after a leak of mails."
    )
    (item,) = open_text(tmp_path, mail(ALERT.replace(second, "")), "alert.eml")[1]
    assert item._replace(raw=items[0].raw) == items[0]


def test_a_newsletter_is_of_its_list_and_a_personal_mail_of_its_writer(tmp_path: Path) -> None:
    page = "<html><body><p>The union of Lowick said that the offer was an insult.</p><p>Talks go on.</p></body></html>"
    listed = mail(page, "Marta <m@ledger.example>", 'List-Id: "Harbour Briefing" <brief.ledger.example>\r\n')
    _, items, _ = open_text(tmp_path, listed)
    assert {(item.outlet, item.author, item.title) for item in items} == {("Harbour Briefing", None, "Lowick fähre")}
    _, items, _ = open_text(tmp_path, mail(page, "Marta Eklund <m@ledger.example>"))
    assert {(item.outlet, item.author) for item in items} == {(None, "Marta Eklund")}


def test_a_box_is_read_mail_by_mail(tmp_path: Path) -> None:
    plain = base64.encodebytes("Fähren stehen still, sagt die Gewerkschaft.\n\n-- \nMarta\n".encode("latin-1")).decode()
    second = (
        HEADERS.format(sender="Marta Eklund <m@l.example>").replace("24 Oct", "25 Oct").replace("\r\n", "\n")
        + f"Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: base64\n\n{plain}"
    )
    box = (
        b"From a@b Thu Oct 24 09:30:00 2024\n"
        + mail(ALERT)
        + b"\n\nFrom b@c Fri Oct 25 09:30:00 2024\n"
        + second.encode()
    )
    document, items, problems = open_text(tmp_path, box, "box.mbox")
    assert (document.format, document.title, problems, len(items)) == ("mail", None, [], 3)
    assert (items[2].text, items[2].author) == ("Fähren stehen still, sagt die Gewerkschaft.", "Marta Eklund")
    assert items[2].published is not None
    assert items[2].published.startswith("Thu, 25 Oct")


def test_attachments_and_quoted_mails_are_no_items(tmp_path: Path) -> None:
    data = base64.encodebytes(bytes(range(256)) * 20).decode()
    text = (
        HEADERS.format(sender="a@b.example")
        + 'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
        + "The harbour of Lowick stays closed.\n\n> What did they say?\n> Nothing at all.\n\n--b\n"
        + "Content-Type: image/png\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n"
        + f"{data}\n--b\nContent-Type: text/plain\nContent-Disposition: attachment\n\nA list of berths.\n--b--\n"
    )
    _, items, problems = open_text(tmp_path, text)
    assert ([item.text for item in items], problems) == (["The harbour of Lowick stays closed."], [])


def nested(depth: int) -> str:
    head = HEADERS.format(sender="a@b.example")
    return head + "".join(f'Content-Type: multipart/mixed; boundary="b{at}"\n\n--b{at}\n' for at in range(depth))


@pytest.mark.parametrize(
    "text",
    [
        nested(5000),
        HEADERS.format(sender="=?utf-8?B?//////?=")
        + "Content-Type: text/html; charset=nonsense\n\n<p>Two words here</p>",
        HEADERS.format(sender="<<<@@") + "Content-Type: ;;;=\nList-Id: \x01\nContent-Transfer-Encoding: base64\n\n%%%=",
        HEADERS.format(sender="a@b") + "Content-Type: text/plain\n\n" + "x" * 3_000_000,
        HEADERS.format(sender="a@b") + "Content-Type: multipart/mixed\n\nno boundary\n",
        HEADERS.format(sender="a@b") + "Content-Disposition: \"\nContent-Type: text/html; charset*=x''%ff\n\n<p>x",
    ],
)
def test_hostile_mails_do_not_stop_the_reading(tmp_path: Path, text: str) -> None:
    document, items, _ = open_text(tmp_path, text.encode("utf-8", "surrogateescape"))
    assert document.format == "mail"
    assert not any("MIME-Version" in item.text for item in items)


def test_a_talk_with_names_and_colons_is_no_mail(tmp_path: Path) -> None:
    document, items, _ = open_text(tmp_path, "From: the harbour.\nTo: the editor.\nWe saw it.\n\nAnd that was all.\n")
    assert document.format == "text"
    assert items


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://www.google.de/url?q=https%3A%2F%2Fa.example%2Fx%3Fy%3D1&sa=U", "https://a.example/x?y=1"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example%2F&h=1", "https://a.example/"),
        ("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2F&data=1", "https://a.example/"),
        (
            "https://www.google.com/url?url=javascript:alert(1)&q=x",
            "https://www.google.com/url?url=javascript:alert(1)&q=x",
        ),
        ("https://a.example/login?url=https://b.example/", "https://a.example/login?url=https://b.example/"),
    ],
)
def test_links_that_only_lead_on_are_followed_on_paper(link: str, expected: str) -> None:
    assert absolute("", link) == expected
