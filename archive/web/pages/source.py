"""The page of one source: what was captured, when, how that is known, and its items in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.store.rows import as_dicts

if TYPE_CHECKING:
    import sqlite3

    from archive.store.rows import Row

PAGE = 50
"""Items on a page."""


@dataclass(frozen=True, slots=True)
class SourcePage:
    """Everything on the page."""

    source: Row
    items: list[Row]
    """Each as it stood in the source, with the snippet that it became."""
    total: int
    start: int
    previous: int | None
    """With which item the page before begins, and the next one, as far as there is one."""
    next: int | None


def source_page(conn: sqlite3.Connection, number: int, start: int) -> SourcePage | None:
    """Read a source and a page of its items, from one on; None where there is none of that number."""
    found = as_dicts(conn, "select * from sources where id = ?", number)
    if not found:
        return None
    # positions have no gaps: the last one is their number, and the index gives it at once
    last = "select coalesce(max(position), 0) from sightings where source_id = ?"
    (total,) = conn.execute(last, (number,)).fetchone()
    start = min(max(1, start), max(1, total))
    items = as_dicts(
        conn,
        """select g.position, g.snippet_id, coalesce(s.text, g.raw) as text, s.title, s.kind, s.dated, s.dated_by,
                  coalesce(s.variant_of <> s.id, 0) as is_variant, s.is_truncated,
                  exists (select 1 from sightings f where f.snippet_id = g.snippet_id
                          and (f.source_id, f.position) < (g.source_id, g.position)) as is_repeat
           from sightings g left join snippets s on s.id = g.snippet_id
           where g.source_id = ? and g.position >= ? order by g.position limit ?""",
        number,
        start,
        PAGE,
    )
    return SourcePage(
        source=found[0],
        items=items,
        total=total,
        start=start,
        previous=max(1, start - PAGE) if start > 1 else None,
        next=start + PAGE if start + PAGE <= total else None,
    )
