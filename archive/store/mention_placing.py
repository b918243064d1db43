"""Placing mentions: to which entity each belongs, after the archive's majority and people's decisions.

`mentions.identity_id` says what the resolver found and never changes; `entity_id` and `rule` follow from it. So
whatever moved a mention can be taken back: the mentions of an identity are simply placed anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archive import gazetteer
from archive.store import quotations
from archive.store.identities import Identity, Naming, bare_names_of, by_ids, by_refs, note
from archive.store.rows import AMONG, listed
from archive.store.snippets import refresh_dates

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Sequence

    from archive.resolve.rulings import Ref, Rulings

DECIDED = "decision"
"""The rule of a mention that a person's decision has moved."""

DESCRIBED = "role"
"""The rule of a mention that names nobody but says whom it means ("the Russian president"): it makes no alias."""

SETTLED = {"surname-open": "surname-archive", "acronym-open": "acronym-archive", "full-name": "same-person"}
"""The rule of a mention, once the archive has settled whom the name means, by its rule until then."""

_IS_NAME = f"coalesce(found_rule, rule) <> '{DESCRIBED}'"
COLUMNS = "snippet_id, start, stop, surface, entity_id, role, rule, score, identity_id, found_rule"
"""Of `mentions` and `hidden_mentions`."""


def _translated(sql: str, rules: Iterable[tuple[str, str]]) -> str:
    """SQL that puts other rules in the place of some."""
    for rule, other in rules:
        sql = f"replace({sql}, '{rule}', '{other}')"
    return sql


_FOUND_RULE = _translated("coalesce(found_rule, rule)", ((settled, rule) for rule, settled in SETTLED.items()))
_SETTLED_RULE = _translated(_FOUND_RULE, SETTLED.items())


@dataclass(frozen=True, slots=True)
class Home:
    """Where mentions of an identity belong."""

    ref: Ref | None
    """None: hidden."""
    found: Ref
    """What they would be without decisions: the identity itself, or what a bare name means."""
    is_settled: bool
    """Whether the archive's majority had a say in it."""
    is_decided: bool
    """Whether a decision had a say in it."""

    def rule(self, rule: str) -> tuple[str, str | None]:
        """The rule to store for a mention found by one, and the one to remember."""
        if self.is_decided:
            return DECIDED, rule
        return (SETTLED.get(rule, rule) if self.is_settled else rule), None


@dataclass(slots=True)
class Homes:
    """Finds homes, a batch at a time.

    Args:
        conn: Inside a transaction.
        identities: Those whose mentions are to be placed.
        rulings: People's decisions.
    """

    rulings: Rulings
    found: dict[int, Ref]
    """What the mentions of an identity would be without decisions."""
    settled: set[int]
    _known: dict[tuple[int, str, str], Home] = field(default_factory=dict)

    @classmethod
    def of(cls, conn: sqlite3.Connection, identities: Iterable[Identity], rulings: Rulings) -> Homes:
        """Homes for the mentions of some identities."""
        every = list(identities)
        meant = by_ids(conn, {each.meant_id for each in every if each.meant_id is not None})
        found = {each.id: each.ref if each.meant_id is None else meant[each.meant_id].ref for each in every}
        return cls(rulings, found, {each.id for each in every if each.meant_id is not None})

    def home(self, identity_id: int, surface: str, text_hash: str = "") -> Home:
        """Where a mention belongs."""
        found = self.found[identity_id]
        if not self.rulings.moves(found):
            surface = text_hash = ""
        key = (identity_id, surface, text_hash)
        home = self._known.get(key)
        if home is None:
            ref = self.rulings.of(found, surface, text_hash)
            is_decided = ref != found or found in self.rulings.split_off
            self._known[key] = home = Home(ref, found, identity_id in self.settled, is_decided)
        return home

    def snippets(self, identity_id: int) -> set[str]:
        """Text hashes of the snippets whose mentions of an identity may belong elsewhere than others."""
        route = self.rulings.route(self.found[identity_id])
        return {step.text_hash for _, step in route if step.text_hash is not None}


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
    for identity in by_refs(conn, missing).values():
        name, kind, description, country, wikidata = _facts(identity, rulings)
        conn.execute(
            "insert into entities (id, name, kind, description, country, wikidata) values (?, ?, ?, ?, ?, ?)",
            [identity.entity_id, name, kind, description, country, wikidata],
        )
        _insert_aliases(conn, identity, name, rulings)
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
        _insert_aliases(conn, identity, facts[0], rulings)
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


def _insert_aliases(conn: sqlite3.Connection, identity: Identity, name: str, rulings: Rulings) -> None:
    known = gazetteer.load()
    facts = None if identity.is_bare and name == identity.name else known.entity(name, rulings.kind(identity.ref))
    rows = [(identity.entity_id, alias, "gazetteer") for alias in (facts.aliases if facts else ())]
    given = [*rulings.aliases(identity.ref), *filter(None, [rulings.name(identity.ref)])]
    rows += ((identity.entity_id, alias, "decision") for alias in given)
    conn.executemany("insert or ignore into aliases (entity_id, alias, origin) values (?, ?, ?)", rows)


