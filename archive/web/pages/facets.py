"""Facets of a search: whom its hits name, who published them, when, as what, each with the search it narrows to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.search import prepare, total_of
from archive.search.plan import ALONG
from archive.search.query import And, Filter, Query, join
from archive.store.kept import STARRED, all_tags
from archive.web import refine
from archive.web.counts import Counts, counts, tags_of, values
from archive.web.pages.timeline import Series, Timeline, timeline
from archive.web.wording import ABOUT, KINDS, about, estimated, written

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from archive.search import Prepared
    from archive.search.query import Field
    from archive.web.addresses import Links

MOST_VALUES = 24
"""Values of a facet in all, but for years, which are all there."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet."""

    label: str
    count: str
    """As it is shown; estimates begin with a sign."""
    url: str
    """The search with it, or without it if it is active."""
    exclude_url: str | None
    is_active: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """What hits have in common in one respect."""

    name: str
    title: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Facets:
    """What stands beside the results."""

    facets: tuple[Facet, ...]
    timeline: Timeline | None
    note: str | None
    """How the counts came about, where that has to be said."""


def search_facets(conn: sqlite3.Connection, links: Links, asked: Prepared, total: int, sort: str) -> Facets:
    """Count what the hits of a query have in common; links keep the order."""
    found = counts(conn, asked, total)
    to = _Narrowing(conn, links, asked, sort)
    return _facets(to, found, (*to.of_names(found), *to.of_fields(found)))


def facets_of_entity(conn: sqlite3.Connection, links: Links, query: Query, found: Counts) -> Facets:
    """Facets of the snippets that name an entity; whom it is named with stands elsewhere on its page."""
    to = _Narrowing(conn, links, prepare(conn, query), "newest")
    return _facets(to, found, to.of_fields(found))


def _facets(to: _Narrowing, found: Counts, facets: Iterable[Facet]) -> Facets:
    shown = tuple(facet for facet in facets if facet.values)

    def url(days: str) -> str:
        return to.url(refine.within(to.query, Filter("on", days)))

    return Facets(shown, timeline(Series(found.spread, url, is_rough=found.is_rough)), _note(found, shown))


def _note(found: Counts, facets: tuple[Facet, ...]) -> str | None:
    if found.is_rough:
        return estimated(found.looked_at, found.total)
    if any(value.count.startswith(ABOUT) for facet in facets for value in facet.values):
        return "What is marked ≈ is estimated from a sample, spread evenly over the archive."
    return "Counts include cut and edited copies." if found.with_variants else None


