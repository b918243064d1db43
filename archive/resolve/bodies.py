"""Bodies of a country under their different names: one key for "Ukraine's Defence Ministry" and "Ministry of Defense".

Every country has a supreme court, a parliament and ministries, and every desk words them in its own way: the people's
name in front, the country's in front or behind, "Ministry of Defence" or "Defense Ministry". What is left when the
country is taken out, in one wording, is the *body*; the country and the body together are the organisation.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from archive.gazetteer import load
from archive.resolve.keys import entity_key

_CACHE = 16_384

_PORTFOLIO = (
    "Agriculture|Commerce|Communications|Culture|Defen[cs]e|Development|Digital|Economic|Economy|Education|Emergenc(?:y|ies)"
    "|Energy|Environment|External|Finance|Fisheries|Foreign|Forestry|Health|Home|Housing|Immigration|Industry|Information"
    "|Infrastructure|Intelligence|Interior|Internal|Investment|Justice|Labou?r|Migration|National|Natural|Oil|Petroleum"
    "|Planning|Public|Railways?|Religious|Science|Security|Situations|Social|Sports?|Technology|Tourism|Trade|Transport"
    "|Transportation|Treasury|Unification|Water|Welfare|Women['’]s|Youth|Affairs|Relations|Resources|Works|Emergency"
)
_WORDS = r"[A-Z][\w'’-]*(?:,? (?:and |& |of |the |for )?[A-Z][\w'’-]*){0,4}"
_BODY = re.compile(
    r"(?:(?:Supreme|Constitutional|High|Federal)(?: Constitutional)? (?:Court|Tribunal|Council)"
    r"|(?:National |Legislative |Federal |Constituent |Constitutional )?(?:Assembly|Congress|Parliament)|Senate"
    r"|House of (?:Representatives|Commons|Lords|Councillors|Deputies|Assembly)|Chamber of Deputies"
    r"|Court of (?:Appeals?|Cassation)|(?:Central |National |Federal |Independent )?(?:Election|Electoral) Commission"
    r"|(?:Central|National|Reserve|Federal) Bank|Armed Forces|(?:Air|Defen[cs]e|Security) Forces?|Army|Navy|Coast Guard"
    rf"|(?:Ministry|Department) (?:of|for) (?:the )?{_WORDS}"
    rf"|(?:{_PORTFOLIO})(?:,? (?:and |& )?(?:{_PORTFOLIO})){{0,4}} Ministry|General Staff)"
)
# Quickly tells most other names.
_HINT = re.compile(
    r"Court|Tribunal|Council|Assembly|Congress|Parliament|Senate|House|Chamber|Commission|Bank|Force|Army|Navy|Guard"
    r"|Ministry|Department|Staff"
)
# With a people's name these have no other full name ("Russian Supreme Court"); "Indian Army" is one already.
_NAMED_BY_PEOPLE = re.compile(r"(?:Armed Forces|Forces?|Army|Navy|Coast Guard|Bank)$")
_MINISTRY_OF = re.compile(r"Ministry (?:of|for) (?:the )?(.+)")
_MINISTRY = re.compile(r"(.+) Ministry")
_OF_COUNTRY = re.compile(r"(.+) of (?:the )?(.+)")
_WITH_ARTICLE = re.compile(
    r"(?:United|Netherlands|Philippines|Bahamas|Maldives|Gambia|Democratic|Central African|Czech Rep|Dominican Rep"
    r"|Republic of|Comoros|Marshall|Solomon|Seychelles)"
)
_SAME_OFFICE = {"foreign": "foreign affairs", "internal affairs": "interior", "home affairs": "interior"}
_LONGEST_PEOPLE = 3  # words


class Body(NamedTuple):
    """A body and its country."""

    country: str | None
    """Canonical name; None where the name says nothing of it."""
    name: str
    """The name without the country: "Supreme Court"."""


@lru_cache(_CACHE)
def body_of(name: str) -> Body | None:
    """What national body a name means, as far as it says: of which country, and which.

    Args:
        name: A name as written: "Ukrainian Ministry of Defense", "Senate of the Philippines", "Supreme Court".

    Returns:
        The body, or None where the name is not of that form.
    """
    if not _HINT.search(name):
        return None
    words = name.split(" ")
    for length in range(min(_LONGEST_PEOPLE, len(words) - 1), 0, -1):
        country = _country(" ".join(words[:length]))
        rest = " ".join(words[length:])
        if country is not None and _BODY.fullmatch(rest):
            return Body(country, rest)
    behind = _OF_COUNTRY.fullmatch(name)
    if behind:
        country = _country(behind[2])
        if country is not None and _BODY.fullmatch(behind[1]):
            return Body(country, behind[1])
    return Body(None, name) if _BODY.fullmatch(name) else None


@lru_cache(_CACHE)
def full_name(body: str, country: str) -> str:
    """The canonical name of a country's body.

    Args:
        body: Its name without the country.
        country: Canonical name of the country.

    Returns:
        The gazetteer's name, where it knows the body; else a plain one: "Ministry of Trade of Samoa".
    """
    known = known_name(body, country)
    if known is not None:
        return known
    ministry = None if _MINISTRY_OF.fullmatch(body) else _MINISTRY.fullmatch(body)
    plain = f"Ministry of {ministry[1]}" if ministry and ministry[1] != "Public" else body
    if country == "United States":
        return f"{country} {plain}"
    article = "the " if _WITH_ARTICLE.match(country) else ""
    return f"{plain} of {article}{country}"


def known_name(body: str, country: str) -> str | None:
    """The gazetteer's name of a country's body, or None."""
    return _known_bodies().get((country, _key(body)))


def is_called_by_people(body: str) -> bool:
    """Whether a body's usual full name has the people in front: "Indian Army"."""
    return _NAMED_BY_PEOPLE.search(body) is not None


