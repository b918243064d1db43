"""The search page: what a query found, and facets that narrow it down."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from datasette.utils import sqlite_timelimit

from archive.search import prepare, results, total_of
from archive.search.names import called
from archive.search.plan import ALONG
from archive.search.query import ENTITY_KINDS, And, Filter, Query, Term, join
from archive.store.lookup import entity
from archive.web import refine
from archive.web.addresses import Among
from archive.web.pages.paging import FURTHEST, SIZES, Turner, turner
from archive.web.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archive.search import Prepared, Results, Sort, Total
    from archive.search.query import Node
    from archive.store.lookup import Entity
    from archive.web.addresses import Links

TRIALS = 6
"""Conditions that are left out for trial where a query found nothing."""
MEANT = 5
"""Entities of one name that are offered to choose from."""
CALLED = 2
"""Entities that a word of the query may be the name of, each with a link to its page."""
ASKED_WORDS = 4
"""Words of a query that are tried for names."""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Everything on the search page but the facets."""

    text: str
    """The query as typed."""
    asking: str
    """The query that found what is shown: another one, where that found nothing."""
    found: Results
    order: str | None
    """The order as links name it; none where it goes without saying."""
    can_rank: bool
    """Whether relevance is a choice."""
    summary: str
    meant: tuple[tuple[Entity, str], ...]
    """Whom a name may mean that means several, each with the query for this one alone."""
    about: tuple[Entity, ...]
    """Whom and what the query itself names."""
    chips: tuple[refine.Chip, ...]
    start: int
    """The place of the first of them among all, from 1."""
    among: Among
    turner: Turner
    sql_url: str
    trials: tuple[tuple[str, str, int], ...]
    """What would be found without a condition: what that is, the query, and how many."""
    folded_url: str | None
    """The same with folded variants, where only these match."""


def search_page(
    conn: sqlite3.Connection,
    links: Links,
    asked: Prepared,
    total: Total,
    sort: Sort,
    page: int,
    *,
    longest: float,
    size: int = SIZES[0],
) -> SearchPage:
    """Search, and tell what there is to see on a page, from 1.

    Raises:
        SearchError: It took too long.
    """
    query = asked.query
    page = min(max(1, page), FURTHEST // size)
    start = (page - 1) * size
    found = results(conn, asked, total, sort=sort, limit=size, offset=start, longest=longest)
    asking = str(query) if asked.is_relaxed else query.text
    among = Among(asking, found.sort if found.sort != "relevance" else None, size if size != SIZES[0] else None)
    names = _names(conn, asked)
    return SearchPage(
        text=query.text,
        asking=asking,
        found=found,
        order=_kept(sort),
        can_rank=asked.plan.by_words,
        summary=_summary(found, start),
        meant=tuple(_meant(conn, asked)),
        about=tuple(_about(conn, asked)),
        chips=refine.chips(query, names),
        start=start + 1,
        among=among,
        turner=turner(page, size, found.total, partial(links.search, asking, sort)),
        sql_url=_sql(links, asked, found.sort),
        trials=tuple(_trials(conn, asked, names, longest / 2)) if not found.total else (),
        folded_url=links.search(f"{asking} is:any") if found.folded and not found.total else None,
    )


def _kept(sort: str) -> str | None:
    """The order as links name it; nothing for the usual one."""
    return sort if sort in ALONG else None


def _summary(results: Results, start: int) -> str:
    found = counted(results.total, "snippet")
    if results.folded:
        found += f", {counted(results.folded, 'copy', 'copies')} folded"
    if results.total <= len(results.hits):
        return found
    return f"{start + 1:,}–{start + len(results.hits):,} of {found}" if results.hits else found


def _names(conn: sqlite3.Connection, asked: Prepared) -> dict[Filter, str]:
    """What filters by number are called."""
    numbered = [(one, meant.ids) for one, meant in asked.meanings.items() if one.value.startswith("#")]
    return {one: found.name for one, ids in numbered for number in ids if (found := entity(conn, number))}


def _meant(conn: sqlite3.Connection, asked: Prepared) -> Iterable[tuple[Entity, str]]:
    for one in asked.query.conditions:
        if isinstance(one, Filter) and one.field in ENTITY_KINDS and len(asked.meanings[one].ids) > 1:
            for number in asked.meanings[one].ids[:MEANT]:
                if found := entity(conn, number):
                    named = refine.named(conn, number, found.name, found.kind)
                    yield found, refine.instead(asked.query, one, named)


def _about(conn: sqlite3.Connection, asked: Prepared) -> Iterable[Entity]:
    """Entities that the query asks for, and those that are called as its words are: all of them, or else each."""
    found = [one for node in asked.query.conditions for one in _asked_for(conn, asked, node)]
    words = [node.text for node in asked.query.conditions if isinstance(node, Term) and _may_name(node)]
    whole, *each = called(conn, [" ".join(words), *words[:ASKED_WORDS]]) if words else [[]]
    found += whole[:CALLED]
    if not found:
        found = [one for named in each for one in named[:CALLED]]
    return dict.fromkeys(found)


def _asked_for(conn: sqlite3.Connection, asked: Prepared, node: Node) -> Iterable[Entity]:
    if isinstance(node, Filter) and node.field in ENTITY_KINDS and len(asked.meanings[node].ids) == 1:
        found = entity(conn, *asked.meanings[node].ids)
        yield from (found,) if found else ()


def _may_name(term: Term) -> bool:
    return term.column is None and not term.is_prefix


def _sql(links: Links, asked: Prepared, sort: Sort) -> str:
    """The statement that gives all results in their order, each ranked."""
    return links.sql(asked.plan.page(sort), {**asked.params, "limit": -1, "offset": 0})


def _trials(
    conn: sqlite3.Connection, asked: Prepared, names: dict[Filter, str], longest: float
) -> Iterable[tuple[str, str, int]]:
    """What would be found without each condition, where all together find nothing; as far as there is time for it."""
    made = asked.query.conditions
    if len(made) < 2:
        return
    # the search has taken the time limit of the page off the connection
    with suppress(sqlite3.OperationalError), sqlite_timelimit(conn, longest * 1000):
        for chip, node in zip(refine.chips(asked.query, names)[:TRIALS], made, strict=False):
            left = Query("", join(And, [one for one in made if one is not node]))
            found = total_of(conn, prepare(conn, left, known=asked.meanings)).shown
            if found:
                label = ("not " if chip.is_negative else "") + f"{chip.field} {chip.label}".strip()
                yield label, chip.without, found
