"""The words of names, in plain letters: by which all are found whose names have a word, or one like it.

They are written with the names, so that nobody has to read all names to find one. A name with other letters has the
words of both its spellings: "Schröder" has "schroder" and "schroeder".
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from archive.store.rows import AMONG, listed
from archive.text.folding import fold, spelt_out
from archive.text.slips import edits

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

LIKELY = 2_000
"""So many names at most are looked at for being like another: those with most words that are like its words."""
MOST_WORDS = 6
"""Words of a name that are looked for, the first ones."""
LONG = 8
"""Letters of a word of which two may be wrong."""
BEGINNING = 3
"""Letters with which a word begins of which two may be wrong: they are right."""

_END: Final = chr(0x10FFFF)
_WORD = re.compile(r"\w+")


def words_in(line: str) -> list[str]:
    """The words of a name in plain letters: what stands between signs."""
    return _WORD.findall(line)


@lru_cache(1 << 12)
def _words_of(name: str) -> frozenset[str]:
    return frozenset(chain.from_iterable(words_in(letters(name)) for letters in (fold, spelt_out)))


def add(conn: sqlite3.Connection, named: Iterable[tuple[int, str]]) -> None:
    """Remember the words of names, each with the number of the entity that has it."""
    conn.executemany(
        "insert or ignore into name_words (word, entity_id) values (?, ?)",
        sorted({(word, number) for number, name in named for word in _words_of(name)}),
    )


def forget(conn: sqlite3.Connection, named: Iterable[tuple[int, str]]) -> None:
    """Forget the words of names that are gone, as far as their entities have no other name with them."""
    for number, names in groupby(sorted(set(named)), key=itemgetter(0)):
        lost = set().union(*(_words_of(name) for _, name in names))
        lost.difference_update(*(_words_of(name) for _, name in names_of(conn, [number])))
        conn.executemany("delete from name_words where word = ? and entity_id = ?", ((word, number) for word in lost))


def names_of(conn: sqlite3.Connection, numbers: Iterable[int]) -> list[tuple[int, str]]:
    """All names of some entities, each with the number of one: canonical names first."""
    return conn.execute(_NAMES, {"ids": listed(numbers)}).fetchall()


_NAMES = """
with ids as materialized (select value as id from json_each(:ids))
select e.id, e.name from ids cross join entities e on e.id = ids.id
union all
select a.entity_id, a.alias from ids cross join aliases a on a.entity_id = ids.id
"""


def having(conn: sqlite3.Connection, words: Sequence[str], *, is_prefix: bool = False) -> list[int]:
    """The entities of whose names each of some words is one, or the beginning of one where the last may go on."""
    whole, beginning = (words[:-1], words[-1]) if is_prefix else (words, "")
    first = max(whole, key=len, default="")
    given = {"first": first, "from": beginning, "until": beginning + _END}
    asked = [_FIRST, *[_GOING_ON] * is_prefix, *[_OTHERS] * (len(whole) > 1)] if whole else [_BEGINNING]
    sql = f"select distinct w.entity_id from name_words w where {' and '.join(asked)}"
    return [number for (number,) in conn.execute(sql, given | {"others": json.dumps(whole)})]


_FIRST = "w.word = :first"
_BEGINNING = "w.word >= :from and w.word < :until"
_GOING_ON = f"w.entity_id in (select entity_id from name_words w where {_BEGINNING})"
_OTHERS = """not exists (select 1 from json_each(:others) o where not exists (
  select 1 from name_words x where x.word = o.value and x.entity_id = w.entity_id))"""


def likely(conn: sqlite3.Connection, line: str) -> list[int]:
    """The entities of whose names most words are like those of a line in plain letters, the likest first."""
    words = words_in(line)[:MOST_WORDS]
    wanted: dict[str, list[tuple[str, float]]] = {}  # where it stands, with what it may be
    known = _known(conn, {edit.word for word in words for edit in edits(word)} | {*words, *_parts("".join(words))})
    for at, word in enumerate(words):
        near = {each.word: each.weight for each in edits(word) if each.word in known}
        wanted[str(at)] = [*(near | _going_on(conn, word)).items(), *((word, 9.0) for _ in range(word in known))]
    for at, (left, right) in enumerate(_pairs("".join(words))):
        if left in known and right in known:
            wanted |= {f"{at} left": [(left, 0.0)], f"{at} right": [(right, 0.0)]}
    rows = [(at, word, weight) for at, some in wanted.items() for word, weight in some]
    found = conn.execute(_LIKELY, {"words": json.dumps(rows, ensure_ascii=False), "most": LIKELY})
    return [number for (number,) in found]


_LIKELY = """
with wanted (at, word, weight) as materialized (
  select json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]') from json_each(:words))
select w.entity_id from wanted cross join name_words w on w.word = wanted.word
group by 1 order by count(distinct at) desc, max(weight) desc, 1 limit :most
"""
"""Of equals those that are longest in the archive: they are named most."""


def _pairs(letters: str) -> list[tuple[str, str]]:
    """Two words with or without a letter between them: where a space was left out, another letter hit, or misplaced."""
    return [(letters[:at], letters[at + gap :]) for gap in (0, 1) for at in range(2, len(letters) - gap - 1)]


def _parts(letters: str) -> set[str]:
    return {letters, *chain.from_iterable(_pairs(letters))}


def _known(conn: sqlite3.Connection, words: Iterable[str]) -> set[str]:
    """Those of some words that are words of a name."""
    sql = "select value from json_each(?) where exists (select 1 from name_words where word = value)"
    return {word for (word,) in conn.execute(sql, [json.dumps([*words], ensure_ascii=False)])}


def _going_on(conn: sqlite3.Connection, word: str) -> dict[str, float]:
    """Words of about the length of a long one that begin as it does."""
    if len(word) < LONG:
        return {}
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only what is mistyped needs it

    start = word[:BEGINNING]
    sql = """select distinct word from name_words where word >= ? and word < ? and length(word) between ? and ?"""
    rows = conn.execute(sql, [start, start + _END, len(word) - 2, len(word) + 2])
    return {other: 0.0 for (other,) in rows if OSA.distance(word, other, score_cutoff=2) <= 2}


def wanting(conn: sqlite3.Connection) -> Iterator[int]:
    """The entities that have a name with a word that is not remembered; 0 where more is remembered than there is."""
    said = 0
    for number, names in groupby(conn.execute(f"{_EVERY} order by 1"), key=itemgetter(0)):
        words = set().union(*(_words_of(name) for _, name in names))
        said += len(words)
        sql = f"select count(*) from name_words where entity_id = ? and word {AMONG}"
        if conn.execute(sql, [number, listed(words)]).fetchone()[0] < len(words):
            yield int(number)
    if conn.execute("select count(*) from name_words").fetchone()[0] > said:
        yield 0


def refill(conn: sqlite3.Connection) -> None:
    """Remember the words of all names anew."""
    conn.execute("delete from name_words")
    add(conn, conn.execute(_EVERY))


_EVERY = "select id, name from entities union all select entity_id, alias from aliases"
