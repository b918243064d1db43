"""Finding entities by what a person types: a number, `kind:Name`, a name or an alias, case and accents ignored.

A canonical name counts before an alias, an alias before a spelling that differs in punctuation. Several entities may
answer to what was typed: it is for the caller to show them and ask. Where none does, the nearest names are offered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from archive.resolve.name_keys import entity_key
from archive.resolve.rulings import KINDS, Ref, active, parse_reference, ref, reference
from archive.store.decisions import all_decisions
from archive.text.folding import unaccented as fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from archive.resolve.rulings import Decision
    from archive.types import EntityKind

NEAREST = 8
NEAREST_SCORE = 70
"""Likeness, from 0 to 100, below which a name is no help."""

_NUMBER = re.compile(r"#?(\d{1,18})", re.ASCII)
_KIND_WORDS: dict[str, EntityKind] = {
    **{kind: kind for kind in KINDS},
    "org": "organisation",
    "organization": "organisation",
}
_COLUMNS = """e.id, e.kind, e.name, e.description, e.country, e.wikidata,
  e.snippet_count, e.mention_count, e.first_dated, e.last_dated"""
_WAS = """select i.key, i.kind, i.name, i.placed_id, m.key, m.kind
  from identities i left join identities m on m.id = i.meant_id"""
_NOT_ASCII = "glob '*[^ -~]*'"
# Conditions for a name as typed, without its accents, and without its case as well: SQLite folds ASCII alone.
_IS = "({0} collate nocase in (?, ?) or ({0} " + _NOT_ASCII + " and plain({0}) = ?))"
_NAMED = f"e.id in (select id from entities where {_IS.format('name')})"
_ALSO_NAMED = f"e.id in (select entity_id from aliases where {_IS.format('alias')})"


@dataclass(frozen=True, slots=True)
class Entity:
    """A row of the `entities` table."""

    id: int
    kind: EntityKind
    name: str
    description: str | None
    country: str | None
    wikidata: str | None
    snippets: int
    mentions: int
    first_dated: str | None
    last_dated: str | None

    @property
    def reference(self) -> str:
        """How decisions name it: 'person:Mara Velden'."""
        return reference(self.kind, self.name)

    @property
    def ref(self) -> Ref:
        """Its kind and folded name."""
        return ref(self.name, self.kind)


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of an entity that is none now."""

    reference: str
    """What it was found to be."""
    now: Entity | None
    """Where its mentions are; None where they are hidden or gone."""
    is_hidden: bool
    by: Decision | None
    """The decision that did it; None where the archive's majority did."""


def find(conn: sqlite3.Connection, text: str) -> list[Entity]:
    """Entities that answer to what was typed, those of most mentions first.

    Args:
        conn: An archive.
        text: A number (`12` or `#12`), `kind:Name`, a name or an alias.

    Returns:
        One if the text is clear, several if it is not, none if nothing answers to it.
    """
    number = _NUMBER.fullmatch(text.strip())
    if number:
        found = _entities(conn, "e.id = ?", int(number[1]))
        if found:
            return found
    kind, name = split_kind(text)
    for named in (_NAMED, _ALSO_NAMED):
        found = _called(conn, named, name, kind)
        if found:
            return found
    return _by_key(conn, name, kind)


def split_kind(text: str) -> tuple[EntityKind | None, str]:
    """Kind and name of what was typed: 'org:IMO' is the organisation IMO, 'IMO' is of any kind."""
    word, colon, rest = text.partition(":")
    kind = _KIND_WORDS.get(word.strip().casefold())
    name = rest if colon and kind and rest.strip() else text
    return kind if name is rest else None, " ".join(name.split())


def moved(conn: sqlite3.Connection, text: str) -> Moved | None:
    """What became of an entity whose number, or whose name now hidden, was typed; None if there never was one."""
    number = _NUMBER.fullmatch(text.strip())
    rows = conn.execute(f"{_WAS} where i.entity_id = ?", [int(number[1])]).fetchall() if number else []
    kind, name = split_kind(text)
    for each in (kind,) if kind else KINDS:
        where = "where i.key = ? and i.kind = ? and i.placed_id is null"
        rows += conn.execute(f"{_WAS} {where}", [entity_key(name, each), each])
    if not rows:
        return None
    key, kind, name, placed_id, meant_key, meant_kind = rows[0]
    by = [
        each
        for each in active(all_decisions(conn))
        if each.action in {"merge", "hide"} and _subject(each) in {(key, kind), (meant_key, meant_kind)}
    ]
    return Moved(
        reference=reference(kind, name),
        now=None if placed_id is None else entity(conn, placed_id),
        is_hidden=placed_id is None,
        by=by[-1] if by else None,
    )


def entity(conn: sqlite3.Connection, entity_id: int) -> Entity | None:
    """The entity of that number, if there is one now."""
    found = _entities(conn, "e.id = ?", entity_id)
    return found[0] if found else None


def same_name(conn: sqlite3.Connection, name: str, kind: EntityKind) -> list[Entity]:
    """Entities of a kind whose canonical name is the same, spelling, accents and case ignored."""
    key = entity_key(name, kind)
    named = {each.id: each for each in _called(conn, _NAMED, name, kind)}
    named |= {each.id: each for each in _placed(conn, key, kind)}
    return [each for each in named.values() if each.kind == kind and entity_key(each.name, kind) == key]


