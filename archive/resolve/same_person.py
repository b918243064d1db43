"""Whether two full names may be one person's: by what differs between them, word by word.

Names that contradict each other are two persons' whatever else is known ("John A. Marsh", "John B. Marsh"). Others are
one name in two spellings, or a shorter and a fuller form of one; the less such a form says, the more must speak for it
elsewhere (`meeting.Told`). Nothing here looks at texts, so all of it is remembered.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from archive.extract.names.kind_words import SURNAME_PLACES
from archive.gazetteer import load, one_forename
from archive.resolve.likelihood import Likeness, Verdict
from archive.resolve.name_keys import FAMILY_FIRST, GENERATIONS, HONORIFICS, PARTICLES, folded
from archive.resolve.romanisation import akin, block, spelt_alike, start
from archive.text import wordlists
from archive.text.folding import spelt_out

if TYPE_CHECKING:
    from collections.abc import Iterator

_CACHE = 1 << 11
_ARTICLES = frozenset({"al", "el", "ad", "an", "ar", "as", "ash", "at", "az"})
"""The Arabic article, as it is heard before some letters too: "ad-Duri"."""
_INITIALS = re.compile(r"\b([^\W\d_])\.")
_GIVEN = (5, 8)  # letters of a part of an East Asian given name, and of the whole of it
_LOST = 0.5  # share of its letters that a name must have left to be told
_POSSESSED = 4  # letters of a surname that may have got an S


class _Name(NamedTuple):
    written: str
    forename: str
    middle: tuple[str, ...]
    surname: tuple[str, ...]
    generation: str

    @property
    def words(self) -> tuple[str, ...]:
        return (self.forename, *self.middle, *self.surname)


def _table(section: str) -> dict[str, frozenset[str]]:
    """Each word of a list of `forename: other other`, with the forenames that it may stand for."""
    found: dict[str, set[str]] = {}
    for name, others in wordlists.meanings("nicknames", section).items():
        for word in (name, *others.split()):
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


_SHORT_FORMS = _table("short forms")
_OTHER_LANGUAGES = _table("other languages")
_SPELLINGS = _table("spellings")


@lru_cache(_CACHE)
def compare(one: str, other: str) -> Verdict | None:
    """Says whether two full names may be one person's, and why.

    Args:
        one: A name of several words.
        other: Another one.

    Returns:
        None where they contradict each other, or are simply two names.
    """
    first, second = _read(one), _read(other)
    if first is None or second is None:
        return None
    generations = {first.generation, second.generation} - {""}
    if len(generations) == 2:
        return None
    found = _whole(first, second) or _parts(first, second)
    if found is not None and generations and first.generation != second.generation:
        return Verdict(Likeness.MAYBE, "one of them is called the younger or the elder")
    return found


@lru_cache(_CACHE)
def contradict(one: str, other: str) -> bool:
    """Whether two full names, however alike, are two persons': by generation, middle names, sex or order of words."""
    first, second = _read(one), _read(other)
    if first is None or second is None:
        return False
    return (
        len({first.generation, second.generation} - {""}) == 2
        or (_middle(first.middle, second.middle) is None and _forename(first.forename, second.forename) is not None)
        or ((_is_family_first(first) or _is_family_first(second)) and _whole(first, second) is None)
        or _are_man_and_woman("".join(first.surname), "".join(second.surname))
    )


_MAN = re.compile(r"(?:y|i|yy|iy|yi|ii|ij|oy|oi)$")
_WOMAN = re.compile(r"(?:aya|aia|a)$")


def _are_man_and_woman(surname: str, other: str) -> bool:
    """Whether one of two surnames is the other's for a woman: Petrov, Petrova; Belsky, Belskaya."""
    man, woman = sorted((surname, other), key=lambda each: each.endswith("a"))
    stem = _WOMAN.sub("", woman)
    return woman.endswith("a") and not man.endswith("a") and stem in {man, _MAN.sub("", man)} and len(stem) > _POSSESSED


