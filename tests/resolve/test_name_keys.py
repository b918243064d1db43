"""Keys: which spellings of a name meet, and which surnames a full name answers to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.resolve import entity_key, surname_keys
from archive.types import EntityKind


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("The Hollow Gazette", "hollow gazette’s", "organisation"),
        ("São Tomé", "Sao Tome", "place"),
        ("U.S. Bureau of Tides", "United States Bureau of Tides", "organisation"),
        ("Marbury, Inc.", "Marbury", "organisation"),
        ("Centre for Defence Studies", "Center for Defense Studies", "organisation"),
        ("Bureau of Tides of the United States", "US Bureau of Tides", "organisation"),
        ("J. K. Roe", "J.K. Roe", "person"),
        ("A. P. J. Roe", "A.P.J. Roe", "person"),
        ("Sir Jonas Roe", "Jonas Roe", "person"),
        ("Karim el-Badri", "Karim al-Badri", "person"),
        ("Saint Orla", "St. Orla", "place"),
    ],
)
def test_spellings_share_a_key(left: str, right: str, kind: EntityKind) -> None:
    assert entity_key(left, kind) == entity_key(right, kind)


def test_keys_keep_different_names_apart() -> None:
    assert entity_key("John Terrow", "person") != entity_key("John Kerrow", "person")
    assert entity_key("Jonas H. W. Roe", "person") != entity_key("Jonas W. Roe", "person")
    assert entity_key("Jonas Roe Jr.", "person") != entity_key("Jonas Roe", "person")
    assert entity_key("Bank of Norland", "organisation") != entity_key("Bank of Sorland", "organisation")
    assert entity_key("The", "organisation") == "the"
    assert entity_key("...", "place") == "..."


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(name: str) -> None:
    key = entity_key(name, "place")
    assert entity_key(key, "place") == key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Jane Roe", "roe"),
        ("Ursula von der Tann", "von der tann"),
        ("Salman bin Rashid", "bin rashid"),
        ("Luz de la Vega", "de la vega"),
        ("Robert Kessler Jr.", "kessler"),
        ("Charles Wetherby III", "wetherby"),
        ("Marie Durand-Leroy", "durand leroy"),
        ("Xi Minglan", "xi"),
        ("Kim Jong Un", "kim"),
        ("Lee Harvey Marsden", "lee"),
        ("Jane", None),
        ("", None),
    ],
)
def test_likeliest_surname_key(name: str, key: str | None) -> None:
    assert next(iter(surname_keys(name)), None) == key


def test_surname_keys_offer_what_a_writer_may_use() -> None:
    assert set(surname_keys("Ursula von der Tann")) >= {"von der tann", "tann"}
    assert set(surname_keys("Lee Harvey Marsden")) >= {"lee", "marsden"}
    assert set(surname_keys("Karim al-Badri")) >= {"al badri", "badri"}
    assert surname_keys("Kim Jong Un") == ("kim",)
