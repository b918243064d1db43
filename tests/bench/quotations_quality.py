"""Prints how well quotations and their speakers are found, and what that costs beside the rest of extraction.

    python tests/bench/quotations_quality.py LABELLED.jsonl [MORE…] [--errors] [--no-speed]

A line is `{"text", "quotations": [{"start", "stop", "speaker"}]}`, optionally with `kind` ('direct', 'fragment' or
'indirect') and `date`; `begins` may stand instead of `stop`, then the start alone has to fit. A folder stands for the
`.jsonl` files in it. `speaker` is a canonical name, or the words of a role ("a spokesman"), or null: then any speaker
who is no entity is right. Where a set gives no kinds, all of its quotations count as direct speech or fragments, and
indirect speech is not measured. Names are found and resolved first, so a wrong name is a wrong speaker. Where labels
have a `role`, the words by which a speaker is called who is not named, it is counted how many are linked, and how many
of the links are right.

In headlines and teasers, what stands in quotation marks is labelled so:

- It is speech (and counts for recall) if the text says that it was said, by a verb or noun of saying, calling, judging
  or thinking, or a name beside a colon or dash; if it is an utterance that stands by itself, as the whole headline, its
  own sentence or parted from its topic by a colon or dash; or if it holds the predicate of the headline, from its verb
  on or all that follows a form of "be", in two words or more ("Works “could last for years”"). Where nobody is named
  as the one who said it, its speaker is null.
- It is no speech if it is a name, a title, a nickname, a slogan, a term or a word that is talked of, or a scare quote:
  a noun or adjective in the writer's own sentence that nobody is said to have uttered.
- Kind 'open' is for words that are somebody's though nothing says that they were said ("Wales has a “duty”", a noun
  alone before a colon). They are neither asked for nor counted against what finds them.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.annotate import Content, contents
from archive.extract.names import default
from archive.extract.quotations.passages import QuotationSpan, quotations
from archive.resolve import entity_key, resolve_snippet
from archive.resolve.known_names import known_person
from archive.resolve.name_keys import folded
from archive.types import Mention

QUOTED = "direct + fragment"
_ARTICLES = ("a ", "an ", "the ")


@dataclass(slots=True)
class Counts:
    """Right spans, right speakers among them, found and labelled ones."""

    spans: int = 0
    speakers: int = 0
    found: int = 0
    gold: int = 0
    missed_kind: int = 0

    def line(self) -> str:
        """Precision and recall of spans, and of spans with the right speaker; accuracy of speakers."""

        def share(part: int, whole: int) -> str:
            return f"{part / whole:.3f}" if whole else "  -  "

        return (
            f"spans P {share(self.spans, self.found)} R {share(self.spans, self.gold)}   "
            f"speakers {share(self.speakers, self.spans)}   "
            f"both P {share(self.speakers, self.found)} R {share(self.speakers, self.gold)}   "
            f"({self.found} found, {self.gold} labelled)"
        )


@dataclass(slots=True)
class Tally:
    """Counts by kind, and the mistakes."""

    by_kind: dict[str, Counts] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)

    def of(self, kind: str) -> Counts:
        """The counts of one kind."""
        return self.by_kind.setdefault(kind, Counts())

    def add(self, record: dict[str, Any], mentions: list[Mention], found: list[QuotationSpan]) -> None:
        """Compares what was found in one text with its labels."""
        gold = {quotation["start"]: quotation for quotation in record["quotations"]}
        text = record["text"]
        taken = set()
        for span in found:
            label = gold.get(span.start)
            if label is not None and not _is_same_group(span, label):
                label = None
            group = "indirect" if span.kind == "indirect" else QUOTED
            kinds = (group,) if group == "indirect" else (group, span.kind)
            for kind in kinds:
                self.of(kind).found += 1
            if label is None or label.get("stop", span.stop) != span.stop:
                self.mistakes.append(f"+ {span.kind:8} {_around(text, span.start, span.stop)} <- {span.speaker_text}")
                continue
            taken.add(span.start)
            right = is_right_speaker(label["speaker"], span, mentions)
            for kind in kinds:
                self.of(kind).spans += 1
                self.of(kind).speakers += right
            if not right:
                what = f"{span.speaker_text} is {label['speaker']}"
                self.mistakes.append(f"= {span.kind:8} {_around(text, span.start, span.stop)} <- {what}")
        for start, label in gold.items():
            kind = label.get("kind") or "?"
            self.of("indirect" if kind == "indirect" else QUOTED).gold += 1
            if kind in {"direct", "fragment"}:
                self.of(kind).gold += 1
            if start not in taken:
                stop = label.get("stop", start + len(label.get("begins", "")))
                self.mistakes.append(f"- {kind:8} {_around(text, start, stop)} <- {label['speaker']}")


def _is_same_group(span: QuotationSpan, label: dict[str, Any]) -> bool:
    return (span.kind == "indirect") == (label.get("kind") == "indirect")


def is_right_speaker(expected: str | None, span: QuotationSpan, mentions: list[Mention]) -> bool:
    """Whether a quotation's speaker is the labelled one, by entity or by the words of the role."""
    named = next((m for m in mentions if (m.start, m.stop) == span.speaker), None)
    if expected is None:
        return named is None
    if named is not None:
        is_called_so = folded(expected) in (folded(named.surface), _surname(named.name))  # "Putin"
        return is_called_so or entity_key(named.name, named.kind) == entity_key(expected, named.kind)
    return _words(span.speaker_text or "") == _words(expected)


