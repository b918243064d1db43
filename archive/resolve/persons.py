"""Whom the name of a person stands for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive.extract.names.firms import FIRMS
from archive.gazetteer import load
from archive.resolve.bearers import is_ruled_out, meant
from archive.resolve.known_names import (
    called,
    famous_bearer,
    forename_only,
    is_bare,
    known_person,
)
from archive.resolve.name_keys import folded, surname_keys
from archive.resolve.respellings import near_person
from archive.resolve.rules import Rule, as_it_stands, by_itself

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive.resolve.evidence import Evidence
    from archive.resolve.rules import Step
    from archive.types import NameSpan


_DESCRIBED = re.compile(r", (?:who|an?|\d\d)\b| \(\d\d\)")  # "Yan, a local resident"
UNSURE = 0.8
"""Below this chance a single unknown word is no person unless its source or the archive names one of that surname.

In 158 articles 120 such words had a bearer around them, all rightly; of 76 that had none most were no persons.
"""


def _known(_: Evidence, span: NameSpan) -> str | None:
    """Whom the finder knows already, by more than a surname."""
    return None if span.rule == "gazetteer-surname" else span.entity


def _in_full(find: Callable[[str], str | None]) -> Step:
    """A step for names that are more than a surname of several words."""

    def step(evidence: Evidence, span: NameSpan) -> str | None:
        name = span.surface
        is_full = " " in name and not is_bare(name) and folded(name) not in evidence.bearers.surnames
        return find(name) if is_full else None

    return step


def _bearers(evidence: Evidence, span: NameSpan) -> dict[str, None]:
    """Who bears a surname here."""
    return evidence.bearers.surnames.get(folded(span.surface), {})


def _famous(evidence: Evidence, span: NameSpan) -> str | None:
    """The famous bearer of a surname, if nobody else here has it and what it wears is no other country's."""
    here = _bearers(evidence, span)
    name = span.entity or famous_bearer(span.surface, "person")
    is_meant = name is not None and (not here or name in here) and not is_ruled_out(evidence, span, name)
    return name if is_meant else None


def _only_bearer(evidence: Evidence, span: NameSpan) -> str | None:
    """The one person here of that surname."""
    here = _bearers(evidence, span)
    return next(iter(here)) if len(here) == 1 else None


def _only_forename(evidence: Evidence, span: NameSpan) -> str | None:
    """The one person here of that forename, which is no known name by itself."""
    here = evidence.bearers.forenames.get(folded(span.surface), {})
    return next(iter(here)) if len(here) == 1 and called(span.surface, "person") is None else None


def _maybe_firm(_: Evidence, span: NameSpan) -> str | None:
    """What may be a firm as well: a name that firms share, without a title."""
    return span.surface if span.surface in FIRMS and not span.role else None


def _weak(evidence: Evidence, span: NameSpan) -> str | None:
    """A single word that only the model takes for a person, and not surely: no table knows it, nothing describes it."""
    is_described = span.role is not None or _DESCRIBED.match(evidence.text, span.stop) is not None
    is_known = is_described or span.surface in load().surnames or span.surface in load().forenames
    is_unsure = span.rule == "crf" and span.score < UNSURE and " " not in span.surface
    return span.surface if is_unsure and not is_known else None


def _by_forename(_: Evidence, span: NameSpan) -> str | None:
    """The one person who is often called by a forename or a nickname alone."""
    known = {entity.name for entity, _ in load().by_alias(span.surface) if entity.kind == "person"}
    name = known.pop() if len(known) == 1 else None
    return None if name is None or folded(span.surface) in surname_keys(name) else name


PERSON = (
    Rule("alias", 0.97, _known, "Talks with [Emmanuel Macron] went on.", "Emmanuel Macron"),
    Rule("alias", 0.97, _in_full(known_person), "[Elizabeth A. Holmes] left.", "Elizabeth Holmes"),
    Rule("spelling", 0.8, _in_full(near_person), "[Aleksej Nawalny] spoke.", "Alexei Navalny"),
    Rule("full-name", 0.85, _in_full(str), "[Kari Solbakken] arrived.", "Kari Solbakken"),
    Rule("snippet-surname", 0.9, _only_bearer, "Kari Solbakken left; [Solbakken] won.", "Kari Solbakken"),
    Rule("surname-role", 0.88, meant, "Texas Gov. [Abbott] signed it.", "Greg Abbott"),
    Rule("surname", 0.85, _famous, "Later [Putin] spoke.", "Vladimir Putin", is_open=True),
    Rule("snippet-forename", 0.85, _only_forename, "Hannah Solbakken won. [Hannah] cheered.", "Hannah Solbakken"),
    Rule("alias-weak", 0.7, _by_forename, "Later [Hillary] spoke.", "Hillary Clinton"),
    Rule("forename", 0.3, by_itself(forename_only), "Mr. [Hannah] declined.", "Hannah", is_open=True),
    Rule("name-open", 0.5, _maybe_firm, "On Monday [Ford] waited.", "Ford", is_open=True),
    Rule("name-weak", 0.4, _weak, "On Monday [Tylenol] waited.", "Tylenol", is_open=True),
    Rule("surname-open", 0.5, as_it_stands, "Mr. [Tolliver-Brandt] declined.", "Tolliver-Brandt", is_open=True),
)
"""Rules for persons, in the order in which they are tried; the last takes any name."""
