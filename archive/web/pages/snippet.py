"""The page of one snippet: its text with all that was found in it, where it was sighted, its copies, its neighbours."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from archive.search import unparse
from archive.search.beside import beside_hits, span_of
from archive.store.overview import snippet
from archive.store.rows import FIRST, as_dicts
from archive.text.sentences import is_open
from archive.web import refine
from archive.web.addresses import web_address
from archive.web.pages.search import NamedChip
from archive.web.spans import Node, Span, nested, shortened
from archive.web.wording import (
    DATE_RULES,
    HOW_CAPTURED,
    HOW_DATED,
    HOW_DATED_LONG,
    NAME_RULES,
    QUOTATION_KINDS,
    counted,
    written,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from archive.store.rows import Row
    from archive.web.addresses import Links

MOST = {"mentions": 500, "dates": 500, "quotations": 500, "sightings": 100, "variants": 20}
"""How many of each are shown; of what is marked in it, a text of news has a few."""
MOST_COMPARED = 1_000
"""Words of a text beyond which differences are not looked for: the time grows with the square."""
NEARBY = 3
"""Items before and after it on its page."""
LONGEST = 300
"""Characters of each that are shown."""

_WORDS = re.compile(r"\s+|[^\s]+")

Change = Literal["same", "added", "removed"]
Sort = Literal["mention", "date", "quotation"]


@dataclass(frozen=True, slots=True)
class Found:
    """Something found in the text: a mention, a date expression or a quotation."""

    anchor: str
    """Identifies it on the page, such as 'mention-12'."""
    sort: Sort
    start: int
    stop: int
    kind: str
    """Of a mention that of its entity, of a quotation its own; of a date 'date'."""
    surface: str
    means: str
    """What it stands for, in words."""
    why: str
    """How it was found, in words."""
    rule: str | None
    score: float | None
    url: str | None = None
    aside: str | None = None
    """A role that is worn, a speaker's cue, a date that was the runner-up."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What a sighting says of itself, under one heading."""

    text: str
    url: str | None = None
    is_other: bool = False
    """Whether the first sighting says something else."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One appearance."""

    dated: Fact
    """Day and hour, in words."""
    how_dated: str
    outlet: Fact | None
    author: Fact | None
    title: Fact | None
    address: Fact | None
    source: str
    url: str
    position: int
    captured: str
    how_captured: str
    said: tuple[tuple[str, str], ...]
    """Its date, outlet and author as a form has them."""
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
    is_cut: bool
    """Whether dots are to tell so."""
    is_hidden: bool
    found: tuple[Found, ...]
    entities: tuple[NamedChip, ...]
    sightings: tuple[Sighting, ...]
    """From old to new: who had it first."""
    sighted: str
    """What they come to, in words; nothing where there is one alone."""
    more_sightings: int
    fullest: Variant | None
    variants: tuple[Variant, ...]
    more_variants: int
    neighbours: tuple[Neighbour, ...]
    neighbours_source: tuple[str, str] | None
    """Name and address of their source."""


def snippet_page(conn: sqlite3.Connection, links: Links, number: int) -> SnippetPage | None:
    """Read all that is known of a snippet; None where there is none of that number."""
    row = snippet(conn, number, MOST)
    if row is None:
        return None
    text, url, variant_of = row["text"], row["url"], row["variant_of"]
    everything = (
        *(_mention(each, links) for each in row["mentions"]),
        *map(_date, row["dates"]),
        *(_quotation(each, links) for each in row["quotations"]),
    )
    found = tuple(sorted(everything, key=lambda one: (one.start, -one.stop)))
    is_hidden = variant_of == number
    fuller = [] if is_hidden else as_dicts(conn, "select * from snippets where id = ?", variant_of)
    sightings, variants = conn.execute(
        """select (select count(*) from sightings where snippet_id = ?1),
                  (select count(*) from snippets where variant_of = ?1 and id <> ?1)""",
        (number,),
    ).fetchone()
    neighbours, neighbours_source = _neighbours(conn, links, number)
    named = {one.means: NamedChip(one.means, one.kind, one.url) for one in found if one.sort == "mention" and one.url}
    return SnippetPage(
        id=number,
        text=text,
        nodes=nested(text, (Span(one.start, one.stop, one) for one in found)),
        title=row["title"],
        kind=row["kind"],
        outlet=row["outlet"],
        outlet_url=_published_by(links, row["outlet"]),
        author=row["author"],
        url=web_address(url),
        url_text=url,
        language=row["language"],
        dated=written(row["dated"]),
        is_dated=bool(row["dated"]),
        how_dated=HOW_DATED_LONG.get(row["dated_by"] or "", ""),
        dateline=row["dateline"],
        note=row["note"],
        is_truncated=bool(row["is_truncated"]),
        is_cut=is_open(text, bool(row["is_truncated"])),
        is_hidden=is_hidden,
        found=found,
        entities=tuple(named.values()),
        sightings=tuple(_sighting(each, row["sightings"][0], links, text) for each in row["sightings"]),
        sighted=_sighted(conn, number, sightings) if sightings > 1 else "",
        more_sightings=sightings - len(row["sightings"]),
        fullest=_variant(fuller[0], links, text) if fuller else None,
        variants=tuple(_variant(each, links, text) for each in row["variants"]),
        more_variants=variants - len(row["variants"]),
        neighbours=tuple(neighbours),
        neighbours_source=neighbours_source,
    )


