"""Trains the recogniser of names from folders of IOB2 files, and prints a model card.

    python tests/bench/train_names.py GOLD_FOLDER --silver FILE.iob2.gz --corpus CORPUS.jsonl.gz
        --dev FOLDER --teasers TEASERS.jsonl --out archive/data/names/model.npz

Gold sentences teach as they are, but for articles and titles, which are no part of a name here. Silver sentences were
labelled by another model; where the rules and the gazetteer are sure, they overrule it. No sentence that stands in a
`--teasers` file is learnt from. Needs scipy beside the package. The same input and seed give the same model.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import sparse
from scipy.optimize import fmin_l_bfgs_b
from scipy.sparse.linalg import svds

from archive.extract import crf
from archive.extract.crf import (
    EDGE,
    LABELS,
    STATES,
    Clusters,
    CrfRecogniser,
    Lexicon,
    Model,
    Sentence,
)
from archive.extract.crf_chain import FORBIDDEN, REACH, Packed, chances
from archive.extract.hybrid import HybridRecogniser
from archive.extract.names import Recogniser
from archive.extract.names_gazetteer import gazetteer_spans
from archive.extract.names_rules import RuleRecogniser, View, blocked_ranges, merge_spans
from archive.extract.names_words import HONORIFICS, TITLES
from archive.extract.tokens import tokenise
from archive.gazetteer import load
from archive.types import NameSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

KINDS = {"PER": "person", "ORG": "organisation", "LOC": "place", "MISC": "other"}
_ARTICLE = re.compile(r"(?:the|The|THE|a|A|an)\s+(?=\S)|[^\w(]+")
_ENDING = re.compile(r"(?:['’]s?|[\s,;:\"“”(.]+)$")
_WEIGHTS = {"multiner-reports": 0.3, "btc": 0.5, "wnut17": 0.5}
"""Noisy sets, and such as are written unlike news, count less."""


_LICENCES = {
    "btc": "Broad Twitter Corpus (GateNLP), CC BY 4.0",
    "crossner": "CrossNER (Liu et al.), MIT; text of Wikipedia",
    "multiner-reports": "multiNER, government reports, CC0",
    "uner-ewt": "Universal NER, English EWT, CC BY-SA 4.0",
    "uner-pud": "Universal NER, English PUD, CC BY-SA 3.0",
    "wnut17": "WNUT 2017 emerging entities, CC BY 4.0",
    "current-events": "Wikipedia, Portal:Current events, CC BY-SA 4.0; labelled by a MiniLM model (Apache-2.0)",
}
_SURE = 0.8
_TRUST = 0.65
"""A silver name is believed where no sure rule stands against it."""


class Example(NamedTuple):
    """A labelled text."""

    sentence: Sentence
    labels: list[int]
    weight: float


class Span(NamedTuple):
    """A labelled piece of a text."""

    start: int
    stop: int
    kind: str


def read_iob2(path: Path) -> Iterator[tuple[float, list[tuple[str, str]]]]:
    """Sentences of a file, each with the confidence that is noted before it (else 1)."""
    confidence, sentence = 1.0, list[tuple[str, str]]()
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as stream:
        for line in stream:
            token, _, tag = line.rstrip("\n").partition("\t")
            if token.startswith("# confidence "):
                confidence = float(token.rsplit(" ", 1)[1])
            elif tag:
                sentence.append((token, tag))
            elif sentence:
                yield confidence, sentence
                sentence = []
    if sentence:
        yield confidence, sentence


def written(tokens: Sequence[str]) -> str:
    """A text that the tokens may have been taken from."""
    text, is_open = "", False
    for at, token in enumerate(tokens):
        glued = re.fullmatch(r"[.,;:!?)\]%…]+|['’](?:s|S|re|ve|ll|d|m|t)?|n['’]t", token) is not None
        if at and not glued and tokens[at - 1] not in {"(", "[", "$", "#", "@", "£", "€"}:
            if token == '"':
                is_open = not is_open
                text += " " if is_open else ""
            elif not (tokens[at - 1] == '"' and is_open):
                text += " "
        elif token == '"':
            is_open = True
        text += token
    return text


def places(text: str, tokens: Sequence[str]) -> list[tuple[int, int]]:
    """Where the tokens stand in their text."""
    found, at = [], 0
    for token in tokens:
        start = text.index(token, at)
        at = start + len(token)
        found.append((start, at))
    return found


def spans_of(where: Sequence[tuple[int, int]], tags: Sequence[str]) -> list[Span]:
    """The spans that tags mark."""
    spans: list[Span] = []
    is_inside = False
    for (start, stop), tag in zip(where, tags, strict=True):
        kind = KINDS.get(tag[2:])
        if kind is None:
            is_inside = False
            continue
        if tag[0] == "I" and is_inside and spans[-1].kind == kind:
            spans[-1] = spans[-1]._replace(stop=stop)
        else:
            spans.append(Span(start, stop, kind))
        is_inside = True
    return spans


def by_definition(text: str, span: Span, demonyms: Iterable[str]) -> Span | None:
    """A span without article, title and possessive; None if nothing that is a mention is left."""
    start, stop, kind = span
    while start < stop:
        opening = _ARTICLE.match(text, start, stop)
        word, _, rest = text[start:stop].partition(" ")
        if opening:
            start = opening.end()
        elif kind == "person" and rest and (word in TITLES or word in HONORIFICS):
            start += len(word) + 1
        else:
            break
    surface = text[start:stop]
    if not surface.endswith((".", "(")) or not re.search(r"\b(?:Inc|Corp|Co|Ltd|Jr|Sr|[A-Z])\.$", surface):
        stop = start + len(_ENDING.sub("", surface))
    surface = text[start:stop]
    if not any(letter.isupper() for letter in surface) or (kind != "person" and surface in demonyms):
        return None
    return Span(start, stop, kind)


def labels_of(starts: Sequence[int], stops: Sequence[int], spans: Iterable[Span]) -> list[int]:
    """One label a token; a token belongs to the span that covers its middle."""
    labels = [0] * len(starts)
    for start, stop, kind in spans:
        inside = [at for at in range(len(starts)) if start <= (starts[at] + stops[at]) / 2 < stop]
        for at in inside:
            labels[at] = LABELS.index(("B-" if at == inside[0] else "I-") + kind)
    return labels


def squeeze(text: str) -> str:
    """What of a text is compared."""
    return re.sub(r"[\W_]+", "", text).casefold()


class Teacher:
    """Makes examples of labelled texts."""

    def __init__(self) -> None:
        self._gazetteer = load()
        self._rules = RuleRecogniser(self._gazetteer)
        self._countries = frozenset(self._gazetteer.demonyms.values())

    def gold(self, text: str, spans: Iterable[Span], weight: float) -> Example:
        """An example of a text that was labelled by hand."""
        own = [by_definition(text, span, self._gazetteer.demonyms) for span in spans]
        return self._example(text, [self._placed(text, span) for span in own if span], weight)

    def _placed(self, text: str, span: Span) -> Span:
        """A country is a place here, also where it acts and others therefore call it an organisation."""
        candidates = self._gazetteer.by_alias(text[span.start : span.stop])
        is_country = bool(candidates) and candidates[0][0].name in self._countries
        return span._replace(kind="place") if is_country and span.kind == "organisation" else span

    def silver(self, text: str, spans: Iterable[Span], weight: float) -> Example:
        """An example of a text that another model labelled: sure rules first, then that model."""
        own = [by_definition(text, span, self._gazetteer.demonyms) for span in spans]
        theirs = [NameSpan(span.start, span.stop, "", "place", span.kind, _TRUST) for span in own if span]
        sure = [span for span in self._rules.find([text])[0] if span.score >= _SURE]
        blocked = blocked_ranges(View.of(text, self._gazetteer, self._rules.classes))
        merged = merge_spans([*sure, *theirs], blocked)
        events = [Span(start, stop, "other") for start, stop in blocked]
        names = [Span(s.start, s.stop, s.rule if s.rule in KINDS.values() else s.kind) for s in merged]
        free = [e for e in events if all(e.stop <= n.start or n.stop <= e.start for n in names)]
        return self._example(text, names + free, weight)

    def _example(self, text: str, spans: Sequence[Span], weight: float) -> Example:
        tokens = tokenise(text)
        sentence = crf.read(tokens, gazetteer_spans(text, self._gazetteer))
        return Example(sentence, labels_of(tokens.starts, tokens.stops, spans), weight)


def disguised(example: Example, chance: random.Random) -> Example:
    """The same text as a headline or in capitals, as the model is to see it."""
    states = [state - state % 6 + state % 2 for state in example.sentence.states]
    is_headline = chance.random() < 0.7
    words = [word if word[0].isupper() else word.capitalize() for word in example.sentence.words]
    if not is_headline:
        words = [word.capitalize() for word in words]
    return example._replace(sentence=Sentence(words, [state + (2 if is_headline else 4) for state in states]))


def clusters_of(texts: Sequence[Sequence[str]], levels: Sequence[int], seed: int) -> Clusters:
    """Clusters of words by their neighbours: k-means on singular vectors of positive pointwise mutual information.

    Levy and Goldberg (2014) for the vectors; as many clusters a level as `levels` says.
    """
    counts = Counter(word for words in texts for word in words)
    vocabulary = [word for word, times in counts.most_common() if times >= 4]
    index = {word: at for at, word in enumerate(vocabulary)}
    contexts = min(8000, len(vocabulary))
    stream = np.array([index.get(w, -1) for words in texts for w in (*words, EDGE, EDGE)], dtype=np.int64)
    blocks = []
    for distance in (-2, -1, 1, 2):
        moved = np.roll(stream, -distance)
        both = (stream >= 0) & (moved >= 0) & (moved < contexts)
        ones = np.ones(int(both.sum()), dtype=np.float32)
        shape = (len(vocabulary), contexts)
        blocks.append(sparse.coo_matrix((ones, (stream[both], moved[both])), shape=shape).tocsr())
    table = sparse.hstack(blocks).tocoo()
    rows, columns = np.asarray(table.sum(axis=1)).ravel(), np.asarray(table.sum(axis=0)).ravel() ** 0.75
    value = np.log(table.data * columns.sum() / (rows[table.row] * columns[table.col]))
    positive = sparse.coo_matrix((np.maximum(value, 0), (table.row, table.col)), shape=table.shape).tocsr()
    start = np.random.default_rng(seed).standard_normal(min(positive.shape))
    left, values, _ = svds(positive.astype(np.float32), k=80, v0=start.astype(np.float32))
    vectors = left * np.sqrt(values)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    chosen = [k_means(vectors.astype(np.float32), level, seed) for level in levels]
    return Clusters(index, np.stack(chosen, axis=1).astype(np.uint16))


def k_means(vectors: NDArray[np.float32], count: int, seed: int, rounds: int = 25) -> NDArray[np.int64]:
    """Clusters of unit vectors; the first, commonest ones count for most."""
    chance = np.random.default_rng(seed)
    centres = vectors[chance.choice(min(len(vectors), 20 * count), count, replace=False)]
    nearest = np.zeros(len(vectors), dtype=np.int64)
    for _ in range(rounds):
        nearest = (vectors @ centres.T).argmax(axis=1)
        member = sparse.csr_matrix((np.ones(len(nearest), np.float32), (nearest, np.arange(len(nearest)))))
        sums = np.zeros_like(centres)
        sums[: member.shape[0]] = member @ vectors
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(norms > 0, sums / np.maximum(norms, 1e-9), centres)
    return nearest


class Trainer:
    """Fits a model to examples: maximum likelihood with a Gaussian prior, by L-BFGS on all examples at once.

    Args:
        examples: What to learn from.
        lexicon: Makes the features of words.
        rarest: Features of words that stand in fewer places are left out.
        prior: Strength of the prior.
    """

    def __init__(self, examples: Sequence[Example], lexicon: Lexicon, *, rarest: int, prior: float) -> None:
        examples = sorted(examples, key=lambda example: -len(example.labels))
        self._prior = prior
        self._clusters = lexicon.clusters
        lengths = np.array([len(example.labels) for example in examples], dtype=np.int32)
        self._packed = packed = Packed.of(lengths)
        words: dict[str, int] = {EDGE: 0}
        stream = [0] * REACH
        for example in examples:
            stream += [words.setdefault(word, len(words)) for word in example.sentence.words]
            stream += [0] * REACH
        numbers = np.array(stream, dtype=np.int32)
        states = crf.condition_stream([example.sentence for example in examples])
        self._near = [numbers[packed.places + distance] for distance in range(-REACH, REACH + 1)]
        self._conditions = [states[packed.places + distance] for distance in (-1, 0, 1)]
        times = np.bincount(numbers, minlength=len(words))
        self.features, self._made_of = table_of(list(words), times, lexicon, rarest)
        tokens = len(packed.places)
        ones, at = np.ones(tokens, dtype=np.float32), np.arange(tokens)
        self._gather_words = [sparse.csr_matrix((ones, (near, at)), shape=(len(words), tokens)) for near in self._near]
        self._gather_states = [
            sparse.csr_matrix((ones, (near, at)), shape=(STATES, tokens)) for near in self._conditions
        ]
        self._by_sentence = np.array([example.weight for example in examples], dtype=np.float32)
        stops = np.diff(packed.bounds)
        order = np.concatenate([np.arange(size) for size in stops])
        self._weights = self._by_sentence[order]
        steps = np.repeat(np.arange(len(stops)), stops)
        self._gold = np.array(
            [examples[a].labels[b] for a, b in zip(order.tolist(), steps.tolist(), strict=True)],
            dtype=np.int64,
        )
        self._gold_steps = np.zeros((len(LABELS), len(LABELS)))
        for begin, middle, end in zip(packed.bounds, packed.bounds[1:], packed.bounds[2:], strict=False):
            size = end - middle
            pairs = (self._gold[begin : begin + size], self._gold[middle:end])
            np.add.at(self._gold_steps, pairs, self._by_sentence[:size])
        self._allowed = allowed_steps()
        self._rounds = 0

    @property
    def sizes(self) -> tuple[int, int, int]:
        """Weights of words, of states, of steps."""
        count = len(LABELS)
        return len(self.features) * (2 * REACH + 1) * count, 3 * STATES * count, count * count

    def loss(self, flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """Negative log likelihood with the prior, and its gradient."""
        count, width = len(LABELS), 2 * REACH + 1
        words, states, steps = self._parts(flat)
        by_word = self._made_of @ words.reshape(len(self.features), width * count)
        rows = by_word.reshape(-1, width, count)
        scores = np.zeros((len(self._gold), count), dtype=np.float32)
        for distance in range(width):
            scores += np.ascontiguousarray(rows[:, distance])[self._near[distance]]
        for distance in range(3):
            scores += states[distance][self._conditions[distance]]
        scores[: self._packed.bounds[1], 2::2] += FORBIDDEN
        chain = np.where(self._allowed, steps, FORBIDDEN).astype(np.float32)
        believed = chances(scores, chain, self._packed.bounds, self._by_sentence)
        at = np.arange(len(self._gold))
        reached = float((self._weights * (believed.log_total - scores[at, self._gold])).sum(dtype=np.float64))
        value = reached - float((chain * self._gold_steps).sum())
        slope = believed.labels
        slope[at, self._gold] -= 1
        slope *= self._weights[:, None]
        pulled = np.stack([gather @ slope for gather in self._gather_words], axis=1)
        of_words = self._made_of.T @ pulled.reshape(len(pulled), width * count)
        of_states = np.stack([gather @ slope for gather in self._gather_states])
        of_steps = np.where(self._allowed, believed.steps - self._gold_steps, 0)
        gradient = np.concatenate([of_words.ravel(), of_states.ravel(), of_steps.ravel()]).astype(np.float64)
        return value + self._prior / 2 * float(flat @ flat), gradient + self._prior * flat

    def fit(self, rounds: int) -> Model:
        """The best model after at most so many rounds."""
        start = np.zeros(sum(self.sizes))
        flat, _, _ = fmin_l_bfgs_b(
            self.loss, start, m=6, maxiter=rounds, maxfun=2 * rounds, factr=1e5, callback=self._report
        )
        words, states, steps = self._parts(flat)
        chain = np.where(self._allowed, steps, FORBIDDEN).astype(np.float32)
        return Model.of(self.features, words, states, chain, self._clusters)

    def _report(self, _flat: NDArray[np.float64]) -> None:
        self._rounds += 1
        if self._rounds % 10 == 0:
            say(f"round {self._rounds} at {time.perf_counter():.0f} s")

    def _parts(self, flat: NDArray[np.float64]) -> tuple[NDArray[np.float32], ...]:
        count = len(LABELS)
        first, second, _ = np.cumsum(self.sizes)
        small = flat.astype(np.float32)
        return (
            small[:first].reshape(-1, 2 * REACH + 1, count),
            small[first:second].reshape(3, STATES, count),
            small[second:].reshape(count, count),
        )


def allowed_steps() -> NDArray[np.bool_]:
    """A name goes on only as what it began as."""
    return np.array(
        [[not to.startswith("I") or before[1:] == to[1:] for to in LABELS] for before in LABELS],
        dtype=np.bool_,
    )


def table_of(
    words: Sequence[str], times: NDArray[np.int64], lexicon: Lexicon, rarest: int
) -> tuple[list[str], sparse.csr_matrix]:
    """The features that are common enough, and which words have them."""
    made = [list(dict.fromkeys(lexicon.features(word))) for word in words]
    seen: Counter[str] = Counter()
    for features, often in zip(made, times.tolist(), strict=True):
        for feature in features:
            seen[feature] += often
    names = sorted(feature for feature, often in seen.items() if often >= rarest)
    index = {name: at for at, name in enumerate(names)}
    rows = [at for at, features in enumerate(made) for feature in features if feature in index]
    columns = [index[feature] for features in made for feature in features if feature in index]
    ones = np.ones(len(rows), dtype=np.float32)
    return names, sparse.csr_matrix((ones, (rows, columns)), shape=(len(words), len(names)))


def scored(found: Sequence[set[tuple[int, int, str]]], gold: Sequence[set[tuple[int, int, str]]]) -> dict[str, float]:
    """F1 of exact spans with their kind, by kind and of all."""
    figures = {}
    for kind in (*crf.KINDS, "all"):
        ours, theirs = ([{s for s in line if kind in (s[2], "all")} for line in side] for side in (found, gold))
        right = sum(len(a & b) for a, b in zip(ours, theirs, strict=True))
        figures[kind] = 2 * right / max(1, sum(map(len, ours)) + sum(map(len, theirs)))
    return figures


def judge_iob2(recogniser: Recogniser, path: Path) -> dict[str, float]:
    """F1 on an IOB2 file, by the definition of a mention as far as rules can bring it there."""
    demonyms = load().demonyms
    texts, gold = [], []
    for _, tagged in read_iob2(path):
        tokens = [token for token, _ in tagged]
        text = written(tokens)
        spans = spans_of(places(text, tokens), [tag for _, tag in tagged])
        own = [by_definition(text, span, demonyms) for span in spans]
        texts.append(text)
        gold.append({tuple(span) for span in own if span and span.kind != "other"})
    found = [{(s.start, s.stop, s.kind) for s in spans} for spans in recogniser.find(texts)]
    return scored(found, gold)  # type: ignore[arg-type]  # a tuple of a Span is of its types


def judge_teasers(recogniser: Recogniser, path: Path) -> dict[str, float]:
    """F1 on a file of labelled snippets."""
    lines = teasers(path)
    gold = [{(m["start"], m["stop"], m["kind"]) for m in line["mentions"]} for line in lines]
    found = recogniser.find([line["text"] for line in lines])
    return scored([{(s.start, s.stop, s.kind) for s in spans} for spans in found], gold)


def teasers(path: Path) -> list[dict[str, Any]]:
    """The lines of a file of labelled snippets."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def examples_of(options: argparse.Namespace, teacher: Teacher, corpus: Sequence[str]) -> list[Example]:
    """Everything to learn from, gold and silver, with some of it disguised as headlines."""
    chance = random.Random(options.seed)
    examples = []
    for path in sorted(options.gold.glob("*.iob2")):
        for _, tagged in read_iob2(path):
            tokens = [token for token, _ in tagged]
            text = written(tokens)
            spans = spans_of(places(text, tokens), [tag for _, tag in tagged])
            examples.append(teacher.gold(text, spans, options.gold_weight * _WEIGHTS.get(path.stem, 1.0)))
    say(len(examples), "gold sentences")
    if options.silver:
        kept_apart = {squeeze(line["text"])[:60] for path in options.teasers for line in teasers(path)}
        whole = {"".join(text.split()): text for text in corpus}
        silver = [
            tagged
            for confidence, tagged in read_iob2(options.silver)
            if confidence >= options.confidence
            and squeeze("".join(token for token, _ in tagged))[:60] not in kept_apart
        ]
        chance.shuffle(silver)
        for tagged in silver[: options.most]:
            tokens = [token for token, _ in tagged]
            text = whole.get("".join(tokens)) or written(tokens)
            examples.append(teacher.silver(text, spans_of(places(text, tokens), [tag for _, tag in tagged]), 1.0))
    examples = [e for e in examples if 1 < len(e.labels) <= 150]
    share = len(examples) // 20
    more = [disguised(example, chance) for example in chance.sample(examples, share)]
    return examples + [example._replace(weight=0.5 * example.weight) for example in more]


