"""Narrowing a query by clicks: every facet is a term of the query language, so that what is shown is what is asked.

A query is a row of conditions that must all hold. Adding a person, an outlet or a month adds a condition; a chip takes
one away. Outlets, kinds and dates exclude one another, so a second one is an alternative to the first; people,
organisations and places do not, so a second one narrows further.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, cast

from archive.errors import SearchError
from archive.search import parse, unparse
from archive.search.days import asked
from archive.search.names import only_called
from archive.search.query import And, Field, Filter, Node, Not, Or, Query, join

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

FIELDS: dict[str, Field] = {"person": "person", "organisation": "org", "place": "place"}
"""The field that asks for an entity of a kind."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition of a query, and the query without it."""

    label: str
    field: str
    """'person', 'outlet', 'date', … or '' for words."""
    is_negative: bool
    without: str


def written(nodes: tuple[Node, ...]) -> str:
    """Conditions as a query."""
    return unparse(join(And, list(nodes)))


def narrowed(query: Query, *nodes: Node) -> str:
    """The query with more conditions, and without their opposites."""
    return written(_narrowed(query.conditions, *nodes))


def excluding(query: Query, node: Node) -> str:
    """The query with the opposite of a condition, and without that condition itself."""
    return written(_narrowed(_without(query, node), Not(node)))


def _narrowed(kept: tuple[Node, ...], *nodes: Node) -> tuple[Node, ...]:
    for node in nodes:
        opposite = node.node if isinstance(node, Not) else Not(node)
        kept = (*(one for one in kept if one not in (node, opposite)), node)
    return kept


def without(query: Query, node: Node) -> str:
    """The query without a condition, or without it as one of several alternatives."""
    return written(_without(query, node))


def _without(query: Query, node: Node) -> tuple[Node, ...]:
    kept: list[Node] = []
    for one in query.conditions:
        if one == node:
            continue
        if isinstance(one, Or) and node in one.nodes:
            rest = join(Or, [inner for inner in one.nodes if inner != node])
            kept += [rest] if rest else []
        else:
            kept.append(one)
    return tuple(kept)


def instead(query: Query, node: Node, other: Node) -> str:
    """The query with another condition in the place of one."""
    return written(tuple(other if one == node else one for one in query.conditions))


def choice(query: Query, field: str) -> Node | None:
    """The condition that chooses among the values of a field: one of them, or several as alternatives."""
    for one in query.conditions:
        options = one.nodes if isinstance(one, Or) else (one,)
        if all(isinstance(option, Filter) and option.field == field for option in options):
            return one
    return None


def chosen(query: Query, field: str) -> tuple[Filter, ...]:
    """The values of a field that a query chooses."""
    found = choice(query, field)
    return cast("tuple[Filter, ...]", found.nodes if isinstance(found, Or) else (found,) if found else ())


def also(query: Query, node: Filter) -> str:
    """The query with one more alternative of a field; a wider or narrower date takes the place of the one it meets."""
    found = choice(query, node.field)
    if found is None:
        return narrowed(query, node)
    if node in chosen(query, node.field):
        return written(query.conditions)
    kept = [one for one in chosen(query, node.field) if not _meets(one, node)]
    wider = join(Or, [*kept, node])
    return written(tuple(wider if one is found and wider else one for one in query.conditions if one != Not(node)))


def within(query: Query, node: Filter) -> str:
    """The query of those days alone, which are some of those that it finds: for the bars of its timeline."""
    found = choice(query, "on")
    if found is None or not any(_holds(one, node) for one in chosen(query, "on")):
        return narrowed(query, node)
    return instead(query, found, node)


def _meets(one: Filter, other: Filter) -> bool:
    """Whether two dates share a day."""
    if one.field != "on":
        return False
    (first, until), (other_first, other_until) = _days(one), _days(other)
    return first < other_until and other_first < until


def _holds(one: Filter, other: Filter) -> bool:
    """Whether a date lies within another."""
    (first, until), (other_first, other_until) = _days(one), _days(other)
    return first <= other_first and other_until <= until


def _days(node: Filter) -> tuple[datetime.date, datetime.date]:
    days = asked(node.field, node.value, datetime.datetime.now().astimezone().date())
    return days.first or datetime.date.min, days.until or datetime.date.max


def named(conn: sqlite3.Connection, number: int, name: str, kind: str) -> Filter:
    """The condition that an entity is named: by its name where that means nobody else, else by its number."""
    return all_named(conn, [(number, name, kind)])[number]


def all_named(conn: sqlite3.Connection, entities: Collection[tuple[int, str, str]]) -> dict[int, Filter]:
    """The same for several entities (number, name, kind), looked up together."""
    found = {number: Filter(FIELDS.get(kind, "entity"), f"#{number}") for number, _, kind in entities}
    by_name = {number: replace(found[number], value=name) for number, name, _ in entities}
    by_name = {number: node for number, node in by_name.items() if reads_back(node)}
    meant = only_called(conn, list(by_name.values()))
    return found | {number: node for (number, node), one in zip(by_name.items(), meant, strict=True) if one == number}


def outlet(name: str) -> Filter | None:
    """The condition that an outlet published it; None where the query language can't write its name."""
    by_name = Filter("outlet", name)
    return by_name if reads_back(by_name) else None


@lru_cache(4096)  # the same names stand in the facets of many pages
def reads_back(node: Filter) -> bool:
    """Whether the query language can write a condition so that it is read as the same."""
    try:
        return parse(unparse(node)).root == node
    except SearchError:
        return False


_FIELD_WORDS = {
    "org": "organisation", "on": "date", "on~": "perhaps of", "until": "up to", "mentions-date": "speaks of",
    "lang": "language", "id": "number", "is": "state", "entity": "named", "by": "said by", "about": "said about",
}  # fmt: skip


def chips(query: Query, names: dict[Filter, str]) -> tuple[Chip, ...]:
    """What a query asks for, condition by condition; filters by number are called by their names."""
    return tuple(_chip(query, one, names) for one in query.conditions)


def _chip(query: Query, node: Node, names: dict[Filter, str]) -> Chip:
    inner = node.node if isinstance(node, Not) else node
    options = inner.nodes if isinstance(inner, Or) else (inner,)
    fields = {option.field for option in options if isinstance(option, Filter)}
    field: Field | Literal[""] = ""
    if len(fields) == 1 and all(isinstance(option, Filter) for option in options):
        (field,) = fields
        label = " or ".join(names.get(option, option.value) for option in options if isinstance(option, Filter))
    else:
        label = unparse(inner)
    left = tuple(one for one in query.conditions if one is not node)
    return Chip(label, _FIELD_WORDS.get(field, field), isinstance(node, Not), written(left))
