"""Who wrote an article and when, told from what stands around its headline and its text."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.read.authors import labelled_authors
from archive.read.card import Headline, data_date, read_card
from archive.read.labels import FULL_DAY, fragments, is_date, labelled
from archive.read.name_lines import is_kicker, name_likeness
from archive.text.sentences import STOPS

if TYPE_CHECKING:
    from archive.read.article import Body
    from archive.read.card import Card
    from archive.read.tree import Node, Tree

_LINE = 100
"""Characters: a longer line over a text is its beginning."""
_BEFORE = 60
"""Nodes in front of a headline that may belong to it: a kicker, a date, an author."""
_HEAD = 100
"""Nodes behind a headline that may say who wrote the text and when."""
_AFTER = 60
"""Nodes behind the text that may sign it."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What an article's page shows of its author and its day, as written."""

    author: str | None = None
    published: str | None = None
    is_dated: bool = False
    """Whether the date stands with the headline."""


def signature(tree: Tree, body: Body, cards: list[Card]) -> Signature:
    """The author and the date that stand over an article's text, or right below it."""
    over, below = _around(body)
    free = _free(over, cards, body)
    head = _read(tree, body, free)
    if head is None:
        return Signature()
    author, published, dated = head.author, head.published, None
    if not (author and published):
        marked = [node for node in tree.nodes if node.attributes and _is_marked(node)]
        marked = [node for node in marked if not any(card.start <= node.start < card.stop for card in cards)]
        author = author or labelled_authors(tree, marked) or _named(tree, over, body)
        dated = _dated(tree, over, cards, body)
        published = published or data_date(marked) or dated
    if not (author and published) and (foot := _read(tree, body, _free(below, cards, body))):
        author, published = author or foot.author, published or foot.published
    if not author and body.paragraphs:
        author = _bare_name(body.paragraphs[-1].text)
    published = published or _only_time(tree, cards)
    return Signature(author, published, is_dated=bool(head.published or head.author or dated))


def _around(body: Body) -> tuple[tuple[int, int], tuple[int, int]]:
    """The stretches of the page over the text of an article, and below it."""
    texts, heading = body.paragraphs, body.heading
    first = texts[min(1, len(texts) - 1)].start if texts else (heading.stop + _AFTER if heading else 0)
    start = max(0, first - 2 * _BEFORE)
    if heading is not None:
        start = heading.start
        for around in heading.ancestors():
            if around.tag in ("body", "html", "main") or heading.start - around.start > _BEFORE:
                break
            start = around.start
        first = max(first, heading.stop)
    last = texts[-1].stop if texts else first
    if heading is not None:
        first = max(first, min(heading.stop + _HEAD, last))  # a deck often counts as the first paragraph
    return (start, first), (last, last + _AFTER)


def _free(stretch: tuple[int, int], cards: list[Card], body: Body) -> list[tuple[int, int]]:
    """The parts of a stretch that lie in no card; a card with the headline or the text in it is none."""
    place, stop = stretch
    parts = []
    texts = [piece.start for piece in body.paragraphs]
    for card in sorted(cards, key=lambda card: card.start):
        if body.heading is not None and card.start <= body.heading.start < card.stop:
            continue
        if bisect_right(texts, card.stop) - bisect_right(texts, card.start) >= 3:
            continue
        if place < card.start < stop:
            parts.append((place, card.start))
        if card.start < stop:
            place = max(place, card.stop)
    if place < stop:
        parts.append((place, stop))
    return parts


def _read(tree: Tree, body: Body, parts: list[tuple[int, int]]) -> Card | None:
    if not parts:
        return None
    node = body.heading or tree.nodes[min(parts[0][0], len(tree.nodes) - 1)]
    return read_card(tree, Headline(node, body.headline, "", None, heading=True), parts)


def _named(tree: Tree, over: tuple[int, int], body: Body) -> str | None:
    """The person whose name stands between a headline and its text: labelled, be it in a card, or bare."""
    if body.heading is None:
        return None
    first = next((piece.start for piece in body.paragraphs if piece.words > 4), over[1])
    stretch = body.heading.stop, max(first, body.heading.stop)
    lines = (piece.text for piece in tree.pieces_between(*stretch))
    marked = [node for node in tree.nodes[slice(*over)] if node.attributes.get("rel") == "author"]
    bare = (name for line in lines if len(line) <= _LINE and (name := _bare_name(line)))
    between = [node for node in tree.nodes[slice(*stretch)] if node.tag]
    return labelled_authors(tree, between) or labelled_authors(tree, marked) or next(bare, None)


def _bare_name(line: str) -> str | None:
    """The name that a line is; beside a day, whatever has the form of one: "25.10.2022 - Ann Lee"."""
    parts = fragments(line)
    dates = list(filter(is_date, parts))
    if len(parts) == 2 and len(dates) == 1:
        name = next(part for part in parts if part not in dates)
        return name if name_likeness(name) and not is_kicker(name) else None
    return line if name_likeness(line) == 2 else None


def _dated(tree: Tree, over: tuple[int, int], cards: list[Card], body: Body) -> str | None:
    """The day with its year that a short line over a text holds among other words."""
    start = body.heading.start - _BEFORE if body.heading else over[0]
    free = _free((max(start, over[0] - _BEFORE, 0), over[1]), cards, body)
    pieces = [piece for part in free for piece in tree.pieces_between(*part)]
    lines = [piece.text for piece in pieces if len(piece.text) <= _LINE and not piece.text.endswith(tuple(STOPS))]
    return next((found[0] for line in lines if (found := FULL_DAY.search(line))), None)


def _only_time(tree: Tree, cards: list[Card]) -> str | None:
    """The day of a page that marks only one as a time, outside of its cards."""
    nodes = [node for node in tree.elements("time") if not any(card.start <= node.start < card.stop for card in cards)]
    days = {day[:10] for node in nodes if (day := data_date([node]))}
    return days.pop() if len(days) == 1 else None


def _is_marked(node: Node) -> bool:
    """Whether an element says by a standard mark that it names the author or the day of publication."""
    marks = f"{node.attributes.get('rel', '')} {node.attributes.get('itemprop', '')}".lower().split()
    return (
        "author" in marks
        or "datepublished" in marks
        or (node.tag in ("time", "abbr") and labelled(node, "published", "entry"))
    )