def main() -> None:
    """Trains, saves, and prints the card."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="folder of IOB2 files to learn from")
    parser.add_argument("--silver", type=Path, help="IOB2 file labelled by another model")
    parser.add_argument("--corpus", type=Path, help="gzipped JSON Lines with `text`, for the clusters of words")
    parser.add_argument("--dev", type=Path, help="folder of IOB2 files to judge by")
    parser.add_argument("--teasers", type=Path, nargs="*", default=[], help="labelled snippets to judge by")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--confidence", type=float, default=0.4, help="least confidence of a silver sentence")
    parser.add_argument("--most", type=int, default=90_000, help="most silver sentences")
    parser.add_argument("--gold-weight", type=float, default=1.0)
    parser.add_argument("--rarest", type=int, default=4, help="least count of a feature")
    parser.add_argument("--prior", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    corpus: list[str] = []
    if options.corpus:
        with gzip.open(options.corpus, "rt", encoding="utf-8") as stream:
            corpus = list(dict.fromkeys(json.loads(line)["text"] for line in stream))
    examples = examples_of(options, Teacher(), corpus)
    say(len(examples), "examples", sum(len(e.labels) for e in examples), "tokens")
    words = [tokenise(text).words for text in corpus] + [e.sentence.words for e in examples]
    clusters = clusters_of(words, (96, 768), options.seed)
    say(len(clusters.rows), "words in clusters")
    trainer = Trainer(examples, Lexicon(load(), clusters), rarest=options.rarest, prior=options.prior)
    say(len(trainer.features), "features")
    model = trainer.fit(options.rounds)
    model.save(options.out)
    print("\n".join(card(options, examples, Model.load(options.out))))


def card(options: argparse.Namespace, examples: Sequence[Example], model: Model) -> Iterator[str]:
    """The model card: what the model is, what it was learnt from, and how good it is."""
    yield "# Model of names\n"
    yield "A linear-chain conditional random field over the words of a sentence: persons, organisations, places. Every"
    yield "feature belongs to one word at one distance (-2 to +2); weights are kept in eight bits.\n"
    yield f"- {len(model.features):,} features, {len(model.clusters.rows):,} words in clusters,"
    yield f"  {options.out.stat().st_size / 1e6:.1f} MB"
    yield f"- learnt from {len(examples):,} sentences, {sum(len(e.labels) for e in examples):,} tokens;"
    yield f"  at most {options.rounds} rounds of L-BFGS, prior {options.prior}, seed {options.seed}\n"
    yield "| learnt from | licence |\n|---|---|"
    for path in [*sorted(options.gold.glob("*.iob2")), *([options.silver] if options.silver else [])]:
        yield f"| {path.name} | {_LICENCES.get(path.name.partition('.')[0], 'not noted')} |"
    yield "\nSentences of the silver set were labelled by another model; where the rules and the gazetteer of this"
    yield "package are sure, they overrule it. Texts that the model is judged by were left out.\n"
    yield ("| judged by (F1, exact span and kind) | " + " | ".join((*crf.KINDS, "all")) + " |\n|---|---|---|---|---|")
    for name, recogniser in (("model", CrfRecogniser(model)), ("with rules", HybridRecogniser(model))):
        for path in options.teasers:
            yield _line(f"{path.name}, {name}", judge_teasers(recogniser, path))
        for path in sorted(options.dev.glob("*.iob2")) if options.dev else ():
            yield _line(f"{path.name}, {name}", judge_iob2(recogniser, path))
    yield "\nThe IOB2 sets draw the line of a name differently in places (titles, nationalities, bands, teams), so"
    yield "figures on them compare models with each other only."


def _line(name: str, figures: dict[str, float]) -> str:
    return f"| {name} | " + " | ".join(f"{value:.3f}" for value in figures.values()) + " |"


def say(*what: object) -> None:
    """Tells how far it is, apart from the card."""
    print(*what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
