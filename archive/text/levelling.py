"""One form for all spellings of a word, so that texts can be compared by what they say.

Case, accents, possessives, numerals in words, months and titles in short, British and American spelling, the common
romanisations of a name: all are levelled. The result is for comparing only and is often no word at all; a rule may
level words that differ ("mourning" is safe, "Ana" and "Anna" are not kept apart), for it only ever says that two
texts with the same words around them are the same.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from archive.text.calendar import MONTH_NAMES, NUMBERS
from archive.text.folding import fold

ARTICLES = frozenset({"a", "an", "the"})
"""Words that editors add and drop freely."""

_TOKEN = re.compile(r"\w+(?:['’.,:]\w+)*|[%$€£¥&]")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_NEGATED = re.compile(r"n['’]t\b|(?<=\bcan)not\b", re.IGNORECASE)
_TENS = "thirty forty fifty sixty seventy eighty ninety"
_SAME_WORDS = """
    first:1st second:2nd third:3rd fourth:4th fifth:5th sixth:6th seventh:7th eighth:8th ninth:9th tenth:10th
    sept:september mon:monday tue:tuesday tues:tuesday thu:thursday thur:thursday thurs:thursday fri:friday
    gov:governor sen:senator gen:general pres:president rep:representative mr:mister dr:doctor st:saint
    &:and %:percent wo:will ca:can gray:grey tyre:tire aluminum:aluminium whilst:while amongst:among
    towards:toward kiev:kyiv kharkov:kharkiv lvov:lviv chernobyl:chornobyl lukashenka:lukashenko
    gadhafi:gaddafi qaddafi:gaddafi qadhafi:gaddafi kadhafi:gaddafi usama:osama qaida:qaeda quran:koran
    mohammed:muhammad mohamed:muhammad mohammad:muhammad muhammed:muhammad husain:hussein hussain:hussein
    hizbullah:hezbollah hizbollah:hezbollah hezbullah:hezbollah sheik:sheikh shaikh:sheikh
"""
_SAME_WORD: dict[str, str] = {
    **{word: str(number) for word, number in NUMBERS.items() if word not in ARTICLES},
    **{word: f"{number}0" for number, word in enumerate(_TENS.split(), start=3)},
    **{month[:3].lower(): month.lower() for month in MONTH_NAMES},
    **dict(pair.split(":") for pair in _SAME_WORDS.split()),
}

_RESPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"our(?=(?:s|ed|ing|able|ite|ites|al|er|ers)?$)"), "or"),  # harbour, harbor
    (re.compile(r"tre(?=s?$)"), "ter"),  # centre, center
    (re.compile(r"ence(?=s?$)"), "ense"),  # defence, defense
    (re.compile(r"gramme(?=s?$)"), "gram"),
    (re.compile(r"[ao]e"), "e"),  # Caesar, foetus
    (re.compile(r"(?:yy|iy|yi|ij|yj|ii|i)$"), "y"),  # Zelensky, Zelenskyy, Zelenskiy
    (re.compile(r"ph"), "f"),
    (re.compile(r"z"), "s"),  # organisation, organization
    (re.compile(r"(\w)\1"), r"\1"),  # travelled, traveled
)
_LEAST_RESPELT = 5
"""Short words are too close to one another: "too" is no spelling of "to"."""


def tokens(text: str) -> list[str]:
    """Split a text into words as written, without punctuation.

    Negations stand alone ("don't" is "do" and "not"); in scripts without spaces every character is a word.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        text = _UNSPACED.sub(r" \g<0> ", text)
    if "n't" in text or "n’t" in text or "cannot" in text:
        text = _NEGATED.sub(" not", text)
    return _TOKEN.findall(text)


@lru_cache(maxsize=1 << 16)
def level(token: str) -> str:
    """Level the spelling of one token; two tokens are spellings of one word if their levelled forms are equal."""
    word = fold(token).removesuffix("'s")
    if word[:1].isdigit():
        return word.replace(",", "")
    word = re.sub(r"['.,:]", "", word)
    word = _SAME_WORD.get(word, word)
    if len(word) < _LEAST_RESPELT:
        return word
    for pattern, form in _RESPELLINGS:
        word = pattern.sub(form, word)
    return word


def _levelled(words: str) -> frozenset[str]:
    return frozenset(map(level, words.split()))


OPPOSED = _levelled(
    """
    not no never nor neither none nobody nothing without cannot deny denies denied denying confirm
    confirms confirmed confirming reject rejects rejected rejecting accept accepts accepted
    accepting approve approves approved oppose opposes opposed support supports supported back backs
    backed refuse refuses refused agree agrees agreed disagree win wins won lose loses lost rise
    rises rose risen fall falls fell fallen increase increases increased decrease decreases
    decreased grow grows grew shrink shrinks shrank gain gains gained up down more less fewer most
    least above below over under before after until since north south east west northern southern
    eastern western men women man woman male female boy boys girl girls son daughter brother sister
    father mother husband wife last next previous half twice double triple dozen dozens hundred
    hundreds thousand thousands million millions billion billions trillion today yesterday tomorrow
    morning afternoon evening night day days week weeks month months year years hour hours minute
    minutes open opens opened opening close closes closed closing start starts started begin begins
    began end ends ended stop stops stopped arrest arrests arrested release releases released free
    freed guilty innocent acquit acquitted convict convicted left right against import imports
    export exports buy buys bought sell sells sold kill kills killed killing injure injures injured
    injuring wound wounds wounded wounding dead alive die dies died missing survive survives
    survived former ex deputy acting join joins joined leave leaves enter enters entered exit exits
    allow allows allowed ban bans banned bar bars barred lift lifts lifted impose imposes imposed
    attack attacks attacked defend defends defended legal illegal true false likely unlikely pro
    anti all only some may might could should must will would can monday tuesday wednesday thursday
    friday saturday sunday inside outside january february march april june july august september
    october november december
    """
)
"""Words that are no names, but turn a text into another one when they change, appear or go."""

DIRECTIONS = _levelled("to from for against with without in out into onto off toward away via")
"""Words that may come and go, but not stand in for one another: a ship to Riga is no ship from Riga."""

AUXILIARIES = _levelled("is are was were be been has have had do does did will would may might can could must should")
"""Words that show a text to be a sentence."""

FUNCTION_WORDS = _levelled(
    """
    i he she it we they you his her its their our your my him them this that these those there here
    who whom whose which what when where why how and or but if as at by in into of off on onto out
    per so than then though although because while during about among between through also is are
    was were be been being has have had do does did say says said according however meanwhile
    """
)
"""Words that name nothing, though a sentence or a headline may write them with a capital."""
