"""Bodies of a country under their different names: one key for "Ukraine's Defence Ministry" and "Ministry of Defense".

Every country has a supreme court, a parliament and ministries, and every desk words them in its own way: the people's
name in front, the country's in front or behind, "Ministry of Defence" or "Defense Ministry". What is left when the
country is taken out, in one wording, is the *body*; the country and the body together are the organisation.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from archive.gazetteer import AT_HOME, load
from archive.resolve.name_keys import entity_key
from archive.resolve.peoples import LONGEST_PEOPLE, countries, state_of
from archive.text import wordlists
from archive.text.patterns import lazy_regex

_CACHE = 8192

_PORTFOLIO = wordlists.alternatives(wordlists.words("national_bodies", "portfolios"))
_WORLD_PRESS = wordlists.phrases("national_bodies", "world press")
_PLAIN = wordlists.phrases("national_bodies", "bodies")
_WORDS = r"[A-Z][\w'’-]*(?:,? (?:and |& |of |the |for )?[A-Z][\w'’-]*){0,4}"
_OF_MINISTERS = lazy_regex(
    rf"(?:Ministry|Department) (?:of|for) (?:the )?{_WORDS}"
    rf"|(?:{_PORTFOLIO})(?:,? (?:and |& )?(?:{_PORTFOLIO})){{0,4}} Ministry"
)
# With a people's name these have no other full name ("Russian Supreme Court"); "Indian Army" is one already.
_NAMED_BY_PEOPLE = lazy_regex(r"(?:Armed Forces|Forces?|Army|Navy|Coast Guard|Bank)$")
_MINISTRY_OF = lazy_regex(r"Ministry (?:of|for) (?:the )?(.+)")
_MINISTRY = lazy_regex(r"(.+) Ministry")
_OF_COUNTRY = lazy_regex(r"(.+) of (?:the )?(.+)")
_WITH_ARTICLE = wordlists.lines("national_bodies", "countries with article")
_SAME_PORTFOLIO = wordlists.meanings("national_bodies", "same portfolio")


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
    words = name.split(" ")
    for length in range(min(LONGEST_PEOPLE, len(words) - 1), 0, -1):
        rest = " ".join(words[length:])
        if _is_body(rest) and (country := _country(" ".join(words[:length]))) is not None:
            return Body(country, rest)
    behind = _OF_COUNTRY.fullmatch(name)
    if behind and _is_body(behind[1]) and (country := _country(behind[2])) is not None:
        return Body(country, behind[1])
    return Body(None, name) if _is_body(name) else None


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
    plain = f"Ministry of {_portfolio(ministry[1])}" if ministry and ministry[1] != "Public" else body
    if country == "United States":
        return f"{country} {plain}"
    article = "the " if country.startswith(_WITH_ARTICLE) else ""
    return f"{plain} of {article}{country}"


def _portfolio(word: str) -> str:
    """What a ministry is for that is called by one word: the Foreign Ministry is one of Foreign Affairs."""
    office = _SAME_PORTFOLIO.get(word.lower(), word.lower())
    if office == "interior":
        return "the Interior"
    return word if office == word.lower() else office.title()


def known_name(body: str, country: str) -> str | None:
    """The gazetteer's name of a country's body, or None."""
    return _known_bodies(country).get(_key(body))


def is_bare_body(name: str) -> bool:
    """Whether a name is that of a body which every country has, and says nothing of its country."""
    body = body_of(name)
    return body is not None and body.country is None


@lru_cache(_CACHE)
def bare_forms(name: str) -> tuple[str, ...]:
    """The keys of a national body's names without its country: of "Ministry of Trade of Samoa" two; of others none."""
    body = body_of(name)
    keys = {_key(body.name)} if body is not None and body.country is not None else set()
    forms = set()
    for key in keys | _keys_known(name):
        office = key.removeprefix("ministry ") if key.startswith("ministry ") and key != "ministry of" else None
        forms |= {key} if office is None else {f"ministry of {office}", f"{office} ministry"}
    return tuple(sorted(forms))


@lru_cache(_CACHE)
def country_of(name: str) -> str | None:
    """The country whose body an organisation is, as far as its name or the gazetteer tells."""
    body = body_of(name)
    if body is not None and body.country is not None:
        return body.country
    known = load().entity(name, "organisation")
    return known.country if known is not None and _keys_known(name) else None


@lru_cache(_CACHE)
def country_of_outlet(outlet: str) -> str | None:
    """The country whose bodies an outlet means when it says no more; for those that write for the world none."""
    for entity, _ in () if outlet in _WORLD_PRESS else load().by_alias(outlet):
        if entity.kind == "organisation":
            return None if entity.country in AT_HOME else entity.country
    return None


def is_called_by_people(body: str) -> bool:
    """Whether a body's usual full name has the people in front: "Indian Army"."""
    return _NAMED_BY_PEOPLE.search(body) is not None


def _is_body(name: str) -> bool:
    return name in _PLAIN or _OF_MINISTERS.fullmatch(name) is not None


def _key(body: str) -> str:
    """One key for the wordings of a body."""
    ministry = _MINISTRY_OF.fullmatch(body) or _MINISTRY.fullmatch(body)
    if ministry is None:
        return entity_key(body, "organisation")
    office = entity_key(ministry[1], "organisation")
    return f"ministry {_SAME_PORTFOLIO.get(office, office)}"


@lru_cache(_CACHE)
def _country(word: str) -> str | None:
    """The country that a people's name or one of its own means."""
    if word in load().demonyms:
        return state_of(word)
    found = load().by_alias(word)
    is_country = found and found[0][1] == "strong" and found[0][0].kind == "place"
    return found[0][0].name if is_country and found[0][0].name in countries() else None


def _keys_known(name: str) -> set[str]:
    """The keys under which the gazetteer knows a national body by its canonical name."""
    known = load().entity(name, "organisation")
    if known is None or known.country is None:
        return set()
    return {key for key, body in _known_bodies(known.country).items() if body == name}


@cache
def _known_bodies(country: str) -> dict[str, str]:
    """The gazetteer's bodies of a country by their keys; a key that two share is nobody's."""
    found: dict[str, str | None] = {}
    for alias, name in _organisations().get(country, ()):
        body = body_of(alias)
        if body is None or body.country not in (None, country):
            continue
        key = _key(body.name)
        found[key] = name if found.get(key, name) == name else None
    return {key: name for key, name in found.items() if name is not None}


@cache
def _organisations() -> dict[str, list[tuple[str, str]]]:
    """Names of known organisations, each with the canonical one, by country."""
    found: dict[str, list[tuple[str, str]]] = {}
    for alias, name, country in load().organisations():
        found.setdefault(country, []).append((alias, name))
    return found
