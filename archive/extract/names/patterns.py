"""Names by what stands in and around them: regular expressions over the classes of words.

A text is a string of letters, one a word (see `classes`), and a pattern is an ordinary regular expression over
that string: "a title, then one to four words that may be names" is a person. All repetitions are bounded, so the
time is linear in the text whatever the text is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from archive.extract.names.classes import CAPITAL

if TYPE_CHECKING:
    from archive.types import EntityKind


class Pattern(NamedTuple):
    """A pattern over classes; what it matches is the span."""

    kind: EntityKind
    rule: str
    score: float
    needs: str
    """Without one of these letters in a text there is nothing to try."""
    regex: re.Pattern[str]
    group: int
    """Which group of a match is the span."""


class Found(NamedTuple):
    """A span in tokens, `first` to `last` inclusive."""

    first: int
    last: int
    kind: EntityKind | None
    """None: no mention, and nothing inside it is (an event)."""
    rule: str
    score: float


_BEFORE = CAPITAL.translate(str.maketrans("", "", "wvyD"))  # what, in front, makes a word part of a longer name
_REST = r"(?:[pdL]{1,3}[CSFBKuaN]|[CSFBKugakN])"  # a further word of a person's name
_ANY = "[CFSBNJVYQDGguEAKOHMLRTcPkdeW]"  # a word inside an organisation's name
_MANYS = "(?:P['`]|[CVYN]`(?=[OH]))"  # to whom an organisation belongs: "Farmers'", "Children's"
_UNIT = rf"(?:{_MANYS}|(?:(?<=[VYQD])n(?=[VYQDOC])|(?<=C)n(?=[VY]))|{_ANY})"
_OPENING = rf"(?:{_MANYS}|(?:Mo)?[CFSBNJVQDGguEAKMLYPvcOHe])"
_OBJECT = "(?:[Gg]{1,4}|[CFSBNVYDuEAQMJPROT][CSVYDQEAMNOPHc]{0,3})(?:n[VYQD]{1,3}H?(?![OR]))?"
_MATTER = "[VYQDCNPT][CSVYDQEAMNOPHc]{0,3}(?:n[VYQD]{1,3}H?(?![OR]))?"
_GEO = "[CFSBNGguVJYaM]"


def _pattern(kind: EntityKind, rule: str, score: float, needs: str, regex: str) -> Pattern:
    compiled = re.compile(regex)
    return Pattern(kind, rule, score, needs, compiled, compiled.groupindex.get("name", 0))


# Which of two overlapping spans stays is the merger's business: it takes the surer, then the longer.
PATTERNS: Final = (
    _pattern(
        "person",
        "forename",
        0.92,
        "FBgJj",
        rf"(?:(?<![{_BEFORE}i])[CS])?(?:[FB]|(?<!o)g|[Jj](?=[ICFSBKapd])|J(?=N))(?:I|[FBJ]|{_REST}){{0,4}}{_REST}X?",
    ),
    _pattern("person", "forename", 0.7, "FB", rf"(?<![{_BEFORE}])[FB][VY](?![{CAPITAL}oh])"),
    _pattern("person", "month", 0.9, "Z", "[FBJ]Z"),
    _pattern("person", "surname-place", 0.9, "M", rf"(?<![{_BEFORE}ti])[FB]M"),
    _pattern("person", "initials", 0.85, "I", rf"(?<![{_BEFORE}])I{{1,3}}[CSBF](?:[CSBF]|p[CSBF])?"),
    _pattern("person", "initials", 0.85, "I", rf"(?<![{_BEFORE}])[CSFBN]I[CSBFN]{{1,2}}X?"),
    _pattern("person", "title", 0.9, "Tk", rf"(?<=[Tk])(?:[CFSBKJNIagu]|d{{1,2}}[CSFBN])(?:I|{_REST}){{1,4}}X?"),
    _pattern("person", "title", 0.8, "Tk", rf"(?<=[Tk])(?:[CFSBKa]|d{{1,2}}[CSFBN])X?(?![{CAPITAL}])"),
    _pattern(
        "person",
        "title",
        0.9,
        "o",
        rf"[Tkr]ot?(?:[GuE]{{1,4}}|[VYQNPOHM]{{1,5}}(?:n[VYQ]{{1,3}})?H?(?:ot?[GuE]{{1,3}})?)(?P<name>[CFSBJN](?:I|{_REST}){{1,4}}X?)",
    ),
    _pattern("person", "honorific", 0.9, "m", rf"(?<=m)(?:I|[CFSBKJNVYagu]|d{{1,2}}[CSFBN])(?:I|{_REST}){{0,4}}X?"),
    _pattern("person", "role", 0.85, "r", rf"(?<=r)(?:I|[CFSBKJNagu])(?:I|{_REST}){{1,4}}X?"),
    _pattern("person", "role", 0.65, "r", rf"(?<=r)[CFSBa](?![{CAPITAL}n])"),
    _pattern(
        "person", "capitals", 0.72, "SB", rf"(?<![{_BEFORE}])(?:[SB][CFSB]|C[SBF])(?:{_REST}){{0,2}}X?(?![{CAPITAL}h])"
    ),
    _pattern("person", "capitals", 0.55, "C", rf"(?<![{_BEFORE}i])CC(?:C|S|a|pC){{0,2}}X?(?![{CAPITAL}h])"),
    _pattern("person", "particle", 0.7, "ap", rf"(?<![{_BEFORE}i])[CS](?:(?:a|[pd]{{1,3}}[CSFB])[CSFB]?){{1,4}}"),
    _pattern("person", "saying", 0.5, "s", rf"(?<![{_BEFORE}(])[CSB](?=s)"),
    _pattern("person", "age", 0.8, "9", r"[CFSB](?:I|[CFSB]){0,3}(?=,9,)"),
    _pattern(
        "organisation",
        "head-word",
        0.9,
        "OHR",
        rf"(?:8?{_OPENING}(?:{_UNIT}){{0,7}}[OHR]|[OR])T?(?:(?:ot?|ft?){_OBJECT}){{1,2}}",
    ),
    _pattern(
        "organisation",
        "head-word",
        0.88,
        "O",
        rf"(?:8?{_OPENING}(?:{_UNIT}){{0,7}})?O(?:ft?|bt?){_MATTER}(?:ot?{_OBJECT})?(?:i[Gg])?",
    ),
    _pattern("organisation", "head-word", 0.88, "OH", rf"8?{_OPENING}(?:{_UNIT}){{0,7}}[OH]"),
    _pattern("organisation", "head-word", 0.88, "R", r"[CVYQSMN]{1,3}R"),
    _pattern("organisation", "head-first", 0.8, "e", r"e(?:[CSFBVYNJGu]|[po]{1,2}t?[CSFBVYNJGu]){1,3}"),
    _pattern("organisation", "club-first", 0.85, "H", rf"(?<![{CAPITAL}])H[CSFBGuN]{{1,2}}(?![{CAPITAL}])"),
    _pattern("organisation", "head-word", 0.7, "R", "R"),
    _pattern("organisation", "trade", 0.75, "=", rf"(?<==)[CSBVYNAJ][CSFBVYNAJ]{{0,2}}(?![{CAPITAL}])"),
    _pattern("organisation", "trade", 0.7, "=", rf"(?<![{_BEFORE}i])[CSA]{{1,2}}(?==)"),
    _pattern("organisation", "team", 0.75, "Ggu", r"(?:c[CGu]|[Ggu]{1,4})[CYVN]{1,2}"),
    _pattern("organisation", "acronym", 0.6, "A", rf"(?<![{_BEFORE}])A(?![{CAPITAL}9])"),
    _pattern("organisation", "acronym", 0.6, "A", r"A[CVYHS]{1,2}"),
    _pattern("place", "place-head", 0.86, "M", rf"(?:{_GEO}|[DcdLQPEKA])(?:{_GEO}|[DcLoI]|P['`]){{0,3}}M"),
    _pattern("place", "place-area", 0.88, "M", rf"{_GEO}{{1,3}}Ml"),
    _pattern("place", "place-head", 0.88, "L", r"L[CFSB]['`][MO]"),
    _pattern("place", "place-head", 0.8, "h", r"[CFSBNGguac][CFSBGgua]{0,2}h(?!o)"),
    _pattern("place", "place-head", 0.86, "L", rf"(?<![CFSBJN])L{{1,2}}(?:{_GEO}|c){{1,2}}"),
    _pattern("place", "place-head", 0.85, "c", r"c{1,2}[CGguSBFN][Ggu]?"),
    _pattern("place", "place-of", 0.85, "M", r"c?M(?:ot?)[CGguFSB]{1,2}"),
    _pattern("place", "locality", 0.88, "l", rf"(?<=lo){_GEO}(?:p{{0,2}}{_GEO}){{0,2}}"),
    _pattern("place", "apposition", 0.82, ",", r"(?:[CFSBu]|(?<=[i,])[VYNJ])(?:[CFSBua]|p[CSF]){0,2}(?=,[Ggu])"),
    _pattern("place", "preposition", 0.62, "i", rf"(?<=[i])(?:[CSBu])(?:[CSBua]|pC){{0,2}}(?![{CAPITAL}s])"),
)
# An established name of an event, a law, a work: neither it nor anything inside it is a mention.
EVENT: Final = re.compile(
    rf"U{_ANY}{{1,3}}"
    rf"|(?:P['`]|[CFSBNJVYGguDEKAQLMOHRTcv]|(?<=[{CAPITAL}])n(?=[{CAPITAL}])){{1,6}}W+(?![OHM])"
    r"|[EGuCSFBK]-[EGuCSFBK]Z?z"
    r"|[EA]%"
    r"|(?P<goods>[CESu]Z?z)"
    rf"|8{_ANY}{{0,4}}W+"
)
# The role in front of a person, read backwards from the name: everything up to the article.
ROLE: Final = re.compile(r"(?:[qQwDcGEgROvV])*[Trk](?:[Trk]|n[qQD]*(?=[Tr])|ot?[GgEVYQCDROT]+)*$")


_ROLE_ENDS: Final = frozenset("TrkGgEVYQCDRO")


def matches(letters: str) -> list[Found]:
    """Every match of every pattern, overlapping ones too."""
    found = []
    wanted = 0
    for letter in set(letters):
        wanted |= _NEEDED_BY.get(letter, 0)
    if wanted & _EVENTS:
        found += [Found(m.start(), m.end() - 1, None, m.lastgroup or "event", 1.0) for m in EVENT.finditer(letters)]
    for kind, rule, score, _, regex, group in _chosen(wanted):
        for match in regex.finditer(letters):
            first, end = match.span(group)
            found.append(Found(first, end - 1, kind, rule, score))
    return found


# Which patterns there is reason to try, as the bits of a number: texts bring the same few numbers again and again.
_EVENTS: Final = 1 << len(PATTERNS)
_NEEDED_BY: Final = {
    letter: sum(1 << at for at, pattern in enumerate(PATTERNS) if letter in pattern.needs)
    + (_EVENTS if letter in "WUz%" else 0)
    for letter in {*"WUz%", *(letter for pattern in PATTERNS for letter in pattern.needs)}
}


@lru_cache(4096)
def _chosen(wanted: int) -> tuple[Pattern, ...]:
    return tuple(pattern for at, pattern in enumerate(PATTERNS) if wanted >> at & 1)


def role_before(letters: str, at: int) -> int | None:
    """Where the role in front of the token `at` starts, as a token; None if there is none."""
    if letters[at - 1 : at] not in _ROLE_ENDS:
        return None
    start = max(0, at - 12)
    match = ROLE.search(letters[start:at])
    return None if match is None else start + match.start()
