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
from archive.store.sightings import without_text

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


def keep(conn: sqlite3.Connection, raw: str, text: str) -> int | None:
    """Keep an item of that text as the only one; returns where its text goes."""
    conn.execute("delete from sighting_rows")
    conn.execute("delete from snippets")
    conn.execute("insert into snippets (id, text, text_hash) values (1, ?, 'a')", [text])
    rest, at = without_text(raw, text)
    conn.execute(
        "insert into sighting_rows (source_id, position, snippet_id, raw, text_at) values (1, 1, 1, ?, ?)", [rest, at]
    )
    return at


def read(conn: sqlite3.Connection) -> str:
    """The item, as the view has it."""
    return str(conn.execute("select raw from sightings").fetchone()[0])


@given(before=SOME, text=SOME, after=SOME)
@example(before="", text='He said "no"\nand \\ left', after="")
@example(before="a", text="\0", after="🌊")
def test_an_item_is_read_as_it_stood(conn: sqlite3.Connection, before: str, text: str, after: str) -> None:
    for written in (text, json.dumps(text, ensure_ascii=False)[1:-1], json.dumps(text)[1:-1], text.upper()):
        keep(conn, raw := before + written + after, text)
        assert read(conn) == raw


def test_a_text_is_kept_once(conn: sqlite3.Connection) -> None:
    text = 'The harbour "stays open"'
    for raw, rest, at in (
        (text, "", 0),
        (f"  {text} (Reuters)", "   (Reuters)", 2),
        (json.dumps({"text": text, "n": 1}), '{"text": "", "n": 1}', -11),
        ("The harbour “stays open”", "The harbour “stays open”", None),
    ):
        assert keep(conn, raw, text) == at
        assert conn.execute("select raw from sighting_rows").fetchone() == (rest,)


def test_a_text_that_somebody_changes_leaves_its_items_as_they_were(conn: sqlite3.Connection) -> None:
    keep(conn, raw := "BERLIN – A text, later put right.", "A text, later put right.")
    conn.execute("update snippets set text = 'Another text.'")
    assert read(conn) == raw
