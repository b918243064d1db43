"""How long a search takes at N snippets: `python tests/bench/search_speed.py 1000000`.

Builds an invented archive of that size straight through the schema in a temporary file (words by Zipf's law, 3.5
mentions a snippet, dates over 24 years in no order of ids, one snippet in ten a variant), asks one question of every
shape, and prints the median time of several runs. `--keep FILE` keeps the archive, or uses it if it is there.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from sqlite_utils import Database
from subjects import word_of_share

from archive.extract.dates.dating import year_month
from archive.resolve.name_keys import entity_key
from archive.search import Sort, search, tune
from archive.store.migrations import migrations
from archive.store.tallies import recount
from archive.types import EntityKind

BATCH = 20_000
VOCABULARY = 100_000
OUTLETS = ("The Harbour Post", "Fenwick Wire", "Daily Lantern", "Northern Courier", "Agence Meridian", "Radio Tallow")
KINDS: tuple[EntityKind, ...] = ("person", "organisation", "place")
SYLLABLES = [a + b for a, b in itertools.product("bdfgklmnprstvz", ("a", "e", "i", "o", "u", "an", "or", "el"))]


def words(count: int, rng: random.Random) -> list[str]:
    """Invented words, all different, the short ones first (as in real languages the frequent are short)."""
    seen: dict[str, None] = {}
    while len(seen) < count:
        size = 2 + (len(seen) > count // 50) + (len(seen) > count // 5)
        seen.setdefault("".join(rng.choices(SYLLABLES, k=size)))
    return list(seen)


def zipf(count: int, exponent: float = 1.0) -> list[float]:
    """Cumulative weights by Zipf's law for `count` ranks."""
    return list(itertools.accumulate(1 / (rank + 2.7) ** exponent for rank in range(count)))


def a_date(rng: random.Random) -> str | None:
    """A prefix date as archives have them: mostly days, some months, years, ranges, and none."""
    day = date(2000, 1, 1) + timedelta(days=rng.randrange(9000))
    roll = rng.random()
    if roll < 0.88:
        return day.isoformat()
    if roll < 0.93:
        return day.isoformat()[:7]
    if roll < 0.95:
        return day.isoformat()[:4]
    if roll < 0.97:
        return f"{day}/{day + timedelta(days=rng.randrange(1, 60))}"
    return None


def entity_names(count: int, vocabulary: list[str]) -> Iterator[tuple[int, str, EntityKind]]:
    """Entities as rows of id, name, kind: two words each, those of low id to be the most frequent."""
    for number in range(1, count + 1):
        first, last = vocabulary[(number * 7) % 5_000], vocabulary[5_000 + number % 40_000]
        yield number, f"{first} {last}".title(), KINDS[number % 3]


def appearances(number: int, outlet: str, dated: str | None, rng: random.Random) -> Iterator[tuple[object, ...]]:
    """Three sightings of a snippet: its own, one in another outlet on that day, one up to a month later."""
    later = dated
    if dated and len(dated) == 10:
        later = (date.fromisoformat(dated) + timedelta(days=rng.choice((1, 1, 2, 3, 30)))).isoformat()
    for source, carrier, day in ((1, outlet, dated), (2, rng.choice(OUTLETS), dated), (3, rng.choice(OUTLETS), later)):
        yield source, number, number, carrier, day, *year_month(day)


