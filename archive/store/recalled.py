"""What takes long to read from an archive, kept for a connection that only reads until the data change."""

from __future__ import annotations

import itertools
import sqlite3
import weakref
from typing import Any

_KEPT: dict[int, tuple[int, dict[str, Any]]] = {}
_NUMBERS = itertools.count(1)


def recalled(conn: sqlite3.Connection) -> dict[str, Any]:
    """What was kept for a connection, to be added to: nothing after a change, nor ever for one that writes itself."""
    if conn.total_changes:
        return {}
    (version,) = conn.execute("pragma data_version").fetchone()
    number = _number(conn)
    if _KEPT[number][0] != version:
        _KEPT[number] = version, {}
    return _KEPT[number][1]


def _number(conn: sqlite3.Connection) -> int:
    """By what a connection is known until it is closed: a function of its own, which goes with it."""
    try:
        (number,) = conn.execute("select archive_kept()").fetchone()
    except sqlite3.OperationalError:
        number = next(_NUMBERS)
        _KEPT[number] = -1, {}

        def itself() -> int:
            return number

        weakref.finalize(itself, _KEPT.pop, number, None)
        conn.create_function("archive_kept", 0, itself)
    return int(number)
