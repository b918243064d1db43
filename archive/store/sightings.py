"""Sightings: every appearance of a snippet with what it said of itself, and which of them speaks for the snippet.

The first sighting speaks: the earliest published, of equals the first that arrived. One that came with no date of its
own counts after those that did, by how well its day is known: from its text, from its neighbours, from the capture.
Of two days, one known more exactly counts as the earlier; of sightings of one day, those that tell the hour, by it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from archive.attempts import attempt
from archive.store.entity_counts import counted
from archive.store.rows import AMONG, FIRST, listed
from archive.text.typed_forms import also

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping, Sequence

    from archive.store.batch import Chunk, ExtractedItem

FACTS = "title, url, author, outlet, dated, dated_by"
"""What a sighting says, and a snippet after its first one."""


def facts(item: ExtractedItem) -> tuple[object, ...]:
    """The values of FACTS of an item that has been normalised."""
    clean, dated = item.clean, item.dated
    if clean is None:
        return (None,) * 6
    return clean.title, clean.url, clean.author, clean.outlet, dated.dated, dated.dated_by


def insert_sightings(
    conn: sqlite3.Connection, stored: Sequence[tuple[int, Chunk]], ids: Mapping[str, int], again: Collection[int]
) -> int:
    """Insert the sightings of chunks, page furniture too; returns how many items that were.

    Args:
        conn: Inside a transaction; the snippets are there.
        stored: Chunks with the ids of their sources.
        ids: The snippets by their keys.
        again: Those that had their text before one of the items came.
    """
    texts = dict(conn.execute(f"select id, text from snippets where id {AMONG}", [listed(again)]))
    rows = [
        (
            source_id, item.position, number, *without_text(item.raw, texts.get(number or 0) or _text(item)),
            item.hour, item.dated.stamp, *facts(item),
        )
        for source_id, chunk in stored
        for item in chunk.items
        for number in [ids.get(item.key) if item.key else None]
    ]  # fmt: skip
    conn.executemany(
        f"""insert into sighting_rows (source_id, position, snippet_id, raw, text_at, hour, stamp, {FACTS})
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""",
        rows,
    )
    return len(rows)


def _text(item: ExtractedItem) -> str | None:
    return item.clean.text if item.clean else None


def without_text(raw: str, text: str | None) -> tuple[str, int | None]:
    """An item but for its snippet's text, and where that goes: as the table keeps it, and the view undoes it."""
    if text and "\0" not in raw:  # behind which SQLite counts no characters
        if (at := raw.find(text)) >= 0:
            return raw[:at] + raw[at + len(text) :], at
        written = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        if (at := raw.find(written)) >= 0:
            return raw[:at] + raw[at + len(written) :], -1 - at
    return raw, None


def show_first(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> None:
    """Let snippets say what their first sighting says, and be found by what the others say."""
    speak_first(conn, snippet_ids)
    find_by_others(conn, snippet_ids)


def speak_first(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> None:
    """Let snippets say what their first sighting says; most do, and are not written anew."""
    first = f"(select {FACTS} from sightings g where g.snippet_id = snippets.id order by {FIRST} limit 1)"
    others = f"select id from snippets where id {AMONG} and ({FACTS}) is not {first}"
    if changed := [number for (number,) in conn.execute(others, [listed(snippet_ids)])]:
        with counted(conn, changed):
            conn.execute(f"update snippets set ({FACTS}) = {first} where id {AMONG}", [listed(changed)])


def find_by_others(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> None:
    """Let snippets be found by the headlines of their other sightings."""
    some = [listed(snippet_ids)]
    titles: defaultdict[int, list[str]] = defaultdict(list)
    said = f"select distinct snippet_id, title from sightings where title is not null and snippet_id {AMONG}"
    for snippet_id, title in conn.execute(said, some):
        titles[snippet_id].append(title)
    rows = conn.execute(f"select id, text, title, also from snippets where id {AMONG}", some).fetchall()
    found = [(_also(text, title, titles[number], old), number, old) for number, text, title, old in rows]
    conn.executemany(
        "update snippets set also = ? where id = ?", ((new, number) for new, number, old in found if new != old)
    )


def _also(text: str, title: str | None, titles: Sequence[str], old: str | None) -> str | None:
    """What else a text is found by; as before where that fails, of which its ingest has told."""
    return attempt("what people type for its words", lambda: also(text, title, titles), old, [])
