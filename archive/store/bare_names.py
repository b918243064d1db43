"""Settling bare names across the archive: whom "Putin" alone means is decided by who is named in full.

A bare identity means who of those that answer to it, the famous bearer of the name among them, is clearly the likeliest
by how often each is named in full (`resolve.weighing`), else itself. That is what it means where nobody around it says
more (`store.surroundings`). Every batch settles the names that it touched, within its own transaction and by what the
resolver found alone, so the outcome depends on what the archive holds, not on the order or the batches in which it
came. People's decisions come first: a name that they settled has one meaning, and entities that they merged count as
one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archive import gazetteer
from archive.resolve import famous_bearer
from archive.resolve.bodies import is_bare_body
from archive.resolve.meeting import KINDS
from archive.resolve.rulings import ref
from archive.resolve.weighing import LEAST_BODIES, clearly
from archive.store.identities import by_ids, by_refs, known_by, meant_by

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from archive.resolve.rulings import Ref, Rulings
    from archive.store.identities import Identity

LEAST = 2
"""Beside a famous bearer, or when others were ruled out, one must be named in full at least this often. Set by hand."""
BARE_TO_FULL = 10
"""Whom everybody knows is named by surname alone: so many bare mentions count as one of the famous bearer in full."""


class Settled(NamedTuple):
    """What settling changed."""

    moved: set[int]
    """Identities whose mentions have to be placed anew."""
    renumbered: set[Ref]
    """Those that have got another's number as an entity."""


def settle_names(
    conn: sqlite3.Connection, touched: Iterable[Ref], rulings: Rulings, new_ids: Collection[int] = ()
) -> Settled:
    """Decide anew whom each of these bare names means.

    Args:
        conn: Inside a transaction.
        touched: References of bare names whose meaning may have changed; others are passed over.
        rulings: People's decisions.
        new_ids: Identities that the batch made, of which nobody outside has heard.
    """
    known = by_refs(conn, touched, which="is_bare or meant_id is not null").values()
    # what was bare and is a full name now means itself, or whom `store.joined_names` has it mean
    bare = [each for each in known if each.is_bare or (each.meant_id is not None and each.kind not in KINDS)]
    candidates = meant_by(conn, {each.ref for each in bare})
    joined = by_ids(conn, {each.meant_id for some in candidates.values() for each in some if each.meant_id is not None})
    famous = _famous(conn, bare)
    fresh = set(new_ids)
    moved: set[int] = set()
    renumbered: set[Ref] = set()
    for each in sorted(bare, key=lambda one: (-one.mentions, one.id)):
        winner = _winner(each, candidates.get(each.ref, ()), famous.get(each.id), joined, rulings)
        meant_id = winner.id if winner else None
        if meant_id == each.meant_id:
            continue
        if winner and each.id not in fresh and winner.id in fresh:
            # the entity that was known by less is the one now known by more, and keeps its number
            _swap_numbers(conn, each, winner)
            fresh.discard(winner.id)
            moved.add(winner.id)
            renumbered |= {each.ref, winner.ref}
        conn.execute("update identities set meant_id = ? where id = ?", [meant_id, each.id])
        moved.add(each.id)
    if renumbered:  # whoever decisions took there is to go along
        moved.update(each.id for each in by_refs(conn, rulings.bound_for(renumbered)).values())
    return Settled(moved, renumbered)


def _famous(conn: sqlite3.Connection, bare: Sequence[Identity]) -> dict[int, Identity]:
    """The famous bearers of names, by the ids of the bare ones; nobody need have named them in full."""
    names: dict[int, tuple[Ref, str]] = {}
    for each in bare:
        name = famous_bearer(each.name, each.kind) if each.is_bare and each.mentions else None
        if name and ref(name, each.kind) != each.ref:  # what is famous by that name itself means nobody else
            names[each.id] = ref(name, each.kind), name
    known = known_by(conn, dict(names.values()))
    return {number: known[bearer] for number, (bearer, _) in names.items()}


def _winner(
    bare: Identity,
    candidates: Sequence[Identity],
    famous: Identity | None,
    joined: Mapping[int, Identity],
    rulings: Rulings,
) -> Identity | None:
    """Whom a bare name means.

    Args:
        bare: The identity of the name.
        candidates: Those whom it may mean.
        famous: Whom everybody means by it.
        joined: Those that stand for one of them, by number (`store.joined_names`).
        rulings: People's decisions.
    """
    if not bare.is_bare or bare.ref in rulings.pinned:
        return None
    groups: dict[Ref, list[Identity]] = {}
    excluded = False
    named = {each.id: each for each in candidates if each.mentions}
    if famous is not None:
        named[famous.id] = famous
    for each in named.values():
        head = each if each.meant_id is None else joined[each.meant_id]
        home = rulings.of(head.ref)
        if home is not None and not any(rulings.are_apart(bare.ref, one) for one in (home, each.ref)):
            groups.setdefault(home, []).append(each)
        else:
            excluded = True
    least = _least(bare, LEAST if excluded or famous is not None else 1)
    odds: dict[int, float] = {}
    for some in groups.values():
        head = min(some, key=lambda one: (-one.mentions, one.id))
        count = sum(one.mentions for one in some)
        if famous in some:  # fame counts as being named once, or as often as the bare name of a person is in use
            odds[head.id] = max(count, 1, bare.mentions // BARE_TO_FULL if bare.kind == "person" else 0)
        elif count >= least:
            odds[head.id] = count
    chosen = clearly(odds)
    if chosen is None:
        return None
    head = named[chosen]
    return head if head.meant_id is None else joined[head.meant_id]


def _least(bare: Identity, least: int) -> int:
    """How often one who is not famous must be named in full to be meant by a bare name."""
    if bare.kind == "organisation" and is_bare_body(bare.name):
        return LEAST_BODIES  # every country has one: that the archive names a single one tells nothing
    is_forename = bare.key.capitalize() in gazetteer.load().forenames
    return max(least, bare.mentions if is_forename else 0)  # "John" alone so often is not Elton John


def _swap_numbers(conn: sqlite3.Connection, one: Identity, other: Identity) -> None:
    numbers = [(-1, one.id), (one.entity_id, other.id), (other.entity_id, one.id)]
    conn.executemany("update identities set entity_id = ? where id = ?", numbers)
    one.entity_id, other.entity_id = other.entity_id, one.entity_id
