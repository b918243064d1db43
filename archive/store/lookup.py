"""Whom and what a typed name means, and what is near it: the one answer for searches, decisions, pages and suggestions.

A person types a number (`#12`), `kind:Name`, or a name; case and accents do not matter, and ö is o as well as oe. An
entity answers to its canonical name, to an alias, to a spelling of its name with other punctuation, and to a surname or
an acronym. Only if nobody answers so does a part of a name count: whole words, or the beginning of one. Several
entities may answer: it is for the caller to show them and ask. Where none does, the nearest names are offered.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from archive.resolve.name_keys import entity_key
from archive.resolve.rulings import KINDS, Ref, ref, reference
from archive.store.name_words import having, likely, names_of, words_in
from archive.text.folding import fold, folds, spelt_out
from archive.text.romanised import romanised

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence

    from archive.types import EntityKind

T = TypeVar("T")

NEAREST = 8
LIKENESS = 0.75
"""Of near names: one letter in four may be another, missing, one too many or swapped with its neighbour.

Set by tests/bench/near_names.py on 4,400 names: of 200 typing errors 97 % lead to the right name, and 2 % of what is
offered is silly; at 0.8 it is 88 % and 2 %, at 0.6 97 % and 18 %.
"""
SHORTEST_WORD = 4
"""Letters of a word that is compared by itself; of fewer, one that differs makes another word."""

_NUMBER = re.compile(r"#?(\d{1,18})", re.ASCII)
_GAP = re.compile(r"[\s-]+")
_INITIAL = re.compile(r"(\w)\.")
_KIND_WORDS: dict[str, EntityKind] = {
    **{kind: kind for kind in KINDS},
    "org": "organisation",
    "organization": "organisation",
}
_COLUMNS = """e.id, e.kind, e.name, e.description, e.country, e.wikidata,
  e.snippet_count, e.mention_count, e.first_dated, e.last_dated"""


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


class Typed(NamedTuple):
    """A name as a person types it."""

    name: str
    kind: EntityKind | None = None
    number: int | None = None
    is_prefix: bool = False
    """Whether its last word may go on."""


def typed(text: str) -> Typed:
    """Read what was typed: '#12' or '12' is a number, 'org:IMO' the organisation IMO, 'IMO' is of any kind."""
    number = _NUMBER.fullmatch(text.strip())
    word, colon, rest = text.partition(":")
    kind = _KIND_WORDS.get(word.strip().casefold()) if colon and rest.strip() else None
    return Typed(" ".join((rest if kind else text).split()), kind, int(number[1]) if number else None)


def find(conn: sqlite3.Connection, text: str) -> list[Entity]:
    """Entities that answer to what was typed, those of most mentions first: to be shown, or to be decided about.

    A canonical name counts before an alias, an alias before a spelling that differs in punctuation, and last a surname
    or an acronym.

    Args:
        conn: An archive.
        text: A number (`12` or `#12`), `kind:Name`, a name or an alias.

    Returns:
        One if the text is clear, several if it is not, none if nothing answers to it.
    """
    asked = typed(text)
    if asked.number is not None and (found := entity(conn, asked.number)):
        return [found]
    graded = _answering(conn, asked)
    best = min(graded.values(), default=_NAME)
    return ranked(one for one, grade in graded.items() if grade == best)


def known_as(conn: sqlite3.Connection, names: Sequence[Typed]) -> list[list[Entity]]:
    """Entities that answer to exactly each of some names, those of most mentions first: from indexes, all at once."""
    return [ranked(graded) for graded in _graded(conn, names)]


def containing(conn: sqlite3.Connection, asked: Typed) -> list[Entity]:
    """Entities with a name or alias in which the words stand, none of them cut; initials stand for forenames."""
    parted = {form: words for form in _forms(asked.name) if (words := words_in(form))}
    found = {
        number
        for form, words in parted.items()
        for number in having(conn, words_in(_INITIAL.sub("", form)) or words, is_prefix=asked.is_prefix)
    }
    if any(words != [form] for form, words in parted.items()):
        is_asked = has_words(asked)
        found = {number for number, name in names_of(conn, found) if is_asked(name)}
    return [one for one in _entities(conn, found) if one.kind in _kinds(asked)]


def has_words(asked: Typed) -> Callable[[str], bool]:
    """A test of whether a name has the typed words in it, none of them cut."""
    stand_in = _has_words(asked)
    return lambda name: any(map(stand_in, _forms(name)))


def _has_words(asked: Typed) -> Callable[[str], bool]:
    """The same of a name in plain letters."""
    forms = {r"[\s-]+".join(map(_whole, words)) for form in _forms(asked.name) if (words := _words(form))}
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(forms)})" + ("" if asked.is_prefix else r"(?!\w)"))
    return lambda line: bool(forms) and pattern.search(line) is not None


def _whole(word: str) -> str:
    """The pattern of a word as names have it: for an initial any word that begins so."""
    return rf"{initial[1]}[\w.]*" if (initial := _INITIAL.fullmatch(word)) else re.escape(word)


def is_same(one: str, other: str) -> bool:
    """Whether two names are the same but for case and accents."""
    return not set(_forms(one)).isdisjoint(_forms(other))


def entity(conn: sqlite3.Connection, entity_id: int) -> Entity | None:
    """The entity of that number, if there is one now."""
    return next(iter(_entities(conn, [entity_id])), None)


def same_name(conn: sqlite3.Connection, name: str, kind: EntityKind) -> list[Entity]:
    """Entities of a kind whose canonical name is the same, spelling, accents and case ignored."""
    key = entity_key(name, kind)
    return [one for one in _answering(conn, Typed(name, kind)) if entity_key(one.name, kind) == key]


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
    if query is not None and query.strip():
        return containing(conn, Typed(query, kind, is_prefix=True))[:limit]
    rows = conn.execute(
        f"select {_COLUMNS} from entities e where ?1 is null or e.kind = ?1"
        " order by e.mention_count desc, e.name, e.id limit ?2",
        [kind, limit],
    )
    return [Entity(*row) for row in rows]


def nearest(conn: sqlite3.Connection, text: str | Typed, *, most: int = NEAREST) -> list[Entity]:
    """Entities to offer where nobody answers: of another kind, with a word that begins so, spelt nearly so, a namesake.

    Args:
        conn: An archive.
        text: What was typed.
        most: How many at most.
    """
    asked = typed(text) if isinstance(text, str) else text
    words = _words(asked.name)
    if not words:
        return []
    of_other_kinds, namesakes = known_as(conn, [asked._replace(kind=None), Typed(words[-1], asked.kind)])
    beginning = containing(conn, asked._replace(is_prefix=True))
    spelt = nearly_called(conn, asked, most=most)
    return list(dict.fromkeys((*of_other_kinds, *beginning, *spelt, *namesakes)))[:most]


def nearly_called(conn: sqlite3.Connection, asked: Typed, *, most: int = NEAREST, longer: int = 1_000) -> list[Entity]:
    """Entities whose names are spelt nearly so, the nearest first, and of those as near those of most mentions.

    Where none is, what was typed may be a name from Cyrillic letters as these or other languages write it: Selenskyj.

    Args:
        conn: An archive.
        asked: What was typed.
        most: How many at most.
        longer: By so many letters their names may be longer or shorter.
    """
    return next(
        filter(None, (_spelt_nearly(conn, asked._replace(name=name), most, longer) for name in romanised(asked.name))),
        [],
    )


def _spelt_nearly(conn: sqlite3.Connection, asked: Typed, most: int, longer: int) -> list[Entity]:
    some = likely(conn, " ".join(_words(fold(asked.name))))
    known = {one.id: one for one in _entities(conn, some) if one.kind in _kinds(asked)}
    named = [
        (known[number], name) for number, name in names_of(conn, known) if abs(len(name) - len(asked.name)) <= longer
    ]
    return near(asked.name, named, most)


def _turned(words: Sequence[str]) -> list[str]:
    """A name with its words as they are, with the first one last, and with the last one first."""
    return list(dict.fromkeys(" ".join((*words[at:], *words[:at])) for at in (0, 1, len(words) - 1)))


def near(name: str, named: Sequence[tuple[T, str]], most: int = NEAREST) -> list[T]:
    """Whose names are most like a given one, as a whole or, if it is one word, by one of theirs; the best first.

    Args:
        name: What was typed; its last word may be the first of the name.
        named: Who is known under which names.
        most: How many at most.
    """
    words = _words(fold(name))
    if not words:
        return []
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    owners: defaultdict[str, list[T]] = defaultdict(list)
    for one, called in named:
        for line in _forms(called):
            parts = _words(line) if len(words) == 1 else ()
            for form in {line, *(part for part in parts if len(part) >= SHORTEST_WORD)}:
                owners[form].append(one)
    found = [
        match
        for turned in _turned(words)
        for match in process.extract(
            turned, list(owners), scorer=OSA.normalized_similarity, score_cutoff=LIKENESS, limit=most
        )
    ]
    found.sort(key=lambda match: -match[1])
    return list(dict.fromkeys(one for form, *_ in found for one in owners[form]))[:most]


def _answering(conn: sqlite3.Connection, asked: Typed) -> dict[Entity, int]:
    """Entities that answer to exactly that name, with how they do; those too that only a pass over all names finds."""
    (graded,) = _graded(conn, [asked])
    wanted = set(_forms(asked.name))
    for one in _entities(conn, _spelt(conn, wanted)):
        if one.kind in _kinds(asked):
            grade = _NAME if is_same(asked.name, one.name) else _ALIAS
            graded[one] = min(grade, graded.get(one, grade))
    return graded


def _graded(conn: sqlite3.Connection, names: Sequence[Typed]) -> list[dict[Entity, int]]:
    """For each of some names the entities that answer to it by an index, with how they do."""
    forms, keys = [], []
    for at, asked in enumerate(names):
        sure = (asked.name, *_forms(asked.name))
        for form in dict.fromkeys((*sure, *folds(asked.name))):
            forms.append((at, form not in sure, form))
            keys += [(at, form not in sure, entity_key(form, kind), kind) for kind in _kinds(asked)]
    rows = conn.execute(_KNOWN, {"forms": json.dumps(forms), "keys": json.dumps(keys)}).fetchall()
    known = {one.id: one for one in _entities(conn, {row[0] for row in rows})}
    found: list[dict[Entity, int]] = [{} for _ in names]
    for number, grade, name, at, is_guess in rows:
        one, asked = known.get(number), names[at]
        # "oe" was tried as "o" too, which finds Schröder; but who types Joel means no "Jol"
        if one and one.kind in _kinds(asked) and not (is_guess and not _has_words(asked)(spelt_out(name))):
            best = _NAME if is_same(asked.name, one.name) else grade
            found[at][one] = min(best, found[at].get(one, best))
    return found


def _kinds(asked: Typed) -> tuple[EntityKind, ...]:
    return (asked.kind,) if asked.kind else KINDS


_NAME, _ALIAS = 0, 1
_KNOWN = """
with
  forms as (
    select json_extract(value, '$[0]') as at, json_extract(value, '$[1]') as is_guess,
           json_extract(value, '$[2]') as form from json_each(:forms)
  ),
  keys as (
    select json_extract(value, '$[0]') as at, json_extract(value, '$[1]') as is_guess,
           json_extract(value, '$[2]') as key, json_extract(value, '$[3]') as kind from json_each(:keys)
  )
