"""Attributions as headlines write them: "Scholz: we “cannot wait”", "“We wait” – Scholz after the talks", "“…”: Union to
assist". No verb of saying is there; a colon or a dash stands between the words and who speaks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from archive.extract.quotations.frame import DOCUMENTS
from archive.extract.quotations.phrases import sentence_start, sentence_stop
from archive.extract.quotations.speakers import Speaker, clause_subject, speaker_after
from archive.extract.quotations.verbs import Attribution
from archive.text.wordlists import words

if TYPE_CHECKING:
    from archive.extract.quotations.frame import Frame

_BESIDE: Final = re.compile(r",[dJCxOGRr'o]{1,5}|(?:a?[pTsozD])[^vubQ:;,]{0,8}")
"""What may stand between a name and its colon: an outlet, an occasion, to whom it was said."""
_TAIL: Final = re.compile(r"[xJC]{0,2}r")
_FIRST_PERSON: Final = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Uu]s|[Mm]e)\b")
_BEHIND: Final = re.compile(r"(?:-[OC]+|[pT][^vubQ:;,]{1,8})?")
"""What may follow a name that closes a headline: an outlet, an occasion."""
_ANSWERING: Final = words("saying_cues", "answering")
_AFTER_NAME: Final = ("", ".", ",", "p", "T", "z", "v", "D", "w")


def lead(frame: Frame, at: int) -> Attribution | None:
    """A name and a colon that open the sentence of a passage: "Scholz: “…”", "Scholz, SPD: “…”", "Scholz on aid: “…”"."""
    floor = sentence_start(frame, at)
    colon = frame.letters.find(":", floor, at)
    if colon <= floor:
        return None
    first = floor + (frame.word(floor) == "from" or frame.letters[floor] == "v")  # "Continued Stone: “…”"
    speaker, end = speaker_after(frame, first, colon)
    if speaker is None or not _may_speak(speaker):
        return None
    between = frame.letters[end:colon]
    if _TAIL.fullmatch(between):  # "Trump adviser: “…”"
        return Attribution(Speaker(None, frame.span(first, colon - 1), 0.85), colon, colon, "before")
    if between and (_BESIDE.fullmatch(between) is None or colon != at - 1):
        return None
    return Attribution(speaker, colon, colon, "before")


def headed(frame: Frame, at: int) -> Attribution | None:
    """Who speaks in a passage that a colon or a dash parts from the rest of its sentence, as far as the rest tells."""
    letters = frame.letters
    first = at + 2 + (letters[at + 1 : at + 2] == "!")
    stop = sentence_stop(frame, first)
    if first >= stop or letters[first - 1] not in ":-":
        return None
    speaker, end = speaker_after(frame, first, stop)
    if speaker is None or not (_may_speak(speaker) or letters[end : end + 1] == "v"):
        return None
    is_named = letters[end : end + 1] == "x" and not frame.word(end).endswith(("s", "ed"))  # "Trump admin"
    is_told = letters[end : end + 1] in _AFTER_NAME and (letters[first - 1] == "-" or letters[end : end + 2] != "Tx")
    is_told = is_told or (end < stop and frame.word(end) in _ANSWERING)
    if is_told or (letters[first - 1] == ":" and is_first_person(frame, at) and not is_named):
        return Attribution(speaker, first - 1, first - 1, "after")
    return None


def tail(frame: Frame, at: int) -> Attribution | None:
    """A name behind a colon or a dash that closes the sentence of a passage: "Rail chaos “a disgrace” – union"."""
    letters, stop = frame.letters, sentence_stop(frame, at)
    mark = letters.rfind(":", at, stop)
    mark = letters.rfind("-", at, stop) if mark < 0 else mark
    speaker, end = speaker_after(frame, mark + 1, stop) if mark > at else (None, stop)
    if speaker is None or not _may_speak(speaker) or _BEHIND.fullmatch(letters, end, stop) is None:
        return None
    if letters[mark] == "-" and letters[end - 1] == "O":
        return None  # rather where it was published
    return Attribution(speaker, mark, mark, "after")


def closing(frame: Frame, at: int) -> Speaker | None:
    """Who speaks in a passage in the first person that ends its sentence after a colon: its subject."""
    speaker = clause_subject(frame, sentence_start(frame, at), at - 1) if is_first_person(frame, at) else None
    return speaker if speaker is not None and _may_speak(speaker) else None


def is_first_person(frame: Frame, at: int) -> bool:
    """Whether somebody speaks of themselves in the passage at a token."""
    passage = frame.passages[frame.refs[at]]
    return _FIRST_PERSON.search(frame.text, passage.start, passage.stop) is not None


def _may_speak(speaker: Speaker) -> bool:
    """Whether a colon or a dash makes somebody the speaker: a name, or a noun for people, but no document."""
    if speaker.mention is not None:
        return True
    return speaker.certainty >= 0.8 and (speaker.text or "").rpartition(" ")[2].lower() not in DOCUMENTS
