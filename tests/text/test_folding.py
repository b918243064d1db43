"""Tests of folding: one table of letters for search, gazetteer, resolver, keys and outlets."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text import folding
from archive.text.folding import fold, folds, plain, unaccented

# Scripts of names, with marks and signs between; lone marks and odd letters among them.
NAMES = st.text(
    st.one_of(
        st.characters(max_codepoint=0x5FF, exclude_categories=["Cs"]),
        st.characters(min_codepoint=0x1E00, max_codepoint=0x1FFF),
        st.characters(min_codepoint=0xFB00, max_codepoint=0xFFEF),
        st.sampled_from("łøđðıßæœþİŁØĐÐẞÆŒÞﬁﬂŉʼ’´‑йїёўЙЇЁЎѓќ\u0301\u0306\u0308\u0345ςΣά"),
    )
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đoković", "dokovic"),
        ("ĐAKOVO", "dakovo"),
        ("Łódź Kurier", "lodz kurier"),
        ("Bjørn Ødegård", "bjorn odegard"),
        ("Weißrußland", "weissrussland"),
        ("Straẞe", "strasse"),
        ("Ægir Þórðarson", "aegir thordarson"),
        ("Œuvre", "oeuvre"),
        ("Diyarbakır, İstanbul", "diyarbakir, istanbul"),
        ("Əliyev", "aliyev"),
        ("ﬁre in the oﬃce", "fire in the office"),
        ("Ｔｏｋｙｏ　１０", "tokyo 10"),
        ("O’Brien, O´Brien, Oʻahu, Maʿarib", "o'brien, o'brien, o'ahu, ma'arib"),
        ("Jean‑Pierre\u00a0Roe", "jean-pierre roe"),
        ("Γιώργος", "γιωργοσ"),
        ("ΓΙΩΡΓΟΣ", "γιωργοσ"),
        ("أحمد", "احمد"),
        ("שָׁלוֹם", "שלום"),
    ],
)
def test_letters_fold_to_plain_ones(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@pytest.mark.parametrize("name", ["сергій", "київ", "быкаў", "ѓорѓи", "ガザ", "हिन्दी", "한국"])
def test_letters_of_their_own_keep_their_marks(name: str) -> None:
    assert fold(name) == fold(unicodedata.normalize("NFD", name)) == name


def test_yo_is_printed_as_ye() -> None:
    assert fold("Горбачёв") == fold("Горбачев")
    assert fold("Пу\u0301тин") == "путин"


def test_unaccented_keeps_case() -> None:
    assert unaccented("Łódź, Erdoğan, Mataʻafa, Æsop") == "Lodz, Erdogan, Mata'afa, Aesop"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Schröder", "Schröder"),
        ("Schröder", "Schroeder"),
        ("schroeder", "Schröder"),
        ("schroder", "Schröder"),
        ("Haakon", "Håkon"),
        ("Håkon", "Haakon"),
        ("Soeren", "Søren"),
    ],
)
def test_an_umlaut_is_found_as_one_letter_and_as_two(typed: str, stored: str) -> None:
    assert fold(stored) in folds(typed)
    assert folds(typed)[0] == fold(typed)


@given(NAMES)
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert unaccented(unaccented(text)) == unaccented(text)


@given(NAMES)
def test_case_and_composition_do_not_matter(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert fold(fold(text).upper()) == fold(fold(text).lower()) == fold(text)
    assert fold(unicodedata.normalize("NFD", composed)) == fold(composed)
    assert fold(unaccented(text)) == fold(text)


@given(NAMES)
def test_plain_keeps_the_length(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert plain(plain(text)) == plain(text)


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_the_short_way_of_ascii_is_the_long_one(text: str) -> None:
    assert fold(text) == folding._unaccented(text).casefold()
    assert unaccented(text) == folding._unaccented(text) == text
    assert plain(text) == text
