"""What the small print of a page is: dates, authors, reading times, chips, buttons, furniture."""

from __future__ import annotations

import re

from archive.read.tree import Node, count_words
from archive.text.calendar import ANY_DAY, ANY_MONTH
from archive.text.wordlists import alternatives, either, word_set, words


def _any_word(section: str) -> str:
    return f"(?:{alternatives(words('page_labels', section))})"


_CLOCK = r"""(?:
    (?:\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)? | \d{1,2}\s*[ap]\.?m\.?)
    (?:\s*(?:uhr|[A-Z]{2,5}\b|[+-]\d{2}:?\d{2}|UTC))?
    )"""
_DAY = rf"""(?:
    \d{{4}}-\d{{2}}-\d{{2}}(?:[T\ ]\d{{2}}:\d{{2}}\S*)? | \d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d{{2}})
    | \d{{4}}[./]\d{{1,2}}[./]\d{{1,2}}
    | {ANY_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})? | {ANY_MONTH}\.?\s+\d{{4}}
    | \d{{1,2}}(?:st|nd|rd|th|\.|º)?\s+(?:de\s+|of\s+)?{ANY_MONTH}\.?(?:,?\s+(?:de\s+)?\d{{4}})?
    | \d{{4}}年\d{{1,2}}月\d{{1,2}}日
    )"""
_AGO = r"""(?:
    (?:about\ |over\ |an?\ )?\d*\s*
        (?:s|m|h|d|w|mo|y|secs?|seconds?|mins?|minutes?|hrs?|hours?|days?|weeks?|months?|years?)\s+ago
    | \d{1,2}\s?[mhdw] | just\ now | yesterday | today | vor\ \d+\ \w+ | il\ y\ a\ \d+\ \w+ | (?:hace
    |há)\ \d+\ \w+ | \d+\ \w+\ fa
    | gestern | heute | hier | ayer | hoje | ontem | ieri | oggi | сегодня | вчера | сьогодні | вчора
    | \d+\ \w+\ (?:назад|тому)
    )"""
_BEFORE = r"""(?:(?:
    (?:first\ )?(?:published|posted|updated|last\ updated|last\ modified|created|added|date|on|at|filed|publi[ée]\ le
    |publicado|veröffentlicht|aktualisiert|stand|опубликовано|опубліковано)\s*(?:on|at|am|el)?\s*:?\s*
    )*)"""
