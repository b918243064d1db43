"""Lines that stand beside a story and are one thing as a whole: names of persons, what they do, or a kicker."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

from archive.gazetteer.forms import forenames
from archive.read.labels import fragments
from archive.read.outlet_names import EDGES, SMALL, is_outlet
from archive.text.folding import fold
from archive.text.patterns import lazy_regex
from archive.text.sentences import STOPS
from archive.text.wordlists import alternatives, phrases, word_set, words

Likeness = Literal[0, 1, 2]

AND: Final = word_set("and und et y e i og och en & + та и и")
STOP_WORDS: Final = phrases("page_labels", "behind bylines")
JOB: Final = lazy_regex(
    rf"(?:[^\W\d_][\w.&/'’-]*\s+){{0,5}}?(?:{alternatives(phrases('authors', 'job'))})s?"
    rf"(?:(?:,|\s+(?:{alternatives(STOP_WORDS)}|at|of))\s.{{2,50}})?",
    re.IGNORECASE,
)
_IN_JOBS: Final = SMALL | AND | STOP_WORDS | phrases("authors", "job") | {"of", "at", "the"}
_KICKERS: Final = phrases("furniture", "sections") | phrases("page_labels", "kickers")
_JOINT: Final = lazy_regex(r"\s*,\s*|\s+(?:and|und|et|y|e|i|og|och|en|та|и|&)\s+", re.IGNORECASE)


def split_names(names: str) -> list[str]:
    """The names of a list of names."""
    return [part for part in _JOINT.split(names) if part]


@lru_cache(maxsize=4096)
def name_likeness(text: str) -> Likeness:
    """Whether a line may be the names of persons and nothing else: 0 no, 1 by its form, 2 by a known forename too."""
    line = text.strip(EDGES)
    if not 4 <= len(line) <= 80 or any(map(str.isdigit, line)) or line.endswith((*STOPS, ":", "：")):
        return 0
    known = 0
    names = split_names(line)
    for name in names:
        tokens = name.split()
        if tokens[0].casefold() in STOP_WORDS:
            return 0
        if (
            not 2 <= len(tokens) <= (3 if line.isupper() else 5)
            or not all(map(_is_name_part, tokens))
            or not tokens[-1][:1].isupper()
        ):
            return 0
        known += fold(tokens[0]) in forenames()
    return 2 if known == len(names) and names else 1


_PLACED: Final = lazy_regex(
    rf"(?P<who>.{{2,60}}?)(?:,?\s(?:{alternatives(words('authors', 'in'))})\s[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)?"
    r"|\s\([^()]{3,60}\)|,\s(?P<job>[^,]{3,50})|,?\sand\sagencies)"
)


@lru_cache(maxsize=4096)
def signature(text: str) -> str:
    """Who signs in a line, without from where or as what ("Marta Eklund in Orlat", "Opinion Ann Lee"), or the line."""
    line = text.strip(EDGES)
    kicker, _, rest = line.partition(" ")
    if kicker.casefold() in _KICKERS and name_likeness(rest) == 2:
        return rest
    placed = _PLACED.fullmatch(line) if len(line) <= 120 else None
    if placed is None or not (placed["job"] is None or is_job(placed["job"])):
        return line
    return placed["who"] if name_likeness(placed["who"]) == 2 or is_outlet(placed["who"]) else line


def _is_name_part(token: str) -> bool:
    return (token[:1].isupper() and all(char.isalpha() or char in ".'’-" for char in token)) or token in SMALL


def is_kicker(text: str) -> bool:
    """Whether a line says under what heading a story runs: a section, or the kind of text that follows."""
    first, *more = fragments(text.strip(EDGES).casefold()) or [""]
    return first in _KICKERS and all(len(part.split()) <= 3 for part in more)


@lru_cache(maxsize=1024)
def is_job(text: str) -> bool:
    """Whether a line says what an author does: "Senior Reporter"."""
    text = text.partition(" | ")[0]  # "Editor | Shipping and trade"
    if len(text) > 80 or text.endswith((".", "?", "!")) or not text[:1].isupper() or JOB.fullmatch(text) is None:
        return False
    return all(token[:1].isupper() or token in _IN_JOBS for token in text.split())
