"""The made corpus of the benchmarks: invented news in any number, whose words and names are as unequal as in life.

Words follow Zipf's law, the commonest those of English. So do names, with no end: however many texts there are, new
people, places and bodies turn up (1.4 to a text at first, fewer and fewer); the foremost is in one text of twelve. One
item in seven repeats a text in another outlet or on another day, one in twenty is a cut copy of one.

`write` makes a file to ingest. `fill` writes the rows of snippets, sightings, mentions and entities straight through
the schema, ten times faster, for benchmarks of what reads an archive; dates in texts, quotations and keys of copies are
not among them.
"""

from __future__ import annotations

import itertools
import json
import math
import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from archive.resolve.name_keys import entity_key
from archive.store import name_words
from archive.store.migrations import catch_up
from archive.store.tallies import recount

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from archive.types import EntityKind

SEED = 20241025
BATCH = 20_000
VOCABULARY = 100_000
REPEATED, CUT = 0.15, 0.05
"""Shares of items that are an earlier text again, or a cut copy of one."""
REMEMBERED = 5_000
"""Texts that may be repeated: the last ones."""
OUTLETS = ("The Harbour Post", "Fenwick Wire", "Daily Lantern", "Northern Courier", "Agence Meridian", "Radio Tallow")
SYLLABLES = [a + b for a, b in itertools.product("bdfgklmnprstvz", ("a", "e", "i", "o", "u", "an", "or", "el"))]
FUNCTION_WORDS = (
    "the of to and a in that it is was for on with as be at by this had not are but from or have an they which one "
    "were all their there been if more when will would who so no out up into than only other new some"
).split()
GIVEN = (
    "Ana Otto Carla Peter Maria John Elena Thomas Sofia David Laura Martin Julia Paul Anna Mark Sarah Daniel Irina "
    "James Clara Robert Nina Victor Emma Simon Olga Henry Ruth Oscar Alice Ivan Helen Frank Diana George Marta Alex"
).split()
PLACES = (
    "Rotterdam Kyiv Denmark Brazil London Paris Kenya Japan Berlin Chicago Poland Lagos Madrid Turkey Oslo Vienna "
    "Canada Cairo Athens Seoul Texas Dublin Prague Lima"
).split()
BODIES = ("Harbour Authority", "Workers Union", "Grain Board", "Institute", "Ministry of Trade", "Shipping Company")
DEEDS = ("opened talks on grain in", "denied a report from", "visited the damaged port of", "signed a treaty in")
MONTHS = "Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec.".split()
KINDS: dict[EntityKind, int] = {"person": 400_000, "place": 20_000, "organisation": 100_000}
"""Names of each kind that there are in all: far more than turn up."""


class Naming(NamedTuple):
    """A name in a text."""

    start: int
    surface: str
    kind: EntityKind
    rank: int
    """0 is named most."""


class Item(NamedTuple):
    """One appearance of a text."""

    text: str
    number: int
    """Of the text, from 1."""
    outlet: str
    dated: str | None
    names: tuple[Naming, ...]
    is_new: bool
    cut_of: int | None
    """The number of the text of which this is a copy cut short."""


def word(number: int) -> str:
    """An invented word, the shorter the lower its number."""
    found = ""
    number += len(SYLLABLES)
    while number:
        number, digit = divmod(number, len(SYLLABLES))
        found += SYLLABLES[digit]
    return found


def name(kind: EntityKind, rank: int) -> str:
    """The name of a rank."""
    if kind == "person":
        return f"{GIVEN[rank * 7 % len(GIVEN)]} {word(rank // 2).capitalize()}"
    if kind == "place":
        return PLACES[rank] if rank < len(PLACES) else f"{word(rank).capitalize()}ville"
    return f"{word(rank // len(BODIES)).capitalize()} {BODIES[rank % len(BODIES)]}"


class _Writer:
    """Makes texts, each of a choice of words and names."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.vocabulary = [*FUNCTION_WORDS, *map(word, range(VOCABULARY - len(FUNCTION_WORDS)))]
        self.weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(VOCABULARY)))

    def words(self, least: int, most: int) -> str:
        return " ".join(self.rng.choices(self.vocabulary, cum_weights=self.weights, k=self.rng.randint(least, most)))

    def rank(self, kind: EntityKind) -> int:
        """By Zipf's law: as many of the first ten as of the next ninety."""
        return int(math.exp(self.rng.random() * math.log(KINDS[kind] + 1))) - 1

    def day(self) -> date:
        return date(2000, 1, 1) + timedelta(days=self.rng.randrange(9000))

    def text(self, day: date) -> tuple[str, tuple[Naming, ...]]:
        """A text of a day, with whom it names."""
        rng, names, parts = self.rng, [], [self.words(8, 20).capitalize(), ". "]

        def named(kind: EntityKind, rank: int, surface: str) -> None:
            names.append(Naming(sum(map(len, parts)), surface, kind, rank))
            parts.append(surface)

        person = self.rank("person")
        named("person", person, name("person", person))
        place, body = self.rank("place"), self.rank("organisation")
        parts.append(f" {rng.choice(DEEDS)} ")
        named("place", place, name("place", place))
        parts.append(f" on {MONTHS[day.month - 1]} {day.day}, the ")
        named("organisation", body, name("organisation", body))
        parts.append(" said.")
        if rng.random() < 0.5:
            parts.append(f' "{self.words(4, 9).capitalize()}," ')
            named("person", person, name("person", person).split()[1])
            parts.append(" said.")
        if rng.random() < 0.4:
            parts.append(f" {self.words(3, 8).capitalize()} with ")
            other = self.rank("person")
            named("person", other, name("person", other))
            parts.append(".")
        return "".join(parts), tuple(names)


