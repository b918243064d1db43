"""The gazetteer that others ask: where aliases stand in a text, and what is known of what they name.

The matcher knows words and nothing of grammar: it says where an alias stands as whole words and which entities
it may be. Whether to believe a weak one, or to prefer a longer name that is in no table, is not decided here.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from archive.gazetteer.finder import Finder
from archive.gazetteer.forms import FOLDER
from archive.gazetteer.offices import Offices
from archive.gazetteer.tables import Tables, lines
from archive.text.folding import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from archive.gazetteer.offices import Term
    from archive.gazetteer.tables import Candidate, GazetteerEntity
    from archive.types import EntityKind

TABLES = FOLDER

_CAPITALS = re.compile(r"[^\W\d_a-z]{4}")
# Acronyms that are no more than words once everything is in capitals.
_WORDS_IN_CAPITALS = frozenset({"WHO"})


@dataclass(frozen=True, slots=True)
class AliasMatch:
    """An alias that stands in a text as whole words: `text[start:stop]`, in characters."""

    start: int
    stop: int
    alias: str
    """The alias as the table has it; the text may write it in capitals or with other apostrophes."""
    candidates: tuple[Candidate, ...]
    """What it may be, best first; never empty."""


class Gazetteer:
    """The tables of one folder, with what finds their aliases.

    Args:
        tables: Folder with the CSV tables described in its README.

    Raises:
        FileNotFoundError: A table is missing from the folder.
    """

    def __init__(self, tables: Path = TABLES) -> None:
        self._folder = tables
        self._tables = Tables(tables)
        self._finder = Finder(self._tables.aliases)
        self.forenames = _words(tables / "forenames.txt")
        self.surnames = _words(tables / "surnames.txt")
        self.demonyms: Mapping[str, str] = MappingProxyType(dict(lines(tables / "demonyms.csv")))

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        """Travels as the name of its folder; the other process reads the tables once for itself."""
        return _load, (self._folder,)

    def find(self, text: str) -> list[AliasMatch]:
        """All aliases in a text: the longest of those that start leftmost, never overlapping, in order.

        Args:
            text: Any text; case matters, but words in ALL CAPITALS match too.

        Returns:
            Matches with offsets in characters of `text`.
        """
        written = plain(text)
        spans = [(start, -stop, written[start:stop]) for start, stop in self._finder.find(written)]
        if _CAPITALS.search(written):
            meant = self._written_in_capitals
            spans += [(start, -stop, meant[written[start:stop]]) for start, stop in self._capitals.find(written)]
        if not spans:
            return []
        return list(self._longest_leftmost(written, spans))

    def entity(self, name: str, kind: EntityKind) -> GazetteerEntity | None:
        """The entity of that canonical name and kind, or None."""
        return self._tables.entity(name, kind)

    def persons(self) -> Iterator[tuple[str, str]]:
        """Full names of the known persons, each with the canonical one: ('Joseph R. Biden', 'Joe Biden')."""
        return self._tables.persons()

    def organisations(self) -> Iterator[tuple[str, str, str]]:
        """Names of the known organisations of a country, each with the canonical one and the country."""
        return self._tables.organisations()

    def by_alias(self, alias: str) -> tuple[Candidate, ...]:
        """What an alias may be, best first; empty if it is unknown. Written as in a text, capitals included."""
        alias = plain(alias)
        found = self._tables.candidates(alias)
        if not found and _CAPITALS.search(alias):
            found = self._tables.candidates(self._written_in_capitals.get(alias, alias))
        return found

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
        return self._offices.holder(office, country, day)

    def terms(self, office: str, country: str) -> Sequence[Term]:
        """All who are known to have held an office, with their terms; arguments as for `office_holder`."""
        return self._offices.terms(office, country)

    def owners(self, office: str) -> frozenset[str]:
        """The countries and bodies of which it is known who held an office."""
        return self._offices.owners(office)

    @functools.cached_property
    def _offices(self) -> Offices:
        return Offices(
            lines(self._folder / table) for table in ("curated_offices.csv", "offices.csv", "past_offices.csv")
        )

    @functools.cached_property
    def _written_in_capitals(self) -> dict[str, str]:
        """Aliases by their form in capitals, where that form is not an alias of its own."""
        known = self._tables.aliases
        written: dict[str, str] = {}
        for alias in known:
            capitals = alias.upper()
            # Three letters or fewer in capitals are taken for an acronym, not for 'Ney' or 'Of'.
            if len(alias) > 3 and capitals not in known:
                written.setdefault(capitals, alias)
        return written

    @functools.cached_property
    def _capitals(self) -> Finder:
        """Built when the first text with a word in capitals comes along: many archives have none."""
        return Finder(self._written_in_capitals)

    def _longest_leftmost(self, text: str, spans: list[tuple[int, int, str]]) -> Iterator[AliasMatch]:
        spans.sort()
        end = 0
        for start, negative_stop, alias in spans:
            stop = -negative_stop
            if start < end:
                continue
            candidates = self._tables.candidates(alias)
            is_weak = all(strength == "weak" for _, strength in candidates)
            if is_weak and (not candidates or _is_part_of_compound(text, start, stop)):
                continue
            # 'The Guardian' is told by its article, which yet is no part of the name.
            article = 4 if alias.startswith(("The ", "the ")) else 0
            if alias in _WORDS_IN_CAPITALS and text.isupper():
                candidates = tuple((entity, "weak") for entity, _ in candidates)
            yield AliasMatch(start + article, stop, alias, candidates)
            end = stop


@functools.cache
def load() -> Gazetteer:
    """The gazetteer that ships with the package, read once a process."""
    return Gazetteer()


def _load(tables: Path) -> Gazetteer:
    return load() if tables == TABLES else Gazetteer(tables)


def _is_part_of_compound(text: str, start: int, stop: int) -> bool:
    """Whether a hyphen ties a span to another capitalised word: 'Reading' in 'Smith-Reading'."""
    before = start > 1 and text[start - 1] == "-" and text[start - 2].isalpha()
    return before or (text[stop : stop + 1] == "-" and text[stop + 1 : stop + 2].isupper())


def _words(table: Path) -> frozenset[str]:
    return frozenset(table.read_text(encoding="utf-8").split())
