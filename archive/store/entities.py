"""Linking a batch: its mentions, with the identities, entities and aliases that they bring."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from archive.extract.names.firms import FIRMS
from archive.resolve.bodies import bare_forms
from archive.resolve.kinds import is_like_a_person
from archive.resolve.name_keys import entity_key, folded
from archive.resolve.rulings import Ref
from archive.store.bare_names import settle_names
from archive.store.doubtful_mentions import RULE as CONFIRMED
from archive.store.doubtful_mentions import Found, keep, name_of, weigh
from archive.store.entity_counts import count_first, counted
from archive.store.homes import Homes
from archive.store.identities import (
    Naming,
    Noted,
    better,
    count_down,
    insert_short_names,
    note,
    short_keys,
    short_names,
)
from archive.store.joined_names import join_names
from archive.store.mention_placing import (
    COLUMNS,
    DESCRIBED,
    describe_entities,
    ensure_entities,
    forget_text_aliases,
    insert_text_aliases,
    lead,
    place,
    remove,
)
from archive.store.rows import AMONG, listed
from archive.store.surroundings import around, naming, telling

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from archive.resolve.rulings import Rulings
    from archive.store.batch import Counts
    from archive.store.identities import Identity
    from archive.types import EntityKind


_Form = tuple["Ref", str, str, bool]
"""How a mention names an identity, most as another one did: whom, by which name, how it is written, and how barely."""


def link(
    conn: sqlite3.Connection, found: Sequence[Found], doubts: Sequence[Found], rulings: Rulings, counts: Counts
) -> set[int]:
    """Insert the mentions of new snippets, and settle and place all that they change.

    Args:
        conn: Inside a transaction that has inserted the snippets.
        found: Mentions.
        doubts: What may be mentions, to be kept until the archive names the same for sure.
        rulings: People's decisions.
        counts: Added to.

    Returns:
        Other snippets, of whose bare names their surroundings may tell more now.
    """
    forms = Counter([(ref, m.name, m.surface, m.bare is not None) for _, _, m, ref in found])
    noted = note(conn, _namings(forms))
    bare, late = _insert_short_names(conn, forms, noted)
    shown = insert_mentions(conn, found, noted.identities, rulings, ())
    count_first(conn, shown)
    keep(conn, doubts)
    doubted = {each.ref for each in doubts}
    new = {each.snippet_id for each in doubts}
    named = bare.union(noted.identities)
    renumbered, others = _settle(conn, named, doubted, new, noted, rulings, counts)
    describe_entities(conn, noted.renamed | renumbered, rulings)
    counts.mentions += len(shown)
    return naming(conn, late) | others


def _settle(
    conn: sqlite3.Connection,
    named: set[Ref],
    doubted: set[Ref],
    new: Collection[int],
    noted: Noted,
    rulings: Rulings,
    counts: Counts,
) -> tuple[set[Ref], set[int]]:
    """Settle and place what changed counts may have changed.

    Args:
        conn: Inside a transaction.
        named: Identities that are named more or less often than before.
        doubted: What doubtful spans that came or went would name.
        new: The snippets with doubtful spans that came.
        noted: What a batch that came names.
        rulings: People's decisions.
        counts: Added to.

    Returns:
        Those with another's number as an entity now, and the snippets of whose bare names more or less is told by it.
    """
    joined = join_names(conn, named, rulings, noted.identities)
    confirmed, others = _confirm(conn, named | doubted, new, rulings, counts)
    settled = settle_names(conn, named | confirmed | short_keys(conn, joined.concerned), rulings, noted.new_ids)
    place(conn, joined.moved | settled.moved, rulings)
    return settled.renumbered, others


def unlink(conn: sqlite3.Connection, snippet_ids: Collection[int], rulings: Rulings, counts: Counts) -> set[int]:
    """Take away the names and quotations of snippets, and settle and place all that they had changed, as `link` does.

    Identities keep their numbers as entities, so that what is ingested again is known by them again.

    Returns:
        Other snippets, of whose bare names their surroundings may tell something else now.
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
    rows = conn.execute(f"select distinct key, kind from possible_mentions where snippet_id {AMONG}", some)
    doubted = {Ref(key, kind) for key, kind in rows}
    with counted(conn, snippet_ids):
        lost = set(conn.execute(f"select entity_id, surface from mentions where snippet_id {AMONG}", some))
        for table in _SAID:
            conn.execute(f"delete from {table} where snippet_id {AMONG}", some)
        forget_text_aliases(conn, lost)
    nothing = Noted({}, set(), set())
    _, others = _settle(conn, count_down(conn, named), doubted, (), nothing, rulings, counts)
    return others


_SAID = ("found_speakers", "quotations", "mentions", "hidden_mentions", "possible_mentions", "meant_nearby")


