"""The tables of rules: each rule decides its own example, and a mention is no surer than finder and rule."""

from __future__ import annotations

import re

import pytest
from resolving import span

from archive.extract.names import default
from archive.resolve.evidence import Evidence
from archive.resolve.rules import Rule
from archive.resolve.snippet import RULES, decide, resolve_snippet
from archive.types import EntityKind, NameSpan
from archive.web.wording import NAME_RULES

EVERY = [(kind, rule) for kind, rules in RULES.items() for rule in rules]


def example_of(rule: Rule, kind: EntityKind, *, is_known: bool) -> tuple[Evidence, NameSpan]:
    """The example with its names: as the finder tells them, or the one in brackets as one without gazetteer would."""
    before, surface, after = re.split(r"[\[\]]", rule.example)
    text = before + surface + after
    others = default().find([text])[0]
    found = next(
        (each for each in others if (each.start, each.surface, each.kind) == (len(before), surface, kind)), None
    )
    own = found if found is not None and is_known else span(surface, kind, len(before), found.role if found else None)
    if rule.name == "name-weak":
        own = own._replace(score=0.6)
    spans = sorted([each for each in others if each.stop <= own.start or own.stop <= each.start] + [own])
    return Evidence(text, spans, "2024-10-24"), own


@pytest.mark.parametrize(("kind", "rule"), EVERY, ids=[f"{kind}-{rule.name}" for kind, rule in EVERY])
def test_each_rule_decides_its_example(kind: EntityKind, rule: Rule) -> None:
    decided = [decide(*example_of(rule, kind, is_known=is_known)) for is_known in (True, False)]
    assert (rule, rule.meant) in decided


def test_rules_of_one_name_are_as_sure_and_readers_are_told_what_they_mean() -> None:
    scores = {(rule.name, rule.score) for _, rule in EVERY}
    assert len(scores) == len({name for name, _ in scores})
    assert {name for name, _ in scores} <= set(NAME_RULES)


def test_what_is_open_stays_the_bare_name_but_for_the_guess_of_a_famous_bearer() -> None:
    assert {rule.name for _, rule in EVERY if rule.is_open} == {
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
        f"[{rule.meant}]" in rule.example for _, rule in EVERY if rule.is_open and rule.name not in {"surname", "body"}
    )


def test_no_mention_is_surer_than_its_span_or_its_rule() -> None:
    text = "President Joe Biden and Kari Solbakken met the WSJ and the QZX in Drobnavka."
    spans = default().find([text])[0]
    for found, mention in zip(spans, resolve_snippet(text, spans, dated="2022"), strict=True):
        rule, name = decide(Evidence(text, spans, "2022"), found)
        assert (mention.rule, mention.name, mention.score) == (rule.name, name, min(found.score, rule.score))
        assert (mention.start, mention.stop, mention.surface, mention.role) == (
            found.start,
            found.stop,
            found.surface,
            found.role,
        )
