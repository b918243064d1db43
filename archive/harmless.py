"""Strangers' text made harmless: no character in it steers a terminal or turns the direction of what is read."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def harmless(text: object) -> str:
    """The text with control and direction-changing characters replaced by a visible sign."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", str(text))


def one_line(value: object) -> str:
    """A value as harmless text without line breaks; nothing for None."""
    return "" if value is None else re.sub(r"\s", " ", harmless(value))
