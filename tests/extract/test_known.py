"""Names that the gazetteer knows come out of a plain sentence of their kind, every one of them."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, NamedTuple

import pytest

from archive.extract.names import default
from archive.extract.names.kind_words import HONORIFICS, TITLES
from archive.gazetteer import TABLES, load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.types import EntityKind

ENTITIES = ("curated.csv", "places.csv", "organisations.csv", "persons.csv")
PLAIN: dict[EntityKind, str] = {
    "person": "On Monday {} spoke to reporters.",
    "organisation": "A statement by {} was read out.",
    "place": "They went to {} last week.",
}
SUPPORTED = PLAIN | {"organisation": "The company {} said that it would cut costs."}
_APART = re.compile(r", | of [A-Z][a-z]+$")  # "Austin, Texas" is two places


class Known(NamedTuple):
    """A name of the gazetteer that a text may hold."""

    name: str
    kind: EntityKind
    is_strong: bool


def known() -> Iterator[Known]:
    gazetteer = load()
    for table in ENTITIES:
        with (TABLES / table).open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                name = row["name"]
                candidates = gazetteer.by_alias(name)
                if candidates and candidates[0][0].name == name and not _APART.search(name):
                    yield Known(name, candidates[0][0].kind, candidates[0][1] == "strong")


def bare(name: str) -> str:
    """The name without article and titles, which are no part of it."""
    words = name.removeprefix("The ").split(" ")
    while len(words) > 1 and words[0] in TITLES | HONORIFICS | {"Crown", "Foreign"}:
        words.pop(0)
    return " ".join(words)


@pytest.mark.parametrize("is_strong", [True, False])
def test_every_name_of_the_gazetteer_comes_out(is_strong: bool) -> None:
    names = [each for each in dict.fromkeys(known()) if each.is_strong == is_strong]
    assert len(names) > 300
    sentences = PLAIN if is_strong else SUPPORTED
    texts = [sentences[each.kind].format(each.name) for each in names]
    lost = [
        each
        for each, spans in zip(names, default().find(texts), strict=True)
        if not any(span.kind == each.kind and bare(span.surface) == bare(each.name) for span in spans)
    ]
    assert not lost
