"""What unfinished date expressions count from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Anchor:
    """The date to which unfinished expressions are relative."""

    day: str
    """Prefix date; of a year or a month, what needs a day stays unresolved."""
    is_bound: bool = False
    """False: the day of publication. True: the text is from that day or any time before it (a page's capture)."""
    slack: int = 0
    """Days by which the text may be younger than a bound that is itself an estimate."""
    is_day_first: bool | None = None
    """How the source writes dates in numbers, where that is known: `3/4` is 3 April."""
