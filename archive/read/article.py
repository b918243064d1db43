"""Article pages: the headline, the deck, and the paragraphs of the text, without what surrounds them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from archive.read.labels import byline, is_beside, is_furniture, is_zone, labelled
from archive.read.meta_line import is_small_print
from archive.read.tree import Node, Piece, Tree, count_words
from archive.text.wordlists import either, word_set, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.read.card import Card
    from archive.read.page_metadata import About

_READ_ON = re.compile(
    rf"(?:{either('fragments', 'also')}|{either('fragments', 'also, of a paragraph')})\b\s*:?.{{0,160}}",
    re.IGNORECASE,
)
_CREDITED = re.compile(r"©\s?[^.!?©]{2,60}\Z")
"""Whose picture a line stands under."""
_UNSEEN = words("page_labels", "classes of what is heard only")
_DECKS = words("page_labels", "classes of decks")
_TAIL = 40
"""Characters of a page's title that may name the outlet."""
_TEXT_TAGS = word_set("p blockquote li pre div dd td section article main body")


@dataclass(frozen=True, slots=True)
class Body:
    """The text of an article, as found."""

    headline: str
    deck: str
    paragraphs: tuple[Piece, ...]
    heading: Node | None
    """The page's own heading that holds the headline; None where only its meta data names it."""

    @property
    def words(self) -> int:
        """Number of words in the paragraphs."""
        return sum(piece.words for piece in self.paragraphs)


def find_body(tree: Tree, about: About, boxes: Sequence[Card] = ()) -> Body:
    """The headline, the deck and the paragraphs of a page, as if it was an article.

    The text is where most words stand in paragraphs with few links: each paragraph counts for the
    element it is in, and half for the one around that.
    """
    outside = _outside(tree)
    pieces = [piece for piece in tree.pieces(tree.nodes[0]) if not outside[piece.start]] if tree.nodes else []
    for box in boxes:
        outside[box.start : box.stop] = [True] * (box.stop - box.start)
    prose = [piece for piece in pieces if not outside[piece.start] and _is_prose(piece)]
    scores: dict[int, float] = defaultdict(float)
    for piece in prose:
        block = piece.node.block
        for weight, around in zip((1.0, 0.5, 0.25), block.ancestors(), strict=False):
            scores[around.start] += weight * piece.words
    heading = _headline(tree, about, outside, max((piece.start for piece in prose), default=0))
    title = tree.text(heading) if heading else (about.stories[0].headline if about.stories else about.title or "")
    if not scores:
        return Body(title, "", (), heading)
    best = tree.nodes[max(scores, key=lambda place: (scores[place], -place))]
    best = _widened(best, scores)
    inside = [piece for piece in prose if best.holds(tree.nodes[piece.start])]
    inside = [piece for piece in inside if heading is None or not heading.holds(tree.nodes[piece.start])]
    deck = _deck(tree, about, heading, inside)
    return Body(title, deck, tuple(_once(inside, deck)), heading)


def _outside(tree: Tree) -> list[bool]:
    """For each node whether it lies in furniture or beside the text."""
    marks = [False] * len(tree.nodes)
    middles = [node.start for node in tree.elements("main", "h1") if node.tag == "main" or _is_told(tree, node)]
    for node in tree.nodes:
        if marks[node.start] or not node.tag or not (is_zone(node) or is_beside(node)):
            continue
        if node.tag not in ("header", "nav") and bisect_left(middles, node.start) < bisect_left(middles, node.stop):
            continue  # whatever it is called, the article is in it
        if not tree.is_most(node):
            marks[node.start : node.stop] = [True] * (node.stop - node.start)
    return marks


def _is_told(tree: Tree, heading: Node) -> bool:
    return count_words(tree.text(heading)) >= 4 and not _is_logo(tree, heading)


