"""What the small print of a page is: dates, authors, reading times, chips, buttons, furniture."""

from __future__ import annotations

import re

from archive.read.tree import Node, count_words
from archive.text.ago import AGO, AGO_OPENS
from archive.text.calendar import ANY_DAY, ANY_MONTH
from archive.text.patterns import lazy_regex
from archive.text.sentences import STOPS
from archive.text.wordlists import alternatives, either, phrases, word_set, words


def _any_word(section: str) -> str:
    return f"(?:{alternatives(words('page_labels', section))})"


_BY_WORDS = alternatives(words("authors", "by"))
CLOCK = rf"""(?:
    (?:\d{{1,2}}[:.h]\d{{2}}(?::\d{{2}})?(?:\s*[ap]\.?m\.?)? | \d{{1,2}}\s*[ap]\.?m\.?
        | \d{{1,2}}[時点시]\s?\d{{1,2}}[分분])
    (?:\s*(?:uhr|(?!(?:{_BY_WORDS})\s)[A-Z]{{2,5}}\b(?:[+-]\d{{1,2}}\b)?|[+-]\d{{2}}:?\d{{2}}|UTC))?
    )"""
DAY = rf"""(?:
    \d{{4}}-\d{{2}}-\d{{2}}(?:[T\ ]\d{{2}}:\d{{2}}\S*)? | \d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d{{2}})
    | \d{{4}}[./]\d{{1,2}}[./]\d{{1,2}}
    | {ANY_MONTH}\.?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})? | \d{{4}})
    | \d{{1,2}}(?:\.\s*|(?:st|nd|rd|th|º)?\s+)(?:de\s+|of\s+)?{ANY_MONTH}\.?(?:,?\s+(?:de\s+)?\d{{4}})?
    | \d{{4}}\s?[年년]\s?\d{{1,2}}\s?[月월]\s?\d{{1,2}}\s?[日일](?:\s?[(（]\w[)）])?
    )"""
