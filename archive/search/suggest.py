"""What may be meant by what is being typed: names, outlets and words that begin so, the most frequent first.

Every look-up is bounded, so that it takes a few milliseconds at any size: the entities that are named most are looked
through, and of the others so many as stand first in the order of an index. Letters are compared folded, and a name is
found by the beginning of any of its words, so `put` and `vladimir pu` find Vladimir Putin.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from archive.search.query import ENTITY_KINDS
from archive.search.stems import STEMMED, UNSTEMMED, words_of
from archive.text.folding import fold, folds

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from archive.types import EntityKind

MOST = 8
"""Suggestions at most."""
MOST_WORDS = 3
"""Of them words of the texts."""
TRIED = 6
"""Words before the cursor that together may begin a name."""
LONG = 3
"""What is of more words is looked for in indexes alone."""
MOST_OUTLETS = 3
FOREMOST = 2_000
"""Entities that are looked through, those named most."""
FURTHER = 300
"""Of the others, so many from each index."""
OUTLETS = 5_000
"""Outlets that are looked through."""
SHORTEST = 3
"""Letters of a word that words of the texts are suggested for."""
TERMS = 60
"""Words of the index that are compared."""
_END: Final = chr(0x10FFFF)

_LETTER = r'[^\s"“”„():*]'
_TYPED = re.compile(
    rf"""(?:^|(?<=[\s(\-"“”„]))(?:(?P<field>[a-z]+):)?["“”„]?(?P<words>(?!-){_LETTER}+(?:\s+{_LETTER}+)*)$"""
)
_FIELD_KINDS: Final[dict[str, EntityKind]] = {"person": "person", "org": "organisation", "place": "place"}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that may be meant."""

    label: str
    kind: str
    """'person', 'organisation', 'place', 'outlet' or 'word'."""
    count: int
    """Snippets."""
    description: str | None = None
    id: int | None = None
    """Of an entity."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The end of a query that is being typed."""

    start: int
    """Where it begins in the query."""
    field: str | None
    text: str


def endings(query: str) -> Iterator[Typed]:
    """What a suggestion may take the place of: the last words before the cursor, from six of them down to one."""
    match = _TYPED.search(query)
    if not match:
        return
    words = match["words"].split()
    if match["field"]:
        yield Typed(match.start(), match["field"], " ".join(words))
        return
    for at in range(max(0, len(words) - TRIED), len(words)):
        text = " ".join(words[at:])
        yield Typed(len(query) - len(query.rstrip()[match.start() :].split(None, at)[-1]), None, text)


def suggestions(
    conn: sqlite3.Connection, typed: Typed, *, most: int = MOST, names_only: bool = False
) -> list[Suggestion]:
    """What begins as what was typed does, the most frequent first; entities alone, if names only are wanted."""
    kinds = [_FIELD_KINDS[typed.field]] if typed.field in _FIELD_KINDS else list(_FIELD_KINDS.values())
    found: list[Suggestion] = []
    if typed.field in (None, *ENTITY_KINDS):
        found += _entities(conn, typed.text, kinds)[:most]
    if typed.field in (None, "outlet") and not names_only and len(typed.text.split()) <= LONG:
        found += _outlets(conn, typed.text)[: most if typed.field else MOST_OUTLETS]
    found.sort(key=lambda one: (-one.count, one.label))
    if typed.field is None and not names_only:
        named = {fold(one.label) for one in found}
        words = [one for one in _words(conn, typed.text) if one.label not in named]
        found = found[: most - len(words)] + words
    return found[:most]


def _entities(conn: sqlite3.Connection, text: str, kinds: list[EntityKind]) -> list[Suggestion]:
    forms = [form for form in folds(text) if form.strip()]
    begins = re.compile(rf"(?:^|[^\w])(?:{'|'.join(map(re.escape, forms))})")
    foremost = conn.execute(_FOREMOST, {"most": FOREMOST if len(text.split()) <= LONG else 0})
    ids = {number for number, name in foremost if begins.search(_folded(name))}
    for form in forms:
        given = {"from": form, "until": form + _END, "most": FURTHER}
        ids.update(number for (number,) in conn.execute(_FURTHER, given))
    given = {"ids": json.dumps(list(ids)), "kinds": json.dumps(kinds), "most": MOST}
    return [Suggestion(name, kind, count, about, id_) for id_, name, kind, count, about in conn.execute(_NAMED, given)]


_FOREMOST = "select id, name from entities order by mention_count desc limit :most"
_FURTHER = """
select placed_id from (select placed_id from identities where key >= :from and key < :until limit :most)
union
select i.placed_id from (select identity_id from short_names where key >= :from and key < :until limit :most) s
cross join identities i on i.id = s.identity_id
union
select * from (select entity_id from aliases where alias collate nocase >= :from and alias collate nocase < :until
               limit :most)
"""
_NAMED = """
select id, name, kind, snippet_count, description from entities
where id in (select value from json_each(:ids)) and kind in (select value from json_each(:kinds)) and snippet_count > 0
order by snippet_count desc, name limit :most
"""


@lru_cache(1 << 14)
def _folded(name: str) -> str:
    return fold(name)


def _outlets(conn: sqlite3.Connection, text: str) -> list[Suggestion]:
    begins = re.compile(rf"(?:^|[^\w]){re.escape(fold(text))}")
    known = conn.execute("select value, snippets from tallies where field = 'outlet' limit ?", (OUTLETS,))
    found = [Suggestion(name, "outlet", count) for name, count in known if begins.search(_folded(name))]
    return sorted(found, key=lambda one: (-one.count, one.label))


def _words(conn: sqlite3.Connection, text: str) -> list[Suggestion]:
    """Words of the texts, as they are written in one of them: the index knows their stems."""
    typed = words_of(text)
    if len(typed) != 1 or len(typed[0]) < SHORTEST:
        return []
    conn.execute("create virtual table if not exists temp.archive_words using fts5vocab(main, snippets_fts, row)")
    given = (typed[0], typed[0] + _END, TERMS)
    terms = conn.execute("select term, doc from temp.archive_words where term >= ? and term < ? limit ?", given)
    foremost = sorted(terms, key=lambda row: (-row[1], row[0]))[:MOST_WORDS]
    written = ((_written(conn, term, typed[0]), count) for term, count in foremost)
    return [Suggestion(word, "word", count) for word, count in written if word]


def _written(conn: sqlite3.Connection, stem: str, beginning: str) -> str | None:
    """A word of that stem that begins so, out of the latest text with such a word."""
    asked = f'"{stem}"'
    sql = "select rowid from snippets_fts where snippets_fts match ? order by rowid desc limit 1"
    found = conn.execute(sql, (asked,)).fetchone()
    if found is None:  # the stem of a stem is another one
        return None
    title, text = conn.execute("select title, text from snippets where id = ?", found).fetchone()
    whole = f"{title or ''} {text}"
    pairs: Iterable[tuple[str, str]] = zip(words_of(whole, STEMMED), words_of(whole, UNSTEMMED), strict=False)
    return next((word for one, word in pairs if one == stem and word.startswith(beginning)), None)