@lru_cache(_CACHE)
def has_initial(name: str) -> bool:
    """Whether a name has no forename but an initial."""
    read = _read(name)
    return read is not None and len(read.forename) == 1


@lru_cache(_CACHE)
def kept_keys(name: str) -> frozenset[str]:
    """Keys under which a name is found: by surname with forename, and with the initial alone."""
    return frozenset(key for key, _ in _keys(name))


@lru_cache(_CACHE)
def sought_keys(name: str) -> frozenset[str]:
    """Keys under which to look for names that may be the same person's: whatever `compare` takes for such is there."""
    return frozenset(chain.from_iterable((_OTHER_SIDE[key[0]] + key[1:], *own) for key, own in _keys(name)))


@lru_cache(_CACHE)
def has_common_surname(name: str) -> bool:
    """Whether so many bear a surname that two of them often have like forenames."""
    read = _read(name)
    return read is not None and read.surname[-1].capitalize() in load().surnames


@lru_cache(_CACHE)
def _read(name: str) -> _Name | None:
    """The parts of a full name; None of a single word."""
    tokens = _tokens(name)
    while len(tokens) > 2 and tokens[0] in HONORIFICS:
        tokens = tokens[1:]
    generation = tokens.pop() if len(tokens) > 2 and tokens[-1] in GENERATIONS else ""
    if len(tokens) < 2:
        return None
    start = len(tokens) - 1
    while start > 1 and tokens[start - 1] in PARTICLES and len(tokens[start - 1]) > 1:
        start -= 1
    forename, *given = tokens[0].split("-")
    middle = (*given, *(part for token in tokens[1:start] for part in token.split("-")))
    surname = tuple(part for token in tokens[start:] for part in token.split("-") if part)
    if not forename or not surname:
        return None
    return _Name(name, forename, tuple(filter(None, middle)), surname, generation)


def _tokens(name: str) -> list[str]:
    """The folded words of a name, hyphens kept, each initial a word of its own."""
    return [
        token.replace("_", "-")
        for token in folded(_INITIALS.sub(r"\1 ", name).replace("-", "_")).split()
        if token.strip("_")
    ]


# -- whole names


def _whole(one: _Name, other: _Name) -> Verdict | None:
    """The same letters, parted otherwise, lost on the way, or written in two for one."""
    letters, others = "".join(one.words), "".join(other.words)
    if letters == others:
        return Verdict(Likeness.SPELT, "the same letters")
    for name, plain in ((one, others), (other, letters)):
        if any("".join(folded(lost).split()) == plain for lost in with_letters_lost(name.written)):
            return Verdict(Likeness.SPELT, "one of them has lost letters")
        if not name.written.isascii() and "".join(folded(spelt_out(name.written)).split()) == plain:
            return Verdict(Likeness.SPELT, "umlauts are written as two letters")
    return None


def with_letters_lost(name: str) -> list[str]:
    """A name without the letters that a program could not write: those beyond ASCII, or beyond Western Europe's."""
    if name.isascii():
        return []
    forms = {"".join(letter for letter in name if ord(letter) < bound) for bound in (0x80, 0x100)} - {name}
    return sorted(form for form in forms if len(form) > _LOST * len(name) and " " in form.strip())


# -- word by word


def _parts(one: _Name, other: _Name) -> Verdict | None:
    if _is_family_first(one) or _is_family_first(other):
        return None  # "Kim Jong Un" and "Kim Jong Il" are two
    surname = _surnames(one, other)
    forename = _forename(one.forename, other.forename)
    if _goes_by_middle(one, other) or _goes_by_middle(other, one):
        return None
    if surname is None:
        return _trailing(one, other)
    middle = _middle(one.middle, other.middle)
    if forename is None or middle is None:
        return None
    return max((surname, forename, middle), key=lambda each: each.likeness)


