"""Names known beforehand: tables of entities with their aliases, and a matcher that finds them all in one pass.

An alias has a strength. `strong`: the string alone nearly always is this entity. `surname`: a bare surname with
one famous bearer, good unless the text itself has somebody else of that name. `weak`: true only with support
from the context (an ambiguous acronym, a city that is also a word), which is for the caller to find.

The matcher knows words and nothing of grammar: it says where an alias stands as whole words and which entities
it may be. Whether to believe a weak one, or to prefer a longer name that is in no table, is not decided here.
"""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from ahocorasick_rs import AhoCorasick

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from archive.types import EntityKind

Strength = Literal["strong", "surname", "weak"]

TABLES = Path(__file__).parent / "data" / "gazetteer"

# Earlier tables win: what the first says of an entity or an alias stands, later ones only add to it.
_ENTITY_TABLES = ("curated.csv", "places.csv", "organisations.csv", "persons.csv")
_STRENGTHS: tuple[Strength, ...] = ("strong", "surname", "weak")

# One character for one, so that offsets stay true.
_TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "\u00a0": " ", "\u202f": " ", "‑": "-"})
_TYPOGRAPHIC = re.compile("[’‘ʼʻ\u00a0\u202f‑]")
_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "đ": "d", "Đ": "D", "ð": "d", "æ": "ae", "ə": "a", "ß": "ss"}
)
_LETTERS_AFTER = re.compile(r"[^\W\d_]+")
_CAPITALS = re.compile(r"[^\W\d_a-z]{4}")
# What stands before it is part of the name too ('Mocímboa da Praia', 'Duque de Caxias').
_PARTICLES = (" da ", " das ", " de ", " del ", " della ", " di ", " do ", " dos ", " du ", " van ", " von ")
# Acronyms that are no more than words once everything is in capitals.
_WORDS_IN_CAPITALS = frozenset({"WHO"})
_CONTRACTIONS = frozenset({"s", "S", "ll", "d", "ve", "re"})

# Forenames that different desks spell differently for one and the same person.
_FORENAMES = (
    ("Aleksandr", "Alexander", "Alexandr"),
    ("Aleksei", "Aleksey", "Alexei", "Alexey"),
    ("Anatoliy", "Anatoly"),
    ("Andrei", "Andrey"),
    ("Dmitri", "Dmitriy", "Dmitry"),
    ("Evgeny", "Yevgeniy", "Yevgeny"),
    ("Gennadiy", "Gennady"),
    ("Igor", "Ihor"),
    ("Maksim", "Maxim"),
    ("Nikolai", "Nikolay"),
    ("Sergei", "Sergey"),
    ("Valeriy", "Valery"),
    ("Vasiliy", "Vasily"),
    ("Vitaliy", "Vitaly"),
    ("Yulia", "Yuliya"),
    ("Yuri", "Yuriy", "Yury"),
    ("Ahmad", "Ahmed"),
    ("Hossein", "Hussain", "Hussein"),
    ("Mohamed", "Mohammad", "Mohammed", "Muhammad"),
)
_SAME_FORENAME = {name: names for names in _FORENAMES for name in names}
_ARTICLE = re.compile(r"\b([Aa]l|[Ee]l)[- ](?=[A-Z])")
_LOWER_SYLLABLE = re.compile(r"(?<=[A-Z][a-z])([a-z]*)-([a-z])(?=[a-z]*$)")


@dataclass(frozen=True, slots=True)
class GazetteerEntity:
    """A person, organisation or place that is known beforehand."""

    name: str
    """Canonical name: the usual full English one."""
    kind: EntityKind
    description: str | None
    """A few words of what it is: 'President of Russia', 'country in Eastern Europe'."""
    country: str | None
    """Canonical name of the country it belongs to."""
    wikidata: str | None
    """Q-number."""
    aliases: tuple[str, ...]
    """Surface forms that a reader would want to see listed, the name first."""


Candidate = tuple[GazetteerEntity, Strength]


@dataclass(frozen=True, slots=True)
class AliasMatch:
    """An alias that stands in a text as whole words: `text[start:stop]`, in characters."""

    start: int
    stop: int
    alias: str
    """The alias as the table has it; the text may write it in capitals or with other apostrophes."""
    candidates: tuple[Candidate, ...]
    """What it may be, best first; never empty."""


class Term(NamedTuple):
    """Who held an office, from a day to another (both `YYYY-MM-DD`; '' for still in office)."""

    person: str
    start: str
    stop: str


class _Row(NamedTuple):
    """A line of an entity table."""

    name: str
    kind: str
    description: str
    country: str
    wikidata: str
    strong: str
    surname: str
    weak: str


_Claim = tuple[int, Strength]
_CITY_COLUMNS = ("name", "country", "region", "strength")


