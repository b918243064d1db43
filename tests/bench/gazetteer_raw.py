"""The raw files of the gazetteer, read and put into the words of this project, and what all makers of tables share."""

from __future__ import annotations

import csv
import html
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from archive.gazetteer import spellings
from archive.text.folding import unaccented

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# The raw files' names of countries that are not the usual ones here.
COUNTRIES = {
    "Bahamas": "The Bahamas", "Brunei Darussalam": "Brunei", "Burma": "Myanmar", "Cabo Verde": "Cape Verde",
    "Curacao": "Curaçao", "Saint Barthelemy": "Saint Barthélemy",
    "Pitcairn": "Pitcairn Islands", "Bonaire, Sint Eustatius and Saba": "Bonaire",
    "Svalbard and Jan Mayen": "Svalbard",
    "Congo": "Republic of the Congo", "Congo (Brazzaville)": "Republic of the Congo",
    "Congo, The Democratic Republic of the": "Democratic Republic of the Congo",
    "Congo-Brazzaville": "Republic of the Congo",
    "Czechia": "Czech Republic", "Côte d'Ivoire": "Ivory Coast", "DR Congo": "Democratic Republic of the Congo",
    "DRC": "Democratic Republic of the Congo", "Falkland Islands (Malvinas)": "Falkland Islands",
    "Gambia": "The Gambia", "Holy See": "Vatican City", "Holy See (Vatican City State)": "Vatican City",
    "Holy See (Vatican City)": "Vatican City",
    "Hong Kong SAR": "Hong Kong", "Korea, Democratic People's Republic of": "North Korea",
    "Korea, Republic of": "South Korea", "Lao People's Democratic Republic": "Laos", "Macao": "Macau",
    "Macao SAR": "Macau", "Micronesia": "Federated States of Micronesia", "Naoero": "Nauru",
    "No country found for alpha-2 code: XK": "Kosovo", "Palestine, State of": "Palestine",
    "Russian Federation": "Russia", "Sao Tome and Principe": "São Tomé and Príncipe",
    "Syrian Arab Republic": "Syria", "The Dominican": "Dominican Republic", "Timor-Leste": "East Timor",
    "Türkiye": "Turkey", "Viet Nam": "Vietnam", "Virgin Islands": "U.S. Virgin Islands",
    "Virgin Islands, British": "British Virgin Islands", "Virgin Islands, U.S.": "U.S. Virgin Islands",
}  # fmt: skip

GENERIC = re.compile(
    r"^(?:State of |Region of |Raionul |Muhafazat )|"
    r" (?:Province|Region|County|Governorate|Department|Division|State|District|Municipality|Oblast|City|Prefecture)$",
    re.IGNORECASE,
)

PLURAL_NOTE = re.compile(r"\s*[;(].*$|\(s\)")

NOT_NAMES = frozenset("January February March April May June July August September October November December Monday "
                      "Tuesday Wednesday Thursday Friday Saturday Sunday President Prime Minister King Queen Pope "
                      "General North South East West Central Police Army State Union".split())  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """Counts of one alias over the measured news."""

    seen: int = 0
    placed: int = 0
    named: int = 0
    """Times right after a forename, as only surnames are."""
    lower: int = 0
    where: dict[str, int] = field(default_factory=dict)
    """Times in the company of a home, by `country/division`, or `country/` where the country alone was named."""


