"""Spans to entities: which person, organisation or place a name stands for.

Its parts are imported when they are asked for: a search needs no more than how names are folded.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from archive.resolve.acronyms import initials
    from archive.resolve.known_names import famous_bearer
    from archive.resolve.name_keys import entity_key, surname_keys
    from archive.resolve.snippet import resolve_snippet

_HOMES: Final = {
    "entity_key": "name_keys",
    "famous_bearer": "known_names",
    "initials": "acronyms",
    "resolve_snippet": "snippet",
    "surname_keys": "name_keys",
}

__all__ = ["entity_key", "famous_bearer", "initials", "resolve_snippet", "surname_keys"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
