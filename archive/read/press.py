"""Press reviews: what Factiva, LexisNexis, Nexis Uni and Europresse export, an article an item.

Each of them writes an article as lines in an order of its own, whether in a text, a page, a Word or an RTF file. Where
an article ends is told by a line that nobody else writes; what its lines are, by their labels and their places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from archive.read import labelled
from archive.read.labelled import is_labelled
from archive.read.labels import BY, CLOCK, byline
from archive.read.meta_line import is_kicker, name_likeness
from archive.read.source import MAX_RECORD
from archive.read.text import blocks, join, layout_of
from archive.read.tree import Tree
from archive.text.calendar import ANY_MONTH
from archive.text.folding import fold
from archive.text.wordlists import either, meanings, phrases
from archive.types import Document, RawItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from archive.read.source import Source
    from archive.read.tree import Node

Kind = Literal["factiva", "lexisnexis", "nexis-uni", "europresse", "labelled"]

_LABELS = meanings("press_reviews", "labels")
_BELOW, _ENDS, _OPENINGS, _CERTIFICATES, _SMALL_PRINT, _NO_HEADLINES = (
    phrases("press_reviews", section)
    for section in ("below", "ends", "openings", "certificates", "small print", "no headlines")
)
_CODES, _CLASSES = meanings("press_reviews", "codes"), meanings("press_reviews", "classes")

_ACCESSION = r"[A-Z0-9]{2,10}?0{2,4}(?:19|20)\d\d[01]\d[0-3]\d[a-z0-9]{6,12}"
_OF = r"\d{1,6}\s\w{1,5}\s\d{1,6}"
_NUMBERED = rf"(?:{_OF}\s(?:DOCUMENT|DOKUMENT)\w{{0,3}}|(?:Document|Dokument)\w?\s{_OF})"
_FACTIVA = re.compile(rf"^(?:AN[ \t|]+)?[^\W\d_]{{1,12}}[ \t]{_ACCESSION}[ \t|\r]*$", re.MULTILINE)
_LEXISNEXIS = re.compile(rf"^[ \t]*{_NUMBERED}[ \t\r]*$", re.MULTILINE)
_EUROPRESSE = re.compile(r"\b[a-z]{2,8}·(?:19|20)\d{6}·[A-Z]{1,8}·\S+")
_COUNT = re.compile(r"\d[\d.,\s]{0,8}\s?[^\W\d_]{1,14}\.?$")
_LABEL = re.compile(r"(?P<label>[^\W\d_][^:\n]{1,24}?)\s?:(?:\s+(?P<rest>.*))?$", re.DOTALL)
_CODE = re.compile(r"(?P<label>[A-Z]{2,3})(?:[\s|]+(?P<rest>.*))?$", re.DOTALL)
_DAY = re.compile(
    rf"\b(?:19|20)\d\d\b.*\b{ANY_MONTH}\b|\b{ANY_MONTH}\b.*\b(?:19|20)\d\d\b|(?:19|20)\d\d\s?[年-]\s?\d|\d[./]\d\d?[./]\d{{4}}",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"©|\(c\)|copyright\b|.{0,80}\b(?:all rights reserved|tous droits réservés)", re.IGNORECASE)
_CLOCK = re.compile(CLOCK, re.IGNORECASE | re.VERBOSE)
_BY = re.compile(rf"{BY}\s+", re.IGNORECASE)
_EDITION = re.compile(rf"\b{either('press_reviews', 'editions')}\b", re.IGNORECASE)
_WEB = re.compile(r"\s*\((?:site\s)?web\b[^()]*\)$", re.IGNORECASE)
_CLOSED = re.compile(r"[.!?…:\"'”’»)\]]\s*$")
_HINT = re.compile(
    rf"{_ACCESSION}|\b(?:DOCUMENT|DOKUMENT)|DocPublicationName|·(?:19|20)\d{{6}}·"
    rf"|(?i:{either('press_reviews', 'ends')})"
)
_LONG = 160
"""Characters beyond which a line over an article is none of its head."""
_HEAD = 40
"""Lines of the head of an article."""


@dataclass(slots=True)
class Line:
    """A line, or a paragraph whose lines were joined."""

    text: str
    number: int | None = None
    field: str | None = None
    """What a page says that it is."""


@dataclass(slots=True)
class Article:
    """What is known of an article."""

    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    author: str = ""
    outlet: str = ""
    date: str = ""
    language: str = ""


def kind_of(text: str) -> Kind | None:
    """Whose press review a text is, by a line that nobody else writes; None if it is none."""
    if _FACTIVA.search(text):
        return "factiva"
    if _LEXISNEXIS.search(text) and any(_label(line) for line in text.split("\n")):
        return "lexisnexis"
    lines = {_key(line) for line in text.split("\n") if len(line) < 40}
    if lines & _ENDS and lines & _OPENINGS and any(map(_label, text.split("\n"))):
        return "nexis-uni"
    if "·" in text and _EUROPRESSE.search(text):
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
        if any(map(_label, block.lines[1:])):
            yield from (Line(text, number) for number, text in enumerate(block.lines, block.start))
        else:
            yield Line(join(block.lines), block.start)


def page_of(html: str) -> Iterator[RawItem] | None:
    """The articles of a press review that was saved as a page; None if the page is none."""
    if not _HINT.search(html):
        return None
    tree = Tree(html)
    pieces = tree.pieces(tree.body) if tree.body else []
    lines = [Line(piece.text, None, _field(piece.node)) for piece in pieces]
    kind = kind_of("\n".join(line.text for line in lines))
    return items(iter(lines), kind) if kind else None


def _field(node: Node) -> str | None:
    """What an element is by its own class or id, or by those of the elements right around it."""
    around = [node, *node.ancestors()][:3]
    said = " ".join(each.attributes.get(key, "") for each in around for key in ("id", "class"))
    names = said.lower().split()
    return next((_CLASSES[name] for name in names if name in _CLASSES), None)


def items(lines: Iterable[Line], kind: Kind) -> Iterator[RawItem]:
    """The articles of a press review, each an item.

    Args:
        lines: Its lines in their order.
        kind: Whose it is.
    """
    if kind == "labelled":
        yield from labelled.items((line.text, line.number) for line in lines)
        return
    told = {"factiva": _factiva, "lexisnexis": _lexisnexis, "nexis-uni": _nexis_uni, "europresse": _europresse}[kind]
    for part in _parts(lines, kind):
        article = told([line for line in part if line.text])
        text = "\n".join(article.text).strip()
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
    """The lines of each article; what stands before the first or behind the last one is none of them."""
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
        size += len(line.text) + 1
        if is_open and size <= MAX_RECORD:
            part.append(line)
        if _is_end(line.text, kind):
            yield part
            part, size = [], 0
    if kind == "lexisnexis" and is_open and part:
        yield part


def _is_end(text: str, kind: Kind) -> bool:
    if kind == "factiva":
        return _FACTIVA.match(text) is not None
    if kind == "nexis-uni":
        return _key(text) in _ENDS
    return kind == "europresse" and _opens(text, _CERTIFICATES)


def _key(text: str) -> str:
    return fold(text).strip(" .\t\r")


def _opens(text: str, beginnings: Iterable[str]) -> bool:
    start = fold(text[:60])
    return any(start.startswith(each) for each in beginnings)


def _label(text: str) -> tuple[str, str] | None:
    """What a line with a label is, and what stands behind the label."""
    found = _LABEL.match(text) if len(text) < 20_000 else None
    if found is None:
        return None
    key = _key(found["label"])
    what = _LABELS.get(key) or ("below" if key in _BELOW else "")
    return (what, (found["rest"] or "").strip()) if what else None


def opens(text: str) -> bool:
    """Whether a line has a label or stands by itself, so that it goes on with nothing above it."""
    return len(text) <= _LONG and (is_labelled(text) or _label(text) is not None or _key(text) in _ENDS | _OPENINGS)


def _is_day(text: str) -> bool:
    return len(text) <= _LONG and _DAY.search(text) is not None


def _set(article: Article, what: str, value: str) -> None:
    """Give an article what a label says; the first one counts."""
    if what in ("title", "text"):
        own: list[str] = getattr(article, what)
        own.extend([value] if value else [])
    elif what in ("author", "outlet", "date", "language") and not getattr(article, what):
        setattr(article, what, value)


# Each database's own order of lines -------------------------------------------------------------------------


def _factiva(lines: Sequence[Line]) -> Article:
    codes = [found for line in lines if (found := _CODE.match(line.text)) and found["label"].lower() in _CODES]
    if len({found["label"] for found in codes} & {"HD", "WC", "PD", "SN", "LA", "AN"}) >= 4:
        return _indexed(lines)
    article = Article()
    texts = [line.text for line in lines[:-1]]
    counts = (at for at, text in enumerate(texts[:-1]) if _COUNT.match(text) and _is_day(texts[at + 1]))
    at = next(counts, None)
    if at is None:
        return article
    _over(article, lines[:at])
    article.date = texts[at + 1]
    at += 2
    if at < len(texts) and _CLOCK.fullmatch(texts[at]):
        article.date = f"{article.date} {texts[at]}"
        at += 1
    article.outlet = texts[at] if at < len(texts) else ""
    rights = [place for place in range(at + 1, min(at + 12, len(texts))) if _RIGHTS.match(texts[place])]
    start = rights[0] + 1 if rights else at + 1
    while start < len(texts) and (start in rights or (not rights and _is_short(texts[start]))):
        start += 1
    article.text = texts[start:]
    while len(article.text) > 1 and _is_short(article.text[-1]):
        article.text.pop()
    return article


def _is_short(text: str) -> bool:
    """Whether a line is no sentence: a code, an edition, a language, the name of a company."""
    return len(text) <= 60 and len(text.split()) <= 8 and not _CLOSED.search(text)


def _over(article: Article, lines: Sequence[Line]) -> None:
    """What stands over an article: a section, the headline, who wrote it."""
    lines = [line for line in lines if _key(line.text) not in _NO_HEADLINES]
    article.title = [line.text for line in lines if line.field == "title"]
    article.author = next((line.text for line in lines if line.field == "author"), "")
    if article.title or not lines:
        return
    texts = [line.text for line in lines]
    signed = next((at for at in range(1, len(texts)) if byline(texts[at]) or _BY.match(texts[at])), None)
    if signed is None and len(texts) > 1 and name_likeness(texts[-1]):
        signed = len(texts) - 1
    if signed is not None:
        article.author = texts[signed]
        texts = texts[:signed]
    is_section = len(texts) > 1 and (is_kicker(texts[0]) or len(texts[0].split()) <= 3 < len(texts[1].split()))
    article.title = texts[is_section : is_section + 1]


def _indexed(lines: Sequence[Line]) -> Article:
    """An article of which each field has a label of two or three letters."""
    article = Article()
    what = "about"
    for line in lines:
        found = _CODE.match(line.text)
        code = found["label"].lower() if found else ""
        value = line.text
        if found and code in _CODES:
            what, value = _CODES[code], (found["rest"] or "").strip(" |\t")
        if value:
            _set(article, what, value.strip(" |\t"))
    return article


def _lexisnexis(lines: Sequence[Line]) -> Article:
    article = Article()
    head = [at for at, line in enumerate(lines[:12]) if not _label(line.text) and not _RIGHTS.match(line.text)]
    day = next((at for at in head if _is_day(lines[at].text)), None)
    if day is not None:
        article.date = lines[day].text
    over = [lines[at].text for at in head if day is None or at < day]
    article.outlet = next(iter(over), "")
    place = (head[0] if day is None else day) + 1 if head else 0
    while place < len(lines) and not _label(lines[place].text) and len(article.title) < 5:
        if _key(lines[place].text) not in _NO_HEADLINES:
            article.title.append(lines[place].text)
        place += 1
    if len(article.title) > 1 and _EDITION.search(article.title[0]):
        del article.title[0]
    _fill(article, lines[place:])
    return article


def _fill(article: Article, lines: Sequence[Line]) -> None:
    """The labelled lines of an article, and its text between those that stand above and below it."""
    is_below = False
    for line in lines:
        found = _label(line.text)
        if found and not (found[0] == "about" and article.text):
            _set(article, *found) if not (found[0] == "text" and is_below) else None
            is_below = is_below or (found[0] in ("below", "language") and bool(article.text))
        elif not is_below and not _RIGHTS.match(line.text):
            article.text.append(line.text)


def _nexis_uni(lines: Sequence[Line]) -> Article:
    article = Article()
    openings = [at for at, line in enumerate(lines) if _key(line.text) in _OPENINGS]
    body = openings[0] if openings else len(lines)
    head = lines[max(0, body - _HEAD) : body]
    day = next((at for at in reversed(range(len(head))) if _is_head_day(head[at].text)), None)
    article.date = "" if day is None else head[day].text
    over = [line.text for line in (head if day is None else head[:day]) if not _is_about(line.text)]
    if len(over) >= 2:
        article.title, article.outlet = [over[-2]], over[-1]
    for line in head[day or 0 :]:
        if found := _label(line.text):
            _set(article, *found)
    for line in lines[body + 1 : -1]:
        found = _label(line.text)
        if (found and found[0] == "below") or _key(line.text) in _BELOW:
            break
        article.text.append(line.text)
    return article


def _is_about(text: str) -> bool:
    return _label(text) is not None or _RIGHTS.match(text) is not None or _key(text) in _NO_HEADLINES


def _is_head_day(text: str) -> bool:
    return _is_day(text) and not _label(text) and not _RIGHTS.match(text) and len(text) <= 80


def _europresse(lines: Sequence[Line]) -> Article:
    article = Article()
    day = next((at for at, line in enumerate(lines[:12]) if line.field == "date" or _is_day(line.text)), None)
    if day is None:
        return article
    article.date = lines[day].text
    article.outlet = next((line.text for line in lines if line.field == "outlet"), lines[max(0, day - 1)].text)
    article.outlet = _WEB.sub("", article.outlet)
    rest = [line for line in lines[day + 1 :] if line.field not in ("outlet", "date", "about")]
    rest = [line for line in rest if not _COUNT.match(line.text)]
    stop = next((at for at, line in enumerate(rest) if at and _is_small_print(line.text)), len(rest))
    rest = rest[:stop]
    titled = [at for at, line in enumerate(rest) if line.field == "title"]
    if not titled and rest:
        titled = [1 if len(rest) > 2 and (rest[0].text.isupper() or is_kicker(rest[0].text)) else 0]
    article.title = [rest[at].text for at in titled]
    below = rest[titled[-1] + 1 :] if titled else rest
    article.author = next((line.text for line in rest if line.field == "author"), "")
    if below and not article.author and len(below) > 1 and _is_author(below):
        article.author = below[0].text
    article.text = [line.text for line in below if line.text != article.author and line.field in (None, "text")]
    return article


def _is_author(below: Sequence[Line]) -> bool:
    """Whether the first line below a headline names the author: where the page says which lines are the text, it is."""
    if any(line.field == "text" for line in below):
        return below[0].field is None
    return bool(name_likeness(below[0].text) or byline(below[0].text))


def _is_small_print(text: str) -> bool:
    found = _label(text)
    return (
        _RIGHTS.match(text) is not None
        or _EUROPRESSE.match(text) is not None
        or (found is not None and found[0] == "below")
        or _opens(text, _SMALL_PRINT | _CERTIFICATES)
    )
