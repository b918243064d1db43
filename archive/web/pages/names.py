"""The page for a list of names: what the archive knows of each, in a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.search.name_table import MOST_NAMES, name_table, names_in
from archive.web.pages.search import NamedChip
from archive.web.spans import excerpt
from archive.web.wording import counted, written

if TYPE_CHECKING:
    import sqlite3

    from archive.search.name_table import Row
    from archive.store.lookup import Entity
    from archive.web.addresses import Links

LONGEST = 140
"""Characters of the newest text."""


@dataclass(frozen=True, slots=True)
class NameRow:
    """What is known of a name."""

    name: str
    means: NamedChip | None
    also: str
    snippets: str
    url: str
    """The search for it."""
    days: str
    outlets: str
    newest: str
    newest_url: str | None
    nearest: tuple[NamedChip, ...]


@dataclass(frozen=True, slots=True)
class NamesPage:
    """Everything on the page."""

    text: str
    """The list, as typed."""
    rows: tuple[NameRow, ...]
    summary: str
    note: str | None


def names_page(conn: sqlite3.Connection, links: Links, text: str, *, longest: float) -> NamesPage:
    """Look up a list of names: one a line, or a table with a column `name`.

    Raises:
        SearchError: It took too long.
    """
    names = names_in(text)
    found = name_table(conn, names, longest=longest)
    unknown = sum(not row.means for row in found)
    summary = counted(len(found), "name") + (f", {unknown:,} not known" if unknown else "") if found else ""
    note = f"Only the first {MOST_NAMES:,} were looked up." if len(names) > MOST_NAMES else None
    return NamesPage(text, tuple(_row(links, row) for row in found), summary, note)


def _row(links: Links, row: Row) -> NameRow:
    days = (written(row.first_day), written(row.last_day)) if row.first_day else ()
    newest = excerpt(row.newest or "", (), LONGEST)
    return NameRow(
        name=row.name,
        means=_chip(links, row.means[0]) if row.means else None,
        also=row.also,
        snippets=f"{row.snippets:,}",
        url=links.search(row.query, "newest"),
        days=" – ".join(dict.fromkeys(days)),
        outlets=", ".join(row.outlets) + (f" and {row.more_outlets:,} more" if row.more_outlets else ""),
        newest="".join(piece for piece, _ in newest),
        newest_url=links.snippet(row.newest_id) if row.newest_id else None,
        nearest=tuple(_chip(links, one) for one in row.nearest),
    )


def _chip(links: Links, one: Entity) -> NamedChip:
    return NamedChip(one.name, one.kind, links.entity(one.id))
