"""Who and what a filter means in this archive: entities and outlets by the names people type.

`person:putin` is whoever is known by exactly that name or alias, or has it for a surname (an acronym counts likewise);
only if nobody is, whoever has it in a name as a whole word (`person:vladimir`). `person:trump*` is any name in which a
word begins so, and `entity:#42` the entity with that id. Several entities of one name all count. Case and diacritics do
not matter. What a name stands for is said to the person; where it stands for nothing, the nearest names are offered.

`by:` and `about:` take names of any kind, or of one (`by:"person:Mara Velden"`). Where in `by:` nobody is quoted under
exactly that name, it may be a role: `by:"ministry spokesman"` is whoever speaks and is called so, or wears that role
where they do. `about:` goes by exact names only, as the words of any other count too.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from rapidfuzz import fuzz, process, utils

from archive.resolve.name_keys import entity_key
from archive.search.query import ENTITY_KINDS, Filter, unparse

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from archive.types import EntityKind

SHOWN_NAMES = 5
NEAREST_NAMES = 3
NEAREST_SCORE = 60
COMPARED_NAMES = 20_000
"""Nearest names are looked for among this many entities, those of most snippets."""

_KINDS = {
    "person": "person", "place": "place", "org": "organisation", "organisation": "organisation",
    "organization": "organisation",
}  # fmt: skip
_ID = re.compile(r"#(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Named:
    """An entity as it is shown beside a snippet."""

    id: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a filter may mean, and how many snippets name it."""

    id: int
    name: str
    kind: str
    snippets: int


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one filter means in an archive."""

    ids: tuple[int, ...] = ()
    """Entities, those of most snippets first."""
    outlets: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    """How speakers without a known name are written."""
    note: str | None = None
    """What a person should know: whom a name stands for, or which names are near it."""


def look_up(conn: sqlite3.Connection, term: Filter) -> Meaning:
    """Find what an entity or outlet filter means.

    Args:
        conn: An archive.
        term: A filter by entity, speaker or outlet.

    Returns:
        Ids, outlets or speakers; none, with the nearest names in the note, if the archive knows no such name.
    """
    match term.field:
        case "outlet":
            return _outlets(conn, term)
        case "by":
            return _speaking(conn, term)
        case "about":
            return _spoken_of(conn, term)
    kind = ENTITY_KINDS[term.field]
    found = _exactly(conn, term, kind) or _containing(conn, term, kind)
    return _chosen(term, found) if found else _unknown(conn, term, kind)


def called(conn: sqlite3.Connection, name: str) -> list[Candidate]:
    """Entities known by exactly that name, alias, surname or acronym, those of most snippets first: from indexes."""
    found = [one for one in _named_so(conn, name, None) if one.snippets]
    return sorted(found, key=lambda one: (-one.snippets, one.id))


def named_kind(text: str) -> tuple[str | None, str]:
    """Kind and name of `kind:Name`; of any other text no kind, and all of it."""
    word, colon, name = text.partition(":")
    kind = _KINDS.get(word.strip().lower())
    return (kind, name.strip()) if colon and kind and name.strip() else (None, text)


def fold(text: str) -> str:
    """A text without case and diacritics, for comparing names."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return plain.casefold().replace("’", "'").replace("ł", "l").replace("ø", "o")


def _exactly(conn: sqlite3.Connection, term: Filter, kind: str | None) -> list[Candidate]:
    """Entities of that number, or known by exactly that name."""
    if by_id := _ID.fullmatch(term.value):
        return _rows(conn, "e.id = :id", {"id": int(by_id[1]), "kind": kind})
    return [] if term.is_prefix else _named_so(conn, term.value, kind)


def _speaking(conn: sqlite3.Connection, term: Filter) -> Meaning:
    """Who may speak: those quoted of exactly that name, else who has that role or a person with it in their name."""
    kind, name = named_kind(term.value)
    named = replace(term, value=name)
    exact = _exactly(conn, named, kind)
    if _ID.fullmatch(name) or any(_is_quoted(conn, one) for one in exact):
        return _chosen(term, exact) if exact else _unknown(conn, named, kind)
    containing = {one.id: one for one in (*exact, *_containing(conn, named, kind))}
    speakers = _speakers(conn, named) if kind is None else []
    if not speakers:
        quoted = [one for one in containing.values() if _is_quoted(conn, one)]
        return _chosen(term, quoted or list(containing.values())) if containing else _unknown(conn, named, kind)
    has_words = _has_words(named)
    people = _chosen(term, [one for one in containing.values() if one.kind == "person" and has_words(one.name)])
    note = f"{unparse(term)} is what speakers are called: {_some(speakers)}."
    return Meaning(people.ids, speakers=tuple(speakers), note=" ".join(filter(None, (people.note, note))))


def _is_quoted(conn: sqlite3.Connection, one: Candidate) -> bool:
    return conn.execute("select 1 from quotations where speaker_id = ? limit 1", (one.id,)).fetchone() is not None


def _spoken_of(conn: sqlite3.Connection, term: Filter) -> Meaning:
    """What is spoken of: an entity of exactly that name, for the words of a name count without."""
    kind, name = named_kind(term.value)
    named = replace(term, value=name)
    found = _containing(conn, named, kind) if term.is_prefix else _exactly(conn, named, kind)
    if found or _ID.fullmatch(name):
        return _chosen(term, found) if found else _unknown(conn, named, kind)
    return Meaning(note=f"{unparse(term)} is no known name: quotations with its words count.")


def _chosen(term: Filter, found: list[Candidate]) -> Meaning:
    if not found:
        return Meaning()
    ranked = sorted(found, key=lambda one: (-one.snippets, one.id))
    ids = tuple(one.id for one in ranked)
    if len(ranked) == 1 and fold(ranked[0].name) == fold(term.value):
        return Meaning(ids)
    shown = _some([f"{one.name} ({one.kind}, {one.snippets:,} snippets)" for one in ranked])
    return Meaning(ids, note=f"{unparse(term)} is {shown}.")


