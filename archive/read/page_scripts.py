"""Stories that stand only in a page's scripts: JSON-LD, and the data that a page draws itself from."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from archive.read.jsondoc import find_records
from archive.read.record_fields import Records
from archive.read.remarks import Notes
from archive.read.tree import count_words
from archive.types import RawItem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.read.json_stream import Path
    from archive.read.page_metadata import About, Story

_ASSIGNED = re.compile(r"(?:window|self|globalThis)?\.?\[?[\"']?[\w$]{3,60}[\"']?\]?\s*=\s*(?=[\[{])")
"""A script that gives data to a variable: `window.__STATE__ = {`."""
_LARGEST = 8 * 1024 * 1024
"""Characters of one script that are read as data."""
_MOST_SCRIPTS = 50
_MOST_STORIES = 2000
_FEWEST = 3
"""Records that are stories; fewer may be anything."""
_UNTOLD = Notes("", lambda _problem: None)
"""Data of scripts that is no story is nobody's loss."""


def stories_in_scripts(html: str, facts: About) -> list[RawItem]:
    """The items of a page whose text is drawn by scripts; none where its scripts hold none either."""
    items = [item for story in facts.stories if (item := _item_of(story, facts))]
    if len(items) < _FEWEST:
        found = (_items_in(value, facts) for value in _data(html))
        items = max((*found, items), key=len)
    return list({(item.url, item.title or item.text): item for item in items}.values())[:_MOST_STORIES]


def is_drawn_by_scripts(html: str) -> bool:
    """Whether a page has scripts at all: if there is nothing else on it, they would have fetched its stories."""
    return "<script" in html.lower()


def _item_of(story: Story, facts: About) -> RawItem | None:
    if not story.headline:
        return None
    text = story.description or story.body or story.headline
    return RawItem(
        text,
        "\n".join(dict.fromkeys((story.headline, text))),
        title=story.headline if text != story.headline else None,
        kind="teaser" if text != story.headline else "headline",
        url=facts.resolve(story.url) if story.url else None,
        author=story.author,
        published=story.published,
    )


def _data(html: str) -> Iterator[Any]:
    """The data of a page's scripts, as values."""
    decoder = json.JSONDecoder(strict=False)
    for script in islice(_scripts(html), _MOST_SCRIPTS):
        start = script.lstrip()
        if not start.startswith(("{", "[")):
            found = _ASSIGNED.search(start[:2000])
            start = start[found.end() :] if found else ""
        try:
            yield decoder.raw_decode(start[:_LARGEST])[0]
        except (ValueError, RecursionError):
            continue


def _scripts(html: str) -> Iterator[str]:
    """The texts of scripts, found without a pattern that could look at the same text twice."""
    lower, place = html.lower(), 0
    while (place := lower.find("<script", place)) >= 0:
        start = lower.find(">", place) + 1
        stop = lower.find("</script", start) if start else -1
        if stop < 0:
            return
        if stop - start > 100:
            yield html[start:stop]
        place = stop


def _items_in(value: Any, facts: About) -> list[RawItem]:
    """The stories among the data: records that have a headline and an address or a day."""
    records, items = Records({}, _UNTOLD), []
    for group in find_records(value, {}):
        for record in islice(_at(value, group.path), _MOST_STORIES):
            inner = record.get("node", record) if isinstance(record, dict) else record
            item = next(records.items(inner, "", 0), None) if isinstance(inner, dict) else None
            if item and (item.url or item.published) and count_words(item.title or item.text) >= _FEWEST:
                raw = "\n".join(filter(None, (item.title, item.text)))
                items.append(item._replace(raw=raw, url=facts.resolve(item.url) if item.url else None, line=None))
    return items if len(items) >= _FEWEST and _are_stories(items) else []


def _are_stories(items: list[RawItem]) -> bool:
    """Whether records are news and no menu or pictures: each its own, most with headlines of some words."""
    texts = {item.title or item.text for item in items}
    paths = {urlsplit(item.url).path for item in items if item.url}
    long = sum(count_words(text) >= 4 for text in texts)
    return len(texts) >= 0.8 * len(items) and long >= 0.7 * len(texts) and (not paths or len(paths) >= 0.8 * len(items))


def _at(value: Any, path: Path) -> Iterator[Any]:
    """The values that stand at a place; `None` in it stands for each entry of an array or record."""
    if not path:
        yield value
        return
    step, rest = path[0], path[1:]
    if step is None:
        inner = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []
        for one in inner:
            yield from _at(one, rest)
    elif isinstance(value, dict) and step in value:
        yield from _at(value[step], rest)
