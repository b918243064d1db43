"""Who is named with whom: in the whole archive, in the hits of a search, or beside an entity.

Of the whole archive the entities are chosen by the counts that it stores, and ties are counted from the index of their
mentions; of a search both are counted in its hits. Where these are many, a sample spread evenly stands for them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from archive.search import Query, parse, prepare, total_of
from archive.search.many import ids_in
from archive.search.query import And, Filter, join
from archive.web import refine
from archive.web.addresses import number_in
from archive.web.counts import hits
from archive.web.network.graph import Network, Node, Pair, Tie, ties, together
from archive.web.wording import KINDS, rounded

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from archive.search import Prepared

    Ids = NDArray[np.int64]

C = TypeVar("C", Node, Tie)

SIZES = (25, 50, 100, 150)
"""Entities that a network may have."""
SIZE = 50
ZOOMS = (1.0, 1.5, 2.0, 3.0, 4.0)
EXACT = 100_000
"""Up to so many namings of the entities of the whole archive are all looked at."""
SAMPLE = 50_000
"""Of more, about so many. By hand; tests/bench/web_speed.py times it."""
WINDOWS = 256
"""In so many places, spread evenly over the archive, they are looked at."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a visitor asked to see, made sound."""

    query: str = ""
    entity: int | None = None
    kind: str = ""
    size: int = SIZE
    zoom: float = 1.0
    x: float = 0.5
    y: float = 0.5

    def address(self, **changes: object) -> dict[str, object]:
        """It as arguments of an address, with some changed; what goes without saying is left out."""
        given: dict[str, object] = {
            "q": self.query, "entity": self.entity, "kind": self.kind, "size": self.size,
            "zoom": self.zoom, "x": self.x, "y": self.y, **changes,
        }  # fmt: skip
        plain = {"size": SIZE, "zoom": 1.0, "x": 0.5, "y": 0.5}
        if given["zoom"] == 1.0:
            given |= {"x": 0.5, "y": 0.5}
        return {
            name: f"{value:g}" if isinstance(value, float) else value
            for name, value in given.items()
            if plain.get(name) != value
        }


@dataclass(frozen=True, slots=True)
class Counted:
    """A network with how it was counted."""

    wish: Wish
    network: Network
    total: int
    """Snippets that it is about."""
    looked_at: int
    centre_name: str | None
    tie_queries: Mapping[Pair, str]
    """The search for the snippets that name both."""
    is_stored: bool
    """Whether the counts of nodes are those that the archive stores: exact, copies included."""

    @property
    def is_rough(self) -> bool:
        """Whether counts are estimates from a sample."""
        return self.looked_at < self.total


def wish(given: Mapping[str, str]) -> Wish:
    """Read the arguments of an address; what makes no sense is as if it were not there."""
    kind, size = given.get("kind") or "", number_in(given.get("size"))
    zoom = _share(given.get("zoom"), 1.0, ZOOMS[-1])
    return Wish(
        query=given.get("q") or "",
        entity=number_in(given.get("entity")),
        kind=kind if kind in KINDS else "",
        size=SIZE if size is None or size > 99_999 else min(max(2, size), SIZES[-1]),
        zoom=max(1.0, zoom),
        x=_share(given.get("x"), 0.5, 1.0),
        y=_share(given.get("y"), 0.5, 1.0),
    )


def _share(given: str | None, usual: float, most: float) -> float:
    try:
        read = float((given or "")[:12])
    except ValueError:
        return usual
    return min(max(0.0, read), most) if read == read else usual  # noqa: PLR0124  # only NaN differs from itself


def read_network(conn: sqlite3.Connection, wished: Wish, most: int | None = None) -> Counted | None:
    """Count who is named with whom, in all snippets or, for a glance, in so many at most.

    Returns:
        The network, without nodes where nobody is named; None if there is no entity of that number.

    Raises:
        SearchError: The query can't be read.
    """
    centre = _entity(conn, wished.entity) if wished.entity is not None else None
    if wished.entity is not None and centre is None:
        return None
    query = parse(wished.query)
    around = [Filter("entity", f"#{centre.id}")] if centre else []
    asked = prepare(conn, Query(query.text, join(And, [*query.conditions, *around])))
    if asked.is_all:
        nodes, named, looked_at, total = _of_everything(conn, wished)
    else:
        total = total_of(conn, asked).shown
        nodes, named, looked_at = _of_hits(conn, asked, wished, total, centre, most)
    # a search for somebody is a network around them too
    middle = nodes[0].id if nodes and not asked.is_all and nodes[0].count == looked_at else None
    single, pairs = together(*named)
    kept = ties(single, pairs, max(1, looked_at), middle)
    scale = total / looked_at if looked_at and looked_at < total else 1.0
    network = _scaled(Network(tuple(nodes), tuple(kept), len(pairs), middle), scale, only_ties=asked.is_all)
    searches = _searches(conn, network, query) if most is None else {}
    return Counted(wished, network, total, looked_at, centre.name if centre else None, searches, asked.is_all)


def _entity(conn: sqlite3.Connection, number: int) -> Node | None:
    row = conn.execute("select id, name, kind, snippet_count from entities where id = ?", (number,)).fetchone()
    return Node(*row) if row else None


