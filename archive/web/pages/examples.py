"""How to write a query: examples with what they mean, with words, names, outlets and dates that this archive has."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Literal

from archive.search import unparse
from archive.search.query import Filter
from archive.text.wordlists import sections
from archive.web import refine

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

Examples = tuple[tuple[str, str], ...]

FOREMOST = 200
"""Entities named most, among whom somebody who is quoted is looked for."""
LATEST = 1000
"""Snippets that came in last, whose outlets, authors and years are looked at."""
READ = 200
"""Of these, and of somebody's quotations, so many are read for words."""
_WORD = re.compile(r"\b[a-z]{5,14}\b")
_PHRASE = re.compile(r"\b[a-z]{5,14} [a-z]{5,14}\b")
_SMALL = frozenset(word for lines in sections("function_words").values() for line in lines for word in line.split())


def examples(conn: sqlite3.Connection) -> Examples:
    """Queries, each with its meaning in words; what the archive does not have is shown with an invented name."""
    person = _name(conn, _NAMED) or "person:velden"
    speaker = (_name(conn, _QUOTED) or "person:velden").replace("person:", "by:", 1)
    latest = _texts(conn, "select text from snippets where variant_of is null order by id desc")
    first, second, third = _usual_of(_WORD, latest, ("grain", "wheat", "harbour"))
    (phrase,) = _usual_of(_PHRASE, latest, ("ceasefire talks",))
    (said,) = _usual_of(
        _WORD, _texts(conn, f"select quote from quotations where speaker_id = ({_QUOTED_ID})"), ("grain",)
    )
    year = _usual(conn, "year") or 2024
    return (
        (f'"{phrase}"', "words in that order"),
        (f"{first} OR {second}", "either word"),
        (f"{first} -{second}", "one word without the other"),
        (f"{third[:4]}*", "words that begin so"),
        (person, "texts that name somebody; also org:, place:, entity:"),
        (f"{speaker} said:{said}", "what somebody said, and a word that was said; also about:"),
        (_field(conn, "outlet") or "outlet:courier", "texts that an outlet carried, whoever had them first"),
        (_field(conn, "author") or "author:velden", "texts of an author; also url:example.org, source:name"),
        (
            f"after:{year}-03 before:{int(year) + 1}",
            f'texts of a time; also on:{year}-03-24, on:yesterday, on:"last week"',
        ),
        (f"mentions-date:{_spoken_of(conn) or f'{year}-03'}", "texts that speak of a day, month or year"),
        (f"kind:{_usual(conn, 'kind') or 'headline'}", "of a kind: headline, deck, teaser or item"),
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
_QUOTED_ID = f"select id from ({_QUOTED})"


def _texts(conn: sqlite3.Connection, select: str) -> list[str]:
    return [text for (text,) in conn.execute(f"{select} limit {READ}")]


def _usual_of(pattern: re.Pattern[str], texts: Iterable[str], instead: Sequence[str]) -> list[str]:
    """What is in most of some texts, as many as there are instead of it; small words are none."""
    found = Counter(
        each for text in texts for each in set(pattern.findall(text[:1000])) if not _SMALL & set(each.split())
    )
    return [each for each, _ in found.most_common(len(instead))] if len(found) >= len(instead) else list(instead)


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


def _spoken_of(conn: sqlite3.Connection) -> str | None:
    """The month that is most spoken of in what came in last."""
    row = conn.execute(
        f"""select month from (select substr(value, 1, 7) as month from dates order by snippet_id desc limit {LATEST})
            where month like '____-__' group by 1 order by count(*) desc limit 1"""
    ).fetchone()
    return row[0] if row else None