def _goes_by_middle(one: _Name, other: _Name) -> bool:
    """Whether one is called by a middle name that the other hasn't got: "J. Michael Marsh" is no Jason."""
    return len(one.forename) == 1 and bool(one.middle) and len(one.middle[0]) > 1 and not other.middle


_SAME = Verdict(Likeness.SPELT, "the same words")


def _surnames(one: _Name, other: _Name) -> Verdict | None:
    words, others = (_without_article(each) for each in (one, other))
    if words == others:
        has_article = [not _ARTICLES.isdisjoint(each.surname[:-1]) for each in (one, other)]
        return _SAME if has_article[0] == has_article[1] else Verdict(Likeness.FORM, "one of them has the article")
    shorter, longer = sorted((words, others), key=len)
    if longer == f"{shorter}s" and len(shorter) >= _POSSESSED and not is_attested(longer):
        is_likely = not is_attested(shorter) and shorter.capitalize() not in SURNAME_PLACES  # Coles, Fields
        return Verdict(Likeness.FORM if is_likely else Likeness.MAYBE, f"“{longer}” may be “{shorter}'s”")
    if one_forename(words) == one_forename(others):
        return Verdict(Likeness.SPELT, f"“{words}” and “{others}” are spellings of one name")
    fewer, more = sorted((one.surname, other.surname), key=len)
    if len(fewer) < len(more) and more[-len(fewer) :] == fewer:
        is_particle = PARTICLES.issuperset(more[: -len(fewer)])  # de Araujo, Araujo; Holt-Araujo may be another
        return Verdict(Likeness.FORM if is_particle else Likeness.MAYBE, "one of them has more names")
    return _spelling(words, others)


def _without_article(name: _Name) -> str:
    return "".join((*(word for word in name.surname[:-1] if word not in _ARTICLES), name.surname[-1]))


def _spelling(word: str, other: str) -> Verdict | None:
    """Whether two different words are one in other letters: "Bennet" and "Bennett" may be, but are two common names."""
    if not akin(word, other):
        return None
    why = f"“{word}” and “{other}” are spellings of one word"
    attested = [is_attested(word), is_attested(other)]
    if all(attested) if _SLAVIC.search(word) and _SLAVIC.search(other) else any(attested):
        is_ending = _SLAVIC.sub("", word) == _SLAVIC.sub("", other)
        return Verdict(Likeness.SPELT if is_ending else Likeness.MAYBE, why)
    return Verdict(Likeness.SPELT if spelt_alike(word, other) else Likeness.FORM, why)


_SLAVIC = re.compile(
    r"(?:(?<=k)(?:yy|iy|yi|ij|yj|ii|i|y|aya|aia|a)|[oe](?:v|ff|w)a?|[iy]na?|[ei]n?ko|[yi]?uk|chuk|[iy](?:ch|c|tch))$"
)


@lru_cache(_CACHE)
def is_attested(word: str) -> bool:
    """Whether a word is a forename or surname that many bear."""
    known = load()
    return word.capitalize() in known.surnames or word.capitalize() in known.forenames


def _forename(word: str, other: str) -> Verdict | None:
    if one_forename(word) == one_forename(other):
        return _SAME
    if 1 in (len(word), len(other)):
        return _initial(*sorted((word, other), key=len))
    for table in (_SHORT_FORMS, _SPELLINGS, _OTHER_LANGUAGES):
        meant, others = table.get(word, frozenset()), table.get(other, frozenset())
        if word in others or other in meant or (table is not _SHORT_FORMS and meant & others):
            return Verdict(Likeness.FORM, f"“{word}” and “{other}” are forms of one forename")
        if meant & others:
            return Verdict(Likeness.MAYBE, f"“{word}” and “{other}” may be short for one forename")
    found = _spelling(word, other)
    if found and is_attested(word) != is_attested(other):
        return found._replace(likeness=Likeness.FORM)
    return found


