"""db/README.md, the schema explained, made from the schema: `python tests/store/schema_doc.py > db/README.md`.

What a table, column or index is for is said in a comment beside it in schema.sql; a column that goes without is
described as metadata.yml does on Datasette's pages. Types, keys and references are asked from an SQLite that has run
the script, so that this text can't say anything else than the database does.
"""

from __future__ import annotations

import re
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    type: str
    comment: str
    key: str
    """'key', 'part of the key' or ''."""
    is_unique: bool
    is_required: bool
    default: str | None
    references: str | None
    """`table.column` that it points to."""


@dataclass(frozen=True, slots=True)
class Index:
    """An index, or a key that is one."""

    name: str
    on: str
    """Its columns and condition, as in the schema."""
    serves: str
    """What it is there for, in the schema's words."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view, in the order of the schema."""

    name: str
    kind: str
    """'table', 'virtual table' or 'view'."""
    comment: str
    sql: str
    columns: tuple[Column, ...]
    indexes: tuple[Index, ...]


EXAMPLES = (
    (
        "Who is named most",
        """select name, kind, mention_count, first_dated, last_dated
from entities
order by mention_count desc
limit 10;""",
    ),
    (
        "The latest snippets that name someone, with the role worn there",
        """select dated, surface, role, text
from mentioned
where entity_id = (select id from entities order by mention_count desc limit 1)
order by dated desc
limit 10;""",
    ),
    (
        "Who is named together with someone",
        """select e.name, count(distinct b.snippet_id) as snippets
from mentions a
join mentions b on b.snippet_id = a.snippet_id and b.entity_id <> a.entity_id
join entities e on e.id = b.entity_id
where a.entity_id = (select id from entities order by mention_count desc limit 1)
group by b.entity_id
order by snippets desc
limit 10;""",
    ),
    (
        "Full-text search, best matches first",
        """select s.id, s.dated, snippet(snippets_fts, 1, '[', ']', '…', 30) as text
from snippets_fts
join snippets s on s.id = snippets_fts.rowid
where snippets_fts match 'talks OR strike*'
order by rank
limit 10;""",
    ),
    (
        "Back to the bytes: where a snippet was sighted, and how its words stood there",
        """select c.name, c.captured, c.captured_by, g.position, g.raw, c.uri, c.sha256
from sightings g
join sources c on c.id = g.source_id
where g.snippet_id = (select min(snippet_id) from sightings)
order by c.captured, g.position;""",
    ),
    (
        "What an outlet carried, with the day and the headline under which it did",
        """select g.dated, g.hour, coalesce(g.title, s.text) as headline, g.author, g.url
from sightings g
join snippets s on s.id = g.snippet_id
where g.outlet = (select value from tallies where field = 'outlet' order by snippets desc limit 1)
order by g.dated desc
limit 10;""",
    ),
)
"""Title and SQL of the queries that end the text."""

_CREATE = re.compile(r"create (?P<kind>table|virtual table|view) (?P<name>\w+)")
_CREATE_INDEX = re.compile(
    r"create index (?P<name>\w+) on (?P<table>\w+)(?P<on>\(.*?\).*?);\s*(?:-- *(?P<serves>.*))?$"
)
_COLUMN = re.compile(r"\s+(?P<name>\w+) [^-]*?-- *(?P<comment>.*)$")


def read_schema(script: str, described: Mapping[str, Mapping[str, str]]) -> list[Table]:
    """The tables and views that a schema script makes, with what its comments say of them.

    Args:
        script: SQL whose comments stand above a `create` and at the end of a column's or an index's line.
        described: For a table, what to say of columns that have no comment.

    Raises:
        sqlite3.Error: The script is not valid SQL.
    """
    conn = sqlite3.connect(":memory:")
    try:
        conn.executescript(script)
        return [
            Table(
                name,
                kind,
                comment,
                _sql(conn, name),
                _columns(conn, name, {**described.get(name, {}), **beside}),
                indexes,
            )
            for kind, name, comment, beside, indexes in _commented(script)
        ]
    finally:
        conn.close()


def describe(script: str, described: Mapping[str, Mapping[str, str]]) -> str:
    """The schema as a Markdown text that can be read from top to bottom; for the arguments see `read_schema`."""
    tables = read_schema(script, described)
    plain = [table for table in tables if table.kind == "table"]
    rest = [table for table in tables if table.kind == "virtual table"]
    views = [table for table in tables if table.kind == "view"]
    return "\n".join([
        _HEAD,
        *(f"| [`{table.name}`](#{table.name}) | {_first_sentence(table.comment)} |" for table in tables),
        "\n## How they hang together\n",
        "Each arrow is a declared foreign key, so Datasette links what it leads to.\n",
        "```",
        *_arrows(plain),
        "```",
        "\n## Tables",
        *(part for table in plain for part in _section(table)),
        "\n## Full-text search",
        *(part for table in rest for part in _section(table)),
        _SEARCHED,
        "\n## Views",
        *(part for table in views for part in _section(table)),
        "\n## Six questions to begin with",
        *(f"\n{title}:\n\n```sql\n{sql}\n```" for title, sql in EXAMPLES),
        "",
    ])  # fmt: skip


_HEAD = """\
# The schema of an archive

<!-- Made from archive/store/schema.sql by: python tests/store/schema_doc.py > db/README.md -->

An archive is one SQLite file, by default `db/archive.db`. `archive ingest` writes it, and any program that reads SQLite
reads it. Bytes become rows in this order: a **source** holds items, each of which is a **sighting** of a **snippet**; a
snippet's text holds **mentions** of **entities**, **dates** and **quotations**.

Two kinds of value return everywhere:

- A **prefix date** is as exact as the date is known: `2024`, `2024-10` or `2024-10-24`. A range is two of them with a
  slash between: `2024-09-10/2024-09-17`. Prefix dates sort as text.
- **Offsets**, `start` and `stop`, count characters of `snippets.text` from 0, and `stop` is the first behind the span.
  In SQL the span, its `surface`, is `substr(text, start + 1, stop - start)`.

| table or view | what it holds |
| --- | --- |"""

