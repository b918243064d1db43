"""The time as the archive writes it."""

from __future__ import annotations

import datetime


def now() -> str:
    """The present moment: UTC, to the second."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
