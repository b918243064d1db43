"""Names compared: forms of one, contradictions, and that whatever may be one's meets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.resolve.likelihood import Likeness
from archive.resolve.meeting import compare, is_same_role, kept_keys, sought_keys
from archive.resolve.romanisation import akin, spelt_alike
from archive.resolve.same_person import contradict
from archive.types import EntityKind

SPELT, FORM, MAYBE = Likeness


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Zhuravlyov", "Zhuravlyow", True),
        ("Akhmetyrsky", "Ahmetyrskiy", True),
        ("Zhdanovich", "Jdanovitch", True),
        ("Jaroslavsky", "Yaroslavskyi", True),
        ("Romanogoroff", "Romanogorov", True),
        ("Petrov", "Petrova", False),
        ("Hansen", "Hanson", False),
        ("Ann", "An", False),
    ],
)
def test_spellings_by_a_scheme(one: str, other: str, likeness: bool) -> None:
    assert spelt_alike(one.lower(), other.lower()) is likeness


def test_one_name_in_two_languages() -> None:
    assert akin("holovchuk", "golovchuk")
    assert not spelt_alike("holovchuk", "golovchuk")
    assert akin("chernihiv", "chernigov")
    assert not akin("chernihiv", "chernivtsi")


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Jean-Luc Tilworth", "Jean Luc Tilworth", SPELT),
        ("Ayşe Doğangün", "Aye Doangn", SPELT),
        ("Yuri Khlebnikov", "Yury Khlebnikoff", SPELT),
        ("Dr. Mara Tilworth", "Mara Tilworth", SPELT),
        ("Karim ad-Douzri", "Karim al-Duzri", SPELT),
        ("Bob Tilworth", "Robert Tilworth", FORM),
        ("Bob J. Tilworth", "Robert Tilworth", FORM),
        ("Mykola Tilworth", "Nikolai Tilworth", FORM),
        ("Nicolas Marduro", "Nicolas Marduro Moros", FORM),
        ("Fernando de Araudo", "Fernando Araudo", FORM),
        ("Winnie Marduro-Moros", "Winnie Moros", MAYBE),
        ("Bob Tilworth", "Rob Tilworth", MAYBE),
        ("Mara Tilworth Jr.", "Mara Tilworth", MAYBE),
        ("Robert Bennet", "Robert Bennett", MAYBE),
        ("Mara Tilworth", "Mara Talworth", None),
        ("Mara Tilworth", "Tilworth", None),
        ("Kim Jong Un", "Kim Jong Il", None),
        ("Maria Lopez Arrabal", "Maria Arrabal Lopez", None),
    ],
)
def test_how_likely_two_names_are_one_person_s(one: str, other: str, likeness: Likeness | None) -> None:
    found = compare(one, other, "person")
    assert (found and found.likeness) == likeness
    assert compare(other, one, "person") == found
    assert found is None or found.why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mara A. Tilworth", "Mara B. Tilworth"),
        ("Mara Ann Tilworth", "Mara Louise Tilworth"),
        ("Mara Tilworth Jr.", "Mara Tilworth III"),
        ("Viktor Zarubov", "Viktoria Zarubova"),
        ("Oleg Belsky", "Olga Belskaya"),
        ("Park Ji-won", "Park Ji-woo"),
    ],
)
def test_contradictions(one: str, other: str) -> None:
    assert contradict(one, other)
    assert not contradict(one, one)


def test_places_in_several_spellings() -> None:
    def likeness(one: str, other: str) -> Likeness | None:
        found = compare(one, other, "place")
        return found.likeness if found else None

    assert likeness("Mykolayiv", "Mykolaiv") == SPELT
    assert likeness("Tal Zarvos", "Talzarvos") == FORM
    assert likeness("Nahr el-Zarvos", "Nahr al-Zarvos") == SPELT
    assert likeness("Chernihiv", "Chernigov") == FORM
    assert likeness("Hannover", "Hanover") == FORM
    assert likeness("North Zarvos", "South Zarvos") is None
    assert likeness("Oman", "Omman") is None


def test_titles_that_say_more_or_are_cut_short() -> None:
    assert is_same_role("US Senator", "Sen.")
    assert not is_same_role("Russian President", "Ukrainian President")


WORDS = ["Robert", "Bob", "R.", "J", "Jean-Luc", "Luc", "Oleksandr", "Aleksandr", "O.", "Hryhorov", "Grigoroff", "van"]
WORDS += [
    "Doğan",
    "Doan",
    "al-Badri",
    "el Badri",
    "Badri",
    "Jr.",
    "Marsh",
    "Marshs",
    "de",
    "la",
    "O’Neil",
    "Yevhen",
    "Kim",
]
NAMES = st.one_of(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join), st.text(max_size=16))
KINDS: list[EntityKind] = ["person", "place"]


@given(NAMES, NAMES, st.sampled_from(KINDS))
def test_whatever_may_be_one_meets(one: str, other: str, kind: EntityKind) -> None:
    found = compare(one, other, kind)
    assert found == compare(other, one, kind)
    if found is not None:
        assert kept_keys(one, kind) & sought_keys(other, kind)
        assert kept_keys(other, kind) & sought_keys(one, kind)
