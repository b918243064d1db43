"""Sources as people manage them: named, captured at another time, under another outlet, or deleted.

Each is one transaction: readers see the archive before or after it, and a run that is cut off leaves it as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.errors import StoreError
from archive.extract import names
from archive.store import texts, variants
from archive.store.annotations import annotate_again
from archive.store.batch import Counts
from archive.store.database import writing
from archive.store.decisions import in_force
from archive.store.entities import unlink
from archive.store.kept import lay_aside
from archive.store.redating import dated_source
from archive.store.rows import AMONG, listed
from archive.store.sightings import show_first
from archive.store.snippets import days_of
from archive.store.source_names import sources_called
from archive.store.surroundings import renew
from archive.store.tallies import tallied

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection

    from archive.extract.names import Recogniser
    from archive.store.database import Database

_COLUMNS = """c.id, c.name, c.uri, c.format, c.bytes, c.captured, c.captured_by, c.ingested_at, c.sha256,
  (select count(*) from sightings where source_id = c.id),
  (select count(distinct snippet_id) from sightings where source_id = c.id)"""


@dataclass(frozen=True, slots=True)
class Source:
    """A row of the `sources` table, and what came of it."""

    id: int
    name: str
    uri: str
    format: str
    bytes: int
    captured: str | None
    captured_by: str | None
    ingested_at: str | None
    sha256: str
    items: int
    snippets: int


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change of a source came to."""

    sightings: int
    snippets: int
    """Snippets that went with it, or that say something else now."""
    failed: tuple[str, ...] = ()
    """What could not be found when it was read anew, as sentences."""


def sources(conn: sqlite3.Connection) -> list[Source]:
    """All sources, in the order in which they came."""
    return [Source(*row) for row in conn.execute(f"select {_COLUMNS} from sources c order by c.id")]


def find_sources(conn: sqlite3.Connection, text: str) -> list[Source]:
    """The sources that a person means by a number, a name, an address, or else a part of the latter two."""
    meant = sources_called(conn, text)
    found = [conn.execute(f"select {_COLUMNS} from sources c where c.id = ?", [number]).fetchone() for number in meant]
    return [Source(*row) for row in found]


def outlets_of(conn: sqlite3.Connection, source_id: int) -> dict[str, int]:
    """Who published the items of a source, by how many; '' for those that say nobody."""
    counted = "select coalesce(outlet, ''), count(*) from sightings where source_id = ? and snippet_id is not null"
    rows = conn.execute(f"{counted} group by 1 order by 2 desc, 1", [source_id])
    return dict(tuple(row) for row in rows)


def rename(db: Database, source_id: int, name: str) -> None:
    """Call a source otherwise."""
    with writing(db) as conn:
        conn.execute("update sources set name = ? where id = ?", [_said(name), source_id])


def set_outlet(db: Database, source_id: int, outlet: str, was: str | None = None) -> Changed:
    """Put right who published a source's items.

    Args:
        db: An archive opened for writing.
        source_id: The source.
        outlet: Who published them.
        was: Change those of this outlet, and those of none; by default of the source's commonest.
    """
    where = "source_id = ? and snippet_id is not null and (outlet is null or outlet = ?)"
    with writing(db) as conn:
        every = _ids(conn, "select distinct snippet_id from sightings where source_id = ?", source_id)
        with tallied(conn, every):
            texts.lift(conn, every)
            if was is None:
                was = next(iter(outlets_of(conn, source_id)), "")
            ids = _ids(conn, f"select distinct snippet_id from sightings where {where}", source_id, was)
            count = conn.execute(
                f"update sighting_rows set outlet = ? where {where}", [_said(outlet), source_id, was]
            ).rowcount
            show_first(conn, every)
            texts.heed(conn, every, in_force(conn).texts)
    return Changed(count, len(ids))


