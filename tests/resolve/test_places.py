"""Places: states and their namesakes, peoples for their countries."""

import pytest
from resolving import names, span

from archive.resolve import resolve_snippet


@pytest.mark.parametrize(
    ("text", "surface", "name"),
    [
        ("A mill burned in Atlanta, Georgia, at noon.", "Georgia", "Georgia (U.S. state)"),
        ("Mills burned in Alabama and Georgia at noon.", "Georgia", "Georgia (U.S. state)"),
        ("Mills burned in Tbilisi, Georgia, at noon.", "Georgia", "Georgia"),
        ("Mills burned in Armenia and Georgia at noon.", "Georgia", "Georgia"),
        ("Mills burned in Kitsap County, Washington, at noon.", "Washington", "Washington (state)"),
        ("Mills burned in Oregon and Washington at noon.", "Washington", "Washington (state)"),
        ("Mills burned in western Washington at noon.", "Washington", "Washington (state)"),
        ("Washington state closed its mills.", "Washington", "Washington (state)"),
        ("A judge of the U.S. state of Georgia smiled.", "Georgia", "Georgia (U.S. state)"),
        ("The United States told Russia that Georgia was whole.", "Georgia", "Georgia"),
        ("Rallies in New York City, Washington, DC, and Boston.", "Washington", "Washington, D.C."),
        ("Moscow warned Washington at noon.", "Washington", "Washington, D.C."),
        ("Trains ran between Virginia and Washington at noon.", "Washington", "Washington, D.C."),
    ],
)
def test_a_state_or_its_namesake(text: str, surface: str, name: str) -> None:
    assert {found for written, found, _ in names(text) if written == surface} == {name}


def test_a_people_taken_for_a_place_is_its_country() -> None:
    (mention,) = resolve_snippet("South Koreans", [span("South Koreans", "place")], dated=None)
    assert mention.name == "South Korea"


def test_strong_aliases() -> None:
    assert names("The WSJ quoted U.S. officials on America.") == [
        ("WSJ", "The Wall Street Journal", "alias"),
        ("U.S.", "United States", "alias"),
        ("America", "United States", "alias"),
    ]
