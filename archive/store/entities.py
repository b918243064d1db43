"""Linking a batch: its mentions, with the identities, entities and aliases that they bring."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archive.extract.names.firms import FIRMS
from archive.resolve.bodies import bare_forms
from archive.resolve.kinds import is_like_a_person
from archive.resolve.name_keys import entity_key, folded
from archive.resolve.rulings import Ref
from archive.store.bare_names import settle_names
from archive.store.doubtful_mentions import RULE as CONFIRMED
from archive.store.doubtful_mentions import Found, identity_of, keep, name_of, weigh
from archive.store.homes import Homes
from archive.store.identities import Naming, better, count_down, insert_short_names, note, short_keys
from archive.store.joined_names import join_names
from archive.store.mention_placing import (
    COLUMNS,
    DESCRIBED,
    describe_entities,
    ensure_entities,
    forget_text_aliases,
    insert_text_aliases,
    place,
    refresh,
    remove,
)
from archive.store.rows import AMONG, listed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from archive.resolve.rulings import Rulings
    from archive.store.batch import Counts
    from archive.store.identities import Identity


@dataclass(slots=True)
class Tally:
    """What one batch adds to an entity."""

    mentions: int = 0
    snippets: set[int] = field(default_factory=set)
    surfaces: set[str] = field(default_factory=set)
    first_dated: str | None = None
    last_dated: str | None = None

    def add(self, snippet_id: int, surface: str | None, dated: str | None) -> None:
        """Add a mention; without a surface where that is no name."""
        self.mentions += 1
        self.snippets.add(snippet_id)
        if surface is not None:
            self.surfaces.add(surface)
        if dated:
            self.first_dated = min(self.first_dated or dated, dated)
            self.last_dated = max(self.last_dated or dated, dated)


def link(
    conn: sqlite3.Connection, found: Sequence[Found], doubts: Sequence[Found], rulings: Rulings, counts: Counts
) -> None:
    """Insert the mentions of new snippets, and settle and place all that they change.

    Args:
        conn: Inside a transaction that has inserted the snippets.
        found: Mentions.
        doubts: What may be mentions, to be kept until the archive names the same for sure.
        rulings: People's decisions.
        counts: Added to.
    """
    (before,) = conn.execute("select count(*) from entities").fetchone()
    noted = note(conn, _namings(found))
    _insert_short_names(conn, found, noted.identities)
    insert_mentions(conn, found, noted.identities, rulings)
    keep(conn, doubts)
    doubted = {identity_of(each.mention) for each in doubts}
    renumbered = _settle(conn, _bare_names(conn, noted.identities), doubted, rulings, counts, noted.new_ids)
    describe_entities(conn, noted.renamed | renumbered, rulings)
    (after,) = conn.execute("select count(*) from entities").fetchone()
    counts.mentions += len(found)
    counts.entities += after - before


def _settle(
    conn: sqlite3.Connection,
    named: set[Ref],
    doubted: set[Ref],
    rulings: Rulings,
    counts: Counts,
    new_ids: Collection[int] = (),
) -> set[Ref]:
    """Settle and place what changed counts may have changed; returns those with another's number as an entity now."""
    joined = join_names(conn, named, rulings)
    confirmed = _confirm(conn, named | doubted, rulings, counts)
    settled = settle_names(conn, named | confirmed | short_keys(conn, joined.concerned), rulings, new_ids)
    place(conn, joined.moved | settled.moved, rulings)
    return settled.renumbered


def unlink(conn: sqlite3.Connection, snippet_ids: Collection[int], rulings: Rulings, counts: Counts) -> None:
    """Take away the names and quotations of snippets, and settle and place all that they had changed, as `link` does.

    Identities keep their numbers as entities, so that what is ingested again is known by them again.
    """
    some = [listed(snippet_ids)]
    named: Counter[int] = Counter()
    for table in ("mentions", "hidden_mentions"):
        rows = conn.execute(
            f"""select identity_id, coalesce(found_rule, rule) <> '{CONFIRMED}' from {table}
                where identity_id is not null and snippet_id {AMONG}""",
            some,
        )
        for identity_id, is_counted in rows:
            named[identity_id] += is_counted
    lost = set(conn.execute(f"select entity_id, surface from mentions where snippet_id {AMONG}", some))
    rows = conn.execute(f"select distinct key, kind from possible_mentions where snippet_id {AMONG}", some)
    doubted = {Ref(key, kind) for key, kind in rows}
    for table in ("found_speakers", "quotations", "mentions", "hidden_mentions", "possible_mentions", "meant_nearby"):
        conn.execute(f"delete from {table} where snippet_id {AMONG}", some)
    forget_text_aliases(conn, lost)
    refresh(conn, {entity_id for entity_id, _ in lost})
    _settle(conn, count_down(conn, named), doubted, rulings, counts)


