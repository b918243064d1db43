"""Lists of links that browsers and read-later services export as a page: Netscape's bookmark file, Pocket, Instapaper.

One link a line is an item. The day beside it is when somebody kept it, not when it was published.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from archive.read.record_fields import is_markup
from archive.types import Document, RawItem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.read.source import Source

IS_LIST = re.compile(
    r"<!doctype\s+netscape-bookmark-file|[^\0]{0,400}<title>\s*(?:pocket export|instapaper: export)\s*</title>",
    re.IGNORECASE,
)
"""How such a list begins."""
_LINK = re.compile(r"""<a\s[^<>]*?\bhref\s*=\s*["']?(https?://[^"'<>\s]+)[^<>]*>(.*?)(?:</a\s*>|$)""", re.IGNORECASE)
_REMARK = re.compile(r"\s*<dd>\s*(.+)", re.IGNORECASE)


def read(source: Source) -> Document:
    """Open a list of links; a remark below a link (`<DD>`) is its text."""
    return Document("bookmarks", _items(source))


def _items(source: Source) -> Iterator[RawItem]:
    waiting: RawItem | None = None
    for number, line in source.lines():
        remark = _REMARK.match(line)
        if waiting and remark:
            raw = f"{waiting.raw}\n{line}"
            waiting = RawItem(remark[1], raw, waiting.text, url=waiting.url, markup=True, line=waiting.line)
        if waiting:
            yield waiting
        waiting = None
        for found in _LINK.finditer(line):
            if waiting:
                yield waiting
            waiting = _item(found, line, number)
    if waiting:
        yield waiting
    source.notes.more("long", "further lines that are too long")


def _item(found: re.Match[str], line: str, number: int) -> RawItem | None:
    """The item of a link; None where it has no name but its address."""
    url, name = unescape(found[1]), found[2].strip()
    if not name or "://" in name:
        return None
    raw = line.strip() if len(line) < 2000 else found[0]
    return RawItem(name, raw, kind="headline", url=url, markup=is_markup(name) or "&" in name, line=number)
