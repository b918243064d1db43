"""What became of entities that are none now: given to another by the archive or a decision, or hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.resolve.name_keys import entity_key
from archive.resolve.rulings import KINDS, Ref, Rulings, active, reference
from archive.store.decisions import all_decisions, in_force
from archive.store.homes import DECIDED
from archive.store.identities import by_refs
from archive.store.lookup import Entity, Typed, entity, has_words, ranked, typed

if TYPE_CHECKING:
    import sqlite3

    from archive.resolve.rulings import Decision
    from archive.types import EntityKind

_WAS = """select i.kind, i.name, i.placed_id, coalesce(m.key, i.key), coalesce(m.kind, i.kind)
  from identities i left join identities m on m.id = i.meant_id"""


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of an entity that is none now."""

    reference: str
    """What it was found to be."""
    now: Entity | None
    """Where its mentions are; None where they are hidden or gone."""
    is_hidden: bool
    by: Decision | None
    """The decision that did it; None where the archive's majority did."""


def moved(conn: sqlite3.Connection, text: str) -> Moved | None:
    """What became of an entity whose number, or whose name now hidden, was typed; None if there never was one."""
    asked = typed(text)
    decisions = active(all_decisions(conn))
    rulings = Rulings(decisions)
    numbered = conn.execute(f"{_WAS} where i.entity_id = ?", [asked.number]).fetchone()
    ways = [
        rulings.last(_meant(conn, Ref(entity_key(asked.name, kind), kind)))
        for kind in ((asked.kind,) if asked.kind else KINDS)
    ]
    if numbered is not None:
        kind, name, placed_id, *found = numbered
        here, step = rulings.last(Ref(*found))
        was, now = reference(kind, name), None if placed_id is None else entity(conn, placed_id)
    elif hidden_ones := [(here, step) for here, step in ways if step is not None and step.into is None]:
        here, step = hidden_ones[0]
        _, kind, name = _told(conn, rulings, here)
        was, now = reference(kind, name), None
    else:
        return None
    by = next((each for each in decisions if step is not None and each.id == step.at), None)
    return Moved(was, now, step is not None and step.into is None, by)


def _meant(conn: sqlite3.Connection, found: Ref) -> Ref:
    """What a name means before any decision."""
    row = conn.execute(f"{_WAS} where i.key = ? and i.kind = ?", [*found]).fetchone()
    return Ref(*row[3:]) if row else found


def _told(conn: sqlite3.Connection, rulings: Rulings, of: Ref) -> tuple[int, EntityKind, str]:
    """Number, kind and name under which an identity is shown, or was before it was hidden."""
    known = by_refs(conn, {of}).get(of)
    name = rulings.name(of) or (known.name if known else rulings.spelt(of))
    return known.entity_id if known else 0, rulings.kind(of), name


def hidden(
    conn: sqlite3.Connection, query: str | None = None, *, kind: EntityKind | None = None, limit: int = 50
) -> list[Entity]:
    """Hidden entities, those of most mentions first; arguments as for `listed`."""
    rulings = in_force(conn)
    rows = conn.execute(
        """select h.snippet_id, s.dated, h.surface, s.text_hash,
             coalesce(n.key, m.key, i.key), coalesce(n.kind, m.kind, i.kind)
           from hidden_mentions h join snippets s on s.id = h.snippet_id join identities i on i.id = h.identity_id
           left join identities m on m.id = i.meant_id
           left join meant_nearby b on b.identity_id = i.id and b.snippet_id = h.snippet_id
           left join identities n on n.id = b.meant_id
           where h.rule = ?""",
        [DECIDED],
    )
    found: dict[Ref, list[tuple[int, str | None]]] = {}
    for snippet_id, dated, surface, text_hash, *of in rows:
        here, _ = rulings.last(Ref(*of), surface, text_hash)
        found.setdefault(here, []).append((snippet_id, dated))
    every = [
        Entity(
            number,
            kind_,
            name,
            None,
            None,
            None,
            len({each for each, _ in some}),
            len(some),
            min(days, default=None),
            max(days, default=None),
        )
        for here, some in found.items()
        for number, kind_, name in [_told(conn, rulings, here)]
        for days in [[day for _, day in some if day]]
    ]
    is_asked = has_words(Typed(query, is_prefix=True)) if query and query.strip() else lambda _: True
    return ranked(each for each in every if kind in {None, each.kind} and is_asked(each.name))[:limit]
