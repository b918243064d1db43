"""Who said what: quoted passages with their speakers, and plain indirect speech.

A passage in quotation marks is speech if something says so: a verb of saying that governs it, an attribution beside it,
or its standing as a sentence of its own after one. Everything else in quotation marks (titles, nicknames, scare
quotes) is left alone. Mentions come from the step before; which entity a speaker is, the resolver has said already.

`marks` finds the passages, `frame` classes the words around them, `verbs` reads a verb of saying, `subjects` finds its
subject, `speakers` says who that is, and `attribution` on which verb a passage hangs, `headlines` where a colon or a
dash stands for the verb; `not_speech` and `indirect` say what they do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from archive.extract.quotations.attribution import Attributor
from archive.extract.quotations.frame import build_frame
from archive.extract.quotations.headlines import claim, heading, is_english, tail
from archive.extract.quotations.indirect import clauses, may_report
from archive.extract.quotations.marks import marked_passages, may_be_marked
from archive.extract.quotations.not_speech import (
    is_code,
    is_followed_by_head,
    is_name_like,
    is_named_here,
    is_title,
    is_written_like_name,
)
from archive.extract.quotations.phrases import sentence_start, sentence_stop
from archive.extract.quotations.speakers import speaker_of
from archive.extract.quotations.subjects import clause_subject
from archive.extract.quotations.verbs import cue_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.extract.quotations.frame import Frame
    from archive.extract.quotations.headlines import Heading
    from archive.extract.quotations.speakers import Speaker
    from archive.extract.quotations.verbs import Attribution
    from archive.types import Mention

QuotationKind = Literal["direct", "indirect", "fragment"]

_WORD: Final = re.compile(r"\w+(?:['’-]\w+)*")
_SCORES: Final[dict[QuotationKind, float]] = {"direct": 0.95, "fragment": 0.88, "indirect": 0.85}
_REPORTED: Final = 4
"""Words that a passage needs after a verb that reports facts rather than words ("announced a")."""
_FINDING: Final = frozenset(("find", "finds", "found"))
_FREE_SENTENCE: Final = 4
"""Words that a passage needs to be taken for speech though no verb of saying is near."""


class QuotationSpan(NamedTuple):
    """Something said, and by whom."""

    start: int
    stop: int
    """`text[start:stop] == quote`, without the marks."""
    quote: str
    kind: QuotationKind
    speaker: tuple[int, int] | None
    """Start and stop of the mention that names the speaker, anywhere in the text."""
    speaker_text: str | None
    """The speaker as written: the mention's surface, the names of two who speak jointly, or the words for a role ("a
    Kremlin spokesman")."""
    cue: str | None
    """The verb or phrase of saying as written; None where there is none."""
    is_complete: bool
    """False for a passage that is opened and never closed."""
    score: float
    """0 to 1."""
    described: tuple[int, int] | None = None
    """Start and stop of the words for a speaker who is not named."""


class _Found(NamedTuple):
    kind: QuotationKind
    speaker: Speaker | None
    cue: str | None
    score: float


def quotations(text: str, mentions: Sequence[Mention]) -> list[QuotationSpan]:
    """The quotations of a text.

    Args:
        text: A snippet's text; time is linear in its length.
        mentions: Its mentions, sorted by start.

    Returns:
        Quotations sorted by start; direct ones and fragments never overlap, indirect ones may hold fragments.
    """
    is_marked = may_be_marked(text)
    is_parted = any(each.kind == "person" and text[each.stop : each.stop + 2] in ("", ": ") for each in mentions)
    if not (is_marked or is_parted or may_report(text)):
        return []
    passages = marked_passages(text) if is_marked else []
    frame = build_frame(text, mentions, passages)
    attributor = Attributor(frame)
    found = _Passages(frame, attributor).quotations() if passages else []
    found += _indirect(frame, attributor, {each.start for each in found})
    return sorted(found, key=lambda each: (each.start, each.stop))


