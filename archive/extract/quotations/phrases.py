"""Noun phrases, read off the row of token classes: where they start, and which token is their head.

A phrase is read forwards from its first token (after "said", "according to") or backwards from its last (before
"said"). Its head is a mention, a noun or a pronoun; who that is, is for `speakers` to say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from archive.extract.names.kind_words import HONORIFICS
from archive.extract.quotations.frame import ADJECTIVAL, ALONE, title_of

if TYPE_CHECKING:
    from archive.extract.quotations.frame import Frame

WINDOW: Final = 80
"""Tokens that any search looks back or forth."""
PHRASE: Final = 16
"""Tokens of a noun phrase."""
MENTIONS: Final = frozenset("POG")
_NOUNISH: Final = frozenset("dJ#CxrROGP'")
_JOINT: Final = re.compile(r"(?:,[RCJ]{0,3}[PO])*,?&[RCJ]{0,3}[PO](?=[,.!pDT]|\Z)")
_DESCRIBED: Final = re.compile(r"&[JCx]{0,3}[rR]+P(?=[,.!wp-]|\Z)")
"""The rest of a description and whom it describes: "oil and gas worker Mike Wipf"."""
_PLACED: Final = re.compile(r"p[dOGRC']{1,4}(?=[,.!]|\Z)")
"""Where somebody works, up to a mark: "analysts at Barclays"."""
_AFTER_ALONE: Final = ("", ".", ",", "!", "u", "b", "v")
_AFTER_NAMED: Final = ",.!;-():p&vsQz"
_SENTENCE_END: Final = ".!;"


class Phrase(NamedTuple):
    """A noun phrase, in tokens."""

    first: int
    head: int
    end: int
    """One past the last token."""
    certainty: float
    """0 to 1."""


def sentence_start(frame: Frame, at: int) -> int:
    """The first token of the sentence around a token, or of what is looked at of it."""
    letters, floor = frame.letters, at - WINDOW if at > WINDOW else 0
    start = letters.rfind(".", floor, at) + 1
    start = max(start, letters.rfind("!", floor, at) + 1, letters.rfind(";", floor, at) + 1)
    return start or floor


def sentence_stop(frame: Frame, at: int, reach: int = WINDOW) -> int:
    """One past the last token of the sentence around a token, or of what is looked at of it."""
    letters, stop = frame.letters, min(len(frame.letters), at + reach)
    for end in _SENTENCE_END:
        found = letters.find(end, at, stop)
        stop = stop if found < 0 else found
    return stop


def title_start(frame: Frame, at: int) -> int:
    """Where the title before a person's name starts, names within the title ("Malawi President") included."""
    if at and frame.span(at - 1, at - 1) in HONORIFICS:
        return at - 1
    if not at or frame.letters[at - 1] != "R":
        return at
    mention = frame.mentions[frame.refs[at]]
    begin = mention.start - 1 - len(title_of(mention))
    while at > 0 and frame.starts[at - 1] >= begin:
        at -= 1
    return at


def pronoun_phrase(at: int) -> Phrase:
    """The phrase that a pronoun is by itself."""
    return Phrase(at, at, at + 1, 0.8)


def phrase_after(frame: Frame, at: int, stop: int) -> tuple[Phrase | None, int]:
    """The noun phrase that starts at a token, and one past its last token."""
    letters = frame.letters
    if at >= stop:
        return None, at
    if letters[at] in "hitm":
        return pronoun_phrase(at), at + 1
    head, end = _head_forward(frame, at, min(stop, at + PHRASE))
    if head is None:
        is_alone = letters[at] == "d" and letters[at + 1 : at + 2] in _AFTER_ALONE and frame.word(at) in ALONE
        return (pronoun_phrase(at), at + 1) if is_alone else (None, at)  # "said another"
    after = ".!" if letters[head] in MENTIONS else _AFTER_NAMED  # "said the Leeds head of news, Ann Lee."
    named = None if letters[head] == "P" else _apposed(frame, end, stop, after)
    if named is not None:
        return _name(named, 0.92), named + 1
    if letters[head] in MENTIONS:
        joint = _JOINT.match(letters, end)  # "said Ann Lee and Bob Ray."
        phrase = _name(head, 0.95) if joint is None else Phrase(head, head, joint.end(), 0.85)
        return phrase, max(end, phrase.end)
    placed = _PLACED.match(letters, end) if letters[head] == "r" else None
    end = end if placed is None else placed.end()
    return _noun(letters, at, head, end), end


def _head_forward(frame: Frame, at: int, stop: int) -> tuple[int | None, int]:
    """The head of a noun phrase read from its start, and one past the phrase."""
    letters = frame.letters
    head: int | None = None
    k = at
    while k < stop and _goes_on(frame, k, head, stop):
        letter = letters[k]
        if letter in "POGrC" or (letter == "x" and not _leads_to_noun(letters, k, stop)):
            head = k
        elif letter == "'":
            head = None
        k += 1
    if head is not None and letters[head] not in MENTIONS and k < stop and letters[k] in "oT":
        return _with_complement(frame, head, k, stop)
    return head, k


