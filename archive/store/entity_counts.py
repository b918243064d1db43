"""How often, and from when to when, entities are named: kept up by what changes, so that no count reads all mentions.

An entity exists as long as anything mentions it.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archive.store import name_words
from archive.store.rows import AMONG, listed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator

Namings = dict[tuple[int, int], tuple[int, str | None]]
"""Entity and snippet, to how often the one names the other, and the snippet's day."""


@dataclass(slots=True)
class _Change:
    """What changed for an entity."""

    mentions: int = 0
    snippets: int = 0
    gained: set[str] = field(default_factory=set)
    """Days."""
    lost: set[str] = field(default_factory=set)


@contextmanager
def counted(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> Iterator[None]:
    """Keep the counts true while mentions in snippets, or days of snippets, change."""
    before = _namings(conn, snippet_ids)
    yield
    after = _namings(conn, snippet_ids)
    changes: dict[int, _Change] = {}
    for sign, some, others in ((-1, before, after), (1, after, before)):
        for (entity_id, snippet_id), (mentions, day) in some.items():
            there = others.get((entity_id, snippet_id))
            if there == (mentions, day):
                continue
            change = changes.get(entity_id) or changes.setdefault(entity_id, _Change())
            change.mentions += sign * mentions
            change.snippets += sign
            if day and (there is None or there[1] != day):
                (change.gained if sign > 0 else change.lost).add(day)
    _apply(conn, changes)


def count_first(conn: sqlite3.Connection, named: Iterable[tuple[int, int]]) -> None:
    """Add to the counts what snippets name that named nobody before: entity and snippet of each mention."""
    times = Counter(named)
    days = f"select id, dated from snippets where id {AMONG}"
    dated = dict(conn.execute(days, [listed({snippet_id for _, snippet_id in times})]))
    changes: dict[int, _Change] = {}
    for (entity_id, snippet_id), mentions in times.items():
        change = changes.get(entity_id) or changes.setdefault(entity_id, _Change())
        change.mentions += mentions
        change.snippets += 1
        if day := dated[snippet_id]:
            change.gained.add(day)
    _apply(conn, changes)


def recount(conn: sqlite3.Connection, entity_ids: Collection[int]) -> None:
    """Count everything of entities afresh."""
    conn.executemany(
        """update entities set (mention_count, snippet_count) =
             (select count(*), count(distinct snippet_id) from mentions where entity_id = entities.id)
           where id = ?""",
        ((each,) for each in entity_ids),
    )
    _drop(conn, entity_ids)
    _find_days(conn, entity_ids)


def _namings(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> Namings:
    rows = conn.execute(
        f"""select m.entity_id, s.id, count(*), s.dated from snippets s cross join mentions m on m.snippet_id = s.id
            where s.id {AMONG} group by s.id, m.entity_id""",
        [listed(snippet_ids)],
    )
    return {(entity_id, snippet_id): (mentions, day) for entity_id, snippet_id, mentions, day in rows}


def _apply(conn: sqlite3.Connection, changes: dict[int, _Change]) -> None:
    conn.executemany(
        """update entities set mention_count = mention_count + ?1, snippet_count = snippet_count + ?2,
             first_dated = min(coalesce(first_dated, ?3), coalesce(?3, first_dated)),
             last_dated = max(coalesce(last_dated, ?4), coalesce(?4, last_dated))
           where id = ?5""",
        (
            (it.mentions, it.snippets, min(it.gained, default=None), max(it.gained, default=None), number)
            for number, it in sorted(changes.items())
        ),
    )
    _drop(conn, [number for number, it in changes.items() if it.mentions < 0])
    lost = {number: it.lost for number, it in changes.items() if it.lost}
    ends = f"select id, first_dated, last_dated from entities where id {AMONG}"
    for number, *days in conn.execute(ends, [listed(lost)]).fetchall():
        if not all(_is_named_on(conn, number, day) for day in lost[number].intersection(days)):
            _find_days(conn, [number])


def _is_named_on(conn: sqlite3.Connection, entity_id: int, day: str) -> bool:
    sql = """select 1 from mentions m cross join snippets s on s.id = m.snippet_id
             where m.entity_id = ? and s.dated = ? limit 1"""
    return conn.execute(sql, [entity_id, day]).fetchone() is not None


def _find_days(conn: sqlite3.Connection, entity_ids: Iterable[int]) -> None:
    """Find afresh from when to when entities are named."""
    conn.executemany(
        """update entities set (first_dated, last_dated) = (
             select min(s.dated), max(s.dated) from mentions m join snippets s on s.id = m.snippet_id
             where m.entity_id = entities.id)
           where id = ?""",
        ((entity_id,) for entity_id in entity_ids),
    )


def _drop(conn: sqlite3.Connection, entity_ids: Iterable[int]) -> None:
    """Drop those of some entities that nothing names."""
    unnamed = f"select id from entities where mention_count = 0 and id {AMONG} order by id"
    gone = [number for (number,) in conn.execute(unnamed, [listed(entity_ids)])]
    before = name_words.names_of(conn, gone)
    for each in gone:
        conn.execute("delete from aliases where entity_id = ?", [each])
        conn.execute("update quotations set speaker_id = null where speaker_id = ?", [each])  # whom a person named
        conn.execute("delete from entities where id = ?", [each])
    name_words.forget(conn, before)
