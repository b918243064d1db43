"""Formats: told by content, read record by record, with what is broken left out and said so."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from pathlib import Path

import pytest
from examples import SOME
from hypothesis import given
from hypothesis import strategies as st
from places import SHARED
from reading import open_text

from archive.errors import ReadError
from archive.read import ReadOptions, captures, read
from archive.read.json_stream import Walk
from archive.read.table import records
from archive.read.text import join, layout_of


def test_lines_may_end_in_carriage_returns_alone(tmp_path: Path) -> None:
    sentence = "The ferry crews voted to extend their walkout, number {}."
    expected = [sentence.format(number) for number in range(5_000)]
    _, items, _ = open_text(tmp_path, "\r".join(expected))
    assert [item.text for item in items] == expected
    assert [item.text for item in open_text(tmp_path, "It sails\rnow.\nIt does not.\nNever.")[1]][1:] == [
        "It does not.",
        "Never.",
    ]


# Telling formats --------------------------------------------------------------------------------------------

RECORD = {"title": "Bridge closes", "text": "It closes for a month, says the mayor."}
LINES = "\n".join(json.dumps(RECORD) for _ in range(3))
PAGE = "<!DOCTYPE html><html><body><p>One thing happened here today.</p><p>Another there.</p></body></html>"
FEED = (
    "<?xml version='1.0'?><rss version='2.0'><channel><title>G</title><item><title>Bridge closes</title>"
    "</item></channel></rss>"
)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (PAGE, "notes.txt", "html"),
        ("<p>One thing happened.</p>\n<p>Another thing happened.</p>", "fragment", "html"),
        (FEED, "page.html", "feed"),
        ("Title: Bridge closes\nDate: 2024-10-24\nSource: Post\n\nTitle: It opens\nText: At last.", "a.txt", "press"),
        ("Title: Bridge closes\nDate: 2024-10-24\nText: It closes for a month, says the mayor.", "a.txt", "text"),
        (f"\n\n{FEED}", "feed.json", "feed"),
        (LINES, "data.json", "jsonl"),
        (LINES, "notes.txt", "jsonl"),
        (json.dumps([RECORD]), "notes.txt", "json"),
        (json.dumps([RECORD], indent=1), "data.jsonl", "json"),
        (json.dumps(RECORD), "data.json", "json"),
        ("date,headline\n2024-10-24,Bridge closes\n", "notes.txt", "csv"),
        ("date\theadline\n2024-10-24\tBridge closes\n", "notes.csv", "csv"),
        ("<3 is what she wrote to the mayor.\n<b>Breaking</b> the bridge closes.", "notes.txt", "text"),
        ("[Updated] Teachers strike on Monday.\n[1] See the note below.", "notes.json", "text"),
        ("{sic} they said.\nNothing else was said.", "notes.txt", "text"),
        ('"We will strike," she said.\n"No comment," said the mayor.', "notes.txt", "text"),
        ("On Monday, the mayor spoke.\nOn Friday, nothing happened.\nOn Sunday, it rained.", "notes.txt", "text"),
        ("Paris, London and Rome agree.\nOslo does not.\nMadrid, however, waits; so does Bonn.", "notes.csv", "text"),
        ("a < b and c > d, they say.\nif x <y then z> w.", "notes.txt", "text"),
    ],
)
def test_the_format_is_told_by_content(tmp_path: Path, text: str, name: str, expected: str) -> None:
    document, items, problems = open_text(tmp_path, text, name)
    assert (document.format, problems) == (expected, [])
    assert items


# Plain text -------------------------------------------------------------------------------------------------


def test_an_item_a_line_even_with_blank_lines_between(tmp_path: Path) -> None:
    lines = [
        "Musketeers meet in Orsa, paper reports",
        "The four of them had not been seen in one room since 2019, officials told the Gazette.",
        "Old comrades fall out over a borrowed horse and a debt of forty crowns that nobody wanted to talk about until",
        "“We are friends,” said one of them on Oct. 24.",
        "Editor's note: This story has been updated. The horse has been returned.",
    ]
    _, items, _ = open_text(tmp_path, f"{lines[0]}\n{lines[1]}\n\n{lines[2]}\n{lines[3]}\n\n\n  \n{lines[4]}")
    assert [item.text for item in items] == lines
    assert [item.line for item in items] == [1, 2, 4, 5, 9]
    assert all(item.raw == item.text and item.kind is None for item in items)


WRAPPED = """The harbour bridge will close for a month, the mayor said on
Thursday, after engineers found cracks in two of its main
cables during a routine inspection that had been put off for two-
and-a-half years.