_AT = r"(?:at|um|à|a\ las|alle|o|о|в)\b"
FULL_DAY = lazy_regex(rf"(?<!\d)(?={DAY.strip()})(?=[^|]{{0,30}}(?:19|20)\d\d){DAY}", re.IGNORECASE | re.VERBOSE)
"""A pattern of a day with its year, wherever it stands."""
_ONE_BEFORE = either("page_labels", "before dates")
BEFORE = rf"(?:{_ONE_BEFORE}\b\s*(?::\s*)?){{0,4}}"
"""A pattern of what stands before a date."""
DATE = lazy_regex(
    rf"""{BEFORE}(?:{ANY_DAY}\.?,?\s*)?(?:
    {DAY}(?:\s*(?:[,|·•–-]|{_AT})?\s*{CLOCK})?
    | {AGO}(?:\s*(?:[,|·•–-]|{_AT})?\s*{CLOCK})?
    | {CLOCK}(?:\s*[,|·•–-]?\s*{DAY})?
    )\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_TOLD = lazy_regex(rf"{BEFORE}(?:{ANY_DAY}\.?,?\s*)?{AGO}\s*", re.IGNORECASE | re.VERBOSE)
_OPENS = lazy_regex(rf"{AGO_OPENS}|{_ONE_BEFORE}\b|{ANY_DAY}|{ANY_MONTH}[.\s]", re.IGNORECASE | re.VERBOSE)
_TIME_ALONE = lazy_regex(r"\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?", re.IGNORECASE)
_LONG = 200
"""Characters beyond which a line is no label."""
BETWEEN = lazy_regex(r"\s*[|·•/»›]\s*|\s+[–—-]\s+")
_READ = either("page_labels", "reading times")
_MINUTES = (
    r"(?:\d+|a\ few|one|two|three|four|five)?\s*-?\s*(?:mins?|minut[a-z]*|хв|хвилини?|хвилин|мин|минуты?|минут)\b\.?"
    r"(?:\s*\d+\s*sec[a-z]*\b\.?)?"
)
READING = lazy_regex(
    rf"(?:{_MINUTES}\s*(?:d[ei]\s)?{_READ} | {_READ}\s*:?\s*{_MINUTES} | \d+:\d{{2}}(?:\ min\b\.?)?)",
    re.IGNORECASE | re.VERBOSE,
)
COUNT = lazy_regex(
    rf"[\d.,]+[km]?\+?\s*{either('page_labels', 'counts')}?|(?:no|leave a|add a) comments?|comments?", re.IGNORECASE
)
_STATISTIC = lazy_regex(
    rf"""\d[\d.,]*\s*(?:comments?|points?|votes?|views?|likes?|replies|shares?)\b | \bby\s+\w+\b
    | \b{DAY} | \b{AGO} | \b{CLOCK}""",
    re.IGNORECASE | re.VERBOSE,
)
BUTTON = lazy_regex(
    rf"""(?:show|load|see|view)\ (?:more|less|all)\b.{{0,25}}
    | (?:read|learn|find\ out|see|view|watch|listen|mehr|lire|leer|ler|leggi)
        (?:\ (?:more|now|here|full|the\ full\ (?:story|article)|article|story|live|video|la\ suite|más|mais|di\ più
        |lesen))?
    | {either("page_labels", "buttons")} | \W* | \d+\.? | page\ \d+(?:\ of\ \d+)?
    | (?:photo|image)\ shows\ .{{1,150}}
    | (?:{either("page_labels", "before sections")}:?|{either("page_labels", "before sections, with a colon")}\s?:)\s?
        [^|]{{1,60}}(?<![.!?])""",
    re.IGNORECASE | re.VERBOSE,
)
BY = f"(?:{alternatives(words('authors', 'by') | phrases('authors', 'by, of several words'))})"
"""A pattern of what stands before the name of an author."""
_BYLINE = lazy_regex(rf"{BY}\s+(\w.{{2,80}})", re.IGNORECASE)
_FURNITURE = lazy_regex(
    rf"\b(?:{either('page_labels', 'about the site')}"
    r"|sign up (?:for|to)\b.{0,60}\b(?:newsletter|email|letter|alert|briefing))"
    r"|^\s*(?:©|\(c\)|copyright\b)",
    re.IGNORECASE,
)
_UTILITY = lazy_regex(rf"\b{either('page_labels', 'services')}\b", re.IGNORECASE)
_ZONE = lazy_regex(
    "(?:{}-)*{}(?:-{})*".format(*(_any_word(section) for section in ("before zones", "zones", "behind zones")))
)
KICKERS = tuple(sorted(words("page_labels", "classes of kickers")))
"""Labels of the few words over a headline."""
_NAMING = re.compile(r"rel$|itemprop$|data-")
"""Attributes beside class and id that say what an element is."""
_PARTS = re.compile(r"[\s_-]+")
_LONG_LABEL = 60
"""Characters: a longer value is data."""
_ZONE_ROLES = word_set("navigation banner contentinfo search dialog alertdialog menu menubar toolbar")
_BESIDE = lazy_regex(rf"(?:.*-)?{_any_word('beside')}(?:-{_any_word('behind beside')})*")


def may_open_date(text: str, at: int = 0) -> bool:
    """Whether a date or time may begin at a place of a text: a look that spares the pattern of all of them."""
    return _OPENS.match(text, at) is not None


def date_in(text: str) -> re.Pattern[str]:
    """The pattern of a date or time in a text: of one without a digit, `DATE` can be no more than a time ago.

    That part of it compiles in a fraction of the time, and most lines of most texts have no digit.
    """
    return DATE if any(map(str.isdigit, text)) else _TOLD


def is_date(text: str) -> bool:
    """Whether a label is nothing but a date or a time."""
    label = text.strip(" ,|·•–—-")
    return (len(label) <= 20 or (len(label) <= 80 and any(map(str.isdigit, label)))) and bool(
        date_in(label).fullmatch(label)
    )


def is_clock(text: str) -> bool:
    """Whether a label is a time of the day, or how long a video is: it tells no day."""
    return bool(_TIME_ALONE.fullmatch(text))


def byline(text: str) -> str | None:
    """The author whom a label names ("By Ann Lee"), or None if it is no byline."""
    found = _BYLINE.fullmatch(text.strip().replace(" :", ":", 1)) if len(text) <= 100 else None
    if found is None or len(fragments(text)) > 1 or count_words(found[1]) > 9:
        return None
    name = found[1].strip(" ,|·•–—-")
    return name if name[:1].isupper() and not name.endswith((".", "?", "!")) else None


def is_label(text: str) -> bool:
    """Whether a piece of a card says nothing about the news: a button, a count, a reading time, a chip."""
    return len(text) <= _LONG and bool(READING.fullmatch(text) or COUNT.fullmatch(text) or BUTTON.fullmatch(text))


def fragments(text: str) -> list[str]:
    """A line of labels, taken apart at the signs that people set between them."""
    parts = (part.strip(" |·•–—-") for part in BETWEEN.split(text))
    return [part for part in parts if part]


def is_small_print(text: str) -> bool:
    """Whether a line is made of dates, labels, bylines and chips only."""
    if len(text) > _LONG:
        return False
    parts = fragments(text)
    chips = [part for part in parts if not (is_date(part) or is_label(part) or byline(part))]
    if len(chips) < len(parts):
        return all(count_words(part) <= 3 and not part.endswith(tuple(STOPS)) for part in chips)
    return not chips


def is_statistics(text: str) -> bool:
    """Whether a line only counts and dates something, as forums do ("88 points by ann 3 hours ago")."""
    if len(text) > _LONG or text.rstrip().endswith(tuple(STOPS)):
        return False
    rest, found = _STATISTIC.subn(" ", text)
    return found >= 2 and count_words(rest) <= 2


def is_furniture(text: str) -> bool:
    """Whether a paragraph is about the site (cookies, newsletters, copyright) and not about the news."""
    return len(text) <= 600 and _FURNITURE.search(text) is not None


def is_utility(text: str) -> bool:
    """Whether a short link leads to a service of the site."""
    return len(text) <= _LONG and count_words(text) <= 5 and _UTILITY.search(text) is not None


def is_zone(node: Node) -> bool:
    """Whether an element holds navigation, a footer, buttons or banners."""
    if node.tag in ("nav", "menu") or node.attributes.get("role", "").lower() in _ZONE_ROLES:
        return True
    if node.tag in ("footer", "header"):
        return not any(around.tag in ("article", "li", "section", "td", "main") for around in node.ancestors())
    if node.tag in ("body", "html", "main", "article", "a") or not (
        "class" in node.attributes or "id" in node.attributes
    ):
        return False
    return any(_ZONE.fullmatch(label) for label in node.labels.split())


def is_beside(node: Node) -> bool:
    """Whether an element of an article page holds what is not the article: related links, comments, captions."""
    if node.tag in ("aside", "figcaption", "figure"):
        return True
    if node.tag in ("body", "html", "main", "article"):
        return False
    return any(_BESIDE.fullmatch(label) for label in node.labels.split())


def labelled(node: Node, *words: str) -> bool:
    """Whether one of the words is part of the element's class, id, rel, itemprop or a label for scripts."""
    if not node.attributes:
        return False
    if node.names is None:
        said = node.attributes.items()
        named = (value for name, value in said if _NAMING.match(name) and len(value) <= _LONG_LABEL)
        node.names = frozenset(_PARTS.split(" ".join((node.labels, *named)).lower()))
    return not node.names.isdisjoint(words)
