"""The decisions that an archive holds, and those of them that hold now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive.resolve.rulings import Decision, Rulings, active, words_of
from archive.text.folding import fold

if TYPE_CHECKING:
    import sqlite3

COLUMNS = ("id", "made_at", "action", "subject", "object", "note", "undone_by")


def all_decisions(conn: sqlite3.Connection) -> list[Decision]:
    """Every decision ever made, in order; those undone have `undone_by`."""
    return [Decision(*row) for row in conn.execute(f"select {', '.join(COLUMNS)} from decisions order by id")]


def in_force(conn: sqlite3.Connection) -> Rulings:
    """The decisions that hold, ready to be asked about the mentions of all snippets that are stored by now."""
    decisions = active(all_decisions(conn))
    return Rulings(decisions, {words: texts_with(conn, words) for words in words_of(decisions)})


def texts_with(conn: sqlite3.Connection, words: str) -> frozenset[str]:
    """The hashes of the texts in which these words stand, one after the other and none of them cut; case is ignored."""
    phrase = words.replace('"', " ")
    if not any(letter.isalnum() for letter in phrase):
        return frozenset()
    apart = r"\s+".join(map(re.escape, fold(words).split()))
    stand = re.compile(rf"(?<!\w){apart}(?!\w)")
    rows = conn.execute(
        """select s.text_hash, s.text from snippets_fts f join snippets s on s.id = f.rowid
           where snippets_fts match ?""",
        [f'text : "{phrase}"'],
    )
    return frozenset(text_hash for text_hash, text in rows if stand.search(fold(text)))