def _confirm(
    conn: sqlite3.Connection, touched: set[Ref], new: Collection[int], rulings: Rulings, counts: Counts
) -> tuple[set[Ref], set[int]]:
    """Make mentions of doubtful spans that the archive confirms, and unmake others.

    Returns:
        What the former name, and the snippets of both, with those around them where they tell of bare names.
    """
    confirmed, refuted, snippets = weigh(conn, touched, new)
    remove(conn, refuted)
    counts.mentions -= len(refuted)
    named = {each.ref: each.mention for each in confirmed}
    noted = note(conn, {ref: Naming(name_of(each), each.bare is not None) for ref, each in named.items()})
    within = {each.snippet_id for each in confirmed}
    with counted(conn, within):
        counts.mentions += len(insert_mentions(conn, confirmed, noted.identities, rulings, within))
    heard = telling(conn, snippets)
    changed = set().union(*snippets.values())
    return set(named), changed | around(conn, set().union(*(snippets[ref] for ref in heard)))


def _namings(forms: Mapping[_Form, int]) -> dict[Ref, Naming]:
    """How a batch names each identity, and how often."""
    namings: dict[Ref, Naming] = {}
    for (ref, name, surface, is_bare), count in forms.items():
        spelt = surface if is_bare else name
        old = namings.get(ref)
        if old is None:
            namings[ref] = Naming(spelt, is_bare, count)
        else:
            namings[ref] = Naming(better(old.name, spelt, ref), old.is_bare and is_bare, old.mentions + count)
    return namings


def insert_mentions(
    conn: sqlite3.Connection,
    found: Sequence[Found],
    identities: Mapping[Ref, Identity],
    rulings: Rulings,
    within: Collection[int],
) -> list[tuple[int, int]]:
    """Insert mentions where they belong as things stand.

    Args:
        conn: Inside a transaction.
        found: Mentions.
        identities: What they were found to be.
        rulings: People's decisions.
        within: Those of their snippets of which it may be known whom bare names mean there: none that is new.

    Returns:
        Entity and snippet of each that is shown.
    """
    homes = Homes.of(conn, identities.values(), rulings, within)
    own = {ref: (identity.id, identity.entity_id) for ref, identity in identities.items()}
    placed = [
        homes.home(own[ref][0], m.surface, text_hash, snippet_id, m.rule) for snippet_id, text_hash, m, ref in found
    ]
    numbers = ensure_entities(conn, {home.ref for home in placed if home.ref is not None}, rulings, homes.known())
    # a decision may have spoken of a name before any text did
    lead(conn, [each.id for each in identities.values() if rulings.moves(each.ref)], homes)
    named: set[tuple[int, str]] = set()
    shown, hidden = [], []
    for (snippet_id, _, m, ref), home in zip(found, placed, strict=True):
        start, stop, surface, _, _, role, found_rule, score, _ = m
        identity_id, entity_id = own[ref]
        rule, remembered = home.rule(found_rule)
        if home.ref is None:
            hidden.append((snippet_id, start, stop, surface, entity_id, role, rule, score, identity_id, remembered))
            continue
        entity_id = numbers[home.ref]
        shown.append((snippet_id, start, stop, surface, entity_id, role, rule, score, identity_id, remembered))
        if found_rule not in DESCRIBED:
            named.add((entity_id, surface))
    for table, rows in (("mentions", shown), ("hidden_mentions", hidden)):
        conn.executemany(f"insert into {table} ({COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    insert_text_aliases(conn, named)
    return [(row[4], row[0]) for row in shown]


def _insert_short_names(conn: sqlite3.Connection, forms: Iterable[_Form], noted: Noted) -> tuple[set[Ref], set[Ref]]:
    """Remember short names that a text explained: they may stand for the same elsewhere.

    These are acronyms, bodies without their country, firms that look like surnames ("Ford" alone may be the firm), and
    persons who are called like places.

    Returns:
        The short names of all that the batch names, and those of them by which somebody is known only now who was
        named before.
    """
    explained: set[tuple[str, EntityKind, int]] = set()
    for ref, name, surface, is_bare in forms:
        number, kind = noted.identities[ref].id, ref.kind
        if kind == "person" and is_like_a_person(surface):
            explained.add((folded(surface), "place", number))
            explained.add((entity_key(surface, "organisation"), "organisation", number))
        if is_bare or kind == "person":
            continue
        if surface != name and surface.isupper():
            explained.add((folded(surface), kind, number))
        if kind == "organisation":
            explained |= {(key, kind, number) for key in bare_forms(name)}
            if surface in FIRMS:
                explained.add((folded(surface), "person", number))
    known = short_names(conn, {each.id for each in noted.identities.values()})
    insert_short_names(conn, sorted(explained - known))
    renamed = {noted.identities[ref].id for ref in noted.renamed}
    late = {each for each in explained - known if each[2] not in noted.new_ids}
    late.update(each for each in known if each[2] in renamed)
    return _refs(known | explained), _refs(late)


def _refs(short: Iterable[tuple[str, EntityKind, int]]) -> set[Ref]:
    return {Ref(key, kind) for key, kind, _ in short}
