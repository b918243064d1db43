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
    return None if span.rule == "gazetteer-surname" else span.entity


# -- full names


def _is_full(evidence: Evidence, span: NameSpan) -> bool:
    """Whether a name is more than a surname of several words."""
    name = span.surface
    return " " in name and not is_bare(name) and folded(name) not in evidence.bearers.surnames


def _known_in_full(evidence: Evidence, span: NameSpan) -> str | None:
    return known_person(span.surface) if _is_full(evidence, span) else None


def _respelt(evidence: Evidence, span: NameSpan) -> str | None:
    return near_person(span.surface) if _is_full(evidence, span) else None


def _as_it_stands(evidence: Evidence, span: NameSpan) -> str | None:
    return span.surface if _is_full(evidence, span) else None


# -- surnames and forenames alone


def _bearers(evidence: Evidence, span: NameSpan) -> dict[str, None]:
    return evidence.bearers.surnames.get(folded(span.surface), {})


def _famous(evidence: Evidence, span: NameSpan) -> str | None:
    here = _bearers(evidence, span)
    return span.entity if not here or span.entity in here else None


def _titled(_: Evidence, span: NameSpan) -> str | None:
    return person_titled(span.role, span.surface) if span.role else None


def _in_office(evidence: Evidence, span: NameSpan) -> str | None:
    holder = wearer_of(span.role, evidence.dated) if span.role and evidence.dated else None
    return holder if holder is not None and folded(span.surface) in surname_keys(holder) else None


def _only_bearer(evidence: Evidence, span: NameSpan) -> str | None:
    here = _bearers(evidence, span)
    return next(iter(here)) if len(here) == 1 else None


def _one_of_several(evidence: Evidence, span: NameSpan) -> str | None:
    return span.surface if _bearers(evidence, span) else None


def _only_forename(evidence: Evidence, span: NameSpan) -> str | None:
    here = evidence.bearers.forenames.get(folded(span.surface), {})
    return next(iter(here)) if len(here) == 1 and called(span.surface, "person") is None else None


def _known_alone(_: Evidence, span: NameSpan) -> str | None:
    return surely_called(span.surface, "person")


def _surname_alone(_: Evidence, span: NameSpan) -> str | None:
    known = called(span.surface, "person")
    return known.name if known is not None and known.strength == "surname" else None


def _likeliest(_: Evidence, span: NameSpan) -> str | None:
    known = called(span.surface, "person")
    return None if known is None else known.name


def _forename(_: Evidence, span: NameSpan) -> str | None:
    return span.surface if is_forename_only(span.surface) else None


def _respelt_surname(_: Evidence, span: NameSpan) -> str | None:
    return near_surname(span.surface)


def _open(_: Evidence, span: NameSpan) -> str | None:
    return span.surface


PERSON = (
    Rule("alias", 0.97, _known, "Talks with [Emmanuel Macron] went on.", "Emmanuel Macron"),
    Rule("alias", 0.97, _known_in_full, "[Donald J. Trump] left.", "Donald Trump"),
    Rule("spelling", 0.8, _respelt, "[Aleksej Nawalny] spoke.", "Alexei Navalny"),
    Rule("full-name", 0.85, _as_it_stands, "[Kari Solbakken] arrived.", "Kari Solbakken"),
    Rule("surname", 0.85, _famous, "Later [Putin] spoke.", "Vladimir Putin"),
    Rule("alias", 0.97, _titled, "Pilgrims met Pope [Francis] there.", "Pope Francis"),
    Rule("surname-role", 0.88, _in_office, "Norwegian Prime Minister [Støre] spoke.", "Jonas Gahr Støre"),
    Rule("snippet-surname", 0.9, _only_bearer, "Kari Solbakken left; [Solbakken] won.", "Kari Solbakken"),
    Rule("surname-open", 0.5, _one_of_several, "Kari Solbakken met Erik Solbakken. [Solbakken] won.", "Solbakken", True),
    Rule("snippet-forename", 0.85, _only_forename, "Hannah Solbakken won. [Hannah] cheered.", "Hannah Solbakken"),
    Rule("alias", 0.97, _known_alone, "[Pelé] scored.", "Pelé"),
    Rule("surname", 0.85, _surname_alone, "[Macron] waited.", "Emmanuel Macron"),
    Rule("alias-weak", 0.7, _likeliest, "Mr. [English] spoke.", "Bill English"),
    Rule("forename", 0.3, _forename, "Mr. [Hannah] declined.", "Hannah"),
    Rule("spelling", 0.8, _respelt_surname, "[Lukaschenko] spoke.", "Alexander Lukashenko"),
    Rule("surname-open", 0.5, _open, "Mr. [Tolliver-Brandt] declined.", "Tolliver-Brandt", True),
)
"""Rules for persons, in the order in which they are tried; the last takes any name."""
