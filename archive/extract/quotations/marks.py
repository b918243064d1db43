"""Quotation marks: where a quoted passage opens and closes.

Double marks (straight, curly, low, guillemets, doubled single ones) are paired by a stack, so that a passage within a
passage belongs to the outer one. Single marks are also apostrophes; they are paired afterwards, outside the double
ones, and only where both ends stand as a quotation mark would. What is opened and never closed is cut.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from archive.text.patterns import lazy_regex

DOUBLE: Final = lazy_regex("[\"“”„‟«»‹›＂「」『』]|''|``|‘‘|’’")
_ANY_DOUBLE: Final = lazy_regex('["“”„‟«»‹›＂「」『』]')
_APOSTROPHES: Final = "'`‘’‚‛"
_ANY: Final = lazy_regex(f'["“”„‟«»‹›＂「」『』{_APOSTROPHES}]')
# The mark comes first in the pattern, and only then what may not stand before it: so `re` skips to the marks at once.
_SINGLE_OPENS: Final = lazy_regex(
    r"['`‘‚‛](?=[^\s.,;:!?)'’‘])(?:(?<=[‘‚‛])(?<!\w[‘‚‛])|(?<=['`])(?<![^\s(\[—–/\-:\"“]['`]))"
)
_DOUBLED: Final = ("''", "``", "‘‘", "’’")
_SINGLE: Final = lazy_regex(f"[{_APOSTROPHES}]")

_STRAIGHT: Final = frozenset(('"', "＂", "''"))
_OPENS: Final = {"“": "”", "„": "“", "‟": "”", "«": "»", "‹": "›", "「": "」", "『": "』", "``": '"', "‘‘": "”"}
_REVERSED: Final = {"»": "«", "›": "‹", "”": "”", "’’": "”"}
"""Marks that close, and open where they stand as an opening mark would (Swedish, Danish)."""
_CLOSES: Final = {
    "”": ("“", "„", "‟", "”", "‘‘"),
    "’’": ("‘‘", "“", "”"),
    "»": ("«",),
    "«": ("»",),
    "›": ("‹",),
    "‹": ("›",),
    "“": ("„", "‟"),
    "」": ("「",),
    "』": ("『",),
}
_CURLY: Final = ("“", "„", "‟", "”", "‘‘", "``")

_BEFORE_OPENING: Final = frozenset(" \t\n\r\xa0\u2009\u202f([{—–-/:;=“‘‚«„'>…")
_AFTER_CLOSING: Final = frozenset(" \t\n\r\xa0\u2009\u202f)]}—–-/:;,.!?…”’»'<*")
_LENGTH: Final = lazy_regex(r"\d\s?['’′]\s?\d{0,2}\Z|\d(?:\.\d+)?\Z")
_ELISION: Final = lazy_regex(
    r"['‘’`](?:\d0s\b|\d\d\b(?![%'’])|(?:em|n|tis|twas|til|till|cause|bout|round|cos|neath|ere)\b(?!['’]\s*[.,]))",
    re.IGNORECASE,
)
_SINGLE_MAX: Final = 1_200
"""Characters; a single mark that closes later than that closes something else."""


class Marked(NamedTuple):
    """A passage between quotation marks, the outermost where several are nested."""

    start: int
    """First character within the marks."""
    stop: int
    """One past the last character within the marks."""
    outer_start: int
    outer_stop: int
    is_complete: bool


@dataclass(slots=True)
class _Open:
    mark: str
    at: int
    after: int
    inner: list[Marked] = field(default_factory=list)


def marked_passages(text: str) -> list[Marked]:
    """The passages of a text that stand in quotation marks.

    Args:
        text: Any text; time is linear in its length.

    Returns:
        Passages in order, never overlapping, none of them empty.
    """
    passages = _doubles(text) if DOUBLE.search(text) else []
    if _SINGLE_OPENS.search(text):
        passages = _with_singles(text, passages)
    return passages


def may_be_marked(text: str) -> bool:
    """Whether a text holds anything like a quotation mark; quick."""
    first = _ANY.search(text)
    if first is None:
        return False
    if first[0] not in _APOSTROPHES or _ANY_DOUBLE.search(text, first.end()) is not None:
        return True
    return _SINGLE_OPENS.search(text) is not None or any(mark in text for mark in _DOUBLED)


# -- double marks


class _Stack:
    """The passages that are open, outermost first, with a count by mark."""

    def __init__(self) -> None:
        self.open: list[_Open] = []
        self.counts: dict[str, int] = {}
        self.done: list[Marked] = []
        self.unbroken = 0
        """Up to where what is open is known to go on, in further paragraphs that open with a mark, too."""

    def push(self, mark: str, at: int, after: int) -> None:
        self.open.append(_Open(mark, at, after))
        self.counts[mark] = self.counts.get(mark, 0) + 1

    def nearest(self, marks: tuple[str, ...]) -> bool:
        return any(self.counts.get(mark) for mark in marks)

    def close(self, text: str, marks: tuple[str, ...], at: int, after: int) -> None:
        """Closes the innermost passage opened by one of the marks, and forgets what was open within it."""
        while self.open:
            top = self.open.pop()
            self.counts[top.mark] -= 1
            if top.mark not in marks:
                continue
            passage = _trimmed(text, top.after, at, top.at, after, is_complete=True)
            if passage is not None:
                self._add(passage)
            return

    def cut(self, text: str, at: int) -> None:
        """Ends what was opened in a paragraph before a place, whose closing mark was forgotten."""
        end = text.find("\n\n", max(self.open[-1].after, self.unbroken), at) if self.open else -1
        if end < 0 or _starts_paragraph(text, at):
            self.unbroken = at
            return
        top = self.open.pop()
        self.counts[top.mark] -= 1
        passage = _trimmed(text, top.after, end, top.at, end, is_complete=False)
        if passage is not None:
            self._add(passage)

    def _add(self, passage: Marked) -> None:
        (self.open[-1].inner if self.open else self.done).append(passage)

    def finish(self, text: str) -> list[Marked]:
        """What is still open is cut at its paragraph's end, unless passages closed within it: then it was stray."""
        for at, top in enumerate(self.open):
            if top.inner or at + 1 < len(self.open):
                self.done += top.inner
                continue
            end = text.find("\n\n", top.after)
            end = len(text) if end < 0 else end
            passage = _trimmed(text, top.after, end, top.at, end, is_complete=False)
            if passage is not None:
                self.done.append(passage)
        return self.done


