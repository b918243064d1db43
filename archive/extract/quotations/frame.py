"""The writer's own words around the quoted ones, as a row of classed tokens.

A passage in quotation marks is one token, so is a mention, so is every other word; each has a letter for its class,
and the row of letters is what the rules for cues and speakers read. Letters:

| letter | token | letter | token |
| --- | --- | --- | --- |
| `Q` | passage in quotation marks | `P` `O` `G` | mention of a person, organisation, place |
| `v` | form of a verb of saying | `R` | word of the title worn by the mention after it |
| `h` `i` `t` `m` | he or she, it, they, I or we | `r` | noun for people or bodies that speak |
| `w` `W` `K` | who, which, what | `x` `C` `J` | other word, capitalised word, demonym |
| `d` `#` `D` | article or the like, number, word of time | `'` | possessive ending |
| `a` `u` `b` | adverb, auxiliary, form of "be" | `p` `o` `y` `T` `s` | preposition, of/for, by, to, as |
| `H` `&` `z` | that, and/or/but, while/after/… | `,` `;` `:` `-` `(` `)` | as they are |
| `A` `E` | "according", "there" | `.` | end of a sentence | `!` | end of a sentence within a passage just before |
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from archive.extract.names.kind_words import ROLES
from archive.extract.quotations.not_speech import is_name_like
from archive.extract.quotations.saying import CUES, contracted
from archive.text import wordlists
from archive.text.calendar import DAY_NAMES, ENGLISH_MONTH_WORDS
from archive.text.sentences import ends_sentence, may_end_sentence
from archive.text.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from archive.extract.quotations.marks import Marked
    from archive.extract.quotations.saying import Cue
    from archive.types import Mention


_TOKEN: Final = re.compile(
    r"(?>[^\W\d_]+(?:[-’'.&/](?!(?<=['’])(?:s|re|ll|ve|d|m)\b)[^\W\d_]+)*)(?!\d)|['’](?:(?:s|re|ll|ve|d|m)\b)?|[@#]?\w+(?:[-.,:/]\w+)*|\.\.+|[.!?…,;:()\[\]—–―\-\n]"
)
_CONTRACTED: Final = frozenset("hitmwWKHE")
_DEPENDING: Final = frozenset("v'D.")
"""Classes that the token before may change."""
_ENDS: Final = frozenset(".!?…")
_KINDS: Final = {"person": "P", "organisation": "O", "place": "G"}

_PASTS: Final = words("function_words", "irregular pasts")
_THINGS: Final = words("saying_cues", "things")
_NEXT_WORD: Final = re.compile(r"\s+(\w+)")
_HEADLINE: Final = 250
"""Characters of a headline."""
_SMALL: Final = re.compile(r" (?!with\b|from\b|over\b|that\b|into\b)[a-z]{4}")  # a blank first, so that `re` skips
_LARGE: Final = re.compile(r"(?<![\w'’-])[A-Z][a-z]{2,}")
_FEW: Final = 2
"""Words that a text without small ones may write large and be no headline: "Ann Lee"."""
DOCUMENTS: Final = words("speakers", "documents")

_CLASSES: Final[dict[str, Collection[str]]] = {
    "h": ("he", "she"),
    "i": ("it",),
    "t": ("they",),
    "m": ("i", "we", "you"),
    "w": ("who", "whom"),
    "W": ("which", "whose"),
    "K": ("what",),
    "d": words("function_words", "determiners"),
    "u": contracted("auxiliaries"),
    "b": contracted("be"),
    "a": words("function_words", "adverbs"),
    "p": words("function_words", "prepositions"),
    "o": ("of", "for"),
    "y": ("by",),
    "T": ("to",),
    "s": ("as",),
    "H": ("that",),
    "A": ("according",),
    "E": ("there",),
    "J": words("function_words", "desks"),
    "&": words("function_words", "conjunctions"),
    "z": words("function_words", "subordinators"),
    "D": words("function_words", "time") | ENGLISH_MONTH_WORDS - {"may"} | set(map(str.lower, DAY_NAMES)),
}

_SPEAKERS: Final = words("speakers", "people and bodies") | ROLES
NOUNS: Final[dict[str, str]] = dict.fromkeys(
    DOCUMENTS | _SPEAKERS | {f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s" for noun in _SPEAKERS}, "r"
)
"""Nouns for those who speak, people (with their regular plurals) and documents alike."""
LETTERS: Final[dict[str, str]] = dict(NOUNS)
for _letter, _words in _CLASSES.items():
    LETTERS.update(dict.fromkeys(_words, _letter))
LETTERS.update({word: "v" for word in CUES if LETTERS.get(word) not in ("p", "d")})
_MARKS: Final = {
    ",": ",",
    ";": ";",
    ":": ":",
    "(": "(",
    ")": ")",
    "[": "(",
    "]": ")",
    "—": "-",
    "–": "-",
    "―": "-",
    "\n": ".",
    "'": "'",
    "’": "'",
    "'s": "'",
    "’s": "'",
}
LETTERS.update(_MARKS)
LETTERS.update({f"{mark}{ending}": "u" for ending in ("re", "ll", "ve", "d", "m") for mark in "'’"})

_BEFORE_NOUN: Final = frozenset("d'oJpyT#")
"""After one of these a word that is noun and verb alike is a noun."""


@dataclass(slots=True)
class Frame:
    """The tokens of a text, outside its passages."""

    text: str
    letters: str
    """A class a token."""
    starts: list[int]
    stops: list[int]
    refs: dict[int, int]
    """Which passage (`Q`) or mention (`P`, `O`, `G`) a token is."""
    mentions: Sequence[Mention]
    passages: Sequence[Marked]
    is_headline: bool = False
    """Whether all weighty words are written large."""

    def word(self, at: int) -> str:
        """A token in lower case."""
        return self.text[self.starts[at] : self.stops[at]].lower()

    def cue(self, at: int) -> Cue:
        """The verb form at a token of class `v`."""
        return CUES[self.word(at)]

    def passage(self, at: int) -> Marked:
        """The passage that a token of class `Q` is."""
        return self.passages[self.refs[at]]

    def quote(self, at: int) -> str:
        """What the passage at a token says."""
        passage = self.passages[self.refs[at]]
        return self.text[passage.start : passage.stop]

    def is_verbal(self, at: int) -> bool:
        """Whether an unknown word looks like a finite verb, as far as its form tells; an "s" may be a plural's."""
        word = self.word(at)
        return self.letters[at] == "x" and (word.endswith(("s", "ed")) or word in _PASTS) and word[-2:] != "ss"

    def class_of(self, word: str) -> str:
        """The class of a word in lower case, wherever it stands."""
        return LETTERS.get(word, "x")

    def span(self, first: int, last: int) -> str:
        """The text from one token to another, inclusive."""
        return self.text[self.starts[first] : self.stops[last]]


