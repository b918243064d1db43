"""Persons: whom full names, surnames, forenames and titles stand for in one snippet."""

import pytest
from resolving import names, resolved, span

from archive.resolve import resolve_snippet


def test_famous_surname_unless_another_bearer_is_here() -> None:
    assert names("Putin left.") == [("Putin", "Vladimir Putin", "surname")]
    assert names("Igor Putin left. Later Putin spoke.") == [
        ("Igor Putin", "Igor Putin", "full-name"),
        ("Putin", "Igor Putin", "snippet-surname"),
    ]


def test_two_bearers_leave_a_surname_open() -> None:
    last = resolved("Kari Solbakken met Erik Solbakken. Solbakken said nothing.")[-1]
    assert (last.name, last.rule, last.bare) == ("Solbakken", "surname-open", "solbakken")


def test_unknown_surname_is_open() -> None:
    (mention,) = resolved("Mr. Tolliver-Brandt declined.")
    assert (mention.name, mention.rule, mention.bare) == ("Tolliver-Brandt", "surname-open", "tolliver brandt")


def test_forename_alone_is_open() -> None:
    (mention,) = resolved("Mr. Hannah declined.")
    assert (mention.name, mention.rule, mention.bare) == ("Hannah", "surname-open", "hannah")


def test_fame_is_a_guess_that_the_archive_may_better() -> None:
    (mention,) = resolved("Later Putin spoke.")
    assert (mention.name, mention.rule, mention.bare) == ("Vladimir Putin", "surname", "putin")


@pytest.mark.parametrize(
    ("text", "rule"),
    [("On Monday Tylenol waited.", "name-weak"), ("Yan, a baker, waited.", "surname-open")],
)
def test_a_word_that_nothing_describes_is_perhaps_no_name(text: str, rule: str) -> None:
    surface = "Tylenol" if "Tylenol" in text else "Yan"
    found = span(surface, "person", text.index(surface))._replace(score=0.6)
    (mention,) = resolve_snippet(text, [found], dated=None)
    assert (mention.rule, mention.bare) == (rule, surface.lower())


@pytest.mark.parametrize(
    ("text", "name", "rule"),
    [
        ("Texas Gov. Abbott signed it.", "Greg Abbott", "surname-role"),
        ("Fed chair Powell waited.", "Jerome Powell", "surname-role"),
        ("Powell, the former secretary of state, waited.", "Colin Powell", "surname-role"),
        ("Kim saw the troops of North Korea.", "Kim", "surname-open"),
        ("Mr. Kim waited.", "Kim", "surname-open"),
        ("Their secretary of state said Powell waited.", "Powell", "surname-open"),
        ("Ontario Premier Ford cut a ribbon.", "Ford", "surname-open"),
        ("British Prime Minister Trump waited.", "Trump", "surname-open"),
    ],
)
def test_what_a_text_says_of_a_surname(text: str, name: str, rule: str) -> None:
    assert [
        (m.name, m.rule) for m in resolved(text, "2024-10-24") if m.kind == "person" and not m.rule.startswith("role")
    ] == [(name, rule)]


def test_surname_of_two_words() -> None:
    spans = [span("Marine Le Pen", "person"), span("Le Pen", "person", 21)]
    assert resolve_snippet("Marine Le Pen spoke. Le Pen left.", spans, dated=None)[-1].name == "Marine Le Pen"
    assert resolve_snippet("De Vossen left.", [span("De Vossen", "person")], dated=None)[0].bare == "de vossen"


def test_persons_in_no_table_are_never_merged() -> None:
    found = names("Kari Solbakken met Karl Solbakken, and Kari Solbaken left.")
    assert [name for _, name, _ in found] == ["Kari Solbakken", "Karl Solbakken", "Kari Solbaken"]


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("Donald J. Trump", "Donald Trump"),
        ("George H. W. Bush", "George H. W. Bush"),
        ("Sir Keir Starmer", "Keir Starmer"),
        ("Paris Solbakken", "Paris Solbakken"),
    ],
)
def test_what_stands_around_a_known_name(surface: str, name: str) -> None:
    assert resolve_snippet(surface, [span(surface, "person")], dated=None)[0].name == name


def test_role_and_date_settle_a_surname() -> None:
    (mention,) = [m for m in resolved("German Chancellor Schröder spoke.", "2003-05-01") if m.kind == "person"]
    assert mention.name == "Gerhard Schröder"
    (mention,) = resolve_snippet(
        "Norwegian Prime Minister Bondevik",
        [span("Bondevik", "person", 25, role="Norwegian Prime Minister")],
        dated="2003",
    )
    assert (mention.name, mention.rule) == ("Kjell Magne Bondevik", "surname-role")
