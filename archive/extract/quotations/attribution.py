"""Which verb or phrase of saying a quoted passage hangs on: after it, before it, or around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from archive.extract.quotations.cues import MODALS, PLATFORMS, UTTERANCES, word_set
from archive.extract.quotations.frame import DOCUMENTS
from archive.extract.quotations.phrases import WINDOW, sentence_start, sentence_stop
from archive.extract.quotations.speakers import (
    Speaker,
    clause_subject,
    coordinated,
    participle_subject,
    possessor,
    speaker_after,
    subject,
)

if TYPE_CHECKING:
    from archive.extract.quotations.cues import Cue
    from archive.extract.quotations.frame import Frame

_SPEAKING: Final = frozenset(("say", "speak", "tell", "vow"))
# Without an object before the passage, the past form of these is a participle: "accused of", "described as".
_OF_PERSONS: Final = frozenset(
    ("accuse", "blame", "urge", "order", "request", "thank", "congratulate", "advise", "inform")
)
_QUOTED_AS: Final = frozenset(("quoted", "reported", "cited", "heard", "recorded", "seen", "filmed", "overheard"))
_QUOTING: Final = frozenset(("quoted", "quotes", "quoting", "cited", "cites", "citing", "reported", "reports"))
_MEDIUM: Final = frozenset(("phone", "telephone", "email", "e-mail", "text", "letter", "video", "radio"))
_SURE: Final = 0.8
_AMBIGUOUS: Final = frozenset(("add", "maintain", "observe"))
"""Verbs that say something only with "that" or right before a passage."""
_COMMANDS: Final = frozenset(("order", "urge", "demand", "appeal"))
_NAMING: Final = frozenset(("call", "label", "term"))
_LIKENING: Final = frozenset(("description", "characterisation", "characterization", "depiction", "portrayal"))
_NO_CLAUSE: Final = frozenset("ubvzHKWQ&")
_REACH: Final = 24
"""Tokens between a passage and the verb after it."""


@dataclass(frozen=True, slots=True)
class Attribution:
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


class Attributor:
    """Finds attributions in one frame; what it found of a verb it keeps."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._found: dict[int, Attribution | None] = {}

    # -- a verb of its own

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
        if self._is_passive(at, before, letter, floor):
            return self._passive(at) if letter != "b" or frame.word(before) != "be" else None
        if (letter == "u" and frame.word(before) in MODALS) or self._is_supposed(at, floor):
            return None
        inserted = self._inserted(at) if letter == "," and cue.kind == "say" else None
        return inserted or self._finite(at, floor)

    def _finite(self, at: int, floor: int) -> Attribution | None:
        """A finite verb after its subject."""
        cue = self._frame.cue(at)
        speaker = subject(self._frame, at, floor)
        if speaker is None or (cue.verb in _NAMING and cue.form == "base" and _is_generic(speaker)):
            return None
        return Attribution(speaker, at, at, "before")

    def _inserted(self, at: int) -> Attribution | None:
        """A verb before its subject, between commas: "Poor people, says Guinier, are"."""
        if self._frame.cue(at).form not in {"past", "third"}:
            return None
        speaker, end = speaker_after(self._frame, at + 1, sentence_stop(self._frame, at))
        if speaker is None or self._frame.letters[end : end + 1] != ",":
            return None
        return Attribution(speaker, at, at, "around")

    def _is_passive(self, at: int, before: int, letter: str, floor: int) -> bool:
        """Whether a verb's subject is spoken to or of, rather than speaking; `letter` is the class before the verb."""
        form = self._frame.cue(at).form
        if letter == "b" or (form == "participle" and letter != "u"):
            return True
        return form == "past" and letter != "u" and self._is_reduced(at, before, floor)

    def _is_supposed(self, at: int, floor: int) -> bool:
        """Whether a verb stands in a condition: "if the union labels it"."""
        letters = self._frame.letters
        for k in range(at - 1, max(floor, at - 9), -1):
            if letters[k] in ",vQH":
                return False
            if letters[k] == "z":
                return self._frame.word(k) in _CONDITIONS
        return False

    def _participle(self, at: int, floor: int) -> Attribution | None:
        frame, letters = self._frame, self._frame.letters
        first = at
        if at >= floor + 2 and letters[at - 1] == "s" and frame.word(at - 2) in _QUOTED_AS:
            first = at - 2
            while first > floor and letters[first - 1] in "bua":
                first -= 1
            speaker = subject(frame, first, floor) if letters[first] in "bu" else coordinated(frame, first - 1, floor)
        elif at > floor and letters[at - 1] == "d":
            return None
        elif at > floor and letters[at - 1] == "s" and (quoting := self._quoting(at, floor)) is not None:
            speaker, first = quoting
        elif at > floor and frame.word(at - 1) in _QUOTED_AS and letters[at - 2 : at - 1] == "b":
            speaker = subject(frame, at - 1, floor)
        else:
            speaker = participle_subject(frame, at, floor)
        return None if speaker is None else Attribution(speaker, first, at, "before")

    def _quoting(self, at: int, floor: int) -> tuple[Speaker | None, int] | None:
        """Who is quoted as saying: "quoted an aide as saying", and where that begins."""
        frame = self._frame
        for k in range(at - 2, max(floor, at - 10) - 1, -1):
            if frame.word(k) not in _QUOTING:
                continue
            if frame.letters[k + 1] == "y":  # "was quoted by the agency as saying"
                return subject(frame, k, floor), k
            return speaker_after(frame, k + 1, at - 1)[0], k
        return None

    def _infinitive(self, at: int, to: int, floor: int) -> Attribution | None:
        """The clause's subject ("used the speech to accuse"), unless it did not do it ("refused to", "plans to")."""
        frame = self._frame
        if to > floor and frame.word(to - 1) in _UNDONE:
            return None
        speaker = coordinated(frame, to, floor)
        return None if speaker is None else Attribution(speaker, at, at, "before")

    def _is_reduced(self, at: int, before: int, floor: int) -> bool:
        """Whether a past form is a participle: "a man accused of", "a group called", "criticised by"."""
        frame, letters = self._frame, self._frame.letters
        following = letters[at + 1 : at + 2]
        cue = frame.cue(at)
        if following == "y":
            return frame.word(at + 2) not in _MEDIUM if at + 2 < len(letters) else True
        if cue.kind == "name":
            direct = following in ("s", "Q") or (following == "d" and letters[at + 2 : at + 3] == "Q")
            return direct and not self._has_relative(before, floor)
        if following == "T" and letters[at + 2 : at + 3] == "b" and cue.kind in ("say", "tell"):
            return True  # "revealed to be"
        if cue.verb in _OF_PERSONS or cue.kind == "judge":
            return following in ("o", "T", "p", "s") and not self._has_relative(before, floor)
        return False

    def _has_relative(self, before: int, floor: int) -> bool:
        """Whether "what", "which" or "whom" stands a phrase before: "what Putin called"."""
        letters = self._frame.letters
        for k in range(before, max(floor, before - 10) - 1, -1):
            if letters[k] in "KW" or self._frame.word(k) == "whom":
                return True
            if letters[k] in ".;:vQ":
                return False
        return False

    def _passive(self, at: int) -> Attribution | None:
        """The agent of a verb in the passive: "described as … by Scholz"."""
        frame, letters = self._frame, self._frame.letters
        for k in range(at + 1, min(at + _REACH, sentence_stop(frame, at))):
            if letters[k] == "y":
                speaker, end = speaker_after(frame, k + 1, min(len(letters), k + WINDOW))
                is_agent = letters[k - 1] == "Q" or (
                    k == at + 1 and letters[end : end + 1] in ("s", "o", "H", "T", "Q")
                )
                return Attribution(speaker, at, at, "around") if speaker is not None and is_agent else None
            if letters[k] in "vH;":
                return None
        return None

    # -- a passage

    def after(self, at: int) -> Attribution | None:
        """The attribution that follows the passage at a token: "…," X said."""
        frame, letters = self._frame, self._frame.letters
        k = at + 1
        crossed = letters[k : k + 1] == "!"
        k += crossed
        comma = letters[k : k + 1] in (",", "-")
        k += comma
        if k >= len(letters):
            return None
        passage = frame.passages[frame.refs[at]]
        open_end = comma or frame.text[passage.stop - 1] in ",?!…—-"
        stop = min(len(letters), k + _REACH)
        if letters[k] == "A":
            return self.according(k)
        if letters[k - 1] == "-" and letters[k] in "PO" and letters[k + 1 : k + 2] in ("", ",", "."):
            speaker, _ = speaker_after(frame, k, stop)
            return None if speaker is None else Attribution(speaker, k - 1, k - 1, "after")
        while k < stop and letters[k] == "a":
            k += 1
        if k < stop and letters[k] == "v" and not (crossed and frame.text[frame.starts[k]].isupper()):
            return self._verb_first(k, is_free=open_end or crossed)
        return self._subject_first(k, stop, crossed=crossed, open_end=open_end)

    def according(self, at: int) -> Attribution | None:
        """The source that "according to" names, at its first token."""
        frame, letters = self._frame, self._frame.letters
        if letters[at + 1 : at + 2] != "T":
            return None
        speaker, _ = speaker_after(frame, at + 2, min(len(letters), at + WINDOW))
        if speaker is None or (speaker.mention is None and speaker.certainty < _SURE):
            return None  # "according to the rate set by the bank"
        return Attribution(speaker, at, at + 1, "after")

    def _verb_first(self, at: int, *, is_free: bool) -> Attribution | None:
        frame, letters = self._frame, self._frame.letters
        cue = frame.cue(at)
        if not _may_follow(cue) or cue.form not in ("past", "third", "base") or letters[at + 1 : at + 2] == "H":
            return None
        speaker, _ = speaker_after(frame, at + 1, min(len(letters), at + WINDOW))
        if speaker is None or not is_free:
            return None
        return Attribution(speaker, at, at, "after")

    def _subject_first(self, at: int, stop: int, *, crossed: bool, open_end: bool) -> Attribution | None:
        frame, letters = self._frame, self._frame.letters
        if at >= stop or letters[at] not in "POGRrCJd#xhitm":
            return None
        k = next((k for k in range(at + 1, stop) if letters[k] in "v.!;:QHzK"), stop)
        if k == stop or letters[k] != "v" or letters[k + 1 : k + 2] == "H":
            return None
        cue = frame.cue(k)
        is_plain = _may_follow(cue) and cue.form != "ing" and (cue.form != "base" or letters[k - 1] in "rtmaCx")
        if not is_plain or ((crossed or not open_end) and not self._is_terminal(k)):
            return None
        speaker = subject(frame, k, at)
        return None if speaker is None else Attribution(speaker, k, k, "after")

    def _is_terminal(self, at: int) -> bool:
        """Whether nothing is said after a verb in its sentence but when, where or to whom."""
        frame, letters = self._frame, self._frame.letters
        following = letters[at + 1 : at + 2]
        is_closed = following in ("", ".", ",", ";", "p", "D", "a", "z", "s", "o")
        return (is_closed or frame.cue(at).verb in ("tell", "inform")) and self._leads_nowhere(at + 1)

    def _leads_nowhere(self, at: int) -> bool:
        """Whether no other passage or clause is introduced in the rest of the sentence."""
        frame = self._frame
        rest = frame.letters[at : sentence_stop(frame, at)]
        return ":" not in rest and "H" not in rest and not rest.endswith((",Q", "vQ"))

    def before(self, at: int) -> Attribution | None:
        """The attribution before the passage at a token, in its sentence: the nearest verb that may govern it."""
        frame, letters = self._frame, self._frame.letters
        floor = sentence_start(frame, at)
        within: Attribution | None = None
        for k in range(at - 1, floor - 1, -1):
            letter = letters[k]
            if letter == "v":
                if frame.cue(k).kind == "speak" and k < at - 2:
                    continue
                found = self.active(k)
                if found is not None and (self._is_within_report(k, at) or self._is_told_of(k)):
                    within = within or found
                elif found is not None:
                    return found if self._reaches(k, at) else None
                elif frame.cue(k).kind == "name" and at - k <= 3:
                    return None  # a group called "…"
            elif letter == "A" and k == floor:
                return self.according(k)
            elif letter in "xC" and frame.word(k) in UTTERANCES:
                speaker = self._uttered(k, floor)
                if speaker is not None and self._reaches(k, at):
                    return Attribution(speaker, k, k, "before")
        return within

    def _is_told_of(self, at: int) -> bool:
        """Whether a verb is only part of what is told: "says that it will respond", "that documents reveal"."""
        frame = self._frame
        if frame.cue(at).form == "base" and frame.letters[at - 1 : at] in ("u", "a"):
            return True
        found = self.active(at)
        if found is None or found.speaker.mention is not None:
            return False
        return _is_document(found.speaker.text) or (frame.cue(at).form == "base" and frame.letters[at - 1] == "w")

    def _is_within_report(self, at: int, passage: int) -> bool:
        """Whether an "and that" between shows that another verb before governs: "said A had protested and that B"."""
        letters = self._frame.letters
        return "&H" in letters[at:passage] and "H" not in letters[at + 1 : at + 6].split("&H")[0]

    def _reaches(self, at: int, passage: int) -> bool:
        """Whether what the verb introduces extends to the passage."""
        frame, letters = self._frame, self._frame.letters
        between = letters[at + 1 : passage]
        if ";" in between or "-" in between.replace("-Q-", "") or not self._holds(at, between):
            return False
        if "," in between and letters[sentence_start(frame, at)] == "z":
            return False  # the verb is in a clause before the main one: "After the court ordered it, …"
        for k in range(at + 2, passage):
            if letters[k - 1] == "," and ((letters[k] == "z" and frame.word(k) in _PARTING) or letters[k] == "s"):
                return False
        return True

    def _holds(self, at: int, between: str) -> bool:
        """Whether a verb that takes no clause still governs what stands after a relative or adverbial one."""
        if self._frame.letters[at] != "v" or "H" in between:
            return True
        cue = self._frame.cue(at)
        if cue.verb in _AMBIGUOUS:
            return between in {"", ",", ":"}
        is_parted = ",W" in between or ",w" in between or ("z" in between and "Q" not in between)
        return cue.kind == "say" or not is_parted

    def _uttered(self, at: int, floor: int) -> Speaker | None:
        word, following = self._frame.word(at), self._frame.letters[at + 1 : at + 2]
        is_likening = following == "s" and word in _LIKENING
        if following not in ("o", "H", "T", ":") and not is_likening and word != "insistence":
            return None
        return possessor(self._frame, at, floor)

    def later(self, at: int) -> Attribution | None:
        """An attribution at the end of the sentence of a passage: the bridge was "unsafe", police said."""
        frame, letters = self._frame, self._frame.letters
        stop = sentence_stop(frame, at)
        for k in range(at + 1, stop):
            if letters[k] == "A":
                return self.according(k)
            found = self.closing(at, k) if letters[k] == "v" else None
            if found is not None:
                return found
        return None

    def closing(self, at: int, verb: int) -> Attribution | None:
        """The attribution that a verb makes at the end of a sentence, after the token `at`."""
        cue = self._frame.cue(verb)
        plain = cue.kind in _SPEAKING and cue.form in ("past", "third", "base")
        if (plain and self._frame.letters[verb - 1] == "," and cue.form != "base") or cue.verb == "say":
            found = self._verb_first(verb, is_free=True) if self._frame.letters[verb - 1] == "," else None
            if found is not None and "," not in self._frame.letters[verb : sentence_stop(self._frame, verb)]:
                return found
        begin = self.begin_of_closing(at, verb) if plain and self._is_terminal(verb) else 0
        speaker = subject(self._frame, verb, begin) if begin else None
        return None if speaker is None else Attribution(speaker, verb, verb, "after")

    def begin_of_closing(self, at: int, verb: int) -> int:
        """Where the clause begins that ends a sentence after a comma: ", police said"; 0 if there is none."""
        letters = self._frame.letters
        comma = letters.find(",", at, verb)
        while comma >= 0:
            inside = letters[comma + 1 : verb]
            if inside and inside[0] in "POGRrCJd#hitm" and _NO_CLAUSE.isdisjoint(inside):
                return comma + 1
            comma = letters.find(",", comma + 1, verb)
        return 0

    def colon(self, at: int) -> Attribution | None:
        """A name and a colon that open a sentence before a passage: Scholz: "…"."""
        frame, letters = self._frame, self._frame.letters
        if letters[at - 1 : at] != ":" or at < 2:
            return None
        floor = sentence_start(frame, at)
        speaker, end = speaker_after(frame, floor, at - 1)
        if speaker is None or end != at - 1 or (speaker.mention is None and letters[at - 2] != "r"):
            return None
        return Attribution(speaker, at - 1, at - 1, "before")

    def main_subject(self, first: int, stop: int) -> Speaker | None:
        """The subject of a sentence without a verb of saying."""
        return clause_subject(self._frame, first, stop)


def _may_follow(cue: Cue) -> bool:
    """Whether a verb may stand after the passage that it introduces."""
    return cue.kind in _SPEAKING or cue.verb in _COMMANDS


def _is_document(text: str | None) -> bool:
    return text is not None and text.rpartition(" ")[2].lower() in DOCUMENTS


def _is_generic(speaker: Speaker) -> bool:
    """Whether nobody in particular speaks: what "scientists call" something is its name."""
    return speaker.mention is None and not (speaker.text or "").lower().startswith(("the ", "his ", "her ", "their "))


_UNDONE: Final = word_set(
    """
    refused refuses refuse declined declines decline plans planned plan expected wants want wanted likely failed
    fails fail unwilling reluctant hopes hoped trying tries tried asked urged told ordered able unable used designed
    aimed
    """
)
_CONDITIONS: Final = frozenset(("if", "unless", "whether"))
_PARTING: Final = frozenset(("while", "whereas", "though", "although"))