class _Passages:
    """The passages of a frame, gone through from the first to the last."""

    def __init__(self, frame: Frame, attributor: Attributor) -> None:
        self._frame = frame
        self._attributor = attributor
        self._last: tuple[int, _Found] | None = None
        """The attributed passage before, and the token at which its sentence ends."""
        self._voices: dict[str, Speaker] = {}
        """Who is named as a speaker of sentences so far."""
        self._newest: tuple[int, _Found] | None = None
        """The quotation before, whether a sentence or part of one."""

    def quotations(self) -> list[QuotationSpan]:
        """Those that are speech."""
        frame = self._frame
        spans = []
        at = frame.letters.find("Q")
        while at >= 0:
            found = self._judge(at)
            if found is not None:
                passage = frame.passage(at)
                spans.append(_made(frame, passage.start, passage.stop, found, is_complete=passage.is_complete))
                self._newest = (at, found)
                if found.kind == "direct":
                    self._last = (at, found)
                    if found.speaker is not None and found.speaker.mention is not None:
                        name = frame.mentions[found.speaker.mention].name
                        self._voices.setdefault(name, found.speaker)
            at = frame.letters.find("Q", at + 1)
        return spans

    def _judge(self, at: int) -> _Found | None:
        frame, opens = self._frame, self._opens_sentence(at)
        after = self._attributor.after(at) if opens and not is_title(frame, frame.quote(at)) else None
        if after is not None:
            return self._attributed(after, "direct")
        if is_named_here(frame, at) or is_code(frame.quote(at)):
            return None
        joined = self._split(at) or self._second(at)
        before = None if opens or joined is not None else self._before(at)
        if before is not None:
            return self._governed(at, before)
        return joined or self._headed(at, opens=opens) or (self._continued(at) if opens else self._inside(at))

    def _before(self, at: int) -> Attribution | None:
        """The attribution before a passage in its sentence; a noun ("the threat that") yields to a verb behind it."""
        before = self._attributor.before(at)
        if before is None:
            return None
        is_vague = before.speaker.mention is None and before.speaker.certainty < _NAMED
        cue = self._frame.cue(before.last) if self._frame.letters[before.last] == "v" else None
        yields = is_vague or cue is None or cue.form == "base" or cue.kind == "tell"
        return (self._attributor.behind(at) if yields else None) or before

    def _headed(self, at: int, *, opens: bool) -> _Found | None:
        """A passage that only a colon or a dash parts from who speaks, or from what it is about."""
        found = heading(self._frame, self._attributor, at, opens=opens)
        is_going_on = self._last is not None and self._follows(self._last[0], at)
        return None if found is not None and found.attribution is None and is_going_on else self._as_headed(found)

    def _as_headed(self, found: Heading | None) -> _Found | None:
        if found is None:
            return None
        kind: QuotationKind = "direct" if found.is_sentence else "fragment"
        if found.attribution is None:
            return _Found(kind, None, None, found.certainty)
        return self._attributed(found.attribution, kind, factor=found.certainty)

    def _split(self, at: int) -> _Found | None:
        """The second half of a sentence that its attribution parts: "Bread," argues X, "is a human right."."""
        if self._last is None or self._frame.letters[at - 1] != ",":
            return None
        if at - self._last[0] > _HALVES:
            return None
        between = self._frame.letters[self._last[0] + 1 : at]
        if not _BETWEEN_HALVES.isdisjoint(between):
            return None
        return self._last[1]

    def _second(self, at: int) -> _Found | None:
        """A passage that "and" joins to one before: declares 'I am innocent' and 'still president'."""
        first = -1 if self._newest is None else self._newest[0]
        if self._newest is None or _JOINT.fullmatch(self._frame.letters, first + 1, at) is None:
            return None
        return self._newest[1]._replace(kind="fragment")

    def _opens_sentence(self, at: int) -> bool:
        """Whether the writer's sentence begins with the passage, or goes on with it after an attribution."""
        letters = self._frame.letters
        return not at or letters[at - 1] in ".!("

    def _governed(self, at: int, before: Attribution) -> _Found | None:
        """A passage with a verb of saying before it in its sentence."""
        frame, letters, quote = self._frame, self._frame.letters, self._frame.quote(at)
        kind = frame.cue(before.last).kind if letters[before.last] == "v" else "act"
        if self._is_introduced(at, before, kind):
            return self._attributed(before, "direct")
        words = len(_WORD.findall(quote))
        is_topic = kind == "vow" or (kind in _OBJECTS and letters[at - 1] == "p")
        is_large = frame.is_headline and not is_topic  # "Lula Calls It ‘Cruel and Useless’"
        is_name = (is_name_like(quote) and not is_large) or is_followed_by_head(frame, at)
        is_own = letters[at - 1] in "bs" or (letters[at - 1] == "v" and frame.cue(at - 1).form == "third")
        is_report = kind == "tell" or frame.word(before.last) in _FINDING
        is_fact = is_report and not is_own and words < _REPORTED
        is_vague = before.speaker.text is None and kind != "say"
        return None if is_name or is_fact or is_vague else self._attributed(before, "fragment")

    def _is_introduced(self, at: int, before: Attribution, kind: str) -> bool:
        """Whether a passage is a sentence of the speaker's, after a colon, a comma or the bare verb."""
        mark, quote = self._frame.letters[at - 1], self._frame.quote(at)
        if mark == ":":
            return True
        if kind not in _SPEAKERS_OF_SENTENCES:
            return False
        if mark == ",":
            return quote[0].isupper()
        if before.last != at - 1 or not quote[0].isupper():
            return False
        is_other = kind in ("tell", "act") or self._frame.cue(at - 1).verb in _HEARD
        return not (is_other and is_name_like(quote))  # told "Fox & Friends.", announces "Clean Slate"

    def _continued(self, at: int) -> _Found | None:
        """A sentence of its own in quotation marks: the one before goes on, or its subject speaks."""
        frame, letters, quote = self._frame, self._frame.letters, self._frame.quote(at)
        is_open = letters[at + 1 : at + 2] not in ("!", ".")
        later = (self._attributor.later(at) or tail(frame, at)) if is_open else None
        if later is not None and not is_title(frame, quote):
            return self._attributed(later, "direct")
        alone = letters[at + 1 : at + 2] in ("", "!", ".", "Q", "-")
        if not alone or not (quote[0].isupper() or quote[0] in "…[(") or is_title(frame, quote):
            return None
        if self._last is not None and self._follows(self._last[0], at):
            return self._last[1]._replace(score=self._last[1].score * 0.95)
        if len(_WORD.findall(quote)) < _FREE_SENTENCE:
            return None
        return self._after_sentence(at) if at else self._alone(at)

    def _alone(self, at: int) -> _Found | None:
        """A passage that opens a text without a word of who speaks, but perhaps in the sentence behind it."""
        frame = self._frame
        if not is_english(frame, at):
            return None
        first = at + 1 + (frame.letters[at + 1 : at + 2] == "!")
        stop = sentence_stop(frame, first)
        verb = frame.letters.find("v", first, stop)
        later = self._attributor.verbs.active(verb) if verb >= 0 and frame.cue(verb).kind == "say" else None
        if later is None or later.speaker.certainty < _NAMED:
            return _Found("direct", None, None, 0.5)
        return self._attributed(later, "direct", factor=0.6)

    def _follows(self, last: int, at: int) -> bool:
        """Whether only one sentence's end stands between two passages."""
        if at - last > _HALVES:
            return False
        between = self._frame.letters[last + 1 : at]
        return "." not in between.rstrip(".!")

    def _after_sentence(self, at: int) -> _Found | None:
        """A passage after a sentence that says who speaks: its verb of saying, else its subject."""
        frame, letters = self._frame, self._frame.letters
        end = at - 1
        while end and letters[end - 1] in ".!":  # the sentence's and the paragraph's
            end -= 1
        start = sentence_start(frame, end)
        if self._newest is not None and self._newest[0] >= start:
            return self._newest[1]._replace(kind="direct", score=self._newest[1].score * 0.9)
        for k in range(end - 1, start - 1, -1):
            found = self._attributor.verbs.active(k) if letters[k] == "v" else None
            if found is not None and (found.speaker.text is None or found.speaker.certainty >= _NAMED):
                return self._attributed(found, "direct", factor=0.8)
        subject = speaker_of(frame, clause_subject(frame, start, end))
        if subject is not None and subject.mention is not None:
            return _Found("direct", subject, None, 0.6)
        return _Found("direct", next(iter(self._voices.values())) if len(self._voices) == 1 else None, None, 0.5)

    def _inside(self, at: int) -> _Found | None:
        """A passage within a sentence that names its speaker only later."""
        frame = self._frame
        if is_written_like_name(frame, frame.quote(at)) or is_followed_by_head(frame, at):
            return None
        later = self._attributor.behind(at) or tail(frame, at)
        if later is not None:
            return self._attributed(later, "fragment")
        return self._as_headed(claim(frame, at))

    def _attributed(self, attribution: Attribution, kind: QuotationKind, *, factor: float = 1.0) -> _Found:
        score = min(_SCORES[kind], attribution.speaker.certainty) * factor
        cue = None if self._frame.letters[attribution.first] == "Q" else cue_text(self._frame, attribution)
        return _Found(kind, attribution.speaker, cue, score)


