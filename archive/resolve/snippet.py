"""Which entity each name of one snippet stands for: by the gazetteer, by the snippet itself, or not yet.

For each kind a module gathers what speaks for whom, and `weighing` decides. What rests on fame or on nothing is open
(`Clue.is_open`): its source and the archive go on from there (`store.surroundings`, `store.bare_names`). Roles that
stand for a person ("the Russian president") come last, for they are told by the names around them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.resolve.evidence import Evidence
from archive.resolve.kinds import as_persons
from archive.resolve.name_keys import entity_key, folded
from archive.resolve.organisations import heard_of_organisation
from archive.resolve.persons import heard_of_person
from archive.resolve.places import heard_of_place
from archive.resolve.roles import role_mentions
from archive.resolve.weighing import weigh
from archive.types import Mention

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from archive.resolve.weighing import Clue, Heard
    from archive.types import EntityKind, NameSpan

HEARD: Mapping[EntityKind, Callable[[Evidence, NameSpan], Iterable[Heard]]] = {
    "person": heard_of_person,
    "organisation": heard_of_organisation,
    "place": heard_of_place,
}
"""What speaks for whom, by the kind of a name."""


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
    mentions = [_mention(span, *weigh(span.surface, HEARD[span.kind](evidence, span))) for span in spans]
    roles = role_mentions(text, mentions, dated)
    return sorted(mentions + roles, key=lambda mention: mention.start) if roles else mentions


def _mention(span: NameSpan, name: str, clue: Clue) -> Mention:
    """A mention is as sure as its finder and its loudest clue both are."""
    bare = None
    if clue.is_open:
        bare = entity_key(span.surface, span.kind) if span.kind == "organisation" else folded(span.surface)
    score = min(span.score, clue.score)
    return Mention(span.start, span.stop, span.surface, span.kind, name, span.role, clue.rule, score, bare)
