"""Folding variants: each snippet that is a cut or edited copy points to the fullest text of its group.

Which texts are copies follows from the texts and from what their sightings say, and a text's place follows from its
copies alone: each stands beneath the fullest of those that are fuller, and points to the one at the top. So it makes no
difference in which order, or in which batches, texts came. (Almost none: a key that has become common counts no more.)
"""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from archive.attempts import attempt
from archive.store.appearances import Appearances, appearances, evidence
from archive.store.rows import AMONG, listed
from archive.variants import NO_KEYS, Keys, fullness, relation, text_keys

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

COMMON_KEY = 24
"""A key shared by more snippets than this is a formula ("Live updates: …"), not a sign of one text.

Chosen by hand; no bench.
"""

Pair = tuple[int, int]


def fold(conn: sqlite3.Connection, snippet_ids: Iterable[int], of_new: Mapping[int, Keys] | None = None) -> set[int]:
    """Compare snippets with those that share a key with them, and point the lesser to the fullest.

    Args:
        conn: Inside a transaction.
        snippet_ids: Those that are new, or of which something new is known, or that stand for themselves again.
        of_new: The keys of those that are new, where they are known.

    Returns:
        Those that are variants now and were none before.
    """
    ids = set(snippet_ids)
    known = _Known(conn, of_new or {})
    known.read(ids)
    known.store_keys(ids)
    copies = known.copies(ids)
    group = _grouped(conn, ids.union(*copies))
    if len(group) > len(ids):
        known.read(group)
    copies |= known.copies(group - ids, among=group)
    return _point(conn, _parents(group, copies, known.texts))


def unfold(conn: sqlite3.Connection, snippet_ids: Collection[int]) -> None:
    """Let variants stand for themselves until they are folded again, and forget the keys of snippets."""
    conn.execute(f"update snippets set variant_of = null where variant_of <> id and id {AMONG}", [listed(snippet_ids)])
    conn.execute(f"delete from variant_keys where snippet_id {AMONG}", [listed(snippet_ids)])


def key_again(conn: sqlite3.Connection, snippet_ids: Sequence[int]) -> None:
    """Give the archive the keys of these snippets, and no others."""
    conn.execute("delete from variant_keys")
    for at in range(0, len(snippet_ids), _TOGETHER):
        known, some = _Known(conn, {}), snippet_ids[at : at + _TOGETHER]
        known.read(some)
        known.store_keys(some)


_TOGETHER = 2000


def group_of(conn: sqlite3.Connection, snippet_ids: Iterable[int]) -> set[int]:
    """Snippets with all that stand in a group with them."""
    return _grouped(conn, set(snippet_ids))


