"""Tense: whether the clause that holds a date looks ahead or back.

News tells mostly what has happened; an expression without a year points ahead only if its clause says so. A date
belongs to the verb nearest before it in its clause, else to the first one behind it: `the mayor said Monday`, `that
is to open Sunday`, `on Monday the court ruled`. What is quoted elsewhere in the sentence has no say. What a verb says,
and what else beside a date tells, is a row each in `data/words/direction.txt`: an expression over classes of words, for
which every word of a clause becomes a letter. What they say is added (measured, and fitted, by
`tests/bench/dates_tense.py`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from archive.text.patterns import lazy_regex
from archive.text.sentences import ends_sentence
from archive.text.wordlists import lines, sections, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Row(NamedTuple):
    """What an expression over classes says: above 0 ahead, below it back."""

    expression: str
    value: float
    example: str


def rows(section: str) -> tuple[Row, ...]:
    """The rows of a section of the list in their order."""
    told = (re.split(" = |: ", line, maxsplit=2) for line in lines("direction", section))
    return tuple(Row(form, float(value), example) for form, value, example in told)


_PAST: Final = "Ed Harmed Irregular Lasting Moved Called Told Fixes was were had set"
_EDGE: Final = "Edge Mark if as after since following"
_VERB: Final = (
    f"{_PAST} Will Would can could to Coming Plan due is are sets Arrive Arrives Arriving Leave Leaves Leaving Fixture"
)
_SETS: Final = {
    "Past": _PAST,
    "Unpast": f"^{_PAST}",
    "Near": f"^{_EDGE}",
    "Other": f"^{_VERB}",
    "Intends": "Intending Coming Plan Told Called due set",
    "Links": "Article Link on in at of for by from with to no",
    "Base": f"Word Skip be being not have back Arrive Leave Intending {_PAST}",
    "Fill": "Fill Number Article on at",
    "Until": "until till",
    "With": "With for on to ahead back off out in",
    "Skip": "Skip be being not",
    "Date": "Day Owner",
    "Any": "^",
}
"""Names for several classes, or for all others."""
_STEMS, _ENDINGS = ("|".join(words("direction", name)) for name in ("intending", "noun endings"))
_NO_CLASSES: Final = frozenset({"", "intending", "noun endings", "verbs", "dates"})
_LISTS: Final = {
    name.capitalize(): set(words("direction", name)) for name in sections("direction") if name not in _NO_CLASSES
}
for _stem in ("Arriv", "Leav"):
    _plain = _LISTS[f"{_stem}e"]
    _LISTS.setdefault(f"{_stem}es", set()).update(
        form for verb in _plain for form in (f"{verb}s", f"{verb}es", f"{verb.removesuffix('y')}ies")
    )
    _LISTS.setdefault(f"{_stem}ing", set()).update(f"{verb.removesuffix('e')}ing" for verb in _plain)
_FORMS = re.compile(
    rf"(?P<Number>\d+)|(?P<Mark>\W)|(?P<Name>.*[A-Z].*)|(?P<Told>(?=(?:{_STEMS})).*ed)|(?P<Ed>(?!un)..+ed)"
    rf"|(?P<Intending>(?:{_STEMS}).*)|(?P<Skip>.*ly)|(?P<Noun>.*(?:{_ENDINGS}))|(?P<Many>.*(?<![isu'’])s)|(?P<Word>.*)",
    re.DOTALL,
)
"""The classes of words that are in no list, by how they are written."""
_NAME = re.compile(r"[A-Za-z-]+")
_LETTERS: Final[dict[str, str]] = {}
"""A letter for each class, and for each word that a row names."""


def _letter(name: str) -> str:
    return _LETTERS.setdefault(name, chr(0xE000 + len(_LETTERS)))


def _letters_of(names: str) -> str:
    """The letters of the classes that are named, one by one or as a set."""
    each = [name for found in _NAME.findall(names) for name in _NAME.findall(_SETS.get(found, found))]
    return "".join(map(_letter, each))


def _pattern(row: Row) -> re.Pattern[str]:
    def one_of(name: re.Match[str]) -> str:
        return f"[{'^@' * _SETS.get(name[0], '').startswith('^')}{_letters_of(name[0])}]"

    return lazy_regex(_NAME.sub(one_of, row.expression).replace(" ", ""))


_DATES = [(_pattern(row), row) for row in rows("dates")]
_VERBS = [(_pattern(row), row, _letters_of(row.expression.partition("@")[0])) for row in rows("verbs")]
"""The rows of verbs, each with the letters before its mark, among them those that may stand at it."""
_VERB_LETTERS, _EDGES = _letters_of(f"{_VERB} Many"), _letters_of(_EDGE)
_COMMA, _TO, _ARTICLE, _DAY, _OWNER = map(_letter, ("Mark", "to", "Article", "Day", "Owner"))
_WORDS: Final = {word: _letter(name) for name in reversed(_LISTS) for word in _LISTS[name]}
_WORDS.update({word: letter for word, letter in _LETTERS.items() if word.islower()})


@lru_cache(1 << 13)
def _class(word: str) -> str:
    """The letter of a word: its own where a row names it, else that of its class."""
    if word in _WORDS:
        return _WORDS[word]
    form = _FORMS.fullmatch(word)
    return _letter((form and form.lastgroup) or "Word")


_SENTENCE_EDGE = re.compile(
    r"(?=[.!?;:–—\n\"“”«»`'’‘-])(?:[.!?;:](?=[\s\"”’]|\Z)|(?<!\d)[–—]|[\n\"“”«»]|``|''|(?<=\s)['‘](?=\w)"
    r"|(?<=[,.!?])['’](?=\s)|(?<=\s)-(?=\s))"
)
_WORD = re.compile(r"[A-Za-z]+(?:['’-](?!ll\b)[A-Za-z]+)*|[,()]|\d+|['’]ll\b")
_NOUN_BEHIND = re.compile(
    r"\s(?!(?:in|on|at|of|and|or|as|to|when|that|which|who|after|before|for|by|with|from|is|was|will)\b)[a-z]{3}"
)
_FRONTED: Final = 4
"""Words up to which a date opens its sentence, and its verb can only follow."""
_REACH, _REACH_BEHIND = 160, 120
"""Characters before a date and behind it in which a verb is looked for."""
LOOKS_AHEAD: Final = 0.3
"""From this cue on, a clause tells of what is to come; "is" alone does not."""
_AHEAD: Final = 2.5
"""How much farther a day ahead counts than a day back, where the words don't say which is meant."""
_PER_CUE: Final = 20.0
"""How much one clear cue changes that."""


