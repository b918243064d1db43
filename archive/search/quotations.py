"""Who said what about whom: quotations rather than snippets, newest or oldest first.

The query language is that of `search`, asked of one quotation at a time: words are looked for inside it, `by:`,
`about:` and `said:` are of it, and every other field is of the snippet in which it stands. Speech in quotation marks
and indirect speech ("she said that …") are never mixed: each is a list of its own.
"""

from __future__ import annotations

import datetime
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from archive.errors import SearchError
from archive.search.conditions import ANY_QUOTATION
from archive.search.fields import within
from archive.search.parse import parse
from archive.search.plan import ALONG, SORTED, UNLIMITED, order_of
from archive.search.prepared import counter, prepare
from archive.search.query import And, Filter, Near, Node, Not, Or, Query, Term, join
from archive.search.run import LONGEST, guarded
from archive.search.stems import marks

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from archive.search.hits import Spans
    from archive.search.plan import Plan, Sort
    from archive.search.prepared import Prepared

Kind = Literal["direct", "fragment", "indirect"]

QUOTED: tuple[Kind, ...] = ("direct", "fragment")
"""Kinds of speech in quotation marks."""
KINDS: tuple[Kind, ...] = (*QUOTED, "indirect")

_COLUMNS = """q.snippet_id, q.start, q.stop, s.dated, s.dated_by, s.outlet, s.url,
       iif(length(q.speaker) > r.stop - r.start and q.speaker is not r.role, q.speaker,
         coalesce(e.name, q.speaker)) as speaker, q.speaker_id,
       q.speaker as speaker_as_written, r.role, q.cue, q.quote,
       q.kind, q.is_complete, q.score"""
_BESIDE = """
left join entities e on e.id = q.speaker_id
left join mentions r on r.snippet_id = q.snippet_id and r.start = q.speaker_start"""
_MOST = 2**31


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation that was found, and what stands beside it."""

    snippet_id: int
    start: int
    stop: int
    """It is the snippet's text from `start` to `stop`, in characters."""
    dated: str | None
    """The snippet's prefix date or range."""
    dated_by: str | None
    outlet: str | None
    url: str | None
    speaker: str | None
    """Canonical name, or the words for who speaks where nobody or more than one is named."""
    speaker_id: int | None
    speaker_as_written: str | None
    role: str | None
    """The role worn where the speaker is named."""
    cue: str | None
    """The verb or phrase of saying."""
    quote: str
    kind: Kind
    is_complete: bool
    """False where the text breaks off within it."""
    score: float
    marks: Spans = ()
    """What of the words sought stands where in `quote`: spans in characters, in order."""


@dataclass(frozen=True, slots=True)
class Quotes:
    """What was found, and how."""

    query: Query
    """All that was asked, options included."""
    quotes: tuple[Quote, ...]
    """Those in quotation marks first, then indirect speech; each in the order asked for."""
    sort: Sort
    is_more: bool
    """Whether there are more than were asked for."""
    left_out: int
    """Indirect speech that matches as well but was not asked for; counted only where nothing else was cut."""
    notes: tuple[str, ...]
    """What a person should know, in sentences."""
    seconds: float


def quotes(
    conn: sqlite3.Connection,
    query: str = "",
    *,
    by: str | None = None,
    about: str | None = None,
    since: str | None = None,
    until: str | None = None,
    before: str | None = None,
    kinds: Sequence[Kind] = QUOTED,
    sort: Sort = "newest",
    limit: int = 20,
    longest: float = LONGEST,
    today: datetime.date | None = None,
) -> Quotes:
    """Find quotations.

    Args:
        conn: An open archive; nothing is written. Its progress handler is used and cleared.
        query: In the query language; words are looked for inside the quotation.
        by: Who speaks: a name, an alias, a number, `kind:Name`, or the words of a role.
        about: Who or what is spoken of: named inside the quotation, or its words stand there.
        since: First day, as a prefix date or a word for a day.
        until: Last day, likewise; both days count.
        before: The day after the last, likewise.
        kinds: Kinds of quotation.
        sort: 'newest' or 'oldest' first.
        limit: How many of those in quotation marks, and how many of indirect speech.
        longest: Seconds after which to give up.
        today: What `yesterday` counts from; by default the current day.

    Raises:
        SearchError: The query can't be understood or took too long, or the file is no archive.
    """
    began = time.perf_counter()
    day = today or datetime.datetime.now().astimezone().date()
    parsed = within(asked(query, by=by, about=about), since=since, until=until, before=before)
    with guarded(conn, longest):
        cursor = conn.cursor()
        cursor.row_factory = None
        made = prepare(conn, parsed, today=day, of_quotations=True)
        plan = made.plan
        wanted = min(max(1, limit), _MOST)
        lists = [of for of in (tuple(set(kinds) & set(QUOTED)), tuple(set(kinds) & {"indirect"})) if of]
        params = {**made.params, "limit": wanted + 1}
        pages = [cursor.execute(statement(plan, of, sort=sort), params).fetchall() for of in lists]
        found = [_quote(*row) for page in pages for row in page[:wanted]]
        is_more = any(len(page) > wanted for page in pages)
        left_out = 0
        if not is_more and "indirect" not in kinds:
            select = statement(plan, ("indirect",), columns="1", is_sorted=False).replace(":limit", str(_MOST))
            left_out = counter(conn, made.params)(select, UNLIMITED)
    return Quotes(
        query=parsed,
        quotes=tuple(_marked(found, made)),
        sort=sort,
        is_more=is_more,
        left_out=left_out,
        notes=made.notes,
        seconds=time.perf_counter() - began,
    )


