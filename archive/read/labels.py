"""What the small print of a page is: dates, authors, reading times, chips, buttons, furniture."""

from __future__ import annotations

import re

from archive.read.tree import Node, count_words
from archive.text.calendar import ANY_DAY, ANY_MONTH
from archive.text.wordlists import word_set

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
    r"""(?:show|load|see|view)\ (?:more|less|all)\b.{0,25}
    | (?:read|learn|find\ out|see|view|watch|listen|mehr|lire|leer|ler|leggi)
        (?:\ (?:more|now|here|full|the\ full\ (?:story|article)|article|story|live|video|la\ suite|más|mais|di\ più
        |lesen))?
    | mehr\ lesen | weiterlesen | continue\ reading | latest\ updates? | full\ (?:story|article|coverage)
    | share(?:\ this|\ on\ \w+)?(?:\ article|\ story)? | tweet | e-?mail | print | save | copy\ link | facebook
    | twitter
    | whatsapp | linkedin | telegram | reddit | bluesky | x | follow(?:\ us)? | subscribe(?:\ now)? | sign\ (?:in|up)
    | log\ ?in | register | menu | search | close | next | prev(?:ious)? | back\ to\ top | advertisement | ad
    | sponsored
    | promoted | live | video | photos? | gallery | audio | podcast | breaking | exclusive | updated? | premium | new
    | analysis | opinion | hide | more | most\ (?:read|popular|viewed) | trending | related(?:\ (?:articles|stories))?
    | read\ next | up\ next | \W* | \d+\.? | page\ \d+(?:\ of\ \d+)?
    | (?:(?:filed\ under|posted\ in|tagged):?|(?:tags?|topics?|categor(?:y|ies)|section|in):)\ .{1,60}(?<![.!?])""",
    re.IGNORECASE | re.VERBOSE,
)
_BYLINE = re.compile(r"(?:by|von|par|por|di|door|автор:?)\s+(\w.{2,80})", re.IGNORECASE)
_FURNITURE = re.compile(
    r"""\b(?:we\ use\ cookies|uses?\ cookies|cookie\ (?:policy|settings|preferences)|accept\ (?:all|cookies)
    |privacy\ policy
    |terms\ (?:of|and)\ (?:service|use|conditions)|all\ rights\ reserved|sign\ up\ (?:for
    |to)\b.{0,60}\b(?:newsletter|email|alerts?|letter|briefing)
    |subscribe\ (?:to|now|today)|(?:our|daily|weekly|free)\ newsletters?\b|enable\ javascript
    |javascript\ is\ (?:disabled|required)
    |ad\ ?block(?:er)?|follow\ us\ on|like\ us\ on|download\ (?:the|our)\ app|share\ this\ (?:article|story|post)
    |click\ here\ to\ (?:subscribe|sign)|already\ a\ (?:subscriber|member)|log\ in\ to\ (?:read|continue)
    |create\ (?:a\ free|an)\ account|support\ our\ (?:work|journalism)|make\ a\ (?:donation|contribution)
    |may\ not\ be\ (?:published|reproduced|copied)|reproduced\ without|become\ a\ (?:member|patron|subscriber)\b
    )|^\s*(?:©|\(c\)|copyright\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_UTILITY = re.compile(
    r"""\b(?:terms\ (?:of|and|&)|privacy|cookies?|advertis\w+|about\ (?:us|our)|contact\ (?:us|the)|licen[cs]e\ our
    |work\ for\ us
    |careers?\ at|jobs\ at|site\ ?map|help\ (?:cent(?:er|re)|&)|subscri\w+|newsletters?|sign\ (?:in|up|out)
    |log\ ?in|register\ (?:now|here|for)
    |rss\ feeds?|download\ (?:the|our)|follow\ us|all\ rights|accessibility\ statement|do\ not\ sell
    |your\ (?:account|choices|homepage)
    |give\ feedback|make\ \w+\ your|corrections\ (?:and|policy)|imprint|impressum|datenschutz|skip\ to|back\ to
    |set\ edition|partner\ hotels
    |search\ assist|set\ of\ stories|e-?paper|customer\ service|manage\ (?:my|your)|code\ of\ (?:conduct|ethics)
    |editorial\ (?:standards|policy|guidelines))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ZONE = re.compile(
    r"""(?:(?:site|page|main|global|top|bottom|primary|secondary|mobile|sub|user|post|article|sticky|js)-)*
    (?:nav|navbar|navigation|menu|submenu|breadcrumbs?|footer|ftr|cookies?|consent|gdpr|share|sharing|social
    |newsletters?
    |subscribe|subscription|signup|sign-up|login|paywall|pagination|pager|paging|toolbar|skip-links?|skip|sitemap
    |masthead
    |adverts?|advertisement|ads?|ad-slot|popup|modal|cmp|onetrust|copyright|legal|topbar|tag-cloud|tags-list
    |app-promo|donate
    |donation)
    (?:-(?:bar|list|links?|menu|container|wrapper|wrap|inner|items?|banner|box|buttons?|icons?|bottom|top|notice
    |widget|block
    |form|tools|section|signup|sign-up))*""",
    re.VERBOSE,
)
_ZONE_ROLES = word_set("navigation banner contentinfo search dialog alertdialog menu menubar toolbar")
_BESIDE = re.compile(
    r"""(?:.*-)?(?:related|recommended|recommendations|more-stories|read-?more|read-next|also-read|most-(?:read
    |popular)|trending
    |comments?|disqus|author-(?:bio|box|info|card)|bio|about-author|tags?|topics|keywords|caption|credit|outbrain
    |taboola
    |sidebar|rail|teaser-list|up-next|promo|pull-?quote|embed|toc)
    (?:-(?:list|box|container|wrapper|section|block|stories|articles|links|items?|widget|area))*""",
    re.VERBOSE,
)


def is_date(text: str) -> bool:
    """Whether a label is nothing but a date or a time."""
    label = text.strip(" ,|·•–—-")
    return (len(label) <= 20 or (len(label) <= 80 and any(map(str.isdigit, label)))) and bool(_DATE.fullmatch(label))


def byline(text: str) -> str | None:
    """The author whom a label names ("By Ann Lee"), or None if it is no byline."""
    found = _BYLINE.fullmatch(text.strip()) if len(text) <= 100 else None
    if found is None or len(fragments(text)) > 1 or count_words(found[1]) > 9:
        return None
    name = found[1].strip(" ,|·•–—-")
    return name if name[:1].isupper() and not name.endswith((".", "?", "!")) else None


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