def _initial(initial: str, name: str) -> Verdict | None:
    if initial in {each[0] for each in (name, *_OTHER_LANGUAGES.get(name, ()))}:
        return Verdict(Likeness.FORM, "an initial for a forename")
    if initial in {each[0] for each in _SHORT_FORMS.get(name, ())}:
        return Verdict(Likeness.MAYBE, f"an initial for what “{name}” may be short for")
    return None


def _middle(words: tuple[str, ...], others: tuple[str, ...]) -> Verdict | None:
    """Whether middle names agree: one of them may have fewer, or initials for some."""
    if words == others:
        return _SAME
    fewer, more = sorted((words, others), key=len)
    if fewer and len(fewer) < len(more) and len(fewer[0]) == 1 and not _is_one(fewer[0], more[0]):
        return None  # George W., George H. W.
    at = 0
    for word in fewer:
        while at < len(more) and not _is_one(word, more[at]):
            at += 1
        at += 1
    if at > len(more):
        return None
    return _SAME if len(fewer) == len(more) else Verdict(Likeness.FORM, "one of them has more names")


def _is_one(word: str, other: str) -> bool:
    if 1 in (len(word), len(other)):
        return word[0] == other[0]
    found = _forename(word, other)
    return found is not None and found.likeness < Likeness.MAYBE


def _trailing(one: _Name, other: _Name) -> Verdict | None:
    """Nicolas Maduro, Nicolas Maduro Moros; Sarah Jane is no surname."""
    fewer, more = sorted((one, other), key=lambda each: len(each.words))
    count = len(fewer.words)
    if count < 2 or len(more.words) != count + 1 or len(fewer.forename) == 1 or more.words[:count] != fewer.words:
        return None
    is_surname = fewer.surname[-1].capitalize() not in load().forenames
    return Verdict(Likeness.FORM if is_surname else Likeness.MAYBE, "one of them has more names")


def _is_family_first(name: _Name) -> bool:
    """Whether a name is in the order of East Asia, where every word tells people apart."""
    given = (*name.middle, *name.surname)
    if name.forename not in FAMILY_FIRST or len(given) > 2:
        return False
    return all(len(word) <= _GIVEN[0] for word in given) or (len(given) == 1 and len(given[0]) <= _GIVEN[1])


# -- where names meet

_OF_FULL, _FULL, _SHORT = "<=>"
"""Marks of keys: a full name by its initial, a full name by its forename, a name with no more than an initial."""
_OTHER_SIDE = {_OF_FULL: _SHORT, _FULL: _FULL, _SHORT: _OF_FULL}


@lru_cache(_CACHE)
def _keys(name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The keys of a name, each with those that have to be sought beside its other side."""
    return tuple(_each_key(name))


def _each_key(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for written in (name, *with_letters_lost(name)):
        read = _read(written)
        if read is None:
            continue
        ends = {block(surname) for surname in _surnames_of(read)}
        for forename in _forenames(read):
            initial = start(forename)
            for end in ends:
                if len(read.forename) == 1:
                    yield f"{_SHORT}{initial} {end}", (f"{_SHORT}{initial} {end}",)
                else:
                    yield f"{_OF_FULL}{initial} {end}", ()
                    yield f"{_FULL}{block(forename)} {end}", ()


def _forenames(name: _Name) -> set[str]:
    """A forename, and those that it may stand for."""
    found = {name.forename, *("".join(name.words[:2]) for _ in name.middle)}
    for table in (_SHORT_FORMS, _SPELLINGS, _OTHER_LANGUAGES):
        found |= {meant for each in tuple(found) for meant in table.get(each, ())}
    return found | {one_forename(each) for each in found}


def _surnames_of(name: _Name) -> set[str]:
    """The words by which a name may end, or be cut short."""
    found = {_without_article(name), name.surname[-1]}
    if name.middle:
        found |= {name.middle[0], name.middle[-1] + "".join(name.surname)}
    return found | {word[:-1] for word in found if word.endswith("s") and len(word) > _POSSESSED}
