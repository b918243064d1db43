"""Citations: what is said of a snippet comes back when its citation is read again; forms are as programs take them."""

from __future__ import annotations

import json
import string
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from examples import SOME
from hypothesis import given
from hypothesis import strategies as st
from reading import open_file

from archive.export.cite import FORMS, Cited, as_text, authors, bibtex, citations, csl, markdown, ris, title_of

if TYPE_CHECKING:
    from archive.types import RawItem

FULL = Cited(
    12, "Harbour crews in Kestrel Bay extended their walkout; 5% & more.", "Crews walk out {again}",
    "Ursula von der Leyen, Ada Moss, Associated Press Wire", "The Ledger", "https://ledger.example/a_b?c=1%20d#x",
    "en", "2024-10-24", "published", "2024-10-25", "http://127.0.0.1:8001/-/archive/archive/snippet/12",
    ("starred", "strike"), ("Ask the port.",),
)  # fmt: skip


def read_back(form: str, items: list[Cited]) -> list[RawItem]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"cited.{FORMS[form].suffix}"
        path.write_bytes("".join(citations(FORMS[form], items)).encode())
        document, found, problems = open_file(path)
        assert not problems
        assert document.format == ("json" if form == "csl" else "references")
        return found


LETTERS = string.ascii_letters + "äéßøł" + "Москва" + "0123456789"
SIGNS = "  -–—.,:;!?'\"“”‘’()[]&%$#_{}~^\\/@<>*+=|`"
WORDS = st.text(LETTERS + SIGNS, max_size=60).map(lambda text: " ".join(f"Word {text} end".split()))
NAMES = st.lists(st.sampled_from(["Ada Moss", "Jan van Example", "Ursula von der Leyen", "Pelé"]), max_size=3)
DAYS = st.sampled_from(["2024", "2024-10", "2024-10-24", "1987-01-02"])
ITEMS = st.lists(
    st.builds(
        Cited,
        id=st.just(1),
        text=WORDS,
        title=WORDS,
        author=NAMES.map(lambda names: ", ".join(dict.fromkeys(names)) or None),
        outlet=WORDS,
        url=st.sampled_from([None, "https://ledger.example/a_b?c=1%20d&e=%7B#x~y"]),
        dated=DAYS,
        dated_by=st.sampled_from(["published", "text", "captured"]),
        captured=DAYS,
        permalink=st.just("http://127.0.0.1/-/archive/a/snippet/1"),
        tags=st.just(("starred",)),
        notes=st.lists(WORDS, max_size=1).map(tuple),
    ),
    min_size=1,
    max_size=3,
)


@pytest.mark.parametrize("form", ["bibtex", "ris", "csl"])
@SOME
@given(items=ITEMS)
def test_what_is_cited_reads_back(form: str, items: list[Cited]) -> None:
    found = read_back(form, items)
    assert [(one.text, one.title, one.author, one.outlet, one.url) for one in found] == [
        (one.text, one.title, one.author, one.outlet, one.url) for one in items
    ]
    days = [(one.published or "").replace("/", "-") for one in found]
    assert days == [one.dated for one in items]


@pytest.mark.parametrize(
    ("named", "parted"),
    [
        ("Ada Moss", [("Moss", "Ada")]),
        ("Ursula von der Leyen, Jan Example", [("von der Leyen", "Ursula"), ("Example", "Jan")]),
        ("Pelé", [("Pelé", "")]),
        ("Associated Press", [("Associated Press", "")]),
        (None, []),
    ],
)
def test_authors_are_parted_into_family_and_given_name(named: str | None, parted: list[tuple[str, str]]) -> None:
    assert authors(named) == parted


def test_what_names_no_outlet_is_a_page_or_a_document() -> None:
    page, alone = Cited(1, "One.", url="https://a.example/"), Cited(2, "Two.")
    assert [bibtex(one).partition("{")[0] for one in (FULL, page, alone)] == ["@article", "@misc", "@misc"]
    assert [ris(one)[6:10] for one in (FULL, page, alone)] == ["NEWS", "ELEC", "GEN\r"]
    assert [json.loads(csl(one))["type"] for one in (FULL, page, alone)] == ["article-newspaper", "webpage", "article"]
    assert "howpublished = {https://a.example/}" in bibtex(page)


@pytest.mark.parametrize(
    ("dated", "in_ris", "in_csl", "in_bibtex"),
    [
        ("2024-10-24", "2024/10/24/", [[2024, 10, 24]], "month = oct"),
        ("2024-10", "2024/10//", [[2024, 10]], "month = oct"),
        ("2024", "2024///", [[2024]], "year = {2024}"),
        ("2024-10-02/2024-10-09", "2024/10//", [[2024, 10, 2], [2024, 10, 9]], "date = {2024-10-02/2024-10-09}"),
    ],
)
def test_a_day_is_given_as_exactly_as_it_is_known(
    dated: str, in_ris: str, in_csl: list[list[int]], in_bibtex: str
) -> None:
    item = Cited(1, "One.", dated=dated, dated_by="neighbours")
    assert f"DA  - {in_ris}\r\n" in ris(item)
    assert f"N1  - Dated {dated}, from its neighbours." in ris(item)
    assert json.loads(csl(item))["issued"] == {"date-parts": in_csl}
    assert in_bibtex in bibtex(item)


def test_a_citation_for_people_says_where_and_how_surely() -> None:
    assert as_text(FULL).splitlines() == [
        "“Harbour crews in Kestrel Bay extended their walkout; 5% & more.”",
        "Ursula von der Leyen, Ada Moss, Associated Press Wire, “Crews walk out {again}”, The Ledger, "
        "24 Oct 2024 (as published)",
        "https://ledger.example/a_b?c=1%20d#x",
        "Captured 25 Oct 2024",
        "http://127.0.0.1:8001/-/archive/archive/snippet/12",
    ]
    hostile = markdown(Cited(1, "# <b>A</b> [link](x)\n\n1. two `code`", "*T*", dated="2024"))
    assert hostile == ("> \\# \\<b\\>A\\</b\\> \\[link\\](x)\n>\n> 1\\. two \\`code\\`\n>\n> — *\\*T\\**, 2024\n")


def test_a_text_without_a_title_is_cited_by_its_opening_words() -> None:
    assert title_of(Cited(1, "Short enough.")) == "[Short enough.]"
    long = title_of(Cited(1, "word " * 40))
    assert long.startswith("[word word")
    assert long.endswith(" word …]")
    assert len(long) < 90


def test_keys_are_plain_and_each_its_own() -> None:
    items = [Cited(number, "One.", author="Éva Ñandú {x}", dated="2024") for number in (1, 2)]
    keys = [bibtex(one).partition("{")[2].partition(",")[0] for one in items]
    assert keys == ["x2024-1", "x2024-2"]
    assert json.loads(csl(Cited(3, "One.", outlet="Вести")))["id"] == "snippet-3"
