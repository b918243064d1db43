"""Settling bare names across the archive: whom "Putin" alone means is decided by who is named in full.

A bare key in `entity_keys` points to the entity that its mentions belong to: to one of its own while the archive
gives no clear majority, else to the winner. Every batch settles the keys that it touched, within its own
transaction, so the outcome depends on what the archive holds, not on the order or batches in which it came.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.resolve import Candidate, settle
from archive.resolve.keys import folded
from archive.store.snippets import batches, refresh_dates

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

SETTLED = {"surname-open": "surname-archive", "acronym-open": "acronym-archive"}
"""The rule of a bare mention, once the archive has settled it, by its rule until then."""

_OPEN = {settled: unsettled for unsettled, settled in SETTLED.items()}
_IS_SETTLED = "(rule = 'surname-archive' or rule = 'acronym-archive')"


def settle_keys(conn: sqlite3.Connection, touched: Iterable[tuple[str, str]]) -> None:
    """Decide anew whom each bare name (folded, kind) means, and move its mentions where that has changed."""
    for key, kind, holder in _holders(conn, set(touched)):
        candidates = _candidates(conn, key, kind)
        winner = settle(key, candidates)
        is_apart = holder not in {each.entity_id for each in candidates}
        if winner and winner.entity_id != holder:
            _move(conn, (key, kind), holder, winner.entity_id, is_apart=is_apart)
        elif not winner and not is_apart:
            _set_apart(conn, (key, kind), holder)


def _holders(conn: sqlite3.Connection, touched: set[tuple[str, str]]) -> list[tuple[str, str, int]]:
    rows: list[tuple[str, str, int]] = []
    for some in batches(sorted({key for key, _ in touched})):
        marks = ",".join("?" * len(some))
        rows += conn.execute(
            f"select key, kind, entity_id from entity_keys where key in ({marks}) and sort = 'bare'", some
        ).fetchall()
    return sorted(row for row in rows if row[:2] in touched)


def _candidates(conn: sqlite3.Connection, key: str, kind: str) -> list[Candidate]:
    """Entities that the bare name may mean, each with how often it is named by more than that."""
    rows = conn.execute(
        f"""select e.id, e.name, e.mention_count
              - (select count(*) from mentions where entity_id = e.id and {_IS_SETTLED})
            from entity_keys k join entities e on e.id = k.entity_id
            where k.key = ? and k.kind = ? and k.sort = 'short'
            order by e.id""",
        [key, kind],
    )
    return [Candidate(*row) for row in rows]


def _move(conn: sqlite3.Connection, bare: tuple[str, str], holder: int, winner: int, *, is_apart: bool) -> None:
    """Give the mentions of a bare name to the entity that it means, and forget the entity of its own."""
    for surface in _surfaces(conn, bare, holder):
        _reassign(conn, surface, holder, winner, SETTLED if is_apart else {rule: rule for rule in _OPEN})
    conn.execute("update entity_keys set entity_id = ? where key = ? and kind = ? and sort = 'bare'", [winner, *bare])
    if is_apart:
        for table, column in [("aliases", "entity_id"), ("entity_keys", "entity_id"), ("entities", "id")]:
            conn.execute(f"delete from {table} where {column} = ?", [holder])
    else:
        recount(conn, holder)
    recount(conn, winner)


def _set_apart(conn: sqlite3.Connection, bare: tuple[str, str], holder: int) -> None:
    """Take the mentions of a bare name back from an entity that is no longer its clear meaning."""
    surfaces = _surfaces(conn, bare, holder)
    if not surfaces:
        return
    cursor = conn.execute("insert into entities (name, kind) values (?, ?)", [surfaces[0], bare[1]])
    own = int(cursor.lastrowid or 0)
    conn.execute("update entity_keys set entity_id = ? where key = ? and kind = ? and sort = 'bare'", [own, *bare])
    for surface in surfaces:
        _reassign(conn, surface, holder, own, _OPEN)
    recount(conn, holder)
    recount(conn, own)


def _surfaces(conn: sqlite3.Connection, bare: tuple[str, str], holder: int) -> list[str]:
    """The spellings of a bare name among the mentions of its holder."""
    rows = conn.execute("select alias from aliases where entity_id = ?", [holder])
    return sorted(alias for (alias,) in rows if folded(alias) == bare[0])


def _reassign(conn: sqlite3.Connection, surface: str, old: int, new: int, rules: Mapping[str, str]) -> None:
    for rule, becomes in rules.items():
        conn.execute(
            "update mentions set entity_id = ?, rule = ? where surface = ? and entity_id = ? and rule = ?",
            [new, becomes, surface, old, rule],
        )
    conn.execute("insert or ignore into aliases values (?, ?, 'text')", [new, surface])
    conn.execute(
        """delete from aliases where entity_id = ?1 and alias = ?2 and origin = 'text'
             and not exists (select 1 from mentions where surface = ?2 and entity_id = ?1)""",
        [old, surface],
    )


def recount(conn: sqlite3.Connection, entity_id: int) -> None:
    """Work out afresh how often, and from when to when, an entity is named."""
    conn.execute(
        """update entities set (mention_count, snippet_count) =
             (select count(*), count(distinct snippet_id) from mentions where entity_id = entities.id)
           where id = ?""",
        [entity_id],
    )
    refresh_dates(conn, [entity_id])
