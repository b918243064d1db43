"""Where one sentence ends and the next begins, in any script that marks it.

Made for the short, edited prose of news: abbreviations with a full stop ("Oct. 14", "St. Petersburg", "U.S. troops",
"J. Smith") end no sentence. A dotted acronym does where a word follows that opens sentences ("in the U.S. The").
"""

from __future__ import annotations

import re
from typing import Final

from archive.text.calendar import SHORT_MONTHS
from archive.text.wordlists import words

CLOSERS = "\"'”’“‘»›«)]}」』）】》〉"
"""What may stand after a full stop and still belong to its sentence; German closes with “ and Danish with «."""
STOPS = ".!?…。！？｡؟۔।॥።։"
"""What ends a sentence, over the scripts of the world."""

_BOUNDARY = re.compile(
    rf"(?:(?<=[.!?…؟۔।॥።։])[{re.escape(CLOSERS)}]*(?P<gap>\s+)|(?<=[。！？｡])[{re.escape(CLOSERS)}]*)(?=\S)"
)
_OPENING_QUOTES = "\"'“‘«‹([¿¡„「『"
_GOING_ON = STOPS + ",;:-–—"
_FULL_STOPS = tuple(set(STOPS) - {"…"})
_REST = re.compile(rf"[{re.escape(CLOSERS)}]*\s*\Z")
_WORD = re.compile(r"\w+")
_LAST_WORD = re.compile(r"\w[\w.]*\Z")
_LONGEST = 30
"""Characters in which the word before a full stop is looked for."""
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+")


def _written(*sections: str) -> frozenset[str]:
    """Abbreviations as texts write them: as listed, in capitals, and at the start of a sentence."""
    listed = [word for section in sections for word in words("abbreviations", section)]
    return frozenset(form for word in listed for form in (word, word.upper(), word[:1].upper() + word[1:]))


_FOLLOWED: Final = _written("titles", "joints")
_BEFORE_NUMBER: Final = _written("numbers")
_MONTHS: Final = frozenset({*SHORT_MONTHS, "Sept"} - {"May"})
_MAY_END: Final = _written("name ends", "ends") | _MONTHS
_CUT_AT: Final = _FOLLOWED | _MONTHS | {word for word in _BEFORE_NUMBER if word[0].isupper()}
_OPENERS: Final = words("abbreviations", "openers")


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


def ends_sentence(text: str, stop: int) -> bool:
    """Whether the mark before a place in a text (a full stop, a question mark …) ends a sentence; the last one does."""
    match = _BOUNDARY.match(text, stop)
    return _is_boundary(text, match) if match else _REST.match(text, stop) is not None


def may_end_sentence(text: str, stop: int) -> bool:
    """Whether the full stop before a place may end a sentence, whatever follows: not behind "Dr" or an initial."""
    last = _last_word(text[max(0, stop - _LONGEST) : stop - 1])
    return last not in _FOLLOWED and not (len(last) == 1 and last.isupper())


def is_finished(text: str) -> bool:
    """Whether a text stops where a sentence ends, not at an ellipsis, an abbreviation or an initial."""
    bare = text.rstrip().rstrip(CLOSERS)
    if not bare.endswith(_FULL_STOPS) or bare.endswith("..") or ends_with_abbreviation(bare):
        return False
    last = _last_word(bare[:-1])
    return not (len(last) == 1 and last.isupper())


def ends_with_abbreviation(text: str) -> bool:
    """Whether a text stops at an abbreviation that something should follow: "…, said Gen.", "… on Oct."."""
    return text.endswith(".") and not text.endswith("..") and _last_word(text[:-1]) in _CUT_AT


def _is_boundary(text: str, match: re.Match[str]) -> bool:
    if not match["gap"]:
        return True
    following = text[match.end() : match.end() + 40].lstrip(_OPENING_QUOTES)
    first = following[:1]
    if first.islower() or (first and first in _GOING_ON):
        return False
    if text[match.start() - 1] != "." or text[match.start() - 2 : match.start()] == "..":
        return True
    return _full_stop_ends(_last_word(text[: match.start() - 1]), following)


def _full_stop_ends(word: str, following: str) -> bool:
    """Whether the full stop after a word ends a sentence, given what follows."""
    if word in _FOLLOWED:
        return False
    if word in _BEFORE_NUMBER:
        return not following[:1].isdigit()
    if word in _MAY_END or _INITIALS.fullmatch(word + "."):
        opener = _WORD.match(following)
        return opener is not None and opener[0].lower() in _OPENERS and len(word) > 1
    return True


def _last_word(text: str) -> str:
    found = _LAST_WORD.search(text[-_LONGEST:])
    return found[0] if found else ""


def is_open(text: str, is_truncated: bool) -> bool:
    """Whether dots are to tell that a text was cut off: where it ends in dots of its own, these do."""
    return is_truncated and not text.rstrip(f" {CLOSERS}").endswith(("…", "..."))