class _Narrowing:
    """Facets of one query, with the links that narrow it."""

    def __init__(self, conn: sqlite3.Connection, links: Links, asked: Prepared, sort: str) -> None:
        self.conn = conn
        self.links = links
        self.asked = asked
        self.query = asked.query
        self.sort = sort if sort in ALONG else None
        self.asked_for: dict[int, Filter] = {}
        """Entities that must be named, with the condition that says so, however it was typed."""
        for one in asked.query.conditions:
            if isinstance(one, Filter) and one.field in ("person", "place", "org", "entity"):
                ids = asked.meanings[one].ids
                self.asked_for.update({ids[0]: one} if len(ids) == 1 else {})

    def url(self, query: str) -> str:
        return self.links.search(query, self.sort)

    def of_names(self, found: Counts) -> Iterable[Facet]:
        nodes = refine.all_named(self.conn, [(one.id, one.name, one.kind) for one in found.entities]) | self.asked_for
        for kind, title in KINDS.items():
            yield self.of_entities(found, nodes, kind, title.capitalize())

    def of_fields(self, found: Counts) -> Iterable[Facet]:
        for field, title, read in _CHOICES:
            yield self.of_choices(found, field, title, read)
        yield self.of_spoken(found)
        yield self.of_tags()

    def of_spoken(self, found: Counts) -> Facet:
        """Days that the texts speak of; one may speak of several."""
        nodes = {day: Filter("mentions-date", day) for day in found.spoken or {}}
        asked_for = set(self.query.conditions)
        shown = [
            self.value(nodes[day], written(day), number, found.is_rough, is_active=nodes[day] in asked_for)
            for day, number in (found.spoken or {}).items()
        ]
        return Facet("mentions-date", "Days they speak of", tuple(shown))

    def of_tags(self) -> Facet:
        """What readers keep them under; always exact."""
        nodes = {
            name: Filter("is", STARRED) if name == STARRED else Filter("tag", name) for name in all_tags(self.conn)
        }
        asked_for = {one for one in self.query.conditions if isinstance(one, Filter)}
        shown = [
            self.value(nodes[name], name, number, False, is_active=nodes[name] in asked_for)
            for name, number in sorted(tags_of(self.conn, self.asked).items(), key=_by_count)
            if refine.reads_back(nodes[name])
        ]
        return Facet("tag", "Kept under", tuple(shown[:MOST_VALUES]))

    def of_entities(self, found: Counts, nodes: Mapping[int, Filter], kind: str, title: str) -> Facet:
        shown = [
            self.value(nodes[one.id], one.name, one.count, found.is_rough, is_active=one.id in self.asked_for)
            for one in found.entities
            if one.kind == kind
        ]
        return Facet(kind, title, tuple(shown))

    def of_choices(
        self, found: Counts, field: Field, title: str, read: Callable[[Counts, Query], Mapping[str, int]]
    ) -> Facet:
        """A facet whose values exclude one another: counted as if none of them had been chosen yet."""
        others = self.unchosen(field) if refine.choice(self.query, field) else found
        numbers = sorted(read(others, self.query).items(), key=_ORDER.get(field, _by_count))
        chosen = self.chosen(field)
        shown = []
        for value, number in numbers[: len(numbers) if field == "on" else MOST_VALUES]:
            active = chosen.get(value)
            node = active or (refine.outlet(value) if field == "outlet" else Filter(field, value))
            if node is not None:
                label = written(value) if field == "on" else value
                shown.append(self.value(node, label, number, others.is_rough, is_active=active is not None))
        return Facet(field, title, tuple(shown))

    def chosen(self, field: str) -> dict[str, Filter]:
        """Values that the query chooses, with the condition that says so, however it was typed."""
        found = {}
        for one in refine.chosen(self.query, field):
            meant = self.asked.meanings[one].names if field == "outlet" else (one.value,)
            found.update({meant[0]: one} if len(meant) == 1 else {})
        return found

    def unchosen(self, field: str) -> Counts:
        """Counts of the query without its choice among the values of a field."""
        choice = refine.choice(self.query, field)
        left = join(And, [one for one in self.query.conditions if one is not choice])
        asked = prepare(self.conn, Query("", left), known=self.asked.meanings)
        return values(self.conn, asked, total_of(self.conn, asked).shown, field)

    def value(self, node: Filter, label: str, count: int, is_rough: bool, *, is_active: bool) -> Value:
        if is_active:
            target = refine.without(self.query, node)
        elif node.field in ("outlet", "kind", "on"):
            target = refine.also(self.query, node)
        else:
            target = refine.narrowed(self.query, node)
        return Value(
            label=label,
            count=about(count, is_rough=is_rough),
            url=self.url(target),
            exclude_url=None if is_active else self.url(refine.excluding(self.query, node)),
            is_active=is_active,
        )


def _years(found: Counts, query: Query) -> Mapping[str, int]:
    """Years, the latest first, and under a single chosen or found one its months."""
    years = found.years or {}
    picked = {one.value[:4] for one in refine.chosen(query, "on")} or {str(year) for year in years}
    shown = {f"{year:04d}": number for year, number in years.items()}
    if len(picked) == 1:
        (year,) = picked
        shown |= {month: number for month, number in (found.months or {}).items() if month[:4] == year}
    return shown


def _by_count(value: tuple[str, int]) -> tuple[object, ...]:
    return -value[1], value[0]


def _latest_first(value: tuple[str, int]) -> tuple[object, ...]:
    return -int(value[0][:4]), value[0]


_ORDER = {"on": _latest_first}
_CHOICES: Sequence[tuple[Field, str, Callable[[Counts, Query], Mapping[str, int]]]] = (
    ("outlet", "Outlets", lambda found, _: found.outlets or {}),
    ("on", "Dates", _years),
    ("kind", "Kinds of text", lambda found, _: found.kinds or {}),
)
