"""Patterns that are compiled when first used: hundreds of them are many times what a short run takes otherwise.

Some are the alternatives of thousands of words. They are named at the top of their modules like any other, and most
runs meet few of them.
"""

from __future__ import annotations

import re
from typing import Final, cast

_METHODS: Final = (
    *("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"),
    *("flags", "groups", "groupindex"),
)


class _Waiting:
    """Stands for a pattern, and has its methods from the moment when one is asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags
        _WAITING.append(self)

    def __getattr__(self, name: str) -> object:
        if name not in _METHODS:
            raise AttributeError(f"patterns have no {name!r}")
        compiled = re.compile(self.pattern, self._flags)
        # kept as its own, they cost no more than those of the pattern itself
        self.__dict__.update((method, getattr(compiled, method)) for method in _METHODS)
        return getattr(compiled, name)


_WAITING: Final[list[_Waiting]] = []


def lazy_regex(text: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern as `re.compile` makes it, once it is used.

    It is asked by its methods, not handed to functions of `re`.
    """
    return cast("re.Pattern[str]", _Waiting(text, flags))


def compile_all() -> None:
    """Compile every pattern of the modules imported so far: for a process whose children share what it has."""
    for each in _WAITING:
        _ = each.flags


__all__ = ["compile_all", "lazy_regex"]
