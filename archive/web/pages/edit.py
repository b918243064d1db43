"""What the pages show where names may be corrected: the decisions about an entity, and what the last one did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.resolve.rulings import KINDS, Ref, active
from archive.store.decisions import all_decisions
from archive.store.lookup import entity
from archive.store.profile import aliases, decisions_about
from archive.web.pages.decisions import Ruling, ruling

if TYPE_CHECKING:
    import sqlite3

MOST = 30
"""Decisions that are listed: those made last."""


@dataclass(frozen=True, slots=True)
class EditForms:
    """What the forms beside an entity need."""

    number: int
    kind: str | None
    """None where it is hidden or gone, so that there is nothing to correct but decisions to undo."""
    name: str | None
    other_kinds: tuple[str, ...]
    spellings: tuple[str, ...]
    """How it is written in texts, the most frequent first."""
    rulings: tuple[Ruling, ...]
    """Decisions that hold and concern it, the latest first."""
    notice: Ruling | None
    """The decision that was just made."""


def edit_forms(conn: sqlite3.Connection, number: int, made: int | None) -> EditForms:
    """Read what can be corrected of an entity, which may be hidden, and the decision that was just made, if one was."""
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
        spellings=tuple(each["alias"] for each in aliases(conn, number) if each["mentions"])[:MOST],
        rulings=tuple(ruling(conn, decisions, each) for each in reversed(holding[-MOST:])),
        notice=ruling(conn, decisions, just) if just else None,
    )
