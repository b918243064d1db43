"""Persons who are called like places and buildings."""

import pytest
from resolving import resolved


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Police chief Anna Hall left.", "Anna Hall", "person"),
        ("Later Tom Park won.", "Tom Park", "person"),
        ("Kate Church sang for an hour.", "Kate Church", "person"),
        ("Later Dallas Smith spoke.", "Dallas Smith", "person"),
        ("Robert Street ran for a mile.", "Robert Street", "person"),
        ("He lives in Victoria Park.", "Victoria Park", "place"),
        ("Crowds met near Anna Park.", "Anna Park", "place"),
        ("Ben Barnes left.", "Ben Barnes", "person"),
    ],
)
def test_what_stands_beside_a_name_tells_person_from_place(text: str, name: str, kind: str) -> None:
    assert (name, kind) in {(mention.name, mention.kind) for mention in resolved(text)}


def test_what_nothing_tells_is_open_for_the_archive() -> None:
    (mention,) = resolved("Then came Kate Street again.")
    assert (mention.rule, mention.bare) == ("name-open", "kate street")