@dataclass(slots=True)
class Bakery:
    """What all makers share: the raw folder, what is known by hand, and the counts."""

    raw: Path
    tables: Path
    evidence: dict[str, Evidence]
    curated: list[list[str]] = field(init=False)
    known: set[str] = field(init=False)
    forenames: set[str] = field(init=False)
    surnames: set[str] = field(init=False)
    people: frozenset[str] = field(init=False)
    """Every word that is part of somebody's name."""

    def __post_init__(self) -> None:
        self.curated = list(read_csv(self.tables / "curated.csv"))
        self.known = {spelling for row in self.curated for spelling in all_spellings(row)}
        by_hand = (re.split(r"[ -]", unaccented(row[0])) for row in self.curated if row[1] == "person")
        self.forenames = forenames(self.raw, self.curated)
        self.surnames = surnames(self.raw, self.curated)
        self.people = frozenset(self.forenames | self.surnames).union(*by_hand)

    def counts(self, alias: str) -> Evidence:
        return self.evidence.get(alias, Evidence())

    def stands_alone(self, alias: str) -> bool:
        """Whether an alias can't easily be a common word or somebody's name."""
        words = alias.split()
        if len(words) > 1:
            return not all(word in self.people for word in words)
        counts = self.counts(alias)
        is_word = counts.lower > counts.seen // 20 or counts.named > counts.seen // 20
        return len(alias) > 3 and not is_word and unaccented(alias) not in self.people

    def is_name(self, alias: str) -> bool:
        """Whether an alias is more than a common word with a capital."""
        counts = self.counts(alias)
        return alias not in NOT_NAMES and not (counts.lower > 20 and counts.lower > counts.seen // 4)

    def claims(self, aliases: Iterable[str]) -> tuple[str, str]:
        """Splits aliases into those that stand alone and the others, leaving out the ones known by hand."""
        fresh = [alias for alias in dict.fromkeys(aliases) if alias not in self.known and self.is_name(alias)]
        strong = [alias for alias in fresh if self.stands_alone(alias)]
        return "|".join(strong), "|".join(alias for alias in fresh if alias not in strong)


def read_csv(path: Path, encoding: str = "utf-8") -> Iterator[list[str]]:
    with path.open(encoding=encoding, newline="") as stream:
        lines = csv.reader(stream)
        next(lines)
        yield from lines


def write_csv(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def all_spellings(row: list[str]) -> Iterator[str]:
    """Every form under which a row of an entity table is found."""
    for aliases in row[5:8]:
        for alias in aliases.split("|"):
            yield alias
            yield from spellings(alias, is_person=row[1] == "person")


def country_name(raw: str) -> str:
    raw = html.unescape(raw)
    return COUNTRIES.get(raw) or COUNTRIES.get(raw.split(",")[0]) or raw.split(",")[0].split(" (")[0]


def with_article(country: str) -> str:
    is_plural = country.startswith(("United ", "Democratic Republic", "Republic of", "Central African", "Dominican R"))
    return f"the {country}" if is_plural or country.endswith(("Islands", "Netherlands", "Philippines")) else country


def territories(raw: Path) -> list[dict[str, Any]]:
    with (raw / "territories.jsonl").open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def alpha3(raw: Path) -> dict[str, str]:
    return {
        entry["alpha3"].upper(): country_name(entry["name"])
        for entry in territories(raw)
        if entry.get("alpha3") and entry["is_country"] and not entry.get("is_historical")
    }


def factbook(raw: Path) -> list[dict[str, str]]:
    entries = json.loads((raw / "factbook.json").read_text(encoding="utf-8")).values()
    # Where it has no short name for a country, its people tell which one it is.
    by_demonym = {
        "Central African": "Central African Republic",
        "Emirati": "United Arab Emirates",
        "Saint Helenian": "Saint Helena",
        "Micronesian; Chuukese, Kosraen(s), Pohnpeian(s), Yapese": "Federated States of Micronesia",
    }
    named = [
        {key: html.unescape(value) for key, value in entry.items()}
        | {"country": country_name(by_demonym.get(entry["demonym_adjective"], entry["country"]))}
        for entry in entries
    ]
    territory = {country_name(entry["name"]) for entry in territories(raw)}
    return [entry for entry in named if entry["country"] in territory]


def phoenix(path: Path) -> Iterator[tuple[list[str], str]]:
    """Blocks of an actor file: the names of one actor, in capitals as there, and its codes."""
    names: list[str] = []
    codes = ""
    for line in path.read_text(encoding="latin-1").splitlines():
        text = re.split(r"[;#]", line)[0].rstrip()
        if not text:
            continue
        name = re.sub(r"\[.*", "", text).strip(" \t_+")
        if name and not text.startswith(("+", "\t")):
            if names:
                yield names, codes
            names, codes = [], ""
        if name:
            names.append(name.replace("_", " "))
        codes += "".join(re.findall(r"\[.*", text))
    if names:
        yield names, codes


def titled(name: str) -> str:
    """'ALPHA CONDE' as 'Alpha Conde', 'HASSAN AL-TURABI' as 'Hassan al-Turabi'."""
    words = re.split(r"([ -])", name.title().replace("'S", "'s"))
    small = {"Al": "al", "Of": "of", "The": "the", "And": "and", "For": "for", "In": "in", "Bin": "bin", "De": "de"}
    numerals = re.compile(r"I[iv]+|Vi*|Xi*[iv]+")
    words = [word.upper() if numerals.fullmatch(word) else word for word in words]
    return "".join(small.get(word, word) if at else word for at, word in enumerate(words))


def iso_day(written: str) -> str:
    day, month, year = written.split()
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    return f"{year}-{months.index(month[:3]) + 1:02}-{int(day):02}"


# Where the surname comes first, or there is none.
SURNAME_FIRST = frozenset(
    "China|Taiwan|Hong Kong|South Korea|North Korea|Vietnam|Cambodia|Myanmar|Singapore".split("|")
)
NO_FORENAMES = frozenset("Abu King Mother Patriarch Pope Prince Princess Queen San Santa Metropolitan".split())


def western_names(curated: list[list[str]]) -> list[list[str]]:
    """The words of the curated persons' names, where the forename comes first."""
    names = [unaccented(row[0]).split() for row in curated if row[1] == "person" and row[3] not in SURNAME_FIRST]
    return [words for words in names if len(words) > 1 and words[0] not in NO_FORENAMES and words[-1].isalpha()]


def forenames(raw: Path, curated: list[list[str]]) -> set[str]:
    names = {words[0] for words in western_names(curated) if len(words[0]) > 2}
    names |= {unaccented(row[11]) for row in read_csv(raw / "forenames.csv", "utf-8-sig")}
    names |= {row[2].capitalize() for row in read_csv(raw / "nicknames.csv")}
    names |= {row[0].capitalize() for row in read_csv(raw / "nicknames.csv")}
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for entry in yaml.load((raw / "us-legislators-current.yaml").read_text("utf-8"), Loader=loader):
        names |= {entry["name"]["first"], entry["name"].get("nickname", "")}
    return {name for name in names if re.fullmatch(r"[A-Z][a-z]+(?:-[A-Z]?[a-z]+)?", name) and name not in NOT_NAMES}


def surnames(raw: Path, curated: list[list[str]]) -> set[str]:
    names = {words[-1] for words in western_names(curated) if len(words[-1]) > 2 and not words[-1].isupper()}
    names |= {unaccented(row[5]) for row in read_csv(raw / "surnames.csv", "utf-8-sig")}
    return {name for name in names if re.fullmatch(r"[A-Z][a-zA-Z'-]+", name) and name not in NOT_NAMES}


def demonyms(bakery: Bakery) -> dict[str, str]:
    """Adjectives and nouns for people of a country; those of two countries are left to the curated table."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in factbook(bakery.raw):
        for written in (entry["demonym_noun"], entry["demonym_adjective"]):
            for word in re.split(r", | or |/", PLURAL_NOTE.sub("", written.replace("(s)", ""))):
                if word and word[0].isupper() and word not in ("NA", entry["country"]):
                    found[word].add(entry["country"])
    baked = {word: owners.pop() for word, owners in found.items() if len(owners) == 1}
    return baked | dict(read_csv(bakery.tables / "curated_demonyms.csv"))
