"""What must hold of texts: where they were seen, what was found in them, which are copies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from archive.extract.dates.prefixdate import bounds
from archive.normalise import text_key
from archive.store import texts, variants
from archive.store.appearances import appearances
from archive.store.checking import Check, Fault, batches, by_sql
from archive.store.decisions import apply_to_texts, in_force
from archive.store.kept import bring_back
from archive.store.rows import FIRST
from archive.store.sightings import FACTS, show_first
from archive.store.tallies import recount, tallies_of
from archive.text.typed_forms import also
from archive.variants import text_keys

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator


def _spans(table: str, column: str = "surface") -> Check:
    what = table.replace("_", " ")
    return Check(
        what,
        "the surface is, letter for letter, what the snippet's text has there",
        by_sql(
            f"""select s.id, 'snippet ' || s.id || ', characters ' || x.start || ' to ' || x.stop
                from {table} x join snippets s on s.id = x.snippet_id
                where substr(s.text, x.start + 1, x.stop - x.start) is not x.{column}"""
        ),
    )


def _hashes(conn: sqlite3.Connection) -> Iterator[Fault]:
    for number, text, key in conn.execute("select id, text, text_hash from snippets"):
        if text_key(text) != key:
            yield Fault(number, f"snippet {number}")


def _days(conn: sqlite3.Connection) -> Iterator[Fault]:
    rows = conn.execute("select snippet_id, start, value, first_day, last_day from dates")
    for number, start, value, *days in rows:
        if [day.isoformat() for day in bounds(value)] != days:
            yield Fault(number, f"snippet {number}, at character {start}: {value}, but {days[0]} to {days[1]}")


def _also(conn: sqlite3.Connection) -> Iterator[Fault]:
    rows = conn.execute(
        """select id, text, title, also, (select json_group_array(title) from sightings
             where snippet_id = snippets.id and title is not null) from snippets"""
    )
    return (Fault(row[0], f"snippet {row[0]}") for row in rows if also(row[1], row[2], json.loads(row[4])) != row[3])


def _roles(table: str) -> Check:
    what = table.replace("_", " ")
    return Check(
        f"roles of {what}",
        "a title is what the text says, and begins before the end of the name",
        by_sql(
            f"""select s.id, 'snippet ' || s.id || ', “' || m.surface || '”: “' || m.role || '”'
                from {table} m join snippets s on s.id = m.snippet_id
                where instr(substr(s.text, 1, m.stop + length(m.role)), m.role) = 0"""
        ),
    )


def _called(table: str, decided: str = "") -> Check:
    what = table.replace("_", " ")
    return Check(
        f"speakers of {what}",
        "who speaks is called so where they are named, or by words around it",
        by_sql(
            f"""select s.id, 'snippet ' || s.id || ', at character ' || q.start || ': “' || coalesce(speaker, '') || '”'
                from {table} q join snippets s on s.id = q.snippet_id
                where instr(iif(speaker_start is null, s.text,
                    substr(s.text, max(1, speaker_start + 2 - length(speaker)), 2 * length(speaker) - 1)), speaker) = 0
                  {decided}"""
        ),
    )


_UNDECIDED = "and (s.id, q.start) not in (select snippet_id, start from found_speakers)"


_NO_ITEM = "from found_facts where (source_id, position) not in (select source_id, position from sightings)"
_NO_QUOTATION = "from found_speakers where (snippet_id, start) not in (select snippet_id, start from quotations)"


def _drop_found(conn: sqlite3.Connection, _: Collection[int]) -> None:
    conn.execute(f"delete {_NO_ITEM}")
    conn.execute(f"delete {_NO_QUOTATION}")


def _keys(conn: sqlite3.Connection) -> Iterator[Fault]:
    said = 0
    for rows in batches(conn.execute("select id, text from snippets order by id")):
        seen = appearances(conn, [number for number, _ in rows])
        keys = {(key, number) for number, text in rows for key in text_keys(text).at(seen[number].days)}
        said += len(keys)
        missing = conn.execute(_MISSING, [json.dumps(sorted(keys, key=lambda key: key[1]))])
        yield from (Fault(number, f"snippet {number}") for (number,) in missing.fetchall())
    (there,) = conn.execute("select count(*) from variant_keys").fetchone()
    if there > said:
        yield Fault(0, f"{there} keys, but texts have {said}")


_MISSING = """select distinct value ->> 1 from json_each(?) where not exists (
  select 1 from variant_keys where key = value ->> 0 and snippet_id = value ->> 1)"""


def _key_again(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> None:
    """Give all snippets their keys anew, so that no others are left, and fold those that had too few."""
    variants.key_again(conn, [number for (number,) in conn.execute("select id from snippets")])
    _fold_again(conn, snippet_ids)


def _fold_again(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> None:
    """Fold snippets anew, with all that stand in a group with them."""
    group = {*snippet_ids, *variants.group_of(conn, snippet_ids)}
    variants.unfold(conn, group)
    variants.fold(conn, group)


def _decided_texts(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Snippets that would say something else, be hidden or shown, or quote somebody else, were they told again."""
    rulings = in_force(conn)
    ids = texts.concerned(conn, rulings.texts)
    before = texts.state(conn, ids)
    texts.heed(conn, ids, rulings.texts)
    texts.hide(conn, ids, rulings.texts)
    texts.attribute(conn, rulings)
    after = texts.state(conn, ids)
    return (Fault(number, f"snippet {number}") for number in sorted(ids) if before[number] != after[number])


