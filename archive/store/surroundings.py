"""Whom a bare name means by those named in full around it: in its article, its page, its source.

An article names "Jerome Powell" once and goes on with "Powell", a paragraph each. So a surname or acronym means the
one of that name who is named in full before it on the same page, or shortly after it, as under a headline. Where
several are, it means the one named far oftener, and is left to the archive (`store.bare_names`) where none is. A bare
"Supreme Court" is that of the country whose bodies its source names, or in whose press it stands.

What is found is a row of `meant_nearby`. It follows from texts alone, from where they stand and whom the resolver found
them to name, so it depends on no order, and decisions neither change it nor are changed by it: placing asks both.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from archive.resolve import initials
from archive.resolve.bodies import country_of, country_of_outlet, full_name, is_bare_body
from archive.resolve.majority import LEAST, MARGIN
from archive.resolve.rulings import ref
from archive.store.identities import by_ids, known_by
from archive.store.mention_placing import place
from archive.store.rows import AMONG, listed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from archive.resolve.rulings import Ref, Rulings
    from archive.store.identities import Identity

BEFORE = 120
"""So many items before a bare name may name its bearer: the paragraphs of a long article."""
AFTER = 4
"""And so many after it: a headline and a deck come before the text that names him."""
SIGHTINGS = 3
"""A text that stands in more places is looked at in so many; which ones, the hashes of their sources tell."""

LEAST_BODIES = 3
"""So many names of a country's bodies around a bare one tell whose it is, and MARGIN times as many as of any other.

