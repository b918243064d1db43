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

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.search import speech
from archive.search.query import ENTITY_KINDS, Filter, unparse
from archive.store.kept import all_tags
from archive.store.lookup import Typed, containing, entity, has_words, is_same, known_as, near, nearest, typed
from archive.store.lookup import nearly_called as near_names
from archive.store.source_names import sources_called
from archive.text.folding import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from archive.search.query import Field
    from archive.store.lookup import Entity
    from archive.types import EntityKind

SHOWN_NAMES = 5
NEAREST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Named:
    """An entity as it is shown beside a snippet."""

    id: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one filter means in an archive."""

    ids: tuple[int, ...] = ()
    """Entities, those of most snippets first."""
    names: tuple[str, ...] = ()
    """Outlets, authors or tags, as they are written."""
    sources: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    speakers: tuple[str, ...] = ()
    """How speakers without a known name are written."""
    near: tuple[str, ...] = ()
    """Where it stands for nothing: names like it, the nearest first."""
    note: str | None = None
    """What a person should know: whom a name stands for, or that it stands for nobody."""


def look_up(conn: sqlite3.Connection, term: Filter) -> Meaning:
    """Find what a filter by entity, speaker, outlet or the like means.

    Returns:
        Ids, outlets or speakers; none, with the nearest names in the note, if the archive knows no such name.
    """
    if term.field in _READERS:
        return _READERS[term.field](conn, term)
    asked = _typed(term, ENTITY_KINDS[term.field])
    found = _exactly(conn, asked) or containing(conn, asked)
    return _chosen(term, found) if found else _unknown(conn, term, asked)


def nearly_called(conn: sqlite3.Connection, name: str, most: int) -> list[Filter]:
    """The conditions that those are named whose names are nearly that, the nearest first."""
    found = [one for one in near_names(conn, Typed(name), longer=1) if one.snippets]
    return list(map(_named, found[:most]))


def answering(conn: sqlite3.Connection, name: str) -> Filter:
    """The condition that whoever answers to a name is named: by their own name, if it is one alone."""
    asked = Typed(name)
    found = [one for one in _exactly(conn, asked) or containing(conn, asked) if one.snippets]
    return _named(found[0]) if len(found) == 1 else Filter("entity", name)


def _named(one: Entity) -> Filter:
    return Filter(_FIELDS[one.kind], one.name)


_FIELDS = {kind: field for field, kind in ENTITY_KINDS.items() if kind}


def called(conn: sqlite3.Connection, names: Sequence[str]) -> list[list[Entity]]:
    """For each name the entities known by exactly that, those of most snippets first: from indexes."""
    found = known_as(conn, [Typed(name) for name in names])
    return [most_first(one for one in each if one.snippets) for each in found]


def only_called(conn: sqlite3.Connection, terms: Sequence[Filter]) -> list[int | None]:
    """For each entity filter the one entity that it means by its exact name, if it is one alone: from indexes."""
    found = known_as(conn, [_typed(term, ENTITY_KINDS[term.field]) for term in terms])
    return [each[0].id if len(each) == 1 else None for each in found]


def _typed(term: Filter, kind: EntityKind | None = None) -> Typed:
    """What a filter by name asks for; `by:` and `about:` take `kind:Name` too."""
    read = typed(term.value) if term.field in ("by", "about") else Typed(term.value, kind)
    is_number = read.name.startswith("#")
    return read._replace(number=typed(read.name).number if is_number else None, is_prefix=term.is_prefix)


def _exactly(conn: sqlite3.Connection, asked: Typed) -> list[Entity]:
    """Entities of that number, or known by exactly that name."""
    if asked.number is not None:
        one = entity(conn, asked.number)
        return [one] if one and asked.kind in (None, one.kind) else []
    return [] if asked.is_prefix else known_as(conn, [asked])[0]


def _speaking(conn: sqlite3.Connection, term: Filter) -> Meaning:
    """Who may speak: those quoted of exactly that name, else who has that role or a person with it in their name."""
    asked = _typed(term)
    exact = _exactly(conn, asked)
    if asked.number is not None or any(_is_quoted(conn, one) for one in exact):
        return _chosen(term, exact) if exact else _unknown(conn, term, asked)
    found = list(dict.fromkeys((*exact, *containing(conn, asked))))
    speakers = _speakers(conn, asked) if asked.kind is None else []
    if not speakers:
        quoted = [one for one in found if _is_quoted(conn, one)]
        return _chosen(term, quoted or found) if found else _unknown(conn, term, asked)
    is_so_named = has_words(asked)
    people = _chosen(term, [one for one in found if one.kind == "person" and is_so_named(one.name)])
    note = f"{unparse(term)} is what speakers are called: {_some(speakers)}."
    return Meaning(people.ids, speakers=tuple(speakers), note=" ".join(filter(None, (people.note, note))))


def _is_quoted(conn: sqlite3.Connection, one: Entity) -> bool:
    return conn.execute(f"{speech.snippets_by('= ?1')} limit 1", (one.id,)).fetchone() is not None


def _spoken_of(conn: sqlite3.Connection, term: Filter) -> Meaning:
    """What is spoken of: an entity of exactly that name, for the words of a name count without."""
    asked = _typed(term)
    found = containing(conn, asked) if asked.is_prefix else _exactly(conn, asked)
    if found or asked.number is not None:
        return _chosen(term, found) if found else _unknown(conn, term, asked)
    return Meaning(note=f"{unparse(term)} is no known name: quotations with its words count.")


def most_first(found: Iterable[Entity]) -> list[Entity]:
    """Those of most snippets first."""
    return sorted(found, key=lambda one: (-one.snippets, one.id))


def _chosen(term: Filter, found: list[Entity]) -> Meaning:
    if not found:
        return Meaning()
    ranked = most_first(found)
    ids = tuple(one.id for one in ranked)
    if len(ranked) == 1 and is_same(ranked[0].name, term.value):
        return Meaning(ids)
    shown = _some([f"{one.name} ({one.kind}, {_snippets(one)})" for one in ranked])
    return Meaning(ids, note=f"{unparse(term)} is {shown}.")


def _snippets(one: Entity) -> str:
    return f"{one.snippets:,} snippet{'s' * (one.snippets != 1)}"


def _some(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    more = f" and {len(names) - SHOWN_NAMES:,} more" if len(names) > SHOWN_NAMES else ""
    return ", ".join(names[:SHOWN_NAMES]) + more


def _unknown(conn: sqlite3.Connection, term: Filter, asked: Typed) -> Meaning:
    if asked.number is not None:
        return Meaning(note=f"No entity answers to {unparse(term)}.")
    near_ones = nearest(conn, asked)
    return _absent(term, (one.name for one in near_ones if one.snippets and asked.kind in (None, one.kind)))


def _absent(term: Filter, names: Iterable[str]) -> Meaning:
    found = tuple(dict.fromkeys(names))
    shown = [unparse(Filter(term.field, name)) for name in found[:NEAREST_NAMES]]
    hint = f" Nearest: {', '.join(shown)}" if shown else ""
    what = "speaker" if term.field == "by" else "snippet"
    return Meaning(near=found, note=f"No {what} is known for {unparse(term)}.{hint}")


def _written_so(conn: sqlite3.Connection, term: Filter) -> Meaning:
    """Outlets or authors of that name, else those in whose name it stands."""
    known = [name for (name,) in conn.execute(_VALUES.format(term.field))]
    exact = [] if term.is_prefix else [name for name in known if _is_one_of(name, term)]
    found = exact or list(filter(has_words(_typed(term)), known))
    if not found:
        return _absent(term, near(term.value, [(name, name) for name in known]))
    return Meaning(names=tuple(found), note=None if exact else f"{unparse(term)} is {_some(found)}.")


def _is_one_of(written: str, term: Filter) -> bool:
    """Whether a name is the one that was typed; several authors stand in one field, parted by commas."""
    parts = written.split(", ") if term.field == "author" else ()
    return any(is_same(each, term.value) for each in (written, *parts))


def _sources(conn: sqlite3.Connection, term: Filter) -> Meaning:
    """The source of that number, else those of that name, else those with it in their name or address."""
    found = sources_called(conn, term.value)
    if not found:
        return Meaning(note=f"No source answers to {unparse(term)}. See: archive source list")
    numbers = tuple(found)
    if len(numbers) == 1 and is_same(found[numbers[0]], term.value):
        return Meaning(sources=numbers)
    shown = _some([f"{name} (source {number})" for number, name in found.items()])
    return Meaning(sources=numbers, note=f"{unparse(term)} is {shown}.")


def _tags(conn: sqlite3.Connection, term: Filter) -> Meaning:
    """The tag of that name, or those that begin so."""
    known, wanted = list(all_tags(conn)), fold(term.value)
    found = [name for name in known if fold(name) == wanted or (term.is_prefix and fold(name).startswith(wanted))]
    shown = ", ".join(unparse(Filter("tag", name)) for name in known[:SHOWN_NAMES])
    return Meaning(
        names=tuple(found), note=None if found else f"Nothing has that tag.{f' Tags: {shown}' * bool(shown)}"
    )


def _notes(conn: sqlite3.Connection, term: Filter) -> Meaning:
    """The notes in which the words stand; the last may go on."""
    wanted = fold(term.value)
    rows = conn.execute("select id, note from notes")
    found = tuple(number for number, note in rows if wanted in fold(note))
    return Meaning(notes=found, note=None if found else f"No note has {unparse(term)} in it.")


_READERS: Mapping[Field, Callable[[sqlite3.Connection, Filter], Meaning]] = {
    "outlet": _written_so,
    "author": _written_so,
    "source": _sources,
    "tag": _tags,
    "note": _notes,
    "by": _speaking,
    "about": _spoken_of,
}
"""What reads the values of fields other than those of entities."""


def _speakers(conn: sqlite3.Connection, asked: Typed) -> list[str]:
    """Speakers who are called so but are no entity, or wear such a role."""
    known = dict.fromkeys(written for (written,) in conn.execute(_CALLED))
    found = filter(has_words(asked), known)
    return sorted(one for one in found if conn.execute(_SPEAKS, {"called": one}).fetchone())


_CALLED = """
select distinct speaker from quotations indexed by quotations_called where speaker_id is null and speaker is not null
union all
select distinct role from mentions where role is not null
"""
_SPEAKS = """
select 1 from quotations where speaker = :called and speaker_id is null
union all
select 1 from mentions r cross join quotations q on q.snippet_id = r.snippet_id and q.speaker_start = r.start
where r.role = :called
limit 1
"""


# Steps from each value to the next in its index, few as they are, rather than through every sighting.
_VALUES = """
with recursive known (value) as (
  select min({0}) from sightings where {0} is not null
  union all
  select (select min({0}) from sightings where {0} is not null and {0} > known.value) from known
  where known.value is not null
)
select value from known where value is not null
"""
