"""Press reviews: what Factiva, LexisNexis, Nexis Uni and Europresse export, an article an item.

Each of them writes an article as lines in an order of its own, whether in a text, a page, a Word or an RTF file. Where
an article ends is told by a line that nobody else writes; what its lines are, by their labels and their places.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from archive.read import labelled
from archive.read.labelled import is_labelled
from archive.read.labels import BY
from archive.read.press_articles import (
    CERTIFICATES,
    ENDS,
    EUROPRESSE,
    OPENINGS,
    ORDERS,
    Line,
    begins,
    is_about,
    key,
    label,
)
from archive.read.source import MAX_RECORD
from archive.read.text import blocks, join, layout_of
from archive.read.tree import Tree
from archive.text.patterns import lazy_regex
from archive.text.wordlists import meanings
from archive.types import Document, RawItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archive.read.source import Source
    from archive.read.tree import Node

Kind = Literal["factiva", "lexisnexis", "nexis-uni", "europresse", "labelled"]

_CLASSES = meanings("press_reviews", "classes")

_ACCESSION = r"[A-Z0-9]{2,10}?0{2,4}(?:19|20)\d\d[01]\d[0-3]\d[a-z0-9]{6,12}"
_OF = r"\d{1,6}\s\w{1,5}\s\d{1,6}"
_NUMBERED = rf"(?:{_OF}\s(?:DOCUMENT|DOKUMENT)\w{{0,3}}|(?:Document|Dokument)\w?\s{_OF})"
_FACTIVA = lazy_regex(rf"^(?:AN[ \t|]+)?[^\W\d_]{{1,12}}[ \t]{_ACCESSION}[ \t|\r]*$", re.MULTILINE)
_LEXISNEXIS = lazy_regex(rf"^[ \t]*{_NUMBERED}[ \t\r]*$", re.MULTILINE)
_BY = lazy_regex(rf"{BY}\s+", re.IGNORECASE)
_LONG = 160
"""Characters beyond which a line stands in a paragraph."""
_ENOUGH = 20
"""Words that are kept of an article in which nothing was found where it should stand."""
_HINTS = ("DOCUMENT", "DOKUMENT", "DocPublicationName")
_NUMBERS = lazy_regex(r"0(?:19|20)\d\d[01]\d[0-3]\d[a-z0-9]{6}"), lazy_regex(r"·(?:19|20)\d{6}·")


def kind_of(text: str) -> Kind | None:
    """Whose press review a text is, by a line that nobody else writes; None if it is none."""
    if _FACTIVA.search(text):
        return "factiva"
    if _LEXISNEXIS.search(text) and any(label(line) for line in text.split("\n")):
        return "lexisnexis"
    lines = {key(line) for line in text.split("\n") if len(line) < 40}
    if lines & ENDS and lines & OPENINGS and any(map(label, text.split("\n"))):
        return "nexis-uni"
    if "·" in text and EUROPRESSE.search(text):
        return "europresse"
    return "labelled" if labelled.is_digest(text) else None


def read(source: Source) -> Document:
    """Open a press review that is a text."""
    kind = kind_of(source.head)
    return Document("press", items(_lines(source, kind), kind) if kind else iter(()))


def _lines(source: Source, kind: Kind) -> Iterator[Line]:
    """The lines of a text; those of a paragraph that was wrapped to a width are one."""
    head = [line.rstrip("\r") for line in source.head.split("\n")]
    is_spaced = kind == "lexisnexis" and sum(not line.strip() for line in head) > 0.2 * len(head)
    if not is_spaced and layout_of(head) != "paragraphs":
        yield from (Line(text, number) for number, text in source.lines())
        return
    for block in blocks(source.lines()):
        if any(map(label, block.lines[1:])):
            yield from (Line(text, number) for number, text in enumerate(block.lines, block.start))
        else:
            yield Line(join(block.lines), block.start)


def page_of(html: str) -> Iterator[RawItem] | None:
    """The articles of a press review that was saved as a page; None if the page is none."""
    hinted = any(hint in html for hint in _HINTS) or any(number.search(html) for number in _NUMBERS)
    if not hinted and not any(map(html.lower().__contains__, ENDS)):
        return None
    tree = Tree(html)
    pieces = tree.pieces(tree.body) if tree.body else []
    lines = [Line(piece.text, None, _field(piece.node)) for piece in pieces]
    kind = kind_of("\n".join(line.text for line in lines))
    return items(iter(lines), kind) if kind else None


def _field(node: Node) -> str | None:
    """What an element is by its own class or id, or by those of the elements right around it."""
    around = [node, *node.ancestors()][:3]
    said = " ".join(each.attributes.get(name, "") for each in around for name in ("id", "class"))
    names = said.lower().split()
    return next((_CLASSES[name] for name in names if name in _CLASSES), None)


def items(lines: Iterable[Line], kind: Kind) -> Iterator[RawItem]:
    """The articles of a press review of a kind, each an item."""
    if kind == "labelled":
        yield from labelled.items((line.text, line.number) for line in lines)
        return
    for part in _parts(lines, kind):
        filled = [line for line in part if line.text]
        article = ORDERS[kind](filled)
        text = "\n".join(article.text).strip()
        if not text and not article.title and _is_end(filled[-1].text, kind):
            text = "\n".join(line.text for line in filled[:-1] if not is_about(line.text))
            text = text if len(text.split()) >= _ENOUGH else ""
        title = " ".join(article.title).strip()
        if not text and not title:
            continue
        yield RawItem(
            text or title,
            "\n".join(line.text for line in part).strip(),
            title=title if text and title else None,
            kind=None if text else "headline",
            author=_BY.sub("", article.author).strip() or None,
            outlet=article.outlet or None,
            language=article.language or None,
            published=article.date or None,
            markup=False,
            line=part[0].number,
        )


def _parts(lines: Iterable[Line], kind: Kind) -> Iterator[list[Line]]:
    """The lines of each article, the last of which may have been cut off."""
    part: list[Line] = []
    size = 0
    is_open = kind != "lexisnexis"
    for line in lines:
        line.text = line.text.strip()
        if kind == "lexisnexis" and _LEXISNEXIS.match(line.text):
            if is_open and part:
                yield part
            part, size, is_open = [], 0, True
            continue
        if kind == "europresse" and line.field == "outlet" and any(each.field == "title" for each in part):
            yield part
            part, size = [], 0
        size += len(line.text) + 1
        if is_open and size <= MAX_RECORD:
            part.append(line)
        if _is_end(line.text, kind):
            yield part
            part, size = [], 0
    if is_open and any(line.text for line in part):
        yield part


def _is_end(text: str, kind: Kind) -> bool:
    if kind == "factiva":
        return _FACTIVA.match(text) is not None
    if kind == "nexis-uni":
        return key(text) in ENDS
    return kind == "europresse" and begins(text, CERTIFICATES)


def opens(text: str) -> bool:
    """Whether a line has a label or stands by itself, so that it goes on with nothing above it."""
    return len(text) <= _LONG and (is_labelled(text) or label(text) is not None or key(text) in ENDS | OPENINGS)
