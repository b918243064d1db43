"""Verbs of saying on their own: in which voice one stands, and who its subject is.

"Scholz said", "says Scholz", "quoted an aide as saying", "used the speech to accuse", "described by Scholz as".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from archive.extract.quotations.phrases import WINDOW, phrase_after, sentence_start, sentence_stop
from archive.extract.quotations.saying import PLATFORMS
from archive.extract.quotations.speakers import Speaker, speaker_after, speaker_of
from archive.extract.quotations.subjects import coordinated, participle_subject, subject
from archive.text.wordlists import words

if TYPE_CHECKING:
    from archive.extract.quotations.frame import Frame
    from archive.extract.quotations.phrases import Phrase

_OF_PERSONS: Final = words("saying_cues", "of persons")
_QUOTING: Final = words("saying_cues", "quoting")
_QUOTED_AS: Final = words("saying_cues", "quoted as")
_UNDONE: Final = words("saying_cues", "undone")
_RELATIVE: Final = frozenset("KWw")
REACH: Final = 24
"""Tokens between a passage and the verb after it."""


class Attribution(NamedTuple):
    """A verb or phrase of saying, and who is its speaker."""

    speaker: Speaker
    first: int
    """First token of the cue."""
    last: int
    """Last token of the cue."""
    place: str
    """`before`, `after`, `around`."""


def cue_text(frame: Frame, attribution: Attribution) -> str:
    """The cue as written, with whom it was told to or where it was written."""
    last = attribution.last
    if frame.letters[last] == "v":
        last = _with_hearer(frame, last)
    return frame.span(attribution.first, last)


def _with_hearer(frame: Frame, verb: int) -> int:
    """The last token of "told the BBC", "wrote on Telegram"; the verb itself where nothing such follows."""
    letters = frame.letters
    after = verb + 1
    if frame.cue(verb).verb == "tell":
        after += letters[after : after + 1] == "d"
        return after if letters[after : after + 1] in ("O", "P") and letters[after + 1 : after + 2] != "'" else verb
    if frame.cue(verb).verb in ("write", "post", "tweet", "say") and letters[after : after + 1] == "p":
        is_platform = frame.word(after) == "on" and after + 1 < len(letters) and frame.word(after + 1) in PLATFORMS
        return after + 1 if is_platform else verb
    return verb


class Verbs:
    """Finds the verbs of saying in one frame; what it found of one it keeps."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._found: dict[int, Attribution | None] = {}

    def active(self, at: int) -> Attribution | None:
        """The verb at a token with its speaker, whichever voice it stands in; None if it is no saying."""
        if at not in self._found:
            self._found[at] = self._find_active(at)
        return self._found[at]

    def _find_active(self, at: int) -> Attribution | None:
        frame, letters = self._frame, self._frame.letters
        cue = frame.cue(at)
        floor = sentence_start(frame, at)
        if cue.form == "ing":
            return self._participle(at, floor)
        before = at - 1
        while before >= floor and letters[before] == "a":
            before -= 1
        letter = letters[before] if before >= floor else "."
        if letter == "T":
            return self._infinitive(at, before, floor)
        if self._is_passive(at, letter):
            return self._passive(at)
        speaker = speaker_of(frame, subject(frame, at, floor))
        return None if speaker is None else Attribution(speaker, at, at, "before")

    def _is_passive(self, at: int, letter: str) -> bool:
        """Whether a verb's subject is spoken to or of, rather than speaking; `letter` is the class before the verb."""
        return letter == "b" or (self._frame.cue(at).form == "past" and letter != "u" and self._is_reduced(at))

    def _participle(self, at: int, floor: int) -> Attribution | None:
        frame, letters = self._frame, self._frame.letters
        first = at
        if at >= floor + 2 and letters[at - 1] == "s" and frame.word(at - 2) in _QUOTED_AS:
            first = at - 2
            while first > floor and letters[first - 1] in "bua":
                first -= 1
            phrase = subject(frame, first, floor)
        elif at > floor and letters[at - 1] in "d#J":
            return None  # "30 warning shots"
        elif letters[at - 2 : at] == "v,":  # "…, Spicer said, adding"
            phrase = subject(frame, at - 2, letters.rfind(",", floor, at - 2) + 1 or floor)
        elif letters[at - 1] == "s" and (quoting := self._quoting(at, floor)) is not None:
            phrase, first = quoting
        elif frame.word(at - 1) in _QUOTED_AS and letters[at - 2 : at - 1] == "b":
            phrase = subject(frame, at - 1, floor)
        else:
            phrase = participle_subject(frame, at, floor)
        speaker = speaker_of(frame, phrase)
        return None if speaker is None else Attribution(speaker, first, at, "before")

    def _quoting(self, at: int, floor: int) -> tuple[Phrase | None, int] | None:
        """Who is quoted as saying: "quoted an aide as saying", and where that begins."""
        for k in range(at - 2, max(floor, at - 10) - 1, -1):
            if self._frame.word(k) in _QUOTING:
                is_agent = self._frame.letters[k + 1] == "y"  # "was quoted by the agency as saying"
                return subject(self._frame, k, floor) if is_agent else phrase_after(self._frame, k + 1, at - 1)[0], k
        return None

    def _infinitive(self, at: int, to: int, floor: int) -> Attribution | None:
        """The clause's subject ("used the speech to accuse"), unless it did not do it ("refused to", "plans to")."""
        frame = self._frame
        if to > floor and frame.word(to - 1) in _UNDONE:
            return None
        speaker = speaker_of(frame, coordinated(frame, to, floor))
        return None if speaker is None else Attribution(speaker, at, at, "before")

    def _is_reduced(self, at: int) -> bool:
        """Whether a past form is a participle: "a man accused of", "described by", "told to go", "revealed to be"."""
        frame, letters = self._frame, self._frame.letters
        following, cue = letters[at + 1 : at + 2], frame.cue(at)
        if following == "y":
            return True
        if cue.kind == "name":  # "a plan branded “bad”", but "what Putin called “bad”"
            is_direct = following in ("s", "Q") or (following == "d" and letters[at + 2 : at + 3] == "Q")
            return is_direct and _RELATIVE.isdisjoint(letters[max(0, at - 10) : at])
        if following == "T" and (cue.verb == "tell" or letters[at + 2 : at + 3] == "b"):
            return True
        return (cue.verb in _OF_PERSONS or cue.kind == "judge") and following in ("o", "T", "p", "s")

    def _passive(self, at: int) -> Attribution | None:
        """The agent of a verb in the passive: "described as … by Scholz"."""
        frame, letters = self._frame, self._frame.letters
        for k in range(at + 1, min(at + REACH, sentence_stop(frame, at))):
            if letters[k] == "y":
                speaker, end = speaker_after(frame, k + 1, min(len(letters), k + WINDOW))
                is_other = letters[end : end + 1] == "Q"  # "said the talks described by Lee “went well”"
                return None if speaker is None or is_other else Attribution(speaker, at, at, "around")
        return None
