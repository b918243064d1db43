"""Saved and fetched web pages: a listing of cards, an article, a table, or plain blocks of text."""

from __future__ import annotations

import email
import email.policy
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from archive.read import press, telegram
from archive.read.article import Body, find_body
from archive.read.authors import best_author
from archive.read.cards import find_cards, find_entries
from archive.read.charset import choose, declared_charset, to_utf8
from archive.read.columns import plan_table
from archive.read.labels import is_date, is_furniture, is_utility, is_zone
from archive.read.meta_line import is_small_print
from archive.read.page_kind import boxes_of, is_article, is_headed, is_list, is_log, without_stream
from archive.read.page_metadata import About, about
from archive.read.page_scripts import is_drawn_by_scripts, stories_in_scripts
from archive.read.record_fields import field_of, item_from
from archive.read.signature import Signature, signature
from archive.read.tree import HEADINGS, Node, Tree, count_words
from archive.types import Document, RawItem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from archive.read.card import Card
    from archive.read.remarks import Notes
    from archive.read.source import Source

MAX_PAGE = 32 * 1024 * 1024
"""Bytes of a page that are read; a page is the one format that has to be held whole."""

_ENOUGH = 60
"""Words on a page that has neither cards nor an article: with fewer, its scripts are looked at too."""


def read(source: Source) -> Document:
    """Open a page. All of it is read here: what it is can't be told from its start."""
    html = _whole(source)
    for articles in (press.page_of(html), telegram.messages(html)):
        if articles is not None:
            return Document("html", articles)
    return _told(document_of(html, source.capture.address), html, source.notes)


