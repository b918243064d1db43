"""db/README.md: made from the schema, current, and its example queries run."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from places import ROOT
from schema_doc import EXAMPLES, committed_text, describe, read_schema

README = ROOT / "db" / "README.md"

SCRIPT = """\
-- A shelf; it holds books.
-- Shelves don't move.
create table shelves (
  id integer primary key,
  label text not null unique   -- as painted | as printed
);

create table books (
  shelf_id integer not null references shelves(id),
  number integer not null,
  lent_to text,                -- null: it is here
  weight real default 0.5,
  primary key (shelf_id, number)
);
create index books_lent on books(lent_to, weight desc) where lent_to is not null;  -- who has what

-- Books a shelf.
create view stock as
select shelf_id, count(*) as books from books group by shelf_id;
"""


def test_the_committed_file_is_current() -> None:
    assert README.read_text("utf-8") == committed_text(), (
        "regenerate it: python tests/store/schema_doc.py > db/README.md"
    )


def test_comments_become_meanings() -> None:
    shelves, books, stock = read_schema(SCRIPT, {"shelves": {"id": "Number of the shelf.", "label": "unused"}})
    assert (shelves.kind, shelves.comment) == ("table", "A shelf; it holds books. Shelves don't move.")
    assert [column.comment for column in shelves.columns] == ["Number of the shelf.", "as painted | as printed"]
    assert books.comment == ""
    assert [(column.name, column.references, column.key) for column in books.columns[:3]] == [
        ("shelf_id", "shelves.id", "part of the key"),
        ("number", None, "part of the key"),
        ("lent_to", None, ""),
    ]
    assert [(index.name, index.on, index.serves) for index in books.indexes] == [
        ("books_lent", "(lent_to, weight desc) where lent_to is not null", "who has what")
    ]
    assert (stock.kind, [column.name for column in stock.columns]) == ("view", ["shelf_id", "books"])


def test_the_text_says_what_the_schema_says() -> None:
    text = describe(SCRIPT, {"shelves": {"id": "Number of the shelf."}})
    assert "| [`shelves`](#shelves) | A shelf. |" in text
    assert "| `id` | integer | number of the shelf; key |" in text
    assert "| `label` | text | as painted \\| as printed; no two alike |" in text
    assert "books.shelf_id ──▶ shelves.id" in text
    assert "| `lent_to` | text | null: it is here |" in text
    assert "| `weight` | real | `0.5` unless given; may be empty |" in text


def test_no_column_and_no_index_goes_without_a_word() -> None:
    cells = re.findall(r"^\| `.*?` (?:on `.*?` )?\|(.*)\|$", README.read_text("utf-8"), flags=re.MULTILINE)
    assert len(cells) > 100
    assert all(cell.rpartition("|")[2].strip() for cell in cells)


@pytest.mark.parametrize(("title", "sql"), EXAMPLES, ids=[title for title, _ in EXAMPLES])
def test_examples_answer(small_archive: Path, title: str, sql: str) -> None:
    assert f"{title}:\n\n```sql\n{sql}\n```" in README.read_text("utf-8")
    with sqlite3.connect(small_archive) as conn:
        assert conn.execute(sql).fetchall()
