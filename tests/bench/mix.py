"""A fixed mix of 200 searches, as readers make them, and how long they take: ours, plain FTS5's, Tantivy's.

    python tests/bench/mix.py ARCHIVE [--tantivy]

The words are drawn from the archive's own, of all frequencies alike on a scale of ten times more (from 10 snippets to a
tenth of them all), or stand together in a text; names are drawn from mentions, so that those of whom there is most news
are asked for most. The same archive gives the same mix. Each is asked by relevance and newest and oldest first; what is
measured is the CPU time of the whole answer: exact totals, a page of 20 with marks and whom they name.

FTS5 and Tantivy (optional, from PyPI; its index is made in a temporary folder) are asked those searches that are of
words alone: the 20 best, and how many there are. They fold no copies, know no names and mark nothing.
"""

from __future__ import annotations

import argparse
import bisect
import itertools
import json
import math
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from measuring import at_share

from archive.cli.files import MAPPED
from archive.search import Sort, search

SEED = 200
FEWEST = 10
"""Snippets that have a word, at least."""
SHARE = 0.1
"""And at most, as a part of all."""
SHAPES = {
    "word": 60, "two words": 30, "phrase": 15, "prefix": 10, "or": 10, "but not": 10, "near": 3, "name": 20,
    "name and word": 15, "word in a month": 8, "word since a year": 5, "word in an outlet": 5, "month": 5, "typo": 2,
    "outlet": 2,
}  # fmt: skip
"""How many of each; those before `name` are of words alone."""
OF_WORDS = tuple(SHAPES)[: tuple(SHAPES).index("name")]
ORDERS: tuple[Sort, ...] = ("relevance", "newest", "oldest")


class Asked(NamedTuple):
    """A search of the mix."""

    shape: str
    query: str
    fts: str = ""
    """The same for FTS5, where it is of words alone."""
    tantivy: str = ""


def mix(conn: sqlite3.Connection) -> list[Asked]:
    """The searches for an archive."""
    draw = _Draw(conn)
    return [draw.asked(shape) for shape, count in SHAPES.items() for _ in range(count)]


