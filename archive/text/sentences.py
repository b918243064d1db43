"""Where one sentence ends and the next begins, in any script that marks it.

Made for the short, edited prose of news: abbreviations with a full stop ("Oct. 14", "St. Petersburg", "U.S. troops",
"J. Smith") end no sentence. A dotted acronym does where a word follows that opens sentences ("in the U.S. The").
"""

from __future__ import annotations

import re

from archive.text.wordlists import word_set

CLOSERS = "\"'”’“‘»›«)]}」』）】》〉"
"""What may stand after a full stop and still belong to its sentence; German closes with “ and Danish with «."""
STOPS = ".!?…。！？｡؟۔।॥።։"
"""What ends a sentence, over the scripts of the world."""

_ELLIPSIS_WORD = r"(?:\.{3}|…)"
_BOUNDARY = re.compile(
    rf"(?:(?<=[.!?…؟۔।॥።։])[{re.escape(CLOSERS)}]*(?P<gap>\s+)|(?<=[。！？｡])[{re.escape(CLOSERS)}]*)(?=\S)"
)
_OPENING_QUOTES = "\"'“‘«‹([¿¡„「『"
_WORD = re.compile(r"\w+")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+")

# They never end a sentence: something always follows.
_TITLES = word_set(
    """
    mr mrs ms dr st gen sen rep gov lt col sgt capt maj adm prof rev hon mt ft pres supt det cpl pvt cmdr
    fr sr vs no nos jan feb mar apr jun jul aug sep sept oct nov dec fig vol approx est ca cf e.g i.e v
    art sec hr fr bzw ca z.b u.a nr dr ing г им ул тыс млн млрд св т.е др проф акад
    """
)
# They may end one; then the next word tells.
_ABBREVIATIONS = word_set("inc ltd co corp jr sr etc al bros dept a.m p.m ave blvd univ assn ret d.c")
_OPENERS = word_set(
    """
    a after also although an and another any as at because before both but by despite during each even
    every few following for from he her his how however i if in it its last many meanwhile more most my no
    not now of on once one only other our out over people she since so some such that the their then there
    these they this those though three through to two under until we what when where whether which while
    who why with yet you your earlier later officials police according asked
    """
)


def sentence_ends(text: str, limit: int | None = None) -> list[int]:
    """Offsets at which a sentence inside a text ends (its stop and closing quotes included), the text's end left out.

    Args:
        text: Clean text.
        limit: Stop after so many.
    """
    ends: list[int] = []
    for match in _BOUNDARY.finditer(text):
        if _is_boundary(text, match):
            ends.append(match.start("gap") if match["gap"] else match.end())
            if len(ends) == limit:
                break
    return ends


def ends_with_abbreviation(text: str) -> bool:
    """Whether a text stops at an abbreviation that something must follow: "…, said Gen."."""
    return text.endswith(".") and not text.endswith("..") and _last_word(text[:-1]) in _TITLES


def _is_boundary(text: str, match: re.Match[str]) -> bool:
    if not match["gap"]:
        return True
    following = text[match.end() : match.end() + 40].lstrip(_OPENING_QUOTES)
    first = following[:1]
    if first.islower() or (first in STOPS + ",;:" and first):
        return False
    if text[match.start() - 1] != "." or text[match.start() - 2 : match.start()] == "..":
        return True
    return _full_stop_ends(_last_word(text[: match.start() - 1]), following)


def _full_stop_ends(word: str, following: str) -> bool:
    """Whether the full stop after a word (lower case, without it) ends a sentence, given what follows."""
    if word in _TITLES:
        return False
    if word in _ABBREVIATIONS or _INITIALS.fullmatch(word + "."):
        next_word = _WORD.match(following)
        return next_word is not None and next_word[0].lower() in _OPENERS and len(word) > 1
    return True


def _last_word(text: str) -> str:
    return text[-30:].rpartition(" ")[2].lstrip("([“\"'‘").casefold()
