"""What speaks for whom the name of a person stands for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive.extract.names.firms import FIRMS
from archive.gazetteer import load
from archive.resolve.known_names import called, famous_bearer, forename_only, is_bare, known_person
from archive.resolve.name_keys import folded, surname_keys
from archive.resolve.respellings import near_person
from archive.resolve.weighing import SURE, Clue
from archive.resolve.worn import by_what_is_worn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.resolve.evidence import Evidence
    from archive.resolve.weighing import Heard
    from archive.types import NameSpan

_DESCRIBED = re.compile(r", (?:who|an?|\d\d)\b| \(\d\d\)")  # "Yan, a local resident"
UNSURE = 0.8
"""Below this chance a single unknown word is no person unless its source or the archive names one of that surname.

In 158 articles 120 such words had a bearer around them, all rightly; of 76 that had none most were no persons.
"""

_KNOWN = Clue("alias", SURE, 0.97, "Talks with [Emmanuel Macron] went on.", "Emmanuel Macron")
_SPELT = Clue("spelling", 4, 0.8, "[Aleksej Nawalny] spoke.", "Alexei Navalny")
_IN_FULL = Clue("full-name", 1, 0.85, "[Kari Solbakken] arrived.", "Kari Solbakken")
_HERE = Clue("snippet-surname", 1024, 0.9, "Kari Solbakken left; [Solbakken] won.", "Kari Solbakken")
_FAMOUS = Clue("surname", 16, 0.85, "Later [Putin] spoke.", "Vladimir Putin", is_open=True)
_FORENAME_HERE = Clue("snippet-forename", 8, 0.85, "Hannah Solbakken won. [Hannah] cheered.", "Hannah Solbakken")
_BY_FORENAME = Clue("alias-weak", 8, 0.7, "Later [Hillary] spoke.", "Hillary Clinton")
_FORENAME = Clue("forename", 2, 0.3, "Mr. [Hannah] declined.", "Hannah", is_open=True)
_MAYBE_FIRM = Clue("name-open", 2, 0.5, "On Monday [Ford] waited.", "Ford", is_open=True)
_WEAK = Clue("name-weak", 2, 0.4, "On Monday [Tylenol] waited.", "Tylenol", is_open=True)
_SURNAME = Clue("surname-open", 2, 0.5, "Mr. [Tolliver-Brandt] declined.", "Tolliver-Brandt", is_open=True)


def heard_of_person(evidence: Evidence, span: NameSpan) -> Iterator[Heard]:
    """Who may be meant, and what speaks for each: by a name in full its own form, by a bare one what is around it."""
    name = span.surface
    if span.entity is not None and span.rule != "gazetteer-surname":
        yield span.entity, _KNOWN
        return
    here = evidence.bearers.surnames.get(folded(name))
    if here is None and " " in name and not is_bare(name):
        known = known_person(name)
        yield known, _KNOWN
        if known is None:
            yield name, _IN_FULL
            yield near_person(name), _SPELT
        return
    for each in here or ():
        yield each, _HERE
    if here and len(here) == 1:
        return
    yield name, _bare(evidence, span)
    yield from by_what_is_worn(evidence, span)
    famous = span.entity or famous_bearer(name, "person")
    yield famous, _FAMOUS
    if famous is None:
        namesakes = evidence.bearers.forenames.get(folded(name), ())
        yield next(iter(namesakes)) if len(namesakes) == 1 and called(name, "person") is None else None, _FORENAME_HERE
        known_so = {entity.name for entity, _ in load().by_alias(name) if entity.kind == "person"}
        if len(known_so) == 1 and folded(name) not in surname_keys(min(known_so)):
            yield min(known_so), _BY_FORENAME


def _bare(evidence: Evidence, span: NameSpan) -> Clue:
    """As what a bare name stays open: as what may be a firm, or no name, too."""
    if forename_only(span.surface):
        return _FORENAME
    if span.surface in FIRMS and not span.role:
        return _MAYBE_FIRM
    is_described = span.role is not None or _DESCRIBED.match(evidence.text, span.stop) is not None
    is_known = is_described or span.surface in load().surnames or span.surface in load().forenames
    is_unsure = span.rule == "crf" and span.score < UNSURE and " " not in span.surface
    return _WEAK if is_unsure and not is_known else _SURNAME
