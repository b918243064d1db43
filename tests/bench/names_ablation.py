"""What each rule of names brings: all of them switched off in turn, on every labelled set and on headlines.

    python tests/bench/names_ablation.py [--shared FOLDER] [--headlines FILE] [--silver N] [--only WORD]

A line is a rule: how many names are found rightly (+) and wrongly (-) because of it, set by set, and what that is worth
in F1 of all sets together, each weighing the same. A rule whose line is empty or negative has no reason to stay. The
sets: labelled teasers, the same with every word large as in headlines, the IOB2 sets (brought to the definition of a
mention), and N silver texts that no model has learnt from. `--headlines` names a file of headlines, one a line,
unlabelled: of those only the number of names that a rule adds and takes away is told.

The model is asked once a text; only what stands around it runs anew.
"""

from __future__ import annotations

import argparse
import random
import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from names_examples import by_definition, places, read_iob2, spans_of, written
from train_names import is_kept, teasers

from archive.extract.names import crf, hybrid, nobody, patterns, proposals, rules
from archive.gazetteer import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHARED = Path(__file__).resolve().parents[3] / "shared"
_CONFIDENT = 0.5

Span = tuple[int, int, str]


class Text(NamedTuple):
    """A text with its names, and what the model says of it."""

    text: str
    gold: frozenset[Span]
    labelled: crf.Labelled


class Switch(NamedTuple):
    """A rule, and how it is switched off."""

    name: str
    owner: Any
    attribute: str
    without: Any


class Bench:
    """The sets, each with what the model says of it."""

    def __init__(self) -> None:
        self.recogniser = hybrid.HybridRecogniser()
        self.sets: dict[str, list[Text]] = {}

    def add(self, name: str, labelled: Sequence[tuple[str, frozenset[Span]]]) -> None:
        """Adds a set."""
        texts = [text for text, _ in labelled]
        views = [self.recogniser.view(text) for text in texts]
        said = self.recogniser.said_of(views)
        self.sets[name] = [Text(*both, words) for both, words in zip(labelled, said, strict=True)]

    def found(self) -> dict[str, list[frozenset[Span]]]:
        """The names of every text."""
        return {
            name: [
                frozenset(
                    (span.start, span.stop, str(span.kind))
                    for span in self.recogniser.names(self.recogniser.view(each.text), each.labelled)
                )
                for each in texts
            ]
            for name, texts in self.sets.items()
        }


def iob2(path: Path, least: float = 0.0) -> Iterator[tuple[str, frozenset[Span]]]:
    """The sentences of a file that are labelled surely enough, by the definition of a mention."""
    demonyms = load().demonyms
    for confidence, tagged in read_iob2(path):
        if confidence >= least:
            tokens = [token for token, _ in tagged]
            text = written(tokens)
            own = [
                by_definition(text, span, demonyms)
                for span in spans_of(places(text, tokens), [tag for _, tag in tagged])
            ]
            yield text, frozenset((span.start, span.stop, span.kind) for span in own if span and span.kind != "other")


_SMALL = frozenset("a an and as at but by for from in into of on or over the to with".split())


def as_headline(text: str) -> str:
    """A text with its words large, but for the small ones; of the same length."""
    words = text.split(" ")
    return " ".join(
        word if at and word in _SMALL else word[:1].upper() + word[1:] if len(word[:1].upper()) == 1 else word
        for at, word in enumerate(words)
    )


def loaded(options: argparse.Namespace) -> Bench:
    """All sets."""
    bench = Bench()
    lines = teasers(options.shared / "ner/teasers/dev.jsonl")
    hand = [(line["text"], frozenset((m["start"], m["stop"], m["kind"]) for m in line["mentions"])) for line in lines]
    bench.add("teasers", hand)
    bench.add("headlines", [(as_headline(text), spans) for text, spans in hand])
    for path in sorted((options.shared / "ner/dev").glob("*.iob2")):
        bench.add(path.stem, list(iob2(path)))
    silver = [
        each for each in iob2(options.shared / "ner/silver/current-events.iob2.gz", _CONFIDENT) if is_kept(each[0])
    ]
    bench.add("silver", random.Random(1).sample(silver, min(options.silver, len(silver))))
    if options.headlines:
        texts = options.headlines.read_text(encoding="utf-8").splitlines()
        bench.add("unlabelled", [(text, frozenset()) for text in texts])
    return bench


