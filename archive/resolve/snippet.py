"""Which entity each name of one snippet stands for: by the gazetteer, by the snippet itself, or not yet.

The rules, in the order in which they are tried; a mention's score is the lower of its finder's and its rule's:

| rule | score | when |
| --- | --- | --- |
| `alias` | 0.97 | a strong alias of the gazetteer, or a full name that it knows |
| `snippet-acronym` | 0.93 | the snippet gives the full name and the acronym: "International Criminal Court (ICC)" |
| `snippet-surname` | 0.90 | a bare surname, one person in the snippet bears it ("Navalny" beside "Alexei Navalny") |
| `role` | 0.88 | a bare surname whose role, country and date fit the holder of that office |
| `surname` | 0.85 | a famous surname, and nobody else of that name in the snippet |
| `full-name` | 0.85 | a person's name of two words or more, its own canonical name |
| `spelling` | 0.80 | a full name one slip away from a known person's, see `spelling` |
| `country-body` | 0.78 | a national body with its country: "Samoa's Supreme Court", "Russian Supreme Court" |
| `snippet-short` | 0.75 | the short form of an organisation named in full in the snippet |
| `alias-weak` | 0.70 | an alias of several entities, the likeliest of the right kind |
| `name` | 0.80 | an organisation or place that is in no table, its own canonical name |
| `forename` | 0.30 | a forename alone, which stands for nobody yet |
| `surname-open` | 0.50 | a bare surname without a bearer here: the archive may settle it |
| `acronym-open` | 0.50 | an acronym without a full name here: the archive may settle it |
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from archive.gazetteer import load
from archive.resolve.keys import entity_key, folded, surname_keys
from archive.resolve.spelling import near_person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archive.gazetteer import GazetteerEntity, Strength
    from archive.types import EntityKind, NameSpan

SCORES = {
    "alias": 0.97,
    "snippet-acronym": 0.93,
    "snippet-surname": 0.9,
    "role": 0.88,
    "surname": 0.85,
    "full-name": 0.85,
    "spelling": 0.8,
    "name": 0.8,
    "country-body": 0.78,
    "snippet-short": 0.75,
    "alias-weak": 0.7,
    "surname-open": 0.5,
    "acronym-open": 0.5,
    "forename": 0.3,
}
_CACHE = 65_536

_OWNER = re.compile(r"^(?:U\.S\.|US|United States|U\.K\.|UK|United Nations|UN|U\.N\.) (?=\S+ \S)")

_ACRONYM = re.compile(r"[A-Z][A-Za-z]{0,2}[A-Z&-][A-Z0-9]{0,4}|(?:[A-Z]\.){2,}")
_WORD = re.compile(r"[^\W\d_]+")
_OPENED = re.compile(r""",? ?[(\[] ?["“']?(?:the |or )?$""")
_CLOSED = re.compile(r"""^["”']? ?[)\],;]""")
_FUNCTION_WORDS = frozenset(
    ("of", "the", "for", "and", "on", "in", "to", "against", "de", "la", "des", "du", "et", "y", "di", "der", "und")
)
_NATIONAL_BODY = re.compile(
    r"(?:(?:Supreme|Constitutional|High|Federal) (?:Court|Tribunal|Council)"
    r"|(?:National |Legislative |Federal )?(?:Assembly|Congress)|Parliament|Senate|House of Representatives"
    r"|Court of Appeals?|(?:Central |National )?(?:Election|Electoral) Commission"
    r"|(?:Central|National|Reserve) Bank|Armed Forces|(?:Air|Defen[cs]e) Forces?|Army|Navy|Coast Guard"
    r"|(?:Ministry|Department) of (?:the )?\w+(?: (?:and|&)? ?\w+){0,3}|\w+ Ministry|Public Ministry)"
)
# With a demonym these have no other full name ("Russian Supreme Court"); "Indian Army" is one already.
_CIVIL_BODY = re.compile(r"(?:Court|Tribunal|Assembly|Parliament|Senate|Congress|Commission|House of Representatives)$")
_WITH_ARTICLE = re.compile(
    r"(?:United|Netherlands|Philippines|Bahamas|Maldives|Gambia|Democratic|Central African|Czech Rep|Dominican Rep)"
)


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


class _Proposal(NamedTuple):
    name: str
    rule: str
    bare: str | None = None


def resolve_snippet(text: str, spans: Sequence[NameSpan], *, dated: str | None) -> list[ResolvedMention]:
    """Proposes an entity for every name of one snippet.

    Args:
        text: The snippet's text.
        spans: Its names, in order.
        dated: The snippet's prefix date or range, to know who held an office then; None if unknown.

    Returns:
        One mention a span, in the same order.
    """
    snippet = _Snippet(text, spans, dated)
    mentions = []
    for span in spans:
        name, rule, bare = snippet.propose(span)
        score = min(span.score, SCORES[rule])
        mentions.append(
            ResolvedMention(span.start, span.stop, span.surface, span.kind, name, span.role, rule, score, bare)
        )
    return mentions


class _Snippet:
    """What one snippet's names tell about each other."""

    def __init__(self, text: str, spans: Sequence[NameSpan], dated: str | None) -> None:
        self._text = text
        self._spans = spans
        self._dated = dated
        self._bearers: dict[str, dict[str, None]] = {}
        """Surname to the canonical names of those who bear it here."""
        for span in spans:
            if span.kind == "person" and " " in span.surface:
                self._bear(span)
        self._acronyms = self._defined_acronyms() if "(" in text or "[" in text else {}

    def propose(self, span: NameSpan) -> _Proposal:
        if span.kind == "person":
            return self._person(span)
        if span.kind == "organisation":
            return self._organisation(span)
        proposal = _place(span.surface) if span.entity is None else _Proposal(span.entity, _rule_of(span))
        return self._of_this_country(span) or proposal if proposal.rule == "alias-weak" else proposal

    # -- persons

    def _bear(self, span: NameSpan) -> None:
        name = span.entity or _full_name(span.surface).name
        for key in (*surname_keys(span.surface), *surname_keys(name)):
            self._bearers.setdefault(key, {})[name] = None

    def _person(self, span: NameSpan) -> _Proposal:
        if span.entity is not None and span.rule != "gazetteer-surname":
            return _Proposal(span.entity, "alias")
        if " " in span.surface and not _is_bare(span.surface):
            return _full_name(span.surface)
        return self._surname(span)

    def _surname(self, span: NameSpan) -> _Proposal:
        bare = folded(span.surface)
        here = self._bearers.get(bare, {})
        if span.entity is not None and (not here or span.entity in here):
            return _Proposal(span.entity, "surname")
        if here:
            return _Proposal(next(iter(here)), "snippet-surname") if len(here) == 1 else _open(span.surface)
        holder = _office_holder(span.role, self._dated) if span.role and self._dated else None
        if holder is not None and bare in surname_keys(holder):
            return _Proposal(holder, "role")
        known = _known(span.surface, "person")
        if known is not None:
            return _Proposal(known[0].name, _RULES[known[1]])
        return _Proposal(span.surface, "forename") if _is_forename_only(span.surface) else _open(span.surface)

    # -- organisations

    def _organisation(self, span: NameSpan) -> _Proposal:
        surface = span.surface
        if surface in self._acronyms:
            return _Proposal(self._acronyms[surface], "snippet-acronym")
        if span.entity is not None:
            return _Proposal(span.entity, _rule_of(span))
        known = _known_organisation(surface)
        if known is not None and known.rule == "alias":
            return known
        if _ACRONYM.fullmatch(surface):
            return _Proposal(surface, "acronym-open", folded(surface))
        return self._fuller(span) or known or _Proposal(surface, "name")

    def _fuller(self, span: NameSpan) -> _Proposal | None:
        """The full name of an organisation that is named by a shorter one, where the snippet tells it."""
        longer = self._longer_form(span)
        if longer is not None:
            return _Proposal(longer, "snippet-short")
        body = self._national_body(span)
        return None if body is None else _Proposal(body, "country-body")

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
                if _ACRONYM.fullmatch(acronym.surface) and _abbreviates(acronym.surface, full.surface):
                    defined[acronym.surface] = defined[full.surface] = _meant(full, acronym)
                    break
        return defined

    def _longer_form(self, span: NameSpan) -> str | None:
        """The one organisation of the snippet whose name begins or ends with this one's."""
        if " " not in span.surface:
            return None
        longer = self._parts_of_organisations.get(folded(span.surface), {})
        return next(iter(longer)) if len(longer) == 1 else None

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

    def _national_body(self, span: NameSpan) -> str | None:
        """The full name of a country's court, parliament or ministry that the text calls by its short one."""
        surface, country = span.surface, None
        first, _, rest = surface.partition(" ")
        if first in load().demonyms and _CIVIL_BODY.search(rest):
            surface, country = rest, load().demonyms[first]
        if not _NATIONAL_BODY.fullmatch(surface):
            return None
        if country is None:
            country = self._country_before(span) or self._only_country
        if country is None:
            return None
        article = "the " if _WITH_ARTICLE.match(country) else ""
        name = f"{surface} of {article}{country}"
        for entity, _ in load().by_alias(surface):
            if entity.kind == "organisation" and entity.country == country:
                return entity.name
        known = _known(f"{country} {surface}", "organisation") or _known(name, "organisation")
        return known[0].name if known else name

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

    def _of_this_country(self, span: NameSpan) -> _Proposal | None:
        """Of several places of one name the likeliest in a country that the snippet speaks of: Punjab in Pakistan."""
        for entity, _ in load().by_alias(span.surface):
            if entity.kind == "place" and entity.country in self._countries and entity.name != entity.country:
                return _Proposal(entity.name, "alias-weak")
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
                owner = _place(span.surface.rsplit(" of ", 1)[1].removeprefix("the ")).name
                countries |= {owner} if _is_country(owner) else set()
        return countries.pop() if len(countries) == 1 else None


_RULES: Mapping[Strength, str] = {"strong": "alias", "surname": "surname", "weak": "alias-weak"}


def _rule_of(span: NameSpan) -> str:
    return "alias-weak" if span.rule == "gazetteer-weak" else "alias"


def _open(surface: str) -> _Proposal:
    return _Proposal(surface, "surname-open", folded(surface))


def _is_bare(name: str) -> bool:
    """Whether a name of several words is a surname alone: "von der Leyen", "bin Salman"."""
    first = name.split(" ", 1)[0]
    return first.islower()


@lru_cache(_CACHE)
def _full_name(surface: str) -> _Proposal:
    known = _known(surface, "person")
    if known is not None and known[1] == "strong":
        return _Proposal(known[0].name, "alias")
    without_initials = " ".join(word for word in surface.split() if not re.fullmatch(r"(?:\w\.)+", word))
    if without_initials != surface and " " in without_initials:
        known = _known(without_initials, "person")
        if known is not None and known[1] == "strong":
            return _Proposal(known[0].name, "alias")
    near = near_person(surface)
    return _Proposal(near, "spelling") if near is not None else _Proposal(surface, "full-name")


@lru_cache(_CACHE)
def _known(surface: str, kind: EntityKind) -> tuple[GazetteerEntity, Strength] | None:
    """The likeliest entity of a kind by that alias."""
    for entity, strength in load().by_alias(surface):
        if entity.kind == kind:
            return entity, strength
    return None


@lru_cache(_CACHE)
def _known_organisation(surface: str) -> _Proposal | None:
    known = _known(surface, "organisation") or _known(f"The {surface}", "organisation")
    if known is None:
        bare = _OWNER.sub("", surface)
        known = _known(bare, "organisation") if bare != surface else None
    if known is None:
        return None
    return _Proposal(known[0].name, _RULES[known[1]])


@lru_cache(_CACHE)
def _place(surface: str) -> _Proposal:
    known = _known(surface, "place")
    if known is None:
        return _Proposal(surface, "name")
    return _Proposal(known[0].name, _RULES[known[1]])


def _meant(full: NameSpan, acronym: NameSpan) -> str:
    """The canonical name behind a full name and its acronym, where the gazetteer knows either."""
    if full.entity is not None:
        return full.entity
    by_name = _known_organisation(full.surface)
    if by_name is not None:
        return by_name.name
    key = entity_key(full.surface, "organisation")
    for entity, _ in load().by_alias(acronym.surface):
        known = entity_key(entity.name, "organisation")
        if entity.kind == "organisation" and (key.endswith(known) or known.endswith(key)):
            return entity.name
    return full.surface


def _abbreviates(acronym: str, name: str) -> bool:
    """Whether the letters of an acronym are, in order, letters of a name's words, most of them initials."""
    letters = [letter for letter in folded(acronym) if letter.isalnum()]
    words = [word for word in folded(name.replace("-", " ")).split() if word not in _FUNCTION_WORDS]
    if len(words) < 2 or len(words) > 4 * len(letters):
        return False
    initials = iter(word[0] for word in words)
    hits = sum(letter in initials for letter in letters)
    return hits >= max(2, (len(letters) + 1) // 2) or (
        hits >= 1 and words[0][0] == letters[0] and len(letters) <= len(words) + 2
    )


@lru_cache(_CACHE)
def _office_holder(role: str, dated: str) -> str | None:
    """Who wore a role at a date: "Russian President" in 2024."""
    words = [word for word in role.split() if word.lower() not in ("former", "late", "ex", "then", "current")]
    if len(words) != len(role.split()):
        return None
    demonyms = load().demonyms
    for length in (2, 1):
        country = demonyms.get(" ".join(words[:length]))
        if country is not None:
            return load().office_holder(" ".join(words[length:]).lower(), country, dated.partition("/")[0])
    return None


@lru_cache(_CACHE)
def _is_country(name: str | None) -> bool:
    return name is not None and name in _countries()


@lru_cache(1)
def _countries() -> frozenset[str]:
    return frozenset(load().demonyms.values())


def _is_forename_only(surface: str) -> bool:
    gazetteer = load()
    return surface in gazetteer.forenames and surface not in gazetteer.surnames