def _published_by(links: Links, outlet: str | None) -> str | None:
    node = refine.outlet(outlet) if outlet else None
    return links.search(unparse(node), "newest") if node else None


def _in_words(words: Mapping[str, str], rule: str) -> str:
    return words.get(rule, rule)


def _mention(row: Row, links: Links) -> Found:
    return _found(
        "mention",
        row,
        kind=row["kind"],
        surface=row["surface"],
        means=row["entity"],
        url=links.entity(row["entity_id"]),
        why=_in_words(NAME_RULES, row["rule"]),
        aside=row["role"],
    )


def _date(row: Row) -> Found:
    return _found(
        "date",
        row,
        kind="date",
        surface=row["surface"],
        means=written(row["value"]),
        why=_in_words(DATE_RULES, row["rule"]),
        aside=f"or else {written(row['alternative'])}" if row["alternative"] else None,
    )


_SPOKEN = (("by role, as", "by_role"), ("told by", "cue"))


def _quotation(row: Row, links: Links) -> Found:
    return _found(
        "quotation",
        row,
        kind=row["kind"],
        surface=row["quote"],
        means=row["speaker"] or "nobody named",
        url=links.entity(row["speaker_id"]) if row["speaker_id"] else None,
        why=_in_words(QUOTATION_KINDS, row["kind"]) + ("" if row["is_complete"] else ", cut short"),
        aside=", ".join(f"{by} “{row[told]}”" for by, told in _SPOKEN if row[told]) or None,
    )


def _found(sort: Sort, row: Row, **more: Any) -> Found:
    start, stop = row["start"], row["stop"]
    return Found(f"{sort}-{start}", sort, start, stop, rule=row.get("rule"), score=row.get("score"), **more)


def _sighting(row: Row, first: Row, links: Links, text: str) -> Sighting:
    position = row["position"]
    return Sighting(
        dated=Fact(_day_and_hour(row), is_other=_day_and_hour(row) != _day_and_hour(first)),
        how_dated=HOW_DATED.get(row["dated_by"] or "", ""),
        outlet=_fact(row, first, "outlet", _published_by(links, row["outlet"])),
        author=_fact(row, first, "author"),
        title=_fact(row, first, "title"),
        address=_fact(row, first, "url", web_address(row["url"])),
        source=row["source"],
        url=links.source(row["source_id"], max(1, position - NEARBY)) + f"#item-{position}",
        position=position,
        captured=written(row["captured"]),
        how_captured=HOW_CAPTURED.get(row["captured_by"] or "", ""),
        said=tuple((fact, row[column] or "") for fact, column in (("date", "dated"), ("outlet",) * 2, ("author",) * 2)),
        raw=row["raw"],
        is_same=row["raw"].strip() == text,
    )


def _fact(row: Row, first: Row, name: str, url: str | None = None) -> Fact | None:
    """What a sighting says; that it says nothing, where the first one does; None where neither does."""
    if row[name] is None and first[name] is None:
        return None
    return Fact(row[name] or f"no {_NAMES.get(name, name)}", url, is_other=row[name] != first[name])


_NAMES = {"title": "headline", "url": "address"}


def _day_and_hour(row: Row) -> str:
    return written(row["dated"]) + (f", {row['hour']}" if row["hour"] else "")


def _sighted(conn: sqlite3.Connection, number: int, sightings: int) -> str:
    """How often a text was sighted, under how many outlets and headlines, from when to when."""
    outlets, titles = conn.execute(
        "select count(distinct outlet), count(distinct title) from sightings where snippet_id = ?", (number,)
    ).fetchone()
    days = dict.fromkeys(filter(None, span_of(beside_hits(conn.cursor(), [number])[number].appearances)))
    told = [counted(outlets, "outlet")] * (outlets > 1) + [counted(titles, "headline")] * (titles > 1)
    under = f", under {' and '.join(told)}" if told else ""
    when = f", {written('/'.join(days))}" if days else ""
    return f"{counted(sightings, 'sighting')}{under}{when}"


def _variant(row: Row, links: Links, text: str) -> Variant:
    return Variant(
        id=row["id"],
        url=links.snippet(row["id"]),
        dated=written(row["dated"]),
        outlet=row["outlet"],
        is_truncated=bool(row["is_truncated"]),
        changes=changes(text, row["text"]),
    )


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


def _neighbours(conn: sqlite3.Connection, links: Links, number: int) -> tuple[list[Neighbour], tuple[str, str] | None]:
    """Items beside its first sighting."""
    first = conn.execute(
        f"""select g.source_id, g.position, c.name from sightings g join sources c on c.id = g.source_id
            where g.snippet_id = ? order by {FIRST} limit 1""",
        (number,),
    ).fetchone()
    if first is None:
        return [], None
    source, position, name = first
    rows = conn.execute(
        """select g.position, g.snippet_id, coalesce(s.text, g.raw), s.is_truncated
           from sightings g left join snippets s on s.id = g.snippet_id
           where g.source_id = ? and g.position between ? and ? order by g.position""",
        (source, position - NEARBY, position + NEARBY),
    )
    shown = [
        Neighbour(
            at,
            shortened(text, LONGEST, bool(is_truncated)),
            links.snippet(snippet_id) if snippet_id else None,
            at == position,
        )
        for at, snippet_id, text, is_truncated in rows
    ]
    return shown, (name, links.source(source, max(1, position - NEARBY)))