Teachers voted to strike before the holidays. The union wants
smaller classes and a rise of four percent.

- A survey of Lake Orsa found fish that nobody had listed so
  far, among them a blind perch.
- Tram line 4 runs again.
"""


def test_wrapped_paragraphs_are_joined(tmp_path: Path) -> None:
    _, items, _ = open_text(tmp_path, WRAPPED)
    assert [item.text for item in items] == [
        "The harbour bridge will close for a month, the mayor said on Thursday, after engineers found cracks in "
        "two of "
        "its main cables during a routine inspection that had been put off for two-and-a-half years.",
        "Teachers voted to strike before the holidays. The union wants smaller classes and a rise of four percent.",
        "A survey of Lake Orsa found fish that nobody had listed so far, among them a blind perch.",
        "Tram line 4 runs again.",
    ]
    assert items[0].raw == "\n".join(WRAPPED.split("\n")[:4])
    assert [item.line for item in items] == [1, 6, 9, 11]


def test_a_headline_above_its_text_is_its_title(tmp_path: Path) -> None:
    text = (
        "Harbour bridge to close\nThe mayor said on Thursday that engineers had found cracks in two main cables.\n\n"
        "Teachers vote to strike\nThe union wants smaller classes and a rise of four percent.\n\n"
        "Fish found in Lake Orsa\nA survey found fish that nobody had listed before, among them a blind perch.\n"
    )
    _, items, _ = open_text(tmp_path, text)
    assert [item.title for item in items] == [
        "Harbour bridge to close",
        "Teachers vote to strike",
        "Fish found in Lake Orsa",
    ]
    assert items[1].text == "The union wants smaller classes and a rise of four percent."
    assert {item.kind for item in items} == {"teaser"}


def test_list_marks_stay_in_raw_only(tmp_path: Path) -> None:
    _, items, _ = open_text(tmp_path, "- The bridge closes.\n* Teachers strike.\n• Fish are found.\n")
    assert [item.text for item in items] == ["The bridge closes.", "Teachers strike.", "Fish are found."]
    assert items[0].raw == "- The bridge closes."
    _, items, _ = open_text(tmp_path, "1. The bridge closes.\n2. Teachers strike.\n3) Fish are found.\n")
    assert [item.text for item in items] == ["The bridge closes.", "Teachers strike.", "Fish are found."]


def test_a_date_with_a_full_stop_is_no_list_mark(tmp_path: Path) -> None:
    text = "24. Oktober: Die Brücke wird gesperrt.\n21. Oktober: Lehrer streiken.\n3. Mai: Fische gefunden.\n"
    _, items, _ = open_text(tmp_path, text)
    assert [item.text for item in items] == text.splitlines()


def test_lines_that_open_with_a_date_are_dated_by_it(tmp_path: Path) -> None:
    text = (
        "2024-10-24: The bridge closes.\n2024-10-23 - Teachers strike, at last.\n[2024-10-21T08:00Z] Fish are found.\n"
    )
    _, items, _ = open_text(tmp_path, text)
    assert [(item.published, item.text) for item in items] == [
        ("2024-10-24", "The bridge closes."),
        ("2024-10-23", "Teachers strike, at last."),
        ("2024-10-21T08:00Z", "Fish are found."),
    ]
    _, items, _ = open_text(tmp_path, text + "This line has none of that.\n" * 3)
    assert items[0].text.startswith("2024-10-24")


def test_a_single_line_is_an_item(tmp_path: Path) -> None:
    _, (item,), _ = open_text(tmp_path, "The bridge closes, says the mayor")
    assert item.text == "The bridge closes, says the mayor"


@SOME
@given(st.lists(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=60), max_size=12))
def test_a_layout_is_found_for_any_lines(lines: list[str]) -> None:
    assert layout_of(lines) in ("lines", "paragraphs", "records")
    assert "\n" not in join(lines)


# Tables -----------------------------------------------------------------------------------------------------


def test_csv_with_names_people_use(tmp_path: Path) -> None:
    text = (
        'Published_At,Headline,Snippet,Source,Link,Byline,Lang\n2024-10-24,"Bridge, old, closes",'
        '"The bridge closes\nfor a ""month""",Gull,https://x.example/1,Ann Lee,en\n'
        "2024-10-23,Fish,Found in the lake.,Tern,https://x.example/2,Bo,en\n"
    )
    document, items, problems = open_text(tmp_path, text)
    assert (document.format, problems) == ("csv", [])
    first = items[0]
    assert (first.title, first.text) == ("Bridge, old, closes", 'The bridge closes\nfor a "month"')
    assert (first.published, first.outlet, first.author) == ("2024-10-24", "Gull", "Ann Lee")
    assert (first.url, first.language, first.line) == ("https://x.example/1", "en", 2)
    assert first.raw.startswith('2024-10-24,"Bridge, old, closes","The bridge')
    assert items[1].line == 4


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_separators_are_told(tmp_path: Path, delimiter: str) -> None:
    rows = [
        ("Datum", "Titel", "Text"),
        ("24.10.2024", "Brücke zu", "Die Brücke ist zu."),
        ("23.10.2024", "Fische", "Es gab sie."),
    ]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    for encoding in ("utf-8-sig", "cp1252", "utf-16"):
        _, items, _ = open_text(tmp_path, text.encode(encoding))
        assert [(item.published, item.title, item.text) for item in items] == rows[1:]


