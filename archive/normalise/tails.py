"""Outlet names that hang at the end: "(Reuters)", "— Ukrinform.", "- BBC News", "| The Guardian", "Source: TASS".

A bracket after a finished sentence, a bar, or a dash before a known outlet is a tail. A bracket that explains the
words before it ("the Australian Federal Police (AFP).") is not, nor is a dash before a common word that happens to
be a newspaper ("their last hope — Time").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.normalise.furniture import is_section
from archive.normalise.outlets import canonical_outlet, looks_like_outlet
from archive.text.patterns import lazy_regex
from archive.text.sentences import CLOSERS, STOPS
from archive.text.wordlists import either, word_set, words

_WINDOW = 160
_MOST_BRACKETS = 40

_BRACKET = lazy_regex(r"[\s,;]*[(\[](?P<name>[^()\[\]]{2,60})[)\]](?P<stop>[.,;]*)$")
_DASH = lazy_regex(r"(?:\s+(?:[–—―]|-{1,2})\s*|(?<=[.!?”\"…])[–—―]\s?)(?P<name>[^–—―|.!?\s](?:[^–—―|!?]{0,50}))$")
_BAR = lazy_regex(r"\s*[|¦]\s*(?P<name>[^|¦]{2,50})$")
_SOURCE = lazy_regex(rf"(?<=[.!?”\"…])\s*\(?{either('outlet_words', 'source')}:?\s(?P<name>[^:.]{{2,50}}?)\)?\.?$")
_EMPTY_BAR = lazy_regex(r"\s*[|¦]$")

_WORDS = words("outlet_words", "words")
_SURE_ACRONYMS = words("outlet_words", "sure acronyms")
_STOPS = tuple(STOPS)
_SMALL = word_set("of the and for in de la du des")


@dataclass(frozen=True, slots=True)
class Tail:
    """A text without what hung at its end; the outlet is None where that was only a section's name."""

    text: str
    outlet: str | None


def take_tail(text: str, own: str | None = None) -> Tail | None:
    """Part a clean text or title from the outlet named at its end, or its own; call again for what hangs before."""
    window = text[-_WINDOW:]
    if not any(mark in window for mark in _MARKS):
        return None
    for form in (_take_row, _take_bar, _take_dash, _take_source):
        tail = form(text, window, own)
        if tail is not None and _is_enough(tail.text):
            return tail
    return None


_MARKS = ("(", "[", "|", "¦", " -", "–", "—", "―", ": ")


def _take_row(text: str, window: str, own: str | None) -> Tail | None:
    """Of several brackets in a row, "(AP) (BBC)", the first is meant: it had the story."""
    row = None
    for _ in range(_MOST_BRACKETS):
        tail = _take_bracket(text, window, own)
        if tail is None:
            break
        row, text, window = tail, tail.text, tail.text[-_WINDOW:]
    return row


def _take_bracket(text: str, window: str, own: str | None) -> Tail | None:
    match = _BRACKET.search(window)
    if match is None:
        return None
    before = text[: len(text) - len(window) + match.start()].rstrip(" ,;")
    outlet = _outlet(match["name"], own)
    if _is_finished(before):
        outlet = outlet or (match["name"] if looks_like_outlet(match["name"]) else None)
        return Tail(before, outlet) if outlet else None
    if outlet is None or _is_definition(before, match["name"]) or not _is_sure(match["name"]):
        return None
    return Tail(before + ("." if "." in match["stop"] else ""), outlet)


def _take_bar(text: str, window: str, own: str | None) -> Tail | None:
    match = _BAR.search(window)
    if match is None:
        empty = _EMPTY_BAR.search(window)
        return Tail(text[: -len(empty[0])], None) if empty else None
    before, name = text[: len(text) - len(window) + match.start()], match["name"].strip(" .")
    outlet = _outlet(name, own) or (name if looks_like_outlet(name) else None)
    return Tail(before, outlet) if outlet or is_section(name) else None


def _take_dash(text: str, window: str, own: str | None) -> Tail | None:
    match = _DASH.search(window)
    if match is None:
        return None
    before, name = text[: len(text) - len(window) + match.start()].rstrip(" ,;"), match["name"].rstrip(" ,;")
    bare = name.rstrip(".")
    finished = _is_finished(before)
    outlet = _outlet(bare, own)
    if outlet is None:
        outlet = bare if looks_like_outlet(bare) and (finished or len(before.split()) >= 4) else None
    if outlet is None or (bare.casefold() in _WORDS and not finished and outlet != own):
        return None
    return Tail(before if finished or bare == name else before + ".", outlet)


def _take_source(text: str, window: str, own: str | None) -> Tail | None:
    match = _SOURCE.search(window)
    outlet = _outlet(match["name"], own) if match is not None else None
    if match is None or outlet is None:
        return None
    return Tail(text[: len(text) - len(window) + match.start()].rstrip(), outlet)


def _outlet(name: str, own: str | None) -> str | None:
    if own and name.casefold().strip(" .") == own.casefold():
        return own
    return canonical_outlet(name)


def _is_finished(before: str) -> bool:
    return before.rstrip(CLOSERS).endswith(_STOPS) or before.endswith(("”", "»"))


def _is_sure(name: str) -> bool:
    return name.upper() in _SURE_ACRONYMS or (len(name) > 4 and name.casefold() not in _WORDS)


def _is_definition(before: str, acronym: str) -> bool:
    """Whether the acronym's letters open the last words before it."""
    words = [word for word in re.split(r"[\s/-]+", before[-120:]) if word]
    initials = "".join(word.lstrip("\"'“‘(")[:1] for word in words).upper()
    without_small = "".join(word[0] for word in words if word.lower() not in _SMALL).upper()
    return initials.endswith(acronym.upper()) or without_small.endswith(acronym.upper())


def _is_enough(text: str) -> bool:
    """Whether what is left can stand alone."""
    return len(text) >= 8 and (" " in text or not text.isascii())
