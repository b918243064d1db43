"""Who the subject of a verb of saying is, read off the row of token classes.

No grammar is parsed: the noun phrase next to the verb, or the first one of its clause, is found by the classes of the
words. Its head is a mention, or a noun for people ("a spokesman for the ministry"), or a pronoun whose antecedent is
looked for in the sentences before. Every search is bounded by a number of tokens, so the whole stays linear.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from archive.extract.quotations.frame import DOCUMENTS, PLURALS
from archive.extract.quotations.phrases import (
    MENTIONS,
    WINDOW,
    antecedent,
    is_predicate,
    phrase_after,
    phrase_before,
    sentence_start,
    title_start,
)
from archive.text.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.extract.quotations.frame import Frame
    from archive.extract.quotations.phrases import Phrase


_PHRASE_START: Final = frozenset("POGRrCJd#xhitm")
_MAIN_CLAUSE: Final = frozenset(("while", "whereas", "although", "though", "but"))
_PARTED: Final = re.compile(r",(?:[RJC]*Pa?v|v[RJC]*P)(?=[,.]|\Z)")
"""Somebody who says a sentence that their name parts or closes: "The question, Wang says, is", "…, said Wang."."""
_SET_APART: Final = re.compile(r"[PO,]p[dJ#xC]{1,4}\Z")
"""A name and where or how it spoke: "Booker in angry outburst says"."""
_DATELINE: Final = re.compile(r"[GCO](?:,?[GCOD#]){0,3}(?:\([OCx]\))?-")
_CLAUSAL: Final = frozenset("xubvQ")
"""Classes of which every clause has one: "Ann Lee/The Post" has none."""
_RELATIVE: Final = re.compile(r"[rP]w[^zHQ,]*\Z")
"""The rest of "a nurse who fled the war in Leeds", up to its last word."""
_LED: Final = re.compile(r"[a&,(!Q]*[hit]")
_SPOKE: Final = re.compile(r"P(?=a?v)|[Qv,]v[RJC]*P")
_HIS: Final = {"his": "h", "her": "h", "its": "i", "their": "t"}
_ANY_BODY: Final = words("speakers", "any body")
_BODIES: Final = words("speakers", "bodies")


class Speaker(NamedTuple):
    """The one who speaks: a mention, or a phrase, or neither where a pronoun stays open."""

    mention: int | None
    """Index into the frame's mentions; of two who speak jointly, the first."""
    text: str | None
    certainty: float
    """0 to 1."""
    place: tuple[int, int] | None = None
    """Where the words of a speaker stand who is only described."""


# -- from phrases to speakers


def _mention(frame: Frame, at: int, certainty: float) -> Speaker:
    index = frame.refs[at]
    mention = frame.mentions[index]
    role = mention.role if mention.rule.startswith("role") else None  # "Ukraine's president"
    is_of_two = role is not None and " and " in role  # "the president of Bosnia and Herzegovina" is one
    return Speaker(index, mention.surface if role is None or is_of_two else role, certainty)


def speaker_of(frame: Frame, phrase: Phrase | None) -> Speaker | None:
    """Who a noun phrase stands for."""
    if phrase is None:
        return None
    letter = frame.letters[phrase.head]
    if letter in "hitm":
        return _pronoun(frame, letter, phrase.head)
    if letter in MENTIONS:
        named = _mention(frame, phrase.head, phrase.certainty)
        is_joint = phrase.end - phrase.head > 1  # "A, B and C"
        return named._replace(text=frame.span(phrase.head, phrase.end - 1)) if is_joint else named
    return _described(frame, phrase)


def speaker_after(frame: Frame, at: int, stop: int) -> tuple[Speaker | None, int]:
    """The speaker whose noun phrase starts at a token, and one past its last token."""
    phrase, end = phrase_after(frame, at, stop)
    return speaker_of(frame, phrase), end


def speaker_before(frame: Frame, at: int, floor: int) -> Speaker | None:
    """The speaker whose noun phrase ends with a token."""
    return speaker_of(frame, phrase_before(frame, at, floor))


def _described(frame: Frame, phrase: Phrase) -> Speaker:
    """The speaker that a description stands for: whose document it is, which body, or the words alone."""
    letters = frame.letters
    first, head, end, certainty = phrase
    noun = frame.word(head)
    if noun in DOCUMENTS or (letters[head] == "x" and letters[end : end + 1] in ("o", "p", "y")):
        owner = _owner(frame, first, head, end)
        if owner is not None:
            return owner
    if letters[first] == "d" and frame.word(first) in ("the", "this") and head == first + 1 and noun in _BODIES:
        known = _body(frame, first, noun)
        if known is not None:
            return known
    return described(frame, first, end - 1, certainty)


def described(frame: Frame, first: int, last: int, certainty: float) -> Speaker:
    """Somebody who is not named, but for the words from one token to another."""
    return Speaker(None, frame.span(first, last), certainty, (frame.starts[first], frame.stops[last]))


