"""Trains the recogniser of names from folders of IOB2 files, and prints a model card.

    python tests/bench/train_names.py FOLDER/train --lists FOLDER/raw --silver FILE.iob2.gz
        --corpus FOLDER/corpus.jsonl.gz --dev FOLDER/dev --teasers TEASERS.jsonl --out archive/data/names/model.npz

The folder is one that `names_sets.py` filled; the silver set is made by `names_silver.py`. What is learnt from is
`names_examples`' to say, and how `names_trainer`'s. No sentence that stands in a `--teasers` or `--apart` file is
learnt from, and of the silver ones every fortieth is not, by the checksum of its text: who labels some of those has a
fair judge of the model. Needs scipy beside the package. The same input and seed give the same model.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from names_carriers import filled, listed
from names_examples import (
    Example,
    Marked,
    Span,
    Teacher,
    by_definition,
    disguised,
    names_of,
    places,
    read_iob2,
    renamed,
    spans_of,
    squeeze,
    written,
)
from names_trainer import Trainer, clusters_of, say

from archive.extract.names.crf import CrfRecogniser
from archive.extract.names.crf_model import COARSE, KINDS, Lexicon, Model
from archive.extract.names.hybrid import HybridRecogniser
from archive.gazetteer import load
from archive.text.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archive.extract.names import Recogniser

_WEIGHTS = {"multiner-reports": 0.3, "btc": 0.5, "wnut17": 0.5, "redocred": 0.5}
"""Noisy sets, and such as are written unlike news, count less."""
_DISGUISED = 0.5  # so much does a text in another guise count
_INVENTED = 2.0  # and an invented sentence, before that
_SAME = 0.002  # figures nearer than that are the same
_KEPT = 40  # one silver text in so many is not learnt from
_OPENING = 60  # letters by which a text is known
_LEVELS = (COARSE, 768)
_HEADLINES = 10  # one text in so many is learnt from as a headline too
_DRAWN = 1000  # times that the texts of a set are drawn anew, to tell how sure a figure is
_LISTED = 1500  # so many names of each public list stand in for others

_LICENCES = {
    "btc": "Broad Twitter Corpus (GateNLP), CC BY 4.0",
    "crossner": "CrossNER (Liu et al.), MIT; text of Wikipedia",
    "multiner-reports": "multiNER, government reports, CC0",
    "uner-ewt": "Universal NER, English EWT, CC BY-SA 4.0",
    "uner-pud": "Universal NER, English PUD, CC BY-SA 3.0",
    "redocred": "Re-DocRED (Tan et al.), after DocRED (Yao et al.), MIT; text of Wikipedia",
    "wnut17": "WNUT 2017 emerging entities, CC BY 4.0",
    "current-events": "Wikipedia, Portal:Current events, CC BY-SA 4.0; labelled by a MiniLM model (Apache-2.0)",
}


class Figure(NamedTuple):
    """An F1, and between which two it lies in 95 of 100 sets like the one it was measured on."""

    f1: float
    low: float
    high: float


def scored(found: Sequence[set[tuple[int, int, str]]], gold: Sequence[set[tuple[int, int, str]]]) -> dict[str, Figure]:
    """F1 of exact spans with their kind, by kind and of all; intervals by drawing the texts anew (bootstrap)."""
    figures = {}
    for kind in (*KINDS, "all"):
        ours, theirs = ([{s for s in line if kind in (s[2], "all")} for line in side] for side in (found, gold))
        counts = np.array([(len(a & b), len(a) + len(b)) for a, b in zip(ours, theirs, strict=True)])
        drawn = (
            np.random.default_rng(1).multinomial(len(counts), np.full(len(counts), 1 / len(counts)), _DRAWN) @ counts
        )
        low, high = np.quantile(2 * drawn[:, 0] / np.maximum(drawn[:, 1], 1), (0.025, 0.975))
        right, both = counts.sum(axis=0)
        figures[kind] = Figure(2 * right / max(1, both), low, high)
    return figures


def judge_iob2(recogniser: Recogniser, path: Path) -> dict[str, Figure]:
    """F1 on an IOB2 file, by the definition of a mention as far as rules can bring it there."""
    demonyms = load().demonyms
    texts, gold = [], []
    for _, tagged in read_iob2(path):
        tokens = [token for token, _ in tagged]
        text = written(tokens)
        spans = spans_of(places(text, tokens), [tag for _, tag in tagged])
        own = [by_definition(text, span, demonyms) for span in spans]
        texts.append(text)
        gold.append({(span.start, span.stop, span.kind) for span in own if span and span.kind != "other"})
    found = [{(s.start, s.stop, str(s.kind)) for s in spans} for spans in recogniser.find(texts)]
    return scored(found, gold)


def judge_teasers(recogniser: Recogniser, path: Path) -> dict[str, Figure]:
    """F1 on a file of labelled snippets."""
    lines = teasers(path)
    gold = [{(m["start"], m["stop"], m["kind"]) for m in line["mentions"]} for line in lines]
    found = recogniser.find([line["text"] for line in lines])
    return scored([{(s.start, s.stop, str(s.kind)) for s in spans} for spans in found], gold)


def teasers(path: Path) -> list[dict[str, Any]]:
    """The lines of a file of snippets."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def is_kept(text: str) -> bool:
    """Whether a text is one of those that no model has learnt from, whatever the seed."""
    return zlib.crc32(squeeze(text)[:_OPENING].encode()) % _KEPT == 0


