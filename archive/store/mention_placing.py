"""Placing mentions: to which entity each belongs, after the archive's majority and people's decisions.

`mentions.identity_id` says what the resolver found and never changes; `entity_id` and `rule` follow from it. So
whatever moved a mention can be taken back: the mentions of an identity are simply placed anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from archive import gazetteer
from archive.resolve import famous_bearer
from archive.store import quotations
from archive.store.identities import Identity, Naming, bare_names_of, by_ids, by_refs, note
from archive.store.rows import AMONG, listed
from archive.store.snippets import refresh_dates

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from archive.resolve.rulings import Ref, Rulings

DECIDED = "decision"
"""The rule of a mention that a person's decision has moved."""

DESCRIBED = "role"
"""The rule of a mention that names nobody but says whom it means ("the Russian president"): it makes no alias."""

SETTLED = {
    "archive": {
        "surname": "surname-archive",
        "surname-open": "surname-archive",
        "name-open": "surname-archive",
        "name-weak": "surname-archive",
        "forename": "surname-archive",
        "acronym-open": "acronym-archive",
        "full-name": "same-person",
        "body": "body-archive",
        "body-open": "body-archive",
    },
    "source": {
        "surname": "surname-source",
        "surname-open": "surname-source",
        "name-open": "surname-source",
        "name-weak": "surname-source",
        "forename": "surname-source",
        "acronym-open": "acronym-source",
        "body": "body-source",
        "body-open": "body-source",
    },
}
"""The rule of a bare mention, once the archive or its source has settled it, by the rule by which it was found."""

RULED_OUT = "surname-open"
"""The rule of a bare mention whose text rules out the famous bearer of the name, if there is one."""

OF_ANY_KIND = "name-open"
"""The rule of a bare mention that may mean a firm though it looks like a surname."""

FOUND_RULE = "coalesce(found_rule, rule)"
_IS_NAME = f"{FOUND_RULE} <> '{DESCRIBED}'"
COLUMNS = "snippet_id, start, stop, surface, entity_id, role, rule, score, identity_id, found_rule"
"""Of `mentions` and `hidden_mentions`."""

UNBORNE = "name-weak"
"""The rule of a bare mention that is none unless its source or the archive names somebody who bears the name."""

By = Literal["archive", "source"]


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
        bare = [each.id for each in every.values() if each.is_bare]
        where, values = f"identity_id {AMONG}", [listed(bare)]
        if snippet_ids is not None:
            where, values = f"{where} and snippet_id {AMONG}", [*values, listed(snippet_ids)]
        rows = conn.execute(f"select identity_id, snippet_id, meant_id from meant_nearby where {where}", values)
        near = {(number, snippet_id): meant_id for number, snippet_id, meant_id in rows}
        heads = {each.id: each.meant_id or each.id for each in by_ids(conn, set(near.values())).values()}
        near = {where: heads[meant_id] for where, meant_id in near.items()}
        meant = {each.meant_id for each in every.values() if each.meant_id is not None} | set(near.values())
        return cls(rulings, {**by_ids(conn, meant - every.keys()), **every}, near)

    def home(
        self, identity_id: int, surface: str = "", text_hash: str = "", snippet_id: int = 0, rule: str = ""
    ) -> Home:
        """Where a mention belongs; without more than an identity, where most of its mentions do."""
        own = self.identities[identity_id]
        near_id = self.near.get((identity_id, snippet_id))
        key = (identity_id, near_id, surface, text_hash, rule if rule in {RULED_OUT, OF_ANY_KIND, UNBORNE} else "")
        home = self._known.get(key)
        if home is None:
            found, by = self._found(own, near_id, rule)
            ref = self.rulings.of(found, surface, text_hash) if self.rulings.moves(found) else found
            is_decided = ref != found or found in self.rulings.split_off
            if rule == UNBORNE and ref == own.ref and own.ref not in self.rulings.pinned:
                ref, is_decided = None, False
            self._known[key] = home = Home(ref, by, is_decided)
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
        return {text_hash for route in routes for _, step in route for text_hash in step.hashes or ()}


def numbers(conn: sqlite3.Connection, refs: Iterable[Ref], rulings: Rulings) -> dict[Ref, int]:
    """The numbers of entities by reference; identities that only decisions speak of are made.

    A single word may be a surname or an acronym: until a text says more it counts as one.
    """
    wanted = set(refs)
    known = by_refs(conn, wanted)
    unknown = {each: Naming(rulings.spelt(each), is_bare=" " not in each.key) for each in sorted(wanted - known.keys())}
    if unknown:
        known.update(note(conn, unknown).identities)
    return {ref: identity.entity_id for ref, identity in known.items()}