def _owner(frame: Frame, first: int, head: int, end: int) -> Speaker | None:
    """Whose report it is: "Bob Woodward's book", "a report by Amnesty International"."""
    letters = frame.letters
    for k in range(first, head):
        if letters[k] in MENTIONS and (letters[k + 1] == "'" or (k == head - 1 and letters[k] == "O")):
            return _mention(frame, k, 0.85)
    for k in range(head + 1, min(end + 12, len(letters) - 1)):
        if letters[k] in ".!;,:vubH":
            return None
        if letters[k] == "y" or frame.word(k) == "from":
            after = k + 1
            while after < len(letters) and letters[after] in "dJRx" and after - k < 5:
                after += 1
            if after < len(letters) and letters[after] in "PO" and letters[after + 1 : after + 2] != "'":
                return _mention(frame, after, 0.85)
    return None


def _body(frame: Frame, at: int, noun: str) -> Speaker | None:
    """The organisation that "the company" stands for: the subject of the sentence before, or the only one."""
    here = sentence_start(frame, at)
    for first, stop in _sentences_before(frame, here):
        subject = clause_subject(frame, first, stop, pronouns=False)
        if subject is not None and _kind(frame, subject) == "O" and _may_be(subject.text or "", noun):
            return subject._replace(certainty=0.75)
    only = _only(frame, "O", at)
    if only is None or not _may_be(frame.mentions[frame.refs[only]].surface, noun):
        return None
    return _mention(frame, only, 0.75)


def _is_body(text: str) -> bool:
    noun = text.rpartition(" ")[2].lower()
    return noun in _BODIES or noun in DOCUMENTS


def _may_be(name: str, noun: str) -> bool:
    """Whether an organisation may be called by a noun: any is a group, only a court is a court."""
    return noun in _ANY_BODY or noun in name.lower()


# -- pronouns


def _pronoun(frame: Frame, letter: str, at: int) -> Speaker:
    """The speaker behind "he", "it", "they": the subject of the clause or sentence before, or the only candidate."""
    unknown = Speaker(None, None, 0.6)
    if letter == "m":
        return unknown
    kinds = {"h": "P", "i": "OG", "t": "OGP"}[letter]
    here = sentence_start(frame, at)
    closes = frame.letters[at - 1 : at] == "," and frame.letters[at + 1 : at + 2] == "v"  # "Putin was ready, he said"
    for first, stop in (*(() if closes else ((here, at),)), *_sentences_before(frame, here)):
        parted = _PARTED.search(frame.letters, first, stop) if letter == "h" else None
        if parted is not None:
            return _mention(frame, frame.letters.index("P", parted.start()), 0.8)
        subject = clause_subject(frame, first, stop, pronouns=False) if first < stop else None
        if subject is not None and subject.mention is not None:
            if _kind(frame, subject) in kinds and not (letter == "t" and _kind(frame, subject) == "P"):
                return subject._replace(certainty=0.8)
        elif subject is not None and (first != here or letter in "hi") and _may_stand_for(letter, subject):
            return subject._replace(certainty=0.65)
    only = _only(frame, kinds[0], at)
    if only is None and letter == "h":
        spoke = [*_SPOKE.finditer(frame.letters, max(0, at - 3 * WINDOW), at)]
        only = spoke[-1].end() - 1 if spoke else None
        return unknown if only is None else _mention(frame, only, 0.65)
    return unknown if only is None else _mention(frame, only, 0.75)


def _may_stand_for(letter: str, described: Speaker) -> bool:
    """Whether a pronoun may mean somebody who is only described: a person for "he" and "she"."""
    if described.text is None or described.certainty < 0.8:
        return False
    noun = described.text.rpartition(" ")[2].lower()
    is_body = _is_body(described.text)
    is_plural = noun.endswith("s") or noun in PLURALS
    return is_body if letter == "i" else not is_body and not is_plural if letter == "h" else True


def _kind(frame: Frame, speaker: Speaker) -> str:
    kind = frame.mentions[speaker.mention].kind if speaker.mention is not None else ""
    return {"person": "P", "organisation": "O", "place": "G"}.get(kind, "")


def _sentences_before(frame: Frame, at: int) -> Iterator[tuple[int, int]]:
    """The three sentences before a place, nearest first, and as many more that a pronoun opens; no captions."""
    left, stop = 3, at
    while stop > max(0, at - 3 * WINDOW) and left:
        start = sentence_start(frame, stop - 1)
        if not _CLAUSAL.isdisjoint(frame.letters[start : stop - 1]):
            yield start, stop - 1
            left -= _LED.match(frame.letters, start) is None
        stop = start


def _only(frame: Frame, kind: str, before: int) -> int | None:
    """The one mention of a kind before a place, under however many forms of its name."""
    found: dict[str, int] = {}
    for k in range(before - 1, max(-1, before - 2 * WINDOW), -1):
        if frame.letters[k] == kind:
            found.setdefault(frame.mentions[frame.refs[k]].surface.rsplit(None, 1)[-1], k)
    return next(iter(found.values())) if len(found) == 1 else None