def recapture(db: Database, source_id: int, captured: str, recogniser: Callable[[], Recogniser]) -> Changed:
    """Put right when a source was captured: all that counts from that day is dated anew.

    Args:
        db: An archive opened for writing.
        source_id: The source.
        captured: Prefix date.
        recogniser: Makes what finds names, for texts that name people by an office held on another day now.
    """
    with writing(db) as conn:
        ids = _ids(conn, "select distinct snippet_id from sightings where source_id = ?", source_id)
        conn.execute("update sources set captured = ?, captured_by = 'option' where id = ?", [captured, source_id])
        before = days_of(conn, ids)
        near = variants.group_of(conn, ids)
        dated = list(dated_source(conn, source_id))
        failed = [f"item {position}: {each.failed}" for position, each in dated if each.failed]
        rulings = in_force(conn)
        with tallied(conn, near) as folded:
            texts.lift(conn, ids)
            conn.executemany(
                """update sighting_rows set dated = ?1, dated_by = ?2, stamp = ?3
                   where source_id = ?4 and position = ?5 and snippet_id is not null
                     and (dated is not ?1 or dated_by is not ?2 or stamp is not ?3)""",
                [(each.dated, each.dated_by, each.stamp, source_id, position) for position, each in dated],
            )
            show_first(conn, ids)
            texts.heed(conn, ids, rulings.texts)
            texts.redate_by_first(conn, ids)
            variants.unfold(conn, near)
            folded.update(variants.fold(conn, near))
        redated = {number for number, day in days_of(conn, ids).items() if day != before[number]}
        if redated:
            failed += annotate_again(conn, redated, recogniser())
        renew(conn, ids, rulings)
        texts.attribute(conn, rulings)
        (items,) = conn.execute("select count(*) from sightings where source_id = ?", [source_id]).fetchone()
    return Changed(items, len(redated), tuple(failed))


def delete(db: Database, source_id: int) -> Changed:
    """Take a source away, with its sightings and the snippets that nothing else shows; decisions stay."""
    with writing(db) as conn:
        ids = _ids(conn, "select distinct snippet_id from sightings where source_id = ?", source_id)
        elsewhere = f"select distinct snippet_id from sightings where source_id <> ? and snippet_id {AMONG}"
        kept = _ids(conn, elsewhere, source_id, listed(ids))
        gone = ids - kept
        near = variants.group_of(conn, ids) - gone
        before = days_of(conn, kept)
        with tallied(conn, ids | near) as folded:
            others = unlink(conn, gone, in_force(conn), Counts())
            count = conn.execute("delete from sighting_rows where source_id = ?", [source_id]).rowcount
            for table in ("found_facts", "raw_parts"):
                conn.execute(f"delete from {table} where source_id = ?", [source_id])
            variants.unfold(conn, near)
            _delete_snippets(conn, gone)
            conn.execute("delete from sources where id = ?", [source_id])
            show_first(conn, kept)
            redated = {number for number, day in days_of(conn, kept).items() if day != before[number]}
            texts.redate_by_first(conn, redated)
            failed = annotate_again(conn, redated, names.recogniser(None)) if redated else []
            renew(conn, kept | others - gone, in_force(conn))
            folded.update(variants.fold(conn, near))
        texts.attribute(conn, in_force(conn))
        conn.execute(
            """update searches set last_seen_snippet_id =
                 min(last_seen_snippet_id, (select coalesce(max(id), 0) from snippets))"""
        )
    return Changed(count, len(gone), tuple(failed))


def _delete_snippets(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> None:
    lay_aside(conn, snippet_ids)
    for table in ("dates", "variant_keys"):
        conn.execute(f"delete from {table} where snippet_id {AMONG}", [listed(snippet_ids)])
    conn.execute(f"delete from snippets where id {AMONG}", [listed(snippet_ids)])


def _ids(conn: sqlite3.Connection, sql: str, *parameters: object) -> set[int]:
    return {number for (number,) in conn.execute(sql, parameters) if number is not None}


def _said(name: str) -> str:
    """A name as a person gives it.

    Raises:
        StoreError: There is nothing to it.
    """
    said = " ".join(name.split())
    if not said:
        raise StoreError("A name needs at least one letter.")
    return said
