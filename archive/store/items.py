"""The items of a batch, stored: new texts as snippets, every appearance as a sighting, and who speaks for each text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archive.annotate import found_by
from archive.extract.dates.dating import with_expressions
from archive.store.rows import AMONG, listed
from archive.store.sightings import FACTS, facts, find_by_others, insert_sightings, speak_first
from archive.store.snippets import insert_dates, known_ids, redate

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from archive.extract.dates.dating import Dated
    from archive.store.batch import Chunk, Counts, ExtractedItem
    from archive.types import CleanItem


class Kept(NamedTuple):
    """Where the items of a batch went."""

    new_ids: dict[str, int]
    """Text key to id of the snippets that are new."""
    ids: dict[str, int]
    """The same of all of them."""


def locate(conn: sqlite3.Connection, stored: Sequence[tuple[int, Chunk]]) -> Kept:
    """Which snippets the items of a batch are, and which ids those will have that are new."""
    keys = dict.fromkeys(item.key for _, chunk in stored for item in chunk.items if item.key is not None)
    known = known_ids(conn, keys)
    (last_id,) = conn.execute("select coalesce(max(id), 0) from snippets").fetchone()
    new = [key for key in keys if key not in known]
    new_ids = {key: last_id + nth for nth, key in enumerate(new, start=1)}
    return Kept(new_ids, known | new_ids)


def insert_items(conn: sqlite3.Connection, stored: Sequence[tuple[int, Chunk]], kept: Kept, counts: Counts) -> set[int]:
    """Insert new snippets, all sightings, dates and index entries; let known snippets say what they now have to.

    Args:
        conn: Inside a transaction.
        stored: Chunks with the ids of their sources.
        kept: From `locate`.
        counts: Added to.

    Returns:
        The snippets known before that have another day now.
    """
    items = [item for _, chunk in stored for item in chunk.items if item.key is not None]
    new: dict[str, ExtractedItem] = {}
    again: list[ExtractedItem] = []
    for item in items:
        if item.key in kept.new_ids and item.key not in new:
            new[item.key or ""] = item
        else:
            again.append(item)
    _insert_snippets(conn, ((kept.ids[key], key, item) for key, item in new.items()))
    counts.sightings += insert_sightings(conn, stored, kept.ids, {kept.ids[item.key or ""] for item in again})
    counts.snippets += len(new)
    counts.dates += insert_dates(conn, ((kept.ids[key], _dated(item)) for key, item in new.items()))
    return _see_again(conn, again, kept.ids, counts).difference(kept.new_ids.values())


def _insert_snippets(conn: sqlite3.Connection, new: Iterable[tuple[int, str, ExtractedItem]]) -> None:
    (last_id,) = conn.execute("select coalesce(max(id), 0) from snippets").fetchone()
    conn.execute("insert into bulk_load (is_on) values (1)")
    conn.executemany(
        f"""insert into snippets (id, text_hash, text, is_truncated, also, kind, language, dateline, note, {FACTS})
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (_row(snippet_id, key, item) for snippet_id, key, item in new),
    )
    conn.execute(
        """insert into snippets_fts (rowid, title, text, also)
           select id, title, text, also from snippets where id > ?""",
        [last_id],
    )
    conn.execute("delete from bulk_load")


def _row(snippet_id: int, key: str, item: ExtractedItem) -> tuple[object, ...]:
    clean = _clean(item)
    return (
        snippet_id,
        key,
        clean.text,
        int(clean.is_truncated),
        (item.found_by or found_by(clean.text, clean.title)).also,
        clean.kind or "item",
        clean.language,
        clean.dateline,
        clean.note,
        *facts(item),
    )


def _dated(item: ExtractedItem) -> Dated:
    return with_expressions(_clean(item).text, item.dated)


def _clean(item: ExtractedItem) -> CleanItem:
    assert item.clean is not None  # noqa: S101 - an item with a key has been normalised
    return item.clean


def _see_again(
    conn: sqlite3.Connection, again: Sequence[ExtractedItem], ids: Mapping[str, int], counts: Counts
) -> set[int]:
    """Let texts that came again say what their first sighting says, and date them by it; returns those redated."""
    touched = {ids[item.key or ""] for item in again}
    before = _heads(conn, touched)
    _learn(conn, again, ids)
    speak_first(conn, touched)
    now = _heads(conn, touched)
    said = ((ids[item.key or ""], _clean(item).title) for item in again)
    find_by_others(
        conn,
        {number for number, title in said if title is not None and title != before[number].title}
        | {number for number in touched if now[number].title != before[number].title},
    )
    changed = {number: head.day for number, head in now.items() if head.day != before[number].day}
    redated = {
        number: _dated(item)
        for item in reversed(again)
        if changed.get(number := ids[item.key or ""]) == (item.dated.dated, item.dated.dated_by)
    }
    counts.dates += redate(conn, redated)
    return set(redated)


class _Head(NamedTuple):
    """Headline and day of a snippet, and how the day is known."""

    title: str | None
    day: tuple[str | None, str | None]


def _heads(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> dict[int, _Head]:
    sql = f"select id, title, dated, dated_by from snippets where id {AMONG}"
    rows = conn.execute(sql, [listed(snippet_ids)])
    return {number: _Head(title, (dated, by)) for number, title, dated, by in rows}


def _learn(conn: sqlite3.Connection, again: Iterable[ExtractedItem], ids: Mapping[str, int]) -> None:
    """Add to texts what they lacked so far: a kind more telling than 'item', a language, a dateline, a note."""
    conn.executemany(
        """update snippets set kind = iif(kind = 'item', ?1, kind), language = coalesce(language, ?2),
             dateline = coalesce(dateline, ?3), note = coalesce(note, ?4)
           where id = ?5 and (kind = 'item' and ?1 <> 'item' or language is null and ?2 is not null
             or dateline is null and ?3 is not null or note is null and ?4 is not null)""",
        ((c.kind or "item", c.language, c.dateline, c.note, ids[i.key or ""]) for i in again for c in [_clean(i)]),
    )
