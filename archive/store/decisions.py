"""People's decisions: appended, never changed, applied at once and to all that comes later.

Nothing is overwritten by a decision: mentions are placed anew under it (`store.mention_placing`), so that undoing it,
by a further row, gives back exactly what there was.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple, TextIO, cast

from archive.errors import StoreError
from archive.extract import names
from archive.resolve.rulings import Action, Decision, Rulings, active, check, is_active, undone
from archive.store import texts, variants
from archive.store.annotations import annotate_again
from archive.store.bare_names import settle_names
from archive.store.clock import now
from archive.store.database import writing
from archive.store.identities import by_refs, short_keys
from archive.store.in_force import COLUMNS, all_decisions, in_force, texts_with
from archive.store.joined_names import join_names
from archive.store.mention_placing import describe_entities, place
from archive.store.snippets import known_ids
from archive.store.surroundings import around, renew
from archive.store.tallies import tallied

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from archive.store.database import Database

__all__ = [
    "COLUMNS",
    "all_decisions",
    "apply_to_texts",
    "decide",
    "export_csv",
    "import_csv",
    "in_force",
    "texts_with",
    "undo",
]


class _Row(NamedTuple):
    """A decision as a CSV file has it."""

    made_at: str
    action: Action
    subject: str
    object: str | None
    note: str | None


def decide(db: Database, action: Action, subject: str, object: str | None = None, note: str | None = None) -> Decision:  # noqa: A002 - the column's name
    """Make a decision and apply it, in one transaction.

    Args:
        db: An archive opened for writing.
        action: What is decided.
        subject: The entity, as `resolve.rulings.reference` writes it.
        object: What the action needs beside it; see `Decision`.
        note: Why.

    Raises:
        StoreError: The decision can't be understood.
    """
    try:
        check(action, subject, object)
    except ValueError as error:
        raise StoreError(f"{error}.") from error
    with writing(db) as conn:
        before = in_force(conn)
        decision = _append(conn, _Row(now(), action, subject, object, note))
        _apply(conn, before, in_force(conn))
    return decision


def undo(db: Database, decision_id: int | None = None) -> Decision:
    """Take a decision back; undoing an undo brings it back.

    Args:
        db: An archive opened for writing.
        decision_id: Which; the latest that holds if left out.

    Raises:
        StoreError: There is none, or it has been undone already.
    """
    with writing(db) as conn:
        every = all_decisions(conn)
        by_id = {each.id: each for each in every}
        if decision_id is None:
            held = active(every)
            if not held:
                raise StoreError("There is no decision to undo.")
            decision_id = held[-1].id
        if decision_id not in by_id:
            raise StoreError(f"There is no decision {decision_id}; list them: archive entity undo --list")
        if not is_active(by_id[decision_id], by_id):
            raise StoreError(f"Decision {decision_id} has been undone already, by {by_id[decision_id].undone_by}.")
        before = in_force(conn)
        undoing = _append(conn, _Row(now(), "undo", f"decision {decision_id}", None, None))
        _apply(conn, before, in_force(conn))
    return undoing


def export_csv(conn: sqlite3.Connection, stream: TextIO) -> int:
    """Write all decisions as CSV; returns how many."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    every = all_decisions(conn)
    writer.writerows([getattr(each, column) for column in COLUMNS] for each in every)
    return len(every)


def import_csv(db: Database, stream: TextIO, name: str) -> tuple[int, int]:
    """Append the decisions of a CSV file and apply them, all or none.

    A decision that the archive has already (same action, subject and object, and moment where the file has it) is not
    made twice. A file written by hand needs the columns action, subject and object.

    Args:
        db: An archive opened for writing.
        stream: The file, opened as text with `newline=''`.
        name: Its name, for messages.

    Returns:
        How many were added, and how many were known.

    Raises:
        StoreError: A row can't be understood; says the file and line.
    """
    rows = list(_read(stream, name))
    with writing(db) as conn:
        before = in_force(conn)
        have: dict[tuple[str | None, ...], list[int]] = {}
        for each in all_decisions(conn):
            for moment in (each.made_at, None):
                have.setdefault((moment, each.action, each.subject, each.object), []).append(each.id)
        numbers: dict[str, int] = {}
        added = 0
        for line, number, written in rows:
            row = _renumbered(written, numbers, f"{name}:{line}") if written.action == "undo" else written
            same = have.get((row.made_at or None, row.action, row.subject, row.object))
            if same:
                numbers[number] = same.pop(0)
                continue
            numbers[number] = _append(conn, row._replace(made_at=row.made_at or now())).id
            added += 1
        _apply(conn, before, in_force(conn))
    return added, len(rows) - added


