"""Office documents: read as the texts and tables in them; old, protected and hostile ones are refused by name."""

from __future__ import annotations

import contextlib
import gzip
import io
import sys
import zipfile
from pathlib import Path

import pypdf
import pytest
from office_files import docx, docx_p, docx_table, ods, ods_row, odt, ole, packed, pdf, relations, rtf, xlsx
from reading import open_text

from archive.errors import ReadError
from archive.read import ReadOptions, captures, office_xml, read
from archive.types import RawItem

TITLES = ("Ferry crews vote to extend walkout", "Minister resigns over contract", "Grain prices rise for third week")
TEXTS = (
    "The union of Lowick said the offer was an insult.",
    "The resignation follows a leak of emails.",
    "Traders expect that they will rise further.",
)
ABOUT = ("By Marta Eklund | 24 October 2024", "By Jan Roth | 23 October 2024", "By Ada Lind | 22 October 2024")
LINKS = tuple(f"https://ledger.example/s/{number}" for number in range(3))


def refusal(tmp_path: Path, data: bytes, name: str = "file") -> str:
    """Why bytes are refused, by whichever step looks at them first."""
    path = tmp_path / name
    path.write_bytes(data)
    reasons: list[str] = []
    for capture in captures([str(path)], lambda problem: reasons.append(problem.reason)):
        with pytest.raises(ReadError) as caught:
            list(read(capture, ReadOptions(), lambda problem: None).items)
        reasons.append(str(caught.value))
    (reason,) = reasons
    return reason


def texts(items: list[RawItem]) -> list[str]:
    return [item.text for item in items]


# Texts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (docx(*map(docx_p, TEXTS)), "docx"),
        (odt(*(f"<text:p>{text}</text:p>" for text in TEXTS)), "odt"),
        (rtf(*TEXTS), "rtf"),
        (pdf([(60, 700 - 60 * at, 10, text) for at, text in enumerate(TEXTS)]), "pdf"),
    ],
)
def test_a_paragraph_is_an_item(tmp_path: Path, data: bytes, kind: str) -> None:
    document, items, problems = open_text(tmp_path, data, "notes.txt")
    assert (document.format, texts(items), problems) == (kind, list(TEXTS), [])


@pytest.mark.parametrize("style", ["Heading2", "berschrift2", "Titre1", ""])
@pytest.mark.parametrize("is_linked", [True, False])
def test_the_stories_of_a_digest_have_their_fields(tmp_path: Path, style: str, is_linked: bool) -> None:
    parts = [
        part
        for at in range(3)
        for part in (
            docx_p(TITLES[at], style, f"l{at}" if is_linked else ""),
            docx_p(ABOUT[at]),
            docx_p(TEXTS[at]),
            docx_p(""),
        )
    ]
    _, items, _ = open_text(tmp_path, docx(*parts, links=LINKS))
    assert [(item.title, item.text) for item in items] == list(zip(TITLES, TEXTS, strict=True))
    assert [item.author for item in items] == ["Marta Eklund", "Jan Roth", "Ada Lind"]
    assert [item.published for item in items] == ["24 October 2024", "23 October 2024", "22 October 2024"]
    assert [item.url for item in items] == (list(LINKS) if is_linked else [None] * 3)


def test_writer_s_links_are_addresses(tmp_path: Path) -> None:
    parts = (
        f'<text:h><text:a xlink:href="{LINKS[at]}">{TITLES[at]}</text:a></text:h><text:p>{TEXTS[at]}</text:p>'
        for at in range(3)
    )
    _, items, _ = open_text(tmp_path, odt(*parts))
    assert [(item.title, item.text, item.url) for item in items] == list(zip(TITLES, TEXTS, LINKS, strict=True))


def test_what_is_deleted_noted_or_a_code_is_not_text(tmp_path: Path) -> None:
    word = docx(
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:del><w:r><w:delText>Old.</w:delText></w:r></w:del>"
        "<w:r><w:instrText>PAGE</w:instrText><w:t>The ferry</w:t><w:tab/><w:t>sails.</w:t></w:r></w:p>"
    )
    assert texts(open_text(tmp_path, word)[1]) == ["The ferry\tsails."]
    writer = odt(
        "<text:p>The ferry<text:note><text:note-body><text:p>A note.</text:p></text:note-body></text:note><text:s/>"
        "sails.</text:p>"
    )
    assert texts(open_text(tmp_path, writer)[1]) == ["The ferry sails."]


