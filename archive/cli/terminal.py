"""Printing strangers' text: nothing in a snippet may steer the terminal or be taken for markup."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def harmless(text: object) -> str:
    """The text with control and direction-changing characters replaced by a visible sign."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", str(text))
