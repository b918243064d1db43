"""Sightings: every appearance of a snippet with what it said of itself, and which of them speaks for the snippet.

The first sighting speaks: the earliest published, of equals the first that arrived. One that came with no date of its
own counts after those that did, by how well its day is known: from its text, from its neighbours, from the capture.
Of two days, one known more exactly counts as the earlier; of sightings of one day, those that tell the hour, by it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from archive.attempts import attempt
from archive.store.entity_counts import counted
from archive.store.rows import AMONG, FIRST, listed
from archive.text.typed_forms import also

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from archive.store.batch import Chunk, ExtractedItem

SHORT = 4
"""A part of an item that is no longer is kept with it: its number would take as much."""

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
    rows: list[tuple[object, ...]] = []
    for source_id, chunk in stored:
        numbers = [ids.get(item.key) if item.key else None for item in chunk.items]
        said = ((each.raw, texts.get(of or 0) or _text(each)) for each, of in zip(chunk.items, numbers, strict=True))
        rows += (
            (source_id, each.position, number, *raw, each.hour, each.dated.stamp, *facts(each))
            for each, number, raw in zip(chunk.items, numbers, keep(conn, source_id, said), strict=True)
        )
    conn.executemany(
        f"""insert into sighting_rows (source_id, position, snippet_id, raw, text_at, head, tail, hour, stamp, {FACTS})
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""",
        rows,
    )
    return len(rows)


def _text(item: ExtractedItem) -> str | None:
    return item.clean.text if item.clean else None


class Raw(NamedTuple):
    """An item as the table keeps it; the view `sightings` puts it together again."""

    raw: str
    text_at: int | None = None
    head: int | None = None
    tail: int | None = None


class _Cut(NamedTuple):
    """What stands before and behind a text in its item."""

    head: str
    tail: str
    is_written: bool
    """Whether the text stands there as JSON writes it."""


def keep(conn: sqlite3.Connection, source_id: int, items: Iterable[tuple[str, str | None]]) -> list[Raw]:
    """What to keep of items, each given with its snippet's text; what several of them share is inserted once.

    They should be of a chunk, so that it does not depend on who stores them.
    """
    cuts = [(raw, _cut(raw, text) if text else None) for raw, text in items]
    counts = Counter(part for _, cut in cuts if cut for part in (cut.head, cut.tail) if len(part) > SHORT)
    parts = dict.fromkeys(part for part, count in counts.items() if count > 1)
    if not parts:
        return [_kept(cut, {}) if cut else Raw(raw) for raw, cut in cuts]
    last = "select coalesce(max(number), 0) from raw_parts where source_id = ?"
    (number,) = conn.execute(last, [source_id]).fetchone()
    numbers = {part: number + nth for nth, part in enumerate(parts, 1)}
    conn.executemany(
        "insert into raw_parts (source_id, number, part) values (?, ?, ?)",
        ((source_id, number, part) for part, number in numbers.items()),
    )
    return [_kept(cut, numbers) if cut else Raw(raw) for raw, cut in cuts]


def _cut(raw: str, text: str) -> _Cut | None:
    if "\0" in raw:  # behind which SQLite counts no characters
        return None
    for is_written, form in enumerate((text, text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n"))):
        head, found, tail = raw.partition(form)
        if found:
            return _Cut(head, tail, bool(is_written))
    return None


def _kept(cut: _Cut, numbers: Mapping[str, int]) -> Raw:
    head, tail = numbers.get(cut.head), numbers.get(cut.tail)
    before, after = "" if head else cut.head, "" if tail else cut.tail
    return Raw(before + after, -1 - len(before) if cut.is_written else len(before), head, tail)


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