class _Builder:
    def __init__(self, text: str) -> None:
        self.text = text
        self.end = len(text.rstrip())
        self.letters: list[str] = []
        self.spans: list[tuple[int, int]] = []
        self.refs: dict[int, int] = {}
        self.is_headline = False

    def add(self, letter: str, start: int, stop: int, ref: int | None = None) -> None:
        if ref is not None:
            self.refs[len(self.letters)] = ref
        self.letters.append(letter)
        self.spans.append((start, stop))

    def words(self, start: int, stop: int) -> None:
        """The tokens of a stretch that holds neither mention nor passage."""
        letters, get = self.letters, LETTERS.get
        add_letter, add_span = letters.append, self.spans.append
        for match in _TOKEN.finditer(self.text, start, stop):
            word = match[0]
            letter = get(word)
            if letter is None:
                is_plain = word.islower() and not word.endswith("ly")
                letter = "x" if is_plain else self._letter(word, match.start(), match.end())
            if letter in _DEPENDING:
                letter = self._in_context(letter, word, match.end())
            if letter:
                add_letter(letter)
                add_span(match.span())

    def _in_context(self, letter: str, word: str, stop: int) -> str:
        """The class of a token that depends on the one before; empty where it is none."""
        before = self.letters[-1] if self.letters else "."
        if letter == "v":
            return NOUNS.get(word, "x") if self._is_noun(word.lower(), stop) else "v"
        if letter == "'":
            return "b" if before in _CONTRACTED else "'"  # "it's been", "who's said"
        if letter == "D":
            return "x" if word == "last" and before in "d'" else "D"  # "the country's last king"
        return "" if word == "\n" and before == ":" else letter  # "he added:" and the speech in its own paragraph

    def end_before(self, passage: Marked) -> None:
        """Ends the sentence with an abbreviation before a passage that is a sentence: "of Acme Inc. "We waited.""."""
        stop = passage.outer_start
        while stop and self.text[stop - 1].isspace():
            stop -= 1
        if self.text[stop - 1 : stop] != "." or not self.letters or self.letters[-1] == ".":
            return
        inside = self.text[passage.start : passage.stop]
        if inside[0].isupper() and not is_name_like(inside) and may_end_sentence(self.text, stop):
            self.add(".", stop, stop)

    def _letter(self, word: str, start: int, stop: int) -> str:
        first = word[0]
        if first in _ENDS:
            return "." if ends_sentence(self.text, stop) else ""  # or the mark belongs to an abbreviation
        if first == "-":
            return "-" if self.text[start - 1 : start].isspace() else ""
        lower = word.lower()
        if self.is_headline and not first.isdigit():
            return LETTERS.get(lower, "a" if word.endswith("ly") else "x")
        if lower in LETTERS:
            return self._capitalised(lower)
        if word.endswith("ly") and len(word) > 4:
            return "a"
        return "#" if first.isdigit() else "C" if first.isupper() else "x"

    def _capitalised(self, lower: str) -> str:
        """A known word that is written large: itself where a sentence starts, else for the few that stay themselves."""
        letter = LETTERS[lower]
        if letter in "rDhm" or not self.letters or self.letters[-1] in ".!:Q":
            return letter
        return "C"

    def _is_noun(self, word: str, stop: int) -> bool:
        """Whether a form of a verb of saying is a noun or an adjective here."""
        cue = CUES[word]
        if cue.verb in _RIGHT_BEFORE and self.text[stop : stop + 2] not in _MARKED:
            return True
        if cue.verb in _PARTICLES and not _NEXT_PARTICLE[cue.verb].match(self.text, stop):
            return True
        before = self.letters[-1] if self.letters else "."
        if before == "d" and self._was_pronoun():  # "many claim", but "many claims", and "one claims"
            return cue.is_noun and cue.form == "third" and self._last_word() not in ("one", "another")
        if cue.is_noun:
            is_owned = self.letters[-2:-1] and self.letters[-2] in "d'opy"
            is_described = before == "x" and is_owned and self._last_word().endswith(ADJECTIVAL)  # "his recent claims"
            is_noun = before in _BEFORE_NOUN or is_described or self._precedes_verb(stop)
            # "the strongest brands", "Rust Belt states", "Federal and State Officials"
            is_land = cue.verb == "state" and (self.is_headline or (word == "states" and before in "xCGJr"))
            is_thing = is_land or (before in "xCOG" and cue.verb in _THINGS)
            return is_noun or is_thing or (cue.form == "base" and self._is_singular(before))
        return cue.form in {"past", "participle"} and before in "d'"

    def _last_word(self) -> str:
        start, stop = self.spans[-1]
        return self.text[start:stop].lower()

    def _is_singular(self, before: str) -> bool:
        """Whether "report", "order" and the like follow no plural: "the committee report", "an executive order"."""
        if before in "xCG":
            return True
        if before == "P":
            return self.letters[-2:-1] not in ([","], ["&"])  # but "Taylor Swift, Blake Lively call"
        if before != "r":
            return False
        word = self._last_word()
        return not word.endswith("s") and word not in PLURALS

    def _precedes_verb(self, stop: int) -> bool:
        """Whether a verb comes next, so that this is its subject: "the committee report blames"."""
        following = _NEXT_WORD.match(self.text, stop)
        return following is not None and LETTERS.get(following[1], "x") in "vbu"

    def _was_pronoun(self) -> bool:
        """Whether the word before is one that stands alone as well: "Many said", "All called"."""
        word = self._last_word()
        return word in ALONE and (len(self.letters) == 1 or self.letters[-2] in ".,!&zQ")


