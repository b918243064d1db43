"""Bakes archive/data/common_words.txt: the words that a capital letter alone does not make a name.

    python tests/bench/bake_words.py CORPUS.jsonl.gz [--out archive/data/common_words.txt]

Counts every word of a corpus of snippets (JSON Lines with a `text` each, plain or gzipped) in lower case, and
with a capital where no sentence starts. A word that is written small in a quarter of those places is common; one
that is also often written large ("National", "Supreme") is marked with a plus: it may open a name.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WORD = re.compile(r"[^\W\d_]+(?:[-'](?!s\b)[^\W\d_]+)*")
TABLE = Path(__file__).parents[2] / "archive" / "data" / "common_words.txt"
LEAST = 2  # a word seen once in lower case may be a slip
COMMON = 0.25
PLAIN = 0.8


def texts(path: Path) -> Iterator[str]:
    """The texts of a corpus, one by one."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def count(corpus: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """How often each word stands in lower case, and how often with a capital inside a sentence."""
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    for raw in corpus:
        text = raw.replace("’", "'")
        for match in WORD.finditer(text):
            word = match[0]
            if word.islower():
                small[word] += 1
            elif word[0].isupper() and not word.isupper() and _is_inside_sentence(text, match.start()):
                large[word.lower()] += 1
    return small, large


def _is_inside_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 2) : start]
    return len(before) == 2 and before[1] == " " and (before[0].isalnum() or before[0] == ",")


def table(small: Counter[str], large: Counter[str]) -> list[str]:
    """The lines of the table, sorted."""
    lines = []
    for word, times in small.items():
        share = times / (times + large[word])
        if times >= LEAST and len(word) > 1 and share >= COMMON:
            lines.append(word if share >= PLAIN else f"{word} +")
    return sorted(lines)


def main() -> None:
    """Reads a corpus and writes the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=TABLE)
    options = parser.parse_args()
    lines = table(*count(texts(options.corpus)))
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} words, {options.out.stat().st_size} bytes: {options.out}")


if __name__ == "__main__":
    main()
