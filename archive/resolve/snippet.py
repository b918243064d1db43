"""Which entity each name of one snippet stands for: by the gazetteer, by the snippet itself, or not yet.

Each kind has its table of rules, the strongest evidence first; the first that proposes somebody decides. What rests on
fame or on nothing is open (`Rule.is_open`): its source and the archive go on from there (`store.surroundings`,
`store.bare_names`). Roles that stand for a
person ("the Russian president") come last, for they are told by the names around them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.resolve.evidence import Evidence
from archive.resolve.kinds import as_persons
from archive.resolve.name_keys import entity_key, folded
from archive.resolve.organisations import ORGANISATION
from archive.resolve.persons import PERSON
from archive.resolve.places import PLACE
from archive.resolve.roles import role_mentions
from archive.types import Mention

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archive.resolve.rules import Rule
    from archive.types import EntityKind, NameSpan

RULES: Mapping[EntityKind, Sequence[Rule]] = {"person": PERSON, "organisation": ORGANISATION, "place": PLACE}


def resolve_snippet(text: str, spans: Sequence[NameSpan], *, dated: str | None) -> list[Mention]:
    """Proposes an entity for every name of one snippet.

    Args:
        text: The snippet's text.
        spans: Its names, in order.
        dated: The snippet's prefix date or range, to know who held an office then; None if unknown.

    Returns:
        A mention for each span, and one for each role that stands for a person (rule `role`); in order, none overlaps
        another.
    """
    spans = as_persons(text, spans)
    evidence = Evidence(text, spans, dated)
    mentions = [_mention(span, *decide(evidence, span)) for span in spans]
    roles = role_mentions(text, mentions, dated)
    return sorted(mentions + roles, key=lambda mention: mention.start) if roles else mentions


def decide(evidence: Evidence, span: NameSpan) -> tuple[Rule, str]:
    """The first rule that says whom a name stands for, and the canonical name that it proposes."""
    for rule in RULES[span.kind]:
        name = rule.propose(evidence, span)
        if name is not None:
            return rule, name
    raise AssertionError(f"the last rule for {span.kind}s takes any name")


def _mention(span: NameSpan, rule: Rule, name: str) -> Mention:
    """A mention is as sure as its finder and its rule both are."""
    bare = None
    if rule.is_open:
        bare = entity_key(span.surface, span.kind) if span.kind == "organisation" else folded(span.surface)
    score = min(span.score, rule.score)
    return Mention(span.start, span.stop, span.surface, span.kind, name, span.role, rule.name, score, bare)
