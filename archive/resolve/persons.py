"""Whom the name of a person stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.resolve.holders import wearer_of
from archive.resolve.known_names import called, is_bare, is_forename_only, known_person, person_titled, surely_called
from archive.resolve.name_keys import folded, surname_keys
from archive.resolve.respellings import near_person, near_surname
from archive.resolve.rules import Rule

if TYPE_CHECKING:
    from archive.resolve.evidence import Evidence
    from archive.types import NameSpan


def _known(_: Evidence, span: NameSpan) -> str | None:
    """Whom the finder knows already, by more than a surname."""
    return None if span.rule == "gazetteer-surname" else span.entity


# -- full names


def _is_full(evidence: Evidence, span: NameSpan) -> bool:
    """Whether a name is more than a surname of several words."""
    name = span.surface
    return " " in name and not is_bare(name) and folded(name) not in evidence.bearers.surnames


def _known_in_full(evidence: Evidence, span: NameSpan) -> str | None:
    """A known person, called by more or other words than the gazetteer has."""
    return known_person(span.surface) if _is_full(evidence, span) else None


def _respelt(evidence: Evidence, span: NameSpan) -> str | None:
    """A known person whose name is written otherwise."""
    return near_person(span.surface) if _is_full(evidence, span) else None


def _as_it_stands(evidence: Evidence, span: NameSpan) -> str | None:
    """Its own canonical name."""
    return span.surface if _is_full(evidence, span) else None


# -- surnames and forenames alone


def _bearers(evidence: Evidence, span: NameSpan) -> dict[str, None]:
    """Who bears a surname here."""
    return evidence.bearers.surnames.get(folded(span.surface), {})


def _famous(evidence: Evidence, span: NameSpan) -> str | None:
    """The famous bearer of a surname, if nobody else here has it."""
    here = _bearers(evidence, span)
    return span.entity if not here or span.entity in here else None


def _titled(_: Evidence, span: NameSpan) -> str | None:
    """Who is known by the title and the name."""
    return person_titled(span.role, span.surface) if span.role else None


def _in_office(evidence: Evidence, span: NameSpan) -> str | None:
    """Who held the office that the title tells, at the date of the text, if that is the name."""
    holder = wearer_of(span.role, evidence.dated) if span.role and evidence.dated else None
    return holder if holder is not None and folded(span.surface) in surname_keys(holder) else None


def _only_bearer(evidence: Evidence, span: NameSpan) -> str | None:
    """The one person here of that surname."""
    here = _bearers(evidence, span)
    return next(iter(here)) if len(here) == 1 else None


def _one_of_several(evidence: Evidence, span: NameSpan) -> str | None:
    """Somebody here of that surname, but nobody can say who."""
    return span.surface if _bearers(evidence, span) else None


def _only_forename(evidence: Evidence, span: NameSpan) -> str | None:
    """The one person here of that forename, which is no known name by itself."""
    here = evidence.bearers.forenames.get(folded(span.surface), {})
    return next(iter(here)) if len(here) == 1 and called(span.surface, "person") is None else None


def _known_alone(_: Evidence, span: NameSpan) -> str | None:
    """Whom a single name nearly always means."""
    return surely_called(span.surface, "person")


def _surname_alone(_: Evidence, span: NameSpan) -> str | None:
    """The famous bearer of a surname that the finder took for any name."""
    known = called(span.surface, "person")
    return known.name if known is not None and known.strength == "surname" else None


def _likeliest(_: Evidence, span: NameSpan) -> str | None:
    """The likeliest of several."""
    known = called(span.surface, "person")
    return None if known is None else known.name


def _forename(_: Evidence, span: NameSpan) -> str | None:
    """Nobody yet: a forename alone."""
    return span.surface if is_forename_only(span.surface) else None


def _respelt_surname(_: Evidence, span: NameSpan) -> str | None:
    """The famous bearer of a surname that is written otherwise."""
    return near_surname(span.surface)


def _open(_: Evidence, span: NameSpan) -> str | None:
    """Nobody yet: a surname whose bearer the archive may know."""
    return span.surface


PERSON = (
    Rule("alias", 0.97, _known, "Talks with [Emmanuel Macron] went on.", "Emmanuel Macron"),
    Rule("alias", 0.97, _known_in_full, "[Elizabeth A. Holmes] left.", "Elizabeth Holmes"),
    Rule("spelling", 0.8, _respelt, "[Aleksej Nawalny] spoke.", "Alexei Navalny"),
    Rule("full-name", 0.85, _as_it_stands, "[Kari Solbakken] arrived.", "Kari Solbakken"),
    Rule("surname", 0.85, _famous, "Later [Putin] spoke.", "Vladimir Putin"),
    Rule("alias", 0.97, _titled, "Pilgrims met Pope [Francis] there.", "Pope Francis"),
    Rule("surname-role", 0.88, _in_office, "Irish Taoiseach [Harris] spoke.", "Simon Harris"),
    Rule("snippet-surname", 0.9, _only_bearer, "Kari Solbakken left; [Solbakken] won.", "Kari Solbakken"),
    Rule("surname-open", 0.5, _one_of_several, "Kari Dahl met Erik Dahl. Mr. [Dahl] won.", "Dahl", is_open=True),
    Rule("snippet-forename", 0.85, _only_forename, "Hannah Solbakken won. [Hannah] cheered.", "Hannah Solbakken"),
    Rule("alias", 0.97, _known_alone, "[Pelé] scored.", "Pelé"),
    Rule("surname", 0.85, _surname_alone, "[Macron] waited.", "Emmanuel Macron"),
    Rule("alias-weak", 0.7, _likeliest, "Mr. [Sharif] spoke.", "Nawaz Sharif"),
    Rule("forename", 0.3, _forename, "Mr. [Hannah] declined.", "Hannah"),
    Rule("spelling", 0.8, _respelt_surname, "Mr. [Lukaschenko] spoke.", "Alexander Lukashenko"),
    Rule("surname-open", 0.5, _open, "Mr. [Tolliver-Brandt] declined.", "Tolliver-Brandt", is_open=True),
)
"""Rules for persons, in the order in which they are tried; the last takes any name."""
