"""What one snippet's text and names tell about each other: who is named in full, what stands for what, and where."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from archive.gazetteer import load
from archive.resolve.acronyms import defined_acronyms
from archive.resolve.known_names import canonical_person, is_bare, place_called
from archive.resolve.name_keys import folded, surname_keys
from archive.resolve.peoples import countries
from archive.text.patterns import lazy_regex
from archive.text.wordlists import alternatives, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.types import NameSpan

_WORD = lazy_regex(r"[^\W\d_]+")
_HARM = lazy_regex(
    rf"(?:['’]s?)?(?: (?!and\b|in\b|on\b|to\b|of\b)[\w-]+)? (?:{alternatives(words('peoples', 'harm'))})\b"
)
_AGAINST = lazy_regex(rf"\b(?:{alternatives(words('peoples', 'against'))})(?: [a-z\d][\w-]*){{0,2}} $")
_NEAR = 40  # characters before a country or people in which such a word may stand

Names = dict[str, dict[str, None]]
"""Forms of names, each to the canonical names that it may stand for here, in order."""


class Bearers(NamedTuple):
    """Who bears the surnames and forenames of a snippet."""

    surnames: Names
    forenames: Names


@dataclass
class Evidence:
    """A snippet, and what it tells of its names; most of it is looked for when a rule first asks."""

    text: str
    spans: Sequence[NameSpan]
    """Its names, in order."""
    dated: str | None
    """Its prefix date or range."""

    # -- persons

    @cached_property
    def bearers(self) -> Bearers:
        """The persons who are named in full, by surname and forename."""
        surnames: Names = {}
        forenames: Names = {}
        for span in self.spans:
            if span.kind != "person":
                continue
            if " " not in span.surface or (span.entity is None and is_bare(span.surface)):
                continue
            name = span.entity or canonical_person(span.surface)
            for key in (*surname_keys(span.surface), *surname_keys(name)):
                surnames.setdefault(key, {})[name] = None
            forenames.setdefault(folded(span.surface).split(" ", 1)[0], {})[name] = None
        return Bearers(surnames, forenames)

    # -- organisations

    @cached_property
    def acronyms(self) -> dict[str, str]:
        """Acronyms that stand in brackets beside their full names, and these, to canonical names."""
        return defined_acronyms(self.text, self.spans)

    @cached_property
    def parts_of_organisations(self) -> Names:
        """First and last words of the organisations, to their whole names."""
        parts: Names = {}
        for span in self.spans:
            if span.kind != "organisation":
                continue
            words = folded(span.surface).split()
            for at in range(1, len(words)):
                for part in (" ".join(words[:at]), " ".join(words[at:])):
                    parts.setdefault(part, {})[span.entity or span.surface] = None
        return parts

    # -- places

    def beside(self, span: NameSpan) -> tuple[NameSpan | None, NameSpan | None]:
        """The names before and after one."""
        at = bisect_left(self.spans, span.start, key=lambda each: each.start)
        return self.spans[at - 1] if at else None, self.spans[at + 1] if at + 1 < len(self.spans) else None

    @cached_property
    def countries(self) -> set[str]:
        """The countries that the text speaks of, by their own names or their peoples'."""
        demonyms = load().demonyms
        named = {demonyms[word] for word in _WORD.findall(self.text) if word in demonyms}
        return named | set(self._country_ending.values())

    @cached_property
    def homes(self) -> set[str]:
        """The countries in which the text may be at home; one that is only named for the harm it does is none."""
        demonyms = load().demonyms
        peoples = {word.end(): word[0] for word in _WORD.finditer(self.text) if word[0] in demonyms}
        named = {demonyms[word] for stop, word in peoples.items() if not self._is_harmed(stop - len(word), stop)}
        return named | {
            country for stop, country in self._country_ending.items() if not self._is_harmed(stop - len(country), stop)
        }

    def in_country_spoken_of(self, span: NameSpan) -> str | None:
        """Of several that have the name, the likeliest in a country that the text speaks of: Punjab in Pakistan."""
        sharing = [entity for entity, _ in load().by_alias(span.surface) if entity.kind == span.kind and entity.country]
        if not sharing:
            return None
        spoken_of = self.homes if span.kind == "organisation" else self.countries
        return next((each.name for each in sharing if each.country in spoken_of and each.name != each.country), None)

    def _is_harmed(self, start: int, stop: int) -> bool:
        """Whether a country or people is named for the harm it does, or for what is done about it."""
        return bool(_HARM.match(self.text, stop) or _AGAINST.search(self.text[max(0, start - _NEAR) : start]))

    @cached_property
    def only_country(self) -> str | None:
        """The one country in which the text may be at home, its organisations' names included."""
        spoken_of = set(self.homes)
        for span in self.spans:
            if span.kind == "organisation" and " of " in span.surface:
                owner = place_called(span.surface.rsplit(" of ", 1)[1].removeprefix("the "))
                spoken_of |= countries() & {owner}
        return spoken_of.pop() if len(spoken_of) == 1 else None

    @cached_property
    def lands(self) -> set[str]:
        """The countries in which the places lie that the text names: Italy of "Lombardy"."""
        named = {span.entity for span in self.spans if span.kind == "place" and span.entity} - countries()
        places = (load().entity(name, "place") for name in named)
        return {place.country for place in places if place is not None and place.country is not None}

    @cached_property
    def only_land(self) -> str | None:
        """The one country in which all its places lie, where it speaks of none by name."""
        return next(iter(self.lands)) if len(self.lands) == 1 and not self.countries else None

    def country_before(self, span: NameSpan) -> str | None:
        """The country that owns what a name names: "Samoa's Supreme Court"."""
        before = self.text[max(0, span.start - 3) : span.start]
        if not before.endswith(("'s ", "’s ", "s' ", "s’ ")):
            return None
        return self._country_ending.get(span.start - 3) or self._country_ending.get(span.start - 2)

    @cached_property
    def _country_ending(self) -> dict[int, str]:
        """Where each country's name ends."""
        return {
            span.stop: span.entity
            for span in self.spans
            if span.kind == "place" and span.entity is not None and span.entity in countries()
        }