Chosen by hand; an outlet of that country counts as so many. A body's own name with its country tells by itself.
"""

_LEAST_INITIALS = 3

Meant = dict[tuple[int, int], int]
"""Bare identity and snippet, to whom the name means there."""


def renew_around(
    conn: sqlite3.Connection, snippet_ids: Collection[int], rulings: Rulings, sources: Collection[int] | None = None
) -> None:
    """Decide anew whom bare names mean in snippets, and in those around them wherever they stand.

    Args:
        conn: Inside a transaction; the snippets name other people than before, or stand where they did not.
        snippet_ids: The snippets.
        rulings: People's decisions.
        sources: Only in these sources; in all of them by default.
    """
    ids = set(snippet_ids)
    where, values = f"snippet_id {AMONG}", [listed(ids)]
    if sources is not None:
        where, values = f"{where} and source_id {AMONG}", [*values, listed(sources)]
    rows = conn.execute(
        f"select source_id, min(position), max(position) from sightings where {where} group by 1", values
    )
    for source_id, first, last in rows.fetchall():
        ids |= _sighted(conn, source_id, first - AFTER, last + BEFORE)
    renew(conn, ids, rulings)


def renew(conn: sqlite3.Connection, snippet_ids: Collection[int], rulings: Rulings) -> None:
    """Decide anew whom bare names mean in snippets, and place them where they then belong."""
    now = _meant(conn, snippet_ids)
    rows = conn.execute(
        f"select identity_id, snippet_id, meant_id from meant_nearby where snippet_id {AMONG}", [listed(snippet_ids)]
    )
    before: Meant = {(number, snippet_id): meant_id for number, snippet_id, meant_id in rows}
    changed = {key for key in now.keys() | before.keys() if now.get(key) != before.get(key)}
    if not changed:
        return
    conn.executemany("delete from meant_nearby where identity_id = ? and snippet_id = ?", changed & before.keys())
    conn.executemany(
        "insert into meant_nearby (identity_id, snippet_id, meant_id) values (?, ?, ?)",
        [(*key, now[key]) for key in sorted(changed & now.keys())],
    )
    place(conn, {number for number, _ in changed}, rulings, {snippet_id for _, snippet_id in changed})


def _sighted(conn: sqlite3.Connection, source_id: int, first: int, last: int) -> set[int]:
    rows = conn.execute(
        """select snippet_id from sightings
           where source_id = ? and position between ? and ? and snippet_id is not null""",
        [source_id, first, last],
    )
    return {number for (number,) in rows}


_ARTICLE = "coalesce(g.url, g.title) as page, iif(g.dated_by = 'published', g.dated, null) as day, g.outlet"


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
    places = _places(conn, _with_short_names(conn, snippet_ids))
    found: Meant = {}
    votes: defaultdict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    homes: defaultdict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    bodies: dict[int, Identity] = {}
    for source_id, some in places.items():
        page = _Page.of(conn, source_id, some)
        for snippet_id, place_ in some:
            for bare_id, bearers in page.bearers(snippet_id, place_):
                votes[bare_id, snippet_id].update(bearers)
            for bare, countries in page.homes(snippet_id, place_):
                bodies[bare.id] = bare
                homes[bare.id, snippet_id].update(countries)
    for key, bearers in votes.items():
        ranked = sorted(((count, number) for number, count in bearers.items()), reverse=True)
        if len(ranked) == 1 or (len(ranked) > 1 and ranked[0][0] >= max(LEAST, MARGIN * ranked[1][0])):
            found[key] = ranked[0][1]
    return {**_of_countries(conn, bodies, {key: each for key, each in homes.items() if not votes[key]}), **found}


def _of_countries(
    conn: sqlite3.Connection, bodies: Mapping[int, Identity], homes: Mapping[tuple[int, int], Counter[str]]
) -> Meant:
    """Bare bodies as those of the countries that speak for them."""
    names: dict[tuple[int, int], str] = {}
    for key, countries in homes.items():
        (country, most), *others = sorted(countries.items(), key=lambda each: (-each[1], each[0])) or [("", 0)]
        if most >= max(LEAST_BODIES, MARGIN * sum(count for _, count in others[:1])):
            names[key] = full_name(bodies[key[0]].name, country)
    known = known_by(conn, {ref(name, "organisation"): name for name in names.values()})
    return {key: known[ref(name, "organisation")].id for key, name in names.items()}


def _with_short_names(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> set[int]:
    """Those of the snippets that name anybody by what may be a surname or acronym alone."""
    rows = conn.execute(
        f"""select distinct m.snippet_id from mentions m join identities i on i.id = m.identity_id
            where m.snippet_id {AMONG} and i.is_bare
            union
            select distinct m.snippet_id from hidden_mentions m join identities i on i.id = m.identity_id
            where m.snippet_id {AMONG} and i.is_bare""",
        [listed(snippet_ids)] * 2,
    )
    return {number for (number,) in rows}


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


@dataclass(slots=True)
class _Page:
    """The names of a source, or of the part of it that is asked about."""

    identities: dict[int, Identity]
    named: dict[int, set[int]] = field(default_factory=dict)
    """Identities by snippet."""
    full: dict[Ref, list[tuple[_Place, int]]] = field(default_factory=dict)
    """Where those are named who answer to a short name."""
    bodies: list[tuple[_Place, str]] = field(default_factory=list)
    """Where bodies of countries are named, and which countries'."""

    @classmethod
    def of(cls, conn: sqlite3.Connection, source_id: int, asked: Sequence[tuple[int, _Place]]) -> _Page:
        """The names around snippets of a source, which are in order of place."""
        rows: dict[tuple[int, int, int], _Place] = {}
        for first, last in _ranges([place_.position for _, place_ in asked]):
            found = conn.execute(
                f"""select g.source_id, g.position, {_ARTICLE}, g.snippet_id, m.identity_id
                   from sightings g join (select snippet_id, identity_id from mentions union all
                     select snippet_id, identity_id from hidden_mentions) m on m.snippet_id = g.snippet_id
                   where g.source_id = ? and g.position between ? and ?""",
                [source_id, first, last],
            )
            for *where, snippet_id, identity_id in found:
                rows[where[1], snippet_id, identity_id] = _Place(*where)
        names = cls(by_ids(conn, {number for _, _, number in rows}))
        short = _short_names(conn, names.identities.values())
        for (_, snippet_id, number), place_ in sorted(rows.items()):
            names.named.setdefault(snippet_id, set()).add(number)
            for short_name in short.get(number, ()):
                names.full.setdefault(short_name, []).append((place_, number))
            identity = names.identities[number]
            country = country_of(identity.name) if identity.kind == "organisation" else None
            if country is not None:
                names.bodies.append((place_, country))
        return names

    def bearers(self, snippet_id: int, at: _Place) -> Iterator[tuple[int, Counter[int]]]:
        """The bare names of a snippet, each with those who may be meant, by how often they are named around it."""
        for number in sorted(self.named.get(snippet_id, ())):
            bare = self.identities[number]
            near = [
                each
                for place_, each in self.full.get(bare.ref, ())
                if each != number and -AFTER <= at.position - place_.position <= BEFORE and at.is_with(place_)
            ]
            if near:
                yield number, Counter(near)

    def homes(self, snippet_id: int, at: _Place) -> Iterator[tuple[Identity, Counter[str]]]:
        """The bare national bodies of a snippet, with the countries that speak for them, by how much."""
        bare = [
            each
            for number in sorted(self.named.get(snippet_id, ()))
            for each in [self.identities[number]]
            if each.is_bare and each.kind == "organisation" and is_bare_body(each.name)
        ]
        if not bare:
            return
        countries = Counter(
            country
            for place_, country in self.bodies
            if -AFTER <= at.position - place_.position <= BEFORE and at.is_with(place_)
        )
        press = country_of_outlet(at.outlet) if at.outlet else None
        if press is not None:
            countries[press] += LEAST_BODIES
        for each in bare:
            yield each, countries


def _ranges(positions: Iterable[int]) -> Iterator[tuple[int, int]]:
    """What lies around positions, in order, as few ranges."""
    first = last = None
    for position in positions:
        if first is None or last is None or position - BEFORE > last + 1:
            if first is not None and last is not None:
                yield first, last
            first = position - BEFORE
        last = position + AFTER
    if first is not None and last is not None:
        yield first, last


def _short_names(conn: sqlite3.Connection, identities: Iterable[Identity]) -> dict[int, set[Ref]]:
    """The short names of identities: surnames and acronyms that the archive knows them by, and initials."""
    every = {each.id: each for each in identities}
    found: dict[int, set[Ref]] = {}
    rows = conn.execute(f"select identity_id, key, kind from short_names where identity_id {AMONG}", [listed(every)])
    for number, key, kind in rows:
        found.setdefault(number, set()).add(every[number].ref._replace(key=key, kind=kind))
    for each in every.values():
        letters = initials(each.name) if each.kind == "organisation" else ""
        if len(letters) >= _LEAST_INITIALS:
            found.setdefault(each.id, set()).add(each.ref._replace(key=letters))
    return found
