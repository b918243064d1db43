"""The page of one snippet: its text with all that was found in it, where it was sighted, its copies, its neighbours."""

from __future__ import annotations

import difflib
import re
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from archive.search import unparse
from archive.web import refine
from archive.web.pages.search import NamedChip
from archive.web.spans import Node, Span, nested
from archive.web.wording import (
    DATE_RULES,
    HOW_CAPTURED,
    HOW_DATED_LONG,
    NAME_RULES,
    QUOTATION_KINDS,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from archive.web.addresses import Links

MOST_SPANS = 500
"""Mentions, dates and quotations of each sort that are marked; a text of news has a few."""
MOST_SIGHTINGS = 100
MOST_VARIANTS = 20
MOST_COMPARED = 1_000
"""Words of a text beyond which differences are not looked for: the time grows with the square."""
NEARBY = 3
"""Items before and after it on its page."""

_WORDS = re.compile(r"\s+|[^\s]+")

Change = Literal["same", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Found:
    """Something found in the text: a mention, a date expression or a quotation."""

    anchor: str
    """Identifies it on the page, such as 'mention-12'."""
    sort: Literal["mention", "date", "quotation"]
    kind: str
    """Of a mention that of its entity, of a quotation its own; of a date 'date'."""
    surface: str
    means: str
    """What it stands for, in words."""
    url: str | None
    why: str
    """How it was found, in words."""
    rule: str | None
    score: float | None
    start: int
    stop: int
    aside: str | None = None
    """A role that is worn, a speaker's cue, a date that was the runner-up."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One appearance."""

    source: str
    url: str
    position: int
    captured: str
    how_captured: str
    raw: str
    is_same: bool
    """Whether the raw text is the text itself."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A copy, or the fuller text of which this is one."""

    id: int
    url: str
    dated: str
    outlet: str | None
    is_truncated: bool
    changes: tuple[tuple[str, Change], ...]
    """Its text against the text of this page."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An item beside it in its source."""

    position: int
    text: str
    url: str | None
    """None: page furniture, which is no snippet."""
    is_here: bool


@dataclass(frozen=True, slots=True)
class SnippetPage:
    """Everything on the page."""

    id: int
    text: str
    nodes: tuple[Node[Found], ...]
    title: str | None
    kind: str
    outlet: str | None
    outlet_url: str | None
    """The search for what else it published."""
    author: str | None
    url: str | None
    """Only if it is an address of the web: others could be a script."""
    url_text: str | None
    language: str | None
    dated: str
    is_dated: bool
    how_dated: str
    dateline: str | None
    note: str | None
    is_truncated: bool
    found: tuple[Found, ...]
    entities: tuple[NamedChip, ...]
    sightings: tuple[Sighting, ...]
    more_sightings: int
    fullest: Variant | None
    variants: tuple[Variant, ...]
    more_variants: int
    neighbours: tuple[Neighbour, ...]
    neighbours_source: tuple[str, str] | None
    """Name and address of their source."""


def snippet_page(conn: sqlite3.Connection, links: Links, number: int) -> SnippetPage | None:
    """Read all that is known of a snippet; None where there is none of that number."""
    cursor = conn.cursor()
    cursor.row_factory = sqlite3.Row
    row = cursor.execute("select * from snippets where id = ?", (number,)).fetchone()
    if row is None:
        return None
    id_, text, url, variant_of = row["id"], row["text"], row["url"], row["variant_of"]
    everything = (*_mentions(conn, links, id_), *_dates(conn, id_), *_quotations(conn, links, id_))
    found = tuple(sorted(everything, key=_place))
    sightings, more_sightings = _sightings(conn, links, id_, text)
    fullest = _variants(conn, links, text, "id = ?", variant_of, 1) if variant_of else []
    variants = _variants(conn, links, text, "variant_of = ?", id_, MOST_VARIANTS)
    (variants_in_all,) = conn.execute("select count(*) from snippets where variant_of = ?", (id_,)).fetchone()
    neighbours, neighbours_source = _neighbours(conn, links, id_)
    named = {one.means: NamedChip(one.means, one.kind, one.url) for one in found if one.sort == "mention" and one.url}
    return SnippetPage(
        id=id_,
        text=text,
        nodes=nested(text, (Span(one.start, one.stop, one) for one in found)),
        title=row["title"],
        kind=row["kind"],
        outlet=row["outlet"],
        outlet_url=_published_by(links, row["outlet"]),
        author=row["author"],
        url=url if url and url.lower().startswith(("http://", "https://")) else None,
        url_text=url,
        language=row["language"],
        dated=written(row["dated"]),
        is_dated=bool(row["dated"]),
        how_dated=HOW_DATED_LONG.get(row["dated_by"] or "", ""),
        dateline=row["dateline"],
        note=row["note"],
        is_truncated=bool(row["is_truncated"]),
        found=found,
        entities=tuple(named.values()),
        sightings=tuple(sightings),
        more_sightings=more_sightings,
        fullest=fullest[0] if fullest else None,
        variants=tuple(variants),
        more_variants=variants_in_all - len(variants),
        neighbours=tuple(neighbours),
        neighbours_source=neighbours_source,
    )


def _published_by(links: Links, outlet: str | None) -> str | None:
    node = refine.outlet(outlet) if outlet else None
    return links.search(unparse(node), "newest") if node else None


def _place(one: Found) -> tuple[int, int]:
    return one.start, -one.stop


def _mentions(conn: sqlite3.Connection, links: Links, number: int) -> Iterable[Found]:
    rows = conn.execute(
        """select m.start, m.stop, m.surface, m.entity_id, e.name, e.kind, m.role, m.rule, m.score
           from mentions m join entities e on e.id = m.entity_id where m.snippet_id = ? order by m.start limit ?""",
        (number, MOST_SPANS),
    )
    for start, stop, surface, entity, name, kind, role, rule, score in rows:
        yield Found(
            anchor=f"mention-{start}",
            sort="mention",
            kind=kind,
            surface=surface,
            means=name,
            url=links.entity(entity),
            why=NAME_RULES.get(rule, rule),
            rule=rule,
            score=score,
            start=start,
            stop=stop,
            aside=role,
        )


def _dates(conn: sqlite3.Connection, number: int) -> Iterable[Found]:
    rows = conn.execute(
        """select start, stop, surface, value, rule, alternative from dates
           where snippet_id = ? order by start limit ?""",
        (number, MOST_SPANS),
    )
    for start, stop, surface, value, rule, alternative in rows:
        yield Found(
            anchor=f"date-{start}",
            sort="date",
            kind="date",
            surface=surface,
            means=written(value),
            url=None,
            why=DATE_RULES.get(rule, rule),
            rule=rule,
            score=None,
            start=start,
            stop=stop,
            aside=f"or else {written(alternative)}" if alternative else None,
        )


def _quotations(conn: sqlite3.Connection, links: Links, number: int) -> Iterable[Found]:
    rows = conn.execute(
        """select q.start, q.stop, q.quote, q.speaker_id, coalesce(e.name, q.speaker), q.cue, q.is_complete, q.kind,
                  q.score
           from quotations q left join entities e on e.id = q.speaker_id
           where q.snippet_id = ? order by q.start limit ?""",
        (number, MOST_SPANS),
    )
    for start, stop, quote, speaker_id, speaker, cue, is_complete, kind, score in rows:
        yield Found(
            anchor=f"quotation-{start}",
            sort="quotation",
            kind=kind,
            surface=quote,
            means=speaker or "nobody named",
            url=links.entity(speaker_id) if speaker_id else None,
            why=QUOTATION_KINDS.get(kind, kind) + ("" if is_complete else ", cut short"),
            rule=None,
            score=score,
            start=start,
            stop=stop,
            aside=f"told by “{cue}”" if cue else None,
        )


def _sightings(conn: sqlite3.Connection, links: Links, number: int, text: str) -> tuple[list[Sighting], int]:
    rows = conn.execute(
        """select c.id, c.name, g.position, c.captured, c.captured_by, g.raw
           from sightings g join sources c on c.id = g.source_id
           where g.snippet_id = ? order by c.captured, c.id, g.position limit ?""",
        (number, MOST_SIGHTINGS),
    ).fetchall()
    (every,) = conn.execute("select count(*) from sightings where snippet_id = ?", (number,)).fetchone()
    shown = [
        Sighting(
            source=name,
            url=links.source(source, max(1, position - NEARBY)) + f"#item-{position}",
            position=position,
            captured=written(captured),
            how_captured=HOW_CAPTURED.get(captured_by or "", ""),
            raw=raw,
            is_same=raw.strip() == text,
        )
        for source, name, position, captured, captured_by, raw in rows
    ]
    return shown, every - len(shown)


def _variants(conn: sqlite3.Connection, links: Links, text: str, where: str, number: int, most: int) -> list[Variant]:
    rows = conn.execute(
        f"select id, text, dated, outlet, is_truncated from snippets where {where} order by id limit ?",
        (number, most),
    )
    return [
        Variant(id_, links.snippet(id_), written(dated), outlet, bool(is_truncated), changes(text, other))
        for id_, other, dated, outlet, is_truncated in rows
    ]


def changes(ours: str, theirs: str) -> tuple[tuple[str, Change], ...]:
    """What one text adds to another and leaves out, word by word.

    Returns:
        Pieces in order: those that are not 'removed' give `theirs`, those that are not 'added' `ours`. Of very long
        texts one piece alone, `theirs`.
    """
    left, right = _WORDS.findall(ours), _WORDS.findall(theirs)
    if max(len(left), len(right)) > MOST_COMPARED:
        return ((theirs, "same"),)
    found: list[tuple[str, Change]] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("".join(left[a:b]), "same"))
            continue
        found += [("".join(left[a:b]), "removed")] if a < b else []
        found += [("".join(right[c:d]), "added")] if c < d else []
    return tuple(found)


def _neighbours(
    conn: sqlite3.Connection, links: Links, number: int
) -> tuple[Sequence[Neighbour], tuple[str, str] | None]:
    """Items beside its first sighting."""
    first: Any = conn.execute(
        """select g.source_id, g.position, c.name from sightings g join sources c on c.id = g.source_id
           where g.snippet_id = ? order by g.source_id, g.position limit 1""",
        (number,),
    ).fetchone()
    if first is None:
        return (), None
    source, position, name = first
    rows = conn.execute(
        """select g.position, g.snippet_id, coalesce(s.text, g.raw)
           from sightings g left join snippets s on s.id = g.snippet_id
           where g.source_id = ? and g.position between ? and ? order by g.position""",
        (source, position - NEARBY, position + NEARBY),
    )
    shown = [
        Neighbour(at, text, links.snippet(snippet) if snippet else None, at == position) for at, snippet, text in rows
    ]
    return shown, (name, links.source(source, max(1, position - NEARBY)))
