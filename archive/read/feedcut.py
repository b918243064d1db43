"""A feed of any size, cut into its items: what stands before them, and each by itself.

A feed parser wants a whole document. Given the outer tags and a few items at a time, it gets one, and a
broken item breaks nothing but itself.
"""

from __future__ import annotations

import html.entities
import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_ITEM = 4 * 1024 * 1024
"""Longest item that is read, in characters: entries carry whole articles, with pictures in them."""

_MARK = re.compile(r"<!\[CDATA\[|<!--|</?(?:[\w.-]+:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE)
_OVERLAP = 64
"""Characters kept at the end of the window: a mark may begin there."""
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->"}
_OUTER = re.compile(r"""<(?:[\w.-]+:)?(?:rss|RDF|feed|channel)(?=[\s>])(?:"[^"]*"|'[^']*'|[^<>"'])*>""", re.IGNORECASE)
_CLOSED_CHANNEL = re.compile(r"</(?:[\w.-]+:)?channel\s*>", re.IGNORECASE)
_NAME = re.compile(r"<([\w.:-]+)")
_DECLARATIONS = re.compile(r"<\?.*?\?>|<!--.*?-->|<!doctype\s+[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_AMPERSAND = re.compile(r"&(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|\w{2,31};)?")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XML = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})


def split_head(text: str) -> tuple[str, str, str] | None:
    """What stands before the first item of a feed, the outer tags open there, and their ends; None if there is none."""
    first = next(_starts(text), None)
    if first is None:
        return None
    return (*outer_tags(text[:first]),)


def outer_tags(before: str) -> tuple[str, str, str]:
    """The text before the items without declarations, the outer tags open at its end, and their ends."""
    plain = tidied(_DECLARATIONS.sub("", before))
    tags = _OUTER.findall(_CDATA.sub("", plain))
    if _CLOSED_CHANNEL.search(plain):
        tags = [tag for tag in tags if "channel" not in tag[:40].lower().split()[0]]
    tags = tags or ['<rss version="2.0">', "<channel>"]
    names = [found[1] for tag in tags if (found := _NAME.match(tag))]
    return plain, "".join(tags), "".join(f"</{name}>" for name in reversed(names))


def _starts(text: str) -> Iterator[int]:
    at = 0
    while found := _MARK.search(text, at):
        if end := _ENDS.get(found[0]):
            stop = text.find(end, found.end())
            at = stop + len(end) if stop >= 0 else len(text)
        else:
            yield found.start()
            at = found.end()


class Cutter:
    """A pass over a feed that gives its items."""

    def __init__(self, texts: Iterator[str], tell: Callable[[str, int], None]) -> None:
        """Start a pass over a feed in pieces; `tell` is called with a reason and a line for each fault."""
        self._texts = texts
        self._tell = tell
        self._window = ""
        self._line = 1
        """Line at which the window starts."""
        self._at = 0
        self._start: int | None = None
        """Where the item that is open began, in the window."""

    def items(self) -> Iterator[tuple[int, str]]:
        """Line and source text of each item; one whose end is missing ends where the next starts."""
        while True:
            found = _MARK.search(self._window, self._at)
            if found is not None and not self._is_clipped(found):
                yield from self._at_mark(found)
            elif not self._lengthened(found):
                if found and found[0] in _ENDS:
                    self._tell(f"{found[0]} has no end", self._line_at(self._at))
                    self._at += len(found[0])
                    continue
                if self._start is not None:
                    self._tell("the feed ends inside an item", self._line)
                    yield self._line, self._window
                return

    def _at_mark(self, found: re.Match[str]) -> Iterator[tuple[int, str]]:
        """Go over a mark: to the end of what it hides, or to the start or the end of an item."""
        mark, start = found[0], self._start
        end = _ENDS.get(mark, ">")
        stop = self._window.find(end, found.end())
        if mark in _ENDS:
            self._at = stop + len(end) if stop >= 0 else found.end()
            return
        self._at = stop + 1
        if start is not None and mark.startswith("</"):
            yield self._line_at(start), self._window[start : self._at]
        elif start is not None:
            self._tell("an item has no end", self._line_at(start))
            yield self._line_at(start), self._window[start : found.start()]
        is_open = not mark.startswith("</") and self._window[stop - 1] != "/"
        self._start = found.start() if is_open else None

    def _lengthened(self, found: re.Match[str] | None) -> bool:
        """Go on with a longer window, because a mark is missing or cut off; false at the end of the feed."""
        if self._start is not None and len(self._window) - self._start > MAX_ITEM:
            self._tell(f"an item longer than {MAX_ITEM:,} characters", self._line_at(self._start))
            self._start = None
        resume = found.start() if found else max(self._at, len(self._window) - _OVERLAP)
        keep = resume if self._start is None else self._start
        self._at = resume - keep
        self._start = None if self._start is None else 0
        return self._more(keep)

    def _is_clipped(self, found: re.Match[str]) -> bool:
        """Whether a mark's own end is still to come. One that never comes is not waited for for ever."""
        end = _ENDS.get(found[0], ">")
        missing = self._window.find(end, found.end()) < 0
        if missing and len(self._window) - found.start() > MAX_ITEM:
            return end == ">"
        return missing

    def _line_at(self, position: int) -> int:
        return self._line + self._window.count("\n", 0, position)

    def _more(self, keep: int) -> bool:
        """Drop the window up to `keep` and lengthen it; false at the end of the feed."""
        self._line += self._window.count("\n", 0, keep)
        piece = next(self._texts, None)
        self._window = self._window[keep:] + (piece or "")
        return piece is not None


def tidied(xml: str) -> str:
    """XML without the faults that feeds commonly have: named HTML entities, bare ampersands, control characters.

    Entities that the feed defined itself are left as their names: no definition, no explosion.
    """
    clean = _FORBIDDEN.sub("", xml)
    if "&" not in clean:
        return clean
    parts = _CDATA.split(clean)
    return "".join(part if number % 2 else _AMPERSAND.sub(_entity, part) for number, part in enumerate(parts))


def _entity(found: re.Match[str]) -> str:
    written, name = found[0], found[1]
    if name is None:
        return "&amp;"
    if name in _XML:
        return written
    said = html.unescape(written) if name.startswith("#") else html.entities.html5.get(name, "")
    return escape(_FORBIDDEN.sub("", said)) if said else f"&amp;{name}"
