"""The class of every word of a text: what the rows of `patterns` speak of, by name.

Inside, a class is one letter, so that the classes of a text are a string and a row is an ordinary regular expression
over it. Which letter that is nobody needs to know; but the trained model was told of words by them, so that one may
change only with a new model. `letters` gives those of classes and sets of classes.
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

_LARGE_CLASSES: Final = (
    ("name", "C", "no common word, and of no known kind"),
    ("forename", "F", "a known forename"),
    ("surname", "S", "a known surname"),
    ("either", "B", "a forename and a surname"),
    ("common-forename", "J", "a forename that is a common word too: Grace"),
    ("common-surname", "N", "a surname that is a common word too: Young"),
    ("title-word", "V", "a common word that often opens a name: National"),
    ("word", "Y", "any other common word"),
    ("opening-title-word", "v", "the same three at the start of a sentence"),
    ("opening-word", "y", ""),
    ("opening-forename", "j", ""),
    ("initial", "I", "J."),
    ("numeral", "X", "Jr., III"),
    ("acronym", "A", "in capitals"),
    ("people", "D", "a demonym, a faith, a camp: no name alone"),
    ("large-particle", "d", "De, Van"),
    ("title", "T", "President"),
    ("title-surname", "k", "a title that is a surname too: King"),
    ("honorific", "m", "Mr., Sir"),
    ("title-modifier", "Q", "Prime, Foreign"),
    ("before-title", "w", "Former"),
    ("head", "O", "of a body: Ministry"),
    ("lone-head", "R", "a body even alone: Knesset"),
    ("tail", "H", "of a body: Industries"),
    ("foreign-head", "e", "of a body: Partido"),
    ("owner", "P", "to whom a body belongs: Workers"),
    ("place-tail", "M", "Airport"),
    ("place-head", "L", "Lake"),
    ("direction", "c", "North"),
    ("country", "G", "a known country, or a known place of several words"),
    ("place", "u", "a known place of one word"),
    ("place-forename", "g", "a known place that is a forename too"),
    ("body", "E", "a known organisation"),
    ("person", "K", "a known person"),
    ("event-tail", "W", "Championship"),
    ("event-head", "U", "Hurricane"),
    ("nameless", "Z", "months, feasts, diseases"),
)
_SMALL_CLASSES: Final = (
    ("small", "x", "any other word"),
    ("of", "o", "of"),
    ("the", "t", "the"),
    ("and", "n", "and, &"),
    ("for", "f", "for"),
    ("on", "b", "on, against"),
    ("particle", "p", "von"),
    ("arabic", "a", "al-Sadr"),
    ("preposition", "i", "of a place: near"),
    ("locality", "l", "what a place is: city"),
    ("small-tail", "h", "of a place: province"),
    ("role", "r", "economist"),
    ("role-modifier", "q", "deputy"),
    ("saying", "s", "says"),
    ("goods", "z", "missile"),
    ("meeting", "%", "summit"),
    ("trade", "=", "what a firm or party is: airline"),
    ("number", "9", "42"),
    ("ordinal", "8", "93rd"),
    ("possessive", "'", "'s"),
    ("apostrophe", "`", "' alone"),
    ("comma", ",", ","),
    ("open", "(", "("),
    ("close", ")", ")"),
    ("stop", ".", "."),
    ("colon", ":", ":"),
    ("quote", '"', "any"),
    ("dash", "-", "-"),
    ("mark", "/", "any other"),
)
_LETTER: Final = {name: letter for name, letter, _ in (*_LARGE_CLASSES, *_SMALL_CLASSES)}
_SETS: Final = {
    "large": " ".join(name for name, _, _ in _LARGE_CLASSES),
    "proper": "name forename surname either",
    "opening": "opening-title-word opening-word opening-forename",
    "known-place": "country place place-forename",
}


def letters(names: str) -> str:
    """The letters of classes and of sets of classes, by their names."""
    return "".join(letters(_SETS[name]) if name in _SETS else _LETTER[name] for name in names.split())


def expression(row: str, sets: Mapping[str, str]) -> str:
    """A regular expression over letters, from one over names of classes.

    Args:
        row: An expression in which any class, or set of classes, is written by its name; white space says nothing.
        sets: Sets of classes by name, beside those that are known here.
    """
    return re.sub(
        r"[a-z][a-z-]*|\s+",
        lambda match: "" if match[0].isspace() else _one_of(sets.get(match[0], match[0])),
        row,
    )


def _one_of(names: str) -> str:
    return f"[{re.escape(letters(names))}]"


_MARKS = {
    mark: _LETTER[name]
    for name, marks in (
        ("stop", ".!?"),
        ("colon", "…:;"),
        ("open", "(["),
        ("close", ")]"),
        ("quote", '"“”«»‘'),
        ("apostrophe", "'’"),
        ("dash", "-–—"),
        ("comma", ","),
        ("and", "&"),
    )
    for mark in marks
} | dict.fromkeys(("'s", "’s", "'S", "’S"), _LETTER["possessive"])
_FUNCTION_WORDS = {
    word: _LETTER[name]
    for name, words in (("of", "of"), ("the", "the The"), ("and", "and"), ("for", "for"), ("on", "on against"))
    for word in words.split()
}
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
        self.countries = frozenset(demonyms.values())
        self._peoples = {*demonyms, *(word.rsplit(" ", 1)[1] for word in demonyms if " " in word)}
        self._common = common_words()

    def __missing__(self, word: str) -> str:
        if len(word) > _LONG:
            return _LETTER["mark"]
        if len(self) >= _CACHE:
            self.clear()
        found = self[word] = _MARKS.get(word) or _FUNCTION_WORDS.get(word) or _LETTER[self._of(word)]
        return found

    def _of(self, word: str) -> str:
        first = word[0]
        if first.isdigit():
            return "ordinal" if _ORDINAL.match(word) else "number"
        if not first.isalnum():
            return "mark"
        if first.isupper():
            return _LARGE.get(word) or self._of_large(word)
        return "arabic" if word[:3] in _ARTICLES and word[3:4].isupper() else _LOWER.get(word, "small")

    def _of_large(self, word: str) -> str:
        if self._is_demonym(word):
            return "people"
        if any(letter.isdigit() for letter in word):
            return "mark"
        if word[-1] in "-.":
            return "small" if word[-1] == "-" else "initial"
        if _ACRONYM.fullmatch(word):
            return "word" if word in words_of.NO_ACRONYMS else "acronym"
        # Two capitals are as often a unit or a state's code as a name.
        return "word" if len(word) < 3 and word.isupper() else self._of_name(word)

    def _is_demonym(self, word: str) -> bool:
        singular = word.removesuffix("s").split("-", 1)[0]
        return not self._peoples.isdisjoint((word, singular))

    def _of_name(self, word: str) -> str:
        is_forename = word in self._forenames or ("-" in word and word.split("-", 1)[0] in self._forenames)
        is_surname = word in self._surnames
        often_large = self._common.get(word.lower())
        if often_large is None:
            return ("name", "surname", "forename", "either")[2 * is_forename + is_surname]
        if is_forename:
            return "common-forename"
        if is_surname:
            return "common-surname"
        return "title-word" if often_large else "word"


def _table(*rows: tuple[str, Collection[str]]) -> dict[str, str]:
    """Later rows win."""
    return {word: name for name, words in rows for word in words}


_LARGE: Final = _table(
    ("owner", words_of.OWNERS),
    ("title-modifier", words_of.ROLE_MODIFIERS),
    ("before-title", words_of.BEFORE_TITLES),
    ("place-head", words_of.PLACE_HEADS),
    ("foreign-head", words_of.FOREIGN_HEADS),
    ("direction", words_of.DIRECTIONS),
    ("place-tail", words_of.PLACE_TAILS),
    ("event-tail", words_of.EVENT_TAILS),
    ("event-head", words_of.EVENT_HEADS),
    ("tail", words_of.ORGANISATION_TAILS),
    ("head", words_of.ORGANISATION_HEADS),
    ("lone-head", words_of.LONE_HEADS),
    ("title", words_of.TITLES),
    ("title-surname", words_of.TITLE_SURNAMES),
    ("honorific", words_of.HONORIFICS),
    ("large-particle", words_of.LARGE_PARTICLES),
    ("people", words_of.ADJECTIVES),
    ("numeral", words_of.ROMAN),
    ("nameless", words_of.NAMELESS),
)
_LOWER: Final = _table(
    ("trade", words_of.TRADES),
    ("goods", words_of.GOODS),
    ("meeting", words_of.MEETINGS),
    ("locality", words_of.LOCALITIES),
    ("small-tail", words_of.PLACE_TAILS_SMALL),
    ("preposition", words_of.PREPOSITIONS),
    ("saying", words_of.SAYING),
    ("role", words_of.ROLES),
    ("role-modifier", words_of.ROLE_MODIFIERS),
    ("particle", words_of.PARTICLES),
)
_AT_START: Final = {
    _LETTER[name]: _LETTER[opening]
    for opening, names in (
        ("opening-title-word", "title-word"),
        ("opening-word", "word common-surname"),
        ("opening-forename", "common-forename"),
    )
    for name in names.split()
}
_CAN_OPEN: Final = "".join(_AT_START)
_SENTENCE_START: Final = re.compile(f"(?:^|{_one_of('stop colon')}){_one_of('quote open mark dash')}*([{_CAN_OPEN}])")


def classify(tokens: Tokens, classes: Classes, known: Sequence[NameSpan]) -> str:
    """The class of every token, one letter each.

    Args:
        tokens: Tokens of a text.
        classes: Classes of words by themselves.
        known: Names already found in the gazetteer; their words get the classes of known names.

    Returns:
        A string as long as the list of tokens.
    """
    found = "".join([classes[word] for word in tokens.words])
    found = _SENTENCE_START.sub(lambda match: match[0][:-1] + _AT_START[match[1]], found)
    if not known:
        return found
    classed = list(found)
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
        if letter == _BODY and at - first > 1 and found[at - 1] in _BODY_ENDS:
            classed[at - 1] = found[at - 1]  # a longer name may end in it: "California Democratic Party"
    return "".join(classed)


_BODY: Final = _LETTER["body"]
_BODY_ENDS: Final = letters("head tail")
_FORENAMES: Final = letters("forename either common-forename")
_HEADS: Final = letters(
    "head lone-head tail place-tail place-head direction title title-surname honorific event-tail title-modifier"
    " owner before-title large-particle"
)


def _known_letter(span: NameSpan, word: str, classes: Classes) -> str | None:
    """The class of a known name's words; None where a single word is better known as something else."""
    if span.kind == "person":
        return _LETTER["person" if " " in span.surface else "surname"]
    own = classes[word] if word == span.surface else ""
    if own and own in _HEADS:
        return None
    if span.kind == "organisation":
        return _BODY
    if own and own in _FORENAMES:
        return _LETTER["place-forename"]
    return _LETTER["place" if own and span.entity not in classes.countries else "country"]


def headline(found: str) -> str:
    """The classes of a text in which capitals tell nothing: only words that are known to be names keep theirs."""
    return found.translate(_HEADLINE)


_HEADLINE: Final = str.maketrans(
    dict.fromkeys(
        letters("title-word word common-surname title-modifier name common-forename owner title-surname"),
        _LETTER["opening-word"],
    )
)


def is_headline(found: str, words: Sequence[str]) -> bool:
    """Whether so many words are written large that it means nothing: four or more, and at most one in eight small.

    Articles, prepositions and the like are small in headlines too, and do not count.

    Args:
        found: The classes of a text's words.
        words: The words.
    """
    small = sum(map(found.count, _SMALL_LETTERS))
    large = len(_NOT_LARGE.sub("", found))
    if large <= 3 or small > large:
        return False
    small -= sum(word in _QUIET for word in words)
    return small * 8 <= large and sum(map(found.count, _ORDINARY)) > 1


_SMALL_LETTERS: Final = letters("small saying role role-modifier locality small-tail goods trade meeting")
_QUIET: Final = words_of.QUIET
_NOT_LARGE: Final = re.compile(f"[^{re.escape(letters('large'))}]+")
_ORDINARY: Final = letters("name title-word word common-surname title-modifier")
