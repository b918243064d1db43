"""The language of a block of texts that doesn't say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import py3langid

if TYPE_CHECKING:
    from collections.abc import Iterable

ENOUGH = 4000
"""Characters that tell a language as surely as more would."""

LEAST = 120
"""Characters below which a guess is worth nothing."""


def language(texts: Iterable[str]) -> str | None:
    """Tell the language of texts that stand together, as a two-letter code; None where there is too little text."""
    sample = ""
    for text in texts:
        sample += text + "\n"
        if len(sample) >= ENOUGH:
            break
    if len(sample) < LEAST:
        return None
    return str(py3langid.classify(sample[:ENOUGH])[0])
