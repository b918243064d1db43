"""Tense: whether the clause that holds a date looks ahead or back.

News tells mostly what has happened; an expression without a year points ahead only if its clause says so. A date
belongs to the verb nearest before it in its clause, else to the first one behind it: `the mayor said Monday`, `that
is to open Sunday`, `on Monday the court ruled`. What is quoted elsewhere in the sentence has no say. What a verb says,
and what else beside a date tells, is a row each in `data/words/direction.txt`: an expression over classes of words, for
which every word of a clause becomes a letter.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from archive.text.sentences import ends_sentence
from archive.text.wordlists import lines, sections, words


class Row(NamedTuple):
    """What an expression over classes says: ahead or back, 2 to -2; None leaves it to the verb."""

    expression: str
    value: float | None
    example: str


def rows(section: str) -> tuple[Row, ...]:
    """The rows of a section of the list in their order."""
    told = (re.split(" = |: ", line, maxsplit=2) for line in lines("direction", section))
    return tuple(Row(form, None if value == "verb" else float(value), example) for form, value, example in told)


_PAST: Final = "Ed killed accused Irregular Lasting Moved Called Told was were had set"
_EDGE: Final = "Edge Mark if as before after until following since ahead"
_VERB: Final = (
    f"{_PAST} Will Would can could to Coming Plan due is are Arrive Arrives Arriving Leave Leaves Leaving Fixture"
)
_SETS: Final = {
    "Past": _PAST,
    "Unpast": f"^{_PAST}",
    "Near": f"^{_EDGE}",
    "Other": f"^{_VERB}",
    "Intends": "Intending Coming Plan Told Called due set",
    "Links": "Article Link on in at of for by from with to no",
    "Base": f"Word Skip not have back Arrive Leave Intending {_PAST}",
    "Fill": "Fill Number Article on at",
    "With": "With for on to ahead back",
    "Event": "Event deadline",
    "Skip": "Skip not",
    "Date": "Day Owner",
    "Any": "^",
}
"""Names for several classes, or for all others."""
_STEMS, _ENDINGS = ("|".join(words("direction", name)) for name in ("intending", "noun endings"))
_NO_CLASSES: Final = frozenset({"", "intending", "noun endings", "verbs", "dates"})
_LISTS: Final = {
    name.capitalize(): set(words("direction", name)) for name in sections("direction") if name not in _NO_CLASSES
}
for _verb in ("Arriv", "Leav"):
    _plain = _LISTS[f"{_verb}e"]
    _LISTS.setdefault(f"{_verb}es", set()).update(f"{verb}{ending}" for verb in _plain for ending in ("s", "es"))
    _LISTS.setdefault(f"{_verb}ing", set()).update(f"{verb.removesuffix('e')}ing" for verb in _plain)
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


def _pattern(row: Row) -> re.Pattern[str]:
    def one_of(name: re.Match[str]) -> str:
        members = _SETS.get(name[0], name[0])
        return f"[{'^@' * members.startswith('^')}{''.join(map(_letter, _NAME.findall(members)))}]"

    return re.compile(_NAME.sub(one_of, row.expression).replace(" ", ""))


_VERBS, _DATES = ([(_pattern(row), row.value) for row in rows(section)] for section in ("verbs", "dates"))
_VERB_LETTERS, _EDGES = ("".join(map(_letter, _NAME.findall(names))) for names in (_VERB, _EDGE))
_COMMA, _TO, _ARTICLE, _DAY, _OWNER = map(_letter, ("Mark", "to", "Article", "Day", "Owner"))


@lru_cache(4096)
def _class(word: str) -> str:
    """The letter of a word: its own where a row names it, else that of its class."""
    if word.islower() and word in _LETTERS:
        return _LETTERS[word]
    name = next((name for name, members in _LISTS.items() if word in members), None)
    form = None if name else _FORMS.fullmatch(word)
    return _letter(name or (form and form.lastgroup) or "Word")


_SENTENCE_EDGE = re.compile(
    r"(?=[.!?;:–—\n\"“”«»`'’‘-])(?:[.!?;:](?=[\s\"”’]|\Z)|(?<!\d)[–—]|[\n\"“”«»]|``|''|(?<=\s)['‘](?=\w)"
    r"|(?<=[,.!?])['’](?=\s)|(?<=\s)-(?=\s))"
)
_WORD = re.compile(r"['’]ll\b|[A-Za-z]+(?:['’-](?!ll\b)[A-Za-z]+)*|[,()]|\d+")
_NOUN_BEHIND = re.compile(
    r"\s(?!(?:in|on|at|of|and|or|as|to|when|that|which|who|after|before|for|by|with|from|is|was|will)\b)[a-z]{3}"
)
_OF_NOUNS: Final = {_letter(word): value for value, opening in (
    (-0.5, "after since following"), (0.5, "before ahead until pending")) for word in opening.split()}  # fmt: skip
"""What opens a clause, and says by itself where what is named in it lies: "after clashes on Sunday"."""
_FRONTED: Final = 4
"""Words up to which a date opens its sentence, and its verb can only follow."""
_NOW: Final = -0.01
"""What "is" says, which tells nothing."""
_REACH: Final = 160
"""Characters to either side in which a verb is looked for."""


def direction(text: str, start: int, stop: int) -> float:
    """Tell whether the clause of text[start:stop] looks ahead.

    Returns:
        -2 to 2: positive for the future, negative for the past, near 0 where the words don't say.
    """
    is_owner = text[stop : stop + 2] in {"'s", "’s"}
    behind = stop + 2 * is_owner
    before = _letters(text[_edge_before(text, start) : start])
    after = _letters(text[behind : _edge_after(text, behind)])
    is_owner = is_owner or (before[-1:] == _ARTICLE and _NOUN_BEHIND.match(text, stop) is not None)
    clause = f"{before}{_OWNER if is_owner else _DAY}{after}"
    verb = _verb_before(clause, len(before)) or _verb_elsewhere(clause, len(before))
    tense = "Forth" if verb > 0 else "Back" if verb <= -1 else "Faint" if verb < _NOW else "Open"
    clause = _letter(tense) + clause
    for form, value in _DATES:
        if form.search(clause):
            return verb if value is None else value
    return verb


def _letters(text: str) -> str:
    """The words and commas of a part of a sentence. In capitals stay names, which are no verbs: `Will Poe`."""
    found: list[str] = _WORD.findall(text)
    return "".join(map(_class, [found[0].lower(), *found[1:]])) if found else ""


def _verb_before(clause: str, day: int, *, in_clause: bool = True) -> float:
    """What the verb nearest before the day says, by default within its clause."""
    for at in range(day - 1, -1, -1):
        if in_clause and clause[at] in _EDGES and at < day - 1:
            return 0.0
        if (found := _tense(clause, at)) != 0:
            return found
    return 0.0


def _verb_after(clause: str, day: int, *, in_clause: bool = True) -> float:
    """What the first verb behind the day says, by default within its clause."""
    for at in range(day + 1, len(clause)):
        if in_clause and clause[at] in _EDGES and clause[at] != _COMMA:
            return 0.0
        if clause[at] != _TO and (found := _tense(clause, at)) != 0:
            return found
    return 0.0


def _tense(clause: str, at: int) -> float:
    """What the word at a place says: 0 where it is no verb that tells."""
    if clause[at] not in _VERB_LETTERS:
        return 0.0
    marked = f"{clause[: at + 1]}@{clause[at + 1 :]}"
    for form, value in _VERBS:
        if form.search(marked):
            return value or 0.0
    return 0.0


def _verb_elsewhere(clause: str, day: int) -> float:
    """The tense of the verb behind a date that has none before it, else, weakly, of the nearest in its sentence."""
    before, after = clause[:day], clause[day + 1 :]
    is_fronted = day <= _FRONTED
    own = after if is_fronted or _COMMA not in after else after[: after.index(_COMMA)]
    if after[:1] == _COMMA and _COMMA in before[-3:]:  # the guards, on Sunday, fled
        own = after[1:]
    if (verb := _verb_after(clause[: day + 1] + own, day)) != 0:
        return verb
    opening = next((letter for letter in reversed(before[:-1]) if letter in _EDGES), "")
    far = _verb_before(clause, day, in_clause=False) or (_verb_after(clause, day, in_clause=False) if is_fronted else 0)
    noun = _OF_NOUNS.get(opening, 0.0)
    return noun if noun < 0 or (noun > 0 and far >= 0) else far / 4


def _edge_before(text: str, start: int) -> int:
    """Where the sentence opens, or what is quoted before the date ends."""
    low = max(0, start - _REACH)
    return max((m.end() for m in _SENTENCE_EDGE.finditer(text, low, start) if _parts(text, m)), default=low)


def _edge_after(text: str, stop: int) -> int:
    high = min(len(text), stop + _REACH)
    return next((m.start() for m in _SENTENCE_EDGE.finditer(text, stop, high) if _parts(text, m)), high)


def _parts(text: str, edge: re.Match[str]) -> bool:
    """Whether a mark parts sentences: the full stop of an abbreviation does not."""
    return edge[0] not in {".", "!", "?"} or ends_sentence(text, edge.end())
