"""What must hold in every archive: a table of checks. Each finds what is wrong, and mends what follows from the rest.

A check looks at the whole archive, gives each fault with the number of the row that it concerns, and never changes
anything itself.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from archive.extract.dates.dating import year_month
from archive.extract.dates.prefixdate import bounds
from archive.normalise import text_key
from archive.store import name_words, quotations, texts, variants
from archive.store.appearances import appearances
from archive.store.bare_names import settle_names
from archive.store.decisions import apply_to_texts, in_force
from archive.store.doubtful_mentions import RULE as CONFIRMED
from archive.store.homes import Homes
from archive.store.identities import by_ids, by_refs
from archive.store.kept import bring_back
from archive.store.mention_placing import FOUND_RULE, place, refresh
from archive.store.migrations import objects
from archive.store.rows import AMONG, FIRST, listed
from archive.store.sightings import FACTS, show_first
from archive.store.tallies import recount, tallies_of
from archive.text.typed_forms import also
from archive.variants import text_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

T = TypeVar("T")

UNREADABLE = -1

BATCH = 2000
"""Rows looked at together where code has to look at them."""


class Fault(NamedTuple):
    """Something that is not as it must be."""

    row: int
    """Number of the source, snippet, entity or identity that it concerns; 0 where it concerns the whole, UNREADABLE
    where nothing could be looked at."""
    where: str


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must hold."""

    name: str
    claim: str
    find: Callable[[sqlite3.Connection], Iterator[Fault]]
    mend: Callable[[sqlite3.Connection, Collection[int]], None] | None = None
    """Takes a connection inside a transaction and the rows at fault; None where nothing else in the archive tells."""
    tries: bool = False
    """Whether it has to write to find out, which is then taken back."""


