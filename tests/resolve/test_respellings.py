"""Respellings: other ways to write a known person, and names that are only like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.gazetteer import load
from archive.resolve import respellings
from archive.resolve.respellings import near_person


def test_slips_are_mended_and_attested_names_kept() -> None:
    assert near_person("Annalenna Baerbock") == "Annalena Baerbock"
    assert near_person("Anna Baerbock") is None
    assert near_person("Vladimir") is None
    assert near_person("Vladimir Pulin") is None
    assert near_person("Michael Obama") is None
    assert near_person("John Carry") is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Volodymyr Zelenskij", "Volodymyr Zelenskyy"),
        ("Alexander Lukaschenko", "Alexander Lukashenko"),
        ("Aleksej Nawalny", "Alexei Navalny"),
        ("Bachar el-Assad", "Bashar al-Assad"),
        ("Petro Poroschenko", "Petro Poroshenko"),
        ("Evgenii Prigozhin", "Yevgeny Prigozhin"),
        ("Recep Erdoğan", "Recep Tayyip Erdoğan"),
        ("Vladimir Vladimirovich Putin", "Vladimir Putin"),
        ("Muammar Kadhafi", "Muammar Gaddafi"),
        ("Donald Trump Sr.", None),
        ("Francisco Ortiz Franco", None),
        ("Recep Tayyip Erdoan", "Recep Tayyip Erdoğan"),
        ("Recep Ali Erdoğan", None),
        ("Viktor Orbn", "Viktor Orbán"),
        ("Barack Obamas", "Barack Obama"),
        ("Rafael Mariano Grossi", "Rafael Grossi"),
        ("Tom Williams", None),
        ("Sergej Lawrow", "Sergey Lavrov"),
        ("Kari Solbakken", None),
    ],
)
def test_other_ways_to_write_a_known_person(written: str, meant: str | None) -> None:
    assert near_person(written) == meant


@given(st.text(max_size=24))
def test_a_respelt_name_is_known_or_nobody(name: str) -> None:
    known = {person for _, person in load().persons()}
    assert near_person(name) in {None, *known}


@pytest.mark.parametrize(
    ("word", "meant", "is_slip"),
    [
        ("scholz", "scholz", True),
        ("schollz", "scholz", True),
        ("shcolz", "scholz", True),
        ("schollzz", "scholz", False),
        ("annallenna", "annalena", True),
        ("annallennna", "annalena", False),
    ],
)
def test_a_slip_is_one_edit_at_most_and_in_long_words_two(word: str, meant: str, is_slip: bool) -> None:
    assert respellings._is_slip(word, meant) is is_slip
