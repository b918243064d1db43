"""Snippets of an archive as `cite` wants them: by their numbers, or all that a search finds."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from archive.errors import StoreError
from archive.export.cite import Cited
from archive.search import prepare
from archive.search.plan import settled
from archive.store.kept import STARRED, kept_of
from archive.store.rows import AMONG, FIRST, listed
from archive.text.sentences import is_open

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from archive.search import Sort

TOGETHER = 200
"""Snippets that are read together."""

_COLUMNS = "is_truncated, id, text, title, author, outlet, url, language, dated, dated_by"
_CAPTURED = f"""(select c.captured from sightings g join sources c on c.id = g.source_id
                 where g.snippet_id = s.id order by {FIRST} limit 1)"""


def cited(
    conn: sqlite3.Connection,
    ids: Iterable[int],
    permalink: Callable[[int], str] | None = None,
    *,
    with_kept: bool = False,
) -> Iterator[Cited]:
    """Snippets by their numbers, in that order, each with the address of its page if `permalink` gives one.

    Raises:
        StoreError: There is none of a number.
    """
    remaining = iter(ids)
    while some := list(itertools.islice(remaining, TOGETHER)):
        yield from _cited(conn, some, permalink, with_kept=with_kept)


def _cited(
    conn: sqlite3.Connection, some: Sequence[int], permalink: Callable[[int], str] | None, *, with_kept: bool
) -> Iterator[Cited]:
    kept = kept_of(conn, some) if with_kept else {}
    sql = f"select {_COLUMNS}, {_CAPTURED} from snippets s where id {AMONG}"
    found = {row[1]: row for row in conn.execute(sql, [listed(some)])}
    for number in some:
        if number not in found:
            raise StoreError(f"There is no snippet {number}.")
        one = kept.get(number)
        tags = (*([STARRED] if one.is_starred else []), *one.tags) if one else ()
        notes = tuple(each.note for each in one.notes) if one else ()
        is_truncated, snippet, text, *facts, captured = found[number]
        link = permalink(number) if permalink else None
        text = f"{text} …" if is_open(text, bool(is_truncated)) else text
        yield replace(Cited(snippet, text, *facts), captured=captured, permalink=link, tags=tags, notes=notes)


def found(conn: sqlite3.Connection, query: str, sort: Sort = "relevance") -> Iterator[int]:
    """The numbers of all that a search finds, in its order.

    Raises:
        SearchError: The query can't be read.
    """
    asked = prepare(conn, query)
    rows = conn.execute(asked.plan.page(settled(sort, asked.plan)), {**asked.params, "limit": -1, "offset": 0})
    return (row[0] for row in rows)
