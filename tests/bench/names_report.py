"""All figures on names in one table: how good, how fast, each beside its goal.

    python tests/bench/names_report.py [--teasers FILE…] [--iob2 FOLDER…] [--articles FOLDER…] [--seed PAGE]
        [--corpus FILE] [--texts N]

Without arguments it looks for the folder of real inputs beside the clone (../shared). Teasers are JSON Lines with
`{"text", "date", "mentions": [{"start", "stop", "surface", "kind", "entity"}]}`, the corpus `{"text", "date"}` (both
may be gzipped). IOB2 sets follow conventions of their own, so they score lower with names that follow ours; their goal
is for recent agency news, and is shown only beside sets that are named with --iob2.

Speed is measured in seconds of one core, so that what else runs on the machine counts for little. A blank English
spaCy pipeline with an untrained recogniser of names runs in turn with ours, on the same texts.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import firms_quality
import linking_quality
import same_names
from names_iob2 import KINDS as LABELS
from names_iob2 import files, labelled
from names_quality import KINDS, Tally
from names_seed import score

from archive.annotate import LEAST, SURE, contents
from archive.extract.dates.dating import Captured, ItemText, date_items
from archive.extract.names import recogniser
from archive.resolve import resolve_snippet
from archive.text.tokens import tokenise

SHARED = Path(__file__).resolve().parents[3] / "shared"
_CHUNK = 1000  # texts are taken as ingest takes them
_WORDS = 30
_ROUNDS = 3
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
_PROBE = """
import json, sys
texts = ["Mara Velden left Kestrel Bay on Monday."]
if len(sys.argv) > 1:
    texts = json.load(open(sys.argv[1], encoding="utf-8"))
from archive.extract.names import recogniser
for at in range(0, len(texts), 1000):
    recogniser().find(texts[at : at + 1000])
