"""What a reader keeps: tags and notes on snippets; a star is the tag 'starred'.

They belong to the text. Where its last sighting goes, they are laid aside under its hash, and come back with the text;
so they can be carried to another archive, too, even before it has the texts.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from archive.csvsafe import neutralised, original
from archive.errors import StoreError
from archive.store.clock import now
from archive.store.database import writing
from archive.store.rows import AMONG, listed
from archive.store.searches import tidied
from archive.text.folding import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from archive.store.database import Database

STARRED = "starred"
LONGEST_TAG = 60
LONGEST_NOTE = 10_000

COLUMNS = ("text_hash", "tag", "note", "made_at", "text")
"""What a file of kept things holds; `text` is for people, and not read."""


@dataclass(frozen=True, slots=True)
class Note:
    """A row of the `notes` table."""

    id: int
    note: str
    made_at: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one snippet."""

    tags: tuple[str, ...] = ()
    """But for the star."""
    notes: tuple[Note, ...] = ()
    is_starred: bool = False


class Row(NamedTuple):
    """A tag or a note, and the text that it is on."""

    text_hash: str
    tag: str | None
    note: str | None
    made_at: str
    snippet_id: int | None
    """None: no source shows the text now."""
    text: str | None


class Imported(NamedTuple):
    """What came of a file of kept things."""

    added: int
    known: int
    aside: int
    """Laid aside until a source brings the text."""


def tag(db: Database, snippet_ids: Collection[int], name: str) -> int:
    """Put a tag on snippets; returns how many did not have it yet.

    Raises:
        StoreError: It is no tag, or there is no such snippet.
    """
    with writing(db) as conn:
        _there(conn, snippet_ids)
        spelt = _spelt(conn, name)
        before = conn.total_changes
        conn.executemany(
            "insert or ignore into tags (snippet_id, tag, made_at) values (?, ?, ?)",
            [(number, spelt, now()) for number in sorted(set(snippet_ids))],
        )
        return int(conn.total_changes - before)


def untag(db: Database, snippet_ids: Collection[int], name: str) -> int:
    """Take a tag off snippets; returns how many had it.

    Raises:
        StoreError: It is no tag, or there is no such snippet.
    """
    with writing(db) as conn:
        _there(conn, snippet_ids)
        sql = f"delete from tags where tag = ? and snippet_id {AMONG}"
        return int(conn.execute(sql, [_spelt(conn, name), listed(snippet_ids)]).rowcount)


def add_note(db: Database, snippet_id: int, text: str) -> Note:
    """Remark something on a snippet.

    Raises:
        StoreError: There is nothing to it, or there is no such snippet.
    """
    written = _said(text)
    with writing(db) as conn:
        _there(conn, [snippet_id])
        moment = now()
        cursor = conn.execute(
            "insert into notes (snippet_id, note, made_at) values (?, ?, ?)", [snippet_id, written, moment]
        )
        return Note(int(cursor.lastrowid or 0), written, moment)


def delete_note(db: Database, note_id: int) -> int:
    """Take a note away; returns the snippet that it was on.

    Raises:
        StoreError: There is none of that number.
    """
    with writing(db) as conn:
        row = conn.execute("select snippet_id from notes where id = ?", [note_id]).fetchone()
        if row is None:
            raise StoreError(f"There is no note {note_id}. See: archive kept list")
        conn.execute("delete from notes where id = ?", [note_id])
    return int(row[0])


def kept_of(conn: sqlite3.Connection, snippet_ids: Iterable[int]) -> dict[int, Kept]:
    """What is kept of snippets, for those of which anything is."""
    some = [listed(snippet_ids)]
    tags: dict[int, list[str]] = {}
    notes: dict[int, list[Note]] = {}
    for number, name in conn.execute(f"select snippet_id, tag from tags where snippet_id {AMONG} order by tag", some):
        tags.setdefault(number, []).append(name)
    rows = conn.execute(f"select snippet_id, id, note, made_at from notes where snippet_id {AMONG} order by id", some)
    for number, *note in rows:
        notes.setdefault(number, []).append(Note(*note))
    return {
        number: Kept(
            tuple(name for name in tags.get(number, ()) if name != STARRED),
            tuple(notes.get(number, ())),
            STARRED in tags.get(number, ()),
        )
        for number in tags.keys() | notes.keys()
    }


def all_tags(conn: sqlite3.Connection) -> dict[str, int]:
    """The tags there are, with how many snippets each."""
    return dict(tuple(row) for row in conn.execute("select tag, count(*) from tags group by tag order by 2 desc, 1"))


def everything(conn: sqlite3.Connection) -> list[Row]:
    """All that is kept, snippet by snippet; last what is laid aside."""
    return [Row(*row) for row in conn.execute(_EVERYTHING)]


def note_numbers(conn: sqlite3.Connection) -> list[int]:
    """The numbers of the notes, in the order of `everything`."""
    return [number for (number,) in conn.execute("select id from notes order by snippet_id, made_at, note")]


_EVERYTHING = """
select * from (
  select s.text_hash as text_hash, k.tag as tag, k.note as note, k.made_at as made_at, s.id as id, s.text
  from (select snippet_id, tag, null as note, made_at from tags
        union all select snippet_id, null, note, made_at from notes) k
  join snippets s on s.id = k.snippet_id
  union all
  select text_hash, tag, note, made_at, null, null from kept_aside
) order by id is null, id, text_hash, tag is null, tag, made_at, note
"""


