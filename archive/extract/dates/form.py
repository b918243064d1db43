"""A form as it was matched in a text, and what was found there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from archive.extract.dates.false_dates import previous_word
from archive.text.calendar import ENGLISH_MONTHS, NUMBERS, ORDINALS, WEEKDAYS

if TYPE_CHECKING:
    from archive.extract.dates.drafts import Point


class Found(NamedTuple):
    """What was read at a place: where it ends, its rule, and the point or the two ends of a range."""

    stop: int
    rule: str
    first: Point
    last: Point | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A form that matched in a text, with what was read behind it where it goes on with another one."""

    text: str
    match: re.Match[str]
    inner: Found | None = None

    def __getitem__(self, part: str) -> str:
        """A part as written; empty where the form has none."""
        return (self.match[part] or "") if part in self.match.re.groupindex else ""

    def number(self, part: str) -> int:
        """A part that is a number in digits or words, cardinal or ordinal; `last` and `final` are -1, none is 0."""
        word = "-".join(re.sub(r"(?<=\d)\D+", "", self[part].lower()).split())
        return int(word) if word.isdecimal() else ORDINALS.get(word) or NUMBERS.get(word) or (-1 if word else 0)

    @property
    def start(self) -> int:
        """Where it opens."""
        return self.match.start()

    @property
    def stop(self) -> int:
        """Where it ends."""
        return self.match.end()

    @property
    def month(self) -> int:
        """The month that it names in English."""
        return ENGLISH_MONTHS[self["month"][:3].lower()]

    @property
    def weekday(self) -> int:
        """The weekday that it names."""
        return WEEKDAYS[self["weekday"][:3].lower()]

    @property
    def previous(self) -> str:
        """The word before it, in lower case."""
        return previous_word(self.text, self.start)[0].lower()

    def found(self, rule: str, first: Point, last: Point | None = None) -> Found:
        """The whole form, found to be a point or a range."""
        return Found(self.stop, rule, first, last)

    def follows(self, pattern: re.Pattern[str]) -> bool:
        """Whether something stands directly before it."""
        return pattern.search(self.text, max(0, self.start - 80), self.start) is not None
