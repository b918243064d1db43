"""What a benchmark asks an archive about, found in the archive itself, be it a made one or one of real texts."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

TOLERANCE = 0.5
"""How far a word may be from the share that was asked for, as a part of it."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """Words, entities, an outlet and dates, from frequent to rare."""

    common: str
    """A word in about 8 % of the snippets."""
    rare: str
    """A word in about 100 of them."""
    frequent: int
    """The entity with most mentions."""
    name: str
    """What it is called."""
    second: int
    """Another entity that is named with it, the most frequent one."""
    rivals: tuple[int, int, int]
    """Entities of the same kind as the frequent one: a rare one, a middling one, the next in frequency."""
    middling: int
    outlet: str
    year: str
    month: str


def subjects(conn: sqlite3.Connection) -> Subjects:
    """Find them.

    Raises:
        SystemExit: The archive is too small.
    """
    (size,) = conn.execute("select count(*) from snippets").fetchone()
    ranked = conn.execute("select id, name, kind from entities order by mention_count desc limit 1000").fetchall()
    if len(ranked) < 300:
        raise SystemExit(f"The archive has {len(ranked)} entities; take a larger one.")
    frequent, name, kind = ranked[0]
    same = [number for number, _, each in ranked[1:] if each == kind]
    (outlet,) = conn.execute("select outlet from snippets where outlet > '' group by 1 order by count(*) desc limit 1")
    (month,) = conn.execute("select month from snippets where month > '' group by 1 order by count(*) desc limit 1")
    (second,) = conn.execute(
        """select m.entity_id from (select snippet_id from mentions where entity_id = ?1 limit 20000) s
           cross join mentions m on m.snippet_id = s.snippet_id and m.entity_id <> ?1
           group by 1 order by count(*) desc limit 1""",
        (frequent,),
    )
    return Subjects(
        common=word_of_share(conn, 0.08, size),
        rare=word_of_share(conn, 100 / size, size),
        frequent=frequent,
        name=name,
        second=second[0],
        rivals=(same[-1], same[len(same) // 10], same[0]),
        middling=ranked[100][0],
        outlet=outlet[0],
        year=month[0][:4],
        month=month[0],
    )


def word_of_share(conn: sqlite3.Connection, share: float, size: int) -> str:
    """A word that stands in about that share of the snippets, as far as the index can be asked for it by its stem.

    Raises:
        SystemExit: There is none.
    """
    conn.execute("create virtual table if not exists temp.vocabulary using fts5vocab(main, snippets_fts, row)")
    near = conn.execute(
        """select term from temp.vocabulary where length(term) > 3 and term not glob '*[^a-z]*'
           order by abs(doc - ?), term limit 50""",
        (share * size,),
    )
    for (term,) in near.fetchall():
        (count,) = conn.execute("select count(*) from snippets_fts where snippets_fts match ?", (term,)).fetchone()
        if abs(count - share * size) <= TOLERANCE * share * size:
            return str(term)
    raise SystemExit(f"No word stands in {share:.4%} of {size:,} snippets: take more snippets.")
