"""Names of persons and places so alike that they may be one's, each pair found when the later of the two comes.

Whether two names are alike follows from the names, so it is asked once: a name that is found again has not to be
compared with all that meet it, who are the more the larger the archive. What follows from it is asked each time
(`store.joined_names`).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from archive import gazetteer
from archive.resolve.meeting import compare, kept_keys, sought_keys
from archive.store.rows import AMONG, listed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from archive.store.identities import Identity

Pair = tuple[int, int]


def add(conn: sqlite3.Connection, identities: Sequence[Identity]) -> None:
    """Let names that are new, or spelt otherwise now, meet those that are like them; bare ones meet nobody."""
    full = [each for each in identities if not each.is_bare]
    conn.executemany(
        "insert or ignore into meeting_names (key, identity_id) values (?, ?)",
        ((key, it.id) for it in full for key in kept_keys(it.name, it.kind)),
    )
    conn.executemany("insert or ignore into like_names (identity_id, other_id) values (?, ?)", _both_ways(conn, full))


def of(conn: sqlite3.Connection, numbers: Iterable[int]) -> list[Pair]:
    """The pairs of some identities, each with one that is like it."""
    return conn.execute(
        f"select identity_id, other_id from like_names where identity_id {AMONG}", [listed(numbers)]
    ).fetchall()


def forget(conn: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Forget what is like some identities."""
    gone = of(conn, numbers)
    conn.executemany(
        "delete from like_names where identity_id = ? and other_id = ?",
        (each for one, other in gone for each in ((one, other), (other, one))),
    )


def wrong(conn: sqlite3.Connection, identities: Sequence[Identity]) -> Iterator[int]:
    """Those of some identities of which it is not remembered what is like them, or more than is."""
    right = {pair for pair in _both_ways(conn, identities) if pair[0] in {each.id for each in identities}}
    yield from sorted({number for number, _ in right ^ {*of(conn, [each.id for each in identities])}})


def _both_ways(conn: sqlite3.Connection, identities: Sequence[Identity]) -> Iterator[Pair]:
    """Some identities with all that are like them, and the other way round."""
    known = {each.id: each for each in identities}
    sought = [[it.id, key] for it in identities for key in sorted(sought_keys(it.name, it.kind))]
    met = conn.execute(
        """select distinct json_extract(k.value, '$[0]'), i.id, i.name, i.kind from json_each(?) k
           cross join meeting_names m on m.key = json_extract(k.value, '$[1]')
           cross join identities i on i.id = m.identity_id""",
        [json.dumps(sought)],
    )
    for number, other, name, kind in met:
        it = known[number]
        if other != number and kind == it.kind and _are_alike(it, name):
            yield number, other
            yield other, number


def _are_alike(it: Identity, name: str) -> bool:
    verdict = compare(it.name, name, it.kind)
    if verdict is None or not verdict.likeness.is_joinable:
        return False
    entity = gazetteer.load().entity  # which lists two where they are two
    return entity(it.name, it.kind) is None or entity(name, it.kind) is None
