"""Labels a large pile of news with a recogniser of names, for another one to learn from.

    python tests/bench/names_silver.py CORPUS OUT.iob2.gz [--by gliner:MODEL]

The corpus is `corpus.jsonl.gz` of `names_sets.py`, or an IOB2 file in which another model labelled such texts. Any
recogniser of the package will do: the larger it is, the more there is to learn from it. Left out, it is the one that
ships: its rules and gazetteer teach the next model what they know. Before each text stands the chance of its
doubtfulest name, for the trainer to choose by; of a labelled file that chance stays, and so do the events and works
(`MISC`) where the recogniser finds nothing.
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING

from names_examples import KINDS, Span, places, read_iob2, spans_of, written

from archive.extract.names import recogniser
from archive.text.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TAGS = {kind: label for label, kind in KINDS.items()}
_BATCH = 400


def labelled(text: str, spans: Iterable[Span], confidence: float) -> Iterator[str]:
    """The lines of a text: how sure its labels are, then a token with its tag each."""
    spans = list(spans)
    yield f"# confidence {confidence:.3f}"
    words, starts, stops = tokenise(text)
    for word, start, stop in zip(words, starts, stops, strict=True):
        span = next((span for span in spans if span.start < stop and start < span.stop), None)
        tag = "O" if span is None else f"{'B' if start <= span.start else 'I'}-{_TAGS[span.kind]}"
        yield f"{word}\t{tag}"
    yield ""


def corpus_of(path: Path) -> Iterator[tuple[str, float | None, list[Span]]]:
    """Texts, how sure another model is of its labels (None where there are none), and what it holds for no mention."""
    if path.name.endswith(".iob2.gz"):
        for confidence, tagged in read_iob2(path):
            tokens = [token for token, _ in tagged]
            text = written(tokens)
            spans = spans_of(places(text, tokens), [tag for _, tag in tagged])
            yield text, confidence, [span for span in spans if span.kind == "other"]
        return
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for text in dict.fromkeys(json.loads(line)["text"] for line in stream):
            yield text, None, []


def main() -> None:
    """Labels a corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="gzipped JSON Lines with `text`, or gzipped IOB2")
    parser.add_argument("out", type=Path, help="gzipped IOB2 to write")
    parser.add_argument(
        "--by", help="the recogniser that labels: hybrid (if left out), crf, gliner:MODEL, spacy:PIPELINE"
    )
    options = parser.parse_args()
    teacher = recogniser(options.by)
    texts = list(corpus_of(options.corpus))
    with gzip.open(options.out, "wt", encoding="utf-8") as out:
        for at in range(0, len(texts), _BATCH):
            batch = texts[at : at + _BATCH]
            for (text, sure, others), found in zip(batch, teacher.find([each[0] for each in batch]), strict=True):
                names = [Span(span.start, span.stop, span.kind) for span in found]
                free = [o for o in others if all(o.stop <= name.start or name.stop <= o.start for name in names)]
                chance = min((span.score for span in found), default=1.0) if sure is None else sure
                out.writelines(f"{line}\n" for line in labelled(text, [*names, *free], chance))


if __name__ == "__main__":
    main()
