"""Folding variants: each snippet that is a cut or edited copy points to the fullest text of its group."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from archive.store.rows import AMONG, listed
from archive.variants import fuller, fullness, relation, variant_keys

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Sequence

COMMON_KEY = 24
"""A key shared by more snippets than this is a formula ("Live updates: …"), not a sign of one text.

Chosen by hand; no bench.
"""


def fold(conn: sqlite3.Connection, snippet_ids: Iterable[int], *, with_newer: bool = False) -> set[int]:
    """Compare snippets with those that share a key with them, and point the lesser to the fullest.

    Args:
        conn: Inside a transaction.
        snippet_ids: New snippets, or some that have lost the one to which they pointed.
        with_newer: Compare with newer snippets too, not with older ones alone.

    Returns:
        Those that are variants now and were none before.
    """
    ids = sorted(snippet_ids)
    texts: dict[int, str] = dict(conn.execute(f"select id, text from snippets where id {AMONG}", [listed(ids)]))
    keys = {snippet_id: variant_keys(text) for snippet_id, text in texts.items()}
    conn.executemany(
        "insert or ignore into variant_keys (key, snippet_id) values (?, ?)",
        ((key, snippet_id) for snippet_id, each in keys.items() for key in each),
    )
    meetings = _meetings(conn, keys, with_newer=with_newer)
    others = {other for met in meetings.values() for other in met} - texts.keys()
    texts.update(conn.execute(f"select id, text from snippets where id {AMONG}", [listed(others)]))
    met = meetings.keys() | {other for each in meetings.values() for other in each}
    before = _variants_among(conn, met)
    for snippet_id in sorted(meetings):
        _place(conn, snippet_id, sorted(meetings[snippet_id]), texts)
    return _variants_among(conn, met) - before


def unfold(conn: sqlite3.Connection, snippet_ids: Iterable[int]) -> None:
    """Let variants stand for themselves until they are folded again."""
    conn.executemany("update snippets set variant_of = null where id = ?", ((each,) for each in snippet_ids))


def _meetings(conn: sqlite3.Connection, keys: dict[int, tuple[int, ...]], *, with_newer: bool) -> dict[int, set[int]]:
    """The others by snippet id, for those that share a key that isn't a formula."""
    owners: defaultdict[int, list[int]] = defaultdict(list)
    every = listed({key for each in keys.values() for key in each})
    for key, snippet_id in conn.execute(f"select key, snippet_id from variant_keys where key {AMONG}", [every]):
        owners[key].append(snippet_id)
    met: defaultdict[int, set[int]] = defaultdict(set)
    for snippet_id, each in keys.items():
        for key in each:
            if len(owners[key]) <= COMMON_KEY:
                met[snippet_id].update(o for o in owners[key] if o < snippet_id or (with_newer and o != snippet_id))
    return {snippet_id: others for snippet_id, others in met.items() if others}


def _variants_among(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> set[int]:
    sql = f"select id from snippets where id {AMONG} and variant_of is not null"
    return {number for (number,) in conn.execute(sql, [listed(snippet_ids)])}


def _place(conn: sqlite3.Connection, snippet_id: int, others: Sequence[int], texts: dict[int, str]) -> None:
    text = texts[snippet_id]
    same = [other for other in others if relation(texts[other], text)]
    above = [other for other in same if fuller(texts[other], text)]
    if above:
        _point(conn, snippet_id, _root(conn, max(above, key=lambda other: fullness(texts[other]))))
        return
    for other in same:
        parent = _root(conn, other)
        if parent == other or fuller(text, _text(conn, parent)):
            _point(conn, other, snippet_id)


def _root(conn: sqlite3.Connection, snippet_id: int) -> int:
    (root,) = conn.execute("select coalesce(variant_of, id) from snippets where id = ?", [snippet_id]).fetchone()
    return int(root)


def _text(conn: sqlite3.Connection, snippet_id: int) -> str:
    (text,) = conn.execute("select text from snippets where id = ?", [snippet_id]).fetchone()
    return str(text)


def _point(conn: sqlite3.Connection, snippet_id: int, root: int) -> None:
    """Point a snippet, and whatever points to it, at the fullest text: never a chain."""
    conn.execute("update snippets set variant_of = ? where variant_of = ? or id = ?", [root, snippet_id, snippet_id])