class Gazetteer:
    """The tables of one folder, with the automaton that finds their aliases.

    Args:
        tables: Folder with the CSV tables described in its README.

    Raises:
        FileNotFoundError: A table is missing from the folder.
    """

    def __init__(self, tables: Path = TABLES) -> None:
        self._tables = tables
        self._rows: list[Sequence[str]] = []
        """Lines of the tables: a `_Row`, or a city's line as it stands."""
        self._index: dict[tuple[str, str], int] = {}
        self._claims: dict[str, tuple[_Claim, ...]] = {}
        self._entities: dict[int, GazetteerEntity] = {}
        self._candidates: dict[str, tuple[Candidate, ...]] = {}
        for table in _ENTITY_TABLES:
            self._add(tables / table)
        self._add_spellings()
        self._add_cities(tables / "cities.csv")
        self._patterns = list(self._claims)
        self._automaton = AhoCorasick(self._patterns, store_patterns=False)
        self.forenames = _words(tables / "forenames.txt")
        self.surnames = _words(tables / "surnames.txt")
        self.demonyms: Mapping[str, str] = MappingProxyType(dict(_lines(tables / "demonyms.csv")))

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        """Travels as the name of its folder; the other process reads the tables once for itself."""
        return _load, (self._tables,)

    def find(self, text: str) -> list[AliasMatch]:
        """All aliases in a text: the longest of those that start leftmost, never overlapping, in order.

        Args:
            text: Any text; case matters, but words in ALL CAPITALS match too.

        Returns:
            Matches with offsets in characters of `text`.
        """
        plain = text.translate(_TYPOGRAPHY) if _TYPOGRAPHIC.search(text) else text
        spans = [
            (start, -stop, self._patterns[pattern])
            for pattern, start, stop in self._automaton.find_matches_as_indexes(plain, overlapping=True)
            if _is_whole(plain, start, stop)
        ]
        if _CAPITALS.search(plain):
            capitals, aliases = self._capitals
            spans += [
                (start, -stop, aliases[pattern])
                for pattern, start, stop in capitals.find_matches_as_indexes(plain, overlapping=True)
                if _is_whole(plain, start, stop)
            ]
        if not spans:
            return []
        return list(self._longest_leftmost(plain, spans))

    def entity(self, name: str, kind: EntityKind) -> GazetteerEntity | None:
        """The entity of that canonical name and kind, or None."""
        number = self._index.get((name, kind))
        return None if number is None else self._entity(number)

    def by_alias(self, alias: str) -> tuple[Candidate, ...]:
        """What an alias may be, best first; empty if it is unknown. Written as in a text, capitals included."""
        alias = alias.translate(_TYPOGRAPHY)
        if alias not in self._claims and _CAPITALS.search(alias):
            alias = self._written_in_capitals.get(alias, alias)
        return self._candidates_of(alias) if alias in self._claims else ()

    def office_holder(self, office: str, country: str, day: str) -> str | None:
        """Who held an office on a day.

        Args:
            office: Its name in lower case: 'president', 'prime minister', 'foreign minister', 'secretary-general'.
            country: Canonical name of the country or organisation.
            day: Prefix date (`2024-10-24`, `2024-10`, `2024`) or a range of two.

        Returns:
            Canonical name of the person; None where it is not known, or where more than one held the office
            in the month, year or range asked for.
        """
        start, _, stop = day.partition("/")
        first, last = start + "0000-01-01"[len(start) :], (stop or start) + "9999-12-31"[len(stop or start) :]
        terms = self._offices.get((_office(office), country), ())
        held = [term for term in terms if term.start <= last and (not term.stop or first <= term.stop)]
        if not held:
            return None
        if first == last:
            return max(held, key=lambda term: term.start).person
        persons = {term.person for term in held}
        return persons.pop() if len(persons) == 1 else None

    @functools.cached_property
    def _offices(self) -> dict[tuple[str, str], list[Term]]:
        offices: dict[tuple[str, str], list[Term]] = {}
        for table in ("curated_offices.csv", "offices.csv"):
            known = set(offices)  # the terms of an office come from one table, or they would overlap
            for office, country, person, start, stop in _lines(self._tables / table):
                if (office, country) not in known:
                    offices.setdefault((office, country), []).append(Term(person, start, stop))
        return offices

    @functools.cached_property
    def _written_in_capitals(self) -> dict[str, str]:
        """Aliases by their form in capitals, where that form is not an alias of its own."""
        written: dict[str, str] = {}
        for alias in self._claims:
            capitals = alias.upper()
            # Three letters or fewer in capitals are taken for an acronym, not for 'Ney' or 'Of'.
            if len(alias) > 3 and capitals not in self._claims:
                written.setdefault(capitals, alias)
        return written

    @functools.cached_property
    def _capitals(self) -> tuple[AhoCorasick, list[str]]:
        """Built when the first text with a word in capitals comes along: many archives have none."""
        written = self._written_in_capitals
        return AhoCorasick(list(written), store_patterns=False), list(written.values())

    def _longest_leftmost(self, text: str, spans: list[tuple[int, int, str]]) -> Iterator[AliasMatch]:
        spans.sort()
        end = 0
        for start, negative_stop, alias in spans:
            stop = -negative_stop
            if start < end or (_is_part_of_compound(text, start, stop) and self._is_weak(alias)):
                continue
            # 'The Guardian' is told by its article, which yet is no part of the name.
            article = 4 if alias.startswith(("The ", "the ")) else 0
            candidates = self._candidates_of(alias)
            if alias in _WORDS_IN_CAPITALS and text.isupper():
                candidates = tuple((entity, "weak") for entity, _ in candidates)
            yield AliasMatch(start + article, stop, alias, candidates)
            end = stop

    def _candidates_of(self, alias: str) -> tuple[Candidate, ...]:
        found = self._candidates.get(alias)
        if found is None:
            claims = sorted(self._claims[alias], key=lambda claim: _STRENGTHS.index(claim[1]))
            found = tuple((self._entity(number), strength) for number, strength in claims)
            self._candidates[alias] = found
        return found

    def _is_weak(self, alias: str) -> bool:
        return all(strength == "weak" for _, strength in self._claims[alias])

    def _entity(self, number: int) -> GazetteerEntity:
        """Made when asked for: most of the thousands of entities never are."""
        entity = self._entities.get(number)
        if entity is None:
            row = self._rows[number]
            entity = _city(row) if len(row) == len(_CITY_COLUMNS) else _listed(_Row._make(row))
            self._entities[number] = entity
        return entity

    def _add(self, table: Path) -> None:
        for line in _lines(table):
            row = _Row._make(line)
            number = self._index.setdefault((row.name, row.kind), len(self._rows))
            if number == len(self._rows):
                self._rows.append(row)
            else:
                self._rows[number] = _merged(_Row._make(self._rows[number]), row)
            for strength, aliases in zip(_STRENGTHS, (row.strong, row.surname, row.weak), strict=True):
                for alias in _split(aliases):
                    self._claim(alias, number, strength)

    def _add_cities(self, table: Path) -> None:
        for city in _lines(table):
            name, strength = city[0], city[3]
            number = self._index.setdefault((name, "place"), len(self._rows))
            if number < len(self._rows):
                continue
            self._rows.append(city)
            # 'Portland, Maine' in a text is two places, so only the first part is an alias.
            alias = name.partition(", ")[0]
            for spelling in (alias,) if alias.isascii() else (alias, fold(alias)):
                self._claim(spelling, number, "strong" if strength == "strong" else "weak")

    def _add_spellings(self) -> None:
        """Adds what aliases look like from other pens, where that is not an alias already."""
        for alias, claims in list(self._claims.items()):
            is_person = any(self._rows[number][1] == "person" for number, _ in claims)
            if is_person or not alias.isascii() or _ARTICLE.search(alias):
                for spelling in spellings(alias, is_person=is_person):
                    self._claims.setdefault(spelling, claims)

    def _claim(self, alias: str, number: int, strength: Strength) -> None:
        """Lets an entity claim an alias; where another has it for its own already, only as a weak one."""
        alias = alias if alias.isascii() else alias.translate(_TYPOGRAPHY)
        claims = self._claims.get(alias)
        if claims is None:
            self._claims[alias] = ((number, strength),)
        elif all(other != number for other, _ in claims):
            is_free = strength == "weak" or all(held == "weak" for _, held in claims)
            self._claims[alias] = (*claims, (number, strength if is_free else "weak"))


