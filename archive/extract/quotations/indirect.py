"""Indirect speech, where verb and clause are plain: "X said that …", "X vowed to …", "according to X, …"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from archive.extract.quotations.frame import ALONE, PLURALS
from archive.extract.quotations.phrases import WINDOW, phrase_after, sentence_start, sentence_stop
from archive.extract.quotations.saying import CUES, contracted
from archive.extract.quotations.speakers import speaker_before, speaker_of
from archive.extract.quotations.subjects import subject
from archive.extract.quotations.verbs import Attribution
from archive.text.patterns import lazy_regex
from archive.text.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from archive.extract.quotations.attribution import Attributor
    from archive.extract.quotations.frame import Frame

_WITH_THAT: Final = frozenset(("say", "tell", "vow"))
_BARE: Final = words("saying_cues", "without that")
_BARE_IF_PLAIN: Final = words("saying_cues", "without that if plain")
_TOLD: Final = words("saying_cues", "hearer")
_HEARER: Final = lazy_regex(r"(?:[dJR#C']{0,5}[POGrxtmhQ]){1,2}a?(?=[HpDdPOGhitsz.,(])")
_SETTING: Final = lazy_regex(r"[pDdJ#xCrOGRToP']{1,12}(?=H|[hitE]a?[ub])")
_DAY: Final = lazy_regex(r"p?D#?(?=[hitmdPOGE])")
_CLAUSE_START: Final = frozenset("PORGhitdJ#CrmQEx")
_SAID_OF: Final = lazy_regex(r"[xrC],?[WH]?(?:[dJ]?[#CxrROGP]{1,4}|[hitPO])v[ub]\Z")
_SAID_ALONE: Final = words("saying_cues", "said alone")
_INFINITIVE: Final = lazy_regex(r"D{0,2}(?=T[xvbu])")
_URGED: Final = lazy_regex(r"p?[dJ#CxrROGP'i&]{1,8}?(?=a?T[xvbu])|[dJ#CxrROGP'i&]{0,8}?o(?=x)")
_URGING: Final = words("saying_cues", "whom to")
_CLOSING: Final = lazy_regex(r"Q,?[dJ#CxrROGP'ohitma]{0,12}v\Z")
_CUE: Final = lazy_regex(r"[vA]")
_FINITE: Final = frozenset("ubv")
_PRONOUN_CLAUSE: Final = lazy_regex(r"[hitmE]a?[ubvx]")
_PLAIN_CLAUSE: Final = lazy_regex(r"[dJ#CxrROGP']{1,8}(?:[poT][dJ#CxrROGP']{1,6})?a?[ub]")
_NAMED_CLAUSE: Final = lazy_regex(r"[RJC]*P[axv]")
_BEFORE_VERB: Final = frozenset("xrCOGPD)#aQ")
_LONGEST: Final = 300
"""Tokens of a clause."""
_MIN_TOKENS: Final = 3
_DENYING: Final = contracted("denying")
_MIN_CERTAINTY: Final = 0.6
_SURE: Final = 0.8
_LEADING: Final = lazy_regex(r"[RJCOG']{0,4}P(?=:[^.:;QA-]+\Z)")
_CLOSED_BY: Final = lazy_regex(r"[^.:;QA-]+(?=[:-][RJCOG']{0,4}P\Z)")
"""A name and a colon that open a headline, and what a colon or a dash parts from the name that closes it."""
_PARTING: Final = lazy_regex(r"[dJ#CxrROGP'ohit]{1,8}a?v[D#]*|v[dJ#CxrROGP'o]{1,8}")
"""An attribution between commas."""


def _forms(verbs: Collection[str]) -> frozenset[str]:
    return frozenset(word + mark for word, cue in CUES.items() if cue.verb in verbs for mark in ("", ".", ","))


_SAYING: Final = {
    *(form for plain in _forms(_BARE) for form in (plain, plain.capitalize())),
    *(form for form in _forms(_BARE_IF_PLAIN) if form.endswith(",")),
    *("according", "According"),
}
_SAYING_PLAIN: Final = _forms(_BARE_IF_PLAIN)
_PLAIN_REPORT: Final = lazy_regex(
    rf" (?:{'|'.join(sorted(word for word in _SAYING_PLAIN if word.isalpha()))})"
    r" (?:he |she |it |they |"
    r"(?:[\w’'-]+ ){1,9}?(?:[wh]as|had|have|were|will|is|are|can|did|[cw]ould|may|might|must|should) )"
)
_OF_CLAUSES: Final = (
    words("function_words", "be") | words("function_words", "auxiliaries") | {"is", "he", "she", "they"}
)
_TAKING_THAT: Final = frozenset(word for word, cue in CUES.items() if cue.kind in _WITH_THAT)
_TO: Final = frozenset(word for word, cue in CUES.items() if cue.kind == "vow" or cue.verb in _URGING)
_TAKING_TO: Final = _TO | {word.title() for word in _TO}
_ANY: Final = _SAYING | _SAYING_PLAIN | _TAKING_THAT | _TAKING_TO


def may_report(text: str) -> bool:
    """Whether a text holds a word that indirect speech may hang on; quick."""
    words = set(text.split())
    if words.isdisjoint(_ANY):
        return False
    if not words.isdisjoint(_SAYING) or ("that" in words and not words.isdisjoint(_TAKING_THAT)):
        return True
    if not words.isdisjoint(_SAYING_PLAIN) and not words.isdisjoint(_OF_CLAUSES) and _PLAIN_REPORT.search(text):
        return True
    return not words.isdisjoint(("to", "of", "for")) and not words.isdisjoint(_TAKING_TO)


class Clause(NamedTuple):
    """A clause that reports what somebody said, in characters, with its attribution."""

    start: int
    stop: int
    attribution: Attribution


def clauses(frame: Frame, attributor: Attributor) -> Iterator[Clause]:
    """The clauses of indirect speech in a frame, none within another: who "says X promised to" says it once."""
    letters = frame.letters
    found: list[Clause] = []
    for match in _CUE.finditer(letters):
        at = match.start()
        if match[0] == "v":
            clause = (
                _clause_after(frame, attributor, at)
                or _clause_before(frame, attributor, at)
                or _clause_parted(frame, at)
            )
        else:
            clause = _clause_around(frame, attributor, at)
        if clause is not None:
            found.append(clause)
    headed = _clause_headed(frame)
    found += [] if headed is None else [headed]
    stop = 0
    for clause in sorted(found, key=lambda each: (each.start, -each.stop)):
        if clause.start >= stop:
            yield clause
            stop = clause.stop


def _clause_after(frame: Frame, attributor: Attributor, at: int) -> Clause | None:
    letters, cue = frame.letters, frame.cue(at)
    if cue.kind not in _WITH_THAT and cue.verb not in _URGING:
        return None
    first = _first_token(frame, at)
    if first is None or (cue.verb in _TOLD and letters[first - 1] != "H" and _closes_passage(letters, at)):
        return None
    attribution = None if _is_unsaid(frame, at) else attributor.verbs.active(at)
    if attribution is None or not _is_plain(frame, attribution) or attribution.place != "before":
        return None
    stop = _clause_stop(frame, first, sentence_stop(frame, at, _LONGEST))
    if letters[sentence_start(frame, at)] == "z":  # "While X says that A, B"
        comma = letters.find(",", first, stop)
        stop = comma if comma >= 0 else stop
    if stop - first < _MIN_TOKENS or letters[first] == "Q":
        return None
    return _made(frame, first, stop, attribution)


def _closes_passage(letters: str, verb: int) -> bool:
    """Whether a verb belongs to the passage before it: "…," he told the House before leaving."""
    return _CLOSING.search(letters, max(0, verb - WINDOW), verb + 1) is not None


def _is_unsaid(frame: Frame, at: int) -> bool:
    """Whether a verb is denied: "never said", "did not say"."""
    k = at - 1
    while k >= 0 and frame.letters[k] in "auT":
        if frame.word(k) in _DENYING:
            return True
        k -= 1
    return False


def _made(frame: Frame, first: int, stop: int, attribution: Attribution) -> Clause:
    """A clause from one token to before another, with what no token holds at its end ("96%")."""
    start = frame.starts[first]
    end = frame.starts[stop] if stop < len(frame.starts) else len(frame.text)
    inside = frame.text[start:end].rstrip(" \n\t.,;:!?–—-")
    return Clause(start, start + len(inside), attribution)


def _is_plain(frame: Frame, attribution: Attribution) -> bool:
    """Whether it is clear that somebody speaks, who may be "he" or "she"."""
    speaker = attribution.speaker
    if speaker.text is None:
        return "h" in frame.letters[attribution.last - 1 : attribution.last + 2]
    return speaker.certainty >= _MIN_CERTAINTY


def _first_token(frame: Frame, at: int) -> int | None:
    """Where the clause after a verb begins, or None if no plain clause does."""
    letters, cue = frame.letters, frame.cue(at)
    k = at + 1
    before = _INFINITIVE if cue.kind == "vow" else _URGED if cue.verb in _URGING else None
    infinitive = None if before is None else before.match(letters, k)
    if infinitive is not None:
        return infinitive.end()
    while letters[k : k + 1] == "a":
        k += 1
    begin = k
    if cue.verb in _TOLD:
        k = _past_hearer(frame, k)
    if k == begin and (letters[k : k + 1] in ("p", "D", "T") or letters[k : k + 2] == "dD"):
        k = _past_setting(frame, k)
    if letters[k : k + 1] == "H":
        return _behind_that(frame, k)
    return k if _is_bare_clause(frame, at, k) else None


def _is_bare_clause(frame: Frame, verb: int, at: int) -> bool:
    """Whether what a verb introduces begins at a token without "that"."""
    letters, cue = frame.letters, frame.cue(verb)
    if cue.verb == "ask":
        return letters[at : at + 1] in ("z", "K", "W", "w")
    if cue.verb in _BARE:
        is_counted = letters[at : at + 2] == "p#"  # "said about 20 people have"
        if letters[at : at + 1] in ("u", "b"):  # "a plan that officials said will work"
            return _SAID_OF.search(letters, max(0, verb - WINDOW), at + 1) is not None
        return _is_clause(frame, at + is_counted, sentence_stop(frame, verb, _LONGEST))
    is_plain = any(each.match(letters, at) for each in (_PRONOUN_CLAUSE, _PLAIN_CLAUSE, _NAMED_CLAUSE))
    return is_plain and cue.verb in _BARE_IF_PLAIN


def _behind_that(frame: Frame, that: int) -> int | None:
    """Where the clause begins that "that" opens, which is no relative one: "told a rally that had waited"."""
    following = frame.letters[that + 1 : that + 2]
    if following not in ("u", "b", "v"):
        return that + 1
    return that if frame.letters[that - 1] == "v" and following != "v" else None  # "said that was all"


def _is_clause(frame: Frame, first: int, stop: int) -> bool:
    """Whether a subject and its verb begin at a token, rather than a thing that is said."""
    letters = frame.letters
    if _PRONOUN_CLAUSE.match(letters, first) or _NAMED_CLAUSE.match(letters, first):
        return True
    if letters[first : first + 1] not in _CLAUSE_START or frame.word(first) in _SAID_ALONE:
        return False
    is_inverted = _is_inverted(letters, first - 1)  # ", said an official who was there"
    for k in range(first + 1, min(first + 20, stop)):
        if is_inverted and letters[k] in "wW,":
            return False
        if letters[k] in _FINITE or (letters[k] == "x" and _is_predicate(frame, k)):
            return True
    is_line = letters[stop : stop + 1] in ("", ";") and not is_inverted
    return is_line and frame.word(first - 1) in ("say", "says")  # a headline: "Canadian PM says truce near"


def _is_predicate(frame: Frame, at: int) -> bool:
    """Whether an unknown word is the verb of what stands before it: "the union expected", "people misunderstand"."""
    before, word = frame.letters[at - 1], frame.word(at - 1)
    if before == "r" and (word.endswith("s") or word in PLURALS):
        return True
    return (before in _BEFORE_VERB or (before == "d" and word in ALONE)) and frame.is_verbal(at)


def _is_inverted(letters: str, verb: int) -> bool:
    """Whether a verb right behind a comma comes before its subject, the comma closing no "Ann Lee, who was there,"."""
    opened = letters.rfind(",", max(0, verb - WINDOW), verb - 1)
    return letters[verb - 1] == "," and letters[opened + 1 : opened + 2] not in ("w", "W")


def _past_hearer(frame: Frame, at: int) -> int:
    """Past the one who was told, and when: "told the BBC on Monday that"."""
    letters = frame.letters
    hearer = _HEARER.match(letters, at)
    if hearer is None:
        return at
    setting = _past_setting(frame, hearer.end())
    return setting if letters[setting : setting + 1] == "H" else hearer.end()


def _past_setting(frame: Frame, at: int) -> int:
    """Past when, where or in what something was said: "in a statement on Monday that"."""
    setting = _SETTING.match(frame.letters, at)
    if setting is not None:
        return setting.end()
    day = _DAY.match(frame.letters, at)
    return at if day is None else day.end()


def _clause_stop(frame: Frame, first: int, stop: int) -> int:
    """Where a clause ends within its sentence: before a contrasting clause, or another verb of saying after a comma."""
    letters = frame.letters
    for k in range(first + 1, stop):
        letter = letters[k]
        if letter == ":" or (letter == "&" and _changes_course(frame, k)):
            return k - (letters[k - 1] == ",")
        if letter != ",":
            continue
        following = letters[k + 1 : k + 2]
        is_ing = following == "v" and frame.cue(k + 1).form == "ing"
        if is_ing or following in ("z", "s", "A"):
            return k
    return stop


def _changes_course(frame: Frame, at: int) -> bool:
    """Whether a conjunction leads back to the speaker: "but gave no name", "and promised new funds"."""
    if frame.word(at) == "but":
        following = frame.letters[at + 1 : at + 2]
        return frame.letters[at - 1] == "," or following in ("v", "u", "b") or frame.is_verbal(at + 1)
    return frame.letters[at + 1 : at + 2] == "v"


def _clause_before(frame: Frame, attributor: Attributor, at: int) -> Clause | None:
    """What a sentence says before it names its source: "Two people were hurt, police said."."""
    if frame.cue(at).kind != "say" or frame.cue(at).verb == "tell":
        return None
    letters = frame.letters
    first = sentence_start(frame, at)
    if letters.find(",", first, at) < 0 or letters[first] == "Q":
        return None
    attribution = attributor.closing(first, at)
    if attribution is None or not _is_plain(frame, attribution):
        return None
    begin = attributor.begin_of_closing(first, at)
    is_sure = attribution.speaker.certainty >= _SURE and _is_inverted(letters, at)
    if not begin and not is_sure:
        return None  # "…, posted an answer"
    stop = letters.rfind(",", first, begin) if begin else at - 1
    return _made(frame, first, stop, attribution) if _is_told(frame, first, stop, "." not in letters) else None


def _is_told(frame: Frame, first: int, stop: int, is_line: bool) -> bool:
    """Whether words are a clause: neither "His mother, Ann Lee" nor "In a later vote"; a headline's needs no verb."""
    told = frame.letters[first:stop]
    has_verb = any(letter in "ubvQ" or frame.is_verbal(first + k) for k, letter in enumerate(told))
    is_setting = told[:1] in ("p", "z") and "," not in told and _FINITE.isdisjoint(told)
    return len(told) >= _MIN_TOKENS + (not has_verb) and (has_verb or is_line) and not is_setting


