"""Precision and recall of authors: fields as pages and feeds have them, against the people whom a person reads there.

    python tests/bench/authors_quality.py LABELS.jsonl [--errors]

Each line of the file is `{"field": "By Jane Roe, Associated Press", "people": "Jane Roe"}`, with commas between
several people and an empty string for nobody. A name counts as found where it is the same but for case and accents.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from archive.normalise.people import tidy_author
from archive.text.folding import fold


def names(people: str | None) -> set[str]:
    """The people of a column, each as it is compared."""
    return {fold(name).strip() for name in (people or "").split(", ") if name.strip()}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--errors", action="store_true", help="print each field that is read otherwise")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.labels.read_text("utf-8").splitlines() if line.strip()]
    right = found = wanted = same = 0
    for row in rows:
        got = tidy_author(row["field"])[0]
        ours, theirs = names(got), names(row["people"])
        right, found, wanted = right + len(ours & theirs), found + len(ours), wanted + len(theirs)
        same += ours == theirs
        if options.errors and ours != theirs:
            print(f"{row['field']!r}: {got!r}, not {row['people']!r}")
    precision, recall = right / max(1, found), right / max(1, wanted)
    print(f"{len(rows)} fields, {same / max(1, len(rows)):.1%} read right")
    print(f"people: precision {precision:.3f} ({right} of {found}), recall {recall:.3f} ({right} of {wanted})")


if __name__ == "__main__":
    main()
