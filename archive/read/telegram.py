"""A chat that Telegram's desktop program exported as pages (`messages.html`): a message an item."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive.read.tree import Node, Tree
from archive.types import RawItem

if TYPE_CHECKING:
    from collections.abc import Iterator

_MESSAGE = re.compile(r"""<div\s+class=["']message (?:default|service)\b""")


def messages(html: str) -> Iterator[RawItem] | None:
    """The messages of a page of a chat; None if the page is none."""
    return _messages(Tree(html)) if _MESSAGE.search(html) and "pull_right date" in html else None


def _messages(tree: Tree) -> Iterator[RawItem]:
    chat, author = None, None
    for node in tree.elements("div"):
        classes = _classes(node)
        if "page_header" in classes:
            chat = _said(tree, tree.inside(node), "text")
        if not {"message", "default"} <= classes:
            continue
        inside = tree.inside(node)
        own = next((each.start for each in inside if "forwarded" in _classes(each)), node.stop)
        sender = _said(tree, [each for each in inside if each.start < own], "from_name")
        author = sender or (author if "joined" in classes else None)
        text = "\n".join(
            piece.text for each in inside if _classes(each) == {"text"} for piece in tree.pieces(each) if piece.text
        )
        if not text:
            continue
        links = (each.attributes.get("href", "") for each in inside if each.tag == "a")
        dates = (each.attributes.get("title") for each in inside if {"date", "details"} <= _classes(each))
        yield RawItem(
            text,
            tree.text(node),
            url=next((link for link in links if link.startswith(("http://", "https://"))), None),
            author=author,
            outlet=chat,
            published=next(filter(None, dates), None),
        )


def _classes(node: Node) -> set[str]:
    return set(node.attributes.get("class", "").split())


def _said(tree: Tree, nodes: list[Node], name: str) -> str | None:
    return next((tree.text(node) for node in nodes if name in _classes(node)), None) or None
