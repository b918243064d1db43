"""Which noun phrase is the subject of a verb or a clause, read off the row of token classes.

No grammar is parsed: the noun phrase next to the verb, or the first one of its clause, is found by the classes of the
words. Every search is bounded by a number of tokens, so the whole stays linear.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from archive.extract.quotations.phrases import (
    Phrase,
    antecedent,
    is_predicate,
    phrase_after,
    phrase_before,
    pronoun_phrase,
    title_start,
)

if TYPE_CHECKING:
    from archive.extract.quotations.frame import Frame

_PHRASE_START: Final = frozenset("POGRrCJd#xhitm")
_MAIN_CLAUSE: Final = frozenset(("while", "whereas", "although", "though", "but"))
_SET_APART: Final = re.compile(r"[PO,]p[dJ#xC]{1,4}\Z")
"""A name and where or how it spoke: "Booker in angry outburst says"."""
_DATELINE: Final = re.compile(r"[GCO](?:,?[GCOD#]){0,3}(?:\([OCx]\))?-")
_APPOSED: Final = re.compile(r"[RJC]*P(?:[op][dOGP]{1,3})?")
"""Whom a description names, and whose they are: "a lawyer for Lee, Bob Ray of Ray & Oak, said"."""
_RELATIVE: Final = re.compile(r"[rP]w[^zHQ,]*\Z")
"""The rest of "a nurse who fled the war in Leeds", up to its last word."""


def clause_subject(frame: Frame, floor: int, at: int, *, pronouns: bool = True) -> Phrase | None:
    """The first noun phrase of a clause, introductory phrases passed over."""
    letters = frame.letters
    colon = letters.rfind(":", floor, at)
    k = colon + 1 if floor <= colon < at - 1 and letters[colon + 1] != "Q" else _past_dateline(frame, floor)
    while k < at:
        letter = letters[k]
        if letter in "hitm":
            return pronoun_phrase(k) if pronouns else None
        if letter in "a&(,-.!QuH" or (letter == "v" and letters[k - 1 : k] == "Q"):  # "…," says Ann Lee, an aide
            k += 1
            continue
        is_within = letters[k - 1 : k + 2] == ",G,"  # "At an event in Salem, New Hampshire, Ann Lee"
        if letter in _PHRASE_START and not is_within and not _is_participle(frame, k):
            phrase, _ = phrase_after(frame, k, at)
            if phrase is not None:
                return phrase
        comma = next((c for c in range(k, at) if letters[c] == "," or _ends_in_comma(frame, c)), at)
        if comma == at:
            return _after_opening(frame, k, at)
        k = comma + 1
    return None


def _ends_in_comma(frame: Frame, at: int) -> bool:
    """Whether a token is a passage that holds its sentence's comma: on “Harbour Talk,” Ann Lee."""
    return frame.letters[at] == "Q" and frame.quote(at)[-1] == ","


def _past_dateline(frame: Frame, first: int) -> int:
    """Past where a text was written: "WASHINGTON, July 25 (UPI) — "."""
    dateline = _DATELINE.match(frame.letters, first)
    return first if dateline is None else dateline.end()


def _after_opening(frame: Frame, floor: int, at: int) -> Phrase | None:
    """The subject after an opening phrase that no comma ends: "On Monday the ministry", "Embattled Leeds mayor Lee"."""
    letters = frame.letters
    for k in range(floor + 1, at):
        if letters[k] in "POGRd" and letters[k - 1] in "DGPO#":
            return phrase_after(frame, k, at)[0]
        if letters[k] in "uvb,":
            return None
    return None


def _is_participle(frame: Frame, at: int) -> bool:
    return frame.letters[at] in "xC" and frame.word(at).endswith(("ing", "ed"))