def test_columns_without_names_are_told_by_content(tmp_path: Path) -> None:
    text = "".join(
        f"{number},2024-10-{number:02},https://x.example/{number},Bridge closes number {number},"
        f'"The bridge number {number} closes for a month, says the mayor of it."\n'
        for number in range(10, 15)
    )
    _, items, _ = open_text(tmp_path, text)
    assert len(items) == 5
    assert (items[0].published, items[0].url) == ("2024-10-10", "https://x.example/10")
    assert items[0].title == "Bridge closes number 10"
    assert items[0].text == "The bridge number 10 closes for a month, says the mayor of it."


def test_the_person_knows_better(tmp_path: Path) -> None:
    text = "text,body,when\nA remark.,The bridge closes for a month.,2024-10-24\nAnother.,Fish were found.,2024-10-23\n"
    _, items, _ = open_text(tmp_path, text, columns={"text": "Body", "date": "when"})
    assert [(item.text, item.published) for item in items] == [
        ("The bridge closes for a month.", "2024-10-24"),
        ("Fish were found.", "2024-10-23"),
    ]
    with pytest.raises(ReadError, match="no column 'nothing': the columns are text, body, when"):
        open_text(tmp_path, text, columns={"text": "nothing"})
    with pytest.raises(ReadError, match="no field 'txt'"):
        ReadOptions({"txt": "body"})


def test_the_line_that_names_the_separator(tmp_path: Path) -> None:
    _, (item,), _ = open_text(tmp_path, "sep=;\r\ntitle;text\r\nBridge;It closes, at last.\r\n")
    assert (item.title, item.text, item.line) == ("Bridge", "It closes, at last.", 3)


def test_a_column_alone(tmp_path: Path) -> None:
    _, items, _ = open_text(tmp_path, 'text\n"The bridge closes, says the mayor."\n"Fish were found."\n', "one.csv")
    assert [item.text for item in items] == ["The bridge closes, says the mayor.", "Fish were found."]