def _read(stream: TextIO, name: str) -> Iterator[tuple[int, str, _Row]]:
    reader = csv.DictReader(stream)
    missing = {"action", "subject", "object"} - set(reader.fieldnames or ())
    if missing:
        raise StoreError(f"{name}:1: the column {min(missing)} is missing; it needs action, subject and object.")
    try:
        for nth, line in enumerate(reader, 1):
            fields = {key: (value or "").strip() for key, value in line.items() if isinstance(value, str)}
            if not any(fields.values()):
                continue
            try:
                check(fields.get("action", ""), fields.get("subject", ""), fields.get("object") or None)
            except ValueError as error:
                raise StoreError(f"{name}:{reader.line_num}: {error}.") from error
            row = _Row(
                fields.get("made_at") or "",
                cast("Action", fields["action"]),
                fields["subject"],
                fields.get("object") or None,
                fields.get("note") or None,
            )
            yield reader.line_num, fields.get("id") or f"row {nth}", row
    except csv.Error as error:
        raise StoreError(f"{name}:{reader.line_num}: {error}.") from error


def _renumbered(row: _Row, numbers: dict[str, int], where: str) -> _Row:
    number = numbers.get(str(undone(row.subject)))
    if number is None:
        raise StoreError(f"{where}: {row.subject} is not in this file before its undoing.")
    return row._replace(subject=f"decision {number}")


def _append(conn: sqlite3.Connection, row: _Row) -> Decision:
    cursor = conn.execute(
        "insert into decisions (made_at, action, subject, object, note) values (?, ?, ?, ?, ?)", list(row)
    )
    number = int(cursor.lastrowid or 0)
    if row.action == "undo":
        conn.execute("update decisions set undone_by = ? where id = ?", [number, undone(row.subject)])
    return Decision(number, *row)


def _apply(conn: sqlite3.Connection, before: Rulings, after: Rulings) -> None:
    """Bring the archive from what one set of decisions makes of it to what another does."""
    refs = before.refs() | after.refs()
    moved = {ref for ref in refs if before.route(ref) != after.route(ref)} | (before.split_off ^ after.split_off)
    looks = {ref for ref in refs if before.look(ref) != after.look(ref)}
    known = by_refs(conn, refs)
    joined = join_names(conn, refs, after)
    bare = short_keys(conn, joined.concerned.union(each.id for each in known.values()))
    settled = settle_names(conn, refs | bare, after)
    place(conn, joined.moved | settled.moved | {known[ref].id for ref in moved if ref in known}, after)
    describe_entities(conn, looks | moved, after)
    told = before.texts.hashes | after.texts.hashes
    other = set(known_ids(conn, [each for each in told if before.texts.of(each) != after.texts.of(each)]).values())
    if other:
        apply_to_texts(conn, other, after)
    texts.attribute(conn, after)


def apply_to_texts(conn: sqlite3.Connection, snippet_ids: set[int], rulings: Rulings) -> None:
    """Bring some snippets in line with what is decided of their texts, and all that follows from what they say."""
    near = variants.group_of(conn, snippet_ids)
    with tallied(conn, near) as folded:
        redated = texts.heed(conn, snippet_ids, rulings.texts)
        variants.unfold(conn, near)
        texts.hide(conn, snippet_ids, rulings.texts)
        folded.update(variants.fold(conn, near))
    if redated:
        annotate_again(conn, redated, names.recogniser(None))
    texts.place_within(conn, snippet_ids, rulings)
    renew(conn, around(conn, snippet_ids), rulings)
