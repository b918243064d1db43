"""The page of one snippet: its text with all that was found in it, where it was sighted, its copies, its neighbours."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from archive.search.beside import beside_hits, span_of
from archive.store.overview import snippet
from archive.store.rows import FIRST, as_dicts
from archive.web.spans import Node, Span, nested
from archive.web.wording import counted, written

if TYPE_CHECKING:
    import sqlite3

    from archive.store.rows import Row

MOST = {"mentions": 500, "dates": 500, "quotations": 500, "sightings": 100, "variants": 20}
"""How many of each are shown; of what is marked in it, a text of news has a few."""
MOST_COMPARED = 1_000
"""Words of a text beyond which differences are not looked for: the time grows with the square."""
NEARBY = 3
"""Items before and after it on its page."""

_WORDS = re.compile(r"\s+|[^\s]+")

Change = Literal["same", "added", "removed"]
Changes = tuple[tuple[str, Change], ...]
Sort = Literal["mention", "date", "quotation"]
SORTS: tuple[Sort, ...] = ("mention", "date", "quotation")


class Found(NamedTuple):
    """Something found in the text: a mention, a date expression or a quotation."""

    sort: Sort
    row: Row

    @property
    def anchor(self) -> str:
        """Identifies it on the page, such as 'mention-12'."""
        return f"{self.sort}-{self.row['start']}"


@dataclass(frozen=True, slots=True)
class SnippetPage:
    """Everything on the page."""

    row: Row
    """The snippet with its sightings, from old to new."""
    nodes: tuple[Node[Found], ...]
    is_hidden: bool
    found: tuple[Found, ...]
    sighted: str
    """What its sightings come to, in words; nothing where there is one alone."""
    more_sightings: int
    fullest: tuple[Row, Changes] | None
    """The fuller text of which it is a copy, with its text against the text of this page."""
    variants: tuple[tuple[Row, Changes], ...]
    """Its copies likewise."""
    more_variants: int
    neighbours: list[Row]
    """Items beside it in its source."""
    nearby: int = NEARBY

    @property
    def text(self) -> str:
        """The snippet's text."""
        return str(self.row["text"])


def snippet_page(conn: sqlite3.Connection, number: int) -> SnippetPage | None:
    """Read all that is known of a snippet; None where there is none of that number."""
    row = snippet(conn, number, MOST)
    if row is None:
        return None
    text, variant_of = row["text"], row["variant_of"]
    everything = [Found(sort, each) for sort in SORTS for each in row[f"{sort}s"]]
    found = tuple(sorted(everything, key=lambda one: (one.row["start"], -one.row["stop"])))
    is_hidden = variant_of == number
    fuller = [] if is_hidden else as_dicts(conn, "select * from snippets where id = ?", variant_of)
    sightings, variants = conn.execute(
        """select (select count(*) from sightings where snippet_id = ?1),
                  (select count(*) from snippets where variant_of = ?1 and id <> ?1)""",
        (number,),
    ).fetchone()
    return SnippetPage(
        row=row,
        nodes=nested(text, (Span(one.row["start"], one.row["stop"], one) for one in found)),
        is_hidden=is_hidden,
        found=found,
        sighted=_sighted(conn, number, sightings) if sightings > 1 else "",
        more_sightings=sightings - len(row["sightings"]),
        fullest=(fuller[0], changes(text, fuller[0]["text"])) if fuller else None,
        variants=tuple((each, changes(text, each["text"])) for each in row["variants"]),
        more_variants=variants - len(row["variants"]),
        neighbours=_neighbours(conn, number),
    )


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


def changes(ours: str, theirs: str) -> Changes:
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


def _neighbours(conn: sqlite3.Connection, number: int) -> list[Row]:
    """Items beside its first sighting, each with the position of that and the name of their source."""
    return as_dicts(
        conn,
        f"""with first as (select source_id, position from sightings g where snippet_id = :id order by {FIRST} limit 1)
            select g.position, g.snippet_id, coalesce(s.text, g.raw) as text, s.is_truncated,
                   f.source_id, f.position as here, c.name
            from first f join sources c on c.id = f.source_id
            join sightings g on g.source_id = f.source_id
                            and g.position between f.position - :near and f.position + :near
            left join snippets s on s.id = g.snippet_id
            order by g.position""",
        id=number,
        near=NEARBY,
    )
