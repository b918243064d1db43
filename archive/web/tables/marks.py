"""Marks in the texts of stock pages: whom a snippet names, and the words that the page searches for.

Datasette's own search marks nothing. What it searches for stands in the request, of which Datasette 0.65 tells nothing
to whoever renders a cell; so the request is kept at hand for as long as it is answered.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from datasette.database import QueryInterrupted
from datasette.utils import escape_fts
from markupsafe import Markup

from archive.search import stems
from archive.web import access
from archive.web.spans import Span, nested

if TYPE_CHECKING:
    from collections.abc import Iterable

    from datasette.utils.asgi import Request

    from archive.web.spans import Node

MOST = 100
"""Mentions in a text that are marked; a text of news has a few."""


class Name(NamedTuple):
    """Whom a span names."""

    name: str
    kind: str


@dataclass(slots=True)
class _Page:
    """A page that is being made."""

    request: Request
    may_read: bool | None = None
    """Whether its visitor may see whom texts name; None until that was asked."""


_page: ContextVar[_Page | None] = ContextVar("archive_page", default=None)


def begin(request: Request) -> None:
    """Remember for which request a page is made."""
    _page.set(_Page(request))


async def marked(datasette: Any, db: Any, text: str, column: str, number: int, url: str) -> Markup:
    """The text or title of a snippet, as its column says, as a link to its page, with marks."""
    page = _page.get()
    spans: list[Span[Name | None]] = []
    if page:
        found = _hits(text, column, page.request)
        spans += [Span(start, stop, None) for start, stop in found]
        if page.may_read is None:
            page.may_read = (await access.rights(datasette, page.request.actor, db)).read
        if page.may_read and column == "text":
            # a busy machine costs the page its marks, not its text
            with suppress(QueryInterrupted):
                rows = await db.execute(_NAMED, {"number": number, "most": MOST})
                spans += [Span(start, stop, Name(name, kind)) for start, stop, name, kind in rows]
    return _link(url, text, spans)


def link(url: str, text: str, start: int | None, stop: int | None) -> Markup:
    """A text as a link, with one span marked, where that is known."""
    return _link(url, text, [Span(start, stop, None)] if start is not None and stop is not None else [])


def _link(url: str, text: str, spans: Iterable[Span[Name | None]]) -> Markup:
    return Markup('<a class="archive-text" href="{}">{}</a>').format(url, _written(nested(text, spans)))


_NAMED = """
select m.start, m.stop, e.name, e.kind from mentions m join entities e on e.id = m.entity_id
where m.snippet_id = :number order by m.start limit :most
"""


def _hits(text: str, column: str, request: Request) -> list[tuple[int, int]]:
    """Where the words stand that a page searches for, as `_search=` and `_search_COLUMN=` do."""
    write = str if request.args.get("_searchmode") == "raw" else escape_fts
    asked = {key: request.args[key] for key in request.args if key == "_search" or key.startswith("_search_")}
    spans: list[tuple[int, int]] = []
    for key, words in asked.items():
        if key in ("_search", f"_search_{column}") and words.strip():
            try:
                [(_, found)] = stems.marks([(None, text)], write(words))
            except sqlite3.Error:  # the page says what is wrong with it
                continue
            spans += found
    return spans


def _written(nodes: Iterable[Node[Name | None]]) -> Markup:
    return Markup("").join(
        node if isinstance(node, str) else _mark(node.value, _written(node.inside)) for node in nodes
    )


def _mark(value: Name | None, inside: Markup) -> Markup:
    if value is None:
        return Markup("<mark>{}</mark>").format(inside)
    return Markup('<span class="{}" title="{}, {}">{}</span>').format(value.kind, value.name, value.kind, inside)