def possessor(frame: Frame, at: int, floor: int) -> Speaker | None:
    """Whose a noun is: "Putin's claim", "his pledge", "the ministry's statement"."""
    letters = frame.letters
    k = at - 1
    while k > floor and letters[k] in "xCJ#Rr":
        k -= 1
    if letters[k] == "'" and k > floor:
        return speaker_before(frame, k - 1, floor)
    if letters[k] == "d" and frame.word(k) in _HIS:
        return _pronoun(frame, _HIS[frame.word(k)], k)
    return None


# -- subjects


def clause_subject(frame: Frame, floor: int, at: int, *, pronouns: bool = True) -> Speaker | None:
    """The first noun phrase of a clause, introductory phrases passed over."""
    letters = frame.letters
    colon = letters.rfind(":", floor, at)
    k = colon + 1 if floor <= colon < at - 1 and letters[colon + 1] != "Q" else _past_dateline(frame, floor)
    while k < at:
        letter = letters[k]
        if letter in "hitm":
            return _pronoun(frame, letter, k) if pronouns else None
        if letter in "a&(,-.!QuH" or (letter == "v" and letters[k - 1 : k] == "Q"):  # "…," says Ann Lee, an aide
            k += 1
            continue
        is_within = letters[k - 1 : k + 2] == ",G,"  # "At an event in Salem, New Hampshire, Ann Lee"
        if letter in _PHRASE_START and not is_within and not _is_participle(frame, k):
            speaker, _ = speaker_after(frame, k, at)
            if speaker is not None:
                return speaker
        comma = letters.find(",", k, at)
        if comma < 0:
            return _after_opening(frame, k, at)
        k = comma + 1
    return None


def _past_dateline(frame: Frame, first: int) -> int:
    """Past where a text was written: "WASHINGTON, July 25 (UPI) — "."""
    dateline = _DATELINE.match(frame.letters, first)
    return first if dateline is None else dateline.end()


def _after_opening(frame: Frame, floor: int, at: int) -> Speaker | None:
    """The subject after an opening phrase that no comma ends: "On Monday the ministry", "Embattled Leeds mayor Lee"."""
    letters = frame.letters
    for k in range(floor + 1, at):
        if letters[k] in "POGRd" and letters[k - 1] in "DGPO#":
            return speaker_after(frame, k, at)[0]
        if letters[k] in "uvb,":
            return None
    return None


def _is_participle(frame: Frame, at: int) -> bool:
    return frame.letters[at] in "xC" and frame.word(at).endswith(("ing", "ed"))


def subject(frame: Frame, at: int, floor: int) -> Speaker | None:
    """The subject of the finite verb at a token, looked for no further back than `floor`."""
    letters = frame.letters
    k = _step_back(frame, at, floor)
    if k < floor:
        return None
    letter = letters[k]
    if letter in ",-":
        return _across_marks(frame, k, at, floor)
    if letter in "wWH" and k > floor:
        return speaker_of(frame, antecedent(frame, k, floor))
    if letter in "&T":
        return coordinated(frame, k, floor)
    found = speaker_before(frame, k, floor)
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


def _across_marks(frame: Frame, mark: int, at: int, floor: int) -> Speaker | None:
    """The subject of a verb after a parenthesis: "the force – or Guard – said"."""
    if frame.letters[mark] == ",":
        return _across_commas(frame, mark, at, floor)
    opened = frame.letters.rfind("-", floor, mark)
    return speaker_before(frame, opened - 1, floor) if opened > floor else None


def _across_commas(frame: Frame, comma: int, at: int, floor: int) -> Speaker | None:
    """The subject of a verb after a parenthesis: "Lukashenko, in a comment to a reporter, said"."""
    letters = frame.letters
    opened = letters.rfind(",", floor, comma)
    if opened > floor and letters[opened - 1] in "wW":
        return speaker_of(frame, antecedent(frame, opened - 1, floor))
    if opened >= floor and letters[opened + 1 : comma].lstrip("RJC") == "P":
        return speaker_before(frame, comma - 1, opened + 1)
    start = floor
    for k in range(comma, floor, -1):
        clausal = letters[k] in "zH" or (letters[k] == "s" and letters[k - 1] == ",")
        if clausal and letters[k - 1] not in ".!" and "," in letters[k:comma]:
            start = k + 1
            break
    return clause_subject(frame, start, at) or (clause_subject(frame, floor, at) if start != floor else None)


def coordinated(frame: Frame, at: int, floor: int) -> Speaker | None:
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


def participle_subject(frame: Frame, at: int, floor: int) -> Speaker | None:
    """The subject of "saying", "calling": the phrase after "with" right before it, or that of its clause."""
    letters = frame.letters
    k = at - 1
    while k >= floor and letters[k] == "a":
        k -= 1
    if k >= floor and letters[k] == "b":
        return subject(frame, k, floor)
    if k > floor and k == at - 1 and letters[k] == "P" and letters[title_start(frame, k) - 1] not in "opyT,&":
        return _mention(frame, k, 0.85)
    if k > floor and letters[k] in "POGrCx":
        first = k
        while first > floor and letters[first - 1] in "dJ#CxrROGP'o":
            first -= 1
        if first > floor and frame.word(first - 1) == "with":
            return speaker_before(frame, k, first)
    return coordinated(frame, max(k, floor), floor)
