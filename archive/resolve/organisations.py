"""What speaks for which organisation a name stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.gazetteer import AT_HOME, load
from archive.resolve.acronyms import ACRONYM
from archive.resolve.bodies import body_of, full_name, is_bare_body, is_called_by_people, known_name
from archive.resolve.kinds import may_be_person
from archive.resolve.known_names import called, called_so, famous_bearer, organisation_called
from archive.resolve.name_keys import folded
from archive.resolve.peoples import peoples
from archive.resolve.weighing import SURE, Clue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.resolve.evidence import Evidence
    from archive.resolve.weighing import Heard
    from archive.types import NameSpan

_DEFINED = Clue("snippet-acronym", SURE, 0.93, "The Coastal Grain Union ([CGU]) met.", "Coastal Grain Union")
_KNOWN = Clue("alias", SURE, 0.97, "The [WSJ] reported it.", "The Wall Street Journal")
_LONGER = Clue(
    "snippet-short", 1024, 0.75, "The Coastal Grain Union met. The [Grain Union] won.", "Coastal Grain Union"
)
_OF_OWNER = Clue("country-body", 256, 0.78, "Samoa's [Supreme Court] ruled.", "Supreme Court of Samoa")
_OF_COUNTRY = Clue("country-body", 64, 0.78, "Norway voted. The [Air Force] slept.", "Norwegian Air Force")
_IN_LAND = Clue("country-body", 32, 0.78, "In Lyon the [Supreme Court] ruled.", "Supreme Court of France")
_SPOKEN_OF = Clue("alias-weak", 16, 0.7, "Canada met Norway; [Liberal Party] won.", "Liberal Party of Canada")
_AT_HOME = Clue("body", 4, 0.7, "The [House of Commons] voted.", "House of Commons", is_open=True)
_LIKELIEST = Clue("alias-weak", 4, 0.7, "The [Fed] waited.", "Federal Reserve")
_ACRONYM = Clue("acronym-open", 1, 0.5, "The [QZXV] will vote.", "QZXV", is_open=True)
_BODY = Clue("body-open", 1, 0.5, "The [Constitutional Court] ruled.", "Constitutional Court", is_open=True)
_MAYBE_PERSON = Clue("name-open", 1, 0.5, "Then came [Kate Church] again.", "Kate Church", is_open=True)
_ITSELF = Clue("name", 1, 0.8, "The [Coastal Grain Union] met.", "Coastal Grain Union")


def heard_of_organisation(evidence: Evidence, span: NameSpan) -> Iterator[Heard]:
    """Which may be meant, and what speaks for each."""
    name = span.surface
    sure = _surely(evidence, span)
    if sure is not None:
        yield sure
        return
    is_acronym = span.entity is None and ACRONYM.fullmatch(name) is not None
    yield name, _ACRONYM if is_acronym else _itself(evidence, span)
    if span.entity is None and " " in name:
        longer = evidence.parts_of_organisations.get(folded(name), ())
        yield next(iter(longer)) if len(longer) == 1 else None, _LONGER
    yield _of_owner(evidence, span), _OF_OWNER
    if span.entity is None and not is_acronym:
        yield _of_country(evidence.only_country, span), _OF_COUNTRY
        if not is_called_by_people(name):  # what acts abroad
            yield _of_country(evidence.only_land, span), _IN_LAND
    yield evidence.in_country_spoken_of(span), _SPOKEN_OF
    if not is_acronym:
        famous = famous_bearer(name, "organisation")
        yield (famous, _AT_HOME) if famous is not None else (_likeliest(evidence, span), _LIKELIEST)


def _surely(evidence: Evidence, span: NameSpan) -> Heard | None:
    """What brackets say that an acronym or a full name stands for; else what the name nearly always means."""
    defined = evidence.acronyms.get(span.surface)
    if defined is not None:
        return defined, _DEFINED
    if span.entity is not None and span.rule != "gazetteer-weak":
        return span.entity, _KNOWN
    known = organisation_called(span.surface)
    return (known.name, _KNOWN) if known is not None and known.strength == "strong" else None


def _itself(evidence: Evidence, span: NameSpan) -> Clue:
    if is_bare_body(span.surface):
        return _BODY
    return _MAYBE_PERSON if may_be_person(evidence.text, span) else _ITSELF


def _of_owner(evidence: Evidence, span: NameSpan) -> str | None:
    """The full name of a court, parliament or ministry whose country stands in its name or right before it."""
    body = body_of(span.surface)
    if body is None:
        return None
    country = body.country or evidence.country_before(span)
    if country is None or (body.country and is_called_by_people(body.name) and known_name(body.name, country) is None):
        return None
    return full_name(body.name, country)


def _of_country(country: str | None, span: NameSpan) -> str | None:
    """The body of that name of a country, where the text tells one."""
    if country is None:
        return None
    for people in peoples().get(country, ()):
        known = called_so(f"{people} {span.surface}", "organisation", "strong")
        if known is not None:
            return known
    body = body_of(span.surface)
    return full_name(body.name, country) if body is not None and body.country in (None, country) else None


def _likeliest(evidence: Evidence, span: NameSpan) -> str | None:
    """The likeliest of several, unless that one is in a country abroad of which the snippet is silent."""
    known = organisation_called(span.surface)
    name = span.entity or (known.name if known is not None else None)
    if name is None or (name == span.surface and called(name, "organisation") is None):
        return None
    sharing = [entity.country for entity, _ in load().by_alias(span.surface) if entity.kind == "organisation"]
    is_abroad = len(sharing) > 1 and sharing[0] not in AT_HOME and sharing[0] not in evidence.countries
    return None if is_abroad else name
