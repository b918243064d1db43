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
from archive.text.patterns import lazy_regex
from archive.text.wordlists import meanings, spellings, words

ARTICLES = frozenset({"a", "an", "the"})
"""Words that editors add and drop freely."""

_TOKEN = lazy_regex(r"\w+(?:['’.,:]\w+)*|[%$€£¥&]")
_UNSPACED = lazy_regex(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_NEGATED = lazy_regex(r"n['’]t\b|(?<=\bcan)not\b", re.IGNORECASE)
_TENS = "thirty forty fifty sixty seventy eighty ninety"
_SAME_WORD: dict[str, str] = {
    **{word: str(number) for word, number in NUMBERS.items() if word not in ARTICLES},
    **{word: f"{number}0" for number, word in enumerate(_TENS.split(), start=3)},
    **{month[:3].lower(): month.lower() for month in MONTH_NAMES},
    **spellings("comparing", "same words"),
}

_RESPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (lazy_regex(r"our(?=(?:s|ed|ing|able|ite|ites|al|er|ers)?$)"), "or"),  # harbour, harbor
    (lazy_regex(r"tre(?=s?$)"), "ter"),  # centre, center
    (lazy_regex(r"ence(?=s?$)"), "ense"),  # defence, defense
    (lazy_regex(r"gramme(?=s?$)"), "gram"),
    (lazy_regex(r"[ao]e"), "e"),  # Caesar, foetus
    (lazy_regex(r"(?:yy|iy|yi|ij|yj|ii|i)$"), "y"),  # Zelensky, Zelenskyy, Zelenskiy
    (lazy_regex(r"ph"), "f"),
    (lazy_regex(r"z"), "s"),  # organisation, organization
    (lazy_regex(r"(\w)\1"), r"\1"),  # travelled, traveled
)
_RESPELT = lazy_regex(r"our|tre|ence|gramme|[ao]e|[yi]$|yj|ij|ph|z|(\w)\1")
"""What a word has to hold for any of them: most hold nothing of it."""
_LEAST_RESPELT = 5
"""Short words are too close to one another: "too" is no spelling of "to"."""


def tokens(text: str) -> list[str]:
    """Split a text into words as written, without punctuation.

    Negations stand alone ("don't" is "do" and "not"); in scripts without spaces every character is a word.
    """
    if text.isascii() and text.isalpha() and "cannot" not in text:
        return [text]
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        text = _UNSPACED.sub(r" \g<0> ", text)
    if "n't" in text or "n’t" in text or "cannot" in text:
        text = _NEGATED.sub(" not", text)
    return _TOKEN.findall(text)


@lru_cache(maxsize=1 << 14)
def level(token: str) -> str:
    """Level the spelling of one token; two tokens are spellings of one word if their levelled forms are equal."""
    word = fold(token).removesuffix("'s")
    if word[:1].isdigit():
        return word.replace(",", "")
    if not word.isalnum():
        word = re.sub(r"['.,:]", "", word)
    word = _SAME_WORD.get(word, word)
    if len(word) < _LEAST_RESPELT or not _RESPELT.search(word):
        return word
    for pattern, form in _RESPELLINGS:
        word = pattern.sub(form, word)
    return word


def _levelled(section: str) -> frozenset[str]:
    return frozenset(map(level, words("comparing", section)))


OPPOSED = _levelled("opposed")
"""Words that are no names, but turn a text into another one when they change, appear or go."""

LOOSELY_OPPOSED = _levelled("loosely opposed")
"""Those of them that say little where they come or go alone."""

FIRM = _levelled("firm")
"""Words that make another headline of one in which they come or go, whatever else is known of the two."""

DIRECTIONS = _levelled("directions")
"""Words that may come and go, but not stand in for one another: a ship to Riga is no ship from Riga."""

AUXILIARIES = _levelled("auxiliaries")
"""Words that show a text to be a sentence."""

FUNCTION_WORDS = _levelled("function words")
"""Words that name nothing, though a sentence or a headline may write them with a capital."""


def _senses() -> dict[str, frozenset[str]]:
    senses: dict[str, frozenset[str]] = {}
    for sense, others in meanings("comparing", "same sense").items():
        for word in map(level, (sense, *others.split())):
            senses[word] = senses.get(word, frozenset()) | {sense}
    return senses


SENSES = _senses()
"""Words that headlines use for one another, each with the first words of the lines that it stands in."""
