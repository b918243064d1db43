"""What people type for a word that a text writes otherwise: "Walesa" for "Wałęsa", "F16" for "F-16", "OBrien".

The full-text index folds case and the marks of letters by itself, and parts words at every other sign. What it can't
know stands here: letters that do not decompose, umlauts spelt out, apostrophes and full stops left out, numbers with
and without their hyphens and commas.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from archive.text.folding import fold, plain, spelt_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORTH_A_LOOK = re.compile(r"[^\x00-\x7f]|\w['&.-]\w|\d,\d|[A-Za-z]\d|\d{5}")
_WORD = re.compile(r"\w+(?:['&.,-]\w+)*")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\uff21-\uff5a\ufb00-\ufb06]")
_POSSESSIVE = re.compile(r"'s$", re.IGNORECASE)
_INITIALS = re.compile(r"\w(?:\.\w)+")
_MODEL = re.compile(r"([^\W\d_]{1,5})-(\d{1,4}[^\W\d_]?)")
_MODEL_JOINED = re.compile(r"([^\W\d_]{1,2})(\d{1,4})")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_BARE_THOUSANDS = re.compile(r"[1-9]\d{4,8}")


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
    said = {fold(text), fold(title or "")}
    headlines = [other for other in sorted(set(others)) if fold(other) not in said]
    return "\n".join((*headlines, *typed_forms(text, title, *headlines))) or None


def _forms(text: str) -> Iterator[str]:
    text = plain(text)
    if not _WORTH_A_LOOK.search(text):
        return
    for word in _WORD.findall(text):
        if not (word.isascii() and word.isalpha()):
            yield from _of_word(word)


def _of_word(word: str) -> Iterable[str]:
    if not word.isascii() and _LATIN.search(word):
        known = _indexed(word)
        yield from (form for form in dict.fromkeys((fold(word), spelt_out(word))) if form != known)
    if _INITIALS.fullmatch(word):
        yield word.replace(".", "")
    elif "'" in word:
        bare = _POSSESSIVE.sub("", word)
        if "'" in bare:
            yield bare.replace("'", "")
    elif "&" in word:
        yield word.replace("&", "")
    elif model := _MODEL.fullmatch(word):
        yield model[1] + model[2]
    elif joined := _MODEL_JOINED.fullmatch(word):
        yield f"{joined[1]} {joined[2]}"
    elif _THOUSANDS.fullmatch(word):
        yield word.replace(",", "")
    elif _BARE_THOUSANDS.fullmatch(word):
        yield f"{int(word):,}"


def _indexed(word: str) -> str:
    """A word as the index has it: small, without the marks that decomposing parts from their letters."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
