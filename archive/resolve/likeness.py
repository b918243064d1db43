"""Names so alike that a person should be asked whether they mean one: candidates, never verdicts.

Names meet in blocks (all words but one, the consonants, the initials), so that cost grows with the number of names
and not with its square; what meets is then compared word by word. Words that both are well known, or both common in
the archive, are taken for different ones: nobody should be asked about John Terry and John Kerry.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from archive.gazetteer import load
from archive.resolve.likelihood import Likeness
from archive.resolve.meeting import compare, kept_keys, sought_keys
from archive.resolve.name_keys import FUNCTION_WORDS
from archive.resolve.romanisation import block as sound
from archive.resolve.same_person import contradict
from archive.text.folding import fold
from archive.text.levelling import OPPOSED, level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from archive.resolve.likelihood import Verdict
    from archive.types import EntityKind

BLOCK = 24
"""Of a block no more than so many names are compared, the most mentioned ones."""

ASKED = 2
"""For how many fuller names one short form may stand before it says nothing any more."""

# Chosen by hand: these only choose what a person is asked about; no bench.
_SLIP = 5  # letters of a word in which one wrong letter is likelier than another word
_LONG = 8  # letters of a word that may have two wrong ones
_ALONE = 7  # letters of a name of one word, which has nothing else to tell it by
_RARE = 3  # names of an archive that share a word, above which it is no slip
_MOST_WORDS = 6
_ACRONYM = re.compile(r"(?:[A-Z][A-Za-z]?\.?){3,7}")
_WORD = re.compile(r"[^\W_]+")


class Name(NamedTuple):
    """A canonical name of an archive."""

    id: int
    kind: EntityKind
    name: str
    mentions: int


class Alike(NamedTuple):
    """Two names that may mean one."""

    goes: Name
    """The one that the gazetteer doesn't list; else the shorter form, or the rarer one."""
    stays: Name
    why: str
    """In a few words, for a person."""


class _Read(NamedTuple):
    name: Name
    words: tuple[str, ...]


def alike(names: Iterable[Name]) -> Iterator[Alike]:
    """Finds the pairs worth asking about, each once.

    Args:
        names: Canonical names, any number.
    """
    read = [
        _Read(each, words)
        for each in sorted(names, key=lambda one: (-one.mentions, one.id))
        if (words := _words(each.name))
    ]
    counts = Counter(word for each in read for word in each.words)
    seen: set[tuple[int, int]] = set()
    for pair in _pairs(read, counts):
        key = (min(pair.goes.id, pair.stays.id), max(pair.goes.id, pair.stays.id))
        if key in seen:
            continue
        seen.add(key)
        if pair.goes.kind == pair.stays.kind == "person" and contradict(pair.goes.name, pair.stays.name):
            continue
        listed = _is_listed(pair.goes), _is_listed(pair.stays)
        if pair.goes.kind != pair.stays.kind or not all(listed):
            yield Alike(pair.stays, pair.goes, pair.why) if listed == (True, False) else pair


def _pairs(read: Sequence[_Read], counts: Counter[str]) -> Iterator[Alike]:
    yield from _in_two_kinds(read)
    by_kind: defaultdict[str, list[_Read]] = defaultdict(list)
    for each in read:
        by_kind[each.name.kind].append(each)
    for kind, some in by_kind.items():
        yield from _in_other_forms(some)
        yield from _spelt_alike(some, counts)
        yield from _one_word_apart(some, counts)
        if kind == "organisation":
            yield from _small_words_apart(some)
            yield from _with_one_word_more(some)
            yield from _acronyms(some)


def _is_listed(name: Name) -> bool:
    """Whether the gazetteer lists an entity of that name: two such are two."""
    return load().entity(name.name, name.kind) is not None


def _in_two_kinds(read: Sequence[_Read]) -> Iterator[Alike]:
    """The same name, once for a person or place and once for an organisation."""
    for block in _blocks((" ".join(each.words), each) for each in read):
        first, *others = block
        for other in others:
            if other.name.kind != first.name.kind:
                yield Alike(
                    other.name, first.name, f"the same name, of {_a(first.name.kind)} and of {_a(other.name.kind)}"
                )


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


