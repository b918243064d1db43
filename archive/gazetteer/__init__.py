"""Names known beforehand: tables of entities with their aliases, and a matcher that finds them all in one pass.

An alias has a strength. `strong`: the string alone nearly always is this entity. `surname`: a bare surname with
one famous bearer, good unless the text itself has somebody else of that name. `weak`: true only with support
from the context (an ambiguous acronym, a city that is also a word), which is for the caller to find.
"""

from archive.gazetteer.forms import forenames, one_forename, spellings
from archive.gazetteer.matcher import TABLES, AliasMatch, Gazetteer, load
from archive.gazetteer.offices import Term, office_name
from archive.gazetteer.tables import AT_HOME, Candidate, GazetteerEntity, Strength

__all__ = [
    "AT_HOME",
    "TABLES",
    "AliasMatch",
    "Candidate",
    "Gazetteer",
    "GazetteerEntity",
    "Strength",
    "Term",
    "forenames",
    "load",
    "office_name",
    "one_forename",
    "spellings",
]