def _trimmed(
    text: str, start: int, stop: int, outer_start: int, outer_stop: int, *, is_complete: bool
) -> Marked | None:
    inside = text[start:stop]
    stop -= len(inside) - len(inside.rstrip())
    start += len(inside) - len(inside.lstrip())
    return Marked(start, stop, outer_start, outer_stop, is_complete) if start < stop else None


def _doubles(text: str) -> list[Marked]:
    stack = _Stack()
    for match in DOUBLE.finditer(text):
        at, after, mark = match.start(), match.end(), match[0]
        before = text[at - 1] if at else " "
        behind = text[after] if after < len(text) else " "
        opens = before in _BEFORE_OPENING and not behind.isspace()
        closes = not before.isspace() and behind in _AFTER_CLOSING
        if mark in _STRAIGHT:
            _straight(stack, text, at, after, opens=opens, closes=closes)
        elif mark in _CLOSES and stack.nearest(_CLOSES[mark]):
            stack.close(text, _CLOSES[mark], at, after)
        elif mark in _OPENS:
            _opening(stack, text, mark, at, after, opens=opens, closes=closes)
        elif opens and mark in _REVERSED and not stack.open:
            stack.push(mark, at, after)
        elif closes and stack.nearest(('"',)):
            stack.close(text, ('"',), at, after)
    return stack.finish(text)


def _straight(stack: _Stack, text: str, at: int, after: int, *, opens: bool, closes: bool) -> None:
    """A mark that looks the same at either end: its neighbours tell, failing them what is open."""
    if text[at] == '"' and _is_length(text, at, stack):
        return
    if opens and not closes:
        stack.cut(text, at)
    if stack.nearest(('"',)):
        if not opens or closes:
            stack.close(text, ('"',), at, after)
    elif closes and not opens:
        if stack.nearest(_CURLY):
            stack.close(text, _CURLY, at, after)
    elif opens or text[at - 1 : at].isspace() or not at:
        stack.push('"', at, after)


