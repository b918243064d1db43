"""Roles that stand for a person: "the Russian president", "Ukraine's prime minister", "the Pope", "the UN chief".

A phrase of an owner (a people, a country, a body) and an office means whoever bears it (`role_bearers`). It is a
mention only where it stands alone: in front of a name, or set off by a comma beside one, it describes that name; in the
plural, with "former" or "next", after "a", "as" or "elected" it means nobody in particular, or somebody else. Phrases
are read in the forms in which English writes them; what is not plain is left alone. An office without an owner ("the
president") is one only where somebody speaks who is called so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from archive.extract.quotations.saying import CUES
from archive.resolve.holders import all_holders
from archive.resolve.peoples import LONGEST_PEOPLE, land_of
from archive.resolve.role_bearers import Role, bearer
from archive.text import wordlists
from archive.text.patterns import lazy_regex
from archive.types import Mention

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from archive.resolve.weighing import Clue

# Chosen by hand; tests/bench/names_quality.py tells no difference with half or twice as much.
_WINDOW = 48  # characters before an office in which its phrase begins
_BESIDE = 120  # characters around it in which a name may be the one that it describes

# How sure a holder is by how long the date is written: day, month, year; a range is as vague as a year.
SCORES = {10: 0.8, 7: 0.76}
_VAGUE = 0.72

_OFFICES = wordlists.lines("role_phrases", "offices")
_ALONE_OFFICES = frozenset((*_OFFICES, "pm"))
_POPES = frozenset({"pope", "pontiff"})
_VATICAN = "Vatican City"
_PARTS_OF_PEOPLES = wordlists.words("peoples", "parts")


def _any(section: str) -> str:
    return wordlists.alternatives(wordlists.words("role_phrases", section))


_STILL = lazy_regex(r" (?:current|incumbent|sitting|serving)$", re.IGNORECASE)
_POSSESSIVE = lazy_regex(r"(?:['’]s|(?<=s)['’])$")
_WORD = lazy_regex(r"[^\s\"“”()\[\]]+")
_OF = lazy_regex(r" of (?:the )?")
_ARTICLE = lazy_regex(r"\b[Tt]he $")
_OPENING = lazy_regex(r"(?:^|[.!?:;|—–\"“”]['’”\"]? ?)$")

# Before the phrase: it then means somebody else, or nobody in particular.
_SOMEBODY_ELSE = lazy_regex(
    r"(?:^|[\s\"“”'‘’(\[—–-])(?:"
    rf"(?:{_any('another')}|\d+(?:st|nd|rd|th)|[a-z]+est|{_any('became')}|(?:{_any('runs for')}) for"
    rf"|(?:{_any('seat of')}) of)[ -](?:of )?(?:the )?"
    rf"|(?:{_any('any')})[ -](?:[\w-]+ ){{0,2}}"
    r"|for )$",
    re.IGNORECASE,
)
# After it: a would-be holder, a thing of the office.
_NOT_THE_HOLDER = lazy_regex(rf"[-–—]\w| (?:{_any('not the holder')}|at (?:the|that) time)\b")
_NEXT_WORD = lazy_regex(r" ([a-z]+)")
_AS = lazy_regex(r"\bas (?:the )?$", re.IGNORECASE)
_ALONE = lazy_regex(r"(?:(?:the|this) (?:(?:country|nation)['’]s )?(?:(?:current|incumbent) )?)?", re.IGNORECASE)
_SAYS = "|".join(sorted(word.title() for word, cue in CUES.items() if cue.form == "third"))  # "NATO Chief Says"
_CAPITAL_NEXT = lazy_regex(rf" [\"“'‘]?(?!(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|{_SAYS})\b)[^\W\d_a-z]")
_MORE_OF_OWNER = lazy_regex(rf"['’]|{_CAPITAL_NEXT.pattern}|{_NOT_THE_HOLDER.pattern}")
_NAME_NEXT = lazy_regex(r"(?:,| ?[—–(])? ?[\"“'‘]?(?:[Mm]r\.? |[Mm]rs\.? |[Mm]s\.? )?")
_NAME_BEFORE = lazy_regex(r"(?:,| ?[—–(]) ?(?:the )?")
_DESCRIBED = lazy_regex(r"(?:,| ?[—–(]) ?(?:[\w-]+ ){0,4}")
_CLOSED = lazy_regex(r" ?[,.;)—–]|$")
_ALSO = lazy_regex(r"(?: \([^)]*\))?(?:(?:,? and |, )[^.;:!?]{0,36}| )")
_HEADS = wordlists.words("role_phrases", "heads")
_ALSO_ADJECTIVES = _HEADS | {"premier"}
_BODIES = wordlists.meanings("role_phrases", "bodies")
_BODY = rf"(?:(?:UN|U\.N\.|United Nations)(?:['’]s?)? )?({wordlists.alternatives(_BODIES)})"
_BODY_BEFORE = lazy_regex(rf"\b{_BODY}$")
_IN_A_COUNTRY = lazy_regex(r"(?:['’]s|\b[A-Z][a-z]+(?:an|ish|sh|ian)) $")  # "the Scottish Tory leader"
_BODY_AFTER = lazy_regex(rf" of (?:the )?{_BODY}\b")
_TOP = "top "
# A chief alone heads a body; a chief economist does not.
_HEAD_ALONE = lazy_regex(
    r"$|[.,;:!?)]|['’]s\b| (?:to|has|had|is|was|will|would|on|in|at|told|said|who|spoke|wrote|and|over|amid)\b"
    r"| (?!weapons)[A-Za-z][a-z]*(?:s|ed)\b"
)


class _Phrase(NamedTuple):
    """An owner and an office, as they stand in the text."""

    start: int
    stop: int
    office: str
    owner: str


def _forms(office: str) -> tuple[str, ...]:
    """How an office is written: in small letters, with a capital, with capitals, with such but for the last word."""
    titled, (first, _, last) = office.title().replace(" Of ", " of "), office.rpartition(" ")
    return office, office.capitalize(), f"{first.title()} {last}".lstrip(), titled


_FINDER = AhoCorasick(sorted({"CEO", "PM"}.union(*map(_forms, _OFFICES))), matchkind=MatchKind.LeftmostLongest)


def role_mentions(text: str, named: Sequence[Mention], dated: str | None) -> list[Mention]:
    """Finds the roles that stand for a person, and whom.

    Args:
        text: The snippet's text.
        named: Its names, resolved, in order.
        dated: Its prefix date or range; without one only names beside the role tell.

    Returns:
        Mentions in order; none overlaps a name.
    """
    offices = _FINDER.find_matches_as_indexes(text)
    if not offices:
        return []
    reading = _Reading(text, named, dated)
    return list(reading.mentions([(start, stop) for _, start, stop in offices]))


def speakers_by_role(
    text: str, places: Iterable[tuple[int, int]], mentions: Sequence[Mention], dated: str | None
) -> dict[tuple[int, int], Mention]:
    """Whom words for speakers stand for, where these are an office without an owner and it is told whose it is.

    Args:
        text: The snippet's text.
        places: Start and stop of the words for each: "the prime minister".
        mentions: Its mentions, in order.
        dated: Its prefix date or range.
    """
    reading = _Reading(text, mentions, dated)
    return {place: mention for place in places if (mention := reading.alone(*place)) is not None}


class _Reading:
    """A text with its names, looked at for roles."""

    def __init__(self, text: str, named: Sequence[Mention], dated: str | None) -> None:
        self._text = text
        self._named = named
        self._dated = dated
        self._starting = {name.start: name for name in named}
        self._ending = {name.stop: name for name in named}
        self._starts = [name.start for name in named]
        self._told: dict[Role, tuple[str, Clue] | None] = {}

    def _bearer(self, role: Role) -> tuple[str, Clue] | None:
        """Whom a role stands for, asked once."""
        if role not in self._told:
            self._told[role] = bearer(self._text, role, self._named, self._dated)
        return self._told[role]

    def alone(self, start: int, stop: int) -> Mention | None:
        """The mention of an office without an owner, if the words at a place are one."""
        before = _ALONE.match(self._text, start, stop)
        start = before.end() if before else start
        office = self._text[start:stop]
        told = self._bearer(Role(office.lower(), None)) if office.lower() in _ALONE_OFFICES else None
        return self._mention(start, stop, office, told) if told is not None and self._is_free(start, stop) else None

    def mentions(self, offices: Sequence[tuple[int, int]]) -> Iterator[Mention]:
        for start, stop in offices:
            phrase = self._phrase(start, stop) if self._stands_alone(start, stop) else None
            if phrase is None or self._is_somebody_else(phrase):
                continue
            told = self._bearer(Role(phrase.office, phrase.owner))
            if told is None or self._describes_a_name(phrase, stop, told[0]):
                continue
            first = phrase.start if self._is_free(phrase.start, stop) else start
            yield self._mention(first, stop, self._text[phrase.start : phrase.stop], told)

    def _mention(self, start: int, stop: int, role: str, told: tuple[str, Clue]) -> Mention:
        """The mention of a role, as sure as what told it and the day are."""
        name, clue = told
        score = min(clue.score, SCORES.get(len(self._dated or ""), _VAGUE))
        return Mention(start, stop, self._text[start:stop], "person", name, role, clue.rule, score, None)

    def _is_somebody_else(self, phrase: _Phrase) -> bool:
        before = _SOMEBODY_ELSE.search(self._text, max(0, phrase.start - _WINDOW), phrase.start)
        if before is None:
            return False
        speaks = _NEXT_WORD.match(self._text, phrase.stop)
        is_subject = speaks is not None and speaks[1].lower() in CUES
        return not (is_subject and _AS.search(before[0]))

    def _stands_alone(self, start: int, stop: int) -> bool:
        """Whether an office is a word of its own that no name contains or follows."""
        text = self._text
        if start and (text[start - 1].isalnum() or text[start - 1] in "-_@#/"):
            return False
        if stop < len(text) and (text[stop].isalnum() or text[stop] == "_"):
            return False
        return self._is_free(start, stop) and not _CAPITAL_NEXT.match(text, stop)

    def _is_free(self, start: int, stop: int) -> bool:
        """Whether no name stands at a place."""
        after = bisect_left(self._starts, stop)
        return after == 0 or self._named[after - 1].stop <= start

    def _near(self, start: int, stop: int) -> Sequence[Mention]:
        first = bisect_left(self._starts, start - _BESIDE)
        return self._named[first : bisect_left(self._starts, stop + _BESIDE)]

    def _phrase(self, start: int, stop: int) -> _Phrase | None:
        office = self._text[start:stop].lower()
        if office in _POPES:
            return self._pope(start, stop)
        is_alone = _HEAD_ALONE.match(self._text, stop) or self._text.startswith(" of ", stop)
        if office in _ALSO_ADJECTIVES and not is_alone:
            return None
        if office == "diplomat":
            phrase = self._owner_before(start, stop, _TOP + office)  # "the top EU diplomat"
            is_top = phrase is not None and self._text.lower().endswith(_TOP, 0, phrase.start)
            return phrase._replace(start=phrase.start - len(_TOP)) if phrase is not None and is_top else None
        return self._of_owner(start, stop, office) or self._owner_before(start, stop, office)

    def _pope(self, start: int, stop: int) -> _Phrase | None:
        text = self._text
        before = text[max(0, start - _WINDOW) : start]
        has_article = _ARTICLE.search(before) is not None
        if not (has_article or (text[start] == "P" and _OPENING.search(before))) or _NOT_THE_HOLDER.match(text, stop):
            return None
        return _Phrase(start, stop, "pope", _VATICAN)

    def _of_owner(self, start: int, stop: int, office: str) -> _Phrase | None:
        """An office with its owner after it, as in "the president of France"."""
        text = self._text
        called = _BODY_AFTER.match(text, stop) if office in _HEADS else None
        if called is not None and _HEAD_ALONE.match(text, called.end()):
            return _Phrase(start, called.end(), office, _BODIES[called[1]])
        of = _OF.match(text, stop)
        owner = self._starting.get(of.end()) if of else None
        if owner is None or owner.kind == "person" or _MORE_OF_OWNER.match(text, owner.stop):
            return None
        if office in _HEADS and (owner.kind != "organisation" or not _HEAD_ALONE.match(text, owner.stop)):
            return None  # "the head of the UN mission"
        is_called = _ARTICLE.search(text, max(0, start - 5), start)
        if not (is_called or (text[start].isupper() and _OPENING.search(text, max(0, start - 3), start))):
            return None
        return _Phrase(start, owner.stop, office, owner.name)

    def _owner_before(self, start: int, stop: int, office: str) -> _Phrase | None:
        """An office with its owner before it: "Russian president", "Ukraine's president", "UN secretary-general"."""
        text = self._text
        if _NOT_THE_HOLDER.match(text, stop):
            return None
        head = text[max(0, start - _WINDOW) : start]
        if not head.endswith(" "):
            return None
        head = _STILL.sub("", head[:-1])
        bare = _POSSESSIVE.sub("", head)
        offset = max(0, start - _WINDOW)
        for end in (offset + len(head), offset + len(bare)):
            name = self._ending.get(end)
            if name is not None:
                is_body = name.kind == "organisation"
                is_owner = name.kind != "person" and (is_body or office not in _HEADS)
                return _Phrase(name.start, stop, office, name.name) if is_owner else None
        called = _BODY_BEFORE.search(bare)
        if called is not None and not _IN_A_COUNTRY.search(bare, 0, called.start()):
            return _Phrase(offset + called.start(), stop, office, _BODIES[called[1]])
        if bare != head or office in _HEADS:
            return None
        return self._people_before(offset + len(head), stop, office)

    def _people_before(self, end: int, stop: int, office: str) -> _Phrase | None:
        words = list(_WORD.finditer(self._text, max(0, end - _WINDOW), end))[-LONGEST_PEOPLE - 1 :]
        for length in range(min(LONGEST_PEOPLE, len(words)), 0, -1):
            first = words[-length].start()
            owner = land_of(self._text[first:end])
            if owner is None:
                continue
            before = words[-length - 1][0] if len(words) > length else ""
            if before in _PARTS_OF_PEOPLES or land_of(before) is not None or not self._is_free(first, end):
                return None
            return _Phrase(first, stop, office, owner)
        return None

    def _describes_a_name(self, phrase: _Phrase, stop: int, holder: str) -> bool:
        """Whether the role belongs to a name beside it: "Vladimir Putin, the Russian president"."""
        text = self._text
        gap = _NAME_NEXT.match(text, phrase.stop)
        following = self._starting.get(gap.end()) if gap else None
        if following is not None and following.kind == "person":
            return True
        holders = all_holders(phrase.office, phrase.owner)
        is_closed = _CLOSED.match(text, phrase.stop) is not None
        for name in self._near(phrase.start, stop):
            if name.kind != "person":
                continue
            if name.role is not None and name.start - len(name.role) - 1 <= stop <= name.start:
                return True
            before = _NAME_BEFORE if name.name in holders else _DESCRIBED if is_closed else None
            if before is not None and before.fullmatch(text, name.stop, phrase.start):
                return True
            if name.name == holder and _ALSO.fullmatch(text, phrase.stop, name.start):
                return True
        return False
