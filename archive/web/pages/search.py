"""The search page: what a query found, and facets that narrow it down."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datasette.utils import sqlite_timelimit

from archive.search import prepare, results, total_of
from archive.search.names import called
from archive.search.query import ENTITY_KINDS, And, Filter, Query, Term, join
from archive.store.lookup import entity
from archive.web import refine
from archive.web.spans import excerpt
from archive.web.wording import HOW_DATED, HOW_DATED_LONG, counted, elsewhere, written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archive.search import Hit, Prepared, Results, Sort, Total
    from archive.search.query import Node
    from archive.store.lookup import Entity
    from archive.web.addresses import Links
    from archive.web.wording import Seen

PAGE = 20
"""Results on a page."""
LAST_PAGE = 250
"""Pages that can be turned to: further on, narrowing down or a CSV serves better."""
CHIPS = 8
"""Entities beside a result; more are on its own page."""
LONGEST = 700
"""Characters of a text in a list; of a longer one the part around what matched."""
TRIALS = 6
"""Conditions that are left out for trial where a query found nothing."""
MEANT = 5
"""Entities of one name that are offered to choose from."""
CALLED = 2
"""Entities that a word of the query may be the name of, each with a link to its page."""
ASKED_WORDS = 4
"""Words of a query that are tried for names."""

Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class NamedChip:
    """An entity as it is shown beside a text."""

    name: str
    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class Item:
    """A snippet in a list."""

    id: int
    url: str
    text: Pieces
    title: Pieces
    dated: str
    """In words."""
    how_dated: str
    how_dated_long: str
    outlet: str | None
    author: str | None
    kind: str
    is_truncated: bool
    entities: tuple[NamedChip, ...]
    more_entities: int
    sightings: int
    answer: Seen | None
    """The sighting that answers, where the first one does not."""
    also: Seen | None
    """Where and when else it appeared first."""
    more_also: int
    """Outlets and days beside these."""
    variants: int
    is_variant: bool


@dataclass(frozen=True, slots=True)
class ChipLink:
    """A condition of the query, to be taken away."""

    label: str
    field: str
    is_negative: bool
    url: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What would be found without one condition."""

    label: str
    url: str
    found: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Everything on the search page but the facets."""

    text: str
    """The query as typed."""
    sort: str
    """The order in fact."""
    can_rank: bool
    """Whether relevance is a choice."""
    summary: str
    total: int
    notes: tuple[str, ...]
    meant: tuple[NamedChip, ...]
    """Whom a name may mean that means several, each with the search for this one alone."""
    about: tuple[NamedChip, ...]
    """Whom and what the query itself names, with their pages."""
    chips: tuple[ChipLink, ...]
    items: tuple[Item, ...]
    page: int
    pages: int
    newer_url: str | None
    older_url: str | None
    by_relevance_url: str
    by_newest_url: str
    json_url: str
    csv_url: str
    sql_url: str
    trials: tuple[Trial, ...]
    folded_url: str | None
    """The same with folded variants, where only these match."""


def ask(conn: sqlite3.Connection, text: str) -> tuple[Prepared, Total]:
    """Make a query ready and count what it finds: once for all parts of its page.

    Raises:
        SearchError: It can't be read.
    """
    asked = prepare(conn, text)
    return asked, total_of(conn, asked)


def search_page(
    conn: sqlite3.Connection, links: Links, asked: Prepared, total: Total, sort: Sort, page: int, *, longest: float
) -> SearchPage:
    """Search, and tell what there is to see.

    Args:
        conn: The archive.
        links: Where its pages are.
        asked: The query.
        total: How many snippets it finds.
        sort: The order that was asked for.
        page: Number of the page, from 1.
        longest: Seconds after which to give up.

    Raises:
        SearchError: It took too long.
    """
    query = asked.query
    page = min(max(1, page), LAST_PAGE)
    found = results(conn, asked, total, sort=sort, limit=PAGE, offset=(page - 1) * PAGE, longest=longest)
    pages = min(LAST_PAGE, max(1, -(-found.total // PAGE)))
    names = _names(conn, asked)
    return SearchPage(
        text=query.text,
        sort=found.sort,
        can_rank=asked.plan.by_words,
        summary=_summary(found, page),
        total=found.total,
        notes=found.notes,
        meant=tuple(_meant(conn, links, asked, sort)),
        about=tuple(_about(conn, links, asked)),
        chips=_chips(links, asked, names, sort),
        items=tuple(item(links, hit) for hit in found.hits),
        page=page,
        pages=pages,
        newer_url=links.search(query.text, sort, page - 1) if page > 1 else None,
        older_url=links.search(query.text, sort, page + 1) if page < pages else None,
        by_relevance_url=links.search(query.text),
        by_newest_url=links.search(query.text, "newest"),
        json_url=links.json(query.text, found.sort),
        csv_url=links.csv(query.text, found.sort),
        sql_url=_sql(links, asked, found.sort),
        trials=tuple(_trials(conn, links, asked, names, sort, longest / 2)) if not found.total else (),
        folded_url=links.search(f"{query.text} is:any") if found.folded and not found.total else None,
    )


def item(links: Links, hit: Hit) -> Item:
    """A hit as it is shown in a list."""
    named = tuple(NamedChip(one.name, one.kind, links.entity(one.id)) for one in hit.entities[:CHIPS])
    answer, others = elsewhere(hit)
    return Item(
        id=hit.id,
        url=links.snippet(hit.id),
        text=excerpt(hit.text, hit.marks, LONGEST),
        title=excerpt(hit.title or "", hit.title_marks, LONGEST),
        dated=written(hit.dated),
        how_dated=HOW_DATED.get(hit.dated_by or "", hit.dated_by or ""),
        how_dated_long=HOW_DATED_LONG.get(hit.dated_by or "", ""),
        outlet=hit.outlet,
        author=hit.author,
        kind=hit.kind,
        is_truncated=hit.is_truncated,
        entities=named,
        more_entities=len(hit.entities) - len(named),
        sightings=hit.sightings,
        answer=answer,
        also=others[0] if others else None,
        more_also=len(others[1:]),
        variants=hit.variants,
        is_variant=hit.variant_of not in (None, hit.id),
    )


def _summary(results: Results, page: int) -> str:
    found = counted(results.total, "snippet")
    if results.folded:
        found += f", {counted(results.folded, 'copy', 'copies')} folded"
    if results.total <= PAGE:
        return found
    first = (page - 1) * PAGE + 1
    return f"{first:,}–{first + len(results.hits) - 1:,} of {found}" if results.hits else found


def _chips(links: Links, asked: Prepared, names: dict[Filter, str], sort: str) -> tuple[ChipLink, ...]:
    order = sort if sort == "newest" else None
    made = refine.chips(asked.query, names)
    return tuple(
        ChipLink(
            chip.label, _FIELD_WORDS.get(chip.field, chip.field), chip.is_negative, links.search(chip.without, order)
        )
        for chip in made
    )


_FIELD_WORDS = {
    "org": "organisation", "on": "date", "is": "state", "entity": "named", "by": "said by", "about": "said about",
}  # fmt: skip


def _names(conn: sqlite3.Connection, asked: Prepared) -> dict[Filter, str]:
    """What filters by number are called."""
    numbered = [(one, meant.ids) for one, meant in asked.meanings.items() if one.value.startswith("#")]
    return {one: found.name for one, ids in numbered for number in ids if (found := entity(conn, number))}


def _meant(conn: sqlite3.Connection, links: Links, asked: Prepared, sort: str) -> Iterable[NamedChip]:
    for one in refine.conditions(asked.query):
        if isinstance(one, Filter) and one.field in ENTITY_KINDS and len(asked.meanings[one].ids) > 1:
            for number in asked.meanings[one].ids[:MEANT]:
                if found := entity(conn, number):
                    only = refine.instead(asked.query, one, refine.named(conn, number, found.name, found.kind))
                    yield NamedChip(found.name, found.kind, links.search(only, sort if sort == "newest" else None))


def _about(conn: sqlite3.Connection, links: Links, asked: Prepared) -> Iterable[NamedChip]:
    """Entities that the query asks for, and those that are called as its words are: all of them, or else each."""
    found = [one for node in refine.conditions(asked.query) for one in _asked_for(conn, asked, node)]
    words = [node.text for node in refine.conditions(asked.query) if isinstance(node, Term) and _may_name(node)]
    whole, *each = called(conn, [" ".join(words), *words[:ASKED_WORDS]]) if words else [[]]
    found += whole[:CALLED]
    if not found:
        found = [one for named in each for one in named[:CALLED]]
    for one in dict.fromkeys(found):
        yield NamedChip(one.name, one.kind, links.entity(one.id))


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
    conn: sqlite3.Connection, links: Links, asked: Prepared, names: dict[Filter, str], sort: str, longest: float
) -> Iterable[Trial]:
    """What would be found without each condition, where all together find nothing; as far as there is time for it."""
    made = refine.conditions(asked.query)
    if len(made) < 2:
        return
    # the search has taken the time limit of the page off the connection
    with suppress(sqlite3.OperationalError), sqlite_timelimit(conn, longest * 1000):
        for chip, node in zip(refine.chips(asked.query, names)[:TRIALS], made, strict=False):
            left = Query("", join(And, [one for one in made if one is not node]))
            found = total_of(conn, prepare(conn, left, known=asked.meanings)).shown
            if found:
                label = ("not " if chip.is_negative else "") + f"{_word(chip)} {chip.label}".strip()
                yield Trial(label, links.search(chip.without, sort), counted(found, "snippet"))


def _word(chip: refine.Chip) -> str:
    return _FIELD_WORDS.get(chip.field, chip.field)
