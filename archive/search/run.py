"""Running a query: from text and an open archive to a page of hits, counted, ranked, marked and explained.

Several small statements rather than a great one: sizes first (prepared.py; a few milliseconds, from indexes alone),
then the count, the page, and what stands beside its hits. Ranking by bm25 costs time per match, so of very many matches
only the most recently added are ranked, and the result says so. SQLite's own errors end here: callers see SearchError.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from archive.errors import SearchError, TooSlowError
from archive.search.beside import Appearance, answers, beside_hits
from archive.search.hits import completed, hit_of, in_company
from archive.search.match import fts, is_words
from archive.search.offers import offers
from archive.search.plan import settled
from archive.search.prepared import answered
from archive.search.query import leaves, unparse
from archive.search.stems import marks

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from archive.search.compile import Compiled
    from archive.search.hits import Hit, Spans
    from archive.search.offers import Offer
    from archive.search.plan import Sort
    from archive.search.prepared import Prepared, Total
    from archive.search.query import Query

RANKED_ALL = 20_000
"""Up to so many matches are all ranked."""
RANKED = 10_000
"""Of more matches than that, only so many are ranked: those added last; tests/bench/search_speed.py times it."""
LONGEST = 10.0
"""Seconds after which a search is given up."""
_MOST = 2**31  # of limit and offset: more than SQLite's integers hold is an error, and this is enough
_STEPS = 20_000  # virtual machine steps between two looks at the clock: well under 10 ms
_PAGE = 500  # hits whose company is fetched at once


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what a query found, and how it was found."""

    query: Query
    hits: tuple[Hit, ...]
    total: int
    """How many snippets match, folded variants not counted."""
    folded: int
    """How many variants match as well and were not shown."""
    sort: Sort
    """The order in fact: without words to rank by, newest first."""
    ranked: int
    """How many of the matches took part in the ranking; fewer than `total` when these are very many."""
    is_relaxed: bool
    """Whether no snippet has all words that were asked for, and these have some of the rarer ones."""
    offers: tuple[Offer, ...]
    """What else may have been meant."""
    notes: tuple[str, ...]
    """What a person should know, in sentences: what was mended, whom a name stands for, what was not ranked."""
    sql: str
    """The statement of this page."""
    params: Mapping[str, str | int]
    """Its parameters."""
    seconds: float


def search(
    conn: sqlite3.Connection,
    query: Query | str,
    *,
    sort: Sort = "relevance",
    limit: int = 20,
    offset: int = 0,
    longest: float = LONGEST,
    today: datetime.date | None = None,
    since: int | None = None,
) -> Results:
    """Search an archive.

    Args:
        conn: An open archive; nothing is written. Its progress handler is used and cleared.
        query: In the query language (see parse.py), or parsed already.
        sort: 'relevance' by bm25, or 'newest' or 'oldest' by `dated`, the undated last.
        limit: Hits on the page, 1 or more.
        offset: Hits to skip.
        longest: Seconds after which to give up.
        today: What `on:yesterday` counts from; by default the current day.
        since: Only what came in after the snippet of that number.

    Returns:
        The page and what is known about the whole.

    Raises:
        SearchError: The query can't be understood or took too long, or the file is no archive.
    """
    began = time.perf_counter()
    with guarded(conn, longest):
        asked, total = answered(conn, query, today=today, since=since)
        found = _results(conn, asked, total, sort, limit, offset)
        found = found if since is None else replace(found, offers=())
    return replace(found, seconds=time.perf_counter() - began)


def results(
    conn: sqlite3.Connection,
    asked: Prepared,
    total: Total,
    *,
    sort: Sort = "relevance",
    limit: int = 20,
    offset: int = 0,
    longest: float = LONGEST,
) -> Results:
    """A page of what a prepared query finds; as `search`, where query and total are known already."""
    with guarded(conn, longest):
        return _results(conn, asked, total, sort, limit, offset)