def ensure_entities(conn: sqlite3.Connection, refs: Iterable[Ref], rulings: Rulings) -> dict[Ref, int]:
    """Make the rows of entities that are missing; returns all their numbers."""
    ids = numbers(conn, refs, rulings)
    present = {each for (each,) in conn.execute(f"select id from entities where id {AMONG}", [listed(ids.values())])}
    missing = [ref for ref, number in ids.items() if number not in present]
    new = [(identity, _facts(identity, rulings)) for identity in by_refs(conn, missing).values()]
    conn.executemany(
        "insert into entities (id, name, kind, description, country, wikidata) values (?, ?, ?, ?, ?, ?)",
        ((identity.entity_id, *facts) for identity, facts in new),
    )
    _insert_aliases(conn, ((identity, facts[0]) for identity, facts in new), rulings)
    return ids


def describe_entities(conn: sqlite3.Connection, refs: Iterable[Ref], rulings: Rulings) -> None:
    """Bring the rows of entities, and their aliases, in line with what is known and decided of them."""
    for identity in by_refs(conn, refs).values():
        row = conn.execute("select 1 from entities where id = ?", [identity.entity_id]).fetchone()
        if row is None:
            continue
        facts = _facts(identity, rulings)
        conn.execute(
            "update entities set (name, kind, description, country, wikidata) = (?, ?, ?, ?, ?) where id = ?",
            [*facts, identity.entity_id],
        )
        conn.execute("delete from aliases where entity_id = ?", [identity.entity_id])
        _insert_aliases(conn, [(identity, facts[0])], rulings)
        conn.execute(
            f"""insert or ignore into aliases (entity_id, alias, origin)
               select distinct entity_id, surface, 'text' from mentions where entity_id = ? and {_IS_NAME}""",
            [identity.entity_id],
        )


def _facts(identity: Identity, rulings: Rulings) -> tuple[str, str, str | None, str | None, str | None]:
    """Name, kind, description, country and Wikidata number of an entity."""
    kind = rulings.kind(identity.ref)
    name = rulings.name(identity.ref) or identity.name
    known = gazetteer.load()
    facts = None
    if not identity.is_bare or rulings.name(identity.ref):
        facts = known.entity(name, kind) or known.entity(identity.name, kind)
    described = (facts.description, facts.country, facts.wikidata) if facts else (None, None, None)
    return name, kind, *described


def _insert_aliases(conn: sqlite3.Connection, named: Iterable[tuple[Identity, str]], rulings: Rulings) -> None:
    """Insert what the gazetteer and decisions call entities, each an identity with its name."""
    rows = (row for identity, name in named for row in _aliases(identity, name, rulings))
    conn.executemany("insert or ignore into aliases (entity_id, alias, origin) values (?, ?, ?)", rows)


def _aliases(identity: Identity, name: str, rulings: Rulings) -> Iterator[tuple[int, str, str]]:
    known = gazetteer.load()
    facts = None if identity.is_bare and name == identity.name else known.entity(name, rulings.kind(identity.ref))
    for alias in facts.aliases if facts else ():
        yield identity.entity_id, alias, "gazetteer"
    for alias in (*rulings.aliases(identity.ref), *filter(None, [rulings.name(identity.ref)])):
        yield identity.entity_id, alias, "decision"


def place(
    conn: sqlite3.Connection, identity_ids: Collection[int], rulings: Rulings, within: Collection[int] | None = None
) -> None:
    """Place the mentions of identities anew, and bring every entity that this concerns up to date.

    An entity exists as long as anything mentions it.

    Args:
        conn: Inside a transaction.
        identity_ids: The identities; the bare names that mean one of them go with it.
        rulings: People's decisions.
        within: Only the mentions in these snippets.
    """
    ids = {*identity_ids, *bare_names_of(conn, identity_ids)} if within is None else identity_ids
    every = by_ids(conn, ids)
    homes = Homes.of(conn, every.values(), rulings, within)
    touched: set[int] = set()
    for identity in every.values():
        touched |= _Placing(conn, identity.id, homes).run(within)
    refresh(conn, touched)


class _Mention(NamedTuple):
    """What placing asks of a mention."""

    snippet_id: int
    start: int
    surface: str
    entity_id: int
    rule: str
    found_rule: str | None
    is_hidden: int


