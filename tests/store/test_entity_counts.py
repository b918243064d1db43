"""Counts of entities follow what changes: always what counting afresh would say."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.store.entity_counts import counted, recount
from archive.store.migrations import catch_up

DAYS = ("2024-10-24", "2024-10-25", "2024-11", None)
ENTITIES = (1, 2, 3)
SNIPPETS = (1, 2, 3, 4)

places = st.tuples(st.sampled_from(SNIPPETS), st.integers(0, 1))
mentions = st.dictionaries(places, st.sampled_from(ENTITIES))
days = st.lists(st.sampled_from(DAYS), min_size=len(SNIPPETS), max_size=len(SNIPPETS))
states = st.tuples(mentions, days)


@pytest.fixture(scope="module")
def conn() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    catch_up(connection)
    rows = [(number, str(number), str(number)) for number in SNIPPETS]
    connection.executemany("insert into snippets (id, text, text_hash) values (?, ?, ?)", rows)
    return connection


@given(states=st.lists(states, min_size=1, max_size=4))
def test_counts_follow_what_changes(
    conn: sqlite3.Connection, states: list[tuple[dict[tuple[int, int], int], list[str | None]]]
) -> None:
    for named, dated in states:
        conn.executemany(
            "insert or ignore into entities (id, name, kind) values (?, 'Ana Lind', 'person')",
            {(entity,) for entity in named.values()},
        )
        with counted(conn, SNIPPETS):
            conn.execute("delete from mentions")
            conn.executemany("update snippets set dated = ? where id = ?", zip(dated, SNIPPETS, strict=True))
            conn.executemany(
                """insert into mentions (snippet_id, start, stop, surface, entity_id, rule, score)
                   values (?, ?, 9, 'Ana Lind', ?, 'name', 1)""",
                [(*place, entity) for place, entity in sorted(named.items())],
            )
        kept_up = _counts(conn)
        recount(conn, [number for number, *_ in kept_up])
        assert kept_up == _counts(conn)
        assert {number for number, *_ in kept_up} == {
            entity for (entity,) in conn.execute("select distinct entity_id from mentions")
        }


def _counts(conn: sqlite3.Connection) -> list[tuple[Any, ...]]:
    sql = "select id, mention_count, snippet_count, first_dated, last_dated from entities order by id"
    return conn.execute(sql).fetchall()