def fill(conn: sqlite3.Connection, size: int) -> None:
    """Write an invented archive of `size` snippets, each sighted three times, through the real schema."""
    rng = random.Random(20241025)
    vocabulary = words(VOCABULARY, rng)
    weights = zipf(VOCABULARY)
    entities = list(entity_names(max(300, size // 10), vocabulary))
    entity_ids = [row[0] for row in entities]
    entity_weights = zipf(len(entities))
    migrations.apply(Database(conn))
    conn.execute("insert into bulk_load (is_on) values (1)")
    conn.executemany(
        "insert into sources (id, uri, name, format, sha256, bytes) values (?, '-', '-', 'text', ?, 0)",
        [(number, str(number)) for number in (1, 2, 3)],
    )
    conn.executemany("insert into entities (id, name, kind) values (?, ?, ?)", entities)
    for number, name, kind in entities:
        conn.execute(
            "insert into identities (id, key, kind, name, is_bare, entity_id, placed_id) values (?, ?, ?, ?, 0, ?, ?)",
            (number, entity_key(name, kind), kind, name, number, number),
        )
        written = [name, name.split()[1]] if kind == "person" else [name]
        conn.executemany(
            """insert into aliases (entity_id, alias, origin)
           values (?, ?, 'text')""",
            [(number, each) for each in written],
        )
        if kind == "person":
            conn.execute(
                """insert into short_names (key, kind, identity_id)
               values (?, ?, ?)""",
                (entity_key(written[1], kind), kind, number),
            )
    for low in range(1, size + 1, BATCH):
        ids = range(low, min(low + BATCH, size + 1))
        snippets, mentions = [], []
        for number in ids:
            chosen = rng.choices(vocabulary, cum_weights=weights, k=rng.randrange(20, 45))
            named = rng.choices(entity_ids, cum_weights=entity_weights, k=rng.randrange(0, 8))
            dated = a_date(rng)
            variant = rng.randrange(1, low) if low > 1 and rng.random() < 0.1 else None
            snippets.append(
                (
                    number, " ".join(chosen), rng.choice(OUTLETS), dated, dated and int(dated[:4]),
                    dated and dated[:7], variant, number, rng.random() < 0.1,
                )
            )  # fmt: skip
            mentions += [
                (number, at * 5, at * 5 + 4, "x", entity, "bench", 1.0, entity) for at, entity in enumerate(named)
            ]
        conn.executemany(
            "insert into snippets (id, text, outlet, dated, dated_by, year, month, variant_of, text_hash, is_truncated)"
            " values (?, ?, ?, ?, 'published', ?, ?, ?, ?, ?)",
            snippets,
        )
        conn.executemany(
            """insert into sightings (source_id, position, snippet_id, raw, outlet, dated, dated_by, year, month)
               values (?, ?, ?, '', ?, ?, 'published', ?, ?)""",
            [seen for number, _, outlet, dated, *_ in snippets for seen in appearances(number, outlet, dated, rng)],
        )
        conn.executemany(
            "insert into mentions (snippet_id, start, stop, surface, entity_id, rule, score, identity_id)"
            " values (?, ?, ?, ?, ?, ?, ?, ?)",
            mentions,
        )
        conn.execute(
            "insert into snippets_fts (rowid, title, text)"
            " select id, title, text from snippets where id between ? and ?",
            (ids[0], ids[-1]),
        )
        conn.commit()
    conn.execute(
        "update entities set mention_count = (select count(*) from mentions where entity_id = entities.id),"
        " snippet_count = (select count(distinct snippet_id) from mentions where entity_id = entities.id)"
    )
    conn.execute("update identities set mentions = (select mention_count from entities where id = entity_id)")
    conn.execute("delete from bulk_load")
    recount(conn)
    conn.commit()


def questions(conn: sqlite3.Connection, size: int) -> Iterator[tuple[str, str]]:
    """A question of every shape, with a name for it."""
    common, second = word_of_share(conn, 0.08, size), word_of_share(conn, 0.05, size)
    rare = word_of_share(conn, 100 / size, size)
    names = dict(
        conn.execute("select id, kind || ':\"' || name || '\"' from entities where id in (1, 2, 3, 100, 5000)")
    )
    named = {number: name.replace("organisation:", "org:") for number, name in names.items()}
    yield "common word (8 %)", common
    yield "two common words", f"{common} {second}"
    yield "rare word (100 hits)", rare
    yield "phrase of common words", f'"{common} {second}"'
    yield "near", f"NEAR({common} {second}, 3)"
    yield "prefix of a middling word", f"{word_of_share(conn, 0.002, size)[:-1]}*"
    yield "OR", f"{common} OR {rare}"
    yield "word but not another", f"{common} -{second}"
    yield "frequent entity (11 %)", named[1]
    yield "middling entity", named[100]
    yield "rare entity", named[5000] if 5000 in named else named[100]
    yield "frequent entity + common word", f"{named[1]} {common}"
    yield "frequent entity + rare word", f"{named[1]} {rare}"
    yield "middling entity + common word", f"{named[100]} {common}"
    yield "two frequent entities", f"{named[1]} {named[2]}"
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
                conn.executescript("pragma synchronous = off; pragma journal_mode = off; pragma cache_size = -200000")
                fill(conn, given.size)
            print(f"built in {time.perf_counter() - start:.0f} s")
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as conn:
            tune(conn)
            (size,) = conn.execute("select count(*) from snippets").fetchone()
            print(f"{size:,} snippets, {path.stat().st_size / 1e6:,.0f} MB, SQLite {sqlite3.sqlite_version}")
            print(f"{'':34} {'found':>10} {'relevance':>12} {'newest':>12}")
            for label, query in questions(conn, size):
                by_relevance, total = measure(conn, query, "relevance", given.runs)
                by_date, _ = measure(conn, query, "newest", given.runs)
                print(f"{label:34} {total:>10,} {by_relevance:>9.1f} ms {by_date:>9.1f} ms")


if __name__ == "__main__":
    main()