def lay_aside(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> None:
    """Keep tags and notes by their texts, before the snippets go."""
    for table, columns in (("tags", "k.tag, null"), ("notes", "null, k.note")):
        conn.execute(
            f"""insert into kept_aside (text_hash, tag, note, made_at)
                select s.text_hash, {columns}, k.made_at from {table} k join snippets s on s.id = k.snippet_id
                where k.snippet_id {AMONG}""",
            [listed(snippet_ids)],
        )
        conn.execute(f"delete from {table} where snippet_id {AMONG}", [listed(snippet_ids)])


def bring_back(conn: sqlite3.Connection) -> None:
    """Give what is laid aside to the snippets that are there again."""
    if conn.execute("select 1 from kept_aside limit 1").fetchone() is None:
        return
    of = "from kept_aside a join snippets s on s.text_hash = a.text_hash where a.{0} is not null order by a.rowid"
    for table, column in (("tags", "tag"), ("notes", "note")):
        conn.execute(
            f"""insert or ignore into {table} (snippet_id, {column}, made_at)
                select s.id, a.{column}, a.made_at {of.format(column)}"""
        )
    conn.execute("delete from kept_aside where text_hash in (select text_hash from snippets)")


def export_csv(conn: sqlite3.Connection, stream: IO[str]) -> int:
    """Write all that is kept as CSV; returns how many rows."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    rows = everything(conn)
    writer.writerows(neutralised([getattr(row, name) for name in COLUMNS]) for row in rows)
    return len(rows)


def export_json(conn: sqlite3.Connection, stream: IO[str]) -> int:
    """Write all that is kept as JSON, a list of rows; returns how many."""
    rows = everything(conn)
    json.dump([{name: getattr(row, name) for name in COLUMNS} for row in rows], stream, ensure_ascii=False, indent=1)
    stream.write("\n")
    return len(rows)


def import_kept(db: Database, stream: IO[str], name: str) -> Imported:
    """Add what a file holds that `export_csv` or `export_json` wrote, all or nothing; what is there counts once.

    Args:
        db: An archive opened for writing.
        stream: The file, opened as text with `newline=''`.
        name: Its name, for messages.

    Raises:
        StoreError: A row can't be understood; says which.
    """
    rows = list(_read(stream, name))
    with writing(db) as conn:
        have = {(row.text_hash, row.tag, row.note) for row in everything(conn)}
        new = [row for row in dict.fromkeys(rows) if row[:3] not in have]
        conn.executemany("insert into kept_aside (text_hash, tag, note, made_at) values (?, ?, ?, ?)", new)
        bring_back(conn)
        hashes = listed({row[0] for row in new})
        left = {key for (key,) in conn.execute(f"select text_hash from kept_aside where text_hash {AMONG}", [hashes])}
    aside = sum(row[0] in left for row in new)
    return Imported(len(new) - aside, len(rows) - len(new), aside)


_Given = tuple[str, str | None, str | None, str]


def _read(stream: IO[str], name: str) -> Iterator[_Given]:
    whole = stream.read().lstrip("\ufeff")
    rows = _json_rows(whole, name) if whole.lstrip().startswith("[") else _csv_rows(whole, name)
    for where, row in rows:
        key, given, note = (str(row.get(column) or "").strip() for column in COLUMNS[:3])
        if not key or bool(given) == bool(note):
            raise StoreError(f"{name}:{where}: it needs text_hash, and either tag or note.")
        try:
            tagged = tidied(given, LONGEST_TAG) if given else None
            yield key, tagged, _said(note) if note else None, str(row.get("made_at") or now())
        except StoreError as error:
            raise StoreError(f"{name}:{where}: {error}") from error


def _csv_rows(whole: str, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    reader = csv.DictReader(whole.splitlines(keepends=True))
    missing = {"text_hash"} - set(reader.fieldnames or ())
    if missing:
        raise StoreError(f"{name}:1: the column text_hash is missing.")
    try:
        for row in reader:
            yield reader.line_num, {key: original(value) for key, value in row.items() if isinstance(value, str)}
    except csv.Error as error:
        raise StoreError(f"{name}:{reader.line_num}: {error}.") from error


def _json_rows(whole: str, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        rows = json.loads(whole)
    except ValueError as error:
        raise StoreError(f"{name} is no JSON: {error}.") from error
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            raise StoreError(f"{name}: entry {number} is no object.")
        yield number, row


def _spelt(conn: sqlite3.Connection, name: str) -> str:
    """A tag as it is spelt already, or else as given: case and accents make no other tag."""
    tidy = tidied(name, LONGEST_TAG)
    if any(mark in tidy for mark in '"“”„‟«»＂*'):
        raise StoreError(f"{tidy!r} could not be searched for: a tag has no quotation marks and no star in it.")
    known = [written for (written,) in conn.execute("select distinct tag from tags")]
    return next((each for each in known if fold(each) == fold(tidy)), STARRED if fold(tidy) == STARRED else tidy)


def _said(text: str) -> str:
    tidy = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not tidy:
        raise StoreError("A note needs at least one letter.")
    if len(tidy) > LONGEST_NOTE:
        raise StoreError(f"That note has {len(tidy):,} characters; {LONGEST_NOTE:,} are the most.")
    return tidy


def _there(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> None:
    rows: Sequence[tuple[int]] = conn.execute(
        f"select id from snippets where id {AMONG}", [listed(snippet_ids)]
    ).fetchall()
    missing = sorted(set(snippet_ids).difference(number for (number,) in rows))
    if missing:
        raise StoreError(f"There is no snippet {', '.join(map(str, missing))}.")
