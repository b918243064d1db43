"""Page furniture: items that are no snippets ("Show More", "0 min read", a clock time, a cookie notice).

Whole items only, and only what can't be a headline: a short real headline ("Kyiv burns") must never vanish.
"""

from __future__ import annotations

import re

from archive.text.calendar import ENGLISH_DAY, ENGLISH_MONTH
from archive.text.folding import plain
from archive.text.patterns import lazy_regex
from archive.text.wordlists import phrases, word_set

_MOST_LETTERS = 400
_SHORT = 8
"""Words up to which any text is looked at; longer ones need a word that gives them away."""
_EDGES = " \t.:;,|•·»«›‹→←↓↑▼▲►▶…-–—_*+#()[]{}<>\"'“”"

_SECTIONS = phrases("furniture", "sections")
_LABELS = phrases("furniture", "labels")

_UNIT = r"(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?|months?|mo|years?|y)"
_AGO = rf"(?:just now|(?:an?|one|\d{{1,3}}) ?{_UNIT} ago|yesterday|today)"
_CLOCK = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s?(?:[ap]\.?m\.?)?"
_ZONE = r"(?:\s?(?-i:GMT|UTC|[A-Z]{1,3}S?T|[AP]M|[+-]\d\d?(?::?\d\d)?)){0,2}"
_DAY = rf"(?:{ENGLISH_DAY}(?:day)?\.?,?)"
_DATE = (
    rf"(?:{ENGLISH_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? {ENGLISH_MONTH}(?:,? \d{{4}})?"
    rf"|\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}|{ENGLISH_MONTH} \d{{4}})"
)
_STAMPED = r"(?:last |first )?(?:updated|published|posted|modified)(?: on| at)?:?"
_STAMP = lazy_regex(
    rf"\(?(?:(?:{_STAMPED}|on|at|as of) *)?"
    rf"(?:(?:{_AGO}|{_CLOCK}|{_DATE}|{_DAY}|[ap]\.?m\.?)(?:{_ZONE})"
    rf"(?:\s*[,|·•–—@-]+\s*|\s+at\s+|\s+on\s+|\s+|(?=\)?$))(?:{_STAMPED} *)?)+\)?",
    re.IGNORECASE,
)
_AGENCY = r"(?:getty|reuters|afp|\bap\b|epa|shutterstock|flickr|wikimedia|instagram|handout|unsplash|istock|\bpa\b)"
_PATTERNS = tuple(
    lazy_regex(pattern, re.IGNORECASE)
    for pattern in (
        rf"\(?(?:last )?updated:?\s*(?:{_AGO})?\)?",
        r"\d{1,3}[- ]?min(?:ute)?s?[- ](?:read|watch|listen)",
        r"(?:reading|read) time:? .{1,20}",
        r"(?:most|more) (?:popular|read|viewed)\W*\d*\W*|trending\W*\d+\W*",
        r"(?:page )?\d+ (?:of|/) \d+|page \d+|(?:\d+ ){2,}.{0,12}",
        r"\d+ (?:comments?|shares?|views?|likes?|photos?|images?|replies)",
        r"(?:©|\(c\) ?\d|copyright (?:©|\(c\)|\d{4}|by\b)).{0,200}|.{0,120}all rights reserved\W*",
        rf"(?:image|photo|photograph|picture|credit|source|illustration|foto|фото)(?: credits?| source| by)?: "
        rf".{{0,60}}{_AGENCY}.{{0,30}}",
        r"(?:advertisement|advertising)\W+(?:continue|scroll|skip|story|article).{0,60}",
        r"(?:sign up|subscribe) (?:for|to) (?:our|the|my)? ?.{0,40}(?:newsletters?|updates|briefing|emails?)\W*",
        r"follow (?:us|@\w+|the \w+(?: \w+)?) on (?:x|twitter|facebook|instagram|telegram|youtube|linkedin)\b.{0,40}",
        r"share (?:this|on|via|full article)\b.{0,30}|tweet this|(?:get|download) (?:the|our) app\W*",
        r"listen to (?:this )?(?:article|story)\b.{0,40}",
        r"(?:we|this (?:web)?site|our (?:web)?site|our partners) (?:and our partners )?uses? cookies\b.*",
        r"by (?:continuing|using|browsing|clicking|visiting) .{0,80}(?:cookies|terms|privacy policy)\b.*",
        r"please (?:enable|turn on) (?:javascript|cookies)\b.*|(?:javascript|cookies) (?:is|are|must be) .{0,60}",
        r"(?:you need to )?enable javascript .{0,60}|your browser (?:does|is|has) .{0,80}",
        r"this (?:site|page) is protected by recaptcha.*",
        r"https?://\S+|www\.\S+|\S+@\S+\.\w+|#\w+(?: #\w+)+|@\w+",
    )
)
_CAPITALISED = r"[^\W\d_a-zа-яіїєґ][\w.'’-]*"
_BYLINE = lazy_regex(
    rf"(?:By|BY|by|Por|Автор:?) {_CAPITALISED}(?: (?:{_CAPITALISED}|van|von|de|da|al-\w+)){{1,3}}"
    rf"(?:(?:, | and | e | y ){_CAPITALISED}(?: {_CAPITALISED}){{1,3}}){{0,3}}"
)
_NO_BYLINE = lazy_regex(
    r"\b(?:The|This|That|All|Any|Popular|Invitation|Design|Land|Sea|Air|Order|Night|Day|No|Far|Way)\b"
)
_FIRST_WORDS = word_set(
    """
    we this our by please cookies javascript your you enable copyright © photo photograph image picture credit source
    illustration foto фото sign subscribe follow share get download advertisement advertising updated published posted
    last first modified on at listen reading read most more trending por автор автор:
    """
)


def is_furniture(text: str) -> bool:
    """Whether a clean text is a fixture of the page rather than something to read.

    True for what has no letters at all, button labels, section names, stamps and relative times alone, reading
    times, share and cookie lines, copyright lines, picture credits, bylines alone, addresses alone.
    """
    if len(text) > _MOST_LETTERS:
        return False
    is_short = text.count(" ") < _SHORT
    if not is_short and not _may_be_furniture(text):
        return False
    bare = plain(text.strip(_EDGES)).casefold()
    if is_short and (bare in _LABELS or bare in _SECTIONS or not any(map(str.isalpha, bare))):
        return True
    return (
        (_STAMP.fullmatch(text) is not None and any(map(str.isdigit, text)))
        or any(pattern.fullmatch(text) for pattern in _PATTERNS)
        or is_byline(text)
    )


def is_byline(text: str) -> bool:
    """Whether a clean text is nothing but the names of its authors: "By Jane Roe and John Doe"."""
    return _BYLINE.fullmatch(text) is not None and _NO_BYLINE.search(text) is None


def _may_be_furniture(text: str) -> bool:
    """Whether a long text opens as furniture does: with one of a few words, a figure or a sign."""
    first = text.partition(" ")[0].rstrip(":,").casefold()
    return first in _FIRST_WORDS or not first[:1].isalpha() or text[-40:].casefold().find("rights reserved") >= 0


def is_section(name: str) -> bool:
    """Whether a name is that of a section of a paper ("World news"), as bars append it to titles."""
    return name.strip(_EDGES).casefold() in _SECTIONS
