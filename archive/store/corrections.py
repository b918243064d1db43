"""Corrections of entities: what a person may decide of one, each refused with a reason where it makes no sense.

The command line and the pages in the browser both correct through these, so that they allow and do the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.errors import StoreError
from archive.harmless import one_line
from archive.resolve.rulings import active, parse_split, reference, undone
from archive.resolve.text_rulings import is_of_text, parse_change
from archive.store.decisions import decide
from archive.store.lookup import same_name
from archive.store.searches import tidied

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.resolve.rulings import Decision
    from archive.store.database import Database
    from archive.store.lookup import Entity
    from archive.types import EntityKind

_LONGEST = 200  # characters of a name


class TakenError(StoreError):
    """Another entity is called so already: the two are to be merged instead."""

    def __init__(self, message: str, other: Entity) -> None:
        super().__init__(message)
        self.other = other
        """The one that is called so."""


def merge(db: Database, goes: Entity, stays: Entity, note: str | None = None) -> Decision:
    """Make two entities one; the second stays.

    Raises:
        StoreError: They are one already.
    """
    if goes.id == stays.id:
        raise StoreError(f"{said(goes)} can't be merged into itself: both names are of entity {goes.id}.")
    return decide(db, "merge", goes.reference, stays.reference, note)


def rename(db: Database, entity: Entity, new: str, note: str | None = None) -> Decision:
    """Give an entity another name, or confirm its own.

    Raises:
        TakenError: Another entity of its kind is called so.
        StoreError: It is no name.
    """
    new = valid_name(new)
    others = [each for each in same_name(db.conn, new, entity.kind) if each.id != entity.id]
    if others:
        raise TakenError(f"Entity {others[0].id} is {said(others[0])} already; merge them instead", others[0])
    return decide(db, "rename", entity.reference, new, note)


def retype(db: Database, entity: Entity, kind: EntityKind, note: str | None = None) -> Decision:
    """Say what kind of thing an entity is.

    Raises:
        TakenError: There is one of that kind and name.
        StoreError: It is of that kind already.
    """
    if entity.kind == kind:
        raise StoreError(f"{said(entity)} ({entity.id}) is {a(kind)} already.")
    others = same_name(db.conn, entity.name, kind)
    if others:
        raise TakenError(
            f"There is {a(kind)} of that name already, entity {others[0].id}; merge them instead",
            others[0],
        )
    return decide(db, "retype", entity.reference, kind, note)


def hide(db: Database, entity: Entity, note: str | None = None) -> Decision:
    """Say that an entity is none: its mentions are shown and counted nowhere."""
    return decide(db, "hide", entity.reference, None, note)


def valid_name(name: str) -> str:
    """A name to give to an entity, its white space tidied.

    Raises:
        StoreError: It is none; the message says why.
    """
    tidy = tidied(name, _LONGEST)
    if tidy.startswith("#") or "->" in tidy:
        raise StoreError(f"{tidy!r} would be misread: a name has no # in front and no -> in it.")
    return tidy


def told(action: str, subject: str, object_: str | None) -> str:
    """A decision in words."""
    if is_of_text(subject):
        return _of_text(action, object_)
    if action == "split":
        return _split_told(subject, object_ or "")
    if action == "rename" and subject.partition(":")[2] == object_:
        return f"confirm {subject}"
    return {
        "merge": f"merge {subject} into {object_}",
        "rename": f"rename {subject} to {object_}",
        "retype": f"retype {subject} to {object_}",
    }.get(action, f"{action} {subject}")


def _of_text(action: str, object_: str | None) -> str:
    """A decision on a text in words, which its page or its number completes."""
    if action == "hide":
        return "hide a snippet"
    said = parse_change(object_ or "")
    if action == "speaker":
        return f"“{said.was}” is said by {said.now or 'nobody named'}"
    return f"{action} of a snippet: {said.now or 'none'}, where {said.was or 'none'} was found"


def _split_told(subject: str, object_: str) -> str:
    split = parse_split(object_)
    if split.is_apart:
        return f"keep {subject} and {object_} apart"
    becomes = reference(split.kind, split.name) if split.kind else split.name
    if split.words is not None:
        return f"split from {subject} in texts with “{split.words}”: {becomes}"
    if split.text_hash is not None:
        return f"split from {subject} in one snippet: {becomes}"
    return f"split from {subject}: {object_}"


def meant(decisions: Sequence[Decision], decision: Decision) -> tuple[Decision, bool]:
    """What a decision is about in the end, and whether that holds now.

    An undoing, and an undoing of an undoing, says more by the decision that it takes or brings back.
    """
    by_id = {each.id: each for each in decisions}
    while decision.action == "undo":
        decision = by_id[undone(decision.subject)]
    return decision, any(each.id == decision.id for each in active(decisions))


def a(kind: str) -> str:
    """A kind with its article."""
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def said(entity: Entity) -> str:
    """An entity as decisions name it, harmless to print."""
    return one_line(entity.reference)
