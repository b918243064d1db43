"""How agency texts open: byline and dateline, taken off the text and filed.

A dateline is a place, sometimes a date, sometimes the agency in brackets, and a dash. In capitals the place alone
will do ("KYIV — "); written as usual it needs the agency ("Mosul, Iraq (CNN) —"), for "Russia — a country" is prose.
A byline counts where its end is plain: an outlet, a bar or a dateline follows the names.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from archive.normalise.outlets import canonical_outlet, is_agency, outlet_pattern
from archive.normalise.people import mend_case
from archive.text.calendar import DAY_NAMES, MONTH_NAMES, MONTHS, WEEKDAYS
from archive.text.folding import fold
from archive.text.patterns import lazy_regex
from archive.text.wordlists import phrases, word_set, words

_WINDOW = 220
"""No opening is longer; beyond, everything is text."""

_WORD = r"[^\W\d_][\w.'’]*(?:-[\w.'’]+)*"
_PLACE = rf"{_WORD}(?: {_WORD}){{0,4}}(?: ?/ ?{_WORD}(?: {_WORD}){{0,2}}){{0,2}}"
_REGION = rf"(?:, {_WORD}(?: {_WORD}){{0,4}}){{0,2}}?(?: \[[^\[\]]{{2,20}}\])?"
_DATE = (
    r"(?:[^\W\d_]{3,9}\.?,? )?(?:(?P<m1>[^\W\d_]{3,10})\.? \d{1,2}|\d{1,2}\.? (?P<m2>[^\W\d_]{3,10})\.?)"
    r"(?:,? (?:19|20)\d\d)?"
)
_DATE_UNNAMED = re.sub(r"\?P<m\d>", "?:", _DATE)
_DASH = r"(?:\.?-{1,2}|\.?[–—―]|:)"
_HEAD = rf"(?P<place>{_PLACE}{_REGION})(?:[,.]? (?P<date>{_DATE_UNNAMED}))?"

_IN_BRACKETS = lazy_regex(
    rf"(?:{_HEAD}|(?P<only>{_DATE_UNNAMED}))?[.,]? ?\((?P<agency>[^()]{{2,45}})\) ?(?P<dash>{_DASH})? ?"
)
_IN_SLASHES = lazy_regex(rf"{_HEAD}\. ?/(?P<agency>[^/]{{2,30}})/[.,]? ?(?P<dash>{_DASH})? ?")
_AFTER_DASH = lazy_regex(rf"{_HEAD} (?P<dash>[-–—]) (?P<agency>[^.–—]{{2,30}})\. ")
_BARE = lazy_regex(rf"{_HEAD} ?(?P<dash>--|[–—―]|-(?= )|:(?= )) ?")
_AGENCY_FIRST = lazy_regex(r"(?P<agency>[^\W\d_][\w .&-]{1,30}?) (?P<dash>[-–—]{1,2}) ")

_NO_PLACES = words("datelines", "no place")
_CITIES = phrases("datelines", "cities")
"""Cities whose capitals, followed by a mere hyphen or colon, are a dateline all the same."""
_LOOSE_STOP = lazy_regex(r"(?<=[^\W\d_]{4})\.$")
_SMALL = word_set("of the de la le el do da dos del al sur upon and")


@dataclass(frozen=True, slots=True)
class Opening:
    """A text without its opening, and what the opening said."""

    text: str
    author: str | None = None
    outlet: str | None = None
    dateline: str | None = None


def take_opening(text: str) -> Opening | None:
    """Part a clean text from the byline or the dateline that it opens with; call again for what stands behind.

    Returns:
        None if the text opens with neither, or would be left empty.
    """
    if text[:3] in {"By ", "BY "}:
        return _take_byline(text)
    return take_dateline(text)


def take_dateline(text: str) -> Opening | None:
    """Part a clean text from its dateline: place and date as written go to `dateline`, the agency to `outlet`."""
    head = text[:_WINDOW]
    if "(" not in head[:90] and "—" not in head and "–" not in head and not _HAS_MARK.search(head[:90]):
        return None
    for pattern, holds in _FORMS:
        match = pattern.match(head)
        if match is None or not holds(match, text):
            continue
        found = match.groupdict()
        stop = match.end("date") if found.get("date") else match.end("place") if found.get("place") else 0
        dateline = _LOOSE_STOP.sub("", text[:stop].strip(" ,")) or found.get("only")
        agency = found.get("agency")
        outlet = (canonical_outlet(agency) or agency) if agency else None
        return Opening(text[match.end() :].lstrip(), outlet=outlet, dateline=dateline)
    return None


_HAS_MARK = lazy_regex(r" -|--|: |/")


def _bracket_holds(match: re.Match[str], text: str) -> bool:
    place, agency = match["place"], match["agency"]
    if not _is_text(text, match.end()) or not _date_holds(match):
        return False
    if place and _is_definition(place, agency):
        return False
    known = canonical_outlet(agency) is not None
    if place and _is_capitals(place):
        return known or (bool(match["dash"]) and agency[:1].isupper() and len(agency.split()) <= 3)
    if place and not _is_title_cased(place):
        return False
    return known and (bool(match["dash"]) or (not place and text[match.end()].isupper()))


def _slashes_hold(match: re.Match[str], text: str) -> bool:
    return (
        canonical_outlet(match["agency"]) is not None
        and _is_capitals(match["place"])
        and _date_holds(match)
        and _is_text(text, match.end())
    )


def _bare_holds(match: re.Match[str], text: str) -> bool:
    place, dash = match["place"], match["dash"]
    if not _is_capitals(place) or not _date_holds(match) or not _is_text(text, match.end()):
        return False
    city = place.split(",")[0].split("/")[0].strip()
    letters = sum(map(str.isalpha, city))
    if letters < 4 or not _NO_PLACES.isdisjoint(re.split(r"[\s/-]", city)):
        return False
    if dash in "–-:" and text[match.end() - 1] != " ":
        return False
    if dash in "-:":
        return city in _CITIES or (match["date"] is not None)
    return True


def _agency_first_holds(match: re.Match[str], text: str) -> bool:
    return is_agency(match["agency"]) and _is_text(text, match.end())


_FORMS = (
    (_IN_BRACKETS, _bracket_holds),
    (_IN_SLASHES, _slashes_hold),
    (_AFTER_DASH, _slashes_hold),
    (_BARE, _bare_holds),
    (_AGENCY_FIRST, _agency_first_holds),
)


def _date_holds(match: re.Match[str]) -> bool:
    """Whether what looked like a date has the name of a month."""
    groups = match.groupdict()
    date = groups.get("date") or groups.get("only")
    if not date:
        return True
    words = [fold(word) for word in re.findall(r"[^\W\d_]+", date)]
    return any(word in MONTHS for word in words) and all(word in MONTHS or word[:3] in WEEKDAYS for word in words)


def _is_capitals(place: str) -> bool:
    """Whether the place itself is in capitals; the region behind its comma need not be ("COLUMBUS, Ohio")."""
    city, *regions = place.split(",")
    city = city.split(" [")[0]
    return city.isupper() and all(_is_title_cased(region.strip()) for region in regions)


def _is_title_cased(place: str) -> bool:
    return all(word[:1].isupper() or word.lower() in _SMALL for word in re.split(r"[\s,/\[\]]+", place) if word)


def _is_text(text: str, start: int) -> bool:
    """Whether prose begins at an offset: a capital, a digit or a quote first, small letters somewhere behind."""
    rest = text[start : start + 80]
    first = rest.lstrip("\"'“‘«„([¿¡ ")[:1]
    opens = first.isupper() or first.isdigit() or (first.isalpha() and not first.islower())
    return opens and not rest.isupper() and (" " in rest or not rest.isascii())


def _is_definition(name: str, acronym: str) -> bool:
    """Whether a bracket merely abbreviates the name before it: "Australian Federal Police (AFP)"."""
    initials = "".join(word[0] for word in re.split(r"[\s-]+", name) if word and word.lower() not in _SMALL)
    return len(acronym) > 1 and initials.upper().endswith(acronym.upper())


_NAME_WORD = r"(?:[^\W\d_a-z][\w.'’]*(?:-[\w.'’]+)*)"
_NAME = rf"{_NAME_WORD}(?: (?:{_NAME_WORD}|van|von|der|den|de|la|da|di|bin|al-\w+)){{1,3}}?"
_NAMES = rf"{_NAME}(?:,? and {_NAME}|, {_NAME}){{0,4}}?"
_NO_NAMES = lazy_regex(
    rf"\b(?:{'|'.join((*DAY_NAMES, *MONTH_NAMES[:4], *MONTH_NAMES[5:]))}"  # no May: she writes
    r"|The|This|That|All|Some|Early|Late|Contrast|Law|Far|Any|No)\b|['’]s\b",
)
_BAR = lazy_regex(
    rf"B[yY] (?P<names>{_NAMES})(?:, (?P<outlet>[^|•·]{{2,40}}?))? ?[|•·] ?(?:(?:Published|Updated|Posted)?:? ?"
    rf"{_DATE_UNNAMED}(?:,? \d\d?:\d\d ?(?:[ap]\.?m\.?)?)? ?[|•·]? ?)?"
)
_BEFORE_DATELINE = lazy_regex(rf"B[yY] (?P<names>{_NAMES}),? (?=[^\W\d_a-z]{{3}})")


@functools.cache
def _named_outlet() -> re.Pattern[str]:
    return re.compile(
        rf"B[yY] (?:(?P<names>{_NAMES})(?:,| of| for| \||  ?[-–—])? )?(?:[Tt]he )?(?P<outlet>{outlet_pattern()})"
        r"(?: (?:[Ww]riters?|[Ss]taff(?: [Ww]riters?)?|[Cc]orrespondents?|[Rr]eporters?))?(?![\w'’])[,.:|–—-]* ?"
    )


def _take_byline(text: str) -> Opening | None:
    head = text[:_WINDOW]
    for pattern in (_named_outlet(), _BAR):
        match = pattern.match(head)
        if match is None or not _names_hold(match["names"]) or not _byline_ends(text, match):
            continue
        outlet = match["outlet"]
        return Opening(
            text[match.end() :].lstrip(),
            author=mend_case(match["names"]) if match["names"] else None,
            outlet=(canonical_outlet(outlet) or outlet) if outlet else None,
        )
    return _byline_before_dateline(text)


def _byline_ends(text: str, match: re.Match[str]) -> bool:
    """Whether text begins behind a byline; where only an outlet is named, a dateline or a mark must part them."""
    rest = text[match.end() :].lstrip()
    if not rest or not (_is_text(rest, 0) or take_dateline(rest)):
        return False
    return match["names"] is not None or match[0].rstrip()[-1] in ",.:|–—-" or take_dateline(rest) is not None


def _byline_before_dateline(text: str) -> Opening | None:
    """A byline that a dateline ends: "By Jane Roe KYIV — Text"."""
    head = text[:_WINDOW]
    for stop in (match.start() for match in re.finditer(r"(?<= )(?=[^\W\d_a-z]{3})", head)):
        byline = _BEFORE_DATELINE.fullmatch(head[: stop + 3], 0) or re.fullmatch(
            rf"B[yY] (?P<names>{_NAMES}),?", head[:stop].rstrip()
        )
        if byline is not None and _names_hold(byline["names"]) and take_dateline(text[stop:]) is not None:
            return Opening(text[stop:], author=mend_case(byline["names"]))
    return None


def _names_hold(names: str | None) -> bool:
    return names is None or _NO_NAMES.search(names) is None
