"""What a card says: headline, teaser, date, author, outlet; told from labels and small print."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive.read.authors import labelled_authors
from archive.read.labels import (
    KICKERS,
    fragments,
    is_clock,
    is_date,
    is_furniture,
    is_label,
    labelled,
)
from archive.read.meta_line import read_meta
from archive.read.record_fields import stamp_of
from archive.read.tree import HEADINGS, Node, Piece, Tree, count_words
from archive.text.sentences import STOPS
from archive.text.wordlists import word_set

if TYPE_CHECKING:
    from collections.abc import Callable

_LABELLED = word_set("author byline date time timestamp category source tag label meta read chip") | set(KICKERS)
_INLINE = word_set("span a b strong em i small label cite font")
_DATA_DATES = re.compile(
    r"data-(?:.*-)?(?:time(?:stamp)?|date(?:time)?|published|publish|epoch|utime|pubdate|created)(?:-.*)?"
)
_DATE_VALUE = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{10}(?:\d{3})?$|\w{3},? \d{1,2} \w{3}|\d{1,2}[./]\d{1,2}[./]\d{4}|\w{3,9}\.? \d{1,2},? \d{4}"
)
_BADGE = 16
"""Nodes: an element with more in it is no date alone."""
_OPENING = re.compile(r"(.{2,40}?)\s+[-–—·|]\s+(?=\S+ \S+ \S)")
_TELLING_PATH = re.compile(r"/(?:19|20)\d\d/\d{1,2}/|[^/]+-[^/]+-[^/]+")
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
    author = labelled_authors(tree, nodes)
    outlet = _outlet(tree, nodes)
    published = data_date(nodes)
    visible = _badge(tree, nodes)
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
        published=published or (visible or "").strip(" |·•–—-,") or None,
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
    """Whether a line of a card is its headline again: alone, twice, or behind a kicker."""
    folded, own = text.casefold().strip(" .…"), title.casefold().strip(" .…")
    return folded in (own, f"{own} {own}") or (bool(own) and folded.endswith(f": {own}"))


def _small_print(text: str) -> tuple[bool, str | None, str | None]:
    """Whether a line of a card is no text, and the date and the author it gives."""
    told = read_meta(text)
    if told is not None:
        return True, told.date, told.author
    return count_words(text) <= 3 and not text.rstrip().endswith(tuple(STOPS)), None, None


def _opening_date(text: str) -> tuple[str, str] | None:
    """The date in front of a teaser, as search engines put it there, and the teaser without it."""
    found = _OPENING.match(text)
    if found is None or not is_date(found[1]) or is_clock(found[1]):
        return None
    return found[1], text[found.end() :]


def _is_aside(piece: Piece, headline: Headline) -> bool:
    """Whether a piece is a short link to something else: a chip, a topic, a comment count."""
    around = [piece.node, *piece.node.ancestors()]
    linked = piece.linked >= 0.9 * len(piece.text.replace(" ", "")) and not any(
        node is headline.node for node in around
    )
    is_over = any(node.tag in HEADINGS and headline.node.holds(node) for node in around)  # a kicker in the same link
    is_chip = piece.words <= 6 and any(
        labelled(node, "category", "tag", "chip", "topic", "badge", "label", "comments", *KICKERS)
        for node in around[:2]
    )
    return is_over or is_chip or (linked and piece.words <= 4)


def _badge(tree: Tree, nodes: list[Node]) -> str | None:
    """A date whose day, month and year stand in elements of their own ("17", "Feb", "2016")."""
    for node in nodes:
        texts = [inner.text.strip() for inner in tree.inside(node)] if node.stop - node.start <= _BADGE else []
        parts = [text for text in texts if text]
        if 2 <= len(parts) <= 4 and max(map(len, parts)) <= 12 and any(part.isdigit() for part in parts):
            written = " ".join(parts)
            if is_date(written):
                return written
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


def data_date(nodes: list[Node]) -> str | None:
    """A date that is written for machines; rather that of publication than that of a change."""
    changed: str | None = None
    for node in nodes:
        if node.tag == "time" or labelled(node, "datepublished"):
            written = node.attributes.get("datetime", "") or node.attributes.get("content", "")
            if not _DATE_VALUE.match(written.strip()):
                continue
            around = (node, node.parent) if node.parent else (node,)
            if not any(labelled(one, "updated", "modified", "datemodified", "lastpublished") for one in around):
                return stamp_of(written)
            changed = changed or stamp_of(written)
    if changed:
        return changed
    for node in nodes:
        if node.tag == "a" and node.block.tag == "p":
            continue  # of the page that a word of the text leads to
        for name, value in node.attributes.items():
            if (
                _DATA_DATES.fullmatch(name) or (name == "title" and node.tag in ("abbr", "span"))
            ) and _DATE_VALUE.match(value.strip()):
                return stamp_of(value)
    return None


def link_key(link: str) -> str:
    """What is the same of two links to one story."""
    parts = urlsplit(link)
    # A path that spells out the headline or a day names the article; what follows it only counts clicks.
    query = "" if _TELLING_PATH.search(parts.path) else parts.query
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}?{query}".lower()


def once(cards: list[Card]) -> list[Card]:
    """Of cards with the same link and headline, the fullest, where the first of them stood.

    A link that comes again under another headline is another card: each wording is a sighting.
    """
    places: dict[str, int] = {}
    kept: list[Card] = []
    for card in cards:
        key = f"{link_key(card.link)} {card.title.casefold()}" if card.link else f"{card.start}"
        if key not in places:
            places[key] = len(kept)
            kept.append(card)
        elif len(card.teaser) > len(kept[places[key]].teaser):
            first = kept[places[key]]
            kept[places[key]] = replace(
                card, published=card.published or first.published, author=card.author or first.author
            )
    return kept
