"""Weighing: each clue tips its own example, in any order, and a mention is no surer than finder and clue."""

from __future__ import annotations

import re
from random import Random
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from resolving import span

from archive.extract.names import default
from archive.resolve import organisations, persons, places, worn
from archive.resolve.evidence import Evidence
from archive.resolve.snippet import HEARD, resolve_snippet
from archive.resolve.weighing import SURE, Clue, Heard, clearly, weigh
from archive.types import EntityKind
from archive.web.wording import NAME_RULES

WHERE: list[tuple[ModuleType, EntityKind]] = [
    (persons, "person"),
    (worn, "person"),
    (organisations, "organisation"),
    (places, "place"),
]
EVERY = [(kind, each) for module, kind in WHERE for each in vars(module).values() if isinstance(each, Clue)]


def heard_in(clue: Clue, kind: EntityKind, *, is_known: bool) -> tuple[str, list[Heard]]:
    """The name of an example, and what is heard of it: with what the finder tells of it, or as without gazetteer."""
    before, surface, after = re.split(r"[\[\]]", clue.example)
    text = before + surface + after
    others = default().find([text])[0]
    found = next(
        (each for each in others if (each.start, each.surface, each.kind) == (len(before), surface, kind)), None
    )
    own = found if found is not None and is_known else span(surface, kind, len(before), found.role if found else None)
    if clue.rule == "name-weak":
        own = own._replace(score=0.6)
    spans = sorted([each for each in others if each.stop <= own.start or own.stop <= each.start] + [own])
    return surface, list(HEARD[kind](Evidence(text, spans, "2024-10-24"), own))


@pytest.mark.parametrize(("kind", "clue"), EVERY, ids=[f"{kind}-{clue.rule}-{clue.odds}" for kind, clue in EVERY])
def test_each_clue_tips_its_example_in_whatever_order_they_are_heard(kind: EntityKind, clue: Clue) -> None:
    tipped = []
    for surface, heard in (heard_in(clue, kind, is_known=is_known) for is_known in (True, False)):
        shuffled = Random(1).sample(heard, len(heard))
        assert weigh(surface, heard) == weigh(surface, shuffled)
        without = [each for each in heard if each[1] != clue]
        is_needed = surface not in dict(without) or weigh(surface, without) != weigh(surface, heard)
        tipped.append(len(without) < len(heard) and weigh(surface, heard)[0] == clue.meant and is_needed)
    assert any(tipped)


def test_clues_of_one_rule_are_as_sure_and_readers_are_told_what_they_mean() -> None:
    scores = {(clue.rule, clue.score) for _, clue in EVERY}
    assert len(scores) == len({rule for rule, _ in scores})
    assert {rule for rule, _ in scores} <= set(NAME_RULES)


def test_what_is_open_stays_the_bare_name_but_for_the_guess_of_a_famous_bearer() -> None:
    assert {clue.rule for _, clue in EVERY if clue.is_open} == {
        "surname",
        "surname-open",
        "name-open",
        "name-weak",
        "forename",
        "body",
        "body-open",
        "acronym-open",
    }
    assert all(
        f"[{clue.meant}]" in clue.example for _, clue in EVERY if clue.is_open and clue.rule not in {"surname", "body"}
    )


def test_no_mention_is_surer_than_its_span_or_its_clue() -> None:
    text = "President Joe Biden and Kari Solbakken met the WSJ and the QZX in Drobnavka."
    spans = default().find([text])[0]
    for found, mention in zip(spans, resolve_snippet(text, spans, dated="2022"), strict=True):
        name, clue = weigh(found.surface, HEARD[found.kind](Evidence(text, spans, "2022"), found))
        assert (mention.rule, mention.name, mention.score) == (clue.rule, name, min(found.score, clue.score))
        assert (mention.start, mention.stop, mention.surface, mention.role) == (
            found.start,
            found.stop,
            found.surface,
            found.role,
        )


def clue(rule: str, odds: float) -> Clue:
    """A clue of which only these matter."""
    return Clue(rule, odds, 0.9, "", "")


def test_what_decided_is_the_loudest_that_the_next_has_not_got() -> None:
    office, then, fame, itself = clue("office", 32), clue("then", 4), clue("fame", 2), clue("itself", 1)
    heard = [("Roe", itself), ("Ann Roe", office), ("Bob Roe", office), ("Ann Roe", then)]
    assert weigh("Roe", heard) == ("Ann Roe", then)
    assert weigh("Roe", [*heard, ("Bob Roe", fame)]) == ("Roe", itself)
    assert weigh("Roe", [*heard, ("Bob Roe", clue("sure", SURE))])[0] == "Bob Roe"


@pytest.mark.parametrize(
    ("counts", "least", "likeliest"),
    [
        ((), 1, None),
        ((1,), 1, 0),
        ((2,), 3, None),
        ((3, 1), 1, 0),
        ((3, 1), 3, 0),
        ((2, 1), 1, None),
        ((1, 9, 2), 1, 1),
        ((5, 5), 1, None),
    ],
)
def test_who_is_meant_must_clearly_be_the_likeliest(counts: tuple[int, ...], least: int, likeliest: int | None) -> None:
    assert clearly(dict(enumerate(counts)), least) == likeliest


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 40), max_size=6), st.randoms(use_true_random=False))
def test_who_is_meant_does_not_depend_on_order(odds: dict[int, int], shuffle: Random) -> None:
    mixed = list(odds.items())
    shuffle.shuffle(mixed)
    assert clearly(dict(mixed), 1) == clearly(odds, 1)