_DATE = re.compile(
    rf"""{_BEFORE}(?:{ANY_DAY}\.?,?\s*)?(?:
    {_DAY}(?:\s*(?:[,|·•–-]|at|um|à)?\s*{_CLOCK})?
    | {_AGO}(?:,?\s*(?:at\s+)?{_CLOCK})?
    | {_CLOCK}(?:\s*[,|·•–-]?\s*{_DAY})?
    )\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_TIME_ALONE = re.compile(r"\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?", re.IGNORECASE)
_BY = rf"(?:(?:written|words|reported|story|text)\s+)?(?:{alternatives(words('authors', 'by'))})"
_BY_WORDS = words("authors", "by")
_IN_WORDS = words("page_labels", "filed in")
_POSTED_WORDS = words("page_labels", "posted")
_WHEN = re.compile(
    rf"(?<!\w)(?:{ANY_DAY}\.?,?\s)?{_DAY}(?:\s?(?:[,|·•–-]|at|um|à)?\s?{_CLOCK})?(?!\w)", re.IGNORECASE | re.VERBOSE
)
_COMMENTS = re.compile(r"[.,|·•\s–—-]*\b(?:\d+|no|leave a)\s+comments?\.?$", re.IGNORECASE)
_SHORT = 80
"""Characters: a longer line says something."""
_LONG = 200
"""Characters beyond which a line is no label."""
_BETWEEN = re.compile(r"\s*[|·•/»›]\s*|\s+[–—-]\s+")
_READING = re.compile(
    r"""(?:\d+|a\ few|one|two|three|four|five)?\s*-?\s*(?:mins?|minutes?)\.?\s*(?:read|watch|listen|lesezeit
    |de\ lecture)
    | \d+:\d{2}""",
    re.IGNORECASE | re.VERBOSE,
)
_COUNT = re.compile(
    r"[\d.,]+[km]?\+?\s*(?:comments?|shares?|views?|likes?|replies|reads?|points?|votes?|photos?|videos?)?"
    r"|no comments|comments?",
    re.IGNORECASE,
)
_STATISTIC = re.compile(
    rf"""\d[\d.,]*\s*(?:comments?|points?|votes?|views?|likes?|replies|shares?)\b | \bby\s+\w+\b
    | \b{_DAY} | \b{_AGO} | \b{_CLOCK}""",
    re.IGNORECASE | re.VERBOSE,
)
_BUTTON = re.compile(
    rf"""(?:show|load|see|view)\ (?:more|less|all)\b.{{0,25}}
    | (?:read|learn|find\ out|see|view|watch|listen|mehr|lire|leer|ler|leggi)
        (?:\ (?:more|now|here|full|the\ full\ (?:story|article)|article|story|live|video|la\ suite|más|mais|di\ più
        |lesen))?
    | {either("page_labels", "buttons")} | \W* | \d+\.? | page\ \d+(?:\ of\ \d+)?
    | (?:(?:filed\ under|posted\ in|tagged):?|(?:tags?|topics?|categor(?:y|ies)|section|in):)\ .{{1,60}}(?<![.!?])""",
    re.IGNORECASE | re.VERBOSE,
)
_BYLINE = re.compile(rf"{_BY}\s+(\w.{{2,80}})", re.IGNORECASE)
_FURNITURE = re.compile(
    rf"\b(?:{either('page_labels', 'about the site')}"
    r"|sign up (?:for|to)\b.{0,60}\b(?:newsletter|email|letter|alert|briefing))"
    r"|^\s*(?:©|\(c\)|copyright\b)",
    re.IGNORECASE,
)
_UTILITY = re.compile(rf"\b{either('page_labels', 'services')}\b", re.IGNORECASE)
_ZONE = re.compile(
    "(?:{}-)*{}(?:-{})*".format(*(_any_word(section) for section in ("before zones", "zones", "behind zones")))
)
KICKERS = tuple(sorted(words("page_labels", "kickers")))
"""Labels of the few words over a headline."""
_ZONE_ROLES = word_set("navigation banner contentinfo search dialog alertdialog menu menubar toolbar")
_BESIDE = re.compile(rf"(?:.*-)?{_any_word('beside')}(?:-{_any_word('behind beside')})*")


def is_date(text: str) -> bool:
    """Whether a label is nothing but a date or a time."""
    label = text.strip(" ,|·•–—-")
    return (len(label) <= 20 or (len(label) <= 80 and any(map(str.isdigit, label)))) and bool(_DATE.fullmatch(label))


def is_clock(text: str) -> bool:
    """Whether a label is a time of the day, or how long a video is: it tells no day."""
    return bool(_TIME_ALONE.fullmatch(text))


def byline(text: str) -> str | None:
    """The author whom a label names ("By Ann Lee"), or None if it is no byline."""
    found = _BYLINE.fullmatch(text.strip()) if len(text) <= 100 else None
    if found is None or len(fragments(text)) > 1 or count_words(found[1]) > 9:
        return None
    name = found[1].strip(" ,|·•–—-")
    return name if name[:1].isupper() and not name.endswith((".", "?", "!")) else None


def posted(text: str) -> tuple[str | None, str | None]:
    """The date and the author of a line that says both ("Posted on 24 October 2024 by Ann Lee in Europe")."""
    if len(text) > 150 or not any(map(str.isdigit, text)):
        return None, None
    text = _COMMENTS.sub("", text.strip())
    found = _WHEN.search(text)
    if found is None:
        return None, None
    when, after = found[0].split(), text[found.end() :].split()
    if when[-1].lower() in _BY_WORDS:  # looks like the name of a time zone
        after.insert(0, when.pop())
    before = text[: found.start()].split()
    while before and before[-1].strip(":,").lower() in _POSTED_WORDS:
        before.pop()
    while before and before[0].strip(":,").lower() in _POSTED_WORDS:
        before.pop(0)
    names = [_name_in(part) for part in (before, after)]
    if None in names:
        return None, None
    return " ".join(when).strip(" ,|·•–—-"), names[0] or names[1] or None


def _name_in(parts: list[str]) -> str | None:
    """The name in "by Ann Lee in Europe"; empty where only a section or nothing is named, None for other words."""
    sections = [at for at, word in enumerate(parts) if word.lower() in _IN_WORDS]
    name, section = (parts[: sections[0]], parts[sections[0] + 1 :]) if sections else (parts, [])
    if len(section) > 6 or (sections and not section):
        return None
    if not name:
        return ""
    if name[0].strip(":").lower() not in _BY_WORDS or not 2 <= len(name) <= 9:
        return None
    written = " ".join(name[1:]).strip(" ,|·•–—-")
    return written if written[:1].isupper() else None


def is_label(text: str) -> bool:
    """Whether a piece of a card says nothing about the news: a button, a count, a reading time, a chip."""
    return len(text) <= _LONG and bool(_READING.fullmatch(text) or _COUNT.fullmatch(text) or _BUTTON.fullmatch(text))


def fragments(text: str) -> list[str]:
    """A line of labels, taken apart at the signs that people set between them."""
    parts = (part.strip(" |·•–—-") for part in _BETWEEN.split(text))
    return [part for part in parts if part]


def is_small_print(text: str) -> bool:
    """Whether a line is made of dates, labels, bylines and chips only."""
    if len(text) > _LONG:
        return False
    if posted(text)[0]:
        return True
    parts = fragments(text)
    chips = [part for part in parts if not (is_date(part) or is_label(part) or byline(part))]
    if len(chips) < len(parts):
        return all(count_words(part) <= 3 and not part.endswith((".", "!", "?")) for part in chips)
    return not chips


def is_statistics(text: str) -> bool:
    """Whether a line only counts and dates something, as forums do ("88 points by ann 3 hours ago")."""
    if len(text) > _LONG or text.rstrip().endswith((".", "!", "?", "…")):
        return False
    rest, found = _STATISTIC.subn(" ", text)
    return found >= 2 and count_words(rest) <= 2


def small_print(text: str) -> tuple[bool, str | None, str | None]:
    """Whether a line of a card or a head is no text, and the date and the author it gives."""
    when, who = posted(text)
    if when and who:
        return True, when, who
    if when := _date_behind(text):
        return True, when, None
    parts = fragments(text)
    whole = is_date(text) and not is_clock(text)
    date = text if whole else next((part for part in parts if is_date(part) and not is_clock(part)), None)
    name = byline(text) or next((name for part in parts if (name := byline(part))), None)
    if is_date(text) or is_small_print(text) or is_statistics(text) or byline(text):
        return True, date, name
    short = count_words(text) <= 3 and not text.rstrip().endswith((".", "!", "?", "…"))
    return short, date if short else None, name if short else None


def _date_behind(text: str) -> str | None:
    """The date at the end of a line of labels with commas: ", media release, April 23, 2013", "(Ledger, 23 Oct)"."""
    label = text.strip(" ()[],")
    if "," not in label or len(label) > _SHORT:
        return None
    for place in (at for at, sign in enumerate(label) if sign == ","):
        if count_words(label[:place]) > 4:
            return None
        rest = label[place + 1 :].strip()
        if any(map(str.isdigit, rest)) and is_date(rest) and not is_clock(rest):
            return None if is_date(label) else rest
    return None


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
    """Whether one of the words is part of the element's class, id, rel or itemprop."""
    attributes = node.attributes
    if not attributes:
        return False
    named = (attributes.get(name, "") for name in ("rel", "itemprop", "data-testid"))
    written = " ".join((node.labels, *named)).lower()
    parts = set(re.split(r"[\s_-]+", written))
    return any(word in parts for word in words)
