"""Who held an office when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from archive.text.wordlists import meanings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Term(NamedTuple):
    """Who held an office, from a day to another (both `YYYY-MM-DD`; '' for still in office)."""

    person: str
    start: str
    stop: str


_SAME_OFFICE = meanings("offices")
_MINISTER_OF = re.compile(r"^minister (?:of|for) (?:the )?(.+?)(?: affairs)?$")


class Offices:
    """Terms of office by office and country.

    Args:
        tables: Lines `(office, country, person, start, stop)` of several tables; a later one tells of the days of which
            those before it tell nothing.
    """

    def __init__(self, tables: Iterable[Iterable[Sequence[str]]]) -> None:
        self._terms: dict[tuple[str, str], list[list[Term]]] = {}
        for at, table in enumerate(tables):
            for office, country, person, start, stop in table:
                told = self._terms.setdefault((office, country), [])
                told.extend([] for _ in range(at + 1 - len(told)))
                told[at].append(Term(person, start, stop))

    def terms(self, office: str, country: str) -> Sequence[Term]:
        """All known terms of an office."""
        return tuple(term for told in self._told(office, country) for term in told)

    def holder(self, office: str, country: str, day: str) -> str | None:
        """Who held an office on a day, or throughout a month, year or range; None if unknown or not one alone."""
        start, _, stop = day.partition("/")
        first, last = start + "0000-01-01"[len(start) :], (stop or start) + "9999-12-31"[len(stop or start) :]
        held = [
            [term for term in told if term.start <= last and (not term.stop or first <= term.stop)]
            for told in self._told(office, country)
        ]
        if first == last:
            return next((max(some, key=lambda term: term.start).person for some in held if some), None)
        persons = {term.person for some in held for term in some}
        return persons.pop() if len(persons) == 1 else None

    def owners(self, office: str) -> frozenset[str]:
        """The countries and bodies of which it is known who held an office."""
        name = office_name(office)
        return frozenset(owner for known, owner in self._terms if known == name)

    def _told(self, office: str, country: str) -> Sequence[Sequence[Term]]:
        return self._terms.get((office_name(office), country), ())


def office_name(office: str) -> str:
    """One name for one office: 'Defense Secretary' and 'minister of defence' are the 'defence minister'."""
    office = office.lower().replace("defense", "defence").replace("secretary general", "secretary-general")
    office = _MINISTER_OF.sub(r"\1 minister", office)
    return _SAME_OFFICE.get(office, office)