def test_a_table_with_named_columns_is_read_as_one_between_the_texts(tmp_path: Path) -> None:
    rows = [("Date", "Outlet", "Headline", "Summary")]
    rows += [(f"{24 - at}.10.2024", "Evening Post", TITLES[at], TEXTS[at]) for at in range(3)]
    _, items, _ = open_text(
        tmp_path, docx(docx_p("Press review"), docx_table(rows), docx_p("Compiled by the library."))
    )
    assert texts(items) == ["Press review", *TEXTS, "Compiled by the library."]
    assert {item.outlet for item in items[1:-1]} == {"Evening Post"}
    assert [item.title for item in items[1:-1]] == list(TITLES)


def test_a_table_that_arranges_texts_gives_the_texts(tmp_path: Path) -> None:
    table = docx_table([(TEXTS[0] + " It said no more.", TEXTS[1] + " He said no more."), ("Lowick", "12")])
    assert texts(open_text(tmp_path, docx(table))[1]) == [
        f"{TEXTS[0]} It said no more.",
        f"{TEXTS[1]} He said no more.",
        "Lowick | 12",
    ]


# Sheets -----------------------------------------------------------------------------------------------------

SHEET = [
    ("Press review of the port", "", ""),
    ("Made by the library", "", ""),
    ("Date", "Headline", "Summary"),
    *((f"#{45589 - at}", TITLES[at], f"={at}") for at in range(3)),
]


def test_a_sheet_is_a_table_below_its_title(tmp_path: Path) -> None:
    document, items, problems = open_text(tmp_path, xlsx({"October": SHEET, "Empty": []}, TEXTS))
    assert (document.format, problems) == ("xlsx", [])
    assert [(item.title, item.text) for item in items] == list(zip(TITLES, TEXTS, strict=True))
    assert [item.published for item in items] == ["2024-10-24", "2024-10-23", "2024-10-22"]
    assert all(item.raw.startswith("[October] ") for item in items)


def test_a_number_in_a_column_of_dates_is_a_day(tmp_path: Path) -> None:
    rows = [("Published", "Headline"), (45589, TITLES[0]), (45588.75, TITLES[1])]
    _, items, _ = open_text(tmp_path, xlsx({"A": rows}))
    assert [item.published for item in items] == ["2024-10-24", "2024-10-23"]


def test_sheets_follow_one_another_and_those_without_texts_are_told(tmp_path: Path) -> None:
    sheets: dict[str, list[tuple[object, ...]]] = {
        "A": [("Headline", "Date"), (TITLES[0], "#45589")],
        "B": [(1, 2), (3, 4)],
        "C": [("Title",), (TITLES[1],)],
    }
    _, items, problems = open_text(tmp_path, xlsx(sheets))
    assert [(item.text, item.raw[:3]) for item in items] == [(TITLES[0], "[A]"), (TITLES[1], "[C]")]
    assert [problem.reason[:9] for problem in problems] == ["sheet 'B'"]


def test_calc_s_sheets_are_read_alike(tmp_path: Path) -> None:
    rows = ods_row("Port press review") + ods_row("Date", "Headline", "Summary")
    rows += "".join(ods_row(f"2024-10-2{at}", TITLES[at], TEXTS[at]) for at in range(3))
    rows += '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    document, items, problems = open_text(tmp_path, ods({"October": rows}))
    assert (document.format, problems) == ("ods", [])
    assert [(item.title, item.text, item.published) for item in items] == [
        (TITLES[at], TEXTS[at], f"2024-10-2{at}") for at in range(3)
    ]


