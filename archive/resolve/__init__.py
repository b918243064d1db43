"""Spans to entities: which person, organisation or place a name stands for."""

from archive.resolve.keys import entity_key, surname_key, surname_keys
from archive.resolve.majority import Candidate, settle
from archive.resolve.snippet import ResolvedMention, resolve_snippet

__all__ = [
    "Candidate",
    "ResolvedMention",
    "entity_key",
    "resolve_snippet",
    "settle",
    "surname_key",
    "surname_keys",
]
