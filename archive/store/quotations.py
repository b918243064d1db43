"""Quotations: stored with the mention of their speaker, whose entity they follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.store.rows import AMONG, listed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from archive.extract.quotations.passages import QuotationSpan

SPEAKER = """(select m.entity_id from mentions m
               where m.snippet_id = quotations.snippet_id and m.start = quotations.speaker_start)"""


def insert(conn: sqlite3.Connection, found: Iterable[tuple[int, QuotationSpan]]) -> int:
    """Insert the quotations of snippets whose mentions have been linked; returns how many."""
    rows = [
        (snippet_id, q.start, q.stop, q.quote, q.cue, q.is_complete, q.kind, q.speaker_text, start, q.score)
        for snippet_id, q in found
        for start in [q.speaker[0] if q.speaker else None]
    ]
    conn.executemany(
        """insert into quotations
             (snippet_id, start, stop, quote, cue, is_complete, kind, speaker, speaker_start, score, speaker_id)
           values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,
             (select entity_id from mentions where snippet_id = ?1 and start = ?9))""",
        rows,
    )
    return len(rows)


def follow(conn: sqlite3.Connection, snippet_ids: Iterable[int]) -> None:
    """Let the quotations of snippets go where the mentions of their speakers went."""
    conn.execute(
        f"""update quotations set speaker_id = {SPEAKER}
            where speaker_start is not null and snippet_id {AMONG} and speaker_id is not {SPEAKER}""",
        [listed(snippet_ids)],
    )