def listed(
    conn: sqlite3.Connection, query: str | None = None, *, kind: EntityKind | None = None, limit: int = 50
) -> list[Entity]:
    """Entities, those of most mentions first.

    Args:
        conn: An archive.
        query: The beginning of a word, or of some, in their name or an alias; None for all.
        kind: Only of this kind.
        limit: How many at most.
    """
    where, parameters = "1", []
    if query is not None:
        where = f"""e.id in (select id from entities where {_contains("name")}
                             union select entity_id from aliases where {_contains("alias")})"""
        query = query.replace("-", " ").strip()
        parameters = [_like(query), _begins(query)] * 2
    if kind is not None:
        where, parameters = f"{where} and e.kind = ?", [*parameters, kind]
    return _entities(conn, where, *parameters, limit=limit)


def hidden(
    conn: sqlite3.Connection, query: str | None = None, *, kind: EntityKind | None = None, limit: int = 50
) -> list[Entity]:
    """Hidden entities, those of most mentions first; arguments as for `listed`."""
    conn.create_function("plain", 1, _plain, deterministic=True)
    rows = conn.execute(
        """select i.entity_id, i.kind, i.name, null, null, null, count(distinct h.snippet_id), count(*),
             min(s.dated), max(s.dated)
           from hidden_mentions h
           join identities i on i.entity_id = h.entity_id
           join snippets s on s.id = h.snippet_id
           where (?1 is null or i.kind = ?1) and (?2 is null or instr(plain(' ' || replace(i.name, '-', ' ')), ?2))
           group by i.entity_id order by 8 desc, i.name limit ?3""",
        [kind, None if query is None else _begins(query.replace("-", " ").strip()), limit],
    )
    return [Entity(*row) for row in rows]


def nearest(conn: sqlite3.Connection, text: str) -> list[Entity]:
    """Entities whose names are most like what was typed: with its words or surname in theirs, or spelt nearly so."""
    kind, name = split_kind(text)
    if not name:
        return []
    words = [*dict.fromkeys(_plain(name).split())]
    containing = " and ".join(["(' ' || e.name) like ? escape '\\'"] * len(words))
    found = _entities(conn, containing, *map(_like, words), limit=NEAREST) if words else []
    spelt = list(_spelt_nearly(conn, _plain(name)))
    best = [*(each.id for each in found), *spelt[: NEAREST // 2], *(each.id for each in _bearers(conn, words))]
    ids = dict.fromkeys([*best, *spelt])
    near = [one for each in ids if (one := entity(conn, each)) and (kind is None or one.kind == kind)]
    of_other_kinds = find(conn, name) if kind else []
    return [*of_other_kinds, *near][:NEAREST]


def _bearers(conn: sqlite3.Connection, words: Sequence[str]) -> list[Entity]:
    """Entities with one of these words for a surname or acronym."""
    marks = ", ".join("?" * len(words))
    where = f"""e.id in (select i.placed_id from short_names s join identities i on i.id = s.identity_id
                         where s.key in ({marks}))"""
    return _entities(conn, where, *words, limit=NEAREST)


def _spelt_nearly(conn: sqlite3.Connection, name: str) -> Iterable[int]:
    shortest, longest = int(len(name) * 0.7), int(len(name) * 1.4) + 1
    names = conn.execute(
        """select id, lower(name) from entities where length(name) between ?1 and ?2
           union all select entity_id, lower(alias) from aliases where length(alias) between ?1 and ?2
           union all select i.entity_id, s.key from short_names s join identities i on i.id = s.identity_id
             where length(s.key) between ?1 and ?2""",
        [shortest, longest],
    ).fetchall()
    best = process.extract(
        name, [plain for _, plain in names], scorer=fuzz.ratio, score_cutoff=NEAREST_SCORE, limit=5 * NEAREST
    )
    return (names[at][0] for _, _, at in best)


def _called(conn: sqlite3.Connection, condition: str, name: str, kind: EntityKind | None) -> list[Entity]:
    found = _entities(conn, condition, name, fold(name), _plain(name))
    return [each for each in found if kind is None or each.kind == kind]


def _by_key(conn: sqlite3.Connection, name: str, kind: EntityKind | None) -> list[Entity]:
    """Entities to which mentions of that name go, written with other punctuation or with "the"."""
    kinds = (kind,) if kind else KINDS
    found = {one.id: one for each in kinds for one in _placed(conn, entity_key(name, each), each)}
    return sorted(found.values(), key=lambda each: (-each.mentions, each.id))


def _placed(conn: sqlite3.Connection, key: str, kind: EntityKind) -> list[Entity]:
    return _entities(conn, "e.id = (select placed_id from identities where key = ? and kind = ?)", key, kind)


def _contains(column: str) -> str:
    """A condition for the beginning of a word; takes the pattern of `_like` and the plain text after a space."""
    words = f"(' ' || replace({column}, '-', ' '))"
    return f"({words} like ? escape '\\' or ({column} {_NOT_ASCII} and instr(plain({words}), ?)))"


def _like(text: str) -> str:
    return "% " + re.sub(r"([\\%_])", r"\\\1", fold(text)) + "%"


def _begins(query: str) -> str:
    return f" {_plain(query)}"


def _plain(name: str) -> str:
    """A name without case and accents."""
    return fold(name).casefold()


def _entities(conn: sqlite3.Connection, where: str, *parameters: object, limit: int = -1) -> list[Entity]:
    conn.create_function("plain", 1, _plain, deterministic=True)
    rows = conn.execute(
        f"select {_COLUMNS} from entities e where {where} order by e.mention_count desc, e.name, e.id limit ?",
        [*parameters, limit],
    )
    return [Entity(*row) for row in rows]


def _subject(decision: Decision) -> Ref:
    kind, name = parse_reference(decision.subject)
    return ref(name, kind)