def _goes_on(frame: Frame, at: int, head: int | None, stop: int) -> bool:
    """Whether a token still belongs to the noun phrase whose head so far is given."""
    letters = frame.letters
    letter = letters[at]
    if letter == "'":
        return letters[at + 1 : at + 2] in _NOUNISH
    if letter == "o":  # "one of the climbers"
        return head is None and letters[at - 1] in "d#"
    if head is None:
        return letter in _NOUNISH
    if letter == "x":
        return _is_nominal(frame, at, head, stop)
    if letter in "POGC":
        return letters[head] != "P" or letters[at - 1] == "R"  # "Lee spokeswoman Ann Ray"
    return letter in "rJ#R"


def _is_nominal(frame: Frame, at: int, head: int, stop: int) -> bool:
    """Whether an unknown word after a head goes on with the phrase, rather than being its verb."""
    letters, word = frame.letters, frame.word(at)
    if (
        letters[head] == "P"
        or word.endswith(("ed", "ing"))
        or (word.endswith("s") and word[-2:] != "ss" and letters[head] in "OGr")
    ):
        return False
    if letters[head] in "xC" and frame.word(head).endswith(ADJECTIVAL):
        return True
    if letters[head] == "G" and letters[at + 1 : at + 2] == "P":
        return True  # "Toronto retiree Doug Purdy"
    is_named = letters[head] == "C" and letters[at + 1 : at + 2] in ("x", "v", "u", "b", ",")
    return is_named or _leads_to_noun(letters, at, stop)


def _leads_to_noun(letters: str, at: int, stop: int) -> bool:
    """Whether an unknown word is an adjective before a noun for people, rather than a verb."""
    for k in range(at + 1, min(stop, at + 4)):
        if letters[k] in "rR":
            return True
        if letters[k] not in "xC":
            return False
    return False


def _with_complement(frame: Frame, head: int, at: int, stop: int) -> tuple[int, int]:
    """A head with its "of …" or "for …"; a person's name right after a name in it is the head instead."""
    letters = frame.letters
    k = at + 1
    while k < stop and letters[k] in "dJ#CxrROGPo'":
        k += 1
        if letters[k - 1] == "P" and letters[k : k + 1] != "'":
            break
    while (
        k > at
        and (k == at + 1 or letters[k - 1] in "dxo'#J")
        and not (letters[k - 1] == "x" and letters[k - 2] in "do")
    ):
        k -= 1
    if letters[k - 1] == "P":
        before = title_start(frame, k - 1) - 1
        if letters[before] not in "oTdJ#" and before > at:
            return k - 1, k
    return head, k


def _apposed(frame: Frame, at: int, stop: int, after: str) -> int | None:
    """Whom a description names: "the mayor, Denis Coderre,", "oil and gas worker Mike Wipf"."""
    letters = frame.letters
    described = _DESCRIBED.match(letters, at) if letters[at : at + 1] == "&" else None
    if described is not None:
        return described.end() - 1
    at += 2 * (letters[at : at + 1] == "p")  # "leader in Gaza, …"
    if at + 1 >= stop or letters[at] != ",":
        return None
    k = at + 1
    while k < stop and letters[k] in "RJC":
        k += 1
    if k >= stop or letters[k] not in "PO":
        return None
    return k if k + 1 >= len(letters) or letters[k + 1] in after else None


def phrase_before(frame: Frame, at: int, floor: int) -> Phrase | None:
    """The noun phrase whose last token is at a place."""
    letters = frame.letters
    letter = letters[at]
    if letter in "hitm":
        return pronoun_phrase(at)
    if letter in MENTIONS:
        return _name_before(frame, at, floor)
    if letter == ")":
        opened = letters.rfind("(", max(floor, at - PHRASE), at)
        return phrase_before(frame, opened - 1, floor) if opened > floor else None
    if letter == "#" or (letter == "d" and frame.word(at) in ALONE):
        return pronoun_phrase(at)
    return _nominal_before(frame, at, floor) if letter in "rxCJ" else None


def _name_before(frame: Frame, at: int, floor: int) -> Phrase | None:
    """The noun phrase whose last token is a name."""
    letters = frame.letters
    first = title_start(frame, at)
    k = first
    while k > floor and letters[k - 1] in ("d" if letters[at] == "P" else "dxr'"):  # "people in northern Leeds"
        k -= 1 + (letters[k - 1] == "'")  # "the head of Leeds's Harbour Club"
    before = letters[k - 1] if k > floor else "."
    if before in "opTy":
        return _before_preposition(frame, at, first, floor)
    return _first_of_two(frame, k - 1, at, floor) if before == "&" else _name(at, 0.95)