def _key(body: str) -> str:
    """One key for the wordings of a body."""
    ministry = _MINISTRY_OF.fullmatch(body) or _MINISTRY.fullmatch(body)
    if ministry is None:
        return entity_key(body, "organisation")
    office = entity_key(ministry[1], "organisation")
    return f"ministry {_SAME_OFFICE.get(office, office)}"


@lru_cache(_CACHE)
def _country(word: str) -> str | None:
    """The country that a people's name or one of its own means."""
    demonyms = load().demonyms
    if word in demonyms:
        return demonyms[word] if word not in _NATIONS_WITHIN else None
    found = load().by_alias(word)
    is_country = found and found[0][1] == "strong" and found[0][0].kind == "place"
    return found[0][0].name if is_country and found[0][0].name in countries() else None


_NATIONS_WITHIN = frozenset(
    ("Basque", "Catalan", "Chechen", "Crimean", "English", "Gazan", "Northern Irish", "Quebecois", "Québécois", "Scots",
     "Scottish", "Tibetan", "Uyghur", "Welsh")
)  # fmt: skip


@lru_cache(1)
def countries() -> frozenset[str]:
    """Canonical names of all countries that have a people."""
    return frozenset(load().demonyms.values())


@lru_cache(1)
def peoples() -> dict[str, list[str]]:
    """Names of peoples by the country they belong to."""
    found: dict[str, list[str]] = {}
    for people, country in load().demonyms.items():
        if people not in _NATIONS_WITHIN:
            found.setdefault(country, []).append(people)
    return found


@lru_cache(1)
def _known_bodies() -> dict[tuple[str, str], str]:
    """The gazetteer's national bodies; a key that two of a country's share is nobody's."""
    found: dict[tuple[str, str], str | None] = {}
    for alias, name, country in load().organisations():
        body = body_of(alias)
        if body is None or body.country not in (None, country):
            continue
        key = (country, _key(body.name))
        found[key] = name if found.get(key, name) == name else None
    return {key: name for key, name in found.items() if name is not None}