def place(conn: sqlite3.Connection, identity_ids: Collection[int], rulings: Rulings) -> None:
    """Place the mentions of identities anew, and bring every entity that this concerns up to date.

    An entity exists as long as anything mentions it.
    """
    every = by_ids(conn, {*identity_ids, *bare_names_of(conn, identity_ids)})
    homes = Homes.of(conn, every.values(), rulings)
    touched: set[int] = set()
    for identity in every.values():
        touched |= _Placing(conn, identity, homes).run()
    refresh(conn, touched)


class _Placing:
    """Places the mentions of one identity."""

    def __init__(self, conn: sqlite3.Connection, identity: Identity, homes: Homes) -> None:
        self._conn = conn
        self._id = identity.id
        self._homes = homes
        self._touched: set[int] = set()

    def run(self) -> set[int]:
        """Returns the entities that lost or gained a mention."""
        plain = self._homes.home(self._id, "")
        placed_id = numbers(self._conn, {plain.ref}, self._homes.rulings)[plain.ref] if plain.ref else None
        self._conn.execute("update identities set placed_id = ? where id = ?", [placed_id, self._id])
        if self._homes.rulings.moves(plain.found):
            for surface in self._surfaces():
                self._put(self._homes.home(self._id, surface), "surface = ?", [surface])
            self._put_single_ones()
        else:
            self._put(plain, "true", [])
        quotations.follow(self._conn, self._id)
        return self._touched

    def _surfaces(self) -> list[str]:
        rows = self._conn.execute(
            """select surface from mentions where identity_id = ?1
               union select surface from hidden_mentions where identity_id = ?1""",
            [self._id],
        )
        return [surface for (surface,) in rows]

    def _put_single_ones(self) -> None:
        """Mentions that a decision takes out of one snippet."""
        for text_hash in sorted(self._homes.snippets(self._id)):
            row = self._conn.execute("select id from snippets where text_hash = ?", [text_hash]).fetchone()
            if row is None:
                continue
            for surface in self._surfaces():
                home = self._homes.home(self._id, surface, text_hash)
                self._put(home, "surface = ? and snippet_id = ?", [surface, row[0]])

    def _put(self, home: Home, where: str, values: Sequence[object]) -> None:
        """Put the mentions that meet a condition where they belong."""
        where = f"identity_id = ? and {where}"
        values = [self._id, *values]
        if not self._has(where, values):
            return
        if home.ref is None:
            self._hide(where, values)
            return
        target = ensure_entities(self._conn, {home.ref}, self._homes.rulings)[home.ref]
        found = _SETTLED_RULE if home.is_settled else _FOUND_RULE
        rule, remembered = (f"'{DECIDED}'", _FOUND_RULE) if home.is_decided else (found, "null")
        shown = _selected(str(target), rule, remembered)
        self._conn.execute(
            f"insert into mentions ({COLUMNS}) select {shown} from hidden_mentions where {where}", values
        )
        self._conn.execute(f"delete from hidden_mentions where {where}", values)
        left = self._conn.execute(f"select distinct entity_id, surface from mentions where {where}", values).fetchall()
        self._conn.execute(
            f"""update mentions set entity_id = {target}, rule = {rule}, found_rule = {remembered}
                where {where} and (entity_id <> {target} or rule <> {rule} or found_rule is not {remembered})""",
            values,
        )
        self._touched |= {target, *(old for old, _ in left)}
        named = self._conn.execute(f"select distinct surface from mentions where {where} and {_IS_NAME}", values)
        insert_text_aliases(self._conn, [(target, surface) for (surface,) in named.fetchall()])
        forget_text_aliases(self._conn, ((old, surface) for old, surface in left if old != target))

    def _has(self, where: str, values: Sequence[object]) -> bool:
        tables = ("mentions", "hidden_mentions")
        return any(self._conn.execute(f"select 1 from {t} where {where} limit 1", values).fetchone() for t in tables)

    def _hide(self, where: str, values: Sequence[object]) -> None:
        hidden = _selected("entity_id", f"'{DECIDED}'", _FOUND_RULE)
        left = self._conn.execute(f"select distinct entity_id, surface from mentions where {where}", values).fetchall()
        self._conn.execute(
            f"insert into hidden_mentions ({COLUMNS}) select {hidden} from mentions where {where}", values
        )
        self._conn.execute(f"delete from mentions where {where}", values)
        self._touched |= {old for old, _ in left}
        forget_text_aliases(self._conn, left)


def _selected(entity_id: str, rule: str, found_rule: str) -> str:
    return f"snippet_id, start, stop, surface, {entity_id}, role, {rule}, score, identity_id, {found_rule}"


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