select e.id, 0, e.name, at, is_guess from forms cross join entities e on e.name = form collate nocase
union all
select a.entity_id, 1, a.alias, at, is_guess from forms cross join aliases a on a.alias = form collate nocase
union all
select i.placed_id, 2, i.name, at, is_guess from keys k cross join identities i on i.key = k.key and i.kind = k.kind
union all
select i.placed_id, 3, i.name, at, is_guess from keys k
cross join short_names s on s.key = k.key and s.kind = k.kind
cross join identities i on i.id = s.identity_id
"""
"""Entities by canonical name, alias, key, and surname or acronym."""


def _spelt(conn: sqlite3.Connection, wanted: set[str]) -> set[int]:
    """Entities with a name or alias that is one of some in plain letters.

    SQLite compares the letters of ASCII without case, and no others: names with others are not in its indexes so.
    """
    having_all = {number for form in wanted if (words := words_in(form)) for number in having(conn, words)}
    return {number for number, name in names_of(conn, having_all) if not wanted.isdisjoint(_forms(name))}


def _words(line: str) -> list[str]:
    return [word for word in _GAP.split(line) if word]


def _forms(name: str) -> tuple[str, ...]:
    """The plain letters in which a name is compared: ö as o, and as oe."""
    return (fold(name),) if name.isascii() else tuple(dict.fromkeys((fold(name), spelt_out(name))))


def _entities(conn: sqlite3.Connection, ids: Iterable[int]) -> list[Entity]:
    """The entities of some numbers, those of most mentions first."""
    of_ids = f"select {_COLUMNS} from entities e where e.id in (select value from json_each(?))"
    return ranked(Entity(*row) for row in conn.execute(of_ids, [json.dumps([*ids])]))


def ranked(found: Iterable[Entity]) -> list[Entity]:
    """Entities, those of most mentions first."""
    return sorted(found, key=lambda one: (-one.mentions, one.name, one.id))
