"""How well date expressions are found and resolved, and how fast.

    python tests/bench/dates_quality.py LABELLED [MORE…] [--part even] [--news] [--errors] [--corpus TEXTS.jsonl.gz]

What labelled sets look like tells `dates_sets.py`; a folder stands for the files in it, TimeML and specifications of
Recognizers-Text among them. Each labelled expression is exact (an overlapping span has its value), near (its
value holds the labelled one or lies in it: `1988` for a quarter of 1988, a range of which only one end is labelled),
wrong or missed; what is found where nothing is labelled is extra. Prints these, precision, recall and F1 of
exact spans, F1 of span and value together, and snippets a second of CPU.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from dates_sets import Days, Labelled, of_news, read_sets

from archive.extract.dates.expressions import Anchor, find_dates
from archive.extract.dates.prefixdate import bounds

if TYPE_CHECKING:
    from archive.types import DateSpan


def share(part: int, whole: int) -> float:
    """A ratio that is 0 where there is nothing to divide by."""
    return part / whole if whole else 0.0


def judge(record: Labelled) -> list[tuple[str, str]]:
    """What becomes of each expression of a text, labelled or found, and what to show of it."""
    found = find_dates(record.text, Anchor(record.date))
    verdicts: list[tuple[str, str]] = []
    taken: set[int] = set()
    for label in record.labels:
        over = [s for s in found if s.start < label.stop and label.start < s.stop]
        taken.update(s.start for s in over)
        if not label.values:
            continue
        days = [bounds(s.value) for s in over]
        is_exact = len(over) == 1 and days[0] in label.values
        is_near = bool(over) and all(any(_holds(a, b) or _holds(b, a) for b in label.values) for a in days)
        verdict = "exact" if is_exact else "near" if is_near else "wrong" if over else "missed"
        wanted = "/".join(map(str, label.values[0]))
        verdicts.append((verdict, f"[{record.text[label.start : label.stop]}] {wanted} got {_shown(over)}"))
        verdicts += [("same span", "")] if [(s.start, s.stop) for s in over] == [(label.start, label.stop)] else []
        if is_exact and (over[0].start, over[0].stop) == (label.start, label.stop):
            verdicts.append(("span and value", ""))
    verdicts += [("extra", _shown([s])) for s in found if s.start not in taken]
    return verdicts


def _holds(outer: Days, inner: Days) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _shown(spans: list[DateSpan]) -> str:
    return ", ".join(f"{s.surface!r} {s.value} ({s.rule})" for s in spans)


def measure(records: list[Labelled], show_errors: bool) -> dict[str, float]:
    """Count over all records, printing the differences if asked to."""
    counts: Counter[str] = Counter()
    for record in records:
        for verdict, shown in judge(record):
            counts[verdict] += 1
            if show_errors and verdict in {"near", "wrong", "missed", "extra"}:
                print(f"{verdict:6} {record.date} {shown}\n       {record.text[:300]}")
    labelled = sum(counts[verdict] for verdict in ("exact", "near", "wrong", "missed"))
    found = labelled - counts["missed"] + counts["extra"]
    return {
        "expressions": labelled,
        "exact": share(counts["exact"], labelled),
        "near": share(counts["near"], labelled),
        "wrong": share(counts["wrong"], labelled),
        "missed": share(counts["missed"], labelled),
        "extra": counts["extra"],
        "precision": share(counts["same span"], found),
        "recall": share(counts["same span"], labelled),
        "span F1": share(2 * counts["same span"], found + labelled),
        "span and value F1": share(2 * counts["span and value"], found + labelled),
    }


def speed(texts: list[tuple[str, str]]) -> float:
    """Snippets a second of CPU, best of three runs."""
    best = float("inf")
    for _ in range(3):
        began = time.process_time()
        for text, date in texts:
            find_dates(text, Anchor(date))
        best = min(best, time.process_time() - began)
    return len(texts) / best if texts else 0.0


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", nargs="+", type=Path)
    parser.add_argument("--part", choices=("even", "odd"), help="one half of each set, the other is kept for the end")
    parser.add_argument("--news", action="store_true", help="of specifications only what news says, too")
    parser.add_argument("--errors", action="store_true", help="print every difference")
    parser.add_argument("--corpus", type=Path, help="dated texts (JSON Lines, gzip) for the speed instead")
    options = parser.parse_args()
    records = [of_news(r) if options.news else r for r in read_sets(options.labelled, options.part)]
    for name, figure in measure(records, options.errors).items():
        print(f"{name:18} {figure:.3f}" if isinstance(figure, float) else f"{name:18} {figure}")
    texts = [(record.text, record.date) for record in records]
    if options.corpus:
        with gzip.open(options.corpus, "rt", encoding="utf-8") as lines:
            texts = [(r["text"], r["date"]) for r in map(json.loads, islice(lines, 0, 140_000, 14))]
    words = sum(len(text.split()) for text, _ in texts) / max(1, len(texts))
    print(f"{'snippets/s':18} {speed(texts):,.0f}  ({len(texts):,} texts of {words:.0f} words)")


if __name__ == "__main__":
    main()