_JOINT: Final = re.compile(r",?&d?|,")
"""What stands between two passages of one speaker: "a “folly” and a “waste”"."""
_HALVES: Final = 30
"""Tokens between the two halves of a sentence."""
_BETWEEN_HALVES: Final = frozenset(".!;:HzK&QwWA")
_NAMED: Final = 0.8
"""Certainty of a speaker who is named, or called by a noun for people."""
_OBJECTS: Final = frozenset(("name", "judge", "act"))
"""Kinds of verbs that are about something: "Praises Her Role in “The Long Field”"."""
_HEARD: Final = frozenset(("tell", "inform", "sing", "recall"))
_SPEAKERS_OF_SENTENCES: Final = frozenset(("say", "speak", "tell", "vow", "act"))


def _made(frame: Frame, start: int, stop: int, found: _Found, *, is_complete: bool) -> QuotationSpan:
    speaker = found.speaker
    place = None
    if speaker is not None and speaker.mention is not None:
        mention = frame.mentions[speaker.mention]
        place = (mention.start, mention.stop)
    return QuotationSpan(
        start,
        stop,
        frame.text[start:stop],
        found.kind,
        place,
        None if speaker is None else speaker.text,
        found.cue,
        is_complete,
        round(found.score, 3),
        None if speaker is None else speaker.place,
    )


def _indirect(frame: Frame, attributor: Attributor, taken: set[int]) -> list[QuotationSpan]:
    """Indirect speech that does not begin where a quoted passage does."""
    spans = []
    for clause in clauses(frame, attributor):
        speaker = clause.attribution.speaker
        if clause.start in taken:
            continue
        taken.add(clause.start)
        found = _Found("indirect", speaker, cue_text(frame, clause.attribution), min(0.85, speaker.certainty))
        spans.append(_made(frame, clause.start, clause.stop, found, is_complete=True))
    return spans
