"""Names of news outlets and agencies, for the places where only such a name can stand.

The question answered here is "what does this tail, bracket or byline name?", never "does this text mention an
outlet?": short names such as "AP" or "Time" are safe in a bracket after a sentence and nowhere else. Two tables list
the commonest outlets of the world with what they are called in brackets; the archive's own table of outlets adds more
and has the last word on what an outlet is called.
"""

from __future__ import annotations

import csv
import functools
import re
from importlib.resources import files
from typing import TYPE_CHECKING

from archive.text.folding import fold
from archive.text.patterns import lazy_regex
from archive.text.wordlists import either, lines

if TYPE_CHECKING:
    from collections.abc import Iterator

_TABLES = ("agencies", "outlets")
"""Canonical names, each with the forms in which it stands in brackets."""

_BUILT_WITH = lazy_regex(
    rf"\b{either('outlet_words', 'built with')}\b"
    r"|^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|news|co\.uk|com\.au|ua|ru|de|fr|eu|uk|in|tv|io)$"
)
_PHRASE = lazy_regex(rf"^{either('outlet_words', 'no name opens with')}\b")
_TITLE_CASED = lazy_regex(r"(?:(?:[A-Z0-9&][\w.'’&/!-]*|of|and|the|de|der|del|la|le)(?: |$)){1,6}")
_VIA = lazy_regex(r"^(.{2,40}?)(?: via | / |/| and )(.{2,60})$")
_NON_WORD = lazy_regex(r"[^\w/&+!.]+")


def canonical_outlet(name: str) -> str | None:
    """The usual name of the outlet that a string names, or None if it names none that is known.

    "The", case and punctuation don't matter: "the guardian" is The Guardian. Two outlets at once ("AFP via ABC
    News", "Reuters/AP") give the first, which had the story. Short all-capital names need their capitals: "AP".
    """
    key = _key(name)
    if not key or len(key) > 80:
        return None
    found = _known().get(key)
    if found is not None:
        return found if len(key) > 3 or not name.strip(" .").islower() or found.islower() else None
    both = _VIA.match(name.strip())
    return canonical_outlet(both[1]) if both and canonical_outlet(both[2]) else None


def is_agency(name: str) -> bool:
    """Whether a string names a news agency, whose bracket makes a dateline."""
    return canonical_outlet(name) in _agencies()


def looks_like_outlet(name: str) -> bool:
    """Whether a string that is in no table is built like the name of a newspaper, a station or a site."""
    return (
        len(name) <= 50
        and _TITLE_CASED.fullmatch(name) is not None
        and (" " in name or "." in name)
        and _BUILT_WITH.search(name) is not None
        and _PHRASE.match(name) is None
    )


@functools.cache
def outlet_pattern() -> str:
    """A regular expression for the known names of outlets as they are written, the longest first."""
    names = {name for table in _TABLES for line in _lines(table) for name in line}
    return "|".join(re.escape(name).replace("\\ ", " ") for name in sorted(names, key=len, reverse=True))


def _key(name: str) -> str:
    """A name as it is compared: folded, in words, without "The"."""
    words = _NON_WORD.sub(" ", fold(name)).strip(" .").split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def _lines(table: str) -> Iterator[list[str]]:
    """Each line of a table as its names, the canonical one first."""
    for line in lines(table):
        usual, _, others = line.partition(" = ")
        names = [usual, *(other.strip() for other in others.split(";") if other.strip())]
        canonical = next((_gazetteer()[_key(name)] for name in names if _key(name) in _gazetteer()), usual)
        yield list(dict.fromkeys((canonical, *names)))


@functools.cache
def _agencies() -> frozenset[str]:
    return frozenset(names[0] for names in _lines("agencies"))


@functools.cache
def _known() -> dict[str, str]:
    """Folded name to canonical name. A form of one short word in the archive's table is left to the other two."""
    known: dict[str, str] = {}
    for table in _TABLES:
        for names in _lines(table):
            for name in names:
                known.setdefault(_key(name), names[0])
    for form, canonical in _table():
        if " " in form or "." in form or len(form) > 5:
            known.setdefault(_key(form), canonical)
    return known


@functools.cache
def _gazetteer() -> dict[str, str]:
    """Folded form to the name under which the archive knows the outlet as an entity."""
    names: dict[str, str] = {}
    for form, canonical in _table():
        names.setdefault(_key(form), canonical)
    return names


def _table() -> Iterator[tuple[str, str]]:
    """Every form of every outlet in the archive's table, with its canonical name."""
    with (files("archive") / "data" / "outlets.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            for form in (row["name"], *(row["aliases"] or "").split("|")):
                if form:
                    yield form, row["name"]
