"""Are firms that share their names with places and persons told from them, and the others kept?

    python tests/bench/firms_quality.py [--half first|second] [--errors]

`firms.csv` holds invented sentences with one name in brackets, its kind and the entity (several usual names of it with
bars between). Each is resolved by itself, and then in an archive that names the firms often. A mention is right if a
name of that kind stands at the place, and is linked with the entity, or left open as a bare name of that kind.
"""

from __future__ import annotations

import argparse
import csv
import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from archive.extract.names import default
from archive.ingest import ingest
from archive.resolve import entity_key, resolve_snippet
from archive.runs import IngestOptions, Progress
from archive.store.database import close_archive, open_archive
from archive.types import EntityKind, Problem

SENTENCES = Path(__file__).with_name("firms.csv")
KINDS: dict[str, EntityKind] = {"person": "person", "organisation": "organisation", "place": "place"}


class Sentence(NamedTuple):
    """A sentence, and the name that it is about."""

    text: str
    start: int
    surface: str
    kind: EntityKind
    entities: frozenset[str]

    def is_right(self, kind: str, entity: str) -> bool:
        """Whether an entity of a kind is the one that is meant."""
        return kind == self.kind and entity_key(entity, self.kind) in self.entities


def sentences(path: Path = SENTENCES) -> list[Sentence]:
    """All sentences of a file."""
    found = []
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            before, surface, _ = re.split(r"[\[\]]", row["text"])
            kind = KINDS[row["kind"]]
            surface, start = surface.removeprefix("The "), len(before) + 4 * surface.startswith("The ")
            entities = frozenset(entity_key(name, kind) for name in [*row["entity"].split("|"), surface])
            found.append(Sentence(row["text"].translate({91: None, 93: None}), start, surface, kind, entities))
    return found


def alone(every: Iterable[Sentence]) -> list[tuple[Sentence, str, str]]:
    """What each sentence by itself makes of its name: kind and entity, empty where it finds none."""
    told: list[tuple[Sentence, str, str]] = []
    for each in every:
        mentions = resolve_snippet(each.text, default().find([each.text])[0], dated="2024-10-24")
        found = next((m for m in mentions if m.start == each.start), None)
        told.append((each, found.kind if found else "", found.name if found else ""))
    return told


def in_archive(every: Sequence[Sentence]) -> list[tuple[Sentence, str, str]]:
    """The same in an archive that speaks of the firms."""
    firms = {each.surface for each in every if each.kind == "organisation"}
    news = [f"{about} {firm} {what}." for firm in sorted(firms) for about, what in _NEWS]
    with tempfile.TemporaryDirectory() as folder:
        page, wire = Path(folder) / "page.txt", Path(folder) / "wire.txt"
        page.write_text("\n\n".join(each.text for each in every), encoding="utf-8")
        wire.write_text("\n\n".join(news), encoding="utf-8")
        db = open_archive(Path(folder) / "a.db", create=True)
        try:
            ingest(db, [str(wire), str(page)], IngestOptions(), _raise, Progress())
            found = {
                (text, start): (kind, name)
                for text, start, kind, name in db.conn.execute(
                    """select s.text, m.start, e.kind, e.name from mentions m
                       join snippets s on s.id = m.snippet_id join entities e on e.id = m.entity_id"""
                )
            }
        finally:
            close_archive(db)
    return [(each, *found.get((each.text, each.start), ("", ""))) for each in every]


_NEWS = (("Shares of", "fell on Monday"), ("The company", "reported a profit"), ("A stake in", "was sold by the fund"))


def _raise(problem: Problem) -> None:
    raise SystemExit(str(problem))


def main() -> None:
    """Prints the share that is right, by kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("first", "second"), help="every other sentence only")
    parser.add_argument("--errors", action="store_true", help="list every mistake")
    options = parser.parse_args()
    every = sentences()
    if options.half:
        every = every[options.half == "second" :: 2]
    for what, told in (("alone", alone(every)), ("in an archive", in_archive(every))):
        for kinds in (("organisation",), ("place", "person")):
            of_kind = [one for one in told if one[0].kind in kinds]
            right = sum(each.is_right(kind, entity) for each, kind, entity in of_kind)
            print(f"{what:14} {' and '.join(kinds):20} {right / len(of_kind):.3f} of {len(of_kind)}")
        if options.errors:
            wrong = [one for one in told if not one[0].is_right(*one[1:])]
            print("\n".join(f"  {each.text} [{each.surface}] -> {kind} {entity}" for each, kind, entity in wrong))


if __name__ == "__main__":
    main()