class _Placing:
    """Places the mentions of one identity."""

    def __init__(self, conn: sqlite3.Connection, identity_id: int, homes: Homes) -> None:
        self._conn = conn
        self._id = identity_id
        self._homes = homes

    def run(self, within: Collection[int] | None) -> set[int]:
        """Returns the entities that lost or gained a mention."""
        if within is None:
            home = self._homes.home(self._id).ref
            placed_id = numbers(self._conn, {home}, self._homes.rulings)[home] if home else None
            self._conn.execute("update identities set placed_id = ? where id = ?", [placed_id, self._id])
        hashes = self._hashes()
        homes = [
            (one, self._homes.home(self._id, one.surface, hashes.get(one.snippet_id, ""), one.snippet_id, found), found)
            for one in self._mentions(within)
            for found in [one.found_rule or one.rule]
        ]
        targets = ensure_entities(self._conn, {home.ref for _, home, _ in homes if home.ref}, self._homes.rulings)
        moved = [
            (one, target, *home.rule(found))
            for one, home, found in homes
            for target in [targets[home.ref] if home.ref else None]
            if (target, *home.rule(found)) != (None if one.is_hidden else one.entity_id, one.rule, one.found_rule)
        ]
        return self._put(moved)

    def _mentions(self, within: Collection[int] | None) -> list[_Mention]:
        where, values = ("", []) if within is None else (f" and snippet_id {AMONG}", [listed(within)])
        columns = "snippet_id, start, surface, entity_id, rule, found_rule"
        return [
            _Mention(*row)
            for is_hidden, table in enumerate(("mentions", "hidden_mentions"))
            for row in self._conn.execute(
                f"select {columns}, {is_hidden} from {table} where identity_id = ?{where}", [self._id, *values]
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

    def _put(self, moved: Sequence[tuple[_Mention, int | None, str, str | None]]) -> set[int]:
        """Put mentions where they belong, shown or hidden."""
        conn = self._conn
        for one, target, rule, found in moved:
            table, other = ("hidden_mentions", "mentions") if one.is_hidden else ("mentions", "hidden_mentions")
            is_moved = one.is_hidden != (target is None)
            new = [target or one.entity_id, rule, found, one.snippet_id, one.start]
            if is_moved:
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
        left = {
            (one.entity_id, one.surface) for one, target, *_ in moved if not one.is_hidden and target != one.entity_id
        }
        named = {(target, one.surface) for one, target, rule, found in moved if target and (found or rule) != DESCRIBED}
        insert_text_aliases(conn, named)
        forget_text_aliases(conn, left)
        quotations.follow(conn, {one.snippet_id for one, *_ in moved})
        return {number for one, target, *_ in moved for number in (one.entity_id, target) if number is not None}


def remove(conn: sqlite3.Connection, places: Iterable[tuple[int, int]]) -> None:
    """Take mentions away, by snippet and start."""
    lost: set[tuple[int, str]] = set()
    for where in places:
        found = conn.execute("select entity_id, surface from mentions where snippet_id = ? and start = ?", where)
        lost.update(found.fetchall())
        conn.execute("delete from mentions where snippet_id = ? and start = ?", where)
        conn.execute("delete from hidden_mentions where snippet_id = ? and start = ?", where)
    forget_text_aliases(conn, lost)
    refresh(conn, {entity_id for entity_id, _ in lost})


def forget_text_aliases(conn: sqlite3.Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Forget how entities are written, where no mention is written so any more."""
    conn.executemany(
        f"""delete from aliases where entity_id = ?1 and alias = ?2 and origin = 'text'
             and not exists (select 1 from mentions where entity_id = ?1 and surface = ?2 and {_IS_NAME})""",
        sorted(set(rows)),
    )


def insert_text_aliases(conn: sqlite3.Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Remember how entities are written."""
    conn.executemany(
        "insert or ignore into aliases (entity_id, alias, origin) values (?, ?, 'text')", sorted(set(rows))
    )


def refresh(conn: sqlite3.Connection, entity_ids: Collection[int]) -> None:
    """Count afresh how often, and from when to when, entities are named; drop those that nothing names."""
    ids = sorted(entity_ids)
    conn.executemany(
        """update entities set (mention_count, snippet_count) =
             (select count(*), count(distinct snippet_id) from mentions where entity_id = entities.id)
           where id = ?""",
        ((each,) for each in ids),
    )
    gone = [each for each in ids if _is_unnamed(conn, each)]
    for each in gone:
        conn.execute("delete from aliases where entity_id = ?", [each])
        conn.execute("delete from entities where id = ?", [each])
    refresh_dates(conn, sorted(set(ids) - set(gone)))


def _is_unnamed(conn: sqlite3.Connection, entity_id: int) -> bool:
    row = conn.execute("select mention_count from entities where id = ?", [entity_id]).fetchone()
    return row is not None and row[0] == 0
