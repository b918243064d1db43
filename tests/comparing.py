"""What is in an archive, to compare it with another, and whether it is whole, asked of the file itself."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def rows(db: Path, sql: str) -> list[tuple[Any, ...]]:
    """Ask the file itself."""
    conn = sqlite3.connect(db)
    try:
        return conn.execute(sql).fetchall()
    finally:
        conn.close()


COMPARED = (
    "snippets", "entities", "aliases", "name_words", "mentions", "dates", "quotations", "identities", "short_names",
    "meant_nearby", "possible_mentions", "variant_keys",
)  # fmt: skip


def content(db: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in an archive that doesn't tell when it was made."""
    tables = {
        "sources": "select id, uri, name, format, sha256, captured, ingested_at is not null from sources",
        "ingested": "select snippet_id, source_id, position, raw from sightings order by 2, 3",
    }
    for table in COMPARED:
        tables[table] = f"select * from {table} order by 1, 2"
    return {table: rows(db, sql) for table, sql in tables.items()}


def check_whole(db: Path) -> None:
    """Foreign keys hold, the index is in step, offsets are exact, counts are true."""
    assert rows(db, "pragma foreign_key_check") == []
    assert rows(db, "pragma integrity_check") == [("ok",)]
    conn = sqlite3.connect(db)
    conn.execute("insert into snippets_fts (snippets_fts, rank) values ('integrity-check', 1)")
    conn.close()
    for table in ("mentions", "dates"):
        wrong = f"""select s.id, x.surface from {table} x join snippets s on s.id = x.snippet_id
                    where substr(s.text, x.start + 1, x.stop - x.start) <> x.surface"""
        assert rows(db, wrong) == []
    assert not rows(
        db,
        """select name, mention_count, snippet_count, count(m.start), count(distinct m.snippet_id)
           from entities e left join mentions m on m.entity_id = e.id group by e.id
           having mention_count <> count(m.start) or snippet_count <> count(distinct m.snippet_id)""",
    )
    assert not rows(
        db, "select id from snippets where variant_of in (select id from snippets where variant_of not null)"
    )
    assert not rows(db, "select id from entities where mention_count = 0")
