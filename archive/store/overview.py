"""Reading an archive as a whole, or one snippet with all that is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archive.store.database import schema_version
from archive.store.mention_placing import DESCRIBED, FOUND_RULE
from archive.store.rows import FIRST, Row, as_dicts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from pathlib import Path

    from archive.store.database import Database

_COUNTED = (
    "sources",
    "snippets",
    "sightings",
    "entities",
    "mentions",
    "dates",
    "quotations",
    "decisions",
    "tags",
    "notes",
)


@dataclass(frozen=True, slots=True)
class Overview:
    """What an archive holds."""

    path: str
    bytes: int
    schema_version: int
    counts: dict[str, int]
    """Rows by table, and 'variants'."""
    first_dated: str | None
    last_dated: str | None
    unfinished: int
    """Sources whose ingest was cut off; the next run with them carries on."""
    top: dict[str, list[Row]]
    """Most-named entities by kind: name, snippets, mentions."""


def overview(db: Database, path: Path, *, top: int = 5) -> Overview:
    """Count what an archive holds; `top` entities of each kind."""
    counts = {table: _one(db, f"select count(*) from {table}") for table in _COUNTED}
    counts["variants"] = _one(db, "select count(*) from snippets where variant_of <> id")
    return Overview(
        path=str(path),
        bytes=path.stat().st_size,
        schema_version=schema_version(db),
        counts=counts,
        first_dated=_one(db, "select min(dated) from snippets"),
        last_dated=_one(db, "select max(dated) from snippets"),
        unfinished=_one(db, "select count(*) from sources where ingested_at is null"),
        top={kind: _top(db, kind, top) for kind in ("person", "organisation", "place")},
    )


def snippet(conn: sqlite3.Connection, snippet_id: int, most: Mapping[str, int] | None = None) -> Row | None:
    """A snippet with its mentions, dates, quotations, sightings and variants; None where there is none.

    Args:
        conn: The archive.
        snippet_id: Its number.
        most: How many of these at most, such as `{"mentions": 500}`; all of what is left out.
    """
    rows = as_dicts(conn, "select * from snippets where id = ?", snippet_id)
    if not rows:
        return None
    (found,) = rows
    del found["text_hash"]
    limits = most or {}
    return found | {
        what: as_dicts(conn, f"{sql} limit ?", snippet_id, limits.get(what, -1)) for what, sql in _OF_A_SNIPPET.items()
    }


_OF_A_SNIPPET = {
    "mentions": """select m.start, m.stop, m.surface, e.name as entity, e.kind, m.role, m.rule, m.score, m.entity_id
                   from mentions m join entities e on e.id = m.entity_id where m.snippet_id = ? order by m.start""",
    "dates": """select start, stop, surface, value, first_day, last_day, rule, alternative
                from dates where snippet_id = ? order by start""",
    "quotations": f"""select q.start, q.stop, q.quote, q.speaker_id, q.cue, q.kind, q.is_complete, q.score,
                       iif(length(q.speaker) > m.stop - m.start and q.speaker is not m.role, q.speaker,
                         coalesce(e.name, q.speaker)) as speaker,
                       iif({FOUND_RULE} in {DESCRIBED}, m.role, null) as by_role
                     from quotations q left join entities e on e.id = q.speaker_id
                     left join mentions m on m.snippet_id = q.snippet_id and m.start = q.speaker_start
                     where q.snippet_id = ? order by q.start""",
    # from old to new: who had it first
    "sightings": f"""select g.dated, g.dated_by, g.hour, g.outlet, g.author, g.title, g.url,
                       s.id as source_id, s.name as source, s.uri, s.sha256, s.captured, s.captured_by,
                       g.position, g.raw
                     from sightings g join sources s on s.id = g.source_id
                     where g.snippet_id = ? order by {FIRST}""",
    "tags": "select tag, made_at from tags where snippet_id = ? order by tag",
    "notes": "select id, note, made_at from notes where snippet_id = ? order by id",
    "variants": """select id, text, dated, outlet, is_truncated from snippets
                   where variant_of = ? and id <> variant_of order by id""",
}


def _one(db: Database, sql: str) -> Any:
    return db.conn.execute(sql).fetchone()[0]


def _top(db: Database, kind: str, limit: int) -> list[Row]:
    return as_dicts(
        db.conn,
        """select id, name, snippet_count, mention_count from entities where kind = ?
           order by snippet_count desc, mention_count desc, name limit ?""",
        kind,
        limit,
    )
