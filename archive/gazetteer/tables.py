"""The tables of known entities: what they are, and which of them claims which alias.

Reading them is most of what starting the recogniser costs, so no more is done at once than finding needs, the set of
all aliases. Tens of thousands of cities stay lines of text, and claims are weighed, when somebody asks. What comes of
reading lies beside the tables, ready to be loaded (`BAKED`), while they are those that it was made of.
"""

from __future__ import annotations

import csv
import gc
import pickle
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from archive.gazetteer.forms import is_varied, spellings
from archive.text.folding import plain, unaccented

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from archive.types import EntityKind

Strength = Literal["strong", "surname", "weak"]

# Earlier tables win: what the first says of an entity or an alias stands, later ones only add to it.
_ENTITY_TABLES = ("curated.csv", "places.csv", "organisations.csv", "persons.csv")
_STRENGTHS: tuple[Strength, ...] = ("strong", "surname", "weak")
_CITIES = "cities.csv"
BAKED = "tables.pickle"
"""What comes of reading the tables of a folder, made by `python tests/bench/bake_tables.py`; to unpack it would cost
more than its size does."""


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
_SUM = 4

# Of several bodies that share a name, English-language news mean these countries' when they say no more.
AT_HOME = ("United States", "United Kingdom")


class Tables:
    """Entities and the aliases they claim.

    Args:
        folder: Folder with the CSV tables described in its README.

    Raises:
        FileNotFoundError: A table is missing from the folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows: list[list[str]] = []
        """Lines of the tables, each as a `_Row` has it."""
        self._index: dict[tuple[str, str], int] = {}
        self._claims: dict[str, tuple[_Claim, ...]] = {}
        self._personal: set[str] = set()
        """Aliases that persons claim."""
        self._entities: dict[int, GazetteerEntity] = {}
        self._candidates: dict[str, tuple[Candidate, ...]] = {}
        self._cities: _Cities
        with _no_collecting():
            if not self._load():
                self._read()
            self.aliases = {**self._claims, **self._cities.plain, **self._cities.others}.keys()
            """All aliases, once each."""

    def _read(self) -> None:
        for table in _ENTITY_TABLES:
            self._add(lines(self._folder / table))
        self._add_spellings()
        self._cities = _Cities(self._folder / _CITIES)

    def _load(self) -> bool:
        """Takes what was baked of these tables, if there is any."""
        baked = self._folder / BAKED
        if not baked.is_file():
            return False
        data = baked.read_bytes()
        if data[:_SUM] != self._sum():
            return False
        # it lies among the code, and is as much to be trusted
        self._rows, self._index, self._claims, *cities = pickle.loads(memoryview(data)[_SUM:])  # noqa: S301
        self._cities = _Cities(self._folder / _CITIES, *cities)
        return True

    def baked(self) -> bytes:
        """What `BAKED` has to hold."""
        state = (self._rows, self._index, self._claims, self._cities.plain, self._cities.others)
        return self._sum() + pickle.dumps(state, protocol=5)

    def _sum(self) -> bytes:
        """Of the bytes of all tables."""
        found = 0
        for table in (*_ENTITY_TABLES, _CITIES):
            found = zlib.crc32((self._folder / table).read_bytes(), found)
        return found.to_bytes(_SUM, "big")

    def persons(self) -> Iterator[tuple[str, str]]:
        """Full names of known persons, each with the canonical one."""
        for row in self._rows:
            if row[1] == "person":
                for alias in dict.fromkeys((row[0], *_split(row[5]))):
                    yield alias, row[0]

    def organisations(self) -> Iterator[tuple[str, str, str]]:
        """Names of known organisations that belong to a country, each with the canonical one and the country."""
        for row in self._rows:
            if row[1] == "organisation" and row[3]:
                for alias in dict.fromkeys((row[0], *_split(row[5]))):
                    yield alias, row[0], row[3]

    def entity(self, name: str, kind: EntityKind) -> GazetteerEntity | None:
        """The entity of that canonical name and kind, or None."""
        number = self._index.get((name, kind))
        if number is not None:
            return self._entity(number)
        city = self._cities.named(name) if kind == "place" else None
        return None if city is None else self._entity(len(self._rows) + city)

    def candidates(self, alias: str) -> tuple[Candidate, ...]:
        """What an alias may be, best first; empty if it is unknown."""
        found = self._candidates.get(alias)
        if found is None:
            claimed = [(self._entity(number), strength) for number, strength in self._claimed(alias)]
            if not claimed:
                return ()
            is_home_first = all(entity.kind == "organisation" for entity, _ in claimed)
            found = self._candidates[alias] = tuple(sorted(claimed, key=_likelihood if is_home_first else _strength))
        return found

    def _claimed(self, alias: str) -> tuple[_Claim, ...]:
        claims = self._claims.get(alias, ())
        for city in self._cities.claiming(alias):
            name, _, _, strength = self._cities.line(city)
            if (name, "place") not in self._index and self._cities.named(name) == city:
                claims = _claim(claims, len(self._rows) + city, "strong" if strength == "strong" else "weak")
        return claims

    def _entity(self, number: int) -> GazetteerEntity:
        """Made when asked for: most of the thousands of entities never are."""
        entity = self._entities.get(number)
        if entity is None:
            city = number - len(self._rows)
            entity = _listed(_Row._make(self._rows[number])) if city < 0 else _city(self._cities.line(city))
            self._entities[number] = entity
        return entity

    def _add(self, table: Iterable[list[str]]) -> None:
        rows, index, claims = self._rows, self._index, self._claims
        for row in table:
            name, kind, _, _, _, strong, surname, weak = row
            number = index.setdefault((name, kind), len(rows))
            if number == len(rows):
                rows.append(row)
            else:
                rows[number] = _merged(rows[number], row)
            for strength, column in zip(_STRENGTHS, (strong, surname, weak), strict=True):
                if not column:
                    continue
                aliases = (column if column.isascii() else plain(column)).split("|")
                if kind == "person":
                    self._personal.update(aliases)
                for alias in aliases:
                    held = claims.get(alias)
                    claims[alias] = _claim(held, number, strength) if held else ((number, strength),)

    def _add_spellings(self) -> None:
        """Adds what aliases look like from other pens, where that is not an alias already."""
        for alias, claims in list(self._claims.items()):
            is_person = alias in self._personal
            if is_varied(alias, is_person=is_person):
                for spelling in spellings(alias, is_person=is_person):
                    self._claims.setdefault(spelling, claims)


class _Cities:
    """The lines of the table of cities, by the aliases they claim.

    'Portland, Maine' in a text is two places, so only the first part of such a name is an alias.
    """

    def __init__(
        self, table: Path, plain: dict[str, int] | None = None, others: dict[str, list[int]] | None = None
    ) -> None:
        self._table = table
        self.plain: dict[str, int] = plain or {}
        """Aliases of one city each, which are how its line begins; to the number of the line."""
        self.others: dict[str, list[int]] = others or {}
        if plain is None:
            self._read()

    @cached_property
    def _lines(self) -> list[str]:
        # names alone are ever quoted, and none holds a line break: a test sees to that
        return self._table.read_text(encoding="utf-8").split("\n")[1:-1]

    def _read(self) -> None:
        heads = [line.partition(",")[0] for line in self._lines]
        self.plain = dict(zip(heads, range(len(heads)), strict=True))
        others = [number for number, head in enumerate(heads) if not head.isascii() or head[0] == '"']
        written = plain("\n".join(heads[number].lstrip('"') for number in others))
        for number, alias, bare in zip(others, written.split("\n"), unaccented(written).split("\n"), strict=True):
            self.plain.pop(heads[number], None)
            self.others.setdefault(alias, []).append(number)
            if bare != alias:
                self.others.setdefault(bare, []).append(number)

    def claiming(self, alias: str) -> list[int]:
        """The cities that claim an alias, as numbers of lines, likelier ones first."""
        claiming = self.others.get(alias, [])
        return sorted([*claiming, self.plain[alias]]) if alias in self.plain else claiming

    def named(self, name: str) -> int | None:
        """The city of a canonical name."""
        for number in self.claiming(plain(name.partition(", ")[0])):
            if self.line(number)[0] == name:
                return number
        return None

    def line(self, number: int) -> Sequence[str]:
        """Name, country, region and strength of a city."""
        return next(csv.reader([self._lines[number]]))


def lines(table: Path) -> Iterator[list[str]]:
    """The lines of a CSV table without its header."""
    with table.open(encoding="utf-8", newline="") as stream:
        found = csv.reader(stream)
        next(found)
        yield from found


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Holds the garbage collector back while nothing but lasting objects is made: a fifth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _claim(claims: tuple[_Claim, ...], number: int, strength: Strength) -> tuple[_Claim, ...]:
    """Lets an entity claim an alias; where another has it for its own already, only as a weak one."""
    if any(other == number for other, _ in claims):
        return claims
    is_free = strength == "weak" or all(held == "weak" for _, held in claims)
    return (*claims, (number, strength if is_free else "weak"))


def _strength(candidate: Candidate) -> int:
    return _STRENGTHS.index(candidate[1])


def _likelihood(candidate: Candidate) -> tuple[int, bool]:
    return _strength(candidate), candidate[0].country not in AT_HOME


def _listed(row: _Row) -> GazetteerEntity:
    aliases = dict.fromkeys((row.name, *_split(row.strong), *_split(row.surname), *_split(row.weak)))
    kind = cast("EntityKind", row.kind)  # the tables' own test holds the kinds to the three
    description, country, wikidata = row.description or None, row.country or None, row.wikidata or None
    return GazetteerEntity(row.name, kind, description, country, wikidata, tuple(aliases))


def _city(line: Sequence[str]) -> GazetteerEntity:
    name, country, region, _ = line
    where = f"{region}, {country}" if region not in ("", country, name) else country
    return GazetteerEntity(name, "place", f"city in {where}", country, None, (name,))


def _merged(row: Sequence[str], other: Sequence[str]) -> list[str]:
    """A row with its gaps filled from another about the same entity, and the aliases of both."""
    mine, theirs = _Row._make(row), _Row._make(other)
    strong = "|".join(dict.fromkeys(_split(mine.strong) + _split(theirs.strong)))
    weak = "|".join(dict.fromkeys(_split(mine.weak) + _split(theirs.weak)))
    description, country, wikidata = (row[at] or other[at] for at in (2, 3, 4))
    return [mine.name, mine.kind, description, country, wikidata, strong, mine.surname, weak]


def _split(aliases: str) -> list[str]:
    return aliases.split("|") if aliases else []
