"""Style sheets and scripts, held in memory, under addresses that change when they do."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import resources

CSS, JAVASCRIPT = "text/css; charset=utf-8", "text/javascript; charset=utf-8"
TYPES = {
    "archive.css": CSS,
    "stock.css": CSS,
    **dict.fromkeys(("archive.js", "copy.js", "network.js", "suggest.js", "timeline.js"), JAVASCRIPT),
}
"""The files there are, and nothing else is served."""
FOR_EVER = "public, max-age=31536000, immutable"
"""Whoever has a file need never ask for it again: another one will have another address."""


@lru_cache(maxsize=len(TYPES))
def content(name: str) -> bytes:
    """The bytes of one of the files.

    Raises:
        KeyError: It is none of TYPES.
    """
    if name not in TYPES:
        raise KeyError(name)
    return resources.files("archive.web").joinpath("static", name).read_bytes()


@lru_cache(maxsize=len(TYPES))
def version(name: str) -> str:
    """What tells one state of a file from another: the beginning of its hash."""
    return hashlib.sha256(content(name)).hexdigest()[:12]
