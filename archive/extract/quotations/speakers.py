"""Who a noun phrase stands for, read off the row of token classes.

Its head is a mention, or a noun for people ("a spokesman for the ministry"), or a pronoun whose antecedent is looked
for in the sentences before. Every search is bounded by a number of tokens, so the whole stays linear.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from archive.extract.quotations.frame import DOCUMENTS, PLURALS
from archive.extract.quotations.phrases import (
    MENTIONS,
    WINDOW,
    phrase_after,
    phrase_before,
    sentence_start,
)
from archive.extract.quotations.subjects import clause_subject
from archive.text.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.extract.quotations.frame import Frame
    from archive.extract.quotations.phrases import Phrase


_PARTED: Final = re.compile(r"[,Q](?:[RJC]*Pa?v|v[RJC]*P)(?=[,.]|\Z)")
"""Somebody who says a sentence that their name parts or closes: "The question, Wang says, is", "…, said Wang."."""
_CLAUSAL: Final = frozenset("xubvQ")
"""Classes of which every clause has one: "Ann Lee/The Post" has none."""
_LED: Final = re.compile(r"[a&,(!Q]*[hit]")
_SPOKE: Final = re.compile(r"P(?=a?v)|[Qv,]v[RJC]*P")
_PAIR: Final = re.compile(r"P(?:,[RCJ]*P)*,?&[RCJ]*P")
"""Several persons whom "they" may mean."""
_ACTING: Final = re.compile(r"P(?:p?D#?)*a*[ubvx]")
_MEANT: Final = {"h": "P", "i": "OG", "t": "OG"}
_HIS: Final = {"his": "h", "her": "h", "its": "i", "their": "t"}
_PRONOUNS: Final = {"he": "he", "his": "he", "she": "she", "her": "she"}
_TITLE: Final = 20
"""Characters before a name that hold its title."""
_TOLD: Final = {word: pronoun for pronoun in ("he", "she") for word in words("pronouns", pronoun)}
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
            author, stop = phrase_after(frame, k + 1, len(letters))
            if author is not None and letters[author.head] in "PO" and letters[stop : stop + 1] != "'":
                return _mention(frame, author.head, 0.85)
    return None


def _body(frame: Frame, at: int, noun: str) -> Speaker | None:
    """The organisation that "the company" stands for: the subject of the sentence before, or the only one."""
    here = sentence_start(frame, at)
    for first, stop in _sentences_before(frame, here):
        subject = speaker_of(frame, clause_subject(frame, first, stop, pronouns=False))
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
    pronoun, here = frame.word(at), sentence_start(frame, at)
    closes = frame.letters[at - 1 : at] == "," and frame.letters[at + 1 : at + 2] == "v"  # "Putin was ready, he said"
    for first, stop in (*(() if closes else ((here, at),)), *_sentences_before(frame, here)):
        meant = _meant(frame, letter, pronoun, first, stop, is_here=first == here)
        if meant is not None:
            return meant
    only = _only(frame, _MEANT[letter][0], at, pronoun)
    if only is not None:
        return _mention(frame, only, 0.75)
    if letter != "h":
        return unknown
    meant = _meant(frame, letter, pronoun, here, at, is_here=True) if closes else None
    spoke = [match.end() - 1 for match in _SPOKE.finditer(frame.letters, max(0, at - 3 * WINDOW), at)]
    if "P" not in frame.letters[:at]:  # a text that begins after the full name: "“We wait,” he said. Lee then left"
        acting = [each.start() for each in _ACTING.finditer(frame.letters, at)][:1]
        spoke = [each for each in acting if " " not in frame.mentions[frame.refs[each]].surface]
    last = next((k for k in reversed(spoke) if _agrees(frame, frame.refs[k], pronoun)), None)
    return meant or (unknown if last is None else _mention(frame, last, 0.65))


def _meant(frame: Frame, letter: str, pronoun: str, first: int, stop: int, *, is_here: bool) -> Speaker | None:
    """Whom a pronoun means of those in a clause: who parts or closes it, its subject, a person who does something."""
    parted = _PARTED.search(frame.letters, first, stop) if letter == "h" else None
    speaker = None if parted is None else frame.letters.index("P", parted.start())
    if speaker is not None and _agrees(frame, frame.refs[speaker], pronoun):
        return _mention(frame, speaker, 0.8)
    phrase = clause_subject(frame, first, stop, pronouns=False) if first < stop else None
    pair = _PAIR.match(frame.letters, phrase.head) if letter == "t" and phrase is not None else None
    subject = speaker_of(frame, phrase if phrase is None or pair is None else phrase._replace(end=pair.end()))
    if subject is None:
        return None
    if subject.mention is not None:
        is_meant = pair is not None or _kind(frame, subject) in _MEANT[letter]
        if is_meant and _agrees(frame, subject.mention, pronoun):
            return subject._replace(certainty=0.8)
    elif not (is_here and letter == "t") and _may_stand_for(letter, pronoun, subject):
        return subject._replace(certainty=0.65)
    if letter != "h" or is_here:
        return None
    verbs = ((each.start(), each.end() - 1) for each in _ACTING.finditer(frame.letters, first, stop))
    acting = (person for person, verb in verbs if frame.letters[verb] != "x" or frame.is_verbal(verb))
    person = next((each for each in acting if _agrees(frame, frame.refs[each], pronoun)), None)
    return None if person is None else _mention(frame, person, 0.7)


def _agrees(frame: Frame, mention: int, pronoun: str) -> bool:
    """Whether a pronoun may mean whom a mention names: "Ms. Lee", "Ann Lee", "spokeswoman Lee"."""
    named = frame.mentions[mention]
    before = frame.text[max(0, named.start - _TITLE) : named.start].split()
    title = before[-1].rstrip(".").lower() if before else ""
    forename, *more = named.name.split()
    return _fits(_TOLD.get(title) or (_TOLD.get(forename) if more else None), pronoun)


def _fits(told: str | None, pronoun: str) -> bool:
    """Whether a pronoun fits what a title, forename or noun tells; what tells nothing fits both."""
    return told is None or told == _PRONOUNS.get(pronoun, told)


def _may_stand_for(letter: str, pronoun: str, described: Speaker) -> bool:
    """Whether a pronoun may mean somebody who is only described: a person for "he" and "she"."""
    if described.text is None or described.certainty < 0.8:
        return False
    noun = described.text.rpartition(" ")[2].lower()
    if letter == "h" and not _fits(_TOLD.get(noun), pronoun):
        return False
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


def _only(frame: Frame, kind: str, before: int, pronoun: str = "") -> int | None:
    """The one mention of a kind before a place, under however many forms of its name."""
    found: dict[str, int] = {}
    for k in range(before - 1, max(-1, before - 2 * WINDOW), -1):
        if frame.letters[k] == kind and _agrees(frame, frame.refs[k], pronoun):
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
