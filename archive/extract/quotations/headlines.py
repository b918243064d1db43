"""Attributions as headlines write them, without a verb of saying.

"Scholz: we “cannot wait”", "“We wait” – Scholz after the talks", "Rail chaos “a disgrace”: union". A colon or a dash
stands between the words and who speaks, or whom they are about. Words that are what a headline tells of its subject,
"Rail works “could last for years”", are speech of nobody named.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from archive.extract.quotations.frame import DOCUMENTS, LETTERS
from archive.extract.quotations.not_speech import is_followed_by_head, is_name_like, is_written_like_name
from archive.extract.quotations.phrases import sentence_start, sentence_stop
from archive.extract.quotations.saying import CUES, UTTERANCES
from archive.extract.quotations.speakers import Speaker, described, speaker_after, speaker_of
from archive.extract.quotations.subjects import clause_subject
from archive.extract.quotations.verbs import Attribution
from archive.text.wordlists import words

if TYPE_CHECKING:
    from archive.extract.quotations.attribution import Attributor
    from archive.extract.quotations.frame import Frame

_BESIDE: Final = re.compile(r",[dJCxOGRr'o]{1,5}|(?:a?[pTsozD])[^vub:;,]{0,8}")
"""What may stand between a name and its colon: an outlet, an occasion, to whom it was said."""
_TAIL: Final = re.compile(r"[xJC]{0,2}r")
_BEHIND: Final = re.compile(r"(?:-[OC]+|[pT][^vubQ:;,]{1,8})?")
"""What may follow a name that closes a headline: an outlet, an occasion."""
_OWNER: Final = re.compile(r"[dJ#CxRrOGP]{0,4}[PrO](?=')")
"""Whose joy or anger a headline tells: "“We wait”: mother's anger at the delay"."""
_PARTING: Final = re.compile(r"!?(?:[:-]|\.{1,2}-)(?!\Z)")
_LAST: Final = re.compile(r"[.!]|(?:-[OCG]{1,4})?\Z")
_FIRST_PERSON: Final = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Uu]s|[Mm]e)\b")
_SINGULAR: Final = re.compile(r"\b(?:I|[Mm]y|[Mm]e)\b")
_SURE: Final = 0.8
_FUNCTION: Final = frozenset("dbuvpoyTszH&hitma")
"""Classes of small words, by which English is told from other languages."""
_ANSWERING: Final = words("saying_cues", "answering")
_ANSWERS: Final = UTTERANCES | words("saying_cues", "answers")
_AFTER_NAME: Final = ("", ".", ",", "p", "T", "z", "v", "D", "w")
_OF_THINGS: Final = ("name", "judge", "act")
"""Kinds of verbs whose passive needs no agent: "branded “a shambles”", "accused of “folly”"."""
_AFTER_CLAIM: Final = ("", "!", *":;,&pTzsoya-D")
_SUBJECTS: Final = frozenset("xrCPOGD)#")
_CLAUSAL: Final = frozenset("ubhimtw")
_WORD: Final = re.compile(r"\w+(?:-\w+)*")
_PART: Final = re.compile(r"\w(?:[\w'’-]|[.,](?=\w))*")
_LEAST: Final = 3
"""Words of a passage beside a colon that nobody is named for; "it's" is two."""


_SMALL_WORDS: Final = 2


class Heading(NamedTuple):
    """A passage of a headline."""

    attribution: Attribution | None
    """None where nobody is named."""
    is_sentence: bool
    """Whether it stands by itself, rather than as words of the writer's sentence."""
    certainty: float
    """0 to 1."""


def heading(frame: Frame, attributor: Attributor, at: int, *, opens: bool) -> Heading | None:
    """What a colon or a dash makes of the passage at a token; `opens` where the passage opens its sentence."""
    leading = _leading(frame, at)
    if leading is not None:
        return _led(frame, attributor, at, leading)
    if is_written_like_name(frame, frame.quote(at)):
        is_headed = opens and frame.letters[at + 1 : at + 2] == ":"  # "“Bloodbath”: analysts react"
        named = _named(frame, at, at + 2) if is_headed else None
        return None if named is None else Heading(named, is_sentence=True, certainty=0.8)
    return _heading(frame, attributor, at) if opens else _closing(frame, attributor, at)


def claim(frame: Frame, at: int) -> Heading | None:
    """A passage that is what a headline tells of its subject: "Rail works “could last for years”"."""
    letters, quote, before = frame.letters, frame.quote(at), frame.letters[at - 1 : at]
    if not before or letters[at + 1 : at + 2] not in _AFTER_CLAIM or not _is_line(frame, at):
        return None
    speaker = speaker_after(frame, 0, at)[0] if letters.lstrip("R") == "PQ" and quote[0].isupper() else None
    if speaker is not None:  # "Ann Lee “We wait for rain”"
        return Heading(Attribution(speaker, at, at, "before"), is_sentence=True, certainty=0.8)
    verb = at - 1 - (before in "so")
    is_called = letters[verb] == "v" and frame.cue(verb).form == "past" and frame.cue(verb).kind in _OF_THINGS
    is_claim = is_called or _is_predicate(frame, quote, before)
    return Heading(None, is_sentence=False, certainty=0.6) if is_claim else None


