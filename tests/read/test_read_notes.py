"""Notes in Markdown, and files of references."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import open_text

NOTE = """---
title: "Ferry crews: the vote"
source: https://ledger.example/ferry
author:
  - "[[Marta Eklund]]"
  - Ada Roth
published: 2024-10-24
created: 2024-10-25
tags: [clippings, harbour]
---
# Ferry crews: the vote

The union said the offer was **an _insult_**. Talks [resume](https://ledger.example/talks "Talks")
on ==Monday==.[^1]

## At stake
> ## Excerpt
> "We slept in the [[Terminal|terminal]]," one said.

![Queue](https://img.example/q.jpg)

- [Grain prices rise](https://post.example/grain) for a *third* week.
- Crane 4 of snake_case_name is repaired.

```python
no_news = "here"
```
[^1]: A note below.
"""


def test_front_matter_says_what_a_note_is_and_a_paragraph_is_an_item(tmp_path: Path) -> None:
    document, items, problems = open_text(tmp_path, NOTE, "note.txt")
    assert (document.format, document.stamp, problems) == ("markdown", "2024-10-25", [])
    assert [item.text for item in items] == [
        "The union said the offer was an insult. Talks resume on Monday.",
        '"We slept in the terminal," one said.',
        "Grain prices rise for a third week.",
        "Crane 4 of snake_case_name is repaired.",
    ]
    assert {(item.title, item.author, item.published) for item in items} == {
        ("Ferry crews: the vote", "Marta Eklund, Ada Roth", "2024-10-24")
    }
    assert [item.url for item in items[1:3]] == ["https://ledger.example/ferry", "https://post.example/grain"]


def test_a_note_without_front_matter_is_known_by_name_and_headings(tmp_path: Path) -> None:
    text = "# Harbour\n\n## Minister resigns\n\nHe leaves after a leak.\n"
    document, items, _ = open_text(tmp_path, text, "list.md")
    assert (document.format, [(item.title, item.text) for item in items]) == (
        "markdown",
        [("Minister resigns", "He leaves after a leak.")],
    )
    assert open_text(tmp_path, "He leaves after a leak.\nShe stays for now.\n", "list.md")[0].format == "text"


FIELDS = ("URL: https://l.example/a", "Author: Marta Eklund", "Published: October 24, 2024")


@pytest.mark.parametrize(
    "fields",
    ["\n".join(FIELDS), "![cover](https://l.example/c.png)\n\n## Metadata\n- " + "\n- ".join(FIELDS)],
    ids=["as Notion writes them", "as Readwise does"],
)
def test_what_stands_below_a_heading_may_be_front_matter(tmp_path: Path, fields: str) -> None:
    front = f"# Minister resigns\n\n{fields}\n\n"
    _, [item], _ = open_text(tmp_path, f"{front}He leaves after a leak.\n", "list.md")
    assert (item.text, item.title, item.author) == ("He leaves after a leak.", "Minister resigns", "Marta Eklund")
    assert (item.url, item.published) == ("https://l.example/a", "October 24, 2024")


def test_a_note_of_front_matter_alone_is_its_description(tmp_path: Path) -> None:
    _, (item,), _ = open_text(tmp_path, "---\ntitle: Ferry\ndescription: The union of Lowick said no.\n---\n")
    assert (item.text, item.title) == ("The union of Lowick said no.", "Ferry")


@pytest.mark.parametrize(
    "text",
    [
        "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\ntitle: Bomb\n---\nSome words stand here.\n",
        "---\ntitle: " + "[" * 5000 + "\n---\nSome words stand here.\n",
        "---\ntitle: Ferry: the: vote\nauthor: 'x\n---\nSome words stand here.\n",
        "---\ntitle: !!python/object/apply:os.system [ls]\n---\nSome words stand here.\n",
    ],
)
def test_hostile_front_matter_costs_no_more_than_itself(tmp_path: Path, text: str) -> None:
    document, items, _ = open_text(tmp_path, text)
    assert (document.format, [item.text for item in items]) == ("markdown", ["Some words stand here."])


def test_long_lines_of_marks_end(tmp_path: Path) -> None:
    head = "---\ntitle: x\n---\n"
    for mark in ("*a ", "[a](", "# ", "[[a|", "`a ", "> > ", "| - "):
        assert open_text(tmp_path, head + mark * 200_000)[0].format == "markdown"


def test_a_rule_in_a_text_is_no_front_matter(tmp_path: Path) -> None:
    text = "---\nThe ferry is late: nobody knows why.\nIt rained.\n---\nThe crew of Lowick waits.\n"
    assert open_text(tmp_path, text)[0].format == "text"


RIS = """TY  - NEWS
TI  - Ferry crews vote
AU  - Eklund, Marta
AU  - Lowick Desk
T2  - The Harbour Ledger
DA  - 2024/10/24/
AB  - The union said
  the offer was an insult.
UR  - https://ledger.example/ferry
ER  -\x20

TY  - NEWS
T1  - Minister resigns
PY  - 2024
ER  -\x20
TY  - NEWS
VL  - 3
ER  -\x20
"""


def test_ris(tmp_path: Path) -> None:
    document, items, problems = open_text(tmp_path, RIS, "export.txt")
    assert document.format == "references"
    assert [(item.text, item.title, item.published, item.author, item.outlet) for item in items] == [
        (
            "The union said the offer was an insult.",
            "Ferry crews vote",
            "2024/10/24",
            "Marta Eklund, Lowick Desk",
            "The Harbour Ledger",
        ),
        ("Minister resigns", None, "2024", None, None),
    ]
    assert [problem.line for problem in problems] == [16]


def test_endnote_s_own_tags(tmp_path: Path) -> None:
    text = "%0 Newspaper Article\n%T Ferry crews vote\n%A Eklund, Marta\n%J The Ledger\n%D 2024\n%8 October 24, 2024\n"
    document, items, _ = open_text(
        tmp_path, f"{text}%X The offer was\nan insult.\n%U https://l.example/a\n\n{text}", "e"
    )
    assert document.format == "references"
    assert [item.text for item in items] == ["The offer was an insult.", "Ferry crews vote"]
    assert {(i.published, i.author, i.outlet) for i in items} == {("October 24, 2024", "Marta Eklund", "The Ledger")}


BIB = r"""% made by a program
@comment{jabref-meta: x}
@string{ledger = "The Harbour Ledger"}
@Article{eklund2024,
  title = {{Ferry} crews \& the {\"o}ffer of K{\o}ge},
  author = {Eklund, Marta and Ada Roth and {Lowick Desk}},
  journal = "The {Harbour} Ledger", year = 2024, month = oct, day = 4,
  abstract = {A union said: {no} -- not @all
@ this price.},
  urldate = {2025-01-01}
}
@misc{x, title = {Minister resigns}, date = {2024-10-23}, url = {https://post.example/a_b}}
@misc{y, title = {Talks resume}, date = {2024-10-22}, howpublished = {\url{https://post.example/c}}}
"""


def test_bibtex(tmp_path: Path) -> None:
    document, items, problems = open_text(tmp_path, BIB, "zotero.bib")
    assert (document.format, problems) == ("references", [])
    assert [(item.text, item.title, item.published, item.author, item.outlet, item.url) for item in items] == [
        (
            "A union said: no – not @all @ this price.",
            "Ferry crews & the öffer of Køge",
            "4 oct 2024",
            "Marta Eklund, Ada Roth, Lowick Desk",
            "The Harbour Ledger",
            None,
        ),
        ("Minister resigns", None, "2024-10-23", None, None, "https://post.example/a_b"),
        ("Talks resume", None, "2024-10-22", None, None, "https://post.example/c"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "@article{a,\n" + "x={y}," * 150_000 + "title={Ferry crews vote}}",
        "@article{a, title = " + "{" * 500_000,
        "@article{a, title = {\\" + "'{" * 100_000,
        "@article{a, title = {Ferry crews vote}\n" + "x = {\n" * 300_000,
        "TY  - NEWS\nTI  - Ferry crews vote\n" + "N2  - x\n" * 300_000,
    ],
)
def test_hostile_references_end(tmp_path: Path, text: str) -> None:
    document, items, _ = open_text(tmp_path, text)
    assert document.format == "references"
    assert len(items) <= 2


def test_names_with_a_sign_before_them_are_no_references(tmp_path: Path) -> None:
    text = "@marta (Lowick): the ferry is late.\n@ada (Post): so is the tram.\n"
    assert open_text(tmp_path, text)[0].format == "text"