class _Known:
    """What a run of folding knows of the snippets that it met."""

    def __init__(self, conn: sqlite3.Connection, some: Mapping[int, Keys]) -> None:
        self._conn = conn
        self._keys_of = dict(some)
        self.texts: dict[int, str] = {}
        self._hidden: set[int] = set()
        self._appearances: dict[int, Appearances] = {}

    def read(self, snippet_ids: Collection[int]) -> None:
        """Read texts and appearances of those that aren't known yet."""
        missing = [number for number in snippet_ids if number not in self.texts]
        if missing:
            sql = f"select id, text, variant_of is id from snippets where id {AMONG}"
            for number, text, is_hidden in self._conn.execute(sql, [listed(missing)]):
                self.texts[number] = text
                self._hidden.update((number,) if is_hidden else ())
            self._appearances.update(appearances(self._conn, missing))

    def store_keys(self, snippet_ids: Collection[int]) -> None:
        """Let others find these."""
        self._conn.executemany(
            "insert or ignore into variant_keys (key, snippet_id) values (?, ?)",
            sorted((key, number) for number in snippet_ids for key in self._keys(number)),
        )

    def copies(self, snippet_ids: Collection[int], among: Collection[int] | None = None) -> set[Pair]:
        """Pairs of copies of which one is among these, the other among those or anywhere."""
        by_key, by_address = self._meetings(snippet_ids)
        met = by_key | by_address
        if among is not None:
            met = {pair for pair in met if pair[0] in among and pair[1] in among}
        self.read({number for pair in met for number in pair})
        return {pair for pair in met if self._are_copies(*pair, same_address=pair in by_address)}

    def _are_copies(self, one: int, other: int, *, same_address: bool) -> bool:
        if one in self._hidden or other in self._hidden:
            return False
        known = evidence(self._appearances[one], self._appearances[other], same_address=same_address)
        return relation(self.texts[one], self.texts[other], known) is not None

    def _keys(self, number: int, *, around: bool = False) -> tuple[int, ...]:
        known = self._keys_of.get(number)
        if known is None:
            known = attempt("its copies", lambda: text_keys(self.texts[number]), NO_KEYS, [])  # its ingest told
            self._keys_of[number] = known
        return known.at(self._appearances[number].days, around=around) if known.pairs else known.copies

    def _meetings(self, snippet_ids: Collection[int]) -> tuple[set[Pair], set[Pair]]:
        """Pairs that share a key that isn't a formula, and pairs that share an address that few have."""
        seekers: defaultdict[int, list[int]] = defaultdict(list)
        own: set[int] = set()
        for number in snippet_ids:
            own.update(self._keys(number))
            for key in self._keys(number, around=True):
                seekers[key].append(number)
        found = [*self._owners(own, least=2), *self._owners(seekers.keys() - own, least=1)]
        by_key = {
            _pair(number, other)
            for key, owners in found
            for number in seekers[key]
            for other in owners
            if other != number
        }
        addresses = {url for number in snippet_ids for url in self._appearances[number].addresses}
        by_address = {pair for url in addresses for pair in combinations(sorted(self._at(url)), 2)}
        return by_key, by_address

    def _owners(self, keys: Iterable[int], least: int) -> Iterator[tuple[int, list[int]]]:
        """The snippets that have each key, where they are not too few to meet, or so many that it is a formula."""
        sql = f"""select key, json_group_array(snippet_id) from variant_keys where key {AMONG}
                  group by key having count(*) between ? and ?"""
        for key, owners in self._conn.execute(sql, [listed(keys), least, COMMON_KEY]):
            yield key, json.loads(owners)

    def _at(self, url: str) -> list[int]:
        """The snippets of an address; none if many have it."""
        sql = "select distinct snippet_id from sightings where url = ? and snippet_id is not null limit ?"
        found = [number for (number,) in self._conn.execute(sql, [url, COMMON_KEY + 1])]
        return found if len(found) <= COMMON_KEY else []


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def _grouped(conn: sqlite3.Connection, ids: set[int]) -> set[int]:
    """Snippets with all that point to the same ones at the top."""
    found = conn.execute(
        f"""with tops (id) as (select distinct coalesce(variant_of, id) from snippets where id {AMONG})
            select id from tops union all select v.id from tops join snippets v on v.variant_of = tops.id""",
        [listed(ids)],
    )
    return ids.union(number for (number,) in found)


def _parents(group: Collection[int], copies: Iterable[Pair], texts: Mapping[int, str]) -> dict[int, int | None]:
    """Of each snippet the fullest of its copies, if that is fuller than itself."""
    above: dict[int, int | None] = dict.fromkeys(group)
    for pair in copies:
        lesser, greater = sorted(pair, key=lambda number: fullness(texts[number]))
        best = above[lesser]
        if best is None or fullness(texts[greater]) > fullness(texts[best]):
            above[lesser] = greater
    return above


def _point(conn: sqlite3.Connection, above: Mapping[int, int | None]) -> set[int]:
    """Point each snippet to the one at the top: never a chain. A link that stands stays until it is unfolded."""
    sql = f"select id, nullif(variant_of, id) from snippets where id {AMONG}"
    before: dict[int, int | None] = dict(conn.execute(sql, [listed(above)]))
    after: dict[int, int] = {}
    for number in above:
        top, higher = number, above[number]
        while (higher := above[top] or before[top]) is not None:
            top = higher
        if top != number:
            after[number] = top
    changed = [(top, number) for number, top in after.items() if before[number] != top]
    conn.executemany("update snippets set variant_of = ? where id = ?", changed)
    return {number for number in after if before[number] is None}
