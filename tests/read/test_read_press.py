"""Press reviews of the great databases: an article an item with its fields, whatever the file is written in."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from office_files import docx, docx_p, docx_table, odt, pdf, rtf
from reading import open_text

from archive.extract.dates.stamps import parse_stamp
from archive.types import RawItem

TITLE, OTHER = "Ferry crews extend their walkout over pay", "Minister resigns over contract"
LEAD, MORE = "LOWICK -- Ferry crews voted to extend their walkout by a week.", "The union said the offer was an insult."
OTHER_TEXT = "The minister resigned on Wednesday after a leak of emails."

FACTIVA = f"""\
Europe
{TITLE}

By Marta Eklund and Jan Roth
412 words
24 October 2024
09:15
The Harbour Ledger
HARLED
Late Edition
3
English
Copyright 2024. The Harbour Ledger Company. All Rights Reserved.

{LEAD}

{MORE}

The Harbour Ledger Company

Document HARLED0020241024eaao0001x

{OTHER}
98 words
23 October 2024
Evening Post
EVPO
English
(c) 2024 Evening Post

{OTHER_TEXT}

Document EVPO000020241023eaan0002b

Search Summary
Text\tferry
"""
INDEXED = f"""\
HD  {TITLE}
BY  By Marta Eklund and Jan Roth
WC  412 words
PD  24 October 2024
SN  The Harbour Ledger
LA  English
CY  Copyright 2024 The Harbour Ledger

LP  {LEAD}

TD  {MORE}

CO  ferlin : Ferry Lines
RE  euz : Western Europe
AN  Document HARLED0020241024eaao0001x

HD
{OTHER}
WC
98 words
PD
23 October 2024
SN
Evening Post
LA
English
LP
{OTHER_TEXT}
AN
Document EVPO000020241023eaan0002b
"""
LEXISNEXIS = f"""\
Download Request: Selected Items: 1-2
Time Of Request: Friday, November 1, 2024 16:51:31

                               1 of 2 DOCUMENTS

                              The Harbour Ledger

                            October 24, 2024 Thursday

                                  Late Edition

{TITLE}

BYLINE: Marta Eklund and Jan Roth

SECTION: Europe; Pg. 3

LENGTH: 412 words

LOWICK -- Ferry crews voted to extend their walkout
by a week.

The union said the offer was an insult.

LOAD-DATE: October 25, 2024

LANGUAGE: ENGLISH

                       Copyright 2024 The Harbour Ledger
                              All Rights Reserved

                               2 of 2 DOCUMENTS

                       Copyright 2024 Evening Post

                                 Evening Post

                           October 23, 2024 Wednesday

SECTION: NEWS; Pg. 1

LENGTH: 98 words

HEADLINE: {OTHER}

BODY:

{OTHER_TEXT}
"""
NEXIS_UNI = f"""\
User Name: Reader
Date and Time: Friday, 1. November 2024 09:31:00 CET
Documents (2)
1. {TITLE}
Client/Matter: -None-
Search Terms: ferry

{TITLE}
The Harbour Ledger
October 24, 2024 Thursday 9:15 AM GMT

Copyright 2024 The Harbour Ledger All Rights Reserved

Section: EUROPE; Pg. 3
Length: 412 words
Byline: By Marta Eklund and Jan Roth
Body

{LEAD}
{MORE}
Classification
Language: ENGLISH
Load-Date: October 25, 2024

End of Document

{OTHER}
Evening Post
October 23, 2024 Wednesday
Length: 98 words
Body
{OTHER_TEXT}
Load-Date: October 23, 2024
End of Document
"""
EUROPRESSE = f"""\
Le Courrier du Port
Économie, jeudi 24 octobre 2024, p. 5

SOCIAL
{TITLE}

Marta Eklund

{LEAD}

{MORE}

© 2024 Le Courrier du Port. Tous droits réservés.
Numéro de document : news·20241024·CP·0123456
news·20241024·CP·0123456
Ce certificat est émis à Bibliothèque à des fins de visualisation personnelle et temporaire.
Le présent document est protégé par les lois et conventions internationales sur le droit d'auteur.

Ouest Matin (site web)
mercredi 23 octobre 2024 - 18:30 UTC +02:00
98 mots

{OTHER}

{OTHER_TEXT}

