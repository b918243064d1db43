"""Snippets, their sightings and their dates.

A text that comes again makes no second snippet, but can teach the first one something: a title, a link, a
better date. Better means: known from a better source (published, then the text, then neighbours, then the
capture date); of two equally known dates the more precise one, else the earlier.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archive.extract.dates.dating import year_month
from archive.store.rows import AMONG, listed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from archive.extract.dates.dating import Dated
    from archive.store.batch import Chunk, Counts, ExtractedItem

_TRUST = {"published": 0, "text": 1, "neighbours": 2, "captured": 3, None: 4}


class Known(NamedTuple):
    """The columns of a stored snippet that a later sighting may improve."""

    id: int
    title: str | None
    kind: str
    url: str | None
    author: str | None
    outlet: str | None
    language: str | None
    dateline: str | None
    note: str | None
    dated: str | None
    dated_by: str | None


def known_ids(conn: sqlite3.Connection, keys: Iterable[str]) -> dict[str, int]:
    """The snippets that the archive already has among these text keys."""
    return dict(conn.execute(f"select text_hash, id from snippets where text_hash {AMONG}", [listed(keys)]))


def insert(conn: sqlite3.Connection, stored: Sequence[tuple[int, Chunk]], counts: Counts) -> dict[str, int]:
    """Insert new snippets, all sightings, dates and index entries.

    Returns:
        Text key → id of the snippets that are new with this batch.
    """
    items = [item for _, chunk in stored for item in chunk.items if item.key is not None]
    ids = known_ids(conn, {item.key for item in items if item.key is not None})
    new = _first_of_each(items, ids)
    (last_id,) = conn.execute("select coalesce(max(id), 0) from snippets").fetchone()
    new_ids = {key: last_id + nth for nth, key in enumerate(new, start=1)}
    _insert_snippets(conn, new, new_ids, last_id)
    seen_again = [item for item in items if new.get(_key(item)) is not item]
    ids.update(new_ids)
    _insert_sightings(conn, stored, ids, counts)
    counts.snippets += len(new)
    counts.dates += _insert_dates(conn, ((new_ids[key], item.dated) for key, item in new.items()))
    _improve(conn, seen_again, ids, counts)
    return new_ids


def _key(item: ExtractedItem) -> str:
    return item.key or ""


def _first_of_each(items: Iterable[ExtractedItem], known: Mapping[str, int]) -> dict[str, ExtractedItem]:
    new: dict[str, ExtractedItem] = {}
    for item in items:
        if _key(item) not in known:
            new.setdefault(_key(item), item)
    return new


def _insert_snippets(
    conn: sqlite3.Connection,
    new: Mapping[str, ExtractedItem],
    ids: Mapping[str, int],
    last_id: int,
) -> None:
    conn.execute("insert into bulk_load (is_on) values (1)")
    conn.executemany(
        """insert into snippets (id, text, title, kind, url, author, outlet, language, is_truncated, dateline,
             note, dated, dated_by, year, month, text_hash)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (_row(ids[key], key, item) for key, item in new.items()),
    )
    conn.execute(
        "insert into snippets_fts (rowid, title, text) select id, title, text from snippets where id > ?",
        [last_id],
    )
    conn.execute("delete from bulk_load")


def _row(snippet_id: int, key: str, item: ExtractedItem) -> tuple[object, ...]:
    clean, dated = item.clean, item.dated
    assert clean is not None  # noqa: S101 - an item with a key has been normalised
    year, month = year_month(dated.dated)
    return (
        snippet_id,
        clean.text,
        clean.title,
        clean.kind or "item",
        clean.url,
        clean.author,
        clean.outlet,
        clean.language,
        int(clean.is_truncated),
        clean.dateline,
        clean.note,
        dated.dated,
        dated.dated_by,
        year,
        month,
        key,
    )


def _insert_sightings(
    conn: sqlite3.Connection, stored: Sequence[tuple[int, Chunk]], ids: Mapping[str, int], counts: Counts
) -> None:
    for source_id, chunk in stored:
        conn.executemany(
            """insert into sightings (source_id, position, snippet_id, raw) values (?, ?, ?, ?)
               on conflict do nothing""",
            ((source_id, i.position, ids.get(i.key) if i.key else None, i.raw) for i in chunk.items),
        )
        counts.sightings += len(chunk.items)


