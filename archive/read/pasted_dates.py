"""Dates of pasted pages that no line of small print holds: among other words, or in several lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from archive.read.labels import FULL_DAY
from archive.read.meta_line import MetaLine, read_meta
from archive.read.tree import count_words
from archive.text.calendar import ANY_MONTH
from archive.text.patterns import lazy_regex
from archive.text.sentences import ends_with_abbreviation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_CLOSED: Final = re.compile(r"[.!?…。！？][\"'”’»)\]]*(?:\s\([^()]{2,60}\))?\s*$")
"""A sentence, behind which its source may stand in brackets."""
_PARTS_OF_DAYS: Final = (
    ("D", re.compile(r"0?[1-9]|[12]\d|3[01]")),
    ("Y", re.compile(r"(?:19|20)\d\d")),
    ("M", lazy_regex(rf"{ANY_MONTH}\.?", re.IGNORECASE)),
)
_LONGEST_MONTH: Final = 14
_LONG_LABEL: Final = 14
"""Words: a line with more of them is no label."""
_LONGEST_LABEL: Final = 200
"""Characters likewise."""
_FEW: Final = 4
"""Words that may stand before the date in a label."""
SURE: Final = 5
"""Stories with a line for their date that make a text a page, however many lines of lists stand beside them."""
TOP: Final = 6
"""Lines of a page over which its masthead stands, menus among them."""


def among_dates(head: Sequence[str]) -> Sequence[str]:
    """The lines from the first date to the last: lists of the latest stories, beside them, repeat headlines."""
    dated = [at for at, line in enumerate(head) if (meta := read_meta(line.strip())) and meta.date]
    return head[max(0, dated[0] - TOP) : dated[-1] + TOP] if len(dated) >= SURE else head


def is_loose(head: Sequence[str]) -> bool:
    """Whether more of the dates in a text stand in lines among other words than in small print."""
    lines = [text for line in head if (text := line.strip())]
    strict = sum(bool(meta and meta.date) for meta in map(read_meta, lines))
    return sum(read_meta(text) is None and among_words(text) is not None for text in lines) >= max(3, strict)


def among_words(text: str) -> MetaLine | None:
    """The day, with its year, that a short line opens with or holds behind a few words; None for a sentence."""
    is_short = len(text) <= _LONGEST_LABEL and count_words(text) <= _LONG_LABEL
    found = FULL_DAY.search(text) if is_short and not is_closed(text) else None
    is_early = found is not None and count_words(text[: found.start()]) <= _FEW
    return MetaLine(date=found[0].strip()) if found is not None and is_early else None


def joined(numbered: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Lines, those of a date whose day, month and year stand below one another as one."""
    held: list[tuple[int, str]] = []
    kinds = ""
    for line in numbered:
        text = line[1].strip()
        is_short = 0 < len(text) <= _LONGEST_MONTH
        kinds += next((kind for kind, part in _PARTS_OF_DAYS if is_short and part.fullmatch(text)), "-")
        held.append(line)
        while held and kinds not in ("D", "M", "DM", "MD"):
            count = 3 if kinds in ("DMY", "MDY") else 2 if kinds[:2] in ("DM", "MD") else 1
            yield held[0][0], "\n".join(raw for _, raw in held[:count])
            held, kinds = held[count:], kinds[count:]
    yield from held


def is_closed(line: str) -> bool:
    """Whether a line ends as a sentence does, or as one that was cut."""
    return _CLOSED.search(line) is not None and not ends_with_abbreviation(line.rstrip())
