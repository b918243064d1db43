"""Feeds as Atom 1.0 (RFC 4287): pure, from values to bytes."""

from __future__ import annotations

import html
import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from archive.web.addresses import web_address
from archive.web.spans import shortened
from archive.web.wording import written

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from archive.search.arrivals import Arrival

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
LONGEST_TITLE = 80
NEVER = "1970-01-01T00:00:00Z"
"""When a feed without entries was updated last."""

_NAMESPACE = "http://www.w3.org/2005/Atom"
_TEXTS = uuid.UUID("6f1c1c8e-7f0a-5c55-9a51-0d3b7d2c4b1e")
"""The namespace of the numbers of texts: the same text has the same one in any feed of any archive."""
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class About:
    """What a feed says of itself."""

    title: str
    url: str
    """Its own address, which is also what it is known by."""
    page: str
    """The page that shows the same."""
    publisher: str
    rights: str | None


def feed(about: About, arrivals: Sequence[Arrival], permalink: Callable[[int], str]) -> bytes:
    """A feed of snippets, those that came in last first; `permalink` gives the address of a snippet's page."""
    root = ET.Element("feed", {"xmlns": _NAMESPACE})
    _add(root, "id", about.url)
    _add(root, "title", about.title)
    _add(root, "updated", updated(arrivals))
    _add(root, "link", rel="self", type="application/atom+xml", href=about.url)
    _add(root, "link", rel="alternate", type="text/html", href=about.page)
    _add(_add(root, "author"), "name", about.publisher)
    if about.rights:
        _add(root, "rights", about.rights)
    for one in arrivals:
        _entry(root, one, permalink(one.hit.id), about.page)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def updated(arrivals: Sequence[Arrival]) -> str:
    """When the last of some snippets came in."""
    return max((one.at for one in arrivals if one.at and _MOMENT.fullmatch(one.at)), default=NEVER)


def _entry(root: ET.Element, one: Arrival, url: str, page: str) -> None:
    hit = one.hit
    entry = _add(root, "entry")
    _add(entry, "id", uuid.uuid5(_TEXTS, one.key).urn)
    title = hit.title or _opening(hit.text)
    _add(entry, "title", title)
    _add(entry, "updated", one.at if one.at and _MOMENT.fullmatch(one.at) else NEVER)
    if hit.dated and _DAY.fullmatch(hit.dated):
        _add(entry, "published", f"{hit.dated}T00:00:00Z")
    _add(entry, "link", rel="alternate", type="text/html", href=url)
    original = web_address(hit.url)
    if original:
        _add(entry, "link", rel="related", href=original, title="Original")
    if hit.author or hit.outlet:
        _add(_add(entry, "author"), "name", hit.author or hit.outlet)
    if hit.outlet:
        _add(_add(entry, "source"), "title", hit.outlet)
    for named in hit.entities:
        _add(entry, "category", scheme=f"{page.partition('?')[0]}#{named.kind}", term=named.name)
    text = shortened(hit.text, len(hit.text), hit.is_truncated)
    _add(entry, "summary", text, type="text")
    if title != hit.text:  # else readers would show a headline twice
        _add(entry, "content", _as_html(text, hit.outlet, written(hit.dated), original), type="html")


def _as_html(text: str, outlet: str | None, dated: str, original: str | None) -> str:
    """A text as a feed reader shows it, with where and when it appeared."""
    where = html.escape(", ".join(filter(None, (outlet, dated))))
    link = f' · <a href="{html.escape(original)}">original</a>' if original else ""
    return f"<p>{html.escape(text)}</p><p>{where}{link}</p>"


def _opening(text: str) -> str:
    """The first words of a text, for want of a headline."""
    if len(text) <= LONGEST_TITLE:
        return text
    return text[:LONGEST_TITLE].rpartition(" ")[0].rstrip(" ,;:") + " …"


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    """Add an element; what XML can't hold is left out, and the rest escaped by the writer."""
    made = ET.SubElement(parent, name, {key: _NO_XML.sub("", value) for key, value in attributes.items()})
    made.text = _NO_XML.sub("", text) if text is not None else None
    return made
