"""Whether one person under two names is joined, and two persons are kept apart: invented pairs, an archive each.

    python tests/bench/same_names.py [PAIRS.jsonl] [--together] [--errors]

A line of the pairs is a JSON object: the names "one" and "other", whether they are the "same" person, the "class" of
the pair, and what each is called and where ("one_as", "other_as": a title and a place). Of each pair an archive is
made of two snippets, first with the names in bare sentences, then with title and place; with --together one archive
of all pairs. Prints for each class how many of the pairs are joined, asked about in `entity review`, or neither.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.annotate import contents
from archive.extract.dates.dating import Dated
from archive.extract.names import recogniser
from archive.store.batch import Chunk, ExtractedItem, NewSource
from archive.store.database import open_archive
from archive.store.review_questions import doubts
from archive.store.write import start_ingest, write_batch
from archive.types import CleanItem

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

PAIRS = Path(__file__).parents[1] / "data" / "same_names" / "dev.jsonl"
UNSEEN = PAIRS.with_name("unseen.jsonl")
BARE = ("On Monday {name} declined to answer question {nth} about the tunnel.", "{name} said no to plan {nth}, too.")
TOLD = (
    "{title} {name} spoke to reporters in {place} on Monday about question {nth}.",
    "In {place}, {title} {name} opened bridge number {nth}.",
)
OUTCOMES = ("joined", "asked", "neither")

Row = dict[str, Any]


def read(path: Path) -> list[Row]:
    """The pairs of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def texts_of(pairs: Sequence[Row], *, told: bool) -> list[str]:
    """Two texts for each pair, one for each name."""
    texts = []
    for nth, row in enumerate(pairs, 1):
        for template, which in zip(TOLD if told else BARE, ("one", "other"), strict=True):
            title, place = row[f"{which}_as"]
            texts.append(template.format(name=row[which], title=title, place=place, nth=nth))
    return texts


def outcomes(pairs: Sequence[Row], *, told: bool, together: bool) -> list[str]:
    """What becomes of each pair."""
    texts = texts_of(pairs, told=told)
    found = contents(recogniser("hybrid"), [(text, "2024-10-24") for text in texts])
    dated = Dated((), "2024-10-24", "published")
    items = [
        ExtractedItem(at % 2 + 1, text, dated, CleanItem(text), key=text, content=content)
        for at, (text, content) in enumerate(zip(texts, found, strict=True))
    ]
    if together:
        return _outcomes(pairs, items, texts)
    return [
        outcome
        for at, row in enumerate(pairs)
        for outcome in _outcomes([row], items[2 * at : 2 * at + 2], texts[2 * at : 2 * at + 2])
    ]


def _outcomes(pairs: Sequence[Row], items: Sequence[ExtractedItem], texts: Sequence[str]) -> list[str]:
    """Write texts, a source each, and look at whom they name."""
    with tempfile.TemporaryDirectory() as folder:
        db = open_archive(Path(folder) / "a.db", create=True)
        ingest_id = start_ingest(db, "bench", "{}")
        chunks = [
            Chunk(NewSource(f"{at}", f"{at}", "text", f"{at}", 0, None, None), (item,), is_last=True)
            for at, item in enumerate(items)
        ]
        write_batch(db, chunks, ingest_id, recogniser)
        asked = {frozenset((each.goes.id, each.stays.id)) for each in doubts(db.conn) if each.stays}
        numbers = [_named(db.conn, *pair) for pair in zip(texts, _names(pairs), strict=True)]
        db.close()
    told = []
    for one, other in zip(numbers[::2], numbers[1::2], strict=True):
        is_joined = one == other and one is not None
        told.append("joined" if is_joined else "asked" if frozenset((one, other)) in asked else "neither")
    return told


def _names(pairs: Sequence[Row]) -> list[str]:
    return [row[which] for row in pairs for which in ("one", "other")]


def _named(conn: sqlite3.Connection, text: str, name: str) -> int | None:
    """The entity whose mention stands where a name does."""
    start = text.index(name)
    row = conn.execute(
        """select m.entity_id from mentions m join snippets s on s.id = m.snippet_id
           where s.text = ? and m.start < ? and m.stop > ? order by m.start""",
        [text, start + len(name), start],
    ).fetchone()
    return row[0] if row else None


def main() -> None:
    """Make the archives and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", nargs="?", type=Path, default=PAIRS)
    parser.add_argument("--together", action="store_true", help="all pairs in one archive")
    parser.add_argument("--errors", action="store_true", help="print the pairs that come out wrong")
    asked = parser.parse_args()
    pairs = read(asked.pairs)
    classes = dict.fromkeys((("different", "same")[row["same"]], row["class"]) for row in pairs)
    for told in (False, True):
        counts: Counter[tuple[str, ...]] = Counter()
        for row, outcome in zip(pairs, outcomes(pairs, told=told, together=asked.together), strict=True):
            is_same = ("different", "same")[row["same"]]
            counts.update([(is_same, row["class"], outcome), (is_same, "all", outcome)])
            if asked.errors and outcome != ("joined" if row["same"] else "neither"):
                print(f"{outcome:<8} {row['class']}: {row['one']} / {row['other']}")
        print(f"\n{'title and place' if told else 'bare sentences':<36}" + "".join(f"{each:>9}" for each in OUTCOMES))
        for is_same, name in (*classes, ("same", "all"), ("different", "all")):
            row_counts = [counts[is_same, name, outcome] for outcome in OUTCOMES]
            share = row_counts[0] / max(1, sum(row_counts))
            print(f"{is_same:<10}{name:<26}" + "".join(f"{each:>9}" for each in row_counts) + f"{share:>9.1%}")


if __name__ == "__main__":
    main()