def asked(
    query: str,
    *,
    by: str | None = None,
    about: str | None = None,
) -> Query:
    """The query of quotations that words and options mean together.

    Raises:
        SearchError: The query can't be understood.
    """
    parsed = parse(query)
    nodes = [_inside(parsed.root)] if parsed.root else []
    nodes += [Filter("by", _named(by))] if by and by.strip() else []
    nodes += [Filter("about", _plain(about))] if about and about.strip() else []
    return replace(parsed, root=join(And, nodes))


def statement(
    plan: Plan, kinds: Sequence[Kind], *, columns: str = _COLUMNS, sort: Sort = "newest", is_sorted: bool = True
) -> str:
    """The statement for quotations of some kinds; takes the query's parameters and `limit`.

    Few snippets are fetched and sorted; of many, the index on `dated` gives the order until the page is full.
    """
    driver = min(plan.sizes, key=plan.sizes.__getitem__, default=None)
    if driver is not None and plan.sizes[driver] <= SORTED:
        head, first = "snippets s", [f"s.id in ({driver.ids})"]
    else:
        head, first = f"snippets s indexed by {ALONG[sort]}", []
        driver = None
    tests = [
        one.test.format(id="s.id")
        for one in plan.conditions
        if one is not ANY_QUOTATION and (one is not driver or one.is_of_quotation)
    ]
    of_kinds = ", ".join(f"'{kind}'" for kind in sorted(kinds))
    where = [*first, f"q.kind in ({of_kinds})", *tests, *(["s.variant_of is null"] if plan.is_folded else [])]
    beside = _BESIDE if columns == _COLUMNS else ""
    return (
        f"select {columns}\nfrom {head}\ncross join quotations q on q.snippet_id = s.id{beside}\nwhere "
        + "\n  and ".join(where)
        + (f"\norder by {order_of(sort)}, q.start" if is_sorted else "")
        + "\nlimit :limit"
    )


def _inside(node: Node) -> Node:
    """The tree in which words without a field are looked for inside the quotation."""
    match node:
        case Term(column=None) | Near(column=None):
            return replace(node, column="said")
        case And(nodes):
            return And(tuple(map(_inside, nodes)))
        case Or(nodes):
            return Or(tuple(map(_inside, nodes)))
        case Not(inner):
            return Not(_inside(inner))
    return node


def _named(text: str) -> str:
    """A speaker as `by:` takes one: a bare number is that of an entity."""
    plain = _plain(text)
    return f"#{plain}" if plain.isascii() and plain.isdecimal() else plain


def _plain(text: str) -> str:
    """An option's text without what the query language has quotation marks for.

    Raises:
        SearchError: Nothing is left of it.
    """
    read = parse(text.replace('"', " ")).text
    if not read:
        raise SearchError(f"There is no name in “{text}”.")
    return read


def _quote(*row: Any) -> Quote:
    """A quotation of a row with the columns of _COLUMNS, which are the first fields of Quote."""
    quote = Quote(*row)
    return replace(quote, is_complete=bool(quote.is_complete))


def _marked(found: Sequence[Quote], asked: Prepared) -> Iterator[Quote]:
    """Quotations with the words that were sought marked."""
    said = asked.compiled.said
    if said is None or not found:
        yield from found
        return
    spans = marks([(None, quote.quote) for quote in found], said)
    for quote, (_, in_quote) in zip(found, spans, strict=True):
        yield replace(quote, marks=tuple(in_quote))
