"""Writing a batch: every chunk of it, and all that follows from it, in one transaction."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from archive.extract.dates.dating import Captured
from archive.store import texts, variants
from archive.store.annotations import Stored, annotate_again, store_contents
from archive.store.appearances import told_more
from archive.store.batch import Chunk, Counts, NewSource
from archive.store.clock import now
from archive.store.database import writing
from archive.store.decisions import in_force
from archive.store.items import insert_items, locate
from archive.store.kept import bring_back
from archive.store.surroundings import renew, sighted_around
from archive.store.tallies import tallied

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from archive.extract.names import Recogniser
    from archive.store.database import Database
    from archive.variants import Keys


def source_state(db: Database, sha256: str) -> tuple[bool, int]:
    """Whether these bytes have been ingested to their end, and how many of their items have been stored."""
    row = db.conn.execute(
        """select ingested_at is not null,
                  (select coalesce(max(position), 0) from sightings where source_id = sources.id)
           from sources where sha256 = ?""",
        [sha256],
    ).fetchone()
    return (bool(row[0]), int(row[1])) if row else (False, 0)


def captured_before(db: Database, sha256: str) -> Captured:
    """When a source of which items are stored was captured."""
    return Captured(*db.conn.execute("select captured, captured_by from sources where sha256 = ?", [sha256]).fetchone())


def write_batch(db: Database, chunks: Sequence[Chunk], ingest_id: int, recogniser: Callable[[], Recogniser]) -> Counts:
    """Store chunks, fold variants, link mentions, and keep the index in step, all or nothing."""
    counts = Counts()
    with writing(db, is_checked=False) as conn:
        stored: list[tuple[int, Chunk]] = []
        for chunk in chunks:
            source_id, is_new = _source_id(conn, chunk.source)
            counts.sources += is_new
            stored.append((source_id, chunk))
        kept = locate(conn, stored)
        entities = _entities(conn)
        with tallied(conn, set(kept.ids.values())) as folded:
            redated = insert_items(conn, stored, kept, counts)
            rulings = in_force(conn)
            redated |= texts.heed(conn, set(kept.ids.values()), rulings.texts)
            texts.hide(conn, set(kept.new_ids.values()), rulings.texts)
            bring_back(conn)
            others = store_contents(conn, list(_contents(stored, kept.new_ids)), rulings, counts)
            if redated:
                counts.failed += annotate_again(conn, redated, recogniser())
            renew(conn, others | _around(conn, stored), rulings)
            again = set(kept.ids.values()).difference(kept.new_ids.values())
            more = told_more(conn, again, _new(stored))
            folded.update(variants.fold(conn, more.union(kept.new_ids.values()), _keys(stored, kept.new_ids)))
        texts.attribute(conn, rulings)
        counts.entities += _entities(conn) - entities
        counts.variants += len(folded)
        for source_id, chunk in stored:
            if chunk.is_last:
                conn.execute("update sources set ingested_at = ? where id = ?", [now(), source_id])
        record(conn, ingest_id, counts)
    return counts


def _entities(conn: sqlite3.Connection) -> int:
    return int(conn.execute("select count(*) from entities").fetchone()[0])


def _around(conn: sqlite3.Connection, stored: Sequence[tuple[int, Chunk]]) -> set[int]:
    """The snippets whose bare names the items of a batch may tell of: their own, and those around them."""
    places: dict[int, list[int]] = {}
    for source_id, chunk in stored:
        places.setdefault(source_id, []).extend(item.position for item in chunk.items)
    return {number for each in places.items() for number in sighted_around(conn, *each)}


def _new(stored: Sequence[tuple[int, Chunk]]) -> dict[int, int]:
    """The sources of chunks, and the first position of each that came with them."""
    first: dict[int, int] = {}
    for source_id, chunk in stored:
        if chunk.items:
            first.setdefault(source_id, chunk.items[0].position)
    return first


def _keys(stored: Sequence[tuple[int, Chunk]], new_ids: Mapping[str, int]) -> dict[int, Keys]:
    """The keys under which new snippets meet their copies."""
    items = (item for _, chunk in stored for item in chunk.items)
    return {new_ids[i.key]: i.found_by.keys for i in items if i.key in new_ids and i.key and i.found_by}


def _contents(stored: Sequence[tuple[int, Chunk]], new_ids: Mapping[str, int]) -> Iterator[Stored]:
    """What snippets that are new say, each once."""
    seen: set[int] = set()
    for _, chunk in stored:
        for item in chunk.items:
            snippet_id = new_ids.get(item.key) if item.key else None
            if item.key is not None and snippet_id is not None and snippet_id not in seen:
                seen.add(snippet_id)
                yield Stored(snippet_id, item.key, item.content)


def start_ingest(db: Database, version: str, options: str) -> int:
    """Note the start of a run; returns its id."""
    with writing(db) as conn:
        cursor = conn.execute(
            "insert into ingests (started_at, version, options) values (?, ?, ?)", [now(), version, options]
        )
        return int(cursor.lastrowid or 0)


def finish_ingest(db: Database, ingest_id: int, left_out: int) -> None:
    """Note that a run came to its end, and how much it had to leave out."""
    with writing(db) as conn:
        conn.execute("update ingests set finished_at = ?, left_out = ? where id = ?", [now(), left_out, ingest_id])


def record(conn: sqlite3.Connection, ingest_id: int, counts: Counts) -> None:
    """Add what a batch brought to the run's record, inside the batch's transaction."""
    conn.execute(
        """update ingests set sources = sources + :sources, snippets = snippets + :snippets,
             sightings = sightings + :sightings, variants = variants + :variants, entities = entities + :entities,
             mentions = mentions + :mentions, dates = dates + :dates
           where id = :id""",
        {**counts.numbers(), "id": ingest_id},
    )


def _source_id(conn: sqlite3.Connection, source: NewSource) -> tuple[int, bool]:
    row = conn.execute("select id from sources where sha256 = ?", [source.sha256]).fetchone()
    if row:
        return int(row[0]), False
    cursor = conn.execute(
        """insert into sources (uri, name, format, sha256, bytes, captured, captured_by)
           values (:uri, :name, :format, :sha256, :bytes, :captured, :captured_by)""",
        asdict(source),
    )
    return int(cursor.lastrowid or 0), True