def items(count: int, seed: int = SEED) -> Iterator[Item]:
    """So many different texts, in all their appearances."""
    made, rng = _Writer(seed), random.Random(seed + 1)
    known: list[Item] = []
    number = 0
    while number < count:
        roll, day, outlet = rng.random(), made.day(), rng.choice(OUTLETS)
        again = rng.choice(known) if known else None
        if again and roll < REPEATED:
            days = timedelta(days=rng.choice((0, 0, 1, 30)))
            later = (date.fromisoformat(again.dated) + days).isoformat() if again.dated else None
            yield again._replace(outlet=outlet, dated=later, is_new=False)
            continue
        number += 1
        if again and again.cut_of is None and roll < REPEATED + CUT:
            text = again.text[: again.text.rindex(" ", 0, len(again.text) * 3 // 4)] + " ..."
            kept = tuple(one for one in again.names if one.start + len(one.surface) < len(text) - 4)
            item = Item(text, number, outlet, again.dated, kept, True, again.number)
        else:
            text, names = made.text(day)
            item = Item(text, number, outlet, day.isoformat() if rng.random() < 0.97 else None, names, True, None)
        known.append(item)
        del known[:-REMEMBERED]
        yield item


def write(path: Path, count: int, seed: int = SEED) -> None:
    """Write so many different texts as JSON Lines."""
    with path.open("w", encoding="utf-8") as file:
        for item in items(count, seed):
            record = {"text": item.text, "outlet": item.outlet, "date": item.dated}
            file.write(json.dumps(record) + "\n")


def fill(conn: sqlite3.Connection, count: int) -> None:
    """Write an archive of so many snippets straight through the schema, into a new file."""
    conn.executescript("pragma synchronous = off; pragma journal_mode = off; pragma cache_size = -200000")
    catch_up(conn)
    conn.execute("insert into bulk_load (is_on) values (1)")
    conn.execute("insert into sources (id, uri, name, format, sha256, bytes) values (1, '-', 'made', 'text', '1', 0)")
    numbers: dict[tuple[EntityKind, int], int] = {}
    every, position = items(count), 0
    while batch := list(itertools.islice(every, BATCH)):
        new = [item for item in batch if item.is_new]
        _insert_entities(conn, numbers, [one for item in new for one in item.names])
        conn.executemany(
            """insert into snippets
                 (id, text, outlet, dated, dated_by, variant_of, text_hash, is_truncated)
               values (?, ?, ?, ?, 'published', ?, ?, ?)""",
            [
                (
                    item.number, item.text, item.outlet, item.dated, item.cut_of, str(item.number),
                    item.cut_of is not None,
                )
                for item in new
            ],
        )  # fmt: skip
        conn.executemany(
            """insert into sighting_rows (source_id, position, snippet_id, raw, outlet, dated, dated_by)
               values (1, ?, ?, '', ?, ?, 'published')""",
            [(position + at, item.number, item.outlet, item.dated) for at, item in enumerate(batch, 1)],
        )
        conn.executemany(
            """insert into mentions (snippet_id, start, stop, surface, entity_id, identity_id, rule, score)
               values (?, ?, ?, ?, ?, ?, 'name', 1.0)""",
            [
                (item.number, one.start, one.start + len(one.surface), one.surface, *[numbers[one.kind, one.rank]] * 2)
                for item in new
                for one in item.names
            ],
        )
        position += len(batch)
    conn.execute("insert into snippets_fts (snippets_fts) values ('rebuild')")
    conn.executescript(_COUNTED)
    recount(conn)
    conn.commit()


def _insert_entities(conn: sqlite3.Connection, numbers: dict[tuple[EntityKind, int], int], named: list[Naming]) -> None:
    """Write those that are new, and number them."""
    new = dict.fromkeys((one.kind, one.rank) for one in named if (one.kind, one.rank) not in numbers)
    numbers.update({one: len(numbers) + at for at, one in enumerate(new, 1)})
    rows = [(numbers[kind, rank], kind, name(kind, rank)) for kind, rank in new]
    keyed = [(number, entity_key(called, kind), kind, called) for number, kind, called in rows]
    conn.executemany("insert into entities (id, kind, name) values (?, ?, ?)", rows)
    conn.executemany(
        """insert into identities (id, key, kind, name, is_bare, entity_id, placed_id)
           values (?1, ?2, ?3, ?4, 0, ?1, ?1)""",
        keyed,
    )
    conn.executemany(
        "insert into aliases (entity_id, alias, origin) values (?, ?, 'text')",
        [(number, alias) for number, kind, called in rows for alias in _aliases(kind, called)],
    )
    name_words.add(conn, ((number, called) for number, _, called in rows))
    conn.executemany(
        "insert into short_names (key, kind, identity_id) values (?, 'person', ?)",
        [(entity_key(called.split()[1], kind), number) for number, kind, called in rows if kind == "person"],
    )


def _aliases(kind: EntityKind, called: str) -> tuple[str, ...]:
    return (called, called.split()[1]) if kind == "person" else (called,)


_COUNTED = """
create temp table named (entity_id integer primary key, mentions, snippets);
insert into named
select entity_id, count(*) as mentions, count(distinct snippet_id) as snippets from mentions group by 1;
update entities
set (mention_count, snippet_count) = (select mentions, snippets from named where entity_id = entities.id)
where id in (select entity_id from named);
update identities set mentions = (select mention_count from entities where entities.id = entity_id);
drop table named;
delete from bulk_load;
"""
