"""The raw text of an item: its snippet's text is kept once, and whoever reads a sighting gets all of it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.store.migrations import objects
from archive.store.sightings import keep

if TYPE_CHECKING:
    from collections.abc import Iterator

SOME = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@pytest.fixture(scope="module")
def conn() -> Iterator[sqlite3.Connection]:
    """An archive of one source in memory."""
    with closing(sqlite3.connect(":memory:")) as conn:
        for sql in objects().values():
            if not sql.startswith("CREATE TABLE 'snippets_fts_"):
                conn.execute(sql)
        conn.execute("insert into sources (id, uri, name, format, sha256, bytes) values (1, 'a', 'a', 'text', 'a', 1)")
        yield conn


def store(conn: sqlite3.Connection, text: str, *items: str) -> list[tuple[object, ...]]:
    """Keep items of that text as the only ones; returns how."""
    for table in ("sighting_rows", "raw_parts", "snippets"):
        conn.execute(f"delete from {table}")
    conn.execute("insert into snippets (id, text, text_hash) values (1, ?, 'a')", [text])
    conn.executemany(
        """insert into sighting_rows (source_id, position, snippet_id, raw, text_at, head, tail)
           values (1, ?, 1, ?, ?, ?, ?)""",
        [(number, *kept) for number, kept in enumerate(keep(conn, 1, [(each, text) for each in items]))],
    )
    return conn.execute("select raw, text_at, head, tail from sighting_rows order by position").fetchall()


def read(conn: sqlite3.Connection) -> list[str]:
    """The items, as the view has them."""
    return [raw for (raw,) in conn.execute("select raw from sightings order by position")]


@given(before=SOME, text=SOME, after=SOME)
@example(before="", text='He said "no"\nand \\ left', after="")
@example(before="a", text="\0", after="🌊")
def test_items_are_read_as_they_stood(conn: sqlite3.Connection, before: str, text: str, after: str) -> None:
    forms = (text, json.dumps(text, ensure_ascii=False)[1:-1], json.dumps(text)[1:-1], text.upper(), f"{text}“more”")
    items = [before * 2 + form + after * 2 for form in forms]
    store(conn, text, *items)
    assert read(conn) == items


def test_a_text_is_kept_once(conn: sqlite3.Connection) -> None:
    text = 'The harbour "stays open"'
    for item, rest, at in (
        (text, "", 0),
        (f"  {text} (Reuters)", "   (Reuters)", 2),
        (json.dumps({"text": text, "n": 1}), '{"text": "", "n": 1}', -11),
        ("The harbour “stays open”", "The harbour “stays open”", None),
    ):
        assert store(conn, text, item) == [(rest, at, None, None)]


def test_what_items_share_is_kept_once(conn: sqlite3.Connection) -> None:
    texts = (("Port", 1), ("Ships sail", 1), ("Port", 1), ("Port", 2))
    items = [json.dumps({"date": "2024-10-24", "text": text, "n": n}) for text, n in texts]
    assert store(conn, "Port", *items) == [
        ("", 0, 1, 2),
        (items[1], None, None, None),
        ("", 0, 1, 2),
        ('", "n": 2}', 0, 1, None),
    ]
    assert read(conn) == items


def test_a_text_that_somebody_changes_leaves_its_items_as_they_were(conn: sqlite3.Connection) -> None:
    items = ["BERLIN – A text, later put right.", "BERLIN – A text, later put right. (dpa)"]
    store(conn, "A text, later put right.", *items)
    conn.execute("update snippets set text = 'Another text.'")
    assert read(conn) == items
