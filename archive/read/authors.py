"""Who wrote something, by the elements of a page that are labelled so; what the names are worth, others say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive.read.labels import byline, fragments, is_date, is_label, labelled
from archive.read.tree import count_words
from archive.text.wordlists import either

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archive.read.tree import Node, Tree

_MOST = 8
"""Authors of one text; more are a list of something else."""
_BY = re.compile(r"^by\s+", re.IGNORECASE)
_PERSONAL = re.compile(rf"/{either('page_metadata', 'pages of authors')}/[^/]", re.IGNORECASE)
"""A link to an author's own page."""


def labelled_authors(tree: Tree, nodes: Iterable[Node]) -> str | None:
    """The authors whom elements name, with commas between; of elements in each other, the inner ones."""
    named = [(node, name) for node in nodes if (name := _name(tree, node))]
    starts = [node.start for node, _ in named]
    inner = [name for at, (node, name) in enumerate(named, 1) if at == len(named) or starts[at] >= node.stop]
    return ", ".join(list(dict.fromkeys(inner))[:_MOST]) or None


def best_author(candidates: Iterable[str | None], outlet: str | None) -> str | None:
    """Of what a page says in several places, the first that is more than a word and not the page's own name."""
    said = [candidate for candidate in candidates if candidate]
    own = (outlet or "").casefold()
    return next((each for each in said if " " in each.strip() and each.casefold() != own), next(iter(said), None))


def _name(tree: Tree, node: Node) -> str | None:
    is_link = node.tag == "a" and _PERSONAL.search(node.attributes.get("href", "")) is not None
    if not (is_link or labelled(node, "author", "authors", "byline", "writer", "creator")):
        return None
    if labelled(node, "image", "img", "avatar", "photo", "bio", "description"):
        return None
    text = tree.text(node)
    names = [part for part in fragments(byline(text) or _BY.sub("", text)) if not is_date(part)]
    if names and 1 <= count_words(names[0]) <= 9 and not is_label(names[0]) and names[0][0] != "@":
        return names[0].strip(" ,") or None
    return None
