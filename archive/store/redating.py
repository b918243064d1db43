"""Dating a stored source anew, from what its sightings keep: the same rules over the same items in the same chunks."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, cast

from archive.chunks import cut
from archive.extract.dates.dating import Captured, date_items, item_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from archive.extract.dates.dating import CapturedBy, Dated, PageState

_ITEMS = """
select g.position, length(g.raw), s.text, g.title,
  coalesce(g.stamp, iif(coalesce(f.dated_by, g.dated_by) = 'published', coalesce(f.dated, g.dated), null)),
  s.dateline, g.url
from sightings g left join snippets s on s.id = g.snippet_id
left join found_facts f on f.source_id = g.source_id and f.position = g.position
where g.source_id = ? order by g.position
"""


def dated_source(conn: sqlite3.Connection, source_id: int) -> Iterator[tuple[int, Dated]]:
    """Every item of a source by its position, dated by when the source is said to have been captured."""
    value, by = conn.execute("select captured, captured_by from sources where id = ?", [source_id]).fetchone()
    captured = Captured(value, cast("CapturedBy | None", by))
    state: PageState | None = None
    for chunk in cut(conn.execute(_ITEMS, [source_id]), lambda row: row[1]):
        items = [item_text(text or "", *said) for _, _, text, *said in chunk]
        dated, state = date_items(items, captured, state)
        yield from zip((row[0] for row in chunk), dated, strict=True)


def dated_sightings(
    conn: sqlite3.Connection, places: Iterable[tuple[int, int]]
) -> Iterator[tuple[tuple[int, int], Dated]]:
    """The same of some sightings, each by its source and position; a source is gone through once."""
    for source_id, some in groupby(sorted(places), key=lambda place: place[0]):
        positions = {position for _, position in some}
        yield from (
            ((source_id, position), dated) for position, dated in dated_source(conn, source_id) if position in positions
        )
