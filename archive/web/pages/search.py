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
from archive.text.sentences import is_open
from archive.web import refine
from archive.web.addresses import Among, web_address
from archive.web.pages.paging import FURTHEST, SIZES, Turner, turner
from archive.web.spans import excerpt
from archive.web.wording import HOW_DATED, HOW_DATED_LONG, counted, elsewhere, offered, written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archive.search import Hit, Prepared, Results, Sort, Total
    from archive.search.offers import Offer
    from archive.search.query import Node
    from archive.store.lookup import Entity
    from archive.web.addresses import Links
    from archive.web.wording import Seen

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
    original: str | None
    """Where it was published, if that is an address of the web."""
    text: Pieces
    title: Pieces
    dated: str
    """In words."""
    how_dated: str
    how_dated_long: str
    outlet: str | None
    author: str | None
    kind: str
    is_cut: bool
    """Whether dots are to tell that its text was cut off."""
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
class OfferLink:
    """Another query that is offered, as a sentence around a link."""

    before: str
    label: str
    after: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Everything on the search page but the facets."""

    text: str
    """The query as typed."""
    asking: str
    """The query that found what is shown: another one, where that found nothing."""
    sort: str
    """The order in fact."""
    can_rank: bool
    """Whether relevance is a choice."""
    summary: str
    total: int
    notes: tuple[str, ...]
    is_relaxed: bool
    """Whether no snippet has all words that were asked for, and these have some of the rarer ones."""
    offers: tuple[OfferLink, ...]
    meant: tuple[NamedChip, ...]
    """Whom a name may mean that means several, each with the search for this one alone."""
    about: tuple[NamedChip, ...]
    """Whom and what the query itself names, with their pages."""
    chips: tuple[ChipLink, ...]
    items: tuple[Item, ...]
    start: int
    """The place of the first of them among all, from 1."""
    turner: Turner
    here_url: str
    """Its own address."""
    by_relevance_url: str
    by_newest_url: str
    by_oldest_url: str
    json_url: str
    csv_url: str
    sql_url: str
    trials: tuple[Trial, ...]
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
        sort=found.sort,
        can_rank=asked.plan.by_words,
        summary=_summary(found, start),
        total=found.total,
        notes=found.notes,
        is_relaxed=found.is_relaxed,
        offers=tuple(_offer(links, one, sort) for one in found.offers),
        meant=tuple(_meant(conn, links, asked, sort)),
        about=tuple(_about(conn, links, asked)),
        chips=_chips(links, asked, names, sort),
        items=tuple(item(links, hit, among, place) for place, hit in enumerate(found.hits, start + 1)),
        start=start + 1,
        turner=turner(page, size, found.total, partial(links.search, asking, sort)),
        here_url=links.search(asking, among.sort, page, size=among.size),
        by_relevance_url=links.search(asking, size=among.size),
        by_newest_url=links.search(asking, "newest", size=among.size),
        by_oldest_url=links.search(asking, "oldest", size=among.size),
        json_url=links.json(asking, found.sort),
        csv_url=links.csv(asking, found.sort),
        sql_url=_sql(links, asked, found.sort),
        trials=tuple(_trials(conn, links, asked, names, sort, longest / 2)) if not found.total else (),
        folded_url=links.search(f"{asking} is:any") if found.folded and not found.total else None,
    )


def item(links: Links, hit: Hit, among: Among | None = None, place: int | None = None) -> Item:
    """A hit as it is shown in a list; of results, at its place among them."""
    named = tuple(NamedChip(one.name, one.kind, links.entity(one.id)) for one in hit.entities[:CHIPS])
    answer, others = elsewhere(hit)
    return Item(
        id=hit.id,
        url=links.snippet(hit.id, among, place),
        original=web_address(hit.url),
        text=excerpt(hit.text, hit.marks, LONGEST),
        title=excerpt(hit.title or "", hit.title_marks, LONGEST),
        dated=written(hit.dated),
        how_dated=HOW_DATED.get(hit.dated_by or "", hit.dated_by or ""),
        how_dated_long=HOW_DATED_LONG.get(hit.dated_by or "", ""),
        outlet=hit.outlet,
        author=hit.author,
        kind=hit.kind,
        is_cut=is_open(hit.text, hit.is_truncated and len(hit.text) <= LONGEST),
        entities=named,
        more_entities=len(hit.entities) - len(named),
        sightings=hit.sightings,
        answer=answer,
        also=others[0] if others else None,
        more_also=len(others[1:]),
        variants=hit.variants,
        is_variant=hit.variant_of not in (None, hit.id),
    )


def _offer(links: Links, offer: Offer, sort: Sort) -> OfferLink:
    said = offered(offer)
    return OfferLink(said.before, said.link, said.after, offer.count, links.search(offer.query, _kept(sort)))


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


def _chips(links: Links, asked: Prepared, names: dict[Filter, str], sort: str) -> tuple[ChipLink, ...]:
    order = _kept(sort)
    made = refine.chips(asked.query, names)
    return tuple(
        ChipLink(chip.label, _word(chip), chip.is_negative, links.search(chip.without, order)) for chip in made
    )


_FIELD_WORDS = {
    "org": "organisation", "on": "date", "on~": "perhaps of", "until": "up to", "mentions-date": "speaks of",
    "lang": "language", "id": "number", "is": "state", "entity": "named", "by": "said by", "about": "said about",
}  # fmt: skip


def _names(conn: sqlite3.Connection, asked: Prepared) -> dict[Filter, str]:
    """What filters by number are called."""
    numbered = [(one, meant.ids) for one, meant in asked.meanings.items() if one.value.startswith("#")]
    return {one: found.name for one, ids in numbered for number in ids if (found := entity(conn, number))}


def _meant(conn: sqlite3.Connection, links: Links, asked: Prepared, sort: str) -> Iterable[NamedChip]:
    for one in asked.query.conditions:
        if isinstance(one, Filter) and one.field in ENTITY_KINDS and len(asked.meanings[one].ids) > 1:
            for number in asked.meanings[one].ids[:MEANT]:
                if found := entity(conn, number):
                    only = refine.instead(asked.query, one, refine.named(conn, number, found.name, found.kind))
                    yield NamedChip(found.name, found.kind, links.search(only, _kept(sort)))


def _about(conn: sqlite3.Connection, links: Links, asked: Prepared) -> Iterable[NamedChip]:
    """Entities that the query asks for, and those that are called as its words are: all of them, or else each."""
    found = [one for node in asked.query.conditions for one in _asked_for(conn, asked, node)]
    words = [node.text for node in asked.query.conditions if isinstance(node, Term) and _may_name(node)]
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
    made = asked.query.conditions
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
