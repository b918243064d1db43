"""What people type for a word that a text writes otherwise: only what the index does not find by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.typed_forms import typed_forms


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Lech Wałęsa spoke", ("walesa",)),
        ("Kılıçdaroğlu spoke", ("kilicdaroglu",)),
        ("Schröder spoke", ("schroeder",)),
        ("two F-16 jets", ("F16",)),
        ("the G7", ("G 7",)),
        ("O’Brien and O'Brien", ("OBrien",)),
        ("don't", ("dont",)),
        ("J.K. Rowling", ("JK", "JK Rowling")),
        ("J. K. Rowling", ("JK Rowling",)),
        ("JK Rowling", ("J K",)),
        ("in the U.S. today", ("US",)),
        ("the US and NATO, said DC", ("U S", "N A T O", "D C")),
        ("ALL OF IT IN CAPITALS IS US", ()),
        ("a cease-fire by e-mail", ("ceasefire", "email")),
        ("Jean-Pierre of al-Qaeda", ("alQaeda",)),
        ("a co-operation-minded man", ()),
        ("£13.12bn of the USA's", ("13.12 bn", "U S A")),
        ("5km of 100mph, the 3rd of the 90s", ("5 km", "100 mph")),
        ("COVID-19 and B-52s", ("COVID19", "B52s")),
        ("5000 of them in 2024", ("5,000",)),
        ("1,000 crates of 25000", ("1000", "25,000")),
        ("61% of 5.5 %", ("61 percent", "61 per cent", "5.5 percent", "5.5 per cent")),
        ("61 per cent, 5 percent", ("61 percent", "5 per cent")),
        ("AT&T rings", ("ATT",)),
        ("M&M's of a 50,000-strong, U.S.-led force", ("MM", "50000", "US")),
        ("Norvania's café stays as it is", ()),
        ("a plain text of 2024", ()),
    ],
)
def test_forms(text: str, forms: tuple[str, ...]) -> None:
    assert typed_forms(text) == forms


def test_each_form_once_over_all_texts() -> None:
    assert typed_forms("Wałęsa", None, "Wałęsa again") == ("walesa",)


@given(st.text(max_size=80))
def test_anything_may_be_a_text(text: str) -> None:
    forms = typed_forms(text)
    assert len(set(forms)) == len(forms)
    assert all(forms)
