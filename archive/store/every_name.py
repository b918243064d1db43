"""All names of an archive in plain letters, in one text: those that have a word, or are spelt nearly so.

The text is read in one pass and kept for a connection; whose a name is, the indexes tell.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from archive.store.recalled import recalled
from archive.text.folding import fold, spelt_out

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

_READ = """
select group_concat(alias, char(10)) from aliases
union all
select group_concat(name, char(10)) from entities e not indexed
where not exists (select 1 from aliases a where a.entity_id = e.id and a.alias = e.name)
"""
"""Nearly every entity has its name among its aliases. In the order of the index it would take four times as long."""


def every_name(conn: sqlite3.Connection) -> EveryName:
    """All names of an archive as it is now."""
    kept = recalled(conn)
    found = kept.get("names")
    if not isinstance(found, EveryName):
        found = kept["names"] = EveryName(conn)
    return found


class EveryName:
    """The names and aliases of all entities in plain letters: those with other letters in both spellings of them."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        lines = "\n".join(text for (text,) in conn.execute(_READ) if text).split("\n")
        others = "\n".join(dict.fromkeys(line for line in lines if not line.isascii()))
        self._written: defaultdict[str, list[str]] = defaultdict(list)
        for letters in (fold, spelt_out):
            for plain, line in zip(letters(others).split("\n"), others.split("\n"), strict=True):
                self._written[plain].append(line)
        in_ascii = "\n".join(filter(str.isascii, lines)).lower()
        # apart, for one letter of another script would make the whole text twice as long
        self._texts = tuple(f"\n{text}\n" for text in (in_ascii, "\n".join(self._written)))

    def written(self, line: str) -> Iterable[str]:
        """The names that are this in plain letters, case aside."""
        return (line, *self._written.get(line, ()))

    def containing(self, part: str) -> Iterator[str]:
        """Names in plain letters that have a part."""
        for text in self._texts:
            at = text.find(part)
            while at >= 0:
                start, stop = text.rfind("\n", 0, at) + 1, text.find("\n", at)
                yield text[start:stop]
                at = text.find(part, stop)

    def like(self, forms: Sequence[str], likeness: float) -> dict[str, float]:
        """Names in plain letters that are like one of some forms, which have the same letters; and how much."""
        return _most_like(self._lines, forms, likeness)

    def with_word_like(self, form: str, likeness: float, shortest: int) -> dict[str, float]:
        """Names in plain letters with a word, of so many letters at least, that is like a form; and how much it is."""
        scores = _most_like(self._words, [form], likeness)
        found: dict[str, float] = {}
        for text, words in zip(self._texts, self._words, strict=True):
            for start, stop in words.places(form, likeness):
                score = scores.get(text[start:stop], 0.0)
                if score and stop - start >= shortest:
                    line = text[text.rfind("\n", 0, start) + 1 : text.find("\n", start)]
                    found[line] = max(score, found.get(line, 0.0))
        return found

    @cached_property
    def _lines(self) -> list[Pieces]:
        return [Pieces(text, "\n") for text in self._texts]

    @cached_property
    def _words(self) -> list[Pieces]:
        return [Pieces(text, "\n -") for text in self._texts]


def _most_like(pieces: Iterable[Pieces], forms: Sequence[str], likeness: float) -> dict[str, float]:
    """What is like one of some forms, which have the same letters, and how much it is like the one it is most like."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    lines = [line for each in pieces for line in each.perhaps_like(forms[0], likeness)]
    found: dict[str, float] = {}
    for form in forms:
        for line, score, _ in process.extract(
            form, lines, scorer=OSA.normalized_similarity, score_cutoff=likeness, limit=None
        ):
            found[line] = max(score, found.get(line, 0.0))
    return found


class Pieces:
    """The lines or words of a text, the shortest first, each with a bit for every letter that it has."""

    def __init__(self, text: str, edges: str) -> None:
        """Note what letters each has.

        Args:
            text: Begins and ends with an edge.
            edges: What stands between pieces.
        """
        import numpy as np

        codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
        is_edge = codes == ord(edges[0])
        for edge in edges[1:]:
            is_edge |= codes == ord(edge)
        ends = np.flatnonzero(is_edge)
        bits = np.left_shift(np.uint32(1), codes & np.uint32(31))
        bits[ends] = 0
        lengths = np.diff(ends).astype(np.int32) - 1
        by_length = np.argsort(lengths, kind="stable")
        self._text = text
        self._lengths = lengths[by_length]
        self._starts = (ends[:-1] + 1).astype(np.int32)[by_length]
        self._letters = np.bitwise_or.reduceat(bits, ends[:-1])[by_length]

    def perhaps_like(self, form: str, likeness: float) -> set[str]:
        """All that are like a form, and others."""
        return {self._text[start:stop] for start, stop in self.places(form, likeness)}

    def places(self, form: str, likeness: float) -> Iterator[tuple[int, int]]:
        """Where they begin and end: a letter that differs changes no more than two bits."""
        import numpy as np

        bits = np.bitwise_or.reduce([np.uint32(1 << (ord(letter) & 31)) for letter in form])
        shortest, longest = np.searchsorted(self._lengths, (int(len(form) * likeness), int(len(form) / likeness) + 2))
        lengths = self._lengths[shortest:longest]
        apart = np.abs(lengths - len(form))
        most = (np.maximum(lengths, len(form)) * (1 - likeness) + 1e-9).astype(np.int32)
        near = np.flatnonzero(np.bitwise_count(self._letters[shortest:longest] ^ bits) <= 2 * most - apart) + shortest
        starts, stops = self._starts[near].tolist(), (self._starts[near] + self._lengths[near]).tolist()
        return zip(starts, stops, strict=True)
