"""Does a bare surname mean who is named in full in the same article? Measured on a folder of articles.

    python tests/bench/linking_quality.py FOLDER... [--errors] [--apart]

An article is a file that `archive ingest` reads, such as plain text with an empty line between paragraphs: a paragraph
is a snippet, so that the resolver sees none of the others. All articles go into one archive, or with `--apart` each
into its own. Looked at is every surname alone that belongs to exactly one of the persons whom its article names in
full; it agrees if it is linked with that person. Those with a famous rival, somebody else in the gazetteer who bears
the surname, are counted apart from the rest. What is left open is no agreement.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from archive.gazetteer import load
from archive.ingest import ingest
from archive.resolve import entity_key, surname_keys
from archive.resolve.name_keys import folded
from archive.runs import IngestOptions, Progress
from archive.store.database import close_archive, open_archive

if TYPE_CHECKING:
    import sqlite3

    from archive.types import Problem


class Name(NamedTuple):
    """A mention of a person."""

    source_id: int
    snippet_id: int
    surface: str
    entity: str
    rule: str
    text: str
    start: int


def judged(conn: sqlite3.Connection) -> Iterable[tuple[str, str, str, Name]]:
    """Every bare surname with one bearer in its article: sort, verdict, the bearer, and the mention."""
    articles: defaultdict[int, list[Name]] = defaultdict(list)
    rows = conn.execute(
        """select distinct g.source_id, m.snippet_id, m.surface, e.name, m.rule, s.text, m.start
           from mentions m join snippets s on s.id = m.snippet_id join sightings g on g.snippet_id = s.id
           join entities e on e.id = m.entity_id where e.kind = 'person' and m.rule not like 'role%'
           order by g.source_id, g.position, m.start"""
    )
    for row in map(Name._make, rows):
        articles[row.source_id].append(row)
    for names in articles.values():
        bearers: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for name in names:
            for key in surname_keys(name.surface):
                bearers[key][entity_key(name.entity, "person")] = name.entity
        for name in names:
            here = bearers.get(folded(name.surface), {}) if not surname_keys(name.surface) else {}
            if len(here) == 1:
                ((key, bearer),) = here.items()
                is_rival = _has_rival(folded(name.surface), key)
                yield "with a famous rival" if is_rival else "the rest", _verdict(name, key), bearer, name


def _verdict(name: Name, key: str) -> str:
    if entity_key(name.entity, "person") == key:
        return "agrees"
    return "open" if folded(name.entity) == folded(name.surface) else "wrong"


def _has_rival(surname: str, bearer: str) -> bool:
    return any(
        entity.kind == "person" and entity_key(entity.name, "person") != bearer
        for form in (surname.title(), surname.capitalize())
        for entity, _ in load().by_alias(form)
    )


def measure(groups: Iterable[Sequence[Path]], *, errors: bool) -> tuple[Counter[tuple[str, str]], ...]:
    """Ingest groups of articles, each into an archive of its own: verdicts on surnames, by sort and by rule."""
    counted: Counter[tuple[str, str]] = Counter()
    rules: Counter[tuple[str, str]] = Counter()
    for group in groups:
        with tempfile.TemporaryDirectory() as folder:
            db = open_archive(Path(folder) / "a.db", create=True)
            try:
                ingest(db, [str(path) for path in group], IngestOptions(), _raise, Progress())
                for sort, verdict, bearer, name in judged(db.conn):
                    counted[sort, verdict] += 1
                    rules[name.rule, verdict] += 1
                    if errors and verdict != "agrees":
                        near = name.text[max(0, name.start - 40) : name.start + 60]
                        print(f"{verdict} {name.surface} -> {name.entity} [{name.rule}], is {bearer}: {near!r}")
            finally:
                close_archive(db)
    return counted, rules


def articles(folders: Iterable[Path]) -> list[Path]:
    """The files of folders."""
    return sorted(path for folder in folders for path in folder.iterdir() if path.is_file())


def show(counted: Counter[tuple[str, str]], rules: Counter[tuple[str, str]]) -> None:
    """Print what was counted."""
    for sort in sorted({sort for sort, _ in counted}):
        every = sum(count for (one, _), count in counted.items() if one == sort)
        told = ", ".join(f"{verdict} {counted[sort, verdict] / every:.3f}" for verdict in ("agrees", "open", "wrong"))
        print(f"{sort:20} {every:6} surnames: {told}")
    for rule in sorted({rule for rule, _ in rules}):
        every = sum(count for (one, _), count in rules.items() if one == rule)
        print(f"  {rule:20} {rules[rule, 'agrees'] / every:.3f} of {every}")


def _raise(problem: Problem) -> None:
    raise SystemExit(str(problem))


def main() -> None:
    """Reads folders of articles and prints the figures of all of them together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--errors", action="store_true", help="list every surname that does not agree")
    parser.add_argument("--apart", action="store_true", help="an archive for each article")
    options = parser.parse_args()
    every = articles(options.folders)
    show(*measure([[path] for path in every] if options.apart else [every], errors=options.errors))


if __name__ == "__main__":
    main()