# -- spelling


def _spelt_alike(read: Sequence[_Read], counts: Counter[str]) -> Iterator[Alike]:
    """Words that sound alike, and words parted otherwise."""
    for block in _blocks(("".join(map(sound, each.words)), each) for each in read if not _is_acronym(each)):
        for more, less in combinations(block, 2):
            why = _why_spelt(less, more, counts)
            if why:
                yield Alike(less.name, more.name, why)


def _why_spelt(less: _Read, more: _Read, counts: Counter[str]) -> str | None:
    if len(less.words) != len(more.words):
        return "the same letters, parted otherwise" if "".join(less.words) == "".join(more.words) else None
    apart = [pair for pair in zip(less.words, more.words, strict=True) if pair[0] != pair[1]]
    if not apart:
        return None  # what differs is punctuation alone, and says something: "A.B.C." is no "ABC" for a person
    if len(less.words) == 1 and (less.name.kind == "person" or min(map(len, apart[0])) < _SLIP):
        return None  # surnames alone, and short words, are often one letter apart
    reasons = [_why_word(*pair, counts) for pair in apart]
    return reasons[0] if all(reasons) else None


def _one_word_apart(read: Sequence[_Read], counts: Counter[str]) -> Iterator[Alike]:
    """All words the same but one, and that one nearly so."""
    for block in _blocks(_but_one(read)):
        for more, less in combinations(block, 2):
            apart = [pair for pair in zip(less.words, more.words, strict=True) if pair[0] != pair[1]]
            why = _why_word(*apart[0], counts) if len(apart) == 1 else None
            if apart and less.name.kind != "person" and _is_plural(*apart[0]):
                why = f"“{apart[0][0]}” and “{apart[0][1]}” are one and many"
            if why:
                yield Alike(less.name, more.name, why)


