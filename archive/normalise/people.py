"""Names of authors as columns want them: "By JANE ROE and Jan Example, Associated Press" is Jane Roe, Jan Example.

A field is cut where a date or a button begins, parted at what stands between two authors, and each part is an outlet,
a person, or nothing. A person is two to six words that are written like a name and hold no word of a body or a
section; a single word must be a known forename.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from archive.gazetteer import forenames
from archive.normalise.outlets import canonical_outlet, looks_like_outlet
from archive.normalise.repeats import fold_repeat
from archive.normalise.text import clean_text
from archive.text.calendar import ANY_DAY, ANY_MONTH
from archive.text.folding import fold
from archive.text.patterns import lazy_regex
from archive.text.wordlists import alternatives, either, phrases, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def _any(section: str) -> str:
    return f"(?:{alternatives(words('authors', section))})"


def _folded(section: str) -> frozenset[str]:
    return frozenset(map(fold, words("authors", section)))


_EDGES = " \t,;:|·•*/\\-–—\"'“”„«»`"
_BEFORE = words("authors", "by") | words("authors", "by, in feeds")
_BEFORE |= phrases("authors", "by, of several words") | phrases("authors", "by, in fields")
_BY = lazy_regex(rf"(?:{alternatives(_BEFORE)})(?:\s*:\s*|\s+)(?=\S)", re.IGNORECASE)
_GLUED = lazy_regex(r"^By(?=[A-Z][a-z])")
_ESCAPE = lazy_regex(r"\\u([0-9a-fA-F]{4})")
_MAILBOX = lazy_regex(r"^\S+@\S+\s*\((?P<name>[^()]+)\)$|^(?P<first>[^<>]+?)\s*<\S+@\S+>$")
_LINK = lazy_regex(r"\bhttps?://[^\s,;]*|\bwww\.[^\s,;]*|\S+@\S+\.\S+|(?<!\w)@\w+")
_SENTENCE = lazy_regex(r"[?!…]|\.\.\.")
_CUT = lazy_regex(
    rf"\d|\b{ANY_DAY}[.,]?\s+\d|\b{ANY_MONTH}\.?\s+\d|(?<=\s){either('authors', 'behind a name')}(?!\w).*",
    re.IGNORECASE,
)
_HANGING = lazy_regex(rf"(?:[\s,|·–-]+{_any('before a date')})+$", re.IGNORECASE)
_BETWEEN = lazy_regex(r"\s*[,;|·•&/()\n]\s*|\s+[–—-]\s+")
_AND = lazy_regex(rf"\s+{_any('and')}\s+", re.IGNORECASE)
_FOR = lazy_regex(rf"\s+{_any('for')}\s+(?:the )?", re.IGNORECASE)
_FROM = lazy_regex(rf"\s+{_any('in')}\s+(?=[^\W\d_a-z]).*")
_JOBS = rf"(?:(?:{alternatives(phrases('authors', 'job, before'))})[\s-]+)*{either('authors', 'job')}s?"
_JOB_LAST = lazy_regex(rf",?\s+{_JOBS}(?:\s+(?:at|of|for)\b.*)?$|^{_JOBS}$", re.IGNORECASE)
_JOB_FIRST = lazy_regex(rf"^{_JOBS}\s+(?=\S+\s\S)", re.IGNORECASE)
_DAY_LAST = lazy_regex(rf"(?<=\S\s)(\S+)\s+{ANY_DAY}$", re.IGNORECASE)
_INITIALS = lazy_regex(r"(?:[^\W\d_]\.[\s-]?)+")
_ACCOUNT = lazy_regex(r"([a-z]{2,})[._-]([a-z]{2,})")
_CAMEL = lazy_regex(r"(?<!\bMc)(?<!\bMac)(?<!\b[DLV][aeiou])(?<!\bVan)(?<!\bFitz)(?<=[^\W\d_A-ZÀ-Þ])[A-ZÀ-Þ]")
_UNSPACED = lazy_regex(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af・]+")

_DEGREES, _SUFFIXES, _SMALL_PARTS = (words("authors", section) for section in ("degrees", "suffixes", "small"))
_OPENINGS, _NEVER, _SELDOM = map(_folded, ("no person opens with", "not in a name", "seldom in a name"))
_NEVER_ENDINGS = tuple(_folded("not in a name, endings"))
_NEVER_UNSPACED = tuple(words("authors", "not in a name, without spaces"))
_PART = lazy_regex(r"[^\W\d_]+")
_LONGEST = 500
"""Characters looked at: no byline is longer, and hostile fields are."""
_MOST_WORDS = 6
_OUTLET_WORDS = 3
_LABEL_WORDS = 4
"""Words of what stands before a colon and a name ("Text and pictures: Jane Roe")."""


@functools.lru_cache(maxsize=4096)
def tidy_author(author: str, site: str | None = None) -> tuple[str | None, str | None]:
    """An author field ("By JANE ROE, Associated Press") parted into the people, with commas between, and the outlet.

    What the item's own outlet calls itself is no person, whatever it is. Either is None where the field names none.
    """
    people: dict[str, str] = {}
    outlet = None
    for part in _parts(_field(author)):
        found = canonical_outlet(part)
        if found is not None:
            outlet = outlet or found
        elif (name := _person(part)) is not None and _key(name) != _key(site or ""):
            people.setdefault(_key(name), name)
    # Beside full names, a single word is a place or a desk.
    full = [name for name in people.values() if " " in name or _UNSPACED.fullmatch(name)] or list(people.values())
    return ", ".join(full) or None, outlet


def mend_case(name: str) -> str:
    """A name out of capitals: "MARY O'BRIEN-MCCAIN" is Mary O'Brien-McCain; a name in mixed case stays."""
    return " ".join(_mend_word(word, index) for index, word in enumerate(name.split()))