© 2024 Ouest Matin. Tous droits réservés.
news·20241023·OM·x99
Le présent document est protégé par les lois et conventions internationales sur le droit d'auteur.
"""
REVIEWS = {"factiva": FACTIVA, "indexed": INDEXED, "lexisnexis": LEXISNEXIS, "uni": NEXIS_UNI, "europresse": EUROPRESSE}


def said(item: RawItem) -> tuple[str | None, ...]:
    return (item.title, item.text, item.outlet)


def check(items: list[RawItem], name: str) -> None:
    outlets = ("Le Courrier du Port", "Ouest Matin") if name == "europresse" else ("The Harbour Ledger", "Evening Post")
    assert [said(item) for item in items] == [
        (TITLE, f"{LEAD}\n{MORE}", outlets[0]),
        (OTHER, OTHER_TEXT, outlets[1]),
    ]
    author = "Marta Eklund" if name == "europresse" else "Marta Eklund and Jan Roth"
    assert [item.author for item in items] == [author, None]
    assert [parse_stamp(item.published or "") for item in items] == ["2024-10-24", "2024-10-23"]
    assert all(len(item.raw) > len(item.text) for item in items), "what stood around the text is kept"


@pytest.mark.parametrize("name", REVIEWS)
def test_a_text_is_read_article_by_article(tmp_path: Path, name: str) -> None:
    document, items, problems = open_text(tmp_path, REVIEWS[name], "review.txt")
    assert (document.format, problems) == ("press", [])
    check(items, name)
    for ending in ("\r\n", "\r"):
        other = REVIEWS[name].replace("\n", ending)
        assert [said(item) for item in open_text(tmp_path, other)[1]] == [said(item) for item in items]


def lines_of(name: str) -> list[str]:
    """The lines of a review as Word has them: no paragraph of one is broken."""
    return REVIEWS[name].replace("walkout\nby", "walkout by").split("\n")


@pytest.mark.parametrize("name", REVIEWS)
@pytest.mark.parametrize("kind", ["docx", "odt", "rtf", "html"])
def test_other_files_hold_the_same(tmp_path: Path, name: str, kind: str) -> None:
    lines = lines_of(name)
    if kind == "docx":
        data = docx(*map(docx_p, lines))
    elif kind == "odt":
        data = odt(*(f"<text:p>{escape(line.strip())}</text:p>" for line in lines))
    elif kind == "rtf":
        data = rtf(*lines)
    else:
        data = f"<html><body>{''.join(f'<p>{escape(line)}</p>' for line in lines)}</body></html>".encode()
    document, items, problems = open_text(tmp_path, data)
    assert (document.format, problems) == (kind, [])
    check(items, name)


def test_factiva_s_table_of_fields_in_word(tmp_path: Path) -> None:
    lines = INDEXED[: INDEXED.index("\n\nHD\n")].split("\n")
    rows = [(line[:2], line[2:].strip()) for line in lines if line]
    _, items, _ = open_text(tmp_path, docx(docx_table(rows)))
    assert [said(item) for item in items] == [(TITLE, f"{LEAD}\n{MORE}", "The Harbour Ledger")]


def test_a_page_says_which_line_is_which(tmp_path: Path) -> None:
    factiva = f"""<html><body><div class="article enArticle"><div>Pay and work in all ports of Europe; 1</div>
        <div id="hd"><span class="enHeadline">{TITLE}</span></div><div class="author">Marta</div><div>412 Wörter</div>
        <div>24 Oktober 2024</div><div>The Harbour Ledger</div><div>HARLED</div><div>Englisch</div>
        <div>Copyright 2024 The Harbour Ledger</div><p>{LEAD}</p><p>{MORE}</p>
        <p>Dokument HARLED0020241024eaao0001x</p></div></body></html>"""
    europresse = f"""<html><body><article><header><div><span class="DocPublicationName">The Harbour Ledger</span></div>
        <div><span class="DocHeader">Monde, jeudi 24 octobre 2024, p. 3</span></div><div><p>Monde</p></div>
        <div class="titreArticle"><p class="sm-margin-bottom">PORTS</p><p class="titreArticleVisu">{TITLE}</p></div>
        <div>Marta</div></header><section><div class="DocText"><p>{LEAD}</p><p>{MORE}</p></div></section>
        <footer><small>© 2024 The Harbour Ledger.</small><p>news·20241024·LM·0q1503</p>
        <div>Le présent document est protégé par les lois.</div></footer></article></body></html>"""
    for page in (factiva, europresse):
        _, items, _ = open_text(tmp_path, page, "page.html")
        assert [(*said(item), item.author) for item in items] == [
            (TITLE, f"{LEAD}\n{MORE}", "The Harbour Ledger", "Marta")
        ]


def test_an_article_in_a_pdf_is_one(tmp_path: Path) -> None:
    words = [LEAD, "The strike began on Monday and has closed all of the harbours on the coast of", MORE]
    lines = REVIEWS["uni"][REVIEWS["uni"].index(f"\n\n{TITLE}") :].replace(LEAD, "\n".join(words)).split("\n")
    page = [(60, 800 - 12 * at, 14 if line in (TITLE, OTHER) else 10, line) for at, line in enumerate(lines) if line]
    _, items, _ = open_text(tmp_path, pdf(page))
    assert [(item.title, item.outlet, item.author) for item in items] == [
        (TITLE, "The Harbour Ledger", "Marta Eklund and Jan Roth"),
        (OTHER, "Evening Post", None),
    ]
    assert items[0].text.endswith(f"{words[1]} {MORE}\n{MORE}")
    assert items[0].raw.startswith("[page 1] ")


DIGEST = f"""\
Press review, 24 October 2024

