"""Feeds: RSS of all versions, RDF and Atom. A JSON Feed is read as other JSON is (`jsondoc`)."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

import feedparser

from archive.read.feedcut import Cutter, outer_tags, split_head, tidied
from archive.read.links import absolute
from archive.read.record_fields import is_markup
from archive.text.folding import fold
from archive.text.wordlists import alternatives, words
from archive.types import Document, RawItem, SnippetKind

if TYPE_CHECKING:
    from archive.read.source import Source

_BATCH = 50
"""Items given to the parser at a time: enough to spread its start-up cost."""
_MAX_HEAD = 8 * 1024 * 1024
"""How much may stand before the first item: RDF lists all of them there."""
_PARSER_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError, RecursionError)
"""What the parser's tolerant mode raises on tags in the wrong places, instead of tolerating them."""
_PROLOGUE = '<?xml version="1.0" encoding="utf-8"?>\n'
_UNSEEN = re.compile(r"<(script|style|iframe|object|noscript)\b.*?(?:</\1\s*>|$)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w{2,31});")
_WORDS = re.compile(r"\w+")
_BY = alternatives(words("authors", "by") | words("authors", "by, in feeds"))
_BYLINE = re.compile(rf"(?:{_BY})\s+((?:[^\W\d_][\w.'’-]*(?:,?\s+|$)){{1,8}})", re.IGNORECASE)
_BOILERPLATE = re.compile(
    r"(?:comments?|\[link\]|\[\d+ comments?\]|read (?:more|the (?:full|rest)\b.{0,40})|continue reading\b.{0,120}"
    r"|click here\b.{0,60}|full (?:story|article|text)|more|\W*|submitted by\b.{0,200}\[link\].{0,60}"
    r"|article url:.{0,600}comments url:.{0,400}|the post .{0,300} (?:appeared first on|first appeared on) .{0,100})"
    r"(?:\s*(?:\.{3}|…|»|→|\.))?",
    re.IGNORECASE | re.DOTALL,
)


def read(source: Source) -> Document:
    """Open an XML feed."""
    before, opening, closing = _outer(source)
    about = _parse(before + closing).feed
    return Document(
        "feed",
        _items(source, opening, closing, about.get("link") or ""),
        title=_plain(about.get("title", "")) or None,
        outlet=_plain(about.get("title", "")) or None,
        language=about.get("language") or None,
        url=about.get("link") or None,
        stamp=about.get("published") or about.get("updated") or None,
    )


def _outer(source: Source) -> tuple[str, str, str]:
    text = source.head
    parts = split_head(text)
    if parts is None and not source.whole:
        text = ""
        for piece in source.texts(quiet=True):
            text += piece
            if len(text) > _MAX_HEAD:
                break
        parts = split_head(text)
    return parts or outer_tags(text)


def _parse(xml: str) -> Any:
    """Parse a feed held in memory; given a stream, the parser takes nothing for an address to fetch.

    What trips the parser up (a closing tag for a link that was never opened will do) is no feed at all.
    """
    stream = io.BytesIO((_PROLOGUE + xml).encode("utf-8", "replace"))
    try:
        return feedparser.parse(stream, resolve_relative_uris=False, sanitize_html=False)
    except _PARSER_FAULTS:
        return feedparser.FeedParserDict(feed=feedparser.FeedParserDict(), entries=[], bozo=True)


def _items(source: Source, opening: str, closing: str, base: str) -> Iterator[RawItem]:
    notes = source.notes
    cutter = Cutter(source.texts(), lambda reason, line: notes.each("cut", f"malformed feed: {reason}", line=line))
    pieces = cutter.items()
    is_empty = True
    while batch := list(islice(pieces, _BATCH)):
        for (line, raw), entry in zip(batch, _entries(batch, opening, closing), strict=True):
            item = _item(entry, raw, line, base) if entry else None
            if item is None:
                what = "an item without title and text" if entry else "an item that makes no sense"
                notes.each("empty", f"malformed feed: {what}", line=line)
                continue
            is_empty = False
            yield item
    notes.more("cut", "further faults in the feed")
    notes.more("empty", "further items without title and text")
    if is_empty:
        notes.say("the feed holds no items")


def _entries(batch: list[tuple[int, str]], opening: str, closing: str) -> list[Any]:
    """The parsed entry of each piece; a batch that does not parse cleanly is parsed piece by piece."""
    parsed = _parse(opening + "".join(tidied(raw) for _, raw in batch) + closing)
    if not parsed.bozo and len(parsed.entries) == len(batch):
        return list(parsed.entries)
    alone = (_parse(opening + tidied(raw) + closing).entries for _, raw in batch)
    return [entries[0] if entries else None for entries in alone]


def _item(entry: Any, raw: str, line: int, base: str) -> RawItem | None:
    title = _UNSEEN.sub(" ", entry.get("title") or "").strip()
    text = _body(entry, title)
    author = _author(entry)
    kind: SnippetKind | None = "teaser"
    byline = _BYLINE.fullmatch(_plain(text)) if title else None
    if byline:
        author, text = author or byline[1].strip(), ""
    if not text:
        text, title, kind = title, "", "headline"
    if not text:
        return None
    link = entry.get("feedburner_origlink") or entry.get("link") or ""
    return RawItem(
        text,
        raw,
        title=title or None,
        kind=kind,
        url=absolute(base, link) if link else None,
        author=author,
        outlet=_outlet(entry),
        language=entry.get("language") or None,
        published=entry.get("published") or entry.get("updated") or entry.get("created") or None,
        markup=_is_html(text) or _is_html(title),
        line=line,
    )


def _body(entry: Any, title: str) -> str:
    """The entry's teaser; where it has none, its content; nothing where neither says more than the title."""
    contents = [part.get("value") or "" for part in entry.get("content") or () if "image" not in part.get("type", "")]
    for text in (
        entry.get("summary") or "",
        *contents,
        entry.get("subtitle") or "",
        entry.get("media_description") or "",
    ):
        seen = _UNSEEN.sub(" ", text).strip()
        plain = _plain(seen)
        if plain and not _BOILERPLATE.fullmatch(plain) and _words(plain) != _words(_plain(title)):
            return seen
    return ""


def _plain(text: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())


def _words(text: str) -> list[str]:
    return _WORDS.findall(fold(text))


def _is_html(text: str) -> bool:
    return is_markup(text) or _ENTITY.search(text) is not None


def _author(entry: Any) -> str | None:
    names = [person.get("name") or "" for person in entry.get("authors") or ()]
    return ", ".join(filter(None, map(str.strip, names))) or None


def _outlet(entry: Any) -> str | None:
    origin = entry.get("source")
    return _plain(origin.get("title") or "") or None if isinstance(origin, Mapping) else None
