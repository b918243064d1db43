"""Labels news texts with a recogniser of names, for another one to learn from.

    python tests/bench/names_silver.py CORPUS.jsonl.gz OUT.iob2.gz [--by gliner:MODEL]

The corpus is one of `names_sets.py`, a text a line. Any recogniser of the package will do: the larger it is, the more
there is to learn from it. With `--by crf` the model that ships teaches the next one what it knows. Before each text
stands the chance of its doubtfulest name, for the trainer to choose by.
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING

from archive.extract.names import recogniser
from archive.text.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from archive.types import NameSpan

_TAGS = {"person": "PER", "organisation": "ORG", "place": "LOC"}
_BATCH = 400


def labelled(text: str, spans: Iterable[NameSpan]) -> Iterator[str]:
    """The lines of a text: the chance of its doubtfulest name, then a token with its tag each."""
    spans = list(spans)
    yield f"# confidence {min((span.score for span in spans), default=1.0):.3f}"
    words, starts, stops = tokenise(text)
    for word, start, stop in zip(words, starts, stops, strict=True):
        span = next((span for span in spans if span.start < stop and start < span.stop), None)
        tag = "O" if span is None else f"{'B' if start <= span.start else 'I'}-{_TAGS[span.kind]}"
        yield f"{word}\t{tag}"
    yield ""


def main() -> None:
    """Labels a corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="gzipped JSON Lines with `text`")
    parser.add_argument("out", type=Path, help="gzipped IOB2 to write")
    parser.add_argument(
        "--by", help="the recogniser that labels: hybrid (if left out), crf, gliner:MODEL, spacy:PIPELINE"
    )
    options = parser.parse_args()
    teacher = recogniser(options.by)
    with gzip.open(options.corpus, "rt", encoding="utf-8") as stream:
        texts: Sequence[str] = list(dict.fromkeys(json.loads(line)["text"] for line in stream))
    with gzip.open(options.out, "wt", encoding="utf-8") as out:
        for at in range(0, len(texts), _BATCH):
            batch = texts[at : at + _BATCH]
            for text, spans in zip(batch, teacher.find(batch), strict=True):
                out.writelines(f"{line}\n" for line in labelled(text, spans))


if __name__ == "__main__":
    main()