Headline: {TITLE}
Source: The Harbour Ledger
Date: 24 October 2024
Author: Marta Eklund and Jan Roth
Link: https://ledger.example/ferry
Summary: {LEAD}
{MORE}

Headline: {OTHER}
Source: Evening Post
Date: 23.10.2024

{OTHER_TEXT}
"""


@pytest.mark.parametrize("kind", ["press", "docx", "rtf", "pdf"])
def test_a_digest_with_labels_is_read_by_them(tmp_path: Path, kind: str) -> None:
    lines = DIGEST.split("\n")
    placed = [(60.0, 800.0 - 14 * at, 10.0, line) for at, line in enumerate(lines) if line]
    files = {"press": DIGEST.encode(), "docx": docx(*map(docx_p, lines)), "rtf": rtf(*lines), "pdf": pdf(placed)}
    document, items, problems = open_text(tmp_path, files[kind])
    assert (document.format, problems) == (kind, [])
    assert [item.url for item in items] == ["https://ledger.example/ferry", None]
    if kind != "pdf":
        check(items, "digest")
    assert [(item.title, item.outlet) for item in items] == [(TITLE, "The Harbour Ledger"), (OTHER, "Evening Post")]


@pytest.mark.parametrize(
    "text",
    [
        '{\n  "title": "A",\n  "date": "2024-10-24",\n  "text": "He said so.",\n  "n": [\n  {"title": "B"}]}',
        "Source: the union.\nDate: none.\nSource: the port.\nText: He said: no.\nDate: unknown.",
        "He read 1 of 10 documents.\nShe read the rest of them.\nNobody read the end of document three.",
        "Body\nThe ferry sails at nine in the morning.\nEnd of document\n",
        "LENGTH: 12 metres, said the captain.\nBYLINE: none.\nThe ferry sails.",
        "Document the strike, she said.\nHD televisions are cheap.\nBY the sea it rains.",
        "Le présent document est protégé par les lois.\nIl est long.\nnews·of·the·day",
    ],
)
def test_prose_that_sounds_alike_is_no_press_review(tmp_path: Path, text: str) -> None:
    assert open_text(tmp_path, text)[0].format != "press"


@pytest.mark.parametrize("name", REVIEWS)
@pytest.mark.parametrize("keep", [0.4, 0.7, 0.95])
def test_a_review_that_breaks_off_gives_the_articles_before(tmp_path: Path, name: str, keep: float) -> None:
    text = REVIEWS[name]
    _, items, _ = open_text(tmp_path, text[: int(keep * len(text))])
    whole = [item for item in items if item.title == TITLE]
    assert len(whole) <= 1
    assert not any("Copyright" in item.text or "DOCUMENTS" in item.text for item in whole)


def test_the_last_article_may_be_cut_off(tmp_path: Path) -> None:
    for name, text in REVIEWS.items():
        cut = text[: text.rindex(OTHER_TEXT) + len(OTHER_TEXT)] + "\nHe said"
        _, items, _ = open_text(tmp_path, cut)
        assert items[0].title == TITLE
        assert items[-1].text.startswith(OTHER_TEXT), name


def test_an_article_in_an_unknown_order_keeps_its_words(tmp_path: Path) -> None:
    odd = f"{TITLE}\n\n{LEAD} {MORE}\n\nDocument HARLED0020241024eaao0001x\n\n{FACTIVA}"
    _, items, _ = open_text(tmp_path, odd)
    assert [item.title for item in items] == [None, TITLE, OTHER]
    assert items[0].text == f"{TITLE}\n{LEAD} {MORE}"


def test_an_article_without_end_is_cut(tmp_path: Path) -> None:
    flood = "".join(f"{LEAD} {number}\n\n" for number in range(40_000))
    _, items, _ = open_text(tmp_path, FACTIVA[: FACTIVA.index("Search")].replace(f"{OTHER_TEXT}\n", flood) + FACTIVA)
    assert [item.title for item in items] == [TITLE, OTHER, TITLE, OTHER]
    assert max(len(item.text) for item in items) <= 1024 * 1024
