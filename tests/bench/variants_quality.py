"""How well near-duplicates are told: labelled pairs, made cuts and edits, and accepted pairs of a real corpus to read.

    python tests/bench/variants_quality.py [CORPUS.jsonl[.gz]] [--pairs PAIRS.jsonl ...] [--sample 3000] [--show 100]

A line of the corpus is a JSON object with a "text", and with a "date" if it has one. Prints, for each kind of made
copy, the share that meets its original under a key and the share that is then recognised; the rate of `text_keys`;
how many pairs share a key; and a random choice of the pairs that the corpus itself holds and `relation` accepts, for a
person to judge.

A line of labelled pairs is a JSON object with two texts "a" and "b", a "label" (`edit`: the same text, edited;
`reworded`: said in other words, which need not be seen and isn't wrong; `other`), and what is known of them: "days"
apart, "same_address", "same_place". Prints recall of the edits and precision for each file.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations
from pathlib import Path

from archive.variants import Evidence, relation, text_keys

MOST_A_KEY = 200
"""Texts of one key that are paired with one another; templates share theirs with thousands."""

Maker = Callable[[str, random.Random], str | None]


def texts_of(path: Path) -> dict[str, int | None]:
    """The distinct texts of a corpus, in order, with the days on which they first appeared."""
    data = path.read_bytes()
    lines = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8").splitlines()
    days: dict[str, int | None] = {}
    for row in (json.loads(line) for line in lines if line):
        days.setdefault(row["text"], date.fromisoformat(row["date"]).toordinal() if row.get("date") else None)
    return days


def judge_pairs(path: Path) -> None:
    """Print how many labelled edits are recognised, and how much of what is recognised is right."""
    told: Counter[tuple[str, bool]] = Counter()
    for row in (json.loads(line) for line in path.read_text("utf-8").splitlines() if line):
        days, one, other = row.get("days"), row["a"], row["b"]
        evidence = Evidence(days, row.get("same_address", False), row.get("same_place", False))
        keys = {*text_keys(one).at([0] if days is not None else [])}
        are_met = evidence.same_address or not keys.isdisjoint(
            text_keys(other).at([] if days is None else [days], around=True)
        )
        told[row["label"], are_met and relation(one, other, evidence) is not None] += 1
    found, missed, wrong = told["edit", True], told["edit", False], told["other", True]
    print(
        f"{path.name}: {told.total()} pairs, {found + missed} of them edits: recall {found / (found + missed):.1%}, "
        f"precision {found / max(found + wrong, 1):.1%}; {told['reworded', True]} reworded ones recognised too"
    )


def cut_at(characters: int) -> Maker:
    """Maker of texts cut after so many characters, in the middle of a word or not."""
    return lambda text, _: text[:characters].rstrip() if len(text) > characters + 20 else None


def fifty_words(text: str, _: random.Random) -> str | None:
    words = text.split()
    return " ".join(words[:50]) if len(words) > 53 else None


def mid_word(text: str, rng: random.Random) -> str | None:
    words = text.split()
    if len(words) < 12:
        return None
    at = rng.randrange(7, len(words) - 1)
    return " ".join([*words[:at], words[at][: max(1, len(words[at]) // 2)]])


def with_ellipsis(text: str, rng: random.Random) -> str | None:
    words = text.split()
    return " ".join(words[: rng.randrange(7, len(words) - 1)]) + " …" if len(words) >= 12 else None


def headless(text: str, _: random.Random) -> str | None:
    return text if len(text.split()) >= 12 else None


def _on_a_small_word(text: str, rng: random.Random, edit: Callable[[str], str]) -> str | None:
    words = text.split()
    small = [at for at, word in enumerate(words) if re.fullmatch("[a-z]{2,}", word)]
    if len(words) < 28 or not small:
        return None
    at = rng.choice(small)
    words[at] = edit(words[at])
    return " ".join(word for word in words if word)


def word_gone(text: str, rng: random.Random) -> str | None:
    return _on_a_small_word(text, rng, lambda _: "")


def word_new(text: str, rng: random.Random) -> str | None:
    return _on_a_small_word(text, rng, lambda word: f"{word} reportedly")


def word_changed(text: str, rng: random.Random) -> str | None:
    return _on_a_small_word(text, rng, lambda _: "certain")


def punctuation(text: str, _: random.Random) -> str | None:
    edited = text.replace("'", "’").replace("-", " ").replace(",", "").replace('"', "“").rstrip(".")
    return edited if edited != text else None


def spelling(text: str, _: random.Random) -> str | None:
    edited = re.sub(r"ization\b", "isation", re.sub(r"\b([A-Z]\w+sk)y\b", r"\1iy", text.replace("percent", "%")))
    return edited if edited != text else None


def other_number(text: str, rng: random.Random) -> str | None:
    numbers = list(re.finditer(r"(?<![\w.,])\d{1,3}(?![\w.,]*\d)", text))
    if not numbers:
        return None
    chosen = rng.choice(numbers)
    return text[: chosen.start()] + str(int(chosen[0]) + rng.randrange(1, 9)) + text[chosen.end() :]


def other_name(text: str, rng: random.Random) -> str | None:
    names = list(re.finditer(r"(?<=[a-z] )[A-Z][a-z]{4,}", text))
    if not names:
        return None
    chosen = rng.choice(names)
    return text[: chosen.start()] + "Ruritania" + text[chosen.end() :]


def negated(text: str, _: random.Random) -> str | None:
    edited = re.sub(r"\b(will|is|are|was|were|has|have)\b", r"\1 not", text, count=1)
    return edited if edited != text else None


COPIES: dict[str, Maker] = {
    "cut at 300 characters": cut_at(300),
    "cut at 150 characters": cut_at(150),
    "cut at 50 words": fifty_words,
    "cut in a word": mid_word,
    "cut with an ellipsis": with_ellipsis,
    "without its headline": headless,
    "punctuation": punctuation,
    "spelling": spelling,
    "a small word gone": word_gone,
    "a small word more": word_new,
    "a small word changed": word_changed,
}
OTHERS: dict[str, Maker] = {"another number": other_number, "another name": other_name, "negated": negated}


def judge(name: str, make: Maker, texts: list[str], rng: random.Random) -> None:
    """Print how many made copies meet their original and how many are recognised."""
    made = met = found = 0
    for text in texts:
        copy = make(text, rng)
        if copy is None or copy == "":
            continue
        original = f"What the new rules mean for everyone in town {text}" if make is headless else text
        made += 1
        met += not set(text_keys(copy).copies).isdisjoint(text_keys(original).copies)
        found += relation(copy, original) is not None
    print(f"{name:24}{made:7}{met / max(made, 1):10.1%}{found / max(made, 1):12.1%}")


def natural_pairs(days: dict[str, int | None]) -> Iterator[tuple[str, str]]:
    """Pairs of a corpus that share a key, each once."""
    holders: defaultdict[int, list[str]] = defaultdict(list)
    for text, day in days.items():
        for key in text_keys(text).at([] if day is None else [day]):
            holders[key].append(text)
    print(f"largest key: {max(map(len, holders.values()), default=0)} texts")
    seen: set[tuple[str, str]] = set()
    for members in holders.values():
        for pair in combinations(members[:MOST_A_KEY], 2):
            if pair not in seen:
                seen.add(pair)
                yield pair


def judge_corpus(days: dict[str, int | None], options: argparse.Namespace) -> None:
    """Print what becomes of made copies of a corpus's texts, and of the pairs that it holds."""
    rng = random.Random(options.seed)
    texts = list(days)
    sample = rng.sample(texts, min(options.sample, len(texts)))

    print(f"{'made copies':24}{'made':>7}{'met':>10}{'recognised':>12}")
    for name, make in COPIES.items():
        judge(name, make, sample, rng)
    print("other texts (recognised should be 0)")
    for name, make in OTHERS.items():
        judge(name, make, sample, rng)

    started = time.process_time()
    for text in texts:
        text_keys(text)
    took = time.process_time() - started
    print(f"text_keys: {len(texts) / took:,.0f} texts/s of {sum(map(len, texts)) / len(texts):.0f} characters")

    started, pairs = time.process_time(), 0
    accepted: list[tuple[str, int | None, str, str]] = []
    for left, right in natural_pairs(days):
        pairs += 1
        one, other = days[left], days[right]
        apart = None if one is None or other is None else abs(one - other)
        if how := relation(left, right, Evidence(apart)):
            accepted.append((how, apart, left, right))
    took = time.process_time() - started
    print(f"{pairs:,} pairs share a key; {len(accepted):,} accepted; {pairs / took:,.0f} pairs/s\n")
    for kind, apart, left, right in rng.sample(accepted, min(options.show, len(accepted))):
        print(f"[{kind}, {'?' if apart is None else apart} days apart]\n  {left}\n  {right}")


def main() -> None:
    """Run the measurements and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--pairs", type=Path, nargs="+", default=[])
    parser.add_argument("--sample", type=int, default=3000)
    parser.add_argument("--show", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for path in options.pairs:
        judge_pairs(path)
    if options.corpus:
        judge_corpus(texts_of(options.corpus), options)


if __name__ == "__main__":
    main()
