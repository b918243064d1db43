"""All names of an archive at once: to look up many that an index does not know, in one pass rather than in one each."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from archive.store.lookup import LIKENESS, Typed, has_words
from archive.text.folding import fold, spelt_out

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

_WORD = re.compile(r"\w+")
COMPARED = 10_000
"""Entities among which the nearest are looked for, those named most."""


class EveryName:
    """The names and aliases of all entities, in plain letters, by their words."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        named = conn.execute("select id, name from entities order by mention_count desc, id").fetchall()
        place = {number: at for at, (number, _) in enumerate(named)}
        aliases = conn.execute("select entity_id, alias from aliases").fetchall()
        self._names = [(number, name) for number, name in (*named, *aliases) if number in place]
        self._by_word: defaultdict[str, set[int]] = defaultdict(set)
        self._by_line: dict[str, int] = {}
        for at, line in self._plain():
            for word in _WORD.findall(line):
                self._by_word[word].add(at)
            number = self._names[at][0]
            if place[number] < COMPARED:
                self._by_line.setdefault(line, number)
        self._lines = list(self._by_line)

    def _plain(self) -> Iterator[tuple[int, str]]:
        """Each name in plain letters, with its place; those with other letters in both spellings of them."""
        others = [at for at, (_, name) in enumerate(self._names) if not name.isascii()]
        yield from ((at, name.lower()) for at, (_, name) in enumerate(self._names) if name.isascii())
        joined = "\n".join(self._names[at][1].replace("\n", " ") for at in others)
        for letters in (fold, spelt_out):
            yield from zip(others, letters(joined).split("\n"), strict=True) if others else ()

    def containing(self, name: str) -> list[int]:
        """Entities with a name or alias in which the words stand, none of them cut, those named most first."""
        words = _WORD.findall(fold(name))
        if not words:
            return []
        common = set.intersection(*(self._by_word.get(word, set()) for word in words))
        stand_in = has_words(Typed(name))
        return list(dict.fromkeys(self._names[at][0] for at in sorted(common) if stand_in(self._names[at][1])))

    def nearest(self, name: str, most: int) -> list[int]:
        """Entities whose names are most like one, the best first."""
        words = fold(name).split()
        turned = dict.fromkeys((" ".join(words), " ".join([*words[-1:], *words[:-1]])))
        found: list[tuple[str, float, int]] = [
            match
            for each in turned
            for match in process.extract(
                each, self._lines, scorer=OSA.normalized_similarity, score_cutoff=LIKENESS, limit=most
            )
        ]
        best: Iterable[str] = (line for line, *_ in sorted(found, key=lambda match: -match[1]))
        return list(dict.fromkeys(self._by_line[line] for line in best))[:most]
