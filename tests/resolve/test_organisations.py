"""Organisations: acronyms, short forms, and the bodies that every country has."""

import pytest
from resolving import names, resolved

from archive.resolve import entity_key
from archive.resolve.acronyms import abbreviates
from archive.resolve.bodies import body_of, full_name


def test_acronym_in_brackets() -> None:
    found = names("The Board of Coastal Surveyors (BCS) met. The BCS will vote.")
    assert [name for _, name, _ in found] == ["Board of Coastal Surveyors"] * 3
    assert found[-1][2] == "snippet-acronym"


def test_brackets_that_do_not_abbreviate() -> None:
    found = names("The Board of Coastal Surveyors (QZX) met.")
    assert ("QZX", "QZX", "acronym-open") in found


def test_national_body_takes_its_country() -> None:
    text = "Voters in Iceland waited. Iceland's Constitutional Court ruled."
    assert names(text)[-1] == ("Constitutional Court", "Constitutional Court of Iceland", "country-body")
    assert names("The United States trained with the Samoan Armed Forces.")[-1][1] == "Samoan Armed Forces"


@pytest.mark.parametrize(
    "text",
    [
        "The Constitutional Court heard of Icelandic war crimes.",
        "Iceland's shelling of the port was before the Constitutional Court.",
        "The Constitutional Court met after the navy chased two Icelandic trawlers.",
        "The Constitutional Court has condemned Iceland.",
    ],
)
def test_a_country_named_for_its_harm_alone_has_no_body_there(text: str) -> None:
    assert ("Constitutional Court", "Constitutional Court", "body-open") in names(text)


@pytest.mark.parametrize(
    ("surface", "country", "name"),
    [
        ("Ministry of Defence of Ukraine", None, "Ministry of Defence of Ukraine"),
        ("Ukrainian Ministry of Defense", None, "Ministry of Defence of Ukraine"),
        ("Defence Ministry", "Ukraine", "Ministry of Defence of Ukraine"),
        ("Ministry of the Interior", "Samoa", "Ministry of the Interior of Samoa"),
        ("Samoan Health Ministry", None, "Ministry of Health of Samoa"),
        ("Foreign Ministry", "Samoa", "Ministry of Foreign Affairs of Samoa"),
        ("Samoan Interior Ministry", None, "Ministry of the Interior of Samoa"),
        ("US Senate", None, "United States Senate"),
        ("Senate of the United States", None, "United States Senate"),
        ("United States Supreme Court", None, "Supreme Court of the United States"),
        ("British House of Commons", None, "House of Commons"),
        ("House of Commons", "Canada", "House of Commons of Canada"),
        ("Kenyan Parliament", None, "Parliament of Kenya"),
        ("Senate", "Philippines", "Senate of the Philippines"),
    ],
)
def test_a_national_body_has_one_name(surface: str, country: str | None, name: str) -> None:
    body = body_of(surface)
    assert body is not None
    owner = body.country or country
    assert owner is not None
    assert entity_key(full_name(body.name, owner), "organisation") == entity_key(name, "organisation")


@pytest.mark.parametrize("name", ["Catalan Parliament", "Ministry", "Marbury Mills", "Harbour Ministry of Sound", ""])
def test_what_is_no_national_body(name: str) -> None:
    body = body_of(name)
    assert body is None or body.country is None


def test_the_country_decides_between_namesakes() -> None:
    assert names("Canada waited. The House of Commons voted in Ottawa, Canada.")[1][1] == "House of Commons of Canada"
    assert names("The House of Commons voted.")[0][1] == "House of Commons"


def test_acronym_alone_is_open() -> None:
    (mention,) = resolved("The QZXV will vote.")
    assert (mention.name, mention.rule, mention.bare) == ("QZXV", "acronym-open", "qzxv")


def test_an_acronym_stands_for_at_most_four_words_a_letter() -> None:
    assert abbreviates("AB", "Alpha Beta cedar dune elm fern gorse heath")
    assert not abbreviates("AB", "Alpha Beta cedar dune elm fern gorse heath iris")
