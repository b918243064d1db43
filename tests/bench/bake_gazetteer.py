"""Makes the baked tables of the gazetteer out of a folder with the raw files.

    python tests/bench/bake_gazetteer.py RAW [--measure CORPUS]

The same raw files and the same `evidence.csv` always give the same bytes. `evidence.csv` holds what a large pile of
dated news says about the aliases themselves, as bare counts: how often each is written with capitals, how often
beside a place preposition or in the company of its country, how often the same word is written small. It decides
which aliases can stand alone. `--measure` counts anew (JSON Lines, gzip, with a `text` field) before baking.

Hand-made rows (`curated*.csv`) are never written here; they are read so that nothing is baked twice.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer_names import (
    armed_groups,
    firms,
    legislators,
    national_bodies,
    offices,
    outlets,
    parties,
    past_leaders,
    present_leaders,
    publishers,
)
from gazetteer_places import capitals, cities, countries, divisions
from gazetteer_raw import GENERIC, Bakery, Evidence, demonyms, read_csv, write_csv

from archive.gazetteer import TABLES, AliasMatch, Gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable

HEADER = ("name", "kind", "description", "country", "wikidata", "strong", "surname", "weak")

PREPOSITIONS = re.compile(r"\b(?:in|near|at|from|around|outside|towards?|to|of|between|into|city|town|village) $")


def bake(raw: Path, tables: Path, evidence: dict[str, Evidence], target: Path, outlets_to: Path) -> None:
    """Writes all baked tables into `target` and the outlets to their file.

    Raises:
        FileNotFoundError: A raw file or a curated table is missing.
    """
    bakery = Bakery(raw, tables, evidence)
    places = [*countries(bakery), *divisions(bakery), *capitals(bakery)]
    organisations = [
        *publishers(bakery),
        *armed_groups(bakery),
        *firms(bakery),
        *parties(bakery),
        *national_bodies(bakery),
    ]
    persons = [*present_leaders(bakery), *legislators(bakery), *past_leaders(bakery)]
    for file, rows in (("places", places), ("organisations", organisations), ("persons", persons)):
        unique = {(row[0], row[1]): row for row in reversed(rows)}
        write_csv(target / f"{file}.csv", HEADER, sorted(unique.values()))
    write_csv(target / "cities.csv", ("name", "country", "region", "strength"), cities(bakery))
    write_csv(target / "demonyms.csv", ("demonym", "country"), sorted(demonyms(bakery).items()))
    write_csv(target / "offices.csv", ("office", "country", "person", "start", "stop"), sorted(set(offices(bakery))))
    (target / "forenames.txt").write_text("\n".join(sorted(bakery.forenames)) + "\n", encoding="utf-8")
    (target / "surnames.txt").write_text("\n".join(sorted(bakery.surnames)) + "\n", encoding="utf-8")
    write_csv(outlets_to, ("name", "aliases"), sorted(outlets(bakery, organisations)))


def measure(gazetteer: Gazetteer, texts: Iterable[str]) -> dict[str, Evidence]:
    """Counts every alias of a gazetteer over texts."""
    seen: Counter[str] = Counter()
    placed: Counter[str] = Counter()
    named_so: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    where: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        lower.update(re.findall(r"\b[a-z]{2,}\b", text))
        matches = gazetteer.find(text)
        named = {entity.name for match in matches for entity, strength in match.candidates if strength == "strong"}
        for match in matches:
            seen[match.alias] += 1
            before = text[max(0, match.start - 30) : match.start]
            placed[match.alias] += bool(PREPOSITIONS.search(before))
            named_so[match.alias] += before[-1:] == " " and before.split()[-1:][0] in gazetteer.forenames
            where[match.alias].update(homes(match, named))
    return {
        alias: Evidence(
            seen[alias], placed[alias], named_so[alias], lower[alias.lower()], dict(sorted(where[alias].items()))
        )
        for alias in sorted(seen)
    }


def homes(match: AliasMatch, named: set[str]) -> set[str]:
    """The homes of a city's candidates that the same text names: divisions, or else countries."""
    descriptions = [
        (e.country or "", re.match(r"city in (?:(.+), )?", e.description or "")) for e, _ in match.candidates
    ]
    cities = {(country, found[1] or "") for country, found in descriptions if found}
    places = named | {GENERIC.sub("", name) for name in named}
    exact = {f"{country}/{region}" for country, region in cities if {region, GENERIC.sub("", region)} & places}
    return exact or {f"{country}/" for country, _ in cities if country in places}


def read_evidence(path: Path) -> dict[str, Evidence]:
    found = {}
    for alias, seen, placed, named, lower, where in read_csv(path):
        homes_of = dict(home.rsplit("=", 1) for home in where.split("|") if home)
        counted = {home: int(times) for home, times in homes_of.items()}
        found[alias] = Evidence(int(seen), int(placed), int(named), int(lower), counted)
    return found


def write_evidence(path: Path, evidence: dict[str, Evidence]) -> None:
    rows = (
        (alias, *map(str, (e.seen, e.placed, e.named, e.lower)), "|".join(f"{at}={n}" for at, n in e.where.items()))
        for alias, e in sorted(evidence.items())
    )
    write_csv(path, ("alias", "seen", "placed", "named", "lower", "where"), rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("raw", type=Path, help="folder with the raw files")
    parser.add_argument("--measure", type=Path, metavar="CORPUS", help="count the evidence anew over these texts")
    options = parser.parse_args()
    outlets_to = TABLES.parent / "outlets.csv"
    if options.measure:
        bake(options.raw, TABLES, {}, TABLES, outlets_to)
        with gzip.open(options.measure, "rt", encoding="utf-8") as stream:
            counted = measure(Gazetteer(TABLES), (json.loads(line)["text"] for line in stream))
        write_evidence(TABLES / "evidence.csv", counted)
    bake(options.raw, TABLES, read_evidence(TABLES / "evidence.csv"), TABLES, outlets_to)


if __name__ == "__main__":
    main()
