"""Which verb or phrase of saying a quoted passage hangs on: after it, before it, or around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from archive.extract.quotations.name_like import is_name_like
from archive.extract.quotations.phrases import WINDOW, sentence_start, sentence_stop
from archive.extract.quotations.saying import UTTERANCES
from archive.extract.quotations.speakers import (
    Speaker,
    clause_subject,
    possessor,
    speaker_after,
    subject,
)
from archive.extract.quotations.verbs import REACH, Attribution, Verbs
from archive.text.wordlists import words

if TYPE_CHECKING:
    from archive.extract.quotations.frame import Frame
    from archive.extract.quotations.saying import Cue

_SPEAKING: Final = frozenset(("say", "speak", "tell", "vow"))
_SURE: Final = 0.8
_NEAR: Final = 8
"""Tokens between two passages that one attribution closes."""
_AMBIGUOUS: Final = words("saying_cues", "ambiguous")
_COMMANDS: Final = words("saying_cues", "commands")
_LIKENING: Final = words("saying_cues", "likening")
_SUBJECTS: Final = frozenset("hitmEdPOG")
_FINITE: Final = frozenset("ub")
_SUBJECT: Final = re.compile(r"[POGRrCJd#hitm]|x[xC]?r+\Z")
_TO_WHOM: Final = re.compile(r"T[dJCRr]*[POr]")
_BY_THE_WAY: Final = re.compile(r"a?,?[pTDa][^vubHQ:;zwW]{0,10}")
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
        crossed = letters[k : k + 1] == "!"
        k += crossed
        comma = letters[k : k + 1] in (",", "-")
        k += comma
        if k >= len(letters):
            return None
        open_end = comma or frame.quote(at)[-1] in ",?!…—-"
        stop = min(len(letters), k + REACH)
        if letters[k] == "A":
            return self.according(k)
        k += letters[k] == "s"  # "as she put it"
        while k < stop and letters[k] == "a":
            k += 1
        if k < stop and letters[k] == "v":
            is_sentence = " " in frame.quote(at) and not is_name_like(frame.quote(at))  # “We wait” warns Ann Lee
            return self._verb_first(k, is_free=open_end or is_sentence)
        return self._subject_first(k, stop, crossed=crossed, open_end=open_end)

    def according(self, at: int) -> Attribution | None:
        """The source that "according to" names, at its first token."""
        frame, letters = self._frame, self._frame.letters
        speaker, _ = speaker_after(frame, at + 2, min(len(letters), at + WINDOW))
        if speaker is None or (speaker.mention is None and speaker.certainty < _SURE):
            return None  # "according to the rate set by the bank"
        return Attribution(speaker, at, at + 1, "after")

    def _verb_first(self, at: int, *, is_free: bool) -> Attribution | None:
        frame, letters = self._frame, self._frame.letters
        cue = frame.cue(at)
        if not _may_follow(cue) or cue.form not in ("past", "third", "base"):
            return None
        speaker, _ = speaker_after(frame, at + 1, min(len(letters), at + WINDOW))
        if speaker is None or not (is_free or cue.verb == "say"):
            return None
        return Attribution(speaker, at, at, "after")

    def _subject_first(self, at: int, stop: int, *, crossed: bool, open_end: bool) -> Attribution | None:
        frame, letters = self._frame, self._frame.letters
        if at >= stop or letters[at] not in "POGRrCJd#xhitm":
            return None
        titles = letters.replace("Qr", "xr").replace("QR", "xR")  # "the “Morning Show” host says"
        k = next((k for k in range(at + 1, stop) if titles[k] in "v.!;:QHzK"), stop)
        if k == stop or letters[k] != "v" or letters[k + 1 : k + 2] == "H":
            return None
        cue = frame.cue(k)
        if cue.form == "ing" and letters[k - 1] == "s":
            return self.verbs.active(k)  # "X is quoted as saying"
        is_plain = _may_follow(cue) and cue.form != "ing" and (cue.form != "base" or letters[k - 1] in "rtmaCx")
        if not is_plain or ((crossed or not open_end) and not self._is_terminal(k)):
            return None
        speaker = subject(frame, k, at)
        return None if speaker is None else Attribution(speaker, k, k, "after")

    def _is_terminal(self, at: int) -> bool:
        """Whether nothing is said after a verb in its sentence but when, where or to whom."""
        frame, letters = self._frame, self._frame.letters
        following = letters[at + 1 : at + 2]
        if following == "z" and frame.word(at + 1) in _ASKED:
            return False
        is_closed = following in ("", ".", ",", ";", "p", "D", "a", "z", "s", "o") or _TO_WHOM.match(letters, at + 1)
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
                if not self._may_govern(k, at):
                    continue
                found = self.verbs.active(k)
                if found is not None and (self._is_within_report(k, at) or self._is_told_of(k)):
                    within = within or found
                elif found is not None and not (frame.cue(k).kind == "judge" and found.speaker.text is None):
                    return found if self._reaches(k, at) else None  # but "said it felt “good”"
                elif frame.cue(k).kind == "name" and at - k <= 3:
                    return None  # a group called "…"
            elif letter == "A" and k == floor:
                return self.according(k)
            elif letter in "xC" and frame.word(k) in UTTERANCES:
                speaker = self._uttered(k, floor)
                is_over = letters[k + 1] in "To" and not _FINITE.isdisjoint(letters[k:at])  # "threat to go was “bad”"
                if speaker is not None and not is_over and self._reaches(k, at):
                    return Attribution(speaker, k, k, "before")
        return within

    def _may_govern(self, at: int, passage: int) -> bool:
        """Whether a verb that takes nothing but speech stands right before it: not "goes on “life support”"."""
        frame = self._frame
        if frame.cue(at).kind != "speak":
            return True
        if frame.letters[passage - 1] == ":" and _BY_THE_WAY.fullmatch(frame.letters, at + 1, passage - 1):
            return True  # "responded with a smile:"
        is_particle = frame.letters[at + 1] in "ipa"  # "as she put it:", "he went on:", "wondered aloud,"
        is_alone = frame.cue(at).verb == "go" and at == passage - 2
        return at >= passage - 2 - is_particle and not is_alone

    def _is_told_of(self, at: int) -> bool:
        """Whether a verb is only part of what is told: "says that it will respond", "that documents reveal"."""
        frame = self._frame
        if frame.cue(at).form == "base" and frame.letters[at - 1 : at] in ("u", "a"):
            return True
        found = self.verbs.active(at)
        if found is None or found.speaker.mention is not None:
            return False
        return frame.cue(at).form == "base" and frame.letters[at - 1] == "w"

    def _is_within_report(self, at: int, passage: int) -> bool:
        """Whether an "and that" between shows that another verb before governs: "said A had protested and that B"."""
        letters = self._frame.letters
        return "&H" in letters[at:passage] and "H" not in letters[at + 1 : at + 6].split("&H")[0]

    def _reaches(self, at: int, passage: int) -> bool:
        """Whether what the verb introduces extends to the passage."""
        frame, letters = self._frame, self._frame.letters
        between = letters[at + 1 : passage]
        if ";" in between or "-" in _INSERTED.sub("", between) or not self._holds(at, between):
            return False
        if "," in between.rstrip(",") and letters[sentence_start(frame, at)] == "z":
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
            is_clause = cue.form == "ing" and between[:1] in _SUBJECTS and not _FINITE.isdisjoint(between)
            return between in {"", ",", ":"} or is_clause  # "adding it was “harder”"
        is_parted = ",W" in between or ",w" in between or ("z" in between and "Q" not in between)
        return cue.kind in ("say", "vow") or not is_parted

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
            if letters[k] == "Q" and k - at < _NEAR and "v" not in letters[at:k]:
                found = self.after(k)  # "“fear” of being “left alone,” Ann Lee said"
            if found is not None:
                return found
        return None

    def behind(self, at: int) -> Attribution | None:
        """An attribution behind a passage in its sentence, right after it or at the end."""
        frame = self._frame
        is_open = frame.quote(at)[-1] in ",?!" or frame.letters[at + 1 : at + 2] == ","
        return (self.after(at) if is_open else None) or self.later(at)

    def closing(self, at: int, verb: int) -> Attribution | None:
        """The attribution that a verb makes at the end of a sentence, after the token `at`."""
        cue = self._frame.cue(verb)
        plain = cue.kind in _SPEAKING and cue.form in ("past", "third", "base")
        if (plain and self._frame.letters[verb - 1] == "," and cue.form != "base") or cue.verb == "say":
            found = self._verb_first(verb, is_free=True) if self._frame.letters[verb - 1] in ",Q" else None
            if found is not None and self._ends(verb):
                return found
        begin = self.begin_of_closing(at, verb) if plain and self._is_terminal(verb) else 0
        speaker = subject(self._frame, verb, begin) if begin else None
        return None if speaker is None else Attribution(speaker, verb, verb, "after")

    def _ends(self, verb: int) -> bool:
        """Whether nothing but its subject and who that is follows a verb in its sentence: "said Jo Marsh, a nurse"."""
        stop = sentence_stop(self._frame, verb)
        _, end = speaker_after(self._frame, verb + 1, stop)
        rest = self._frame.letters[end:stop]
        is_apposed = rest[:2] == ",w" or "," not in rest or _NO_CLAUSE.isdisjoint(rest)
        return rest[:1] not in ("x", "u", "b", "v") and is_apposed

    def begin_of_closing(self, at: int, verb: int) -> int:
        """Where the clause begins that ends a sentence after a comma: ", police said"; 0 if there is none."""
        letters = self._frame.letters
        comma = letters.find(",", at, verb)
        while comma >= 0:
            inside = letters[comma + 1 : verb]
            if _SUBJECT.match(inside) and _NO_CLAUSE.isdisjoint(inside):
                return comma + 1
            comma = letters.find(",", comma + 1, verb)
        return 0

    def main_subject(self, first: int, stop: int) -> Speaker | None:
        """The subject of a sentence without a verb of saying."""
        return clause_subject(self._frame, first, stop)


def _may_follow(cue: Cue) -> bool:
    """Whether a verb may stand after the passage that it introduces."""
    return cue.kind in _SPEAKING or cue.verb in _COMMANDS


_ASKED: Final = frozenset(("how", "why", "where", "whether", "if"))
_PARTING: Final = frozenset(("while", "whereas", "though", "although"))