class _Draw:
    """Draws words, names, months and outlets from an archive."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn
        self.rng = random.Random(SEED)
        (size,) = conn.execute("select count(*) from snippets").fetchone()
        (self.top,) = conn.execute("select max(id) from snippets").fetchone()
        conn.execute("create virtual table if not exists temp.vocabulary using fts5vocab(main, snippets_fts, row)")
        known = conn.execute(
            """select doc, term from temp.vocabulary where doc between ? and ? and length(term) > 3
               and term not glob '*[^a-z]*' order by doc, term""",
            (FEWEST, max(FEWEST, int(SHARE * size))),
        )
        self.words = [(doc, term) for doc, term in known if _is_itself(conn, term)]
        self.known = {term for _, term in self.words}

    def word(self) -> str:
        wanted = math.exp(self.rng.uniform(math.log(FEWEST), math.log(self.words[-1][0])))
        at = bisect.bisect(self.words, (wanted, "")) + self.rng.randrange(-5, 6)
        return str(self.words[min(len(self.words) - 1, max(0, at))][1])

    def row(self, sql: str) -> Any:
        """The row that a select gives for some snippet."""
        while (found := self.conn.execute(sql, (self.rng.randrange(1, self.top + 1),)).fetchone()) is None:
            pass
        return found

    def text(self) -> list[str]:
        """A text, word by word."""
        (text,) = self.row("select text from snippets where id = ? and length(text) > 60")
        return str(text).lower().split()

    def both(self) -> tuple[str, str]:
        """Two words that stand in one text."""
        found = [one for one in self.text() if one in self.known]
        return (self.rng.choice(found), self.rng.choice(found)) if found else self.both()

    def pair(self) -> tuple[str, str]:
        """Two words that stand side by side."""
        found = [pair for pair in itertools.pairwise(self.text()) if self.known.issuperset(pair)]
        return self.rng.choice(found) if found else self.pair()

    def said(self) -> tuple[str, str, str, str]:
        """Whom a text names, with a word of it, the month and the outlet in which it appeared."""
        kind, called, text, month, outlet = self.row(
            """select e.kind, e.name, s.text, s.month, s.outlet
               from snippets s join mentions m on m.snippet_id = s.id join entities e on e.id = m.entity_id
               where s.id = ? and s.month is not null and s.outlet is not null limit 1"""
        )
        known = [one for one in text.lower().split() if one in self.known]
        if not known:
            return self.said()
        return f'{"org" if kind == "organisation" else kind}:"{called}"', self.rng.choice(known), month, outlet

    def asked(self, shape: str) -> Asked:
        one, other = self.word(), self.word()
        both = self.both()
        phrase, near = f'"{" ".join(self.pair())}"', f"NEAR({' '.join(both)}, 5)"
        name, word, month, outlet = self.said()
        written = {
            "word": (one, one, one),
            "two words": (" ".join(both), " AND ".join(both), " ".join(f"+{each}" for each in both)),
            "phrase": (phrase, phrase, phrase),
            "prefix": (f"{one[:4]}*", f"{one[:4]}*"),
            "or": (f"{one} OR {other}", f"{one} OR {other}", f"{one} {other}"),
            "but not": (f"{one} -{other}", f"{one} NOT {other}", f"+{one} -{other}"),
            "near": (near, near),
            "name": (name,),
            "name and word": (f"{name} {word}",),
            "word in a month": (f"on:{month} {word}",),
            "word since a year": (f"after:{month[:4]} {word}",),
            "word in an outlet": (f'outlet:"{outlet}" {word}',),
            "month": (f"on:{month}",),
            "typo": (f"person:{one}x",),
            "outlet": (f'outlet:"{outlet}"',),
        }
        return Asked(shape, *written[shape])


def _is_itself(conn: sqlite3.Connection, term: str) -> bool:
    """Whether a term of the index is found by itself, though the index keeps stems."""
    return conn.execute("select 1 from snippets_fts where snippets_fts match ? limit 1", (term,)).fetchone() is not None


def timed(ask: Callable[[Asked], object], asked: Iterable[Asked], runs: int) -> dict[str, list[float]]:
    """Milliseconds of CPU that searches take, by shape: of each the least of some runs."""
    took: dict[str, list[float]] = {}
    for one in asked:
        best = math.inf
        for _ in range(runs):
            began = time.process_time()
            ask(one)
            best = min(best, time.process_time() - began)
        took.setdefault(one.shape, []).append(best * 1000)
    return took


def measure(path: Path, *, runs: int = 3, with_tantivy: bool = False) -> dict[str, Any]:
    """p50 and p95 of the mix in each order, by shape, and beside other engines."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as conn:
        conn.execute(f"pragma mmap_size = {MAPPED}")  # as commands do
        every = mix(conn)
        found: dict[str, Any] = {"searches": len(every)}
        ours: dict[str, dict[str, list[float]]] = {}
        for sort in ORDERS:
            ours[sort] = timed(lambda one, sort=sort: search(conn, one.query, sort=sort, longest=120), every, runs)  # type: ignore[misc]
            found[sort] = _told(ours[sort])
            found[f"{sort}, by shape"] = {shape: round(max(times), 1) for shape, times in ours[sort].items()}
        words = [one for one in every if one.shape in OF_WORDS]
        found["of words alone"] = _told({shape: ours["relevance"][shape] for shape in OF_WORDS})
        found["plain FTS5"] = _told(timed(lambda one: _plain(conn, one.fts), words, runs))
        if with_tantivy:
            both = [one for one in words if one.tantivy]
            with tempfile.TemporaryDirectory() as folder:
                ask = _tantivy(conn, Path(folder))
                found["Tantivy"] = _told(timed(lambda one: ask(one.tantivy), both, runs))
        for other in sorted({"plain FTS5", "Tantivy"} & found.keys()):
            times = {key: found["of words alone"][key] / max(0.001, found[other][key]) for key in ("p50", "p95")}
            found[f"ours / {other}"] = {key: round(value, 2) for key, value in times.items()}
    return found


def _told(took: dict[str, list[float]]) -> dict[str, float]:
    every = [one for times in took.values() for one in times]
    return {key: round(at_share(every, share), 2) for key, share in (("p50", 0.5), ("p95", 0.95), ("worst", 1.0))}


def _plain(conn: sqlite3.Connection, match: str) -> None:
    conn.execute("select count(*) from snippets_fts where snippets_fts match ?", (match,)).fetchone()
    best = "select f.rowid, s.title, s.text from ({}) f join snippets s on s.id = f.rowid"
    ranked = "select rowid from snippets_fts where snippets_fts match ? order by rank limit 20"
    conn.execute(best.format(ranked), (match,)).fetchall()


def _tantivy(conn: sqlite3.Connection, folder: Path) -> Callable[[str], object]:
    """A function that asks an index of the archive's texts."""
    tantivy = import_module("tantivy")
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", stored=True)
    for field in ("title", "text"):
        builder.add_text_field(field, stored=False, tokenizer_name="en_stem")
    index = tantivy.Index(builder.build(), str(folder))
    writer = index.writer(200_000_000, 1)
    for number, title, text in conn.execute("select id, title, text from snippets"):
        writer.add_document(tantivy.Document(id=number, title=title or "", text=text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(query: str) -> object:
        found = searcher.search(index.parse_query(query, ["title", "text"]), 20, count=True)
        return found.count, [searcher.doc(address)["id"] for _, address in found.hits]

    return ask


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--tantivy", action="store_true")
    given = parser.parse_args()
    print(json.dumps(measure(given.archive, runs=given.runs, with_tantivy=given.tantivy), indent=1))
