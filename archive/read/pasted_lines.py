"""The lines of a pasted page, each with what it says by itself, and beside the line above it."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from archive.read.labels import date_in, may_open_date
from archive.read.meta_line import NOTHING, MetaLine, read_meta
from archive.read.name_lines import AND, name_likeness, signature
from archive.read.pasted_dates import among_words, is_closed, joined
from archive.text.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ADDRESS: Final = re.compile(r"(?:[^:/]{0,30}[:→\s]\s?)?[<(]?(?P<url>(?:https?://|www\.)[^\s<>]+?)[>)]?", re.IGNORECASE)
_LEAD: Final = 40
"""Characters in which a date stands that opens a line."""
_PARTED: Final = re.compile(r"\s*[•·|]\s+(?=\S)|(?<=\s)[—–-]\s(?=\S)")
_FEW: Final = 20
"""Characters that a link to the whole of a story has before its headline, and a headline at least."""
_PLAYED: Final = words("page_labels", "played")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank."""

    number: int
    text: str
    raw: str
    is_blank: bool
    """Whether a blank line stands before it."""
    meta: MetaLine | None
    is_point: bool
    """Whether a list's number or sign stands before the text."""
    is_again: bool
    """Whether the same line stood shortly before."""
    is_twice: bool
    """Whether the line above is the same."""
    is_longer: bool
    """Whether it is much longer than the line above it, as a deck is."""
    is_below_date: bool
    """Whether the line right above is a date."""
    is_below_news: bool
    """Whether the line right above is no small print."""
    lead: MetaLine | None = None
    """What stands before the text in the same line: "October 24, 2024 • Dockers have voted"."""

    @property
    def name(self) -> str:
        """Who signs in it, if it is a signature."""
        return signature(self.text)


def lines_of(numbered: Iterable[tuple[int, str]], bullet: re.Pattern[str], *, is_loose: bool) -> Iterator[Line]:
    """The lines of a text; in a loose one dates may stand among words that are no small print by themselves."""
    recent: deque[str] = deque(maxlen=20)
    is_blank = is_played = is_dated = is_news = False
    above = 0
    for number, raw in joined(_with_partners(numbered)):
        text = " ".join(part.strip() for part in raw.split("\n"))
        if not text:
            is_blank = True
            continue
        mark = bullet.match(raw)
        bare = raw[mark.end() if mark else 0 :].strip() if text in raw else text
        meta = None if ADDRESS.fullmatch(bare) else read_meta(bare) if len(bare) <= 200 else None
        meta = meta or (among_words(bare) if is_loose else None)
        if meta and meta.clock and not meta.date and (is_played or not _PLAYED.isdisjoint(bare.lower().split())):
            meta = NOTHING  # how long it is
        lead, begin = _lead(bare) if meta is None else (None, 0)
        bare = bare[begin:]
        is_again = len(bare) <= 400 and (bare in recent or _is_end_of(bare, recent))
        is_longer = 0 < 1.3 * above < len(bare)
        is_twice = bool(recent) and bare == recent[-1]
        below = (False, False) if is_blank else (is_dated, is_news)
        yield Line(number, bare, raw, is_blank, meta, bool(mark), is_again, is_twice, is_longer, *below, lead)
        is_dated = meta is not None and meta.date is not None
        is_news = meta is None
        recent.append(bare if len(bare) <= 400 else "")
        above = above if meta else 0 if is_closed(bare) else len(bare)
        is_blank = False
        is_played = bare.lower() in _PLAYED


def _with_partners(numbered: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Lines, those of two names as one between which "and" stands in a line of its own."""
    held: list[tuple[int, str]] = []
    for line in numbered:
        held.append(line)
        if len(held) == 3:
            left, word, right = (raw.strip() for _, raw in held)
            if word in AND and name_likeness(left.rpartition("\n")[2]) and name_likeness(right):
                held = [(held[0][0], "\n".join(raw for _, raw in held))]
            else:
                yield held.pop(0)
    yield from held


def _is_end_of(text: str, above: Sequence[str]) -> bool:
    """Whether the line above ends with the same words: a caption is often copied twice, once as "Photo shows …".

    Or whether it ends with a line not far above, as links to the whole of a story do ("Read moreDockers vote").
    """
    if len(text.split()) >= 3 and above and above[-1].endswith(f" {text}"):
        return True
    return any(_FEW <= len(line) < len(text) <= len(line) + _FEW and text.endswith(line) for line in above)


def _lead(text: str) -> tuple[MetaLine | None, int]:
    """The date that opens a line, and where what follows begins, parted by a sign that no sentence has."""
    found = date_in(text[:_LEAD]).match(text) if text[:1].isalnum() and may_open_date(text) else None
    sign = _PARTED.match(text, found.end()) if found else None
    if found is None or sign is None:
        return None, 0
    return read_meta(found[0].strip()), sign.end()
