"""What may be a mention: spans of which the sentence alone does not tell, kept until the archive does.

"Barrow" at the start of a headline may be anybody. Where the archive surely names a Barrow often, and seldom is in
doubt of one, it is a mention of that name; "South", which it doubts time and again, is not. This is weighed anew
whenever either count changes, by counts of what the texts alone told, so the outcome does not depend on the order of
ingest.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from archive.resolve import entity_key
from archive.resolve.rulings import Ref
from archive.store.identities import by_refs, meant_by
from archive.store.rows import AMONG, listed
from archive.types import Mention

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator

    from archive.types import EntityKind

CONFIRMING = 5
"""So many sure mentions a name needs at least before it confirms a doubtful one.

Chosen by hand, as MARGIN is; no bench tells: the seed page (tests/bench/names_seed.py) is too small to.
"""
MARGIN = 10
"""And so many times as many as there are doubtful ones."""

RULE = "archive"
"""The rule of a mention of which only the archive tells that it is one."""


class Found(NamedTuple):
    """A mention in a stored snippet."""

    snippet_id: int
    text_hash: str
    mention: Mention
    ref: Ref
    """Of its identity, as `identity_of` has it."""


def identity_of(mention: Mention) -> Ref:
    """What makes two mentions the same before any decision."""
    return _identity(mention.name, mention.kind, mention.bare)


@lru_cache(1 << 16)
def _identity(name: str, kind: EntityKind, bare: str | None) -> Ref:
    return Ref(bare or entity_key(name, kind), kind)


def name_of(mention: Mention) -> str:
    """The name of its identity: a bare one is known by what stands in the text."""
    return mention.name if mention.bare is None else mention.surface


def keep(conn: sqlite3.Connection, doubts: Iterable[Found]) -> None:
    """Keep doubtful spans."""
    conn.executemany(
        """insert into possible_mentions (snippet_id, start, stop, surface, key, kind, name, is_bare, role, score)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            (each.snippet_id, m.start, m.stop, m.surface, *each.ref, m.name, m.bare is not None, m.role, m.score)
            for each in doubts
            for m in [each.mention]
        ),
    )


class Weighed(NamedTuple):
    """What the archive now tells of doubtful spans."""

    confirmed: list[Found]
    """Mentions to be inserted."""
    refuted: list[tuple[int, int]]
    """Snippet and start of mentions that are none any more."""


def weigh(conn: sqlite3.Connection, touched: Collection[Ref]) -> Weighed:
    """Weigh the doubtful spans with these identities against what the archive is sure of."""
    rows = conn.execute(
        f"select key, kind, is_bare, count(*) from possible_mentions where key {AMONG} group by 1, 2, 3",
        [listed({each.key for each in touched})],
    )
    doubted = {(Ref(key, kind), bool(bare)): count for key, kind, bare, count in rows if (key, kind) in touched}
    sure = _sure(conn, doubted)
    weighed = Weighed([], [])
    for (ref, is_bare), count in doubted.items():
        if sure[ref, is_bare] >= max(CONFIRMING, MARGIN * count):
            weighed.confirmed.extend(_unmentioned(conn, ref, is_bare=is_bare))
        else:
            weighed.refuted.extend(_mentioned(conn, ref, is_bare=is_bare))
    return weighed


def _sure(conn: sqlite3.Connection, doubted: Iterable[tuple[Ref, bool]]) -> dict[tuple[Ref, bool], int]:
    """How often the archive surely names what doubtful spans would name."""
    refs = {ref for ref, _ in doubted}
    known = {ref: identity.mentions for ref, identity in by_refs(conn, refs).items()}
    meant = {
        ref: sum(each.mentions for each in identities)
        for ref, identities in meant_by(conn, {ref for ref, is_bare in doubted if is_bare}).items()
    }
    return {(ref, is_bare): known.get(ref, 0) + (meant.get(ref, 0) if is_bare else 0) for ref, is_bare in doubted}


def _unmentioned(conn: sqlite3.Connection, ref: Ref, *, is_bare: bool) -> Iterator[Found]:
    rows = conn.execute(
        """select p.snippet_id, s.text_hash, p.start, p.stop, p.surface, p.name, p.role, p.score
           from possible_mentions p join snippets s on s.id = p.snippet_id
           where p.key = ? and p.kind = ? and p.is_bare = ?
             and not exists (select 1 from mentions m where m.snippet_id = p.snippet_id and m.start = p.start)
             and not exists (select 1 from hidden_mentions h where h.snippet_id = p.snippet_id and h.start = p.start)
        """,
        [*ref, is_bare],
    )
    bare = ref.key if is_bare else None
    for snippet_id, text_hash, start, stop, surface, name, role, score in rows.fetchall():
        mention = Mention(start, stop, surface, ref.kind, name, role, RULE, score, bare)
        yield Found(snippet_id, text_hash, mention, ref)


def _mentioned(conn: sqlite3.Connection, ref: Ref, *, is_bare: bool) -> list[tuple[int, int]]:
    return conn.execute(
        """select p.snippet_id, p.start from possible_mentions p
           where p.key = ?1 and p.kind = ?2 and p.is_bare = ?3 and (
             exists (select 1 from mentions m where m.snippet_id = p.snippet_id and m.start = p.start)
             or exists (select 1 from hidden_mentions m where m.snippet_id = p.snippet_id and m.start = p.start))""",
        [*ref, is_bare],
    ).fetchall()
