"""Cells of stock table pages that lead into the reading room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from archive.web import access
from archive.web.links import Links

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

LONGEST = 2_000
"""Characters of a text beyond which the cell stays as it is."""


def render(
    row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any
) -> Callable[[], Awaitable[Markup | None]] | None:
    """A cell with a link, for Datasette's hook `render_cell`; None leaves it as it is."""
    value = _label(value, column)
    target = _TARGETS.get((table or "", column))
    if target is None or not isinstance(value, str) or not value or len(value) > LONGEST:
        return None
    db = datasette.databases.get(database)
    if db is None:
        return None

    async def inner() -> Markup | None:
        if not await access.is_archive(db):
            return None
        url = target(Links(str(datasette.urls.path("/")), db.route), row)
        return Markup('<a href="{}">{}</a>').format(url, value) if url else None

    return inner


def _label(value: Any, column: str) -> Any:
    """What a cell shows; of a foreign key without a label, its number: Datasette would show 'None'."""
    if isinstance(value, dict):
        is_bare = value.get("label") in (None, "None")
        return f"{column.removesuffix('_id')} {value.get('value')}" if is_bare else None
    return value


def _column(row: Any, name: str) -> Any:
    """A value of a row; foreign keys may stand with their label; None where the page leaves the column out."""
    if name not in row.keys():  # noqa: SIM118 - rows of SQLite contain values, not names
        return None
    found = row[name]
    return found["value"] if isinstance(found, dict) else found


def _snippet(links: Links, row: Any) -> str | None:
    number = _column(row, "id")
    return links.snippet(number) if isinstance(number, int) else None


def _of_snippet(links: Links, row: Any) -> str | None:
    number = _column(row, "snippet_id")
    return links.snippet(number) if isinstance(number, int) else None


def _entity(links: Links, row: Any) -> str | None:
    number = _column(row, "id")
    return links.entity(number) if isinstance(number, int) else None


def _source(links: Links, row: Any) -> str | None:
    number = _column(row, "id")
    return links.source(number) if isinstance(number, int) else None


def _mention(links: Links, row: Any) -> str | None:
    number, start = _column(row, "snippet_id"), _column(row, "start")
    return f"{links.snippet(number)}#mention-{start}" if isinstance(number, int) else None


def _quotation(links: Links, row: Any) -> str | None:
    number, start = _column(row, "snippet_id"), _column(row, "start")
    return f"{links.snippet(number)}#quotation-{start}" if isinstance(number, int) else None


def _date(links: Links, row: Any) -> str | None:
    number, start = _column(row, "snippet_id"), _column(row, "start")
    return f"{links.snippet(number)}#date-{start}" if isinstance(number, int) else None


def _named(links: Links, row: Any) -> str | None:
    number = _column(row, "entity_id")
    return links.entity(number) if isinstance(number, int) else None


_TARGETS: dict[tuple[str, str], Callable[[Links, Any], str | None]] = {
    ("snippets", "text"): _snippet,
    ("entities", "name"): _entity,
    ("sources", "name"): _source,
    ("mentions", "surface"): _mention,
    ("mentions", "snippet_id"): _of_snippet,
    ("dates", "snippet_id"): _of_snippet,
    ("quotations", "snippet_id"): _of_snippet,
    ("sightings", "snippet_id"): _of_snippet,
    ("mentioned", "surface"): _mention,
    ("mentioned", "entity"): _named,
    ("quotations", "quote"): _quotation,
    ("dates", "surface"): _date,
}
