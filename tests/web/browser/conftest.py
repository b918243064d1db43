"""What the tests in a browser share: one Chromium, and plain Datasette on one archive that has all there is to see.

They live as long as this package is tested, no longer: Playwright leaves an event loop running in the thread, in which
tests elsewhere start their own.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from browsing import chromium, datasette

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A Chromium; each test opens contexts or pages of its own in it."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def clips(carried: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive with words and names without end, and somebody of a hostile name beside Mara Velden."""
    path = tmp_path_factory.mktemp("browsed") / "clips.db"
    shutil.copy(carried, path)
    with closing(sqlite3.connect(path)) as conn:
        _fill(conn)
        conn.commit()
    return path


def _fill(conn: sqlite3.Connection) -> None:
    long = "Grain" + "grain" * 80 + " https://bay.example/" + "a" * 300
    conn.executemany(
        "insert into snippets (id, text, outlet, text_hash) values (?, ?, ?, ?)",
        [(60, long, "Courier" * 20, "long"), (61, "evil met Velden and Renn", None, "evil")],
    )
    conn.executemany(
        "insert into entities (id, name, kind) values (?, ?, ?)",
        [
            (61, "Union" * 40, "organisation"),
            (62, "<svg onload=alert(2)>\"'&</title><script>alert(1)</script>", "person"),
        ],
    )
    conn.executemany(
        "insert into mentions (snippet_id, start, stop, surface, entity_id, rule, score)"
        " values (?, ?, ?, ?, ?, 'name', 0.8)",
        [(60, 0, 5, "Grain", 61), (61, 0, 4, "evil", 62), (61, 9, 15, "Velden", 1), (61, 20, 24, "Renn", 2)],
    )
    conn.execute(
        """update entities set (mention_count, snippet_count) = (
             select count(*), count(distinct snippet_id) from mentions where entity_id = entities.id)"""
    )


@pytest.fixture(scope="package")
def address(clips: Path) -> Iterator[str]:
    """Where plain `datasette` serves the archive: the plugin comes by its entry point."""
    with datasette(clips) as address:
        yield address
