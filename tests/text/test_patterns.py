"""Patterns that wait are those of `re`, and every one of the package compiles."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

from archive import extract, normalise, read, resolve
from archive import text as archive_text
from archive.text import patterns
from archive.text.patterns import compile_all, lazy_regex


def test_a_pattern_is_as_re_makes_it() -> None:
    waiting, made = lazy_regex(r"(?P<day>\d+)\s(\w+)", re.IGNORECASE), re.compile(r"(?P<day>\d+)\s(\w+)", re.IGNORECASE)
    text = "4 May, 5 June"
    assert waiting.pattern == made.pattern
    assert (waiting.flags, waiting.groups, dict(waiting.groupindex)) == (made.flags, made.groups, dict(made.groupindex))
    assert waiting.findall(text) == made.findall(text)
    assert waiting.sub("x", text) == made.sub("x", text)
    assert waiting.split(text) == made.split(text)
    found, expected = waiting.search(text, 3), made.search(text, 3)
    assert found is not None
    assert expected is not None
    assert found.span("day") == expected.span("day")


def test_nothing_is_compiled_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_WAITING", [])
    waiting = lazy_regex("(")
    with pytest.raises(re.error):
        waiting.search("")
    with pytest.raises(AttributeError, match="scanner"):
        waiting.scanner  # type: ignore[attr-defined]  # noqa: B018


def test_every_pattern_of_the_package_compiles() -> None:
    for package in (extract, normalise, read, resolve, archive_text):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    compile_all()