def _some(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    more = f" and {len(names) - SHOWN_NAMES:,} more" if len(names) > SHOWN_NAMES else ""
    return ", ".join(names[:SHOWN_NAMES]) + more


def _named_so(conn: sqlite3.Connection, name: str, kind: str | None) -> list[Candidate]:
    """Entities known under exactly that name or surname, by indexes alone."""
    kinds: tuple[EntityKind, ...] = (cast("EntityKind", kind),) if kind else ("person", "organisation", "place")
    by_key = "".join(
        f"""
        union select placed_id from identities where key = :{one} and kind = '{one}'
        union select i.placed_id from short_names s join identities i on i.id = s.identity_id
              where s.key = :{one} and s.kind = '{one}'"""
        for one in kinds
    )
    where = f"""e.id in (select id from entities where name = :name collate nocase
                        union select entity_id from aliases where alias = :name collate nocase{by_key})"""
    return _rows(conn, where, {"name": name, "kind": kind, **{one: entity_key(name, one) for one in kinds}})


def _containing(conn: sqlite3.Connection, term: Filter, kind: str | None) -> list[Candidate]:
    """Entities of whose name or alias it is a part, as whole words: a pass over all names, in SQLite."""
    where = r"""e.id in (select id from entities where name like :part escape '\'
                         union select entity_id from aliases where alias like :part escape '\'
                         union select placed_id from identities where key like :folded escape '\')"""
    parts = {"part": _like(term.value), "folded": _like(entity_key(term.value, "place")), "kind": kind}
    found = _rows(conn, where, parts)
    names = _aliases(conn, [one.id for one in found])
    has_words = _has_words(term)
    return [one for one in found if any(map(has_words, (one.name, *names[one.id])))]


def _like(text: str) -> str:
    return "%" + re.sub(r"([\\%_])", r"\\\1", text) + "%"


def _has_words(term: Filter) -> Callable[[str], bool]:
    """A test of whether a name has the words of a filter in it, none of them cut (the last may go on after a star)."""
    pattern = re.compile(rf"(?<!\w){re.escape(fold(term.value))}" + ("" if term.is_prefix else r"(?!\w)"))
    return lambda name: pattern.search(fold(name)) is not None


def _rows(conn: sqlite3.Connection, where: str, params: Mapping[str, object]) -> list[Candidate]:
    rows = conn.execute(
        "select e.id, e.name, e.kind, e.snippet_count from entities e"
        f" where {where} and (:kind is null or e.kind = :kind)",
        params,
    )
    return [Candidate(*row) for row in rows]


def _aliases(conn: sqlite3.Connection, ids: list[int]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    of_ids = "select entity_id, alias from aliases where entity_id in (select value from json_each(?))"
    for entity_id, alias in conn.execute(of_ids, (json.dumps(ids),)):
        found[entity_id].append(alias)
    return found


def _nearest_entities(conn: sqlite3.Connection, name: str, kind: str | None) -> list[str]:
    names = conn.execute(
        "select name from entities where snippet_count > 0 and (:kind is null or kind = :kind)"
        " order by mention_count desc limit :most",
        {"kind": kind, "most": COMPARED_NAMES},
    )
    return nearest(name, (found for (found,) in names))


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """The few names most like a given one, the best first; none if all are far."""
    best = process.extract(
        name,
        names,
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        limit=NEAREST_NAMES,
        score_cutoff=NEAREST_SCORE,
    )
    return list(dict.fromkeys(found for found, _, _ in best))


def _unknown(conn: sqlite3.Connection, term: Filter, kind: str | None) -> Meaning:
    if _ID.fullmatch(term.value):
        return Meaning(note=f"No entity answers to {unparse(term)}.")
    return Meaning(note=_absent(term, _nearest_entities(conn, term.value, kind)))


def _absent(term: Filter, near: list[str]) -> str:
    hint = f" Nearest: {', '.join(unparse(Filter(term.field, name)) for name in near)}" if near else ""
    what = "speaker" if term.field == "by" else "snippet"
    return f"No {what} is known for {unparse(term)}.{hint}"


def _outlets(conn: sqlite3.Connection, term: Filter) -> Meaning:
    known = [name for (name,) in conn.execute(_OUTLETS)]
    wanted = fold(term.value)
    has_words = _has_words(term)
    exact = [] if term.is_prefix else [name for name in known if fold(name) == wanted]
    found = exact or [name for name in known if has_words(name)]
    if not found:
        return Meaning(note=_absent(term, nearest(term.value, known)))
    if exact:
        return Meaning(outlets=tuple(exact))
    return Meaning(outlets=tuple(found), note=f"{unparse(term)} is {_some(found)}.")


def _speakers(conn: sqlite3.Connection, term: Filter) -> list[str]:
    """Speakers who are called so, or wear such a role: a pass over all quotations."""
    has_words = _has_words(term)
    known = (written for row in conn.execute(_WRITTEN) for written in row if written is not None)
    return sorted(written for written in dict.fromkeys(known) if has_words(written))


_WRITTEN = """
select distinct iif(q.speaker_id is null or r.rule = 'role', q.speaker, null), r.role
from quotations q left join mentions r on r.snippet_id = q.snippet_id and r.start = q.speaker_start
"""

# Steps from each outlet to the next in the index, rather than reading every entry of it.
_OUTLETS = """
with recursive known (outlet) as (
  select min(outlet) from snippets
  union all
  select (select min(outlet) from snippets where outlet > known.outlet) from known where known.outlet is not null
)
select outlet from known where outlet is not null
"""
