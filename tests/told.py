"""Archives made by the real ingest of invented texts in which a test marks the names.

Only who finds the names is ours, so that what these tests say does not hang on what a model has learnt.
"""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from typer.testing import CliRunner

from archive.cli import app
from archive.types import NameSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from archive.types import EntityKind

KINDS: dict[str, EntityKind] = {"p": "person", "o": "organisation", "l": "place"}
_NAME = re.compile(r"<([pol]) ([^>|]+)(?:\|([^>|]*))?(?:\|([\d.]+))?>")


class Text(NamedTuple):
    """A text with the names that are to be found in it."""

    date: str
    text: str
    names: list[NameSpan]


def read(date: str, marked: str) -> Text:
    """Read a text in which names are marked: <p Name>, <o Name|role>, <l Name||score>."""
    text, names = "", []
    for before, kind, surface, role, score, after in _pieces(marked):
        start = len(text) + len(before)
        text += before + surface + after
        names.append(
            NameSpan(start, start + len(surface), surface, KINDS[kind], "told", float(score or 0.95), role or None)
        )
    return Text(date, text, names)


def _pieces(marked: str) -> list[tuple[str, ...]]:
    parts = _NAME.split(marked)
    last = len(parts) - 5
    return [(*parts[at : at + 5], parts[-1] if at + 5 > last else "") for at in range(0, len(parts) - 1, 5)]


FERRY = [
    read("2024-10-01", marked)
    for marked in (
        "<p Mara Velden> opened the grain exchange in <l Kestrel Bay>.",
        "The crews cheered as <p Mara Velden> walked along the new quay.",
        "Last week <p Mara Veldn> signed the treaty on herring.",
        "<o Show More> was printed below the picture of the ferry.",
        "A dog called <p Grey Harbour> barked at the ferry all night.",
        "The ferry moored at <l Grey Harbour> on Sunday evening.",
        "The bus to <l Grey Harbour> was late again on Monday.",
    )
]
"""Texts in which names want to be corrected: merged, hidden, told apart."""


@dataclass(frozen=True)
class Finder:
    """Finds the names that it was told beforehand, text by text."""

    names: dict[str, list[NameSpan]]
    name: str = "told"

    def find(self, texts: Sequence[str], *, least: float = 0.5) -> list[list[NameSpan]]:
        return [self.names[text] for text in texts]


@contextmanager
def finding(texts: Sequence[Text]) -> Iterator[None]:
    """While this lasts, the names marked in these texts are what is found."""
    told = Finder({each.text: each.names for each in texts})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("archive.extract.names.recogniser", lambda spec=None: told)
        yield


def make(path: Path, texts: Sequence[Text], source: str = "texts") -> Path:
    """Ingest texts, each with its date and names, into an archive; returns its path."""
    lines = [json.dumps({"text": each.text, "date": each.date, "outlet": "The Bay Courier"}) for each in texts]
    pile = path.with_name(f"{source}.jsonl")
    pile.write_text("\n".join(lines), encoding="utf-8")
    with finding(texts):
        done = CliRunner().invoke(app, ["ingest", str(pile), "--db", str(path)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return path


def rows(db: Path, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    """Ask the file itself."""
    with closing(sqlite3.connect(db)) as conn:
        return conn.execute(sql, parameters).fetchall()


def content(db: Path) -> list[list[tuple[Any, ...]]]:
    """All that is said of names."""
    return [
        rows(db, f"select * from {table} order by 1, 2")
        for table in ("entities", "aliases", "mentions", "hidden_mentions", "identities", "short_names", "name_words")
    ]


def mentions(db: Path, name: str, kind: str = "person") -> int:
    """How often an entity is named; 0 for one that is not there."""
    found = rows(db, "select mention_count from entities where name = ? and kind = ?", name, kind)
    return int(found[0][0]) if found else 0