def _key(name: str) -> str:
    return re.sub(r"\W", "", fold(name)).removeprefix("the")


def _field(author: str) -> str:
    """A field without what stands around the names: mail addresses, links, brackets, dates, buttons."""
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), author[:_LONGEST])
    text = clean_text(text, markup=True).strip(_EDGES)
    mailbox = _MAILBOX.match(text)
    if mailbox is not None:
        text = mailbox["name"] or mailbox["first"]
    if _SENTENCE.search(text):
        return ""
    if any(char in text for char in "@:."):
        text = _LINK.sub(" ", text)
    text = _without_by(_GLUED.sub("By ", text.strip(_EDGES)))
    cut = _CUT.search(text)
    if cut is not None:
        text = _HANGING.sub("", text[: cut.start()].rstrip())
    return text.strip(_EDGES)


def _without_by(text: str) -> str:
    """A field without what introduces the name; "von Heyden" and "Di Luca" alone are names, "von Ada Finch" is not."""
    while by := _BY.match(text):
        said = by[0].strip(" :").lower()
        if said != "by" and len(said) <= 3 and len(text.split()) == 2:
            break
        text = text[by.end() :].strip(_EDGES)
    return text


def _parts(text: str) -> Iterator[str]:
    """What a field names, one by one; a surname with initials or a lone forename behind it is put in order."""
    if canonical_outlet(text) is not None:
        yield text
        return
    parts = [part for part in _BETWEEN.split(text) if part.strip(_EDGES)]
    at = 0
    while at < len(parts):
        part, following = parts[at].strip(_EDGES), parts[at + 1].strip(_EDGES) if at + 1 < len(parts) else ""
        at += 1
        if following.lower() in _DEGREES | _SUFFIXES:
            yield f"{part} {following}" if following.lower() in _SUFFIXES else part
            at += 1
        elif " " not in part and (_INITIALS.fullmatch(following) or (len(parts) == 2 and _is_forename(following))):
            yield f"{following} {part}"
            at += 1
        else:
            label, colon, rest = part.partition(": ")
            yield from _joined(rest if colon and label.count(" ") < _LABEL_WORDS else part)


def _joined(part: str) -> Iterator[str]:
    """A part at its "and", where full names stand on both sides, and at "for" before an outlet."""
    for place in _FOR.finditer(part):
        if canonical_outlet(part[place.end() :]) is not None:
            yield from _joined(part[: place.start()])
            yield part[place.end() :]
            return
    sides = _AND.split(part)
    bare = [_FROM.sub("", _without_by(side)) for side in sides]
    if len(sides) > 1 and all(_is_whole(side) for side in bare):
        yield from (_without_by(side) for side in sides)
    elif (away := _FROM.search(part)) is not None and canonical_outlet(part[: away.start()]) is not None:
        yield part[: away.start()]
    else:
        yield from _beside_outlet(part.split())


