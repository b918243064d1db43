"""Names by what stands in and around them: a row a rule, written over the classes of words.

A row is a regular expression over names of classes (see `classes`): "an honorific, then one to five words that may be
names" is a person. All repetitions are bounded, so the time is linear in the text whatever the text is. Few rows are
left, those without which the trained model finds fewer names: `python tests/bench/names_ablation.py` tells what each
brings.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from archive.extract.names.classes import expression, letters
from archive.text.patterns import lazy_regex

if TYPE_CHECKING:
    import re

    from archive.types import EntityKind


class Row(NamedTuple):
    """A rule: what its expression matches, or the group in it, is a name."""

    rule: str
    """How a span says that it was found."""
    kind: EntityKind
    score: float
    """How sure its word is; beside the model it weighs as much as a chance of that (see `proposals`)."""
    example: str
    """A sentence with the name that it finds in brackets."""
    needs: str
    """Classes of which a text must have one."""
    expression: str
    in_headlines: bool = True
    """Whether it holds where all words are large."""


class Found(NamedTuple):
    """A span in tokens, `first` to `last` inclusive."""

    first: int
    last: int
    kind: EntityKind | None
    """None: no mention, and nothing inside it is (an event)."""
    rule: str
    score: float


_SETS: Final = {
    # In front of a word, any of these makes it a part of a longer name.
    "part": "proper common-forename common-surname word initial numeral acronym large-particle title title-surname"
    " honorific title-modifier head tail foreign-head owner place-tail place-head direction known-place body person"
    " event-tail event-head nameless opening-forename lone-head",
    "later": "proper common-surname person place place-forename arabic title-surname",
    "link": "particle large-particle place-head",
    # At the start of the name of a body, inside it, before its end, and what makes it more than a bare head.
    "first": "proper common-surname common-forename title-word word opening-title-word title-modifier people"
    " known-place body acronym person place-tail place-head direction foreign-head head tail",
    "inner": "proper common-surname common-forename title-word word title-modifier people known-place body acronym"
    " person place-tail direction foreign-head head tail title title-surname owner large-particle event-tail lone-head",
    "before-end": "proper common-surname common-forename title-word word opening-title-word title-modifier people"
    " known-place body acronym person place-tail place-head direction foreign-head title title-surname owner"
    " large-particle event-tail possessive apostrophe and of ordinal",
    "telling": "proper common-surname common-forename title-word word people known-place body acronym",
    "noun": "title-word word title-modifier",
    "joined": "proper common-surname title-word word title-modifier people body acronym place-tail direction owner head"
    " tail comma",
}
_LATER: Final = "(?:link{1,3} later | later)"
_OWNER: Final = "owner (?:possessive | apostrophe)"
_UNIT: Final = (
    f"(?:{_OWNER} | (?:name | noun) apostrophe (?=head | tail)"
    " | (?<=noun) and (?=noun | head | name) | (?<=name) and (?=noun) | inner)"
)
_BODY: Final = f"(?:ordinal? (?:{_OWNER} | (?:place-tail of)? first) {_UNIT}{{0,7}})"
_AND: Final = "(?:and noun{1,3} tail? (?!head))?"
_OBJECT: Final = f"(?:known-place{{1,4}} | (?:joined | title) joined{{0,3}}) {_AND}"
_END: Final = "(?:head | lone-head | tail)"

ROWS: Final = (
    Row(
        "forename",
        "person",
        0.88,
        "They met [Marta van Okonjo] there.",
        "forename either",
        f"(?:forename | either) (?:initial | forename | either | {_LATER}){{0,4}} {_LATER} numeral?",
    ),
    Row(
        "honorific",
        "person",
        0.73,
        "But Mr. [Tolliver] declined.",
        "honorific",
        f"(?<=honorific) (?:(?:initial | later) {_LATER}{{0,4}} numeral? | (?:place-tail | place-head) (?!large))",
    ),
    Row(
        "namesake",
        "person",
        0.95,
        "They hired [Dallas Schmidt] there.",
        "place",
        "(?<!part) place (?:surname | either | common-surname) numeral? (?!large)",
    ),
    Row(
        "body-of",
        "organisation",
        0.88,
        "The [Ministry of Fisheries and Coastal Affairs] met.",
        "head lone-head tail",
        f"(?:{_BODY} {_END} | head | lone-head) (?:of the? {_OBJECT}){{1,2}}",
    ),
    Row(
        "body",
        "organisation",
        0.95,
        "Soldiers of the [93rd Norvan Brigade] advanced.",
        "head tail",
        f"(?=before-end{{0,7}} telling) {_BODY} {_END}",
        in_headlines=False,
    ),
)

# An established name of an event, a law, a work: neither it nor anything inside it is a mention.
EVENT: Final = lazy_regex(
    expression(
        f"event-head inner{{1,3}} | (?:{_OWNER} | first | (?<=large) and (?=large)){{1,6}} event-tail{{1,3}}"
        " (?!head | tail | place-tail)"
        " | (?:body | place | country | proper | person) dash (?:body | place | country | proper | person)"
        " nameless? goods"
        " | (?:body | acronym) meeting | ((?:name | body | surname | place) nameless? goods)"
        " | ordinal inner{0,4} event-tail{1,3}",
        _SETS,
    )
)
# The role in front of a person, read backwards from the name: everything up to the article.
ROLE: Final = lazy_regex(
    expression(
        "(?:role-modifier | title-modifier | before-title | people | direction | known-place | body | head | lone-head"
        " | title-word | opening-title-word){0,12} (?:title | role | title-surname)"
        " (?:title | role | title-surname | and (?:role-modifier | title-modifier | people){0,9} (?=title | role)"
        " | of the? (?:known-place | body | title-word | word | title-modifier | people | name | role | head"
        " | lone-head | title){1,9}){0,9}$",
        {},
    )
)
_ROLE_ENDS: Final = frozenset(
    letters("title role title-surname known-place body title-word word title-modifier people name head lone-head")
)


_COMPILED: Final = tuple((row, lazy_regex(expression(row.expression, _SETS))) for row in ROWS)
# Which rows there is reason to try, as the bits of a number: texts bring the same few numbers again and again.
_EVENTS: Final = 1 << len(ROWS)
_NEEDED: Final = [*(row.needs for row in ROWS), "event-head event-tail goods meeting"]
_NEEDED_BY: Final = {
    letter: sum(1 << at for at, needs in enumerate(_NEEDED) if letter in letters(needs))
    for letter in letters(" ".join(_NEEDED))
}


def matches(classed: str, *, is_headline: bool = False) -> list[Found]:
    """Every match of every row, overlapping ones too.

    Args:
        classed: The classes of a text's words.
        is_headline: Whether all words of the text are large.
    """
    found = []
    wanted = 0
    for letter in set(classed):
        wanted |= _NEEDED_BY.get(letter, 0)
    if wanted & _EVENTS:
        found += [
            Found(match.start(), match.end() - 1, None, "goods" if match[1] else "event", 1.0)
            for match in EVENT.finditer(classed)
        ]
    for row, regex in _to_try(wanted, is_headline):
        for match in regex.finditer(classed):
            first, end = match.span(regex.groups)
            found.append(Found(first, end - 1, row.kind, row.rule, row.score))
    return found


@lru_cache(4096)
def _to_try(wanted: int, is_headline: bool) -> tuple[tuple[Row, re.Pattern[str]], ...]:
    return tuple(
        each for at, each in enumerate(_COMPILED) if wanted >> at & 1 and (each[0].in_headlines or not is_headline)
    )


def role_before(classed: str, at: int) -> int | None:
    """Where the role in front of the token `at` starts, as a token; None if there is none."""
    if classed[at - 1 : at] not in _ROLE_ENDS:
        return None
    start = max(0, at - 12)
    match = ROLE.search(classed[start:at])
    return None if match is None else start + match.start()
