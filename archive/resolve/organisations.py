"""Which organisation a name stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.gazetteer import AT_HOME, load
from archive.resolve.acronyms import ACRONYM
from archive.resolve.bodies import body_of, full_name, is_bare_body, is_called_by_people, known_name
from archive.resolve.known_names import called, called_so, famous_bearer, organisation_called
from archive.resolve.name_keys import folded
from archive.resolve.peoples import peoples
from archive.resolve.rules import Rule, as_it_stands, in_country_spoken_of, maybe_person

if TYPE_CHECKING:
    from archive.resolve.evidence import Evidence
    from archive.types import NameSpan


def _defined(evidence: Evidence, span: NameSpan) -> str | None:
    """Whom brackets say that an acronym, or a full name with one, stands for."""
    return evidence.acronyms.get(span.surface)


def _known(_: Evidence, span: NameSpan) -> str | None:
    """Whom the name nearly always means."""
    if span.entity is not None and span.rule != "gazetteer-weak":
        return span.entity
    known = organisation_called(span.surface)
    return known.name if known is not None and known.strength == "strong" else None


def _is_acronym(span: NameSpan) -> bool:
    """Whether a name is an acronym of which the finder knew nothing."""
    return span.entity is None and ACRONYM.fullmatch(span.surface) is not None


def _longer(evidence: Evidence, span: NameSpan) -> str | None:
    """The one organisation of the snippet whose name begins or ends with this one's."""
    if span.entity is not None or " " not in span.surface:
        return None
    longer = evidence.parts_of_organisations.get(folded(span.surface), {})
    return next(iter(longer)) if len(longer) == 1 else None


def _of_owner(evidence: Evidence, span: NameSpan) -> str | None:
    """The full name of a court, parliament or ministry whose country stands in its name or right before it."""
    body = body_of(span.surface)
    if body is None:
        return None
    country = body.country or evidence.country_before(span)
    if country is None or (body.country and is_called_by_people(body.name) and known_name(body.name, country) is None):
        return None
    return full_name(body.name, country)


def _of_only_country(evidence: Evidence, span: NameSpan) -> str | None:
    """The body of the one country that the snippet speaks of, where the finder knew none of that name."""
    country = None if span.entity is not None or _is_acronym(span) else evidence.only_country
    if country is None:
        return None
    for people in peoples().get(country, ()):
        known = called_so(f"{people} {span.surface}", "organisation", "strong")
        if known is not None:
            return known
    body = body_of(span.surface)
    return full_name(body.name, country) if body is not None and body.country in (None, country) else None


def _open_acronym(_: Evidence, span: NameSpan) -> str | None:
    """Nobody yet: an acronym that the archive may know."""
    return span.surface if _is_acronym(span) else None


def _is_abroad(evidence: Evidence, name: str) -> bool:
    """Whether a name is that of several bodies, the likeliest one in a country abroad that the snippet is silent of."""
    bodies = [entity for entity, _ in load().by_alias(name) if entity.kind == "organisation"]
    return len(bodies) > 1 and bodies[0].country not in AT_HOME and bodies[0].country not in evidence.countries


def _likeliest(evidence: Evidence, span: NameSpan) -> str | None:
    """The likeliest of several, unless that one is abroad."""
    known = organisation_called(span.surface)
    name = span.entity or (known.name if known is not None else None)
    is_own = name == span.surface and called(name, "organisation") is None
    return None if name is None or is_own or _is_abroad(evidence, span.surface) else name


def _best_known(_: Evidence, span: NameSpan) -> str | None:
    """The body of that name at home, where nothing says which country's it is."""
    return famous_bearer(span.surface, "organisation")


def _open_body(_: Evidence, span: NameSpan) -> str | None:
    """Nobody's body yet: the source or the archive may tell its country."""
    return span.surface if is_bare_body(span.surface) else None


ORGANISATION = (
    Rule("snippet-acronym", 0.93, _defined, "The Coastal Grain Union ([CGU]) met.", "Coastal Grain Union"),
    Rule("alias", 0.97, _known, "The [WSJ] reported it.", "The Wall Street Journal"),
    Rule("snippet-short", 0.75, _longer, "The Coastal Grain Union met. The [Grain Union] won.", "Coastal Grain Union"),
    Rule("country-body", 0.78, _of_owner, "Samoa's [Supreme Court] ruled.", "Supreme Court of Samoa"),
    Rule("country-body", 0.78, _of_only_country, "Norway voted. The [Air Force] slept.", "Norwegian Air Force"),
    Rule("alias-weak", 0.7, in_country_spoken_of, "Canada met Norway; [Liberal Party] won.", "Liberal Party of Canada"),
    Rule("acronym-open", 0.5, _open_acronym, "The [QZXV] will vote.", "QZXV", is_open=True),
    Rule("body", 0.7, _best_known, "The [House of Commons] voted.", "House of Commons", is_open=True),
    Rule("alias-weak", 0.7, _likeliest, "The [Fed] waited.", "Federal Reserve"),
    Rule("body-open", 0.5, _open_body, "The [Constitutional Court] ruled.", "Constitutional Court", is_open=True),
    Rule("name-open", 0.5, maybe_person, "Then came [Kate Church] again.", "Kate Church", is_open=True),
    Rule("name", 0.8, as_it_stands, "The [Coastal Grain Union] met.", "Coastal Grain Union"),
)
"""Rules for organisations, in the order in which they are tried; the last takes any name."""