def _of_everything(conn: sqlite3.Connection, wished: Wish) -> tuple[list[Node], Namings, int, int]:
    """The entities of the highest stored counts; copies count here too, as they do in what is stored."""
    every, last = conn.execute("select count(*), max(id) from snippets").fetchone()
    kinds = [wished.kind] if wished.kind else list(KINDS)
    rows = [
        row
        for kind in kinds
        for row in conn.execute(
            """select id, name, kind, snippet_count from entities where kind = ? and mention_count > 0
               order by mention_count desc limit ?""",
            (kind, 2 * wished.size),  # by mentions there is an index; the order by snippets is nearly the same
        )
    ]
    nodes = [Node(*row) for row in sorted(rows, key=lambda row: (-row[3], row[0]))[: wished.size]]
    listed = json.dumps([node.id for node in nodes])
    namings = sum(node.count for node in nodes)
    if namings <= EXACT:
        return nodes, _namings(conn, _NAMING, {"entities": listed}), every, every
    step = last // WINDOWS + 1
    width = max(1, step * SAMPLE // namings)
    windows = json.dumps(list(range(1, last + 1, step)))
    found = _namings(conn, _NAMING_WITHIN, {"entities": listed, "windows": windows, "width": width})
    return nodes, found, every * width // step, every


_NAMING = """
select m.snippet_id, m.entity_id from json_each(:entities) j cross join mentions m on m.entity_id = j.value
"""
_NAMING_WITHIN = """
select m.snippet_id, m.entity_id
from json_each(:entities) j cross join json_each(:windows) w
cross join mentions m on m.entity_id = j.value and m.snippet_id >= w.value and m.snippet_id < w.value + :width
"""
_NAMING_IN = "select m.snippet_id, m.entity_id from json_each(:ids) j cross join mentions m on m.snippet_id = j.value"
Namings = tuple["Ids", "Ids"]
"""Snippets, and whom each names: a snippet as often as it names somebody."""


def _namings(conn: sqlite3.Connection, select: str, params: Mapping[str, object]) -> Namings:
    """The namings that a select gives."""
    joined = f"select group_concat(snippet_id), group_concat(entity_id) from ({select})"
    snippets, entities = conn.execute(joined, params).fetchone()
    return ids_in(snippets), ids_in(entities)


def _of_hits(
    conn: sqlite3.Connection, asked: Prepared, wished: Wish, total: int, centre: Node | None, most: int | None
) -> tuple[list[Node], Namings, int]:
    """The entities that most hits name."""
    ids = [number for (number,) in hits(conn, asked, total)]
    if most is not None and len(ids) > most:
        ids = [ids[at] for at in np.linspace(0, len(ids) - 1, most, dtype=int).tolist()]
    snippets, entities = _namings(conn, _NAMING_IN, {"ids": json.dumps(ids)})
    numbers, named = np.unique(entities, return_inverse=True)
    counts = np.bincount(np.unique(snippets * numbers.size + named) % max(1, numbers.size), minlength=numbers.size)
    ranked = np.argsort(-counts, kind="stable")
    nodes: list[Node] = []
    for first in range(0, ranked.size, _LOOKED_UP):
        some = ranked[first : first + _LOOKED_UP]
        rows = conn.execute(_NAMED, {"ids": json.dumps(numbers[some].tolist())}).fetchall()
        nodes += [
            Node(number, name, kind, int(count))
            for (number, name, kind), count in zip(rows, counts[some], strict=True)
            if (not wished.kind or kind == wished.kind) and not (centre and number == centre.id)
        ]
        if len(nodes) >= wished.size:
            break
    nodes = nodes[: wished.size - bool(centre)]
    if centre:
        nodes.insert(0, Node(centre.id, centre.name, centre.kind, len(ids)))
    is_chosen = np.isin(entities, [node.id for node in nodes])
    return nodes, (snippets[is_chosen], entities[is_chosen]), len(ids)


_LOOKED_UP = 500
"""Entities that are looked up at once, those that most hits name first."""
_NAMED = "select e.id, e.name, e.kind from json_each(:ids) j cross join entities e on e.id = j.value order by j.key"


def _scaled(network: Network, scale: float, *, only_ties: bool) -> Network:
    """Counts in a sample as estimates for the whole."""
    if scale == 1.0:
        return network
    nodes = network.nodes if only_ties else (_estimate(node, scale) for node in network.nodes)
    return replace(network, nodes=tuple(nodes), ties=tuple(_estimate(tie, scale) for tie in network.ties))


def _estimate(one: C, scale: float) -> C:
    return replace(one, count=rounded(round(one.count * scale)))


def _searches(conn: sqlite3.Connection, network: Network, query: Query) -> dict[Pair, str]:
    """The search behind each tie."""
    named = refine.all_named(conn, [(node.id, node.name, node.kind) for node in network.nodes])
    centre = [] if network.centre is None else [named[network.centre]]
    return {
        (tie.one, tie.other): refine.narrowed(query, *centre, named[tie.one], named[tie.other]) for tie in network.ties
    }