def test_a_quotation_mark_never_closed_costs_nothing_else(tmp_path: Path) -> None:
    text = (
        'title,text\nOne,"Good text one."\nTwo,"Bad text two.\nThree,"Good text three."\nFour,Good text four.\n'
        'Five,"She said "yes" to it."\n'
    )
    _, items, problems = open_text(tmp_path, text)
    assert [item.title for item in items] == ["One", "Two", "Three", "Four", "Five"]
    assert (items[2].text, items[4].text) == ("Good text three.", 'She said "yes" to it.')
    assert [(problem.line, "never closed" in problem.reason) for problem in problems] == [(3, True)]


def test_a_quotation_mark_does_not_swallow_a_file(tmp_path: Path) -> None:
    text = 'date,title,text\n2024-01-01,Head,"Never closed\n' + "".join(
        f"2024-01-02,Head {number},Text number {number} is fine\n" for number in range(3000)
    )
    _, items, problems = open_text(tmp_path, text)
    assert len(items) == 3001
    assert len(problems) == 1


def test_rows_of_another_width(tmp_path: Path) -> None:
    text = (
        "date,text,source\n2024-10-24,The bridge, which is old, closes.,Gull\n2024-10-23,Fish found.\n2024-10-22\n,,\n"
    )
    _, items, problems = open_text(tmp_path, text)
    assert [(item.text, item.outlet) for item in items] == [
        ("The bridge, which is old, closes.", "Gull"),
        ("Fish found.", None),
    ]
    assert [problem.line for problem in problems] == [4]


def test_a_table_without_text_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no column holds a text"):
        open_text(tmp_path, "date,url\n2024-10-24,https://x.example/1\n2024-10-23,https://x.example/2\n", "x.csv")


