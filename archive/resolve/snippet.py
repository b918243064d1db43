"""Which entity each name of one snippet stands for: by the gazetteer, by the snippet itself, or not yet.

The rules, in the order in which they are tried; a mention's score is the lower of its finder's and its rule's:

| rule | score | when |
| --- | --- | --- |
| `alias` | 0.97 | a strong alias of the gazetteer, or a full name that it knows |
| `snippet-acronym` | 0.93 | the snippet gives the full name and the acronym, in brackets or initial for initial |
| `snippet-surname` | 0.90 | a bare surname, one person in the snippet bears it ("Navalny" beside "Alexei Navalny") |
| `surname-role` | 0.88 | a bare surname whose role, country and date fit the holder of that office |
| `snippet-forename` | 0.85 | a forename alone, one person in the snippet has it |
| `surname` | 0.85 | a famous surname, and nobody else of that name in the snippet |
| `full-name` | 0.85 | a person's name of two words or more, its own canonical name |
| `role` | 0.80 | no name but a role that one person held then: "the Russian president", see `roles` |
| `spelling` | 0.80 | another way to write a known person's name, see `spelling` |
| `country-body` | 0.78 | a national body with its country: "Samoa's Supreme Court", see `bodies` |
| `snippet-short` | 0.75 | the short form of an organisation named in full in the snippet |
| `alias-weak` | 0.70 | an alias of several entities: the one in a country that the snippet names, or the likeliest |
| `name` | 0.80 | an organisation or place that is in no table, its own canonical name |
| `forename` | 0.30 | a forename alone, which stands for nobody yet |
| `surname-open` | 0.50 | a bare surname without a bearer here: the archive may settle it |
| `acronym-open` | 0.50 | an acronym without a full name here: the archive may settle it |
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from archive.gazetteer import AT_HOME, load
from archive.resolve.alone import (
    ACRONYM,
    Proposal,
    abbreviates,
    called,
    initials,
    is_bare,
    meant_by,
    open_acronym,
    open_surname,
    organisation_called,
    person_called,
    person_titled,
    place_called,
    rule_of,
    single_name,
)
from archive.resolve.bodies import body_of, countries, full_name, is_called_by_people, known_name, peoples
from archive.resolve.keys import folded, surname_keys
from archive.resolve.roles import holder_of, role_mentions
from archive.resolve.states import is_namesake, state_meant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.resolve.roles import RoleMention
    from archive.types import EntityKind, NameSpan

SCORES = {
    "alias": 0.97,
    "snippet-acronym": 0.93,
    "snippet-surname": 0.9,
    "surname-role": 0.88,
    "snippet-forename": 0.85,
    "surname": 0.85,
    "full-name": 0.85,
    "spelling": 0.8,
    "role": 0.8,
    "name": 0.8,
    "country-body": 0.78,
    "snippet-short": 0.75,
    "alias-weak": 0.7,
    "surname-open": 0.5,
    "acronym-open": 0.5,
    "forename": 0.3,
}

_WORD = re.compile(r"[^\W\d_]+")
_OPENED = re.compile(r""",? ?[(\[] ?["“']?(?:the |or )?$""")
_CLOSED = re.compile(r"""^["”']? ?[)\],;]""")


@dataclass(frozen=True, slots=True)
class ResolvedMention:
    """A name span with the entity proposed for it."""

    start: int
    stop: int
    surface: str
    kind: EntityKind
    name: str
    """Canonical name; the bare form itself where it is still open."""
    role: str | None
    rule: str
    """One of the rules above."""
    score: float
    """0 to 1."""
    bare: str | None
    """The folded surname or acronym, where the archive as a whole may still settle it."""


def resolve_snippet(text: str, spans: Sequence[NameSpan], *, dated: str | None) -> list[ResolvedMention]:
    """Proposes an entity for every name of one snippet.

    Args:
        text: The snippet's text.
        spans: Its names, in order.
        dated: The snippet's prefix date or range, to know who held an office then; None if unknown.

    Returns:
        A mention for each span, and one for each role that stands for a person (rule `role`); in order, none overlaps
        another.
    """
    snippet = _Snippet(text, spans, dated)
    mentions = []
    for at, span in enumerate(spans):
        name, rule, bare = snippet.propose(at)
        score = min(span.score, SCORES[rule])
        mentions.append(
            ResolvedMention(span.start, span.stop, span.surface, span.kind, name, span.role, rule, score, bare)
        )
    roles = role_mentions(text, mentions, dated)
    if roles:
        mentions += (_of_role(text, role) for role in roles)
        mentions.sort(key=lambda mention: mention.start)
    return mentions


def _of_role(text: str, role: RoleMention) -> ResolvedMention:
    surface = text[role.start : role.stop]
    return ResolvedMention(
        role.start, role.stop, surface, "person", role.person, role.role, "role", min(role.score, SCORES["role"]), None
    )


class _Snippet:
    """What one snippet's names tell about each other."""

    def __init__(self, text: str, spans: Sequence[NameSpan], dated: str | None) -> None:
        self._text = text
        self._spans = spans
        self._dated = dated
        self._bearers: dict[str, dict[str, None]] = {}
        """Surname to the canonical names of those who bear it here."""
        self._forenames: dict[str, dict[str, None]] = {}
        """Forename likewise."""
        for span in spans:
            if span.kind == "person":
                self._bear(span)
        self._acronyms = self._defined_acronyms() if "(" in text or "[" in text else {}

    def propose(self, at: int) -> Proposal:
        span = self._spans[at]
        if span.kind == "person":
            return self._person(span)
        if span.kind == "organisation":
            return self._organisation(span)
        proposal = place_called(span.surface) if span.entity is None else Proposal(span.entity, rule_of(span))
        if is_namesake(span.surface):
            state = state_meant(self._text, self._spans, at)
            return proposal if state is None else Proposal(state, "alias-weak")
        return (self._of_this_country(span) if proposal.rule == "alias-weak" else None) or proposal

    # -- persons

    def _bear(self, span: NameSpan) -> None:
        titled = person_titled(span.role, span.surface) if span.role and span.entity is None else None
        if titled is not None:
            self._bearers.setdefault(folded(span.surface), {})[titled] = None
        if " " not in span.surface or (span.entity is None and is_bare(span.surface)):
            return
        name = span.entity or person_called(span.surface).name
        for key in (*surname_keys(span.surface), *surname_keys(name)):
            self._bearers.setdefault(key, {})[name] = None
        self._forenames.setdefault(folded(span.surface).split(" ", 1)[0], {})[name] = None

    def _person(self, span: NameSpan) -> Proposal:
        if span.entity is not None and span.rule != "gazetteer-surname":
            return Proposal(span.entity, "alias")
        if " " in span.surface and not is_bare(span.surface) and folded(span.surface) not in self._bearers:
            return person_called(span.surface)
        return self._surname(span)

    def _surname(self, span: NameSpan) -> Proposal:
        bare = folded(span.surface)
        here = self._bearers.get(bare, {})
        if span.entity is not None and (not here or span.entity in here):
            return Proposal(span.entity, "surname")
        by_role = self._by_role(span, bare)
        if by_role is not None:
            return by_role
        if here:
            return Proposal(next(iter(here)), "snippet-surname") if len(here) == 1 else open_surname(span.surface)
        return self._by_forename(span, bare) or single_name(span.surface)

    def _by_role(self, span: NameSpan, bare: str) -> Proposal | None:
        """Who is meant by a title and a name: "Pope Francis", "German Chancellor Schröder"."""
        if not span.role:
            return None
        titled = person_titled(span.role, span.surface)
        if titled is not None:
            return Proposal(titled, "alias")
        holder = holder_of(span.role, self._dated) if self._dated else None
        is_it = holder is not None and bare in surname_keys(holder)
        return Proposal(holder, "surname-role") if holder is not None and is_it else None

    def _by_forename(self, span: NameSpan, bare: str) -> Proposal | None:
        here = self._forenames.get(bare, {})
        is_forename = len(here) == 1 and called(span.surface, "person") is None
        return Proposal(next(iter(here)), "snippet-forename") if is_forename else None

    # -- organisations

    def _organisation(self, span: NameSpan) -> Proposal:
        surface = span.surface
        if surface in self._acronyms:
            return Proposal(self._acronyms[surface], "snippet-acronym")
        if span.entity is not None and rule_of(span) == "alias":
            return Proposal(span.entity, "alias")
        known = organisation_called(surface)
        if known is not None and known.rule == "alias":
            return known
        if span.entity is not None:
            return self._of_named_country(span) or self._of_this_country(span) or self._weak(span, span.entity)
        if ACRONYM.fullmatch(surface):
            return self._spelt_out(surface) or self._of_this_country(span) or open_acronym(surface)
        fuller = self._longer_form(span) or self._of_named_country(span) or self._of_only_country(span)
        return fuller or self._of_this_country(span) or self._weak(span, known.name if known else surface)

    def _weak(self, span: NameSpan, name: str) -> Proposal:
        """The likeliest bearer of a weak name, unless it is one of several abroad and the snippet speaks of none."""
        bodies = [entity for entity, _ in load().by_alias(span.surface) if entity.kind == "organisation"]
        if not bodies:
            return Proposal(name, "name" if name == span.surface else "alias-weak")
        country = bodies[0].country
        if len(bodies) == 1 or country in AT_HOME or country in self._countries:
            return Proposal(name, "alias-weak")
        return self._of_only_country(span) or Proposal(span.surface, "name")

    def _defined_acronyms(self) -> dict[str, str]:
        """Acronyms that stand in brackets after their full name, or before it."""
        defined: dict[str, str] = {}
        for left, right in zip(self._spans, self._spans[1:], strict=False):
            if left.kind != "organisation" or right.kind != "organisation":
                continue
            if not _OPENED.fullmatch(self._text[left.stop : right.start]):
                continue
            if not _CLOSED.match(self._text[right.stop : right.stop + 3]):
                continue
            for full, acronym in ((left, right), (right, left)):
                if ACRONYM.fullmatch(acronym.surface) and abbreviates(acronym.surface, full.surface):
                    defined[acronym.surface] = defined[full.surface] = meant_by(full, acronym)
                    break
        return defined

    def _spelt_out(self, acronym: str) -> Proposal | None:
        """The one organisation of the snippet that an acronym without brackets stands for, initial for initial."""
        letters = "".join(letter for letter in acronym if letter.isalnum()).casefold()
        if len(letters) < 3:
            return None
        full = {span.entity or span.surface: None for span in self._spans if initials(span) == letters}
        return Proposal(next(iter(full)), "snippet-acronym") if len(full) == 1 else None

    def _longer_form(self, span: NameSpan) -> Proposal | None:
        """The one organisation of the snippet whose name begins or ends with this one's."""
        if " " not in span.surface:
            return None
        longer = self._parts_of_organisations.get(folded(span.surface), {})
        return Proposal(next(iter(longer)), "snippet-short") if len(longer) == 1 else None

    @cached_property
    def _parts_of_organisations(self) -> dict[str, dict[str, None]]:
        """First and last words of the organisations named here, to their whole names."""
        parts: dict[str, dict[str, None]] = {}
        for span in self._spans:
            if span.kind != "organisation":
                continue
            words = folded(span.surface).split()
            for at in range(1, len(words)):
                for part in (" ".join(words[:at]), " ".join(words[at:])):
                    parts.setdefault(part, {})[span.entity or span.surface] = None
        return parts

    def _of_named_country(self, span: NameSpan) -> Proposal | None:
        """The full name of a court, parliament or ministry whose country stands in its name or right before it."""
        body = body_of(span.surface)
        if body is None:
            return None
        if body.country is not None:
            if is_called_by_people(body.name) and known_name(body.name, body.country) is None:
                return None
            return Proposal(full_name(body.name, body.country), "country-body")
        country = self._country_before(span)
        return None if country is None else Proposal(full_name(body.name, country), "country-body")

    def _of_only_country(self, span: NameSpan) -> Proposal | None:
        """The same where the snippet speaks of one country only."""
        country = self._only_country
        if country is None:
            return None
        for people in peoples().get(country, ()):
            known = called(f"{people} {span.surface}", "organisation")
            if known is not None and known[1] == "strong":
                return Proposal(known[0].name, "country-body")
        body = body_of(span.surface)
        return None if body is None else Proposal(full_name(body.name, country), "country-body")

    def _country_before(self, span: NameSpan) -> str | None:
        before = self._text[max(0, span.start - 3) : span.start]
        if not before.endswith(("'s ", "’s ", "s' ", "s’ ")):
            return None
        return self._country_at.get(span.start - 3) or self._country_at.get(span.start - 2)

    @cached_property
    def _country_at(self) -> dict[int, str]:
        """Where each country's name ends."""
        return {
            span.stop: span.entity
            for span in self._spans
            if span.kind == "place" and span.entity is not None and _is_country(span.entity)
        }

    def _of_this_country(self, span: NameSpan) -> Proposal | None:
        """Of several that have the name, the likeliest in a country that the snippet speaks of: Punjab in Pakistan."""
        for entity, _ in load().by_alias(span.surface):
            if entity.kind == span.kind and entity.country in self._countries and entity.name != entity.country:
                return Proposal(entity.name, "alias-weak")
        return None

    @cached_property
    def _countries(self) -> set[str]:
        """The countries that the snippet speaks of, by their own names or their peoples'."""
        demonyms = load().demonyms
        named = {demonyms[word] for word in _WORD.findall(self._text) if word in demonyms}
        return named | set(self._country_at.values())

    @cached_property
    def _only_country(self) -> str | None:
        countries = set(self._countries)
        for span in self._spans:
            if span.kind == "organisation" and " of " in span.surface:
                owner = place_called(span.surface.rsplit(" of ", 1)[1].removeprefix("the ")).name
                countries |= {owner} if _is_country(owner) else set()
        return countries.pop() if len(countries) == 1 else None


def _is_country(name: str | None) -> bool:
    return name is not None and name in countries()