def switches() -> Iterator[Switch]:
    """Every rule that can be switched off."""
    compiled = patterns._COMPILED
    for at, (row, _) in enumerate(compiled):
        without = (*compiled[:at], (row, _NEVER), *compiled[at + 1 :])
        yield Switch(f"row {row.rule}", patterns, "_COMPILED", without)
    yield from GUARDS


_NEVER = re.compile("(?!)")


def _nothing(*_: object, **__: object) -> bool:
    return False


GUARDS = (
    Switch("all rows", proposals, "pattern_spans", lambda view: []),
    Switch("blocked events", hybrid, "blocked_ranges", lambda view: []),
    Switch("in_context", hybrid, "in_context", lambda view, spans, gazetteer: spans),
    Switch("repeated_names", hybrid, "repeated_names", lambda view, spans: []),
    Switch("is_headline", rules, "is_headline", _nothing),
    Switch("_trimmed", proposals, "_trimmed", lambda view, piece: piece),
    Switch("_names_nothing", proposals, "_names_nothing", _nothing),
    Switch("_HEADLINE", proposals, "_HEADLINE", 0.0),
    Switch("wars and indices", nobody, "_TELLING", frozenset()),
    Switch("_credits", nobody, "_CREDIT", re.compile("(?!)")),
    Switch("_is_plural", proposals, "_is_plural", _nothing),
    Switch("_ALONE", proposals, "_ALONE", dict.fromkeys(proposals._ALONE, 0.0)),
)


@contextmanager
def off(switch: Switch) -> Iterator[None]:
    """While it lasts, a rule is switched off."""
    held = getattr(switch.owner, switch.attribute)
    setattr(switch.owner, switch.attribute, switch.without)
    try:
        yield
    finally:
        setattr(switch.owner, switch.attribute, held)


def f1(found: Sequence[frozenset[Span]], texts: Sequence[Text]) -> float:
    """F1 of a set."""
    right = sum(len(ours & each.gold) for ours, each in zip(found, texts, strict=True))
    return 2 * right / max(1, sum(map(len, found)) + sum(len(each.gold) for each in texts))


def line(bench: Bench, whole: dict[str, list[frozenset[Span]]], part: dict[str, list[frozenset[Span]]]) -> str:
    """What a rule brings: names found rightly and wrongly for it, and F1."""
    cells, gain, sets = [], 0.0, 0
    for name, texts in bench.sets.items():
        right = wrong = 0
        for each, with_it, without in zip(texts, whole[name], part[name], strict=True):
            if with_it != without:
                right += len(with_it & each.gold) - len(without & each.gold)
                wrong += len(with_it - each.gold) - len(without - each.gold)
        if name != "unlabelled":
            gain += f1(whole[name], texts) - f1(part[name], texts)
            sets += 1
            cells.append(f"{right:+d}/{wrong:+d}" if right or wrong else ".")
        else:
            cells.append(f"{wrong:+d}")
    return f"{100 * gain / sets:+7.3f}  " + " ".join(f"{cell:>10}" for cell in cells)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder of real inputs")
    parser.add_argument("--headlines", type=Path, help="unlabelled headlines, one a line")
    parser.add_argument("--silver", type=int, default=1000, help="how many silver texts")
    parser.add_argument("--only", default="", help="only the rules with this in their names")
    options = parser.parse_args()
    bench = loaded(options)
    whole = bench.found()
    print(f"{'':44} {'F1 x100':>7}  " + " ".join(f"{name:>10}" for name in bench.sets))
    figures = " ".join(f"{f1(whole[name], texts):10.3f}" for name, texts in bench.sets.items())
    print(f"{'all rules':44} {'':7}  {figures}", flush=True)
    for switch in switches():
        if options.only in switch.name:
            patterns._to_try.cache_clear()
            with off(switch):
                print(f"{switch.name:44} {line(bench, whole, bench.found())}", flush=True)


if __name__ == "__main__":
    main()
