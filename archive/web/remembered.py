"""What many readers ask of an archive, worked out once until somebody writes to it.

What takes long to count is the same for everybody: rows of a view, facets of all rows, who is named with whom. Readers
who ask at once wait for one answer. Whether anything was written is asked of SQLite, before every answer.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

T = TypeVar("T")

MOST = 200
"""Answers that are kept of an archive: those asked for last."""

_memories: WeakKeyDictionary[Any, Memory] = WeakKeyDictionary()


class Memory:
    """Answers of one archive, each with the state of the file in which it is true."""

    def __init__(self, db: Any) -> None:
        """Begin with none of a database of Datasette's."""
        self._known: OrderedDict[Hashable, tuple[int, asyncio.Future[Any]]] = OrderedDict()
        self._watch: sqlite3.Connection | None = None
        with suppress(sqlite3.Error, TypeError):  # what can't be watched is asked anew each time
            uri = f"{Path(db.path).resolve().as_uri()}?mode=ro"
            self._watch = sqlite3.connect(uri, uri=True, timeout=0, check_same_thread=False)

    def _version(self) -> int | None:
        """A number that is another one after each commit of others; None where it can't be had just now."""
        try:
            return int(self._watch.execute("pragma data_version").fetchone()[0]) if self._watch else None
        except sqlite3.Error:
            return None

    async def get(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """An answer, worked out unless it is known; what that raises is raised for all who wait, and not kept."""
        version = self._version()
        if version is None:
            return await make()
        known = self._known.get(key)
        if known is None or known[0] != version or not _is_ours(known[1]):
            known = self._known[key] = version, asyncio.ensure_future(make())
            known[1].add_done_callback(lambda task: self._forget(key, task))
            while len(self._known) > MOST:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return cast("T", await asyncio.shield(known[1]))

    def _forget(self, key: Hashable, task: asyncio.Future[Any]) -> None:
        """Keep nothing of what failed."""
        if (task.cancelled() or task.exception()) and (known := self._known.get(key)) and known[1] is task:
            del self._known[key]


def _is_ours(task: asyncio.Future[Any]) -> bool:
    """Whether a task has its answer, or will have it in this loop."""
    return task.done() or task.get_loop() is asyncio.get_running_loop()


def memory(db: Any) -> Memory:
    """The answers that are known of a database of Datasette's."""
    found = _memories.get(db)
    if found is None:
        found = _memories[db] = Memory(db)
    return found


COUNTING = "select count(*) from "


def remember_counts(db: Any) -> None:
    """Let a database of Datasette's count the rows of its pages once: a view's takes as long as reading it."""
    plain = db.execute

    async def execute(sql: str, params: Any = None, **options: Any) -> Any:
        if not sql.startswith(COUNTING):
            return await plain(sql, params, **options)
        key = (sql, repr(params), repr(sorted(options.items())))
        return await memory(db).get(key, lambda: plain(sql, params, **options))

    db.execute = execute
