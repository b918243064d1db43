"""Homes: whom a mention means, after those named around it, the archive's majority and people's decisions.

Nothing is written here; `mention_placing` puts mentions where these say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from archive.resolve import famous_bearer
from archive.store.identities import Identity, by_ids
from archive.store.rows import AMONG, listed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping

    from archive.resolve.rulings import Ref, Rulings

By = Literal["archive", "source"]

DECIDED = "decision"
"""The rule of a mention that a person's decision has moved."""

_OPEN = {
    "surname": "surname",
    "surname-open": "surname",
    "name-open": "surname",
    "name-weak": "surname",
    "acronym-open": "acronym",
    "body": "body",
    "body-open": "body",
}
SETTLED: dict[By, dict[str, str]] = {
    "archive": {rule: f"{what}-archive" for rule, what in _OPEN.items()} | {"full-name": "same-person"},
    "source": {rule: f"{what}-source" for rule, what in _OPEN.items()},
}
"""The rule of a bare mention, once the archive or its source has settled it, by the rule by which it was found."""

RULED_OUT = "surname-open"
"""The rule of a bare mention whose text rules out the famous bearer of the name, if there is one."""

OF_ANY_KIND = "name-open"
"""The rule of a bare mention that may mean a firm though it looks like a surname."""

UNBORNE = "name-weak"
"""The rule of a bare mention that is none unless its source or the archive names somebody who bears the name."""

_TELLING = frozenset((RULED_OUT, OF_ANY_KIND, UNBORNE))


@dataclass(frozen=True, slots=True)
class Home:
    """Where mentions of an identity belong."""

    ref: Ref | None
    """None: hidden by a decision, or no mention at all as far as anybody can tell."""
    settled_by: By | None
    """Who had a say in whom a bare name means."""
    is_decided: bool
    """Whether a decision had a say in it."""

    def rule(self, found: str) -> tuple[str, str | None]:
        """The rule to store for a mention found by one, and the one to remember."""
        rule = found
        if self.is_decided:
            rule = DECIDED
        elif self.settled_by is not None:
            rule = SETTLED[self.settled_by].get(found, found)
        return rule, (None if rule == found else found)


@dataclass(slots=True)
class Homes:
    """Finds homes, a batch at a time.

    What a bare name means is asked of those named in full around it in its source (`store.surroundings`), then of the
    archive. Where fame alone speaks for the latter, a text that rules the famous one out is heard.
    """

    rulings: Rulings
    """People's decisions."""
    identities: Mapping[int, Identity]
    """Those whose mentions are to be placed, and all whom they may mean."""
    near: Mapping[tuple[int, int], int]
    """Whom a bare name means in a snippet, by those around it; of several names of one person the head."""
    _known: dict[tuple[int, int | None, str, str, str], Home] = field(default_factory=dict)
    _plain: dict[int, Home] = field(default_factory=dict)
    """Where an identity's mentions belong, unless a decision or their surroundings single them out."""

    @classmethod
    def of(
        cls,
        conn: sqlite3.Connection,
        identities: Iterable[Identity],
        rulings: Rulings,
        snippet_ids: Collection[int] | None = None,
    ) -> Homes:
        """Homes for the mentions of some identities; all of them, or those in some snippets."""
        every = {each.id: each for each in identities}
        bare = [each.id for each in every.values() if each.is_bare and (snippet_ids is None or snippet_ids)]
        where, values = f"identity_id {AMONG}", [listed(bare)]
        if snippet_ids is not None:
            where, values = f"{where} and snippet_id {AMONG}", [*values, listed(snippet_ids)]
        rows = conn.execute(f"select identity_id, snippet_id, meant_id from meant_nearby where {where}", values)
        near = {(number, snippet_id): meant_id for number, snippet_id, meant_id in rows}
        heads = {each.id: each.meant_id or each.id for each in by_ids(conn, set(near.values())).values()}
        near = {where: heads[meant_id] for where, meant_id in near.items()}
        meant = {each.meant_id for each in every.values() if each.meant_id is not None} | set(near.values())
        return cls(rulings, {**by_ids(conn, meant - every.keys()), **every}, near)

    def known(self) -> dict[Ref, Identity]:
        """The identities by what they are."""
        return {identity.ref: identity for identity in self.identities.values()}

    def home(
        self, identity_id: int, surface: str = "", text_hash: str = "", snippet_id: int = 0, rule: str = ""
    ) -> Home:
        """Where a mention belongs; without more than an identity, where most of its mentions do."""
        near_id = self.near.get((identity_id, snippet_id)) if self.near else None
        is_hidden = text_hash in self.rulings.texts.hidden
        is_plain = near_id is None and rule not in _TELLING and not is_hidden
        if is_plain and (plain := self._plain.get(identity_id)) is not None:
            return plain
        own = self.identities[identity_id]
        key = (identity_id, near_id, surface, text_hash, rule if rule in _TELLING else "")
        home = self._known.get(key)
        if home is None:
            found, by = self._found(own, near_id, rule)
            ref = self.rulings.of(found, surface, text_hash) if self.rulings.moves(found) else found
            is_decided = ref != found or found in self.rulings.split_off
            if is_hidden:
                ref, is_decided = None, True
            if rule == UNBORNE and ref == own.ref and own.ref not in self.rulings.pinned:
                ref, is_decided = None, False
            self._known[key] = home = Home(ref, by, is_decided)
            if is_plain and not self.rulings.moves(found):
                self._plain[identity_id] = home
        return home

    def _found(self, own: Identity, near_id: int | None, rule: str) -> tuple[Ref, By | None]:
        """What a mention would be without the decisions that move it, and who says so."""
        if near_id is not None and own.ref not in self.rulings.pinned:
            near = self.identities[near_id].ref
            if not self.rulings.are_apart(own.ref, near) and (near.kind == own.kind or rule == OF_ANY_KIND):
                return near, "source"
        meant = own if own.meant_id is None else self.identities[own.meant_id]
        if meant is own or (meant.kind != own.kind and rule != OF_ANY_KIND):
            return own.ref, None
        if meant.name != famous_bearer(own.name, own.kind):
            return meant.ref, "archive"
        return (own.ref, None) if rule == RULED_OUT else (meant.ref, None)

    def told_apart(self, identity_id: int) -> set[str]:
        """Text hashes of the snippets whose mentions of an identity decisions may take elsewhere than others."""
        own = self.identities[identity_id]
        meant = [self.identities[number].ref for (one, _), number in self.near.items() if one == identity_id]
        if own.meant_id is not None:
            meant.append(self.identities[own.meant_id].ref)
        routes = (self.rulings.route(found) for found in {own.ref, *meant})
        apart = {text_hash for route in routes for _, step in route for text_hash in step.hashes or ()}
        return apart | self.rulings.texts.hidden