def gold_texts(options: argparse.Namespace, teacher: Teacher) -> Iterator[Marked]:
    """The texts that were labelled by hand."""
    for path in sorted(options.gold.glob("*.iob2")):
        for _, tagged in read_iob2(path):
            tokens = [token for token, _ in tagged]
            text = written(tokens)
            spans = spans_of(places(text, tokens), [tag for _, tag in tagged])
            yield teacher.gold(text, spans, options.gold_weight * _WEIGHTS.get(path.stem, 1.0))


def silver_texts(options: argparse.Namespace, teacher: Teacher, corpus: Sequence[str]) -> Iterator[Marked]:
    """The texts that another model labelled, but for those to judge by."""
    if not options.silver:
        return
    apart = {squeeze(line["text"])[:_OPENING] for path in (*options.teasers, *options.apart) for line in teasers(path)}
    whole = {"".join(text.split()): text for text in corpus}
    silver = []
    for confidence, tagged in read_iob2(options.silver):
        text = "".join(token for token, _ in tagged)
        if confidence >= options.confidence and squeeze(text)[:_OPENING] not in apart and not is_kept(text):
            silver.append(tagged)
    random.Random(options.seed).shuffle(silver)
    for tagged in silver[: options.most]:
        tokens = [token for token, _ in tagged]
        text = whole.get("".join(tokens)) or written(tokens)
        yield teacher.silver(text, spans_of(places(text, tokens), [tag for _, tag in tagged]), 1.0)


