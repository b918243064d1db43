"""What is offered for a mistyped name: `python tests/bench/near_names.py ARCHIVE.db`.

Takes names of entities of an archive, the whole or a surname or other word of it, with one letter left out, replaced,
or swapped with its neighbour, where no entity answers to that. Prints for several thresholds of likeness how often the
right name is offered (of eight, and of the three that a search shows), how many are offered, and which share of these
is silly: more than two letters from what was typed, in all of its names and their words.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import string
import time
from contextlib import closing
from unittest.mock import patch

from rapidfuzz.distance import OSA

from archive.store import lookup
from archive.text.folding import fold

TYPED = 200
LIKENESSES = (0.6, 0.7, 0.75, 0.8, 0.85)
FAR = 2


def mistyped(name: str, rng: random.Random) -> str:
    """A name with one error."""
    at = rng.randrange(len(name) - 1)
    return rng.choice(
        (
            name[:at] + name[at + 1 :],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            name[:at] + rng.choice(string.ascii_lowercase) + name[at + 1 :],
        )
    )


def errors(conn: sqlite3.Connection, rng: random.Random) -> list[tuple[str, int]]:
    """What is typed, and the number of the entity that was meant."""
    named = conn.execute("select id, name from entities where mention_count > 0 and length(name) > 4").fetchall()
    found: list[tuple[str, int]] = []
    while len(found) < TYPED:
        number, name = rng.choice(named)
        part = rng.choice((name, name.split()[-1]))
        typed = mistyped(part, rng) if len(part) > 4 else ""
        if typed and not lookup.find(conn, typed):
            found.append((typed, number))
    return found


def is_silly(conn: sqlite3.Connection, typed: str, number: int) -> bool:
    """Whether nothing that an entity is called is like what was typed."""
    known = conn.execute(
        "select name from entities where id = ?1 union select alias from aliases where entity_id = ?1", [number]
    )
    forms = [form for (name,) in known for form in (name, *name.split())]
    return all(OSA.distance(fold(typed), fold(form)) > FAR for form in forms)


def main() -> None:
    """Ask and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive")
    with closing(sqlite3.connect(f"file:{parser.parse_args().archive}?mode=ro", uri=True)) as conn:
        asked = errors(conn, random.Random(20241025))
        print(f"{'likeness':>8}{'of 8':>8}{'of 3':>8}{'offered':>9}{'silly':>8}{'median':>10}")
        for likeness in LIKENESSES:
            right, first, offered, silly, times = 0, 0, 0, 0, []
            with patch.object(lookup, "LIKENESS", likeness):
                for typed, number in asked:
                    start = time.perf_counter()
                    found = [one.id for one in lookup.nearest(conn, typed)]
                    times.append((time.perf_counter() - start) * 1000)
                    right += number in found
                    first += number in found[:3]
                    offered += len(found)
                    silly += sum(is_silly(conn, typed, one) for one in found)
            print(
                f"{likeness:>8}{right / TYPED:>8.0%}{first / TYPED:>8.0%}{offered / TYPED:>9.1f}"
                f"{silly / max(1, offered):>8.0%}{statistics.median(times):>7.1f} ms"
            )


if __name__ == "__main__":
    main()
