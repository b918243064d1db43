"""Bringing an old archive to the newest model and rules: names and quotations found anew.

Texts, sightings and dates stay as they are; so do the numbers of entities, and people's decisions hold as before. It is
one transaction: until it is done readers see the archive as it was, and a run that is cut off leaves it so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.crew import Crew, in_order
from archive.steps import contents
from archive.store.annotations import BATCH_SNIPPETS, Snippet, Stored, failures, store_contents
from archive.store.batch import Counts
from archive.store.database import writing
from archive.store.decisions import in_force
from archive.store.surroundings import renew
from archive.store.texts import attribute

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from archive.annotate import Content
    from archive.store.database import Database

_SAID = (
    "found_speakers",
    "quotations",
    "mentions",
    "hidden_mentions",
    "possible_mentions",
    "meant_nearby",
    "short_names",
    "meeting_names",
    "like_names",
    "name_words",
    "aliases",
    "entities",
)


def reextract(db: Database, names: str | None, tell: Callable[[int, int], None], crew: Crew | None = None) -> Counts:
    """Find and resolve the names of every snippet anew.

    Args:
        db: An archive opened for writing.
        names: What finds names, as `extract.names.recogniser` takes it.
        tell: Called with how many snippets are done, and of how many.
        crew: Who finds them; this process alone if None.

    Returns:
        What the archive holds of snippets, entities and mentions now, and what could not be found.
    """
    failed: list[str] = []
    with writing(db) as conn:
        (count,) = conn.execute("select count(*) from snippets").fetchone()
        done = 0
        tell(done, count)
        _forget(conn)
        rulings = in_force(conn)
        crew = crew or Crew()
        for snippets, said in in_order(crew, (_read(crew, batch, names) for batch in _batches(conn))):
            stored = [Stored(s.id, s.text_hash, each) for s, each in zip(snippets, said, strict=True)]
            store_contents(conn, stored, rulings, Counts())
            failed += failures(stored)
            done += len(snippets)
            tell(done, count)
        for snippets in _batches(conn):
            renew(conn, {each.id for each in snippets}, rulings)
        attribute(conn, rulings)
        entities, mentions, quotations = conn.execute(
            "select (select count(*) from entities), (select count(*) from mentions), (select count(*) from quotations)"
        ).fetchone()
    return Counts(snippets=count, entities=entities, mentions=mentions, quotations=quotations, failed=failed)


def _forget(conn: sqlite3.Connection) -> None:
    """Take away all that names said, but the numbers under which entities were known."""
    for table in _SAID:
        conn.execute(f"delete from {table}")
    conn.execute("update identities set is_bare = 1, mentions = 0, meant_id = null, placed_id = entity_id")


def _read(crew: Crew, snippets: list[Snippet], names: str | None) -> tuple[list[Snippet], Future[list[Content]]]:
    weight = sum(len(each.text) for each in snippets)
    return snippets, crew.submit(weight, contents, [(each.text, each.dated) for each in snippets], names)


def _batches(conn: sqlite3.Connection) -> Iterator[list[Snippet]]:
    last = 0
    sql = f"select {', '.join(Snippet._fields)} from snippets where id > ? order by id limit ?"
    while batch := [Snippet(*row) for row in conn.execute(sql, [last, BATCH_SNIPPETS])]:
        last = batch[-1].id
        yield batch