def examples_of(options: argparse.Namespace, teacher: Teacher, corpus: Sequence[str]) -> list[Example]:
    """Everything to learn from, gold and silver, with some of it in other guises too."""
    chance = random.Random(options.seed)
    texts = list(gold_texts(options, teacher))
    say(len(texts), "gold sentences")
    texts += silver_texts(options, teacher, corpus)
    names = names_of(texts)
    if options.lists:
        for which, more in listed(options.lists, chance, _LISTED).items():
            names[which] = [*names.get(which, ()), *more]
    named = [text for text in texts if text.spans]
    others = [renamed(text, names, chance) for text in chance.sample(named, int(options.renamed * len(named)))]
    others += carriers(options, chance)
    say(len(others), "texts with other names")
    examples = [teacher.example(text) for text in texts]
    examples = [e for e in examples if 1 < len(e.labels) <= options.longest]
    headlines = [disguised(example, chance) for example in chance.sample(examples, len(examples) // _HEADLINES)]
    guises = [*headlines, *(e for e in map(teacher.example, others) if len(e.labels) <= options.longest)]
    return examples + [example._replace(weight=_DISGUISED * example.weight) for example in guises]


def carriers(options: argparse.Namespace, chance: random.Random) -> Iterator[Marked]:
    """Invented sentences with names out of public lists."""
    if options.lists:
        for text, spans in filled(options.lists, options.filled, chance):
            yield Marked(text, tuple(Span(*span) for span in spans), _INVENTED)


def main() -> None:
    """Trains, saves, and prints the card."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="folder of IOB2 files to learn from")
    parser.add_argument("--silver", type=Path, help="IOB2 file labelled by another model")
    parser.add_argument("--corpus", type=Path, help="gzipped JSON Lines with `text`, for the clusters of words")
    parser.add_argument("--lists", type=Path, help="folder with the public lists of names")
    parser.add_argument("--filled", type=int, default=25, help="times that each invented sentence is filled with names")
    parser.add_argument("--dev", type=Path, help="folder of IOB2 files to judge by")
    parser.add_argument("--teasers", type=Path, nargs="*", default=[], help="labelled snippets to judge by")
    parser.add_argument("--apart", type=Path, nargs="*", default=[], help="further snippets not to learn from")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--confidence", type=float, default=0.4, help="least confidence of a silver sentence")
    parser.add_argument("--most", type=int, default=70_000, help="most silver sentences")
    parser.add_argument("--renamed", type=float, default=0.3, help="share of texts learnt again with other names")
    parser.add_argument("--gold-weight", type=float, default=2.0, help="how much hand-labelled text counts")
    parser.add_argument("--longest", type=int, default=150, help="most tokens of a sentence")
    parser.add_argument("--rarest", type=int, default=4, help="least count of a feature")
    parser.add_argument("--prior", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=140)
    parser.add_argument("--start", type=Path, help="a model to go on from, with its clusters of words")
    parser.add_argument("--held", type=float, default=0.0, help="share of that model's weights in the end")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--judge", action="store_true", help="do not train, but judge the model that `--out` names")
    options = parser.parse_args()
    if options.judge:
        print("\n".join(table(options, Model.load(options.out))))
        return
    corpus: list[str] = []
    if options.corpus:
        with gzip.open(options.corpus, "rt", encoding="utf-8") as stream:
            corpus = list(dict.fromkeys(json.loads(line)["text"] for line in stream))
    examples = examples_of(options, Teacher(), corpus)
    say(len(examples), "examples", sum(len(e.labels) for e in examples), "tokens")
    start = Model.load(options.start) if options.start else None
    if start:
        clusters = start.clusters
    else:
        words = [tokenise(text).words for text in corpus] + [e.sentence.words for e in examples]
        clusters = clusters_of(words, _LEVELS, options.seed)
    say(len(clusters.keys), "words in clusters")
    trainer = Trainer(examples, Lexicon(load(), clusters), rarest=options.rarest, prior=options.prior)
    say(len(trainer.features), "features")
    model = trainer.fit(options.rounds, lambda so_far: so_far.save(options.out), start, options.held)
    model.save(options.out)
    print("\n".join(card(options, examples, Model.load(options.out))))


def card(options: argparse.Namespace, examples: Sequence[Example], model: Model) -> Iterator[str]:
    """The model card: what the model is, what it was learnt from, and how good it is."""
    yield "# Model of names\n"
    yield "A linear-chain conditional random field over the words of a sentence: persons, organisations, places. Every"
    yield "feature belongs to one word at one distance (-2 to +2); weights are kept in eight bits.\n"
    yield f"- {len(model.keys):,} features, {len(model.clusters.keys):,} words in clusters,"
    yield f"  {options.out.stat().st_size / 1e6:.1f} MB"
    yield f"- learnt from {len(examples):,} sentences, {sum(len(e.labels) for e in examples):,} tokens;"
    yield f"  at most {options.rounds} rounds of L-BFGS, prior {options.prior}, seed {options.seed}\n"
    yield "| learnt from | licence |\n|---|---|"
    for path in [*sorted(options.gold.glob("*.iob2")), *([options.silver] if options.silver else [])]:
        yield f"| {path.name} | {_LICENCES.get(path.name.partition('.')[0], 'not noted')} |"
    if options.lists:
        yield "| universities.json | Hipo, university-domains-list, MIT |"
        yield "| clubs | openfootball, clubs, CC0 1.0 |"
        yield "| nyse.csv, nasdaq.csv | Datasets, nyse-other-listings and nasdaq-listings, PDDL 1.0 |"
    yield "\nSentences of the silver set were labelled by a recogniser."
    yield f"{options.renamed:.0%} of the texts were learnt from a second time with other names in them, and one in"
    yield f"{_HEADLINES} as a headline. Invented sentences (`tests/bench/carriers.txt`)"
    yield f"were learnt from {options.filled} times each, with names out of public lists. Left out were the texts that"
    yield f"the model is judged by, and of the silver set one text in {_KEPT}, told by its checksum."
    if options.apart:
        count = sum(len(teasers(path)) for path in options.apart)
        yield f"So were {count} more texts (`--apart`), by which settings were chosen: if they are learnt from too,"
        yield "training gives a very close model and not the same."
    yield ""
    yield from table(options, model)
    yield "\nThe IOB2 sets draw the line of a name differently in places (titles, nationalities, bands, teams), so"
    yield "figures on them compare models with each other only."


def table(options: argparse.Namespace, model: Model) -> Iterator[str]:
    """How good a model is, alone and with the rules of today, and where those lower a figure."""
    yield (
        "| judged by (F1 of exact span and kind; in brackets the interval of 95%) | "
        + " | ".join((*KINDS, "all"))
        + " |"
    )
    yield "|---|---|---|---|---|"
    lowered = []
    for path in (*options.teasers, *(sorted(options.dev.glob("*.iob2")) if options.dev else ())):
        judge = judge_iob2 if path.suffix == ".iob2" else judge_teasers
        alone, both = judge(CrfRecogniser(model), path), judge(HybridRecogniser(model), path)
        yield _line(f"{path.name}, model", alone)
        yield _line(f"{path.name}, with rules", both)
        lowered += [f"{path.name} ({kind})" for kind in alone if both[kind].f1 < alone[kind].f1 - _SAME]
    if lowered:
        yield f"\nRules lower the figures of {', '.join(lowered)}."


def _line(name: str, figures: dict[str, Figure]) -> str:
    cells = (f"{figure.f1:.3f} ({figure.low:.2f}-{figure.high:.2f})" for figure in figures.values())
    return f"| {name} | " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