def every_hit(conn: sqlite3.Connection, asked: Prepared, sort: Sort) -> Iterator[Hit]:
    """All hits in their order, with what stands beside them, unmarked; from one cursor, so that they may be many."""
    cursor = conn.execute(asked.plan.page(settled(sort, asked.plan)), {**asked.params, "limit": -1, "offset": 0})
    while some := list(islice(cursor, _PAGE)):
        yield from in_company(conn.cursor(), some)


def _results(conn: sqlite3.Connection, asked: Prepared, found: Total, sort: Sort, limit: int, offset: int) -> Results:
    began = time.perf_counter()
    cursor = conn.cursor()
    cursor.row_factory = None
    limit, offset = min(max(1, limit), _MOST), min(max(0, offset), _MOST)
    plan, total = asked.plan, found.shown
    is_empty = not (total or found.folded)
    is_in_vain = is_empty or asked.is_relaxed
    notes = [*asked.notes, *(_absent(cursor, asked.typed) if is_in_vain else ())]
    sort = settled(sort, plan)
    params: dict[str, str | int] = {**asked.params, "limit": limit, "offset": offset}
    ranked = total
    if sort == "relevance" and total > max(RANKED_ALL, offset + limit):
        ranked = max(RANKED, offset + limit)
        params["floor"] = _floor(cursor, asked, ranked, params)
        notes.append(f"Of {total:,} matches the {ranked:,} added last were ranked; sort by newest to go through all.")
    sql = plan.page(sort, is_capped=ranked < total)
    hits = [] if is_empty else [hit_of(row) for row in _page(cursor, asked, sort, ranked, sql, params)]
    pages = (hits[at : at + _PAGE] for at in range(0, len(hits), _PAGE))
    return Results(
        query=asked.query,
        hits=tuple(hit for page in pages for hit in _completed(cursor, page, asked.compiled)),
        total=total,
        folded=found.folded,
        sort=sort,
        ranked=ranked,
        is_relaxed=asked.is_relaxed,
        offers=offers(conn, asked, found),
        notes=tuple(dict.fromkeys(notes)),
        sql=sql,
        params=params,
        seconds=time.perf_counter() - began,
    )


def _floor(cursor: sqlite3.Cursor, asked: Prepared, ranked: int, params: Mapping[str, str | int]) -> int:
    """The id from which on there are so many hits."""
    if asked.many is not None:
        return int(asked.many.shown[-ranked])
    (floor,) = cursor.execute(asked.plan.floor(), {**params, "newer": ranked - 1}).fetchone() or (0,)
    return int(floor)


def _page(
    cursor: sqlite3.Cursor, asked: Prepared, sort: Sort, ranked: int, sql: str, params: Mapping[str, str | int]
) -> Iterable[tuple[Any, ...]]:
    """The rows that a statement gives; of many hits, in a faster way."""
    if asked.many is None:
        return cursor.execute(sql, params)
    if sort == "relevance":
        return asked.many.ranked(cursor, asked.plan, params, ranked)
    return asked.many.by_date(cursor, sort, int(params["limit"]), int(params["offset"]))


def _absent(cursor: sqlite3.Cursor, query: Query) -> Iterator[str]:
    """Say which of the words of a query that found nothing stand in no snippet at all."""
    sought = [one for one in leaves(query.root, negated=False) if is_words(one)]
    if len(sought) < 2:
        return
    select = "select 1 from snippets_fts where snippets_fts match ? limit 1"
    absent = [unparse(one) for one in dict.fromkeys(sought) if not cursor.execute(select, (fts(one),)).fetchone()]
    if absent:
        yield f"No snippet has {', '.join(absent)}."