ADJECTIVAL: Final = ("ic", "al", "ive", "ous", "ful", "ary", "ese", "ish", "less", "an", "ent")
PLURALS: Final = words("speakers", "plurals")
ALONE: Final = words("function_words", "alone")
_RIGHT_BEFORE: Final = words("saying_cues", "right before")
_MARKED: Final = (' "', " “", " ‘", " '")
_PARTICLES: Final = wordlists.meanings("saying_cues", "particles")
_NEXT_PARTICLE: Final = {verb: re.compile(rf" (?:{words})\b") for verb, words in _PARTICLES.items()}


def build_frame(text: str, mentions: Sequence[Mention], passages: Sequence[Marked]) -> Frame:
    """The row of tokens of a text.

    Args:
        text: The text.
        mentions: Its mentions, sorted by start.
        passages: Its passages in quotation marks, sorted and disjoint.

    Returns:
        The frame; mentions within passages are not in it.
    """
    builder = _Builder(text)
    builder.is_headline = _is_headline(text, passages)
    at = following = 0
    for index, passage in enumerate(passages):
        while following < len(mentions) and mentions[following].start < passage.outer_start:
            at = _mention(builder, mentions, following, at, passage.outer_start)
            following += 1
        builder.words(at, passage.outer_start)
        builder.end_before(passage)
        builder.add("Q", passage.outer_start, passage.outer_stop, index)
        if _ends_sentence(text, passage):
            builder.add("!", passage.outer_stop, passage.outer_stop)
        at = passage.outer_stop
        while following < len(mentions) and mentions[following].start < at:
            following += 1
    while following < len(mentions):
        at = _mention(builder, mentions, following, at, len(text))
        following += 1
    builder.words(at, len(text))
    return Frame(
        text,
        "".join(builder.letters),
        [start for start, _ in builder.spans],
        [stop for _, stop in builder.spans],
        builder.refs,
        mentions,
        passages,
        builder.is_headline,
    )


