"""Tags of hits: all of them counted, few as they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from archive.search.kept import kept
from archive.search.prepared import narrowed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from archive.search import Prepared


def tags_of(conn: sqlite3.Connection, asked: Prepared) -> Mapping[str, int]:
    """The tags of all that a query finds, with how many snippets each."""
    if conn.execute("select 1 from tags limit 1").fetchone() is None:
        return {}
    plan = narrowed(conn, asked, kept("tags"), is_folded=asked.plan.is_folded)
    found = conn.execute(plan.ids(), asked.params)
    ids = json.dumps([row[0] for row in found])
    sql = "select t.tag, count(*) from json_each(?) j cross join tags t on t.snippet_id = j.value group by t.tag"
    return dict(tuple(row) for row in conn.execute(sql, [ids]))