def _decide_again(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> None:
    rulings = in_force(conn)
    apply_to_texts(conn, set(snippet_ids), rulings)
    texts.attribute(conn, rulings)


def _tallies(conn: sqlite3.Connection) -> Iterator[Fault]:
    there = {
        (field, value): count for field, value, count in conn.execute("select field, value, snippets from tallies")
    }
    found = tallies_of(conn, [number for (number,) in conn.execute("select id from snippets")])
    for field, value in sorted(there.keys() | found.keys()):
        if there.get((field, value), 0) != found[field, value]:
            yield Fault(0, f"{field} {value}: {there.get((field, value), 0)}, but there are {found[field, value]}")


TEXTS: tuple[Check, ...] = (
    Check(
        "positions",
        "the items of a source are numbered from 1 without gaps",
        by_sql(
            """select source_id, 'source ' || source_id || ': ' || count(*) || ' items, the last is number '
                 || max(position) from sightings group by source_id
               having count(*) <> max(position) or min(position) <> 1"""
        ),
    ),
    Check(
        "sighted",
        "each snippet was sighted somewhere",
        by_sql(
            """select id, 'snippet ' || id from snippets s
               where not exists (select 1 from sightings where snippet_id = s.id)"""
        ),
    ),
    Check(
        "raw texts",
        "what an item is put together of is there",
        by_sql(
            """select snippet_id, 'item ' || position || ' of source ' || source_id from sighting_rows r
               where text_at is not null and (snippet_id is null or exists (
                 select 1 from json_each(json_array(head, tail)) where value is not null and not exists (
                   select 1 from raw_parts p where p.source_id = r.source_id and number = value)))"""
        ),
    ),
    Check("hashes", "a snippet is known by the digest of its text", _hashes),
    Check(
        "first sightings",
        "a snippet says what its first sighting says",
        by_sql(
            f"""select id, 'snippet ' || id from snippets s where json_array({FACTS}) <>
                  (select json_array({FACTS}) from sightings g where g.snippet_id = s.id order by {FIRST} limit 1)"""
        ),
        show_first,
    ),
    Check("also", "a snippet is found by its other headlines and by what people type", _also, show_first),
    _spans("mentions"),
    _spans("hidden_mentions"),
    _spans("possible_mentions"),
    _spans("dates"),
    _spans("quotations", "quote"),
    _roles("mentions"),
    _roles("hidden_mentions"),
    _roles("possible_mentions"),
    _called("quotations", _UNDECIDED),
    _called("found_speakers"),
    Check("days", "the days of a date expression are those of its value", _days),
    Check(
        "overlaps",
        "no two mentions overlap",
        by_sql(
            """select m.snippet_id, 'snippet ' || m.snippet_id || ': “' || m.surface || '” and “' || n.surface || '”'
               from mentions m join mentions n
                 on n.snippet_id = m.snippet_id and n.start > m.start and n.start < m.stop"""
        ),
    ),
)

COPIES: tuple[Check, ...] = (
    Check(
        "variants",
        "a variant points to a text that stands for itself",
        by_sql(
            """select v.id, 'snippet ' || v.id || ' points to ' || v.variant_of
               from snippets v join snippets s on s.id = v.variant_of where s.variant_of is not null and s.id <> v.id"""
        ),
        _fold_again,
    ),
    Check(
        "found before",
        "what was found before a person decided otherwise is kept of nothing that is gone",
        by_sql(
            f"select 0, 'item ' || position || ' of source ' || source_id {_NO_ITEM} "
            f"union all select snippet_id, 'a quotation of snippet ' || snippet_id {_NO_QUOTATION}"
        ),
        _drop_found,
    ),
    Check("decided texts", "texts say what people decided of them", _decided_texts, _decide_again, tries=True),
    Check(
        "kept aside",
        "no tag or note is laid aside whose text is there",
        by_sql(
            """select s.id, 'snippet ' || s.id from kept_aside a
               join snippets s on s.text_hash = a.text_hash group by s.id"""
        ),
        lambda conn, _: bring_back(conn),
    ),
    Check("keys", "a snippet is found by the keys under which copies meet, and by no others", _keys, _key_again),
    Check("tallies", "facets of everything count what is there", _tallies, lambda conn, _: recount(conn)),
)
