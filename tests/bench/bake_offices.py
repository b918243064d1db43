"""Makes the table of those who held offices since 2001 out of Wikidata's, as Every Politician's scrapers keep them.

    python tests/bench/bake_offices.py FOLDER

FOLDER holds `holders21.csv` and, if any, `bio.csv` of the folder `html` of each repository of `office_sources.csv`, at
its commit, in a folder of its name. A day that is known as a year counts from when it has surely come, until it may
have; who has no last day is known until the next one comes, or until the list was made; while two hold an office for
more than a month, neither is told.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gazetteer_raw import read_csv, write_csv

from archive.gazetteer import TABLES
from archive.gazetteer.offices import Offices
from archive.resolve.known_names import known_person, place_called

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SOURCES = Path(__file__).with_name("office_sources.csv")
HANDED_OVER = timedelta(31)
LONGEST = timedelta(365 * 10)
"""Who is said to have come so long ago, and not to have gone, has mostly gone."""

_MINISTER = re.compile(
    r"(?:Federal )?(?:Minister|Secretary|Secretary of State) (?:of|for) (?:the |National |State )*(?P<of>[\w ]+?)"
    r"(?: Affairs)?(?: and the .*| and .*|, .*|/.*)?"
)
_PORTFOLIOS = {
    "Defence": "defence", "External": "foreign",
    "External Relations": "foreign", "Finance": "finance", "Foreign": "foreign",
    "Health": "health", "Home": "interior", "Home Department": "interior", "Interior": "interior",
    "Internal": "interior", "Internal Administration": "interior", "Justice": "justice", "Treasury": "finance",
}  # fmt: skip
_OTHERS = {
    "Attorney General": "attorney general", "Chancellor of the Exchequer": "finance minister",
    "Federal Chancellor": "chancellor", "Premier of the State Council": "prime minister",
    "Premier": "prime minister", "President": "president", "Prime Minister": "prime minister",
    "Prosecutor General": "prosecutor general", "Vice President": "vice president",
    "Minister of Economy and Finance": "finance minister",
    "Minister of the Economy, Finances and Industry": "finance minister",
}  # fmt: skip
_OF_PLACE = re.compile(r"(Governor|Premier) of (?:the )?([\w .'-]+)")
_WITH_GOVERNORS = frozenset(("Australia", "Canada", "Ukraine", "United States"))
_NOT = {("United States", "interior minister"), ("Switzerland", "president"), ("Switzerland", "vice president")}
"""What is called so, and is another office; and who holds it for a year."""

_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ .'’-]+")


class Held(NamedTuple):
    """Who held an office, from a day to another."""

    person: str
    start: date
    stop: date | None


def office_of(position: str, country: str) -> tuple[str, str] | None:
    """The office and its owner, if it is one that texts call people by."""
    if position in _OTHERS:
        return _OTHERS[position], country
    minister = _MINISTER.fullmatch(position)
    if minister is not None:
        portfolio = _PORTFOLIOS.get(minister["of"])
        return (f"{portfolio} minister", country) if portfolio else None
    of_place = _OF_PLACE.fullmatch(position)
    place = place_called(of_place[2]) if of_place and country in _WITH_GOVERNORS else None
    if of_place is None or place is None:
        return None
    return of_place[1].lower().replace("premier", "prime minister"), place


def day(written: str, *, is_last: bool) -> date | None:
    """The first day on which a prefix date has surely come, or the last on which it has surely not gone."""
    if not re.fullmatch(r"\d{4}(?:-\d\d(?:-\d\d)?)?", written):
        return None
    year, month, number = (int(part) for part in (written + "-00-00")[:10].split("-"))
    if number:
        return date(year, month, number)
    if is_last:
        return date(year, month or 1, 1)
    return date(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1) - timedelta(1)


def held(folder: Path, country: str, made: date) -> Iterator[tuple[tuple[str, str], Held]]:
    """Who held which office, as a list has it."""
    lives = folder / "bio.csv"
    titles = {number: title for number, *_, title in read_csv(lives)} if lives.exists() else {}
    for position, label, number, start, stop, *life in read_csv(folder / "holders21.csv"):
        office = office_of(position, country)
        first, last = day(start, is_last=False), day(stop, is_last=True)
        if office is None or (country, office[0]) in _NOT or first is None or (last is None and stop):
            continue
        if last is None and made - first > LONGEST:
            continue
        title = ((life[-1] if life else titles.get(number)) or label).partition(" (")[0].partition(",")[0]
        person = known_person(title) or known_person(label) or title
        if " " in person and _LATIN.fullmatch(person):
            yield office, Held(person, first, last)


def told_apart(terms: Iterable[Held], made: date) -> Iterator[Held]:
    """Terms in order of time, none of which overlaps the next."""
    rows = sorted(set(terms), key=lambda term: (term.start, term.stop or made, term.person))
    for at, (one, other) in enumerate(pairwise(rows)):
        end = rows[at].stop or other.start
        if end < other.start:
            continue
        if rows[at].person == other.person:
            rows[at + 1] = other._replace(start=one.start, stop=max(end, other.stop or made) if other.stop else None)
            rows[at] = one._replace(stop=date.min)
        elif end - other.start <= HANDED_OVER or rows[at].stop is None:
            rows[at] = rows[at]._replace(stop=other.start - timedelta(1))
        else:
            rows[at] = rows[at]._replace(stop=other.start - timedelta(1))
            rows[at + 1] = other._replace(start=min(end, other.stop or made) + timedelta(1))
    for term in rows:
        stop = term.stop or made
        if term.start <= stop:
            yield term._replace(stop=stop)


def bake(folder: Path, target: Path) -> None:
    """Writes the table."""
    by_hand = Offices([read_csv(TABLES / "curated_offices.csv")])
    terms: dict[tuple[str, str], list[Held]] = defaultdict(list)
    dates: dict[tuple[str, str], date] = {}
    for repository, _, country, made in read_csv(SOURCES):
        for office, term in held(folder / repository, country, date.fromisoformat(made)):
            terms[office].append(term)
            dates[office] = date.fromisoformat(made)
    rows = [
        (*office, term.person, term.start.isoformat(), term.stop.isoformat())
        for office, some in sorted(terms.items())
        for term in told_apart(some, dates[office])
        if term.stop and term.stop >= date(2000, 1, 1)
        if not all(by_hand.holder(*office, day.isoformat()) for day in (term.start, term.stop))
    ]
    write_csv(target, ("office", "country", "person", "start", "stop"), rows)


if __name__ == "__main__":
    bake(Path(sys.argv[1]), TABLES / "past_offices.csv")
