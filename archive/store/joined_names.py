"""Joining names across the archive: "Bob Marsh" is Robert Marsh if nobody else may be and nothing speaks against it.

Which names may be one's is known (`store.like_names`). Of a group that are one the best known stands for all: the
others mean it, as a bare name means whom the majority has it mean.

All follows from the names and mentions that the archive holds, and from decisions; so it depends neither on the order
of ingest nor on its batches, and what is deleted leaves nothing behind. Every batch joins anew the names that meet
those it touched. People's decisions come first: a name that they speak of is never given to another.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from archive import gazetteer
from archive.resolve.meeting import KINDS, Told, are_one, compare
from archive.resolve.peoples import countries
from archive.resolve.same_person import has_initial
from archive.store import like_names
from archive.store.doubtful_mentions import RULE as CONFIRMED
from archive.store.identities import NONE, by_ids, by_refs
from archive.store.rows import AMONG, FOUND_AS, listed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping

    from archive.resolve.likelihood import Verdict
    from archive.resolve.rulings import Ref, Rulings
    from archive.store.identities import Identity

MOST = 300
"""Mentions of a name above which what is told around it is no evidence: by then it is too many things."""

_BY_TEXT = f"coalesce(found_rule, rule) <> '{CONFIRMED}'"
_ALL_MENTIONS = f"""
select snippet_id, identity_id, role from mentions where {_BY_TEXT}
union all
select snippet_id, identity_id, role from hidden_mentions where {_BY_TEXT}
"""
"""What the texts alone tell, whatever decisions made of it."""


class Joined(NamedTuple):
    """What joining changed."""

    moved: set[int]
    """Identities whose mentions have to be placed anew."""
    concerned: set[int]
    """These, and those whom they meant before or mean now: bare names may mean others by it."""


def join_names(
    conn: sqlite3.Connection, touched: Iterable[Ref], rulings: Rulings, known: Mapping[Ref, Identity] = NONE
) -> Joined:
    """Decide anew which of these names, and of those that meet them, are one person's.

    Args:
        conn: Inside a transaction.
        touched: References of names whose mentions may have changed; bare names and other kinds are passed over.
        rulings: People's decisions.
        known: Identities that need not be looked up.
    """
    named = by_refs(conn, (each for each in touched if each.kind in KINDS), known)
    start = {each.id: each for each in named.values() if not each.is_bare or not each.mentions}
    changed = _Joining(conn, start, rulings).changed() if start else []
    like_names.forget(conn, (each.id for each in start.values() if each.is_bare))  # which nothing names any more
    conn.executemany("update identities set meant_id = ? where id = ?", ((now, number) for number, _, now in changed))
    return Joined(
        {number for number, _, _ in changed}, {number for each in changed for number in each if number is not None}
    )


class _Joining:
    """Names that meet, and what is told of them, looked up as it is asked for."""

    def __init__(self, conn: sqlite3.Connection, start: dict[int, Identity], rulings: Rulings) -> None:
        self._conn = conn
        self._known = dict(start)
        self._start = list(start)
        self._rulings = rulings
        self._decided = rulings.refs()
        self._likely: dict[int, frozenset[int]] = {}
        self._choices: dict[int, frozenset[int]] = {}
        self._told: dict[int, Told] = {}

    def changed(self) -> list[tuple[int, int | None, int | None]]:
        """The identities that mean another one now, with whom they meant before and mean now; themselves is None."""
        self._meet(self._start)
        near = {*self._start, *(other for number in self._start for other in self._likely[number])}
        # whom these choose may be others now, so all with whom they were one are asked as well
        heads = {self._known[number].meant_id or number for number in near}
        rows = self._conn.execute(f"select id from identities where not is_bare and meant_id {AMONG}", [listed(heads)])
        concerned = {*near, *heads, *(number for (number,) in rows)}
        self._meet(concerned)
        meant: dict[int, int | None] = {}
        for number in sorted(concerned):
            if number not in meant:
                meant |= self._meanings(self._group(number))
        return [
            (number, before, now)
            for number, now in meant.items()
            for before in [self._known[number].meant_id]
            if before != now
        ]

    def _group(self, number: int) -> set[int]:
        """All that are one with an identity: of those that chose each other all may be one, so the group is."""
        group, ahead = {number}, [number]
        while ahead:
            here = ahead.pop()
            for other in sorted(self._choice(here) - group):
                if here in self._choice(other) and self._are_one(here, other):
                    group.add(other)
                    ahead.append(other)
        return group

    def _meanings(self, group: set[int]) -> dict[int, int | None]:
        head = max((self._known[number] for number in group), key=self._rank)
        return {
            number: None if number == head.id or self._known[number].ref in self._decided else head.id
            for number in group
        }

    def _rank(self, it: Identity) -> tuple[bool, bool, bool, int, int, str]:
        is_full = it.kind != "person" or not has_initial(it.name)
        return it.ref in self._decided, _is_listed(it), is_full, it.mentions, len(it.name), it.key

    def _choice(self, number: int) -> frozenset[int]:
        """Those with whom a name may go: all that it is like, if these may be one; else those that agree in more."""
        if number not in self._choices:
            self._meet({number})
            some = self._likely[number] if self._known[number].mentions else frozenset()
            if not self._may_all_be_one(some):
                some = frozenset(other for other in some if self._tell(number).agrees(self._tell(other)))
            self._choices[number] = some if self._may_all_be_one(some) else frozenset()
        return self._choices[number]

    def _may_all_be_one(self, some: Iterable[int]) -> bool:
        return all(self._verdict(self._known[a], self._known[b]) is not None for a, b in combinations(some, 2))

    def _are_one(self, number: int, other: int) -> bool:
        one, two = self._known[number], self._known[other]
        verdict = self._verdict(one, two)
        return verdict is not None and are_one(
            one.name, two.name, one.kind, verdict, lambda: (self._tell(number), self._tell(other))
        )

    def _verdict(self, one: Identity, other: Identity) -> Verdict | None:
        if one.kind != other.kind or self._rulings.are_apart(one.ref, other.ref):
            return None
        return None if _is_listed(one) and _is_listed(other) else compare(one.name, other.name, one.kind)

    def _meet(self, numbers: Collection[int]) -> None:
        """Look up the names that may be the same persons' as some."""
        asked = [number for number in numbers if number not in self._likely]
        if not asked:
            return
        self._load(asked)
        pairs = like_names.of(self._conn, asked)
        self._load({other for _, other in pairs})
        likely: dict[int, set[int]] = {number: set() for number in asked}
        for number, other in pairs:
            one, two = self._known[number], self._known[other]
            if two.mentions and not self._rulings.are_apart(one.ref, two.ref):
                likely[number].add(other)
        self._likely |= {number: frozenset(others) for number, others in likely.items()}

    def _load(self, numbers: Iterable[int]) -> None:
        if missing := [number for number in numbers if number not in self._known]:
            self._known |= by_ids(self._conn, missing)

    def _tell(self, number: int) -> Told:
        if number not in self._told:
            it = self._known[number]
            self._told[number] = _told(self._conn, it) if it.mentions <= MOST else Told()
        return self._told[number]


def _is_listed(it: Identity) -> bool:
    return gazetteer.load().entity(it.name, it.kind) is not None


def _told(conn: sqlite3.Connection, it: Identity) -> Told:
    """What the texts tell of an identity: its titles, and who and what is named with it."""
    own = " union ".join(f"select snippet_id from {source.format('= ?1')} and {_BY_TEXT}" for source in FOUND_AS)
    rows = conn.execute(
        f"""with own (snippet_id) as ({own})
            select m.snippet_id, m.identity_id = ?1, m.role, i.kind, i.key, i.name
            from own o cross join ({_ALL_MENTIONS}) m on m.snippet_id = o.snippet_id
            join identities i on i.id = m.identity_id""",
        [it.id],
    )
    snippets, roles, company = set(), set(), set()
    for snippet_id, is_own, role, kind, key, name in rows:
        snippets.add(snippet_id)
        if is_own:
            roles.add(role)
        # a surname alone may be its own, and a country tells little of a person
        elif (" " in key or kind != "person") and (it.kind == "place" or name not in countries()):
            company.add((kind, key))
    return Told(frozenset(snippets), frozenset(filter(None, roles)), frozenset(company))
