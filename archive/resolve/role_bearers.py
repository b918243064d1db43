"""Whom a role stands for: what speaks for each who may be meant, as far as the text and the day tell.

A role has an owner ("the Russian president"), or its text tells whose it is ("the president").
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from archive.gazetteer import office_name
from archive.resolve.evidence import Evidence
from archive.resolve.holders import (
    all_holders,
    holder_of,
    holders_then,
    is_head,
    is_held,
    is_of_parts,
    lands_of,
    parted,
)
from archive.resolve.weighing import Clue, weigh
from archive.types import NameSpan

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from archive.resolve.weighing import Heard
    from archive.types import Mention

_CACHE = 8192
_HERE = 0.82
_HELD = Clue("role", 16, 0.8, "The [Russian president] waved.", "Vladimir Putin")
_WORN = Clue(
    "role-here", 64, _HERE, "French President Kari Solbakken left, the [French president] said.", "Kari Solbakken"
)
_CALLED = Clue("role-here", 32, _HERE, "President Kari Solbakken left, the [president] said.", "Kari Solbakken")
_NAMED = Clue("role-here", 16, _HERE, "Keir Starmer left, the [prime minister] said.", "Keir Starmer")
_THERE = Clue("role-land", 8, 0.7, "Norway will wait, the [prime minister] said.", "Jonas Gahr Støre")
_NOBODY = Clue("role", 1, 0.8, "On Monday the [president] waited.", "")


class Role(NamedTuple):
    """An office, and the country or body whose it is; None where the words do not say."""

    office: str
    owner: str | None


def bearer(text: str, role: Role, named: Sequence[Mention], dated: str | None) -> tuple[str, Clue] | None:
    """Whom a role stands for, and the clue that decided.

    Args:
        text: The snippet's text.
        role: The role.
        named: The snippet's names.
        dated: Its prefix date or range.
    """
    name, clue = weigh("", _heard(text, role, named, dated))
    return (name, clue) if name else None


def _heard(text: str, role: Role, named: Sequence[Mention], dated: str | None) -> Iterator[Heard]:
    yield "", _NOBODY
    for name in {each.name: None for each in named if each.role is not None and _wears(each.role, role)}:
        yield name, _CALLED if role.owner is None else _WORN
    if role.owner is not None:
        holder = holder_of(role.office, role.owner, dated) if dated else None
        yield holder, _HELD
        if holder is None:
            yield from _named_of(named, all_holders(role.office, role.owner))
    elif dated and not is_head(role.office):
        yield from _named_of(named, holders_then(role.office, dated))
        lands = () if is_of_parts(role.office) else _lands(text, named) or lands_of(role.office)
        there = {holder_of(role.office, land, dated) for land in lands}
        yield from ((name, _THERE) for name in there)


def _named_of(named: Sequence[Mention], holders: Collection[str]) -> Iterator[Heard]:
    """Those of the holders of an office who are named."""
    return ((name, _NAMED) for name in {each.name: None for each in named if each.name in holders})


@lru_cache(_CACHE)
def _wears(worn: str, role: Role) -> bool:
    """Whether somebody who wears a title bears a role: "Russian President" the Russian president's."""
    if not is_held(worn):
        return False
    owner, office = parted(worn)
    is_office = office_name(office) == office_name(role.office) or office.lower().endswith(f" {role.office}")
    return is_office and role.owner in (None, owner)


def _lands(text: str, named: Sequence[Mention]) -> set[str]:
    """The countries of which a text speaks."""
    spans = [NameSpan(each.start, each.stop, each.surface, each.kind, "", 1, entity=each.name) for each in named]
    evidence = Evidence(text, spans, None)
    return evidence.countries | evidence.lands
