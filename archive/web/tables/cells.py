"""Cells of stock pages that lead into the reading room: numbers of entities, snippets and sources, names, texts.

Numbers are known by their column, in whatever table, view or answer of a query it stands; names and texts by their
table too. A text is one link, in which marks.py marks names and words that were searched for; beside a span, the text
that it is from has this one marked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from archive.web import access
from archive.web.addresses import Links
from archive.web.tables import marks

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    Target = Callable[[Links, int], str]
    Cell = Callable[[], Coroutine[Any, Any, Markup | None]]

LONGEST = 2_000
"""Characters of a text beyond which the cell stays as it is."""

_NUMBERS: dict[str, Target] = {
    "entity_id": Links.entity,
    "speaker_id": Links.entity,
    "left_id": Links.entity,
    "right_id": Links.entity,
    "snippet_id": Links.snippet,
    "variant_of": Links.snippet,
    "source_id": Links.source,
}
"""Columns that hold the number of something that has a page."""

_NAMES: dict[tuple[str, str], tuple[str, Target]] = {
    ("entities", "name"): ("id", Links.entity),
    ("aliases", "alias"): ("entity_id", Links.entity),
    ("mentioned", "entity"): ("entity_id", Links.entity),
    ("said", "speaker"): ("speaker_id", Links.entity),
    ("co_mentions", "left_name"): ("left_id", Links.entity),
    ("co_mentions", "right_name"): ("right_id", Links.entity),
    ("sources", "name"): ("id", Links.source),
}
"""Tables and columns of names, with the column of the number that leads to what is called so."""

_SPANS = {
    ("mentions", "surface"): "mention",
    ("mentioned", "surface"): "mention",
    ("quotations", "quote"): "quotation",
    ("said", "quote"): "quotation",
    ("dates", "surface"): "date",
}
"""Tables and columns of spans, with what they are called where their snippet's page marks them."""

_TEXTS = {
    ("snippets", "text"): "id",
    ("snippets", "title"): "id",
    ("mentioned", "text"): "snippet_id",
    ("said", "text"): "snippet_id",
}
"""Tables and columns of texts, with the column of their snippet's number."""


def render(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> Cell | None:
    """A cell with a link, for Datasette's hook `render_cell`; None leaves it as it is."""
    db = datasette.databases.get(database)
    where = (table or "", column)
    is_text = isinstance(value, str) and 0 < len(value) <= LONGEST
    if db is None or not (column in _NUMBERS or (is_text and where in _NAMES | _SPANS | _TEXTS)):
        return None

    async def inner() -> Markup | None:
        if not await access.is_archive(db):
            return None
        links = Links(str(datasette.urls.path("/")), db.route)
        if where in _TEXTS:
            number = _number(row, _TEXTS[where])
            if number is None:
                return None
            return await marks.marked(datasette, db, value, column, number, links.snippet(number))
        return _linked(links, row, value, where)

    return inner


def _linked(links: Links, row: Any, value: Any, where: tuple[str, str]) -> Markup | None:
    if where in _NAMES:
        column, target = _NAMES[where]
        number = _number(row, column)
        return _link(target(links, number), value) if number is not None else None
    if where in _SPANS:
        snippet, start = _number(row, "snippet_id"), _number(row, "start")
        return _link(f"{links.snippet(snippet)}#{_SPANS[where]}-{start}", value) if snippet is not None else None
    return _numbered(links, row, value, where)


def _numbered(links: Links, row: Any, value: Any, where: tuple[str, str]) -> Markup | None:
    """The number of something that has a page, behind its label where Datasette found one."""
    table, column = where
    number = value.get("value") if isinstance(value, dict) else value
    if not isinstance(number, int):
        return None
    url = _NUMBERS[column](links, number)
    label = value.get("label") if isinstance(value, dict) else None
    if label in (None, "None", ""):  # of a row without a label Datasette would show 'None'
        return _link(url, number)
    link = _link(url, label)
    if column == "snippet_id" and any(table == of_spans for of_spans, _ in _SPANS):
        link = marks.link(url, str(label), _number(row, "start"), _number(row, "stop"))
    return link + Markup("&nbsp;<em>{}</em>").format(number)


def _link(url: str, text: Any) -> Markup:
    return Markup('<a href="{}">{}</a>').format(url, text)


def _number(row: Any, column: str) -> int | None:
    """A number in a row; foreign keys may stand with their label; None where the page leaves the column out."""
    if column not in row.keys():  # noqa: SIM118 - rows of SQLite contain values, not names
        return None
    found = row[column]
    found = found["value"] if isinstance(found, dict) else found
    return found if isinstance(found, int) else None
