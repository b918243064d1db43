"""Placing mentions: to which entity each belongs, after the archive's majority and people's decisions.

`mentions.identity_id` says what the resolver found and never changes; `entity_id` and `rule` follow from it. So
whatever moved a mention can be taken back: the mentions of an identity are simply placed anew.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from archive import gazetteer
from archive.store import name_words, quotations
from archive.store.entity_counts import counted
from archive.store.homes import Homes
from archive.store.identities import NONE, Identity, Naming, bare_names_of, by_ids, by_refs, note
from archive.store.name_words import names_of
from archive.store.rows import AMONG, FOUND_AS, listed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from archive.resolve.rulings import Ref, Rulings

DESCRIBED = ("role", "role-here", "role-land")
"""The rules of a mention that names nobody but says whom it means ("the Russian president"): it makes no alias."""

FOUND_RULE = "coalesce(found_rule, rule)"
IS_NAME = f"{FOUND_RULE} not in {DESCRIBED}"
COLUMNS = "snippet_id, start, stop, surface, entity_id, role, rule, score, identity_id, found_rule"
"""Of `mentions` and `hidden_mentions`."""


def numbers(
    conn: sqlite3.Connection, refs: Iterable[Ref], rulings: Rulings, known: Mapping[Ref, Identity] = NONE
) -> dict[Ref, int]:
    """The numbers of entities by reference; identities that only decisions speak of are made.

    A single word may be a surname or an acronym: until a text says more it counts as one.
    """
    wanted = set(refs)
    found = by_refs(conn, wanted, known)
    unknown = {each: Naming(rulings.spelt(each), is_bare=" " not in each.key) for each in sorted(wanted - found.keys())}
    if unknown:
        found.update(note(conn, unknown).identities)
    return {ref: identity.entity_id for ref, identity in found.items()}


def ensure_entities(
    conn: sqlite3.Connection, refs: Iterable[Ref], rulings: Rulings, known: Mapping[Ref, Identity] = NONE
) -> dict[Ref, int]:
    """Make the rows of entities that are missing; returns all their numbers."""
    ids = numbers(conn, refs, rulings, known)
    present = {each for (each,) in conn.execute(f"select id from entities where id {AMONG}", [listed(ids.values())])}
    missing = [ref for ref, number in ids.items() if number not in present]
    new = [(identity, facts(identity, rulings)) for identity in by_refs(conn, missing, known).values()]
    conn.executemany(
        "insert into entities (id, name, kind, description, country, wikidata) values (?, ?, ?, ?, ?, ?)",
        ((identity.entity_id, *told) for identity, told in new),
    )
    name_words.add(conn, ((identity.entity_id, told[0]) for identity, told in new))
    _insert_aliases(conn, (row for identity, told in new for row in named_by(identity, told[0], rulings)))
    return ids


def describe_entities(conn: sqlite3.Connection, refs: Iterable[Ref], rulings: Rulings) -> None:
    """Bring the rows of entities, and their aliases, in line with what is known and decided of them."""
    for identity in by_refs(conn, refs).values():
        row = conn.execute("select 1 from entities where id = ?", [identity.entity_id]).fetchone()
        if row is None:
            continue
        before, told = names_of(conn, [identity.entity_id]), facts(identity, rulings)
        conn.execute(
            "update entities set (name, kind, description, country, wikidata) = (?, ?, ?, ?, ?) where id = ?",
            [*told, identity.entity_id],
        )
        conn.execute("delete from aliases where entity_id = ?", [identity.entity_id])
        _insert_aliases(conn, named_by(identity, told[0], rulings))
        written = f"select distinct entity_id, surface from mentions where entity_id = ? and {IS_NAME}"
        insert_text_aliases(conn, conn.execute(written, [identity.entity_id]))
        name_words.add(conn, [(identity.entity_id, told[0])])
        name_words.forget(conn, before)


def facts(identity: Identity, rulings: Rulings) -> tuple[str, str, str | None, str | None, str | None]:
    """Name, kind, description, country and Wikidata number of an entity."""
    kind = rulings.kind(identity.ref)
    name = rulings.name(identity.ref) or identity.name
    known = gazetteer.load()
    entry = None
    if not identity.is_bare or rulings.name(identity.ref):
        entry = known.entity(name, kind) or known.entity(identity.name, kind)
    described = (entry.description, entry.country, entry.wikidata) if entry else (None, None, None)
    return name, kind, *described


def _insert_aliases(conn: sqlite3.Connection, rows: Iterable[tuple[int, str, str]]) -> None:
    """Insert names of entities, each with where it is from; those that are known stay as they are."""
    new = conn.execute(
        """insert or ignore into aliases (entity_id, alias, origin)
           select json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
           from json_each(?) where true returning entity_id, alias""",
        [json.dumps(list(rows))],
    )
    name_words.add(conn, new.fetchall())


def named_by(identity: Identity, name: str, rulings: Rulings) -> Iterator[tuple[int, str, str]]:
    """What the gazetteer and decisions call an entity."""
    known = gazetteer.load()
    entry = None if identity.is_bare and name == identity.name else known.entity(name, rulings.kind(identity.ref))
    for alias in entry.aliases if entry else ():
        yield identity.entity_id, alias, "gazetteer"
    for alias in (*rulings.aliases(identity.ref), *filter(None, [rulings.name(identity.ref)])):
        yield identity.entity_id, alias, "decision"


def place(
    conn: sqlite3.Connection, identity_ids: Collection[int], rulings: Rulings, within: Collection[int] | None = None
) -> None:
    """Place the mentions of identities anew, and bring every entity that this concerns up to date.

    Args:
        conn: Inside a transaction.
        identity_ids: The identities; the bare names that mean one of them go with it.
        rulings: People's decisions.
        within: Only the mentions in these snippets.
    """
    ids = {*identity_ids, *bare_names_of(conn, identity_ids)} if within is None else identity_ids
    every = by_ids(conn, ids)
    homes = Homes.of(conn, every.values(), rulings, within)
    moves = [each for number in every for each in _Placing(conn, number, homes).moves(within)]
    with counted(conn, {each.mention.snippet_id for each in moves}):
        _move(conn, moves)


def lead(conn: sqlite3.Connection, identity_ids: Iterable[int], homes: Homes) -> None:
    """Remember to which entities the names of identities lead."""
    for number in identity_ids:
        home = homes.home(number).ref
        placed_id = numbers(conn, {home}, homes.rulings)[home] if home else None
        conn.execute("update identities set placed_id = ? where id = ?", [placed_id, number])


class _Mention(NamedTuple):
    """What placing asks of a mention."""

    snippet_id: int
    start: int
    surface: str
    entity_id: int
    rule: str
    found_rule: str | None
    is_hidden: int


class _Move(NamedTuple):
    """A mention, and where it belongs now."""

    mention: _Mention
    entity_id: int | None
    """None: hidden."""
    rule: str
    found_rule: str | None


class _Placing:
    """Finds where the mentions of one identity belong."""

    def __init__(self, conn: sqlite3.Connection, identity_id: int, homes: Homes) -> None:
        self._conn = conn
        self._id = identity_id
        self._homes = homes

    def moves(self, within: Collection[int] | None) -> list[_Move]:
        """Those that are to be moved, or settled by another rule; the entities to which they go are there."""
        if within is None:
            lead(self._conn, [self._id], self._homes)
        hashes = self._hashes()
        known = self._homes.known()
        homes = [
            (one, self._homes.home(self._id, one.surface, hashes.get(one.snippet_id, ""), one.snippet_id, found), found)
            for one in self._mentions(within)
            for found in [one.found_rule or one.rule]
        ]
        targets = ensure_entities(self._conn, {h.ref for _, h, _ in homes if h.ref}, self._homes.rulings, known)
        return [
            _Move(one, target, *home.rule(found))
            for one, home, found in homes
            for target in [targets[home.ref] if home.ref else None]
            if (target, *home.rule(found)) != (None if one.is_hidden else one.entity_id, one.rule, one.found_rule)
        ]

    def _mentions(self, within: Collection[int] | None) -> list[_Mention]:
        where, values = ("", []) if within is None else (f" and snippet_id {AMONG}", [listed(within)])
        columns = "snippet_id, start, surface, entity_id, rule, found_rule"
        return [
            _Mention(*row)
            for source in FOUND_AS
            for row in self._conn.execute(
                f"select {columns}, {source.startswith('hidden')} from {source.format('= ?')}{where}",
                [self._id, *values],
            )
        ]

    def _hashes(self) -> dict[int, str]:
        """The snippets out of which a decision takes mentions, with the hashes by which it knows them."""
        hashes = self._homes.told_apart(self._id)
        if not hashes:
            return {}
        return dict(
            self._conn.execute(f"select id, text_hash from snippets where text_hash {AMONG}", [listed(sorted(hashes))])
        )


def _move(conn: sqlite3.Connection, moves: Sequence[_Move]) -> None:
    """Put mentions where they belong, shown or hidden."""
    for one, target, rule, found in moves:
        table, other = ("hidden_mentions", "mentions") if one.is_hidden else ("mentions", "hidden_mentions")
        new = [target or one.entity_id, rule, found, one.snippet_id, one.start]
        if one.is_hidden != (target is None):
            conn.execute(
                f"""insert into {other} ({COLUMNS})
                    select snippet_id, start, stop, surface, ?1, role, ?2, score, identity_id, ?3
                    from {table} where snippet_id = ?4 and start = ?5""",
                new,
            )
            conn.execute(f"delete from {table} where snippet_id = ? and start = ?", new[3:])
        else:
            conn.execute(
                f"update {table} set entity_id = ?, rule = ?, found_rule = ? where snippet_id = ? and start = ?",
                new,
            )
    left = {(one.entity_id, one.surface) for one, target, *_ in moves if not one.is_hidden and target != one.entity_id}
    named = {(target, one.surface) for one, target, rule, found in moves if target and (found or rule) not in DESCRIBED}
    insert_text_aliases(conn, named)
    forget_text_aliases(conn, left)
    quotations.follow(conn, {one.snippet_id for one, *_ in moves})


def remove(conn: sqlite3.Connection, places: Iterable[tuple[int, int]]) -> None:
    """Take mentions away, by snippet and start."""
    gone = list(places)
    with counted(conn, {snippet_id for snippet_id, _ in gone}):
        lost: set[tuple[int, str]] = set()
        for where in gone:
            found = conn.execute("select entity_id, surface from mentions where snippet_id = ? and start = ?", where)
            lost.update(found.fetchall())
            conn.execute("delete from mentions where snippet_id = ? and start = ?", where)
            conn.execute("delete from hidden_mentions where snippet_id = ? and start = ?", where)
        forget_text_aliases(conn, lost)


def forget_text_aliases(conn: sqlite3.Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Forget how entities are written, where no mention is written so any more."""
    gone = conn.execute(
        f"""delete from aliases where origin = 'text' and (entity_id, alias) in (
               select json_extract(value, '$[0]'), json_extract(value, '$[1]') from json_each(?))
             and not exists (
               select 1 from mentions where entity_id = aliases.entity_id and surface = aliases.alias and {IS_NAME})
            returning entity_id, alias""",
        [json.dumps(list(rows))],
    )
    name_words.forget(conn, gone.fetchall())


def insert_text_aliases(conn: sqlite3.Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Remember how entities are written."""
    _insert_aliases(conn, ((number, surface, "text") for number, surface in sorted(set(rows))))
