"""How well the names of the seed page come out of a whole ingest, against labels made by reading it.

`seed_names.csv` says of each item of the page (counted from 1) which names it holds: surface, kind, canonical entity
(two usual spellings of it with a bar between them), and which occurrence of that word it is. An item that repeats
another has no lines of its own.
"""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from archive.ingest import ingest
from archive.resolve import entity_key
from archive.runs import IngestOptions, Progress
from archive.store.database import close_archive, open_archive

if TYPE_CHECKING:
    from archive.store.database import Database
    from archive.types import EntityKind, Problem

LABELS = Path(__file__).with_name("seed_names.csv")

Place = tuple[int, int, int]
"""Snippet, start, stop."""


class Score(NamedTuple):
    """What came of the page."""

    gold: int
    found: int
    spans: int
    """Mentions with the right place and kind."""
    right: int
    """Of these, with the right entity too."""
    mistakes: list[str]

    def f1(self, right: int) -> float:
        """F1, if so many are right."""
        return 2 * right / (self.gold + self.found) if self.gold + self.found else 0.0


def score(page: Path, names: str | None = None, labels: Path = LABELS) -> Score:
    """Ingests a page and compares its mentions with the labels.

    Args:
        page: The page, or the folder that holds it and nothing else.
        names: The recogniser, as `archive.extract.names.recogniser` takes it.
        labels: The labels.

    Raises:
        SystemExit: The labels are not about this page.
    """
    with _ingested(page, names) as db:
        texts, snippets = _texts(db)
        gold = dict(_labelled(labels, snippets, texts))
        found = {
            (snippet, start, stop): (kind, name)
            for snippet, start, stop, kind, name in db.conn.execute(
                """select m.snippet_id, m.start, m.stop, e.kind, e.name
                   from mentions m join entities e on e.id = m.entity_id where m.rule not like 'role%'"""
            )
        }
    spans = [place for place, (kind, _) in found.items() if place in gold and gold[place][0] == kind]
    right = {place for place in spans if _is_same(found[place], gold[place])}
    mistakes = [
        *(f"- {_told(texts, place)} {kind}" for place, (kind, _) in gold.items() if place not in spans),
        *(f"+ {_told(texts, place)} {kind} {name}" for place, (kind, name) in found.items() if place not in spans),
        *(f"= {_told(texts, each)} {found[each][1]}, is {gold[each][1]}" for each in spans if each not in right),
    ]
    return Score(len(gold), len(found), len(spans), len(right), mistakes)


def _raise(problem: Problem) -> None:
    raise SystemExit(str(problem))


@contextmanager
def _ingested(page: Path, names: str | None) -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        db = open_archive(Path(folder) / "seed.db", create=True)
        try:
            ingest(db, [str(page)], IngestOptions(names=names), _raise, Progress())
            yield db
        finally:
            close_archive(db)


def _texts(db: Database) -> tuple[dict[int, str], dict[int, int]]:
    """Texts by snippet, and snippets by position."""
    rows = db.conn.execute(
        """select g.position, s.id, s.text from sightings g join snippets s on s.id = g.snippet_id
           where g.source_id = 1"""
    ).fetchall()
    return {snippet: text for _, snippet, text in rows}, {position: snippet for position, snippet, _ in rows}


def _labelled(
    labels: Path, snippets: dict[int, int], texts: dict[int, str]
) -> Iterator[tuple[Place, tuple[EntityKind, str]]]:
    with labels.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            snippet = snippets.get(int(row["item"]), 0)
            pattern = rf"(?<!\w){re.escape(row['surface'])}(?!\w)"
            places = [match.span() for match in re.finditer(pattern, texts.get(snippet, ""))]
            if len(places) < int(row["occurrence"]):
                raise SystemExit(f"{labels.name}: item {row['item']} of the page has no {row['surface']!r}")
            kind: EntityKind = row["kind"]  # type: ignore[assignment]  # the labels know only the three
            yield (snippet, *places[int(row["occurrence"]) - 1]), (kind, row["entity"])


def _is_same(found: tuple[EntityKind, str], gold: tuple[EntityKind, str]) -> bool:
    return any(entity_key(found[1], found[0]) == entity_key(name, gold[0]) for name in gold[1].split("|"))


def _told(texts: dict[int, str], place: Place) -> str:
    snippet, start, stop = place
    text = texts[snippet]
    return f"{text[max(0, start - 30) : start]}<{text[start:stop]}>{text[stop : stop + 25]}"