def _is_line(frame: Frame, at: int) -> bool:
    """Whether the sentence around a token is a line of its own without a full stop, as headlines are."""
    first, stop = sentence_start(frame, at), sentence_stop(frame, at)
    ends = [frame.starts[k] for k in (first - 1, stop) if 0 <= k < len(frame.starts)]
    return all(frame.text[end : end + 1] in "\n;!?" for end in ends)


def _is_predicate(frame: Frame, quote: str, before: str) -> bool:
    """Whether a passage holds the verb of its clause, or all that is said with the form of "be" before it."""
    words, classes = _PART.findall(quote.lower()), _classes(quote)
    if len(words) < _SMALL_WORDS:
        return False
    if classes[0] in "ub":
        return before in _SUBJECTS
    if before not in _SUBJECTS or (frame.is_headline and is_name_like(quote)):
        return before in "bu"
    is_joined = words[0].endswith("ly") or any(
        letter in "pTasH" or word == "for" for letter, word in zip(classes, words, strict=True)
    )
    is_participle = words[0].endswith(("ed", "ing")) and len(words) > _SMALL_WORDS
    return is_joined or is_participle or (words[0].endswith("s") and classes[1] in "dTp")


def tail(frame: Frame, at: int) -> Attribution | None:
    """A name behind a colon or a dash that closes the sentence of a passage: "Rail chaos “a disgrace” – union"."""
    letters, stop = frame.letters, sentence_stop(frame, at)
    if is_followed_by_head(frame, at):
        return None
    if letters[at + 1 : at + 2] == "-" and (named := _named(frame, at, at + 2)) is not None:
        return named
    mark = letters.rfind(":", at, stop)
    mark = letters.rfind("-", at, stop) if mark < 0 else mark
    speaker, end = speaker_after(frame, mark + 1, stop) if mark > at else (None, stop)
    is_known = speaker is not None and (speaker.certainty >= _SURE or letters[mark:stop] in (":C", ":CC"))
    if speaker is None or not is_known or _BEHIND.fullmatch(letters, end, stop) is None:
        return None
    return Attribution(speaker, mark, mark, "after")


def is_first_person(frame: Frame, at: int) -> bool:
    """Whether somebody speaks of themselves in the passage at a token."""
    return _FIRST_PERSON.search(frame.quote(at)) is not None


def is_english(frame: Frame, at: int) -> bool:
    """Whether the passage at a token and its sentence hold small words of English."""
    around = frame.letters[sentence_start(frame, at) : sentence_stop(frame, at)]
    return sum(letter in _FUNCTION for letter in (*around, *_classes(frame.quote(at)))) >= _SMALL_WORDS


def _leading(frame: Frame, at: int) -> Attribution | None:
    """A name and a colon that open the sentence of a passage: "Scholz: …", "Scholz, SPD: “…”", "Scholz on aid: “…”"."""
    letters, floor = frame.letters, sentence_start(frame, at)
    colon = letters.find(":", floor, at)
    floor = max(floor, letters.rfind("-", floor, colon) + 1)  # "Polls were not wrong - Ann Lee: “…”"
    if colon <= floor:
        return None
    speaker, end = speaker_after(frame, floor + (frame.word(floor) == "from"), colon)  # "From Ann Lee: “…”"
    if speaker is None or not _may_speak(speaker):
        return None
    is_topic = letters[end - 1] == "G" and _SINGULAR.search(frame.quote(at)) is not None
    if is_topic and colon == at - 1:
        return None  # "Leeds: “I cannot wait”"
    between = letters[end:colon]
    if _TAIL.fullmatch(between):  # "Scholz adviser: “…”"
        speaker = described(frame, floor, colon - 1, 0.85)
    elif between and (_BESIDE.fullmatch(between) is None or colon != at - 1) and frame.word(colon - 1) not in CUES:
        return None
    return Attribution(speaker, colon, colon, "before")


def _led(frame: Frame, attributor: Attributor, at: int, leading: Attribution) -> Heading | None:
    """A passage right after a name and a colon, or in the sentence that follows them."""
    if leading.last == at - 1:
        later = _behind(frame, attributor, at)
        return Heading(later or leading, is_sentence=later is None, certainty=1.0)
    is_large = frame.letters[sentence_start(frame, at)] in "POGR"
    is_other = frame.letters[leading.first - 1] == "G" or frame.letters[at - 1] == "'"
    if is_other or (is_name_like(frame.quote(at)) and not is_large):
        return None
    return Heading(attributor.behind(at) or leading, is_sentence=False, certainty=1.0)