def test_a_text_of_several_lines_stays_in_its_cell(tmp_path: Path) -> None:
    _, items, _ = open_text(tmp_path, xlsx({"A": [("Title", "Text"), (TITLES[0], 'It said "no".\nTwice.')]}))
    assert [(item.title, item.text) for item in items] == [(TITLES[0], 'It said "no".\nTwice.')]


# PDF --------------------------------------------------------------------------------------------------------


def column(left: float, lines: list[str], top: float = 760) -> list[tuple[float, float, float, str]]:
    return [(left, top - 12 * at, 10, line) for at, line in enumerate(lines)]


def test_lines_are_joined_across_columns_and_pages_without_what_pages_repeat(tmp_path: Path) -> None:
    left = ["The crews of the Lowick ferries voted to ex-", "tend their walkout, which began when the well-"]
    right = ["known offer was withdrawn. It was called an in-", "sult by the union that speaks for all the crews"]
    after = ["on this coast. The port authority said nothing.", "The well-known offer stood at four per cent."]
    pages = [
        [(60, 800, 8, "The Harbour Ledger"), *column(60, left), *column(310, right), (290, 30, 8, "1 / 3")],
        [(60, 800, 8, "The Harbour Ledger"), *column(60, after), (290, 30, 8, "2 / 3")],
        [(60, 800, 8, "The Harbour Ledger"), *column(60, ["A vote is planned."]), (290, 30, 8, "3 / 3")],
    ]
    _, items, problems = open_text(tmp_path, pdf(*pages))
    assert problems == []
    assert " ".join(texts(items)) == (
        "The crews of the Lowick ferries voted to extend their walkout, which began when the well-known offer was"
        " withdrawn. It was called an insult by the union that speaks for all the crews on this coast. The port"
        " authority said nothing. The well-known offer stood at four per cent. A vote is planned."
    )
    assert items[0].raw.startswith("[page 1] ")
    assert items[-1].raw == "[page 3] A vote is planned."


def test_a_page_that_a_browser_printed_is_read_without_its_head_and_foot(tmp_path: Path) -> None:
    head, foot = "11/30/26, 4:24 PM Ferry crews vote - Ledger", "https://ledger.example/ferry 1/1"
    body = [(60, 700, 16, "Ferry crews vote"), (60, 660, 10, "24 October 2024, 07:15"), (60, 620, 10, TEXTS[0])]
    _, items, _ = open_text(tmp_path, pdf([*body, (60, 800, 8, head), (60, 30, 8, foot)]))
    assert not {head, foot} & set(texts(items))
    assert {item.published for item in items} == {"24 October 2024, 07:15"}
    _, items, _ = open_text(tmp_path, pdf([*body, (60, 580, 10, head)]))
    assert head in texts(items)


def test_gaps_sizes_and_indents_part_paragraphs(tmp_path: Path) -> None:
    line = "The crews of the Lowick ferries voted to extend their walkout for a week now"
    lines = [
        (60, 760, 16, "Ferry crews extend walkout"),
        (60, 740, 10, line),
        (60, 728, 10, "and then they all went home to their families in the town of Lowick again."),
        (72, 716, 10, line),
        (60, 704, 10, "and nobody knows how long it will be until they come back to the harbour."),
        (60, 668, 10, line),
    ]
    found = texts(open_text(tmp_path, pdf(lines))[1])
    assert [text[:12] for text in found] == ["Ferry crews ", *["The crews of"] * 3]


