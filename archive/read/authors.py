"""Who wrote something, by the elements of a page that are labelled so; what the names are worth, others say."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from archive.read.labels import byline, fragments, is_date, is_label, labelled
from archive.read.meta_line import read_meta
from archive.read.name_lines import is_job
from archive.read.tree import count_words
from archive.text.wordlists import either, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from archive.read.tree import Node, Tree

_MOST = 8
"""Authors of one text; more are a list of something else."""
_LONGEST = 5
"""Words of a name; more are a line of something else."""
_BY = re.compile(r"^(?:(?:written|words|reported)\s+)?by(?:\s+|$)", re.IGNORECASE)
_PERSONAL = re.compile(rf"/{either('page_metadata', 'pages of authors')}/[^/?#]+/?(?:[?#].*)?$", re.IGNORECASE)
"""A link to an author's own page."""
_LABELS = tuple(sorted(words("page_labels", "classes of authors")))
"""Labels of elements that name an author."""
_CREDIT = re.compile(r"(?:photo|image|picture|illustration|video|foto|bild)\w*\b", re.IGNORECASE)


def labelled_authors(tree: Tree, nodes: Sequence[Node]) -> str | None:
    """The authors whom elements name, with commas between: links to pages of authors, or else elements labelled so.

    Of elements in each other, the inner ones count.
    """
    linked = [_name(tree, node) for node in nodes if _is_personal(node)]
    found = list(filter(None, linked)) or _innermost(tree, nodes)
    return ", ".join(list(dict.fromkeys(found))[:_MOST]) or None


def best_author(candidates: Iterable[str | None], sites: Iterable[str], shown: str) -> str | None:
    """Of what a page says in several places, best place first, what most agree on: a person, and by more than a word.

    The text that readers see shows them; what the site is called is nobody.
    """
    places = tuple(candidates)
    own = {name for site in sites for name in (_letters(site), _letters(site).removeprefix("the"))}
    text = shown.casefold()

    votes = Counter(_letters(_first(said)) for said in filter(None, places))

    def faults(said: str) -> tuple[bool, bool, bool, int]:
        first = _first(said)
        nobody = _is_site(_letters(said), own) or is_job(first) or count_words(first) > _LONGEST
        return nobody, first.casefold() not in text, " " not in said.strip(), -votes[_letters(first)]

    return min(filter(None, places), key=faults, default=None)


def _first(names: str) -> str:
    return re.split(r"[,;|]", names)[0].strip()


def _is_personal(node: Node) -> bool:
    return node.tag == "a" and (
        "author" in node.attributes.get("rel", "") or _PERSONAL.search(node.attributes.get("href", "")) is not None
    )


def _innermost(tree: Tree, nodes: Sequence[Node]) -> list[str]:
    named = [(node, name) for node in nodes if _is_labelled(node) and (name := _name(tree, node))]
    starts = [node.start for node, _ in named]
    return [name for at, (node, name) in enumerate(named, 1) if at == len(named) or starts[at] >= node.stop]


def _is_labelled(node: Node) -> bool:
    return labelled(node, *_LABELS) and not labelled(node, "image", "img", "avatar", "photo", "bio", "description")


def _name(tree: Tree, node: Node) -> str | None:
    text = tree.text(node)
    told = read_meta(text)
    parts = fragments((told and told.author) or byline(text) or _BY.sub("", text))
    if told and told.date and not told.author:
        parts = [part for piece in parts for part in piece.split(",")]  # "Ann Lee, 1.12.2021"
    name = next((part for part in parts if not is_date(part)), "").strip(" ,")
    return name if 1 <= count_words(name) <= 9 and len(name) > 2 and not _is_other(name) else None


def _is_other(name: str) -> bool:
    if is_label(name) or is_job(name) or name[0] in "([@" or name.endswith(":"):
        return True
    return _CREDIT.match(name) is not None or any(map(str.isdigit, name))


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())


def _is_site(letters: str, sites: set[str]) -> bool:
    return any(
        letters == known
        or (len(letters) >= 3 and known.startswith(letters))
        or (len(known) >= 5 and letters.startswith(known))
        for known in sites
    )