def fold(name: str) -> str:
    """A name without its accents: 'Erdoğan' is 'Erdogan', 'Łódź' is 'Lodz'."""
    decomposed = unicodedata.normalize("NFD", name.translate(_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).translate(_TYPOGRAPHY)


def spellings(alias: str, *, is_person: bool = False) -> Iterator[str]:
    """Other ways in which a name is commonly written, found by rule.

    Args:
        alias: A name as one desk writes it.
        is_person: Whether to vary forenames and the parts of East Asian given names too.

    Yields:
        Spellings that differ from `alias`: without accents, with the Arabic article written otherwise,
        'Sergey' for 'Sergei', 'Kim Jong Un' for 'Kim Jong-un'.
    """
    forms = [alias]
    if is_person:
        forename, space, rest = alias.partition(" ")
        forms += [f"{other} {rest}" for other in _SAME_FORENAME.get(forename, ()) if space]
        forms += [_LOWER_SYLLABLE.sub(lambda m: f"{m[1]} {m[2].upper()}", form) for form in forms]
        forms += [_LOWER_SYLLABLE.sub(lambda m: f"{m[1]}-{m[2].upper()}", form) for form in forms]
    if _ARTICLE.search(alias):
        forms += [_ARTICLE.sub(written, form) for form in forms for written in (r"al-", r"Al-", r"al ", r"Al ")]
    if not alias.isascii():
        forms += [fold(form) for form in forms]
    yield from (form for form in dict.fromkeys(forms) if form != alias)


@functools.cache
def load() -> Gazetteer:
    """The gazetteer that ships with the package, read once a process."""
    return Gazetteer()


def _load(tables: Path) -> Gazetteer:
    return load() if tables == TABLES else Gazetteer(tables)


_OFFICES = {
    "premier": "prime minister",
    "taoiseach": "prime minister",
    "defence secretary": "defence minister",
    "secretary of defence": "defence minister",
    "foreign secretary": "foreign minister",
    "external affairs minister": "foreign minister",
    "foreign policy chief": "foreign minister",
    "home secretary": "interior minister",
    "home affairs minister": "interior minister",
    "treasury secretary": "finance minister",
    "chancellor of the exchequer": "finance minister",
    "vice-president": "vice president",
    "federal chancellor": "chancellor",
    "director general": "director-general",
}


def _office(name: str) -> str:
    """One name for one office: 'Defense Secretary' and 'minister of defence' are the 'defence minister'."""
    name = name.lower().replace("defense", "defence").replace("secretary general", "secretary-general")
    name = re.sub(r"^minister (?:of|for) (?:the )?(.+?)(?: affairs)?$", r"\1 minister", name)
    return _OFFICES.get(name, name)


def _is_whole(text: str, start: int, stop: int) -> bool:
    """Whether a span stands as whole words: not inside a word, a handle, an address or an elided form."""
    return _begins(text, start) and _ends(text, stop)


def _begins(text: str, start: int) -> bool:
    if start == 0:
        return True
    before = text[start - 1]
    if before == "'":
        return start == 1 or not text[start - 2].isalpha()  # d'Ivoire, O'Brien
    return not (before.isalnum() or before in "_@" or text.endswith(_PARTICLES, 0, start))


def _ends(text: str, stop: int) -> bool:
    if stop == len(text):
        return True
    after = text[stop]
    if after == "'":
        tail = _LETTERS_AFTER.match(text, stop + 1)
        return tail is None or tail[0] in _CONTRACTIONS
    if after == ".":
        return not text[stop + 1 : stop + 2].islower()  # bbc.com, but not 'in Kyiv.He said'
    return not (after.isalnum() or after in "_$" or unicodedata.combining(after))


def _is_part_of_compound(text: str, start: int, stop: int) -> bool:
    """Whether a hyphen ties a span to another capitalised word: 'Reading' in 'Smith-Reading'."""
    before = start > 1 and text[start - 1] == "-" and text[start - 2].isalpha()
    return before or (text[stop : stop + 1] == "-" and text[stop + 1 : stop + 2].isupper())


def _listed(row: _Row) -> GazetteerEntity:
    aliases = dict.fromkeys((row.name, *_split(row.strong), *_split(row.surname), *_split(row.weak)))
    kind = cast("EntityKind", row.kind)  # the tables' own test holds the kinds to the three
    description, country, wikidata = row.description or None, row.country or None, row.wikidata or None
    return GazetteerEntity(row.name, kind, description, country, wikidata, tuple(aliases))


def _city(line: Sequence[str]) -> GazetteerEntity:
    name, country, region, _ = line
    where = f"{region}, {country}" if region not in ("", country, name) else country
    return GazetteerEntity(name, "place", f"city in {where}", country, None, (name,))


def _merged(row: _Row, other: _Row) -> _Row:
    """A row with its gaps filled from another about the same entity, and the aliases of both."""
    strong = "|".join(dict.fromkeys(_split(row.strong) + _split(other.strong)))
    weak = "|".join(dict.fromkeys(_split(row.weak) + _split(other.weak)))
    description, country, wikidata = (row[at] or other[at] for at in (2, 3, 4))
    return row._replace(description=description, country=country, wikidata=wikidata, strong=strong, weak=weak)


def _split(aliases: str) -> list[str]:
    return aliases.split("|") if aliases else []


def _lines(table: Path) -> Iterator[list[str]]:
    """The lines of a CSV table without its header."""
    with table.open(encoding="utf-8", newline="") as stream:
        lines = csv.reader(stream)
        next(lines)
        yield from lines


def _words(table: Path) -> frozenset[str]:
    return frozenset(table.read_text(encoding="utf-8").split())
