"""How long a search takes at N snippets: `python tests/bench/search_speed.py 1000000`.

Fills an archive of the made corpus (made.py) in a temporary file, asks one question of every shape, and prints the
median time of several runs. `--keep FILE` keeps the archive, or uses it if it is there. What readers ask, in fair
shares and beside other engines, is measured by mix.py.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from made import OUTLETS, fill
from subjects import word_of_share

from archive.cli.files import MAPPED
from archive.search import Sort, search


def questions(conn: sqlite3.Connection, size: int) -> Iterator[tuple[str, str]]:
    """A question of every shape, with a name for it."""
    common, second = word_of_share(conn, 0.08, size), word_of_share(conn, 0.05, size)
    rare = word_of_share(conn, 100 / size, size)
    ranked = conn.execute("select kind, name from entities order by mention_count desc limit 5000").fetchall()
    named = [f'{"org" if kind == "organisation" else kind}:"{name}"' for kind, name in ranked]
    yield "common word (8 %)", common
    yield "two common words", f"{common} {second}"
    yield "rare word (100 hits)", rare
    yield "phrase of common words", f'"{common} {second}"'
    yield "near", f"NEAR({common} {second}, 3)"
    yield "prefix of a middling word", f"{word_of_share(conn, 0.002, size)[:-1]}*"
    yield "OR", f"{common} OR {rare}"
    yield "word but not another", f"{common} -{second}"
    yield "frequent entity", named[0]
    yield "middling entity", named[100]
    yield "rare entity", named[-1]
    yield "frequent entity + common word", f"{named[0]} {common}"
    yield "frequent entity + rare word", f"{named[0]} {rare}"
    yield "middling entity + common word", f"{named[100]} {common}"
    yield "two frequent entities", f"{named[0]} {named[1]}"
    yield "common word or entity", f"{common} OR {named[100]}"
    yield "month", "on:2014-10"
    yield "half of all years", "after:2012"
    yield "month + common word", f"on:2014-10 {common}"
    yield "half of all years + common word", f"after:2012 {common}"
    yield "outlet + common word", f'outlet:"{OUTLETS[1]}" {common}'
    yield "truncated", "is:truncated"
    yield "unknown name", "person:nobody"
    yield "everything", ""


def measure(conn: sqlite3.Connection, query: str, sort: Sort, runs: int) -> tuple[float, int]:
    """Median milliseconds of a search and how many snippets it finds."""
    times, total = [], 0
    for _ in range(runs):
        start = time.perf_counter()
        total = search(conn, query, sort=sort, longest=120).total
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), total


def main() -> None:
    """Build or open the archive, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", type=int, nargs="?", default=100_000, help="snippets (default: 100,000)")
    parser.add_argument("--keep", type=Path, help="the file of the archive: made if missing, and kept")
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.keep or Path(folder) / "bench.db"
        if not path.exists():
            start = time.perf_counter()
            with closing(sqlite3.connect(path)) as conn:
                fill(conn, given.size)
            print(f"built in {time.perf_counter() - start:.0f} s")
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as conn:
            conn.execute(f"pragma mmap_size = {MAPPED}")  # as commands do
            (size,) = conn.execute("select count(*) from snippets").fetchone()
            print(f"{size:,} snippets, {path.stat().st_size / 1e6:,.0f} MB, SQLite {sqlite3.sqlite_version}")
            print(f"{'':34} {'found':>10} {'relevance':>12} {'newest':>12}")
            for label, query in questions(conn, size):
                by_relevance, total = measure(conn, query, "relevance", given.runs)
                by_date, _ = measure(conn, query, "newest", given.runs)
                print(f"{label:34} {total:>10,} {by_relevance:>9.1f} ms {by_date:>9.1f} ms")


if __name__ == "__main__":
    main()
