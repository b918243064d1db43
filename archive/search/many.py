"""Many hits: their ids as one sorted array, found once; counts, order, ranking and samples are taken from it.

Fetching every hit from its table takes most of the time of a query that has many (0.6 µs a row, at a million snippets).
Indexes give the list of ids of a condition in a sixth of that, and lists are intersected here, so that no row is
visited to be counted. A condition whose list is much longer than what is left, or that has none, is asked of each id
that is left.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from archive.search.plan import ALONG, LISTED, UNLIMITED, WORDS, Condition, order_of
from archive.store.recalled import recalled

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from archive.search.plan import Plan, Sort

    Ids = NDArray[np.int64]
    Mask = NDArray[np.bool_]
    """For each number of a snippet, whether it is in the set."""

TEST_COST = 7
"""Asking a condition of one id costs about so many times what an id of its list does."""
FETCHED = 2_000
"""Up to so many hits are fetched and sorted by date; beyond, the index on `dated` gives the order."""
FETCH_COST = 10
"""Fetching a hit costs about so many steps along the index on `dated`."""
FARTHER = 4
"""So many times farther than a page would be, if hits were spread evenly, is walked along `dated`, and again."""
VARIANTS = 50_000
"""A guess of how many variants there are, which only decides whether they are listed."""
_FOLDED = Condition("s.variant_of is not null", "select id from snippets where variant_of is not null")


@dataclass(frozen=True, slots=True, eq=False)
class Many:
    """The hits of a query."""

    shown: Ids
    """In order of their numbers."""
    folded: Ids
    """Variants that match as well and stay folded."""

    def by_date(self, cursor: sqlite3.Cursor, sort: Sort, limit: int, offset: int) -> sqlite3.Cursor:
        """The rows of a page, with the columns of COLUMNS (plan.py), newest or oldest first."""
        ids = by_date(cursor.connection, self.shown, sort, limit, offset)
        return cursor.execute(LISTED, {"ids": json.dumps(ids)})

    def ranked(
        self, cursor: sqlite3.Cursor, plan: Plan, params: Mapping[str, str | int], ranked: int
    ) -> sqlite3.Cursor:
        """The same by relevance, of so many hits that were added last; parameters have `limit` and `offset`."""
        among = self.shown[self.shown.size - ranked :]
        floor = int(among[0]) if among.size else 0
        is_without = plan.conditions == (WORDS,)  # few are folded, so they are the shorter list
        listed = as_json(self.folded[self.folded >= floor] if is_without else among)
        return cursor.execute(plan.ranked(is_without=is_without), {**params, "ids": listed, "floor": floor})


def by_date(conn: sqlite3.Connection, hits: Ids, sort: Sort, limit: int, offset: int) -> list[int]:
    """The ids of a page, newest or oldest first, the undated last."""
    if hits.size <= FETCHED:
        return _fetched(conn, hits, sort, limit, offset)
    (every,) = conn.execute("select max(id) from snippets").fetchone()
    wanted = min(offset + limit, hits.size)
    sought = _set(hits, every)
    step = FARTHER * wanted * every // hits.size
    while True:
        walked = f"select id from snippets s indexed by {ALONG[sort]} order by {order_of(sort)} limit :step"
        along = _listed(conn, walked, {"step": step}, every)
        found = along[sought[along]]
        if found.size >= wanted or step >= every:
            return [int(number) for number in found[offset:wanted]]
        step *= FARTHER
        if hits.size * FETCH_COST < step:  # they are all of long ago
            return _fetched(conn, hits, sort, limit, offset)


def _fetched(conn: sqlite3.Connection, hits: Ids, sort: Sort, limit: int, offset: int) -> list[int]:
    """The same by fetching and sorting them all."""
    select = f"select s.id from json_each(?) j cross join snippets s on s.id = j.value order by {order_of(sort)}"
    return [number for (number,) in conn.execute(f"{select} limit ? offset ?", (as_json(hits), limit, offset))]


def as_json(ids: Ids) -> str:
    """Ids as a parameter for `json_each`."""
    return json.dumps(ids.tolist())


class Lists:
    """Sets of snippets, as the indexes of an archive give them, for the parameters of one query."""

    def __init__(self, conn: sqlite3.Connection, params: Mapping[str, str | int]) -> None:
        self.conn = conn
        self.params = params
        (self.top,) = conn.execute("select coalesce(max(id), 0) from snippets").fetchone()
        self.known: dict[Condition, Mask] = {}

    def size(self, one: Condition) -> int:
        """How many fulfil a condition which has a list."""
        return int(np.count_nonzero(self.listed(one)))

    def many(self, plan: Plan) -> Many:
        """The hits of a plan that has sizes: from the shortest list on; words, which are always listed, come first."""
        first, *others = sorted(plan.sizes, key=lambda one: (one is not WORDS, plan.sizes[one]))
        found = self.listed(first)
        for one in (*others, *(one for one in plan.conditions if one not in plan.sizes)):
            found = self.narrowed(found, one, plan.sizes.get(one, UNLIMITED))
        if not plan.is_folded:
            return Many(np.flatnonzero(found), np.empty(0, np.int64))
        variants = self.variants(found)
        return Many(np.flatnonzero(found & ~variants), np.flatnonzero(variants))

    def listed(self, one: Condition) -> Mask:
        """All that fulfil a condition which has a list."""
        if one not in self.known:
            self.known[one] = _set(_listed(self.conn, one.ids or "", self.params, self.top), self.top)
        return self.known[one]

    def narrowed(self, found: Mask, one: Condition, size: int) -> Mask:
        """Those of some that fulfil a condition; its list, if it has one, is of about that size."""
        left = int(np.count_nonzero(found))
        if one.ids and (one is WORDS or one.is_slow or size <= TEST_COST * left):
            return found & self.listed(one)
        test = one.test.format(id="j.value")
        row = "cross join snippets s on s.id = j.value" if re.search(r"\bs\.", test) else ""
        tested = f"select j.value as id from json_each(:many) j {row} where {test}"
        params = {**self.params, "many": as_json(np.flatnonzero(found))}
        return _set(_listed(self.conn, tested, params, self.top), self.top)

    def variants(self, found: Mask) -> Mask:
        """Those of some that are folded; all of them are kept for a connection that only reads, until data change."""
        if self.conn.total_changes:
            return self.narrowed(found, _FOLDED, VARIANTS)
        kept = recalled(self.conn)
        if "variants" not in kept or kept["variants"].size != self.top + 1:
            if TEST_COST * np.count_nonzero(found) < VARIANTS:
                return self.narrowed(found, _FOLDED, VARIANTS)
            kept["variants"] = self.listed(_FOLDED)
        variants: Mask = kept["variants"]
        return found & variants


def _listed(conn: sqlite3.Connection, select: str, params: Mapping[str, str | int], top: int) -> Ids:
    """The ids that a select gives as `id`, in its order; none that came in after `top`."""
    (text,) = conn.execute(f"select group_concat(id) from ({select})", params).fetchone()
    ids = ids_in(text)
    return ids[ids <= top]


def ids_in(text: str | None) -> Ids:
    """The ids that SQLite's `group_concat` has joined: the quickest way to get many of them out of it."""
    return np.fromstring(text, np.int64, sep=",") if text else np.empty(0, np.int64)


def _set(ids: Ids, top: int) -> Mask:
    found = np.zeros(top + 1, np.bool_)
    found[ids] = True
    return found
