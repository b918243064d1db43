"""Prints how good the names are: spans with kind, canonical entities, and speed.

    python tests/bench/names_quality.py TEASERS.jsonl... [--errors] [--rules]

A file holds a snippet a line: `{"text", "date", "mentions": [{"start", "stop", "surface", "kind", "entity"}]}`.
A mention counts as found if start, stop and kind are exact. Its entity is right if the canonical name has the
gold one's key; names left open for the archive to settle are counted apart and do not count as right. Persons who are
only described ("the Norwegian prime minister") are no names and left out.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.extract.dates.anchor import Anchor
from archive.extract.dates.expressions import find_dates
from archive.extract.names import default
from archive.resolve import entity_key, resolve_snippet
from archive.text.tokens import tokenise

if TYPE_CHECKING:
    from archive.types import DateSpan, Mention

KINDS = ("person", "organisation", "place")
_ANCHOR = Anchor("2020-06-15")


def scores(right: int, found: int, gold: int) -> str:
    """Precision, recall and F1 as one line."""
    precision = right / found if found else 0.0
    recall = right / gold if gold else 0.0
    f1 = 2 * right / (found + gold) if found + gold else 0.0
    return f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  ({right} right, {found} found, {gold} gold)"


class Tally:
    """Counts over labelled snippets."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.gold: Counter[str] = Counter()
        self.right_by_rule: Counter[str] = Counter()
        self.found_by_rule: Counter[str] = Counter()
        self.entities: Counter[str] = Counter()
        self.mistakes: list[str] = []

    def add(self, line: dict[str, Any]) -> None:
        """Recognises and resolves one snippet, and compares."""
        text = line["text"]
        expected = {(m["start"], m["stop"], m["kind"]): m["entity"] for m in line["mentions"]}
        spans = default().find([text])[0]
        mentions = [m for m in resolve_snippet(text, spans, dated=line.get("date")) if not m.rule.startswith("role")]
        places = [(mention.start, mention.stop, mention.kind) for mention in mentions]
        for span, mention, place in zip(spans, mentions, places, strict=True):
            self.found[span.kind] += 1
            self.found_by_rule[span.rule] += 1
            if place in expected:
                self.right[span.kind] += 1
                self.right_by_rule[span.rule] += 1
                self.judge(mention, expected[place])
            else:
                self.mistakes.append(f"+ {span.kind:12} {_around(text, span.start, span.stop)} [{span.rule}]")
        self.gold.update(kind for _, _, kind in expected)
        missed = expected.keys() - set(places)
        self.mistakes += [f"- {kind:12} {_around(text, start, stop)}" for start, stop, kind in missed]

    def judge(self, mention: Mention, entity: str) -> None:
        """Compares the entity of a mention that was rightly found."""
        is_same = entity_key(mention.name, mention.kind) == entity_key(entity, mention.kind)
        verdict = "right" if is_same else "open" if mention.bare else "wrong"
        self.entities[verdict] += 1
        if not is_same:
            what = f"{mention.surface} -> {mention.name} [{mention.rule}], is {entity}"
            self.mistakes.append(f"= {verdict:12} {what}")

    def show(self, *, errors: bool, rules: bool) -> None:
        """Prints the figures."""
        for kind in KINDS:
            print(f"{kind:13} {scores(self.right[kind], self.found[kind], self.gold[kind])}")
        print(f"{'all':13} {scores(self.right.total(), self.found.total(), self.gold.total())}")
        right, still_open = self.entities["right"], self.entities["open"]
        of_all = right / max(1, self.entities.total())
        of_settled = right / max(1, self.entities.total() - still_open)
        print(f"entities      {of_all:.3f} right, {of_settled:.3f} of those settled; {still_open} left open")
        if rules:
            for rule, times in self.found_by_rule.most_common():
                print(f"  {rule:20} {self.right_by_rule[rule] / times:.2f} of {times}")
        if errors:
            print("\n".join(sorted(self.mistakes)))


def _around(text: str, start: int, stop: int) -> str:
    return f"{text[max(0, start - 30) : start]}<{text[start:stop]}>{text[stop : stop + 25]}"


def mentions_of(texts: list[str]) -> list[list[Mention]]:
    """Recognises and resolves the names of snippets."""
    return [
        resolve_snippet(text, spans, dated="2020") for text, spans in zip(texts, default().find(texts), strict=True)
    ]


def dates_of(texts: list[str]) -> list[list[DateSpan]]:
    """The date expressions of snippets."""
    return [find_dates(text, anchor=_ANCHOR) for text in texts]


def speed(lines: list[dict[str, Any]], *, seconds: float = 3.0) -> None:
    """Prints snippets a second on one core, by what is done with them, scaled to 30 words; of names also tokens.

    Time of this process is counted, and the best round of several, so that other work on the machine matters little.
    """
    texts = [line["text"] for line in lines]
    words = sum(len(text.split()) for text in texts)
    tokens = sum(len(tokenise(text).words) for text in texts)
    recogniser = default()
    recogniser.find(texts)
    for what, work in (
        ("names", lambda: recogniser.find(texts)),
        ("dates", lambda: dates_of(texts)),
        ("names, resolved", lambda: mentions_of(texts)),
        ("all together", lambda: (mentions_of(texts), dates_of(texts))),
    ):
        taken, begun = float("inf"), time.process_time()
        while (start := time.process_time()) - begun < seconds:
            work()
            taken = min(taken, time.process_time() - start)
        more = f", {tokens / taken:,.0f} tokens" if what == "names" else ""
        print(f"{what:16} {words / 30 / taken:,.0f} snippets of 30 words a second{more}")


def main() -> None:
    """Reads files of labelled snippets and prints the figures of each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("teasers", type=Path, nargs="+")
    parser.add_argument("--errors", action="store_true", help="list every mistake")
    parser.add_argument("--rules", action="store_true", help="precision of each rule")
    parser.add_argument("--no-speed", action="store_true", help="skip the timing")
    options = parser.parse_args()
    everything = []
    for path in options.teasers:
        with path.open(encoding="utf-8") as stream:
            lines = [json.loads(line) for line in stream]
        tally = Tally()
        for line in lines:
            tally.add(line)
        print(f"{path.name}: {len(lines)} snippets")
        tally.show(errors=options.errors, rules=options.rules)
        everything += lines
    if not options.no_speed:
        speed(everything)


if __name__ == "__main__":
    main()