def encrypted(data: bytes, user: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(user, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_that_opens_without_a_password_is_read(tmp_path: Path) -> None:
    plain = pdf([(60, 700, 10, TEXTS[0])])
    assert texts(open_text(tmp_path, encrypted(plain, ""))[1]) == [TEXTS[0]]
    assert "protected by a password" in refusal(tmp_path, encrypted(plain, "secret"))


# What is refused, and what is hostile -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (ole("WordDocument"), "old Microsoft Word document (.doc): save it as"),
        (ole("Workbook"), "old workbook of Microsoft Excel (.xls): save it as"),
        (ole("PowerPoint Document"), "old presentation of Microsoft PowerPoint (.ppt)"),
        (ole("EncryptionInfo", "EncryptedPackage"), "protected by a password: save it without one"),
        (ole(), "an old Microsoft Office document"),
        (pdf([]), "without any text, as scanners make them"),
        (b"%PDF-1.7\nnothing of the kind", "a PDF document that is damaged"),
        (
            packed(
                {"_rels/.rels": relations(("r", "officeDocument", "ppt/presentation.xml")), "ppt/presentation.xml": ""}
            ),
            "a presentation of Microsoft PowerPoint",
        ),
        (packed({"mimetype": "application/epub+zip", "META-INF/container.xml": ""}), "EPUB"),
        (
            packed(
                {
                    "mimetype": "application/vnd.oasis.opendocument.text",
                    "META-INF/manifest.xml": "<manifest:encryption-data/>",
                    "content.xml": b"\x00\x01\x02",
                }
            ),
            "an OpenDocument file that is protected by a password",
        ),
    ],
)
def test_what_can_t_be_read_is_refused_by_name(tmp_path: Path, data: bytes, reason: str) -> None:
    assert reason in refusal(tmp_path, data)


@pytest.mark.parametrize(
    ("module", "data", "kind"), [("pypdf", pdf([]), "a PDF document"), ("striprtf.striprtf", rtf("A."), "(RTF)")]
)
def test_without_the_extra_the_sentence_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, data: bytes, kind: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    reason = refusal(tmp_path, data)
    assert kind in reason
    assert "pip install 'snippet-archive[office]'" in reason


ENTITIES = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("before", [ENTITIES, OUTSIDE])
def test_entities_are_an_attack(tmp_path: Path, before: str) -> None:
    data = docx("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", before=before)
    _, items, problems = open_text(tmp_path, data)
    assert (items, "looks like an attack" in problems[0].reason) == ([], True)


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize(
    "data",
    [
        docx(*map(docx_p, TEXTS * 50)),
        odt(*(f"<text:p>{text}</text:p>" for text in TEXTS * 50)),
        xlsx({"A": SHEET}, TEXTS),
        ods({"A": ods_row("Headline", "Text") + ods_row(TITLES[0], TEXTS[0])}),
        pdf([(60, 700, 10, TEXTS[0])], [(60, 700, 10, TEXTS[1])]),
        rtf(*TEXTS * 50),
    ],
)
def test_what_was_cut_off_gives_items_of_its_words_or_a_sentence(tmp_path: Path, data: bytes, keep: float) -> None:
    path = tmp_path / "cut"
    path.write_bytes(data[: int(keep * len(data))])
    reasons: list[str] = []
    found: list[RawItem] = []
    for capture in captures([str(path)], lambda problem: reasons.append(problem.reason)):
        try:
            found += read(capture, ReadOptions(), lambda problem: reasons.append(problem.reason)).items
        except ReadError as error:
            reasons.append(str(error))
    assert found or reasons
    words = {word for text in (*TEXTS, *TITLES) for word in text.split()}
    assert all(set(item.text.split()[:-1]) <= words for item in found)