def _is_headline(text: str, passages: Sequence[Marked]) -> bool:
    """Whether a text is short and writes all its weighty words large: "Elon Musk Had an Idea, Sam Altman Says"."""
    if len(text) > _HEADLINE or _SMALL.search(text, 0, passages[0].outer_start if passages else len(text)):
        return False
    starts = [0, *(passage.outer_stop for passage in passages)]
    stops = [*(passage.outer_start for passage in passages), len(text)]
    if any(_SMALL.search(text, start, stop) for start, stop in zip(starts, stops, strict=True)):
        return False
    return sum(len(_LARGE.findall(text, start, stop)) for start, stop in zip(starts, stops, strict=True)) > _FEW


def _mention(builder: _Builder, mentions: Sequence[Mention], index: int, at: int, limit: int) -> int:
    """Adds a mention and the words before it; returns where the next stretch starts."""
    mention = mentions[index]
    if mention.start < at or mention.stop > limit:
        return at
    first = len(builder.letters)
    builder.words(at, mention.start)
    if mention.role is not None:
        _mark_title(builder, mention, first)
    is_attribute = builder.text[mention.stop : mention.stop + 1] == "-"  # "Murdoch-controlled"
    following = mentions[index + 1] if index + 1 < len(mentions) else None
    is_title = (
        following is not None
        and following.kind == mention.kind == "person"
        and following.start == mention.stop + 1 <= limit
        and " " not in mention.surface
    )  # "Foreign Min Sergei Ryabkov"
    letter = "J" if is_attribute else "C" if is_title else _KINDS.get(mention.kind, "O")
    builder.add(letter, mention.start, mention.stop, index)
    if mention.surface.endswith(".") and ends_sentence(builder.text, mention.stop):
        builder.add(".", mention.stop, mention.stop)  # "Acme Corp. The minister said"
    return mention.stop


def title_of(mention: Mention) -> str:
    """The title before a name, without a relation to its bearer: "President" of "daughter of President"."""
    role = mention.role or ""
    for joint in (" of ", " for ", " to "):
        _, _, tail = role.rpartition(joint)
        is_office = tail == "Justice"  # "Minister of Justice": what the office is for, no title of its own
        if tail != role and not is_office and tail.rpartition(" ")[2].lower() in ROLES:
            return tail
    return role


def _mark_title(builder: _Builder, mention: Mention, first: int) -> None:
    """Classes the words of the title before a mention as such."""
    title = title_of(mention)
    begin = mention.start - 1 - len(title)
    if begin < 0 or builder.text[begin : mention.start - 1] != title:
        return
    for at in range(len(builder.letters) - 1, first - 1, -1):
        if builder.spans[at][0] < begin:
            return
        builder.letters[at] = "R"


def _ends_sentence(text: str, passage: Marked) -> bool:
    """Whether a passage closes with the end of a sentence and another one follows."""
    return text[passage.stop - 1] in _ENDS and ends_sentence(text, passage.stop)