def _heading(frame: Frame, attributor: Attributor, at: int) -> Heading | None:
    """A passage and, after a colon or a dash, who speaks or what it is about: "“We wait”: Scholz after the talks"."""
    letters = frame.letters
    parting = _PARTING.match(letters, at + 1)
    if parting is None:
        return None
    later = attributor.later(at) or _named(frame, at, parting.end())
    return _nameless(frame, at) if later is None else Heading(later, is_sentence=True, certainty=0.9)


def _named(frame: Frame, at: int, first: int) -> Attribution | None:
    """Who opens the rest of a headline, if it tells that they speak or the passage is in the first person."""
    letters, stop = frame.letters, sentence_stop(frame, first)
    owner = _OWNER.match(letters, first, stop)
    speaker, end = speaker_after(frame, first, stop if owner is None else owner.end())
    if owner is not None:
        is_answer = any(frame.word(k) in _ANSWERS for k in range(end + 1, min(stop, end + 5)))
        return Attribution(speaker, first - 1, first - 1, "after") if speaker is not None and is_answer else None
    following = letters[end : end + 1]
    is_answering = end < stop and frame.word(end) in _ANSWERING
    may_speak = letters[first:end] == "C" or following == "v" or is_answering  # "Modi on aid", "Leeds striker reacts"
    if speaker is None or not (may_speak or _may_speak(speaker)):
        return None
    is_outlet = letters[end - 1 : end + 2] == "OxT"  # "“We wait”: the BBC speaks to residents"
    answers = is_answering or (end < stop and frame.word(end).endswith("ing"))
    is_told = following in _AFTER_NAME or (answers and not is_outlet)
    is_part = following == "x" and not frame.word(end).endswith(("s", "ed"))
    goes_on = is_part and speaker.mention is not None  # "Trump admin"
    is_own = not (goes_on or is_outlet) and is_first_person(frame, at)
    return Attribution(speaker, first - 1, first - 1, "after") if is_told or is_own else None


def _closing(frame: Frame, attributor: Attributor, at: int) -> Heading | None:
    """A passage after a colon that ends its sentence; in the first person it is the subject's."""
    letters, quote = frame.letters, frame.quote(at)
    is_last = _LAST.match(letters, at + 1) is not None
    is_parted = is_last or letters[at + 1 : at + 2] in _AFTER_CLAIM
    if letters[at - 1 : at] not in (":", "-") or not is_parted:
        return None
    later = _behind(frame, attributor, at)
    if later is not None:
        return Heading(later, is_sentence=True, certainty=1.0)
    listed = frame.quote(at + 2) if letters[at + 1 : at + 3] == "&Q" else quote
    if not is_last and (is_name_like(quote) or is_name_like(listed)):
        return None  # "New on the stage: “I May Wait” and “The Long Field”"
    speaker = speaker_of(frame, clause_subject(frame, sentence_start(frame, at), at - 1))
    is_own = is_first_person(frame, at) or frame.word(at - 2) in UTTERANCES
    kind = "" if speaker is None or speaker.mention is None else frame.mentions[speaker.mention].kind
    if speaker is None or not (kind == "person" or (is_own and _may_speak(speaker))):
        is_work = is_name_like(quote) and _CLAUSAL.isdisjoint(_classes(quote))
        return None if is_work else _nameless(frame, at)
    return Heading(Attribution(speaker, at - 1, at - 1, "before"), is_sentence=True, certainty=0.8)


def _behind(frame: Frame, attributor: Attributor, at: int) -> Attribution | None:
    """Who speaks behind a passage that goes before the end of its sentence: "Flood: “We wait”, says Ann Lee"."""
    following = frame.letters[at + 1 : at + 2]
    if following in ("", ".", "!"):
        return None
    return attributor.behind(at) or tail(frame, at)


def _nameless(frame: Frame, at: int) -> Heading | None:
    """A passage that nobody is named for, if it is long enough and its sentence is English."""
    is_speech = is_english(frame, at) and _length(frame, at) >= _LEAST
    return Heading(None, is_sentence=True, certainty=0.6) if is_speech else None


def _classes(quote: str) -> list[str]:
    """The classes of a passage's words, of "we're" that of "we"."""
    words = _PART.findall(quote.lower())
    return [LETTERS.get(word) or LETTERS.get(re.split("['’]", word)[0], "x") for word in words]


def _length(frame: Frame, at: int) -> int:
    """Words of a passage; a question or a call is one more."""
    quote = frame.quote(at)
    return len(_WORD.findall(quote)) + (quote[-1] in "?!")


def _may_speak(speaker: Speaker) -> bool:
    """Whether a colon or a dash makes somebody the speaker: a name, or a noun for people, but no document."""
    if speaker.mention is not None:
        return True
    return speaker.certainty >= _SURE and str(speaker.text).rpartition(" ")[2].lower() not in DOCUMENTS
