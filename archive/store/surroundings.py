"""Whom a bare name means by those named in full around it: in its article, its page, its source.

An article names "Jerome Powell" once and goes on with "Powell", a paragraph each. So a surname or acronym means the
one of that name who is named in full before it on the same page, or shortly after it, as under a headline. Where
several are, it means the one named far oftener, and is left to the archive (`store.bare_names`) where none is. A bare
"Supreme Court" is that of the country whose bodies its source names, or in whose press it stands.

What is found is a row of `meant_nearby`. It follows from texts alone, from where they stand and whom the resolver found
them to name, so it depends on no order, and decisions neither change it nor are changed by it: placing asks both.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from archive.resolve import initials
from archive.resolve.bodies import country_of, country_of_outlet, full_name, is_bare_body
from archive.resolve.evidence import Evidence
from archive.resolve.rulings import Ref, ref
from archive.resolve.weighing import LEAST_BODIES, clearly
from archive.store.identities import by_ids, by_refs, known_by, short_names
from archive.store.mention_placing import place
from archive.store.rows import AMONG, FOUND_AS, listed
from archive.types import NameSpan

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from archive.resolve.rulings import Rulings
    from archive.store.identities import Identity

T = TypeVar("T")

BEFORE = 120
"""So many items before a bare name may name its bearer: the paragraphs of a long article. With 40, surnames with a
famous rival fall from .994 to .985 (tests/bench/linking_quality.py on 318 articles)."""
AFTER = 4
"""And so many after it: a headline and a deck come before the text that names him."""
SIGHTINGS = 3
"""A text that stands in more places is looked at in so many; which ones, the hashes of their sources tell."""

_LEAST_INITIALS = 3

Meant = dict[tuple[int, int], int]
"""Bare identity and snippet, to whom the name means there."""


def around(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> set[int]:
    """Snippets with those around them, wherever they stand: what they name may tell whom bare names there mean."""
    rows = conn.execute(f"select source_id, position from sightings where snippet_id {AMONG}", [listed(snippet_ids)])
    places: dict[int, list[int]] = {}
    for source_id, position in rows:
        places.setdefault(source_id, []).append(position)
    return set(snippet_ids).union(*(sighted_around(conn, *each) for each in places.items()))


def sighted_around(conn: sqlite3.Connection, source_id: int, positions: Iterable[int]) -> set[int]:
    """The snippets at some positions of a source, and those around them whose bare names may mean what is named there.

    What stands between two that are far apart is not among them.
    """
    return {
        number
        for span in _ranges(sorted(positions), AFTER, BEFORE)
        for (number,) in conn.execute(
            """select snippet_id from sightings
               where source_id = ? and position between ? and ? and snippet_id is not null""",
            [source_id, *span],
        )
    }


def telling(conn: sqlite3.Connection, refs: Collection[Ref]) -> set[Ref]:
    """Those of some identities of which bare names around them may be a short name, or who speak for a country."""
    known = by_refs(conn, refs)
    short = {number for _, _, number in short_names(conn, (each.id for each in known.values()))}
    return {ref for ref, each in known.items() if each.kind == "organisation" or each.id in short}


def naming(conn: sqlite3.Connection, bare: Collection[Ref]) -> set[int]:
    """The snippets that name somebody by these bare names."""
    ids = [each.id for each in by_refs(conn, bare, which="is_bare").values()]
    return {
        number
        for source in FOUND_AS
        for (number,) in conn.execute(f"select snippet_id from {source.format(AMONG)}", [listed(ids)])
    }


def renew(conn: sqlite3.Connection, snippet_ids: Collection[int], rulings: Rulings) -> None:
    """Decide anew whom bare names mean in snippets, and place them where they then belong."""
    before, now, changed = meant_then_and_now(conn, snippet_ids)
    if not changed:
        return
    conn.executemany("delete from meant_nearby where identity_id = ? and snippet_id = ?", changed & before.keys())
    conn.executemany(
        "insert into meant_nearby (identity_id, snippet_id, meant_id) values (?, ?, ?)",
        [(*key, now[key]) for key in sorted(changed & now.keys())],
    )
    place(conn, {number for number, _ in changed}, rulings, {snippet_id for _, snippet_id in changed})


def meant_then_and_now(
    conn: sqlite3.Connection, snippet_ids: Collection[int]
) -> tuple[Meant, Meant, set[tuple[int, int]]]:
    """Whom bare names in snippets meant when last looked at, whom they mean now, and where these differ."""
    now = _meant(conn, snippet_ids)
    rows = conn.execute(
        f"select identity_id, snippet_id, meant_id from meant_nearby where snippet_id {AMONG}", [listed(snippet_ids)]
    )
    before: Meant = {(number, snippet_id): meant_id for number, snippet_id, meant_id in rows}
    return before, now, {key for key in now.keys() | before.keys() if now.get(key) != before.get(key)}


_TABLES = ("mentions", "hidden_mentions")  # what a decision hides is named all the same
_ARTICLE = """coalesce(g.url, g.title) as page,
  iif(g.dated_by in ('decision', 'published'), g.dated, null) as day, g.outlet"""


class _Place(NamedTuple):
    """Where something is named."""

    source_id: int
    position: int
    page: str | None
    """The address or headline of the item, where it has its own."""
    day: str | None
    """When it was published, where it says so itself."""
    outlet: str | None

    def is_with(self, other: _Place) -> bool:
        """Whether the two may be of one article: what has another address, headline or day is another one."""
        return all(
            one is None or another is None or one == another
            for one, another in ((self.page, other.page), (self.day, other.day))
        )


def _meant(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> Meant:
    """Whom the bare names of snippets mean by those around them, where these tell."""
    bare = _bare_names(conn, snippet_ids)
    names = {each.ref: each for some in bare.values() for each in some}
    bodies = {each.id: each for each in names.values() if each.kind == "organisation" and is_bare_body(each.name)}
    spoken_of = _spoken_of(conn, [number for number, some in bare.items() if any(each.id in bodies for each in some)])
    known = _Known(
        _short_names(conn, names),
        frozenset(each.key for each in names.values() if each.kind == "organisation"),
        has_bodies=bool(bodies),
    )
    votes: defaultdict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    homes: defaultdict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    for source_id, some in _places(conn, bare).items():
        page = _Page.of(conn, source_id, [at.position for _, at in some], known)
        for snippet_id, at in some:
            for each in bare[snippet_id]:
                is_body = each.id in bodies
                allowed = spoken_of[snippet_id] if is_body else set()
                votes[each.id, snippet_id].update(page.near(each, at, allowed))
                if is_body:
                    homes[each.id, snippet_id].update(page.countries(at, allowed))
    found = {key: meant for key, bearers in votes.items() if (meant := clearly(bearers)) is not None}
    return {**_of_countries(conn, bodies, {key: each for key, each in homes.items() if not votes[key]}), **found}


def _of_countries(
    conn: sqlite3.Connection, bodies: Mapping[int, Identity], homes: Mapping[tuple[int, int], Counter[str]]
) -> Meant:
    """Bare bodies as those of the countries that speak for them."""
    names = {
        key: full_name(bodies[key[0]].name, country)
        for key, countries in homes.items()
        if (country := clearly(countries, LEAST_BODIES)) is not None
    }
    known = known_by(conn, {ref(name, "organisation"): name for name in names.values()})
    return {key: known[ref(name, "organisation")].id for key, name in names.items()}


def _spoken_of(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> dict[int, set[str]]:
    """The countries of which snippets speak themselves: if of any, no other's body is meant.

    Of 93 bodies of a corpus that those around told 23 were another's, 22 of them wrongly.
    """
    places: defaultdict[int, list[NameSpan]] = defaultdict(list)
    for table in _TABLES if snippet_ids else ():
        rows = conn.execute(
            f"""select m.snippet_id, m.start, m.stop, m.surface, i.name from {table} m
                join identities i on i.id = m.identity_id where m.snippet_id {AMONG} and i.kind = 'place'""",
            [listed(snippet_ids)],
        )
        for snippet_id, start, stop, surface, name in rows:
            places[snippet_id].append(NameSpan(start, stop, surface, "place", "", 1, entity=name))
    texts = conn.execute(f"select id, text from snippets where id {AMONG}", [listed(snippet_ids)])
    told = {number: Evidence(text, places[number], None) for number, text in texts}
    return {number: evidence.homes | evidence.lands for number, evidence in told.items()}


def _bare_names(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> dict[int, list[Identity]]:
    """The bare names of those of the snippets that have any."""
    rows = {
        row
        for table in _TABLES
        for row in conn.execute(
            f"""select m.snippet_id, i.id from {table} m cross join identities i on i.id = m.identity_id
                where m.snippet_id {AMONG} and i.is_bare""",
            [listed(snippet_ids)],
        )
    }
    identities = by_ids(conn, {number for _, number in rows})
    found: dict[int, list[Identity]] = {}
    for snippet_id, number in sorted(rows):
        found.setdefault(snippet_id, []).append(identities[number])
    return found


def _short_names(conn: sqlite3.Connection, refs: Collection[Ref]) -> dict[int, list[Ref]]:
    """The identities that short names may mean, with those of the names."""
    rows = conn.execute(
        f"select identity_id, key, kind from short_names where key {AMONG}", [listed({each.key for each in refs})]
    )
    found: dict[int, list[Ref]] = {}
    for number, *short_name in rows:
        if Ref(*short_name) in refs:
            found.setdefault(number, []).append(Ref(*short_name))
    return found


def _places(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> dict[int, list[tuple[int, _Place]]]:
    """Where snippets stand, by source."""
    rows = conn.execute(
        f"""select snippet_id, source_id, position, page, day, outlet from (
              select g.snippet_id, g.source_id, g.position, {_ARTICLE},
                row_number() over (partition by g.snippet_id order by s.sha256, g.position) as nth
              from sightings g join sources s on s.id = g.source_id where g.snippet_id {AMONG})
            where nth <= {SIGHTINGS} order by source_id, position""",
        [listed(snippet_ids)],
    )
    found: dict[int, list[tuple[int, _Place]]] = {}
    for snippet_id, *where in rows:
        found.setdefault(where[0], []).append((snippet_id, _Place(*where)))
    return found


class _Known(NamedTuple):
    """What is asked of the names around."""

    short: Mapping[int, Sequence[Ref]]
    """Identities, to the short names by which they may be meant."""
    acronyms: frozenset[str]
    """Organisations that are asked about, by what may be their initials."""
    has_bodies: bool
    """Whether bodies are asked about that every country has: then that of any country may tell something."""

    def of(self, conn: sqlite3.Connection, numbers: Collection[int]) -> dict[int, tuple[list[Ref], str | None]]:
        """Of those identities that tell something the short names that they answer to, and the country of a body."""
        told: dict[int, tuple[list[Ref], str | None]] = {
            number: ([*self.short[number]], None) for number in numbers if number in self.short
        }
        sql = f"select id, name from identities where kind = 'organisation' and id {AMONG}"
        for number, name in conn.execute(sql, [listed(numbers)]) if self.acronyms else ():
            refs, _ = told.get(number, ([], None))
            letters = initials(name)
            if len(letters) >= _LEAST_INITIALS and letters in self.acronyms:
                refs.append(Ref(letters, "organisation"))
            country = country_of(name) if self.has_bodies else None
            if refs or country is not None:
                told[number] = (refs, country)
        return told


@dataclass(slots=True)
class _Page:
    """The names of a source, or of the part of it that is asked about, each kept in order of place."""

    full: dict[Ref, list[tuple[int, _Place, int]]] = field(default_factory=dict)
    """Where those are named who answer to a short name."""
    bodies: list[tuple[int, _Place, str]] = field(default_factory=list)
    """Where bodies of countries are named, and which countries'."""
    lands: dict[int, str] = field(default_factory=dict)
    """The countries of bodies."""

    @classmethod
    def of(cls, conn: sqlite3.Connection, source_id: int, positions: Sequence[int], known: _Known) -> _Page:
        """The names around some positions of a source, in order."""
        page = cls()
        for first, last in _ranges(positions, BEFORE, AFTER):
            there, span = "g.source_id = ? and g.position between ? and ?", [source_id, first, last]
            named = {
                row
                for table in _TABLES
                for row in conn.execute(
                    f"""select g.position, m.identity_id from sightings g cross join {table} m
                        on m.snippet_id = g.snippet_id where {there} and m.identity_id is not null""",
                    span,
                )
            }
            told = known.of(conn, {number for _, number in named})
            heard = sorted(each for each in named if each[1] in told)
            rows = conn.execute(
                f"select g.source_id, g.position, {_ARTICLE} from sightings g where {there} and g.position {AMONG}",
                [*span, listed({position for position, _ in heard})],
            )
            places = {at.position: at for at in map(_Place._make, rows)}
            for position, number in heard:
                at, (refs, country) = places[position], told[number]
                for each in refs:
                    page.full.setdefault(each, []).append((position, at, number))
                if country is not None:
                    page.bodies.append((position, at, country))
                    page.lands[number] = country
        return page

    def near(self, bare: Identity, at: _Place, allowed: Collection[str]) -> Iterator[int]:
        """Those named around a place who may be meant by a name; of bodies those of some countries, if of any."""
        for number in _around(self.full.get(bare.ref, ()), at):
            if number != bare.id and (not allowed or self.lands.get(number) in (None, *allowed)):
                yield number

    def countries(self, at: _Place, allowed: Collection[str]) -> Counter[str]:
        """The countries, of some, that speak for a bare body at a place, by how much."""
        countries = Counter(_around(self.bodies, at))
        press = country_of_outlet(at.outlet) if at.outlet else None
        if press is not None:
            countries[press] += LEAST_BODIES
        return Counter({each: count for each, count in countries.items() if not allowed or each in allowed})


def _around(named: Sequence[tuple[int, _Place, T]], at: _Place) -> Iterator[T]:
    """What is named around a place, of things in order of place."""
    first = bisect_left(named, at.position - BEFORE, key=itemgetter(0))
    last = bisect_right(named, at.position + AFTER, key=itemgetter(0))
    return (what for _, place_, what in named[first:last] if at.is_with(place_))


def _ranges(positions: Iterable[int], before: int, after: int) -> list[tuple[int, int]]:
    """What lies around positions, in order, as few ranges."""
    found: list[tuple[int, int]] = []
    for position in positions:
        first, last = position - before, position + after
        if found and first <= found[-1][1] + 1:
            first = found.pop()[0]
        found.append((first, last))
    return found