def _is_prose(piece: Piece) -> bool:
    block = piece.node.block
    if block.tag not in _TEXT_TAGS or is_small_print(piece.text) or byline(piece.text):
        return False
    if (
        is_furniture(piece.text)
        or _CREDITED.search(piece.text)
        or (_READ_ON.fullmatch(piece.text) and piece.linked > 0.3 * len(piece.text))
    ):
        return False
    if piece.linked > 0.7 * len(piece.text.replace(" ", "")) and piece.words <= 40:
        return False
    # Outside paragraphs proper, only sentences count: a div of two words is a label.
    return piece.words >= (2 if block.tag in ("p", "blockquote", "pre") else 8)


def _widened(best: Node, scores: dict[int, float]) -> Node:
    """Go out as long as that brings in much more text: articles come in sections with adverts between."""
    words = scores[best.start]
    for around in best.ancestors():
        if around.tag in ("body", "html"):
            break
        inner = sum(1 for node in around.children if node is not best and scores.get(node.start, 0) > 0.25 * words)
        if inner or around.tag == "article":
            best = around
        if around.tag == "article":
            break
    return best


def _headline(tree: Tree, about: About, outside: list[bool], last: int) -> Node | None:
    """The heading that is the article's: one that the page's title names, else the first h1 with words over a text."""
    firsts = [node for node in tree.elements("h1") if not (_is_logo(tree, node) or _is_unseen(node))]
    sites = {site.casefold() for site in about.sites}
    own = [node for node in firsts if tree.text(node).casefold() not in sites]
    title = (about.title or "").casefold()
    named = [node for node in own if tree.text(node).casefold()[:40] in title]
    lesser = (node for node in tree.elements("h2", "h3", "h4") if not (outside[node.start] or _is_unseen(node)))
    named += [node for node in lesser if _is_title(node, tree.text(node), title)]
    firsts = [node for node in firsts if not last or node.start < last]
    own = [node for node in own if not last or node.start < last]
    free = (node for node in own if not outside[node.start])
    # Blogs set their own name as h1, and name it in the title too: of two headings there, the longer is the story's.
    return max(named, key=lambda node: len(tree.text(node)), default=next(chain(free, own, firsts), None))


def _is_title(node: Node, text: str, title: str) -> bool:
    """Whether a lesser heading is what the page's title names: all or most of it, and no section."""
    is_most = count_words(text) >= 3 and text.casefold() in title and 2 * len(text) >= len(title) - _TAIL
    return text.casefold() == title or (is_most and node.tag != "h4")


def _is_unseen(node: Node) -> bool:
    """Whether a heading is for those who hear a page only: "Main navigation"."""
    return not _UNSEEN.isdisjoint(node.attributes.get("class", "").lower().split())


def _is_logo(tree: Tree, node: Node) -> bool:
    text = tree.text(node)
    return (
        not text
        or labelled(node, "logo", "brand", "site")
        or any(labelled(around, "logo", "brand", "goog") for around in list(node.ancestors())[:2])
    )


def _deck(tree: Tree, about: About, heading: Node | None, paragraphs: list[Piece]) -> str:
    """The line under the headline; or the page's description, where the text does not begin with the same words."""
    first = paragraphs[0].start if paragraphs else 0
    if heading is not None:
        for node in tree.nodes[heading.stop :]:
            if node.tag and labelled(node, *_DECKS):
                text = tree.text(node)
                if 4 <= len(text.split()) <= 80 and node.start <= first:
                    return text
            if node.start > first:
                break
        between = [
            piece
            for piece in tree.pieces_between(heading.stop, first)
            if piece.node.tag in ("h2", "h3") and piece.words >= 5
        ]
        if between:
            return between[0].text
    opening = " ".join(piece.text for piece in paragraphs[:3]).casefold()
    description = about.description
    start = description.casefold().rstrip(" .…")[:60]
    return description if len(description.split()) >= 5 and start not in opening else ""


def _once(pieces: list[Piece], deck: str) -> list[Piece]:
    """Paragraphs without repeats of the deck and of themselves (pull quotes, copies for other screens)."""
    seen = {deck}
    kept = []
    for piece in pieces:
        if piece.text not in seen:
            seen.add(piece.text)
            kept.append(piece)
    return kept