@pytest.mark.parametrize("data", [docx(docx_p(TEXTS[0])), pdf([(60, 700, 10, TEXTS[0])]), rtf(TEXTS[0])])
def test_packed_documents_are_read_and_cut_off_ones_told(tmp_path: Path, data: bytes) -> None:
    whole = gzip.compress(data)
    assert texts(open_text(tmp_path, whole, "a.gz")[1]) == [TEXTS[0]]
    path = tmp_path / "cut.gz"
    path.write_bytes(whole[: len(whole) // 2])
    reasons: list[str] = []
    (capture,) = captures([str(path)], lambda problem: None)
    with contextlib.suppress(ReadError):
        list(read(capture, ReadOptions(), lambda problem: reasons.append(problem.reason)).items)
    assert "cut short" in reasons[0]


def test_a_document_that_breaks_off_gives_what_stands_before(tmp_path: Path) -> None:
    cut = docx(docx_p(TEXTS[0]), docx_p(TEXTS[1]) + "<w:p></w:q>")
    _, items, problems = open_text(tmp_path, cut)
    assert texts(items) == list(TEXTS[:2])
    assert problems[0].reason.startswith("damaged from here on")


@pytest.mark.parametrize(
    ("filling", "reason"),
    [(b" " * 400_000, "looks like a bomb"), (docx_p(TEXTS[0]).encode() * 3_000, "longer than 100,000")],
)
def test_bombs_are_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filling: bytes, reason: str) -> None:
    monkeypatch.setattr(office_xml, "MAX_PART", 100_000)
    body = b"<w:document xmlns:w='w'>" + filling + b"</w:document>"
    data = packed({"_rels/.rels": relations(("r1", "officeDocument", "word/document.xml")), "word/document.xml": body})
    path = tmp_path / "file"
    path.write_bytes(data)
    reasons: list[str] = []
    (capture,) = captures([str(path)], lambda problem: None)
    try:
        items = list(read(capture, ReadOptions(), lambda problem: reasons.append(problem.reason)).items)
    except ReadError as error:
        items, reasons = [], [str(error)]
    assert reason in reasons[0]
    assert len(items) < 2_000


def test_a_directory_that_lies_about_sizes_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_xml, "MAX_PART", 100_000)
    body = docx(*[docx_p(TEXTS[0])] * 3_000)
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        size = file.getinfo("word/document.xml").file_size
    path = tmp_path / "file"
    path.write_bytes(body.replace(size.to_bytes(4, "little"), (5_000).to_bytes(4, "little")))
    reasons: list[str] = []
    (capture,) = captures([str(path)], lambda problem: None)
    items = list(read(capture, ReadOptions(), lambda problem: reasons.append(problem.reason)).items)
    assert "longer than 100,000" in reasons[0]
    assert set(texts(items)) == {TEXTS[0]}


def test_a_sheet_that_says_it_is_endless_is_not(tmp_path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="99999999"><text:p>word</text:p></table:table-cell>'
    rows = f'<table:table-row table:number-rows-repeated="99999999">{cell}</table:table-row>'
    _, items, _ = open_text(tmp_path, ods({"A": ods_row("Headline", "Text") + ods_row(TITLES[0], TEXTS[0]) + rows}))
    assert items[0].text == TEXTS[0]
    assert sum(len(item.text) for item in items) < 10_000
    far = xlsx({"A": [("Headline", "Text"), (TITLES[0], TEXTS[0], "@XFD1048576 word"), (TITLES[1], TEXTS[1])]})
    assert texts(open_text(tmp_path, far)[1]) == list(TEXTS[:2])


def test_nesting_without_end_is_read_through(tmp_path: Path) -> None:
    deep = docx("<w:sdt>" * 20_000 + docx_p(TEXTS[0]) + "</w:sdt>" * 20_000)
    assert texts(open_text(tmp_path, deep)[1]) == [TEXTS[0]]
    tables = docx("<w:tbl><w:tr><w:tc>" * 5_000 + docx_p(TEXTS[0]) + "</w:tc></w:tr></w:tbl>" * 5_000)
    assert texts(open_text(tmp_path, tables)[1]) == [TEXTS[0]]
    groups = b"{\\rtf1 " + b"{\\b " * 20_000 + TEXTS[0].encode() + b"}" * 20_000 + b"}"
    assert texts(open_text(tmp_path, groups)[1]) == [TEXTS[0]]


def test_pictures_in_a_rich_text_give_no_items(tmp_path: Path) -> None:
    picture = (
        b"{\\rtf1\\ansi{\\pict\\pngblip " + b"89504e470d0a1a0a" * 2_000 + b"}\\pard " + TEXTS[0].encode() + b"\\par}"
    )
    assert texts(open_text(tmp_path, picture)[1]) == [TEXTS[0]]


def test_an_office_document_inside_a_zip_file_is_one_of_its_files(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(packed({"a.docx": docx(docx_p(TEXTS[0])), "b.xlsx": xlsx({"A": SHEET}, TEXTS)}))
    found = [read(each, ReadOptions(), lambda problem: None) for each in captures([str(path)], lambda problem: None)]
    assert [(each.format, len(list(each.items))) for each in found] == [("docx", 1), ("xlsx", 3)]
