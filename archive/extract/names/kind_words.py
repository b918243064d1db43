"""The words that tell a name's kind: titles, roles, head words of organisations and places, words that name nothing.

Facts of English, kept in `data/words/`, which says what each set is; what they do is decided by the patterns.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from archive.text.calendar import DAY_NAMES, MONTH_NAMES, SHORT_MONTHS
from archive.text.wordlists import words

COMMON_WORDS = Path(__file__).parents[2] / "data" / "common_words.txt"

HONORIFICS: Final = words("titles", "honorifics")
TITLES: Final = words("titles", "titles")
TITLE_SURNAMES: Final = words("titles", "titles that are surnames")
FORENAME_TITLES: Final = words("titles", "titles that are forenames")
ROLES: Final = words("titles", "roles")
ROLE_MODIFIERS: Final = words("titles", "modifiers")
BEFORE_TITLES: Final = words("titles", "before titles")

ORGANISATION_HEADS: Final = words("organisations", "heads")
ORGANISATION_TAILS: Final = words("organisations", "tails")
LONE_HEADS: Final = words("organisations", "alone")
FOREIGN_HEADS: Final = words("organisations", "foreign heads")
OWNERS: Final = words("organisations", "owners")
LEGAL_FORMS: Final = words("organisations", "legal forms")
GENERIC_BODIES: Final = words("organisations", "generic bodies")
TRADES: Final = words("organisations", "trades")

PLACE_TAILS: Final = words("places", "tails")
PLACE_TAILS_SMALL: Final = words("places", "small tails")
PLACE_HEADS: Final = words("places", "heads")
DIRECTIONS: Final = words("places", "directions")
LOCALITIES: Final = words("places", "localities")
PREPOSITIONS: Final = words("places", "prepositions")
SURNAME_PLACES: Final = words("places", "surnames")

EVENT_TAILS: Final = words("events", "tails")
EVENT_HEADS: Final = words("events", "heads")
MEETINGS: Final = words("events", "meetings")
GOODS: Final = words("events", "goods")

PARTICLES: Final = words("name_words", "particles")
LARGE_PARTICLES: Final = words("name_words", "large particles")
ROMAN: Final = words("name_words", "numerals")
SAYING: Final = words("name_words", "verbs")
ADJECTIVES: Final = words("name_words", "adjectives")
NO_ACRONYMS: Final = words("name_words", "no acronyms")
QUIET: Final = words("name_words", "small in headlines")
_CALENDAR: Final = {*MONTH_NAMES, *SHORT_MONTHS, "Sept", *DAY_NAMES, *(f"{day}s" for day in DAY_NAMES)}
NAMELESS: Final = words("name_words", "nameless") | _CALENDAR - {"Jul", "Jun", "Mar", "May"}  # those are names as well


@cache
def common_words() -> dict[str, bool]:
    """Words that a capital alone does not make a name; true for those that often open one ("national")."""
    lines = COMMON_WORDS.read_text(encoding="utf-8").splitlines()
    return {word: bool(mark) for word, _, mark in (line.partition(" ") for line in lines)}