def read_mhtml(source: Source) -> Document:
    """Open a page that a browser saved as one file with its pictures (MHTML)."""
    message = email.message_from_string(_whole(source), policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            html = text_in(part, source.notes)
            document = document_of(html, part.get("Content-Location") or message.get("Snapshot-Content-Location"))
            return _told(replace(document, stamp=message.get("Date") or document.stamp), html, source.notes)
    source.notes.say("a saved page (MHTML) without a page in it")
    return Document("html", iter(()))


def text_in(part: Message, notes: Notes) -> str:
    """The text of a part of a message, whatever its transfer encoding and its charset."""
    data = part.get_payload(decode=True)
    data = data if isinstance(data, bytes) else b""
    charset = choose(data, declared_charset(data, part.get("Content-Type")), whole=True)
    return b"".join(to_utf8([data], charset, notes)).decode("utf-8", "replace")


def _told(document: Document, html: str, notes: Notes) -> Document:
    """A document whose page gave nothing says why."""
    items = list(document.items)
    if not items and is_drawn_by_scripts(html):
        notes.say(
            "the page holds no text: its stories are fetched by scripts when a browser shows it; open it in a browser"
            " and save what is shown (as complete page, MHTML or SingleFile), or paste its text into a file"
        )
    return replace(document, items=iter(items))


def _whole(source: Source) -> str:
    pieces, size = [], 0
    for block in source.blocks():
        pieces.append(block)
        size += len(block)
        if size > MAX_PAGE:
            source.notes.say(f"the page is longer than {MAX_PAGE:,} bytes: its end")
            break
    return b"".join(pieces)[:MAX_PAGE].decode("utf-8", "replace")


def document_of(html: str, url: str | None) -> Document:
    """A page that is held whole, as a document; with its address, where that is known."""
    tree = Tree(html)
    facts = about(html, tree, url)
    return Document(
        "html",
        iter(_items(html, tree, facts)),
        title=facts.title,
        outlet=facts.outlet,
        language=facts.language,
        url=facts.url,
        stamp=facts.saved or facts.stamp,
    )


def _items(html: str, tree: Tree, facts: About) -> list[RawItem]:
    if rows := _table_items(tree, facts):
        # A text may have a table in it.
        return rows if 2 * _words(rows) >= find_body(tree, facts).words else _news_items(tree, facts) or rows
    if found := _news_items(tree, facts) if tree.nodes else []:
        return found
    blocks = _block_items(tree, facts) if tree.nodes else []
    if _words(blocks) >= _ENOUGH:
        return blocks
    return _scripted_items(html, facts) or blocks


def _words(items: list[RawItem]) -> int:
    return sum(count_words(item.raw) for item in items)


def _scripted_items(html: str, facts: About) -> list[RawItem]:
    """The items of a page that is drawn by scripts; an article's paragraphs, if it is one."""
    if facts.is_article and facts.stories and facts.stories[0].body:
        return _article_items(Body(facts.stories[0].headline, "", (), None), facts, Signature(), "")
    found = stories_in_scripts(html, facts)
    if not found and facts.is_article and facts.title and facts.description:
        return _article_items(Body(facts.title, facts.description, (), None), facts, Signature(), "")
    return found


def _news_items(tree: Tree, facts: About) -> list[RawItem]:
    """The items of a listing, a live blog or an article; none if the page is nothing of the kind."""
    cards = find_cards(tree, facts)
    body = find_body(tree, facts)
    entries = [] if len(cards) >= 3 else find_entries(tree)
    if is_log(entries, body, facts) or (is_list(entries, body) and not facts.is_article):
        cards = entries
    elif is_article(tree, body, cards, facts):
        signed = signature(tree, body, cards)
        return _article_items(without_stream(tree, body, cards, facts), facts, signed, tree.text(tree.nodes[0]))
    elif cards and is_headed(tree, beside := find_body(tree, facts, boxes_of(cards, body, facts)), cards, facts):
        return _article_items(beside, facts, signature(tree, beside, cards), tree.text(tree.nodes[0]))
    elif len(cards) < 2 and not (cards and cards[0].teaser and cards[0].outlet):
        return []
    days = _day_headings(tree)
    return [_card_item(card, facts, _day_above(days, card.start)) for card in cards]


def _day_headings(tree: Tree) -> list[tuple[int, str]]:
    """Headings that are a date, with their places: what stands below them is of that day."""
    found = ((node.start, tree.text(node)) for node in tree.elements(*HEADINGS, "dt"))
    return [(start, text) for start, text in found if any(map(str.isdigit, text)) and is_date(text)]


def _day_above(days: list[tuple[int, str]], place: int) -> str | None:
    at = bisect_left(days, place, key=lambda day: day[0])
    return days[at - 1][1] if at else None


def _card_item(card: Card, facts: About, day: str | None) -> RawItem:
    story = next((story for story in facts.stories if _is_about(story.url, story.headline, card, facts)), None)
    teaser = card.teaser or (story.description if story else "")
    title = card.title if teaser and card.title else None
    return RawItem(
        teaser or card.title,
        card.raw,
        title=title,
        kind=("teaser" if title else None) if teaser else "headline",
        url=card.link or facts.url,
        author=card.author or (story.author if story else None),
        outlet=card.outlet,
        published=card.published or (story.published if story else None) or day,
    )


def _is_about(url: str | None, headline: str, card: Card, facts: About) -> bool:
    return bool(url and card.link and facts.resolve(url) == card.link) or headline == card.title


def _article_items(body: Body, facts: About, signed: Signature, shown: str) -> list[RawItem]:
    story = facts.stories[0] if facts.stories else None
    published = facts.published or signed.published or facts.stamp
    author = best_author((*facts.authors, signed.author), facts.sites, shown)
    shared = RawItem("", "", url=facts.url, author=author, published=published)
    items = []
    if body.headline:
        items.append(shared._replace(text=body.headline, raw=body.headline, kind="headline"))
    if body.deck and body.deck != body.headline:
        items.append(shared._replace(text=body.deck, raw=body.deck, kind="deck"))
    texts = [piece.text for piece in body.paragraphs]
    if story and len(story.body) > 3 * sum(map(len, texts)):
        texts = [text for part in story.body.split("\n") if (text := part.strip())]
    return items + [shared._replace(text=text, raw=text) for text in texts if text != body.headline]


def _block_items(tree: Tree, facts: About) -> list[RawItem]:
    """Every block of text outside of the furniture is an item."""
    furniture = [False] * len(tree.nodes)
    for node in tree.nodes:
        if node.tag and not furniture[node.start] and is_zone(node):
            furniture[node.start : node.stop] = [True] * (node.stop - node.start)
    if all(furniture[node.start] for node in tree.nodes if node.text.strip()):
        furniture = [False] * len(tree.nodes)
    items = []
    days = _day_headings(tree)
    for piece in tree.pieces(tree.nodes[0]):
        if furniture[piece.start] or is_small_print(piece.text) or is_furniture(piece.text) or is_utility(piece.text):
            continue
        is_link = piece.linked > 0.5 * len(piece.text)
        if piece.words < (4 if is_link else 2):
            continue  # a user's name, a page number, a menu
        heading = any(node.tag in HEADINGS for node in (piece.node, *list(piece.node.ancestors())[:2]))
        link = _link(tree, piece.start, piece.stop, piece.node) if is_link else None
        items.append(
            RawItem(
                piece.text,
                piece.text,
                kind="headline" if heading else None,
                published=_day_above(days, piece.start),
                url=facts.resolve(link) if link else None,
            )
        )
    return items


def _link(tree: Tree, start: int, stop: int, node: Node) -> str | None:
    around = [node, *node.ancestors(), *tree.nodes[start:stop]]
    return next((found.attributes["href"] for found in around if found.tag == "a" and "href" in found.attributes), None)


def _table_items(tree: Tree, facts: About) -> list[RawItem]:
    """The rows of tables whose first row names the columns."""
    items: list[RawItem] = []
    for table in tree.elements("table"):
        inside = tree.inside(table)
        if any(node.tag == "table" for node in inside[1:]):
            continue
        rows = [[cell for cell in row.children if cell.tag in ("td", "th")] for row in inside if row.tag == "tr"]
        rows = [row for row in rows if row]
        names = [tree.text(cell) for cell in rows[0]] if rows else []
        if len(rows) < 3 or len(names) < 2 or len(set(names)) < len(names):
            continue
        fields = {field_of(name) for name in names} - {None}
        if len(fields) < 2 or not fields & {"text", "title"}:
            continue
        items.extend(_rows(tree, rows[1:], names, facts))
    return items


def _rows(tree: Tree, rows: list[list[Node]], names: list[str], facts: About) -> Iterator[RawItem]:
    texts = [[tree.text(cell) for cell in row] for row in rows]
    plan = plan_table(texts, names, True, {})
    for row, cells in zip(rows, texts, strict=True):
        raw = "\n".join(filter(None, cells))
        item = item_from(dict(zip(names, cells, strict=False)), plan, raw)
        if item is None:
            continue
        links = (_link(tree, cell.start, cell.stop, cell) for cell in row)
        written = item.url if item.url and "/" in item.url else None
        link = written or next(filter(None, links), None)
        yield item._replace(url=facts.resolve(link) if link else None, markup=False)
