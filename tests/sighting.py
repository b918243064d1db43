"""Sightings for snippets that a test made by hand: each is sighted as it stands, and everything is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.store.sightings import FACTS
from archive.store.tallies import recount

if TYPE_CHECKING:
    import sqlite3


def sight(conn: sqlite3.Connection) -> None:
    """Let sightings without facts say what their snippets say, sight those that have none, and count."""
    conn.execute(
        """insert or ignore into sources (id, uri, name, format, sha256, bytes)
           values (99, 'by-hand', 'By hand', 'text', 'by hand', 0)"""
    )
    conn.execute(
        """insert into sighting_rows (source_id, position, snippet_id, raw)
           select 99, id, id, text from snippets s
           where not exists (select 1 from sightings where snippet_id = s.id)"""
    )
    conn.execute("delete from sources where id = 99 and id not in (select source_id from sightings)")
    conn.execute(
        f"""update sighting_rows set ({FACTS}) = (select {FACTS} from snippets where id = snippet_id)
            where snippet_id is not null and coalesce(outlet, dated, title, url, author) is null"""
    )
    recount(conn)