def _first_of_two(frame: Frame, conjunction: int, at: int, floor: int) -> Phrase:
    """Of "A and B" all, the first as head; of anything else that a conjunction joins to a name the name."""
    letters, before = frame.letters, conjunction - 1
    if before >= floor and letters[before] == letters[at]:
        while before - 2 >= floor and letters[before - 2 : before] == f"{letters[at]},":
            before -= 2  # "A, B and C"
        return Phrase(before, before, at + 1, 0.85)
    return _name(at, 0.85)


def _before_preposition(frame: Frame, at: int, first: int, floor: int) -> Phrase | None:
    """A phrase that ends in a name within it: "a spokesman for X", "Putin in Moscow", "In Moscow Putin"."""
    letters = frame.letters
    k = first - 1
    while k > floor and letters[k - 1] in "dJ#CxrROGP'opTs" and at - k < PHRASE:
        k -= 1
    if letters[k - 1] == "w":
        return antecedent(frame, k - 1, floor)
    k += letters[k] == "s"  # "as one veteran of the war said"
    head, end = _head_forward(frame, k, at + 1)
    if head is None and k < at and (letters[k] == "#" or frame.word(k) in ALONE):
        return Phrase(k, k, at + 1, 0.8)  # "some in the crowd"
    if head is None or letters[k] in "op":
        return _name(at, 0.6) if letters[at] in MENTIONS and k + 1 < at else None
    if letters[head] in MENTIONS:
        return _name(head, 0.85)
    return _apposition_of(frame, k, floor) or _noun(letters, k, head, max(end, at + 1))


def _nominal_before(frame: Frame, at: int, floor: int, *, climbs: bool = True) -> Phrase | None:
    """A phrase whose last word is a noun: "Kremlin officials"; if it climbs, with what it belongs to before "of"."""
    letters = frame.letters
    k = at
    while k > floor and letters[k - 1] in "dJ#CxrROGP'" and at - k < PHRASE:
        k -= 1
        if letters[k] == "d" and letters[k - 1 : k] != "d":
            break
    is_bare = letters[at] not in "rC" and (k == at or (letters[at] == "x" and letters[k] not in "dJ'COGP"))
    has_verb = any(letters[v - 1] == "P" and frame.is_verbal(v) for v in range(k + 1, at))  # "Ms. Lee made similar"
    if is_bare or has_verb or is_predicate(letters, at, floor):
        return None
    if letters[k - 1 : k] == "x" and letters[k - 2 : k - 1] == "w":
        return antecedent(frame, k - 2, floor)  # "the driver who alerted the police"
    if climbs and letters[k - 1 : k] in ("o", "T", "p") and k - 1 > floor:
        return _before_preposition(frame, at, k, floor)
    if k - 2 >= floor and letters[k - 1] == "&" and letters[k - 2] in MENTIONS:
        return _name(k - 2, 0.85)
    k = _joined(frame, k, floor)
    return _apposition_of(frame, k, floor) or _noun(letters, k, at, at + 1)


def _joined(frame: Frame, first: int, floor: int) -> int:
    """Where a phrase starts that is joined to another noun for people: "diplomats and experts"."""
    letters = frame.letters
    if first - 2 < floor or letters[first - 1] != "&" or letters[first - 2] != "r":
        return first
    k = first - 2
    while k > floor and letters[k - 1] in "dJ#CxrROG" and first - k < PHRASE:
        k -= 1
    return k


def _apposition_of(frame: Frame, first: int, floor: int) -> Phrase | None:
    """The person whom a description after a comma belongs to."""
    letters = frame.letters
    if first - 2 < floor or letters[first - 1] != "," or letters[first - 2] != "P":
        return None
    before = title_start(frame, first - 2) - 1
    return _name(first - 2, 0.9) if before < floor or letters[before] in ".!:,&QH" else None


def antecedent(frame: Frame, relative: int, floor: int) -> Phrase | None:
    """Whom "who" or "which" stands for."""
    k = relative - 1
    if k > floor and frame.letters[k] == ",":
        k -= 1
    while k - 1 > floor and frame.letters[k] == "G" and frame.letters[k - 1] in ",po":  # "Lee of Hull, Leeds, who"
        k -= 2
    if k >= floor and frame.letters[k] in "rxC":
        return _nominal_before(frame, k, floor, climbs=False)
    if k >= floor and frame.letters[k] == "P":
        return _name(k, 0.95)
    return phrase_before(frame, k, floor) if k >= floor else None


def is_predicate(letters: str, at: int, floor: int) -> bool:
    """Whether the noun at a token is said of somebody: "when she was a teenager says"."""
    k = at
    while k > floor and letters[k - 1] in "dJ#Cxr":
        k -= 1
    return k > floor and letters[k - 1] == "b"


def _name(at: int, certainty: float) -> Phrase:
    return Phrase(at, at, at + 1, certainty)


def _noun(letters: str, first: int, head: int, end: int) -> Phrase:
    return Phrase(first, head, end, 0.85 if letters[head] == "r" else 0.7 if letters[head] == "C" else 0.6)
