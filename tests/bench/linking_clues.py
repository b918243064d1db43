"""What each clue of what a surname wears brings: all holders of offices whom the gazetteer knows, in plain sentences.

    python tests/bench/linking_clues.py [--odds]

Each stands under the surname with the office, with office and country, with office and people, with another people's
office, with the country alone. A sentence is right if the holder is meant; of another people's office and of the
country alone, which may well be somebody else's, if the name is open or no more than the guess of a famous bearer.
Printed is how many are right and wrong, and how that changes without a clue; with --odds, with twice and half its odds.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple
from unittest.mock import patch

from archive.extract.names import default
from archive.gazetteer import load
from archive.resolve import resolve_snippet, worn
from archive.resolve.name_keys import folded
from archive.resolve.peoples import peoples
from archive.resolve.weighing import Clue
from archive.types import NameSpan

DATED = (None, "2024-10-24")
LONGEST = 30


class Sentence(NamedTuple):
    """A sentence with a surname, and whose it is."""

    text: str
    surname: str
    meant: str | None
    """None: somebody else's, perhaps."""
    sort: str


def sentences() -> Iterator[Sentence]:
    """What is said of all holders of offices."""
    offices = set(worn._OF_A_LAND) | {"secretary", "general", "chair", "director", "speaker"}
    for name in sorted({name for _, name in load().persons()}):
        person = load().entity(name, "person")
        office, has_owner, _ = (person.description or "").partition(" of ") if person else ("", "", "")
        surname = name.rsplit(" ", 1)[-1]
        if not has_owner or len(office) > LONGEST or office.lower().split()[-1] not in offices or surname == name:
            continue
        country = person.country if person else None
        yield Sentence(f"On Monday {office} {surname} left the hall.", surname, name, "office")
        if country is None:
            continue
        yield Sentence(f"On Monday {office} {surname} left the hall in {country}.", surname, name, "and country")
        yield Sentence(f"On Monday {surname} left the hall in {country}.", surname, None, "country alone")
        for people in peoples().get(country, ())[:1]:
            yield Sentence(f"On Monday {people} {office} {surname} left the hall.", surname, name, "of a people")
            other = "French" if country == "United Kingdom" else "British"
            yield Sentence(f"On Monday {other} {office} {surname} left the hall.", surname, None, "of another people")


def judged(every: list[tuple[Sentence, list[NameSpan]]]) -> Counter[tuple[str, str]]:
    """How many of each sort are right, wrong and open."""
    counted: Counter[tuple[str, str]] = Counter()
    for sentence, spans in every:
        for dated in DATED:
            for mention in resolve_snippet(sentence.text, spans, dated=dated):
                if mention.surface != sentence.surname:
                    continue
                is_open = mention.bare is not None
                is_right = is_open if sentence.meant is None else folded(mention.name) == folded(sentence.meant)
                counted[sentence.sort, "right" if is_right else "open" if is_open else "wrong"] += 1
    return counted


def main() -> None:
    """Prints the figures of all clues, and without each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--odds", action="store_true", help="twice and half the odds of each clue, too")
    options = parser.parse_args()
    told = list(sentences())
    every = list(zip(told, default().find([each.text for each in told]), strict=True))
    whole = judged(every)
    print("all", dict(sorted(whole.items())))
    clues = {name: value for name, value in vars(worn).items() if isinstance(value, Clue)}
    for name, clue in clues.items():
        for odds in (1, 2 * clue.odds, clue.odds / 2) if options.odds else (1,):
            with patch.object(worn, name, clue._replace(odds=odds)):
                now = judged(every)
            changed = {" ".join(key): now[key] - whole[key] for key in sorted(now | whole) if now[key] != whole[key]}
            print(f"{name} {clue.odds} -> {odds}", changed)


if __name__ == "__main__":
    main()