def _opening(stack: _Stack, text: str, mark: str, at: int, after: int, *, opens: bool, closes: bool) -> None:
    if closes and not opens and stack.open:
        stack.close(text, (stack.open[-1].mark,), at, after)
        return
    stack.cut(text, at)
    if not (stack.nearest((mark,)) and _starts_paragraph(text, at)):
        stack.push("“" if mark == "``" else mark, at, after)


def _starts_paragraph(text: str, at: int) -> bool:
    """Whether a mark repeats the one that is open, as each paragraph of a long speech does."""
    return at > 0 and text[at - 1] == "\n"


def _is_length(text: str, at: int, stack: _Stack) -> bool:
    """Whether a straight mark means inches: 6'2", and after a bare number where no passage is open."""
    match = _LENGTH.search(text[max(0, at - 8) : at])
    return match is not None and ("'" in match[0] or "’" in match[0] or "′" in match[0] or not stack.open)


# -- single marks


def _with_singles(text: str, doubles: list[Marked]) -> list[Marked]:
    """The passages in single marks as well; one that holds others stands for them."""
    singles = _singles(text, doubles)
    if not singles:
        return doubles
    merged: list[Marked] = []
    for passage in sorted((*doubles, *singles), key=lambda each: each.outer_start):
        if merged and passage.outer_start < merged[-1].outer_stop:
            continue
        merged.append(passage)
    return merged


def _singles(text: str, doubles: list[Marked]) -> list[Marked]:
    marks = [match.start() for match in _SINGLE.finditer(text)]
    closers = [_closes_single(text, at) for at in marks]
    openers = [_opens_single(text, at) for at in marks]
    outside = _outside(marks, doubles)
    passages: list[Marked] = []
    opened: int | None = None
    for index, at in enumerate(marks):
        if not outside[index]:
            continue
        if opened is not None and (at - opened > _SINGLE_MAX or "\n\n" in text[opened:at]):
            opened = None
        is_closer = closers[index] or (opened is not None and text[opened] == "‚" and text[at] == "‘")
        if opened is not None and is_closer and not _is_plural(text, at, index, marks, closers, openers):
            passage = _trimmed(text, opened + 1, at, opened, at + 1, is_complete=True)
            if passage is not None:
                passages.append(passage)
            opened = None
        elif openers[index]:
            opened = at
    return passages


def _opens_single(text: str, at: int) -> bool:
    return _SINGLE_OPENS.match(text, at) is not None and _ELISION.match(text, at) is None


def _closes_single(text: str, at: int) -> bool:
    if text[at] in "‘‚‛" or not at or text[at - 1].isspace():
        return False
    behind = text[at + 1 : at + 2]
    return not (behind.isalnum() or behind == "_")


def _is_plural(text: str, at: int, index: int, marks: list[int], closers: list[bool], openers: list[bool]) -> bool:
    """Whether a mark after "s" is rather the possessive of a plural, the passage being closed further on."""
    if text[at - 1] not in "sS" or not text[at + 1 : at + 2].isspace() or not text[at + 2 : at + 3].islower():
        return False
    following = index + 1
    while following < len(marks) and not closers[following] and not openers[following]:
        following += 1  # amortised: apostrophes within words are few, and bounded below
        if following - index > 8:
            return False
    if following >= len(marks) or openers[following] or marks[following] - at > _SINGLE_MAX:
        return False
    return not _is_plain_plural(text, marks[following])


def _is_plain_plural(text: str, at: int) -> bool:
    return text[at - 1] in "sS" and text[at + 1 : at + 2].isspace() and text[at + 2 : at + 3].islower()


def _outside(marks: list[int], doubles: list[Marked]) -> list[bool]:
    """Which of the marks are in no double passage."""
    outside = []
    following = 0
    for at in marks:
        while following < len(doubles) and doubles[following].outer_stop <= at:
            following += 1
        outside.append(following == len(doubles) or at < doubles[following].outer_start)
    return outside
