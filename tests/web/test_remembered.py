"""What many readers ask at once is worked out once, and anew as soon as somebody has written."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from archive.web import access
from archive.web.remembered import MOST, Memory, memory


@pytest.fixture
def db(tmp_path: Path) -> Any:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("pragma journal_mode = wal")
        conn.execute("create table t (x)")
    return Datasette([str(path)]).get_database("a")


def write(db: Any) -> None:
    with closing(sqlite3.connect(db.path)) as conn:
        conn.execute("insert into t values (1)")
        conn.commit()


def test_readers_who_ask_at_once_wait_for_one_answer_until_somebody_writes(db: Any) -> None:
    asked = []

    async def count() -> int:
        asked.append(1)
        await asyncio.sleep(0)
        rows = await db.execute("select count(*) from t")
        return int(rows.first()[0])

    async def read(times: int) -> list[int]:
        return await asyncio.gather(*(memory(db).get("rows", count) for _ in range(times)))

    assert asyncio.run(read(30)) == [0] * 30
    assert asyncio.run(read(2)) == [0, 0]  # in another loop
    assert len(asked) == 1
    write(db)
    assert asyncio.run(read(3)) == [1] * 3
    assert len(asked) == 2


def test_what_fails_is_told_to_all_and_asked_again(db: Any) -> None:
    asked = []

    async def fails() -> int:
        asked.append(1)
        await asyncio.sleep(0)
        raise ZeroDivisionError

    async def read() -> list[Any]:
        return await asyncio.gather(*(memory(db).get("rows", fails) for _ in range(3)), return_exceptions=True)

    for times in (1, 2):
        assert [type(each) for each in asyncio.run(read())] == [ZeroDivisionError] * 3
        assert len(asked) == times


def test_one_who_leaves_takes_no_answer_from_the_others(db: Any) -> None:
    async def read() -> int:
        gate = asyncio.Event()

        async def slow() -> int:
            await gate.wait()
            return 7

        first, second = (asyncio.ensure_future(memory(db).get("rows", slow)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.sleep(0)
        gate.set()
        return await second

    assert asyncio.run(read()) == 7


def test_only_so_much_is_kept(db: Any) -> None:
    async def read() -> None:
        for number in range(MOST + 5):
            await memory(db).get(number, lambda: asyncio.sleep(0))

    asyncio.run(read())
    assert len(memory(db)._known) == MOST


def test_what_cannot_be_watched_is_asked_each_time() -> None:
    asked = []

    async def count() -> None:
        asked.append(1)

    async def read() -> None:
        nowhere = Memory(Datasette(memory=True).add_memory_database("m"))
        for _ in range(2):
            await nowhere.get("rows", count)

    asyncio.run(read())
    assert len(asked) == 2


def test_rows_of_a_view_are_counted_once(small_archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    datasette = Datasette([str(small_archive)])
    db = datasette.get_database(small_archive.stem)
    counted: list[str] = []
    plain = db.execute

    async def seen(sql: str, *args: Any, **options: Any) -> Any:
        counted.append(sql)
        return await plain(sql, *args, **options)

    monkeypatch.setattr(db, "execute", seen)

    async def count() -> set[int]:
        assert all(await asyncio.gather(*(access.is_archive(db) for _ in range(9))))
        return {(await db.execute("select count(*) from mentioned")).first()[0] for _ in range(3)}

    assert len(asyncio.run(asyncio.wait_for(count(), 60))) == 1
    assert counted.count("select count(*) from mentioned") == 1
