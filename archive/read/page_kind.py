"""What a page is: an article, a live blog or plain list, or a listing of cards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive.read.signature import Signature, signature
from archive.read.tree import count_words

if TYPE_CHECKING:
    from archive.read.article import Body
    from archive.read.card import Card
    from archive.read.page_metadata import About
    from archive.read.tree import Piece, Tree


def is_log(entries: list[Card], body: Body, facts: About) -> bool:
    """Whether a page is a live blog: entries that each have their time and together most of the text."""
    dated = sum(card.published is not None for card in entries)
    words = sum(card.words for card in entries)
    if len(entries) < 3 or dated < 0.7 * len(entries) or words < 0.5 * max(1, body.words):
        return False
    # Comments and other stories stand beside the text of an article; what a live blog tells is its text.
    is_text = 2 * _inside(body, entries) >= len(body.paragraphs)
    return is_text or (words >= 3 * body.words and not _is_named(body, facts))


def _inside(body: Body, cards: list[Card]) -> int:
    """How many paragraphs of a text stand in cards."""
    return sum(any(card.start <= piece.start < card.stop for card in cards) for piece in body.paragraphs)


def is_article(tree: Tree, body: Body, cards: list[Card], facts: About) -> bool:
    """Whether a text, and not the cards beside it, is what the page is for."""
    boxes = boxes_of(cards, body, facts)
    own = [piece for piece in body.paragraphs if not any(card.start <= piece.start < card.stop for card in boxes)]
    words = sum(piece.words for piece in own)
    in_cards = sum(card.words for card in boxes)
    is_told = _is_told(body, boxes, facts)
    if facts.is_article and words >= 10 and (words >= 0.3 * in_cards or len(boxes) < 3 or is_told):
        return True
    signed = signature(tree, body, cards)
    if facts.is_article and is_told:
        return len(boxes) < 3 or _is_running(body, boxes)
    is_signed = signed.is_dated and signed.published and (signed.author or len(boxes) < 3)
    if is_signed and len(own) >= 5 and words >= 200:
        return True
    if len(own) >= 5 and words >= max(300, 10 * in_cards):
        return True
    return body.heading is not None and (
        (words >= 30 and _is_told(body, boxes, facts, signed) and (words >= in_cards or signed.is_dated))
        or (len(own) >= 3 and words >= 60 and (_is_named(body, facts) or words > 1.5 * in_cards))
    )


def is_headed(tree: Tree, body: Body, cards: list[Card], facts: About) -> bool:
    """Whether a page is an article by what is left without its cards, be it a dated headline that its title names."""
    if is_article(tree, body, cards, facts):
        return True
    few = 1 if facts.published else 4
    is_its_own = _is_headline_its_own(body, cards, facts)
    return facts.is_article and is_its_own and _is_named(body, facts, few) and signature(tree, body, cards).is_dated


def without_stream(tree: Tree, body: Body, cards: list[Card], facts: About) -> Body:
    """An article's text without the stories that follow on its page: three teasers at least, or whole ones, with links.

    A whole one has a heading like the article's own.
    """
    boxes = boxes_of(cards, body, facts)
    own = [piece for piece in body.paragraphs if not any(card.start <= piece.start < card.stop for card in boxes)]
    if not own:
        return body
    behind = [card for card in boxes if card.start > own[-1].start and _is_of_site(card, facts)]
    homes = {id(piece.node.block.parent) for piece in own}
    apart = [
        piece
        for piece in body.paragraphs
        if id(piece.node.block.parent) not in homes or any(_opens(tree, card, piece) for card in behind)
    ]
    stream = [card for card in behind if any(card.start <= piece.start < card.stop for piece in apart)]
    whole = [card for card in behind if any(node.tag == "h1" for node in tree.nodes[card.start : card.stop])]
    if body.heading is not None and body.heading.tag == "h1" and whole:
        stream = whole
    elif len(stream) < 3 or 2 * len(stream) < len(behind) or 2 * len(apart) > 3 * len(stream):
        return body
    first = min(card.start for card in stream)
    return replace(body, paragraphs=tuple(piece for piece in body.paragraphs if piece.start < first))


def _opens(tree: Tree, card: Card, piece: Piece) -> bool:
    """Whether the paragraph in which a text stands is a card, its headline first."""
    block = piece.node.block
    return card.start <= block.start < card.stop and tree.text(block).startswith(card.title)


def _is_of_site(card: Card, facts: About) -> bool:
    return bool(card.link) and (not facts.url or urlsplit(card.link or "").netloc == urlsplit(facts.url).netloc)


def _is_running(body: Body, boxes: list[Card]) -> bool:
    """Whether the paragraphs of a text stand several together, and not one in each card as teasers do."""
    holding = sum(any(box.start <= piece.start < box.stop for piece in body.paragraphs) for box in boxes)
    return holding <= 1 or 2 * holding <= len(body.paragraphs)


def boxes_of(cards: list[Card], body: Body, facts: About) -> list[Card]:
    """The cards that are no part of an article's text, nor the article itself."""
    return [card for card in cards if not (_is_own(card, body, facts) or _swallows(card, cards, body))]


def _is_own(card: Card, body: Body, facts: About) -> bool:
    """Whether a "card" is the article itself, its headline a link to the page that it stands on."""
    return _is_headed_by(card, body) and (card.link == facts.url if facts.url else _is_named(body, facts))


def _is_headed_by(card: Card, body: Body) -> bool:
    """Whether the heading of a page is the headline of a card."""
    heading = body.heading
    return heading is not None and card.title == body.headline and card.start <= heading.start < card.stop


def _is_headline_its_own(body: Body, cards: list[Card], facts: About) -> bool:
    """Whether the heading of a page is the headline of no card that leads elsewhere."""
    return all(_is_own(card, body, facts) for card in cards if _is_headed_by(card, body))


def _swallows(card: Card, cards: list[Card], body: Body) -> bool:
    """Whether a "card" is the article itself, with a link in it that looks like a headline."""
    inside = [piece for piece in body.paragraphs if card.start <= piece.start < card.stop]
    words = sum(piece.words for piece in inside) if len(inside) >= 3 else 0
    if words < 100 or words < 0.6 * body.words:
        return False
    return card.words >= 4 * max((other.words for other in cards if other is not card), default=0)


def _is_told(body: Body, cards: list[Card], facts: About, signed: Signature | None = None) -> bool:
    """Whether a page's own heading, of some words and no card's, stands over its text."""
    heading = body.heading
    few = 4
    if signed and signed.is_dated:
        few = 2 if signed.author and signed.published else 3 if _is_named(body, facts, 3) else 4
    if heading is None or not body.paragraphs or count_words(body.headline) < few:
        return False
    return _is_headline_its_own(body, cards, facts)


def _is_named(body: Body, facts: About, few: int = 4) -> bool:
    """Whether the page's title is its heading, of some words."""
    return count_words(body.headline) >= few and body.headline.casefold()[:40] in (facts.title or "").casefold()


def is_list(entries: list[Card], body: Body) -> bool:
    """Whether headings without links open items, a paragraph each, and not the sections of a long text."""
    inside = _inside(body, entries)
    with_text = sum(bool(card.teaser) for card in entries)
    return (
        len(entries) >= 3
        and with_text >= 0.6 * len(entries)
        and inside >= 0.9 * len(body.paragraphs)
        and inside <= 1.5 * with_text
    )
