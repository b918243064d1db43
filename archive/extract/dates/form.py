"""A form as it was matched in a text, and what was found there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from archive.extract.dates.drafts import Calendar, Draft
from archive.text.calendar import ENGLISH_MONTHS, MONTHS, NUMBERS, ORDINALS, WEEKDAYS
from archive.text.day_order import full_year
from archive.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive.extract.dates.drafts import Point


DECADES: Final = {f"{stem}tie": tens for stem, tens in zip(
    ("twen", "thir", "for", "fif", "six", "seven", "eigh", "nine"), range(20, 100, 10), strict=True)}  # fmt: skip
DECADES["noughtie"] = 2000
"""Tens by the stem of their decade in words, `seventie` for the seventies."""


def spoken(words: str) -> int:
    """A number below a hundred in words; 0 where it is none."""
    return sum(NUMBERS.get(word, 0) or DECADES.get(f"{word[:-1]}ie", 0) for word in re.split(r"[\s-]", words))


def spoken_year(words: str, *, is_sure: bool) -> int | None:
    """The year that is said as `nineteen ninety-six` or `two thousand and five`; `two thousand` needs to be sure."""
    said = _CENTURY.fullmatch(words.lower())
    if not said:
        return None
    century, rest = said.groups()
    value = spoken(rest)
    if century == "two thousand":
        is_year = is_sure or value > 0
    else:
        is_year = value >= 10 or "hundred" in rest or (value > 0 and ("oh" in rest or "zero" in rest))
    start = 2000 if century == "two thousand" else 100 * NUMBERS[century]
    return start + value if is_year and value < 100 else None


_CENTURY = re.compile(r"(two\sthousand|[a-z]+)(.*)", re.DOTALL)


_PAST: Final = "35"
"""The first year of two digits behind an apostrophe that is of the last century."""
_NOTHING: Final = Draft(0, 0, "", Calendar())


class Form:
    """A form that matched in a text, with what was read behind it where it goes on with another one."""

    __slots__ = ("inner", "match", "parts", "text")

    def __init__(self, text: str, match: re.Match[str], inner: Draft = _NOTHING) -> None:
        self.text, self.match, self.inner = text, match, inner
        self.parts: Mapping[str, str] = {part: told for part, told in match.groupdict().items() if told}

    def __getitem__(self, part: str) -> str:
        """A part as written; empty where the form has none."""
        return self.parts.get(part, "")

    def number(self, part: str) -> int:
        """A part that is a number in digits or words, cardinal or ordinal; `last` and `final` are -1, none is 0."""
        word = self.parts.get(part, "")
        if not word or word.isdecimal():
            return int(word or 0)
        word = "-".join(re.sub(r"(?<=\d)\D+", "", word.lower()).split())
        return int(word) if word.isdecimal() else ORDINALS.get(word) or spoken(word) or (1 if word == "opening" else -1)

    @property
    def year(self) -> int | None:
        """The year that it tells, in four digits, in two, or in words; None where it tells none."""
        if self["spoken"]:
            return spoken_year(self["spoken"], is_sure=bool(self["month"]))
        if self["short"]:  # the class of '62
            return int(self["short"]) + (2000 if self["short"] < _PAST else 1900)
        return full_year(self["year"]) if self["year"] else None

    @property
    def start(self) -> int:
        """Where it opens."""
        return self.match.start()

    @property
    def stop(self) -> int:
        """Where it ends."""
        return self.match.end()

    @property
    def month(self) -> int | None:
        """The month that it names, in English or another language."""
        if self["month"]:
            return ENGLISH_MONTHS[self["month"][:3].lower()]
        return MONTHS.get(fold(self["foreign"]))

    @property
    def weekday(self) -> int | None:
        """The weekday that it names."""
        return WEEKDAYS[self["weekday"][:3].lower()] if self["weekday"] else None

    def found(self, rule: str, point: Point, stop: int | None = None) -> Draft:
        """The form, or up to a place, found to be a point."""
        return Draft(self.start, self.stop if stop is None else stop, rule, point)
