"""How well pasted pages are read: stories found, and headline, deck, author, day, outlet and address of each.

    python tests/bench/pasted_quality.py FOLDER [FOLDER ...] [--show]

A folder holds pages as `NAME.txt`, each with `NAME.expected.jsonl`: in the first line the day of capture
(`{"captured": "2024-10-25"}`), then a line a story with the keys that `FIELDS` names; what a story lacks is left out.
Prints for each page how many stories are one snippet under their headline, how many snippets are none of them, and
for each field how many of the stories have it right (nothing where nothing is expected is right too).
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from archive.ingest import ingest
from archive.runs import IngestOptions, Progress
from archive.store.database import close_archive, open_archive

FIELDS = ("deck", "author", "day", "outlet", "url")
_AND = re.compile(r"\s*(?:,|&|\b(?:and|und|et|y|e|i|та|и)\b)\s*")


def expected_of(page: Path) -> tuple[str, list[dict[str, str]]]:
    """The day of capture and the stories of a page, as its second file tells them."""
    lines = [json.loads(line) for line in page.with_suffix(".expected.jsonl").read_text(encoding="utf-8").splitlines()]
    return lines[0]["captured"], lines[1:]


def stories_of(page: Path, captured: str) -> list[dict[str, str]]:
    """The snippets that ingesting a page gives, with the keys of the expected stories."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.db"
        db = open_archive(file, create=True)
        ingest(db, [str(page)], IngestOptions(captured=captured, names="rules"), lambda problem: None, Progress())
        close_archive(db)
        with sqlite3.connect(file) as conn:
            conn.row_factory = sqlite3.Row
            rows = [dict(row) for row in conn.execute("select * from snippets order by id")]
    return [_story(row) for row in rows]


def _story(row: dict[str, Any]) -> dict[str, str]:
    day = row["dated"] if row["dated_by"] != "captured" else None
    story = {
        "headline": row["title"] or row["text"],
        "deck": row["text"] if row["title"] else None,
        "author": row["author"],
        "day": day,
        "outlet": row["outlet"],
        "url": row["url"],
    }
    return {key: value for key, value in story.items() if value}


def _same(field: str, left: str | None, right: str | None) -> bool:
    if field == "author" and left and right:
        return _AND.split(left) == _AND.split(right)
    if left and right and left.endswith("...") != right.endswith("..."):
        return left.rstrip(". …") == right.rstrip(". …")
    return left == right


def score(found: list[dict[str, str]], expected: list[dict[str, str]], say: Any = None) -> Counter[str]:
    """Count what is right of a page's stories."""
    counts: Counter[str] = Counter(stories=len(expected), snippets=len(found))
    by_headline = {story["headline"]: story for story in reversed(found)}
    for story in expected:
        got = by_headline.pop(story["headline"], None)
        if got is None:
            if say:
                say(f"  missing: {story['headline']}")
            continue
        counts["found"] += 1
        for field in FIELDS:
            is_right = _same(field, story.get(field), got.get(field))
            counts[field] += is_right
            if say and not is_right:
                say(f"  {field} of {story['headline'][:40]!r}: {got.get(field)!r} for {story.get(field)!r}")
    counts["others"] = len(found) - counts["found"]
    if say:
        for headline in by_headline:
            say(f"  no story: {headline}")
    return counts


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--show", action="store_true", help="print what is wrong")
    options = parser.parse_args()
    pages = [page for folder in options.folders for page in sorted(folder.glob("*.txt"))]
    if not pages:
        sys.exit("there are no pages (*.txt)")
    columns = ("stories", "found", "others", *FIELDS)
    print(f"{'page':28}" + "".join(f"{name:>9}" for name in columns))
    total: Counter[str] = Counter()
    for page in pages:
        captured, expected = expected_of(page)
        counts = score(stories_of(page, captured), expected, print if options.show else None)
        total += counts
        print(f"{page.stem:28}" + "".join(f"{counts[name]:9}" for name in columns))
    print(f"{'all':28}" + "".join(f"{total[name]:9}" for name in columns))


if __name__ == "__main__":
    main()
