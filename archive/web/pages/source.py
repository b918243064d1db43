"""The page of one source: what was captured, when, how that is known, and its items in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.web.addresses import web_address
from archive.web.spans import shortened
from archive.web.wording import HOW_CAPTURED, HOW_DATED, size, written

if TYPE_CHECKING:
    import sqlite3

    from archive.web.addresses import Links

PAGE = 50
"""Items on a page."""
LONGEST = 600
"""Characters of a raw item that are shown; the whole is on the stock page of the sighting."""


@dataclass(frozen=True, slots=True)
class SourceItem:
    """One item as it stood in the source."""

    position: int
    text: str
    title: str | None
    url: str | None
    """Of the snippet that it became; None where it became none."""
    kind: str | None
    dated: str | None
    how_dated: str | None
    is_repeat: bool
    """Whether the snippet was sighted before."""
    is_variant: bool


@dataclass(frozen=True, slots=True)
class SourcePage:
    """Everything on the page."""

    id: int
    name: str
    uri: str
    url: str | None
    """The address it was fetched from, if it was."""
    format: str
    size: str
    sha256: str
    captured: str
    is_captured: bool
    how_captured: str
    ingested: str | None
    """None: its items are still coming in."""
    items: tuple[SourceItem, ...]
    total: int
    start: int
    previous_url: str | None
    next_url: str | None


def source_page(conn: sqlite3.Connection, links: Links, number: int, start: int) -> SourcePage | None:
    """Read a source and a page of its items, from one on; None where there is none of that number."""
    row = conn.execute(
        "select id, name, uri, format, bytes, sha256, captured, captured_by, ingested_at from sources where id = ?",
        (number,),
    ).fetchone()
    if row is None:
        return None
    id_, name, uri, format_, bytes_, sha256, captured, captured_by, ingested = row
    # positions have no gaps: the last one is their number, and the index gives it at once
    total = conn.execute("select coalesce(max(position), 0) from sightings where source_id = ?", (id_,)).fetchone()[0]
    start = min(max(1, start), max(1, total))
    return SourcePage(
        id=id_,
        name=name,
        uri=uri,
        url=web_address(uri),
        format=format_,
        size=size(bytes_),
        sha256=sha256,
        captured=written(captured),
        is_captured=bool(captured),
        how_captured=HOW_CAPTURED.get(captured_by or "", captured_by or ""),
        ingested=ingested.replace("T", " ").removesuffix("Z")[:16] + " UTC" if ingested else None,
        items=tuple(_items(conn, links, id_, start)),
        total=total,
        start=start,
        previous_url=links.source(id_, max(1, start - PAGE)) if start > 1 else None,
        next_url=links.source(id_, start + PAGE) if start + PAGE <= total else None,
    )


def _items(conn: sqlite3.Connection, links: Links, source: int, start: int) -> list[SourceItem]:
    rows = conn.execute(
        """select g.position, g.snippet_id, coalesce(s.text, g.raw), s.title, s.kind, s.dated, s.dated_by,
                  coalesce(s.variant_of <> s.id, 0), s.is_truncated,
                  exists (select 1 from sightings f where f.snippet_id = g.snippet_id
                          and (f.source_id, f.position) < (g.source_id, g.position))
           from sightings g left join snippets s on s.id = g.snippet_id
           where g.source_id = ? and g.position >= ? order by g.position limit ?""",
        (source, start, PAGE),
    )
    return [
        SourceItem(
            position=position,
            text=shortened(text, LONGEST, bool(is_truncated)),
            title=title,
            url=links.snippet(snippet) if snippet else None,
            kind=kind,
            dated=written(dated) if dated else None,
            how_dated=HOW_DATED.get(dated_by or ""),
            is_repeat=bool(is_repeat),
            is_variant=bool(is_variant),
        )
        for position, snippet, text, title, kind, dated, dated_by, is_variant, is_truncated, is_repeat in rows
    ]
