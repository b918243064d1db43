"""Entities, their aliases, and the mentions that link them to snippets.

An entity is found again by its folded name and kind (`entity_keys`). A mention that is only a surname or an
acronym belongs to a *bare* entity, until the archive as a whole tells whom it means (`store.settle`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from archive import gazetteer
from archive.resolve import entity_key, surname_keys
from archive.resolve.keys import folded
from archive.store.settle import SETTLED, settle_keys
from archive.store.snippets import batches

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from archive.resolve import ResolvedMention
    from archive.store.batch import Chunk, Counts
    from archive.types import EntityKind


class Identity(NamedTuple):
    """What makes two mentions name the same entity."""

    key: str
    kind: EntityKind
    sort: str
    """'name' or 'bare'."""


@dataclass(slots=True)
class Tally:
    """What one batch adds to an entity."""

    mentions: int = 0
    snippets: set[int] = field(default_factory=set)
    surfaces: set[str] = field(default_factory=set)
    first_dated: str | None = None
    last_dated: str | None = None


def identity(mention: ResolvedMention) -> Identity:
    """The identity of the entity that a mention names."""
    if mention.bare:
        return Identity(mention.bare, mention.kind, "bare")
    return Identity(entity_key(mention.name, mention.kind), mention.kind, "name")


def link(
    conn: sqlite3.Connection,
    stored: Sequence[tuple[int, Chunk]],
    new_ids: Mapping[str, int],
    counts: Counts,
) -> None:
    """Insert the mentions of new snippets, with whatever entities and aliases they bring."""
    found: list[tuple[int, str | None, ResolvedMention]] = []
    seen: set[int] = set()
    for _, chunk in stored:
        for item in chunk.items:
            snippet_id = new_ids.get(item.key) if item.key else None
            if snippet_id is not None and snippet_id not in seen:
                seen.add(snippet_id)
                found.extend((snippet_id, item.dated.dated, m) for m in item.mentions)
    if not found:
        return
    names = {identity(mention): mention for _, _, mention in reversed(found)}
    ids, settled = _find(conn, names)
    (before,) = conn.execute("select count(*) from entities").fetchone()
    _create(conn, {each: names[each] for each in names if each not in ids}, ids)
    tallies = _insert_mentions(conn, found, ids, settled)
    _add(conn, tallies)
    _insert_short_names(conn, found, ids)
    settle_keys(conn, _touched(conn, names, ids))
    counts.mentions += len(found)
    (after,) = conn.execute("select count(*) from entities").fetchone()
    counts.entities += after - before


def _find(conn: sqlite3.Connection, wanted: Iterable[Identity]) -> tuple[dict[Identity, int], set[Identity]]:
    """Entities by identity, and which of the bare identities the archive has settled.

    A bare name that some entity has as its whole name means that entity.
    """
    rows: dict[tuple[str, str, str], int] = {}
    meanings: set[tuple[str, str, int]] = set()
    for some in batches(sorted({each.key for each in wanted})):
        marks = ",".join("?" * len(some))
        for key, kind, sort, entity_id in conn.execute(
            f"select key, kind, sort, entity_id from entity_keys where key in ({marks})", some
        ):
            if sort == "short":
                meanings.add((key, kind, entity_id))
            else:
                rows[key, kind, sort] = entity_id
    ids: dict[Identity, int] = {}
    for each in wanted:
        entity_id = rows.get((each.key, each.kind, "name"), rows.get(each))
        if entity_id is not None:
            ids[each] = entity_id
    settled = {each for each in ids if each.sort == "bare" and (each.key, each.kind, ids[each]) in meanings}
    return ids, settled


def _create(conn: sqlite3.Connection, new: Mapping[Identity, ResolvedMention], ids: dict[Identity, int]) -> None:
    known = gazetteer.load()
    (last_id,) = conn.execute("select coalesce(max(id), 0) from entities").fetchone()
    entities: list[tuple[object, ...]] = []
    aliases: list[tuple[int, str, str]] = []
    keys: list[tuple[str, str, str, int]] = []
    # names first: a bare name that equals a whole name new in this very batch means that entity
    for each in sorted(new, key=lambda one: one.sort == "bare"):
        whole = ids.get(Identity(each.key, each.kind, "name"))
        if whole is not None:
            ids[each] = whole
            continue
        name = new[each].name
        ids[each] = entity_id = last_id + len(entities) + 1
        facts = known.entity(name, each.kind) if each.sort == "name" else None
        described = (facts.description, facts.country, facts.wikidata) if facts else (None, None, None)
        entities.append((entity_id, name, each.kind, *described))
        keys.append((*each, entity_id))
        if facts:
            aliases += ((entity_id, alias, "gazetteer") for alias in facts.aliases)
        if each.sort == "name" and each.kind == "person":
            keys += ((key, each.kind, "short", entity_id) for key in surname_keys(name))
    conn.executemany(
        "insert into entities (id, name, kind, description, country, wikidata) values (?, ?, ?, ?, ?, ?)", entities
    )
    _insert_aliases(conn, aliases)
    _insert_keys(conn, keys)


def _insert_aliases(conn: sqlite3.Connection, rows: Iterable[tuple[int, str, str]]) -> None:
    conn.executemany("insert or ignore into aliases values (?, ?, ?)", rows)


def _insert_keys(conn: sqlite3.Connection, rows: Iterable[tuple[str, str, str, int]]) -> None:
    conn.executemany("insert or ignore into entity_keys values (?, ?, ?, ?)", rows)


def _insert_mentions(
    conn: sqlite3.Connection,
    found: Sequence[tuple[int, str | None, ResolvedMention]],
    ids: Mapping[Identity, int],
    settled: set[Identity],
) -> dict[int, Tally]:
    tallies: defaultdict[int, Tally] = defaultdict(Tally)
    rows = []
    for snippet_id, dated, m in found:
        who = identity(m)
        entity_id = ids[who]
        rule = SETTLED.get(m.rule, m.rule) if who in settled else m.rule
        rows.append((snippet_id, m.start, m.stop, m.surface, entity_id, m.role, rule, m.score))
        tally = tallies[entity_id]
        tally.mentions += 1
        tally.snippets.add(snippet_id)
        tally.surfaces.add(m.surface)
        if dated:
            tally.first_dated = min(tally.first_dated or dated, dated)
            tally.last_dated = max(tally.last_dated or dated, dated)
    conn.executemany("insert into mentions values (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    return tallies


def _add(conn: sqlite3.Connection, tallies: Mapping[int, Tally]) -> None:
    conn.executemany(
        """update entities set mention_count = mention_count + ?1, snippet_count = snippet_count + ?2,
             first_dated = min(coalesce(first_dated, ?3), coalesce(?3, first_dated)),
             last_dated = max(coalesce(last_dated, ?4), coalesce(?4, last_dated))
           where id = ?5""",
        ((t.mentions, len(t.snippets), t.first_dated, t.last_dated, each) for each, t in tallies.items()),
    )
    _insert_aliases(conn, ((each, surface, "text") for each, t in tallies.items() for surface in sorted(t.surfaces)))


def _insert_short_names(
    conn: sqlite3.Connection,
    found: Sequence[tuple[int, str | None, ResolvedMention]],
    ids: Mapping[Identity, int],
) -> None:
    """Remember acronyms that a text explained: they may stand for the full name elsewhere."""
    explained = {
        (folded(m.surface), m.kind, "short", ids[identity(m)])
        for _, _, m in found
        if not m.bare and m.kind != "person" and m.surface != m.name and m.surface.isupper()
    }
    _insert_keys(conn, sorted(explained))


def _touched(conn: sqlite3.Connection, names: Iterable[Identity], ids: Mapping[Identity, int]) -> set[tuple[str, str]]:
    """The bare names whose meaning this batch may have changed."""
    touched: set[tuple[str, str]] = {(each.key, each.kind) for each in names if each.sort == "bare"}
    named = sorted({ids[each] for each in names})
    for some in batches(named):
        marks = ",".join("?" * len(some))
        touched.update(
            conn.execute(
                f"select key, kind from entity_keys where entity_id in ({marks}) and sort = 'short'", some
            ).fetchall()
        )
    return touched
