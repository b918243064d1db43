"""Identities: what the resolver found names to be, each with a number as an entity that it keeps for ever.

An identity is known by its kind and folded canonical name. It is the ground on which the archive's majority
(`store.bare_names`) and people's decisions (`store.decisions`) build: neither ever changes it, so both can be taken
back.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from archive import gazetteer
from archive.resolve import surname_keys
from archive.resolve.rulings import Ref
from archive.store import like_names
from archive.store.rows import AMONG, listed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping

    from archive.types import EntityKind


@dataclass(slots=True)
class Identity:
    """A row of `identities`."""

    id: int
    key: str
    kind: EntityKind
    name: str
    is_bare: int
    mentions: int
    meant_id: int | None
    entity_id: int
    placed_id: int | None
    ref: Ref = field(init=False)
    """Its reference."""

    def __post_init__(self) -> None:
        self.ref = Ref(self.key, self.kind)


_FIELDS = [each.name for each in fields(Identity) if each.init]
_COLUMNS = ", ".join(_FIELDS)
_row = attrgetter(*_FIELDS)


class Naming(NamedTuple):
    """How a batch names an identity."""

    name: str
    """Canonical name."""
    is_bare: bool
    """Whether it is a surname or an acronym alone."""
    mentions: int = 0


NONE: Mapping[Ref, Identity] = MappingProxyType({})


def by_refs(
    conn: sqlite3.Connection, refs: Iterable[Ref], known: Mapping[Ref, Identity] = NONE, *, which: str = "true"
) -> dict[Ref, Identity]:
    """The identities that the archive has among these.

    Args:
        conn: An archive.
        refs: What they are.
        known: Those that need not be looked up.
        which: What else is asked of them, in SQL.
    """
    wanted = set(refs)
    if known:
        told = {ref: known[ref] for ref in wanted if ref in known}
        unknown = wanted.difference(told)
        return {**told, **by_refs(conn, unknown)} if unknown else told
    keys = listed({each.key for each in wanted})
    sql = f"select {_COLUMNS} from identities where key {AMONG} and ({which})"
    found = (Identity(*row) for row in conn.execute(sql, [keys]))
    return {ref: identity for identity in found if (ref := identity.ref) in wanted}


def by_ids(conn: sqlite3.Connection, ids: Collection[int]) -> dict[int, Identity]:
    """Identities by their ids."""
    rows = conn.execute(f"select {_COLUMNS} from identities where id {AMONG}", [listed(ids)])
    return {identity.id: identity for identity in (Identity(*row) for row in rows)}


def meant_by(conn: sqlite3.Connection, bare: Collection[Ref]) -> dict[Ref, list[Identity]]:
    """The identities that each of these surnames and acronyms may mean, by id."""
    rows = conn.execute(
        f"select key, kind, identity_id from short_names where key {AMONG} order by identity_id",
        [listed({each.key for each in bare})],
    )
    meant = [(Ref(key, kind), number) for key, kind, number in rows if (key, kind) in bare]
    identities = by_ids(conn, {number for _, number in meant})
    found: dict[Ref, list[Identity]] = {}
    for ref, number in meant:
        found.setdefault(ref, []).append(identities[number])
    return found


def bare_names_of(conn: sqlite3.Connection, ids: Collection[int]) -> set[int]:
    """The bare names, and other forms of names, that the archive takes for one of these, everywhere or in a source."""
    rows = conn.execute(
        """with heads (id) as (select value from json_each(?)),
              named (id) as (select id from heads union select i.id from identities i where i.meant_id in heads)
            select id from identities where meant_id in heads
            union select identity_id from meant_nearby where meant_id in named""",
        [listed(ids)],
    )
    return {number for (number,) in rows}


class Noted(NamedTuple):
    """What a batch names."""

    identities: dict[Ref, Identity]
    new_ids: set[int]
    """Of those that are new."""
    renamed: set[Ref]
    """Those known before by another spelling, or by less."""


def note(conn: sqlite3.Connection, named: Mapping[Ref, Naming]) -> Noted:
    """Find identities or make them, count their mentions, and keep the best spelling of their names."""
    known = by_refs(conn, named)
    created: list[Identity] = []
    changed: list[Identity] = []
    respelt: list[Identity] = []
    renamed: set[Ref] = set()
    last_id, last_entity = conn.execute(
        # each by its index: of both together, SQLite would read every row
        "select coalesce((select max(id) from identities), 0), coalesce((select max(entity_id) from identities), 0)"
    ).fetchone()
    for ref, naming in named.items():
        identity = known.get(ref)
        if identity is None:
            nth = len(created) + 1
            entity_id = last_entity + nth
            known[ref] = identity = Identity(
                id=last_id + nth,
                key=ref.key,
                kind=ref.kind,
                name=naming.name,
                is_bare=int(naming.is_bare),
                mentions=0,
                meant_id=None,
                entity_id=entity_id,
                placed_id=entity_id,
            )
            created.append(identity)
        else:
            changed.append(identity)
            old = identity.name, identity.is_bare
            # one that only decisions spoke of so far is written as the texts have it, whichever came first
            identity.name = better(identity.name, naming.name, ref) if identity.mentions else naming.name
            identity.is_bare = int(identity.is_bare and naming.is_bare)
            if old != (identity.name, identity.is_bare):
                renamed.add(ref)
            if ref in renamed or not identity.mentions:
                respelt.append(identity)
        identity.mentions += naming.mentions
    conn.executemany(f"insert into identities ({_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_row, created))
    conn.executemany(
        "update identities set name = ?, is_bare = ?, mentions = ? where id = ?",
        ((i.name, i.is_bare, i.mentions, i.id) for i in changed),
    )
    insert_short_names(
        conn,
        (
            (key, i.kind, i.id)
            for i in (*created, *respelt)
            if i.kind == "person" and not i.is_bare
            for key in surname_keys(i.name)
        ),
    )
    like_names.forget(conn, (i.id for i in respelt))
    like_names.add(conn, (*created, *respelt))
    return Noted(known, {i.id for i in created}, renamed)


def known_by(conn: sqlite3.Connection, names: Mapping[Ref, str]) -> dict[Ref, Identity]:
    """The identities of full names; those that no text names are made, with no mentions."""
    known = by_refs(conn, names)
    unnamed = {each: Naming(name, is_bare=False) for each, name in names.items()}
    unnamed = {each: naming for each, naming in unnamed.items() if each not in known or known[each].is_bare}
    return {**known, **note(conn, unnamed).identities} if unnamed else known


def count_down(conn: sqlite3.Connection, named: Mapping[int, int]) -> set[Ref]:
    """Count mentions less that are gone; an identity without any is known by nothing any more, but keeps its number.

    Args:
        conn: Inside a transaction.
        named: So many mentions are gone, by identity.

    Returns:
        The identities, and the bare names that may mean one of them.
    """
    touched = {each.ref for each in by_ids(conn, named).values()} | short_keys(conn, named)
    conn.executemany(
        """update identities set mentions = mentions - ?1, is_bare = iif(mentions > ?1, is_bare, 1),
             meant_id = iif(mentions > ?1, meant_id, null), placed_id = iif(mentions > ?1, placed_id, entity_id)
           where id = ?2""",
        ((count, number) for number, count in named.items()),
    )
    rows = conn.execute(f"select id from identities where mentions = 0 and id {AMONG}", [listed(named)])
    gone = [number for (number,) in rows]
    if gone:  # the latter table is read from end to end: an index for this alone would be larger than most
        for table in ("short_names", "meeting_names"):
            conn.execute(f"delete from {table} where identity_id {AMONG}", [listed(gone)])
    return touched


def insert_short_names(conn: sqlite3.Connection, rows: Iterable[tuple[str, str, int]]) -> None:
    """Remember surnames and acronyms with an identity that they may mean."""
    conn.executemany("insert or ignore into short_names (key, kind, identity_id) values (?, ?, ?)", rows)


def short_names(conn: sqlite3.Connection, ids: Iterable[int]) -> set[tuple[str, EntityKind, int]]:
    """The surnames and acronyms (folded, kind) that may mean one of these identities, with which."""
    sql = f"select key, kind, identity_id from short_names where identity_id {AMONG}"
    return set(conn.execute(sql, [listed(ids)]))


def short_keys(conn: sqlite3.Connection, ids: Iterable[int]) -> set[Ref]:
    """The surnames and acronyms that may mean one of these identities."""
    return {Ref(key, kind) for key, kind, _ in short_names(conn, ids)}


def better(one: str, other: str, ref: Ref) -> str:
    """Of two spellings of a name the better: the gazetteer's, then one not in capitals, then the fuller."""
    return one if one == other else max(one, other, key=lambda name: _rank(name, ref))


def _rank(name: str, ref: Ref) -> tuple[bool, bool, int, str]:
    is_shouted = name.isupper() and len(name) > 6
    return gazetteer.load().entity(name, ref.kind) is not None, not is_shouted, len(name), name