def _insert_dates(conn: sqlite3.Connection, dated: Iterable[tuple[int, Dated]]) -> int:
    rows = [
        (snippet_id, d.start, d.stop, d.surface, d.value, d.first_day, d.last_day, d.rule, d.alternative)
        for snippet_id, each in dated
        for d in each.dates
    ]
    conn.executemany(
        """insert into dates (snippet_id, start, stop, surface, value, first_day, last_day, rule, alternative)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        rows,
    )
    return len(rows)


def _improve(
    conn: sqlite3.Connection, seen_again: Sequence[ExtractedItem], ids: Mapping[str, int], counts: Counts
) -> None:
    state = _load(conn, {ids[_key(item)] for item in seen_again})
    better: dict[int, Known] = {}
    redated: dict[int, Dated] = {}
    for item in seen_again:
        old = state[ids[_key(item)]]
        new = _merged(old, item)
        if new == old:
            continue
        state[old.id] = better[old.id] = new
        if (new.dated, new.dated_by) != (old.dated, old.dated_by):
            redated[old.id] = item.dated
    conn.executemany(
        """update snippets set title = ?, kind = ?, url = ?, author = ?, outlet = ?, language = ?, dateline = ?,
             note = ?, dated = ?, dated_by = ?, year = ?, month = ? where id = ?""",
        ((*row[1:], *year_month(row.dated), row.id) for row in better.values()),
    )
    _redate(conn, redated, counts)


def _load(conn: sqlite3.Connection, ids: Collection[int]) -> dict[int, Known]:
    columns = ", ".join(Known._fields)
    rows = conn.execute(f"select {columns} from snippets where id {AMONG}", [listed(ids)])
    return {known.id: known for known in map(Known._make, rows)}


def _merged(old: Known, item: ExtractedItem) -> Known:
    clean = item.clean
    assert clean is not None  # noqa: S101 - an item with a key has been normalised
    is_better = _is_better(item.dated.dated, item.dated.dated_by, old.dated, old.dated_by)
    return Known(
        id=old.id,
        title=old.title or clean.title,
        kind=clean.kind or "item" if old.kind == "item" else old.kind,
        url=old.url or clean.url,
        author=old.author or clean.author,
        outlet=old.outlet or clean.outlet,
        language=old.language or clean.language,
        dateline=old.dateline or clean.dateline,
        note=old.note or clean.note,
        dated=item.dated.dated if is_better else old.dated,
        dated_by=item.dated.dated_by if is_better else old.dated_by,
    )


def _is_better(new: str | None, new_by: str | None, old: str | None, old_by: str | None) -> bool:
    if new is None or new == old:
        return new is not None and _TRUST[new_by] < _TRUST[old_by]
    if old is None or _TRUST[new_by] != _TRUST[old_by]:
        return old is None or _TRUST[new_by] < _TRUST[old_by]
    if new.startswith(old) or old.startswith(new):
        return len(new) > len(old)
    return new < old


def _redate(conn: sqlite3.Connection, redated: Mapping[int, Dated], counts: Counts) -> None:
    """Resolve a snippet's date expressions anew: its better date is a better anchor for them."""
    some = [listed(redated)]
    counts.dates -= conn.execute(f"delete from dates where snippet_id {AMONG}", some).rowcount
    named = conn.execute(f"select distinct entity_id from mentions where snippet_id {AMONG}", some)
    refresh_dates(conn, [entity_id for (entity_id,) in named])
    counts.dates += _insert_dates(conn, sorted(redated.items(), key=lambda pair: pair[0]))


def refresh_dates(conn: sqlite3.Connection, entity_ids: Sequence[int]) -> None:
    """Work out afresh from when to when entities are named."""
    conn.executemany(
        """update entities set (first_dated, last_dated) = (
             select min(s.dated), max(s.dated) from mentions m join snippets s on s.id = m.snippet_id
             where m.entity_id = entities.id)
           where id = ?""",
        ((entity_id,) for entity_id in entity_ids),
    )