def _confirm(conn: sqlite3.Connection, touched: set[Ref], rulings: Rulings, counts: Counts) -> set[Ref]:
    """Make mentions of doubtful spans that the archive confirms, and unmake others; returns what the former name."""
    confirmed, refuted = weigh(conn, touched)
    remove(conn, refuted)
    counts.mentions -= len(refuted)
    if not confirmed:
        return set()
    named = {identity_of(each.mention): each.mention for each in confirmed}
    noted = note(conn, {ref: Naming(name_of(each), each.bare is not None) for ref, each in named.items()})
    # their snippets may name the same entity already, so counting on would not do
    refresh(conn, insert_mentions(conn, confirmed, noted.identities, rulings))
    counts.mentions += len(confirmed)
    return set(named)


def _namings(found: Iterable[Found]) -> dict[Ref, Naming]:
    """How a batch names each identity, and how often."""
    namings: dict[Ref, Naming] = {}
    for each in found:
        ref, mention = identity_of(each.mention), each.mention
        spelt = name_of(mention)
        old = namings.get(ref, Naming(spelt, is_bare=True))
        name = better(old.name, spelt, ref)
        namings[ref] = Naming(name, old.is_bare and mention.bare is not None, old.mentions + 1)
    return namings


def insert_mentions(
    conn: sqlite3.Connection, found: Sequence[Found], identities: Mapping[Ref, Identity], rulings: Rulings
) -> set[int]:
    """Insert mentions where they belong as things stand; returns the entities that they name."""
    homes = Homes.of(conn, identities.values(), rulings, {each.snippet_id for each in found})
    placed = []
    for each in found:
        identity = identities[identity_of(each.mention)]
        placed.append(
            (
                each,
                identity,
                homes.home(identity.id, each.mention.surface, each.text_hash, each.snippet_id, each.mention.rule),
            )
        )
    numbers = ensure_entities(conn, {home.ref for _, _, home in placed if home.ref is not None}, rulings)
    tallies: defaultdict[int, Tally] = defaultdict(Tally)
    shown, hidden = [], []
    for (snippet_id, _, dated, m), identity, home in placed:
        rule, found_rule = home.rule(m.rule)
        entity_id = numbers[home.ref] if home.ref is not None else identity.entity_id
        row = (snippet_id, m.start, m.stop, m.surface, entity_id, m.role, rule, m.score, identity.id, found_rule)
        if home.ref is None:
            hidden.append(row)
            continue
        shown.append(row)
        tallies[entity_id].add(snippet_id, None if m.rule == DESCRIBED else m.surface, dated)
    for table, rows in (("mentions", shown), ("hidden_mentions", hidden)):
        conn.executemany(f"insert into {table} ({COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    _add(conn, tallies)
    return set(tallies)


def _add(conn: sqlite3.Connection, tallies: Mapping[int, Tally]) -> None:
    conn.executemany(
        """update entities set mention_count = mention_count + ?1, snippet_count = snippet_count + ?2,
             first_dated = min(coalesce(first_dated, ?3), coalesce(?3, first_dated)),
             last_dated = max(coalesce(last_dated, ?4), coalesce(?4, last_dated))
           where id = ?5""",
        ((t.mentions, len(t.snippets), t.first_dated, t.last_dated, each) for each, t in tallies.items()),
    )
    insert_text_aliases(conn, ((each, surface) for each, t in tallies.items() for surface in t.surfaces))


def _insert_short_names(conn: sqlite3.Connection, found: Iterable[Found], identities: Mapping[Ref, Identity]) -> None:
    """Remember short names that a text explained: they may stand for the same elsewhere.

    These are acronyms, bodies without their country, firms that look like surnames ("Ford" alone may be the firm), and
    persons who are called like places.
    """
    explained: set[tuple[str, str, int]] = set()
    for *_, m in found:
        number = identities[identity_of(m)].id
        if m.kind == "person" and is_like_a_person(m.surface):
            explained.add((folded(m.surface), "place", number))
            explained.add((entity_key(m.surface, "organisation"), "organisation", number))
        if m.bare is not None or m.kind == "person":
            continue
        if m.surface != m.name and m.surface.isupper():
            explained.add((folded(m.surface), m.kind, number))
        if m.kind == "organisation":
            explained |= {(key, m.kind, number) for key in bare_forms(m.name)}
            if m.surface in FIRMS:
                explained.add((folded(m.surface), "person", number))
    insert_short_names(conn, sorted(explained))


def _bare_names(conn: sqlite3.Connection, identities: Mapping[Ref, Identity]) -> set[Ref]:
    """The bare names whose meaning a batch may have changed."""
    return {*identities, *short_keys(conn, {each.id for each in identities.values()})}
