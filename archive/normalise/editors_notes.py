"""Editors' notes: what the newsroom says about a text, taken out of the text.

A note opens with its label ("Editor's note:", "Correction:", "(Clarification: …)"), at the start, at the end or
between. In brackets it ends with them. Without, it is one sentence, and goes on as long as sentences speak of the
piece itself ("The views expressed are the author's own.") rather than of the world. Labels that headlines share
("UPDATE:", "Correction:") count only if the sentence behind them speaks of the piece.

An item that is nothing but a note stays a text: it is all there is to read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.text.patterns import lazy_regex
from archive.text.sentences import sentence_ends
from archive.text.wordlists import either, lines

_LABEL = lazy_regex(
    r"(?:^|(?<=[.!?…”\"’)\]] ))(?P<open>[\[(*_]*)"
    r"(?:(?P<own>(?:A )?(?:(?:Editor|Author|Publisher|Translator|Producer)(?:s?['’]s?|s)? note"
    rf"|{either('editors_notes', 'labels')}))"
    r"|(?P<shared>(?:This is a )?(?:Correction|Clarification|Update|Updated|Note|Disclaimer|Disclosure"
    r"|Advisory|Warning|Content warning|Trigger warning)(?: (?:appended|\([^()]{1,30}\)|[A-Z][a-z]{2,8}\.? \d{1,2}"
    r"(?:, \d{4})?))?))"
    r"\s?(?:[:：]|[–—-](?=\s))[\s*_]*",
    re.IGNORECASE,
)
_BUILT = ("note", "correction", "clarification", "update", "disclaimer", "disclosure", "advisory", "warning")
_LISTED = map(str.lower, lines("editors_notes", "labels"))
_CUES = (*_BUILT, *(label for label in _LISTED if not any(cue in label for cue in _BUILT)))
"""Every label holds one of these; asking for them first spares most texts the pattern."""

_PIECE = either("editors_notes", "pieces")
# Certain enough to carry a note on into its next sentence.
_SPEAKS_OF_PIECE = lazy_regex(
    rf"\b(?:(?:this|our) (?:\w+ ){{0,3}}{_PIECE}\b"
    rf"|the (?:article|story|piece|op-?ed|interview|column|essay|text|headline|post|translation) (?:has been|was)"
    r" (?:\w+ )?(?:updated|corrected|edited|amended|clarified|translated|revised|changed|published|conducted)"
    r"|(?:earlier|previous|original) version"
    r"|(?:views|opinions) (?:expressed|in th)|authors?['’]s? own|(?:his|her|their|my) own(?=\.|,| and)"
    r"|(?:edited|condensed) for (?:clarity|length|brevity|style)"
    r"|(?:originally|first) (?:published|appeared|ran) (?:in|on|by|at)|published with permission"
    r"|names? (?:has|have|was|were|of .{1,60}) (?:been )?(?:changed|withheld)"
    r"|we regret the|we apologi[sz]e|readers? (?:may find|discretion)"
    r"|do(?:es)? not (?:necessarily )?(?:reflect|represent))",
    re.IGNORECASE,
)
# Enough for the sentence right behind a label that headlines use as well.
_MAY_SPEAK_OF_PIECE = lazy_regex(
    rf"\b(?:(?:the|an?|that) (?:\w+ ){{0,3}}{_PIECE} (?:\w+ )?"
    r"(?:has been|have been|had|was|were|misstated|incorrectly|stated|wrongly|gave|named|said|misspelled)"
    r"|(?:has|have) been (?:updated|corrected|edited|amended|clarified|translated|revised|changed)"
    r"|updated (?:to|with|on|at)|corrected (?:to|on)|corrects? |clarif(?:y|ies) |contains? (?:graphic|disturbing)"
    r"|misstated|misspelled|misidentified|incorrectly (?:stated|said|identified|reported))",
    re.IGNORECASE,
)
_MOST_SENTENCES = 8
_WEAK_GAP = 2
"""Sentences about the author that may stand between two that speak of the piece."""
_TAIL_SENTENCES = 3
"""A note behind the text may be this long without speaking of the piece; nothing follows that it could swallow."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A text parted from its editor's note."""

    text: str
    note: str


def take_note(text: str) -> Noted | None:
    """Part a clean text from the first editor's note in it.

    Returns:
        None if there is no note, or nothing but a note. The note comes without "Editor's note:"; labels that say
        more ("Correction:") stay in it.
    """
    label = _find_label(text)
    if label is None:
        return None
    stop = _note_stop(text, label)
    if stop is None:
        return None
    before, after = text[: label.start()].rstrip(), text[stop:].lstrip(" -–—*_")
    rest = f"{before} {after}".strip()
    note = text[label.end() if label["own"] else label.start("shared") : stop].strip(" *_[]()")
    return Noted(rest, note) if rest and note else None


def _find_label(text: str) -> re.Match[str] | None:
    if ":" not in text and text.isascii() and " - " not in text:
        return None
    lowered = text.lower()
    if not any(cue in lowered for cue in _CUES):
        return None
    return _LABEL.search(text)


def _note_stop(text: str, label: re.Match[str]) -> int | None:
    """Offset at which the note behind a label ends, or None if it is no note."""
    closing = {"(": ")", "[": "]"}.get(label["open"][:1])
    if closing is not None:
        stop = text.find(closing, label.end())
        return stop + 1 if stop >= 0 and _counts(label, text[label.end() : stop]) else None
    sentences = _sentences_from(text, label.end())
    if not sentences or not _counts(label, text[slice(*sentences[0])]):
        return None
    if label.start() > 0 and len(sentences) <= _TAIL_SENTENCES and sentences[-1][1] == len(text):
        return len(text)
    last = 0
    for index in range(1, len(sentences)):
        if index - last <= _WEAK_GAP + 1 and _SPEAKS_OF_PIECE.search(text[slice(*sentences[index])]):
            last = index
    return sentences[last][1]


def _counts(label: re.Match[str], sentence: str) -> bool:
    """Whether the sentence behind a label makes it a note: any does after "Editor's note:"."""
    if label["own"]:
        return True
    return bool(_SPEAKS_OF_PIECE.search(sentence) or _MAY_SPEAK_OF_PIECE.search(sentence))


def _sentences_from(text: str, start: int) -> list[tuple[int, int]]:
    rest = text[start : start + 4000]
    stops = [start + end for end in sentence_ends(rest, _MOST_SENTENCES)]
    if len(stops) < _MOST_SENTENCES:
        stops.append(start + len(rest))
    return [(begin, stop) for begin, stop in zip([start, *stops], stops, strict=False) if stop > begin]
