"""A page as a list of its nodes in reading order, light enough to be looked at many times.

The parser's own nodes are made anew at every access and know no positions. Here every node knows where
its subtree ends (`nodes[node.start:node.stop]`), so "is inside", "comes before" and "all text of" are
comparisons and slices, and nothing recurses, however deep a page is nested.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from archive.text.patterns import lazy_regex
from archive.text.wordlists import word_set

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from selectolax.lexbor import LexborNode

MAX_DEPTH = 400
"""Elements nested deeper lose their tags. Pages by people stay below 100; the parser's time grows with the square."""

_DROPPED = word_set(
    """script style noscript template svg iframe object embed select option button input textarea canvas video
    audio math map datalist dialog progress meter rt rp"""
)
_BLOCKS = word_set(
    """html body div p ul ol li dl dt dd table caption thead tbody tfoot tr td th article section main header
    footer nav aside h1 h2 h3 h4 h5 h6 hgroup blockquote figure figcaption pre address form fieldset details
    summary center hr br legend"""
)
HEADINGS = word_set("h1 h2 h3 h4 h5 h6")
_NESTING = lazy_regex(
    r"<(/?)(div|span|section|article|main|header|footer|nav|aside|ul|ol|dl|table|blockquote|center|form|fieldset|a|b|i|u"
    r"|s|em|strong|font|small|big|sub|sup|code|tt|q|cite|mark|label|figure|ins|del|strike|details|nobr)\b[^<>]*>",
    re.IGNORECASE,
)
_LONG_TAG = lazy_regex(r"<([a-zA-Z][\w-]*)([^<>]{16384,})>")
_MAX_ATTRIBUTES = 500
"""The parser's time grows with the square of these, too. A picture inside an attribute counts as one."""
_HIDDEN = lazy_regex(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WORD = lazy_regex(r"[^\W\d_]\S*")
_WIDE = lazy_regex("[\u3040-\u9fff\uac00-\ud7af]")
_CAMEL = lazy_regex(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(slots=True, eq=False)
class Node:
    """An element, or a piece of text (whose tag is empty)."""

    tag: str
    attributes: dict[str, str]
    parent: Node | None
    start: int
    """Its place in reading order."""
    stop: int = 0
    """The place after its last descendant."""
    text: str = ""
    children: list[Node] = field(default_factory=list)
    _labels: str | None = None
    names: frozenset[str] | None = None
    """The words of what it is called, once somebody has asked for them (`labels.labelled`)."""

    @property
    def is_block(self) -> bool:
        """Whether the element starts on a line of its own."""
        return self.tag in _BLOCKS

    @property
    def block(self) -> Node:
        """The innermost element around it, or itself, that starts on a line of its own; itself if there is none."""
        return self if self.is_block else next((around for around in self.ancestors() if around.is_block), self)

    @property
    def labels(self) -> str:
        """Class and id, in lower case with hyphens: `newsCard_title` is `news-card-title`."""
        if self._labels is None:
            written = f"{self.attributes.get('class', '')} {self.attributes.get('id', '')}"
            self._labels = _CAMEL.sub("-", written).replace("_", "-").lower()
        return self._labels

    def ancestors(self) -> Iterator[Node]:
        """The elements around it, innermost first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def holds(self, other: Node) -> bool:
        """Whether another node is this one or inside it."""
        return self.start <= other.start < self.stop


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that a reader sees as one: a paragraph, a line, a label."""

    text: str
    node: Node
    """The innermost element that holds all of it."""
    start: int
    stop: int
    linked: int
    """Characters of it that are links."""

    @property
    def words(self) -> int:
        """Number of words that have a letter."""
        return count_words(self.text)


class Tree:
    """A parsed page."""

    def __init__(self, html: str) -> None:
        """Parse a page; a broken one is read as browsers do."""
        from selectolax.lexbor import LexborHTMLParser

        self.parser = LexborHTMLParser(_flattened(_shortened(html)))
        self.nodes: list[Node] = []
        self._pieces: dict[int, list[Piece]] = {}
        self._letters = [0]
        root = self.parser.body or self.parser.root
        if root is not None:
            self._build(root)

    def _build(self, root: LexborNode) -> None:
        stack: list[tuple[LexborNode, Node | None]] = [(root, None)]
        while stack:
            source, parent = stack.pop()
            if source.next is not None and parent is not None:
                stack.append((source.next, parent))
            tag = source.tag or ""
            if tag == "-text":
                text = (source.text_content or "").replace("\xad", "")  # a soft hyphen is no part of a word
                node = Node("", {}, parent, len(self.nodes), text=text)
            elif source.is_element_node and tag not in _DROPPED:
                attributes = {name: value or "" for name, value in source.attributes.items()}
                if _is_hidden(attributes):
                    continue
                node = Node(tag, attributes, parent, len(self.nodes))
            else:
                continue
            self.nodes.append(node)
            if parent is not None:
                parent.children.append(node)
            if source.child is not None and tag != "-text":
                stack.append((source.child, node))
        for node in reversed(self.nodes):
            node.stop = node.children[-1].stop if node.children else node.start + 1
        self._letters.extend(accumulate(len(node.text) for node in self.nodes))

    @property
    def body(self) -> Node | None:
        """The outermost element."""
        return self.nodes[0] if self.nodes else None

    def elements(self, *tags: str) -> Iterator[Node]:
        """All elements with one of these names, in reading order."""
        return (node for node in self.nodes if node.tag in tags)

    def inside(self, node: Node) -> list[Node]:
        """A node and everything in it, in reading order."""
        return self.nodes[node.start : node.stop]

    def is_most(self, node: Node) -> bool:
        """Whether half of the page's text stands in a node."""
        return 2 * (self._letters[node.stop] - self._letters[node.start]) >= max(1, self._letters[-1])

    def text(self, node: Node) -> str:
        """All text of a node, its pieces joined by spaces."""
        return " ".join(piece.text for piece in self.pieces(node))

    def pieces(self, node: Node) -> list[Piece]:
        """The text of a node, piece by piece."""
        if node.start not in self._pieces:
            self._pieces[node.start] = self.pieces_between(node.start, node.stop)
        return self._pieces[node.start]

    def pieces_between(self, start: int, stop: int, breaks: Callable[[Node], bool] | None = None) -> list[Piece]:
        """The text between two places; `breaks` tells inline elements, such as dates, that are pieces of their own."""
        reading = _Reading(breaks)
        for node in self.nodes[start:stop]:
            reading.add(node)
        reading.flush(stop)
        return reading.pieces


class _Reading:
    """A pass over nodes in reading order that puts their text together, piece by piece."""

    def __init__(self, breaks: Callable[[Node], bool] | None) -> None:
        self.pieces: list[Piece] = []
        self._breaks = breaks
        self._words: list[str] = []
        self._owner: Node | None = None
        self._first = 0
        self._linked = 0
        self._link_end = 0
        """Place after the link that was opened last."""
        self._ends: list[tuple[int, bool]] = []
        """Where the elements that are open end, and whether they are pieces of their own."""

    def add(self, node: Node) -> None:
        """Take in one node."""
        self._close(node)
        if not node.tag:
            self._add_text(node)
            return
        own = node.is_block or (self._breaks is not None and self._breaks(node))
        if own:
            self.flush(node.start)
        if node.tag == "img":
            self._words.append(" ")
        if node.tag == "a" and "href" in node.attributes:
            self._link_end = max(self._link_end, node.stop)
        self._ends.append((node.stop, own))

    def _close(self, node: Node) -> None:
        """Leave the elements that end before a node."""
        while self._ends and self._ends[-1][0] <= node.start:
            if self._ends.pop()[1]:
                self.flush(node.start)
            elif node.tag and not node.is_block:
                self._words.append(" ")  # two labels side by side, set apart by the style sheet only

    def _add_text(self, node: Node) -> None:
        if node.text.strip():
            if self._owner is None:
                self._owner, self._first = node.parent or node, node.start
            if node.start < self._link_end:
                self._linked += len(node.text.strip())
        self._words.append(node.text)

    def flush(self, at: int) -> None:
        """End the piece that is open."""
        text = " ".join("".join(self._words).split())
        if text and self._owner is not None:
            self.pieces.append(Piece(text, self._owner, self._first, at, self._linked))
        self._words, self._linked, self._owner = [], 0, None


def _is_hidden(attributes: dict[str, str]) -> bool:
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style", "")))


def _shortened(html: str) -> str:
    """A page without the attributes of elements that have hundreds of them."""
    return _LONG_TAG.sub(lambda found: f"<{found[1]}>" if found[2].count("=") > _MAX_ATTRIBUTES else found[0], html)


def _flattened(html: str) -> str:
    """A page without the start and end tags of elements nested deeper than `MAX_DEPTH`."""
    depth = deepest = 0
    for found in _NESTING.finditer(html):
        depth = max(0, depth - 1) if found[1] else depth + 1
        deepest = max(deepest, depth)
    if deepest <= MAX_DEPTH:
        return html
    depth = dropped = 0

    def keep(found: re.Match[str]) -> str:
        nonlocal depth, dropped
        if found[1]:
            if dropped:
                dropped -= 1
                return ""
            depth = max(0, depth - 1)
            return found[0]
        if depth >= MAX_DEPTH:
            dropped += 1
            return ""
        depth += 1
        return found[0]

    return _NESTING.sub(keep, html)


def count_words(text: str) -> int:
    """Number of words that have a letter; in scripts without spaces, two characters count as one."""
    words = len(_WORD.findall(text))
    return words if text.isascii() else max(words, len(_WIDE.findall(text)) // 2)
