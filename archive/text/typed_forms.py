"""What people type for a word that a text writes otherwise: "Walesa" for "Wałęsa", "F16" for "F-16", "OBrien".

The full-text index folds case and the marks of letters by itself, and parts words at every other sign. What it can't
know stands here: letters that do not decompose, umlauts spelt out, apostrophes, full stops and hyphens left out, full
stops put in, numbers with and without their hyphens and commas, percentages in signs and in words. A hyphen that was
typed is left out by the search.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from archive.text.folding import fold, plain, spelt_out
from archive.text.patterns import lazy_regex
from archive.text.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_SMALL = lazy_regex(r"[a-z]{2}")
_WORD = lazy_regex(r"\w+(?:['&.,-]\w+)*")
_LATIN = lazy_regex("[A-Za-z\u00c0-\u024f\uff21-\uff5a\ufb00-\ufb06]")
_POSSESSIVE = lazy_regex(r"'s$", re.IGNORECASE)
_INITIALS = lazy_regex(r"[A-Z]\.\s?[A-Z]\.")
_NAMED_BY_INITIALS = lazy_regex(r"\b((?:[A-Z]\.\s?){2,3}) ?([A-Z][\w'-]+)")
_PERCENT = lazy_regex(r"(\d+(?:[.,]\d+)?)\s?(?:%|per ?cent\b)")
_DOTTED = words("dotted")
_YEARS = range(1500, 2100)
MOST_HEADLINES = 1000
"""By which a text is found: what has appeared under more is a formula, and its row in the index would never end."""


def typed_forms(*texts: str | None) -> tuple[str, ...]:
    """Forms of the words of some texts that the full-text index does not lead to by itself, each once.

    Args:
        texts: Clean texts; None counts for nothing.
    """
    return tuple(dict.fromkeys(form for text in texts if text for form in _forms(text)))


def also(text: str, title: str | None, others: Iterable[str] = ()) -> str | None:
    """What a snippet is found by besides its text and title.

    Args:
        text: Its text.
        title: Its title.
        others: Titles of its other sightings, in any order.
    """
    headlines: tuple[str, ...] = ()
    if titles := sorted(set(others)):
        said = {fold(text), fold(title or "")}
        headlines = tuple(islice((other for other in titles if fold(other) not in said), MOST_HEADLINES))
    return "\n".join((*headlines, *typed_forms(text, title, *headlines))) or None


def other_spelling(word: str) -> str | None:
    """A word as the other shore spells it, British or American; None for one in which nothing is spelt otherwise."""
    for pattern, spelling in _SHORES:
        if pattern.search(word):
            return pattern.sub(spelling, word)
    return None


_SHORES = (
    (lazy_regex(r"(?<=\w{3})our(?=(?:s|ed|ing|able|ite|al|er|ers)?$)"), "or"),  # harbour
    (lazy_regex(r"(?<=\w{3})or(?=(?:s|ed|ing|able|ite|al|er|ers)?$)"), "our"),
    (lazy_regex(r"(?<=\w{3})ise(?=(?:s|d|r|rs)?$)"), "ize"),  # organise
    (lazy_regex(r"(?<=\w{3})ize(?=(?:s|d|r|rs)?$)"), "ise"),
    (lazy_regex(r"(?<=\w{3})is(?=(?:ing|ations?|ational)$)"), "iz"),
    (lazy_regex(r"(?<=\w{3})iz(?=(?:ing|ations?|ational)$)"), "is"),
    (lazy_regex(r"(?<=\w{2})tre(?=s?$)"), "ter"),  # centre
    (lazy_regex(r"(?<=\w{2}[nea])ter(?=s?$)"), "tre"),
    (lazy_regex(r"(?<=\w{3})ence(?=s?$)"), "ense"),  # defence
    (lazy_regex(r"(?<=\w{3})ense(?=s?$)"), "ence"),
    (lazy_regex(r"(?<=\w)ll(?=(?:ed|ing|er|ers)$)"), "l"),  # travelled
    (lazy_regex(r"(?<=\w{2}[aeiou])l(?=(?:ed|ing|er|ers)$)"), "ll"),
    (lazy_regex(r"gramme(?=s?$)"), "gram"),
    (lazy_regex(r"gram(?=s?$)"), "gramme"),
)


def _forms(text: str) -> Iterator[str]:
    text = plain(text)
    has_small = _SMALL.search(text) is not None
    for found in _WORD.findall(text):
        word = _POSSESSIVE.sub("", found) if found[-2:-1] == "'" else found
        if not (word.isalpha() and word.isascii()):
            yield from _of_word(word)
        elif has_small and ((len(word) == 2 and word.isupper()) or word in _DOTTED):
            yield " ".join(word)
    for initials, name in _NAMED_BY_INITIALS.findall(text) if _INITIALS.search(text) else ():
        yield f"{re.sub(r'[^A-Z]', '', initials)} {name}"
    for match in _PERCENT.finditer(text) if "%" in text or "cent" in text else ():
        yield from (form for word in ("percent", "per cent") if (form := f"{match[1]} {word}") != match[0])


@lru_cache(maxsize=1 << 13)
def _of_word(word: str) -> tuple[str, ...]:
    return tuple(_other_forms(word))


def _other_forms(word: str) -> Iterator[str]:
    if not word.isascii() and _LATIN.search(word):
        known = _indexed(word)
        yield from (form for form in dict.fromkeys((fold(word), spelt_out(word))) if form != known)
    for pattern, form in _ROWS:
        if match := pattern.fullmatch(word):
            yield from filter(None, (form(match),))
            return
    if "-" in word:
        for part in word.split("-"):
            yield from () if part.isalpha() else _of_word(part)


def _thousands(match: re.Match[str]) -> str | None:
    return None if int(match[0]) in _YEARS else f"{int(match[0]):,}"


_ROWS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (lazy_regex(r"[^\W\d_](?:\.[^\W\d_])+"), lambda match: match[0].replace(".", "")),  # U.S
    (lazy_regex(r".*'.*"), lambda match: match[0].replace("'", "")),  # O'Brien
    (lazy_regex(r".*&.*"), lambda match: match[0].replace("&", "")),  # AT&T
    (lazy_regex(r"([^\W\d_]{1,6})-(\d{1,4}[^\W\d_]?)"), lambda match: match[1] + match[2]),  # F-16
    (lazy_regex(r"(?=.{4,16}\Z)([^\W\d_]+)-([a-z]\w*)"), lambda match: match[1] + match[2]),  # cease-fire
    (lazy_regex(r"(?i:(al|el))-([^\W\d_]+)"), lambda match: match[1] + match[2]),  # al-Qaeda
    (
        lazy_regex(r"(\d{1,4}(?:[.,]\d{1,3}){0,2})(?!st|nd|rd|th|s\b)([^\W\d_]{1,3})"),
        lambda match: f"{match[1]} {match[2]}",
    ),  # 5km
    (lazy_regex(r"([^\W\d_]{1,2})(\d{1,4}[^\W\d_]?)"), lambda match: f"{match[1]} {match[2]}"),  # G7
    (lazy_regex(r"\d{1,3}(?:,\d{3})+"), lambda match: match[0].replace(",", "")),
    (lazy_regex(r"[1-9]\d{3,8}"), _thousands),
)
"""Forms of words, the first that fits."""


def _indexed(word: str) -> str:
    """A word as the index has it: small, without the marks that decomposing parts from their letters."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
