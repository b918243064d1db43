"""How well date expressions are found and resolved, and how fast.

    python tests/bench/dates_quality.py LABELLED.jsonl [MORE…] [--errors] [--corpus TEXTS.jsonl.gz]

Labelled lines are `{"text", "date", "dates": [{"start", "stop", "surface", "value"}]}`; `date` is the day of
publication. A folder stands for the `.jsonl` files in it. Prints precision, recall and F1 of exact spans, the share
of right values among them, F1 of span and value together, and snippets a second on one core.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from archive.extract.dates.expressions import Anchor, find_dates


def labelled(paths: list[Path]) -> Iterator[dict[str, Any]]:
    """The labelled records of files and folders."""
    for path in paths:
        for file in sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]:
            with file.open(encoding="utf-8") as lines:
                yield from (json.loads(line) for line in lines if line.strip())


def share(part: int, whole: int) -> float:
    """A ratio that is 0 where there is nothing to divide by."""
    return part / whole if whole else 0.0


def measure(records: list[dict[str, Any]], show_errors: bool) -> dict[str, float]:
    """Count exact spans and values over all records, printing the differences if asked to."""
    counts: Counter[str] = Counter()
    for record in records:
        gold = {(d["start"], d["stop"]): d["value"] for d in record["dates"]}
        found = {(s.start, s.stop): s for s in find_dates(record["text"], Anchor(record["date"]))}
        counts["gold"] += len(gold)
        counts["found"] += len(found)
        for place in sorted(gold.keys() | found.keys()):
            value = found[place].value if place in found else None
            counts["span"] += place in gold and place in found
            counts["value"] += place in gold and value == gold[place]
            if show_errors and value != gold.get(place):
                start, stop = place
                around = f"{record['text'][max(0, start - 50) : start]}[{record['text'][start:stop]}]"
                print(f"{record['date']}  gold {gold.get(place)}  found {value}  …{around}")
    precision, recall = share(counts["span"], counts["found"]), share(counts["span"], counts["gold"])
    return {
        "expressions": counts["gold"],
        "precision": precision,
        "recall": recall,
        "span F1": share(2 * counts["span"], counts["found"] + counts["gold"]),
        "value accuracy": share(counts["value"], counts["span"]),
        "span and value F1": share(2 * counts["value"], counts["found"] + counts["gold"]),
    }


def speed(texts: list[tuple[str, str]]) -> float:
    """Snippets a second, best of three runs."""
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        for text, date in texts:
            find_dates(text, Anchor(date))
        best = min(best, time.perf_counter() - began)
    return share(len(texts), 1) / best if texts else 0.0


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true", help="print every difference")
    parser.add_argument("--corpus", type=Path, help="dated texts (JSON Lines, gzip) for the speed instead")
    options = parser.parse_args()
    records = list(labelled(options.labelled))
    for name, figure in measure(records, options.errors).items():
        print(f"{name:18} {figure:.3f}" if isinstance(figure, float) else f"{name:18} {figure}")
    texts = [(record["text"], record["date"]) for record in records]
    if options.corpus:
        with gzip.open(options.corpus, "rt", encoding="utf-8") as lines:
            texts = [(r["text"], r["date"]) for r in map(json.loads, islice(lines, 0, 140_000, 14))]
    words = sum(len(text.split()) for text, _ in texts) / max(1, len(texts))
    print(f"{'snippets/s':18} {speed(texts):,.0f}  ({len(texts):,} texts of {words:.0f} words)")


if __name__ == "__main__":
    main()