@SOME
@given(
    st.lists(
        st.lists(
            st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\0"), max_size=12),
            min_size=3,
            max_size=3,
        ),
        max_size=6,
    )
)
def test_what_csv_writes_is_read_back(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    lines = out.getvalue().split("\n")[:-1]
    found = [row for _, _, row, _ in records(iter(enumerate(lines, 1)), ",", 0)]
    assert found == rows


@SOME
@given(st.text(alphabet='a",\n ', max_size=60))
def test_records_lose_no_text(text: str) -> None:
    lines = text.split("\n")
    found = [raw for _, raw, _, _ in records(iter(enumerate(lines, 1)), ",", 0)]
    assert "\n".join(found).replace("\n", "").replace(" ", "") == text.replace("\n", "").replace(" ", "")


# JSON -------------------------------------------------------------------------------------------------------


def test_json_lines_give_what_their_keys_say(tmp_path: Path) -> None:
    rows = [
        {"date": "2024-10-24", "category": "x", "text": "The bridge closes.", "outlets": ["Gull", "Tern"]},
        {"headline": "Fish found", "pubDate": 1729785600, "link": "https://x.example/2", "source": {"name": "Tern"}},
        {"created_at": 1729785600123, "full_text": "A note &amp; <b>more</b>.", "user": {"name": "Ann"}, "lang": "en"},
        "Just a line of text.",
    ]
    text = "\n".join(map(json.dumps, rows))
    document, items, problems = open_text(tmp_path, text)
    assert (document.format, problems) == ("jsonl", [])
    assert (items[0].text, items[0].published, items[0].outlet) == ("The bridge closes.", "2024-10-24", "Gull")
    assert (items[1].text, items[1].kind, items[1].published) == ("Fish found", "headline", "2024-10-24T16:00:00Z")
    assert (items[1].url, items[1].outlet) == ("https://x.example/2", "Tern")
    assert (items[2].published, items[2].author, items[2].markup) == ("2024-10-24T16:00:00Z", "Ann", True)
    assert items[3].text == "Just a line of text."
    assert [item.raw for item in items] == text.split("\n")


def test_bad_json_lines_are_named_and_left_out(tmp_path: Path) -> None:
    good = '{"text": "Words are here."}'
    _, items, problems = open_text(
        tmp_path, f'{good}\n{{"text": "cut\n\n{good}\n{{"other": 1}}\n[1]\n{good}\n{"[" * 100000}\n{good}'
    )
    assert len(items) == 4
    assert [problem.line for problem in problems] == [2, 5, 6, 8]


def test_json_text_can_be_stored(tmp_path: Path) -> None:
    line = '{"text": "half \\ud83d a smile \\ud83d\\ude00 and \\u0000 nothing"}'
    for text in (f"{line}\n{line}", f"[{line}]"):
        _, items, _ = open_text(tmp_path, text)
        assert items[0].text == "half \ufffd a smile 😀 and  nothing"


@pytest.mark.parametrize(
    "shape",
    [
        lambda rows: rows,
        lambda rows: {"status": "ok", "tags": ["a", "b"] * 50, "articles": rows},
        lambda rows: {
            "response": {"total": 2, "results": rows, "facets": [{"name": "a"}, {"name": "b"}, {"name": "c"}]}
        },
        lambda rows: {"data": {"children": [{"kind": "t3", "data": row} for row in rows]}},
        lambda rows: {row["url"]: row for row in rows},
        lambda rows: {"sections": [{"name": "World", "items": rows[:1]}, {"name": "Local", "items": rows[1:]}]},
        lambda rows: {"world": rows[:1], "local": rows[1:]},
        lambda rows: [{**row, "comments": [{"text": "So it goes, they say."}] * 5} for row in rows],
        lambda rows: [list(rows[0]), *(list(row.values()) for row in rows)],
    ],
    ids=["array", "articles", "nested", "wrapped", "map", "sections", "two arrays", "comments", "rows"],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_json_records_are_found(tmp_path: Path, shape, indent: int | None) -> None:  # type: ignore[no-untyped-def]
    rows = [
        {
            "title": "Bridge closes",
            "description": "It closes for a month.",
            "url": "https://x.example/1",
            "publishedAt": "2024-10-24",
        },
        {
            "title": "Fish found",
            "description": "They were found in the lake.",
            "url": "https://x.example/2",
            "publishedAt": "2024-10-23",
        },
    ]
    document, items, problems = open_text(tmp_path, json.dumps(shape(rows), indent=indent))
    assert (document.format, problems) == ("json", [])
    assert [(item.title, item.text, item.url, item.published) for item in items] == [
        tuple(row.values()) for row in rows
    ]


def test_json_strings_and_single_records(tmp_path: Path) -> None:
    _, items, _ = open_text(tmp_path, '["The bridge closes.", "Fish were found."]')
    assert [item.text for item in items] == ["The bridge closes.", "Fish were found."]
    _, items, _ = open_text(tmp_path, "\n".join(json.dumps(RECORD, indent=2) for _ in range(3)))
    assert [item.title for item in items] == ["Bridge closes"] * 3


def test_json_that_services_return(tmp_path: Path) -> None:
    value = {
        "generated": "2024-10-25T08:00:00Z",
        "docs": [
            {
                "headline": {"main": "Bridge closes", "print_headline": "Bridge"},
                "abstract": "It closes for a month.",
                "byline": {"original": "By Ann Lee"},
                "pub_date": "2024-10-24T08:00:00+0000",
                "web_url": "https://x.example/1",
                "multimedia": [{"caption": "The bridge as it stood in 1998, before the fire."}],
            }
        ],
    }
    document, (item,), _ = open_text(tmp_path, json.dumps(value))
    assert document.stamp == "2024-10-25T08:00:00Z"
    assert (item.title, item.text, item.author) == ("Bridge closes", "It closes for a month.", "By Ann Lee")


def test_json_cut_short_gives_what_came_before(tmp_path: Path) -> None:
    text = json.dumps([{"text": f"Item {number} is about something."} for number in range(5)])[:-30]
    _, items, problems = open_text(tmp_path, text)
    assert len(items) == 4
    assert "cut short" in problems[0].reason


def test_a_broken_record_is_left_out(tmp_path: Path) -> None:
    text = (
        '[{"text":"Item one is good."},{"text":"Item "two" is bad."},{"text":"Item three."},\n{"text":"Item\nfour."}]'
    )
    _, items, problems = open_text(tmp_path, text)
    assert [item.text for item in items] == ["Item one is good.", "Item three.", "Item\nfour."]
    assert len(problems) == 1
    _, items, problems = open_text(tmp_path, '[{"text": "bad \\x escape"}, {"text": "Good text here."}]')
    assert ([item.text for item in items], len(problems)) == (["Good text here."], 1)


def test_an_endless_string_is_left_out(tmp_path: Path) -> None:
    text = '[{"text": "One is here."}, {"text": "' + "word " * 600_000 + '"}, {"text": "Three is here."}]'
    _, items, problems = open_text(tmp_path, text)
    assert [item.text for item in items] == ["One is here.", "Three is here."]
    assert "longer than" in problems[0].reason


def test_json_columns_by_name(tmp_path: Path) -> None:
    text = json.dumps([{"q": "The bridge closes.", "meta": {"when": "2024-10-24"}}, {"q": "Fish found."}])
    _, items, _ = open_text(tmp_path, text, columns={"text": "q", "date": "meta.when"})
    assert [(item.text, item.published) for item in items] == [
        ("The bridge closes.", "2024-10-24"),
        ("Fish found.", None),
    ]
    with pytest.raises(ReadError, match="the columns are meta, q"):
        open_text(tmp_path, text, columns={"text": "q", "title": "nothing"})


def test_json_without_records_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no records with a text"):
        open_text(tmp_path, '{"a": 1, "b": [1, 2, 3]}', "x.json")


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9999, 9999)
    | st.text(st.characters(blacklist_categories=["Cs"]), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


@SOME
@given(st.lists(_JSON, max_size=6), st.integers(1, 30), st.sampled_from([None, 1]))
def test_a_walk_finds_all_elements_whatever_the_pieces(values: list[object], size: int, indent: int | None) -> None:
    text = json.dumps({"a": {"x": [1, {"b": 2}]}, "rows": values, "z": "]}"}, indent=indent, ensure_ascii=False)
    pieces = (text[start : start + size] for start in range(0, len(text), size))
    told: list[str] = []
    walk = Walk(pieces, lambda reason, line: told.append(reason))
    assert [element.value for element in walk.elements([("rows", None)])] == values
    assert told == []


# Memory -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "format_", "count"),
    [
        ('Text\n"The first words, with a comma."\n"And the second ones."\n', "csv", 2),
        ('Text\n"The first words, with a comma."\nAnd the second ones.\n', "text", 3),
    ],
)
def test_lines_below_a_known_name_are_a_column_if_they_are_quoted(
    tmp_path: Path, written: str, format_: str, count: int
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(written)
    (capture,) = captures([str(path)], lambda problem: None)
    document = read(capture, ReadOptions(), lambda problem: None)
    assert (document.format, len(list(document.items))) == (format_, count)


@pytest.mark.parametrize("kind", ["text", "paragraphs", "csv", "jsonl", "json"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, kind: str) -> None:
    sentence = "The bridge number {} closes for a month, says the mayor of it, and the ferry runs twice as often."

    def write(path: Path, count: int) -> None:
        texts = [sentence.format(number) for number in range(count)]
        match kind:
            case "text":
                path.write_text("\n".join(texts))
            case "paragraphs":
                path.write_text("\n\n".join(text.replace(" says", "\nsays") for text in texts))
            case "csv":
                path.write_text("date,text\n" + "\n".join(f'2024-10-24,"{text}"' for text in texts))
            case "jsonl":
                path.write_text("\n".join(json.dumps({"text": text}) for text in texts))
            case _:
                path.write_text(json.dumps({"rows": [{"text": text} for text in texts]}))

    peaks = []
    for count in (3_000, 15_000):
        path = tmp_path / f"{count}.txt"
        write(path, count)
        (capture,) = captures([str(path)], lambda problem: None)
        tracemalloc.start()
        assert sum(1 for _ in read(capture, ReadOptions(), lambda problem: None).items) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.3 * peaks[0] + 3_000_000


def test_the_first_real_input() -> None:
    folder = SHARED / "seed"
    if not folder.exists():
        pytest.skip("needs the real page kept beside the repository")
    (capture,) = captures([str(folder)], lambda problem: None)
    document = read(capture, ReadOptions(), lambda problem: None)
    assert document.format == "text"
    assert len(list(document.items)) == 34