def _words(role: str) -> str:
    lowered = folded(role)
    return next((lowered.removeprefix(article) for article in _ARTICLES if lowered.startswith(article)), lowered)


def _around(text: str, start: int, stop: int) -> str:
    return f"{text[max(0, start - 45) : start]}<{text[start:stop]}>{text[stop : stop + 45]}".replace("\n", " ")


def files_of(paths: list[Path]) -> Iterator[Path]:
    """The files named, and those of the folders named."""
    for path in paths:
        yield from sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]


def labelled(file: Path) -> list[dict[str, Any]]:
    """The records of a file."""
    with file.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def said_in(records: list[dict[str, Any]]) -> list[Content]:
    """What all texts say."""
    return contents(default(), [(record["text"], record.get("date")) for record in records])


def mentions_of(records: list[dict[str, Any]]) -> list[list[Mention]]:
    """Recognises and resolves the names of all texts."""
    found = default().find([record["text"] for record in records])
    return [
        resolve_snippet(record["text"], spans, dated=record.get("date"))
        for record, spans in zip(records, found, strict=True)
    ]


def measure(records: list[dict[str, Any]]) -> Tally:
    """Extracts the quotations of all texts and compares them; kinds are compared where a set gives them."""
    tally = Tally()
    has_kinds = any(quotation.get("kind", "open") != "open" for record in records for quotation in record["quotations"])
    for record, said in zip(records, said_in(records), strict=True):
        undecided = {label["start"] for label in record["quotations"] if label.get("kind") == "open"}
        labels = [label for label in record["quotations"] if label["start"] not in undecided]
        found = [span for span in said.quotations if span.start not in undecided]
        tally.add(
            {**record, "quotations": labels},
            list(said.mentions),
            found if has_kinds else [span for span in found if span.kind != "indirect"],
        )
    if not has_kinds:
        for kind in ("direct", "fragment"):
            tally.by_kind.pop(kind, None)
    return tally


def show_roles(records: list[dict[str, Any]], *, errors: bool) -> None:
    """Prints how many speakers by role are linked: of those who are somebody, whether the quotation is found or not."""
    labels = linked = right = 0
    for record, said in zip(records, said_in(records), strict=True):
        found = {span.start: span for span in said.quotations}
        names = {(mention.start, mention.stop): mention.name for mention in said.mentions}
        for label in record["quotations"]:
            if not label.get("role"):
                continue
            span = found.get(label["start"])
            name = names.get(span.speaker) if span is not None and span.speaker else None
            expected = label["speaker"] and (known_person(label["speaker"]) or label["speaker"])
            is_right = name is not None and expected is not None and _surname(name) == _surname(expected)
            labels += expected is not None
            linked += name is not None
            right += is_right
            if errors and name != expected and not is_right:
                told = span.speaker_text if span else "(not found)"
                print(f"~ {record['date']} {label['role']}: {told} -> {name} is {expected} | {record['text'][:90]}")
    if labels or linked:
        print(f"  by role: {right} of {labels} who are somebody are linked, {right} of {linked} links are right")


def _surname(name: str) -> str:
    return folded(name.partition(",")[0]).rsplit(" ", 1)[-1]


def _seconds(work: Callable[[], object], *, rounds: int = 3) -> float:
    best = float("inf")
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return best


def show_speed(records: list[dict[str, Any]]) -> None:
    """Prints the time of this step, and of names and resolving, for the same texts; best of three runs."""
    mentions = mentions_of(records)
    pairs = [(record["text"], found) for record, found in zip(records, mentions, strict=True)]
    ours = _seconds(lambda: [quotations(text, found) for text, found in pairs])
    names = _seconds(lambda: mentions_of(records))
    kinds = Counter(bool(quotations(text, found)) for text, found in pairs)
    per = 1e6 / len(records)
    print(
        f"speed: {ours * per:.0f} µs a text beside {names * per:.0f} µs for names and resolving, "
        f"{ours / names:.1%}; {kinds[True]} of {len(records)} texts hold quotations"
    )


def main() -> None:
    """Reads labelled texts and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true", help="list every mistake")
    parser.add_argument("--no-speed", action="store_true", help="skip the timing")
    options = parser.parse_args()
    everything: list[dict[str, Any]] = []
    for file in files_of(options.labelled):
        records = labelled(file)
        everything += records
        tally = measure(records)
        print(f"{file}: {len(records)} texts")
        for kind in (QUOTED, "direct", "fragment", "indirect"):
            if kind in tally.by_kind:
                print(f"  {kind:18} {tally.by_kind[kind].line()}")
        if options.errors:
            print("\n".join(sorted(tally.mistakes)))
        show_roles(records, errors=options.errors)
    if not options.no_speed and everything:
        show_speed(everything)


if __name__ == "__main__":
    main()