def _batches(rows: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def _sql(sql: str) -> Callable[[sqlite3.Connection], Iterator[Fault]]:
    """A check whose query selects faults: a number, and where."""

    def find(conn: sqlite3.Connection) -> Iterator[Fault]:
        return (Fault(row or 0, where) for row, where in conn.execute(sql))

    return find


def _pages(conn: sqlite3.Connection) -> Iterator[Fault]:
    return (Fault(0, said) for (said,) in conn.execute("pragma integrity_check") if said != "ok")


def _foreign_keys(conn: sqlite3.Connection) -> Iterator[Fault]:
    for table, row, parent, _ in conn.execute("pragma foreign_key_check"):
        yield Fault(row or 0, f"a row of {table} points to none of {parent}")


def _schema(conn: sqlite3.Connection) -> Iterator[Fault]:
    there = dict(conn.execute("select name, sql from sqlite_master where sql is not null"))
    for name, sql in objects().items():
        if there.get(name) != sql:
            yield Fault(0, f"{name} {'is missing' if name not in there else 'is another one'}")


def _make_again(conn: sqlite3.Connection, _: Collection[int]) -> None:
    """Make indexes, triggers and views that are missing or others; tables hold data, and are left alone."""
    there = dict(conn.execute("select name, sql from sqlite_master where sql is not null"))
    for name, sql in objects().items():
        kind = sql.split(maxsplit=2)[1].lower()
        if there.get(name) != sql and kind in ("index", "trigger", "view"):
            conn.execute(f"drop {kind} if exists {name}")
            conn.execute(sql)


def _index(conn: sqlite3.Connection) -> Iterator[Fault]:
    """FTS5 compares its index with every text; for this it wants to be written to."""
    try:
        conn.execute("insert into snippets_fts (snippets_fts, rank) values ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        yield Fault(0, str(error))


def _run(sql: str) -> Callable[[sqlite3.Connection, Collection[int]], None]:
    """Mending by one statement, wherever the faults are."""

    def mend(conn: sqlite3.Connection, _: Collection[int]) -> None:
        conn.execute(sql)

    return mend


def _spans(table: str, column: str = "surface") -> Check:
    what = table.replace("_", " ")
    return Check(
        what,
        "the surface is, letter for letter, what the snippet's text has there",
        _sql(
            f"""select s.id, 'snippet ' || s.id || ', characters ' || x.start || ' to ' || x.stop
                from {table} x join snippets s on s.id = x.snippet_id
                where substr(s.text, x.start + 1, x.stop - x.start) is not x.{column}"""
        ),
    )


def _hashes(conn: sqlite3.Connection) -> Iterator[Fault]:
    for number, text, key in conn.execute("select id, text, text_hash from snippets"):
        if text_key(text) != key:
            yield Fault(number, f"snippet {number}")


def _months(conn: sqlite3.Connection) -> Iterator[Fault]:
    rows = conn.execute("select source_id, position, snippet_id, dated, year, month from sightings where dated <> ''")
    for source_id, position, snippet_id, dated, year, month in rows:
        if year_month(dated) != (year, month):
            yield Fault(snippet_id, f"item {position} of source {source_id}: {dated}, but {year} and {month}")


def _set_months(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> None:
    rows = conn.execute(f"select distinct dated from sightings where snippet_id {AMONG}", [listed(snippet_ids)])
    conn.executemany(
        f"update sightings set year = ?, month = ? where dated = ? and snippet_id {AMONG}",
        [(*year_month(dated), dated, listed(snippet_ids)) for (dated,) in rows.fetchall() if dated],
    )
    show_first(conn, snippet_ids)


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


def _keys(conn: sqlite3.Connection) -> Iterator[Fault]:
    for rows in _batches(conn.execute("select id, text from snippets order by id")):
        ids = [number for number, _ in rows]
        seen = appearances(conn, ids)
        there = set(conn.execute(f"select key, snippet_id from variant_keys where snippet_id {AMONG}", [listed(ids)]))
        for number, text in rows:
            if any((key, number) not in there for key in text_keys(text).at(seen[number].days)):
                yield Fault(number, f"snippet {number}")


def _fold_again(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> None:
    """Fold snippets anew, with all that stand in a group with them."""
    group = {*snippet_ids, *variants.group_of(conn, snippet_ids)}
    variants.unfold(conn, group)
    variants.fold(conn, group)


def _placing(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Mentions that are not where their source, the archive's majority and people's decisions put them."""
    rulings = in_force(conn)
    ids = [number for (number,) in conn.execute("select id from identities where mentions > 0 order by id")]
    for some in _batches(ids):
        homes = Homes.of(conn, by_ids(conn, some).values(), rulings)
        rows = [
            (number, surface, shown, homes.home(number, surface, text_hash, snippet_id, rule).ref)
            for number, snippet_id, surface, text_hash, rule, shown in conn.execute(_PLACED, [listed(some)] * 2)
        ]
        numbers = {ref: each.entity_id for ref, each in by_refs(conn, {ref for *_, ref in rows if ref}).items()}
        for number, surface, shown, ref in rows:
            if shown != (numbers.get(ref) if ref else None):
                yield Fault(number, f"“{surface}” of entity {shown or '(hidden)'}")


_PLACED = " union all ".join(
    f"""select m.identity_id, m.snippet_id, m.surface, s.text_hash, {FOUND_RULE}, {shown}
        from {table} m join snippets s on s.id = m.snippet_id where m.identity_id {AMONG}"""
    for table, shown in (("mentions", "m.entity_id"), ("hidden_mentions", "null"))
)


def _majority(conn: sqlite3.Connection) -> Iterator[Fault]:
    """Bare names that would mean somebody else if they were settled now."""
    every = by_ids(conn, [number for (number,) in conn.execute("select id from identities")])
    moved = settle_names(conn, [each.ref for each in every.values()], in_force(conn)).moved
    return (Fault(number, f"“{every[number].name}”") for number in sorted(moved))


def _settle(conn: sqlite3.Connection, identity_ids: Collection[int]) -> None:
    rulings = in_force(conn)
    refs = [each.ref for each in by_ids(conn, identity_ids).values()]
    place(conn, settle_names(conn, refs, rulings).moved, rulings)


def _place(conn: sqlite3.Connection, identity_ids: Collection[int]) -> None:
    place(conn, identity_ids, in_force(conn))


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


def _count_identities(conn: sqlite3.Connection, identity_ids: Collection[int]) -> None:
    conn.execute(f"""update identities set mentions = {_NAMINGS} where id {AMONG}""", [listed(identity_ids)])


_FOUND = f"m.identity_id = identities.id and coalesce(m.found_rule, m.rule) <> '{CONFIRMED}'"


def _words(conn: sqlite3.Connection) -> Iterator[Fault]:
    yield from (Fault(each, f"entity {each}" if each else "words of no name") for each in name_words.wanting(conn))


_NAMINGS = f"""(select count(*) from mentions m where {_FOUND})
               + (select count(*) from hidden_mentions m where {_FOUND})"""

CHECKS: tuple[Check, ...] = (
    Check("pages", "SQLite finds the file sound", _pages),
    Check("schema", "tables, indexes and triggers are those of this version", _schema, _make_again),
    Check("foreign keys", "what a row points to is there", _foreign_keys),
    Check(
        "bulk load",
        "no writer left the index to be fed by hand",
        _sql("select 0, 'bulk_load holds a row, so that the triggers of the index rest' from bulk_load"),
        _run("delete from bulk_load"),
    ),
    Check(
        "positions",
        "the items of a source are numbered from 1 without gaps",
        _sql(
            """select source_id, 'source ' || source_id || ': ' || count(*) || ' items, the last is number '
                 || max(position) from sightings group by source_id
               having count(*) <> max(position) or min(position) <> 1"""
        ),
    ),
    Check(
        "sighted",
        "each snippet was sighted somewhere",
        _sql(
            """select id, 'snippet ' || id from snippets s
               where not exists (select 1 from sightings where snippet_id = s.id)"""
        ),
    ),
    Check("hashes", "a snippet is known by the digest of its text", _hashes),
    Check("months", "year and month of a sighting are those of its day", _months, _set_months),
    Check(
        "first sightings",
        "a snippet says what its first sighting says",
        _sql(
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
    Check("days", "the days of a date expression are those of its value", _days),
    Check(
        "overlaps",
        "no two mentions overlap",
        _sql(
            """select m.snippet_id, 'snippet ' || m.snippet_id || ': “' || m.surface || '” and “' || n.surface || '”'
               from mentions m join mentions n
                 on n.snippet_id = m.snippet_id and n.start > m.start and n.start < m.stop"""
        ),
    ),
    Check(
        "namings",
        "so many mentions were found to be an identity as it says",
        _sql(f"select id, '“' || name || '”: ' || mentions from identities where mentions <> ({_NAMINGS})"),
        _count_identities,
    ),
    Check("majority", "a bare name means whom the archive mostly names so in full", _majority, _settle, tries=True),
    Check("placing", "mentions are where the majority and people's decisions put them", _placing, _place),
    Check(
        "counts",
        "an entity is named so often, and from when to when, as it says",
        _sql(
            """select e.id, '“' || e.name || '”: ' || e.mention_count || ' mentions' from entities e
                left join mentions m on m.entity_id = e.id left join snippets s on s.id = m.snippet_id
                group by e.id having count(m.start) = 0 or
                  (e.mention_count, e.snippet_count, coalesce(e.first_dated, ''), coalesce(e.last_dated, '')) <>
                  (count(*), count(distinct m.snippet_id), coalesce(min(s.dated), ''), coalesce(max(s.dated), ''))"""
        ),
        refresh,
    ),
    Check("names", "an entity is found by the words of its names", _words, lambda conn, _: name_words.refill(conn)),
    Check(
        "speakers",
        "who speaks is whom the mention of the speaker names",
        _sql(
            f"""select snippet_id, 'snippet ' || snippet_id || ', at character ' || start from quotations
                where speaker_start is not null and speaker_id is not {quotations.SPEAKER}"""
        ),
        quotations.follow,
    ),
    Check(
        "variants",
        "a variant points to a text that stands for itself",
        _sql(
            """select v.id, 'snippet ' || v.id || ' points to ' || v.variant_of
               from snippets v join snippets s on s.id = v.variant_of where s.variant_of is not null and s.id <> v.id"""
        ),
        _fold_again,
    ),
    Check("decided texts", "texts say what people decided of them", _decided_texts, _decide_again, tries=True),
    Check(
        "kept aside",
        "no tag or note is laid aside whose text is there",
        _sql(
            """select s.id, 'snippet ' || s.id from kept_aside a
               join snippets s on s.text_hash = a.text_hash group by s.id"""
        ),
        lambda conn, _: bring_back(conn),
    ),
    Check("keys", "a snippet is found by the keys under which copies meet", _keys, _fold_again),
    Check("tallies", "facets of everything count what is there", _tallies, lambda conn, _: recount(conn)),
    Check(
        "searches",
        "no saved search has seen snippets that are not there",
        _sql(
            """select 0, 'the search “' || name || '”' from searches
               where last_seen_snippet_id > (select coalesce(max(id), 0) from snippets)"""
        ),
        _run(
            """update searches set last_seen_snippet_id = (select coalesce(max(id), 0) from snippets)
               where last_seen_snippet_id > (select coalesce(max(id), 0) from snippets)"""
        ),
    ),
    Check(
        "decisions",
        "what undoes a decision came after it",
        _sql("select id, 'decision ' || id from decisions where undone_by <= id"),
    ),
    Check(
        "index",
        "the full-text index has the words of every text",
        _index,
        _run("insert into snippets_fts (snippets_fts) values ('rebuild')"),
        tries=True,
    ),
)
"""In the order in which they build on each other."""