def _beside_outlet(written: list[str]) -> Iterator[str]:
    """A name and an outlet that stand side by side: "Jane Roe BBC News", "Associated Press reporter Jane Roe"."""
    for size in range(1, min(_OUTLET_WORDS, len(written) - 2) + 1):
        for outlet, rest in ((written[-size:], written[:-size]), (written[:size], written[size:])):
            name = " ".join(outlet)
            if (size > 1 or name.isupper()) and canonical_outlet(name) is not None:
                yield " ".join(rest)
                yield name
                return
    yield " ".join(written)


def _is_whole(side: str) -> bool:
    return " " in side.strip() or canonical_outlet(side) is not None or fold(side) in _NEVER


def _person(part: str) -> str | None:
    """The person whom a part names, or None if it is nobody."""
    name = fold_repeat(_FROM.sub("", part))
    before = None
    while name != before:
        before = name
        name = _DAY_LAST.sub(r"\1", _JOB_FIRST.sub("", _JOB_LAST.sub("", name))).strip(_EDGES)
    if name and name[-1] == "." and name[-3:-2] != " " and name.split()[-1].lower() not in _SUFFIXES:
        name = name.rstrip(".")
    if _UNSPACED.fullmatch(name.replace(" ", "")):
        return name if 2 <= len(name) <= 12 and not name.endswith(_NEVER_UNSPACED) else None
    account = _ACCOUNT.fullmatch(name)
    if account is not None and fold(account[1]) in forenames():
        return f"{account[1].capitalize()} {account[2].capitalize()}"
    written = name.split()
    if not _is_name(written):
        return None
    if name.islower():
        return " ".join(word if word in _SMALL_PARTS else word.capitalize() for word in written)
    return mend_case(name)


def _is_name(written: Sequence[str]) -> bool:
    """Whether words are written like a person's name."""
    if not written or len(written) > _MOST_WORDS or any(len(word) > 25 for word in written):
        return False
    plain = [fold(word).strip(".,'") for word in written]
    is_known = any(map(_is_forename, written[:2]))
    if len(written) == 1:
        return is_known and len(plain[0]) > 2 and not written[0].isupper() and written[0][:1].isupper()
    if fold(written[0]) in _OPENINGS or any(word in _NEVER or word.endswith(_NEVER_ENDINGS) for word in plain):
        return False
    if not is_known and (any(word in _SELDOM for word in plain) or looks_like_outlet(" ".join(written))):
        return False
    return all(_is_written_so(word, plain, is_known=is_known) for word in written) and _has_body(written, plain)


def _is_written_so(word: str, plain: Sequence[str], *, is_known: bool) -> bool:
    """Whether a word of a name is written as such: with a capital, or a small part between others."""
    if any(not (char.isalpha() or char in ".'’-‑`") and not "\u0300" <= char <= "\u036f" for char in word):
        return False
    if word[0].islower():
        return fold(word) in _SMALL_PARTS or word[:2] in ("d'", "d’", "l'") or (is_known and len(plain) == 2)
    return _CAMEL.search(word) is None


def _has_body(written: Sequence[str], plain: Sequence[str]) -> bool:
    """Whether a name has a surname that is more than initials, and is not an acronym beside a word."""
    if not any(len(word) > 2 for word in plain):
        return False
    capitals = [len(word) > 2 and word.isupper() and "." not in word for word in written]
    is_surname = capitals == [False, True] and len(written[1]) > 3
    return (
        all(capitals) or not any(capitals) or is_surname or any(map(_is_forename, written)) or "-" in "".join(written)
    )


def _is_forename(word: str) -> bool:
    first = fold(word).partition("-")[0]
    return first in forenames() and first not in _SMALL_PARTS


def _mend_word(word: str, index: int) -> str:
    letters = [char for char in word if char.isalpha()]
    if len(letters) < 2 or not word.isupper() or re.fullmatch(r"(?:[^\W\d_]\.)+", word):
        return word.lower() if word in {"AND", "Y", "E"} and index else word
    if index and word.lower() in _SMALL_PARTS:
        return word.lower()
    mended = _PART.sub(lambda part: part[0].capitalize(), word)
    mended = re.sub(r"['’](S)\b", lambda match: match[0].lower(), mended)
    return re.sub(r"\bMc([a-z])", lambda match: "Mc" + match[1].upper(), mended)