"""
_STATUS = Path("/proc/self/status")  # Linux; what getrusage tells of a child includes its parent
_PEAK = f"""
print(next(line.split()[1] for line in open("{_STATUS}") if line.startswith("VmHWM")))
"""


class Row(NamedTuple):
    """A line of the table."""

    what: str
    figure: float
    goal: float | None = None
    unit: str = ""
    is_less_better: bool = False

    def __str__(self) -> str:
        shown = f"{self.figure:,.3f}" if self.figure < 100 else f"{self.figure:,.0f}"
        if self.goal is None:
            return f"{self.what:58} {shown:>10} {self.unit}".rstrip()
        is_met = self.figure <= self.goal if self.is_less_better else self.figure >= self.goal
        goal = f"{'≤' if self.is_less_better else '≥'} {self.goal:,g}"
        return f"{self.what:58} {shown:>10} {self.unit:11} {goal:>10}  {'met' if is_met else 'MISSED'}"


def lines_of(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file of JSON Lines."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as stream:
        yield from (json.loads(line) for line in stream if line.strip())


def f1(right: int, found: int, gold: int) -> float:
    """F1 of counts."""
    return 2 * right / (found + gold) if found + gold else 0.0


def teasers(path: Path, errors: list[str]) -> Iterator[Row]:
    """Strict spans with kinds, and entities, of labelled teasers."""
    tally = Tally()
    for line in lines_of(path):
        tally.add(line)
    errors += sorted(tally.mistakes)
    goals = {"organisation": 0.94}
    for kind in KINDS:
        figure = f1(tally.right[kind], tally.found[kind], tally.gold[kind])
        yield Row(f"{path.name}: {kind}, F1", figure, goals.get(kind))
    figure = f1(tally.right.total(), tally.found.total(), tally.gold.total())
    yield Row(f"{path.name}: all, F1 ({tally.gold.total()} mentions)", figure, 0.955)
    yield Row(f"{path.name}: right entity", tally.entities["right"] / max(1, tally.entities.total()), 0.98)


def iob2(path: Path, goal: float | None) -> Iterator[Row]:
    """Exact spans of an IOB2 file, by kind and together."""
    right, found, gold = (dict.fromkeys(KINDS, 0) for _ in range(3))
    sentences = labelled(path)
    for at in range(0, len(sentences), _CHUNK):
        chunk = sentences[at : at + _CHUNK]
        for (_, spans), names in zip(chunk, recogniser().find([each.text for each in chunk]), strict=True):
            ours = {(name.start, name.stop, str(name.kind)) for name in names}
            for counts, those in ((right, ours & spans), (found, ours), (gold, spans)):
                for _, _, kind in those:
                    counts[kind] += 1
    parts = [f"{label} {f1(right[kind], found[kind], gold[kind]):.3f}" for label, kind in LABELS.items()]
    total = [sum(counts.values()) for counts in (right, found, gold)]
    yield Row(f"{path.name}: F1 ({', '.join(parts)})", f1(*total), goal)


def linking(folders: Sequence[Path]) -> Iterator[Row]:
    """Who is meant: firms with namesakes, persons under two names, and bare surnames in folders of articles."""
    every = firms_quality.sentences()
    for what, told in (("alone", firms_quality.alone(every)), ("in an archive", firms_quality.in_archive(every))):
        right = sum(each.is_right(kind, entity) for each, kind, entity in told)
        yield Row(f"firms and their namesakes, {what} ({len(told)})", right / len(told), 0.95)
    for path in (same_names.PAIRS, same_names.UNSEEN):
        pairs = same_names.read(path)
        for is_told, words in ((False, "in bare sentences"), (True, "with title and place")):
            found = same_names.outcomes(pairs, told=is_told, together=False)
            joined = Counter(row["same"] for row, outcome in zip(pairs, found, strict=True) if outcome == "joined")
            of = Counter(row["same"] for row in pairs)
            yield Row(f"{path.name}: same person joined, {words} ({of[True]})", joined[True] / of[True], 0.85)
            yield Row(f"{path.name}: two merged, {words} ({of[False]})", joined[False] / of[False], 0.005, "", True)
    counted, _ = linking_quality.measure([linking_quality.articles(folders)] if folders else (), errors=False)
    for sort in sorted({sort for sort, _ in counted}):
        of_sort = sum(count for (one, _), count in counted.items() if one == sort)
        yield Row(f"bare surnames, {sort} ({of_sort})", counted[sort, "agrees"] / of_sort, 0.98)


def seconds(work: Callable[[], object]) -> float:
    """Seconds of processor time that a piece of work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def chunks(texts: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Parts of a list, as large as ingest takes them."""
    return (texts[at : at + _CHUNK] for at in range(0, len(texts), _CHUNK))


def finding(texts: Sequence[str]) -> None:
    """Find the names of texts."""
    for chunk in chunks(texts):
        recogniser().find(chunk)


def dated(lines: Sequence[dict[str, Any]]) -> Iterator[list[tuple[str, str | None]]]:
    """Texts with their own dates, after reading their date expressions, as ingest reads them."""
    state = None
    for chunk in chunks(lines):
        items = [ItemText(line["text"], None, line.get("date"), None) for line in chunk]
        found, state = date_items(items, Captured("2024-01-01", "option"), state)
        yield [(item.text, each.dated) for item, each in zip(items, found, strict=True)]


def dating(lines: Sequence[dict[str, Any]]) -> None:
    """Dates of texts alone."""
    for _ in dated(lines):
        pass


def naming(dated_texts: Sequence[Sequence[tuple[str, str | None]]]) -> None:
    """Names (doubtful ones too) and entities of texts whose days are known, by the functions that ingest uses."""
    for chunk in dated_texts:
        found = recogniser().find([text for text, _ in chunk], least=LEAST)
        for (text, day), spans in zip(chunk, found, strict=True):
            sure = [span for span in spans if span.score >= SURE]
            resolve_snippet(text, sure, dated=day)
            if len(sure) < len(spans):
                resolve_snippet(text, spans, dated=day)


def resolving(lines: Sequence[dict[str, Any]]) -> None:
    """The same, and their days."""
    naming(list(dated(lines)))


def extracting(lines: Sequence[dict[str, Any]]) -> None:
    """All that ingest extracts from texts."""
    for chunk in dated(lines):
        contents(recogniser(), chunk)


def untrained_spacy() -> Callable[[Sequence[str]], None] | None:
    """A pipeline of similar kind with random weights; None where spaCy is missing."""
    if importlib.util.find_spec("spacy") is None:
        return None
    import spacy

    nlp: Any = spacy.blank("en")
    for label in ("PERSON", "ORG", "GPE"):
        (nlp.get_pipe("ner") if nlp.has_pipe("ner") else nlp.add_pipe("ner")).add_label(label)
    nlp.initialize()

    def find(texts: Sequence[str]) -> None:
        for doc in nlp.pipe(texts, batch_size=256):
            list(doc.ents)

    return find


def speed(lines: Sequence[dict[str, Any]]) -> Iterator[Row]:
    """Tokens and snippets a second, the first half of the texts for warming up."""
    half = len(lines) // 2
    warming, measured = lines[:half], lines[half:]
    texts = [line["text"] for line in measured]
    tokens = sum(len(tokenise(text).words) for text in texts)
    snippets = sum(len(text.split()) for text in texts) / _WORDS
    finding([line["text"] for line in warming])
    new = seconds(lambda: finding(texts))
    theirs = untrained_spacy()
    if theirs is not None:
        theirs(texts[:_CHUNK])
    again, others = [], []
    for _ in range(_ROUNDS):
        again.append(seconds(lambda: finding(texts)))
        if theirs is not None:
            others.append(seconds(lambda: theirs(texts)))
    yield Row("recogniser, warm, texts not met before", tokens / new, 200_000, "tokens/s")
    yield Row("recogniser, warm, the same texts again", tokens / min(again), 200_000, "tokens/s")
    if others:
        yield Row("spaCy, blank English and untrained NER, same texts", tokens / min(others), None, "tokens/s")
        yield Row("ours is so many times as fast", min(others) / min(again), None, "times")
    naming(list(dated(warming)))
    known = list(dated(measured))
    cost = seconds(partial(naming, known))
    yield Row("names and resolving, new texts", 1000 * cost / len(measured), 0.35, "ms a snippet", True)
    for what, work, goal in (
        ("dates alone", dating, None),
        ("names, dates, resolving", resolving, 4000),
        ("the same and quotations", extracting, None),
    ):
        work(warming)
        times = [seconds(partial(work, measured)) for _ in range(_ROUNDS)]
        yield Row(f"{what}, new texts", snippets / times[0], goal, "snippets/s")
        yield Row(f"{what}, the same again", snippets / min(times), goal, "snippets/s")


def start(texts: Sequence[str]) -> Iterator[Row]:
    """What a fresh process needs until it has found its first names: time and memory."""
    bare = min(_run("pass") for _ in range(5))
    ours = min(_run(_PROBE) for _ in range(5))
    yield Row("start-up: import, load, first names", ours.seconds - bare.seconds, 0.3, "s", True)
    if not _STATUS.exists():
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.json"
        path.write_text(json.dumps(list(texts)), encoding="utf-8")
        for what, arguments in (("first names", ()), (f"{len(texts):,} texts", (str(path),))):
            peak = int(_run(_PROBE + _PEAK, *arguments).printed) / 1024
            yield Row(f"memory of a process after {what}, peak", peak, None, "MB")


class Run(NamedTuple):
    """A fresh process that has ended."""

    seconds: float
    printed: str


def _run(code: str, *arguments: str) -> Run:
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return Run(time.perf_counter() - began, done.stdout)


def one_core() -> None:
    """Start anew with one thread a library, and stay on one core where the system lets us."""
    if any(os.environ.get(name) != "1" for name in _THREADS):
        os.environ.update(dict.fromkeys(_THREADS, "1"))
        os.execv(sys.executable, [sys.executable, *sys.argv])
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def options() -> argparse.Namespace:
    """What to measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--teasers", type=Path, nargs="*", default=[SHARED / "ner/teasers/dev.jsonl"])
    parser.add_argument("--iob2", type=Path, nargs="*", help="files or folders; left out, those that lie beside")
    parser.add_argument("--articles", type=Path, nargs="*", default=[], help="folders of articles, for bare surnames")
    parser.add_argument("--seed", type=Path, default=SHARED / "seed", help="the page of seed_names.csv")
    parser.add_argument("--corpus", type=Path, default=SHARED / "corpus/current-events-2002-2023.jsonl.gz")
    parser.add_argument("--texts", type=int, default=20_000, help="texts of the corpus to run; 0: no speed")
    parser.add_argument("--errors", action="store_true", help="list the mistakes in teasers too")
    return parser.parse_args()


def main() -> None:
    """Measure, print each line as it comes, and then the mistakes."""
    given = options()
    one_core()
    mistakes: list[str] = []
    sets, goal = (given.iob2, 0.87) if given.iob2 is not None else ([SHARED / "ner/dev"], None)
    paths = [*given.teasers, *sets, given.seed, *([given.corpus] if given.texts else [])]
    for path in paths:
        if not path.exists():
            print(f"{path}: not here, left out")

    def show(rows: Iterator[Row]) -> None:
        for row in rows:
            print(row, flush=True)

    for path in filter(Path.exists, given.teasers):
        show(teasers(path, mistakes))
    for path in files(list(filter(Path.exists, sets))):
        show(iob2(path, goal))
    show(linking(given.articles))
    if given.seed.exists():
        page = score(given.seed)
        show(iter([Row(f"seed: mentions with kind, F1 ({page.gold} mentions)", page.f1(page.spans))]))
        show(iter([Row("seed: mentions with kind and entity, F1", page.f1(page.right), 0.95)]))
        print("\n".join(f"    {mistake}" for mistake in page.mistakes))
    if given.texts and given.corpus.exists():
        lines = list(lines_of(given.corpus))
        random.Random(1).shuffle(lines)
        lines = lines[: given.texts]
        show(start([line["text"] for line in lines]))
        show(speed(lines))
    if given.errors:
        print("\n".join(mistakes))


if __name__ == "__main__":
    main()
