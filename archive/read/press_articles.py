"""One article of a press review: which of its lines is what. Each database has an order of its own.

Lines with a label say it themselves; what the others are is told by where they stand around the day, the count of words
and the notice of rights.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archive.read.labels import BY, CLOCK, byline
from archive.read.name_lines import is_kicker, name_likeness
from archive.text.calendar import ANY_MONTH
from archive.text.folding import fold
from archive.text.patterns import lazy_regex
from archive.text.wordlists import either, meanings, phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_LABELS, _CODES = meanings("press_reviews", "labels"), meanings("press_reviews", "codes")
ENDS, OPENINGS, CERTIFICATES, _BELOW, _SMALL_PRINT, _NO_HEADLINES = (
    phrases("press_reviews", section)
    for section in ("ends", "openings", "certificates", "below", "small print", "no headlines")
)
EUROPRESSE = lazy_regex(r"\b[a-z]{2,8}·(?:19|20)\d{6}·[A-Z]{1,8}·\S+")
"""The number that Europresse gives an article."""
_DAY = lazy_regex(
    rf"\b(?:19|20)\d\d\b.*\b{ANY_MONTH}\b|\b{ANY_MONTH}\b.*\b(?:19|20)\d\d\b|(?:19|20)\d\d\s?[年-]\s?\d|\d[./]\d\d?[./]\d{{4}}",
    re.IGNORECASE,
)
_COUNT = lazy_regex(r"\d[\d.,\s]{0,8}\s?[^\W\d_]{1,14}\.?$")
_LABEL = lazy_regex(r"(?P<label>[^\W\d_][^:\n]{1,24}?)\s?:(?:\s+(?P<rest>.*))?$", re.DOTALL)
_CODE = lazy_regex(r"(?P<label>[A-Z]{2,3})(?:[\s|]+(?P<rest>.*))?$", re.DOTALL)
_RIGHTS = lazy_regex(r"©|\(c\)|copyright\b|.{0,80}\b(?:all rights reserved|tous droits réservés)", re.IGNORECASE)
_CLOCK = lazy_regex(CLOCK, re.IGNORECASE | re.VERBOSE)
_BY = lazy_regex(rf"{BY}\s+", re.IGNORECASE)
_EDITION = lazy_regex(rf"\b{either('press_reviews', 'editions')}\b", re.IGNORECASE)
_WEB = lazy_regex(r"\s*\((?:site\s)?web\b[^()]*\)$", re.IGNORECASE)
_CLOSED = lazy_regex(r"[.!?…:\"'”’»)\]]\s*$")
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


def key(text: str) -> str:
    """A line or a label as the lists of words write it."""
    return fold(text).strip(" .\t\r")


def begins(text: str, beginnings: Iterable[str]) -> bool:
    """Whether a line opens with one of some phrases."""
    start = fold(text[:60])
    return any(start.startswith(each) for each in beginnings)


def label(text: str) -> tuple[str, str] | None:
    """What a line with a label is, and what stands behind the label."""
    found = _LABEL.match(text) if len(text) < 20_000 else None
    if found is None:
        return None
    name = key(found["label"])
    what = _LABELS.get(name) or ("below" if name in _BELOW else "")
    return (what, (found["rest"] or "").strip()) if what else None


def _is_day(text: str) -> bool:
    return len(text) <= _LONG and _DAY.search(text) is not None


def _set(article: Article, what: str, value: str) -> None:
    """Give an article what a label says; the first one counts."""
    if what in ("title", "text"):
        own: list[str] = getattr(article, what)
        own.extend([value] if value else [])
    elif what in ("author", "outlet", "date", "language") and not getattr(article, what):
        setattr(article, what, value)


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
    lines = [line for line in lines if key(line.text) not in _NO_HEADLINES]
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
    head = [at for at, line in enumerate(lines[:12]) if not label(line.text) and not _RIGHTS.match(line.text)]
    day = next((at for at in head if _is_day(lines[at].text)), None)
    if day is not None:
        article.date = lines[day].text
    over = [lines[at].text for at in head if day is None or at < day]
    article.outlet = next(iter(over), "")
    place = (head[0] if day is None else day) + 1 if head else 0
    while place < len(lines) and not label(lines[place].text) and len(article.title) < 5:
        if key(lines[place].text) not in _NO_HEADLINES:
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
        found = label(line.text)
        if found and not (found[0] == "about" and article.text):
            _set(article, *found) if not (found[0] == "text" and is_below) else None
            is_below = is_below or (found[0] in ("below", "language") and bool(article.text))
        elif not is_below and not _RIGHTS.match(line.text):
            article.text.append(line.text)


def _nexis_uni(lines: Sequence[Line]) -> Article:
    article = Article()
    openings = [at for at, line in enumerate(lines) if key(line.text) in OPENINGS]
    if not openings:
        return article
    body = openings[0]
    head = lines[max(0, body - _HEAD) : body]
    day = next((at for at in reversed(range(len(head))) if _is_head_day(head[at].text)), None)
    article.date = "" if day is None else head[day].text
    over = [line.text for line in (head if day is None else head[:day]) if not is_about(line.text)]
    if len(over) >= 2:
        article.title, article.outlet = [over[-2]], over[-1]
    for line in head[day or 0 :]:
        if found := label(line.text):
            _set(article, *found)
    for line in lines[body + 1 : -1]:
        found = label(line.text)
        if (found and found[0] == "below") or key(line.text) in _BELOW:
            break
        article.text.append(line.text)
    return article


def is_about(text: str) -> bool:
    """Whether a line over an article is neither its headline nor where it appeared."""
    return label(text) is not None or _RIGHTS.match(text) is not None or key(text) in _NO_HEADLINES


def _is_head_day(text: str) -> bool:
    return _is_day(text) and not label(text) and not _RIGHTS.match(text) and len(text) <= 80


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
    found = label(text)
    return (
        _RIGHTS.match(text) is not None
        or EUROPRESSE.match(text) is not None
        or (found is not None and found[0] == "below")
        or begins(text, _SMALL_PRINT | CERTIFICATES)
    )


ORDERS: Mapping[str, Callable[[Sequence[Line]], Article]] = {
    "factiva": _factiva,
    "lexisnexis": _lexisnexis,
    "nexis-uni": _nexis_uni,
    "europresse": _europresse,
}
"""What tells an article of each database by its lines, of which none is empty."""
