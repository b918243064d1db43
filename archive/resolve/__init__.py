"""Spans to entities: which person, organisation or place a name stands for."""

from archive.resolve.acronyms import initials
from archive.resolve.known_names import famous_bearer
from archive.resolve.majority import Bearer, settle
from archive.resolve.name_keys import entity_key, surname_keys
from archive.resolve.snippet import resolve_snippet

__all__ = ["Bearer", "entity_key", "famous_bearer", "initials", "resolve_snippet", "settle", "surname_keys"]
