"""How to write a query: examples with what they mean, with names, outlets and dates that this archive has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from archive.search import unparse
from archive.search.query import Filter
from archive.web import refine

if TYPE_CHECKING:
    import sqlite3

Examples = tuple[tuple[str, str], ...]

FOREMOST = 200
"""Entities named most, among whom somebody who is quoted is looked for."""
LATEST = 1000
"""Snippets that came in last, whose outlets, authors and years are looked at."""


def examples(conn: sqlite3.Connection) -> Examples:
    """Queries, each with its meaning in words; what the archive does not have is shown with an invented name."""
    person = _name(conn, _NAMED) or "person:velden"
    speaker = (_name(conn, _QUOTED) or "person:velden").replace("person:", "by:", 1)
    year = _usual(conn, "year") or 2024
    return (
        ('"ceasefire talks"', "words in that order"),
        ("grain OR wheat", "either word"),
        ("strike -rail", "one word without the other"),
        ("harb*", "words that begin so"),
        (person, "texts that name somebody; also org:, place:, entity:"),
        (f"{speaker} said:grain", "what somebody said, and a word that was said; also about:"),
        (_field(conn, "outlet") or "outlet:courier", "texts that an outlet carried, whoever had them first"),
        (_field(conn, "author") or "author:velden", "texts of an author; also url:example.org, source:name"),
        (
            f"after:{year}-03 before:{int(year) + 1}",
            f'texts of a time; also on:{year}-03-24, on:yesterday, on:"last week"',
        ),
        (f"mentions-date:{year}-03", "texts that speak of a day, month or year"),
        ("kind:headline", "headlines only; also deck, teaser, item"),
        ("is:any", "cut and edited copies too, which are otherwise folded"),
    )


_NAMED = "select id, name from entities where kind = 'person' and mention_count > 0 order by mention_count desc limit 1"
_QUOTED = f"""
select id, name from (
  select id, name, mention_count from entities
  where kind = 'person' and mention_count > 0 order by mention_count desc limit {FOREMOST}
)
where exists (select 1 from quotations where speaker_id = id) order by mention_count desc limit 1
"""


def _name(conn: sqlite3.Connection, sql: str) -> str | None:
    """The condition that names the person a statement finds."""
    row = conn.execute(sql).fetchone()
    return unparse(Filter("person", row[1])) if row and refine.reads_back(Filter("person", row[1])) else None


def _field(conn: sqlite3.Connection, field: Literal["outlet", "author"]) -> str | None:
    """The condition that asks for what is usual in a field."""
    value = _usual(conn, field)
    node = Filter(field, str(value))
    return unparse(node) if value and refine.reads_back(node) else None


def _usual(conn: sqlite3.Connection, column: str) -> str | int | None:
    """The most frequent value of a column in what came in last."""
    row = conn.execute(
        f"""select {column} from (select {column} from snippets order by id desc limit {LATEST})
            where {column} is not null and {column} <> '' group by 1 order by count(*) desc limit 1"""
    ).fetchone()
    return row[0] if row else None
