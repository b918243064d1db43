"""Which sources a person means by what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


def sources_called(conn: sqlite3.Connection, text: str) -> dict[int, str]:
    """Sources by number and name that are meant by a number, a name, an address, or else a part of the latter two."""
    known = conn.execute("select id, name, uri from sources order by id").fetchall()
    wanted = text.strip().removeprefix("#").casefold()
    exact = {id_: name for id_, name, uri in known if wanted in {str(id_), name.casefold(), uri.casefold()}}
    if exact or wanted.isdecimal() or not wanted:
        return exact
    return {id_: name for id_, name, uri in known if wanted in f"{name}\n{uri}".casefold()}
