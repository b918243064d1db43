"""What the pages show where names may be corrected: the decisions about an entity, and what the last one did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.harmless import harmless
from archive.resolve.rulings import KINDS, Ref, active, is_active
from archive.store.corrections import meant, told
from archive.store.decisions import all_decisions
from archive.store.lookup import entity
from archive.store.profile import decisions_about

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from archive.resolve.rulings import Decision

MOST = 30
"""Decisions that are listed: those made last."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision in words."""

    id: int
    told: str
    made_at: str
    note: str | None
    is_active: bool
    """Whether it holds and can be undone."""


@dataclass(frozen=True, slots=True)
class EditForms:
    """What the forms beside an entity need."""

    number: int
    kind: str | None
    """None where it is hidden or gone, so that there is nothing to correct but decisions to undo."""
    name: str | None
    other_kinds: tuple[str, ...]
    rulings: tuple[Ruling, ...]
    """Decisions that hold and concern it, the latest first."""
    notice: Ruling | None
    """The decision that was just made."""


def edit_forms(conn: sqlite3.Connection, number: int, made: int | None) -> EditForms:
    """Read what can be corrected of an entity.

    Args:
        conn: The archive.
        number: Of the entity, which may be hidden.
        made: The decision that was just made, if one was.
    """
    now = entity(conn, number)
    known = conn.execute("select key, kind from identities where entity_id = ?", (number,)).fetchone()
    refs = [*([now.ref] if now else []), *([Ref(*known)] if known else [])]
    decisions = all_decisions(conn)
    holding = decisions_about(active(decisions), refs)
    just = next((each for each in decisions if each.id == made), None)
    return EditForms(
        number=number,
        kind=now.kind if now else None,
        name=now.name if now else None,
        other_kinds=tuple(kind for kind in KINDS if now and kind != now.kind),
        rulings=tuple(_ruling(decisions, each) for each in reversed(holding[-MOST:])),
        notice=_ruling(decisions, just) if just else None,
    )


def _ruling(decisions: Sequence[Decision], decision: Decision) -> Ruling:
    words = told(decision.action, decision.subject, decision.object)
    if decision.action == "undo":
        root, holds = meant(decisions, decision)
        state = "in force again" if holds else "undone"
        words = f"decision {root.id} ({told(root.action, root.subject, root.object)}) is {state}"
    holds_now = is_active(decision, {each.id: each for each in decisions})
    return Ruling(decision.id, harmless(words), decision.made_at, decision.note, holds_now)
