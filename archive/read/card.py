"""What a card says: headline, teaser, date, author, outlet; told from labels and small print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.read.labels import (
    byline,
    fragments,
    is_date,
    is_furniture,
    is_label,
    is_small_print,
    is_statistics,
    labelled,
)
from archive.read.meta_line import read_meta
from archive.read.record_fields import stamp_of
from archive.read.tree import Node, Piece, Tree, count_words
from archive.text.wordlists import word_set

if TYPE_CHECKING:
    from collections.abc import Callable

_LABELLED = word_set("author byline date time timestamp category source tag label meta read chip kicker")
_INLINE = word_set("span a b strong em i small label cite font")
_DATA_DATES = re.compile(
    r"data-(?:.*-)?(?:time(?:stamp)?|date(?:time)?|published|publish|epoch|utime|pubdate|created)(?:-.*)?"
)
_DATE_VALUE = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{10}(?:\d{3})?$|\w{3},? \d{1,2} \w{3}|\d{1,2}[./]\d{1,2}[./]\d{4}|\w{3,9}\.? \d{1,2},? \d{4}"
)
_DAY_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?:/|-|$)")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?", re.IGNORECASE)
"""A time of day, or how long a video is: it tells no day."""
_OPENING = re.compile(r"(.{2,40}?)\s+[-–—·|]\s+(?=\S+ \S+ \S)")
_BULLET = re.compile(r"^[•·▪◦‣»›>*-]+\s*")


@dataclass(slots=True, eq=False)
class Headline:
    """A possible headline of a card."""

    node: Node
    """The link or the heading."""
    text: str
    key: str
    """What makes two headlines the same: the address, or the text where there is none."""
    link: str | None
    heading: bool


@dataclass(slots=True)
class Card:
    """An item of a listing."""

    start: int
    """Its place in the page."""
    title: str
    teaser: str
    raw: str
    link: str | None = None
    author: str | None = None
    outlet: str | None = None
    published: str | None = None
    stop: int = 0
    words: int = 0
    """Number of words in all of it."""


def read_card(tree: Tree, headline: Headline, parts: list[tuple[int, int]]) -> Card:
    """Read a card: its teaser is what is left when headline, labels and small print are taken away."""
    breaks = _breaker(tree, headline)
    pieces = [piece for start, stop in parts for piece in tree.pieces_between(start, stop, breaks)]
    nodes = [node for start, stop in parts for node in tree.nodes[start:stop] if node.tag]
    author = _author(tree, nodes)
    outlet = _outlet(tree, nodes)
    published = _data_date(nodes)
    visible: str | None = None
    rest: list[str] = []
    for piece in pieces:
        text = piece.text
        if _same(text, headline.text) or text in rest:
            continue
        if opening := _opening_date(text):
            visible, text = visible or opening[0], opening[1]
        small, date, name = _small_print(text)
        visible = visible or date
        author = author or name
        if not (small or text in (author, outlet) or _is_aside(piece, headline)):
            rest.append(text)
    title = _BULLET.sub("", headline.text)
    teaser = " ".join(part for part in rest if not is_furniture(part))
    if title and len(teaser) > len(title) and teaser.startswith(title) and not headline.heading:
        teaser = teaser[len(title) :].lstrip(" -–—:|")  # a link and its text in one line
    return Card(
        start=parts[0][0],
        title=title,
        teaser=teaser,
        raw="\n".join(piece.text for piece in pieces),
        link=headline.link,
        author=author,
        outlet=outlet,
        published=published or visible or _day_in(headline.link),
        stop=parts[-1][1],
        words=sum(piece.words for piece in pieces),
    )


def _breaker(tree: Tree, headline: Headline) -> Callable[[Node], bool]:
    """Tells the inline elements of a card that are pieces of their own: headline, dates, labels, buttons."""
    rows: dict[int, bool] = {}

    def is_own(node: Node) -> bool:
        if node is headline.node or node.tag == "time" or labelled(node, *_LABELLED):
            return True
        if node.tag == "a" and is_label(tree.text(node).strip(" →»›>")):
            return True
        if node.tag not in _INLINE or node.parent is None:
            return False
        if node.parent.start not in rows:
            rows[node.parent.start] = _is_row(node.parent)
        return rows[node.parent.start]

    return is_own


def _is_row(node: Node) -> bool:
    """Whether an element is a row of labels, set apart by the style sheet: elements only, no text between them."""
    elements = [child for child in node.children if child.tag]
    return len(elements) >= 2 and not any(child.text.strip() for child in node.children)


def _same(text: str, title: str) -> bool:
    folded = text.casefold().strip(" .…")
    return folded == title.casefold().strip(" .…") or folded == " ".join([title.casefold()] * 2)


def _small_print(text: str) -> tuple[bool, str | None, str | None]:
    """Whether a line of a card is no text, and the date and the author it gives."""
    told = read_meta(text)
    if told is not None:
        return True, told.date, told.author
    parts = fragments(text)
    whole = is_date(text) and not _CLOCK.fullmatch(text)
    date = text if whole else next((part for part in parts if is_date(part) and not _CLOCK.fullmatch(part)), None)
    name = byline(text) or next((name for part in parts if (name := byline(part))), None)
    if is_date(text) or is_small_print(text) or is_statistics(text) or byline(text):
        return True, date, name
    short = count_words(text) <= 3 and not text.rstrip().endswith((".", "!", "?", "…"))
    return short, date if short else None, name if short else None


def _opening_date(text: str) -> tuple[str, str] | None:
    """The date in front of a teaser, as search engines put it there, and the teaser without it."""
    found = _OPENING.match(text)
    if found is None or not is_date(found[1]) or _CLOCK.fullmatch(found[1]):
        return None
    return found[1], text[found.end() :]


def _is_aside(piece: Piece, headline: Headline) -> bool:
    """Whether a piece is a short link to something else: a chip, a topic, a comment count."""
    around = [piece.node, *piece.node.ancestors()]
    linked = piece.linked >= 0.9 * len(piece.text.replace(" ", "")) and not any(
        node is headline.node for node in around
    )
    return (linked and piece.words <= 4) or (
        piece.words <= 6
        and any(
            labelled(node, "category", "tag", "chip", "topic", "kicker", "badge", "label", "eyebrow", "comments")
            for node in around[:2]
        )
    )


def _author(tree: Tree, nodes: list[Node]) -> str | None:
    for node in nodes:
        if labelled(node, "author", "byline", "writer", "creator") and not labelled(node, "image", "img", "avatar"):
            text = tree.text(node)
            names = [
                part
                for part in fragments(byline(text) or re.sub(r"^by\s+", "", text, flags=re.IGNORECASE))
                if not is_date(part)
            ]
            if names and 1 <= count_words(names[0]) <= 9 and not is_label(names[0]):
                return names[0].strip(" ,")
    return None


def _outlet(tree: Tree, nodes: list[Node]) -> str | None:
    for node in nodes:
        if labelled(node, "source", "src", "publisher", "outlet", "provider", "publication") and node.tag not in (
            "source",
            "img",
        ):
            text = next(iter(fragments(tree.text(node))), "")
            if 1 <= count_words(text) <= 5 and not is_date(text) and not is_label(text):
                return re.sub(r"^(?:source|via|from)\s*:?\s+", "", text, flags=re.IGNORECASE)
    return None


def _data_date(nodes: list[Node]) -> str | None:
    """A date that is written for machines."""
    for node in nodes:
        if node.tag == "time" or labelled(node, "datepublished"):
            written = node.attributes.get("datetime", "") or node.attributes.get("content", "")
            if _DATE_VALUE.match(written.strip()):
                return stamp_of(written)
    for node in nodes:
        for name, value in node.attributes.items():
            if (
                _DATA_DATES.fullmatch(name) or (name == "title" and node.tag in ("abbr", "span"))
            ) and _DATE_VALUE.match(value.strip()):
                return stamp_of(value)
    return None


def _day_in(link: str | None) -> str | None:
    """The day that an address names, as those of many newspapers do: `/2024/10/24/`."""
    found = _DAY_IN_PATH.search(link or "")
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else None