def ahead_factor(cue: float) -> float:
    """How much farther a day ahead counts than a day back, by what `direction` gives."""
    return _AHEAD * float(_PER_CUE**-cue)


def direction(text: str, start: int, stop: int) -> float:
    """Tell whether the clause of text[start:stop] looks ahead.

    Returns:
        -2 to 2: positive for the future, negative for the past, near 0 where the words don't say.
    """
    return max(-2.0, min(sum(row.value * share for row, share in heard(text, start, stop)), 2.0))


def heard(text: str, start: int, stop: int) -> Iterator[tuple[Row, float]]:
    """The rows that say which way the clause of text[start:stop] looks, and how much of what each says counts."""
    is_owner = text[stop : stop + 2] in {"'s", "’s"}
    behind = stop + 2 * is_owner
    before = _letters(text[_edge_before(text, start) : start])
    after = _letters(text[behind : _edge_after(text, behind)])
    is_owner = is_owner or (before[-1:] == _ARTICLE and _NOUN_BEHIND.match(text, stop) is not None)
    clause = f"{before}{_OWNER if is_owner else _DAY}{after}"
    verb, share = _governing(clause, len(before))
    if verb:
        yield verb, share
    yield from ((row, 1.0) for form, row in _DATES if form.search(clause))


def _letters(text: str) -> str:
    """The words and commas of a part of a sentence. In capitals stay names, which are no verbs: `Will Poe`."""
    found: list[str] = _WORD.findall(text)
    found[:1] = [word.lower() for word in found[:1]]
    return "".join(map(_class, found))


def _governing(clause: str, day: int) -> tuple[Row | None, float]:
    """The verb of a date, and how much it counts: before it in its clause, else behind it, else weakly elsewhere."""
    before, after = clause[:day], clause[day + 1 :]
    back = range(day - 1, -1, -1)
    if (row := _verb(clause, back[before[-1:] in _EDGES :], _EDGES)) is not None:  # "since Monday" is in its clause
        return row, 1.0
    is_fronted = day <= _FRONTED
    own = len(after) if is_fronted or _COMMA not in after else after.index(_COMMA)
    if after[:1] == _COMMA and _COMMA in before[-3:]:  # the guards, on Sunday, fled
        own = len(after)
    behind = [at for at in range(day + 1, len(clause)) if clause[at] != _TO]
    if (row := _verb(clause, [at for at in behind if at <= day + own], _EDGES.replace(_COMMA, ""))) is not None:
        return row, 1.0
    return _verb(clause, back) or (_verb(clause, behind) if is_fronted else None), 0.5


def _verb(clause: str, places: Iterable[int], edges: str = "") -> Row | None:
    """The first verb at some places, up to what opens another clause."""
    for at in places:
        if clause[at] in edges:
            return None
        if (found := _tense(clause, at)) is not None:
            return found
    return None


def _tense(clause: str, at: int) -> Row | None:
    """What the word at a place says; None where it is no verb that tells."""
    if clause[at] not in _VERB_LETTERS:
        return None
    letter, marked = clause[at], f"{clause[: at + 1]}@{clause[at + 1 :]}"
    row = next((row for form, row, letters in _VERBS if letter in letters and form.search(marked)), None)
    return row if row and row.value else None


def _edge_before(text: str, start: int) -> int:
    """Where the sentence opens, or what is quoted before the date ends."""
    low = max(0, start - _REACH)
    return next((m.end() for m in reversed([*_SENTENCE_EDGE.finditer(text, low, start)]) if _parts(text, m)), low)


def _edge_after(text: str, stop: int) -> int:
    high = min(len(text), stop + _REACH_BEHIND)
    return next((m.start() for m in _SENTENCE_EDGE.finditer(text, stop, high) if _parts(text, m)), high)


def _parts(text: str, edge: re.Match[str]) -> bool:
    """Whether a mark parts sentences: the full stop of an abbreviation does not."""
    return edge[0] not in {".", "!", "?"} or ends_sentence(text, edge.end())