def _clause_parted(frame: Frame, at: int) -> Clause | None:
    """A sentence that its attribution parts: "All of this, he says, could be undone."."""
    letters, cue = frame.letters, frame.cue(at)
    if cue.kind not in ("say", "tell") or cue.form not in ("past", "third", "base"):
        return None
    opened = letters.rfind(",", sentence_start(frame, at), at)
    closed = letters.find(",", at, sentence_stop(frame, at))
    if opened < 0 or closed < 0:
        return None
    first, stop = sentence_start(frame, at), sentence_stop(frame, at, _LONGEST)
    inside = letters[opened + 1 : closed]
    if letters[closed + 1 : closed + 2] == "v":
        stop = opened  # "…, Ann Lee said, adding"
    if _PARTING.fullmatch(inside) is None or letters[first] == "Q" or abs(stop - closed) < _MIN_TOKENS:
        return None
    is_inverted = letters[at - 1] == ","
    speaker = speaker_of(
        frame, phrase_after(frame, at + 1, closed)[0] if is_inverted else subject(frame, at, opened + 1)
    )
    attribution = None if speaker is None else Attribution(speaker, at, at, "around")
    return None if attribution is None or not _is_plain(frame, attribution) else _made(frame, first, stop, attribution)


def _clause_headed(frame: Frame) -> Clause | None:
    """A headline parted from who says it: "UK military chief: truce near", "Truce will not hold - Ann Lee"."""
    letters = frame.letters
    leading = _LEADING.match(letters)
    parted = leading or _CLOSED_BY.match(letters)
    if parted is None:
        return None
    mark = parted.end()
    first, stop, name = (0, mark, len(letters) - 1) if leading is None else (mark + 1, len(letters), mark - 1)
    speaker, is_role = speaker_before(frame, name, name), frame.mentions[frame.refs[name]].rule.startswith("role")
    is_told = (is_role or leading is None) and _is_told(frame, first, stop, is_role)
    return _made(frame, first, stop, Attribution(speaker, mark, mark, "after")) if speaker and is_told else None


def _clause_around(frame: Frame, attributor: Attributor, at: int) -> Clause | None:
    """What stands beside "according to X" in its sentence."""
    letters = frame.letters
    attribution = attributor.according(at)
    if attribution is None or not _is_plain(frame, attribution):
        return None
    first, stop = sentence_start(frame, at), sentence_stop(frame, at)
    if at == first:
        comma = letters.find(",", at, stop)
        first = comma + 1
        if comma < 0:
            return None
    else:
        stop = at - 1 if letters[at - 1] == "," else at
    if stop - first < _MIN_TOKENS or letters[first] == "Q":
        return None
    return _made(frame, first, stop, attribution)