_SEARCHED = """
Triggers on `snippets` keep the index in step with every insert, update and delete, whoever makes them. Words are asked
for with `snippets_fts match '…'`; `order by rank` puts the best matches first."""


def _commented(script: str) -> Iterator[tuple[str, str, str, dict[str, str], tuple[Index, ...]]]:
    """Kind, name, comment above, comments beside columns, and indexes of each table and view of the script."""
    lines = script.splitlines()
    indexes: dict[str, list[Index]] = {}
    for found in filter(None, map(_CREATE_INDEX.match, lines)):
        index = Index(found["name"], found["on"].strip(), found["serves"] or "")
        indexes.setdefault(found["table"], []).append(index)
    for number, line in enumerate(lines):
        match = _CREATE.match(line)
        if not match:
            continue
        start = number
        while start and lines[start - 1].startswith("--"):
            start -= 1
        above = " ".join(each.removeprefix("--").strip() for each in lines[start:number])
        body = lines[number + 1 : _end_of_statement(lines, number)]
        beside = {column["name"]: column["comment"] for column in filter(None, map(_COLUMN.match, body))}
        yield match["kind"], match["name"], above, beside, tuple(indexes.get(match["name"], ()))


def _end_of_statement(lines: list[str], start: int) -> int:
    for number in range(start, len(lines)):
        if sqlite3.complete_statement("\n".join(lines[start : number + 1])):
            return number
    return len(lines)


def _sql(conn: sqlite3.Connection, name: str) -> str:
    (sql,) = conn.execute("select sql from sqlite_master where name = ?", (name,)).fetchone()
    return str(sql)


def _columns(conn: sqlite3.Connection, table: str, comments: dict[str, str]) -> tuple[Column, ...]:
    references = {
        name: f"{other}.{column or 'id'}"
        for _, _, other, name, column, *_ in conn.execute(f"pragma foreign_key_list({table})")
    }
    unique = {
        column
        for _, index, _, origin, _ in conn.execute(f"pragma index_list({table})").fetchall()
        if origin == "u"
        for _, _, column in conn.execute(f"pragma index_info({index})")
    }
    rows = conn.execute(f"pragma table_xinfo({table})").fetchall()
    key_word = "key" if sum(bool(row[5]) for row in rows) == 1 else "part of the key"
    return tuple(
        Column(
            name=name,
            type=type_.lower(),
            comment=comments.get(name, ""),
            key=key_word if key else "",
            is_unique=name in unique,
            is_required=bool(required),
            default=default,
            references=references.get(name),
        )
        for _, name, type_, required, default, key, hidden in rows
        if hidden != 1  # of a virtual table
    )


def _section(table: Table) -> Iterator[str]:
    yield f"\n### {table.name}\n"
    yield table.comment
    if table.kind == "table":
        yield "\n| column | type | meaning |\n| --- | --- | --- |"
        yield from (f"| `{column.name}` | {column.type} | {_cell(_meaning(column))} |" for column in table.columns)
    else:
        yield f"\n```sql\n{table.sql};\n```"
    if table.indexes:
        yield "\n| index | serves |\n| --- | --- |"
        yield from (f"| `{index.name}` on `{index.on}` | {_cell(index.serves)} |" for index in table.indexes)


def _meaning(column: Column) -> str:
    facts = [
        _in_passing(column.comment),
        column.key,
        "no two alike" if column.is_unique else "",
        f"points to `{column.references}`" if column.references else "",
        f"`{column.default}` unless given" if column.default is not None else "",
        "may be empty" if _may_be_empty(column) and "null" not in column.comment else "",
    ]
    return "; ".join(filter(None, facts))


def _in_passing(sentence: str) -> str:
    """A sentence as a part of one: no full stop, and a small initial unless it begins an acronym."""
    start = sentence[:1].lower() if sentence[1:2].islower() or sentence[1:2] == " " else sentence[:1]
    return start + sentence[1:].rstrip(".")


def _may_be_empty(column: Column) -> bool:
    return not (column.is_required or column.key)


def _arrows(tables: Iterable[Table]) -> Iterator[str]:
    links = [
        (f"{table.name}.{column.name}", column) for table in tables for column in table.columns if column.references
    ]
    width = max((len(start) for start, _ in links), default=0)
    for start, column in links:
        may_be_empty = "   (may be empty)" if _may_be_empty(column) else ""
        yield f"{start:<{width}} ──▶ {column.references}{may_be_empty}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _first_sentence(comment: str) -> str:
    return _cell(re.split(r"(?<=[.;]) ", comment, maxsplit=1)[0].rstrip(";.")) + "."


def committed_text() -> str:
    """What db/README.md of this clone should say."""
    root = Path(__file__).parents[2]
    script = (root / "archive" / "store" / "schema.sql").read_text("utf-8")
    metadata = yaml.safe_load((root / "metadata.yml").read_text("utf-8"))
    tables = metadata["databases"]["archive"]["tables"]
    return describe(script, {name: table.get("columns", {}) for name, table in tables.items()})


def main() -> None:
    """Print the text, in UTF-8 whatever the terminal is set to."""
    sys.stdout.buffer.write(committed_text().encode())


if __name__ == "__main__":
    main()