def _is_plural(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return longer == f"{shorter}s"


def _but_one(read: Iterable[_Read]) -> Iterator[tuple[str, _Read]]:
    for each in read:
        words = each.words
        if len(words) == 1 and each.name.kind != "person" and len(words[0]) >= _ALONE and not _is_acronym(each):
            yield f"{words[0][:3]} {words[0][-1]}", each
        if not 1 < len(words) <= _MOST_WORDS:
            continue
        for at, word in enumerate(words):
            if len(word) >= _SLIP:
                yield f"{word[0]}{at} {' '.join(words[:at])} - {' '.join(words[at + 1 :])}", each


def _why_word(one: str, other: str, counts: Counter[str]) -> str | None:
    """Why two different words may be one; None if they are just two words."""
    shorter, longer = sorted((len(one), len(other)))
    if longer - shorter > 2 or not (one.isalpha() and other.isalpha()):
        return None
    if shorter > 2 and level(one) == level(other):
        return f"“{one}” and “{other}” are spellings of one word"
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only names that meet need it

    distance = OSA.distance(one, other, score_cutoff=2)
    sound_alike = sound(one) == sound(other)
    least = _ALONE if sound_alike else _LONG
    if shorter < 4 or distance > (2 if shorter >= least else 1) or (_is_attested(one) and _is_attested(other)):
        return None
    if sound_alike:
        return f"“{one}” and “{other}” sound alike"
    rare, common = sorted((one, other), key=lambda word: counts[word])
    return f"“{rare}” may be a slip for “{common}”" if shorter >= _SLIP and counts[rare] <= _RARE else None


@lru_cache(1 << 14)
def _is_attested(word: str) -> bool:
    """Whether a word is well known as a name or a part of names."""
    gazetteer = load()
    capitalised = word.capitalize()
    return (
        capitalised in gazetteer.forenames
        or capitalised in gazetteer.surnames
        or bool(gazetteer.by_alias(capitalised))
        or level(word) in OPPOSED
    )


# -- shorter and fuller forms


def _in_other_forms(read: Sequence[_Read]) -> Iterator[Alike]:
    """J. Smith, John Smith, Jack Smith, John Quentin Smith: forms of which one may be another's, if there are few."""
    kept: defaultdict[str, list[_Read]] = defaultdict(list)
    for each in read:
        for key in kept_keys(each.name.name, each.name.kind):
            kept[key].append(each)
    pairs: dict[tuple[int, int], tuple[_Read, _Read, Verdict]] = {}
    for each in read:
        for key in sorted(sought_keys(each.name.name, each.name.kind)):
            for other in kept.get(key, ())[:BLOCK]:
                verdict = compare(each.name.name, other.name.name, each.name.kind) if other is not each else None
                if verdict is not None:
                    more, less = sorted((each, other), key=lambda one: (-one.name.mentions, one.name.id))
                    pairs[less.name.id, more.name.id] = less, more, verdict
    others = Counter(number for pair in pairs for number in pair)
    for less, more, verdict in pairs.values():
        if verdict.likeness == Likeness.SPELT or others[_shorter(less, more).name.id] <= ASKED:
            yield Alike(less.name, more.name, verdict.why)


def _shorter(one: _Read, other: _Read) -> _Read:
    return min(one, other, key=lambda each: (len(each.words), len(each.name.name), each.name.id))


def _small_words_apart(read: Sequence[_Read]) -> Iterator[Alike]:
    """Office for Tides, Office of Tides."""
    for block in _blocks(
        (" ".join(word for word in each.words if word not in FUNCTION_WORDS), each)
        for each in read
        if not FUNCTION_WORDS.isdisjoint(each.words[1:])
    ):
        for more, less in combinations(block, 2):
            if less.words != more.words:
                yield Alike(less.name, more.name, "only small words are others")


def _with_one_word_more(read: Sequence[_Read]) -> Iterator[Alike]:
    """Grain Union, Northern Grain Union."""
    wholes = {each.words: each for each in read if 1 < len(each.words) < _MOST_WORDS}
    found: defaultdict[tuple[str, ...], list[_Read]] = defaultdict(list)
    for each in read:
        if 2 < len(each.words) <= _MOST_WORDS:
            for key in {each.words[1:], each.words[:-1]}:
                if key in wholes and key[-1] not in FUNCTION_WORDS:
                    found[key].append(each)
    yield from _uniquely(found, wholes, "one of them has a word more")


def _uniquely(
    found: dict[tuple[str, ...], list[_Read]], short: dict[tuple[str, ...], _Read], why: str
) -> Iterator[Alike]:
    """Pairs of a short form with its fuller ones, where these are few; the more mentioned one stays."""
    for key, fuller in found.items():
        if len(fuller) <= ASKED:
            for each in fuller:
                less, more = sorted((each.name, short[key].name), key=lambda name: name.mentions)
                yield Alike(less, more, why)


def _acronyms(read: Sequence[_Read]) -> Iterator[Alike]:
    """NGU, Northern Grain Union."""
    shorts = {
        each.words[0]: each
        for each in read
        if len(each.words) == 1 and _ACRONYM.fullmatch(each.name.name) and not _is_listed(each.name)
    }
    found: defaultdict[str, list[_Read]] = defaultdict(list)
    for each in read:
        if 1 < len(each.words) <= _MOST_WORDS + 2:
            telling = [word[0] for word in each.words if word not in FUNCTION_WORDS]
            for initials in {"".join(telling), "".join(word[0] for word in each.words)}:
                if initials in shorts:
                    found[initials].append(each)
    for initials, fuller in found.items():
        if len(fuller) <= ASKED:
            short = shorts[initials].name
            yield from (Alike(short, each.name, f"{short.name} may be short for it") for each in fuller)


# -- words and blocks


def _is_acronym(read: _Read) -> bool:
    return len(read.words) == 1 and read.name.name.isupper()


def _words(name: str) -> tuple[str, ...]:
    words = _WORD.findall(fold(name).removesuffix("'s").replace("'", ""))
    return tuple(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _blocks(keyed: Iterable[tuple[str, _Read]]) -> Iterable[list[_Read]]:
    """Names that share a key, the most mentioned first; only where there are two."""
    alone: dict[str, _Read] = {}
    blocks: dict[str, list[_Read]] = {}
    for key, each in keyed:
        first = alone.setdefault(key, each)
        if first is not each:
            block = blocks.setdefault(key, [first])
            if len(block) < BLOCK:
                block.append(each)
    return blocks.values()
