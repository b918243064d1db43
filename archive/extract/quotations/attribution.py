"""Which verb or phrase of saying a quoted passage hangs on: after it, before it, or around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from archive.extract.quotations.not_speech import is_name_like
from archive.extract.quotations.phrases import WINDOW, sentence_start, sentence_stop
from archive.extract.quotations.saying import UTTERANCES
from archive.extract.quotations.speakers import Speaker, possessor, speaker_after, speaker_of
from archive.extract.quotations.subjects import subject
from archive.extract.quotations.verbs import REACH, Attribution, Verbs
from archive.text.wordlists import words

if TYPE_CHECKING:
    from archive.extract.quotations.frame import Frame

_SPEAKING: Final = frozenset(("say", "speak", "tell", "vow"))
_SURE: Final = 0.8
_AMBIGUOUS: Final = words("saying_cues", "ambiguous")
_HEARD: Final = words("saying_cues", "hearer")
_SUBJECTS: Final = frozenset("hitmEdPOG")
_FINITE: Final = frozenset("ub")
_SUBJECT: Final = re.compile(r"[POGRrCJd#hitm]|x[xC]?r+\Z")
_SOURCE: Final = re.compile(r"[dJ#CxrROGP'o]{2,8}")
_UP_TO_VERB: Final = re.compile(r"(?:[^v.!;:QHzK]|Q(?=[rR]))*v")  # "the “Morning Show” host says"
_INSERTED: Final = re.compile(r"-[^-]*-")
_NO_CLAUSE: Final = frozenset("ubvzHKWQ&")


class Attributor:
    """Finds attributions in one frame."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self.verbs = Verbs(frame)

    def after(self, at: int) -> Attribution | None:
        """The attribution that follows the passage at a token: "…," X said."""
        frame, letters = self._frame, self._frame.letters
        k = at + 1
        k += letters[k : k + 1] == "!"
        comma = letters[k : k + 1] in (",", "-")
        k += comma
        if k >= len(letters):
            return None
        open_end = comma or frame.quote(at)[-1] in ",?!…—-"
        stop = min(len(letters), k + REACH)
        k += letters[k] == "s"  # "as she put it"
        while k < stop and letters[k] == "a":
            k += 1
        if k < stop and letters[k] == "v":
            is_free = open_end or not is_name_like(frame.quote(at))  # “We wait” warns Ann Lee
            return self._verb_first(k) if is_free else None
        return self._subject_first(k, stop, open_end=open_end)

    def according(self, at: int) -> Attribution | None:
        """The source that "according to" names, at its first token; anything may be one: "according to new rules"."""
        frame, letters = self._frame, self._frame.letters
        speaker, _ = speaker_after(frame, at + 2, min(len(letters), at + WINDOW))
        if speaker is not None and speaker.mention is None and speaker.certainty < _SURE:
            source = _SOURCE.match(letters, at + 2)
            is_told = "v" in letters[sentence_start(frame, at) : at]  # "the ministry says …, according to plan"
            text = None if source is None or is_told else frame.span(at + 2, source.end() - 1)
            speaker = None if text is None else speaker._replace(text=text)
        return None if speaker is None else Attribution(speaker, at, at + 1, "after")

    def _verb_first(self, at: int) -> Attribution | None:
        frame, letters = self._frame, self._frame.letters
        if frame.cue(at).form not in ("past", "third", "base"):
            return None
        speaker, _ = speaker_after(frame, at + 1, min(len(letters), at + WINDOW))
        return None if speaker is None else Attribution(speaker, at, at, "after")

    def _subject_first(self, at: int, stop: int, *, open_end: bool) -> Attribution | None:
        frame, letters = self._frame, self._frame.letters
        if at >= stop or letters[at] not in "POGRrCJd#xhitm":
            return None
        end = _UP_TO_VERB.match(letters, at + 1, stop)
        if end is None:
            return None
        k = end.end() - 1
        cue = frame.cue(k)
        if cue.form == "ing":
            return self.verbs.active(k)  # "X is quoted as saying"
        is_plain = cue.form != "base" or letters[k - 1] in "rtmaCx"
        if not is_plain or not (open_end or self._is_terminal(k)):
            return None
        speaker = speaker_of(frame, subject(frame, k, at))
        return None if speaker is None else Attribution(speaker, k, k, "after")

    def _is_terminal(self, at: int) -> bool:
        """Whether nothing is said after a verb in its sentence but when, where or to whom."""
        frame, letters = self._frame, self._frame.letters
        following = letters[at + 1 : at + 2]
        is_closed = following in ("", ".", ",", ";", "p", "D", "a", "z", "s", "o")
        is_heard = frame.cue(at).verb in _HEARD and "T" not in letters[at + 2 : at + 5]  # but "asks Leeds to wait"
        return (is_closed or is_heard) and self._leads_nowhere(at + 1)

    def _leads_nowhere(self, at: int) -> bool:
        """Whether no other passage or clause is introduced in the rest of the sentence."""
        frame = self._frame
        rest = frame.letters[at : sentence_stop(frame, at)]
        return "H" not in rest and not rest.endswith((",Q", "vQ"))

    def before(self, at: int) -> Attribution | None:
        """The attribution before the passage at a token, in its sentence: the nearest verb that may govern it."""
        frame, letters = self._frame, self._frame.letters
        floor = sentence_start(frame, at)
        within: Attribution | None = None
        for k in range(at - 1, floor - 1, -1):
            letter = letters[k]
            if letter == "v":
                if not self._may_govern(k, at):
                    continue
                found = self.verbs.active(k)
                if found is not None and self._is_told_of(k):
                    within = within or found
                elif found is not None and not (frame.cue(k).kind == "judge" and found.speaker.text is None):
                    return found if self._reaches(k, at) else None
            elif letter == "A":
                return self.according(k)
            elif letter in "xC" and frame.word(k) in UTTERANCES:
                speaker = self._uttered(k, floor)
                is_over = letters[k + 1] in "To" and not _FINITE.isdisjoint(letters[k:at])  # "threat to go was “bad”"
                if speaker is not None and not is_over:
                    return Attribution(speaker, k, k, "before")
        return within

    def _may_govern(self, at: int, passage: int) -> bool:
        """Whether a verb that takes nothing but speech stands right before it: not "goes on “life support”"."""
        frame = self._frame
        if frame.cue(at).kind != "speak":
            return True
        if frame.cue(at).verb == "go" and at == passage - 2:
            return False
        return at >= passage - 2 - (frame.letters[at + 1] in "ipa")  # "as she put it:", "wondered aloud,"

    def _is_told_of(self, at: int) -> bool:
        """Whether a verb is only part of what is told: "says that it will respond", "that documents reveal"."""
        frame = self._frame
        return frame.cue(at).form == "base" and frame.letters[at - 1 : at] in ("u", "a", "w")

    def _reaches(self, at: int, passage: int) -> bool:
        """Whether what a verb or noun introduces extends to the passage."""
        between = self._frame.letters[at + 1 : passage]
        if "-" in _INSERTED.sub("", between):
            return False
        if "H" in between:
            return True
        cue = self._frame.cue(at)
        if cue.verb in _AMBIGUOUS:
            is_told = cue.form == "ing" and not _FINITE.isdisjoint(between)  # "adding it was “good”"
            return is_told or between in {"", ",", ":"}  # but "said it felt “good”"
        return cue.kind in ("say", "vow") or "z" not in between

    def _uttered(self, at: int, floor: int) -> Speaker | None:
        return possessor(self._frame, at, floor) if self._frame.letters[at + 1] in "oHT:s" else None

    def later(self, at: int) -> Attribution | None:
        """An attribution at the end of the sentence of a passage: the bridge was "unsafe", police said."""
        frame, letters = self._frame, self._frame.letters
        stop = sentence_stop(frame, at)
        for k in range(at + 1, stop):
            if letters[k] == "A":
                return self.according(k)
            found = self.closing(at, k) if letters[k] == "v" else None
            if letters[k] == "Q":
                found = self.after(k)  # "“fear” of being “left alone,” Ann Lee said"
            if found is not None:
                return found
        return None

    def behind(self, at: int) -> Attribution | None:
        """An attribution behind a passage in its sentence, right after it or at the end."""
        is_open = self._frame.quote(at)[-1] in ",?!" or self._frame.letters[at + 1 : at + 2] == ","
        return (self.after(at) if is_open else None) or self.later(at)

    def closing(self, at: int, verb: int) -> Attribution | None:
        """The attribution that a verb makes at the end of a sentence, after the token `at`."""
        cue = self._frame.cue(verb)
        plain = cue.kind in _SPEAKING and cue.form in ("past", "third", "base")
        if (plain and self._frame.letters[verb - 1] == "," and cue.form != "base") or cue.verb == "say":
            found = self._verb_first(verb) if self._frame.letters[verb - 1] in ",Q" else None
            if found is not None and self._ends(verb):
                return found
        begin = self.begin_of_closing(at, verb) if plain and self._is_terminal(verb) else 0
        speaker = speaker_of(self._frame, subject(self._frame, verb, begin)) if begin else None
        return None if speaker is None else Attribution(speaker, verb, verb, "after")

    def _ends(self, verb: int) -> bool:
        """Whether nothing but its subject and who that is follows a verb in its sentence: "said Jo Marsh, a nurse"."""
        stop = sentence_stop(self._frame, verb)
        _, end = speaker_after(self._frame, verb + 1, stop)
        rest = self._frame.letters[end:stop]
        is_apposed = rest[:2] == ",w" or "," not in rest or _NO_CLAUSE.isdisjoint(rest.replace("&", ""))
        return rest[:1] not in ("x", "u", "b", "v") and is_apposed

    def begin_of_closing(self, at: int, verb: int) -> int:
        """Where the clause begins that ends a sentence after a comma: ", police said"; 0 if there is none."""
        letters = self._frame.letters
        comma = letters.find(",", at, verb)
        while comma >= 0:
            inside = letters[comma + 1 : verb].rstrip("au")  # ", the ministry has said"
            if _SUBJECT.match(inside) and _NO_CLAUSE.isdisjoint(inside):
                return comma + 1
            comma = letters.find(",", comma + 1, verb)
        return 0