def subject(frame: Frame, at: int, floor: int) -> Phrase | None:
    """The subject of the finite verb at a token, looked for no further back than `floor`."""
    letters = frame.letters
    k = _step_back(frame, at, floor)
    if k < floor:
        return None
    letter = letters[k]
    if letter in ",-":  # "the force – or Guard – said"
        return _across_commas(frame, k, at, floor) if letter == "," else clause_subject(frame, floor, k)
    if letter in "wWH" and k > floor:
        return antecedent(frame, k, floor)
    if letter in "&T":
        return coordinated(frame, k, floor)
    found = phrase_before(frame, k, floor)
    if found is not None and found.certainty >= 0.9:
        return found
    is_other = _RELATIVE.search(letters, floor, k) or (
        found is None
        and letter in "rx"
        and (is_predicate(letters, k, floor) or _SET_APART.search(letters, floor, k + 1))
    )
    return clause_subject(frame, floor, at) if is_other else found


def _step_back(frame: Frame, at: int, floor: int) -> int:
    """The token before a verb, past auxiliaries, adverbs, phrases of time and brackets."""
    letters = frame.letters
    k = at - 1
    while k >= floor:
        letter = letters[k]
        if (
            letter in "aubD"
            or (letter == "#" and letters[k - 1 : k] in ("D", "#", "p", "d") and k > floor)
            or (letter == "p" and k + 1 < at and letters[k + 1] in "D#")
            or (letter in "dx" and k + 1 < at and letters[k + 1] == "D")
        ):
            k -= 1
        else:
            return k
    return k


def _across_commas(frame: Frame, comma: int, at: int, floor: int) -> Phrase | None:
    """The subject of a verb after a parenthesis: "Lukashenko, in a comment to a reporter, said"."""
    letters = frame.letters
    opened = letters.rfind(",", floor, comma)
    if opened > floor and letters[opened - 1] in "wW":
        return antecedent(frame, opened - 1, floor)
    if opened >= floor and _APPOSED.fullmatch(letters, opened + 1, comma):
        described = phrase_before(frame, opened - 1, floor) if opened > floor else None
        is_name = described is not None and letters[described.head] == "P"  # "Ann Lee, DFL-St. Paul, said"
        return described if is_name else phrase_after(frame, opened + 1, comma)[0]
    start = floor
    for k in range(comma, floor, -1):
        clausal = letters[k] in "zH" or (letters[k] == "s" and letters[k - 1] == ",")
        if clausal and letters[k - 1] not in ".!" and "," in letters[k:comma]:
            start = k + 1
            break
    return clause_subject(frame, start, at)


def coordinated(frame: Frame, at: int, floor: int) -> Phrase | None:
    """The subject that a verb after "and", "but", "to" or a participle shares with the main verb of its clause."""
    letters = frame.letters
    start = floor
    for k in range(at, floor, -1):
        boundary = letters[k] == "z" and frame.word(k) in _MAIN_CLAUSE
        is_relative = letters[k] == "W" and letters[k + 1] in _PHRASE_START and "," not in letters[k:at]
        if boundary or is_relative or letters[k - 1 : k + 1] == ",s":  # "a law which Lee called “bad” and vowed"
            start = k + 1
            break
    return clause_subject(frame, start, at) or (clause_subject(frame, floor, at) if start != floor else None)


def participle_subject(frame: Frame, at: int, floor: int) -> Phrase | None:
    """The subject of "saying", "calling": the phrase after "with" right before it, or that of its clause."""
    letters = frame.letters
    k = at - 1
    while k >= floor and letters[k] == "a":
        k -= 1
    if k >= floor and letters[k] == "b":
        return subject(frame, k, floor)
    if k > floor and k == at - 1 and letters[k] == "P" and letters[title_start(frame, k) - 1] not in "opyT,&":
        return Phrase(k, k, k + 1, 0.85)
    if k > floor and letters[k] in "POGrCx":
        first = k
        while first > floor and letters[first - 1] in "dJ#CxrROGP'o":
            first -= 1
        if first > floor and frame.word(first - 1) == "with":
            return phrase_before(frame, k, first)
    return coordinated(frame, max(k, floor), floor)