def _completed(cursor: sqlite3.Cursor, hits: Sequence[Hit], compiled: Compiled) -> Iterator[Hit]:
    """Hits with their entities, counts and marks."""
    around = beside_hits(cursor, [hit.id for hit in hits])
    sought = frozenset(compiled.mentions)
    rows = [(hit.title, hit.text) for hit in hits]
    matched = marks(rows, compiled.marks) if compiled.marks else [([], []) for _ in rows]
    said = _said_spans(cursor, hits, compiled)
    answered = answers(cursor, compiled, {hit.id: Appearance(hit.outlet, hit.dated) for hit in hits})
    for hit, (in_title, in_text) in zip(hits, matched, strict=True):
        title = hit.title or ""
        found = around[hit.id]
        named = [(start, stop) for start, stop, number, *_ in found.mentions if number in sought]
        literal = _literal_spans(hit.text, compiled, "text")
        yield replace(
            completed(hit, found),
            answer=answered.get(hit.id),
            marks=_united(in_text + literal + named + said.get(hit.id, []), len(hit.text)),
            title_marks=_united(in_title + _literal_spans(title, compiled, "title"), len(title)),
        )


def _said_spans(cursor: sqlite3.Cursor, hits: Sequence[Hit], compiled: Compiled) -> dict[int, list[tuple[int, int]]]:
    """What was sought within quotations, where it stands within one."""
    is_sought = compiled.said is not None or any(column == "said" for _, column in compiled.literals)
    if not is_sought:
        return {}
    quoted: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for snippet_id, start, stop in cursor.execute(_QUOTED, {"ids": json.dumps([hit.id for hit in hits])}):
        quoted[snippet_id].append((start, stop))
    rows = [(None, hit.text) for hit in hits]
    words = marks(rows, compiled.said) if compiled.said else [([], []) for _ in rows]
    return {
        hit.id: [
            (start, stop)
            for start, stop in in_text + _literal_spans(hit.text, compiled, "said")
            if any(first <= start and stop <= last for first, last in quoted[hit.id])
        ]
        for hit, (_, in_text) in zip(hits, words, strict=True)
    }


_QUOTED = "select snippet_id, start, stop from quotations where snippet_id in (select value from json_each(:ids))"


def _literal_spans(text: str, compiled: Compiled, column: str) -> list[tuple[int, int]]:
    spans = []
    wanted = (column,) if column == "said" else (None, column)
    for literal in (one for one, within in compiled.literals if within in wanted):
        at = text.find(literal)
        while at >= 0:
            spans.append((at, at + len(literal)))
            at = text.find(literal, at + len(literal))
    return spans


def _united(spans: list[tuple[int, int]], length: int) -> Spans:
    """Spans in order, those that overlap joined, all within the text."""
    united: list[tuple[int, int]] = []
    for start, stop in sorted((max(0, start), min(stop, length)) for start, stop in spans):
        if united and start < united[-1][1]:
            united[-1] = (united[-1][0], max(stop, united[-1][1]))
        elif start < stop:
            united.append((start, stop))
    return tuple(united)


@contextmanager
def guarded(conn: sqlite3.Connection, longest: float) -> Iterator[None]:
    """Let all statements see one state of the archive, stop those that take too long, translate SQLite's errors."""
    deadline = time.monotonic() + longest
    conn.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
    is_ours = not conn.in_transaction
    try:
        if is_ours:
            conn.execute("begin")
        yield
    except sqlite3.Error as error:
        raise _explained(error, longest) from error
    finally:
        if is_ours:
            conn.rollback()
        conn.set_progress_handler(None, 0)


def _explained(error: sqlite3.Error, longest: float) -> SearchError:
    reason = str(error)
    if reason == "interrupted":
        return TooSlowError(
            f"The search took longer than {longest:g} seconds. Add a rarer word, a name or a date to it."
        )
    if "no such" in reason or "not a database" in reason:
        return SearchError(
            f"This is not an archive, or one that another version made ({reason}). Make one with: archive ingest"
        )
    if "locked" in reason or "busy" in reason:
        return SearchError("The archive is being written to just now. Try again in a moment.")
    return SearchError(f"The archive could not be searched: {reason}.")
