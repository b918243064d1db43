"""The class of every word of a text, one letter each: what the patterns of names are written in.

F forename; S surname; B both; J forename and common word; N surname and common word
C capital of unknown kind; V common word that is often large; Y common word; j, v, y: these at a sentence start
I initial; X "Jr.", "III"; A acronym; D demonym and its like; d "De", "Van"
T title; k title that is a surname too; m "Mr.", "Sir"; Q modifier of a title; w "Former"
O head of an organisation; H tail of one; R head that stands alone; e foreign head; P owner before 's ("People")
M tail of a place; L head of one; c direction ("North")
G known country, or place of several words; u other known place; g known place and forename
E known organisation; K known person
W event, law, work; U head of one; Z month, weekday and other words that name nothing

x lower case; o of; t the; n and, &; f for; b on, against; p particle; a al-Something
i preposition of place; l locality ("city"); h tail of a place written small; r role; q modifier of a role
s verb of saying; z goods; % summit; = firm, party; 9 number; 8 ordinal; ' possessive; ` apostrophe alone
, ( ) . : " - marks; / any other mark
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from archive.extract.names import kind_words as words_of
from archive.extract.names.kind_words import common_words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from archive.text.tokens import Tokens
    from archive.types import NameSpan

CAPITAL: Final = "FSBJNCVYjvyIXADTkmQwOHRPMLcdeGguEKWUZ"
_SENTENCE_START = re.compile(r'(?:^|[.:])["(/-]*([VYNJ])')
_AT_START = {"V": "v", "Y": "y", "N": "y", "J": "j"}
_MARKS = {
    **dict.fromkeys((".", "!", "?"), "."),
    **dict.fromkeys(("…", ":", ";"), ":"),
    **dict.fromkeys(("(", "["), "("),
    **dict.fromkeys((")", "]"), ")"),
    **dict.fromkeys(('"', "“", "”", "«", "»", "‘"), '"'),
    **dict.fromkeys(("'s", "’s", "'S", "’S"), "'"),
    **dict.fromkeys(("'", "’"), "`"),
    **dict.fromkeys(("-", "–", "—"), "-"),
    ",": ",",
    "&": "n",
}
_SMALL = {"of": "o", "the": "t", "The": "t", "and": "n", "for": "f", "on": "b", "against": "b", "among": "x"}
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)(?![^\W_])", re.IGNORECASE)
_ACRONYM = re.compile(r"[A-Z][A-Z&]{2,4}|(?:[A-Z]\.){2,}|[A-Z]{2,4}-[A-Z]{1,3}")
_LONG = 40  # a word longer than this is no word
_CACHE = 50_000
_ARTICLES = frozenset({"al-", "el-", "ad-", "as-", "ar-", "at-", "an-", "ul-"})


class Classes(dict[str, str]):
    """Word to class, worked out once a word; forgets everything when it has grown large.

    Args:
        forenames: Known forenames, as written.
        surnames: Known surnames, as written.
        demonyms: Known demonyms with the countries they belong to.
    """

    def __init__(self, forenames: Collection[str], surnames: Collection[str], demonyms: Mapping[str, str]) -> None:
        super().__init__()
        self._forenames = forenames
        self._surnames = surnames
        self._demonyms = demonyms
        self.countries = frozenset(demonyms.values())
        self._demonym_ends = {word.rsplit(" ", 1)[1] for word in demonyms if " " in word}
        self._common = common_words()

    def __missing__(self, word: str) -> str:
        if len(word) > _LONG:
            return "/"
        if len(self) >= _CACHE:
            self.clear()
        found = self[word] = self._of(word)
        return found

    def _of(self, word: str) -> str:
        first = word[0]
        if first.isdigit():
            return "8" if _ORDINAL.match(word) else "9"
        if not first.isalnum():
            return _MARKS.get(word, "/")
        if not first.isupper():
            return self._of_small(word)
        return _SMALL.get(word) or _LARGE.get(word) or self._of_large(word)

    def _of_small(self, word: str) -> str:
        if word[:3] in _ARTICLES and word[3:4].isupper():
            return "a"
        return _SMALL.get(word) or _LOWER.get(word, "x")

    def _of_large(self, word: str) -> str:
        if self._is_demonym(word):
            return "D"
        if any(letter.isdigit() for letter in word):
            return "/"
        if word[-1] in "-.":
            return "x" if word[-1] == "-" else "I"
        if _ACRONYM.fullmatch(word):
            return "Y" if word in words_of.NO_ACRONYMS else "A"
        # Two capitals are as often a unit or a state's code as a name.
        return "Y" if len(word) < 3 and word.isupper() else self._of_name(word)

    def _is_demonym(self, word: str) -> bool:
        singular = word.removesuffix("s").split("-", 1)[0]
        return word in self._demonyms or word in self._demonym_ends or singular in self._demonyms

    def _of_name(self, word: str) -> str:
        is_forename = word in self._forenames or ("-" in word and word.split("-", 1)[0] in self._forenames)
        is_surname = word in self._surnames
        often_large = self._common.get(word.lower())
        if often_large is None:
            return "CSFB"[2 * is_forename + is_surname]
        if is_forename:
            return "J"
        if is_surname:
            return "N"
        return "V" if often_large else "Y"


def _table(*rows: tuple[str, Collection[str]]) -> dict[str, str]:
    """Later rows win."""
    return {word: letter for letter, words in rows for word in words}


_LARGE: Final = _table(
    ("P", words_of.OWNERS),
    ("Q", words_of.ROLE_MODIFIERS),
    ("w", words_of.BEFORE_TITLES),
    ("L", words_of.PLACE_HEADS),
    ("e", words_of.FOREIGN_HEADS),
    ("c", words_of.DIRECTIONS),
    ("M", words_of.PLACE_TAILS),
    ("W", words_of.EVENT_TAILS),
    ("U", words_of.EVENT_HEADS),
    ("H", words_of.ORGANISATION_TAILS),
    ("O", words_of.ORGANISATION_HEADS),
    ("R", words_of.LONE_HEADS),
    ("T", words_of.TITLES),
    ("k", words_of.TITLE_SURNAMES),
    ("m", words_of.HONORIFICS),
    ("d", words_of.LARGE_PARTICLES),
    ("D", words_of.ADJECTIVES),
    ("X", words_of.ROMAN),
    ("Z", words_of.NAMELESS),
)
_LOWER: Final = _table(
    ("=", words_of.TRADES),
    ("z", words_of.GOODS),
    ("%", words_of.MEETINGS),
    ("l", words_of.LOCALITIES),
    ("h", words_of.PLACE_TAILS_SMALL),
    ("i", words_of.PREPOSITIONS),
    ("s", words_of.SAYING),
    ("r", words_of.ROLES),
    ("q", words_of.ROLE_MODIFIERS),
    ("p", words_of.PARTICLES),
)


def classify(tokens: Tokens, classes: Classes, known: Sequence[NameSpan]) -> str:
    """The class of every token, one letter each.

    Args:
        tokens: Tokens of a text.
        classes: Classes of words by themselves.
        known: Names already found in the gazetteer; their words get the classes of known names.

    Returns:
        A string as long as the list of tokens.
    """
    letters = "".join([classes[word] for word in tokens.words])
    if any(letter in letters for letter in "VYNJ"):
        letters = _SENTENCE_START.sub(lambda match: match[0][:-1] + _AT_START[match[1]], letters)
    if not known:
        return letters
    classed = list(letters)
    starts = tokens.starts
    for span in known:
        at = bisect_left(starts, span.start)
        if at == len(starts) or starts[at] != span.start:
            continue
        letter = _known_letter(span, tokens.words[at], classes)
        if letter is None:
            continue
        first = at
        while at < len(classed) and tokens.starts[at] < span.stop:
            classed[at] = letter
            at += 1
        if letter == "E" and at - first > 1 and letters[at - 1] in "OH":
            classed[at - 1] = letters[at - 1]  # a longer name may end in it: "California Democratic Party"
    return "".join(classed)


def _known_letter(span: NameSpan, word: str, classes: Classes) -> str | None:
    """The class of a known name's words; None where a single word is better known as something else."""
    if span.kind == "person":
        return "K" if " " in span.surface else "S"
    own = classes[word] if word == span.surface else ""
    if own and own in _HEADS:
        return None
    if span.kind == "organisation":
        return "E"
    if not own:
        return "G"
    if own in "FBJ":
        return "g"
    return "G" if span.entity in classes.countries else "u"


_HEADS: Final = frozenset("OHRMLcTkmWQPwd")


def headline(letters: str) -> str:
    """The classes of a text in which capitals tell nothing: only words that are known to be names keep theirs."""
    return letters.translate(_HEADLINE)


_HEADLINE: Final = str.maketrans("VYNQCJPk", "yyyyyyyy")


def is_headline(letters: str) -> bool:
    """Whether so many words are written large that it means nothing: four or more, and at most one in eight small.

    Articles, prepositions and the like are small in headlines too, and do not count.
    """
    small = len(letters.translate(_SMALL_ONLY))
    large = len(letters.translate(_CAPITAL_ONLY))
    return large > 3 and small * 8 <= large and len(letters.translate(_ORDINARY_ONLY)) > 2


_CLASSES: Final = CAPITAL + "xofnbtpailhrqsz%=98'`,().:-/" + '"'


def _only(letters: str) -> dict[int, None]:
    return dict.fromkeys(map(ord, set(_CLASSES) - set(letters)))


_SMALL_ONLY: Final = _only("xisrqhlz=%")
_CAPITAL_ONLY: Final = _only(CAPITAL)
_ORDINARY_ONLY: Final = _only("CVYNQ")
