"""Firms that share their names with places, persons and plain words."""

import pytest

from archive.extract.names import default
from archive.extract.names.firms import FIRMS, as_firms


def kinds(text: str) -> list[tuple[str, str]]:
    """The names of a text, with their kinds."""
    return [(span.surface, span.kind) for span in default().find([text])[0]]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Amazon stock sank after lunch.", "Amazon", "organisation"),
        ("Depots of Amazon stood idle.", "Amazon", "organisation"),
        ("An Amazon depot burned; so did forests in the Amazon.", "Amazon", "place"),
        ("Peat burned in the western Amazon.", "Amazon", "place"),
        ("Amazon rainforest fires spread.", "Amazon rainforest", "place"),
        ("Ford laid off 90 welders.", "Ford", "organisation"),
        ("Tom Ford showed hats. Ford sold them all.", "Ford", "person"),
        ("Premier Ford cut taxes for carmakers.", "Ford", "person"),
        ("She told The Atlantic about the sinking.", "Atlantic", "organisation"),
        ("The Atlantic was calm.", "Atlantic", "place"),
        ("He posted on X at dawn.", "X", "organisation"),
        ("Protests in Halifax went on.", "Halifax", "place"),
        ("Shoppers at Target were furious.", "Target", "organisation"),
    ],
)
def test_what_stands_beside_a_name_tells_its_kind(text: str, name: str, kind: str) -> None:
    assert (name, kind) in kinds(text)


@pytest.mark.parametrize("text", ["Target practice was cut.", "The shell hit a school.", "Mars shone above Orange."])
def test_words_that_firms_share_stay_words(text: str) -> None:
    assert "organisation" not in {kind for _, kind in kinds(text)}


@pytest.mark.parametrize("name", sorted(FIRMS))
def test_every_listed_firm_is_known_by_its_shares(name: str) -> None:
    text = f"On Monday {'The ' if FIRMS[name].startswith('The ') else ''}{name} shares rose by a tenth."
    (span,) = as_firms(text, [])
    assert (span.surface, span.kind, span.entity, span.rule) == (name, "organisation", FIRMS[name], "firm")
    assert text[span.start : span.stop] == span.surface
