"""What came in last of what a query finds: newest by arrival, which is the order of the snippets' numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from archive.search.compile import added_after
from archive.search.hits import in_company
from archive.search.plan import COLUMNS
from archive.search.prepared import prepare
from archive.search.saved import latest

if TYPE_CHECKING:
    import sqlite3

    from archive.search.hits import Hit
    from archive.search.query import Query

_FIRST_LOOK = 2_000
"""How far back the first look goes; each one that finds too few goes back `_FURTHER` times as far."""
_FURTHER = 16
_ARRIVED = """
select j.value, min(c.ingested_at), s.text_hash
from json_each(?) j
join snippets s on s.id = j.value
left join sightings g on g.snippet_id = s.id
left join sources c on c.id = g.source_id
group by 1
"""


class Arrival(NamedTuple):
    """A snippet and when it came in."""

    hit: Hit
    at: str | None
    """UTC, to the second; None while its source is still coming in."""
    key: str
    """What stays the same of it in any archive, however often it is ingested."""


def arrivals(conn: sqlite3.Connection, query: Query | str, most: int) -> list[Arrival]:
    """The snippets that a query finds and that came in last, the last first; folded variants are left out.

    Raises:
        SearchError: The query can't be understood.
    """
    asked = prepare(conn, query)
    last = latest(conn)
    back = _FIRST_LOOK
    while True:
        since = max(0, last - back)
        newer = added_after(asked.compiled, since)
        select = f"select id from ({newer.plan.ids()}) order by id desc limit :most"
        ids = [number for (number,) in conn.execute(select, {**newer.params, "most": most})]
        if len(ids) >= most or not since:
            return _told(conn, ids)
        back *= _FURTHER


def _told(conn: sqlite3.Connection, ids: list[int]) -> list[Arrival]:
    listed = json.dumps(ids)
    rows = conn.execute(f"select {COLUMNS} from snippets s where s.id in (select value from json_each(?))", (listed,))
    hits = {hit.id: hit for hit in in_company(conn.cursor(), rows.fetchall())}
    when = {number: (at, key) for number, at, key in conn.execute(_ARRIVED, (listed,))}
    return [Arrival(hits[number], *when[number]) for number in ids]
